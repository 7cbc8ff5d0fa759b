"""What linear and integer programmes find, beside trying all counts."""

import numpy as np
import pytest
from disclosure.rules import RULES
from disclosure.systems import FURTHEST, System, systems
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ivp_analysis.disclosure.audit import Audit
from ivp_analysis.disclosure.cells import Bounds, Cells, Kind
from ivp_analysis.disclosure.displays import alone
from ivp_analysis.disclosure.shield import Loss, Shield, prove
from ivp_analysis.errors import PublicationError

KINDS = (Kind.GUARDED, Kind.GUARDED, Kind.PUBLIC)


def limits(system: System, data: st.DataObject) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A way to show each count, drawn; as they are where others published them."""
    low, high = np.array(system.counts, dtype=float), np.array(system.counts, dtype=float)
    for place, (count, kind) in enumerate(zip(system.counts, system.kinds, strict=True)):
        if kind is not Kind.PUBLIC:
            ends = alone(count, RULES)
            low[place], high[place] = data.draw(st.sampled_from([ends[1:3], (max(0, count - 7), count + 4), (0, np.inf)]))
    return low, high


def audit_of(system: System, low: NDArray[np.float64], high: NDArray[np.float64]) -> Audit:
    cells = system.cells
    return Audit(cells.counts, low, high, cells.matrix, cells.constant)


@settings(max_examples=150, deadline=None)
@given(systems(kinds=KINDS), st.data())
def test_counts_that_are_narrowed_are_those_of_which_trying_all_finds_a_value_gone(system: System, data: st.DataObject) -> None:
    low, high = limits(system, data)
    asked = {}
    for place, (count, kind) in enumerate(zip(system.counts, system.kinds, strict=True)):
        if kind is not Kind.PUBLIC and count < FURTHEST // 4:
            asked[place] = data.draw(st.tuples(st.integers(max(0, count - 3), count), st.integers(count, count + 3)))
    possible = system.fitting(low, high)
    found = audit_of(system, low, high).narrowed(asked)
    for place, (least, most) in asked.items():
        values = set(possible[:, place].tolist())
        gone = min(values) > least or max(values) < most
        assert place in found or not gone
        # where only a value further out is left the audit may be the stricter one
        assert place not in found or gone or not {least, most} <= values


HALVES = System((2, 2, 2), ((0, 1), (1, 2), (0, 2)), (Kind.GUARDED,) * 6)


def test_halves_are_no_counts() -> None:
    """Three counts of which each pair adds up to 4: all are 2. With pairs of 4 or 5 a linear programme allows halves."""
    low, high = np.array([0.0, 0, 0, 4, 4, 5]), np.array([9.0, 9, 9, 5, 4, 5])
    system = System((2, 2, 3), ((0, 1), (1, 2), (0, 2)), HALVES.kinds)
    low, high = np.array([0.0, 0, 0, 4, 5, 5]), np.array([9.0, 9, 9, 5, 5, 5])
    audit = audit_of(system, low, high)
    assert audit.narrowed({2: (2, 3)}) == {2: (2.5, 3.0)}
    # up to 3.0 is whole, down to 2.5 is not: nothing but 3 is left
    assert set(system.fitting(low, high)[:, 2].tolist()) == {3}


def test_a_value_between_two_that_are_possible_can_be_missing() -> None:
    """Sums in which a count stands more than once have dents that no linear programme sees."""
    cells = Cells()
    cells.add([9, 12, 4, 25, 46, 83], Kind.GUARDED)
    for total, parts in ((3, [0, 1, 2]), (4, [0, 1, 3]), (5, [1, 3, 4])):
        assert cells.total(total, parts)
    low, high = np.array([8.0, 8, 0, 22, 43, 83]), np.array([12.0, 12, 4, 25, 47, 87])
    assert 2 in Audit(cells.counts, low, high, cells.matrix, cells.constant).narrowed({2: (1, 4)})


def test_a_count_in_no_sum_is_judged_by_what_is_shown_of_it() -> None:
    alone = System((3, 2, 2), ((1, 2),), (Kind.GUARDED,) * 4)
    low, high = np.array([1.0, 1, 1, 1]), np.array([4.0, 4, 4, 8])
    audit = audit_of(alone, low, high)
    assert audit.narrowed({0: (1, 4)}) == {}
    assert audit.narrowed({0: (0, 4)}) == {0: (1.0, 4.0)}


def test_the_proof_fails_on_counts_that_are_shown_each_by_itself_and_names_figures_only() -> None:
    system = System((3, 9), ((0, 1),), (Kind.GUARDED, Kind.PUBLIC, Kind.PUBLIC))
    shown = [alone(count, RULES) for count in (3, 9, 12)]
    shown[1:] = [one._replace(low=count, high=count) for one, count in zip(shown[1:], (9, 12), strict=True)]
    found = Shield(shown, [Bounds(one.low, one.high) for one in shown], {0: (1, 4)}, Loss(1, 1, 0, 0, 0, 0))
    with pytest.raises(PublicationError, match="1 small figures") as failed:
        prove(system.cells, found, lambda place: f"figure {place}")
    assert "figure 0" in str(failed.value)
    assert "3" not in str(failed.value)
