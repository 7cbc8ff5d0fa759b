"""The sample, written once for all tests of this room."""

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from ivp_analysis.sample.profile import DEFAULT_SEED
from ivp_analysis.sample.write import write_sample
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality


@pytest.fixture(scope="session")
def sample(dalfsen: Municipality, kernbeleid: Kernbeleid, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw") / "dalfsen"
    write_sample(dalfsen, kernbeleid, folder, DEFAULT_SEED)
    return folder


@pytest.fixture(scope="session")
def compared(dalfsen: Municipality) -> set[str]:
    """The municipalities that the sample has, and the country: those of IJsselland, not those of Oost-Nederland."""
    return {*dalfsen.reference("IJsselland").members, "NL00"}


@pytest.fixture(scope="session")
def answer(sample: Path) -> Callable[[str, str], Any]:
    def read(delivery: str, name: str) -> Any:
        return json.loads(gzip.decompress((sample / delivery / f"{name}.json.gz").read_bytes()))

    return read


def _table(sample: Path, delivery: str, dimension: str, topic: str) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for path in sorted((sample / delivery).glob("TypedDataSet-*.json.gz")):
        rows += json.loads(gzip.decompress(path.read_bytes()))["value"]
    frame = pd.DataFrame(rows)
    return pd.DataFrame(
        {
            "code": frame[dimension].str.strip(),
            "area": frame["WijkenEnBuurten"].str.strip(),
            "year": frame["Perioden"].str[:4].astype(int),
            "count": frame[topic],
        }
    )


@pytest.fixture(scope="session")
def offences(sample: Path) -> pd.DataFrame:
    return _table(sample, "voorbeeld-47018ned", "SoortMisdrijf", "GeregistreerdeMisdrijven_1")


@pytest.fixture(scope="session")
def nuisance(sample: Path) -> pd.DataFrame:
    return _table(sample, "voorbeeld-47024ned", "Overlast", "GeregistreerdeOverlast_1")


@pytest.fixture(scope="session")
def first_round(sample: Path) -> pd.DataFrame:
    """The incidents of the first round, as they stand in the workbook."""
    book = openpyxl.load_workbook(sample / "voorbeeld-bvh-2022-h1" / "incidenten.xlsx", read_only=True)
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    # a workbook stores no empty cells at the end of a row
    full = [(*row, *[None] * (len(header) - len(row))) for row in rows]
    return pd.DataFrame(full, columns=list(header))


@pytest.fixture(scope="session")
def second_round(sample: Path) -> list[list[str]]:
    """The lines of the second round: title, header, rows, total."""
    text = (sample / "voorbeeld-bvh-2022-h2" / "incidenten.csv").read_bytes().decode("cp1252")
    return list(csv.reader(text.splitlines(), delimiter=";"))


@pytest.fixture(scope="session")
def denominators(sample: Path) -> pd.DataFrame:
    return pd.read_csv(sample / "voorbeeld-noemers-2022" / "noemers.csv", sep=";")
