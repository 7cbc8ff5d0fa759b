from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from evidence.rows import CLASS, COUNTRY, OFFENCE, estimates, one, shuffled, yearly
from scipy.stats import binom, binomtest, fisher_exact

from ivp_analysis.evidence.comparisons import comparisons
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.ladder import load_ladder

LADDER = load_ladder(Paths().ladder)
BEFORE = {2017: 45, 2018: 40, 2019: 35}
"""Forty a year on average, 120 in three years."""


def central(count: int, before: int, years: int = 3) -> float:
    """The central p-value, from the binomial distribution of scipy: given the sum, a count is one part in years + 1."""
    total, share = count + before, 1 / (years + 1)
    return float(min(1.0, 2 * min(binom.cdf(count, total, share), binom.sf(count - 1, total, share))))


def benjamini_hochberg(p: list[float]) -> list[float]:
    """Step up as the paper says: the smallest p * m / rank of this rank and all later ones."""
    order = sorted(range(len(p)), key=p.__getitem__)
    steps = [p[row] * len(p) / (rank + 1) for rank, row in enumerate(order)]
    found = [0.0] * len(p)
    for rank, row in enumerate(order):
        found[row] = min(1.0, *steps[rank:])
    return found


def baseline(rows: pd.DataFrame, **values: object) -> "pd.Series[Any]":
    return one(rows, comparison="baseline", **values)


def test_the_last_year_is_compared_with_all_years_of_the_baseline_together() -> None:
    row = baseline(comparisons(estimates(yearly("Hoonhorst", {**BEFORE, 2021: 25})), LADDER))
    assert (row["year"], row["against"], row["years"]) == (2021, "2017-2019", 3)
    assert (row["count"], row["base"], row["before"], row["before_base"]) == (25, 1000, 120, 3000)
    assert row["ratio"] == pytest.approx(25 / 40)
    # Clopper and Pearson for 25 of 145, as odds, times three years over one
    limits = binomtest(25, 145).proportion_ci(method="exact")
    assert (row["low"], row["high"]) == pytest.approx([3 * limit / (1 - limit) for limit in limits])
    assert row["p"] == row["q"] == pytest.approx(central(25, 120))
    assert (row["verdict"], row["reason"], row["source"]) == ("lager", "", "bron 2021")


def test_growth_of_the_denominator_is_no_rise() -> None:
    counted = yearly("Hoonhorst", {2019: 40, 2021: 80}, base={2019: 1000, 2021: 2000})
    row = baseline(comparisons(estimates(counted), LADDER))
    assert row["ratio"] == pytest.approx(1)
    assert (row["p"], row["verdict"]) == (1, "geen verschil")


def test_the_year_before_is_a_comparison_of_its_own() -> None:
    row = one(comparisons(estimates(yearly("Hoonhorst", {**BEFORE, 2020: 50, 2021: 25})), LADDER), comparison="previous")
    assert (row["against"], row["before"], row["ratio"]) == ("2020", 50, 0.5)
    assert row["p"] == pytest.approx(central(25, 50, years=1))


def test_a_missing_year_of_the_baseline_is_named_and_not_counted() -> None:
    row = baseline(comparisons(estimates(yearly("Hoonhorst", {2017: 45, 2018: 35, 2021: 20})), LADDER))
    assert (row["against"], row["years"], row["before"], row["before_base"]) == ("2017-2018", 2, 80, 2000)
    assert row["ratio"] == pytest.approx(20 / 40)
    row = baseline(comparisons(estimates(yearly("Hoonhorst", {2017: 45, 2019: 35, 2021: 20})), LADDER))
    assert row["against"] == "2017 en 2019"


def test_without_any_earlier_year_there_is_a_count_and_no_verdict() -> None:
    row = baseline(comparisons(estimates(yearly("Hoonhorst", {2021: 20})), LADDER))
    assert (row["count"], row["against"], row["years"], row["reason"], row["verdict"]) == (
        20, "", 0, "no figures to compare with", "afwezig",
    )  # fmt: skip
    assert row[["before", "ratio", "low", "high", "p", "q", "fewest", "most"]].isna().all()


def test_a_baseline_does_not_hold_the_year_itself_or_later_ones() -> None:
    counted = estimates(yearly("Hoonhorst", {2018: 30, 2019: 40}))
    assert baseline(comparisons(counted, LADDER))["against"] == "2018"
    assert baseline(comparisons(counted, LADDER, (2019, 2020)))["against"] == ""


def test_another_baseline_gives_other_comparisons() -> None:
    rows = comparisons(estimates(yearly("Hoonhorst", {**BEFORE, 2021: 25})), LADDER, (2018,))
    assert (baseline(rows)["against"], baseline(rows)["before"]) == ("2018", 40)


def test_without_a_denominator_there_is_a_reason_and_never_a_number() -> None:
    row = baseline(comparisons(estimates(yearly("Hoonhorst", {**BEFORE, 2021: 25}, base=None)), LADDER))
    assert (row["count"], row["before"], row["reason"], row["verdict"]) == (25, 120, "no denominator", "afwezig")
    assert row[["base", "before_base", "ratio", "low", "high", "p", "q", "fewest", "most"]].isna().all()


def test_with_fewer_than_ten_in_both_periods_together_there_is_no_verdict() -> None:
    few, enough = (baseline(comparisons(estimates(yearly("Hoonhorst", {2019: 8, 2021: count})), LADDER, (2019,))) for count in (1, 2))
    assert (few["verdict"], few["reason"]) == ("te weinig", "too few observations")
    assert np.isnan(few["p"])
    assert (enough["verdict"], enough["reason"]) == ("geen verschil", "")
    assert enough["p"] == pytest.approx(central(2, 8, years=1))


def test_nothing_before_has_an_infinite_ratio_that_is_kept_as_missing() -> None:
    row = baseline(comparisons(estimates(yearly("Hoonhorst", {2019: 0, 2021: 20})), LADDER))
    assert row[["ratio", "high"]].isna().all()
    assert row["low"] > 1
    assert (row["verdict"], row["reason"]) == ("hoger", "")


def test_q_is_over_the_whole_family() -> None:
    counted = {"Dalfsen": 25, "Hoonhorst": 29, "Oudleusen": 44, "gemeente": 98}
    rows = comparisons(
        estimates(
            *(yearly(name, {**BEFORE, 2021: count}) for name, count in counted.items() if name != "gemeente"),
            yearly("gemeente", {**{year: 3 * n for year, n in BEFORE.items()}, 2021: 98}, base=3000),
        ),
        LADDER,
    )
    family = rows[rows["comparison"] == "baseline"].set_index("village").loc[list(counted)]
    p = [central(25, 120), central(29, 120), central(44, 120), central(98, 360)]
    assert family["p"].tolist() == pytest.approx(p)
    assert family["q"].tolist() == pytest.approx(benjamini_hochberg(p))
    # the year before is another family: there is none here
    assert rows.loc[rows["comparison"] == "previous", "q"].isna().all()


def test_a_theme_and_its_only_code_are_one_test() -> None:
    both = [
        yearly("Hoonhorst", {**BEFORE, 2021: 25}, theme="3.1", indicator=name, classification=system)
        for name, system in (("totaal", "open data"), ("E35", "police-nuisance"))
    ]
    rows = comparisons(estimates(*both, yearly("Hoonhorst", {**BEFORE, 2021: 29}, theme="2.2")), LADDER)
    q = rows[rows["comparison"] == "baseline"].set_index("indicator")["q"]
    expected = benjamini_hochberg([central(25, 120), central(29, 120)])
    assert q["E35"] == pytest.approx(expected[0])
    assert q["totaal"].tolist() == pytest.approx(expected[::-1])
    # a critical count belongs to the same family of two: one of them is demonstrable, so the next one is at 2 * 0.10 / 2
    alpha = 0.10 if max(expected) <= 0.10 else 0.05 * (1 + sum(value <= 0.10 for value in expected))
    fewest = max(count for count in range(40) if central(count, 120) < alpha)
    assert set(rows.loc[rows["comparison"] == "baseline", "fewest"]) == {fewest}


def test_critical_counts_are_where_a_difference_begins_to_show() -> None:
    row = baseline(comparisons(estimates(yearly("Hoonhorst", {**BEFORE, 2021: 41})), LADDER))
    # alone in its family, so at the rate of the ladder itself
    assert row["fewest"] == max(count for count in range(40) if central(count, 120) < 0.10)
    assert row["most"] == min(count for count in range(40, 120) if central(count, 120) < 0.10)


def test_an_area_without_a_figure_for_the_last_year_of_an_indicator_has_no_row() -> None:
    rows = comparisons(estimates(yearly("Hoonhorst", {**BEFORE, 2020: 30}), yearly("gemeente", {**BEFORE, 2021: 90})), LADDER)
    assert set(rows["village"]) == {"gemeente"}


def test_each_indicator_has_its_own_last_year() -> None:
    rows = comparisons(estimates(yearly("Hoonhorst", {2019: 9, 2020: 30}, theme="1.1"), yearly("Hoonhorst", {2019: 9, 2021: 30})), LADDER)
    assert rows[rows["comparison"] == "previous"].set_index("theme")["year"].to_dict() == {"1.1": 2020, "1.3": 2021}


def country(counts: dict[int, int], **changes: Any) -> pd.DataFrame:
    return yearly(COUNTRY, counts, base=1_000_000, **changes)


def test_the_change_is_set_against_the_change_of_the_reference() -> None:
    own, elsewhere = {2017: 40, 2018: 40, 2019: 40, 2021: 25}, {2017: 4000, 2018: 4000, 2019: 4000, 2021: 2400}
    row = one(comparisons(estimates(yearly("Hoonhorst", own), country(elsewhere)), LADDER), comparison="reference")
    assert (row["reference"], row["against"], row["count"], row["before"]) == (COUNTRY, "2017-2019", 25, 120)
    assert row["ratio"] == pytest.approx((25 / 40) / (2400 / 4000))
    # with equal denominators in all periods it is the one-sided test of Fisher, doubled
    table = np.array([[25, 120], [2400, 12_000]])
    one_sided = min(float(fisher_exact(table, alternative=side).pvalue) for side in ("less", "greater"))
    assert row["p"] == pytest.approx(min(1.0, 2 * one_sided))
    assert row["low"] < row["ratio"] < row["high"]
    assert row["verdict"] == "geen verschil"


@pytest.mark.parametrize("missing", [2018, 2021])
def test_a_reference_that_lacks_one_of_the_years_is_no_reference(missing: int) -> None:
    elsewhere = {year: count for year, count in {2017: 4000, 2018: 4000, 2019: 4000, 2021: 2400}.items() if year != missing}
    rows = comparisons(estimates(yearly("Hoonhorst", {**BEFORE, 2021: 25}), country(elsewhere)), LADDER)
    row = one(rows, comparison="reference")
    assert (row["reason"], row["verdict"]) == ("no figures to compare with", "afwezig")
    assert row[["ratio", "low", "high", "p", "q"]].isna().all()
    # the comparison with the own past does not suffer
    assert baseline(rows)["verdict"] == "lager"


def test_an_area_that_lacks_a_year_is_not_compared_with_a_reference_that_has_it() -> None:
    own, elsewhere = {2017: 45, 2019: 35, 2021: 25}, {2017: 4000, 2018: 4000, 2019: 4000, 2021: 2400}
    row = one(comparisons(estimates(yearly("Hoonhorst", own), country(elsewhere)), LADDER), comparison="reference")
    assert row["reason"] == "no figures to compare with"


def test_klassen_have_no_reference() -> None:
    rows = comparisons(
        estimates(yearly("Hoonhorst", {**BEFORE, 2021: 25}, indicator="E12", classification=CLASS), country({**BEFORE, 2021: 9})), LADDER
    )
    assert set(rows["comparison"]) == {"baseline", "previous"}


def test_a_code_with_the_counts_of_its_theme_is_another_test_where_the_reference_differs() -> None:
    """In the country the theme has a second code, that falls faster than the first; here nobody registered it."""
    own = {2017: 40, 2018: 40, 2019: 40, 2021: 25}
    parts = [
        yearly("Hoonhorst", own, theme="4.1"),
        yearly("Hoonhorst", own, theme="4.1", indicator="1.3.1", classification=OFFENCE),
        country({2017: 4000, 2018: 4000, 2019: 4000, 2021: 2400}, theme="4.1"),
        country({2017: 1000, 2018: 1000, 2019: 1000, 2021: 1500}, theme="4.1", indicator="1.3.1", classification=OFFENCE),
    ]
    rows = comparisons(estimates(*parts), LADDER)
    found = rows[rows["comparison"] == "reference"].set_index("indicator")
    p = [float(found["p"][name]) for name in ("totaal", "1.3.1")]
    assert p[0] != pytest.approx(p[1])
    assert [found["q"][name] for name in ("totaal", "1.3.1")] == pytest.approx(benjamini_hochberg(p))


Change = Callable[[pd.DataFrame], pd.DataFrame]


def family() -> pd.DataFrame:
    names = ("Dalfsen", "Hoonhorst", "Oudleusen")
    parts = [yearly(name, {**BEFORE, 2020: 33, 2021: 20 + 9 * n}, theme=theme) for n, name in enumerate(names) for theme in ("1.2", "1.3")]
    return estimates(*parts, *(country({**BEFORE, 2020: 33, 2021: 40}, theme=theme) for theme in ("1.2", "1.3")))


def test_rows_in_another_order_give_the_same_table() -> None:
    pd.testing.assert_frame_equal(comparisons(family(), LADDER), comparisons(shuffled(family()), LADDER))


@pytest.mark.parametrize(
    ("limit", "value", "column"), [("q", 0.01, "fewest"), ("minimum", 1000, "reason"), ("p_hint", 0.9, "verdict"), ("small", 9, "verdict")]
)
def test_every_limit_of_the_ladder_matters(limit: str, value: float, column: str) -> None:
    other = comparisons(family(), LADDER.model_copy(update={limit: value}))
    assert not other[column].equals(comparisons(family(), LADDER)[column])


def test_a_ladder_with_other_years_compares_with_those() -> None:
    rows = comparisons(family(), LADDER.model_copy(update={"baseline": "2018-2019"}))
    assert set(rows.loc[rows["comparison"] == "baseline", "against"]) == {"2018-2019"}


def test_under_no_change_few_differences_are_called_demonstrable() -> None:
    """At a rate of 0.10 at most a tenth of all families without any change has a false alarm."""
    random = np.random.default_rng(5)
    alarms = 0
    for _ in range(20):
        counts = random.poisson(20, size=(12, 4))
        parts = [
            yearly("Hoonhorst", dict(zip((2017, 2018, 2019, 2021), map(int, row), strict=True)), theme=f"9.{n}")
            for n, row in enumerate(counts)
        ]
        rows = comparisons(estimates(*parts), LADDER)
        alarms += int(rows.loc[rows["comparison"] == "baseline", "verdict"].isin(["hoger", "lager", "klein hoger", "klein lager"]).any())
    # the probability of more than 5 of 20 at 0.10 is 1 %
    assert alarms <= 5


def test_no_estimates_give_no_comparisons() -> None:
    pd.testing.assert_frame_equal(comparisons(empty("estimates"), LADDER), empty("comparisons"))
