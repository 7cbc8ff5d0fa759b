"""What tools/commit_check.py and the hook refuse. Values that could be somebody's are put together, so that none stands in this file."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from commit_check import LARGEST, Files, search

from ivp_analysis.paths import PROJECT

CARD = b"soort: politie-aantallen\nsynthetisch: ja\n"
SAMPLE = "data/raw/dalfsen/voorbeeld-aantallen-2022-h1"
PHONE = "06" + "28374651"
POSTCODE = "77" + "21 AB"
NUMBER = "8264" + "91753"
EMAIL = "j.jansen" + "@" + "gemeente.nl"
INCIDENT = "PL04" + "00-2021083917"
KEY = "-----BEGIN " + "PRIVATE KEY-----"
HOME = "/ho" + "me/jansen/werk"


def found(files: Mapping[str, bytes | str]) -> list[str]:
    """Search files that exist here only, and return place and kind of each find."""
    contents = {name: content if isinstance(content, bytes) else content.encode() for name, content in files.items()}
    return [f"{name}:{line}: {kind}" for name, line, kind in search(Files(sorted(contents), contents.get))]


# files as a whole


@pytest.mark.parametrize(
    "name",
    [
        "data/raw/dalfsen/politie-2022/incidenten.txt",
        "data/raw/ommen/voorbeeld.txt",
        "data/raw/notes.md",
        "data/processed/dalfsen/current.json",
        "data/elders/tabel.json",
        "Data/Raw/dalfsen/x/y.txt",
        "reports/dalfsen/2022-H2/site/index.html",
        "reports/dalfsen/2022-H2/internal/notebooks/police.ipynb",
        "werk/data/raw/dalfsen/x/y.txt",
        "werk/reports/dalfsen/2022-H2/run.json",
        "tests/levering/delivery.yaml",
    ],
)
def test_deliveries_and_what_runs_make_of_them_are_refused_wherever_they_lie(name: str) -> None:
    assert found({name: "{}"}) == [f"{name}:0: a delivery or what a run made of it, outside the synthetic sample"]


@pytest.mark.parametrize(
    "suffix", ["xlsx", "XLSX", "csv", "docx", "ods", "sav", "parquet", "geojson", "gpkg", "pdf", "pkl", "zip", "gz", "msg"]
)
def test_files_that_hold_data_are_refused_outside_the_sample(suffix: str) -> None:
    assert found({f"docs/x.{suffix}": "x"}) == [f"docs/x.{suffix}:0: a file of the kind that holds data, outside the synthetic sample"]
    assert found({f"{SAMPLE}/x.{suffix}": "x", f"{SAMPLE}/delivery.yaml": CARD}) == []


@pytest.mark.parametrize("card", [None, b"synthetisch: nee\n", b"opmerking: synthetisch\n"])
def test_a_folder_that_is_only_called_a_sample_is_refused(card: bytes | None) -> None:
    files = {f"{SAMPLE}/incidenten.csv": b"x"} | ({f"{SAMPLE}/delivery.yaml": card} if card else {})
    assert [line.split(": ", 1)[1] for line in found(files)] == ["a delivery that does not say that it is synthetic"] * len(files)


def test_the_empty_files_that_keep_folders_are_fine_and_full_ones_are_not() -> None:
    assert found({"data/processed/.gitkeep": "", "reports/.gitkeep": ""}) == []
    assert found({"reports/.gitkeep": "x"})


def test_large_files_and_files_that_are_no_text_are_refused_but_for_pictures_of_the_documents() -> None:
    assert found({"docs/x.md": b"x" * (LARGEST + 1)}) == ["docs/x.md:0: a file that is larger than 1 MB"]
    assert found({"docs/x.md": b"PK\3\4\0\0"}) == ["docs/x.md:0: a file that is not text"]
    assert found({"docs/images/x.png": b"\x89PNG\0"}) == []
    assert found({"docs/images/x.png": b"PK\3\4\0"}) == ["docs/images/x.png:0: a file that is not text"]
    assert found({"src/x.png": b"\x89PNG\0"}) == ["src/x.png:0: a file that is not text"]


@pytest.mark.parametrize("name", [".env", ".env.local", "tools/server.pem", "id_rsa", ".netrc", ".pypirc", "wachtwoorden.kdbx"])
def test_files_that_hold_secrets_are_refused(name: str) -> None:
    assert found({name: "x"}) == [f"{name}:0: a file of the kind that holds secrets"]


# notebooks


def notebook(about: Mapping[str, Any] | None = None, **cell: Any) -> str:
    empty: dict[str, Any] = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": None}
    return json.dumps({"cells": [empty, empty | cell], "metadata": about or {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ({"outputs": [{"output_type": "stream", "name": "stdout", "text": "12"}]}, "outputs of a run"),
        ({"execution_count": 3}, "an execution count"),
        ({"cell_type": "markdown", "attachments": {"x.png": {}}}, "an attachment"),
        ({"metadata": {"papermill": {"duration": 1}}}, "metadata of a run"),
        ({"metadata": {"execution": {}}}, "metadata of a run"),
        ({"metadata": {"tags": ["injected-parameters"]}}, "metadata of a run"),
    ],
)
def test_what_a_run_leaves_in_a_notebook_is_refused(cell: dict[str, Any], kind: str) -> None:
    assert found({"notebooks/x.ipynb": notebook(**cell)}) == [f"notebooks/x.ipynb:cell 2: {kind}"]


def test_a_clean_notebook_is_fine_and_one_with_metadata_of_a_run_or_that_cannot_be_read_is_not() -> None:
    assert found({"notebooks/x.ipynb": notebook({"kernelspec": {"name": "python3"}})}) == []
    assert found({"x.ipynb": notebook({"papermill": {"parameters": {}}})}) == ["x.ipynb:0: a notebook with metadata of a run"]
    assert found({"x.ipynb": "{"}) == ["x.ipynb:0: a notebook that cannot be read"]


# text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (KEY, "a private key or token"),
        ("AKIA" + "ABCDEFGHIJKLMNOP", "a private key or token"),
        ("gh" + "p_" + "a1B2" * 9, "a private key or token"),
        ("xo" + "xb-" + "1234567890-abc", "a private key or token"),
        ("pass" + "word = 'geheim123'", "a password"),
        ("WACHT" + "WOORD=Welkom2022!", "a password"),
        ("db_pass" + "word: Welkom2022!", "a password"),
        ("postgres" + "://ivp:geheim@db/x", "a password"),
        (f"{POSTCODE} 12", "a postcode with a house number"),
        (f"{POSTCODE.replace(' ', '')}, 12a", "a postcode with a house number"),
        (f"Kerkstraat;50;{POSTCODE}", "a postcode with a house number"),
        (NUMBER, "a burgerservicenummer"),
        (f"{NUMBER[:4]}.{NUMBER[4:6]}.{NUMBER[6:]}", "a burgerservicenummer"),
        (EMAIL, "an e-mail address"),
        (PHONE, "a telephone number"),
        (f"+31 {PHONE[1:]}", "a telephone number"),
        ("05" + "29 48 83 71", "a telephone number"),
        (INCIDENT, "the number of an incident"),
        ("https://pypi" + ".org/simple", "the address of a package index"),
        (HOME, "a path of one machine"),
        ("C:" + "\\Users\\jansen", "a path of one machine"),
    ],
)
def test_each_kind_is_refused_with_its_line_and_without_the_words(text: str, kind: str) -> None:
    assert found(
        {"docs/x.md": f"Een regel.\nEn dan: {text}\n" if "\n" not in text and kind != "a password" else f"Een regel.\n{text}\n"}
    ) == [f"docs/x.md:2: {kind}"]


def test_the_name_of_a_file_is_searched_as_well() -> None:
    assert found({f"docs/{INCIDENT}.md": "x"}) == [f"docs/{INCIDENT}.md:0: the number of an incident"]


@pytest.mark.parametrize(
    "text",
    [
        "1234 AB 12",
        "06-12345678",
        "0529 123456",
        "naam@example.nl",
        "git@github.com:gemeente/ivp.git",
        "123456782",
        "PL0400-1234567890",
        "PL0400_BVH_1",
        "In 2022 EN 2023",
        "token = secrets.token_hex()",
        "password: str",
        "password = settings.password",
        "1024 MB",
        "0.003325764",
        "sha256:" + "0123456789abcdef" * 4,
        "0900-8844 of 0800-7000",
        "https://example.org/users/jansen",
        "@pytest.mark.slow",
    ],
)
def test_examples_that_can_be_nobodys_and_ordinary_code_are_left_alone(text: str) -> None:
    assert found({"src/x.py": f"{text}\n"}) == []


# the project itself


def test_nothing_in_the_project_is_refused() -> None:
    command = [sys.executable, "tools/commit_check.py"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith("Nothing in ")


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("data/raw/dalfsen/politie-2022/incidenten.xlsx", True),
        ("data/raw/dalfsen/politie-2022/delivery.yaml", True),
        ("data/raw/dalfsen/incidenten.xlsx", True),
        ("data/raw/dalfsen/.wachtend/delivery.yaml", True),
        ("data/raw/ommen/voorbeeld-x/delivery.yaml", True),
        ("data/processed/dalfsen/current.json", True),
        ("reports/dalfsen/2022-H2/run.json", True),
        (".env", True),
        ("out.ipynb", True),
        ("data/raw/dalfsen/voorbeeld-x/delivery.yaml", False),
        ("data/processed/.gitkeep", False),
        ("notebooks/police.ipynb", False),
    ],
)
def test_git_ignores_what_must_not_be_added(name: str, ignored: bool) -> None:
    done = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", name], cwd=PROJECT, check=False)
    assert done.returncode == (0 if ignored else 1)


# with git


class Repository:
    """A repository with the hook of this project, and a make lint that does nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "tools").mkdir(parents=True)
        for name in ("tools/commit_check.py", "tools/pre-commit", ".gitignore"):
            shutil.copy(PROJECT / name, root / name)
        self.write("Makefile", "lint:\n\t@echo linted\n")
        self.git("init", "--quiet")
        hooks = root / ".git" / "hooks"
        hooks.mkdir(exist_ok=True)
        shutil.copy(PROJECT / "tools" / "pre-commit", hooks / "pre-commit")

    def write(self, name: str, content: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        # without what git tells hooks, should a hook run these tests
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=.git/hooks")
        return subprocess.run(["git", *who, *arguments], cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def commit(self) -> subprocess.CompletedProcess[str]:
        return self.git("commit", "--quiet", "-m", "x")

    def staged(self) -> list[str]:
        return self.git("diff", "--cached", "--name-only").stdout.split()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "project")
    made.git("add", ".")
    assert made.commit().returncode == 0
    return made


def test_a_delivery_beside_the_sample_is_not_added_and_when_forced_it_is_refused(repository: Repository) -> None:
    repository.write("data/raw/dalfsen/politie-2022/incidenten.csv", f"Kerkstraat;50;{POSTCODE}")
    repository.write(f"{SAMPLE}/delivery.yaml", CARD.decode())
    repository.git("add", ".")
    assert repository.staged() == [f"{SAMPLE}/delivery.yaml"]
    repository.git("add", "-f", "data/raw/dalfsen/politie-2022/incidenten.csv")
    refused = repository.commit()
    assert refused.returncode != 0
    said = refused.stdout + refused.stderr
    assert "data/raw/dalfsen/politie-2022/incidenten.csv:0: a delivery or what a run made of it" in said
    assert POSTCODE not in said
    assert "linted" not in said


def test_what_is_fine_is_committed_after_the_quick_checks(repository: Repository) -> None:
    repository.write("docs/x.md", "Een regel.")
    repository.git("add", ".")
    done = repository.commit()
    assert done.returncode == 0
    assert "linted" in done.stdout + done.stderr


@pytest.mark.parametrize("text", [PHONE, EMAIL, NUMBER, INCIDENT, KEY, HOME, f"{POSTCODE} 12"])
def test_the_hook_refuses_personal_data_and_secrets_without_repeating_them(repository: Repository, text: str) -> None:
    repository.write("docs/x.md", f"Een regel.\n{text}\n")
    repository.git("add", ".")
    refused = repository.commit()
    assert refused.returncode != 0
    assert "docs/x.md:2: " in refused.stdout + refused.stderr
    assert text not in refused.stdout + refused.stderr


def test_what_is_staged_counts_and_not_what_lies_on_disk(repository: Repository) -> None:
    repository.write("docs/x.md", EMAIL)
    repository.git("add", ".")
    repository.write("docs/x.md", "weg")
    assert repository.commit().returncode != 0
    repository.git("add", ".")
    repository.write("docs/x.md", EMAIL)
    assert repository.commit().returncode == 0


def test_a_file_that_got_in_can_be_taken_out(repository: Repository) -> None:
    repository.write("docs/x.md", EMAIL)
    repository.git("add", ".")
    repository.git("commit", "--quiet", "--no-verify", "-m", "x")
    whole = [sys.executable, "tools/commit_check.py"]
    assert subprocess.run(whole, cwd=repository.root, capture_output=True, check=False).returncode == 1
    repository.git("rm", "--quiet", "docs/x.md")
    assert repository.commit().returncode == 0
    assert subprocess.run(whole, cwd=repository.root, capture_output=True, check=False).returncode == 0


def test_another_repository_within_this_one_is_refused(repository: Repository) -> None:
    inner = repository.root / "ander"
    inner.mkdir()
    for command in (
        ["init", "--quiet"],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "--allow-empty", "-m", "x"],
    ):
        subprocess.run(["git", *command], cwd=inner, capture_output=True, check=True)
    repository.git("add", "ander")
    refused = repository.commit()
    assert refused.returncode != 0
    assert "ander:0: a repository or a file that cannot be read" in refused.stdout + refused.stderr


def test_an_option_that_does_not_exist_is_no_check_that_passed() -> None:
    done = subprocess.run([sys.executable, "tools/commit_check.py", "--stage"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
