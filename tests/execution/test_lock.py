"""The lock is held against real processes: what a kill or a fork does to it cannot be imitated in one process."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ivp_analysis.errors import StoreError
from ivp_analysis.execution.lock import only_one
from ivp_analysis.paths import Paths

fork_only = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

HOLD = """
import subprocess, sys, os, time
from pathlib import Path
from ivp_analysis.execution.lock import only_one
from ivp_analysis.paths import Paths

def say(text):
    print(text, flush=True)

with only_one(Paths(Path(sys.argv[1])), sys.argv[2], doing="run 2022-H2", waiting=say):
    say("mine")
    CHILD
    sys.stdin.readline()
say("done")
"""
IN_A_CHILD = {
    "none": "",
    "command": "say(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], close_fds=False).pid)",
    "fork": "child = os.fork()\n    if not child:\n        time.sleep(60)\n        os._exit(0)\n    say(child)",
}

Holder = subprocess.Popen[str]


@pytest.fixture
def hold(tmp_path: Path) -> Iterator[Callable[..., Holder]]:
    """Start processes that take the lock, say so, and keep it until a line comes."""
    started: list[Holder] = []

    def start(municipality: str = "dalfsen", child: str = "none") -> Holder:
        code = HOLD.replace("CHILD", IN_A_CHILD[child])
        command = [sys.executable, "-c", code, str(tmp_path), municipality]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def heard(process: Holder) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def finish(process: Holder) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def taken_at_once(home: Path, municipality: str = "dalfsen") -> bool:
    """Take the lock; say whether nobody had to be waited for."""
    told: list[str] = []
    with only_one(Paths(home), municipality, doing="test", waiting=told.append):
        return not told


def holder(home: Path) -> Path:
    return home / "data" / "processed" / ".dalfsen.holder.json"


def test_a_second_command_says_who_is_working_and_goes_on_when_that_is_done(tmp_path: Path, hold: Callable[..., Holder]) -> None:
    first = hold()
    assert heard(first) == "mine"
    second = hold()
    host = json.loads(holder(tmp_path).read_text(encoding="utf-8"))["host"]
    assert heard(second) == f"Another ivp run 2022-H2 (process {first.pid} on {host}) is working on dalfsen; waiting for it"
    assert second.poll() is None
    finish(first)
    assert heard(first) == "done"
    assert heard(second) == "mine"
    assert json.loads(holder(tmp_path).read_text(encoding="utf-8"))["process"] == second.pid
    finish(second)
    assert heard(second) == "done"
    assert [path.name for path in holder(tmp_path).parent.iterdir()] == [".dalfsen.lock"]


def test_municipalities_do_not_wait_for_each_other(tmp_path: Path, hold: Callable[..., Holder]) -> None:
    assert heard(hold("dalfsen")) == "mine"
    assert taken_at_once(tmp_path, "raalte")


def test_a_killed_holder_frees_it_and_what_it_left_is_not_believed(tmp_path: Path, hold: Callable[..., Holder]) -> None:
    first = hold()
    assert heard(first) == "mine"
    first.kill()
    first.wait()
    assert holder(tmp_path).exists()
    assert taken_at_once(tmp_path)
    assert not holder(tmp_path).exists()


@pytest.mark.parametrize("child", ["command", pytest.param("fork", marks=fork_only)])
def test_a_child_of_a_killed_holder_does_not_keep_it(tmp_path: Path, hold: Callable[..., Holder], child: str) -> None:
    first = hold(child=child)
    assert heard(first) == "mine"
    number = int(heard(first))
    first.kill()
    first.wait()
    try:
        os.kill(number, 0)  # it lives on
        assert taken_at_once(tmp_path)
    finally:
        os.kill(number, signal.SIGTERM)


@fork_only
def test_a_forked_child_that_leaves_frees_nothing(tmp_path: Path, hold: Callable[..., Holder]) -> None:
    parent = f"""
import os, sys
from pathlib import Path
from ivp_analysis.execution.lock import only_one
from ivp_analysis.paths import Paths
child = 0
with only_one(Paths(Path({str(tmp_path)!r})), "dalfsen", doing="test", waiting=print):
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        print("mine" if Path({str(holder(tmp_path))!r}).exists() else "lost", flush=True)
        sys.stdin.readline()
"""
    process = subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert heard(process) == "mine"
        other = hold()
        assert "is working on dalfsen" in heard(other)
        finish(process)
        assert heard(other) == "mine"
    finally:
        process.kill()
        process.communicate()


def test_ctrl_c_ends_the_waiting_at_once_and_leaves_the_holder_alone(tmp_path: Path, hold: Callable[..., Holder]) -> None:
    first = hold()
    assert heard(first) == "mine"
    before = holder(tmp_path).read_bytes()
    second = hold()
    assert "waiting for it" in heard(second)
    begin = time.monotonic()
    second.send_signal(signal.SIGINT)
    _, error = second.communicate(timeout=10)
    assert time.monotonic() - begin < 2
    assert "KeyboardInterrupt" in error
    assert holder(tmp_path).read_bytes() == before
    assert "is working on dalfsen" in heard(hold())


def test_a_command_within_a_command_has_it_already_and_the_outer_one_frees_it(tmp_path: Path, hold: Callable[..., Holder]) -> None:
    with only_one(Paths(tmp_path), "dalfsen", doing="report", waiting=pytest.fail):
        with only_one(Paths(tmp_path), "dalfsen", doing="run", waiting=pytest.fail):
            assert json.loads(holder(tmp_path).read_text(encoding="utf-8"))["doing"] == "report"
        assert holder(tmp_path).exists()
        other = hold()
        assert heard(other).startswith(f"Another ivp report (process {os.getpid()} on ")
    assert heard(other) == "mine"


def test_an_error_frees_it(tmp_path: Path, hold: Callable[..., Holder]) -> None:
    with pytest.raises(ValueError, match="stop"), only_one(Paths(tmp_path), "dalfsen", doing="run", waiting=pytest.fail):
        raise ValueError("stop")
    assert not holder(tmp_path).exists()
    assert heard(hold()) == "mine"


@pytest.mark.parametrize("content", ["", "[]", '{"doing": "run"}', None])
def test_where_the_holder_is_not_named_one_waits_all_the_same(tmp_path: Path, hold: Callable[..., Holder], content: str | None) -> None:
    first = hold()
    assert heard(first) == "mine"
    holder(tmp_path).unlink()
    if content is not None:
        holder(tmp_path).write_text(content, encoding="utf-8")
    second = hold()
    assert heard(second) == "Another ivp command is working on dalfsen; waiting for it"
    finish(first)
    assert heard(second) == "mine"


def test_a_disk_that_cannot_lock_is_an_error_and_leaves_no_lock_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def absent(_file: int, _operation: int) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    with monkeypatch.context() as patched:
        patched.setattr(fcntl, "flock", absent)
        with (
            pytest.raises(StoreError, match=r"no lock can be had: Function not implemented .*IVP_HOME"),
            only_one(Paths(tmp_path), "dalfsen", doing="run", waiting=pytest.fail),
        ):
            pytest.fail("nothing guards this")
    assert taken_at_once(tmp_path)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match=r"data/processed/\.dalfsen\.lock.*IVP_HOME"):
        taken_at_once(tmp_path)


def test_a_full_disk_keeps_the_name_away_and_not_the_lock(
    tmp_path: Path, hold: Callable[..., Holder], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ivp_analysis.execution.lock.put", full)
    with only_one(Paths(tmp_path), "dalfsen", doing="run", waiting=pytest.fail):
        assert "No space left on device" in caplog.text
        other = hold()
        assert heard(other) == "Another ivp command is working on dalfsen; waiting for it"
    assert heard(other) == "mine"
