import math
from collections import defaultdict
from itertools import pairwise

from disclosure.attacker import read
from disclosure.rules import RULES, rules
from hypothesis import assume, given
from hypothesis import strategies as st

from ivp_analysis.disclosure.displays import Display, Shown, as_text, rounded, ways
from ivp_analysis.disclosure.rule_texts import text_of
from ivp_analysis.vocabulary.publication import PublicationRules

FAR = 400
"""Counts are tried up to here, and hold up to half of it: further up intervals go past the end."""

smalls, bases = st.integers(2, 9), st.integers(1, 10)


def fitting(small: int, base: int) -> PublicationRules:
    """Rules as the configuration accepts them."""
    assume(base == 1 or base <= 2 * (small + 1))
    return rules(small, base)


def inside(count: int, shown: Shown) -> bool:
    return shown.low <= count <= shown.high


@given(st.integers(0, 200), smalls, bases)
def test_each_way_would_do_for_more_counts_than_the_one_before(count: int, small: int, base: int) -> None:
    found = ways(count, fitting(small, base))
    for finer, wider in pairwise(found):
        assert wider.low <= finer.low
        assert finer.high <= wider.high
        assert (wider.low, wider.high) != (finer.low, finer.high)
    assert found[-1][:3] == (Display.HIDDEN, 0, math.inf)
    assert math.isnan(found[-1].value)
    assert all(inside(count, one) for one in found)


@given(smalls, bases)
def test_the_limits_of_a_display_are_exactly_those_of_the_counts_that_can_be_shown_so(small: int, base: int) -> None:
    """Whoever knows how displays are chosen learns no more from one than its limits say."""
    mine = fitting(small, base)
    same: dict[tuple[str, str], set[int]] = defaultdict(set)
    told: dict[tuple[str, str], set[tuple[float, float]]] = defaultdict(set)
    for count in range(FAR + 1):
        for one in ways(count, mine):
            key = one.display.value, as_text(count, one, mine)
            same[key].add(count)
            told[key].add((one.low, one.high))
    for key, counts in same.items():
        assert len(told[key]) == 1, key
        low, high = next(iter(told[key]))
        if high <= FAR:
            assert counts == set(range(int(low), int(high) + 1)), key


@given(st.integers(0, 200), smalls)
def test_small_counts_and_none_at_all_look_alike(count: int, small: int) -> None:
    mine = rules(small, 1)
    first = ways(count, mine)[0]
    if count <= small:
        assert (first.display, first.low, first.high) == (Display.SMALL, 0, small)
    else:
        assert (first.display, first.low, first.high, first.value) == (Display.EXACT, count, count, count)


def test_counts_as_they_are_printed() -> None:
    printed = {count: [as_text(count, one, RULES) for one in ways(count, RULES)] for count in (0, 3, 5, 7, 8, 22, 23, 100)}
    assert printed == {
        0: ["<5", "niet getoond"],
        3: ["<5", "niet getoond"],
        5: ["5", "niet getoond"],
        7: ["5", "niet getoond"],
        8: ["10", "15", "niet getoond"],
        22: ["20", "15", "niet getoond"],
        23: ["25", "30", "niet getoond"],
        100: ["100", "105", "niet getoond"],
    }
    assert as_text(3, None, RULES) == "3"


@given(st.integers(0, 200))
def test_a_reader_of_text_and_note_gets_the_limits(count: int) -> None:
    for one in ways(count, RULES):
        assert read(as_text(count, one, RULES), text_of(one, RULES)) == (one.low, one.high)
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
