from collections.abc import Callable

import pandas as pd
import pytest
from evidence.rows import CLASS, HOONHORST, NUISANCE, happened, of_classes, of_offences, one, shuffled

from ivp_analysis.estimates.class_months import class_months
from ivp_analysis.evidence.months import by_theme, ended, months, published_themes
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

FIRST, SECOND = Edition.parse("2022-H1"), Edition.parse("2022-H2")
Make = Callable[..., pd.DataFrame]


@pytest.fixture
def of(dalfsen: Municipality, kernbeleid: Kernbeleid) -> Make:
    def make(*counts: pd.DataFrame, incidents: pd.DataFrame | None = None, edition: Edition = SECOND) -> pd.DataFrame:
        both = pd.concat(counts, ignore_index=True) if counts else empty("counts")
        classes = class_months(both, empty("incidents") if incidents is None else incidents, dalfsen, edition)
        return months(both, classes, dalfsen, kernbeleid, edition)

    return make


def counted(rows: pd.DataFrame, village: str, theme: str, year: int = 2021) -> list[int]:
    return rows[(rows["village"] == village) & (rows["theme"] == theme) & (rows["year"] == year)].sort_values("month")["count"].tolist()


def test_villages_and_unknown_add_up_to_the_municipality(of: Make) -> None:
    rows = of(
        of_classes("A20", {2021: [3, 1]}),
        of_classes("A72", {2021: [2, 0]}, area="BU01480101"),
        of_classes("A72", {2021: [4, 1]}, area="onbekend", level="unknown"),
    )
    assert [counted(rows, name, "1.3") for name in ("Hoonhorst", "Dalfsen", "onbekend", "gemeente")] == [[3, 1], [2, 0], [4, 1], [9, 2]]
    assert rows.drop_duplicates("village").set_index("village")["role"].to_dict() | {"Hoonhorst": "village"} == {
        "Dalfsen": "village", "Nieuwleusen": "village", "Lemelerveld": "village", "Hoonhorst": "village", "Oudleusen": "village",
        "onbekend": "unknown", "gemeente": "municipality",
    }  # fmt: skip


def test_a_month_that_the_source_covers_without_registrations_is_zero(of: Make) -> None:
    rows = of(of_classes("A20", {2021: [0, 0, 5]}), of_classes("E35", {2021: [1, 1, 1, 1]}))
    assert counted(rows, "gemeente", "1.3") == [0, 0, 5, 0]
    assert counted(rows, "Oudleusen", "1.3") == [0, 0, 0, 0]


def test_a_theme_that_the_source_of_a_year_does_not_hold_is_absent_in_that_year(of: Make) -> None:
    rows = of(of_classes("A20", {2021: [5]}), of_classes("E35", {2020: [1], 2021: [1]}))
    assert set(rows.loc[rows["theme"] == "1.3", "year"]) == {2021}
    assert set(rows.loc[rows["theme"] == "3.1", "year"]) == {2020, 2021}


def test_months_that_had_not_ended_at_the_reference_date_are_not_there(of: Make) -> None:
    rows = of(of_classes("A20", {2022: [2] * 9}, on="2022-09-12"))
    assert counted(rows, "gemeente", "1.3", 2022) == [2] * 8


@pytest.mark.parametrize(("day", "last"), [("2022-08-31", 7), ("2022-09-01", 8), ("2022-09-30", 8), ("2022-12-31", 11), ("2023-01-01", 12)])
def test_a_month_has_ended_on_the_first_day_of_the_next(day: str, last: int) -> None:
    assert ended(of_classes("A20", {2022: [1] * 12}, on=day))["month"].max() == last


def test_klassen_outside_open_data_do_not_count(of: Make) -> None:
    rows = of(of_classes("A20", {2021: [3]}), of_classes("E13", {2021: [9]}), of_classes("Z99", {2021: [9]}))
    assert counted(rows, "gemeente", "1.3") == [3]


def test_codes_that_are_published_per_municipality_only_count_nowhere(of: Make, kernbeleid: Kernbeleid) -> None:
    rows = of(of_classes("A20", {2021: [3]}), of_classes("F521", {2021: [9]}))
    assert counted(rows, "gemeente", "1.3") == [3]
    assert by_theme(of_classes("F521", {2021: [9]}), kernbeleid).empty


def test_klassen_of_nuisance_count_for_their_theme(of: Make) -> None:
    rows = of(of_classes("E33", {2021: [2]}), of_classes("F10", {2021: [1]}))
    assert counted(rows, "gemeente", "1.1") == [3]


def test_open_data_have_no_months_of_a_theme_with_nuisance(of: Make, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    published = of_offences("3.6.4", {2021: [1] * 12})
    assert of(published).empty
    assert set(published_themes(published, dalfsen, kernbeleid, SECOND)["theme"]) == {"niet ingedeeld"}


def test_the_source_that_reaches_furthest_is_taken_whole(of: Make) -> None:
    delivered = of_classes("A20", {2021: [1] * 12, 2022: [1] * 8}, on="2022-09-12")
    published = of_offences("1.1.1", {2021: [7] * 12, 2022: [7] * 7}, on="2022-09-15")
    rows = of(delivered, published)
    assert set(rows["source"]) == {"d"}
    assert counted(rows, "gemeente", "1.3") == [1] * 12


def test_of_sources_that_reach_equally_far_open_data_are_taken(of: Make) -> None:
    rows = of(of_classes("A20", {2021: [1] * 12}), of_offences("1.1.1", {2020: [7] * 12, 2021: [7] * 12}))
    assert set(rows["source"]) == {"o"}
    assert counted(rows, "gemeente", "1.3") == [7] * 12


def test_each_theme_has_its_own_source(of: Make) -> None:
    rows = of(of_classes("E35", {2021: [1] * 12}), of_offences("1.1.1", {2021: [7] * 12}))
    assert rows.groupby("theme")["source"].unique().map(list).to_dict() == {"1.3": ["o"], "3.1": ["d"]}


def test_of_two_releases_of_open_data_the_newest_is_taken(of: Make) -> None:
    old, new = of_offences("1.1.1", {2021: [9] * 12}, delivery="old"), of_offences("1.1.1", {2021: [7] * 12}, on="2022-03-01")
    assert set(of(old, new)["source"]) == {"o"}


def test_incidents_count_where_no_counts_were_delivered(of: Make) -> None:
    seen = happened([("a", "A20", "2021-03-05 10:00", "2021-03-05 10:00"), ("b", "A20", "2021-04-05", "2021-04-06")])
    rows = of(incidents=seen)
    assert counted(rows, "Hoonhorst", "1.3") == [1, 1]
    assert one(rows, village="gemeente", month=3)["source"] == "i"


def test_an_edition_takes_no_later_delivery(of: Make) -> None:
    late = of_classes("A20", {2021: [9] * 12}, delivery="late", on="2022-09-12")
    rows = of(of_classes("A20", {2021: [1] * 12}), late, edition=FIRST)
    assert set(rows["source"]) == {"d"}


def test_years_are_no_months(of: Make) -> None:
    whole = of_offences("1.1.1", {2021: [40]}).assign(month=0)
    assert of(whole).empty
    nuisance = of_classes("E35", {2021: [40]}).assign(month=0, classification=NUISANCE)
    assert of(nuisance).empty


def test_rows_in_another_order_give_the_same_table(of: Make) -> None:
    counts = pd.concat(
        [
            of_classes("A20", {2020: range(12), 2021: range(12)}),
            of_classes("E35", {2021: range(12)}, area=HOONHORST),
            of_offences("1.3.1", {2020: range(12), 2021: range(12)}),
        ],
        ignore_index=True,
    )
    pd.testing.assert_frame_equal(of(counts), of(shuffled(counts)))


def test_no_deliveries_give_no_months(of: Make) -> None:
    pd.testing.assert_frame_equal(of(), empty("months"))


def test_rows_say_which_theme_they_count_for(kernbeleid: Kernbeleid) -> None:
    rows = pd.concat([of_classes(code, {2021: [1]}) for code in ("A72", "E35", "E12", "Z99")], ignore_index=True)
    found = by_theme(rows, kernbeleid)
    assert found.set_index("code")["theme"].to_dict() == {"A72": "1.3", "E35": "3.1"}
    assert set(found["classification"]) == {CLASS}
