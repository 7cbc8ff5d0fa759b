"""The newest survey compared: with the one before, and villages with the rest of the municipality."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.monitor.areas import Areas
from ivp_analysis.monitor.estimates import MERGED, NOTHING, Estimated, estimated, floors
from ivp_analysis.monitor.survey import Flags, Floats, Integers, Part, Survey, plain
from ivp_analysis.statistics.multiplicity import adjusted
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.survey.design import Design
from ivp_analysis.statistics.survey.differences import Differences, differences, tested
from ivp_analysis.statistics.survey.domains import contrast
from ivp_analysis.statistics.survey.intervals import detectable
from ivp_analysis.tables.survey_contracts import MONITOR_COMPARISONS
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.vocabulary.survey_rules import SurveyRules

SURVEY, REST = "survey", "rest"


def pairs(newest: Survey, before: Survey) -> list[tuple[int, int]]:
    """Return the outcomes of two surveys that may be compared: those of the same group.

    Returns
    -------
    list of (int, int)
        Numbers of the outcome in the newest survey and in the one before, in the order of the newest.

    Raises
    ------
    DeliveryError
        When outcomes have the same group but were asked or are counted in another way.
    """
    earlier = {group: number for number, group in enumerate(before.outcomes["group"]) if group}
    found = [(number, earlier[group]) for number, group in enumerate(newest.outcomes["group"]) if group in earlier]
    for one, other in found:
        now, then = newest.outcomes.iloc[one], before.outcomes.iloc[other]
        different = [name for name in _ALIKE if _form(now[name], name) != _form(then[name], name)]
        if different:
            raise DeliveryError(
                f"the questions '{now['question']}' and '{then['question']}' have the same group '{now['group']}' but differ in "
                + ", ".join(dict.fromkeys(_ALIKE[name] for name in different)),
                {"deliveries": f"{newest.delivery}, {before.delivery}", "group": now["group"]},
                "Take the group (groep) out of one of them, or correct the codebook that is wrong",
            )
    return found


_ALIKE = {
    "kind": "telt or gemiddelde", "answers": "antwoorden", "lowest": "antwoorden", "highest": "antwoorden", "counted": "telt",
    "direction": "richting", "only_after": "alleen_na", "items": "vragen (words, answers and omgekeerd of a scale)",
}  # fmt: skip
"""What must be alike, with its name in a codebook."""


def _form(value: object, name: str) -> object:
    """Return what is held against the other survey: the order of codes does not matter."""
    if name == "counted":
        return sorted(json.loads(str(value) or "[]"))
    if name == "answers":
        return {code: plain(label) for code, label in json.loads(str(value) or "{}").items()}
    return value


def with_before(newest: Survey, before: Survey, now: Estimated, then: Estimated, areas: Areas, rules: SurveyRules) -> pd.DataFrame:
    """Compare the newest survey with the one before, in every area; groups of villages where one of theirs has too few answers.

    Parameters
    ----------
    newest, before : Survey
        The surveys.
    now, then : Estimated
        Their estimates of all areas, of the sample from the register.
    areas, rules : Areas, SurveyRules
        The areas, and the limits.

    Returns
    -------
    DataFrame
        Columns of the contract `monitor_comparisons`.
    """
    found = np.array(pairs(newest, before), dtype=np.int64).reshape(-1, 2)
    now, then = _taken(now, found[:, 0]), _taken(then, found[:, 1])
    outcomes = newest.outcomes.iloc[found[:, 0]].reset_index(drop=True)
    share = (outcomes["kind"] == "percentage").to_numpy(dtype=bool)[:, None]
    enough = _enough(now, share, rules) & _enough(then, share, rules)
    shown = (now.effective >= rules.flagged, then.effective >= rules.flagged)
    test = differences(
        _where(shown[0] & shown[1] & enough, now.value), now.variance.ravel(), now.degrees.ravel(),
        _where(then.answered > 0, then.value), then.variance.ravel(), then.degrees.ravel(),
    )  # fmt: skip
    wide = detectable(now.variance, then.variance, power=rules.power)
    rows = _rows(areas, outcomes, share, (np.where(shown[0], now.value, np.nan), np.where(shown[1], then.value, np.nan)), test, wide)
    merged = (floors(now.effective, areas, rules) == MERGED) | (floors(then.effective, areas, rules) == MERGED)
    kept = _kept(merged, areas)
    return _judged(rows.assign(comparison=SURVEY, year=newest.year, before_year=before.year)[kept.ravel()], rules)


def with_rest(newest: Survey, part: Part, design: Design, now: Estimated, areas: Areas, rules: SurveyRules) -> pd.DataFrame:
    """Compare villages, and groups where one of their villages has too few answers, with the rest of the municipality.

    Parameters
    ----------
    newest : Survey
        The survey.
    part, design : Part, Design
        The respondents of the sample from the register, and their weights.
    now : Estimated
        Their estimates of all areas.
    areas, rules : Areas, SurveyRules
        The areas, and the limits.

    Returns
    -------
    DataFrame
        Columns of the contract `monitor_comparisons`.
    """
    domains = areas.domains(part.villages)
    rest = estimated(part, design, ~domains, newest.percentages)
    share = newest.percentages[:, None]
    difference, variance = (np.full(now.value.shape, np.nan) for _ in range(2))
    for number, values in enumerate(part.answers.T):
        for area in areas.parts:
            difference[number, area], variance[number, area] = contrast(design, values, domains[area], ~domains[area])
    variance = np.where(variance < NOTHING, 0.0, variance)
    enough = _enough(now, share, rules) & _enough(rest, share, rules)
    shown = (now.effective >= rules.flagged, rest.effective >= rules.flagged)
    allowed = shown[0] & shown[1] & enough
    test = tested(_where(allowed, difference), variance.ravel(), np.fmin(now.degrees, rest.degrees).ravel())
    wide = detectable(variance, 0.0, power=rules.power)
    rows = _rows(areas, newest.outcomes, share, (np.where(shown[0], now.value, np.nan), np.where(shown[1], rest.value, np.nan)), test, wide)
    alone = np.where((rest.answered == 0).ravel(), Refusal.NO_REFERENCE.value, rows["reason"])
    kept = _kept(floors(now.effective, areas, rules) == MERGED, areas)
    kept[:, areas.whole] = False
    return _judged(rows.assign(comparison=REST, year=newest.year, before_year=0, reason=alone)[kept.ravel()], rules)


def _taken(found: Estimated, outcomes: Integers) -> Estimated:
    return Estimated(*(getattr(found, name)[outcomes] for name in Estimated.__dataclass_fields__))


def _enough(found: Estimated, share: Flags, rules: SurveyRules) -> Flags:
    """Say where enough respondents are counted, and enough are not: with fewer a variance says little, and public figures are hidden."""
    fewest: Flags = np.minimum(found.counted, found.answered - found.counted) >= rules.fewest
    return fewest | ~share


def _where(allowed: Flags, values: Floats) -> Floats:
    return np.where(allowed, values, np.nan).ravel()


def _kept(merged: Flags, areas: Areas) -> Flags:
    """Say which rows there are: groups only where the estimate of a village is merged in theirs."""
    kept = np.ones(merged.shape, dtype=bool)
    for group in range(areas.whole + 1, len(areas.names)):
        kept[:, group] = merged[:, : areas.whole][:, areas.members[group]].any(axis=1)
    return kept


def _rows(
    areas: Areas, outcomes: pd.DataFrame, share: Flags, values: tuple[Floats, Floats], test: Differences, wide: Floats
) -> pd.DataFrame:
    factor = np.where(share, 100.0, 1.0)
    points = np.broadcast_to(factor, wide.shape).ravel()
    return areas.figures(outcomes).assign(
        value=(factor * values[0]).ravel(), before=(factor * values[1]).ravel(), difference=points * test.difference,
        error=points * test.error, low=points * test.low, high=points * test.high, p=test.p, detectable=points * wide.ravel(),
        reason=[reason.value for reason in test.reason], public=False,
    )  # fmt: skip


def _judged(rows: pd.DataFrame, rules: SurveyRules) -> pd.DataFrame:
    """Correct for the number of tests, and say what may be concluded."""
    judged = rows.assign(q=adjusted(rows["p"].to_numpy()))
    columns = ["difference", "detectable", "p", "q", "reason"]
    verdicts = [judge(rules, *row) for row in judged[columns].itertuples(index=False, name=None)]
    judged = judged.assign(verdict=pd.Series([verdict.value for verdict in verdicts], index=judged.index, dtype="str"))
    return judged.astype({"comparison": "str", "reason": "str"})[list(MONITOR_COMPARISONS.columns)]


def judge(rules: SurveyRules, difference: float, wide: float, p: float, q: float, reason: str) -> Verdict:
    """Say what may be concluded from one comparison.

    Parameters
    ----------
    rules : SurveyRules
        The limits.
    difference, wide : float
        The difference, and the one that would be found with the power of the rules: a smaller one is never called demonstrable.
    p, q : float
        p-value, and the same after correction for the number of tests.
    reason : str
        A value of `Refusal` where the test was refused.
    """
    if reason:
        return Verdict.ABSENT if reason == Refusal.NO_REFERENCE.value else Verdict.TOO_FEW
    if q < rules.q and abs(difference) >= wide:
        return Verdict.HIGHER if difference > 0 else Verdict.LOWER
    if p < rules.p_hint:
        return Verdict.HINT_HIGHER if difference > 0 else Verdict.HINT_LOWER
    return Verdict.NO_DIFFERENCE
