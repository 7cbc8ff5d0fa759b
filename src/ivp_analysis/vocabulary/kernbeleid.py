"""Fields, themes, and which police code counts for which theme (data: config/kernbeleid.yaml)."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from ivp_analysis.errors import ParameterError, nearest
from ivp_analysis.vocabulary.themes import Classification, Code, Denominator, Indicator, SafetyField, Status, Theme, VocabularyModel
from ivp_analysis.vocabulary.yaml import load_yaml

__all__ = [
    "NOT_CLASSIFIED",
    "OUTSIDE",
    "ROLL_UP",
    "Classification",
    "Code",
    "Denominator",
    "Indicator",
    "Kernbeleid",
    "SafetyField",
    "Status",
    "Theme",
    "load_kernbeleid",
]

NOT_CLASSIFIED = "niet ingedeeld"
OUTSIDE = "buiten Kernbeleid"
ROLL_UP = "0.0.0"


class Outside(VocabularyModel):
    """The codes that count in totals and for no theme."""

    offences: tuple[str, ...] = Field(alias="misdrijven")
    reason: str = Field(alias="reden")


class Kernbeleid(VocabularyModel):
    """The whole of config/kernbeleid.yaml."""

    version: int = Field(alias="versie")
    dated: date = Field(alias="datum")
    judgement: str = Field(alias="oordeel", description="whose judgement the assignment is")
    source: str = Field(alias="bron")
    fields: tuple[SafetyField, ...] = Field(alias="velden")
    outside: Outside = Field(alias="buiten_kernbeleid")
    offences: tuple[Code, ...] = Field(alias="misdrijven")
    nuisance: tuple[Code, ...] = Field(alias="overlast")

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """All themes by number, in order."""
        return {theme.number: theme for field in self.fields for theme in field.themes}

    @cached_property
    def codes(self) -> dict[tuple[Classification, str], Code]:
        """Every known code; the classes outside open data included."""
        result = {(Classification.OFFENCE, code.code): code for code in self.offences}
        result |= {(Classification.NUISANCE, code.code): code for code in self.nuisance}
        return result | {(Classification.CLASS, code.code): code for theme in self.themes.values() for code in theme.classes}

    @cached_property
    def _theme_of(self) -> dict[tuple[Classification, str], str]:
        result: dict[tuple[Classification, str], str] = {}
        for theme in self.themes.values():
            result |= {(Classification.OFFENCE, code): theme.number for code in theme.offences}
            result |= {(Classification.NUISANCE, code): theme.number for code in theme.nuisance}
            result |= {(Classification.CLASS, code.code): theme.number for code in theme.classes}
        result |= {(Classification.OFFENCE, code): OUTSIDE for code in self.outside.offences}
        for klasse, offence in self.offence_of_class.items():
            result[Classification.CLASS, klasse] = result[Classification.OFFENCE, offence]
        for nuisance in self.nuisance:
            result[Classification.CLASS, nuisance.code] = result[Classification.NUISANCE, nuisance.code]
        return result

    @cached_property
    def offence_of_class(self) -> dict[str, str]:
        """The open-data offence code that a class belongs to."""
        return {klasse: code.code for code in self.offences for klasse in code.expanded_classes}

    @cached_property
    def own_classes(self) -> frozenset[str]:
        """The classes that no open-data code counts: the only ones that add to a theme."""
        return frozenset(code.code for theme in self.themes.values() for code in theme.classes)

    @cached_property
    def indicators(self) -> dict[str, tuple[str, Indicator]]:
        """The indicators that are no codes by key, each with the number of its theme."""
        return {item.key: (theme.number, item) for theme in self.themes.values() for item in theme.indicators}

    @cached_property
    def municipality_only(self) -> frozenset[str]:
        """Offence codes that are published per municipality and year only; never part of a total here."""
        return frozenset(code.code for code in self.offences if code.municipality_only)

    def theme_of(self, classification: Classification | str, code: str) -> str:
        """Say which theme a code counts for.

        Parameters
        ----------
        classification : Classification
            The system of the code.
        code : str
            The code, without padding.

        Returns
        -------
        str
            The number of the theme, "buiten Kernbeleid", or "niet ingedeeld" for an unknown code.
        """
        return self._theme_of.get((Classification(classification), code), NOT_CLASSIFIED)

    def theme(self, number: str) -> Theme:
        """Return the theme with this number.

        Raises
        ------
        ParameterError
            When there is no such theme; the nearest one is named.
        """
        try:
            return self.themes[number]
        except KeyError:
            raise ParameterError(f"there is no theme '{number}'", {"parameter": "theme"}, nearest(number, self.themes)) from None

    def codes_of(self, theme: str) -> tuple[Code, ...]:
        """Return the codes of open data that a theme is made of."""
        found = self.themes[theme]
        pairs = [(Classification.OFFENCE, code) for code in found.offences] + [(Classification.NUISANCE, code) for code in found.nuisance]
        return tuple(self.codes[pair] for pair in pairs)

    def field_of(self, theme: str) -> SafetyField:
        """Return the field that a theme is part of."""
        return next(field for field in self.fields if any(item.number == theme for item in field.themes))

    @model_validator(mode="after")
    def _each_code_once(self) -> Self:
        known = [code.code for code in self.offences]
        used = [code for field in self.fields for theme in field.themes for code in theme.offences] + list(self.outside.offences)
        _same("offence code", known, used)
        _same("nuisance code", [c.code for c in self.nuisance], [c for f in self.fields for t in f.themes for c in t.nuisance])
        members = [klasse for code in self.offences for klasse in code.expanded_classes]
        members += [c.code for c in self.nuisance] + [c.code for f in self.fields for t in f.themes for c in t.classes]
        _same("class", sorted(set(members)), members)
        return self

    @model_validator(mode="after")
    def _indicators_of_known_codes(self) -> Self:
        items = [item for theme in self.themes.values() for item in theme.indicators]
        twice = sorted({item.key for item in items if [other.key for other in items].count(item.key) > 1})
        if twice:
            raise ValueError(f"indicator given twice: {', '.join(twice)}")
        known = set(self._theme_of)
        for item in items:
            pairs = [(Classification.OFFENCE, code) for code in item.offences] + [(Classification.NUISANCE, code) for code in item.nuisance]
            pairs += [(Classification.CLASS, code) for code in item.classes]
            unknown = sorted(code for system, code in pairs if (system, code) not in known)
            if unknown:
                raise ValueError(f"indicator {item.key} is made of unknown codes: {', '.join(unknown)}")
            hidden = sorted(code for system, code in pairs if system is Classification.OFFENCE and code in self.municipality_only)
            if hidden:
                raise ValueError(f"indicator {item.key} has codes that are published per municipality only: {', '.join(hidden)}")
        return self


def _same(what: str, known: list[str], used: list[str]) -> None:
    twice = sorted({code for code in used if used.count(code) > 1})
    if twice:
        raise ValueError(f"{what} in more than one place: {', '.join(twice)}")
    if set(known) != set(used):
        raise ValueError(f"{what} without a theme: {sorted(set(known) - set(used))}; without a name: {sorted(set(used) - set(known))}")


def load_kernbeleid(path: Path) -> Kernbeleid:
    """Read config/kernbeleid.yaml and check that each code stands in exactly one place."""
    return load_yaml(path, Kernbeleid)
