"""Counts that hang together by sums: what is told of one of them says nothing of those in another group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse

from ivp_analysis.disclosure.cells import Flags, Integers


class Group(NamedTuple):
    """Counts that hang together.

    Attributes
    ----------
    places : ndarray of int, shape (n,)
        Which counts these are.
    matrix : sparse array, shape (m, n)
        Their sums, without what everybody knows: whatever fits has the same product with it as the true counts.
    """

    places: Integers
    matrix: sparse.csr_array


def groups(matrix: sparse.csr_array, constant: Flags) -> Iterator[Group]:
    """Split counts into those that hang together by sums; what is known joins nothing.

    Parameters
    ----------
    matrix : sparse array, shape (sums, counts)
        The sums.
    constant : ndarray of bool, shape (counts,)
        Which counts are known.

    Yields
    ------
    Group
        Counts that are not known and stand in a sum.
    """
    free = np.flatnonzero(~constant)
    unknown = sparse.csr_array(matrix[:, free])
    rows, columns = unknown.shape
    if not rows or not columns:
        return
    # counts and sums as the two sides of a graph
    ends = unknown.nonzero()
    graph = sparse.csr_array((np.ones(len(ends[0])), (ends[0], ends[1] + rows)), shape=(rows + columns, rows + columns))
    number, found = sparse.csgraph.connected_components(graph, directed=False)
    label = found.astype(np.int64)
    order_rows, edges_rows = _by_label(label[:rows], number)
    order_columns, edges_columns = _by_label(label[rows:], number)
    for item in range(number):
        mine = order_columns[edges_columns[item] : edges_columns[item + 1]]
        sums = order_rows[edges_rows[item] : edges_rows[item + 1]]
        if len(mine) and len(sums):
            yield Group(free[mine], sparse.csr_array(unknown[sums][:, mine]))


def _by_label(labels: Integers, number: int) -> tuple[Integers, Integers]:
    order = np.argsort(labels, kind="stable")
    return order, np.searchsorted(labels[order], np.arange(number + 1))
