"""Surveys as arrays: who answered, where, and what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.errors import DeliveryError, StoreError
from ivp_analysis.statistics.survey.scales import scores
from ivp_analysis.tables.survey_contracts import ANSWER
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.municipality import Municipality

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
SEXES = ("m", "v")
UNKNOWN = -1
"""In place of the number of an age class or sex that is not known."""


@dataclass(frozen=True)
class Part:
    """The respondents of a survey who came into it in one way, in the order of their numbers.

    Attributes
    ----------
    villages, ages, sexes : ndarray of int, shape (respondents,)
        Numbers of the village, the age class and the sex of each; `UNKNOWN` where age or sex is not known.
    answers : ndarray of float, shape (respondents, outcomes)
        Of percentages 1 for who is counted and 0 for who is not, of means the code, of scales the score; nan without an answer. Laid out
        by column.
    """

    villages: Integers
    ages: Integers
    sexes: Integers
    answers: Floats

    @property
    def known(self) -> Flags:
        """Whose age and sex are known, shape (respondents,)."""
        known: Flags = (self.ages != UNKNOWN) & (self.sexes != UNKNOWN)
        return known


@dataclass(frozen=True)
class Survey:
    """One survey.

    Attributes
    ----------
    delivery, drawing : str
        Name of the delivery, and how the sample was drawn.
    year, population_year, police_year : int
        The year by which it is known, that of the population figures for its weights, and of the police figures beside it.
    ages : tuple of str
        Its age classes, the youngest first.
    invited : mapping
        By source and village or "gemeente".
    outcomes : DataFrame
        The rows of table `questions` that something is estimated of, in the order of the codebook, with that order as index. `items` says
        of a scale what it is made of in a form that does not depend on keys and order: words, answers and direction of each question.
    parts : mapping of Source to Part
        The respondents by source; a source without respondents is absent.
    """

    delivery: str
    drawing: str
    year: int
    population_year: int
    police_year: int
    ages: tuple[str, ...]
    invited: dict[str, dict[str, int]]
    outcomes: pd.DataFrame
    parts: dict[Source, Part]

    @property
    def percentages(self) -> Flags:
        """Which outcomes are percentages, shape (outcomes,)."""
        return (self.outcomes["kind"] == "percentage").to_numpy(dtype=bool)


def surveys_of(tables: dict[str, pd.DataFrame], delivered: Sequence[str], municipality: Municipality) -> tuple[Survey, ...]:
    """Return the surveys of an edition, the newest first.

    Parameters
    ----------
    tables : dict of str to DataFrame
        The tables `respondents`, `surveys` and `questions`.
    delivered : sequence of str
        Names of the deliveries of the edition.
    municipality : Municipality
        Its villages.

    Raises
    ------
    DeliveryError
        When two surveys are known by the same year.
    StoreError
        When respondents live in no village of the municipality, or a question has no column.
    """
    cards = tables["surveys"][tables["surveys"]["delivery"].isin(delivered)].sort_values(["year", "delivery"], ascending=False)
    again = cards.loc[cards["year"].duplicated(keep=False), ["year", "delivery"]]
    if len(again):
        names = ", ".join(sorted(again["delivery"]))
        raise DeliveryError(
            "two surveys are known by the same year",
            {"deliveries": names, "year": int(again["year"].iloc[0])},
            "Give each its own jaar in codebook.yaml, or take one away",
        )
    return tuple(_survey(card, tables, municipality) for card in cards.to_dict("records"))


def _survey(card: dict[Any, Any], tables: dict[str, pd.DataFrame], municipality: Municipality) -> Survey:
    delivery = str(card["delivery"])
    rows, asked = (tables[name][tables[name]["delivery"] == delivery] for name in ("respondents", "questions"))
    rows, asked = rows.sort_values("respondent", ignore_index=True), asked.sort_values("position", ignore_index=True)
    ages = tuple(str(card["ages"]).split())
    outcomes = asked[asked["kind"] != "item"].reset_index(drop=True)
    parts = {}
    for source in Source:
        own = rows[rows["source"] == source.value]
        if len(own):
            parts[source] = Part(
                _numbers(own["village"], municipality.village_names), _numbers(own["age"], ages), _numbers(own["sex"], SEXES),
                _values(own, asked, outcomes, delivery),
            )  # fmt: skip
            _all_somewhere(parts[source], delivery)
    return Survey(
        delivery, str(card["drawing"]), int(card["year"]), int(card["population_year"]), int(card["police_year"]), ages,
        json.loads(card["invited"]), outcomes.assign(items=[_made_of(one, asked) for one in outcomes["items"]]), parts,
    )  # fmt: skip


def _numbers(texts: pd.Series[str], names: tuple[str, ...]) -> Integers:
    # -1, which is UNKNOWN, for what is no name
    return np.asarray(pd.Index(names).get_indexer(pd.Index(texts)), dtype=np.int64)


def _all_somewhere(part: Part, delivery: str) -> None:
    lost = int(np.count_nonzero(part.villages < 0))
    if lost:
        raise StoreError(
            f"{lost} respondents live in no village of the municipality", {"delivery": delivery}, "Run ivp process: the villages changed"
        )


def plain(text: str) -> str:
    """Return the words of a question without what does not change it: case, spaces and the last mark."""
    return " ".join(text.split()).casefold().rstrip(" .?!…")


def _made_of(items: str, asked: pd.DataFrame) -> str:
    questions = asked.set_index("question")
    parts = [
        [plain(str(questions.loc[key, "text"])), {code: plain(label) for code, label in _answers(questions, key).items()}, turned]
        for key, turned in json.loads(items).items()
    ]
    return json.dumps(sorted(parts, key=str), ensure_ascii=False, sort_keys=True)


def _answers(questions: pd.DataFrame, key: str) -> dict[str, str]:
    answers: dict[str, str] = json.loads(str(questions.loc[key, "answers"]))
    return answers


def _values(rows: pd.DataFrame, asked: pd.DataFrame, outcomes: pd.DataFrame, delivery: str) -> Floats:
    values = np.full((len(rows), len(outcomes)), np.nan, order="F")
    by_key = asked.set_index("question")
    for number, outcome in enumerate(outcomes.to_dict("records")):
        if outcome["kind"] == "scale":
            reversed_ = json.loads(outcome["items"])
            items = np.column_stack([_codes(rows, key, delivery) for key in reversed_])
            ranges = by_key.loc[list(reversed_), ["lowest", "highest"]].to_numpy(dtype=float)
            values[:, number] = scores(items, ranges[:, 0], ranges[:, 1], np.array(list(reversed_.values()), dtype=bool))
            continue
        codes = _codes(rows, outcome["question"], delivery)
        if outcome["kind"] == "percentage":
            codes = np.where(np.isnan(codes), np.nan, np.isin(codes, json.loads(outcome["counted"])))
        values[:, number] = codes
    return values


def _codes(rows: pd.DataFrame, question: str, delivery: str) -> Floats:
    name = ANSWER + question
    if name not in rows:
        raise StoreError(
            f"there are no answers to the question '{question}'", {"table": "respondents", "delivery": delivery}, "Run ivp process"
        )
    return rows[name].to_numpy(dtype=np.float64, na_value=np.nan)
