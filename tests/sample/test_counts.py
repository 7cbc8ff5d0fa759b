from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ivp_analysis.vocabulary.municipality import Municipality

HEADER = ["Jaar", "Maand", "Buurt", "Klasse", "Omschrijving", "Aantal", "Pogingen"]


@pytest.fixture(scope="module")
def year(sample: Path) -> pd.DataFrame:
    return pd.read_csv(sample / "voorbeeld-aantallen-2022-h1" / "aantallen.csv", sep=";")


@pytest.fixture(scope="module")
def running(sample: Path) -> pd.DataFrame:
    book = openpyxl.load_workbook(sample / "voorbeeld-aantallen-2022-h2" / "aantallen.xlsx", read_only=True)
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    return pd.DataFrame(rows, columns=list(header))


def test_one_delivery_has_the_whole_year_the_other_january_to_august(year: pd.DataFrame, running: pd.DataFrame) -> None:
    assert list(year.columns) == list(running.columns) == HEADER
    assert set(year["Jaar"]) == {2021}
    assert sorted(set(year["Maand"])) == list(range(1, 13))
    assert set(running["Jaar"]) == {2022}
    assert sorted(set(running["Maand"])) == list(range(1, 9))


def test_every_combination_stands_there_once(year: pd.DataFrame, running: pd.DataFrame) -> None:
    for table in (year, running):
        assert not table.duplicated(HEADER[:4]).any()
        assert (table["Aantal"] >= 1).all()
        assert (table["Pogingen"] <= table["Aantal"]).all()


def test_areas_are_buurten_or_unknown(year: pd.DataFrame, running: pd.DataFrame, dalfsen: Municipality) -> None:
    names = {buurt.name for buurt in dalfsen.neighbourhoods.values()}
    assert set(year["Buurt"]) <= {*dalfsen.neighbourhoods, "onbekend"}
    assert set(running["Buurt"]) <= names | {"onbekend"}
    for table in (year, running):
        assert 5 <= table.loc[table["Buurt"] == "onbekend", "Aantal"].sum() <= 60


def test_klassen_outside_open_data_are_there(year: pd.DataFrame) -> None:
    assert {"E12", "E13", "E321", "E36"} <= set(year["Klasse"])


def test_counts_are_the_incidents_added_up(year: pd.DataFrame, first_round: pd.DataFrame, dalfsen: Municipality) -> None:
    rows = first_round.drop_duplicates("Incident Identificatie")
    rows = rows[~rows["Incident Identificatie"].str.startswith("PLVOORBEELD_9000")]
    begin = pd.Series([pd.to_datetime(value, dayfirst=True) for value in rows["Begin-pleegdatum/tijd"]], index=rows.index)
    codes = {buurt.name: code for code, buurt in dalfsen.neighbourhoods.items()}
    keyed = pd.DataFrame(
        {
            "Jaar": begin.dt.year,
            "Maand": begin.dt.month,
            "Buurt": rows["Pleegbuurt"].map(codes).fillna("onbekend"),
            "Klasse": rows["Incidentsoort code"],
        }
    )
    incidents = keyed[keyed["Jaar"] == 2021].groupby(["Maand", "Buurt", "Klasse"]).size()
    counts = year.set_index(["Maand", "Buurt", "Klasse"])["Aantal"].sort_index()
    assert counts.to_dict() == incidents.to_dict()
