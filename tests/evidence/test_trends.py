import pandas as pd
import pytest
from evidence.rows import COUNTRY, estimates, one, shuffled, yearly

from ivp_analysis.evidence.trends import trends
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.ladder import load_ladder

LADDER = load_ladder(Paths().ladder)
YEARS = range(2012, 2022)


def steady(village: str, count: int, growth: float, **changes: str) -> pd.DataFrame:
    """The same count every year in an area that becomes smaller: the rate grows by `growth` exactly."""
    return yearly(village, dict.fromkeys(YEARS, count), base={year: 10_000 / growth ** (year - 2012) for year in YEARS}, **changes)


def test_a_rate_that_grows_by_a_tenth_a_year_has_that_trend() -> None:
    row = one(trends(estimates(steady("Hoonhorst", 50, 1.1)), LADDER))
    assert row["change"] == pytest.approx(1.1)
    assert row["low"] < 1.1 < row["high"]
    assert row["dispersion"] == pytest.approx(0, abs=1e-9)
    assert (row["first"], row["last"], row["reason"]) == (2012, 2019, "")


def test_the_corona_years_are_no_points_of_the_line() -> None:
    wild = yearly("Hoonhorst", {year: 400 if year in (2020, 2021) else 50 for year in YEARS})
    row = one(trends(estimates(wild), LADDER))
    assert row["points"] == 8
    assert row["change"] == pytest.approx(1)
    assert row["p"] == pytest.approx(1)


def test_q_is_over_all_trends_that_were_fitted() -> None:
    found = trends(estimates(steady("Dalfsen", 50, 1.02), steady("Hoonhorst", 40, 1.03), steady("Oudleusen", 1, 1.5)), LADDER)
    assert one(found, village="Oudleusen")[["p", "q"]].isna().all()
    small, large = sorted(found["p"].dropna())
    # Benjamini and Hochberg with two tests
    assert sorted(found["q"].dropna()) == pytest.approx([min(2 * small, large), large])


@pytest.mark.parametrize(
    ("counts", "base", "reason"),
    [
        (dict.fromkeys(range(2014, 2022), 50), 1000.0, "too few points in time"),
        (dict.fromkeys(YEARS, 4), 1000.0, "too few observations"),
        (dict.fromkeys(YEARS, 50), None, "no denominator"),
    ],
)
def test_a_line_that_the_figures_cannot_carry_is_refused_with_the_reason(counts: dict[int, int], base: float | None, reason: str) -> None:
    row = one(trends(estimates(yearly("Hoonhorst", counts, base=base)), LADDER))
    assert row["reason"] == reason
    assert row[["change", "low", "high", "p", "q"]].isna().all()


def test_first_and_last_year_are_those_of_the_series_itself() -> None:
    found = trends(estimates(yearly("Hoonhorst", {2015: 9, 2018: 9}), yearly("gemeente", dict.fromkeys(YEARS, 90))), LADDER)
    row = one(found, village="Hoonhorst")
    assert (row["first"], row["last"], row["points"]) == (2015, 2018, 2)


def test_reference_areas_have_no_trend_of_their_own() -> None:
    assert trends(estimates(steady(COUNTRY, 5000, 1.1), steady("gemeente", 50, 1.1)), LADDER)["village"].tolist() == ["gemeente"]


def test_rows_in_another_order_give_the_same_table() -> None:
    rows = estimates(steady("Dalfsen", 50, 1.02), steady("Hoonhorst", 40, 1.03), steady("gemeente", 90, 0.99, theme="1.2"))
    pd.testing.assert_frame_equal(trends(rows, LADDER), trends(shuffled(rows), LADDER))


def test_no_estimates_give_no_trends() -> None:
    pd.testing.assert_frame_equal(trends(empty("estimates"), LADDER), empty("trends"))


def test_a_line_is_judged_by_its_direction_after_correction_for_all_lines() -> None:
    found = trends(estimates(steady("Dalfsen", 50, 1.1), steady("Hoonhorst", 50, 1.0), steady("Oudleusen", 1, 1.5)), LADDER)
    verdicts = found.set_index("village")["verdict"].to_dict()
    # a tenth a year is called a line, small as it is in one year; no change is none; too few is neither
    assert verdicts == {"Dalfsen": "hoger", "Hoonhorst": "geen verschil", "Oudleusen": "te weinig"}
