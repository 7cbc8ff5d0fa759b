"""A project of its own whose notebooks were run in this process, without kernels: sealed outputs of real pages, with what they read."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import geopandas as gpd
import pandas as pd

from ivp_analysis.execution import outputs
from ivp_analysis.execution.data import Data
from ivp_analysis.execution.fingerprint import Fingerprints
from ivp_analysis.execution.matrix import Run, matrix
from ivp_analysis.execution.plan import Planned, plan
from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.tables.reads import VARIABLE, Read, read_reads
from ivp_analysis.tables.store import CURRENT, table_path
from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid
from ivp_analysis.vocabulary.municipality import load_municipality
from ivp_analysis.vocabulary.parameters import Parameters

EDITION = "2022-H2"
VILLAGES, THEMES = ("Hoonhorst", "Dalfsen"), ("1.2", "1.3")


@dataclass(frozen=True)
class Project:
    """A home folder with tables, configuration, notebooks and code of its own, so that each can be changed."""

    home: Path

    @property
    def tables(self) -> Path:
        return Paths(self.home).processed("dalfsen")

    def fill(self, processed: Path) -> None:
        """Make the folder from a home with processed tables."""
        shutil.copytree(processed / "data" / "processed", self.home / "data" / "processed")
        shutil.copytree(PROJECT / "config", self.home / "config")
        shutil.copytree(PROJECT / "notebooks", self.home / "notebooks")
        (self.home / "package" / "part").mkdir(parents=True)
        (self.home / "package" / "part" / "module.py").write_text("x = 1\n", encoding="utf-8")
        (self.home / "requirements.lock").write_text("pandas==3.0.0\n", encoding="utf-8")
        for run in self.runs():
            notebook, reads = self.execute(run)
            self.seal(run, notebook, reads)

    def runs(self) -> list[Run]:
        base, paths = Parameters(edition=EDITION), Paths(self.home)
        place, kernbeleid = load_municipality("dalfsen", paths), load_kernbeleid(paths.kernbeleid)
        found = matrix(base, place, kernbeleid, paths, VILLAGES, THEMES, ("police", "monitor", "map", "chapter"))
        return [replace(run, source=self.home / "notebooks" / run.source.name) for run in found]

    def run(self, title: str) -> Run:
        return next(run for run in self.runs() if run.title == title)

    def fingerprints(self, epoch: int = 1) -> Fingerprints:
        paths = Paths(self.home)
        data = Data(Parameters(edition=EDITION), load_municipality("dalfsen", paths), load_kernbeleid(paths.kernbeleid), paths)
        return Fingerprints(data, epoch, self.home / "package", self.home / "requirements.lock")

    def plan(self, epoch: int = 1) -> dict[str, Planned]:
        return {planned.run.title: planned for planned in plan(self.runs(), self.fingerprints(epoch))}

    def stale(self) -> dict[str, str]:
        """Return why each run that is not fresh will run."""
        return {title: planned.reason for title, planned in self.plan().items() if not planned.fresh}

    def execute(self, run: Run) -> tuple[dict[str, Any], tuple[Read, ...]]:
        """Run a notebook as a kernel would; return it with its outputs, and what it read."""
        content = json.loads(run.source.read_text(encoding="utf-8"))
        cells = content["cells"]
        chosen = "\n".join(["# Parameters", *(f"{name} = {value!r}" for name, value in run.parameters.model_dump().items())])
        sources = ["".join(cells[0]["source"]), chosen, *("".join(cell["source"]) for cell in cells[1:])]
        reads, shown = self.home / "reads", list[dict[str, Any]]()
        namespace: dict[str, Any] = {"In": ["", *sources]}
        environment = {VARIABLE: str(reads), "IVP_HOME": str(self.home)}
        with (
            mock.patch.dict("os.environ", environment),
            mock.patch("IPython.display.display", lambda bundle, **_: shown.append(bundle)),
        ):
            for source in sources:
                value = _value(source, namespace)
                shown += [{"text/html": value._repr_html_()}] if value is not None else []
        found = [{"output_type": "display_data", "metadata": {}, "data": data} for data in shown]
        cell = {"cell_type": "code", "id": "1", "source": chosen, "metadata": {}, "execution_count": 1, "outputs": found}
        noted = read_reads(reads)
        reads.unlink()
        return {**content, "cells": [cell]}, noted

    def seal(self, run: Run, notebook: dict[str, Any], reads: tuple[Read, ...]) -> None:
        """Write the output and its page."""
        page = "\n".join(str(output["data"].get("text/html", "")) for output in notebook["cells"][0]["outputs"])
        outputs.put(outputs.sealed(notebook, self.fingerprints().of(run, reads), page), run.target, self.home)
        outputs.put(page, outputs.page_of(run.target), self.home)

    def again(self, title: str) -> None:
        """Run one notebook again."""
        run = self.run(title)
        self.seal(run, *self.execute(run))

    def change(self, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
        """Change a processed table."""
        path = table_path(self.tables, name)
        rows = (gpd if name in ("areas", "incidents") else pd).read_parquet(path)
        change(rows).to_parquet(path, index=False)

    def change_notes(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Change what is kept with the tables of the edition."""
        notes = json.loads((self.tables / CURRENT).read_text(encoding="utf-8"))
        change(notes["editions"][EDITION])
        (self.tables / CURRENT).write_text(json.dumps(notes), encoding="utf-8")


def _value(source: str, namespace: dict[str, Any]) -> Any:
    """Run a cell; return the value of its last line."""
    body = ast.parse(source)
    last = body.body.pop() if isinstance(body.body[-1], ast.Expr) else None
    exec(compile(body, "<cell>", "exec"), namespace)  # noqa: S102 - the project's own notebooks
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace) if isinstance(last, ast.Expr) else None  # noqa: S307
