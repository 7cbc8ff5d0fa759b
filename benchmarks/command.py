"""A command that is measured from outside: `ivp` itself, or the fixed notebook run in the way of `ivp run`.

It runs as ``python -m benchmarks.command ivp ARGUMENTS…`` or ``python -m benchmarks.command fixed HOME THEME…``, in a process of its own:
the start of Python and all imports are in the time that is measured.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import tell

if TYPE_CHECKING:
    from benchmarks.workplace import Workplace


def main() -> None:
    """Do what the arguments say, then write down the processor time."""
    what, *arguments = sys.argv[1:]
    try:
        if what == "fixed":
            from benchmarks.workplace import Workplace

            fixed(Workplace(Path(arguments[0]), tuple(arguments[1:])))
        else:
            from ivp_analysis.cli import main as ivp

            ivp(arguments)
    finally:
        tell()


def fixed(place: Workplace) -> None:
    """Run the fixed notebook as `ivp run` runs the notebooks of the matrix.

    Parameters
    ----------
    place : Workplace
        Where; IVP_HOME is the same.
    """
    from benchmarks.workplace import EDITION, MUNICIPALITY
    from ivp_analysis.cli.run import WARM_UP, Choice, make_batch
    from ivp_analysis.execution.local import LocalWorkers
    from ivp_analysis.execution.timings import Timings
    from ivp_analysis.publication.page import render_section

    settings, batch = make_batch(MUNICIPALITY, EDITION, Choice())
    batch = replace(batch, runs=place.fixed, folder=place.home / "reports" / "fixed")
    todo, timings = batch.to_run(), Timings.load(batch.folder / ".timings.json")
    with LocalWorkers(settings.jobs, [WARM_UP], settings.kernel) as workers:
        outcomes = batch.execute(todo, workers, render_section, timings, lambda _outcome: None)
    failed = [outcome.line(place.home) for outcome in outcomes if not outcome.ok]
    print(f"{len(outcomes) - len(failed)} of {len(outcomes)} notebooks ran")
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
