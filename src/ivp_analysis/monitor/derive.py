"""All that an edition estimates from its surveys, in one go."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ivp_analysis.errors import StoreError
from ivp_analysis.monitor.areas import Areas, areas_of
from ivp_analysis.monitor.beside import beside
from ivp_analysis.monitor.comparisons import pairs, with_before, with_rest
from ivp_analysis.monitor.estimates import Estimated, estimated, monitor_rows
from ivp_analysis.monitor.population import people
from ivp_analysis.monitor.response import response_rows
from ivp_analysis.monitor.survey import Floats, Part, Survey, surveys_of
from ivp_analysis.monitor.weighting import Weighted, weigh
from ivp_analysis.statistics.survey.design import Design
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.ladder import Ladder
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.survey_rules import SurveyRules

NOTABLE = 0.05
"""From this deviation of a group from its inhabitants on it is told that the sample could not be weighted in full."""
TABLES = ("monitor", "monitor_comparisons", "monitor_response", "monitor_beside")

_logger = logging.getLogger(__name__)


class _Headline(NamedTuple):
    """A survey with the estimates of its sample from the register."""

    survey: Survey
    part: Part
    design: Design
    found: Estimated


def monitor(
    tables: dict[str, pd.DataFrame],
    estimates: pd.DataFrame,
    municipality: Municipality,
    rules: SurveyRules,
    ladder: Ladder,
    delivered: Sequence[str],
) -> dict[str, pd.DataFrame]:
    """Weight, estimate and test the surveys of an edition.

    Each source of each survey is weighted and estimated apart. The newest survey is compared with the nearest one before it that has a
    question of the same group, and with nothing older.

    Parameters
    ----------
    tables : dict of str to DataFrame
        The tables `respondents`, `surveys`, `questions` and `population`.
    estimates : DataFrame
        Table `estimates`: the police figures of the edition.
    municipality : Municipality
        Its villages and groups of villages.
    rules, ladder : SurveyRules, Ladder
        How surveys are weighted and published; limits of the verdicts on police figures.
    delivered : sequence of str
        Names of the deliveries that the edition takes in, surveys and population alike.

    Returns
    -------
    dict of str to DataFrame
        The tables `monitor`, `monitor_comparisons`, `monitor_response` and `monitor_beside`; empty without a survey that can be weighted.
        What of them is public is for `disclosure.survey`.

    Raises
    ------
    DeliveryError
        When two surveys are known by the same year, or two questions of one group differ.
    StoreError
        When a village has more respondents than inhabitants.
    """
    areas = areas_of(municipality)
    population = tables["population"][tables["population"]["delivery"].isin(delivered)]
    pieces: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    # of the newest first
    headlines: list[_Headline] = []
    for survey in surveys_of(tables, delivered, municipality):
        inhabitants = people(population, survey, municipality)
        if inhabitants is None:
            continue
        for source, part in survey.parts.items():
            weighted = _weighed(survey, source, part, inhabitants, areas, rules)
            found = estimated(part, weighted.design, areas.domains(part.villages), survey.percentages)
            pieces["monitor"].append(monitor_rows(survey, source, found, areas, rules))
            pieces["monitor_response"].append(response_rows(survey, source, part, weighted, inhabitants, areas))
            if source == Source.SAMPLE:
                headlines.append(_Headline(survey, part, weighted.design, found))
    if headlines:
        newest, *older = headlines
        before = next((one for one in older if pairs(newest.survey, one.survey)), None)
        pieces["monitor_comparisons"].append(with_rest(*newest, areas, rules))
        if before:
            compared = with_before(newest.survey, before.survey, newest.found, before.found, areas, rules)
            pieces["monitor_comparisons"].insert(0, compared)
            pieces["monitor_beside"].append(beside(compared, newest.survey, before.survey, estimates, ladder))
    return {name: _together(name, parts) for name, parts in pieces.items()}


def _weighed(survey: Survey, source: Source, part: Part, inhabitants: Floats, areas: Areas, rules: SurveyRules) -> Weighted:
    answered, people_there = np.bincount(part.villages, minlength=areas.whole), inhabitants.sum(axis=(1, 2))
    wrong = [areas.names[village] for village in np.flatnonzero(answered > people_there)]
    if wrong:
        raise StoreError(
            "there are more respondents than inhabitants",
            {"survey": survey.delivery, "villages": ", ".join(wrong)},
            "Check the codes of villages in codebook.yaml, and the noemers of these villages",
        )
    weighted = weigh(part, inhabitants, survey.drawing, rules.largest_weight)
    if source == Source.SAMPLE and weighted.largest_deviation > NOTABLE:
        _logger.warning(
            "%s: after weighting a group is still %.0f %% off its inhabitants, because few of it answered; the pages say so. Compare the "
            "inhabitants in noemers with the codes of kern, leeftijd and geslacht in codebook.yaml",
            survey.delivery, 100 * weighted.largest_deviation,
        )  # fmt: skip
    return weighted


def _together(name: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return satisfy(pd.concat(filled, ignore_index=True), name) if filled else empty(name)
