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


def recap(settings: Settings, batch: Batch, outcomes: list[Outcome]) -> None:
    """Say how many runs went well, and how many there was no need for.

    Parameters
    ----------
    settings : Settings
        Tell where the reports are.
    batch : Batch
        What was asked for.
    outcomes : list of Outcome
        How the runs ended.

    Raises
    ------
    NotebooksFailedError
        When any failed, with the command that runs them again.
    """
    failed = [outcome for outcome in outcomes if not outcome.ok]
    rest = len(batch.runs) - len(outcomes)
    fresh = "did not fail before" if batch.only_failed else "are fresh"
    if outcomes:
        others = f"; {rest} {fresh}" if rest else ""
        say(f"{len(outcomes) - len(failed)} of {len(outcomes)} notebooks ran into {below(settings, list(batch.runs))}{others}")
    else:
        say(f"Nothing to run: {rest} of {len(batch.runs)} notebooks in {below(settings, list(batch.runs))} {fresh}")
    if failed:
        action = f"Open a failed notebook to see its error in place; {_again(batch, failed)} runs them again"
        raise NotebooksFailedError(f"{len(failed)} of {len(outcomes)} notebooks failed", action=action)


def _again(batch: Batch, failed: list[Outcome]) -> str:
    """Return the command that runs again what failed."""
    base = batch.runs[0].parameters
    audience = "" if base.audience == "public" else f" --audience {base.audience}"
    # what could not be written is not there to be found by --failed
    kept = all(outcome.run.failed.exists() for outcome in failed)
    return f"ivp run {base.municipality} --edition {base.edition}{audience}{' --failed' if kept else ''}"


def reasons(todo: list[Planned]) -> str:
    """Say in a line why runs are made: the commonest reasons first."""
    counted = Counter(item.reason for item in todo).most_common()
    shown = [f"{reason} ({count})" for reason, count in counted[:3]]
    return ", ".join(shown) + (f" and {len(counted) - 3} other reasons" if len(counted) > 3 else "")
