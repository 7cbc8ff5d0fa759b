"""Classes of a map: few, with limits that a reader can check against a table."""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import mapclassify
import numpy as np

from ivp_analysis.figures.lines import decimals_of
from ivp_analysis.wording.numbers import decimal_text, rounded

MOST = 5
"""More shades than five cannot be told apart."""
_AREAS_PER_CLASS = 3
_DISTINCT = 0.8
"""Share of different values from which classes can be equally filled."""

QUANTILES = "Elke klasse telt ongeveer evenveel gebieden (kwantielen)."
NATURAL = "De grenzen liggen waar de cijfers het verst uiteenlopen (natuurlijke grenzen, Fisher-Jenks)."
EACH_VALUE = "Elk cijfer heeft een eigen klasse."


@dataclass(frozen=True)
class Classes:
    """Classes of values that are rounded as readers see them.

    Parameters
    ----------
    lower, upper : tuple of Decimal
        First and last value that fall in each class, from low to high; classes neither overlap nor leave a gap.
    decimals : int
        Decimals of values and limits.
    method : str
        A Dutch sentence for the caption on how the limits were chosen.
    """

    lower: tuple[Decimal, ...]
    upper: tuple[Decimal, ...]
    decimals: int
    method: str

    def __len__(self) -> int:
        return len(self.upper)

    def of(self, value: float) -> int:
        """Return the class of a value, counted from 0."""
        return bisect_left(self.upper, rounded(value, self.decimals))

    @property
    def labels(self) -> tuple[str, ...]:
        """The limits as text, from low to high."""
        pairs = zip(self.lower, self.upper, strict=True)
        return tuple(self.text(low) if low == high else f"{self.text(low)} t/m {self.text(high)}" for low, high in pairs)

    def text(self, value: float | Decimal) -> str:
        """Write a value with the decimals of the classes."""
        return decimal_text(float(value), self.decimals)


def classify(values: Sequence[float]) -> Classes:
    """Divide values into at most five classes.

    Values are rounded as they are shown before they are divided, so a value and its class never contradict each other.
    Where values differ enough, classes are equally filled; where many are equal, or they are few, the limits lie at the natural
    breaks (Fisher 1958; Jenks 1977).

    Parameters
    ----------
    values : sequence of float
        Finite values; at least one.

    Returns
    -------
    Classes
        One class per value where there are few different ones, else two to five.
    """
    decimals = decimals_of(values)
    exact = sorted(rounded(value, decimals) for value in values)
    distinct = sorted(set(exact))
    count = min(MOST, max(2, len(exact) // _AREAS_PER_CLASS))
    if len(distinct) <= count:
        return Classes(tuple(distinct), tuple(distinct), decimals, EACH_VALUE)
    equal = len(distinct) >= _DISTINCT * len(exact) and len(exact) >= _AREAS_PER_CLASS * count
    bins = _bins(np.array([float(value) for value in exact]), count, equal=equal)
    upper = sorted({max(value for value in distinct if float(value) <= limit + 1e-9) for limit in bins})
    step = Decimal(1).scaleb(-decimals)
    lower = (distinct[0], *(limit + step for limit in upper[:-1]))
    return Classes(lower, tuple(upper), decimals, QUANTILES if equal else NATURAL)


def _bins(values: np.ndarray, count: int, *, equal: bool) -> list[float]:
    if equal:
        return [float(limit) for limit in mapclassify.Quantiles(values, k=count).bins]
    with warnings.catch_warnings():
        # the compiled version only matters for thousands of areas
        warnings.filterwarnings("ignore", message="Numba not installed")
        return [float(limit) for limit in mapclassify.FisherJenks(values, k=count).bins]
