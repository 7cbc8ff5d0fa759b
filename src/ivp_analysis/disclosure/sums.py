"""What follows from one sum at a time: quick to see, and most of what there is to see."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import sparse

from ivp_analysis.disclosure.cells import Floats

Limits = tuple[float, float]


class Sums:
    """The sums, and in which of them each count stands.

    Parameters
    ----------
    matrix : sparse array, shape (sums, counts)
        -1 for the total and 1 for its parts.
    """

    def __init__(self, matrix: sparse.csr_array) -> None:
        self._members: list[tuple[list[int], list[float]]] = [
            (matrix.indices[first:last].tolist(), matrix.data[first:last].tolist())
            for first, last in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
        ]
        self._of: dict[int, list[int]] = {}
        for row, (places, _) in enumerate(self._members):
            for place in places:
                self._of.setdefault(place, []).append(row)

    def __len__(self) -> int:
        return len(self._members)

    def members(self, row: int) -> list[int]:
        """Return the counts of a sum."""
        return self._members[row][0]

    def of(self, place: int) -> list[int]:
        """Return the sums in which a count stands."""
        return self._of.get(place, [])

    def missing(self, row: int, low: Floats, high: Floats, asked: Mapping[int, tuple[int, int]]) -> int:
        """Count the values that this sum rules out although they must stay possible.

        Parameters
        ----------
        row : int
            The sum.
        low, high : ndarray
            The limits of every count.
        asked : mapping of int to tuple of int
            The smallest and largest value that must stay possible.
        """
        places, signs = self._members[row]
        # the sum of sign * count is 0: what the others reach leaves a count the opposite
        least = [sign * (low[place] if sign > 0 else high[place]) for place, sign in zip(places, signs, strict=True)]
        most = [sign * (high[place] if sign > 0 else low[place]) for place, sign in zip(places, signs, strict=True)]
        below, above = _without_each(least), _without_each(most)
        missing = 0
        for place, sign, under, over in zip(places, signs, below, above, strict=True):
            if place in asked:
                first, last = (-over, -under) if sign > 0 else (under, over)
                first, last = max(first, low[place]), min(last, high[place])
                least_asked, most_asked = asked[place]
                missing += int(max(0.0, min(first, most_asked + 1.0) - least_asked) + max(0.0, most_asked - max(last, least_asked - 1.0)))
        return missing


def _without_each(values: list[float]) -> list[float]:
    """Return for each value the sum of all others; infinite ones are counted apart, because they cannot be taken off."""
    endless = sum(np.isinf(value) for value in values)
    finite = sum(value for value in values if not np.isinf(value))
    sign = next((np.sign(value) for value in values if np.isinf(value)), 0.0)
    return [float(sign * np.inf) if endless - np.isinf(value) else float(finite - (0.0 if np.isinf(value) else value)) for value in values]
