"""How every count of a publication is shown, so that no small one can be worked out from all of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ivp_analysis.disclosure.audit import Audit
from ivp_analysis.disclosure.cells import Cells, Kind
from ivp_analysis.disclosure.displays import Display, Shown
from ivp_analysis.disclosure.widening import Widening
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
    asked : mapping of int to tuple of int
        For every count that must be protected the values that stay possible.
    loss : Loss
        What the protection costs.
    """

    shown: list[Shown]
    asked: Mapping[int, tuple[int, int]]
    loss: Loss


def shield(cells: Cells, rules: PublicationRules) -> Shield:
    """Decide how every count is shown.

    Small counts are shown as one class, larger ones rounded (conventional rounding; Hundepool et al. 2012), each by itself. Where a small
    count could then be narrowed down, the counts that bind it are shown less exactly, one step at a time: first what follows from single
    sums, then what follows from all of them together (Fischetti and Salazar-González 2001).

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    rules : PublicationRules
        What is small, and how far is rounded.

    Returns
    -------
    Shield
        How each count is shown. The audit finds nothing in it.

    Raises
    ------
    PublicationError
        When a count cannot be protected because nothing is left to hide.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley.
    Fischetti, M. & Salazar-González, J.J. (2001). Solving the cell suppression problem on tabular data with linear constraints.
    Management Science 47, 1008-1027.
    """
    work = Widening(cells, rules)
    work.by_sum()
    work.together()
    return Shield(work.shown, work.asked, _loss(cells, work, rules))


def prove(cells: Cells, found: Shield, name: Callable[[int], str] = str) -> None:
    """Fail when an attacker can narrow a protected count down.

    Raises
    ------
    PublicationError
        Naming the figures, never the counts.
    """
    low, high = (np.array([one[side] for one in found.shown]) for side in (1, 2))
    failed = Audit(cells.counts, low, high, cells.matrix, cells.constant).narrowed(found.asked)
    if failed:
        raise PublicationError(
            f"{len(failed)} small figures could be worked out from what would be published",
            {"figures": "; ".join(sorted(name(place) for place in failed)[:5])},
            "Run ivp process again; if it stays, report it as a weakness: see SECURITY.md",
        )


def _loss(cells: Cells, work: Widening, rules: PublicationRules) -> Loss:
    shown = work.shown
    guarded = [place for place, kind in enumerate(cells.kinds) if kind is Kind.GUARDED]
    shifts = [abs(shown[place].value - cells.counts[place]) for place in guarded if not np.isnan(shown[place].value)]
    return Loss(
        guarded=len(guarded),
        small=sum(1 <= cells.counts[place] <= rules.small for place in guarded),
        zeros=sum(cells.counts[place] == 0 for place in guarded),
        widened=sum(work.widened(place) for place in guarded),
        hidden=sum(shown[place].display is Display.HIDDEN for place in guarded),
        largest_shift=round(max(shifts, default=0)),
    )
