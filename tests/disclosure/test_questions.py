"""What is told of counts together, beside trying all counts that fit it."""

import numpy as np
import pytest
from disclosure.matrices import matrix
from disclosure.published import publish
from disclosure.rules import RULES, rules
from disclosure.systems import System, systems
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp_analysis.disclosure.audit import Audit
from ivp_analysis.disclosure.cells import Bounds, Cells, Kind
from ivp_analysis.disclosure.displays import Display, alone
from ivp_analysis.disclosure.models import FAR
from ivp_analysis.disclosure.possible import Possible
from ivp_analysis.disclosure.questions import Answers, answers
from ivp_analysis.disclosure.register import Register
from ivp_analysis.disclosure.shield import Shield, prove, shield

ALL = (Kind.GUARDED, Kind.GUARDED, Kind.GUARDED, Kind.PUBLIC, Kind.IMPLIED, Kind.SENSITIVE)
TRIED = 12
"""Other counts that are tried in the place of the true ones."""


def sides(found: Shield) -> tuple[np.ndarray, np.ndarray]:
    low, high = (np.array([one[side] for one in found.limits]) for side in (0, 1))
    return low, high


def open_data(system: System) -> np.ndarray:
    """All counts that fit what others published."""
    known = system.cells.constant
    return system.fitting(np.where(known, system.counts, 0.0), np.where(known, system.counts, np.inf))


def seen(found: Shield) -> list[tuple[str, ...]]:
    return [tuple(map(str, one)) for one in found.shown]


@settings(max_examples=250, deadline=None)
@given(systems(kinds=ALL), st.sampled_from([1, 5]))
def test_of_a_small_count_everything_from_1_to_4_stays_possible_that_others_left(system: System, base: int) -> None:
    found = shield(system.cells, rules(4, base))
    before, after = open_data(system), system.fitting(*sides(found))
    for place, (count, kind) in enumerate(zip(system.counts, system.kinds, strict=True)):
        if kind is not Kind.PUBLIC and 1 <= count <= 4:
            assert {1, 2, 3, 4} & set(before[:, place].tolist()) <= set(after[:, place].tolist())
    prove(system.cells, found)


@settings(max_examples=120, deadline=None)
@given(systems(kinds=ALL), st.sampled_from([1, 5]), st.integers(0, 2**32))
def test_whoever_runs_it_over_all_counts_that_fit_learns_nothing_more(system: System, base: int, seed: int) -> None:
    """All counts that fit what is published are published the same, so how it was decided tells nothing."""
    mine = rules(4, base)
    found = shield(system.cells, mine)
    fitting = system.fitting(*sides(found))
    chosen = np.random.default_rng(seed).permutation(len(fitting))[:TRIED]
    for other in fitting[chosen].tolist():
        again = shield(System(tuple(other[: len(system.inner)]), system.totals, system.kinds).cells, mine)
        assert seen(again) == seen(found)
        assert again.asked == found.asked


@settings(max_examples=150, deadline=None)
@given(systems(kinds=(Kind.GUARDED, Kind.IMPLIED, Kind.SENSITIVE)))
def test_counts_lie_within_what_is_told_and_what_is_not_shown_has_no_limits(system: System) -> None:
    found = shield(system.cells, RULES)
    for count, kind, shown in zip(system.counts, system.kinds, found.shown, strict=True):
        assert shown.low <= count <= shown.high
        if kind is not Kind.GUARDED:
            assert shown[:3] == (Display.HIDDEN, 0, np.inf)


@settings(max_examples=100, deadline=None)
@given(systems(kinds=(Kind.GUARDED, Kind.SENSITIVE)))
def test_of_a_sensitive_count_no_value_from_the_smallest_on_is_ruled_out(system: System) -> None:
    found = shield(system.cells, RULES)
    after = system.fitting(*sides(found))
    for place, kind in enumerate(system.kinds):
        if kind is Kind.SENSITIVE:
            assert set(range(5)) <= set(after[:, place].tolist())


def shown(counts: list[int], *sums: tuple[int, list[int]], kinds: dict[int, Kind] | None = None) -> list[Display]:
    cells = Cells()
    for place, count in enumerate(counts):
        cells.add(count, (kinds or {}).get(place, Kind.GUARDED))
    for total, parts in sums:
        assert cells.total(total, parts)
    return [one.display for one in shield(cells, RULES).shown]


def test_a_count_by_itself_is_shown_as_it_is_alone() -> None:
    assert shown([3, 0, 7, 12]) == [Display.SMALL, Display.SMALL, Display.ROUNDED, Display.ROUNDED]


def test_small_ones_in_a_small_total_look_as_they_do_alone() -> None:
    """None at all looks like a small one, so any of them can be all of the total."""
    assert shown([3, 1, 2, 0], (0, [1, 2, 3])) == [Display.SMALL] * 4


@pytest.mark.parametrize("counts", [[7, 6, 1], [7, 3, 4], [7, 0, 7], [5, 5, 0], [5, 2, 3]])
def test_of_two_parts_of_a_small_public_total_nothing_is_told_whatever_they_are(counts: list[int]) -> None:
    """5 of 7 for the one would leave at most 2 for the other, and 5 of 5 nothing."""
    cells = Cells()
    total, *parts = (int(cells.add(count, kind)[0]) for count, kind in zip(counts, (Kind.PUBLIC, *[Kind.GUARDED] * 2), strict=True))
    cells.total(total, parts)
    found = shield(cells, RULES)
    assert [found.shown[part][:3] for part in parts] == [(Display.RANGE, 0, counts[0])] * 2
    assert found.asked == dict.fromkeys(parts, (1, 4))


def test_what_is_left_of_a_sum_is_small_or_not_too_so_that_the_sum_can_be_told() -> None:
    """Of 140 thefts 132 are of bicycles: that the other 8 are not few lets the 132 be told as any other count."""
    cells = Cells()
    whole, part, rest = (int(cells.add(count, kind)[0]) for count, kind in ((140, Kind.PUBLIC), (132, Kind.GUARDED), (8, Kind.IMPLIED)))
    cells.total(whole, [part, rest])
    found = shield(cells, RULES)
    assert found.shown[part] == alone(132, RULES)
    assert found.shown[rest][:3] == (Display.HIDDEN, 0, np.inf)
    assert found.limits[rest] == (5, np.inf)
    assert found.asked == {}


@pytest.mark.parametrize(("part", "rest"), [(3, 97), (4, 96), (0, 100)])
def test_beside_a_small_part_of_a_public_total_the_rest_is_a_range(part: int, rest: int) -> None:
    cells = Cells()
    total, *parts = (int(cells.add(count, kind)[0]) for count, kind in ((100, Kind.PUBLIC), (part, Kind.GUARDED), (rest, Kind.GUARDED)))
    cells.total(total, parts)
    small, large = (shield(cells, RULES).shown[place] for place in parts)
    assert small.display is Display.SMALL
    assert large == (Display.RANGE, 96, 100, 100)


def test_what_open_data_leave_no_doubt_of_is_shown() -> None:
    cells = Cells()
    none, some, zero, rest, all_ = (
        int(cells.add(count, kind)[0])
        for count, kind in ((0, Kind.PUBLIC), (9, Kind.PUBLIC), (0, Kind.GUARDED), (0, Kind.GUARDED), (9, Kind.GUARDED))
    )
    cells.total(none, [zero, rest])
    cells.total(some, [all_])
    found = shield(cells, RULES).shown
    assert [found[place].display for place in (zero, rest, all_)] == [Display.EXACT] * 3


def test_a_small_count_that_others_give_away_is_still_not_printed() -> None:
    cells = Cells()
    total, part, rest = (int(cells.add(count, kind)[0]) for count, kind in ((3, Kind.PUBLIC), (3, Kind.GUARDED), (0, Kind.PUBLIC)))
    cells.total(total, [part, rest])
    found = shield(cells, RULES)
    assert found.asked == {part: (3, 3)}
    assert found.shown[part].display is Display.SMALL


def test_less_is_asked_where_others_published_what_rules_it_out() -> None:
    cells = Cells()
    total, part, rest = (int(cells.add(count, kind)[0]) for count, kind in ((3, Kind.PUBLIC), (2, Kind.GUARDED), (1, Kind.IMPLIED)))
    cells.total(total, [part, rest])
    assert shield(cells, RULES).asked == {part: (1, 3), rest: (1, 3)}


def test_what_was_told_before_counts_with_what_is_told_now() -> None:
    """Shown as 15 now and as 10 before a count is 8 to 12."""
    cells = Cells()
    total, part, rest = (int(cells.add(count, Kind.GUARDED)[0]) for count in (13, 10, 3))
    cells.total(total, [part, rest])
    cells.known(part, 8, 12)
    cells.known(total, 13, 17)
    found = shield(cells, RULES)
    assert found.asked == {rest: (1, 4)}
    assert (found.shown[part].low, found.shown[part].high) == (8, 12)
    # of another count, because figures were revised
    cells.known(part, 50, 60)
    assert (cells.low[part], cells.high[part]) == (8, 12)


def test_totals_come_before_their_parts() -> None:
    """A reader needs both years together most."""
    cells = Cells()
    *parts, both = (int(cells.add(count, Kind.GUARDED)[0]) for count in (2, 18, 20))
    cells.total(both, parts)
    found = shield(cells, RULES).shown
    assert found[both] == alone(20, RULES)


def test_what_it_costs_is_counted() -> None:
    cells = Cells()
    total, *parts = (int(cells.add(count, Kind.GUARDED)[0]) for count in (3, 1, 2, 0))
    cells.total(total, parts)
    loss = shield(cells, RULES).loss
    assert (loss.guarded, loss.small, loss.zeros, loss.widened, loss.largest_shift) == (4, 3, 1, 0, 0)
    rounded = Cells()
    rounded.add([7, 13], Kind.GUARDED)
    assert shield(rounded, RULES).loss.largest_shift == 2


def test_no_count_is_pinned_to_a_single_number() -> None:
    """Of 23 a part and the rest: that the rest is 5 or more and the part 18 or more would tell both."""
    for part in range(24):
        cells = Cells()
        whole, place = int(cells.add(23, Kind.PUBLIC)[0]), int(cells.add(part, Kind.GUARDED)[0])
        rest = cells.within(whole, [place])
        assert rest is not None
        found = shield(cells, RULES).limits
        assert all(found[one].high - found[one].low >= 2 for one in (place, rest))


def test_what_was_told_of_a_rest_is_remembered() -> None:
    """A later edition with a new sum must not rule out what the earlier one left, also by what it printed nowhere."""
    register = Register()
    whole, *parts = (register.count((name,), count, kind) for name, count, kind in
                     (("all", 18, Kind.PUBLIC), ("a", 6, Kind.GUARDED), ("b", 6, Kind.GUARDED)))  # fmt: skip
    register.part_of(("one",), whole, parts)
    found = shield(register.cells, RULES)
    rest = register.places["rest", "one"]
    assert found.limits[rest].low == 5
    register.remember({("rest", "one"): (found.limits[rest].low, found.limits[rest].high)})
    new, both = register.count(("new",), 2, Kind.GUARDED), register.count(("both",), 8, Kind.PUBLIC)
    register.cells.total(both, [rest, new])
    # 8 of which at least 5 are the rest leaves at most 3
    assert shield(register.cells, RULES).asked[new] == (1, 3)


def test_an_answer_that_cannot_be_true_is_never_given_and_rules_nothing_out() -> None:
    system = System((2, 1), ((0, 1),), (Kind.GUARDED, Kind.GUARDED, Kind.PUBLIC))
    matrix = system.cells.matrix[:, :2]
    known = Possible(matrix, np.array([3.0]), np.zeros(2), np.full(2, np.inf), 4, np.zeros(2, dtype=bool))
    assert known.after(0, Bounds(5, FAR)) == frozenset()
    assert (known.reach(0, up=False), known.reach(0, up=True)) == (0, 3)
    assert known.most.tolist() == [3, 3]


def test_nothing_is_decided_of_counts_that_stand_in_no_sum() -> None:
    cells = Cells()
    cells.add([1, 2, 30], Kind.GUARDED)
    assert answers(cells, RULES) == Answers({}, {}, frozenset())


@pytest.mark.parametrize("seed", [401, 406])
def test_no_limit_is_not_so_far_that_answers_are_rough(seed: int) -> None:
    """With limits of a thousand million the programme found 3.99999 where 4 was possible, and less was asked."""
    earlier, now = (matrix(seed, years=years, fields=(1, 2), months=False) for years in (2, 3))
    register = now.register()
    register.remember(publish(earlier)[1])
    cells = register.cells
    found = shield(cells, RULES)
    before = Audit(cells.counts, np.array(cells.low), np.array(cells.high), cells.matrix, cells.constant)
    possible = before.narrowed(dict.fromkeys(found.asked, (1, 4)))
    for place, (low, high) in found.asked.items():
        least, most = possible.get(place, (1, 4))
        assert low <= max(1, least) + 1e-3
        assert min(4, most) - 1e-3 <= high
