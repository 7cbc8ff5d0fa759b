"""The charts of a page on the survey."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.monitor_data import SurveyData
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.answers import MEAN, PERCENTAGE, SCALE
from ivp_analysis.wording.survey_method import INDICATIVE

if TYPE_CHECKING:
    from ivp_analysis.figures.asked import Asked, Axis
    from ivp_analysis.figures.figure import Figure

MOST_ROWS = 14
"""More questions than this go into a second chart."""

_ABOVE_FLOOR = ("plain", "flagged")
_PULLED = "De modelschatting trekt het cijfer van een kern naar dat van de gemeente, een kleine kern het meest. "


def questions(data: SurveyData) -> Iterator[Figure]:
    """Draw the questions of the theme with intervals, the survey before and the municipality beside them.

    Parameters
    ----------
    data : SurveyData
        The surveys on the theme.

    Yields
    ------
    Figure
        Percentages, then means and scores, a chart for each range of values; nothing where no figure may be shown.
    """
    from ivp_analysis.figures.survey import questions as draw

    context, village = data.context, data.shown
    whole = "" if village == WHOLE else context.municipality.label(WHOLE)
    for part, axis in _parts(data):
        items = [_asked(data, question, village) for _, question in part.iterrows()]
        if not any(item.numbers for item in items):
            continue
        yield draw(
            items,
            title=f"{context.theme.title}: {data.place}",
            unit=unit(part),
            caption=f"Enquête {data.year}, steekproef uit de BRP, gewogen. {_with_before(data)}Bron: {source(data)}.",
            newest=str(data.year),
            before=str(data.before_year or ""),
            place=data.place,
            whole=whole,
            axis=axis,
        )


def villages(data: SurveyData) -> Figure | None:
    """Draw one question in all areas, in the order of the configuration, with the estimate of the model beside it.

    It is the first one of which figures of at least two villages are shown.
    """
    from ivp_analysis.figures.survey import villages as draw

    context = data.context
    for _, question in data.questions.iterrows():
        rows = data.everywhere[data.everywhere["question"] == question["question"]].set_index("village", drop=False)
        items = [_area(context, question, rows.loc[[name]].iloc[0]) for name in _areas(context) if name in rows.index]
        if sum(item.value is not None for item in items) <= 1 + len(context.municipality.groups):
            continue
        pulled = _PULLED if any(item.before is not None for item in items) else ""
        return draw(
            items,
            title=str(question["label"]),
            unit=unit(data.questions.loc[[str(question["question"])]]),
            caption=f"Enquête {data.year}. {pulled}De volgorde zegt niets. Bron: {source(data, 1)}.",
            axis=_axis(question),
        )
    return None


def panel(data: SurveyData) -> Iterator[Figure]:
    """Draw the sample beside the panel, which has no interval."""
    from ivp_analysis.figures.survey import panel as draw

    context, village = data.context, data.shown
    for part, axis in _parts(data):
        items = []
        for _, question in part.iterrows():
            ours = _asked(data, question, village)
            other = data.row(str(question["question"]), data.year, village, Source.PANEL)
            value = None if other is None or other["floor"] not in _ABOVE_FLOOR else _number(other["value"])
            items.append(replace(ours, before=value, before_low=None, before_high=None, whole=None))
        if not any(item.before is not None for item in items):
            continue
        who = " die de vraag kregen" if _filtered(part) else ""
        bases = f"Steekproef: van de inwoners{who}; panel: van de leden{who}."
        yield draw(
            items,
            title=f"{context.theme.title}: steekproef en panel, {data.place}",
            unit=unit(part, of=""),
            caption=f"Enquête {data.year}. {bases} {INDICATIVE.capitalize()}: zonder interval en zonder toets. Bron: {source(data, 1)}.",
            axis=axis,
        )


def source(data: SurveyData, surveys: int = 2) -> str:
    """Return the newest survey and the one it is compared with, or only the newest, as readers know them."""
    rows = data.surveys
    return data.context.sources(rows.loc[rows["year"].isin([data.before_year, data.year][-surveys:]), "delivery"])


def unit(rows: pd.DataFrame, *, of: str = " van de inwoners") -> str:
    """Return in what questions are measured, so that it is true for all of them.

    Parameters
    ----------
    rows : DataFrame
        Questions that fit into one chart.
    of : str
        Of whom percentages are, where every question was asked of everybody.

    Returns
    -------
    str
        Such as "procent van de inwoners", "procent van wie de vraag kreeg" or "gemiddelde, van 1 tot 5".
    """
    if rows["kind"].iloc[0] == PERCENTAGE:
        return "procent van wie de vraag kreeg" if of and _filtered(rows) else f"procent{of}"
    ranges: dict[tuple[int, int], list[str]] = {}
    for kind, name in ((MEAN, "gemiddelde"), (SCALE, "score")):
        for low, high in rows.loc[rows["kind"] == kind, ["lowest", "highest"]].drop_duplicates().itertuples(index=False):
            ranges.setdefault((int(low), int(high)), []).append(name)
    between = ", " if len(ranges) == 1 else " "
    return " of ".join(f"{' of '.join(names)}{between}van {low} tot {high}" for (low, high), names in ranges.items())


def remark(context: Context, row: pd.Series[Any]) -> str:
    """Return what stands in the place of an estimate that is not given."""
    if row["floor"] not in _ABOVE_FLOOR:
        return "te weinig antwoorden"
    return "niet getoond" if context.public and not row["public"] else ""


def _asked(data: SurveyData, question: pd.Series[Any], village: str) -> Asked:
    from ivp_analysis.figures.asked import Asked

    key, label, only_after = (str(question[name]) for name in ("question", "label", "only_after"))
    row = data.row(key, data.year, village)
    if row is None:
        return Asked(label, None, remark="geen antwoorden", only_after=only_after)
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
        only_after=only_after,
    )


def _areas(context: Context) -> list[str]:
    return [*context.municipality.village_names, *(group.name for group in context.municipality.groups), WHOLE]


def _area(context: Context, question: pd.Series[Any], row: pd.Series[Any]) -> Asked:
    from ivp_analysis.figures.asked import Asked

    said = remark(context, row)
    hidden = context.public and not row["public"]
    value, low, high = (None if said else _number(row[name]) for name in ("value", "low", "high"))
    model = [None if hidden else _number(row[name]) for name in ("shrunk", "shrunk_low", "shrunk_high")]
    if row["floor"] not in _ABOVE_FLOOR:
        # the figure of the municipality and the weight are known: with every decimal of the model the withheld figure follows from them
        model = [_axis(question).coarse(value) for value in model]
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
        only_after=str(question["only_after"]),
    )


def _before(data: SurveyData, question: str, village: str) -> pd.Series[Any] | None:
    """Return the estimate of the comparable question in the survey before, where it may be shown."""
    key = data.earlier_key(question)
    row = data.row(key, data.before_year, village) if key else None
    return None if row is None or remark(data.context, row) else row


def _parts(data: SurveyData) -> Iterator[tuple[pd.DataFrame, Axis]]:
    """Yield the questions that fit into one chart together, with their axis: percentages first, then each other range of values."""
    axes = [_axis(question) for _, question in data.questions.iterrows()]
    for axis in sorted(dict.fromkeys(axes), key=lambda one: not one.percent):
        rows = data.questions[[one == axis for one in axes]]
        for first in range(0, len(rows), MOST_ROWS):
            yield rows.iloc[first : first + MOST_ROWS], axis


def _axis(question: pd.Series[Any]) -> Axis:
    from ivp_analysis.figures.asked import PERCENT, Axis

    if question["kind"] == PERCENTAGE:
        return PERCENT
    ends = int(question["lowest"]), int(question["highest"])
    # marks from 1 to 10 share the axis of the scores, so that a 7 stands at the same place in every chart
    return Axis(0, 10) if ends == (1, 10) else Axis(*ends)


def _filtered(rows: pd.DataFrame) -> bool:
    """Say whether one of the questions was not asked of everybody."""
    return bool((rows["only_after"] != "").any())


def _with_before(data: SurveyData) -> str:
    return f"De enquête van {data.before_year} staat erbij waar de vraag gelijk is. " if data.before_year else ""


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
