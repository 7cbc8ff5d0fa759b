"""The rules by which surveys are weighted and published (data: config/enquete.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from ivp_analysis.vocabulary.themes import VocabularyModel
from ivp_analysis.vocabulary.yaml import load_yaml


class SurveyRules(VocabularyModel):
    """The whole of config/enquete.yaml.

    Attributes
    ----------
    largest_weight : float
        Weights are trimmed at so many times the mean weight; above 5 is refused.
    plain : float
        From this effective number of answers on an estimate is published without more.
    flagged : float
        From this effective number on with a warning; below it not by itself.
    fewest : int
        Fewer respondents than this behind a percentage, or behind its complement, are not shown in public.
    q, p_hint : float
        As in the ladder of police figures.
    power : float
        Chance to find a change that is there, for the detectable change.
    """

    largest_weight: float = Field(alias="hoogste_gewicht", ge=1.5, le=5)
    plain: float = Field(alias="zonder_meer_vanaf", ge=30)
    flagged: float = Field(alias="met_voorbehoud_vanaf", ge=10)
    fewest: int = Field(alias="minste_antwoorden", ge=5)
    q: float = Field(alias="grens_aantoonbaar", gt=0, le=0.25)
    p_hint: float = Field(alias="grens_aanwijzing", gt=0, le=0.1)
    power: float = Field(alias="kans_om_te_vinden", ge=0.5, lt=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.flagged >= self.plain:
            raise ValueError("met_voorbehoud_vanaf lies below zonder_meer_vanaf")
        return self


def load_survey_rules(path: Path) -> SurveyRules:
    """Read the rules.

    Parameters
    ----------
    path : Path
        The file config/enquete.yaml.

    Raises
    ------
    ConfigurationError
        When the file is missing, or a rule is missing or wrong.
    """
    return load_yaml(path, SurveyRules)
