import math
from collections import defaultdict

import numpy as np
import pytest
from disclosure.attacker import read
from disclosure.rules import RULES, rules
from hypothesis import assume, given
from hypothesis import strategies as st

from ivp_analysis.disclosure.cells import Bounds
from ivp_analysis.disclosure.displays import Display, Shown, alone, as_text, bin_of, rounded, told
from ivp_analysis.disclosure.rule_texts import text_of
from ivp_analysis.vocabulary.publication import PublicationRules

FAR = 400
"""Counts are tried up to here, and hold up to half of it: further up intervals go past the end."""

smalls, bases = st.integers(2, 9), st.integers(1, 10)


def fitting(small: int, base: int) -> PublicationRules:
    """Rules as the configuration accepts them."""
    assume(rounded(small + 1, base) > small)
    return rules(small, base)


@given(smalls, bases)
def test_the_limits_of_a_display_are_exactly_those_of_the_counts_that_are_shown_so(small: int, base: int) -> None:
    """Whoever knows how displays are chosen learns no more from one than its limits say."""
    mine = fitting(small, base)
    same: dict[tuple[str, str], set[int]] = defaultdict(set)
    limits: dict[tuple[str, str], set[tuple[float, float]]] = defaultdict(set)
    for count in range(FAR + 1):
        one = alone(count, mine)
        assert one.low <= count <= one.high
        key = one.display.value, as_text(count, one, mine)
        same[key].add(count)
        limits[key].add((one.low, one.high))
    for key, counts in same.items():
        assert len(limits[key]) == 1, key
        low, high = next(iter(limits[key]))
        if high <= FAR:
            assert counts == set(range(int(low), int(high) + 1)), key


@given(st.integers(0, 200), st.integers(0, 40), st.integers(0, 40), smalls, bases)
def test_no_more_is_shown_than_may_be_told(count: int, below: int, above: int, small: int, base: int) -> None:
    mine, limits = fitting(small, base), Bounds(max(0, count - below), count + above)
    one = told(count, limits, mine)
    assert one.low <= limits.low
    assert limits.high <= one.high
    assert one.low <= count <= one.high
    if not np.isnan(one.value):
        assert one.value % base == 0
        assert abs(one.value - count) <= mine.furthest


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_all_counts_within_what_may_be_told_are_shown_the_same(low: int, first: int, other: int) -> None:
    """Limits come from questions: they lie within one multiple, or take in several whole."""
    shared = bin_of(max(low, 5), RULES)
    limits = Bounds(shared.low, bin_of(int(shared.high) + 1 + first % 20, RULES).high)
    counts = [int(limits.low) + one % int(limits.high - limits.low + 1) for one in (first, other)]
    assert len({str(told(count, limits, RULES)) for count in counts}) == 1


@given(st.integers(0, 200), smalls)
def test_small_counts_and_none_at_all_look_alike(count: int, small: int) -> None:
    mine = rules(small, 1)
    first = alone(count, mine)
    if count <= small:
        assert (first.display, first.low, first.high) == (Display.SMALL, 0, small)
    else:
        assert (first.display, first.low, first.high, first.value) == (Display.EXACT, count, count, count)


def test_counts_as_they_are_printed() -> None:
    printed = {count: as_text(count, alone(count, RULES), RULES) for count in (0, 3, 5, 7, 8, 22, 23, 100)}
    assert printed == {0: "<5", 3: "<5", 5: "5", 7: "5", 8: "10", 22: "20", 23: "25", 100: "100"}
    assert as_text(3, None, RULES) == "3"


@pytest.mark.parametrize(
    ("count", "limits", "text", "value"),
    [
        (97, (96, 100), "96–100", 100),
        (6, (5, 12), "5–12", 10),
        (3, (0, 7), "0–7", None),
        (9, (8, 18), "8–18", None),
        (60, (40, 60), "niet getoond", None),
        (9, (5, math.inf), "niet getoond", None),
        (3, (0, 3), "<5", None),
        (3, (3, 3), "<5", None),
        (0, (0, 0), "<5", None),
        (9, (9, 9), "10", 10),
        (9, (8, 10), "10", 10),
    ],
)
def test_what_may_be_told_as_it_is_printed(count: int, limits: tuple[float, float], text: str, value: float | None) -> None:
    one = told(count, Bounds(*limits), RULES)
    assert as_text(count, one, RULES) == text
    assert (None if np.isnan(one.value) else one.value) == value


@given(st.integers(0, 200))
def test_a_reader_of_text_and_note_gets_the_limits(count: int) -> None:
    one = alone(count, RULES)
    assert read(as_text(count, one, RULES), text_of(one, RULES)) == (one.low, one.high)
    ranged = Shown(Display.RANGE, count, count + 7)
    assert read(as_text(count, ranged, RULES), text_of(ranged, RULES)) == (count, count + 7)
    assert read(as_text(count, None, RULES), text_of(None, RULES)) == (count, count)


@given(st.integers(0, 10_000), st.integers(1, 30))
def test_rounding_goes_to_the_nearest_multiple_and_halves_go_up(count: int, base: int) -> None:
    found = rounded(count, base)
    assert found % base == 0
    assert -base < 2 * (found - count) <= base


def test_every_way_but_the_exact_one_has_a_note_and_no_two_the_same() -> None:
    notes = [text_of(Shown(display, 0, 1), RULES) for display in Display]
    assert [display for display, note in zip(Display, notes, strict=True) if not note] == [Display.EXACT]
    assert len(set(notes)) == len(notes)
