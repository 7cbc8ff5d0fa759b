from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from monitor.rows import BALANCED, DELIVERED, GROUP, HUGE, RULES, VILLAGES, drawn, one, people, population, question, spread, survey, tables
from scipy.stats import binomtest, t

from ivp_analysis.monitor.derive import monitor
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.ladder import Ladder, load_ladder
from ivp_analysis.vocabulary.municipality import Municipality

Make = Callable[..., pd.DataFrame]
LADDER: Ladder = load_ladder(Paths().ladder)


@pytest.fixture
def of(dalfsen: Municipality) -> Make:
    def make(
        *parts: pd.DataFrame, rows: tuple[dict[str, Any], ...] = (), cells: Any = HUGE, rules: Any = RULES, **others: Any
    ) -> pd.DataFrame:
        made = tables(survey(rows or [question()], *parts, **others), inhabitants=population(cells))
        return monitor(made, empty("estimates"), dalfsen, rules, LADDER, DELIVERED)["monitor"]

    return make


def half(village: str, count: int, **others: Any) -> pd.DataFrame:
    """So many respondents in each of four cells, of whom half are counted."""
    return pd.concat([spread(village, count // 2, q=1, **others), spread(village, count - count // 2, q=3, **others)])


def test_equal_weights_give_the_plain_share_with_wilsons_interval(of: Make) -> None:
    rows = of(*(pd.concat([spread(v, 9, q=1), spread(v, 21, q=2), spread(v, 2, q=None)]) for v in VILLAGES))
    row = one(rows, village="Dalfsen")
    assert (row["answered"], row["counted"], row["effective"], row["value"]) == (120, 36, pytest.approx(120), pytest.approx(30))
    low, high = binomtest(36, 120).proportion_ci(method="wilson")
    # a little wider, because margins are met with these answers
    assert (row["low"], row["high"]) == (pytest.approx(100 * low, abs=0.15), pytest.approx(100 * high, abs=0.15))
    assert row["low"] < 100 * low < 100 * high < row["high"]
    # a stratum of its own in which age and sex say nothing of the answers: the usual error of a mean
    assert row["error"] == pytest.approx(100 * np.sqrt(0.3 * 0.7 / 119), rel=0.03)
    assert (row["role"], row["theme"], row["kind"], row["source"], row["floor"], row["reason"]) == (
        "village", "1.1", "percentage", "BRP", "plain", "",
    )  # fmt: skip


def test_weights_count_in_the_value(of: Make) -> None:
    # in Dalfsen 10 % of the younger half and 40 % of the older: by the inhabitants 25 %, by the respondents 30 %
    young = [people("Dalfsen", n, sex=sex, q=code) for n, code in ((2, 1), (18, 2)) for sex in "mv"]
    old = [people("Dalfsen", n, age="45+", sex=sex, q=code) for n, code in ((16, 1), (24, 2)) for sex in "mv"]
    row = one(of(*young, *old), village="Dalfsen")
    assert (row["counted"], row["answered"], row["value"]) == (36, 120, pytest.approx(25))
    # Kish (1965), by hand: 40 respondents of weight 2 and 80 of weight 1
    assert row["effective"] == pytest.approx((40 * 2 + 80) ** 2 / (40 * 4 + 80))


def test_the_municipality_is_the_mean_by_inhabitants_of_its_villages(of: Make) -> None:
    shares = {"Dalfsen": 10, "Nieuwleusen": 20, "Lemelerveld": 5, "Hoonhorst": 15, "Oudleusen": 25}
    parts = [pd.concat([spread(v, n, q=1), spread(v, 30 - n, q=2)]) for v, n in shares.items()]
    sizes = dict(zip(VILLAGES, (50_000, 40_000, 30_000, 20_000, 10_000), strict=True))
    row = one(of(*parts, cells=sizes), village="gemeente")
    by_hand = sum(100 * n / 30 * sizes[v] for v, n in shares.items()) / 150_000
    assert row["value"] == pytest.approx(by_hand)
    assert one(of(*parts, cells=sizes), village=GROUP)["value"] == pytest.approx((50 * 20_000 + 100 * 25 / 30 * 10_000) / 30_000)


def test_a_mean_has_an_interval_of_t_within_its_range(of: Make) -> None:
    parts = [pd.concat([spread(v, 15, q=1), spread(v, 15, q=3)]) for v in VILLAGES]
    row = one(of(*parts, rows=(question(kind="mean"),)), village="Dalfsen")
    error = np.sqrt(BALANCED / 120)
    assert (row["value"], row["error"]) == (pytest.approx(2), pytest.approx(error, rel=1e-3))
    assert row["high"] == pytest.approx(2 + t.ppf(0.975, 119) * error, rel=1e-3)
    assert pd.isna(row["counted"])
    edge = [people("Dalfsen", n, age="onbekend", q=code) for n, code in ((59, 1), (1, 3))]
    low = one(of(*edge, rows=(question(kind="mean"),)), village="Dalfsen")
    assert low["value"] - 1.96 * low["error"] < 1
    assert low["low"] == 1


def test_a_score_is_of_0_to_10(of: Make) -> None:
    rows = (question("q", kind="item"), question("r", kind="item"), question("s", kind="scale", items={"q": False, "r": True}))
    found = of(*(spread(v, 30, q=3, r=2) for v in VILLAGES), rows=rows)
    assert set(found["question"]) == {"s"}
    row = one(found, village="Dalfsen")
    assert (row["value"], row["kind"]) == (pytest.approx(7.5), "scale")


@pytest.mark.parametrize(("count", "floor"), [(99, "flagged"), (100, "plain"), (49, "left out"), (50, "flagged")])
def test_floors_are_at_the_effective_number(of: Make, count: int, floor: str) -> None:
    # nobody of known age, so that all weights of the village are equal
    row = one(
        of(people("Dalfsen", count // 2, age="onbekend", q=1), people("Dalfsen", count - count // 2, age="onbekend", q=2)),
        village="Dalfsen",
    )
    assert row["effective"] == pytest.approx(count)
    assert (row["floor"], row["group"], row["reason"]) == (floor, "", "too few observations" if floor == "left out" else "")
    assert row[["value", "error", "low", "high", "design_effect"]].isna().all() == (floor == "left out")
    assert (row["answered"], row["counted"]) == (count, count // 2)


@pytest.mark.parametrize(("other", "floor", "group"), [(20, "merged", GROUP), (19, "left out", "")])
def test_a_village_is_merged_where_its_group_has_enough(of: Make, other: int, floor: str, group: str) -> None:
    parts = [
        people("Hoonhorst", 15, age="onbekend", q=1),
        people("Hoonhorst", 15, age="onbekend", q=2),
        people("Oudleusen", other, age="onbekend", q=1),
    ]
    # as many inhabitants for each respondent in both
    cells = dict.fromkeys(VILLAGES, 1000) | {"Hoonhorst": 3000, "Oudleusen": other * 100}
    rows = of(*parts, cells=cells)
    own = one(rows, village="Hoonhorst")
    assert (own["floor"], own["group"], own["value"]) == (floor, group, pytest.approx(np.nan, nan_ok=True))
    assert (one(rows, village=GROUP)["floor"], one(rows, village=GROUP)["effective"]) == (
        "flagged" if group else "left out", pytest.approx(30 + other),
    )  # fmt: skip
    # without answers of its own a village is where its group is; one that is in no group is left out
    assert (one(rows, village="Dalfsen")["floor"], one(rows, village="Dalfsen")["answered"]) == ("left out", 0)


def test_the_limits_come_from_the_rules(of: Make) -> None:
    rules = RULES.model_copy(update={"plain": 30.0, "flagged": 20.0, "largest_weight": 1.5})
    part = people("Dalfsen", 30, age="onbekend", q=1)
    assert one(of(part, rules=rules), village="Dalfsen")["floor"] == "plain"
    uneven = [people("Dalfsen", n, age=age, sex=sex, q=1) for age, n in (("18-44", 30), ("45+", 70)) for sex in "mv"]
    assert one(of(*uneven, rules=rules), village="Dalfsen")["effective"] > one(of(*uneven), village="Dalfsen")["effective"]


def test_the_panel_has_values_and_nothing_that_claims_precision(of: Make) -> None:
    rows = of(*(half(v, 30, source=source) for v in VILLAGES for source in ("BRP", "panel")), people("Hoonhorst", 30, q=1, source="panel"))
    panel = rows[rows["source"] == "panel"]
    assert panel[["error", "low", "high", "design_effect", "shrunk", "shrunk_low", "shrunk_high", "weight"]].isna().all(axis=None)
    assert one(panel, village="Dalfsen")["value"] == pytest.approx(50)
    # the two are never added
    assert one(rows[rows["source"] == "BRP"], village="Hoonhorst")["answered"] == 120
    assert one(panel, village="Hoonhorst")["answered"] == 150


def test_the_panel_has_the_same_floors(of: Make) -> None:
    row = one(of(spread("Dalfsen", 30, q=1), people("Dalfsen", 49, age="onbekend", q=1, source="panel")), village="Dalfsen", source="panel")
    assert (row["floor"], row["reason"]) == ("left out", "too few observations")
    assert np.isnan(row["value"])


# the estimate of a model


SHARES = dict(zip(VILLAGES, (0.5, 0.6, 0.4, 0.7, 0.3), strict=True))
COUNTS = dict(zip(VILLAGES, (300, 250, 120, 40, 30), strict=True))
MANY = tuple(question(f"q{n}") for n in range(8))


def test_villages_are_pulled_towards_the_municipality_below_the_floor_too(of: Make) -> None:
    rows = of(drawn(1, SHARES, COUNTS, outcomes=8), rows=MANY, cells=100_000)
    own = rows[rows["role"] == "village"]
    assert rows.loc[rows["role"] != "village", ["shrunk", "shrunk_low", "shrunk_high", "weight"]].isna().all(axis=None)
    assert (own["shrunk_low"] <= own["shrunk"]).all()
    assert (own["shrunk"] <= own["shrunk_high"]).all()
    assert own["value"].isna().to_numpy()[own["village"] == "Hoonhorst"].all()
    for key, part in own.groupby("question"):
        whole = one(rows, village="gemeente", question=key)["value"]
        weight = part.set_index("village")["weight"]
        assert weight["Oudleusen"] > weight["Lemelerveld"] > weight["Dalfsen"] > 0
        for row in part[part["value"].notna()].itertuples():
            assert min(row.value, whole) <= row.shrunk <= max(row.value, whole)


@pytest.mark.parametrize(("count", "there"), [(20, True), (19, False)])
def test_with_hardly_any_answers_there_is_no_estimate_of_a_model(of: Make, count: int, there: bool) -> None:
    answers: dict[str, Any] = {f"q{n}": 1 + n % 2 for n in range(8)}
    few = people("Oudleusen", count, age="onbekend", **answers)
    rows = of(drawn(1, SHARES, COUNTS | {"Oudleusen": 0}, outcomes=8), few, rows=MANY, cells=100_000)
    assert rows.loc[rows["village"] == "Oudleusen", "shrunk"].notna().all() == there
    assert rows.loc[rows["village"] == "Dalfsen", "shrunk"].notna().all()


def test_means_with_other_ranges_learn_from_each_other(of: Make) -> None:
    # the same answers as codes 1 to 3 and as codes 10 to 30
    sample = drawn(1, SHARES, COUNTS, outcomes=8)
    tens = {f"antwoord_q{n}": 10 * sample[f"antwoord_q{n}"] for n in range(4, 8)}
    codes: dict[str, Any] = {"codes": {10: "a", 20: "b", 30: "c"}}
    other = tuple(question(f"q{n}", kind="mean", **(codes if n >= 4 else {})) for n in range(8))
    rows = of(sample.assign(**tens), rows=other, cells=100_000)
    plain = of(sample, rows=tuple(question(f"q{n}", kind="mean") for n in range(8)), cells=100_000)
    factor = np.where(rows["question"] >= "q4", 10, 1)
    np.testing.assert_allclose(rows["shrunk"], factor * plain["shrunk"])
    np.testing.assert_allclose(rows["weight"], plain["weight"])
