"""An attacker with everything that is published, open data and the edition before, tries to work out counts of 1 to 4."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest
from disclosure.attacker import Attacker, Limits, Name, Sum, read
from disclosure.matrices import Generated, matrix
from disclosure.published import each_by_itself, limits, publish, small

NIGHTLY = os.environ.get("IVP_NIGHTLY", "") not in ("", "0")
MATRICES = 1000 if NIGHTLY else 25
WHOLE, HALVES = (4, 100) if NIGHTLY else (1, 14)
"""How many counts of a matrix are attacked with whole counts, which takes seconds each, and with any numbers."""
SIZES: tuple[dict[str, Any], ...] = (
    {"public": 1.0, "classes": 4},
    {"public": 1.0, "classes": 3, "years": 3},
    {"years": 2, "fields": (2, 2), "months": False},
)
"""Five and three years of all themes: open data, their months and classes are not. And a few themes that nobody else published."""
TINY: dict[str, Any] = {"years": 2, "fields": (1, 2), "months": False}


def sampled(made: Generated, seed: int, size: int) -> dict[Name, tuple[int, int]]:
    """Some of the small counts; which ones follows from the number of the matrix."""
    names = made.small
    chosen = np.random.default_rng([seed, 9]).permutation(len(names))[:size]
    return small(made, [names[place] for place in chosen.tolist()])


def open_data(made: Generated) -> dict[Name, Limits]:
    """What is known before anything is published."""
    return {name: (float(count), float(count)) if name in made.public else (0.0, np.inf) for name, count in made.counts.items()}


def beyond(attacker: Attacker, before: Attacker, wanted: dict[Name, tuple[int, int]], *, whole: bool = False) -> dict[Name, Limits]:
    """Return the counts that are narrowed further than they were by what was known before."""
    found = attacker.narrowed(wanted, whole=whole)
    possible = {name: before.range(name) for name in found}
    return {name: (low, high) for name, (low, high) in found.items() if low > max(1, possible[name][0]) or high < min(4, possible[name][1])}


@pytest.mark.attack
@pytest.mark.parametrize("seed", range(MATRICES))
def test_no_small_count_of_a_municipality_can_be_narrowed(seed: int) -> None:
    made = matrix(seed, **SIZES[seed % len(SIZES)])
    told, decided = publish(made)
    # whoever runs the same over all counts knows the limits of what is not shown
    attacker, before = Attacker(limits(told) | decided, made.sums), Attacker(open_data(made), made.sums)
    assert beyond(attacker, before, sampled(made, seed, WHOLE + HALVES)) == {}
    assert beyond(attacker, before, sampled(made, seed, WHOLE), whole=True) == {}


@pytest.mark.parametrize("seed", [101, 102])
def test_not_one_of_all_small_counts_can_be_narrowed(seed: int) -> None:
    made = matrix(seed, years=2, fields=(3,), months=True)
    told, decided = publish(made)
    assert len(made.small) > 30
    assert Attacker(limits(told) | decided, made.sums).narrowed(small(made)) == {}


def test_without_protection_the_same_attack_narrows_small_counts() -> None:
    made = matrix(101, years=2, fields=(3,), months=True)
    found = Attacker(limits(each_by_itself(made)), made.sums).narrowed(small(made))
    assert len(found) > len(made.small) / 10
    # the attacker is never wrong
    assert all(low <= made.counts[name] <= high for name, (low, high) in found.items())


def test_one_count_shown_more_exactly_than_it_was_to_be_is_found() -> None:
    """The attack notices a single slip: a total of which a range was to be given is rounded as if it stood alone."""
    made = matrix(201, **TINY)
    told, decided = publish(made)
    alone = each_by_itself(made)
    slips = [total for total, _ in made.sums if told[total] != alone[total]]
    assert slips
    known = limits(told) | decided
    found = [name for name in slips if Attacker(known | {name: read(*alone[name])}, made.sums).narrowed(small(made), whole=False)]
    assert found


@pytest.mark.parametrize("seed", range(301, 304))
def test_public_counts_narrow_and_nothing_else_does(seed: int) -> None:
    """Half of the themes are open data per year; their months are not."""
    made = matrix(seed, years=2, fields=(2, 2), months=True, public=0.5)
    told, decided = publish(made)
    assert 0 < len(made.public) < len(made.counts)
    assert beyond(Attacker(limits(told) | decided, made.sums), Attacker(open_data(made), made.sums), small(made)) == {}


def both(earlier: Generated, now: Generated, told: list[dict[Name, Limits]]) -> Attacker:
    """Somebody who kept the edition before, and knows which counts were revised since."""
    first: dict[Name, Limits] = {("before", *name): pair for name, pair in told[0].items()}
    sums = [Sum(("before", *total), [("before", *part) for part in parts]) for total, parts in earlier.sums]
    same = [name for name, count in earlier.counts.items() if now.counts.get(name) == count]
    return Attacker({**told[1], **first}, [*now.sums, *sums, *(Sum(name, [("before", *name)]) for name in same)])


def editions(seed: int, revised: float = 0.0) -> tuple[Generated, Generated]:
    return matrix(seed, **TINY), matrix(seed, **{**TINY, "years": 3}, revised=revised)


@pytest.mark.parametrize("seed", range(401, 500 if NIGHTLY else 407))
def test_two_editions_together_narrow_nothing_that_the_first_left_open(seed: int) -> None:
    """A year is added, and other years are taken together."""
    earlier, now = editions(seed)
    first, before = publish(earlier)
    second, decided = publish(now, before)
    nothing = dict.fromkeys(now.counts, (0.0, np.inf))
    attacker, outsider = (both(earlier, now, [limits(first) | before, told]) for told in (limits(second) | decided, nothing))
    assert beyond(attacker, outsider, small(now)) == {}


def test_editions_that_forget_each_other_narrow_counts_and_revised_ones_hardly_do() -> None:
    """Of figures that were revised, which sums held before is not known any more; then a few counts can be narrowed."""
    forgotten = remembered = 0
    for seed in range(401, 405):
        earlier, now = editions(seed, revised=0.2)
        first, before = publish(earlier)
        second, alone = (limits(publish(now, known)[0]) for known in (before, None))
        forgotten += len(both(earlier, now, [limits(first), alone]).narrowed(small(now), whole=False))
        remembered += len(both(earlier, now, [limits(first), second]).narrowed(small(now), whole=False))
    assert 5 * remembered < forgotten


def test_the_same_edition_published_again_tells_nothing_new() -> None:
    made = matrix(501, **TINY)
    first, before = publish(made)
    second, _ = publish(made, before)
    assert both(made, made, [limits(first), limits(second)]).narrowed(small(made), whole=False) == {}
