"""Comparisons and shares of counts that are not shown exactly: nothing that the counts as they are shown do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.disclosure.displays import Shown
from ivp_analysis.statistics.change import compare
from ivp_analysis.statistics.multiplicity import next_threshold
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.shares import shares
from ivp_analysis.vocabulary.ladder import Ladder, Verdict

Floats = NDArray[np.float64]


class Told(NamedTuple):
    """Counts as they are shown.

    Attributes
    ----------
    value : ndarray, shape (n,)
        The number that is shown; nan where none is.
    least, most : ndarray, shape (n,)
        The smallest and largest count that would be shown the same.
    """

    value: Floats
    least: Floats
    most: Floats

    @classmethod
    def of(cls, counts: Sequence[float], shown: Sequence[Shown | None]) -> Told:
        """Say how counts are shown."""
        pairs = list(zip(counts, shown, strict=True))
        value = np.array([count if one is None else one.value for count, one in pairs], dtype=float)
        least = np.array([count if one is None else one.low for count, one in pairs], dtype=float)
        most = np.array([count if one is None else one.high for count, one in pairs], dtype=float)
        return cls(value, least, most)

    def where(self, known: NDArray[np.bool_]) -> Told:
        """Return the same, nothing known of some."""
        return Told(*(np.where(known, part, np.nan) for part in self))


def compared(rows: pd.DataFrame, count: Told, before: Told, ladder: Ladder) -> pd.DataFrame:
    """Compare counts as they are shown: the verdict is what can be shown of every count that would be shown the same.

    The rows are a family of tests. Below which p-value a difference is demonstrable follows from the counts as they are shown; from the
    true ones it would tell more.

    Parameters
    ----------
    rows : DataFrame
        With the columns base and before_base; they are 1 where counts are compared.
    count, before : Told
        The counts of the period and of what it is compared with.
    ladder : Ladder
        Limits of the verdicts.

    Returns
    -------
    DataFrame
        The rows with count, before and ratio of what is shown; an interval that takes in those of all counts that would be shown the same;
        no p, q and critical counts, which would tell more.
    """
    bases = rows["base"].to_numpy(dtype=float), rows["before_base"].to_numpy(dtype=float)
    minimum = int(ladder.minimum)
    known = ~np.isnan(count.value) & ~np.isnan(before.value)
    # that there are too few can be told without a number: of all counts that it can be, the largest is too small
    few = np.where(np.isnan(count.most + before.most), np.inf, count.most + before.most) < minimum
    count, before = count.where(known), before.where(known)
    shown = compare(count.value, bases[0], before.value, bases[1], minimum=1)
    low = compare(count.least, bases[0], before.most, bases[1], minimum=minimum)
    high = compare(count.most, bases[0], before.least, bases[1], minimum=minimum)
    tested = compare(count.value, bases[0], before.value, bases[1], minimum=minimum)
    threshold = next_threshold(tested.p, ladder.q)
    fewest = count.least + before.least
    verdicts = zip(*(ladder.judge(end.ratio, end.p, end.p * (ladder.q / threshold), fewest) for end in (low, high)), strict=True)
    verdict = np.array([_weaker(one, other).value for one, other in verdicts], dtype=object)
    words = np.where(known, verdict, np.where(few, Verdict.TOO_FEW.value, Verdict.NOT_SHOWN.value))
    told = known & (fewest >= minimum)
    numbers = {"ratio": shown.ratio, "low": low.low, "high": high.high}
    finite = {name: np.where(told & np.isfinite(value), value, np.nan) for name, value in numbers.items()}
    # whether there are too few is said of the counts as they are shown; other reasons do not depend on counts
    reason = np.where(known & ~told & (rows["reason"].isin(["", Refusal.TOO_FEW])), Refusal.TOO_FEW.value, rows["reason"])
    reason = np.where(told & (rows["reason"] == Refusal.TOO_FEW), Refusal.NONE.value, reason)
    return rows.assign(
        count=count.value,
        before=before.value,
        **finite,
        p=np.nan,
        q=np.nan,
        verdict=pd.Series(words, index=rows.index, dtype="str"),
        reason=pd.Series(reason, index=rows.index, dtype="str"),
        public=known,
    )


_LADDER = (
    (Verdict.TOO_FEW,),
    (Verdict.NO_DIFFERENCE,),
    (Verdict.HINT_HIGHER, Verdict.HINT_LOWER),
    (Verdict.SMALL_HIGHER, Verdict.SMALL_LOWER),
    (Verdict.HIGHER, Verdict.LOWER),
)
"""Verdicts from the least to the most that can be shown; higher stands before lower."""


def _weaker(one: Verdict, other: Verdict) -> Verdict:
    """Return what both of two verdicts carry."""
    steps = [next(step for step, words in enumerate(_LADDER) if word in words) for word in (one, other)]
    sides = [_LADDER[step].index(word) for step, word in zip(steps, (one, other), strict=True)]
    if min(steps) > 1 and sides[0] != sides[1]:
        return Verdict.NO_DIFFERENCE
    return one if steps[0] <= steps[1] else other


def shared(rows: pd.DataFrame, part: Told, whole: Told) -> pd.DataFrame:
    """Give shares of counts as they are shown, with an interval that takes in those of all counts that would be shown the same.

    Parameters
    ----------
    rows : DataFrame
        Rows of the table `attempts`.
    part, whole : Told
        Attempts, and all registrations of the code.
    """
    known = ~np.isnan(part.value) & ~np.isnan(whole.value) & (part.value <= whole.value)
    parts, wholes = (np.where(known, told.value, np.nan) for told in (part, whole))
    least, most = np.where(known, part.least, np.nan), np.where(known, part.most, np.nan)
    largest = np.where(known, whole.most, np.nan)
    smallest = np.maximum(np.where(known, whole.least, np.nan), most)
    found = shares(parts, wholes)
    told = found.reason == Refusal.NONE
    low, high = shares(least, largest, minimum=1).low, shares(most, smallest, minimum=1).high
    low, high = (np.where(told, end, np.nan) for end in (low, high))
    reason = pd.Series(np.where(known, found.reason, ""), index=rows.index, dtype="str")
    return rows.assign(count=wholes, attempts=parts, share=found.share, low=low, high=high, reason=reason, public=known)
