from pathlib import Path

import pytest
from commands import ivp
from publication.notebooks import police as police_cells
from publication.notebooks import write

from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.findings import findings_in


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
    assert "277 of 277 notebooks are not fresh, such as police · Dalfsen · 1.1 (not made yet); run ivp run dalfsen" in error
