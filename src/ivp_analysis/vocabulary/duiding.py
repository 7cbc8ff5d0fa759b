"""Duiding: what the police and the municipality themselves write about the figures (in delivery.yaml, beside the files)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from ivp_analysis.vocabulary.municipality import WHOLE

Role = Literal["politie", "team OOV"]

ROLES: tuple[Role, ...] = ("politie", "team OOV")
"""Whose words belong beside the figures, in the order in which they stand there."""

MISSING: dict[Role, str] = {"politie": "Duiding van de politie ontbreekt.", "team OOV": "Duiding van team OOV ontbreekt."}
"""What a page and its findings say of a role that wrote nothing. A final publication looks for these texts."""

LONGEST = 2000
"""Characters of a text: about a page. What is longer is a report, and belongs beside the site."""


def _as_text(value: object) -> object:
    # YAML reads a theme without quotes, such as 1.3, as a number
    return str(value) if isinstance(value, float) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
ThemeNumber = Annotated[Name, BeforeValidator(_as_text)]


class Duiding(BaseModel):
    """One written interpretation; its keys are Dutch, because its writers are.

    Attributes
    ----------
    tekst : str
        The words, at most 2,000 characters; a blank line begins a paragraph. They never describe a single incident.
    rol : str
        "politie" or "team OOV".
    auteur : str
        The function of the author, such as "informatieanalist basisteam Vechtdal": never the name of a person, because it is published.
    datum : date
        When it was written.
    themas : tuple of str
        Numbers of the themes that it is about; empty for the delivery as a whole.
    kern : str
        The village that it is about, or "gemeente".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tekst: Text
    rol: Role
    auteur: Name
    datum: date
    themas: tuple[ThemeNumber, ...] = ()
    kern: Name = Field(default=WHOLE)


def for_page(items: Iterable[Duiding], theme: str, village: str) -> list[Duiding]:
    """Choose what stands on the page of a theme in a village.

    Parameters
    ----------
    items : iterable of Duiding
        What was delivered.
    theme : str
        Number of the theme.
    village : str
        Name of the village, or "gemeente".

    Returns
    -------
    list of Duiding
        What is about this theme, in this village or in the municipality as a whole. What is about the delivery as a whole stands in only
        for a role that wrote nothing about this theme. The police come first, and the village before the municipality.
    """
    near = [item for item in items if item.kern in (village, WHOLE)]
    about_theme = [item for item in near if theme in item.themas]
    told = {item.rol for item in about_theme}
    general = [item for item in near if not item.themas and item.rol not in told]
    return sorted(about_theme + general, key=lambda item: (ROLES.index(item.rol), item.kern == WHOLE))


def missing(items: Iterable[Duiding], theme: str, village: str) -> list[Role]:
    """Return the roles of which nothing stands on the page of a theme in a village; parameters as for `for_page`."""
    told = {item.rol for item in for_page(items, theme, village)}
    return [role for role in ROLES if role not in told]
