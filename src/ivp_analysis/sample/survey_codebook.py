"""The codebook.yaml of a sample survey, made of the questions that were drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from ivp_analysis.sample.survey_form import Answers, Ask
from ivp_analysis.sample.survey_living import SCORES
from ivp_analysis.vocabulary.codebook import Codebook, Direction

FILE = "codebook.yaml"
_SAYS_SO = "# Voorbeelddata (synthetisch): deze enquête is nooit gehouden en alle antwoorden zijn verzonnen.\n"


def codebook(about: Mapping[str, Any], questions: Sequence[Ask], columns: Mapping[str, str], year: int) -> dict[str, Any]:
    """Return the content of a codebook.

    Parameters
    ----------
    about : dict
        What is known of the survey, by the Dutch keys of codebook.yaml; without lists of answers, questions and scales.
    questions : sequence of Ask
        The questions of the year.
    columns : dict of str to str
        The column of each question, by its key.
    year : int
        The year.

    Returns
    -------
    dict
        By the Dutch keys; checked.
    """
    lists = {item.answers.name: _answers(item.answers, year) for item in questions}
    full = {
        **about,
        "antwoordlijsten": lists,
        "vragen": [_question(item, columns[item.key]) for item in questions],
        "schalen": [
            {
                "sleutel": item.key,
                "thema": item.theme,
                "kort": item.label,
                "groep": item.key,
                "richting": Direction.FAVOURABLE.value,
                "vragen": list(item.questions),
                "omgekeerd": list(item.reversed),
            }
            for item in SCORES
        ],
    }
    Codebook.model_validate(full)
    return full


def write_codebook(path: Path, content: Mapping[str, Any]) -> None:
    """Write a codebook; its first line says that it is synthetic."""
    yaml = YAML()
    yaml.width = 140
    text = StringIO()
    yaml.dump(dict(content), text)
    path.write_text(_SAYS_SO + text.getvalue(), encoding="utf-8")


def _answers(answers: Answers, year: int) -> dict[str, Any]:
    missing = answers.missing.get(year, {})
    return {"codes": _one_line(answers.codes)} | ({"ontbreekt": _one_line(missing)} if missing else {})


def _question(item: Ask, column: str) -> dict[str, Any]:
    full = {
        "sleutel": item.key,
        "kolom": column,
        "thema": item.theme,
        "vraag": item.text,
        "kort": item.label,
        "antwoorden": item.answers.name,
        "telt": list(item.counted),
        "gemiddelde": item.mean,
        "uitkomst": item.outcome,
        "alleen_na": item.only_after,
        "melding": item.reported,
        "richting": item.direction.value if item.counted or item.mean else "",
        "naast": item.beside,
        "waarschuwing": item.warning,
        "groep": item.group,
    }
    return {key: value for key, value in full.items() if value}


def _one_line(items: Mapping[int, str]) -> CommentedMap:
    result = CommentedMap(items)
    result.fa.set_flow_style()
    return result
