"""Folders for what is temporary: private, locked, and swept when their owner is gone."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from ivp_analysis.execution import local
from ivp_analysis.execution.local import LocalWorkers
from ivp_analysis.execution.workshop import Workshop, sweep


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files of the test's own."""
    folder = Path(tempfile.mkdtemp(prefix="t-", dir="/tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []
    folder.rmdir()


def old(folder: Path) -> Path:
    folder.mkdir()
    (folder / "1").mkdir()
    (folder / "1" / "kernel.json").write_text("{}", encoding="utf-8")
    long_ago = time.time() - 3600
    os.utime(folder, (long_ago, long_ago))
    return folder


def test_a_workshop_has_a_private_folder_and_takes_it_away(temporary: Path) -> None:
    with Workshop(kernel="stock") as workshop:
        (folder,) = temporary.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert workshop.folder() != workshop.folder()
        assert all(made.parent == folder for made in (workshop.folder(), workshop.folder()))
    assert not folder.exists()


def test_closing_twice_is_no_error(temporary: Path) -> None:
    with Workshop(kernel="stock") as workshop:
        workshop.close()
        assert list(temporary.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_after_closing_nothing_begins(temporary: Path) -> None:
    with Workshop(kernel="stock") as workshop:
        pass
    with pytest.raises(FileNotFoundError):
        workshop.folder()
    assert list(temporary.iterdir()) == []


def test_the_folder_of_a_killed_process_is_swept_by_the_next_workshop(temporary: Path) -> None:
    code = """
import os, sys
from ivp_analysis.execution.workshop import Workshop
workshop = Workshop(kernel="stock")
workshop.folder()
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(temporary)}, check=False)
    (left,) = temporary.iterdir()
    assert (left / "1").is_dir()
    with Workshop(kernel="stock"):
        assert not left.exists()


def test_a_folder_that_is_in_use_is_left_alone(temporary: Path) -> None:
    folder = old(temporary / "ivp-run-used")
    with FileLock(folder / "lock"):
        sweep()
        assert (folder / "1" / "kernel.json").exists()
    sweep()
    assert not folder.exists()


def test_a_folder_that_is_just_being_made_is_left_alone(temporary: Path) -> None:
    folder = temporary / "ivp-run-new"
    folder.mkdir()
    sweep()
    assert folder.exists()
    folder.rmdir()


def test_a_link_and_what_is_not_ours_are_never_followed(temporary: Path, tmp_path: Path) -> None:
    mine = old(tmp_path / "mine")
    (temporary / "ivp-run-link").symlink_to(mine)
    old(temporary / "other-folder")
    sweep()
    assert (mine / "1" / "kernel.json").exists()
    (temporary / "ivp-run-link").unlink()
    for path in (temporary / "other-folder" / "1" / "kernel.json", temporary / "other-folder" / "1", temporary / "other-folder"):
        path.unlink() if path.is_file() else path.rmdir()


# how many at once


@pytest.mark.parametrize(
    ("cores", "free_mib", "forked", "expected"),
    [
        ({0, 1}, 24000, True, 8),
        ({0, 1}, 24000, False, 2),
        ({0}, 24000, True, 4),
        ({0, 1}, 1100, True, 4),
        ({0, 1}, 100, True, 1),
        ({0, 1}, 0, True, 8),
        (set(range(64)), 500_000, True, 32),
        (set(range(64)), 500_000, False, 64),
    ],
)
def test_as_many_run_at_once_as_cores_and_memory_carry(
    monkeypatch: pytest.MonkeyPatch, cores: set[int], free_mib: int, forked: bool, expected: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: cores)
    monkeypatch.setattr(local, "_available", lambda: free_mib * 2**20)
    assert local._suitable(forked=forked) == expected


def test_what_was_asked_for_goes_before_what_suits_the_machine() -> None:
    with LocalWorkers(3, kernel="stock") as workers:
        assert workers.at_once == 3
        assert workers.title == "3 at once; kernels are started one by one"


def control_group(folder: Path, monkeypatch: pytest.MonkeyPatch, **limits: str) -> None:
    """Let this process be in a control group with limits, as in a container."""
    own = Path("/proc/self/cgroup").read_text(encoding="ascii").partition("::")[2].split("\n")[0].lstrip("/")
    (folder / own).mkdir(parents=True, exist_ok=True)
    for name, value in limits.items():
        (folder / own / name.replace("_", ".")).write_text(value + "\n", encoding="ascii")
    monkeypatch.setattr(local, "CONTROL_GROUPS", folder)


@pytest.mark.parametrize(("quota", "expected"), [("200000 100000", 2), ("150000 100000", 2), ("50000 100000", 1), ("max 100000", 8)])
def test_the_processor_time_of_a_container_is_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quota: str, expected: int) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    control_group(tmp_path, monkeypatch, cpu_max=quota)
    assert local.cores() == expected


def test_the_memory_of_a_container_is_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    control_group(tmp_path, monkeypatch)
    free = local._available()
    control_group(tmp_path, monkeypatch, memory_max=str(2**30), memory_current=str(2**29))
    assert local._available() == 2**29
    control_group(tmp_path, monkeypatch, memory_max="max")
    assert local._available() > free / 2
    control_group(tmp_path, monkeypatch, memory_max=str(2**20), memory_current=str(2**30))
    assert local._suitable(forked=True) == 1


@pytest.mark.parametrize(("limit", "expected"), [(1024, 28), (20000, 48), (64, 1), (-1, 48)])
def test_no_more_run_at_once_than_files_may_be_open(monkeypatch: pytest.MonkeyPatch, limit: int, expected: int) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (limit, limit))
    assert local._fitting(48) == expected
