"""An edition protected as a whole: what is sensitive, how every other count is shown, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ivp_analysis.disclosure.cells import Kind
from ivp_analysis.disclosure.displays import Shown
from ivp_analysis.disclosure.matrix import Matrix
from ivp_analysis.disclosure.protection import protect, sensitive_rows, sensitive_themes
from ivp_analysis.disclosure.register import Name
from ivp_analysis.disclosure.shield import Loss, prove, shield
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.publication import PublicationRules


class Whole(NamedTuple):
    """What is decided of an edition.

    Attributes
    ----------
    protection : DataFrame
        Table `protection`.
    shown : dict of str to list of Shown or None
        For each table, or table and column, how the count of each row is shown; None for what others published.
    told : dict of tuple to tuple of float
        For each count that is published the limits that follow from how it is shown, by its name.
    loss : Loss
        What the protection costs.
    themes : frozenset of str
        The themes that consist of nothing but sensitive codes.
    """

    protection: pd.DataFrame
    shown: dict[str, list[Shown | None]]
    told: dict[Name, tuple[float, float]]
    loss: Loss
    themes: frozenset[str]


def protect_whole(
    estimates: pd.DataFrame,
    found: Mapping[str, pd.DataFrame],
    kernbeleid: Kernbeleid,
    municipality: Municipality,
    rules: PublicationRules,
    before: Mapping[Name, tuple[float, float]] | None = None,
) -> Whole:
    """Decide how every count of an edition is shown, all together, and prove that no small one can be worked out.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    found : mapping of str to DataFrame
        What `evidence.derive.evidence` gave.
    kernbeleid, municipality, rules : Kernbeleid, Municipality, PublicationRules
        The configuration.
    before : mapping of tuple to tuple of float, optional
        `told` of what was published before.

    Raises
    ------
    PublicationError
        When a count cannot be protected, or the audit finds one that is not.
    """
    sensitive, themes = sensitive_rows(estimates, kernbeleid, municipality), sensitive_themes(kernbeleid)
    matrix = Matrix(estimates, found, kernbeleid, (sensitive != "").to_numpy(dtype=bool), themes)
    register = matrix.register
    register.remember(before or {})
    names = register.names()
    done = shield(register.cells, rules)
    prove(register.cells, done, lambda place: " ".join(map(str, names[place])))
    alone = [None if kind is Kind.PUBLIC else one for kind, one in zip(register.cells.kinds, done.shown, strict=True)]
    shown = {table: [None if place < 0 else alone[place] for place in places.tolist()] for table, places in matrix.places.items()}
    kinds, limits = register.cells.kinds, done.limits
    told = {
        name: (limits[place].low, limits[place].high)
        for name, place in register.places.items()
        if kinds[place] in {Kind.GUARDED, Kind.IMPLIED} and limits[place] != (0, np.inf)
    }
    return Whole(protect(estimates, sensitive, shown["estimates"], rules), shown, told, done.loss, themes)
