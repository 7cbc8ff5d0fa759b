"""The names of indicators that are not codes."""

from __future__ import annotations

TOTAL = "totaal"
"""As indicator: the sum of the codes of a theme. As theme: all codes that are published per buurt."""

POLICE_TOTAL = "politietotaal"
"""The municipal total as the police give it, codes that are published per municipality only included."""

OPEN_DATA = "open data"
"""Classification of a sum over the systems of open data."""
