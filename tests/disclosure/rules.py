"""Rules of publication for tests."""

from __future__ import annotations

import math

from ivp_analysis.disclosure.cells import Bounds
from ivp_analysis.disclosure.displays import Shown, alone, told
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.publication import PublicationRules, load_publication_rules

RULES = load_publication_rules(Paths().publication_rules)
"""Those of the project: "<5", and multiples of 5."""


def rules(small: int, base: int) -> PublicationRules:
    return RULES.model_copy(update={"small": small, "base": base})


def looks(count: int) -> list[Shown]:
    """The ways in which a count can be shown: as if it were alone, as a range, and not at all."""
    first = alone(count, RULES)
    near = Bounds(first.low, first.low + 2 * RULES.base)
    return [first, told(count, near, RULES), told(count, Bounds(0, math.inf), RULES)]
