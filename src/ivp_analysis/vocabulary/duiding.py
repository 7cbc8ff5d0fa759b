"""Duiding: what the police and the municipality themselves write about the figures (in delivery.yaml, beside the files)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.vocabulary.traces import Kind, Trace, find_traces

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


def _as_mark(value: object) -> object:
    # YAML reads a mark without letters as a number
    return f"{value:08d}" if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
ThemeNumber = Annotated[Name, BeforeValidator(_as_text)]


Acceptor = Literal["privacy officer", "teamleider OOV", "afdelingshoofd", "gemeentesecretaris", "burgemeester"]
"""Who may accept. A fixed list, because nothing tells a role from a name in free text; without the writers themselves, and without the
functionaris gegevensbescherming, who advises and supervises and so does not decide."""

ACCEPTORS: tuple[Acceptor, ...] = get_args(Acceptor)


class Acceptance(BaseModel):
    """That somebody read a text in which traces of an incident were found, and lets it be published.

    Attributes
    ----------
    rol : str
        One of `Acceptor`: a role, never the name of a person.
    soorten : tuple of Kind
        The kinds of trace that are accepted; others still count.
    kenmerk : str
        The `mark` of the words that were read. Other words have another one, and are asked about anew.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rol: Acceptor
    soorten: Annotated[tuple[Kind, ...], Field(min_length=1)]
    kenmerk: Annotated[str, BeforeValidator(_as_mark), StringConstraints(pattern=r"^[0-9a-f]{8}$")]


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
    geaccepteerd : Acceptance or None
        Of a text in which traces of an incident were found: who lets it be published. It is never published itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tekst: Text
    rol: Role
    auteur: Name
    datum: date
    themas: tuple[ThemeNumber, ...] = ()
    kern: Name = Field(default=WHOLE)
    geaccepteerd: Acceptance | None = None

    @property
    def mark(self) -> str:
        """Eight digits that stand for the words and their author; how lines are broken does not matter."""
        words = f"{' '.join(self.tekst.split())}\n{self.auteur}"
        return hashlib.sha256(words.encode()).hexdigest()[:8]

    @property
    def traces(self) -> dict[str, list[Trace]]:
        """What may describe a single incident, by field; fields without are left out."""
        found = {"tekst": find_traces(self.tekst), "auteur": find_traces(self.auteur)}
        return {field: traces for field, traces in found.items() if traces}

    @property
    def open_traces(self) -> dict[str, list[Trace]]:
        """The traces that nobody accepted, by field."""
        accepted = self.geaccepteerd.soorten if self.geaccepteerd and self.geaccepteerd.kenmerk == self.mark else ()
        left = {field: [one for one in traces if one.kind not in accepted] for field, traces in self.traces.items()}
        return {field: traces for field, traces in left.items() if traces}


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
