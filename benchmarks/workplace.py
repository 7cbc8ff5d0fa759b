"""Home folders to measure in, made of the committed sample: never the user's own reports."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ivp_analysis.execution.matrix import Run, matrix
from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid
from ivp_analysis.vocabulary.municipality import load_municipality
from ivp_analysis.vocabulary.parameters import Parameters

MUNICIPALITY, EDITION = "dalfsen", "2022-H2"
FIXED = PROJECT / "benchmarks" / "fixed.ipynb"
DELIVERY = "voorbeeld-aantallen-2022-h2"
"""The delivery that comes in: the newest counts of the police, without which the edition stands on older ones."""
_CODE = '"2.7.3"'
"""A code of open data that is moved from the theme of one of these lines to that of the other."""
_FROM = 'misdrijven: ["2.1.1", "2.7.3", "3.6.4"]'
_TO = 'misdrijven: ["1.1.1",'

Item = TypeVar("Item")


@dataclass(frozen=True)
class Workplace:
    """A home folder with the sample and its own copy of the configuration.

    Parameters
    ----------
    home : Path
        The folder; IVP_HOME of everything that is measured in it.
    themes : tuple of str
        Only these themes; all where empty.
    """

    home: Path
    themes: tuple[str, ...] = ()

    @classmethod
    def make(cls, home: Path, themes: Sequence[str] = ()) -> Workplace:
        """Make a home folder: the committed sample, the configuration, the processed tables."""
        place = cls(home, tuple(themes))
        shutil.copytree(PROJECT / "config", home / "config")
        for delivery in sorted((PROJECT / "data" / "raw" / MUNICIPALITY).glob("voorbeeld-*")):
            shutil.copytree(delivery, place.paths.raw(MUNICIPALITY) / delivery.name)
        place.process()
        return place

    def copy(self, home: Path) -> Workplace:
        """Make another home folder with the same content."""
        shutil.copytree(self.home, home)
        return replace(self, home=home)

    @property
    def paths(self) -> Paths:
        """The folders of this home."""
        return Paths(self.home)

    @property
    def runs(self) -> list[Run]:
        """Every notebook of the edition."""
        municipality = load_municipality(MUNICIPALITY, self.paths)
        base = Parameters(municipality=MUNICIPALITY, edition=EDITION)
        return matrix(base, municipality, load_kernbeleid(self.paths.kernbeleid), self.paths, (), self.themes)

    @property
    def fixed(self) -> list[Run]:
        """Runs of the fixed notebook, as many as the edition has pages, each with the parameters of one."""
        folder = self.home / "reports" / "fixed"
        pages = [run for run in self.runs if not run.stage]
        return [replace(run, notebook="fixed", source=FIXED, target=folder / f"{number}.ipynb") for number, run in enumerate(pages)]

    def process(self) -> None:
        """Make the tables anew."""
        from ivp_analysis.processing import process

        municipality = load_municipality(MUNICIPALITY, self.paths)
        process(municipality, load_kernbeleid(self.paths.kernbeleid), self.paths, EDITION)

    def reassign(self) -> None:
        """Let a code count for another theme, as a user would who edits the configuration."""
        file = self.paths.kernbeleid
        text = file.read_text(encoding="utf-8")
        if text.count(_FROM) != 1 or text.count(_TO) != 1:
            raise ValueError(f"{file.name} has changed: choose another code to reassign in {__name__}")
        text = text.replace(_FROM, _FROM.replace(f"{_CODE}, ", "")).replace(_TO, f"{_TO} {_CODE},")
        file.write_text(text, encoding="utf-8")

    @contextmanager
    def without_delivery(self) -> Iterator[None]:
        """Take the newest delivery away, and put it back; the tables follow both times."""
        there = self.paths.raw(MUNICIPALITY) / DELIVERY
        away = there.rename(self.home / DELIVERY)
        self.process()
        yield
        away.rename(there)
        self.process()


def evenly(items: Sequence[Item], count: int) -> list[Item]:
    """Choose items that lie evenly over a list; all of them where there are no more."""
    count = min(count, len(items))
    return [items[int((place + 0.5) * len(items) / count)] for place in range(count)]


def varied(runs: Sequence[Run], count: int) -> list[Run]:
    """Choose runs evenly over themes and villages, of each notebook in turn; without the chapter, which needs all others."""
    pages = {(run.parameters.theme, run.parameters.village, run.notebook): run for run in runs if not run.stage}
    places = evenly(sorted({place[:2] for place in pages}), count)
    notebooks = itertools.cycle(sorted({place[2] for place in pages}))
    return [pages[*place, notebook] for place, notebook in zip(places, notebooks, strict=False)]
