from typing import Any

import pandas as pd
import pytest
from evidence.rows import one, shuffled, snapshot
from scipy.stats import binom, binomtest

from ivp_analysis.evidence.running import running
from ivp_analysis.evidence.snapshots import snapshots
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import Municipality

LADDER = load_ladder(Paths().ladder)
EDITION = Edition.parse("2022-H2")
NOW = snapshot("now", "2022-09-12", 2022, [10] * 8)
THEN = snapshot("then", "2021-09-13", 2021, [5] * 8)
LATE = snapshot("late", "2022-02-10", 2021, [6] * 12)


def whole(*parts: pd.DataFrame, municipality: Municipality, edition: Edition = EDITION) -> "pd.Series[Any]":
    return one(running(pd.concat(parts, ignore_index=True), municipality, LADDER, edition), village="gemeente")


def test_the_same_months_a_year_before_as_they_were_known_then(dalfsen: Municipality) -> None:
    row = whole(NOW, THEN, LATE, municipality=dalfsen)
    assert (row["period"], row["against"]) == ("januari tot en met augustus 2022", "januari tot en met augustus 2021")
    assert (row["count"], row["before"], row["ratio"]) == (80, 40, 2)
    assert (row["dated"], row["before_dated"]) == (pd.Timestamp("2022-09-12"), pd.Timestamp("2021-09-13"))
    # 80 of 120 where half was to be expected
    assert row["p"] == pytest.approx(2 * binom.sf(79, 120, 0.5))
    limits = binomtest(80, 120).proportion_ci(method="exact")
    assert (row["low"], row["high"]) == pytest.approx([limit / (1 - limit) for limit in limits])
    assert (row["verdict"], row["reason"], row["source"]) == ("hoger", "", "now")


@pytest.mark.parametrize(("day", "equal"), [("2021-07-29", True), ("2021-07-28", False), ("2021-10-27", True), ("2021-10-28", False)])
def test_deliveries_a_year_apart_have_waited_equally_long_give_or_take_45_days(dalfsen: Municipality, day: str, *, equal: bool) -> None:
    row = whole(NOW, snapshot("then", day, 2021, [5] * 8), LATE, municipality=dalfsen)
    assert row["before"] == (40 if equal else 48)
    assert row["reason"] == ("" if equal else "no earlier snapshot of the same months")


def test_without_an_earlier_delivery_there_are_counts_and_no_verdict(dalfsen: Municipality) -> None:
    row = whole(NOW, LATE, municipality=dalfsen)
    assert (row["count"], row["before"], row["before_dated"]) == (80, 48, pd.Timestamp("2022-02-10"))
    assert (row["reason"], row["verdict"]) == ("no earlier snapshot of the same months", "afwezig")
    assert row[["ratio", "low", "high", "p", "q", "complete"]].isna().all()


def test_without_any_figures_of_the_year_before_there_is_a_count_alone(dalfsen: Municipality) -> None:
    row = whole(NOW, municipality=dalfsen)
    assert (row["count"], row["against"], row["reason"], row["verdict"]) == (80, "", "no earlier snapshot of the same months", "afwezig")
    assert row[["before", "before_dated", "ratio"]].isna().all()


def test_an_earlier_delivery_that_stops_before_the_last_month_is_not_compared_with(dalfsen: Municipality) -> None:
    row = whole(NOW, snapshot("then", "2021-09-13", 2021, [5] * 7), municipality=dalfsen)
    assert (row["against"], row["reason"]) == ("", "no earlier snapshot of the same months")


def test_only_the_months_of_the_running_year_are_compared(dalfsen: Municipality) -> None:
    row = whole(snapshot("now", "2022-09-12", 2022, [10] * 3), THEN, municipality=dalfsen)
    assert (row["period"], row["count"], row["before"]) == ("januari tot en met maart 2022", 30, 15)


def test_how_much_was_to_come_follows_from_an_earlier_and_a_later_delivery(dalfsen: Municipality) -> None:
    """In September 2021 there were 40 of the 48 registrations of the first eight months that were known in February 2022."""
    row = whole(NOW, THEN, LATE, municipality=dalfsen)
    assert row["complete"] == pytest.approx(40 / 48)
    limits = binomtest(40, 48).proportion_ci(method="exact")
    assert (row["complete_low"], row["complete_high"]) == pytest.approx(tuple(limits))


def test_what_was_to_come_is_estimated_from_all_themes_together(dalfsen: Municipality) -> None:
    other = [snapshot(name, on, 2021, [n] * 8, theme="1.2") for name, on, n in (("then", "2021-09-13", 1), ("late", "2022-02-10", 4))]
    rows = running(pd.concat([NOW, THEN, LATE, *other]), dalfsen, LADDER, EDITION)
    # 40 + 8 of 48 + 32
    assert rows["complete"].tolist() == pytest.approx([48 / 80] * len(rows))


def test_the_newest_year_with_an_early_and_a_late_delivery_tells_what_was_to_come(dalfsen: Municipality) -> None:
    older = [snapshot("early 2020", "2020-09-10", 2020, [9] * 8), snapshot("late 2020", "2021-02-10", 2020, [10] * 12)]
    assert whole(NOW, THEN, LATE, *older, municipality=dalfsen)["complete"] == pytest.approx(40 / 48)
    assert whole(NOW, THEN, *older, municipality=dalfsen)["complete"] == pytest.approx(72 / 80)


def test_a_later_delivery_comes_at_least_ninety_days_later(dalfsen: Municipality) -> None:
    soon, later = (snapshot("late", day, 2021, [6] * 8) for day in ("2021-12-11", "2021-12-12"))
    assert pd.isna(whole(NOW, THEN, soon, municipality=dalfsen)["complete"])
    assert whole(NOW, THEN, later, municipality=dalfsen)["complete"] == pytest.approx(40 / 48)


def test_gross_and_net_deliveries_are_never_compared(dalfsen: Municipality) -> None:
    row = whole(NOW, THEN.assign(kind="police-class net"), LATE.assign(kind="police-class net"), municipality=dalfsen)
    assert (row["count"], row["against"], row["reason"]) == (80, "", "no earlier snapshot of the same months")


def test_of_two_kinds_that_have_a_theme_the_one_that_can_be_compared_is_taken(dalfsen: Municipality) -> None:
    fresh = snapshot("open", "2022-09-15", 2022, [11] * 8, kind="police-offence")
    assert whole(NOW, THEN, fresh, municipality=dalfsen)["source"] == "now"
    before = snapshot("open 2021", "2021-09-15", 2021, [6] * 8, kind="police-offence")
    row = whole(NOW, THEN, fresh, before, municipality=dalfsen)
    assert (row["source"], row["count"], row["before"]) == ("open", 88, 48)


def test_the_newest_delivery_of_the_running_year_is_taken(dalfsen: Municipality) -> None:
    older = snapshot("older", "2022-08-10", 2022, [99] * 7)
    assert whole(NOW, older, THEN, municipality=dalfsen)["count"] == 80


def test_every_village_has_a_row_also_without_registrations(dalfsen: Municipality) -> None:
    rows = running(pd.concat([NOW, THEN]), dalfsen, LADDER, EDITION)
    assert set(rows["village"]) == set(dalfsen.area_names)
    assert one(rows, village="Hoonhorst", theme="1.3")[["count", "before"]].tolist() == [0, 0]


def test_a_theme_that_one_of_the_deliveries_does_not_hold_at_all_is_no_zero(dalfsen: Municipality) -> None:
    gone = snapshot("then", "2021-09-13", 2021, [1], theme="1.2")
    new = snapshot("now", "2022-09-12", 2022, [12], theme="4.1")
    rows = running(pd.concat([NOW, THEN, gone, new]), dalfsen, LADDER, EDITION)
    assert set(rows["theme"]) == {"1.3", "4.1"}
    row = one(rows, village="gemeente", theme="4.1")
    assert (row["count"], row["against"], row["verdict"], row["reason"]) == (12, "", "afwezig", "no earlier snapshot of the same months")


def test_q_is_over_all_areas_and_themes(dalfsen: Municipality) -> None:
    own = [
        snapshot(name, on, year, [n], village="Hoonhorst")
        for name, on, year, n in (("now", "2022-09-12", 2022, 30), ("then", "2021-09-13", 2021, 15))
    ]
    rows = running(pd.concat([NOW, THEN, *own]), dalfsen, LADDER, EDITION)
    village, municipality = (one(rows, village=name) for name in ("Hoonhorst", "gemeente"))
    p = [2 * float(binom.sf(29, 45, 0.5)), 2 * float(binom.sf(79, 120, 0.5))]
    assert [village["p"], municipality["p"]] == pytest.approx(p)
    # Benjamini and Hochberg with two tests; the smaller p is that of the municipality
    assert [village["q"], municipality["q"]] == pytest.approx([p[0], min(2 * p[1], p[0])])


def test_too_few_in_both_years_have_no_verdict(dalfsen: Municipality) -> None:
    row = whole(snapshot("now", "2022-09-12", 2022, [5]), snapshot("then", "2021-09-13", 2021, [4]), municipality=dalfsen)
    assert (row["reason"], row["verdict"]) == ("too few observations", "te weinig")


def test_nothing_before_has_an_infinite_ratio_that_is_kept_as_missing(dalfsen: Municipality) -> None:
    row = whole(NOW, THEN.assign(count=0), municipality=dalfsen)
    assert row[["ratio", "high"]].isna().all()
    assert row["verdict"] == "hoger"


def test_the_running_year_is_that_of_the_edition(dalfsen: Municipality) -> None:
    assert running(pd.concat([NOW, THEN]), dalfsen, LADDER, Edition.parse("2023-H2")).empty
    row = whole(THEN, snapshot("2020", "2020-09-10", 2020, [4] * 8), municipality=dalfsen, edition=Edition.parse("2021-H2"))
    assert (row["count"], row["before"]) == (40, 32)


def test_the_ladder_says_from_how_many_on_there_is_a_verdict(dalfsen: Municipality) -> None:
    rows = running(pd.concat([NOW, THEN]), dalfsen, LADDER.model_copy(update={"minimum": 121}), EDITION)
    assert set(rows["reason"]) == {"too few observations"}


def test_rows_in_another_order_give_the_same_table(dalfsen: Municipality) -> None:
    rows = pd.concat([NOW, THEN, LATE, snapshot("now", "2022-09-12", 2022, [3] * 8, theme="1.2", village="Hoonhorst")], ignore_index=True)
    first, second = (running(found, dalfsen, LADDER, EDITION) for found in (rows, shuffled(rows)))
    pd.testing.assert_frame_equal(first, second)


def test_no_deliveries_give_nothing(dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    nothing = snapshots(empty("counts"), dalfsen, kernbeleid, EDITION)
    pd.testing.assert_frame_equal(running(nothing, dalfsen, LADDER, EDITION), empty("running"))
