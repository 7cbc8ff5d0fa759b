"""A batch: what is not fresh runs, in stages; force and failed choose otherwise."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from execution.pages import Project
from execution.workers import FakeWorkers, failed

from ivp_analysis.execution.batch import Batch
from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.runner import SCRATCH, Outcome
from ivp_analysis.execution.timings import Timings
from ivp_analysis.execution.worker import Done, Job
from ivp_analysis.paths import Paths

OWN = "police · Hoonhorst · 1.3"


def batch(project: Project) -> Batch:
    folder = Paths(project.home).reports("dalfsen", "2022-H2")
    return Batch(project.runs(), project.fingerprints(), project.home, folder, 60)


def workers(project: Project, but: Callable[[Job], Done | None] = lambda _: None) -> FakeWorkers:
    """Workers that make a run as a kernel would, in this process."""
    runs = {json.dumps([run.notebook, run.parameters.model_dump()]): run for run in project.runs()}

    def make(job: Job) -> Done:
        notebook, reads = project.execute(runs[json.dumps([job.name, dict(job.parameters)])])
        noted = "".join(json.dumps({"source": read.source, "where": dict(read.where)}) + "\n" for read in reads)
        return but(job) or Done(notebook, "<p>x</p>", noted, seconds=2.0)

    return FakeWorkers(make)


def execute(one: Batch, by: FakeWorkers, timings: Timings | None = None) -> list[Outcome]:
    return one.execute(one.to_run(), by, None, timings or Timings(one.folder / "timings.json"), lambda _: None)


def titles(runs: list[Outcome] | list[Run]) -> list[str]:
    return [item.title if isinstance(item, Run) else item.run.title for item in runs]


def test_what_is_fresh_does_not_run(project: Project) -> None:
    assert batch(project).to_run() == []


def test_only_what_lost_its_output_runs_and_the_chapter_proves_fresh(project: Project) -> None:
    project.run(OWN).target.unlink()
    one = batch(project)
    assert [item.run.title for item in one.to_run()] == [OWN, "chapter"]
    by = workers(project)
    assert titles(execute(one, by)) == [OWN]
    assert [job.name for job in by.jobs] == ["police"]
    assert batch(project).to_run() == []


def test_the_chapter_runs_after_the_others_when_they_found_something_else(project: Project) -> None:
    project.change("2022-H2/public_estimates", lambda rows: rows.assign(rate=rows["rate"] * 2))
    by = workers(project)
    assert titles(execute(batch(project), by))[-1] == "chapter"
    assert by.jobs[-1].name == "chapter"
    assert batch(project).to_run() == []


def test_a_forced_batch_runs_everything(project: Project) -> None:
    outcomes = execute(replace(batch(project), force=True), workers(project))
    assert len(outcomes) == len(project.runs())
    assert titles(outcomes)[-1] == "chapter"


def test_failed_runs_only_what_failed_before(project: Project) -> None:
    project.run("map · Dalfsen · 1.2").target.unlink()
    project.run(OWN).target.unlink()
    refuse = workers(project, lambda job: failed(job) if job.parameters["theme"] == "1.3" and job.name == "police" else None)
    assert [outcome.ok for outcome in execute(batch(project), refuse) if outcome.run.title == OWN] == [False]
    project.run("map · Dalfsen · 1.2").target.unlink()
    again = replace(batch(project), only_failed=True)
    assert [item.run.title for item in again.to_run()] == [OWN]
    assert titles(execute(again, workers(project))) == [OWN]
    assert replace(batch(project), only_failed=True).to_run() == []
    assert not project.run("map · Dalfsen · 1.2").target.exists()


def test_a_notebook_that_failed_is_missed_by_the_chapter(project: Project) -> None:
    project.run(OWN).target.unlink()
    refuse = workers(project, lambda job: failed(job) if job.name == "police" else None)
    assert titles(execute(batch(project), refuse)) == [OWN, "chapter"]
    stale = batch(project).to_run()
    assert [(item.run.title, item.reason) for item in stale] == [
        (OWN, "failed before"),
        ("chapter", "after 1 notebook that will run"),
    ]


TIMES = (("map", 9.0, 1.0), ("police", 5.0, 3.0), ("monitor", 4.0, 2.0))


def test_the_longest_run_first_and_times_are_learned_from_what_went_well(project: Project, tmp_path: Path) -> None:
    timings = Timings(tmp_path / "timings.json", {name: {"1.2": first, "1.3": second} for name, first, second in TIMES})
    refuse = workers(project, lambda job: failed(job) if job.parameters["theme"] == "1.2" and job.name == "map" else None)
    execute(replace(batch(project), force=True), refuse, timings)
    order = [(job.name, job.parameters["theme"]) for job in refuse.jobs[:-1:2]]
    assert order == [("map", "1.2"), ("police", "1.2"), ("monitor", "1.2"), ("police", "1.3"), ("monitor", "1.3"), ("map", "1.3")]
    learned = Timings.load(timings.path)
    assert learned.expected(project.run("map · Dalfsen · 1.2")) == 9.0
    assert learned.expected(project.run("police · Dalfsen · 1.2")) < 5.0


@pytest.mark.parametrize("interrupted", [False, True])
def test_no_temporary_files_stay(project: Project, interrupted: bool) -> None:
    one = replace(batch(project), force=True)

    def interrupt(_: Job) -> None:
        if interrupted:
            raise KeyboardInterrupt

    if interrupted:
        with pytest.raises(KeyboardInterrupt):
            execute(one, workers(project, interrupt))
    else:
        execute(one, workers(project, interrupt))
    assert not (one.folder / SCRATCH).exists()


def test_what_a_killed_run_left_is_removed(project: Project) -> None:
    one = batch(project)
    (one.folder / SCRATCH).mkdir(parents=True)
    (one.folder / SCRATCH / "half.part").write_text("x", encoding="utf-8")
    one.clear()
    assert not (one.folder / SCRATCH).exists()
