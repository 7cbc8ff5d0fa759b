"""All estimates of surveys: those of the sample, and those of a national file that is made of its answers."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from benchmarks.workplace import EDITION, MUNICIPALITY, Workplace
from ivp_analysis.disclosure.protection import protect, sensitive_rows
from ivp_analysis.disclosure.survey import protect_monitor
from ivp_analysis.estimates.police import estimate
from ivp_analysis.monitor.derive import monitor
from ivp_analysis.processing import processed_table
from ivp_analysis.sources.delivery import Delivery, deliveries, write_card
from ivp_analysis.sources.survey import read
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import NETHERLANDS, Municipality, load_municipality
from ivp_analysis.vocabulary.publication import load_publication_rules
from ivp_analysis.vocabulary.survey_rules import load_survey_rules

SURVEY = "voorbeeld-enquete-2022"
PEOPLE = 14_300_000
"""Inhabitants of 18 years and older that the national file is weighted to; a round number, about as many as the Netherlands have."""
READING, ESTIMATES, PROTECTION = "reading", "weights, estimates and tests", "protection"

Result = TypeVar("Result")


@dataclass(frozen=True)
class National:
    """What a process took to read and estimate a national file.

    Attributes
    ----------
    seconds : dict of str to float
        Processor seconds by step.
    processor : float
        Processor seconds of the process, from its start.
    memory : float
        Of the process at its peak, in MiB.
    respondents, areas, figures, tested : int
        Rows that were accepted; areas, the whole one included; estimates; comparisons with the rest that were tested.
    """

    seconds: dict[str, float]
    processor: float
    memory: float
    respondents: int
    areas: int
    figures: int
    tested: int


def sample(place: Workplace, times: int) -> list[dict[str, float]]:
    """Return the processor seconds of all estimates of the surveys of the sample, some times over; its tables are read once, beforehand.

    Parameters
    ----------
    place : Workplace
        Where the sample was processed.
    times : int
        How often; a first time, which imports things, is not among them.
    """
    municipality, kernbeleid = load_municipality(MUNICIPALITY, place.paths), load_kernbeleid(place.paths.kernbeleid)
    names = ("counts", "incidents", "population", "respondents", "surveys", "questions")
    tables = {name: processed_table(municipality, place.paths, name) for name in names}
    police = estimate(tables["counts"], tables["incidents"], tables["population"], municipality, kernbeleid, Edition.parse(EDITION))
    # open data alone: surveys rest on no other police figures
    sensitive = sensitive_rows(police, kernbeleid, municipality)
    protection = protect(police, sensitive, [None] * len(police), load_publication_rules(place.paths.publication_rules))
    rules, ladder = load_survey_rules(place.paths.survey_rules), load_ladder(place.paths.ladder)
    delivered = [*tables["surveys"]["delivery"], *tables["population"]["delivery"].unique()]
    given = tables, police, municipality, rules, ladder, delivered
    return [_both(given, tables["questions"], protection) for _ in range(times + 1)][1:]


def national(place: Workplace, home: Path, areas: int) -> National:
    """Read a national file and make all its estimates; for a process of its own.

    Parameters
    ----------
    place : Workplace
        Where the configuration is.
    home : Path
        Where `write_national` wrote.
    areas : int
        Its parts.
    """
    kernbeleid, country = load_kernbeleid(place.paths.kernbeleid), parts_of_a_country(areas)
    rules, ladder = load_survey_rules(place.paths.survey_rules), load_ladder(place.paths.ladder)
    delivery = next(deliveries(home))
    reading, seconds = clocked(lambda: read(delivery, country, kernbeleid))
    tables = {**reading.tables, "population": inhabitants(country, reading.tables["surveys"])}
    delivered = [delivery.name, "bevolking"]
    found, estimating = clocked(lambda: monitor(tables, empty("estimates"), country, rules, ladder, delivered))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return National(
        {READING: seconds, ESTIMATES: estimating}, time.process_time(), peak / (2**20 if sys.platform == "darwin" else 2**10),
        len(tables["respondents"]), areas + 1, len(found["monitor"]), int(found["monitor_comparisons"]["p"].notna().sum()),
    )  # fmt: skip


def write_national(place: Workplace, home: Path, respondents: int, areas: int) -> Delivery:
    """Write a delivery with answers of the sample, drawn with replacement, and everybody in a part of the country.

    Parameters
    ----------
    place : Workplace
        Where the sample is.
    home : Path
        Folder of the deliveries.
    respondents, areas : int
        How many, and in how many parts.
    """
    folder, source = home / "landelijk", place.paths.raw(MUNICIPALITY) / SURVEY
    folder.mkdir(parents=True)
    card, codebook = _yaml(source / "delivery.yaml"), _yaml(source / "codebook.yaml")
    names = parts_of_a_country(areas).village_names
    codebook["kernen"] = {str(number): name for number, name in enumerate(names, start=1)}
    codebook["uitgenodigd"] = {"BRP": {"gemeente": 2 * respondents}}
    kept = read_sample(source / "antwoorden.csv", codebook["kolommen"]["bron"])
    random = np.random.default_rng(1)
    rows = kept.iloc[random.integers(len(kept), size=respondents)].reset_index(drop=True)
    rows[codebook["kolommen"]["respondent"]] = np.arange(1, respondents + 1)
    rows[codebook["kolommen"]["kern"]] = random.integers(1, areas + 1, size=respondents)
    rows.to_csv(folder / "antwoorden.csv", sep=";", index=False, encoding="utf-8")
    with (folder / "codebook.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(codebook, file)
    write_card(folder, {key: value for key, value in card.items() if key != "bestanden"})
    return next(deliveries(home))


def read_sample(path: Path, source: str) -> pd.DataFrame:
    """Read the answers of those who were drawn, as text: without the line above the titles, and without columns that could identify."""
    rows = pd.read_csv(path, sep=";", dtype=str, skiprows=1, encoding="utf-8-sig", keep_default_na=False)
    return rows[rows[source] == "steekproef"].drop(columns=["opmerking", "postcode", "e-mail"])


def parts_of_a_country(count: int) -> Municipality:
    """Return a country whose parts stand where the villages of a municipality do."""
    names = [f"Deel {chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(count)]
    buurten = [[{"code": f"BU9999{number:04d}", "naam": "Deel", "zekerheid": "hoog"}] for number in range(count)]
    return Municipality.model_validate(
        {
            "sleutel": "landelijk",
            "code": "GM9999",
            "naam": "landelijk",
            "toelichting_buurten": "verzonnen",
            "wijken": [{"code": "WK999900", "naam": "Deel"}],
            "kernen": [{"naam": name, "buurten": part} for name, part in zip(names, buurten, strict=True)],
            "referentiegebieden": [{"naam": "Nederland", "gebieden": [NETHERLANDS]}],
        }
    )


def inhabitants(country: Municipality, surveys: pd.DataFrame) -> pd.DataFrame:
    """Return the table `population` of a country in which all parts, classes and sexes are as large."""
    card = surveys.iloc[0]
    cells = list(product(country.village_names, str(card["ages"]).split(), ("m", "v")))
    rows: list[dict[str, Any]] = [{"area": area, "age": age, "sex": sex, "value": round(PEOPLE / len(cells))} for area, age, sex in cells]
    year = int(card["population_year"])
    return pd.DataFrame(rows).assign(
        level="village", measure="inhabitants", year=year, reference_date=card["reference_date"], delivery="bevolking", synthetic=True
    )


def clocked(work: Callable[[], Result]) -> tuple[Result, float]:
    """Return what work gives and the processor seconds that it took."""
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def _both(given: tuple[Any, ...], questions: pd.DataFrame, protection: pd.DataFrame) -> dict[str, float]:
    found, estimating = clocked(lambda: monitor(*given))
    municipality, rules = given[2:4]
    _, protecting = clocked(lambda: protect_monitor(found, questions, protection, municipality, rules))
    return {ESTIMATES: estimating, PROTECTION: protecting}


def _yaml(path: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
