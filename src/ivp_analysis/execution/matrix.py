"""The matrix: which notebooks run, for which village and theme, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ivp_analysis.errors import ParameterError, nearest
from ivp_analysis.paths import Paths
from ivp_analysis.tables.reads import Read
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters

PER_THEME = ("police", "monitor", "map")
"""Notebooks that run once for each village and theme."""

WHOLE = ("chapter",)
"""Notebooks that run once, after the others: they read what those found."""

NOTEBOOKS = (*PER_THEME, *WHOLE)


@dataclass(frozen=True)
class Run:
    """One run of one notebook.

    Attributes
    ----------
    notebook : str
        Name without ending.
    parameters : Parameters
        What it is about; edition and audience filled in.
    source, target : Path
        The notebook as committed, and as executed.
    """

    notebook: str
    parameters: Parameters
    source: Path
    target: Path

    @property
    def stage(self) -> int:
        """Runs of a later stage wait for all runs of the earlier one."""
        return int(self.notebook in WHOLE)

    @property
    def title(self) -> str:
        """The run in a few words, for lists and recaps."""
        if self.notebook in WHOLE:
            return self.notebook
        return f"{self.notebook} · {self.parameters.village} · {self.parameters.theme}"

    @property
    def found(self) -> Read:
        """How a later run reads what this one found."""
        return Read.of("findings", {"notebook": self.notebook, "village": self.parameters.village, "theme": self.parameters.theme})

    @property
    def failed(self) -> Path:
        """Where the notebook is kept when it failed."""
        return self.target.with_name(f"{self.target.stem}.failed.ipynb")


def matrix(
    base: Parameters,
    municipality: Municipality,
    kernbeleid: Kernbeleid,
    paths: Paths,
    villages: Sequence[str] = (),
    themes: Sequence[str] = (),
    notebooks: Sequence[str] = (),
) -> list[Run]:
    """List the runs of an edition.

    Parameters
    ----------
    base : Parameters
        Municipality, edition (filled in), audience, baseline and reference of every run.
    municipality, kernbeleid : Municipality, Kernbeleid
        The areas and themes that there are.
    paths : Paths
        Where notebooks and reports are.
    villages, themes, notebooks : sequence of str, optional
        Only these; all where empty. The chapter is about the whole, so a choice of villages or themes leaves it out unless it is
        asked for by name.

    Returns
    -------
    list of Run
        In the order of notebooks, villages and themes.

    Raises
    ------
    ParameterError
        When a village, theme or notebook does not exist; the nearest one is named.
    """
    for name in notebooks:
        if name not in NOTEBOOKS:
            raise ParameterError(f"there is no notebook '{name}'", {"parameter": "notebook"}, nearest(name, NOTEBOOKS))
    areas = [municipality.area(name) for name in dict.fromkeys(villages)] or list(municipality.area_names)
    numbers = [kernbeleid.theme(number).number for number in dict.fromkeys(themes)] or list(kernbeleid.themes)
    chosen = notebooks or (PER_THEME if villages or themes else NOTEBOOKS)
    runs = [
        _run(notebook, base.model_copy(update={"village": village, "theme": theme}), paths)
        for notebook in PER_THEME
        if notebook in chosen
        for village in areas
        for theme in numbers
    ]
    return runs + [_run(notebook, base, paths) for notebook in WHOLE if notebook in chosen]


def _run(notebook: str, parameters: Parameters, paths: Paths) -> Run:
    place = ("", "") if notebook in WHOLE else (parameters.village, parameters.theme)
    target = paths.executed(parameters.municipality, parameters.edition, parameters.audience, notebook, *place)
    return Run(notebook, parameters, paths.notebooks / f"{notebook}.ipynb", target)
