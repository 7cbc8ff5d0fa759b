"""How every count of a publication is shown, so that no small one can be worked out from all of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ivp_analysis.disclosure.audit import Audit
from ivp_analysis.disclosure.cells import Bounds, Cells, Kind
from ivp_analysis.disclosure.displays import Display, Shown, alone, told
from ivp_analysis.disclosure.questions import Answers, answers
from ivp_analysis.errors import PublicationError
from ivp_analysis.vocabulary.publication import PublicationRules


@dataclass(frozen=True)
class Loss:
    """What protecting costs.

    Attributes
    ----------
    guarded : int
        Counts that are not public already: they are blurred.
    small : int
        Of these, counts that are blurred for being small.
    zeros : int
        Of these, counts of zero: they are shown as small ones are.
    widened : int
        Of these, counts that are shown less exactly than they would be by themselves, to protect others.
    hidden : int
        Of those, counts that are not shown at all.
    largest_shift : int
        How far a count that is shown rounded lies from the true one, at most.
    """

    guarded: int
    small: int
    zeros: int
    widened: int
    hidden: int
    largest_shift: int


@dataclass(frozen=True)
class Shield:
    """What is published of some counts.

    Attributes
    ----------
    shown : list of Shown, length n
        How each count is shown, and the limits within which it then lies.
    limits : list of Bounds, length n
        What was decided of each count; whoever knows how can know these too. Also of what is left of a sum, which is shown nowhere.
    asked : mapping of int to tuple of int
        For every count that must be protected the values that stay possible.
    loss : Loss
        What the protection costs.
    """

    shown: list[Shown]
    limits: list[Bounds]
    asked: Mapping[int, tuple[int, int]]
    loss: Loss


def shield(cells: Cells, rules: PublicationRules) -> Shield:
    """Decide how every count is shown.

    Small counts are shown as one class, larger ones rounded (conventional rounding; Hundepool et al. 2012), or less exactly where a small
    count could then be narrowed down.

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    rules : PublicationRules
        What is small, and how far is rounded.

    Returns
    -------
    Shield
        How each count is shown.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley.
    """
    found = answers(cells, rules)
    shown = [_shown(cells, place, found, rules) for place in range(len(cells))]
    limits = [found.told.get(place, Bounds(one.low, one.high)) for place, one in enumerate(shown)]
    return Shield(shown, limits, found.asked, _loss(cells, shown, rules))


def _shown(cells: Cells, place: int, found: Answers, rules: PublicationRules) -> Shown:
    count, kind, known = cells.counts[place], cells.kinds[place], Bounds(cells.low[place], cells.high[place])
    public = kind is Kind.GUARDED and place in found.public and not 1 <= count <= rules.small
    if kind is Kind.PUBLIC or public:
        return Shown(Display.EXACT, float(count), float(count), float(count))
    if kind is not Kind.GUARDED:
        return Shown(Display.HIDDEN, *known)
    one = told(count, found.told[place], rules) if place in found.told else alone(count, rules)
    return one._replace(**Bounds(one.low, one.high).within(known)._asdict())


def prove(cells: Cells, found: Shield, name: Callable[[int], str] = str) -> None:
    """Fail when an attacker can narrow a protected count down.

    Raises
    ------
    PublicationError
        Naming the figures, never the counts.
    """
    low, high = (np.array([one[side] for one in found.limits]) for side in (0, 1))
    failed = Audit(cells.counts, low, high, cells.matrix, cells.constant).narrowed(found.asked)
    if failed:
        raise PublicationError(
            f"{len(failed)} small figures could be worked out from what would be published",
            {"figures": "; ".join(sorted(name(place) for place in failed)[:5])},
            "Run ivp process again; if it stays, report it as a weakness: see SECURITY.md",
        )


def _loss(cells: Cells, shown: list[Shown], rules: PublicationRules) -> Loss:
    guarded = [place for place, kind in enumerate(cells.kinds) if kind is Kind.GUARDED]
    shifts = [abs(shown[place].value - cells.counts[place]) for place in guarded if not np.isnan(shown[place].value)]
    return Loss(
        guarded=len(guarded),
        small=sum(1 <= cells.counts[place] <= rules.small for place in guarded),
        zeros=sum(cells.counts[place] == 0 and shown[place].display is not Display.EXACT for place in guarded),
        widened=sum(shown[place].display in {Display.RANGE, Display.HIDDEN} for place in guarded),
        hidden=sum(shown[place].display is Display.HIDDEN for place in guarded),
        largest_shift=round(max(shifts, default=0)),
    )
