"""Cells of a workbook as text."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.grids import Grid, read_grids
from sources.bombs import within, workbook
from sources.files import as_excel_writes, xlsx_bytes

SHEET = "xl/worksheets/sheet1.xml"


def grids(path: Path) -> list[Grid]:
    return read_grids(path, len)


def test_texts_may_stand_in_the_cells_or_in_a_list(tmp_path: Path) -> None:
    book = xlsx_bytes([["a", "é & <b>"], ["", " c "], [1, 2.5]], [["d"]])
    (tmp_path / "a.xlsx").write_bytes(book)
    (tmp_path / "b.xlsx").write_bytes(as_excel_writes(book))
    assert grids(tmp_path / "a.xlsx") == grids(tmp_path / "b.xlsx")
    assert grids(tmp_path / "b.xlsx")[0].rows == [["a", "é & <b>"], ["", " c "], ["1", "2,5"]]


def test_a_formula_is_what_it_was_computed_to(tmp_path: Path) -> None:
    cells = (
        b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"x"&amp;"y"</f><v>xy</v></c>'
        b'<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    assert grids(workbook(tmp_path / "a.xlsx", {SHEET: within(rows=cells)}))[0].rows == [["2", "xy", "", "#DIV/0!"]]


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://127.0.0.1")', "=Z9"])
def test_a_formula_that_was_never_computed_is_no_empty_cell(tmp_path: Path, formula: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx_bytes([["a", "b"], ["1", formula]]))
    with pytest.raises(
        DeliveryError, match=r"a formula in a workbook has no result \(.*part sheet1\.xml, row 2\)\. Open it in a spreadsheet"
    ):
        grids(tmp_path / "a.xlsx")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "'a"])
def test_a_text_that_looks_like_a_formula_is_a_text(tmp_path: Path, text: str) -> None:
    book = openpyxl.Workbook()
    cell = book.worksheets[0].cell(1, 1, text)
    cell.data_type = "s"
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text(f'"{text}"\n', encoding="utf-8")
    assert grids(tmp_path / "a.xlsx")[0].rows == grids(tmp_path / "a.csv")[0].rows == [[text]]


def test_a_sheet_that_is_not_there_is_no_reason_to_read_the_others(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"xl/_rels/workbook.xml.rels": lambda content: re.sub(b"sheet1", b"sheet7", content)})
    with pytest.raises(DeliveryError, match=r"no workbook that can be read \(KeyError\)"):
        grids(path)


def test_a_sheet_with_a_chart_is_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a"])
    book.create_chartsheet().add_chart(openpyxl.chart.BarChart())
    book.save(tmp_path / "a.xlsx")
    assert [grid.rows for grid in grids(tmp_path / "a.xlsx")] == [[["a"]]]


def test_a_part_that_does_not_match_its_sum_is_damaged(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"<v>1</v>", b"<v>0</v>"))
    with pytest.raises(DeliveryError, match=r"no workbook that can be read \(BadZipFile\)"):
        grids(path)
