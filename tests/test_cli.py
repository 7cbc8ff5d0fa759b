import os
import shutil
from pathlib import Path

import pytest
from commands import ivp
from publication.notebooks import police as police_cells
from publication.notebooks import write

from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.findings import findings_in


def test_a_mistyped_municipality_is_one_line_and_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("process", "dalfzen") == 1
    error = capsys.readouterr().err
    assert error.startswith("error: there is no municipality 'dalfzen'")
    assert "Traceback" not in error


def test_running_before_processing_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IVP_HOME", str(tmp_path))
    assert ivp("run", "dalfsen") == 1
    assert "Run ivp process first" in capsys.readouterr().err


def test_processing_without_deliveries_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IVP_HOME", str(tmp_path))
    assert ivp("process", "dalfsen") == 1
    assert "Run ivp fetch dalfsen" in capsys.readouterr().err


def test_process_prints_what_to_mend_and_where(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(linked_home / "data" / "processed")
    assert ivp("process", "dalfsen") == 0
    output = capsys.readouterr().out
    assert "quarantined" in output
    assert "first at row" in output
    assert "editions: 2022-H2" in output
    assert "Voorbeeldstraat" not in output


def test_a_changed_raw_file_is_noticed(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Paths(linked_home).raw("dalfsen") / "voorbeeld-noemers-2022" / "noemers.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert ivp("process", "dalfsen") == 1
    assert "a raw file was changed after it was received (delivery voorbeeld-noemers-2022, file noemers.csv)" in capsys.readouterr().err


def test_plan_lists_what_would_run(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("plan", "dalfsen") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"277 notebooks would run into {Path('reports/dalfsen/2022-H2')}"
    assert lines[0] == "police · Dalfsen · 1.1 · not executed yet"


@pytest.mark.slow
def test_run_and_publish_make_pages_and_the_chapter(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("run", "dalfsen", "--village", "Hoonhorst", "--village", "gemeente", "--theme", "1.3", "--theme", "1.4") == 0
    assert ivp("run", "dalfsen", "--notebook", "chapter") == 0
    assert ivp("publish", "dalfsen") == 0
    report = Paths(linked_home).reports("dalfsen", "2022-H2")
    assert str(report / "site" / "index.html") in capsys.readouterr().out
    page = (report / "site" / "hoonhorst" / "1-3.html").read_text(encoding="utf-8")
    assert ">Politiecijfers</h2>" in page
    assert "Voorbeelddata" in page
    chapter = (report / "chapter.html").read_text(encoding="utf-8")
    sentence = findings_in(Paths(linked_home).executed("dalfsen", "2022-H2", "public", "police", "gemeente", "1.3"))[0].sentence
    assert sentence.split(".")[0] in chapter


@pytest.mark.slow
def test_a_failing_notebook_is_named_and_the_exit_code_tells(
    linked_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "notebooks"
    shutil.copytree(Paths().notebooks, broken)
    text = (broken / "map.ipynb").read_text(encoding="utf-8").replace("page.choropleth()", "1 / 0")
    (broken / "map.ipynb").write_text(text, encoding="utf-8")
    monkeypatch.setattr(Paths, "notebooks", property(lambda _: broken))
    assert ivp("run", "dalfsen", "--village", "Hoonhorst", "--theme", "1.4") == 1
    streams = capsys.readouterr()
    assert "1 of 2 notebooks ran" in streams.out
    assert "failed: map · Hoonhorst · 1.4 · cell 5 · ZeroDivisionError: division by zero" in streams.err
    assert "see reports/dalfsen/2022-H2/notebooks/map/hoonhorst/1-4.failed.ipynb" in streams.err


@pytest.mark.parametrize("edition", ["2010-H1", "2030-H1"])
def test_an_edition_without_deliveries_is_refused(linked_home: Path, edition: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("process", "dalfsen", "--edition", edition) == 1
    assert f"no police delivery belongs to the edition '{edition}'" in capsys.readouterr().err
    assert ivp("plan", "dalfsen", "--edition", edition) == 1
    assert f"the edition '{edition}' was not processed" in capsys.readouterr().err


def test_publishing_says_what_is_absent_or_old(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = Paths(linked_home)
    path = write(paths.executed("dalfsen", "2022-H2", "public", "police", "Hoonhorst", "1.3"), police_cells("Hoonhorst", "1.3"))
    os.utime(path, (0, 0))
    assert ivp("publish", "dalfsen") == 0
    error = capsys.readouterr().err
    assert "276 of 277 notebooks are absent" in error
    assert "1 of 277 notebooks are older than the tables" in error


def test_a_damaged_list_of_tables_is_put_right_by_processing_again(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pointer = Paths(linked_home).processed("dalfsen") / "current.json"
    pointer.write_text('{"generation": "v', encoding="utf-8")
    assert ivp("plan", "dalfsen") == 1
    assert "Run ivp process again" in capsys.readouterr().err
    assert ivp("process", "dalfsen") == 0
    assert ivp("plan", "dalfsen") == 0
