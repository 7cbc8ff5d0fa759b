"""What the sample surveys look like to who reads them."""

import csv
import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from ivp_analysis.sample.denominators import Denominators, draw_denominators
from ivp_analysis.sample.files import generator
from ivp_analysis.sample.profile import DEFAULT_SEED, profile_of
from ivp_analysis.sample.survey import FIRST, SECOND, SURVEYS, Survey, write_survey
from ivp_analysis.sample.survey_people import inhabitants
from ivp_analysis.sources import survey as reader
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.tables.survey_contracts import ANSWER
from ivp_analysis.vocabulary.codebook import Codebook
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.yaml import load_yaml

SAYS_SO = "Voorbeelddata (synthetisch)"


def folder(sample: Path, survey: Survey) -> Path:
    return sample / f"voorbeeld-{survey.name}"


@pytest.fixture(scope="module")
def people(dalfsen: Municipality) -> Denominators:
    return draw_denominators(profile_of(dalfsen), dalfsen, generator(DEFAULT_SEED, "denominators"))


@pytest.fixture(scope="module")
def codebooks(sample: Path) -> dict[int, Codebook]:
    return {survey.year: load_yaml(folder(sample, survey) / "codebook.yaml", Codebook) for survey in SURVEYS}


@pytest.fixture(scope="module")
def readings(sample: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> dict[int, Reading]:
    return {survey.year: reader.read(Delivery(folder(sample, survey)), dalfsen, kernbeleid) for survey in SURVEYS}


@pytest.fixture(scope="module")
def respondents(readings: dict[int, Reading]) -> dict[int, pd.DataFrame]:
    return {year: reading.tables["respondents"] for year, reading in readings.items()}


@pytest.fixture(scope="module")
def shares(respondents: dict[int, pd.DataFrame], codebooks: dict[int, Codebook]) -> dict[tuple[int, str], float]:
    """The percentages of the sample from the register, not weighted."""
    result = {}
    for year, table in respondents.items():
        drawn = table[table["source"] == "BRP"]
        for item in codebooks[year].questions:
            given = drawn[ANSWER + item.key].dropna()
            if item.counted:
                result[year, item.key] = 100 * float(given.isin(item.counted).mean())
    return result


def weighted(drawn: pd.DataFrame, values: pd.Series, population: np.ndarray, villages: tuple[str, ...], ages: tuple[str, ...]) -> float:
    """Post-stratify by village, sex and age class: every cell counts as its inhabitants."""
    told = drawn["age"].ne("onbekend") & drawn["sex"].ne("onbekend") & values.notna()
    rows = drawn[told].assign(value=values[told].astype(float))
    means = rows.groupby(["village", "sex", "age"])["value"].mean()
    cells = [(villages.index(v), "mv".index(s), ages.index(a)) for v, s, a in means.index]
    return float(np.average(means, weights=[population[cell] for cell in cells]))


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda item: item.name)
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    sample: Path, people: Denominators, dalfsen: Municipality, tmp_path: Path, survey: Survey
) -> None:
    def written(seed: int) -> dict[str, str]:
        path = tmp_path / str(seed)
        path.mkdir()
        write_survey(path, survey, people, dalfsen, seed)
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in path.iterdir()}

    mine, other = written(DEFAULT_SEED), written(DEFAULT_SEED + 1)
    assert len(mine) == 2
    for name, digest in mine.items():
        assert hashlib.sha256((folder(sample, survey) / name).read_bytes()).hexdigest() == digest
    assert {name for name in mine if mine[name] == other[name]} == {"codebook.yaml"}


def test_numbers_of_answers_are_those_that_were_meant(respondents: dict[int, pd.DataFrame], codebooks: dict[int, Codebook]) -> None:
    by_source = {year: table["source"].value_counts().to_dict() for year, table in respondents.items()}
    assert by_source == {2017: {"BRP": 1_244}, 2022: {"BRP": 790, "panel": 1_100}}
    invited = {year: {source.value: sum(areas.values()) for source, areas in item.invited.items()} for year, item in codebooks.items()}
    assert invited == {2017: {"BRP": 2_900}, 2022: {"BRP": 2_200, "panel": 1_900}}
    assert all(40 <= len(item.questions) <= 60 for item in codebooks.values())


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda item: item.name)
def test_villages_answer_in_proportion_to_their_adults(
    respondents: dict[int, pd.DataFrame], people: Denominators, dalfsen: Municipality, survey: Survey
) -> None:
    adults = inhabitants(people, dalfsen.village_names, survey.year).sum(axis=(1, 2))
    answered = respondents[survey.year].query("source == 'BRP'").groupby("village").size()[list(dalfsen.village_names)]
    assert np.abs(answered / answered.sum() - adults / adults.sum()).max() < 0.03
    assert answered[["Hoonhorst", "Oudleusen"]].between(35, 90).all()
    assert answered[["Dalfsen", "Nieuwleusen", "Lemelerveld"]].min() > 100


def test_the_young_answer_less_and_the_panel_is_older_and_of_more_men(
    respondents: dict[int, pd.DataFrame], people: Denominators, dalfsen: Municipality
) -> None:
    population = inhabitants(people, dalfsen.village_names, 2022)
    table = respondents[2022]
    young = table["age"].isin(["18-24", "25-44"]).groupby(table["source"]).mean()
    men = (table["sex"] == "m").groupby(table["source"]).mean()
    assert young["panel"] < young["BRP"] < population[:, :, :2].sum() / population.sum()
    assert men["panel"] > men["BRP"] + 0.03


def test_speeding_and_the_mark_for_safety_are_as_known(
    respondents: dict[int, pd.DataFrame], codebooks: dict[int, Codebook], people: Denominators, dalfsen: Municipality
) -> None:
    drawn, villages = respondents[2017], dalfsen.village_names
    population = inhabitants(people, villages, 2017)
    speeding = drawn[ANSWER + "te-hard-rijden"].eq(1)
    # two standard errors of 1,244 answers around the 61 per cent and the 7.8 that are public of the real survey of 2017
    assert weighted(drawn, 100 * speeding, population, villages, codebooks[2017].ages) == pytest.approx(61, abs=2.8)
    assert weighted(drawn, drawn[ANSWER + "cijfer-veiligheid"], population, villages, codebooks[2017].ages) == pytest.approx(7.8, abs=0.1)


def test_few_things_really_change(shares: dict[tuple[int, str], float], codebooks: dict[int, Codebook]) -> None:
    groups = [item.key for item in codebooks[2022].questions if item.group and item.counted]
    change = {key: shares[2022, key] - shares[2017, key] for key in groups if (2017, key) in shares}
    assert change["nepbericht"] > 15
    assert change["slachtoffer-inbraak"] < -1.5
    assert change["onveilig-nacht"] > 0
    assert np.mean([abs(size) < 5 for size in change.values()]) > 0.75
    victims = [size for (_, key), size in shares.items() if key.startswith("slachtoffer")]
    assert 1 < min(victims) < max(victims) < 12


def test_answers_hang_together(respondents: dict[int, pd.DataFrame]) -> None:
    for table in respondents.values():
        answers = table[[ANSWER + key for key in ("overlast-buren", "overlast-geluid", "overlast-jongeren", "rommel")]].astype(float)
        related = answers.corr().to_numpy()[np.triu_indices(4, k=1)]
        assert related.min() > 0.1
        unsafe = table[ANSWER + "onveilig-nacht"].isin([1, 2]).groupby(table["sex"]).mean()
        assert unsafe["v"] > unsafe["m"] + 0.05


def test_some_answers_are_missing_everywhere_but_few(respondents: dict[int, pd.DataFrame], codebooks: dict[int, Codebook]) -> None:
    for year, table in respondents.items():
        everybody = [item.key for item in codebooks[year].questions if not item.only_after]
        missing = table[[ANSWER + key for key in everybody]].isna().mean()
        assert missing.between(0.002, 0.08).all(), missing[~missing.between(0.002, 0.08)]


def test_only_victims_are_asked_whether_they_told_the_police(respondents: dict[int, pd.DataFrame]) -> None:
    after = {
        "aangifte": ("slachtoffer-vernieling", "slachtoffer-inbraak", "slachtoffer-fiets", "slachtoffer-geweld"),
        "aangifte-digitaal": ("slachtoffer-hacken", "slachtoffer-aankoop"),
    }
    for table in respondents.values():
        for key, before in after.items():
            victim = table[[ANSWER + name for name in before]].fillna(0).gt(0).any(axis=1)
            told = table[ANSWER + key].notna()
            assert told.sum() > 50
            assert not (told & ~victim).any()


def test_the_reader_refuses_the_planted_rows_and_no_others(readings: dict[int, Reading]) -> None:
    assert not len(readings[2017].quarantine)
    assert sorted(reason.partition(":")[0] for reason in readings[2022].quarantine["reason"]) == [
        *("Bron", "Geslacht", "Kern", "Leeftijd", "Nr", "Nr", "Nr", "vraag 30", "vraag 43"),
    ]
    left_out = readings[2022].ledger.query("outcome == 'left out'")
    assert left_out["rows"].to_list() == [1, 1]
    assert left_out["reason"].str.startswith(("a title line", "outside the target group")).all()


def test_what_could_say_who_somebody_is_is_clearly_invented_and_never_taken_over(sample: Path, readings: dict[int, Reading]) -> None:
    text = (folder(sample, SECOND) / "antwoorden.csv").read_bytes().decode("utf-8-sig")
    _, header, *rows = csv.reader(text.splitlines(), delimiter=";")
    found = {title: {row[header.index(title)] for row in rows} for title in ("opmerking", "postcode", "e-mail")}
    assert found == {
        "opmerking": {"", "Verzonnen opmerking."},
        "postcode": {"", "0000 AA"},
        "e-mail": {"", "voorbeeld@example.nl"},
    }
    assert not {*found} & {*readings[2022].tables["respondents"].columns}


def test_everything_says_that_it_is_synthetic(sample: Path, codebooks: dict[int, Codebook], readings: dict[int, Reading]) -> None:
    for survey in SURVEYS:
        card = Delivery(folder(sample, survey)).card
        assert card.kind == "enquete"
        assert card.edition == survey.edition
        assert card.synthetic
        assert card.personal
        assert card.source.startswith(SAYS_SO)
        assert SAYS_SO in codebooks[survey.year].name
        assert SAYS_SO in codebooks[survey.year].method["let op"]
        assert (folder(sample, survey) / "codebook.yaml").read_text(encoding="utf-8").startswith(f"# {SAYS_SO}")
        assert all(table["synthetic"].all() for table in readings[survey.year].tables.values())
    _, described = pyreadstat.read_sav(folder(sample, FIRST) / "antwoorden.sav", metadataonly=True)
    assert described.file_label == SAYS_SO
    assert (folder(sample, SECOND) / "antwoorden.csv").read_bytes().decode("utf-8-sig").startswith(SAYS_SO)
