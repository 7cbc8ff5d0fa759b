"""Header, columns and total lines of a table in a delivery."""

from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.sieve import Sieve
from ivp_analysis.sources.tabular import MORE_CELLS, NOTE_LINE, OTHER_SHEET, TITLE_LINE, TOTAL_LINE, Column, Layout, read_tables
from ivp_analysis.tables.ledger import Ledger
from sources.files import Rows, csv_bytes, write_delivery, xlsx_bytes

LAYOUT = Layout(
    "id", (Column("id", "Nummer", required=True), Column("name", "Naam", ("Omschrijving",)), Column("count", "Aantal", required=True))
)


def tables(folder: Path, content: bytes, file: str = "a.csv") -> tuple[Sieve, pd.DataFrame, Ledger]:
    ledger = Ledger("levering")
    return *read_tables(write_delivery(folder / "levering", "noemers", {file: content}), LAYOUT, ledger), ledger


def lines(ledger: Ledger) -> dict[str, object]:
    return {str(line["reason"] or line["outcome"]): line["rows"] for line in ledger.lines}


def ids(sieve: Sieve) -> list[str]:
    return sieve.rows["id"].tolist()


def test_cells_are_trimmed_and_rows_keep_their_number(tmp_path: Path) -> None:
    sieve, _, ledger = tables(tmp_path, csv_bytes([["titel"], [], ["nummer", "AANTAL"], [" 1 ", "2\xa0"], ["", ""], ["3", "4\nvier"]]))
    assert sieve.rows[["row", "id", "name", "count"]].to_dict("split")["data"] == [[4, "1", "", "2"], [6, "3", "", "4 vier"]]
    assert lines(ledger) == {"read": 3, TITLE_LINE: 1}


def test_the_first_line_with_the_most_known_titles_is_the_header(tmp_path: Path) -> None:
    sieve, _, _ = tables(tmp_path, csv_bytes([["Naam", "en aantal"], ["sep=;"], ["Naam", "Nummer", "Aantal"], ["a", "1", "2"]]))
    assert ids(sieve) == ["1"]


def test_a_header_below_the_first_twenty_lines_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"no header was found .*file a\.csv.*Nummer, Aantal"):
        tables(tmp_path, csv_bytes([["x"]] * 20 + [["Nummer", "Aantal"], ["1", "2"]]))


@pytest.mark.parametrize("bottom", [["Totaal", "", "9"], ["Eindtotaal:", "", "9"], ["", "Totaal", "9"], ["", "", "9"]])
def test_a_total_line_is_kept_apart(tmp_path: Path, bottom: list[str]) -> None:
    sieve, totals, ledger = tables(tmp_path, csv_bytes([["Nummer", "Naam", "Aantal"], ["1", "a", "9"], bottom]))
    assert (ids(sieve), totals["row"].tolist(), totals["count"].tolist()) == (["1"], [3], ["9"])
    assert lines(ledger)[TOTAL_LINE] == 1


def test_a_row_in_the_middle_that_lost_its_key_is_no_total(tmp_path: Path) -> None:
    sieve, totals, _ = tables(tmp_path, csv_bytes([["Nummer", "Naam", "Aantal"], ["", "", "5"], ["", "a", "5"], ["2", "b", "9"]]))
    assert ids(sieve) == ["", "", "2"]
    assert totals.empty


def test_a_bad_last_row_is_no_note(tmp_path: Path) -> None:
    sieve, _, _ = tables(tmp_path, csv_bytes([["Nummer", "Naam", "Aantal"], ["2", "b", "9"], ["", "a", "5"]]))
    assert ids(sieve) == ["2", ""]


def test_notes_below_the_table_are_left_out(tmp_path: Path) -> None:
    sieve, totals, ledger = tables(tmp_path, csv_bytes([["Nummer", "Aantal"], ["1", "9"], ["Totaal", "9"], [], ["Bron: Politie"]]))
    assert (ids(sieve), len(totals)) == (["1"], 1)
    assert lines(ledger)[NOTE_LINE] == 1


def test_a_line_with_more_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    sieve, _, ledger = tables(tmp_path, b"Nummer,Aantal\n1,2\n2,214485,5\n")
    assert ids(sieve) == ["1"]
    assert [(line["row"], line["reason"]) for line in ledger.rejected] == [(3, MORE_CELLS)]


def test_a_remark_beside_the_table_of_a_workbook_does_no_harm(tmp_path: Path) -> None:
    sieve, _, _ = tables(tmp_path, xlsx_bytes([["Nummer", "Aantal"], [1, 2, "nakijken"]]), "a.xlsx")
    assert ids(sieve) == ["1"]


def test_fractions_of_a_workbook_are_not_mistaken_for_thousands(tmp_path: Path) -> None:
    sieve, _, _ = tables(tmp_path, xlsx_bytes([["Nummer", "Aantal"], [1.0, 214.485], [True, 2]]), "a.xlsx")
    assert sieve.rows[["id", "count"]].to_numpy().tolist() == [["1", "214,485"], ["J", "2"]]


def test_a_second_sheet_with_the_same_columns_is_accounted_for(tmp_path: Path) -> None:
    sheet: Rows = [["Nummer", "Aantal"], [1, 2]]
    sieve, _, ledger = tables(tmp_path, xlsx_bytes([["Voorblad"]], sheet, [*sheet, [2, 3]]), "a.xlsx")
    assert ids(sieve) == ["1"]
    assert lines(ledger) == {"read": 3, OTHER_SHEET: 2}


def test_the_title_goes_before_its_aliases(tmp_path: Path) -> None:
    sieve, _, _ = tables(tmp_path, csv_bytes([["Omschrijving", "Nummer", "Aantal", "Naam"], ["lang", "1", "2", "kort"]]))
    assert sieve.rows["name"].tolist() == ["kort"]


def test_a_column_that_stands_there_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"twice .*file a\.csv, column Nummer"):
        tables(tmp_path, csv_bytes([["Nummer", "nummer ", "Aantal"], ["1", "2", "3"]]))


def test_a_missing_column_names_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"file a\.csv, column Aantal\)\. The nearest column .* is 'Aantallen'"):
        tables(tmp_path, csv_bytes([["Nummer", "Naam", "Aantallen"], ["1", "a", "3"]]))


def test_unused_columns_are_named_in_the_log_without_their_values(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        tables(tmp_path, csv_bytes([["Nummer", "Aantal", "Adres"], ["1", "2", "Dorpsstraat 1"]]))
    assert "Adres" in caplog.text
    assert "Dorpsstraat" not in caplog.text


@pytest.mark.parametrize(("file", "content"), [
    ("a.xlsx", b"geen werkmap"), ("a.xls", b"oud"), ("a.csv", b'Nummer;Aantal\n1;"2\n3;4\n'), ("a.csv", b"Nummer;Aantal\n1;\x81\n"),
    ("a.csv", b""), ("a.docx", b"alleen een duiding"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path: Path, file: str, content: bytes) -> None:
    with pytest.raises(DeliveryError, match="delivery levering"):
        tables(tmp_path, content, file)


@pytest.mark.parametrize("position", range(0, 5000, 97))
def test_a_damaged_workbook_is_an_error_or_read(tmp_path: Path, position: int) -> None:
    content = bytearray(xlsx_bytes([["Nummer", "Aantal"], *([index, 2] for index in range(50))]))
    content[position % len(content)] ^= 0xFF
    with suppress(DeliveryError):
        sieve, _, _ = tables(tmp_path, bytes(content), "a.xlsx")
        assert len(sieve.rows) <= 50


def test_rows_of_further_sheets_are_accounted_for_where_a_column_is_missing_there_too(tmp_path: Path) -> None:
    whole, without = [["Nummer", "Naam", "Aantal"], ["1", "a", "9"]], [["titel"], ["Nummer", "Aantal"], ["2", "9"], ["3", "9"]]
    sieve, _, ledger = tables(tmp_path, xlsx_bytes(without, whole), "a.xlsx")
    assert ids(sieve) == ["1"]
    assert lines(ledger) == {"read": 4, OTHER_SHEET: 3}
