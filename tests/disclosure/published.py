"""Generated counts as they are published, and what an attacker reads in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from disclosure.attacker import Limits, Name, read
from disclosure.matrices import Generated
from disclosure.rules import RULES

from ivp_analysis.disclosure.displays import Shown, alone, as_text
from ivp_analysis.disclosure.rule_texts import text_of
from ivp_analysis.disclosure.shield import shield

Told = Mapping[Name, tuple[str, str]]
"""The text and the note of each count."""


def publish(made: Generated, before: Mapping[Name, Limits] | None = None) -> tuple[Told, dict[Name, Limits]]:
    """Return what readers see, and what the next edition is to remember of it."""
    register = made.register()
    register.remember(before or {})
    found = shield(register.cells, RULES)
    shown = {name: found.shown[register.places[name]] for name in made.counts}
    told = {
        name: (one.low, one.high) for name, one in shown.items() if name not in made.public and (one.low, one.high) != (0, float("inf"))
    }
    return _printed(made, shown), told


def each_by_itself(made: Generated) -> Told:
    """Return what readers would see if nothing were done to protect one count against another."""
    return _printed(made, {name: alone(count, RULES) for name, count in made.counts.items()})


def limits(told: Told) -> dict[Name, Limits]:
    """Return what an attacker reads."""
    return {name: read(*printed) for name, printed in told.items()}


def small(made: Generated, names: Sequence[Name] | None = None) -> dict[Name, tuple[int, int]]:
    """Return the counts that must be protected, with the values that must stay possible."""
    return dict.fromkeys(made.small if names is None else names, (1, RULES.small))


def _printed(made: Generated, shown: Mapping[Name, Shown]) -> Told:
    ways_ = {name: None if name in made.public else shown[name] for name in made.counts}
    return {name: (as_text(made.counts[name], one, RULES), text_of(one, RULES)) for name, one in ways_.items()}
