"""What one sum rules out, beside trying all counts."""

import math

import numpy as np
import pytest
from disclosure.rules import RULES
from disclosure.systems import System, systems
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp_analysis.disclosure.cells import Kind
from ivp_analysis.disclosure.displays import ways
from ivp_analysis.disclosure.sums import Sums


@settings(deadline=None)
@given(systems(), st.data())
def test_the_values_that_a_sum_rules_out_are_those_that_no_counts_have(system: System, data: st.DataObject) -> None:
    system = System(system.inner, system.totals[:1], system.kinds[: len(system.inner) + 1])
    shown = [data.draw(st.sampled_from(ways(count, RULES))) for count in system.counts]
    low, high = (np.array([one[side] for one in shown]) for side in (1, 2))
    asked = {place: (1, 4) for place, count in enumerate(system.counts) if 1 <= count <= 4}
    possible = system.fitting(low, high)
    members = {*system.totals[0], len(system.inner)}
    expected = sum(4 - len({1, 2, 3, 4} & set(possible[:, place].tolist())) for place in asked.keys() & members)
    assert Sums(system.cells.matrix).missing(0, low, high, asked) == expected


def test_nothing_is_ruled_out_where_two_parts_have_no_limit() -> None:
    system = System((3, 9, 9), ((0, 1, 2),), (Kind.GUARDED,) * 4)
    low, high = np.array([1.0, 0, 0, 21]), np.array([4.0, math.inf, math.inf, 21])
    sums = Sums(system.cells.matrix)
    assert sums.missing(0, low, high, {0: (1, 4)}) == 0
    low[1:3], high[1:3] = 9, 9
    assert sums.missing(0, low, high, {0: (1, 4)}) == 3
    assert sums.missing(0, low, high, {}) == 0


@pytest.mark.parametrize(("place", "rows"), [(0, [0, 1]), (1, [0]), (3, [0]), (4, [1])])
def test_a_count_knows_its_sums(place: int, rows: list[int]) -> None:
    sums = Sums(System((1, 2, 3), ((0, 1), (0, 2)), (Kind.GUARDED,) * 5).cells.matrix)
    assert len(sums) == 2
    assert sums.of(place) == rows
    assert all(place in sums.members(row) for row in rows)
    assert sums.of(99) == []
