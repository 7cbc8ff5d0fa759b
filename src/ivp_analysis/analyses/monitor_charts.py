"""The charts of a page on the survey."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.monitor_data import SurveyData
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.survey_method import INDICATIVE

if TYPE_CHECKING:
    from ivp_analysis.figures.asked import Asked
    from ivp_analysis.figures.figure import Figure

MOST_ROWS = 14
"""More questions than this go into a second chart."""

_TOP = {"percentage": 100.0, "mean": 10.0, "scale": 10.0}
_UNIT = {"percentage": "procent van de inwoners", "mean": "gemiddelde of score, van 0 tot 10", "scale": "gemiddelde of score, van 0 tot 10"}


def questions(data: SurveyData) -> Iterator[Figure]:
    """Draw the questions of the theme with intervals, the survey before and the municipality beside them.

    Parameters
    ----------
    data : SurveyData
        The surveys on the theme.

    Yields
    ------
    Figure
        Percentages, then means and scores; nothing where no figure may be shown.
    """
    from ivp_analysis.figures.survey import questions as draw

    context, village = data.context, data.shown
    whole = "" if village == WHOLE else context.municipality.label(WHOLE)
    for part, top, unit in _parts(data):
        items = [_asked(data, question, village) for _, question in part.iterrows()]
        if not any(item.numbers for item in items):
            continue
        yield draw(
            items,
            title=f"{context.theme.title}: {data.place}",
            unit=unit,
            caption=f"Enquête {data.year}, steekproef uit de BRP, gewogen. {_with_before(data)}Bron: {source(data)}.",
            newest=str(data.year),
            before=str(data.before_year or ""),
            place=data.place,
            whole=whole,
            top=top,
        )


def villages(data: SurveyData) -> Figure | None:
    """Draw one question in all areas, in the order of the configuration, with the estimate of the model beside it.

    It is the first one of which figures of at least two villages are shown.
    """
    from ivp_analysis.figures.survey import villages as draw

    context = data.context
    for _, question in data.questions.iterrows():
        rows = data.everywhere[data.everywhere["question"] == question["question"]].set_index("village", drop=False)
        items = [_area(context, rows.loc[[name]].iloc[0]) for name in _areas(context) if name in rows.index]
        if sum(item.value is not None for item in items) <= 1 + len(context.municipality.groups):
            continue
        kind = str(question["kind"])
        modelled = any(item.before is not None for item in items)
        pulled = "De modelschatting trekt het cijfer van een kleine kern naar dat van de gemeente. " if modelled else ""
        return draw(
            items,
            title=str(question["label"]),
            unit=_UNIT[kind],
            caption=f"Enquête {data.year}. {pulled}De volgorde zegt niets. Bron: {source(data, 1)}.",
            top=_TOP[kind],
        )
    return None


def panel(data: SurveyData) -> Iterator[Figure]:
    """Draw the sample beside the panel, which has no interval."""
    from ivp_analysis.figures.asked import Asked
    from ivp_analysis.figures.survey import panel as draw

    context, village = data.context, data.shown
    for part, top, unit in _parts(data):
        items = []
        for _, question in part.iterrows():
            ours = _asked(data, question, village)
            other = data.row(str(question["question"]), data.year, village, Source.PANEL)
            value = None if other is None or other["floor"] not in ("plain", "flagged") else _number(other["value"])
            items.append(Asked(ours.label, ours.value, ours.low, ours.high, remark=ours.remark, before=value, flagged=ours.flagged))
        if not any(item.before is not None for item in items):
            continue
        yield draw(
            items,
            title=f"{context.theme.title}: steekproef en panel, {data.place}",
            unit=unit,
            caption=f"Enquête {data.year}; {INDICATIVE}: zonder interval en zonder toets. Bron: {source(data, 1)}.",
            top=top,
        )


def source(data: SurveyData, surveys: int = 2) -> str:
    """Return the newest surveys as readers know them, for the line below a figure."""
    return data.context.sources(data.surveys["delivery"].iloc[-surveys:])


def remark(context: Context, row: pd.Series[Any]) -> str:
    """Return what stands in the place of an estimate that is not given."""
    if row["floor"] not in ("plain", "flagged"):
        return "te weinig antwoorden"
    return "niet getoond" if context.public and not row["public"] else ""


def _asked(data: SurveyData, question: pd.Series[Any], village: str) -> Asked:
    from ivp_analysis.figures.asked import Asked

    key, label = str(question["question"]), str(question["label"])
    row = data.row(key, data.year, village)
    if row is None:
        return Asked(label, None, None, None, remark="geen antwoorden")
    said = remark(data.context, row)
    around = data.row(key, data.year, WHOLE) if village != WHOLE else None
    whole = None if around is None or remark(data.context, around) else _number(around["value"])
    compared = data.compared(key, "survey", village)
    then = _before(data, key, village) if compared is not None else None
    return Asked(
        label,
        None if said else _number(row["value"]),
        None if said else _number(row["low"]),
        None if said else _number(row["high"]),
        emphasised=False,
        remark=said,
        before=None if then is None else _number(then["value"]),
        before_low=None if then is None else _number(then["low"]),
        before_high=None if then is None else _number(then["high"]),
        whole=whole,
        flagged=row["floor"] == "flagged",
    )


def _areas(context: Context) -> list[str]:
    return [*context.municipality.village_names, *(group.name for group in context.municipality.groups), WHOLE]


def _area(context: Context, row: pd.Series[Any]) -> Asked:
    from ivp_analysis.figures.asked import Asked

    said = remark(context, row)
    hidden = context.public and not row["public"]
    value, low, high = (None if said else _number(row[name]) for name in ("value", "low", "high"))
    model = [None if hidden else _number(row[name]) for name in ("shrunk", "shrunk_low", "shrunk_high")]
    return Asked(
        _capital(context.municipality.label(str(row["village"]))),
        value,
        low,
        high,
        emphasised=row["village"] == context.parameters.village,
        remark=said,
        before=model[0],
        before_low=model[1],
        before_high=model[2],
        flagged=row["floor"] == "flagged",
    )


def _before(data: SurveyData, question: str, village: str) -> pd.Series[Any] | None:
    """Return the estimate of the comparable question in the survey before, where it may be shown."""
    key = data.earlier_key(question)
    row = data.row(key, data.before_year, village) if key else None
    return None if row is None or remark(data.context, row) else row


def _parts(data: SurveyData) -> Iterator[tuple[pd.DataFrame, float, str]]:
    """Yield the questions that fit into one chart together, with the end of its axis and its unit."""
    shares = data.questions["kind"] == "percentage"
    for rows in (data.questions[shares], data.questions[~shares & (data.questions["highest"] <= _TOP["mean"])]):
        for first in range(0, len(rows), MOST_ROWS):
            part = rows.iloc[first : first + MOST_ROWS]
            kind = str(part["kind"].iloc[0])
            yield part, _TOP[kind], _UNIT[kind]


def _with_before(data: SurveyData) -> str:
    return f"De enquête van {data.before_year} staat erbij waar de vraag gelijk is. " if data.before_year else ""


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
