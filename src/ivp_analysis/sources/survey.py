"""A survey among inhabitants: one row per respondent; nothing is taken over that could tell who it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.dutch_values import month
from ivp_analysis.sources.grids import BESIDE
from ivp_analysis.sources.location import closest
from ivp_analysis.sources.sieve import Sieve
from ivp_analysis.sources.survey_agreement import check_agreement
from ivp_analysis.sources.survey_codebook import FILE, load_codebook, survey_tables
from ivp_analysis.sources.survey_codes import OUTSIDE, ages, answer_meanings, each, is_coded, sexes, sources, villages
from ivp_analysis.sources.survey_files import SOURCE, read_survey_file
from ivp_analysis.sources.survey_response import check_respondents
from ivp_analysis.sources.tabular import MORE_CELLS
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.ledger import Ledger, Reading
from ivp_analysis.tables.survey_contracts import ANSWER
from ivp_analysis.vocabulary.codebook import Codebook, Question, Source
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

OUTSIDE_GROUP = "outside the target group: of an age that the survey is not about"
TWICE = "the same respondent a second time"
IN_SAMPLE = "a member of the panel who was drawn for the sample too; the answers of the sample stay"
WITHHELD = "(not kept)"

_SUFFIXES = (".csv", ".xlsx", ".xlsm", ".sav")
# what may be a code and cannot be a name, a postcode or a date
_SHORT = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,2})?|[A-Za-z]")


def read(delivery: Delivery, municipality: Municipality, kernbeleid: Kernbeleid) -> Reading:
    """Read a survey.

    Parameters
    ----------
    delivery : Delivery
        Of the kind enquete: codebook.yaml and one .csv, .xlsx or .sav.
    municipality : Municipality
        Its villages.
    kernbeleid : Kernbeleid
        Its themes.

    Returns
    -------
    Reading
        The tables "respondents", "surveys" and "questions". Respondents are numbered anew in the order of the file.

    Raises
    ------
    DeliveryError
        When the codebook is missing or wrong, the file cannot be read or contradicts it, a column is missing, or the rows that are accepted
        are none, are of the panel alone, or are more than were invited.
    """
    codebook = load_codebook(delivery, municipality, kernbeleid)
    path = _data_file(delivery)
    ledger = Ledger(delivery.name)
    titles = codebook.columns.named
    file = read_survey_file(path, {**titles, **{ANSWER + item.key: item.column for item in codebook.questions}}, ledger)
    where = {"delivery": delivery.name, "file": path.name}
    check_agreement(file, codebook, municipality, where)
    sieve = Sieve(_parsed(file.rows, codebook, municipality), {}, ledger)
    _quarantine(sieve, codebook, sieve.rows["shifted"], MORE_CELLS, "Put cells that hold the separator of the CSV file between quotes")
    _check_background(sieve, codebook, municipality)
    if (outside := sieve.rows["age_read"] == OUTSIDE).any():
        sieve.leave_out(outside, OUTSIDE_GROUP)
    for question in codebook.questions:
        _check_answers(sieve, question, codebook)
    _check_once(sieve, codebook)
    respondents = _table(sieve.accept(), codebook, delivery)
    account, quarantine = ledger.close()
    check_respondents(respondents, codebook, account, where)
    tables = {"respondents": satisfy(respondents, "respondents", delivery.name), **survey_tables(codebook, delivery)}
    return Reading(tables, account, quarantine)


def _data_file(delivery: Delivery) -> Path:
    paths = [path for path in delivery.paths if path.name != FILE and path.suffix.lower() not in BESIDE]
    where = {"delivery": delivery.name, "file": ", ".join(path.name for path in paths)}
    if len(paths) != 1:
        what = "a survey comes with more than one file" if paths else "a survey comes without its file"
        raise DeliveryError(what, where, "Deliver one .csv, .xlsx or .sav beside codebook.yaml; each survey is a delivery of its own")
    if paths[0].suffix.lower() not in _SUFFIXES:
        raise DeliveryError("a survey of this kind of file cannot be read", where, "Ask for it as .sav, .xlsx or .csv")
    return paths[0]


def _parsed(rows: pd.DataFrame, codebook: Codebook, municipality: Municipality) -> pd.DataFrame:
    """Add what the columns about the respondent mean, and take the texts out of them that mean nothing and are no short code."""
    if "month" not in rows:
        rows = rows.assign(month=pd.Categorical([""] * len(rows)))
    readers: dict[str, tuple[Callable[[str], object], str]] = {
        SOURCE: (sources(codebook), "str"),
        "village": (villages(codebook, municipality), "str"),
        "sex": (sexes(codebook), "str"),
        "age": (ages(codebook), "str"),
        "month": (month, "Int64"),
    }
    columns = {"hint": each(rows["village"], lambda text: closest(text, municipality.village_names), "str")}
    for name, (reader, dtype) in readers.items():
        columns[f"{name}_read"] = each(rows[name], reader, dtype)
        harmless = columns[f"{name}_read"].notna() | each(rows[name], lambda text: not text or _is_short(text), "bool")
        columns[name] = rows[name].astype("str").where(harmless, WITHHELD)
    return rows.assign(**columns)


def _check_background(sieve: Sieve, codebook: Codebook, municipality: Municipality) -> None:
    title = codebook.columns.respondent
    empty, action = sieve.rows["respondent"] == "", f"Give every respondent a number of its own (column {title})"
    _quarantine(sieve, codebook, empty, f"{title}: empty", action)
    known = ", ".join(f"{code} ({source})" for code, source in codebook.sources.items())
    action = f"Write where the respondent comes from: {known}"
    _check(sieve, codebook, SOURCE, "no code of bronnen in codebook.yaml", action, required=True)
    codes = ", ".join((*municipality.village_names, *codebook.villages))
    hint = sieve.rows["hint"].mask(sieve.rows["hint"] == "", f"valid are {codes}")
    _check(sieve, codebook, "village", "no such kern", "Correct the kern: " + hint, required=True)
    codes = ", ".join(codebook.sexes)
    _check(sieve, codebook, "sex", "no code of geslachten in codebook.yaml", f"Write one of the codes {codes}, or leave it empty")
    codes = f"one of the codes {', '.join(codebook.age_codes)}" if is_coded(codebook) else "whole years from 0 to 120"
    _check(sieve, codebook, "age", "no age", f"Write {codes}, or leave it empty")
    _check(sieve, codebook, "month", "no month", "Write a number from 1 to 12, or leave it empty")


def _check(sieve: Sieve, codebook: Codebook, name: str, fault: str, action: str | pd.Series[str], *, required: bool = False) -> None:
    bad = sieve.rows[f"{name}_read"].isna() & ((sieve.rows[name] != "") | required)
    # a survey without months has none that is bad
    title = codebook.columns.named.get(name, "")
    _quarantine(sieve, codebook, bad, f"{title}: {fault}", action + f" (column {title})", {title: sieve.rows[name]})


def _check_answers(sieve: Sieve, question: Question, codebook: Codebook) -> None:
    answers = codebook.answers[question.answers]
    meanings = answer_meanings(answers)
    texts = sieve.rows[ANSWER + question.key]
    bad = each(texts, lambda text: bool(text) and meanings(text) is None, "bool")
    if not bad.any():
        return
    action = f"Correct the answer; valid are {', '.join(map(str, (*answers.codes, *answers.missing)))} (column {question.column})"
    shown = {question.column: each(texts, lambda text: text if _is_short(text) else WITHHELD, "str")}
    _quarantine(sieve, codebook, bad, f"{question.column}: an answer outside its codes", action, shown)


def _check_once(sieve: Sieve, codebook: Codebook) -> None:
    """Keep every respondent once; who answered as panel member and was drawn too stays in the sample."""
    title = codebook.columns.respondent
    person, drawn = sieve.rows["respondent"], sieve.rows["source_read"] == Source.SAMPLE
    both = ~drawn & person.isin(person[drawn].unique())
    action = f"Nothing, if the number is that of the same person; else give it another (column {title})"
    _quarantine(sieve, codebook, both, f"{title}: {IN_SAMPLE}", action)
    again = sieve.rows["respondent"].duplicated()
    _quarantine(sieve, codebook, again, f"{title}: {TWICE}", f"Let every respondent stand in the file once (column {title})")


def _is_short(text: str) -> bool:
    return _SHORT.fullmatch(text) is not None


def _quarantine(
    sieve: Sieve,
    codebook: Codebook,
    bad: pd.Series[bool],
    reason: str,
    action: str | pd.Series[str],
    shown: Mapping[str, pd.Series[str]] | None = None,
) -> None:
    """Refuse rows and keep their source and what is at fault: age, kern, sex and month together could tell who it is."""
    if bad.any():
        sieve.quarantine(bad, reason, action, {codebook.columns.source: sieve.rows[SOURCE], **(shown or {})})


def _table(rows: pd.DataFrame, codebook: Codebook, delivery: Delivery) -> pd.DataFrame:
    columns = {
        "year": codebook.year,
        "respondent": range(1, len(rows) + 1),
        **{name: rows[f"{name}_read"] for name in (SOURCE, "village", "age", "sex", "month")},
        **delivery.provenance,
        **{ANSWER + item.key: _answers(rows[ANSWER + item.key], item, codebook) for item in codebook.questions},
    }
    return pd.DataFrame(columns, index=rows.index).reset_index(drop=True)


def _answers(texts: pd.Series[Any], question: Question, codebook: Codebook) -> pd.Series[Any]:
    answers = codebook.answers[question.answers]
    meanings = answer_meanings(answers)

    def code(text: str) -> int | None:
        found = meanings(text) if text else None
        return int(found) if found is not None and int(found) in answers.codes else None

    return each(texts, code, "Int16")
