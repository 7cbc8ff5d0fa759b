"""What identifies people goes in and does not come out: not on a page, not behind one, not in what commands say."""

import os
import re
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from canaries import ENCODINGS, Canary, found, moment, number, phrase, search, words
from planted import CANARIES, NAMED, SURNAME, edit, plant, seal

from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.processing.reading import READERS
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

EDITION = "2022-H2"
COMMANDS = (
    ("process", "dalfsen"),
    ("run", "dalfsen", "--village", "Hoonhorst", "--village", "gemeente", "--theme", "1.3"),
    ("run", "dalfsen", "--notebook", "chapter"),
    ("publish", "dalfsen"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the planted deliveries."""
    home = tmp_path_factory.mktemp("canary")
    plant(PROJECT / "data" / "raw" / "dalfsen", Paths(home).raw("dalfsen"))
    return home


@pytest.fixture(scope="module")
def said(home: Path) -> str:
    """All that the commands of a whole report said; notebooks of every kind ran, and were published."""
    environment = {**os.environ, "IVP_HOME": str(home)}
    told = []
    for arguments in COMMANDS:
        command = [sys.executable, "-c", "from ivp_analysis.cli import main; main()", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=home)
        assert done.returncode == 0, done.stderr
        told += [done.stdout, done.stderr]
    return "\n".join(told)


def test_what_is_planted_is_in_the_deliveries_and_is_found_there(home: Path) -> None:
    there = search(Paths(home).raw("dalfsen"), (*CANARIES, *NAMED))
    assert set().union(*there.values()) == {canary.what for canary in (*CANARIES, *NAMED)} - {"longitude", "latitude"}
    for name in (
        "bvh-2022-h1/incidenten.xlsx",
        "aantallen-2022-h2/aantallen.xlsx",
        "enquete-2017/antwoorden.sav",
        "bvh-2022-h2/delivery.yaml",
    ):
        assert {"surname", "postcode"} <= there[f"voorbeeld-{name}"]


@pytest.mark.slow
def test_the_planted_rows_were_read_and_refused_as_rows_are(said: str) -> None:
    assert "quarantined" in said
    assert "Incidentsoort code: " in said
    assert "dropped: voorbeeld-enquete-2022/antwoorden.csv: columns opmerking, postcode, e-mail" in said


@pytest.mark.slow
def test_nothing_that_is_published_holds_what_identifies_people(home: Path, said: str) -> None:
    assert said
    report = Paths(home).reports("dalfsen", EDITION)
    names = {path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()}
    assert {"run.json", "chapter.html", "site/hoonhorst/1-3.html", "site/index.html", "notebooks/map/gemeente/1-3.ipynb"} <= names
    assert search(home / "reports", (*CANARIES, *NAMED), passed_over="internal") == {}


@pytest.mark.slow
@pytest.mark.parametrize("village", ["hoonhorst", "gemeente"])
def test_small_counts_of_deliveries_are_published_as_small(home: Path, said: str, village: str) -> None:
    assert said
    page = (Paths(home).reports("dalfsen", EDITION) / "site" / village / "1-3.html").read_text(encoding="utf-8")
    table = page[page.index("<caption>Klassen uit leveringen") :].split("</table>")[0]
    head, *rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("<tr>")[1:]]
    true = read_table(Paths(home).processed("dalfsen"), f"{EDITION}/estimates", theme="1.3", classification="police-class")
    counts = true[true["village"].str.lower() == village].set_index(["label", "period"])["count"]
    shown = {(row[0], period): text for row in rows for period, text in zip(head[2:], row[2:], strict=True)}
    planted = {key: text for key, text in shown.items() if 1 <= counts.get(key, 0) <= 4}
    assert planted
    ranges = {key: [int(end) for end in text.split("–")] for key, text in planted.items() if "–" in text}
    assert {text for key, text in planted.items() if key not in ranges} <= {"&lt;5", "niet getoond"}
    assert all(low <= 1 and high >= 4 for low, high in ranges.values())
    # of some there were none, and open data say so
    assert all(int(text) % 5 == 0 and (text != "0" or counts.get(key, 0) == 0) for key, text in shown.items() if text.isdigit())


@pytest.mark.slow
def test_nothing_that_the_commands_say_identifies_people(said: str) -> None:
    assert found(said.encode(), CANARIES) == set()


@pytest.mark.slow
def test_the_search_goes_through_what_is_published(home: Path, said: str) -> None:
    assert said
    report = Paths(home).reports("dalfsen", EDITION)
    # a name in a picture, one in a word of a page, one of a delivery
    known = (
        words("in a picture", "vergelijkingsjaren 2017-2019"),
        words("on a page", "Hoonhorst"),
        words("in JSON", "voorbeeld-bvh-2022-h1"),
    )
    places = search(report, known)
    assert places["site/hoonhorst/1-3.html"] >= {"in a picture", "on a page"}
    assert "in JSON" in places["run.json"]


SAMPLES: tuple[tuple[Canary, str], ...] = (
    (words("name", SURNAME), SURNAME),
    (words("name with an accent", "Kanariëpiet"), "Kanariëpiet"),
    (words("postcode", "7799 XQ"), "7799XQ"),
    (number("place", 217_613.7, decimals=1, fewest=-1), "217.613,7"),
    (moment("it", datetime(2022, 5, 13, 3, 47))[1], "2022-05-13T03:47:00"),  # noqa: DTZ001
    (phrase("count", "hoonhorst: 3 verdachten"), "Hoonhorst: 3 verdachten"),
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("canary", "text"), SAMPLES, ids=[canary.what for canary, _ in SAMPLES])
def test_a_canary_is_found_in_every_encoding(canary: Canary, text: str, encoding: str) -> None:
    assert found(ENCODINGS[encoding](text), [canary]) == {canary.what}
    assert found(ENCODINGS[encoding]("Gewone woorden en 1 getal"), [canary]) == set()


PLACE = number("place", 217_613.7, decimals=1, fewest=-1)
DEGREES = number("degrees", 6.2613457, decimals=7, fewest=3)
DAY, TIME = moment("it", datetime(2022, 5, 13, 3, 47, 13))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("canary", "text"),
    [
        *(
            (PLACE, text)
            for text in ("217613.7", "217.613,7", "217 613,7", "217614", "217.613", "217610", "217,613.70", "2.176137e5", "2,176137E+05")
        ),
        *((DEGREES, text) for text in ("6.2613457", "6,261346", "6.261", "6.26135")),
        *((DAY, text) for text in ("13-05-2022", "13-5-22", "2022-05-13", "20220513", "13 mei 2022", "13/05/22")),
        *((TIME, text) for text in ("03:47", "3:47", "3.47 uur", "2022-05-13T03:47:13", "1652413633", "44694.15779")),
    ],
)
def test_a_number_and_a_moment_are_found_in_every_notation(canary: Canary, text: str) -> None:
    assert found(f"op {text} dus".encode(), [canary]) == {canary.what}


@pytest.mark.parametrize("text", ["1217613", "2176134", "0.217613", "6.2623", "113-05-2022", "13:47", "23.47", "3.47", "13-06-2022"])
def test_another_number_is_not_taken_for_a_canary(text: str) -> None:
    assert found(f"op {text} dus".encode(), [PLACE, DEGREES, DAY, TIME]) == set()


def test_a_canary_is_found_in_what_files_keep_beside_their_content(tmp_path: Path) -> None:
    from matplotlib.figure import Figure as Drawing

    from ivp_analysis.figures.figure import render
    from ivp_analysis.figures.style import drawing

    name = words("name", SURNAME)
    Drawing(figsize=(1, 1)).savefig(tmp_path / "about.png", metadata={"Author": SURNAME, "Comment": f"Été {SURNAME}"})
    with drawing():
        drawn = Drawing(figsize=(7, 1))
        drawn.text(0, 0, f"Hier woont {SURNAME}")
    page = render(drawn, "Een tekening waarop iets staat dat er niet hoort", "x")._repr_html_()
    (tmp_path / "drawn.html").write_text(page, encoding="utf-8")
    (tmp_path / f"{SURNAME}.txt").touch()
    (tmp_path / SURNAME).mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        shutil.make_archive("packed", "zip", tmp_path, SURNAME)
    assert set(search(tmp_path, [name])) == {"about.png", "drawn.html", f"{SURNAME}.txt", SURNAME, "packed.zip"}


def without_header(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if not {"Incident Identificatie", "Nr", "Jaar"}.intersection(row)]


def without_needed_column(rows: list[list[str]]) -> list[list[str]]:
    return [["" if cell in ("Incidentsoort code", "Leeftijd") else cell for cell in row] for row in rows]


def with_one_more_cell(rows: list[list[str]]) -> list[list[str]]:
    return [[*row, SURNAME] if order > 5 else row for order, row in enumerate(rows)]


def with_a_name_in_every_cell(rows: list[list[str]]) -> list[list[str]]:
    start = next(index for index, row in enumerate(rows) if {"Incident Identificatie", "Nr"}.intersection(row))
    return [*rows[: start + 1], *([SURNAME] * len(row) for row in rows[start + 1 :])]


def with_one_more_column(rows: list[list[str]]) -> list[list[str]]:
    # titles of columns are named in the ledger: they say what a file holds, and of whom they say nothing
    return [["Betrokkenen" if {"Incident Identificatie", "Nr"}.intersection(row) else SURNAME, *row] for row in rows]


BREAKS: dict[str, Callable[[Path], object]] = {
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00" + SURNAME.encode() * 50),
    "half a file": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "no workbook": lambda path: path.write_bytes(b"PK\x03\x04" + SURNAME.encode() * 50),
    "another encoding": lambda path: path.write_text(path.read_text(encoding="cp1252"), encoding="utf-16"),
}
EDITS: dict[str, Callable[[list[list[str]]], list[list[str]]]] = {
    "no header": without_header,
    "no column that is needed": without_needed_column,
    "more cells": with_one_more_cell,
    "a name in every cell": with_a_name_in_every_cell,
    "one more column": with_one_more_column,
}
FILES = {"bvh-2022-h2/incidenten.csv": "cp1252", "enquete-2022/antwoorden.csv": "utf-8-sig"}


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        *((file, fault) for file in FILES for fault in (*EDITS, *BREAKS)),
        *((file, fault) for file in ("bvh-2022-h1/incidenten.xlsx", "enquete-2017/antwoorden.sav") for fault in list(BREAKS)[:3]),
        *((f"{name}/{file}", "no YAML") for name, file in (("bvh-2022-h2", "delivery.yaml"), ("enquete-2022", "codebook.yaml"))),
        ("bvh-2022-h2/incidenten.csv", "changed afterwards"),
    ],
)
def test_what_is_said_of_a_broken_delivery_identifies_nobody(
    home: Path, tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, caplog: pytest.LogCaptureFixture, file: str, fault: str
) -> None:
    folder = tmp_path / f"voorbeeld-{file.partition('/')[0]}"
    shutil.copytree(Paths(home).raw("dalfsen") / folder.name, folder)
    path = folder / file.partition("/")[2]
    if fault == "no YAML":
        path.write_text(f"naam: [{SURNAME}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    elif fault == "changed afterwards":
        path.write_bytes(path.read_bytes() + SURNAME.encode())
    elif fault in EDITS:
        edit(path, EDITS[fault], FILES[file])
    else:
        BREAKS[fault](path)
    if fault != "changed afterwards" and path.name != "delivery.yaml":
        seal(folder)
    said = _read(folder, dalfsen, kernbeleid)
    assert found(f"{said}\n{caplog.text}".encode(), CANARIES) == set()


def _read(folder: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> str:
    """Return what would be said of a delivery: its error with all that it came from, or its ledger and what to mend."""
    try:
        delivery = Delivery(folder)
        reading = READERS[delivery.card.kind](delivery, dalfsen, kernbeleid)
    except Exception as problem:  # noqa: BLE001 - whatever it is, somebody reads it
        return "".join(traceback.format_exception(problem))
    refused = reading.quarantine[["delivery", "file", "row", "reason", "action"]]
    return f"{reading.ledger.to_csv()}\n{refused.to_csv()}"
