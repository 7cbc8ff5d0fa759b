"""Who answered, and what weighting did to their weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.monitor.areas import Areas
from ivp_analysis.monitor.survey import Floats, Part, Survey
from ivp_analysis.monitor.weighting import Weighted
from ivp_analysis.statistics.survey.weights import effective_size, kish
from ivp_analysis.tables.survey_contracts import MONITOR_RESPONSE
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.municipality import WHOLE


def response_rows(survey: Survey, source: Source, part: Part, weighted: Weighted, inhabitants: Floats, areas: Areas) -> pd.DataFrame:
    """Describe response and weights of one source, per village and for the municipality.

    Parameters
    ----------
    survey, source, part : Survey, Source, Part
        The survey and those of its respondents.
    weighted : Weighted
        Their weights.
    inhabitants : ndarray of float, shape (villages, age classes, 2)
        Whom they speak for.
    areas : Areas
        The areas; groups of villages are left out.

    Returns
    -------
    DataFrame
        Columns of the contract `monitor_response`; weights are relative to the mean of all respondents of the source, before trimming.
    """
    # trimming that cannot meet the margins makes the mean smaller: the unit stays what a respondent stood for before
    unit = weighted.untrimmed.mean()
    weights, untrimmed = weighted.design.weights / unit, weighted.untrimmed / unit
    invited = survey.invited.get(source.value, {})
    rows = []
    for area in range(areas.whole + 1):
        name, villages = areas.names[area], areas.members[area]
        inside = villages[part.villages]
        own, before = weights[inside], untrimmed[inside]
        rows.append(
            {
                "village": name, "role": areas.roles[area], "year": survey.year, "source": source.value,
                "invited": _invited(invited, name), "answered": len(own), "population": float(inhabitants[villages].sum()),
                "smallest": own.min(initial=np.inf), "largest": own.max(initial=-np.inf), "largest_before": before.max(initial=-np.inf),
                "trimmed": int(weighted.trimmed[inside].sum()), "design_effect": kish(own), "effective": effective_size(own),
                "deviation": weighted.largest_deviation if name == WHOLE else weighted.deviation[area], "delivery": survey.delivery,
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)[list(MONITOR_RESPONSE.columns)]
    weights_of = ["smallest", "largest", "largest_before"]
    frame[weights_of] = frame[weights_of].where(np.isfinite(frame[weights_of]))
    return frame.astype(dict.fromkeys(("village", "role", "source", "delivery"), "str"))


def _invited(invited: dict[str, int], name: str) -> float:
    if name == WHOLE and name not in invited and invited:
        return float(sum(invited.values()))
    return float(invited.get(name, np.nan))
