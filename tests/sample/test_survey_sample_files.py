"""The files of the sample surveys."""

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from ivp_analysis.sample.files import generator
from ivp_analysis.sample.survey_files import COPIES, FAULTS, Row, with_faults, write_answers_csv, write_sav

COLUMNS = {name: name for name in ("respondent", "bron", "kern", "leeftijd", "geslacht", "maand", "mark", "often")}


@pytest.fixture
def rows() -> list[Row]:
    good: Row = {"kern": "DAL", "leeftijd": 40, "geslacht": "man", "maand": 3, "mark": 8.0, "often": 1.0}
    return [{"respondent": number, "bron": "burgerpanel" if number % 2 else "steekproef", **good} for number in range(1, 41)]


def test_an_spss_file_holds_no_moment_and_gives_back_codes_and_labels(tmp_path: Path) -> None:
    table = pd.DataFrame({"kern": [1, 2, 2], "v01": [1.0, None, 9.0]})
    for name in ("one", "two"):
        write_sav(tmp_path / f"{name}.sav", table, {"v01": "Vraag?"}, {"v01": {1: "ja", 2: "nee", 9: "weet niet"}}, {"v01": [9]})
    one = (tmp_path / "one.sav").read_bytes()
    assert one == (tmp_path / "two.sav").read_bytes()
    frame, described = pyreadstat.read_sav(tmp_path / "one.sav", user_missing=True)
    assert str(described.creation_time) == "1980-01-01 00:00:00"
    assert frame["kern"].to_list() == [1, 2, 2]
    assert frame["v01"].to_list()[::2] == [1, 9]
    assert pd.isna(frame["v01"][1])
    assert described.variable_value_labels == {"v01": {1.0: "ja", 2.0: "nee", 9.0: "weet niet"}}
    assert described.column_names_to_labels["v01"] == "Vraag?"
    assert described.missing_ranges["v01"] == [{"lo": 9.0, "hi": 9.0}]


def test_numbers_in_csv_are_whole_and_what_is_missing_is_blank(tmp_path: Path) -> None:
    write_answers_csv(tmp_path / "a.csv", "Titel", [{"Nr": 1, "vraag 1": 2.0}, {"Nr": 2, "vraag 1": float("nan")}])
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfTitel;\r\nNr;vraag 1\r\n1;2\r\n2;\r\n"


def test_faulty_rows_stand_among_the_good_ones_that_keep_their_order(rows: list[Row]) -> None:
    result = with_faults(rows, COLUMNS, generator(1, "faults"))
    added = [row for row in result if not any(row is good for good in rows)]
    assert [row for row in result if any(row is good for good in rows)] == rows
    assert len(added) == len(FAULTS) + len(COPIES)
    for fault in FAULTS:
        assert any(all(row[name] == value for name, value in fault.items()) for row in added), fault


def test_a_copy_stands_behind_the_respondent_whom_it_repeats(rows: list[Row]) -> None:
    for seed in range(20):
        result = with_faults(rows, COLUMNS, generator(seed, "faults"))
        copies = [place for place, row in enumerate(result) if not any(row is good for good in rows) and row["respondent"] in range(1, 41)]
        assert len(copies) == len(COPIES)
        for place in copies:
            first = next(row for row in result if row["respondent"] == result[place]["respondent"])
            assert any(first is good for good in rows)
            assert first["bron"] == "steekproef"
        assert "burgerpanel" in {result[place]["bron"] for place in copies}
