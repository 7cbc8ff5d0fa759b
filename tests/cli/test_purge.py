import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from commands import ivp

from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.processing import process
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

INCIDENTS, COUNTS, PEOPLE = "voorbeeld-bvh-2022-h2", "voorbeeld-aantallen-2022-h1", "voorbeeld-noemers-2022"
CARD = "delivery.yaml"
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Path:
    """A home folder with three deliveries of the sample, processed; one of them has personal data."""
    home = tmp_path_factory.mktemp("purge")
    for name in (INCIDENTS, COUNTS, PEOPLE):
        shutil.copytree(PROJECT / "data" / "raw" / "dalfsen" / name, Paths(home).raw("dalfsen") / name)
    process(dalfsen, kernbeleid, Paths(home), "2022-H1")
    return home


@pytest.fixture
def paths(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A copy of it with all that can hold an incident, on the day after its last one."""
    home = tmp_path / "home"
    shutil.copytree(made, home)
    monkeypatch.setenv("IVP_HOME", str(home))
    monkeypatch.setattr("ivp_analysis.sources.retention.today", lambda: date(2100, 1, 1))
    paths = Paths(home)
    tables = paths.processed("dalfsen")
    shutil.copytree(tables / "v1", tables / "v0")
    for name in (
        f"raw:{INCIDENTS}/kopie.txt",
        "2022-H2/internal/notebooks/chapter.ipynb",
        "2022-H2/notebooks/police/hoonhorst/1-3.failed.ipynb",
    ):
        folder, _, rest = name.rpartition(":")
        path = (paths.raw("dalfsen") if folder else paths.all_reports("dalfsen")) / rest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(incident(paths)), encoding="utf-8")
    (paths.reports("dalfsen", "2022-H2") / "chapter.html").write_text("openbaar", encoding="utf-8")
    return paths


@contextmanager
def on(day: date) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ivp_analysis.sources.retention.today", lambda: day)
        yield


def incident(paths: Paths) -> str:
    return str(read_table(paths.processed("dalfsen"), "incidents")["incident_id"].iloc[0])


def holding(paths: Paths, *texts: str) -> list[str]:
    """The files of a home folder in which one of these texts stands, in bytes or in the cells of a table."""

    def content(path: Path) -> bytes:
        return path.read_bytes() + (pd.read_parquet(path).to_csv().encode() if path.suffix == ".parquet" else b"")

    files = (path for path in paths.home.rglob("*") if path.is_file())
    return [path.relative_to(paths.home).as_posix() for path in files if any(text.encode() in content(path) for text in texts)]


def everything(paths: Paths) -> Files:
    return {str(path): path.read_bytes() for path in paths.home.rglob("*") if path.is_file() and not path.name.startswith(".")}


def test_on_the_last_day_nothing_happens(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    (paths.raw("dalfsen") / INCIDENTS / "kopie.txt").unlink()
    before = everything(paths)
    with on(date(2099, 12, 31)):
        assert ivp("purge", "dalfsen") == 0
        assert capsys.readouterr().out == "Nothing of Dalfsen is past the date until which it may be kept\n"
        assert ivp("plan", "dalfsen", "--theme", "1.3") == 0
    assert capsys.readouterr().err == ""
    before.update({name: data for name, data in everything(paths).items() if name.endswith("fingerprint.key")})
    assert everything(paths) == before


def test_plan_process_and_run_say_which_delivery_is_past_its_date_and_what_to_do(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    (paths.raw("dalfsen") / INCIDENTS / "kopie.txt").unlink()
    for command in (("plan", "dalfsen"), ("process", "dalfsen"), ("run", "dalfsen", "--theme", "1.3", "--notebook", "map", "--failed")):
        assert ivp(*command) == 0
        said = capsys.readouterr().err
        assert said.count(f"delivery {INCIDENTS} may be kept until 2099-12-31") == 1
        assert "run ivp purge dalfsen" in said


def test_a_dry_run_and_a_command_that_nobody_can_confirm_delete_nothing(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(paths)
    assert ivp("purge", "dalfsen", "--dry-run", "--yes") == 0
    said = capsys.readouterr().out
    for line in (f"  {INCIDENTS}: politie-incidenten, ", "  reports/dalfsen/2022-H2/internal\n", "Nothing was deleted"):
        assert line in said
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert ivp("purge", "dalfsen") == 1
    assert "nothing was deleted, for nobody is there to confirm it (option --yes). Give --yes" in capsys.readouterr().err
    assert everything(paths) == before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("y", 0)])
def test_who_is_asked_decides(paths: Paths, monkeypatch: pytest.MonkeyPatch, answer: str, code: int) -> None:
    before = everything(paths)
    monkeypatch.setattr("sys.stdin", Terminal(f"{answer}\n"))
    assert ivp("purge", "dalfsen") == code
    assert (everything(paths) == before) == bool(code)


def test_nothing_holds_an_incident_of_a_purged_delivery_and_what_was_public_stays(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    tables = paths.processed("dalfsen")
    refused = json.loads(read_table(tables, "quarantine", delivery=INCIDENTS)["content"].iloc[0])
    texts = (incident(paths), str(refused["Incident Identificatie"]))
    held = holding(paths, *texts)
    for name in ("incidents.parquet", "quarantine.parquet", "incidenten.csv", "kopie.txt", "chapter.ipynb", "1-3.failed.ipynb"):
        assert any(path.endswith(name) for path in held)
    assert len([path for path in held if path.endswith("incidents.parquet")]) == 2
    assert ivp("purge", "dalfsen", "--yes") == 0
    assert holding(paths, *texts) == []
    # only that it was there is still known
    assert {Path(path).name for path in holding(paths, INCIDENTS)} == {"ledger.parquet", "current.json"}
    assert [path.name for path in (paths.raw("dalfsen") / INCIDENTS).iterdir()] == [CARD]
    assert (paths.reports("dalfsen", "2022-H2") / "chapter.html").exists()
    assert len(read_table(tables, "counts")) > 0
    said = capsys.readouterr().out
    assert f"  purged: {INCIDENTS}: deleted on 2100-01-01; was to be kept until 2099-12-31\n" in said
    assert "2022-H2 cannot be made any more" in said


def test_every_later_ledger_has_the_purge_whatever_the_day(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("purge", "dalfsen", "--yes") == 0
    with on(date(2101, 5, 5)):
        assert ivp("process", "dalfsen") == 0
        assert ivp("purge", "dalfsen") == 0
        assert capsys.readouterr().out.endswith("Nothing of Dalfsen is past the date until which it may be kept\n")
        assert ivp("plan", "dalfsen", "--theme", "1.3") == 0
    assert capsys.readouterr().err == ""
    (line,) = read_table(paths.processed("dalfsen"), "ledger", delivery=INCIDENTS).to_dict("records")
    assert line == {
        "delivery": INCIDENTS,
        "file": CARD,
        "outcome": "purged",
        "reason": "deleted on 2100-01-01; was to be kept until 2099-12-31",
        "rows": 0,
    }


STEPS = (
    "ivp_analysis.execution.exact.remove_exact",
    "ivp_analysis.tables.removal.remove_tables",
    "ivp_analysis.sources.retention.empty",
    "ivp_analysis.processing.process",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_purge_that_is_broken_off_is_seen_and_finished_by_the_next(paths: Paths, capsys: pytest.CaptureFixture[str], step: str) -> None:
    text = incident(paths)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step, _stopped)
        assert ivp("purge", "dalfsen", "--yes") == 130
    capsys.readouterr()
    ivp("plan", "dalfsen", "--theme", "1.3")
    assert f"delivery {INCIDENTS} was purged on 2100-01-01, and files lie" in capsys.readouterr().err or step == STEPS[-1]
    assert ivp("purge", "dalfsen", "--yes") == 0
    assert holding(paths, text) == []
    assert len(read_table(paths.processed("dalfsen"), "counts")) > 0
    assert ivp("purge", "dalfsen") == 0
    assert capsys.readouterr().out.endswith("is past the date until which it may be kept\n")


def _stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_tables_that_were_made_in_the_midst_of_a_purge_have_nothing_of_it(paths: Paths) -> None:
    text = incident(paths)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(STEPS[0], _stopped)
        assert ivp("purge", "dalfsen", "--yes") == 130
    assert ivp("process", "dalfsen") == 0
    assert not [path for path in holding(paths, text) if path.startswith("data/processed")]
    assert ivp("purge", "dalfsen", "--yes") == 0
    assert holding(paths, text) == []


def test_where_no_police_delivery_is_left_no_tables_are(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    text = incident(paths)
    shutil.rmtree(paths.raw("dalfsen") / COUNTS)
    assert ivp("purge", "dalfsen", "--yes") == 0
    assert "No police delivery of Dalfsen is left: there are no tables any more" in capsys.readouterr().out
    assert list(paths.processed("dalfsen").iterdir()) == []
    assert holding(paths, text) == []
    assert ivp("process", "dalfsen") == 1
    assert f"there is no police delivery to process (folder data/raw/dalfsen, purged {INCIDENTS})" in capsys.readouterr().err
    assert ivp("purge", "dalfsen") == 0


def test_when_another_delivery_cannot_be_read_the_purged_rows_are_gone_all_the_same(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    text = incident(paths)
    file = paths.raw("dalfsen") / PEOPLE / "noemers.csv"
    right = file.read_bytes()
    file.write_bytes(right + b"\n")
    assert ivp("purge", "dalfsen", "--yes") == 1
    said = capsys.readouterr().err
    assert "What was past its date is deleted, and with it the tables of Dalfsen" in said
    assert "a raw file was changed" in said
    assert holding(paths, text) == []
    file.write_bytes(right)
    assert ivp("process", "dalfsen") == 0
    assert "editions: 2022-H1" in capsys.readouterr().out


def test_a_linked_delivery_is_named_not_followed_and_does_not_keep_others(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "elders"
    shutil.copytree(PROJECT / "data" / "raw" / "dalfsen" / "voorbeeld-enquete-2022", outside)
    (paths.raw("dalfsen") / "enquete").symlink_to(outside, target_is_directory=True)
    before = {path.name: path.read_bytes() for path in outside.iterdir()}
    assert ivp("purge", "dalfsen", "--yes") == 1
    assert "a link stands in data/raw (folder dalfsen, file enquete)" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == before
    assert [path.name for path in (paths.raw("dalfsen") / INCIDENTS).iterdir()] == [CARD]


def test_a_purge_holds_the_lock_of_the_municipality(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[str] = []

    @contextmanager
    def lock(_paths: Paths, municipality: str, *, doing: str, waiting: Callable[[str], None]) -> Iterator[None]:
        held.append(doing)
        yield

    def delete(*_: object) -> None:
        assert held == ["purge dalfsen"]

    monkeypatch.setattr("ivp_analysis.execution.lock.only_one", lock)
    monkeypatch.setattr("ivp_analysis.sources.retention.empty", delete)
    assert ivp("purge", "dalfsen", "--yes") == 0
    assert held == ["purge dalfsen", "process dalfsen"]
