from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from evidence.rows import CLASS, estimates, yearly
from monitor.rows import DELIVERED, HUGE, RULES, VILLAGES, one, population, question, spread, survey, tables
from scipy.stats import binomtest, false_discovery_control

from ivp_analysis.monitor.derive import monitor
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import Municipality

Make = Callable[..., pd.DataFrame]
LADDER = load_ladder(Paths().ladder)
LESS, SAME, MORE = 6, 15, 24


@pytest.fixture
def of(dalfsen: Municipality) -> Make:
    """What lies beside police figures: respondents in each cell who are counted now, of 30, and were before."""

    def make(police: pd.DataFrame, counted: Any = SAME, *, before: int = SAME, asked: Any = None, **others: Any) -> pd.DataFrame:
        rows = asked or [question(group="g", beside="totaal", theme="1.3", **others)]
        now = counted if isinstance(counted, Mapping) else dict.fromkeys(VILLAGES, counted)
        surveys = [
            survey(
                rows,
                *(part for v, n in counts.items() for part in _answers(v, n, len(rows))),
                delivery=delivery,
                year=year,
                police_year=asked_of,
            )
            for counts, delivery, year, asked_of in ((now, "e22", 2022, 2021), (dict.fromkeys(VILLAGES, before), "e17", 2017, 2017))
        ]
        return monitor(tables(*surveys, inhabitants=population(HUGE)), police, dalfsen, RULES, LADDER, DELIVERED)["monitor_beside"]

    return make


def _answers(village: str, counted: int | None, questions: int) -> list[pd.DataFrame]:
    """Of 30 in each cell; of two where the number is None."""
    keys = ["q", *(f"q{number}" for number in range(1, questions))]
    pairs = ((1, 1), (1, 2)) if counted is None else ((counted, 1), (30 - counted, 2))
    answered: list[dict[str, Any]] = [dict.fromkeys(keys, code) for _, code in pairs]
    return [spread(village, n, **answers) for (n, _), answers in zip(pairs, answered, strict=True)]


def police(before: int, now: int, **others: Any) -> pd.DataFrame:
    areas = (*VILLAGES, "gemeente")
    return estimates(*(yearly(area, {2017: before, 2021: now}, base=100_000, **others) for area in areas))


def test_registrations_of_the_years_of_both_surveys_are_tested(of: Make) -> None:
    row = one(of(police(50, 80)), village="Hoonhorst")
    assert (row["police_before_year"], row["police_year"], row["count_before"], row["count"]) == (2017, 2021, 50, 80)
    # of 130 registrations half would lie in each year
    exact = 2 * min(binomtest(80, 130, alternative=side).pvalue for side in ("less", "greater"))
    assert (row["ratio"], row["p"]) == (pytest.approx(1.6), pytest.approx(exact))
    assert (row["year"], row["before_year"], row["value"], row["before"]) == (2022, 2017, pytest.approx(50), pytest.approx(50))
    assert (row["indicator"], row["indicator_label"], row["theme"]) == ("totaal", "naam van totaal", "1.3")


def test_villages_and_the_municipality_have_a_row(of: Make) -> None:
    assert list(of(police(50, 80))["village"]) == [*VILLAGES, "gemeente"]
    assert of(police(50, 80), asked=[question(group="g")]).empty
    assert of(police(50, 80), asked=[question(beside="totaal", theme="1.3")]).empty


@pytest.mark.parametrize(
    ("counted", "registered", "reading"),
    [
        (MORE, 200, "both up"), (LESS, 40, "both down"), (MORE, 40, "felt up"), (LESS, 200, "registered up"),
        (SAME, 200, "unclear"), (MORE, 101, "unclear"), (SAME, 101, "unclear"),
    ],
)  # fmt: skip
def test_the_readings(of: Make, counted: int, registered: int, reading: str) -> None:
    assert one(of(police(100, registered), counted), village="gemeente")["reading"] == reading


def test_small_but_demonstrable_registrations_count(of: Make) -> None:
    row = one(of(police(10_000, 11_000), MORE), village="gemeente")
    assert (row["registered"], row["reading"]) == ("klein hoger", "both up")


def test_less_of_what_is_good_is_more_of_what_is_bad(of: Make) -> None:
    row = one(of(police(100, 200), LESS, direction="gunstig"), village="gemeente")
    assert (row["experience"], row["registered"], row["reading"]) == ("lager", "hoger", "both up")
    assert one(of(police(100, 200), LESS, direction="geen"), village="gemeente")["reading"] == "registered up"


def test_a_figure_that_is_not_there_has_no_reading(of: Make) -> None:
    for figures in (empty("estimates"), estimates(yearly("gemeente", {2021: 80})), estimates(yearly("gemeente", {2017: 80}))):
        row = one(of(figures, MORE), village="gemeente")
        assert (row["registered"], row["reading"], row["experience"]) == ("afwezig", "", "hoger")
    row = one(of(estimates(yearly("gemeente", {2017: 50, 2021: 80}, base=None)), MORE), village="gemeente")
    assert (row["registered"], row["reading"], row["reason"], row["count"]) == ("afwezig", "", "no denominator", 80)
    assert np.isnan(row["ratio"])


def test_too_few_answers_have_no_reading_and_the_registrations_stay(of: Make) -> None:
    row = one(of(police(100, 200), dict.fromkeys(VILLAGES, MORE) | {"Hoonhorst": None}), village="Hoonhorst")
    assert (row["experience"], row["registered"], row["reading"], row["reason"]) == ("te weinig", "hoger", "", "too few observations")
    assert (np.isnan(row["value"]), row["before"], row["count"]) == (True, pytest.approx(50), 200)


def test_few_registrations_are_unclear(of: Make) -> None:
    row = one(of(police(2, 5), MORE), village="Hoonhorst")
    assert (row["registered"], row["reading"]) == ("te weinig", "unclear")


def test_a_zero_before_has_no_ratio(of: Make) -> None:
    row = one(of(police(0, 30), MORE), village="Hoonhorst")
    assert (row["registered"], row["reading"], np.isnan(row["ratio"]), np.isnan(row["high"])) == ("hoger", "both up", True, True)


def test_the_family_is_all_rows_and_one_figure_is_one_test(of: Make) -> None:
    figures = estimates(*(yearly(area, {2017: 50, 2021: 50 + 10 * n}, base=100_000) for n, area in enumerate((*VILLAGES, "gemeente"))))
    twice = [question(group="g", beside="totaal", theme="1.3"), question("q1", group="h", beside="totaal", theme="1.3")]
    rows = of(figures, asked=twice)
    assert len(rows) == 12
    first = rows[rows["question"] == "q"]
    np.testing.assert_allclose(first["q"], false_discovery_control(first["p"], method="bh"))
    np.testing.assert_allclose(first["q"], rows.loc[rows["question"] == "q1", "q"])


def test_only_single_whole_years_of_the_theme_count(of: Make) -> None:
    own = police(50, 80)
    pooled = own.assign(period="2017-2021", count=999)
    other = [yearly("Hoonhorst", {2017: 7, 2021: 7}, theme="1.4"), yearly("Hoonhorst", {2017: 7, 2021: 7}, classification=CLASS)]
    row = one(of(estimates(own, pooled[pooled["year"] == 2021], *other)), village="Hoonhorst")
    assert (row["count_before"], row["count"]) == (50, 80)
    partial = own.assign(complete=own["year"] != 2021)
    assert np.isnan(one(of(estimates(partial)), village="Hoonhorst")["count"])


def test_an_indicator_can_be_a_code(of: Make) -> None:
    figures = estimates(police(50, 80), *(yearly(v, {2017: 20, 2021: 30}, indicator="A20", classification=CLASS) for v in VILLAGES))
    rows = of(figures, asked=[question(group="g", beside="A20", theme="1.3"), question("q1", group="h", beside="nergens", theme="1.3")])
    row = one(rows, village="Hoonhorst", question="q")
    assert (row["count_before"], row["count"], row["indicator_label"]) == (20, 30, "naam van A20")
    unknown = one(rows, village="Hoonhorst", question="q1")
    assert (unknown["indicator_label"], unknown["registered"]) == ("nergens", "afwezig")
