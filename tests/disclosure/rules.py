"""Rules of publication for tests."""

from __future__ import annotations

from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.publication import PublicationRules, load_publication_rules

RULES = load_publication_rules(Paths().publication_rules)
"""Those of the project: "<5", and multiples of 5."""


def rules(small: int, base: int) -> PublicationRules:
    return RULES.model_copy(update={"small": small, "base": base})
