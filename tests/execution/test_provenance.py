import getpass
import json
import os
import platform
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from ivp_analysis import __version__
from ivp_analysis.errors import ConfigurationError
from ivp_analysis.execution import checkout as git
from ivp_analysis.execution import provenance as module
from ivp_analysis.execution.checkout import checkout
from ivp_analysis.execution.matrix import Run, matrix
from ivp_analysis.execution.outputs import sha256
from ivp_analysis.execution.provenance import Provenance, provenance
from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.tables.store import edition_notes
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters

CARD = {
    "name": "voorbeeld-1",
    "kind": "noemers",
    "source": "Gemeente",
    "period": "2021",
    "reference_date": "2022-02-15",
    "counting": "onbekend",
    "licence": "CC BY 4.0",
    "personal": False,
    "synthetic": False,
    "sha256": "5" * 64,
}
NOTES: dict[str, Any] = {"deliveries": [CARD], "synthetic": False}


@pytest.fixture
def runs(dalfsen: Municipality, kernbeleid: Kernbeleid) -> list[Run]:
    base = Parameters(edition="2022-H2", baseline="2018-2019", reference="basisteam Vechtdal")
    return matrix(base, dalfsen, kernbeleid, Paths(), ["Hoonhorst", "gemeente"], ["1.3", "1.1"], ["police", "chapter"])


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one commit, in the place of this one."""
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.setattr(git, "PROJECT", folder)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):  # as in a commit hook
        monkeypatch.delenv(name, raising=False)
    ask(folder, "init", "--quiet")
    (folder / "file").write_text("x", encoding="utf-8")
    ask(folder, "add", "file")
    ask(folder, "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "x")
    return folder


def ask(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True).stdout.strip()


def executable(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    (folder / "git").chmod(0o755)


def test_it_says_what_was_asked_for_and_what_it_was_made_with(runs: list[Run]) -> None:
    made = provenance(runs, NOTES, Paths())
    assert (made.municipality, made.edition, made.audience, made.version) == ("dalfsen", "2022-H2", "public", __version__)
    assert made.parameters.villages == ("Hoonhorst", "gemeente")
    assert made.parameters.themes == ("1.3", "1.1")
    assert made.parameters.notebooks == ("police", "chapter")
    assert (made.parameters.baseline, made.parameters.reference) == ("2018-2019", "basisteam Vechtdal")
    assert made.lock == sha256((PROJECT / "requirements.lock").read_bytes())
    assert made.configuration == {
        "bevindingen.yaml": sha256(Paths().ladder.read_bytes()),
        "enquete.yaml": sha256(Paths().survey_rules.read_bytes()),
        "kernbeleid.yaml": sha256(Paths().kernbeleid.read_bytes()),
        "municipalities/dalfsen.yaml": sha256(Paths().municipality("dalfsen").read_bytes()),
        "publication.yaml": sha256(Paths().publication_rules.read_bytes()),
    }
    assert made.python == platform.python_version()
    assert len(made.package) == 64


def test_it_says_which_deliveries_the_edition_took_in(runs: list[Run], sample_home: Path) -> None:
    notes = edition_notes(Paths(sample_home).processed("dalfsen"), "2022-H2")
    made = provenance(runs, notes, Paths(sample_home))
    assert len(made.deliveries) == 11
    for item in made.deliveries:
        card = Paths(sample_home).raw("dalfsen") / item.name / "delivery.yaml"
        assert item.sha256 == sha256(card.read_bytes())
        assert f"peildatum: {item.reference_date}" in card.read_text(encoding="utf-8")
    assert made.synthetic
    assert not provenance(runs, NOTES, Paths()).synthetic


def test_run_json_lies_beside_the_report_and_internal_ones_in_the_internal_folder(tmp_path: Path, runs: list[Run]) -> None:
    public = provenance(runs, NOTES, Paths())
    internal = public.model_copy(update={"audience": "internal"})
    assert public.write(Paths(tmp_path)) == tmp_path / "reports" / "dalfsen" / "2022-H2" / "run.json"
    assert internal.write(Paths(tmp_path)) == tmp_path / "reports" / "dalfsen" / "2022-H2" / "internal" / "run.json"
    assert json.loads(public.write(Paths(tmp_path)).read_bytes())["audience"] == "public"
    assert sorted(path.name for path in (tmp_path / "reports" / "dalfsen" / "2022-H2").iterdir()) == ["internal", "run.json"]


def test_the_same_deliveries_code_and_lock_give_the_same_bytes(tmp_path: Path, runs: list[Run]) -> None:
    first = provenance(runs, NOTES, Paths()).write(Paths(tmp_path / "een")).read_bytes()
    turned = {"deliveries": [dict(reversed(CARD.items()))]}
    assert provenance(runs, turned, Paths()).write(Paths(tmp_path / "twee")).read_bytes() == first
    content = json.loads(first)
    assert list(content) == sorted(content)
    assert Provenance.model_validate(content).text.encode() == first


def test_it_holds_no_path_no_user_and_no_machine(tmp_path: Path, runs: list[Run]) -> None:
    text = provenance(runs, NOTES, Paths()).text
    for private in (str(PROJECT), str(tmp_path), str(Path.home()) + os.sep, f'"{getpass.getuser()}"', f'"{socket.gethostname()}"'):
        assert private not in text
    assert "\\" not in text


def test_its_date_is_the_last_day_of_the_edition_and_no_clock(runs: list[Run], monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(provenance(runs, NOTES, Paths()).text)["date"] == "2022-10-31"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert str(provenance(runs, NOTES, Paths()).date) == "2022-10-31"


@pytest.mark.parametrize(("seconds", "day"), [("0", "1970-01-01"), ("1667260799", "2022-10-31"), ("1667260800", "2022-11-01")])
def test_its_date_can_be_given_and_is_that_of_utc(runs: list[Run], monkeypatch: pytest.MonkeyPatch, seconds: str, day: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert str(provenance(runs, NOTES, Paths()).date) == day
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("given", ["vandaag", "-1", "1.5", " 1", "1_000", "9" * 12, "٣"])
def test_a_date_that_is_none_is_an_error(runs: list[Run], monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(ConfigurationError, match="SOURCE_DATE_EPOCH is no point in time"):
        provenance(runs, NOTES, Paths())


def test_a_clean_checkout_has_its_commit(repository: Path) -> None:
    assert checkout() == (ask(repository, "rev-parse", "HEAD"), True)


def test_a_changed_or_a_new_file_is_seen(repository: Path) -> None:
    commit = ask(repository, "rev-parse", "HEAD")
    (repository / "new").write_text("x", encoding="utf-8")
    assert checkout() == (commit, False)
    (repository / "new").unlink()
    (repository / "file").write_text("y", encoding="utf-8")
    assert checkout() == (commit, False)


def test_the_repository_around_an_installed_package_is_not_its_own(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = repository / "lib" / "site-packages"
    inner.mkdir(parents=True)
    monkeypatch.setattr(git, "PROJECT", inner)
    assert checkout() == (None, None)


def test_a_variable_of_a_git_hook_does_not_lead_elsewhere(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = ask(repository, "rev-parse", "HEAD")
    monkeypatch.setenv("GIT_DIR", str(repository / "nowhere"))
    assert checkout() == (commit, True)


def test_without_commits_without_repository_and_without_git_nothing_is_known(
    tmp_path: Path, runs: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git, "PROJECT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert checkout() == (None, None)
    ask(tmp_path, "init", "--quiet")
    assert checkout() == (None, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checkout() == (None, None)
    content = json.loads(provenance(runs, NOTES, Paths()).text)
    assert (content["commit"], content["clean"]) == (None, None)


@pytest.mark.skipif(os.name != "posix", reason="a stand-in for git that is a shell script")
def test_a_git_that_hangs_is_not_waited_for(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a child of it holds its output, as a wrapper does
    executable(tmp_path / "bin", "sleep 5")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    monkeypatch.setattr(git, "PATIENCE", 0.2)
    started = time.monotonic()
    assert checkout() == (None, None)
    assert time.monotonic() - started < 3


@pytest.mark.skipif(os.name != "posix", reason="a stand-in for git that is a shell script")
def test_a_commit_is_kept_when_only_the_state_of_the_tree_is_not_told(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable(tmp_path / "bin", f'[ "$3" = status ] && exit 128\nprintf "%s\\n" "{repository}" 0123abcd')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    assert checkout() == ("0123abcd", None)


def test_a_lock_that_is_absent_is_not_known(tmp_path: Path, runs: list[Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.lock")
    assert provenance(runs, NOTES, Paths()).lock is None


def test_a_changed_configuration_is_seen(tmp_path: Path, runs: list[Run]) -> None:
    import shutil

    shutil.copytree(PROJECT / "config", tmp_path / "config")
    before = provenance(runs, NOTES, Paths(tmp_path)).configuration
    assert before == provenance(runs, NOTES, Paths()).configuration
    with (tmp_path / "config" / "kernbeleid.yaml").open("a", encoding="utf-8") as file:
        file.write("# x\n")
    after = provenance(runs, NOTES, Paths(tmp_path)).configuration
    assert {name for name in after if after[name] != before[name]} == {"kernbeleid.yaml"}
