import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from commands import ivp

from ivp_analysis.paths import Paths


def test_running_before_processing_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IVP_HOME", str(tmp_path))
    assert ivp("run", "dalfsen") == 1
    assert "Run ivp process dalfsen first" in capsys.readouterr().err


def test_plan_lists_what_would_run_and_why(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("plan", "dalfsen") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"415 of 415 notebooks would run into {Path('reports/dalfsen/2022-H2')}"
    assert lines[0] == "police · Dalfsen · 1.1 · will run: not made yet"


def with_cell(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """Let one cell of the map do something else."""
    changed = folder / "notebooks"
    shutil.copytree(Paths().notebooks, changed)
    text = (changed / "map.ipynb").read_text(encoding="utf-8").replace("page.choropleth()", source)
    (changed / "map.ipynb").write_text(text, encoding="utf-8")
    monkeypatch.setattr(Paths, "notebooks", property(lambda _: changed))


@pytest.mark.slow
def test_a_failing_notebook_is_named_and_only_it_is_run_again(
    linked_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = ("dalfsen", "--village", "Hoonhorst", "--theme", "1.4")
    failed = "reports/dalfsen/2022-H2/notebooks/map/hoonhorst/1-4.failed.ipynb"
    with monkeypatch.context() as broken:
        with_cell(tmp_path, broken, "1 / 0")
        assert ivp("run", *chosen) == 1
        streams = capsys.readouterr()
        assert "2 of 3 notebooks ran" in streams.out
        assert "failed: map · Hoonhorst · 1.4 · cell 5 · ZeroDivisionError: division by zero · " in streams.err
        assert f"jupyter lab {linked_home / failed}" in streams.err
        assert "ivp run dalfsen --edition 2022-H2 --failed runs them again" in streams.err
        assert (linked_home / failed).exists()
    assert ivp("plan", *chosen) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "police · Hoonhorst · 1.4 · fresh",
        "monitor · Hoonhorst · 1.4 · fresh",
        "map · Hoonhorst · 1.4 · will run: failed before",
    ]
    assert ivp("run", *chosen, "--failed") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Running 1 of 3 notebooks"
    assert said[-1] == f"1 of 1 notebooks ran into {Path('reports/dalfsen/2022-H2')}; 2 did not fail before"
    assert not (linked_home / failed).exists()
    assert ivp("run", *chosen) == 0
    assert capsys.readouterr().out.startswith("Nothing to run: 3 of 3 notebooks")


@pytest.mark.slow
def test_a_cell_that_hangs_is_stopped_by_the_limit_of_the_settings(
    linked_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IVP_CELL_TIMEOUT", "2")
    with_cell(tmp_path, monkeypatch, "import time; time.sleep(600)")
    assert ivp("run", "dalfsen", "--village", "Hoonhorst", "--theme", "1.4") == 1
    error = capsys.readouterr().err
    assert "failed: map · Hoonhorst · 1.4 · cell 5 · TimeoutError: the cell took longer than 2 s (setting IVP_CELL_TIMEOUT)" in error


@pytest.mark.slow
def test_kernels_are_started_in_the_ordinary_way_when_the_settings_say_so(
    linked_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IVP_KERNEL", "stock")
    assert ivp("run", "dalfsen", "--village", "Hoonhorst", "--theme", "1.4", "--notebook", "map") == 0
    assert "kernels are started one by one" in capsys.readouterr().out


@pytest.mark.slow
def test_an_internal_run_has_no_page_and_lies_apart(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ("dalfsen", "--village", "Hoonhorst", "--theme", "1.4", "--notebook", "police", "--audience", "internal")
    assert ivp("run", *chosen) == 0
    report = linked_home / "reports" / "dalfsen" / "2022-H2"
    assert [path.relative_to(report).as_posix() for path in sorted(report.rglob("*")) if path.is_file()] == [
        "internal/notebooks/police/hoonhorst/1-4.ipynb",
        "internal/run.json",
    ]
    assert ivp("run", *chosen) == 0
    assert "Nothing to run: 1 of 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "given", "nearest"), [("--village", "Honhorst", "Hoonhorst"), ("--theme", "1.33", "1.3"), ("--notebook", "polise", "police")]
)
def test_a_name_that_does_not_exist_is_an_error_with_the_nearest(
    linked_home: Path, capsys: pytest.CaptureFixture[str], option: str, given: str, nearest: str
) -> None:
    assert ivp("run", "dalfsen", option, given) == 1
    assert nearest in capsys.readouterr().err


@pytest.mark.slow
def test_run_json_speaks_of_the_whole_report_and_of_what_is_not_fresh(linked_home: Path) -> None:
    assert ivp("run", "dalfsen", "--village", "Hoonhorst", "--theme", "1.4", "--notebook", "police") == 0
    origin = json.loads((linked_home / "reports" / "dalfsen" / "2022-H2" / "run.json").read_text(encoding="utf-8"))
    assert len(origin["parameters"]["villages"]) == 6
    assert origin["parameters"]["notebooks"] == ["police", "monitor", "map", "chapter"]
    assert origin["stale"] == 414


def test_a_disk_that_is_full_is_one_line(linked_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(linked_home / "x"))

    monkeypatch.setattr("ivp_analysis.execution.provenance.Provenance.write", full)
    assert ivp("run", "dalfsen", "--village", "Hoonhorst", "--failed") == 1
    error = capsys.readouterr().err
    assert error.startswith("error: No space left on device (x). What was finished is kept")
    assert str(linked_home) not in error


def test_a_delivery_that_was_not_processed_is_told_by_every_command(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = linked_home / "data" / "raw" / "dalfsen" / "voorbeeld-noemers-2022" / "delivery.yaml"
    assert ivp("plan", "dalfsen") == 0
    assert capsys.readouterr().err == ""
    card.write_text(card.read_text(encoding="utf-8") + "# anders\n", encoding="utf-8")
    told = "the tables are not those of the deliveries: delivery voorbeeld-noemers-2022 changed; run ivp process dalfsen"
    for command in (("plan",), ("run", "--failed"), ("publish",)):
        ivp(command[0], "dalfsen", *command[1:])
        assert told in capsys.readouterr().err
    shutil.rmtree(card.parent)
    assert ivp("process", "dalfsen") == 0
    assert "delivery voorbeeld-noemers-2022 is gone since the last time" in capsys.readouterr().out
    assert ivp("plan", "dalfsen") == 0
    assert capsys.readouterr().err == ""
