"""The words of a theme: its codes, its indicators, what a rate is per."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Classification(StrEnum):
    """Which system a code belongs to; codes of different systems are never joined.

    The police's open data and Statistics Netherlands' own classification both have a code 1.1.1 with another meaning;
    only the police's systems are known here.
    """

    OFFENCE = "police-offence"
    NUISANCE = "police-nuisance"
    CLASS = "police-class"


class Status(StrEnum):
    """How a theme can be measured."""

    MEASURED = "gemeten"
    PROXY = "benadering"
    NO_SOURCE = "geen bron"


class Denominator(StrEnum):
    """What a rate is per thousand of, as readers know it."""

    INHABITANTS = "inwoners"
    DWELLINGS = "woningen"
    ESTABLISHMENTS = "vestigingen"
    YOUTH = "jongeren van 12 tot en met 17 jaar"

    @property
    def measure(self) -> str:
        """The measure of the table `population`."""
        return {"inwoners": "inhabitants", "woningen": "dwellings", "vestigingen": "establishments"}.get(self, "youth_12_17")


class VocabularyModel(BaseModel):
    """A part of the configuration: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Counted(VocabularyModel):
    """What is counted, in words."""

    name: str = Field(alias="naam")
    plural: str = Field(default="", alias="meervoud", description="as it stands in a sentence: woninginbraken")
    singular: str = Field(default="", alias="enkelvoud", description="one of them: woninginbraak")
    denominator: Denominator = Field(default=Denominator.INHABITANTS, alias="noemer", description="what a rate is per thousand of")
    budget: bool = Field(default=False, alias="bbv", description="whether every municipal budget must show it")
    warning: str = Field(default="", alias="waarschuwing")

    @property
    def subject(self) -> str:
        """What is counted, in the plural."""
        return self.plural or f"registraties van ‘{self.name}’"


class Code(Counted):
    """A code of the police with its name."""

    code: str
    classes: tuple[str, ...] = Field(default=(), alias="klassen", description="maatschappelijke klassen that belong to an offence code")
    municipality_only: bool = Field(default=False, alias="alleen_gemeente", description="published per municipality and year only")
    sensitive: bool = Field(default=False, alias="gevoelig", description="never shown per village or year")
    attempts: bool = Field(default=False, alias="pogingen", description="whether the share of attempts is told")

    @property
    def expanded_classes(self) -> tuple[str, ...]:
        """The classes with ranges such as F40-F45 written out."""
        result: list[str] = []
        for item in self.classes:
            match = re.fullmatch(r"([A-Z]+)(\d+)-\1(\d+)", item)
            if match:
                letters, first, last = match.groups()
                result += [f"{letters}{number:0{len(first)}d}" for number in range(int(first), int(last) + 1)]
            else:
                result.append(item)
        return tuple(result)


class Indicator(Counted):
    """A figure of a theme that is no code of open data: several codes together, or klassen that are part of one."""

    key: str = Field(alias="sleutel", pattern=r"^[a-z][a-z0-9-]{2,39}$", description="name in tables")
    offences: tuple[str, ...] = Field(default=(), alias="misdrijven")
    nuisance: tuple[str, ...] = Field(default=(), alias="overlast")
    classes: tuple[str, ...] = Field(
        default=(), alias="klassen", description="from deliveries of the police; beside the codes, never added"
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if bool(self.classes) == bool(self.offences or self.nuisance):
            raise ValueError(f"indicator {self.key} is made of codes of open data or of klassen: give one of the two")
        return self


class Theme(VocabularyModel):
    """One of the 22 themes of the Kernbeleid, or F1."""

    number: str = Field(alias="nummer")
    name: str = Field(alias="naam")
    status: Status
    certainty: str = Field(alias="zekerheid", pattern="^(hoog|middel|laag)$", description="how sure the assignment of codes is")
    offences: tuple[str, ...] = Field(default=(), alias="misdrijven")
    nuisance: tuple[str, ...] = Field(default=(), alias="overlast")
    classes: tuple[Code, ...] = Field(default=(), alias="klassen", description="classes outside open data: a series of their own")
    context: tuple[Code, ...] = Field(
        default=(), alias="context", description="classes of a code of another theme: shown beside, never added"
    )
    indicators: tuple[Indicator, ...] = Field(default=(), alias="indicatoren", description="figures beside the codes")
    denominator: Denominator = Field(default=Denominator.INHABITANTS, alias="noemer", description="of the theme as a whole")
    other_sources: tuple[str, ...] = Field(default=(), alias="andere_bronnen")
    warning: str = Field(default="", alias="waarschuwing")
    no_police_source: str = Field(default="", alias="geen_politiebron", description="why the police have no figures on it")

    @property
    def title(self) -> str:
        """Number and name, as a heading."""
        return f"{self.number} {self.name}"

    @property
    def has_police_source(self) -> bool:
        """Whether any police code counts for this theme."""
        return bool(self.offences or self.nuisance or self.classes)

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if not (self.offences or self.nuisance) and not self.no_police_source:
            raise ValueError(f"theme {self.number} has no codes of open data and does not say why (geen_politiebron)")
        return self


class SafetyField(VocabularyModel):
    """One of the five fields of the Kernbeleid, or the focus sheet on digital safety."""

    number: str = Field(alias="nummer")
    name: str = Field(alias="naam")
    themes: tuple[Theme, ...] = Field(alias="themas")
