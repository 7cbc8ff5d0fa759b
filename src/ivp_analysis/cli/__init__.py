"""The command `ivp`. Heavy imports stand inside the commands, so that the help appears at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from ivp_analysis.cli import publish, purge, run, tables
from ivp_analysis.cli.words import say
from ivp_analysis.errors import IvpError

INTERRUPTED = 130
"""Exit code of a command that was stopped with Ctrl-C."""

app = typer.Typer(
    help="From police figures to the safety analysis of a Dutch municipality.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# the help lists them in this order: that of the work
for command in (tables.sample, tables.fetch, tables.process, run.plan, run.run, publish.publish, publish.report, purge.purge):
    app.command()(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error of this package becomes one line and exit code 1.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after `ivp`; that of the process without it.
    """
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="ivp")
    except IvpError as error:
        say(f"error: {error}", error=True)
        sys.exit(1)
    except OSError as problem:
        # a full disk, a folder that may not be written in
        name = f" ({Path(problem.filename).name})" if isinstance(problem.filename, str) else ""
        say(f"error: {problem.strerror or problem}{name}. What was finished is kept; make room or give access, then try again", error=True)
        sys.exit(1)
    except SystemExit as stop:
        # typer has made this of Ctrl-C
        if stop.code == INTERRUPTED:
            say("stopped; what was finished is kept", error=True)
        raise
