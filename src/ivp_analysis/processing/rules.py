"""The rules by which figures are judged and shown, all files together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.ladder import Ladder, load_ladder
from ivp_analysis.vocabulary.publication import PublicationRules, load_publication_rules
from ivp_analysis.vocabulary.survey_rules import SurveyRules, load_survey_rules


@dataclass(frozen=True)
class Rules:
    """What the configuration says of figures.

    Attributes
    ----------
    ladder : Ladder
        When a difference is demonstrable.
    survey : SurveyRules
        How surveys are weighted.
    publication : PublicationRules
        What of all this is shown.
    """

    ladder: Ladder
    survey: SurveyRules
    publication: PublicationRules

    @classmethod
    def load(cls, paths: Paths) -> Self:
        """Read them.

        Raises
        ------
        ConfigurationError
            When a file is missing or wrong.
        """
        return cls(load_ladder(paths.ladder), load_survey_rules(paths.survey_rules), load_publication_rules(paths.publication_rules))

    @property
    def shown(self) -> dict[str, Any]:
        """What readers are told of how figures are shown."""
        return self.publication.model_dump(mode="json") | {"fewest_answers": self.survey.fewest}
