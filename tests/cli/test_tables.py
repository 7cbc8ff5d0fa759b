import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import ivp

from ivp_analysis.paths import Paths
from ivp_analysis.sources.survey import OUTSIDE_GROUP
from ivp_analysis.tables.store import read_table


def test_processing_without_deliveries_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IVP_HOME", str(tmp_path))
    assert ivp("process", "dalfsen") == 1
    assert "Run ivp fetch dalfsen" in capsys.readouterr().err


def test_fetch_names_the_years_that_it_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def download(_place: object, _themes: object, _settings: object, progress: Callable[[str, int, int], None]) -> list[Path]:
        progress("grenzen-2012: skipped, the service has no boundaries of 2012", 1, 2)
        progress("grenzen-2024: complete, and it adds up", 2, 2)
        return [Path("grenzen-2024")]

    monkeypatch.setenv("IVP_HOME", str(tmp_path))
    monkeypatch.setattr("ivp_analysis.sources.fetch.fetch", download)
    assert ivp("fetch", "dalfsen") == 0
    output = capsys.readouterr().out
    assert "grenzen-2012: skipped, the service has no boundaries of 2012: rates of that year are absent" in output
    assert "complete" not in output


def test_process_prints_what_to_mend_and_where(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(linked_home / "data" / "processed")
    assert ivp("process", "dalfsen") == 0
    output = capsys.readouterr().out
    assert "quarantined" in output
    assert "first at row" in output
    assert "editions: 2022-H2" in output
    assert "Voorbeeldstraat" not in output
    left_out = [line for line in output.splitlines() if line.startswith("  left out ")]
    assert "  left out 1 rows of voorbeeld-bvh-2022-h2/incidenten.csv: a total line" in left_out
    assert f"  left out 1 rows of voorbeeld-enquete-2022/antwoorden.csv: {OUTSIDE_GROUP}" in left_out
    numbers = [int(line.split()[2]) for line in left_out]
    assert f" {sum(numbers)} left out\n" in output


def test_a_changed_raw_file_is_noticed(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Paths(linked_home).raw("dalfsen") / "voorbeeld-noemers-2022" / "noemers.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert ivp("process", "dalfsen") == 1
    assert "a raw file was changed after it was received (delivery voorbeeld-noemers-2022, file noemers.csv)" in capsys.readouterr().err


@pytest.mark.parametrize("edition", ["2010-H1", "2030-H1"])
def test_an_edition_without_deliveries_is_refused(linked_home: Path, edition: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("process", "dalfsen", "--edition", edition) == 1
    assert f"no police delivery belongs to the edition '{edition}'" in capsys.readouterr().err
    assert ivp("plan", "dalfsen", "--edition", edition) == 1
    assert f"the edition '{edition}' was not processed" in capsys.readouterr().err


def test_a_round_before_the_open_data_is_made_from_the_counts_of_its_months(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("process", "dalfsen", "--edition", "2021-H2") == 0
    assert "editions: 2021-H2, 2022-H1, 2022-H2" in capsys.readouterr().out
    estimates = read_table(Paths(linked_home).processed("dalfsen"), "2021-H2/estimates")
    assert set(estimates["source"]) == {"voorbeeld-aantallen-2021-h2"}
    assert set(estimates["period"]) == {"januari tot en met augustus 2021"}
    assert estimates["count"].sum() > 0
    assert estimates["rate"].isna().all()


def test_a_damaged_list_of_tables_is_put_right_by_processing_again(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pointer = Paths(linked_home).processed("dalfsen") / "current.json"
    pointer.write_text('{"generation": "v', encoding="utf-8")
    assert ivp("plan", "dalfsen") == 1
    assert "Run ivp process again" in capsys.readouterr().err
    assert ivp("process", "dalfsen") == 0
    assert ivp("plan", "dalfsen") == 0
