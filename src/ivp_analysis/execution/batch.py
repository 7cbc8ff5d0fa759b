"""A batch: plan it, run what is not fresh stage by stage, and learn how long it took."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ivp_analysis.execution.fingerprint import Fingerprints
from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.plan import Planned, plan
from ivp_analysis.execution.runner import SCRATCH, Bench, Outcome, Workers, execute
from ivp_analysis.execution.timings import Timings, longest_first
from ivp_analysis.execution.worker import Renderer
from ivp_analysis.execution.workshop import sweep
from ivp_analysis.tables.reads import reads_in

Show = Callable[[Outcome], None]


@dataclass(frozen=True)
class Batch:
    """What to run, and how.

    Attributes
    ----------
    runs : sequence of Run
        The matrix that was asked for, all of one municipality and edition.
    fingerprints : Fingerprints
        Tells what each run depends on.
    home, folder : Path
        The folder with data/ and reports/, and the folder of the edition's report.
    cell_timeout : int
        Seconds that a cell may take.
    force, only_failed : bool
        Run what is fresh too; or only what failed before.
    """

    runs: Sequence[Run]
    fingerprints: Fingerprints
    home: Path
    folder: Path
    cell_timeout: int
    force: bool = False
    only_failed: bool = False

    def planned(self) -> list[Planned]:
        """Say of every run whether it is fresh, and why not."""
        return plan(self.runs, self.fingerprints)

    def to_run(self) -> list[Planned]:
        """Return what this batch will run."""
        return [item for item in self.planned() if self._wanted(item)]

    def stale(self) -> int:
        """Count the notebooks that are not fresh."""
        return sum(not item.fresh for item in self.planned())

    def clear(self) -> None:
        """Remove what a killed run left, here and among the temporary files."""
        shutil.rmtree(self.folder / SCRATCH, ignore_errors=True)
        sweep()

    def execute(self, todo: Sequence[Planned], workers: Workers, render: Renderer | None, timings: Timings, show: Show) -> list[Outcome]:
        """Run what is not fresh.

        Parameters
        ----------
        todo : sequence of Planned
            From `to_run`.
        workers : Workers
            Who makes the runs.
        render : callable or None
            Makes the page of a notebook.
        timings : Timings
            What is known of how long runs take; learns.
        show : callable
            Called with each outcome as it comes.

        Returns
        -------
        list of Outcome
            In the order in which they ran. A run that only waited for others, and proves to be fresh, is not among them.
        """
        scratch = self.folder / SCRATCH
        scratch.mkdir(parents=True, exist_ok=True)
        bench = Bench(self.home, scratch, self.cell_timeout, render, self._fingerprint)
        outcomes: list[Outcome] = []
        try:
            for stage in sorted({item.run.stage for item in todo}):
                runs = [item.run for item in todo if item.run.stage == stage and not self._proves_fresh(item)]
                outcomes += execute(longest_first(runs, timings), workers, bench, show)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        for outcome in outcomes:
            if outcome.ok:
                timings.add(outcome.run, outcome.seconds)
        timings.save()
        return outcomes

    def _wanted(self, item: Planned) -> bool:
        return item.run.failed.exists() if self.only_failed else self.force or not item.fresh

    def _proves_fresh(self, item: Planned) -> bool:
        return item.pending and not self.force and plan([item.run], self.fingerprints)[0].fresh

    def _fingerprint(self, run: Run, reads: str) -> dict[str, str]:
        return self.fingerprints.of(run, reads_in(reads))
