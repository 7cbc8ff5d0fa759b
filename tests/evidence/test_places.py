import numpy as np
import pandas as pd
import pytest
from evidence.rows import estimates, one, shuffled, yearly
from scipy.stats import binomtest

from ivp_analysis.evidence.places import concentration
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.municipality import Municipality


def buurten(counts: dict[str, int], base: float | dict[str, float] = 500, theme: str = "1.3") -> pd.DataFrame:
    parts = [
        yearly(code, {2021: count}, role="neighbourhood", base=base[code] if isinstance(base, dict) else base, theme=theme)
        for code, count in counts.items()
    ]
    return estimates(*parts).assign(period="2017-2021")


def test_the_tenth_of_all_buurten_with_most_registrations(dalfsen: Municipality) -> None:
    """Of 36 buurten these are four; those without a row have no registrations and count as well."""
    codes = sorted(dalfsen.neighbourhoods)
    counts = dict(zip(codes[:13], [1] * 10 + [10, 20, 60], strict=True))
    row = one(concentration(buurten(counts), dalfsen))
    assert (row["places"], row["top"], row["count"], row["period"]) == (36, 4, 100, "2017-2021")
    assert row["share"] == pytest.approx(0.91)
    # the upper limit is that of Clopper and Pearson; the lower one allows for picking the buurten afterwards
    limits = binomtest(91, 100).proportion_ci(method="exact")
    assert row["high"] == pytest.approx(limits.high)
    assert row["low"] < limits.low


def test_the_share_of_the_inhabitants_of_the_same_buurten(dalfsen: Municipality) -> None:
    codes = sorted(dalfsen.neighbourhoods)
    busy = codes[5:9]
    counts = {code: 20 if code in busy else 1 for code in codes}
    people: dict[str, float] = {code: 1000 if code in busy else 250 for code in codes}
    row = one(concentration(buurten(counts, people), dalfsen))
    assert row["inhabitants"] == pytest.approx(4000 / (4000 + 32 * 250))
    assert row["share"] == pytest.approx(80 / 112)


def test_inhabitants_that_were_not_delivered_for_a_buurt_leave_the_share_of_them_open(dalfsen: Municipality) -> None:
    codes = sorted(dalfsen.neighbourhoods)
    people: dict[str, float] = dict.fromkeys(codes, 250) | {codes[-1]: float("nan")}
    row = one(concentration(buurten(dict.fromkeys(codes, 2), people), dalfsen))
    assert np.isnan(row["inhabitants"])
    assert row["share"] == pytest.approx(4 / 36)


def test_all_in_one_buurt_and_evenly_spread(dalfsen: Municipality) -> None:
    codes = sorted(dalfsen.neighbourhoods)
    together = one(concentration(buurten({codes[0]: 72}), dalfsen))
    spread = one(concentration(buurten(dict.fromkeys(codes, 2)), dalfsen))
    assert (together["share"], together["gini"]) == (1, pytest.approx(1 - 1 / 36))
    assert spread["gini"] == pytest.approx(0)


def test_too_few_registrations_say_nothing(dalfsen: Municipality) -> None:
    row = one(concentration(buurten({"BU01480116": 29}), dalfsen))
    assert (row["count"], row["reason"]) == (29, "too few observations")
    assert row[["share", "low", "high", "inhabitants", "gini"]].isna().all()


def test_only_totals_of_themes_in_buurten_count(dalfsen: Municipality) -> None:
    codes = buurten({"BU01480116": 40}).assign(indicator="1.1.1", classification="police-offence")
    assert concentration(pd.concat([codes, yearly("gemeente", {2021: 99})], ignore_index=True), dalfsen).empty


def test_rows_in_another_order_give_the_same_table(dalfsen: Municipality) -> None:
    codes = sorted(dalfsen.neighbourhoods)
    counts = {code: n % 7 for n, code in enumerate(codes)}
    people: dict[str, float] = {code: 100 + n for n, code in enumerate(codes)}
    rows = pd.concat([buurten(counts, people), buurten(counts, people, theme="1.2")], ignore_index=True)
    pd.testing.assert_frame_equal(concentration(rows, dalfsen), concentration(shuffled(rows), dalfsen))


def test_no_buurten_give_nothing(dalfsen: Municipality) -> None:
    pd.testing.assert_frame_equal(concentration(empty("estimates"), dalfsen), empty("concentration"))
