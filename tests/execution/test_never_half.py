"""`ivp run` that is broken off in every way: the next one makes exactly what is missing, and nothing else stays behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from execution.kernels.cells import children, soon

from ivp_analysis.execution.outputs import page_of, page_text, seal_of
from ivp_analysis.paths import Paths

pytestmark = pytest.mark.slow

IVP = str(Path(sys.executable).with_name("ivp"))
EDITION = "2022-H2"
CHOICE = ("--village", "Hoonhorst", "--village", "gemeente", "--theme", "1.1", "--theme", "1.3")
RUNS = 12


@dataclass(frozen=True)
class Desk:
    """A home folder, and a folder for temporary files that nobody else uses."""

    home: Path
    temporary: Path

    @property
    def report(self) -> Path:
        return Paths(self.home).reports("dalfsen", EDITION)

    def start(self, *arguments: str, limit: str = "", **variables: str) -> subprocess.Popen[str]:
        """Start `ivp run`; `limit` is one of the shell's, for everything that is started."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("IVP_", "PYTEST"))}
        environment |= {"IVP_HOME": str(self.home), "TMPDIR": str(self.temporary), **variables}
        command = [IVP, "run", "dalfsen", *CHOICE, *arguments]
        if limit:
            command = ["sh", "-c", f'ulimit {limit}; exec "$@"', "sh", *command]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def run(self, *arguments: str, **variables: str) -> tuple[int, str, str]:
        process = self.start(*arguments, **variables)
        said, error = process.communicate(timeout=300)
        return process.returncode, said, error

    def outputs(self) -> dict[str, bytes]:
        """Return what is there, without the timings of earlier runs."""
        files = sorted(self.report.rglob("*")) if self.report.exists() else []
        return {path.relative_to(self.report).as_posix(): path.read_bytes() for path in files if path.is_file()}

    def finished(self) -> list[Path]:
        """List the notebooks that are there and whole, with their pages."""
        seals = {path: seal_of(path) for path in self.report.rglob("*.ipynb")}
        return [path for path, seal in seals.items() if seal and page_text(path, seal) is not None]

    def left_behind(self) -> list[str]:
        """List temporary files and processes that outlived their command."""
        files = [path.name for path in self.temporary.iterdir()] + [path.name for path in self.report.glob(".run*")]
        return files + [" ".join(process.cmdline()) for process in self.processes()]

    def processes(self) -> list[psutil.Process]:
        """List the processes that work for this home folder."""
        seen = psutil.process_iter(["environ", "status"])
        known = [process for process in seen if process.info["status"] != psutil.STATUS_ZOMBIE]
        return [process for process in known if (process.info["environ"] or {}).get("IVP_HOME") == str(self.home)]

    def template(self, process: subprocess.Popen[str]) -> int:
        """Wait until kernels are forked from a template, and return its process id."""
        found: list[int] = []

        def forking() -> bool:
            found[:] = [child for child in children(process.pid) if "kernels.template" in " ".join(psutil.Process(child).cmdline())]
            return bool(found) and bool(children(found[0]))

        assert soon(forking, 60)
        return found[0]

    def halfway(self, process: subprocess.Popen[str], outputs: int = 1) -> None:
        """Wait until some outputs are there, and others are not."""
        assert soon(lambda: len(list(self.report.rglob("*.ipynb"))) >= outputs, 120)
        assert process.poll() is None


@pytest.fixture(scope="module")
def reference(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """What a run gives that nobody breaks off; its tables have the key that all others get."""
    home = tmp_path_factory.mktemp("reference")
    shutil.copytree(sample_home / "data", home / "data")
    desk = Desk(home, _temporary())
    code, said, error = desk.run()
    assert code == 0, error
    assert f"{RUNS} of {RUNS} notebooks ran" in said
    assert error == ""
    assert desk.left_behind() == []
    return desk


@pytest.fixture
def desk(reference: Desk, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(reference.home / "data", tmp_path / "data")
    desk = Desk(tmp_path, _temporary())
    yield desk
    for process in desk.processes():
        process.kill()


def _temporary() -> Path:
    # short, for the path of a socket
    return Path(tempfile.mkdtemp(prefix="t-", dir="/tmp"))


def finish(desk: Desk, reference: Desk, missing: int) -> None:
    """Run again, and see that exactly what was missing is made and that all is as it should be."""
    code, said, error = desk.run()
    assert code == 0, error
    assert f"{missing} of {missing} notebooks ran" in said if missing else "Nothing to run" in said
    assert desk.outputs() == reference.outputs()
    assert desk.left_behind() == []


@pytest.mark.parametrize("outputs", [0, 1, 4])
def test_kill_of_the_command(desk: Desk, reference: Desk, outputs: int) -> None:
    process = desk.start("--jobs", "2")
    desk.halfway(process, outputs)
    process.kill()
    process.communicate()
    # what it started ends by itself
    assert soon(lambda: not desk.processes(), 5)
    whole = desk.finished()
    assert {path.name for path in desk.report.rglob("*.ipynb")} >= {path.name for path in whole}
    finish(desk, reference, RUNS - len(whole))


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_command_that_is_told_to_end(desk: Desk, reference: Desk, sent: signal.Signals, code: int) -> None:
    process = desk.start("--jobs", "2")
    desk.halfway(process)
    # as a terminal does: to everything that belongs to the command
    os.killpg(process.pid, sent)
    _, error = process.communicate(timeout=30)
    assert process.returncode == code
    if sent == signal.SIGINT:
        assert error.splitlines()[-1] == "stopped; what was finished is kept"
        assert "Traceback" not in error
        assert desk.left_behind() == []
    assert soon(lambda: not desk.processes(), 5)
    finish(desk, reference, RUNS - len(desk.finished()))


def test_ctrl_c_at_the_start(desk: Desk, reference: Desk) -> None:
    process = desk.start()
    assert process.stdout
    assert process.stdout.readline().startswith(f"Running {RUNS} of {RUNS}")
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in error
    assert desk.left_behind() == []
    finish(desk, reference, RUNS)


def test_kill_of_a_kernel(desk: Desk, reference: Desk) -> None:
    process = desk.start("--jobs", "1")
    template = desk.template(process)

    def failed() -> list[Path]:
        return list(desk.report.rglob("*.failed.ipynb"))

    def killed() -> bool:
        for kernel in children(template):
            os.kill(kernel, signal.SIGKILL)
        return bool(failed())

    assert soon(killed, 30)
    said, error = process.communicate(timeout=120)
    assert process.returncode == 1
    count = len(failed())
    assert f"{RUNS - count} of {RUNS} notebooks ran" in said
    assert len(re.findall(r"failed: .*kernel died", error, re.IGNORECASE)) == count
    opened = re.findall(r"jupyter lab (\S+)$", error, re.MULTILINE)
    assert {desk.home / path for path in opened} == set(failed())
    code, said, _ = desk.run("--failed")
    assert (code, f"{count} of {count} notebooks ran" in said) == (0, True)
    finish(desk, reference, 0)


def test_kill_of_the_template(desk: Desk, reference: Desk) -> None:
    process = desk.start("--jobs", "2")
    desk.halfway(process)
    os.kill(desk.template(process), signal.SIGKILL)
    process.communicate(timeout=120)
    failed = list(desk.report.rglob("*.failed.ipynb"))
    assert process.returncode == (1 if failed else 0)
    assert len(desk.finished()) == RUNS - len(failed)
    assert desk.left_behind() == []
    finish(desk, reference, len(failed))


def test_a_disk_that_takes_no_more(desk: Desk, reference: Desk) -> None:
    """Files may not grow beyond a size, which is what a full disk looks like to a process that writes."""
    sizes = sorted(path.stat().st_size for path in reference.report.rglob("*.ipynb"))
    process = desk.start(limit=f"-f {(sizes[0] + sizes[-1]) // 2 // 512}")
    said, error = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "File too large" in error
    whole = desk.finished()
    assert 0 < len(whole) < RUNS
    assert f"{len(whole)} of {RUNS} notebooks ran" in said
    # no half file: whatever is there by the name of an output is whole
    assert {path for path in desk.report.rglob("*.ipynb") if ".failed." not in path.name} == set(whole)
    assert {page_of(path) for path in whole} <= set(desk.report.rglob("*.html"))
    assert desk.left_behind() == []
    finish(desk, reference, RUNS - len(whole))


def test_two_commands_at_once(desk: Desk, reference: Desk) -> None:
    first = desk.start("--jobs", "1")
    desk.halfway(first)
    code, said, error = desk.run()
    assert (code, error) == (0, "")
    lines = said.splitlines()
    assert re.fullmatch(rf"Another ivp run dalfsen \(process {first.pid} on .*\) is working on dalfsen; waiting for it", lines[0])
    assert lines[1].startswith(f"Nothing to run: {RUNS} of {RUNS} notebooks")
    first.communicate(timeout=10)
    assert first.returncode == 0
    assert desk.outputs() == reference.outputs()


def test_outputs_that_were_deleted_or_changed_are_made_again(desk: Desk, reference: Desk) -> None:
    assert desk.run()[0] == 0
    notebooks = sorted(desk.report.rglob("*.ipynb"))
    notebooks[0].unlink()
    page_of(notebooks[1]).unlink()
    content = notebooks[2].read_bytes()
    notebooks[2].write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    page_of(notebooks[3]).write_text("<p>other</p>", encoding="utf-8")
    finish(desk, reference, 4)
