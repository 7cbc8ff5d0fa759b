"""Comparisons and shares of counts as they are shown, beside those of every count that would be shown the same."""

import numpy as np
import pandas as pd
import pytest
from disclosure.rules import looks
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp_analysis.disclosure.coarse import Told, compared, shared
from ivp_analysis.disclosure.displays import Shown
from ivp_analysis.paths import Paths
from ivp_analysis.statistics.change import compare
from ivp_analysis.statistics.multiplicity import next_threshold
from ivp_analysis.statistics.shares import shares
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder

LADDER = load_ladder(Paths().ladder)
STRENGTH = {
    Verdict.TOO_FEW: 0, Verdict.NO_DIFFERENCE: 1, Verdict.HINT_HIGHER: 2, Verdict.HINT_LOWER: 2, Verdict.SMALL_HIGHER: 3,
    Verdict.SMALL_LOWER: 3, Verdict.HIGHER: 4, Verdict.LOWER: 4,
}  # fmt: skip
FIRST = 3
"""Other tests of the family, so that there is a limit that does not follow from the one looked at."""


def told(*shown: tuple[int, Shown]) -> Told:
    return Told.of([count for count, _ in shown], [one for _, one in shown])


def rows(size: int, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"base": [1.0] * size, "before_base": [1.0] * size, "reason": [""] * size, **columns})


def like(shown: Shown) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(int(shown.low), int(shown.high) + 1)


displays = st.integers(0, 90).flatmap(lambda count: st.tuples(st.just(count), st.sampled_from(looks(count)[:2])))


def side(verdict: Verdict) -> str:
    return verdict.value.split()[-1] if STRENGTH[verdict] > 1 else ""


@settings(max_examples=150, deadline=None)
@given(displays, displays, st.floats(0.2, 5))
def test_the_verdict_is_never_stronger_than_that_of_any_counts_that_would_be_shown_the_same(
    count: tuple[int, Shown], before: tuple[int, Shown], base: float
) -> None:
    # a family of the one looked at and others that are known
    known = [(count_, looks(count_)[0]) for count_ in (60, 20, 10)]
    given_ = rows(FIRST + 1).assign(base=[1.0] * FIRST + [base])
    counts, befores = told(*known, count), told(*([(20, looks(20)[0])] * FIRST), before)
    found = compared(given_, counts, befores, LADDER).iloc[-1]
    verdict = Verdict(found["verdict"])
    now, then = (part.ravel() for part in np.meshgrid(like(count[1]), like(before[1])))
    tested = compare(now, base, then, 1.0, minimum=int(LADDER.minimum))
    shown = compare(counts.value, given_["base"], befores.value, given_["before_base"], minimum=int(LADDER.minimum))
    limit = next_threshold(shown.p, LADDER.q)
    real = LADDER.judge(tested.ratio, tested.p, tested.p * (LADDER.q / limit), now + then)
    if verdict is Verdict.NOT_SHOWN:
        assert np.isnan(count[1].value) or np.isnan(before[1].value)
        assert found[["count", "before", "ratio", "low", "high"]].isna().all()
    elif verdict is Verdict.TOO_FEW and not found["public"]:
        assert set(real) == {Verdict.TOO_FEW}
    else:
        assert STRENGTH[verdict] <= min(STRENGTH[one] for one in real)
        if STRENGTH[verdict] > 1:
            assert {side(one) for one in real} == {side(verdict)}
        if not np.isnan(found["low"]):
            assert found["low"] <= np.nanmin(tested.low) + 1e-12
        if not np.isnan(found["high"]):
            assert np.nanmax(tested.high) <= found["high"] + 1e-12


def test_beside_none_at_all_there_is_no_number_for_none_may_be_four() -> None:
    found = compared(rows(1), told((30, looks(30)[0])), told((0, looks(0)[0])), LADDER).iloc[0]
    assert found[["ratio", "low", "high"]].isna().all()
    assert found["verdict"] == Verdict.NOT_SHOWN


def test_counts_that_are_known_exactly_are_compared_as_they_are() -> None:
    exact = [Told(*(np.array([float(count)]) for _ in range(3))) for count in (60, 20)]
    found = compared(rows(1), exact[0], exact[1], LADDER).iloc[0]
    tested = compare(60, 1, 20, 1)
    assert (found["ratio"], found["low"], found["high"]) == (tested.ratio[0], tested.low[0], tested.high[0])
    assert found["verdict"] == Verdict.HIGHER
    assert found[["p", "q"]].isna().all()


def test_without_a_denominator_there_is_no_comparison() -> None:
    found = compared(
        rows(1).assign(before_base=np.nan, reason="no denominator"), told((30, looks(30)[0])), told((30, looks(30)[0])), LADDER
    ).iloc[0]
    assert found[["ratio", "low", "high"]].isna().all()
    assert found["reason"] == "no denominator"


@pytest.mark.parametrize(("now", "then", "few"), [(3, 4, True), (3, 0, True), (3, 9, False), (3, 5, False)])
def test_that_there_are_too_few_is_told_where_the_largest_counts_are(now: int, then: int, *, few: bool) -> None:
    found = compared(rows(1), told((now, looks(now)[0])), told((then, looks(then)[0])), LADDER).iloc[0]
    assert found["verdict"] == (Verdict.TOO_FEW if few else Verdict.NOT_SHOWN)
    assert not found["public"]


@settings(max_examples=150, deadline=None)
@given(displays, displays)
def test_a_share_takes_in_those_of_all_counts_that_would_be_shown_the_same(part: tuple[int, Shown], whole: tuple[int, Shown]) -> None:
    found = shared(pd.DataFrame({"reason": [""]}), told(part), told(whole)).iloc[0]
    if not found["public"]:
        assert found[["count", "attempts", "share", "low", "high"]].isna().all()
        return
    parts, wholes = (side.ravel() for side in np.meshgrid(like(part[1]), like(whole[1])))
    fits = parts <= wholes
    real = shares(parts[fits], wholes[fits], minimum=1)
    if not np.isnan(found["share"]):
        assert found["low"] <= np.nanmin(real.low) + 1e-12
        assert np.nanmax(real.high) <= found["high"] + 1e-12
        assert found["low"] <= found["share"] <= found["high"]
    assert (found["reason"] == "") == (not np.isnan(found["share"]))
