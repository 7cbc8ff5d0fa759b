import pandas as pd
import pytest
from estimates.rows import MARCH, incidents

from ivp_analysis.evidence.rare import rare
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid

EDITION = Edition.parse("2022-H1")


def arsons(days: list[str]) -> pd.DataFrame:
    rows: pd.DataFrame = incidents([(f"i{number}", "F13", "Dalfsen", day, 1.0) for number, day in enumerate(days)], on=MARCH)
    return rows


def every(days: int, number: int, start: str = "2012-01-01") -> list[str]:
    first = pd.Timestamp(start)
    return [str((first + pd.Timedelta(days=days * step)).date()) for step in range(number)]


def test_days_between_incidents_are_charted(kernbeleid: Kernbeleid) -> None:
    found = rare(arsons(every(100, 25)), empty("monitoring"), kernbeleid, EDITION)
    assert found["theme"].unique().tolist() == ["4.2"]
    assert found["gap"].tolist() == [100.0] * 24
    assert found["centre"].iloc[0] == pytest.approx(100)
    assert not found["signal"].any()


def test_a_theme_with_a_chart_of_counts_has_none_of_days(kernbeleid: Kernbeleid) -> None:
    chart = pd.DataFrame({"village": ["gemeente"], "grain": [3], "theme": ["4.2"]})
    assert rare(arsons(every(100, 25)), chart, kernbeleid, EDITION).empty


def test_corona_years_do_not_set_what_is_usual(kernbeleid: Kernbeleid) -> None:
    found = rare(arsons(every(100, 20) + every(10, 20, "2020-02-01")), empty("monitoring"), kernbeleid, EDITION)
    assert found["centre"].iloc[0] == pytest.approx(100, rel=0.02)
    assert not found.loc[found["day"].dt.year == 2020, "baseline"].any()


def test_too_few_gaps_give_no_chart_and_sensitive_klassen_none_at_all(kernbeleid: Kernbeleid) -> None:
    assert rare(arsons(every(100, 6)), empty("monitoring"), kernbeleid, EDITION).empty
    hate = incidents([(f"i{n}", "F50", "Dalfsen", day, 1.0) for n, day in enumerate(every(30, 40))], on=MARCH)
    assert rare(hate, empty("monitoring"), kernbeleid, EDITION).empty


def test_the_order_of_rows_is_of_no_influence(kernbeleid: Kernbeleid) -> None:
    rows = arsons(every(37, 40))
    again = rare(rows.iloc[::-1].reset_index(drop=True), empty("monitoring"), kernbeleid, EDITION)
    pd.testing.assert_frame_equal(rare(rows, empty("monitoring"), kernbeleid, EDITION), again)
