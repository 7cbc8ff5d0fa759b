"""The plan: which runs of a matrix are fresh, which will run, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivp_analysis.execution.fingerprint import Fingerprints, changes, name_of, reads_of
from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.outputs import Seal, page_text
from ivp_analysis.tables.reads import Read

NO_OUTPUT = "not made yet"
FAILED_BEFORE = "failed before"
OUTPUT_CHANGED = "the output was changed"


@dataclass(frozen=True)
class Planned:
    """A run and whether it will run.

    Attributes
    ----------
    run : Run
        The run.
    reason : str
        Why it will run; empty for a run that is fresh.
    others : int
        How many reasons there are besides.
    pending : bool
        Whether it only waits for others: when these find what they found before, it proves to be fresh.
    """

    run: Run
    reason: str = ""
    others: int = 0
    pending: bool = False

    @property
    def fresh(self) -> bool:
        """Whether the run has no reason to run."""
        return not self.reason

    @property
    def why(self) -> str:
        """The reason with how many others there are."""
        return f"{self.reason}, and {self.others} more" if self.others else self.reason


def plan(runs: Sequence[Run], fingerprints: Fingerprints) -> list[Planned]:
    """Say of every run whether it will run, and why.

    Parameters
    ----------
    runs : sequence of Run
        The runs, in any order; those of a later stage wait for what they read of the earlier ones.
    fingerprints : Fingerprints
        Tells what each run depends on now.

    Returns
    -------
    list of Planned
        In the order of the runs.
    """
    planned: dict[Run, Planned] = {}
    stale: set[Read] = set()
    for run in sorted(runs, key=lambda run: run.stage):
        planned[run] = _planned(run, fingerprints, stale)
        if not planned[run].fresh:
            stale.add(run.found)
    return [planned[run] for run in runs]


def unfinished(planned: Sequence[Planned]) -> list[str]:
    """Say in a line which notebooks a publication lacks or shows as they were before; none when all are fresh."""
    stale = [item for item in planned if not item.fresh]
    if not stale:
        return []
    first = stale[0]
    again = f"ivp run {first.run.parameters.municipality}"
    return [f"{len(stale)} of {len(planned)} notebooks are not fresh, such as {first.run.title} ({first.why}); run {again}"]


def _planned(run: Run, fingerprints: Fingerprints, stale: set[Read]) -> Planned:
    if run.failed.exists():
        return Planned(run, FAILED_BEFORE)
    if not run.target.exists():
        return Planned(run, NO_OUTPUT)
    seal = fingerprints.data.seal(run.target)
    if seal is None or not _page_is_whole(run, seal):
        return Planned(run, OUTPUT_CHANGED)
    return _compared(run, seal.fingerprint, fingerprints, stale)


def _page_is_whole(run: Run, seal: Seal) -> bool:
    # an internal run may have no page
    no_page = not seal.page and run.parameters.audience != "public"
    return no_page or page_text(run.target, seal) is not None


def _compared(run: Run, sealed: Mapping[str, str], fingerprints: Fingerprints, stale: set[Read]) -> Planned:
    own = fingerprints.of(run, ())
    reasons = changes({name: sealed.get(name, "") for name in own}, own)
    if reasons:
        # another package may not even know what was read
        return Planned(run, reasons[0], len(reasons) - 1)
    reads = reads_of(sealed)
    waits = {name_of(read): sealed[name_of(read)] for read in reads if read in stale}
    # what it waits for may come out as it was
    reasons = changes(sealed, fingerprints.of(run, reads) | waits)
    if reasons:
        return Planned(run, reasons[0], len(reasons) - 1)
    if waits:
        return Planned(run, f"after {len(waits)} notebook{'s' if len(waits) > 1 else ''} that will run", pending=True)
    return Planned(run)
