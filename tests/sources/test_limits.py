"""What is too large, or would become so, is refused before it fills the memory."""

import gzip
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources import csv_files, limits, sav, workbook_parts
from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.grids import read_grids
from sources.bombs import MEGABYTE, packed_zeros, random, refusal, sparse, understated, within, workbook
from sources.files import csv_bytes, write_delivery, xlsx_bytes

SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
TEXTS = "xl/sharedStrings.xml"
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">%s]>'
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROOT = b"<worksheet %s><sheetData>" % MAIN
TABLE = b"<sst %s>" % MAIN


def grid(path: Path) -> list[list[str]]:
    return read_grids(path, len)[0].rows


@pytest.mark.parametrize("begin", [b'a;b;c\r\n1;"', b"\xff\xfea\x00;\x00"])
def test_a_line_of_a_gigabyte(tmp_path: Path, begin: bytes) -> None:
    said = refusal(sparse(tmp_path / "a.csv", begin, 1024 * MEGABYTE))
    assert "file a.csv, line" in said
    assert "longer than 1,000,000 characters" in said or "field larger than field limit" in said


def test_a_row_of_many_short_lines_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a;b\n"' + b'x\n";"' * 2_000_000)
    assert "a row of a CSV file is longer than 1,000,000 characters" in refusal(path)


def test_more_rows_than_a_sheet_has(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" + b"\n" * limits.MOST_ROWS)
    assert "a file has more than 1,048,576 rows" in refusal(path)


def test_more_columns_than_a_sheet_has(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" + b";" * limits.MOST_COLUMNS)
    with pytest.raises(DeliveryError, match=r"more than 16,384 columns \(.*file a\.csv\)\. Nobody delivers that much"):
        grid(path)


def test_more_cells_than_a_file_may_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 5)
    (tmp_path / "a.csv").write_bytes(csv_bytes([["a", "b"]] * 3))
    (tmp_path / "a.xlsx").write_bytes(xlsx_bytes([["a", "b"]], [["a", "b"]] * 2))
    for file in ("a.csv", "a.xlsx"):
        with pytest.raises(DeliveryError, match="more than 5 cells"):
            grid(tmp_path / file)


def test_a_table_as_large_as_may_be_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "LONGEST_ROW", 6)
    for name, most in (("MOST_ROWS", 2), ("MOST_COLUMNS", 3), ("MOST_CELLS", 6)):
        monkeypatch.setattr(limits, name, most)
    (tmp_path / "a.csv").write_bytes(b"a;b;c\nd;e;f\n")
    (tmp_path / "a.xlsx").write_bytes(xlsx_bytes(["abc", "def"]))
    assert grid(tmp_path / "a.csv") == grid(tmp_path / "a.xlsx") == [list("abc"), list("def")]


@pytest.mark.parametrize(("part", "content", "reason"), [
    (STYLES, b"<a>" + b" " * 20 * MEGABYTE, "a part of a workbook is more than 200 times as large as it is packed"),
    (SHEET, ROOT + b" " * 20 * MEGABYTE, "a part of a workbook is more than 200 times as large as it is packed"),
    (TEXTS, TABLE + b" " * 20 * MEGABYTE, "a part of a workbook is more than 200 times as large as it is packed"),
    (STYLES, b"<a>" + random(20 * MEGABYTE), "one row of it, has more than 16,777,216 bytes or 1,000,000 tags"),
    (SHEET, ROOT + b"<row><c>" + random(20 * MEGABYTE), "one row of it, has more than 16,777,216 bytes or 1,000,000 tags"),
    (SHEET, ROOT + random(MEGABYTE) + b"<row>" + b"<a>" * 1_100_000, "one row of it, has more than 16,777,216 bytes or 1,000,000 tags"),
])  # fmt: skip
def test_a_part_of_a_workbook_that_unpacks_to_much(tmp_path: Path, part: str, content: bytes, reason: str) -> None:
    assert reason in refusal(workbook(tmp_path / "a.xlsx", {part: content}))


@pytest.mark.parametrize("part", [STYLES, SHEET, TEXTS])
def test_a_part_of_a_workbook_that_says_it_is_small(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "a.xlsx", {part: ROOT + b" " * 20 * MEGABYTE})
    assert "times as large as it is packed" in refusal(understated(path, part, 100))


def test_a_workbook_that_unpacks_to_much_in_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "LARGEST_WORKBOOK", 2000)
    with pytest.raises(DeliveryError, match="a workbook is larger than 2,000 bytes when it is unpacked"):
        grid(workbook(tmp_path / "a.xlsx", {}))


@pytest.mark.parametrize(("rows", "reason"), [
    (b'<row r="1"><c r="A1"><v>1</v></c></row><row r="9999999999"><c r="A1"><v>1</v></c></row>', "more than 1,048,576 rows"),
    (b'<row r="1"><c r="ZZZ1"><v>1</v></c></row>', "more than 16,384 columns"),
    (b'<row><c r="XFD1"><v>1</v></c></row>' * 3000, "more than 40,000,000 cells"),
])  # fmt: skip
def test_cells_far_away(tmp_path: Path, rows: bytes, reason: str) -> None:
    assert reason in refusal(workbook(tmp_path / "a.xlsx", {SHEET: within(rows=rows)}))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_in_another_packing(tmp_path: Path, method: int) -> None:
    with pytest.raises(DeliveryError, match="packed in a way that workbooks are not"):
        grid(workbook(tmp_path / "a.xlsx", {}, method))


def test_a_list_of_parts_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    entry = b"PK\x01\x02" + bytes(24) + (1).to_bytes(2, "little") + bytes(16) + b"a"
    listed = entry * (20 * MEGABYTE // len(entry))
    end = b"PK\x05\x06" + bytes(8) + len(listed).to_bytes(4, "little") + bytes(6)
    path.write_bytes(listed + end)
    assert "a file is no workbook that can be read (BadZipFile)" in refusal(path)


@pytest.mark.parametrize("entity", [b'<!ENTITY c SYSTEM "file:///etc/hostname">', b'<!ENTITY % d SYSTEM "http://127.0.0.1:9/d"> %d;', b""])
@pytest.mark.parametrize("part", [SHEET, TEXTS, "xl/workbook.xml", "[Content_Types].xml", STYLES])
def test_entities_in_a_workbook(tmp_path: Path, part: str, entity: bytes) -> None:
    start = DOCTYPE % entity
    path = workbook(tmp_path / "a.xlsx", {part: lambda content: start + content.split(b"?>")[-1].replace(b"</", b"&b;</", 1)})
    with pytest.raises(DeliveryError, match=r"no workbook that can be read \(EntitiesForbidden\) \(.*file a\.xlsx"):
        grid(path)


@pytest.mark.parametrize("rows", [
    b'<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
    b'<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
    b'<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>1</v></c></row>',
])  # fmt: skip
def test_rows_and_cells_that_would_be_passed_over(tmp_path: Path, rows: bytes) -> None:
    with pytest.raises(DeliveryError, match=r"rows or cells of a sheet are not in order \(.*file a\.xlsx, part sheet1\.xml, row [12]\)"):
        grid(workbook(tmp_path / "a.xlsx", {SHEET: within(rows=rows)}))


def test_rows_that_a_sheet_leaves_out_count(tmp_path: Path) -> None:
    rows = b'<row r="2"><c r="B2"><v>1.5</v></c></row><row r="4"><c r="A4" t="b"><v>1</v></c></row>'
    assert grid(workbook(tmp_path / "a.xlsx", {SHEET: within(rows=rows)})) == [[], ["", "1,5"], [], ["J"]]


def test_a_page_that_unpacks_to_much(tmp_path: Path) -> None:
    path = tmp_path / "a.json.gz"
    path.write_bytes(packed_zeros(1024))
    assert "a page cannot be read as JSON (larger than 134,217,728 bytes)" in refusal(path, "page")


@pytest.mark.parametrize(("content", "reason"), [
    (b"[[]" + b",[]" * 20_000_000 + b"]", "more than 20,000,000 values"),
    (b'{"a":' * 100_000, "RecursionError"),
    (b"[" * 100_000, "RecursionError"),
    (b"9" * 5000, "ValueError"),
])  # fmt: skip
def test_a_page_that_holds_too_much(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(content, 1))
    assert f"a page cannot be read as JSON ({reason})" in refusal(path, "page")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path / "levering", "noemers", {"a.csv": b"x"}).folder
    sparse(folder / "a.csv", b"", 1024**4)
    with pytest.raises(DeliveryError, match=r"larger than 2,147,483,648 bytes \(delivery levering, file a\.csv\)"):
        Delivery(folder)


def test_a_process_that_reads_spss_files_has_little_memory() -> None:
    code = "from ivp_analysis.sources import sav_child as s; s._bounded(); bytearray(s._MEMORY)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


def test_a_process_that_reads_spss_files_may_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sav, "_CHILD", ("-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"))
    with pytest.raises(DeliveryError, match=r"no SPSS file that can be read \(the reading broke off\) \(file a\.sav\)"):
        sav.read_sav(Path("a.sav"), [], {"file": "a.sav"})


def test_a_process_that_reads_spss_files_may_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sav, "_CHILD", ("-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(sav, "_SECONDS", 0.2)
    with pytest.raises(DeliveryError, match=r"no SPSS file that can be read \(the reading did not end\)"):
        sav.read_sav(Path("a.sav"), [], {"file": "a.sav"})


def test_a_card_of_a_delivery_that_is_too_large(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path / "levering", "noemers", {"a.csv": b"x"}).folder
    sparse(folder / FILE, b"", 1024**4)
    with pytest.raises(DeliveryError, match=r"larger than 1,000,000 bytes \(file .*delivery\.yaml\)"):
        Delivery(folder)
