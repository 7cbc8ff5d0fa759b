import pandas as pd
import pytest
from evidence.rows import happened, one, shuffled

from ivp_analysis.evidence.moments import moments
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid

EDITION = Edition.parse("2022-H1")
MONDAY, TUESDAY, NIGHT, MORNING, AFTERNOON, EVENING = 0, 1, 0, 1, 2, 3
Moment = tuple[str, str]


def week(kernbeleid: Kernbeleid, *extra: Moment, many: int = 100) -> pd.DataFrame:
    """A table with `many` incidents on Sunday 7 March 2021 at three in the night, and others."""
    usual = [(f"u{n}", "A20", "2021-03-07 03:00", "2021-03-07 03:00") for n in range(many)]
    return moments(happened(usual + [(f"x{n}", "A20", *moment) for n, moment in enumerate(extra)]), kernbeleid, EDITION)


def cell(rows: pd.DataFrame, weekday: int, part: int) -> float:
    return float(one(rows, weekday=weekday, part=part)["count"])


def test_a_known_moment_counts_once(kernbeleid: Kernbeleid) -> None:
    rows = week(kernbeleid)
    assert len(rows) == 28
    assert cell(rows, 6, NIGHT) == 100
    assert rows["count"].sum() == 100
    assert (set(rows["incidents"]), set(rows["left_out"]), set(rows["period"])) == ({100}, {0}, {"2021"})


@pytest.mark.parametrize(
    ("clock", "part"),
    [("00:00", NIGHT), ("05:59", NIGHT), ("06:00", MORNING), ("12:00", AFTERNOON), ("18:00", EVENING), ("23:59", EVENING)],
)
def test_a_part_of_the_day_begins_on_its_hour(kernbeleid: Kernbeleid, clock: str, part: int) -> None:
    assert cell(week(kernbeleid, (f"2021-03-01 {clock}", f"2021-03-01 {clock}")), MONDAY, part) == 1


def test_from_five_to_seven_in_the_evening_counts_half_and_half(kernbeleid: Kernbeleid) -> None:
    rows = week(kernbeleid, ("2021-03-01 17:00", "2021-03-01 19:00"))
    assert [cell(rows, MONDAY, part) for part in range(4)] == [0, 0, 0.5, 0.5]


def test_a_night_counts_for_both_days(kernbeleid: Kernbeleid) -> None:
    rows = week(kernbeleid, ("2021-03-01 23:00", "2021-03-02 02:00"))
    assert cell(rows, MONDAY, EVENING) == pytest.approx(1 / 3)
    assert cell(rows, TUESDAY, NIGHT) == pytest.approx(2 / 3)


def test_up_to_the_very_hour_nothing_lies_in_the_next_part(kernbeleid: Kernbeleid) -> None:
    rows = week(kernbeleid, ("2021-03-01 12:00", "2021-03-01 18:00"))
    assert (cell(rows, MONDAY, AFTERNOON), cell(rows, MONDAY, EVENING)) == (1, 0)


def test_nearly_a_day_is_spread_over_five_parts(kernbeleid: Kernbeleid) -> None:
    """From five in the night to four in the next: 1, 6, 6, 6 and 4 of 23 hours."""
    rows = week(kernbeleid, ("2021-03-01 05:00", "2021-03-02 04:00"))
    assert [cell(rows, MONDAY, part) * 23 for part in range(4)] == pytest.approx([1, 6, 6, 6])
    assert cell(rows, TUESDAY, NIGHT) * 23 == pytest.approx(4)


def test_every_incident_counts_for_one_in_all(kernbeleid: Kernbeleid) -> None:
    spread = [(f"2021-03-{day:02d} {day:02d}:17", f"2021-03-{day + 1:02d} {day // 2:02d}:41") for day in range(8, 20)]
    rows = week(kernbeleid, *spread)
    assert rows["count"].sum() == pytest.approx(112)
    assert set(rows["incidents"]) == {112}


def test_a_moment_that_is_not_known_within_a_day_is_left_out(kernbeleid: Kernbeleid) -> None:
    rows = week(kernbeleid, ("2021-03-01 10:00", "2021-03-02 10:00"), ("2021-03-01 10:00", "2021-03-02 09:59"))
    assert (set(rows["incidents"]), set(rows["left_out"])) == ({101}, {1})
    assert rows["count"].sum() == pytest.approx(101)


def test_fewer_than_a_hundred_known_moments_are_not_told(kernbeleid: Kernbeleid) -> None:
    rows = week(kernbeleid, ("2021-03-01 10:00", "2021-03-05 10:00"), many=99)
    assert set(rows["reason"]) == {"too few observations"}
    assert rows["count"].isna().all()
    assert (set(rows["incidents"]), set(rows["left_out"])) == ({99}, {1})


def test_only_the_last_five_full_years_count(kernbeleid: Kernbeleid) -> None:
    rows = week(kernbeleid, *((f"{year}-06-01 10:00",) * 2 for year in (2016, 2017, 2019, 2022)))
    assert set(rows["incidents"]) == {102}
    assert set(rows["period"]) == {"2017, 2019 en 2021"}


def test_sensitive_klassen_and_klassen_outside_open_data_do_not_count(kernbeleid: Kernbeleid) -> None:
    codes = ["E33", "E13", "F521", "E12", "Z99", "E38"]
    rows = moments(happened([(code, code, "2021-03-01 10:00", "2021-03-01 10:00") for code in codes]), kernbeleid, EDITION)
    assert rows.drop_duplicates("theme").set_index("theme")["incidents"].to_dict() == {"1.1": 1}


def test_an_incident_in_two_deliveries_counts_once_in_its_newest_form(kernbeleid: Kernbeleid) -> None:
    usual = [(f"u{n}", "A20", "2021-03-07 03:00", "2021-03-07 03:00") for n in range(100)]
    again = happened([("u0", "A20", "2021-03-01 10:00", "2021-03-01 10:00")], delivery="later", on="2022-03-01")
    rows = moments(pd.concat([again, happened(usual)], ignore_index=True), kernbeleid, EDITION)
    assert (cell(rows, 6, NIGHT), cell(rows, MONDAY, MORNING)) == (99, 1)
    assert set(rows["source"]) == {"i + later"}
    # a delivery after the last day of the edition is not known yet
    late = again.assign(reference_date=pd.Timestamp("2022-09-12").as_unit("us"))
    assert cell(moments(pd.concat([late, happened(usual)], ignore_index=True), kernbeleid, EDITION), 6, NIGHT) == 100


def test_rows_in_another_order_give_the_same_table(kernbeleid: Kernbeleid) -> None:
    rows = happened(
        [
            (f"{code} {day}", code, f"2021-05-{day:02d} {day % 24:02d}:20", f"2021-05-{day + 1:02d} {day % 20:02d}:10")
            for code in ("A20", "E35")
            for day in range(1, 30)
        ]
    )
    pd.testing.assert_frame_equal(moments(rows, kernbeleid, EDITION), moments(shuffled(rows), kernbeleid, EDITION))


def test_no_incidents_give_nothing(kernbeleid: Kernbeleid) -> None:
    pd.testing.assert_frame_equal(moments(empty("incidents"), kernbeleid, EDITION), empty("moments"))
