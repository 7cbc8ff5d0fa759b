import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import psutil
import pytest
from execution.dask_cluster import PATIENCE, Cluster, kill, toy, wait_until

from ivp_analysis.execution.batch import Batch
from ivp_analysis.execution.cluster import ClusterError, ClusterWorkers, door, team
from ivp_analysis.execution.cluster.versions import versions
from ivp_analysis.execution.data import Data
from ivp_analysis.execution.fingerprint import Fingerprints
from ivp_analysis.execution.local import LocalWorkers
from ivp_analysis.execution.matrix import matrix
from ivp_analysis.execution.runner import Outcome, Workers, WorkersLostError
from ivp_analysis.execution.timings import Timings
from ivp_analysis.execution.worker import Done
from ivp_analysis.paths import Paths
from ivp_analysis.publication.page import render_section
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters

pytestmark = pytest.mark.slow

BASE = Parameters(municipality="dalfsen", edition="2022-H2")
WARM_UP = "ivp_analysis.analyses.warm_up:warm_up"
SLEEP = "import time, pathlib; pathlib.Path({mark!r}).touch(); time.sleep(600)"
WORKER = "import os, psutil; worker = psutil.Process(os.getppid()).parent(); "
"""In a kernel: its parent is the template, whose parent is the worker."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """One worker that is started again when it dies, and one that is not; they stay alive in the tests that share them."""
    with Cluster() as here:
        here.worker("watched")
        here.worker("lonely", "--no-nanny")
        here.await_workers(2)
        yield here


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A cluster in which workers may be killed."""
    with Cluster({"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}) as here:
        yield here


def workers(cluster: Cluster, home: Path, *preload: str) -> ClusterWorkers:
    return ClusterWorkers(Paths(home), BASE, cluster.address, preload)


def execute(
    team: Workers,
    home: Path,
    dalfsen: Municipality,
    kernbeleid: Kernbeleid,
    show: list[Outcome] | None = None,
    *,
    force: bool = False,
) -> list[Outcome]:
    """Run the notebooks of one village and the chapter, as the command does."""
    base, paths = Parameters(municipality="dalfsen", edition="2022-H2"), Paths(home)
    runs = matrix(base, dalfsen, kernbeleid, paths, ["Hoonhorst"], ["1.1", "1.3", "1.4"], ["police", "monitor", "map", "chapter"])
    fingerprints = Fingerprints(Data(base, dalfsen, kernbeleid, paths), 1)
    batch = Batch(runs, fingerprints, home, paths.reports("dalfsen", "2022-H2"), 120, force)
    return batch.execute(batch.to_run(), team, render_section, Timings(home / "timings.json"), (show if show is not None else []).append)


def reports(home: Path) -> dict[str, bytes]:
    folder = home / "reports"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def prepared(sample_home: Path, tmp_path_factory: pytest.TempPathFactory, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Path:
    """A home folder whose secret key has been made: with another key the digests in the notebooks are others."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    shutil.copytree(sample_home / "data", home / "data")
    Data(Parameters(municipality="dalfsen", edition="2022-H2"), dalfsen, kernbeleid, Paths(home))
    return home


@pytest.fixture(scope="module")
def local(prepared: Path, tmp_path_factory: pytest.TempPathFactory, dalfsen: Municipality, kernbeleid: Kernbeleid) -> dict[str, bytes]:
    """What the notebooks give on this machine."""
    home = tmp_path_factory.mktemp("local") / "home"
    shutil.copytree(prepared, home)
    with LocalWorkers(2, [WARM_UP]) as here:
        assert all(outcome.ok for outcome in execute(here, home, dalfsen, kernbeleid))
    return reports(home)


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "home"))


def test_it_gives_the_same_bytes_as_this_machine_and_leaves_nothing_behind(
    cluster: Cluster, home: Path, local: dict[str, bytes], dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    before = psutil.Process().children(recursive=True)
    with workers(cluster, home, WARM_UP) as team:
        assert team.at_once == 4
        assert team.title == f"4 at once on 2 workers of {cluster.address}; the chapter on this machine"
        outcomes = execute(team, home, dalfsen, kernbeleid)
    assert not [outcome.error for outcome in outcomes if not outcome.ok]
    assert len(local) == 20
    assert reports(home) == local
    assert cluster.traces() == []
    assert psutil.Process().children(recursive=True) == before
    assert not [thread.name for thread in threading.enumerate() if thread.name == "cluster-watch"]


def test_both_workers_take_part_with_a_workshop_each(cluster: Cluster, home: Path) -> None:
    with workers(cluster, home) as team:
        futures = [team.submit(toy("import os, time; time.sleep(0.5); os.getppid()")) for _ in range(8)]
        cells = [future.result(PATIENCE).notebook["cells"][0] for future in futures]
        assert len({str(cell["outputs"][0]["data"]["text/plain"]) for cell in cells}) == 2
        assert len([trace for trace in cluster.traces() if trace.startswith("ivp-run-")]) == 2
    assert cluster.traces() == []


def test_an_error_in_a_notebook_comes_back_as_on_this_machine(cluster: Cluster, home: Path) -> None:
    with workers(cluster, home) as team:
        done = team.submit(toy("1 + 1", "raise ValueError('no such figure')")).result(PATIENCE)
    assert (done.error, done.cell) == ("ValueError: no such figure", 2)


def test_a_worker_that_dies_is_survived(
    own_cluster: Cluster, home: Path, local: dict[str, bytes], dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    first = own_cluster.worker("first", "--no-nanny")
    own_cluster.worker("second", "--no-nanny")
    own_cluster.await_workers(2)

    class Killer(list[Outcome]):
        def append(self, outcome: Outcome) -> None:
            if not self:
                kill(first)
            super().append(outcome)

    with workers(own_cluster, home, WARM_UP) as team:
        outcomes = execute(team, home, dalfsen, kernbeleid, Killer())
    assert not [outcome.error for outcome in outcomes if not outcome.ok]
    assert reports(home) == local


def test_runs_of_a_worker_that_is_told_to_end_are_made_by_another(own_cluster: Cluster, home: Path, tmp_path: Path) -> None:
    leaving = own_cluster.worker("leaving", threads=1)
    own_cluster.await_workers(1)
    mark = tmp_path / "mark"
    once = f"import pathlib, time; mark = pathlib.Path({str(mark)!r}); begun = mark.exists(); mark.touch(); begun or time.sleep(600)"
    with workers(own_cluster, home) as team:
        future = team.submit(toy(once, "'made'"))
        wait_until(mark.exists)
        own_cluster.worker("staying", threads=1)
        own_cluster.await_workers(2)
        leaving.terminate()
        done = future.result(PATIENCE)
    assert done.error == ""
    assert leaving.wait(PATIENCE) == 0
    assert own_cluster.traces() == []


def test_a_run_that_kills_its_workers_fails_alone(own_cluster: Cluster, home: Path) -> None:
    own_cluster.worker("watched", threads=4)
    own_cluster.await_workers(1)
    neighbour = "import time; time.sleep(1)"
    with workers(own_cluster, home) as team:
        deadly = team.submit(toy(WORKER + "worker.kill()"))
        neighbours = [team.submit(toy(neighbour)) for _ in range(3)]
        assert [future.result(PATIENCE).error for future in neighbours] == ["", "", ""]
        with pytest.raises(Exception, match="workers died while running it"):
            deadly.result(PATIENCE)
        # the next workshop removes the folder that the last death left
        assert team.submit(toy("1 + 1")).result(PATIENCE).error == ""
    assert own_cluster.traces() == []


def test_an_interrupt_ends_what_runs_and_calls_off_the_rest(cluster: Cluster, home: Path, tmp_path: Path) -> None:
    marks = [tmp_path / str(number) for number in range(8)]
    futures: list[Future[Done]] = []
    with pytest.raises(KeyboardInterrupt), workers(cluster, home) as team:  # noqa: PT012
        futures += [team.submit(toy(SLEEP.format(mark=str(mark)))) for mark in marks]
        wait_until(lambda: sum(mark.exists() for mark in marks) == team.at_once)
        raise KeyboardInterrupt
    assert all(future.cancelled() for future in futures)
    assert cluster.traces() == []
    with workers(cluster, home) as team:
        assert team.submit(toy("1 + 1")).result(PATIENCE).error == ""
    assert sum(mark.exists() for mark in marks) == 4


def test_nothing_of_a_caller_that_was_killed_stays_on_the_cluster(cluster: Cluster, home: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"""
from pathlib import Path
from execution.dask_cluster import toy
from execution.test_cluster import BASE, ClusterWorkers, Paths
with ClusterWorkers(Paths(Path({str(home)!r})), BASE, {cluster.address!r}) as team:
    team.submit(toy({SLEEP.format(mark=str(mark))!r})).result()
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    caller = subprocess.Popen([sys.executable, "-c", code], env=environment)
    wait_until(mark.exists)
    assert cluster.traces()
    kill(caller)
    wait_until(lambda: not cluster.traces())
    with door.connect(cluster.address) as client:
        left = client.run(lambda dask_worker: [name for name in dask_worker.plugins if name.startswith("ivp-")])
        assert set(map(tuple, left.values())) == {()}


def test_a_batch_ends_when_the_scheduler_is_gone(own_cluster: Cluster, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 2)
    own_cluster.worker("watched")
    mark = tmp_path / "mark"
    with workers(own_cluster, home) as team:
        future = team.submit(toy(SLEEP.format(mark=str(mark))))
        wait_until(mark.exists)
        kill(own_cluster.processes["scheduler"])
        wait_until(future.done)
        assert future.cancelled()
        wait_until(lambda: team._lost)
        with pytest.raises(ClusterError, match="the connection with the scheduler was lost"):
            team.submit(toy("1 + 1"))
    wait_until(lambda: not own_cluster.traces())


def test_a_batch_ends_when_no_worker_is_left(own_cluster: Cluster, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team, "WITHOUT_WORKERS", 2)
    worker = own_cluster.worker("lonely", "--no-nanny")
    own_cluster.await_workers(1)
    mark = tmp_path / "mark"
    with workers(own_cluster, home) as here:
        future = here.submit(toy(SLEEP.format(mark=str(mark))))
        wait_until(mark.exists)
        kill(worker)
        wait_until(future.done)
        assert future.cancelled()
        with pytest.raises(ClusterError, match="the cluster has no workers any more"):
            here.submit(toy("1 + 1"))


def test_a_batch_that_lost_its_workers_keeps_what_was_finished_and_takes_nothing_away(
    own_cluster: Cluster,
    home: Path,
    local: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    dalfsen: Municipality,
    kernbeleid: Kernbeleid,
) -> None:
    monkeypatch.setattr(door, "PATIENCE", 2)
    with LocalWorkers(2, [WARM_UP]) as here:
        execute(here, home, dalfsen, kernbeleid)
    before = reports(home)
    own_cluster.worker("watched")
    own_cluster.await_workers(1)
    seen: list[Outcome] = []

    class Killer(list[Outcome]):
        def append(self, outcome: Outcome) -> None:
            kill(own_cluster.processes["scheduler"])
            seen.append(outcome)

    with pytest.raises(WorkersLostError), workers(own_cluster, home, WARM_UP) as team:
        execute(team, home, dalfsen, kernbeleid, Killer(), force=True)
    assert before == local
    assert reports(home) == before
    assert all(outcome.ok for outcome in seen)


def test_a_cluster_without_workers_is_an_error(own_cluster: Cluster, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team, "WITHOUT_WORKERS", 0.5)
    with pytest.raises(ClusterError, match=f"the cluster has no workers .* Start one: dask worker {own_cluster.address}"):
        workers(own_cluster, home)


def test_a_worker_with_other_versions_is_an_error_that_names_it_and_both(
    cluster: Cluster, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {**versions(), "library pandas": "0.1"}
    monkeypatch.setattr(team, "versions", lambda: here)
    with pytest.raises(ClusterError, match=r"a worker has another library pandas \(worker tcp://.*, there \d+\..*, here 0.1\)"):
        workers(cluster, home)
    monkeypatch.undo()
    with workers(cluster, home) as team_again:
        assert team_again.submit(toy("1 + 1")).result(PATIENCE).error == ""


def test_a_worker_without_this_package_is_an_error(own_cluster: Cluster, home: Path) -> None:
    (own_cluster.folder / "hide.py").write_text("import sys; sys.modules['ivp_analysis'] = None\n", encoding="utf-8")
    own_cluster.worker("bare", "--preload", "hide.py")
    own_cluster.await_workers(1)
    with pytest.raises(ClusterError, match=r"does not take this package: .*ModuleNotFoundError.* Start the scheduler and the workers in"):
        workers(own_cluster, home)
