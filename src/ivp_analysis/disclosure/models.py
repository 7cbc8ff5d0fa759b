"""Linear and integer programmes of counts within limits (HiGHS; Huangfu and Hall 2018)."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from ivp_analysis.disclosure.cells import Floats

TINY = 1e-6
FAR = 1e6
"""In place of no limit: further than any count of a municipality, and near enough for answers that are right to `TINY`."""
PRIMAL = 4
"""Simplex strategy for questions that change the costs: the last answer still fits. Others change the limits: it still is the best."""


def model(costs: Floats, low: Floats, high: Floats, matrix: sparse.csr_array, least: Floats, most: Floats) -> highspy.Highs:
    """Make a linear programme that is to be asked many times; each answer starts from the one before, which makes it quick.

    Parameters
    ----------
    costs, low, high : ndarray, shape (n,)
        What a step of each count costs, and its limits.
    matrix : sparse array, shape (m, n)
        The sums.
    least, most : ndarray, shape (m,)
        Between which the sums lie.

    References
    ----------
    Huangfu, Q. & Hall, J.A.J. (2018). Parallelizing the dual revised simplex method. Mathematical Programming Computation 10, 119-142.
    """
    made = highspy.Highs()  # type: ignore[no-untyped-call]
    options(made, output_flag=False, threads=1, random_seed=1)
    nothing, none = np.array([], dtype=np.int32), np.array([], dtype=np.float64)
    made.addCols(len(costs), costs, low, np.minimum(high, FAR), 0, nothing, nothing, none)
    starts, indices = matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32)
    made.addRows(matrix.shape[0], least, most, matrix.nnz, starts, indices, matrix.data.astype(np.float64))
    return made


def options(made: highspy.Highs, **values: bool | float | str) -> None:
    """Set options of a programme."""
    for name, value in values.items():
        made.setOptionValue(name, value)


def in_whole_numbers(made: highspy.Highs) -> None:
    """Ask for whole counts from now on."""
    size = made.getNumCol()
    made.changeColsIntegrality(size, np.arange(size, dtype=np.int32), np.full(size, highspy.HighsVarType.kInteger.value, dtype=np.uint8))


def solution(made: highspy.Highs) -> Floats | None:
    """Return the cheapest counts; None where none fit."""
    made.run()
    if made.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        if made.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None
        # a start that went bad is given up once
        made.clearSolver()
        made.run()
    optimal = made.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return np.asarray(made.getSolution().col_value) if optimal else None


def is_whole(point: Floats) -> bool:
    """Say whether all counts are whole."""
    return bool(np.abs(point - np.round(point)).max() <= TINY)
