"""Small hand-made surveys for the tests of the monitor."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.monitor.population import people as inhabitants_of
from ivp_analysis.monitor.survey import Floats, Survey
from ivp_analysis.tables.survey_contracts import ANSWER
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.survey_rules import SurveyRules

VILLAGES = ("Dalfsen", "Nieuwleusen", "Lemelerveld", "Hoonhorst", "Oudleusen")
GROUP = "Hoonhorst en Oudleusen"
AGES = ("18-44", "45+")
OFTEN = {1: "vaak", 2: "soms", 3: "nooit"}
RULES = SurveyRules(largest_weight=3, plain=100, flagged=50, fewest=10, q=0.10, p_hint=0.05, power=0.8)
BALANCED = 119 / 120 / (1 - 12 / 600) ** 2
"""Where 5 villages have 120 answers each, as many of each age and sex: what leverage makes of a variance over 120. The margins have 12 free
cells (5 x 2 of villages and ages, 2 of the sexes in the ages), so that each of 600 answers has a leverage of 12 / 600."""
HUGE = 10**9
"""So many inhabitants that the finite population correction does nothing."""


def people(village: str, count: int, *, age: str = "18-44", sex: str = "m", source: str = "BRP", **answers: int | None) -> pd.DataFrame:
    """Respondents who are alike; a question `q` is an argument `q`."""
    columns = {ANSWER + name.replace("_", "-"): code for name, code in answers.items()}
    row: dict[str, Any] = {"source": source, "village": village, "age": age, "sex": sex} | columns
    return pd.DataFrame([row] * count)


def spread(village: str, count: int, *, source: str = "BRP", **answers: int | None) -> pd.DataFrame:
    """So many respondents who are alike in each cell of the two age classes and the two sexes."""
    return pd.concat([people(village, count, age=age, sex=sex, source=source, **answers) for age in AGES for sex in "mv"])


def respondents(*parts: pd.DataFrame, delivery: str = "e22", year: int = 2022) -> pd.DataFrame:
    """The table `respondents` of one survey, numbered in this order."""
    frame = pd.concat(parts, ignore_index=True)
    answers = [str(name) for name in frame if str(name).startswith(ANSWER)]
    provenance: dict[str, Any] = {"delivery": delivery, "reference_date": pd.Timestamp("2022-03-31").as_unit("us"), "synthetic": True}
    frame = frame.assign(year=year, respondent=range(1, len(frame) + 1), month=pd.array([3] * len(frame), dtype="Int64"), **provenance)
    return frame.astype(dict.fromkeys(answers, "Int16"))


def question(key: str = "q", *, kind: str = "percentage", counted: Sequence[int] = (1,), **others: Any) -> dict[str, Any]:
    """A row of the codebook; `codes` are the labels by code, `items` of a scale say which questions are reversed."""
    codes: Mapping[int, str] = others.pop("codes", OFTEN if kind != "scale" else {})
    items: Mapping[str, bool] = others.pop("items", {})
    given = {
        "question": key, "kind": kind, "theme": "1.1", "label": f"kort {key}", "text": f"vraag {key}",
        "outcome": "", "only_after": "", "reported": False,
        "group": "", "direction": "ongunstig", "beside": "", "warning": "",
        "answers": json.dumps({str(code): label for code, label in codes.items()}),
        "lowest": min(codes, default=0), "highest": max(codes, default=10),
        "counted": json.dumps(list(counted) if kind == "percentage" else []), "items": json.dumps(items),
    }  # fmt: skip
    return given | others


def questions(*rows: dict[str, Any], delivery: str = "e22", year: int = 2022) -> pd.DataFrame:
    """The table `questions` of one survey."""
    provenance: dict[str, Any] = {"delivery": delivery, "reference_date": pd.Timestamp("2022-03-31").as_unit("us"), "synthetic": True}
    return pd.DataFrame(rows).assign(year=year, position=range(len(rows)), **provenance)


def card(delivery: str = "e22", year: int = 2022, **others: Any) -> pd.DataFrame:
    """The table `surveys` of one survey."""
    given: dict[str, Any] = {
        "year": year, "name": "enquête", "fieldwork": "maart", "youngest": 18, "ages": " ".join(AGES), "population_year": year,
        "police_year": year - 1, "drawing": "per kern", "method": "{}", "invited": "{}", "delivery": delivery,
        "reference_date": pd.Timestamp("2022-03-31").as_unit("us"), "synthetic": True,
    }  # fmt: skip
    return pd.DataFrame([given | others])


def counted(table: pd.DataFrame, of: Survey, municipality: Municipality) -> Floats:
    """The inhabitants that a survey is weighted with."""
    found = inhabitants_of(table, of, municipality)
    assert found is not None
    return found


def population(cell: int | Mapping[str, int] = 1000, *, years: Iterable[int] = (2017, 2022), **others: Any) -> pd.DataFrame:
    """Inhabitants: as many in each age class and sex of a village, or of all of them."""
    delivery, ages = others.get("delivery", "noemers"), others.get("ages", AGES)
    on = pd.Timestamp(others.get("on", "2022-01-31")).as_unit("us")
    rows = [
        (village, "village", year, "inhabitants", sex, age, cell if isinstance(cell, int) else cell[village])
        for village in VILLAGES
        for year in years
        for sex in "mv"
        for age in ages
    ]
    frame = pd.DataFrame(rows, columns=["area", "level", "year", "measure", "sex", "age", "value"])
    return frame.assign(delivery=delivery, reference_date=on, synthetic=True)


def tables(*surveys: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], inhabitants: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """The processed tables, of surveys as (card, questions, respondents)."""
    names = ("surveys", "questions", "respondents")
    stacked = {name: pd.concat([survey[place] for survey in surveys], ignore_index=True) for place, name in enumerate(names)}
    return stacked | {"population": population() if inhabitants is None else inhabitants}


def survey(
    rows: Sequence[dict[str, Any]], *parts: pd.DataFrame, delivery: str = "e22", year: int = 2022, **others: Any
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Card, questions and respondents of one survey."""
    return (
        card(delivery, year, **others),
        questions(*rows, delivery=delivery, year=year),
        respondents(*parts, delivery=delivery, year=year),
    )


DELIVERED = ("e22", "e17", "noemers")


def one(frame: pd.DataFrame, **values: object) -> "pd.Series[Any]":
    """The only row with these values."""
    for column, value in values.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, f"{len(frame)} rows for {values}"
    return frame.iloc[0]


def drawn(seed: int, shares: Mapping[str, float], counts: Mapping[str, int], *, source: str = "BRP", outcomes: int = 1) -> pd.DataFrame:
    """So many respondents in each village, with questions q0, q1 and so on: code 1 has the share of the village, 2 and 3 the rest."""
    random = np.random.default_rng(seed)
    pieces = []
    for village, count in counts.items():
        frame = pd.DataFrame(
            {"source": source, "village": village, "age": random.choice(AGES, count), "sex": random.choice(["m", "v"], count)}
        )
        for number in range(outcomes):
            share = shares[village]
            frame[f"{ANSWER}q{number}"] = random.choice([1, 2, 3], count, p=[share, (1 - share) / 2, (1 - share) / 2])
        pieces.append(frame)
    return pd.concat(pieces, ignore_index=True)
