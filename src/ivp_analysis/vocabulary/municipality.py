"""A municipality, its villages and neighbourhoods, its reference areas (data: config/municipalities/<name>.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ivp_analysis.errors import ParameterError, nearest
from ivp_analysis.paths import Paths, slug
from ivp_analysis.vocabulary.yaml import load_yaml

WHOLE = "gemeente"
UNKNOWN = "onbekend"
NETHERLANDS = "NL00"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Neighbourhood(_Model):
    """A CBS buurt and how sure it is that it belongs to its village."""

    code: str = Field(pattern=r"^BU\d{8}$")
    name: str = Field(alias="naam")
    certainty: str = Field(alias="zekerheid", pattern="^(hoog|middel|laag)$")
    note: str = Field(default="", alias="opmerking")

    @property
    def district(self) -> str:
        """The code of the CBS wijk."""
        return f"WK{self.code[2:8]}"


class Village(_Model):
    """A village (kern) with its surroundings."""

    name: str = Field(alias="naam", max_length=100, pattern=r"^['’]?[^\W\d_]([^\W\d_]|['’. -])*$")
    neighbourhoods: tuple[Neighbourhood, ...] = Field(alias="buurten", min_length=1)


class VillageGroup(_Model):
    """Villages whose answers in a survey are taken together where each has too few."""

    name: str = Field(alias="naam", min_length=1)
    villages: tuple[str, ...] = Field(alias="kernen", min_length=2)


class District(_Model):
    """A CBS wijk."""

    code: str = Field(pattern=r"^WK\d{6}$")
    name: str = Field(alias="naam")


class ReferenceArea(_Model):
    """A set of municipalities, or the country, to compare with."""

    name: str = Field(alias="naam")
    members: tuple[str, ...] = Field(alias="gebieden", min_length=1)


class Municipality(_Model):
    """The whole of a municipality's configuration."""

    key: str = Field(alias="sleutel", pattern=r"^[a-z0-9][a-z0-9-]*$", description="name in commands and paths")
    code: str = Field(pattern=r"^GM\d{4}$")
    name: str = Field(alias="naam")
    crosswalk: str = Field(alias="toelichting_buurten", description="whose judgement the division into villages is")
    districts: tuple[District, ...] = Field(alias="wijken")
    villages: tuple[Village, ...] = Field(alias="kernen")
    groups: tuple[VillageGroup, ...] = Field(default=(), alias="kerngroepen")
    references: tuple[ReferenceArea, ...] = Field(alias="referentiegebieden", min_length=1)
    names: Mapping[Annotated[str, Field(pattern=r"^GM\d{4}$")], str] = Field(
        default_factory=dict, alias="gemeentenamen", description="names of the municipalities of the reference areas by code"
    )

    @cached_property
    def village_names(self) -> tuple[str, ...]:
        """The villages."""
        return tuple(village.name for village in self.villages)

    @cached_property
    def area_names(self) -> tuple[str, ...]:
        """The villages and the whole: the valid values of the parameter village."""
        return (*self.village_names, WHOLE)

    @cached_property
    def neighbourhoods(self) -> dict[str, Neighbourhood]:
        """All neighbourhoods by code."""
        return {item.code: item for village in self.villages for item in village.neighbourhoods}

    @cached_property
    def village_of(self) -> dict[str, str]:
        """The village of each neighbourhood code."""
        return {item.code: village.name for village in self.villages for item in village.neighbourhoods}

    @cached_property
    def reference_codes(self) -> tuple[str, ...]:
        """Every municipality or country code of a reference area, the municipality itself left out."""
        codes = [code for reference in self.references for code in reference.members if code != self.code]
        return tuple(dict.fromkeys(codes))

    def label(self, village: str) -> str:
        """Return the name of an area as readers know it."""
        return f"gemeente {self.name}" if village == WHOLE else village

    def peer_name(self, code: str) -> str:
        """Return the name of a municipality of a reference area; its code where the configuration has no name for it."""
        return self.names.get(code, code)

    def area(self, name: str) -> str:
        """Return the name of a village, or "gemeente", as it is written in the configuration.

        Raises
        ------
        ParameterError
            When there is no such village; the nearest one is named.
        """
        if name not in self.area_names:
            raise ParameterError(f"there is no village '{name}' in {self.name}", {"parameter": "village"}, nearest(name, self.area_names))
        return name

    def reference(self, name: str) -> ReferenceArea:
        """Return the reference area with this name.

        Raises
        ------
        ParameterError
            When there is no such area; the nearest one is named.
        """
        for reference in self.references:
            if reference.name == name:
                return reference
        names = [reference.name for reference in self.references]
        raise ParameterError(f"there is no reference area '{name}' for {self.name}", {"parameter": "reference"}, nearest(name, names))

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        codes = [item.code for village in self.villages for item in village.neighbourhoods]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"neighbourhood in more than one village: {', '.join(twice)}")
        names = [village.name for village in self.villages]
        if len(set(names)) != len(names) or {WHOLE, UNKNOWN} & {name.lower() for name in names}:
            raise ValueError(f"village names must differ from each other and from '{WHOLE}' and '{UNKNOWN}'")
        if len({slug(name) for name in (*names, WHOLE)}) != len(names) + 1:
            raise ValueError("two villages would have the same name in paths and addresses")
        wrong = sorted(code for code in codes if code[2:6] != self.code[2:])
        if wrong:
            raise ValueError(f"neighbourhood of another municipality: {', '.join(wrong)}")
        districts = {district.code for district in self.districts}
        lost = sorted({item.district for v in self.villages for item in v.neighbourhoods} ^ districts)
        if lost:
            raise ValueError(f"wijken and the codes of the buurten do not agree: {', '.join(lost)}")
        return self

    @model_validator(mode="after")
    def _groups_of_villages(self) -> Self:
        members = [name for group in self.groups for name in group.villages]
        strange = sorted(set(members) - set(self.village_names))
        if strange or len(set(members)) != len(members):
            raise ValueError(f"kerngroepen: every village at most once, and no other names: {', '.join(strange)}".rstrip(": "))
        if {group.name for group in self.groups} & {*self.area_names, UNKNOWN}:
            raise ValueError("kerngroepen: a group needs a name of its own")
        return self

    @model_validator(mode="after")
    def _names_of_members(self) -> Self:
        # a mistyped code would otherwise be a municipality that no table has, and its reference area absent for ever
        strange = sorted(set(self.names) - {self.code, *self.reference_codes})
        if strange:
            raise ValueError(f"a name for a municipality of no reference area: {', '.join(strange)}")
        return self


def load_municipality(name: str, paths: Paths) -> Municipality:
    """Read the configuration of a municipality.

    Parameters
    ----------
    name : str
        Its key, such as "dalfsen".
    paths : Paths
        Where config/ is.

    Returns
    -------
    Municipality
        The configuration, checked.

    Raises
    ------
    ParameterError
        When no such municipality is configured; the nearest one is named.
    ConfigurationError
        When its file is wrong.
    """
    known = sorted(path.stem for path in (paths.config / "municipalities").glob("*.yaml"))
    if name not in known:
        raise ParameterError(
            f"there is no municipality '{name}'", {"folder": _short(paths.config / "municipalities")}, nearest(name, known)
        )
    return load_yaml(paths.municipality(name), Municipality)


def _short(path: Path) -> str:
    return "/".join(path.parts[-2:])
