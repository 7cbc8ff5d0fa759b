import json
import re
from pathlib import Path

import pytest
from commands import ivp
from publication.notebooks import code, finding, shown, write
from publication.notebooks import police as police_cells

from ivp_analysis.execution.batch import Batch
from ivp_analysis.execution.matrix import PER_THEME
from ivp_analysis.execution.plan import Planned
from ivp_analysis.paths import Paths
from ivp_analysis.publication.origin import DRAFT
from ivp_analysis.tables.published import read_published
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.duiding import MISSING
from ivp_analysis.vocabulary.findings import findings_in
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality


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


def test_publishing_says_what_is_absent_or_not_fresh(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = Paths(linked_home)
    write(paths.executed("dalfsen", "2022-H2", "public", "police", "Hoonhorst", "1.3"), police_cells("Hoonhorst", "1.3"))
    assert ivp("publish", "dalfsen") == 0
    error = capsys.readouterr().err
    assert "415 of 415 notebooks are not fresh, such as police · Dalfsen · 1.1 (not made yet); run ivp run dalfsen" in error


@pytest.fixture
def executed(linked_home: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A home folder with a small executed notebook for every page, all of them taken for fresh."""
    paths = Paths(linked_home)
    for village in dalfsen.area_names:
        for theme in kernbeleid.themes:
            for notebook in PER_THEME:
                write(paths.executed("dalfsen", "2022-H2", "public", notebook, village, theme), police_cells(village, theme))
    write(paths.executed("dalfsen", "2022-H2", "public", "chapter"), police_cells())
    monkeypatch.setattr(Batch, "planned", lambda batch: [Planned(run) for run in batch.runs])
    return paths


def published(paths: Paths) -> dict[str, bytes]:
    report = paths.reports("dalfsen", "2022-H2")
    files = [path for path in report.rglob("*") if path.is_file() and path.suffix != ".ipynb"]
    return {path.relative_to(report).as_posix(): path.read_bytes() for path in files}


def test_what_is_published_is_kept_for_the_editions_after(executed: Paths) -> None:
    assert ivp("publish", "dalfsen") == 0
    kept = read_published([executed.published("dalfsen", "2022-H2")])
    told = read_table(executed.processed("dalfsen"), "2022-H2/told")
    assert len(kept) == len(told) > 0
    # no count from 1 to 4 is told as such: whoever reads the file learns what the pages tell
    assert not [limits for limits in kept.values() if limits[0] == limits[1] and 1 <= limits[0] <= 4]


def without_duiding(paths: Paths, village: str, theme: str) -> None:
    found = finding(village, theme, notes=(MISSING["team OOV"],)).model_dump(mode="json")
    write(paths.executed("dalfsen", "2022-H2", "public", "police", village, theme), [*police_cells()[:-1], code(shown(finding=found))])


def test_a_final_report_is_not_a_draft_and_run_json_says_so(executed: Paths) -> None:
    report = executed.reports("dalfsen", "2022-H2")
    assert ivp("publish", "dalfsen") == 0
    assert DRAFT in (report / "site" / "hoonhorst" / "1-3.html").read_text(encoding="utf-8")
    assert json.loads((report / "run.json").read_text(encoding="utf-8"))["final"] is False
    assert ivp("publish", "dalfsen", "--final") == 0
    assert not [name for name, content in published(executed).items() if DRAFT.encode() in content]
    assert json.loads((report / "run.json").read_text(encoding="utf-8"))["final"] is True


def test_a_final_report_without_duiding_is_refused_and_what_was_there_stays(executed: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("publish", "dalfsen") == 0
    before = published(executed)
    without_duiding(executed, "Hoonhorst", "1.3")
    assert ivp("publish", "dalfsen", "--final") == 1
    error = capsys.readouterr().err
    assert "missing of team OOV: theme 1.3 in Hoonhorst" in error
    assert "data/raw/dalfsen/voorbeeld-aantallen-2022-h2/delivery.yaml" in error
    assert published(executed) == before
    assert ivp("publish", "dalfsen") == 0
    assert published(executed) != before


def test_a_final_report_needs_notebooks_that_are_fresh(linked_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = Paths(linked_home)
    write(paths.executed("dalfsen", "2022-H2", "public", "police", "Hoonhorst", "1.3"), police_cells("Hoonhorst", "1.3"))
    assert ivp("publish", "dalfsen", "--final") == 1
    assert "415 are absent or were made before the last change" in capsys.readouterr().err
    assert published(paths) == {}


def test_a_final_report_needs_all_deliveries_to_be_processed(executed: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    card = executed.raw("dalfsen") / "voorbeeld-aantallen-2022-h2" / "delivery.yaml"
    card.write_text(card.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    assert ivp("publish", "dalfsen", "--final") == 1
    assert "these were not processed: voorbeeld-aantallen-2022-h2 changed" in capsys.readouterr().err
    assert published(executed) == {}


def test_words_that_may_describe_an_incident_are_told_and_block_a_final_report_until_they_are_accepted(
    executed: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    card = executed.raw("dalfsen") / "voorbeeld-aantallen-2022-h2" / "delivery.yaml"
    text = card.read_text(encoding="utf-8")
    words = "Voorbeeldtekst. Bij mooi weer bellen meer mensen over jongeren op straat."
    card.write_text(text.replace(words, "Voorbeeldtekst. Op 12 maart was een 17-jarige dronken."), encoding="utf-8")
    assert ivp("process", "dalfsen") == 0
    error = capsys.readouterr().err
    assert "duiding.4.tekst of voorbeeld-aantallen-2022-h2 (datum at 1:20, leeftijd at 1:37)" in error
    assert ivp("plan", "dalfsen") == 0
    assert error.splitlines()[-2:] == capsys.readouterr().err.splitlines()[-2:]
    assert ivp("publish", "dalfsen", "--final") == 1
    refused = capsys.readouterr().err
    assert "1 of its texts may do so: duiding.4.tekst of voorbeeld-aantallen-2022-h2" in refused
    assert "17-jarige" not in error + refused
    # as the warning says
    line = re.search(r"geaccepteerd: \{.*\}", error)
    assert line
    by = line[0].replace("ROL", "teamleider OOV")
    card.write_text(card.read_text(encoding="utf-8").replace("- '3.1'\n  tekst:", f"- '3.1'\n  {by}\n  tekst:"), encoding="utf-8")
    assert ivp("process", "dalfsen") == 0
    assert "may describe" not in capsys.readouterr().err
    assert ivp("publish", "dalfsen", "--final") == 0


def test_a_report_in_one_go_is_never_final(capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("report", "dalfsen", "--final") != 0
    assert "--final" in capsys.readouterr().err
