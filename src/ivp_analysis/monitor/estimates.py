"""Every outcome of a survey in every area: values with their variances, and the rows of them that a reader gets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ivp_analysis.monitor.areas import NO_GROUP, Areas
from ivp_analysis.monitor.shrinkage import shrunk
from ivp_analysis.monitor.survey import Flags, Floats, Integers, Part, Survey
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.survey.design import Design
from ivp_analysis.statistics.survey.domains import means
from ivp_analysis.statistics.survey.intervals import around, effective_of, wilson
from ivp_analysis.tables.survey_contracts import FLOORS, MONITOR
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.survey_rules import SurveyRules

PLAIN, FLAGGED, MERGED, LEFT_OUT = FLOORS
NOTHING = 1e-18
"""A variance below this is 0; that of one other answer among a million is larger."""


@dataclass(frozen=True)
class Estimated:
    """Estimates of one source, arrays of shape (outcomes, areas). Percentages are shares here, between 0 and 1.

    Attributes
    ----------
    value, variance, degrees : ndarray of float
        The estimate, its variance by the design, and the degrees of freedom of that.
    answered, counted : ndarray of int
        Respondents who answered, and of those who are counted in the percentage.
    effective, design_effect : ndarray of float
        As in `statistics.survey.domains.Means`.
    """

    value: Floats
    variance: Floats
    degrees: Floats
    answered: Integers
    counted: Integers
    effective: Floats
    design_effect: Floats


def estimated(part: Part, design: Design, domains: Flags, percentages: Flags) -> Estimated:
    """Estimate every outcome in some areas.

    Parameters
    ----------
    part : Part
        The respondents.
    design : Design
        Their weights.
    domains : ndarray of bool, shape (areas, respondents)
        Who lives in each area.
    percentages : ndarray of bool, shape (outcomes,)
        Which outcomes are percentages.
    """
    found = [means(design, values, domains) for values in part.answers.T]
    inside = domains.astype(np.float64)
    counted = [
        inside @ (values == 1) if share else np.zeros(len(inside)) for values, share in zip(part.answers.T, percentages, strict=True)
    ]

    def table(name: str) -> Floats:
        return np.array([getattr(one, name) for one in found], dtype=np.float64).reshape(len(found), len(domains))

    value, variance = table("value"), table("variance")
    # answers that are all the same leave rounding errors, which would pass for a very sure estimate
    value, variance = np.where(percentages[:, None], np.clip(value, 0, 1), value), np.where(variance < NOTHING, 0.0, variance)
    # rounded, so that equal weights reach a floor with as many answers as it says
    return Estimated(
        value, variance, table("degrees"), table("answered").astype(np.int64),
        np.array(counted, dtype=np.int64).reshape(len(found), len(domains)), table("effective").round(9), table("design_effect"),
    )  # fmt: skip


def floors(effective: Floats, areas: Areas, rules: SurveyRules) -> np.ndarray:
    """Say how each estimate may be published.

    Parameters
    ----------
    effective : ndarray of float, shape (outcomes, areas)
        Effective number of answers.
    areas, rules : Areas, SurveyRules
        Groups of villages, and the limits.

    Returns
    -------
    ndarray of str, shape (outcomes, areas)
        One of `FLOORS`: "merged" for a village with too few answers whose group has enough.
    """
    grouped = areas.group_of != NO_GROUP
    merged = grouped & (effective[:, areas.group_of] >= rules.flagged)
    found: np.ndarray = np.select([effective >= rules.plain, effective >= rules.flagged, merged], [PLAIN, FLAGGED, MERGED], LEFT_OUT)
    return found


def monitor_rows(survey: Survey, source: Source, found: Estimated, areas: Areas, rules: SurveyRules) -> pd.DataFrame:
    """Write the estimates of one source as rows, without numbers where the effective number of answers lies below the floors.

    Villages of the sample from the register have a second estimate, pulled towards the municipality, below the floors as well.

    Parameters
    ----------
    survey, source : Survey, Source
        Of whom the estimates are.
    found : Estimated
        What `estimated` gave for these areas.
    areas, rules : Areas, SurveyRules
        The areas, and the limits.

    Returns
    -------
    DataFrame
        Columns of the contract `monitor`.
    """
    sample = source == Source.SAMPLE
    floor = floors(found.effective, areas, rules)
    shown = found.effective >= rules.flagged
    share = survey.percentages[:, None]
    factor = np.where(share, 100.0, 1.0)
    tested = shown & sample
    low, high = _interval(found, share, survey.outcomes)
    numbers = {
        "effective": found.effective,
        "design_effect": np.where(tested, found.design_effect, np.nan),
        "value": np.where(shown, factor * found.value, np.nan),
        "error": np.where(tested, factor * np.sqrt(found.variance), np.nan),
        "low": np.where(tested, factor * low, np.nan),
        "high": np.where(tested, factor * high, np.nan),
        **(shrunk(survey, found, areas, rules.flagged) if sample else dict.fromkeys(_SHRUNK, np.full(floor.shape, np.nan))),
    }
    group = np.where(floor == MERGED, np.array(areas.names, dtype=object)[areas.group_of], "")
    counted = pd.array(found.counted.ravel(), dtype="Int64")
    counted[~np.broadcast_to(share, floor.shape).ravel()] = pd.NA
    rows = areas.figures(survey.outcomes).assign(
        year=survey.year, source=source.value, answered=found.answered.ravel(), counted=counted,
        **{name: values.ravel() for name, values in numbers.items()},
        floor=floor.ravel(), group=group.ravel(), reason=np.where(shown, Refusal.NONE.value, Refusal.TOO_FEW.value).ravel(),
        delivery=survey.delivery, public=False,
    )  # fmt: skip
    return rows.astype(dict.fromkeys(("source", "floor", "group", "reason", "delivery"), "str"))[list(MONITOR.columns)]


_SHRUNK = ("shrunk", "shrunk_low", "shrunk_high", "weight")


def _interval(found: Estimated, share: Flags, outcomes: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return Wilson's interval for percentages, and that of t for means and scores, as far as their range goes."""
    shares = np.where(share, found.value, np.nan)
    of_shares = wilson(shares, effective_of(shares, found.variance, found.effective))
    lowest, highest = (outcomes[name].to_numpy(dtype=float)[:, None] for name in ("lowest", "highest"))
    of_means = (np.clip(limit, lowest, highest) for limit in around(found.value, found.variance, found.degrees))
    low, high = (np.where(share, one, other) for one, other in zip(of_shares, of_means, strict=True))
    return low, high
