"""Who reads a report, and how what only colleagues may see is marked."""

from __future__ import annotations

from typing import Literal

Audience = Literal["public", "internal"]

INTERNAL = "Intern: met exacte kleine aantallen. Niet verspreiden."
"""What stands at the top of every internal notebook. Publication refuses what says so."""

MARK = "Intern, niet verspreiden"
"""How every internal caption and alternative text begins, so that a table or picture that is copied out takes the mark along."""
