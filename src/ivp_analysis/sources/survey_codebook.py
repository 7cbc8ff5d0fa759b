"""The codebook of a survey, held against the themes and villages that exist, and as tables."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import pandas as pd

from ivp_analysis.errors import DeliveryError, nearest
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.sav_child import title_key
from ivp_analysis.sources.survey_codes import age_codes, answer_meanings, sexes, sources, villages
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.vocabulary.codebook import Codebook, Outcome, Question, Scale
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.yaml import load_yaml

FILE = "codebook.yaml"
_LARGEST = 2**15 - 1  # answers are stored in two bytes


def load_codebook(delivery: Delivery, municipality: Municipality, kernbeleid: Kernbeleid) -> Codebook:
    """Read the codebook of a survey and hold it against what it speaks of.

    Parameters
    ----------
    delivery : Delivery
        Of the kind enquete, with a codebook.yaml.
    municipality : Municipality
        Its villages.
    kernbeleid : Kernbeleid
        Themes and the indicators of police figures.

    Returns
    -------
    Codebook
        The codebook, without contradictions.

    Raises
    ------
    DeliveryError
        When it is missing, contradicts itself, or speaks of a theme, indicator or village that does not exist.
    """
    where = {"delivery": delivery.name, "file": FILE}
    path = delivery.folder / FILE
    if path not in delivery.paths:
        raise DeliveryError(
            "a survey comes without its codebook", where, "Write codebook.yaml (see docs/formats.md) and list it in delivery.yaml"
        )
    codebook = load_yaml(path, Codebook, DeliveryError)
    _check_itself(codebook, where)
    _check_years(codebook, delivery.card.reference_date.year, where)
    _check_labels(codebook, municipality, where)
    for village in codebook.villages.values():
        _known(village, municipality.village_names, {**where, "field": "kernen"}, "village")
    for source, areas in codebook.invited.items():
        for area in areas:
            _known(area, municipality.area_names, {**where, "field": f"uitgenodigd.{source}"}, "village")
    for item in (*codebook.questions, *codebook.scales):
        _check_theme(item, kernbeleid, where)
    return codebook


def survey_tables(codebook: Codebook, delivery: Delivery) -> dict[str, pd.DataFrame]:
    """Return the tables "surveys" and "questions" of a codebook.

    Parameters
    ----------
    codebook : Codebook
        The codebook.
    delivery : Delivery
        Where it comes from.
    """
    survey: dict[str, Any] = {
        "year": codebook.year,
        "name": codebook.name,
        "fieldwork": codebook.fieldwork,
        "youngest": codebook.youngest,
        "ages": " ".join(codebook.ages),
        "population_year": codebook.population_year,
        "police_year": codebook.police_year,
        "drawing": codebook.drawing.value,
        "method": _json(dict(codebook.method)),
        "invited": _json({source.value: dict(areas) for source, areas in codebook.invited.items()}),
    }
    items = [_question(item, codebook) for item in codebook.questions] + [_scale(item, codebook) for item in codebook.scales]
    questions = pd.DataFrame(items).assign(position=range(len(items)), year=codebook.year, **delivery.provenance)
    return {
        "surveys": satisfy(pd.DataFrame([survey]).assign(**delivery.provenance), "surveys", delivery.name),
        "questions": satisfy(questions, "questions", delivery.name),
    }


def _check_itself(codebook: Codebook, where: dict[str, str]) -> None:
    titles = [*codebook.columns.named.values(), *(item.column for item in codebook.questions), *codebook.not_taken]
    keys = [title_key(title) for title in titles]
    twice = [title for title, key in zip(titles, keys, strict=True) if keys.count(key) > 1]
    if twice:
        action = "Case and spaces do not tell columns apart: rename one"
        raise DeliveryError("two columns of a codebook are the same", {**where, "column": ", ".join(twice)}, action)
    for name, answers in codebook.answers.items():
        if answers.highest > _LARGEST or answers.lowest < -_LARGEST:
            action = f"Codes go up to {_LARGEST}"
            raise DeliveryError("a code of an answer is too large", {**where, "field": f"antwoordlijsten.{name}"}, action)


def _check_years(codebook: Codebook, known: int, where: dict[str, str]) -> None:
    """Refuse years that the reference date contradicts: they decide which survey is the newest, and what stands beside it."""
    if not known - 1 <= codebook.year <= known:
        action = f"Write the year of the fieldwork, {known} or {known - 1}, or correct peildatum in delivery.yaml"
        raise DeliveryError(f"a survey of {codebook.year} has a reference date in {known}", {**where, "field": "jaar"}, action)
    if codebook.police_year > known:
        action = f"Write a year that police figures were there of, up to {known}"
        raise DeliveryError("police figures of a later year stand beside a survey", {**where, "field": "registratiejaar"}, action)


def _check_labels(codebook: Codebook, municipality: Municipality, where: dict[str, str]) -> None:
    readers = {"bronnen": sources(codebook), "kernen": villages(codebook, municipality), "geslachten": sexes(codebook)}
    readers |= {"leeftijden": age_codes(codebook)}
    readers |= {f"antwoordlijsten.{name}": answer_meanings(answers) for name, answers in codebook.answers.items()}
    for field, reader in readers.items():
        if reader.clashes:
            raise DeliveryError(
                f"'{reader.clashes[0]}' is a label and the code of something else, so that nobody can tell which of them a cell holds",
                {**where, "field": field},
                "Write the label in other words, or give it the same code",
            )


def _check_theme(item: Outcome, kernbeleid: Kernbeleid, where: dict[str, str]) -> None:
    place = {**where, "question": item.key}
    _known(item.theme, kernbeleid.themes, place, "theme")
    if item.beside:
        theme = kernbeleid.themes[item.theme]
        codes = [*theme.offences, *theme.nuisance, *(code.code for code in theme.classes)]
        _known(item.beside, (TOTAL, *codes, *(one.key for one in theme.indicators)), place, f"indicator of theme {item.theme}")


def _known(value: str, valid: Collection[str], where: dict[str, str], what: str) -> None:
    if value not in valid:
        raise DeliveryError(f"a codebook speaks of '{value}', which is no {what}", where, nearest(value, valid))


def _question(item: Question, codebook: Codebook) -> dict[str, object]:
    answers = codebook.answers[item.answers]
    return {
        **_outcome(item),
        "kind": item.kind,
        "text": item.text,
        "outcome": item.outcome,
        "only_after": item.only_after,
        "reported": item.reported,
        "answers": _json({str(code): label for code, label in answers.codes.items()}),
        "lowest": answers.lowest,
        "highest": answers.highest,
        "counted": _json(list(item.counted)),
        "items": _json({}),
    }


def _scale(item: Scale, codebook: Codebook) -> dict[str, object]:
    texts = {question.key: question.text for question in codebook.questions}
    return {
        **_outcome(item),
        "kind": "scale",
        "text": " / ".join(texts[key] for key in item.questions),
        "outcome": "",
        "only_after": "",
        "reported": False,
        "answers": _json({}),
        "lowest": 0,
        "highest": 10,
        "counted": _json([]),
        "items": _json({key: key in item.reversed for key in item.questions}),
    }


def _outcome(item: Outcome) -> dict[str, object]:
    return {
        "question": item.key,
        "theme": item.theme,
        "label": item.label,
        "group": item.group,
        "direction": item.direction.value,
        "beside": item.beside,
        "warning": item.warning,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
