"""The names of indicators that are not codes, and of the comparisons that are made with them."""

from __future__ import annotations

from enum import StrEnum

TOTAL = "totaal"
"""As indicator: the sum of the codes of a theme. As theme: all codes that are published per buurt."""

POLICE_TOTAL = "politietotaal"
"""The municipal total as the police give it, codes that are published per municipality only included."""

OPEN_DATA = "open data"
"""Classification of a sum over the systems of open data."""


class Comparison(StrEnum):
    """What a figure of an area is compared with: the last full year of police figures, or the newest survey."""

    BASELINE = "baseline"
    """The years that the ladder names."""
    PREVIOUS = "previous"
    """The year before."""
    REFERENCE = "reference"
    """Its change since the baseline, with the change in a reference area."""
    SURVEY = "survey"
    """The survey before."""
    REST = "rest"
    """The rest of the municipality, in the same survey."""
