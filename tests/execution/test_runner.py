"""What becomes of runs: outputs that appear whole, failures that are kept and told."""

import errno
import json
import os
import shlex
import sys
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from pathlib import Path

import pytest
from execution.workers import FakeWorkers, failed, made, toy_run

from ivp_analysis.execution import runner
from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.outputs import page_of, page_text, put, seal_of
from ivp_analysis.execution.runner import Bench, Outcome, WorkersLostError, execute
from ivp_analysis.execution.worker import Done, Job
from ivp_analysis.vocabulary.audience import INTERNAL

ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "no such figure", "traceback": ["ValueError: no such figure"]}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    (tmp_path / "scratch").mkdir()
    return Bench(tmp_path, tmp_path / "scratch", 60)


def files(run: Run) -> list[str]:
    folder = run.target.parent
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def in_a_folder(bench: Bench) -> list[Path]:
    return list(bench.scratch.iterdir())


def test_a_run_that_goes_well_leaves_a_sealed_notebook_and_its_page(tmp_path: Path, bench: Bench) -> None:
    run = toy_run(tmp_path, "police")
    seen: list[str] = []

    def fingerprint(of: Run, reads: str) -> Mapping[str, str]:
        assert of == run
        seen.append(reads)
        return {"notebook": "1"}

    outcome = execute([run], FakeWorkers(), replace(bench, fingerprint=fingerprint))[0]
    assert outcome == Outcome(run, seconds=0.5)
    assert files(run) == ["police.html", "police.ipynb"]
    seal = seal_of(run.target)
    assert seal
    assert seal.fingerprint == {"notebook": "1"}
    assert page_text(run.target, seal) == "<p>x</p>"
    assert json.loads(seen[0])["source"] == "2022-H2/estimates"
    assert in_a_folder(bench) == []


def test_a_job_has_all_that_a_run_takes(tmp_path: Path, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_EPOCH", "3")
    monkeypatch.setenv("IVP_HOME", "elsewhere")
    monkeypatch.setenv("SECRET", "x")
    job = bench.job(toy_run(tmp_path, "police", village="Hoonhorst"))
    assert (job.name, job.parameters["village"], job.cell_timeout) == ("police", "Hoonhorst", 60)
    assert job.environment["IVP_HOME"] == str(tmp_path)
    assert {name for name in job.environment if not name.startswith("IVP_")} == set()
    assert json.loads(job.notebook)["nbformat"] == 4


def test_a_failure_is_kept_beside_the_outputs_with_its_error_and_takes_the_old_output_away(tmp_path: Path, bench: Bench) -> None:
    run = toy_run(tmp_path, "police")
    execute([run], FakeWorkers(), bench)
    outcome = execute([run], FakeWorkers(lambda job: failed(job, output=ERROR)), bench)[0]
    assert (outcome.ok, outcome.error, outcome.cell) == (False, "ValueError: no such figure", 2)
    assert files(run) == ["police.failed.ipynb"]
    assert json.loads(run.failed.read_text(encoding="utf-8"))["cells"][-1]["outputs"] == [ERROR]


@pytest.mark.parametrize("output", [ERROR, None], ids=["in a cell", "before any cell"])
def test_an_internal_notebook_that_failed_is_marked_at_its_top(tmp_path: Path, bench: Bench, output: Mapping[str, object] | None) -> None:
    public = toy_run(tmp_path, "police")
    internal = replace(public, parameters=public.parameters.model_copy(update={"audience": "internal"}))
    for run, marked in ((internal, True), (public, False)):
        execute([run], FakeWorkers(lambda job: failed(job, output=output)), bench)
        first = json.loads(run.failed.read_text(encoding="utf-8"))["cells"][0]
        assert (INTERNAL in first["source"]) is marked


def test_an_error_is_no_markup_in_the_kept_notebook(tmp_path: Path, bench: Bench) -> None:
    run = toy_run(tmp_path, "police")
    execute([run], FakeWorkers(lambda _: Done({}, error="KeyError: `<img src=x>` [x](http://y) $x$")), bench)
    source = json.loads(run.failed.read_text(encoding="utf-8"))["cells"][0]["source"]
    assert source.endswith("\n\n    KeyError: `<img src=x>` [x](http://y) $x$")


def test_a_run_that_goes_well_takes_the_failed_one_away(tmp_path: Path, bench: Bench) -> None:
    run = toy_run(tmp_path, "police")
    execute([run], FakeWorkers(failed), bench)
    execute([run], FakeWorkers(), bench)
    assert files(run) == ["police.html", "police.ipynb"]


@pytest.mark.parametrize("done", [Done({}, error="OSError: no kernel"), Done({"cells": []}, error="OSError: no kernel")])
def test_an_error_that_is_in_no_cell_stands_at_the_top_of_the_kept_notebook(tmp_path: Path, bench: Bench, done: Done) -> None:
    import nbformat

    run = toy_run(tmp_path, "police")
    execute([run], FakeWorkers(lambda _: done), bench)
    kept = nbformat.read(run.failed, as_version=4)
    nbformat.validate(kept)
    assert "OSError: no kernel" in kept.cells[0].source


def test_a_failure_does_not_stop_the_others_and_each_is_told_as_it_comes(tmp_path: Path, bench: Bench) -> None:
    runs = [toy_run(tmp_path, name) for name in ("a", "b", "c", "d", "e", "f")]
    bad = {"b", "e"}
    seen: list[Outcome] = []
    workers = FakeWorkers(lambda job: failed(job) if job.name in bad else made(job))
    outcomes = execute(runs, workers, bench, seen.append)
    assert [outcome.run for outcome in outcomes] == runs
    assert {outcome.run.notebook for outcome in outcomes if not outcome.ok} == bad
    assert sorted(outcome.run.notebook for outcome in seen) == ["a", "b", "c", "d", "e", "f"]


def test_a_worker_that_is_lost_takes_one_run_with_it(tmp_path: Path, bench: Bench) -> None:
    def make(job: Job) -> Done:
        if job.name == "lost":
            raise RuntimeError("it is gone")
        return made(job)

    outcomes = execute([toy_run(tmp_path, "lost"), toy_run(tmp_path, "good")], FakeWorkers(make), bench)
    assert [outcome.ok for outcome in outcomes] == [False, True]
    assert "it is gone" in outcomes[0].error
    assert outcomes[0].run.failed.exists()


@pytest.mark.parametrize("problem", [CancelledError(), WorkersLostError("nobody is left")])
def test_when_nobody_is_left_the_batch_ends_and_what_was_called_off_keeps_its_old_output(
    tmp_path: Path, bench: Bench, problem: Exception
) -> None:
    runs = [toy_run(tmp_path, name) for name in ("good", "lost", "later")]
    execute(runs, FakeWorkers(), bench)
    before = {run: run.target.stat().st_ino for run in runs}
    seen: list[Outcome] = []

    def make(job: Job) -> Done:
        if job.name != "good":
            raise problem
        return made(job)

    with pytest.raises(WorkersLostError):
        execute(runs, FakeWorkers(make, at_once=1), bench, seen.append)
    assert [outcome.run.notebook for outcome in seen if outcome.ok] == ["good"]
    assert [run.notebook for run in runs if run.target.stat().st_ino == before[run]] == ["lost", "later"]
    assert not [run for run in runs if run.failed.exists()]


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_notebook_that_cannot_be_read_is_a_failure_of_its_own(tmp_path: Path, bench: Bench, content: bytes | None) -> None:
    unread = toy_run(tmp_path, "unread")
    unread.source.unlink() if content is None else unread.source.write_bytes(content)
    outcomes = execute([unread, toy_run(tmp_path, "good")], FakeWorkers(), bench)
    assert [outcome.ok for outcome in outcomes] == [False, True]
    assert "the notebook cannot be read" in outcomes[0].error
    assert "unread.ipynb" in outcomes[0].error


def test_no_more_is_asked_for_than_keeps_the_workers_busy(tmp_path: Path, bench: Bench) -> None:
    asked: list[Future[Done]] = []
    most = 0

    class Slow(FakeWorkers):
        def submit(self, job: Job) -> Future[Done]:
            nonlocal most
            future: Future[Done] = Future()
            asked.append(future)
            waiting = [one for one in asked if not one.done()]
            most = max(most, len(waiting))
            if len(waiting) == 4:
                waiting[0].set_result(made(job))
            if len(asked) == 12:
                for one in waiting[1:]:
                    one.set_result(made(job))
            return future

    outcomes = execute([toy_run(tmp_path, f"n{number}") for number in range(12)], Slow(at_once=2), bench)
    assert all(outcome.ok for outcome in outcomes)
    assert most == 4


# what cannot be written


@pytest.mark.parametrize("failing", ["page", "notebook", "failed"])
def test_a_full_disk_leaves_no_half_output_and_is_told(tmp_path: Path, bench: Bench, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    run = toy_run(tmp_path, "police")
    execute([run], FakeWorkers(), bench)
    full = {"page": page_of(run.target), "notebook": run.target, "failed": run.failed}[failing]

    def writing(text: str, path: Path, scratch: Path) -> None:
        if path == full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        put(text, path, scratch)

    monkeypatch.setattr(runner, "put", writing)
    make = failed if failing == "failed" else lambda job: made(job, "<p>other</p>")
    outcome = execute([run], FakeWorkers(make), bench)[0]
    assert "the output cannot be written: No space left on device" in outcome.error
    seal = seal_of(run.target)
    # the page names the notebook that it belongs to: a new page beside an old notebook is not trusted
    whole = seal is not None and page_text(run.target, seal) is not None
    assert whole == (failing == "page")
    assert not run.failed.exists()


# the recap


def test_the_recap_says_which_notebook_where_what_and_how_to_open_it(tmp_path: Path, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    run = replace(toy_run(tmp_path, "police"), target=tmp_path / "a b" / "police.ipynb")
    outcome = execute([run], FakeWorkers(lambda job: failed(job, output=ERROR)), bench)[0]
    jupyter = Path(sys.executable).with_name("jupyter")
    line = f"police · Hoonhorst · 1.3 · cell 2 · ValueError: no such figure · {shlex.quote(str(jupyter))} lab 'a b/police.failed.ipynb'"
    assert outcome.line(tmp_path) == line
    monkeypatch.setenv("PATH", str(jupyter.parent))
    assert outcome.line(tmp_path).endswith(" · jupyter lab 'a b/police.failed.ipynb'")
    assert outcome.line(tmp_path / "elsewhere").endswith(f" lab '{run.failed}'")


def test_the_recap_names_no_notebook_that_is_not_there(tmp_path: Path) -> None:
    run = toy_run(tmp_path, "chapter")
    assert Outcome(run, "OSError: the disk is full").line(tmp_path) == "chapter · OSError: the disk is full"
