"""The tables of a page on the survey."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from ivp_analysis.analyses.evidence import ladder_of
from ivp_analysis.analyses.monitor_charts import remark
from ivp_analysis.analyses.monitor_data import TENS, SurveyData
from ivp_analysis.analyses.police_findings import SAID
from ivp_analysis.figures.tables import Table
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.findings import Finding
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.answers import PERCENTAGE
from ivp_analysis.wording.numbers import decimal_text
from ivp_analysis.wording.survey_changes import verdict_words
from ivp_analysis.wording.survey_method import INDICATIVE

_P = "p: hoe vaak toeval alleen een verschil geeft dat minstens zo groot is."
_Q = (
    "q: van alle vergelijkingen van deze soort die in deze editie minstens zo opvallen, het deel dat naar verwachting toeval is "
    "(Benjamini en Hochberg, 1995)."
)
_DETECTABLE = (
    "Te zien vanaf: is een verschil in het echt zo groot, dan valt het met deze enquêtes in vier van de vijf gevallen op (p onder 0,05). "
    "Een kleiner verschil noemen we nooit aantoonbaar."
)
_POINTS = "Verschil: in procentpunt bij percentages, anders in punten; berekend met cijfers die niet zijn afgerond."
_MODEL = "Modelschatting: een model trekt het cijfer van een kern met weinig antwoorden naar dat van de gemeente (Fay en Herriot, 1979)."
_ROUNDED = "Aantallen antwoorden en mensen die meededen: naar beneden afgerond op tien."
_NONE = "–"


def compared(data: SurveyData, found: Iterable[Finding], kind: Comparison, *, caption: str, beside: str) -> Table | None:
    """Return the questions beside the survey before, or beside the rest of the municipality, with their tests.

    Parameters
    ----------
    data : SurveyData
        The surveys on the theme.
    found : iterable of Finding
        The findings of the page.
    kind : Comparison
        `SURVEY` or `REST`.
    caption : str
        What the table shows.
    beside : str
        Header of the figure that is compared with.
    """
    words = ladder_of(data.context).words
    labels = data.questions["label"]
    rows = [(item, change) for item in found for change in item.changes if change.kind is kind and item.estimate is not None]
    rows = [(item, change) for item, change in rows if change.verdict is not Verdict.NOT_SHOWN]
    if not rows:
        return None
    frame = pd.DataFrame(
        [
            {
                "Wat": str(labels[item.indicator]),
                "Oordeel": verdict_words(change.verdict, change.difference, change.detectable, words),
                str(data.year): _amount(item.unit == "procent", item.estimate),
                beside: _amount(item.unit == "procent", change.before),
                "Verschil": _signed(change.difference) if change.verdict.value in SAID else _NONE,
                "95%-interval": _interval(change.low, change.high) if change.verdict.value in SAID else _NONE,
                "Te zien vanaf": _NONE if change.detectable is None else decimal_text(change.detectable),
                "p": _probability(change.p),
                "q": _probability(change.q),
            }
            for item, change in rows
        ]
    )
    return Table.of(frame, caption, row_header="Wat", notes=[_POINTS, _DETECTABLE, _P, _Q])


def figures(data: SurveyData) -> Table | None:
    """Return all questions of the theme in the area: how many answered, the estimate with its interval, and what a model makes of few."""
    village, own = data.shown, data.context.parameters.village
    model = f"Modelschatting {data.context.area}"
    rows = []
    for _, question in data.questions.iterrows():
        row = data.row(str(question["question"]), data.year, village)
        percent = question["kind"] == PERCENTAGE
        said = "geen antwoorden" if row is None else remark(data.context, row)
        rows.append(
            {
                "Vraag": str(question["label"]),
                "Antwoorden": "0" if row is None else _number_of_answers(row["answered"]),
                "Effectief": _NONE if row is None else _decimal(row["effective"], 0),
                "Cijfer": said or _amount(percent, None if row is None else _number(row["value"])),
                "95%-interval": _NONE if said or row is None else _interval(_number(row["low"]), _number(row["high"])),
                model: _modelled(data.row(str(question["question"]), data.year, own), percent=percent),
            }
        )
    if not rows:
        return None
    frame = pd.DataFrame(rows)
    if frame[model].eq(_NONE).all():
        frame = frame.drop(columns=model)
    notes = ["Effectief: als hoeveel ongewogen antwoorden de gewogen antwoorden tellen.", "Percentages, of gemiddelden en scores."]
    notes += [_ROUNDED] if data.context.public else []
    notes += [_MODEL] if model in frame else []
    notes += [f"{label}: {warning}" for label, warning in zip(data.questions["label"], data.questions["warning"], strict=True) if warning]
    asked = [f"{question['label']}: “{question['text']}”{_asked_of(question)}" for _, question in data.questions.iterrows()]
    caption = f"{data.context.theme.title}: enquête {data.year}, {data.place}"
    return Table.of(frame, caption, row_header="Vraag", notes=[*notes, *asked])


def panel(data: SurveyData) -> Table | None:
    """Return the sample beside the panel, with what they differ."""
    village, rows = data.shown, []
    for _, question in data.questions.iterrows():
        key, percent = str(question["question"]), question["kind"] == PERCENTAGE
        ours, other = data.row(key, data.year, village), data.row(key, data.year, village, Source.PANEL)
        if other is None:
            continue
        values = [_shown(data, row) for row in (ours, other)]
        apart = None if None in values else float(values[1] or 0) - float(values[0] or 0)
        texts = [
            _amount(percent, value) if value is not None else _said(data, row) for value, row in zip(values, (ours, other), strict=True)
        ]
        rows.append(
            {
                "Vraag": str(question["label"]),
                "Steekproef": texts[0],
                INDICATIVE.capitalize(): texts[1],
                "Panel min steekproef": _signed(apart),
                "Antwoorden panel": _number_of_answers(other["answered"]),
            }
        )
    if not rows:
        return None
    note = (
        "Het verschil laat zien hoe anders een groep antwoordt die zelf koos om mee te doen. Het is niet te toetsen. Het is berekend met "
        "cijfers die niet zijn afgerond."
    )
    caption = f"{data.context.theme.title}: steekproef naast panel, {data.place}"
    return Table.of(pd.DataFrame(rows), caption, row_header="Vraag", notes=[note, *([_ROUNDED] if data.context.public else [])])


def response(data: SurveyData) -> list[Table]:
    """Return who took part, by area, and how answers were weighted: of the sample, and of the panel where there is one."""
    names = {Source.SAMPLE.value: "Steekproef", Source.PANEL.value: "Burgerpanel"}
    return [table for source, name in names.items() if (table := _response(data, source, name)) is not None]


def _response(data: SurveyData, source: str, name: str) -> Table | None:
    areas = [area for area in (*data.context.municipality.village_names, WHOLE) if (source, area) in data.response.index]
    rows = [data.response.loc[[(source, area)]].iloc[0] for area in areas]
    if not rows:
        return None
    # with two decimals the exact numbers would follow from the rounded ones
    digits = 1 if data.context.public else 2
    frame = pd.DataFrame(
        [
            {
                "Gebied": _capital(data.context.municipality.label(str(row["village"]))),
                "Gevraagd": _decimal(row["invited"], 0),
                "Meegedaan": _number_of_answers(row["answered"]),
                "Inwoners": _decimal(row["population"], 0),
                "Zwaarste gewicht": _decimal(row["largest"], digits),
                "Wegingseffect": _decimal(row["design_effect"], digits),
                "Effectief": _decimal(row["effective"], 0),
                "Afwijking": _NONE if math.isnan(row["deviation"]) else f"{decimal_text(100 * row['deviation'], 0)}%",
            }
            for row in rows
        ]
    )
    notes = [
        f"Inwoners: vanaf {int(data.newest['youngest'])} jaar. Gewicht: 1 is een gewoon antwoord.",
        "Wegingseffect: zoveel keer zo veel antwoorden zijn er nodig als zonder wegen (Kish, 1965). Effectief: meegedaan gedeeld door dat.",
        "Afwijking: hoeveel een groep (kern en leeftijd, of leeftijd en geslacht) na het wegen ten hoogste afwijkt van de bevolking.",
    ]
    notes += [_ROUNDED] if data.context.public else []
    return Table.of(frame, f"{name}: respons en weging van de enquête van {data.year}", row_header="Gebied", notes=notes)


def _asked_of(question: pd.Series[Any]) -> str:
    return f" Alleen gevraagd aan {question['only_after']}." if question["only_after"] else ""


def _modelled(row: pd.Series[Any] | None, *, percent: bool) -> str:
    """Write the second estimate of a village with few answers; a dash where it has enough, or there is none."""
    if row is None or row["floor"] == "plain" or math.isnan(row["shrunk"]):
        return _NONE
    digits = 0 if percent else 1
    low, high = (decimal_text(float(row[name]), digits) for name in ("shrunk_low", "shrunk_high"))
    return f"{_amount(percent, float(row['shrunk']))} ({low} – {high})"


def _shown(data: SurveyData, row: pd.Series[Any] | None) -> float | None:
    return None if row is None or remark(data.context, row) else _number(row["value"])


def _said(data: SurveyData, row: pd.Series[Any] | None) -> str:
    return "geen antwoorden" if row is None else remark(data.context, row) or _NONE


def _amount(percent: bool, value: float | None) -> str:  # noqa: FBT001 - which of two ways to write
    if value is None:
        return _NONE
    return f"{decimal_text(value, 0)}%" if percent else decimal_text(value)


def _signed(value: float | None) -> str:
    if value is None:
        return _NONE
    text = decimal_text(value)
    return f"+{text}" if value > 0 and text != decimal_text(0.0) else text


def _interval(low: float | None, high: float | None) -> str:
    return _NONE if low is None or high is None else f"{decimal_text(low)} – {decimal_text(high)}"


def _probability(value: float | None) -> str:
    if value is None:
        return _NONE
    return "<0,001" if value < 0.001 else decimal_text(value, 3)


def _number_of_answers(value: float) -> str:
    return "minder dan 10" if value < TENS else _decimal(value, 0)


def _decimal(value: float, digits: int) -> str:
    return _NONE if math.isnan(value) else decimal_text(value, digits)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
