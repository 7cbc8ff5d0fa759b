"""What a page on the survey concludes: a finding for each question of the theme."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.evidence import ladder_of
from ivp_analysis.analyses.monitor_data import SurveyData
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.vocabulary.findings import NO_QUESTIONS, NO_SURVEY, Change, Finding
from ivp_analysis.vocabulary.indicators import TOTAL, Comparison
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording import survey_findings as wording
from ivp_analysis.wording.survey_method import floor_sentence

INHABITANTS = "inwoners"
_NONE = "–"
NOBODY = "Niemand gaf hier antwoord op."


def findings(data: SurveyData, village: str) -> list[Finding]:
    """Make the findings on the theme in an area.

    Parameters
    ----------
    data : SurveyData
        The surveys on the theme of the run, as its reader may see them.
    village : str
        The area of the run, or its group of villages.

    Returns
    -------
    list of Finding
        One for each question, in the order of the codebook; one that says why there are none where there are none.
    """
    if data.year is None:
        return [_without(data.context, NO_SURVEY, data.unweighted)]
    if data.questions.empty:
        return [_without(data.context, NO_QUESTIONS, str(data.year))]
    return [_finding(data, question, village) for _, question in data.questions.iterrows()]


def _finding(data: SurveyData, question: pd.Series[Any], village: str) -> Finding:
    context = data.context
    row = data.row(str(question["question"]), data.year, village)
    if row is None:
        return _of(data, question, village, verdict=Verdict.ABSENT.value, reason=NOBODY)
    changes = tuple(_changes(data, str(question["question"]), village))
    main = next((item.verdict.value for item in changes if item.kind is Comparison.SURVEY), Verdict.ABSENT.value)
    hidden = bool(context.public and not row["public"])
    above = row["floor"] in ("plain", "flagged")
    verdict = main if above and not hidden else Verdict.NOT_SHOWN.value if above else Verdict.TOO_FEW.value
    return _of(
        data,
        question,
        village,
        estimate=_number(row["value"]) if above else None,
        low=_number(row["low"]) if above else None,
        high=_number(row["high"]) if above else None,
        n=_NONE if math.isnan(row["answered"]) else str(int(row["answered"])),
        base=_number(row["effective"]),
        verdict=verdict,
        changes=changes,
        notes=tuple(filter(None, [floor(data, row)])) if row["floor"] == "flagged" and not hidden else (),
        reason="" if above else floor(data, row),
    )


def floor(data: SurveyData, row: pd.Series[Any]) -> str:
    """Say what a reader must know of how many answers an estimate rests on."""
    group = next((item for item in data.context.municipality.groups if item.name == row["group"]), None)
    return floor_sentence(
        str(row["floor"]),
        place=place(data.context, str(row["village"])),
        # rounded numbers would stand beside exact ones of all respondents
        effective=None if data.context.public else _number(row["effective"]),
        group=str(row["group"]),
        others=[name for name in group.villages if name != row["village"]] if group else [],
    )


def place(context: Context, village: str) -> str:
    """Return an area as readers know it; the name of a group of villages is what they know."""
    return context.municipality.label(village)


def _of(data: SurveyData, question: pd.Series[Any], village: str, **more: Any) -> Finding:
    context, kind = data.context, str(question["kind"])
    absent: dict[str, Any] = {"estimate": None, "low": None, "high": None, "n": "0"}
    made = Finding(
        municipality=context.parameters.municipality,
        village=village,
        theme=context.parameters.theme,
        indicator=str(question["question"]),
        period=str(data.year),
        unit=wording.unit_of(kind, int(question["lowest"]), int(question["highest"])),
        reference="",
        sentence="",
        source=context.sources([str(data.newest["delivery"])]),
        place=place(context, village),
        subject=str(question["outcome"] if kind == "percentage" else question["label"]),
        label=str(question["label"]),
        singular=str(question["only_after"]),
        denominator=INHABITANTS,
        **(absent | more),
    )
    return made.model_copy(update={"sentence": wording.headline(made, ladder_of(context).words)})


def _changes(data: SurveyData, question: str, village: str) -> Iterator[Change]:
    for kind in (Comparison.SURVEY, Comparison.REST):
        row = data.compared(question, kind.value, village)
        if row is None:
            continue
        numbers = ("before", "difference", "low", "high", "p", "q", "detectable")
        refused = row["reason"] == Refusal.TOO_FEW
        yield Change(
            kind=kind,
            against=str(int(row["before_year"])) if row["before_year"] else "",
            years=1,
            verdict=Verdict(row["verdict"]),
            **{name: None if refused and name not in ("before", "detectable") else _number(row[name]) for name in numbers},
        )


def _without(context: Context, verdict: str, period: str) -> Finding:
    made = Finding(
        municipality=context.parameters.municipality, village=context.parameters.village, theme=context.parameters.theme, indicator=TOTAL,
        period=period, estimate=None, low=None, high=None, n="–", unit=wording.PERCENT, reference="", verdict=verdict, sentence="",
        source="", place=context.area,
    )  # fmt: skip
    return made.model_copy(update={"sentence": wording.headline(made, ladder_of(context).words)})


def _number(value: float) -> float | None:
    return None if math.isnan(value) or math.isinf(value) else float(value)
