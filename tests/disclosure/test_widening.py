"""Ways to show counts together, beside trying all counts that fit them."""

import numpy as np
from disclosure.matrices import matrix
from disclosure.rules import RULES, rules
from disclosure.systems import System, systems
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp_analysis.disclosure.audit import Audit
from ivp_analysis.disclosure.cells import Cells, Kind
from ivp_analysis.disclosure.displays import Display, ways
from ivp_analysis.disclosure.shield import prove, shield

KINDS = (Kind.GUARDED, Kind.GUARDED, Kind.GUARDED, Kind.IMPLIED, Kind.SENSITIVE)


@settings(max_examples=250, deadline=None)
@given(systems(kinds=KINDS), st.sampled_from([1, 5]))
def test_no_small_count_can_be_narrowed_whatever_the_sums(system: System, base: int) -> None:
    cells, mine = system.cells, rules(4, base)
    found = shield(cells, mine)
    low, high = (np.array([one[side] for one in found.shown]) for side in (1, 2))
    possible = system.fitting(low, high)
    for place, (count, kind) in enumerate(zip(system.counts, system.kinds, strict=True)):
        if kind is not Kind.SENSITIVE and 1 <= count <= 4:
            assert found.asked[place] == (1, 4)
        if place in found.asked:
            least, most = found.asked[place]
            assert possible[:, place].min() <= least
            assert most <= possible[:, place].max()
    prove(cells, found)


@settings(max_examples=150, deadline=None)
@given(systems(kinds=(Kind.GUARDED, Kind.GUARDED, Kind.PUBLIC)))
def test_what_others_published_is_the_only_thing_that_narrows(system: System) -> None:
    cells = system.cells
    known = np.where(cells.constant, system.counts, 0), np.where(cells.constant, system.counts, np.inf)
    before = system.fitting(*(np.asarray(side, dtype=float) for side in known))
    found = shield(cells, RULES)
    low, high = (np.array([one[side] for one in found.shown]) for side in (1, 2))
    after = system.fitting(low, high)
    for place in found.asked:
        left = {1, 2, 3, 4} & set(before[:, place].tolist())
        assert not left or after[:, place].min() <= min(left) <= max(left) <= after[:, place].max()


@settings(max_examples=100, deadline=None)
@given(systems(kinds=(Kind.GUARDED, Kind.IMPLIED)))
def test_counts_are_shown_in_one_of_their_ways_and_what_is_implied_not_at_all(system: System) -> None:
    found = shield(system.cells, RULES)
    for count, kind, shown in zip(system.counts, system.kinds, found.shown, strict=True):
        allowed = ways(count, RULES) if kind is Kind.GUARDED else ways(count, RULES)[-1:]
        assert (shown.display, shown.low, shown.high) in {(one.display, one.low, one.high) for one in allowed}


@settings(max_examples=100, deadline=None)
@given(systems(), st.data())
def test_counts_that_would_be_shown_the_same_are_shown_the_same(system: System, data: st.DataObject) -> None:
    """What is chosen to be shown less exactly depends on what is shown, not on the counts behind it."""
    first = [ways(count, RULES)[0] for count in system.counts]
    same = system.fitting(*(np.array([one[side] for one in first]) for side in (1, 2)))
    other = same[data.draw(st.integers(0, len(same) - 1))]
    again = System(tuple(other[: len(system.inner)].tolist()), system.totals, system.kinds)
    mine, theirs = (shield(one.cells, RULES).shown for one in (system, again))
    assert [(one.display, one.low, one.high, str(one.value)) for one in mine] == [
        (one.display, one.low, one.high, str(one.value)) for one in theirs
    ]


def shown(counts: list[int], *sums: tuple[int, list[int]], kinds: dict[int, Kind] | None = None) -> list[Display]:
    cells = Cells()
    for place, count in enumerate(counts):
        cells.add(count, (kinds or {}).get(place, Kind.GUARDED))
    for total, parts in sums:
        assert cells.total(total, parts)
    return [one.display for one in shield(cells, RULES).shown]


def test_a_count_by_itself_is_widened_by_nothing() -> None:
    assert shown([3, 0, 7, 12]) == [Display.SMALL, Display.SMALL, Display.ROUNDED, Display.ROUNDED]


def test_small_ones_in_a_small_total_look_as_they_do_alone() -> None:
    """None at all looks like a small one, so any of them can be all of the total."""
    assert shown([3, 1, 2, 0], (0, [1, 2, 3])) == [Display.SMALL] * 4


def test_a_small_one_between_two_counts_of_five_is_made_possible() -> None:
    """Of 5 to 7 in all, 5 to 7 are of the one: the other could not be 4."""
    assert shown([6, 5, 1], (0, [1, 2])) != [Display.ROUNDED, Display.ROUNDED, Display.SMALL]


def test_a_count_that_others_give_away_hides_nothing_else() -> None:
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
    found = shield(cells, RULES)
    assert found.asked == {part: (1, 3), rest: (1, 3)}


def test_of_sensitive_counts_as_many_values_stay_possible() -> None:
    cells = Cells()
    total, part, rest = (int(cells.add(count, kind)[0]) for count, kind in ((30, Kind.GUARDED), (20, Kind.SENSITIVE), (10, Kind.GUARDED)))
    cells.total(total, [part, rest])
    found = shield(cells, RULES)
    assert found.asked == {part: (18, 22)}
    assert found.shown[part].display is Display.HIDDEN


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


def test_what_it_costs_is_counted() -> None:
    cells = Cells()
    total, *parts = (int(cells.add(count, Kind.GUARDED)[0]) for count in (3, 1, 2, 0))
    cells.total(total, parts)
    loss = shield(cells, RULES).loss
    assert (loss.guarded, loss.small, loss.zeros, loss.widened, loss.largest_shift) == (4, 3, 1, 0, 0)
    rounded = Cells()
    rounded.add([7, 13], Kind.GUARDED)
    assert shield(rounded, RULES).loss.largest_shift == 2


def test_no_limit_is_not_so_far_that_answers_are_rough() -> None:
    """With limits of a thousand million the programme found 3.99999 where 4 was possible, and less was asked."""
    for seed in (401, 406):
        earlier, now = (matrix(seed, years=years, fields=(2, 3), months=False) for years in (3, 4))
        told = {name: (one.low, one.high) for name, one in zip(earlier.counts, shield(earlier.register().cells, RULES).shown, strict=True)}
        register = now.register()
        register.remember(told, RULES.small)
        found = shield(register.cells, RULES)
        nothing = Audit(
            register.cells.counts,
            np.array(register.cells.low),
            np.array(register.cells.high),
            register.cells.matrix,
            register.cells.constant,
        )
        for place, (low, high) in found.asked.items():
            least, most = nothing.interval(place)
            assert low <= max(1, least) + 1e-3
            assert min(4, most) - 1e-3 <= high
