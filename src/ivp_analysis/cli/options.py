"""Arguments and options that commands share, and what the name of a municipality stands for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ivp_analysis.settings import Settings
    from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
    from ivp_analysis.vocabulary.municipality import Municipality


class Audience(StrEnum):
    """Who reads a run."""

    public = "public"
    internal = "internal"


Name = Annotated[str, typer.Argument(help="name of the municipality, such as dalfsen")]
EditionOption = Annotated[str, typer.Option("--edition", help="such as 2022-H1; without it the newest that has data")]
AudienceOption = Annotated[Audience, typer.Option("--audience", help="public, or internal with exact small counts")]
Villages = Annotated[list[str] | None, typer.Option("--village", help="only this village, or gemeente; may be repeated")]
Themes = Annotated[list[str] | None, typer.Option("--theme", help="only this theme, such as 1.3; may be repeated")]
Notebooks = Annotated[list[str] | None, typer.Option("--notebook", help="only police, monitor, map or chapter; may be repeated")]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="notebooks that run at once; without it as many as suit the machine")]
Force = Annotated[bool, typer.Option("--force", help="run also what is fresh")]
Final = Annotated[
    bool,
    typer.Option("--final", help="only when it is finished: all deliveries, fresh notebooks, duiding on every page, no incident described"),
]
Failed = Annotated[bool, typer.Option("--failed", help="run only what failed before")]
Scheduler = Annotated[str, typer.Option("--scheduler", metavar="ADDRESS", help="let a Dask cluster run them, such as tcp://host:8786")]


def vocabulary(municipality: str) -> tuple[Settings, Municipality, Kernbeleid]:
    """Load what every command begins with.

    Parameters
    ----------
    municipality : str
        Its name, as given.

    Returns
    -------
    Settings, Municipality, Kernbeleid
        The settings, the places of the municipality, and the themes.

    Raises
    ------
    ConfigurationError
        When a setting or a file in config/ is wrong.
    ParameterError
        When there is no such municipality.
    """
    from ivp_analysis.settings import load_settings
    from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid
    from ivp_analysis.vocabulary.municipality import load_municipality

    settings = load_settings()
    return settings, load_municipality(municipality, settings.paths), load_kernbeleid(settings.paths.kernbeleid)
