import math

import pandas as pd
import pytest
from evidence.rows import estimates, one, shuffled, yearly

from ivp_analysis.estimates.peers import COLUMNS
from ivp_analysis.evidence.among_others import alike, among_municipalities, shrunk
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.municipality import Municipality


def others(counts: list[int], base: float = 10_000, *, year: int = 2021, denominator: str = "inwoners", theme: str = "1.3") -> pd.DataFrame:
    rows = [(f"GM{n:04d}", theme, "totaal", "open data", denominator, year, count, base) for n, count in enumerate(counts, start=1)]
    return pd.DataFrame(rows, columns=COLUMNS)


ALIKE = [100] * 10
"""Ten per thousand in each of ten municipalities."""
APART = [20, 60, 180, 40, 150, 90, 200, 70, 110, 30]


def test_where_municipalities_do_not_differ_more_than_chance_every_area_is_pulled_to_their_rate() -> None:
    found = shrunk(estimates(yearly("Hoonhorst", {2021: 30}), yearly("gemeente", {2021: 30}, base=9000)), others(ALIKE))
    assert found["rate"].tolist() == pytest.approx([10, 10])
    assert found["weight"].tolist() == pytest.approx([1, 1])
    assert set(found["areas"]) == {10}


def test_a_small_area_is_pulled_further_than_a_large_one() -> None:
    """Both have 30 per thousand, the others 9.5 on average."""
    found = shrunk(estimates(yearly("Hoonhorst", {2021: 3}, base=100), yearly("Dalfsen", {2021: 300}, base=10_000)), others(APART))
    small, large = one(found, village="Hoonhorst"), one(found, village="Dalfsen")
    assert small["weight"] > 0.5 > large["weight"]
    assert 9.5 < small["rate"] < large["rate"] < 30
    # the rate lies between the two by the weight, whatever the prior is: the mean of the prior is the same for both
    means = [(row["rate"] - (1 - row["weight"]) * 30) / row["weight"] for row in (small, large)]
    assert means[0] == pytest.approx(means[1])
    assert all(row["low"] < row["rate"] < row["high"] for row in (small, large))


def test_with_fewer_than_eight_other_municipalities_nothing_is_adjusted() -> None:
    row = one(shrunk(estimates(yearly("Hoonhorst", {2021: 30})), others(ALIKE[:7])))
    assert (row["reason"], row["areas"]) == ("too few areas", 7)
    assert row[["rate", "low", "high", "weight"]].isna().all()


def test_a_village_without_denominator_has_a_reason_and_no_rate() -> None:
    row = one(shrunk(estimates(yearly("Hoonhorst", {2021: 30}, base=None)), others(ALIKE)))
    assert row["reason"] == "no denominator"
    assert math.isnan(row["rate"])


def test_only_others_with_the_same_denominator_say_what_is_usual() -> None:
    both = pd.concat([others([500] * 10), others(ALIKE, denominator="woningen")], ignore_index=True)
    row = one(shrunk(estimates(yearly("Hoonhorst", {2021: 30}, denominator="woningen")), both))
    assert row["rate"] == pytest.approx(10)
    assert shrunk(estimates(yearly("Hoonhorst", {2021: 30}, denominator="vestigingen")), both).empty


def test_the_year_is_that_of_the_others_and_an_area_without_it_has_no_row() -> None:
    own = estimates(yearly("Hoonhorst", {2020: 30, 2021: 3}), yearly("Oudleusen", {2021: 3}))
    assert shrunk(own, others(ALIKE, year=2020))[["village", "year"]].to_numpy().tolist() == [["Hoonhorst", 2020]]


def test_the_target_is_the_rate_of_all_municipalities_together(dalfsen: Municipality) -> None:
    found = among_municipalities(estimates(yearly("gemeente", {2021: 170}, base=20_000)), others(ALIKE), dalfsen)
    # 1170 registrations among 120,000 inhabitants
    assert found["target"].tolist() == pytest.approx([9.75] * 11)
    assert (found["theme"].unique().tolist(), found["year"].unique().tolist()) == (["1.3"], [2021])
    own = one(found, area="GM0148")
    assert (own["count"], own["base"]) == (170, 20_000)
    # Freeman and Tukey; 195 were expected
    assert own["z"] == pytest.approx(math.sqrt(170) + math.sqrt(171) - math.sqrt(4 * 195 + 1))
    assert set(found["dispersion"]) == {1.0}


def test_municipalities_that_differ_more_than_chance_have_wider_limits(dalfsen: Municipality) -> None:
    found = among_municipalities(estimates(yearly("gemeente", {2021: 150}, base=10_000)), others(APART), dalfsen)
    dispersion = found["dispersion"].iloc[0]
    assert dispersion > 5
    own = one(found, area="GM0148")
    expected = (sum(APART) + 150) / 11
    z = math.sqrt(150) + math.sqrt(151) - math.sqrt(4 * expected + 1)
    assert own["z"] == pytest.approx(z / math.sqrt(dispersion))


def test_too_few_municipalities_make_no_funnel_and_their_counts_are_still_there(dalfsen: Municipality) -> None:
    found = among_municipalities(estimates(yearly("gemeente", {2021: 60})), others(ALIKE[:6]), dalfsen)
    assert len(found) == 7
    assert set(found["reason"]) == {"too few areas"}
    assert found[["target", "dispersion", "z"]].isna().all(axis=None)


def test_a_theme_without_a_figure_of_the_municipality_in_that_year_has_no_funnel(dalfsen: Municipality) -> None:
    own = estimates(yearly("gemeente", {2020: 60}), yearly("Hoonhorst", {2021: 9}))
    assert among_municipalities(own, others(ALIKE), dalfsen).empty


def test_only_totals_of_themes_have_a_funnel(dalfsen: Municipality) -> None:
    codes = others(ALIKE).assign(indicator="1.1.1", classification="police-offence")
    own = yearly("gemeente", {2021: 60}, indicator="1.1.1", classification="police-offence")
    assert among_municipalities(estimates(own), codes, dalfsen).empty


def test_rows_in_another_order_give_the_same_tables(dalfsen: Municipality) -> None:
    own = estimates(*(yearly(name, {2020: 8, 2021: 12}, theme=theme) for name in ("Hoonhorst", "gemeente") for theme in ("1.2", "1.3")))
    around = pd.concat([others(APART), others(ALIKE, theme="1.2")], ignore_index=True)
    pd.testing.assert_frame_equal(shrunk(own, around), shrunk(shuffled(own), around))
    first, second = (among_municipalities(rows, rest, dalfsen) for rows, rest in ((own, around), (shuffled(own), shuffled(around))))
    keys = ["theme", "area"]
    pd.testing.assert_frame_equal(first.sort_values(keys, ignore_index=True), second.sort_values(keys, ignore_index=True))
    mixed = shrunk(own, shuffled(around)).sort_values(["village", "theme"], ignore_index=True)
    pd.testing.assert_frame_equal(mixed, shrunk(own, around).sort_values(["village", "theme"], ignore_index=True))


def test_without_others_or_without_estimates_there_is_nothing(dalfsen: Municipality) -> None:
    own = estimates(yearly("gemeente", {2021: 60}))
    for estimated, around in ((own, others([])), (empty("estimates"), others(ALIKE))):
        pd.testing.assert_frame_equal(shrunk(estimated, around), empty("shrunk"))
        pd.testing.assert_frame_equal(among_municipalities(estimated, around, dalfsen), empty("funnel"))


def test_a_small_municipality_is_placed_among_those_of_about_its_size_where_there_are_enough() -> None:
    sizes = pd.DataFrame({"base": [9_999.0, 10_000.0, *[20_000.0] * 8, 40_000.0, 40_001.0, 200_000.0]})
    assert alike(sizes, 20_000.0)["base"].tolist() == [10_000.0, *[20_000.0] * 8, 40_000.0]
    # nine of about the same size are not enough
    assert len(alike(sizes.drop(index=1), 20_000.0)) == 12
    assert len(alike(sizes, float("nan"))) == 13
