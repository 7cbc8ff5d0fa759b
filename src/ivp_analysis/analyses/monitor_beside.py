"""What the police registered beside what people say, on a page on the survey."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from ivp_analysis.analyses.display import Shown, section
from ivp_analysis.analyses.monitor_charts import remark, source, unit
from ivp_analysis.analyses.monitor_data import SurveyData
from ivp_analysis.analyses.monitor_findings import findings
from ivp_analysis.analyses.police_changes import CORONA_YEARS
from ivp_analysis.vocabulary.findings import Finding
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.answers import PERCENTAGE
from ivp_analysis.wording.beside import NEITHER, UNREPORTED, Beside, reading_text
from ivp_analysis.wording.findings import CORONA, THEME
from ivp_analysis.wording.survey import estimate_sentence
from ivp_analysis.wording.survey_findings import answered

if TYPE_CHECKING:
    from ivp_analysis.figures.figure import Figure
    from ivp_analysis.figures.rows import Row

_PER = {"inwoners": "inwoner", "woningen": "woning", "vestigingen": "vestiging"}
_HIDDEN, _ABSENT = "niet getoond", "geen cijfer"


def show(data: SurveyData, found: Iterable[Finding]) -> Iterator[Shown | str]:
    """Put registrations and answers side by side for each question that names police figures, and say what part of victims told the police.

    Parameters
    ----------
    data : SurveyData
        The surveys on the theme.
    found : iterable of Finding
        What the page concludes.

    Yields
    ------
    Shown or str
        Which police years were years of corona; a chart and a sentence for each; at the end that neither explains the other.
    """
    rows = data.beside
    years = {int(year) for year in rows[["police_before_year", "police_year"]].to_numpy().ravel()}
    yield from (CORONA.format(year=year) for year in CORONA_YEARS if year in years)
    for _, row in rows.iterrows():
        counts = _registrations(data, row)
        parts = (_chart(data, row, counts), reading_text(str(row["reading"]), _pair(data, row, counts)))
        shown = section(str(row["label"]), *parts, level=3)
        if shown:
            yield shown
    reported = [item for item in found if data.questions.loc[item.indicator, "reported"]]
    for item in reported:
        yield from filter(None, [section(item.label, item.sentence, _of_all(data, item), UNREPORTED, level=3)])
    if len(rows) or reported:
        yield NEITHER


def _of_all(data: SurveyData, own: Finding) -> str:
    """Say what holds in the whole municipality where the area has no figure of its own; empty where it has, or is the whole."""
    if own.estimate is not None or own.village == WHOLE:
        return ""
    return next(estimate_sentence(answered(item)) for item in findings(data, WHOLE) if item.indicator == own.indicator)


def _registrations(data: SurveyData, row: pd.Series[Any]) -> dict[int, pd.Series[Any]]:
    """Return the yearly police figures of the two years, as the audience may see them."""
    years = [int(row["police_before_year"]), int(row["police_year"])]
    found = data.context.estimates(data.context.parameters.theme, village=data.context.parameters.village, indicator=str(row["indicator"]))
    single = found[found["period"] == found["year"].astype("str")]
    return {year: part.iloc[0] for year in years if len(part := single[single["year"] == year])}


def _pair(data: SurveyData, row: pd.Series[Any], counts: dict[int, pd.Series[Any]]) -> Beside:
    question = data.questions.loc[str(row["question"])]
    denominator = str(next(iter(counts.values()))["denominator"]) if counts else ""
    return Beside(
        place=data.context.area,
        registered=_name(data, row),
        police_year=int(row["police_year"]),
        police_before_year=int(row["police_before_year"]),
        year=int(row["year"]),
        before_year=int(row["before_year"]),
        kind=str(row["kind"]),
        outcome=str(question["outcome"]),
        label=str(question["label"]),
        per=_PER.get(denominator, "inwoner"),
    )


def _chart(data: SurveyData, row: pd.Series[Any], counts: dict[int, pd.Series[Any]]) -> Figure | None:
    from ivp_analysis.figures.asked import asked_of
    from ivp_analysis.figures.beside import Side, beside

    question = str(row["question"])
    percent = row["kind"] == PERCENTAGE
    asked = (_answer(data, data.earlier_key(question), int(row["before_year"])), _answer(data, question, int(row["year"])))
    years = (int(row["police_before_year"]), int(row["police_year"]))
    denominator = str(next(iter(counts.values()))["denominator"]) if counts else "inwoners"
    before, newest = (_count(counts.get(year), year) for year in years)
    told = Side(_capital(_name(data, row)), f"registraties per 1.000 {denominator}", before, newest)
    felt = Side(str(row["label"]), unit(data.questions.loc[[question]]), *asked, digits=0 if percent else 1, percent=percent)
    if not (felt.numbers and told.numbers):
        return None
    sources = "; ".join(filter(None, [source(data), _police_source(data, counts)]))
    only_after = str(data.questions.loc[question, "only_after"])
    whom = f" De vraag rechts is {asked_of(only_after)}." if only_after else ""
    caption = f"Links wat de politie registreerde, rechts wat inwoners zeggen, met 95%-interval.{whom} Bron: {sources}."
    shown = beside(told, felt, title=f"{row['label']}: {data.context.area}", caption=caption)
    return replace(shown, alt=shown.alt + whom)


def _police_source(data: SurveyData, counts: dict[int, pd.Series[Any]]) -> str:
    names = {name for row in counts.values() for name in str(row["source"]).split(" + ")}
    return data.context.sources(names) if names else ""


def _answer(data: SurveyData, question: str, year: int) -> Row:
    from ivp_analysis.figures.rows import Row

    row = data.row(question, year, data.context.parameters.village) if question else None
    said = _ABSENT if row is None else remark(data.context, row)
    if said or row is None:
        return Row(str(year), None, None, None, remark=said)
    return Row(str(year), _number(row["value"]), _number(row["low"]), _number(row["high"]))


def _count(row: pd.Series[Any] | None, year: int) -> Row:
    from ivp_analysis.figures.rows import Row

    rate = None if row is None else _number(row["rate"])
    if row is None or rate is None:
        return Row(str(year), None, None, None, remark=_ABSENT if row is None or row["exact"] else _HIDDEN)
    return Row(str(year), rate, _number(row["low"]), _number(row["high"]))


def _name(data: SurveyData, row: pd.Series[Any]) -> str:
    indicator = str(row["indicator"])
    return THEME if indicator == TOTAL else data.context.words_of(indicator).subject


def _number(value: float) -> float | None:
    return None if math.isnan(value) or math.isinf(value) else float(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
