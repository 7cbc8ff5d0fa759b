"""Generated matrices of a municipality: village x theme x year and months, with all their margins."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from ivp_analysis.disclosure.cells import Cells, Kind

VILLAGES, WIJKEN, FIELDS, YEARS, MONTHS = 5, ((0, 1, 2), (3, 4)), (3, 6, 3, 5, 5), 5, 12


def matrix(seed: int, *, years: int = YEARS, months: bool = True) -> Cells:
    """Draw counts like those of a small municipality: villages of very different size, most themes rare.

    The last village is "onbekend". Margins: wijken, municipality; fields, all themes; all years; and for each theme and the municipality
    the months of the last year.
    """
    draw = np.random.default_rng(seed)
    shares = np.array([0.45, 0.28, 0.15, 0.07, 0.03, 0.02]) * draw.uniform(0.7, 1.3, VILLAGES + 1)
    levels = np.exp(draw.normal(2.2, 1.6, sum(FIELDS)))
    mean = shares[:, None, None] * levels[None, :, None] * draw.uniform(0.8, 1.25, years)[None, None, :]
    inner = draw.poisson(mean)
    cells = Cells()
    places = _with_margins(cells, inner)
    if months:
        last = places[-1, :, years - 1]
        for place in last.tolist():
            parts = draw.multinomial(cells.counts[place], np.full(MONTHS, 1 / MONTHS))
            cells.total(place, cells.add(parts, Kind.GUARDED).tolist())
    return cells


def _with_margins(cells: Cells, inner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add the counts with every margin; the last of each axis is the total."""
    sums = [
        [(row, [row]) for row in range(VILLAGES + 1)] + [(None, list(part)) for part in WIJKEN] + [(None, list(range(VILLAGES + 1)))],
        [(row, [row]) for row in range(sum(FIELDS))]
        + [(None, list(range(sum(FIELDS[:place]), sum(FIELDS[: place + 1])))) for place in range(len(FIELDS))]
        + [(None, list(range(sum(FIELDS))))],
        [(row, [row]) for row in range(inner.shape[2])] + [(None, list(range(inner.shape[2])))],
    ]
    shape = tuple(len(axis) for axis in sums)
    whole = np.zeros(shape, dtype=np.int64)
    for at in product(*(range(size) for size in shape)):
        whole[at] = inner[np.ix_(*(sums[axis][place][1] for axis, place in enumerate(at)))].sum()
    places = cells.add(whole.ravel(), Kind.GUARDED).reshape(shape)
    for at in product(*(range(size) for size in shape)):
        for axis, place in enumerate(at):
            first, parts = sums[axis][place]
            if first is None:
                cells.total(int(places[at]), [int(places[(*at[:axis], part, *at[axis + 1 :])]) for part in parts])
    return places
