"""The sample's surveys: one of 2017 as an SPSS file, one of 2022 as CSV, each with its codebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.sample.denominators import Denominators
from ivp_analysis.sample.files import generator
from ivp_analysis.sample.survey_answers import draw_answers
from ivp_analysis.sample.survey_codebook import FILE, codebook, write_codebook
from ivp_analysis.sample.survey_coding import Coding, in_numbers, in_words
from ivp_analysis.sample.survey_files import SAYS_SO, with_faults, write_answers_csv, write_sav
from ivp_analysis.sample.survey_people import CLASSES, YOUNGEST, Round, draw_people, inhabitants, invited_per_village
from ivp_analysis.sample.survey_questions import questions_of
from ivp_analysis.vocabulary.codebook import Drawing, Source
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality

_SAME = {
    "let op": f"{SAYS_SO}: deze enquête is nooit gehouden en alle antwoorden zijn verzonnen",
    "doelgroep": "inwoners van 18 jaar en ouder",
    "steekproef": "door loting uit de basisregistratie personen (BRP), per kern naar het aantal inwoners van 18 jaar en ouder",
}
_REMARKS = 20
_NOT_TOLD = 0.008
"""Share of respondents who do not tell their age, and of those who do not tell their sex."""


@dataclass(frozen=True)
class Survey:
    """One survey.

    Parameters
    ----------
    year : int
        The year by which it is known, of its population too.
    police_year : int
        Year of the police figures that are put beside it.
    edition : str
        The first edition that has it.
    dated : date
        Last day on which answers came in.
    fieldwork : str
        When answers were given, in Dutch.
    months : dict of int to float
        Share of the answers by month.
    rounds : tuple of Round
        Sources with numbers invited and answered.
    method : dict of str to str
        How it was done, by aspect.
    """

    year: int
    police_year: int
    edition: str
    dated: date
    fieldwork: str
    months: Mapping[int, float]
    rounds: tuple[Round, ...]
    method: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the delivery is called."""
        return f"enquete-{self.year}"


FIRST = Survey(
    year=2017,
    police_year=2017,
    edition="2018-H1",
    dated=date(2017, 11, 30),
    fieldwork="oktober en november 2017",
    months={10: 0.7, 11: 0.3},
    rounds=(Round(Source.SAMPLE, 2_900, 1_244),),
    method={
        **_SAME,
        "manier van vragen": "brief met vragenlijst op papier; invullen kon ook via internet",
        "burgerpanel": "geen: alleen de steekproef uit de BRP",
        "seizoen": "najaar",
    },
)
SECOND = Survey(
    year=2022,
    police_year=2021,
    edition="2022-H1",
    dated=date(2022, 3, 31),
    fieldwork="maart 2022",
    months={3: 1.0},
    rounds=(Round(Source.SAMPLE, 2_200, 790), Round(Source.PANEL, 1_900, 1_100)),
    method={
        **_SAME,
        "manier van vragen": "brief met inlogcode voor internet; vragenlijst op papier op verzoek",
        "burgerpanel": "leden van het burgerpanel apart gevraagd; zij kozen zelf om lid te worden en tellen niet mee in de hoofdcijfers",
        "seizoen": "voorjaar",
    },
)
SURVEYS = (FIRST, SECOND)


def write_survey(folder: Path, survey: Survey, people: Denominators, municipality: Municipality, seed: int) -> None:
    """Write the answers and the codebook of a survey.

    Parameters
    ----------
    folder : Path
        The folder of the delivery; it exists.
    survey : Survey
        Which one.
    people : Denominators
        The sample's denominators.
    municipality : Municipality
        Its configuration.
    seed : int
        Seed of the sample.
    """
    villages = municipality.village_names
    population = inhabitants(people, villages, survey.year)
    random = generator(seed, survey.name)
    respondents = draw_people(population, survey.rounds, random)
    respondents["month"] = random.choice(list(survey.months), size=len(respondents), p=list(survey.months.values()))
    for column in ("sex", "age"):
        respondents[f"{column}_told"] = random.random(len(respondents)) >= _NOT_TOLD
    questions = questions_of(survey.year)
    answers = draw_answers(questions, survey.year, respondents, population, villages, random)
    coding = in_numbers(villages) if survey is FIRST else in_words(villages)
    columns = {item.key: coding.question.format(number) for number, item in enumerate(questions, start=1)}
    content = codebook({**_about(survey, population, villages), **coding.content}, questions, columns, survey.year)
    write_codebook(folder / FILE, content)
    table = pd.concat([coding.people(respondents, villages), answers.rename(columns=columns)], axis=1)
    if survey is FIRST:
        _write_numbers(folder / "antwoorden.sav", table, coding, content)
    else:
        _write_words(folder / "antwoorden.csv", table.assign(**_remarks(coding, len(table))), coding, columns, random)


def _about(survey: Survey, population: np.ndarray, villages: tuple[str, ...]) -> dict[str, Any]:
    invited: dict[str, dict[str, int]] = {}
    for item in survey.rounds:
        numbers = invited_per_village(population, item.invited)
        per_village = {village: int(number) for village, number in zip(villages, numbers, strict=True)}
        invited[item.source.value] = per_village if item.source == Source.SAMPLE else {WHOLE: item.invited}
    return {
        "naam": f"Veiligheidsmonitor {survey.year} – {SAYS_SO}",
        "jaar": survey.year,
        "veldwerk": survey.fieldwork,
        "methode": dict(survey.method),
        "vanaf_leeftijd": YOUNGEST,
        "leeftijdsklassen": list(CLASSES),
        "bevolking": survey.year,
        "registratiejaar": survey.police_year,
        "trekking": Drawing.PER_VILLAGE.value,
        "uitgenodigd": invited,
    }


def _remarks(coding: Coding, number: int) -> dict[str, list[str]]:
    """Return the columns that no reader may take over: filled in by one in so many."""
    return {title: [text if place % _REMARKS == 0 else "" for place in range(number)] for title, text in coding.unused.items()}


def _write_numbers(path: Path, table: pd.DataFrame, coding: Coding, content: Mapping[str, Any]) -> None:
    lists = content["antwoordlijsten"]
    missing = {item["kolom"]: lists[item["antwoorden"]].get("ontbreekt", {}) for item in content["vragen"]}
    codes = {item["kolom"]: {**lists[item["antwoorden"]]["codes"], **missing[item["kolom"]]} for item in content["vragen"]}
    texts = {item["kolom"]: item["vraag"] for item in content["vragen"]}
    write_sav(path, table, texts, {**coding.labels, **codes}, {column: list(of) for column, of in missing.items() if of})


def _write_words(path: Path, table: pd.DataFrame, coding: Coding, columns: Mapping[str, str], random: np.random.Generator) -> None:
    titles = {**coding.titles, "mark": columns["cijfer-veiligheid"], "often": columns["te-hard-rijden"]}
    rows = with_faults(table.to_dict("records"), titles, random)
    write_answers_csv(path, f"{SAYS_SO} – antwoorden van {SECOND.fieldwork}", rows)
