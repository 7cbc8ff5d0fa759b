"""The limit: the cells of a notebook as a plain Python function, in warm processes, without Jupyter.

It does what the cells do, and asks for what a front end shows of the value of each cell's last expression: `_repr_mimebundle_`, or
else text and each of the representations that a kernel asks for; figures that pyplot has open become PNG in base64 after the cell, as
the inline backend makes them. Printed text is kept. It starts no kernel, sends no messages, writes no notebook and makes no page.
"""

from __future__ import annotations

import ast
import io
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from types import CodeType
from typing import Any

from benchmarks.measure import Timing
from ivp_analysis.execution.local import cores
from ivp_analysis.execution.matrix import Run

Output = dict[str, str]
Plain = Callable[[Mapping[str, Any]], list[Output]]

_FORMATS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "application/pdf": "_repr_pdf_",
    "image/jpeg": "_repr_jpeg_",
    "text/latex": "_repr_latex_",
    "application/json": "_repr_json_",
    "application/javascript": "_repr_javascript_",
}
_START_LIMIT = 120
"""Seconds after which a process that does not start ends the measurement."""
_functions: dict[Path, Plain] = {}
_barriers: list[Barrier] = []


@dataclass(frozen=True)
class Done:
    """What one run cost: its kind, and processor seconds."""

    kind: str
    processor: float


def plain(runs: Sequence[Run], home: Path) -> tuple[Timing, list[Done]]:
    """Run notebooks as functions in as many processes as there are cores; the clock starts when each has done its imports and one run.

    Parameters
    ----------
    runs : sequence of Run
        What to run; the last of each notebook is also the one to warm up with.
    home : Path
        IVP_HOME of the notebooks.
    """
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(cores())
    examples = list({run.source: run for run in runs}.values())
    with ProcessPoolExecutor(cores(), context, _warm, (home, examples, barrier)) as workers:
        list(workers.map(_ready, range(cores())))
        start = time.perf_counter()
        done = list(workers.map(_execute, runs))
        seconds = time.perf_counter() - start
    return Timing(len(runs), seconds, sum(item.processor for item in done), 0.0), done


def function_of(notebook: Path) -> Plain:
    """Make a function of a notebook's parameters that does what its cells do.

    Parameters
    ----------
    notebook : Path
        A notebook with a cell tagged "parameters".

    Returns
    -------
    callable
        Takes parameters by name; returns what would be shown, by MIME type, in order.
    """
    cells = [cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    parameters = next(number for number, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", ()))
    steps = [_compiled(source, f"{notebook.name}, cell {number}") for number, source in enumerate(sources)]

    def run(values: Mapping[str, Any]) -> list[Output]:
        given = "\n".join(["# Parameters", *(f"{name} = {value!r}" for name, value in values.items())])
        # what the notebook can see of the cells that ran
        entered = [""]
        namespace: dict[str, Any] = {"__name__": "__main__", "In": entered}
        shown: list[Output] = []
        for number, (body, last) in enumerate(steps):
            entered.append(sources[number])
            shown += _step(body, last, namespace)
            if number == parameters:
                entered.append(given)
                namespace.update(values)
        return shown

    return run


def _compiled(source: str, name: str) -> tuple[CodeType, CodeType | None]:
    body = ast.parse(source).body
    last = body[-1] if body else None
    if not isinstance(last, ast.Expr):
        return compile(ast.Module(body, []), name, "exec"), None
    return compile(ast.Module(body[:-1], []), name, "exec"), compile(ast.Expression(last.value), name, "eval")


def _step(body: CodeType, last: CodeType | None, namespace: dict[str, Any]) -> list[Output]:
    with redirect_stdout(io.StringIO()) as printed:
        exec(body, namespace)  # noqa: S102  the cells of our own notebooks
        value = eval(last, namespace) if last else None  # noqa: S307
    shown = [] if value is None else [_representations(value)]
    return [*([{"stdout": printed.getvalue()}] if printed.getvalue() else []), *shown, *_figures()]


def _representations(value: Any) -> Output:
    bundle = getattr(value, "_repr_mimebundle_", None)
    if bundle is not None:
        return dict(bundle())
    found = {kind: getattr(value, method)() for kind, method in _FORMATS.items() if hasattr(value, method)}
    return {"text/plain": repr(value)} | {kind: shown for kind, shown in found.items() if shown is not None}


def _figures() -> list[Output]:
    import sys

    if "matplotlib.pyplot" not in sys.modules:
        return []
    from IPython.core.pylabtools import print_figure
    from matplotlib import pyplot as plt

    figures = [plt.figure(number) for number in plt.get_fignums()]
    shown = [
        {"image/png": print_figure(figure, fmt="png", bbox_inches="tight", base64=True)}  # type: ignore[no-untyped-call]
        for figure in figures
    ]
    if figures:
        plt.close("all")
    return shown


def _warm(home: Path, examples: Sequence[Run], barrier: Barrier) -> None:
    os.environ |= {"IVP_HOME": str(home), "MPLBACKEND": "agg"}
    _barriers.append(barrier)
    for run in examples:
        _execute(run)


def _ready(_number: int) -> None:
    """Hold this process until all have started."""
    _barriers[0].wait(timeout=_START_LIMIT)


def _execute(run: Run) -> Done:
    before = time.process_time()
    if run.source not in _functions:
        _functions[run.source] = function_of(run.source)
    shown = _functions[run.source](run.parameters.model_dump())
    spent = time.process_time() - before
    pictures = any("image/png" in output or "<figure" in output.get("text/html", "") for output in shown)
    return Done(run.notebook if run.stage else f"{run.notebook}, {'with' if pictures else 'without'} figures", spent)
