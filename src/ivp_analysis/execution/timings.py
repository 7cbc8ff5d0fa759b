"""How long notebooks took before, and what follows from it: the order of runs, and the time that is left."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from ivp_analysis.execution.matrix import PER_THEME, Run
from ivp_analysis.execution.outputs import put

_LOG = logging.getLogger(__name__)
_UNKNOWN = 1.0
"""Seconds of a notebook when none was ever timed."""
_NEWEST = 0.3
"""Weight of the newest time in the moving average."""


class Timings:
    """Seconds that notebooks take, learned from earlier runs. Only a cache: without it all works, with a poorer guess.

    Parameters
    ----------
    path : Path
        Where they are kept, such as reports/dalfsen/.timings.json.
    seconds : dict
        Seconds by notebook and theme; the theme is empty for notebooks that are about no theme.
    """

    def __init__(self, path: Path, seconds: dict[str, dict[str, float]] | None = None) -> None:
        self.path = path
        self._seconds = seconds or {}

    @classmethod
    def load(cls, path: Path) -> Timings:
        """Read what earlier runs left.

        Parameters
        ----------
        path : Path
            Where they are kept; the file need not exist.

        Returns
        -------
        Timings
            Empty ones where there is no file or it is damaged; the next `save` replaces it.
        """
        from typing import Annotated

        from pydantic import Field, TypeAdapter

        form = TypeAdapter(dict[str, dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]]])
        try:
            return cls(path, form.validate_json(path.read_bytes()))
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError) as problem:
            _LOG.warning("earlier timings are of no use and will be replaced: %s: %s", path.name, problem)
            return cls(path)

    def __bool__(self) -> bool:
        return any(self._seconds.values())

    def expected(self, run: Run) -> float:
        """Return the seconds that a run will take, as far as is known.

        Parameters
        ----------
        run : Run
            A run of the matrix.

        Returns
        -------
        float
            The average of this notebook and theme; else of the notebook; else of all; else one second.
        """
        themes = self._seconds.get(run.notebook, {})
        if _theme(run) in themes:
            return themes[_theme(run)]
        known = themes.values() or [seconds for others in self._seconds.values() for seconds in others.values()]
        return fmean(known) if known else _UNKNOWN

    def add(self, run: Run, seconds: float) -> None:
        """Learn from a run that went well; one that failed says nothing about the next.

        Parameters
        ----------
        run : Run
            What ran.
        seconds : float
            How long it took.
        """
        themes = self._seconds.setdefault(run.notebook, {})
        before = themes.get(_theme(run), seconds)
        themes[_theme(run)] = before + _NEWEST * (seconds - before)

    def save(self) -> None:
        """Write the timings; a disk that is full or may not be written is noted in the log only."""
        rounded = {notebook: {theme: round(seconds, 3) for theme, seconds in themes.items()} for notebook, themes in self._seconds.items()}
        try:
            put(json.dumps(rounded, indent=1, sort_keys=True), self.path, self.path.parent)
        except OSError as problem:
            _LOG.warning("timings were not kept: %s: %s", self.path.name, problem)


class Remaining:
    """The time until all runs are done, from earlier timings and from how it goes.

    Parameters
    ----------
    runs : sequence of Run
        What runs.
    timings : Timings
        What is known of them.
    at_once : int
        Notebooks in flight.
    """

    def __init__(self, runs: Sequence[Run], timings: Timings, at_once: int) -> None:
        self._left = {run: timings.expected(run) for run in runs}
        self._at_once = at_once
        # what was learned before weighs as much as one notebook of this run; a mere guess weighs nothing
        known = fmean(self._left.values()) if timings and runs else 0.0
        self._took = self._expected = known

    def done(self, run: Run, seconds: float, *, ok: bool) -> None:
        """Note that a run ended; how long it took counts only if it went well.

        Parameters
        ----------
        run : Run
            What ended.
        seconds : float
            How long it took.
        ok : bool
            Whether it went well.
        """
        expected = self._left.pop(run, 0.0)
        if ok:
            self._took += seconds
            self._expected += expected

    def seconds(self) -> float | None:
        """Return the seconds that are left.

        Returns
        -------
        float or None
            Stage by stage what is left, shared by the notebooks in flight, times how much slower or faster than expected it goes.
            None when nothing is known: no notebook was timed before, and none ended yet.
        """
        if not self._expected:
            return None
        return sum(self._stages()) * self._took / self._expected

    def _stages(self) -> Iterator[float]:
        for stage in {run.stage for run in self._left}:
            expected = [seconds for run, seconds in self._left.items() if run.stage == stage]
            # one long notebook is not done sooner because the others are done
            yield max(sum(expected) / self._at_once, *expected)


def longest_first(runs: Sequence[Run], timings: Timings) -> list[Run]:
    """Put runs in the order in which the last ones end together.

    Parameters
    ----------
    runs : sequence of Run
        What is to run.
    timings : Timings
        What is known of them.

    Returns
    -------
    list of Run
        Those that take longest first; in the given order where nothing tells them apart.
    """
    return sorted(runs, key=timings.expected, reverse=True)


def _theme(run: Run) -> str:
    return run.parameters.theme if run.notebook in PER_THEME else ""
