"""What `ivp run` says of how runs ended: the tail of its output is what gets read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ivp_analysis.cli.words import below, say
from ivp_analysis.errors import IvpError

if TYPE_CHECKING:
    from ivp_analysis.execution.batch import Batch
    from ivp_analysis.execution.plan import Planned
    from ivp_analysis.execution.runner import Outcome
    from ivp_analysis.settings import Settings


class NotebooksFailedError(IvpError):
    """One or more notebooks failed; the recap has been printed."""


def tell_failures(outcomes: list[Outcome]) -> None:
    """Say which notebooks failed, however the command ends."""
    for outcome in outcomes:
        if not outcome.ok:
            say(f"  failed: {outcome.line(Path.cwd())}", error=True)


def recap(settings: Settings, batch: Batch, outcomes: list[Outcome], announced: int) -> None:
    """Say how many runs went well, and how many there was no need for.

    Parameters
    ----------
    settings : Settings
        Tell where the reports are.
    batch : Batch
        What was asked for.
    outcomes : list of Outcome
        How the runs ended.
    announced : int
        How many runs were begun with; some of them only waited for others, and proved to be fresh.

    Raises
    ------
    NotebooksFailedError
        When any failed, with the command that runs them again.
    """
    failed = [outcome for outcome in outcomes if not outcome.ok]
    rest, proved = len(batch.runs) - announced, announced - len(outcomes)
    fresh = "did not fail before" if batch.only_failed else "are fresh"
    place = below(settings, list(batch.runs))
    if announced:
        others = [f"{proved} proved to be fresh"] * bool(proved) + [f"{rest} {fresh}"] * bool(rest)
        say("; ".join((f"{len(outcomes) - len(failed)} of {len(outcomes)} notebooks ran into {place}", *others)))
    elif batch.only_failed:
        say(f"Nothing to run: none of {rest} notebooks in {place} failed before")
    else:
        say(f"Nothing to run: {rest} of {len(batch.runs)} notebooks in {place} are fresh")
    if failed:
        kept = all(outcome.run.failed.exists() for outcome in failed)
        see = "Open a failed notebook to see its error in place" if kept else "See to what is said above, give access or make room"
        action = f"{see}; {_again(batch, kept=kept)} runs them again"
        raise NotebooksFailedError(f"{len(failed)} of {len(outcomes)} notebooks failed", action=action)


def _again(batch: Batch, *, kept: bool) -> str:
    """Return the command that runs again what failed; --failed finds only what was kept."""
    base = batch.runs[0].parameters
    audience = "" if base.audience == "public" else f" --audience {base.audience}"
    return f"ivp run {base.municipality} --edition {base.edition}{audience}{' --failed' if kept else ' --force' if batch.force else ''}"


def reasons(todo: list[Planned]) -> str:
    """Say in a line why runs are made: the commonest reasons first."""
    counted = Counter(item.reason for item in todo).most_common()
    shown = [f"{reason} ({count})" for reason, count in counted[:3]]
    return ", ".join(shown) + (f" and {len(counted) - 3} other reasons" if len(counted) > 3 else "")
