"""The same deliveries, code and lock give the same bytes: a report is made twice, in two folders, under other circumstances."""

import json
import shutil
from pathlib import Path

import pytest
from commands import ivp

from ivp_analysis.execution.data import KEY
from ivp_analysis.paths import PROJECT, Paths

pytestmark = pytest.mark.slow

EDITION = "2022-H2"
CIRCUMSTANCES = (
    {"folder": "een", "TZ": "Europe/Amsterdam", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "jobs": "2"},
    {"folder": "een andere map/dieper", "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "2", "jobs": "1"},
)
"""What may differ between two machines of the same architecture."""


def make_report(home: Path, jobs: str) -> dict[str, bytes]:
    """Make a small report, the chapter included, and return its files by name."""
    paths = Paths(home)
    for delivery in (PROJECT / "data" / "raw" / "dalfsen").glob("voorbeeld-*"):
        shutil.copytree(delivery, paths.raw("dalfsen") / delivery.name)
    assert ivp("process", "dalfsen") == 0
    # digests of data are made with a secret key of the folder; with the same one they are the same too
    (paths.processed("dalfsen") / KEY).write_bytes(bytes(range(32)))
    chosen = ("--village", "Hoonhorst", "--village", "gemeente", "--theme", "1.1", "--theme", "1.3", "--theme", "5.5")
    assert ivp("run", "dalfsen", *chosen, "--jobs", jobs) == 0
    assert ivp("run", "dalfsen", "--notebook", "chapter", "--jobs", jobs) == 0
    assert ivp("publish", "dalfsen") == 0
    report = paths.reports("dalfsen", EDITION)
    return {path.relative_to(report).as_posix(): path.read_bytes() for path in sorted(report.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    made = []
    for circumstance in CIRCUMSTANCES:
        home = tmp_path_factory.mktemp("bytes") / circumstance["folder"]
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("SOURCE_DATE_EPOCH", raising=False)
            patch.setenv("IVP_HOME", str(home))
            for name in ("TZ", "LC_ALL", "PYTHONHASHSEED"):
                patch.setenv(name, circumstance[name])
            made.append(make_report(home, circumstance["jobs"]))
    return made[0], made[1]


def test_both_reports_have_the_same_files(reports: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    first, second = reports
    assert set(first) == set(second)
    areas = ("hoonhorst", "gemeente")
    executed = {
        f"notebooks/{name}/{area}/{theme}" for name in ("police", "monitor", "map") for area in areas for theme in ("1-1", "1-3", "5-5")
    }
    executed.add("notebooks/chapter")
    assert {name for name in first if name.startswith("notebooks/")} == {f"{name}{end}" for name in executed for end in (".ipynb", ".html")}
    assert {"run.json", "chapter.html", "site/index.html", "site/herkomst.html", "site/hoonhorst/1-3.html"} <= set(first)


@pytest.mark.parametrize("part", ["site/", "chapter.html", "run.json", "notebooks/"])
def test_every_file_is_the_same_byte_for_byte(reports: tuple[dict[str, bytes], dict[str, bytes]], part: str) -> None:
    first, second = reports
    names = [name for name in first if name.startswith(part)]
    assert names
    assert [name for name in names if first[name] != second[name]] == []


def test_findings_are_the_same_and_there_are_some(reports: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    seals = [
        {name: json.loads(content)["metadata"]["ivp"]["findings"] for name, content in files.items() if name.endswith(".ipynb")}
        for files in reports
    ]
    assert seals[0] == seals[1]
    assert len(set(seals[0].values())) > 10


def test_no_file_holds_a_path_of_the_machine(reports: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    for content in reports:
        places = (str(PROJECT).encode(), b"een andere map", b"/tmp/", b"pytest-of-")
        assert [name for name, data in content.items() if any(place in data for place in places)] == []
