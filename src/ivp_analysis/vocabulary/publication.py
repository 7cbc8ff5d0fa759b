"""The rules by which figures are published (data: config/publication.yaml)."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from ivp_analysis.vocabulary.themes import VocabularyModel
from ivp_analysis.vocabulary.yaml import load_yaml


class PublicationRules(VocabularyModel):
    """The whole of config/publication.yaml.

    Attributes
    ----------
    small : int
        Counts from 1 up to this one are shown as "less than the next".
    base : int
        Larger counts are rounded to multiples of this one; 1 leaves them as they are.
    rate_count : int
        Rates of smaller counts are not shown.
    rate_inhabitants : int
        Rates of areas with fewer inhabitants, or inhabitant-years, are not shown.
    pooled_years : int
        So many years are taken together where single ones say too little.
    cell, wide_cell : int
        Side in metres of the squares of a map, within and outside built-up areas.
    cell_incidents, cell_addresses, cell_inhabitants : int
        Squares with fewer are as if they were empty; inhabitants where addresses are not known.
    cell_margin : int
        So many times that number must be estimated from the figures of whole buurten.
    """

    small: int = Field(alias="klein_tot_en_met", ge=2, le=9)
    base: int = Field(alias="afronden_op", ge=1, le=10)
    rate_count: int = Field(alias="verhouding_vanaf_aantal", ge=1)
    rate_inhabitants: int = Field(alias="verhouding_vanaf_inwoners", ge=100)
    pooled_years: int = Field(alias="jaren_samen", ge=2, le=10)
    cell: int = Field(alias="vak_bebouwd", ge=250)
    wide_cell: int = Field(alias="vak_buiten", ge=500)
    cell_incidents: int = Field(alias="vak_vanaf_incidenten", ge=5)
    cell_addresses: int = Field(alias="vak_vanaf_adressen", ge=25)
    cell_inhabitants: int = Field(alias="vak_vanaf_inwoners", ge=50)
    cell_margin: int = Field(alias="vak_marge", ge=1)

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if (2 * (self.small + 1) + self.base) // (2 * self.base) * self.base <= self.small:
            raise ValueError(
                "afronden_op and klein_tot_en_met do not fit: counts just above the one would be rounded to a number that is shown as small"
            )
        if self.wide_cell % self.cell:
            raise ValueError("vak_buiten is no multiple of vak_bebouwd")
        return self

    @property
    def small_text(self) -> str:
        """How small counts are shown."""
        return f"<{self.small + 1}"

    @property
    def furthest(self) -> int:
        """How far a count may lie from the number that is shown for it, at most; a range is no wider than twice that."""
        return max(self.base, self.small + 1)

    def fewest_addresses(self, measure: str) -> int:
        """Return how many addresses a square must have, or dwellings or inhabitants where these stand for them.

        Parameters
        ----------
        measure : str
            A measure of the table `population`.
        """
        return self.cell_inhabitants if measure == "inhabitants" else self.cell_addresses

    def fewest_estimated(self, measure: str) -> float:
        """Return how many must be estimated from whole buurten before a square counts as having `fewest_addresses`.

        Parameters
        ----------
        measure : str
            As for `fewest_addresses`; empty where nothing is known, and then no estimate is enough.
        """
        return self.cell_margin * self.fewest_addresses(measure) if measure else math.inf

    @property
    def fewest_incidents(self) -> int:
        """How many incidents a square must have: never a count that would be shown as small."""
        return max(self.cell_incidents, self.small + 1)


def load_publication_rules(path: Path) -> PublicationRules:
    """Read the rules.

    Parameters
    ----------
    path : Path
        The file config/publication.yaml.

    Raises
    ------
    ConfigurationError
        When the file is missing, or a rule is missing or wrong.
    """
    return load_yaml(path, PublicationRules)
