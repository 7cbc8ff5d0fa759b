"""What the command says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from ivp_analysis.execution.matrix import Run
    from ivp_analysis.settings import Settings


def say(text: str, *, error: bool = False) -> None:
    """Print a line; on standard error where it is one."""
    typer.echo(text, err=error)


def below(settings: Settings, runs: list[Run]) -> str:
    """Return the folder that runs go into, as seen from the home folder."""
    if not runs:
        return "nothing"
    parameters = runs[0].parameters
    folder = settings.paths.reports(parameters.municipality, parameters.edition, parameters.audience)
    return str(folder.relative_to(settings.paths.home))
