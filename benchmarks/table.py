"""Writes what was measured as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

from benchmarks.markdown import goal_table, table
from benchmarks.measure import Timing
from benchmarks.results import FIXED, FORKED, IVP, LOOP, MATRIX, PLAIN, POOL, STOCK, Results, goals

WAYS = {
    LOOP: "a loop of the commands `papermill` and `jupyter nbconvert`",
    POOL: "papermill's Python API and nbconvert in a process for each core",
    IVP: "`ivp run`, cold",
    PLAIN: "plain Python in a warm process for each core, no Jupyter",
}
_KERNELS = {STOCK: "stock", FORKED: "forked"}

_DOCUMENT = """\
# How fast notebooks run

`make bench` measured this, all in one run on one machine, and wrote this file. All data are synthetic.

{machine}

## Goals

{goals}

## A fixed notebook

`benchmarks/fixed.ipynb`: imports, one chart, one map, one table; each run has other parameters. The first way ran {sample} of them, and
the second {pooled}. Both write the notebook and the page that nbconvert makes of it, `ivp run` the notebook and its part of a page of the
report; in its time is the start of the command and of the template. Plain Python starts its clock when each process has imported
everything and has done one run; it makes what would be shown, figures as PNG too, and writes nothing.

{fixed}

## The full matrix: {size} notebooks

The first way ran {spread} of them, spread evenly over notebooks, themes and villages; its total is extrapolated. The page of `ivp run`
is the part of the report that a notebook becomes.{twice}

{matrix}

## Running again

The whole command, from its start to its end.

{reruns}

## Memory of a kernel

In MiB, at its peak while the fixed notebook runs, the median of the kernels: what it has for itself alone (USS), and with its share of what
it has in common with other processes (PSS). The template is the process that kernels are forked from. Together: the most that all kernels
and the template had at one moment.

{memory}

## Where the time goes

Processor seconds for each notebook. Cells: what plain Python takes for them. Kernel: what it takes beyond that, with its start and its part
of the template's. Client: planning, sending cells, receiving outputs, writing the notebook and the page.

{where}

{empty}What the cells of each kind of notebook take in plain Python:

{kinds}

## The same outputs

Outputs of the notebooks that stock kernels ran (the second way) against those of `ivp run`: data, figures and text, byte for byte.

{same}
"""


def document(results: Results) -> str:
    """Write the results as Markdown."""
    fixed, matrix = results.timings[FIXED], results.timings[MATRIX]
    again = f"\nThe second way did {results.twice} runs twice, because the port of a kernel was taken."
    return _DOCUMENT.format(
        machine=table(("machine", ""), results.machine.items()),
        goals=goal_table(goals(results)),
        sample=fixed[LOOP].runs,
        pooled=fixed[POOL].runs,
        fixed=_ways(fixed, None),
        size=results.size,
        spread=matrix[LOOP].runs,
        twice=again if results.twice else "",
        matrix=_ways(matrix, results.size),
        reruns=table(("what had changed", "notebooks that ran", "seconds", "kernels or templates that it started"), _reruns(results)),
        memory=table(("kernels", "at once", "USS", "PSS", "USS of the template", "together"), _memory(results)),
        where=table(("", "cells", "kernel", "client", "seconds on the clock × cores"), _where(results)),
        empty=_empty(results),
        kinds=table(("notebook", "runs", "processor seconds each"), _kinds(results)),
        same=table(("", "notebooks compared", "outputs compared", "notebooks that differ"), _same(results)),
    )


def _ways(timings: dict[int, Timing], size: int | None) -> str:
    slowest = timings[LOOP].each
    rows = []
    for way, timing in sorted(timings.items()):
        whole = () if size is None else (_whole(timing, size),)
        figures = (f"{timing.runs}", f"{timing.seconds:.1f}", f"{timing.each:.3f}", *whole, f"{slowest / timing.each:.1f}")
        rows.append((f"{way}. {WAYS[way]}", *figures))
    extra = () if size is None else ("seconds for all",)
    return table(("way", "runs", "seconds", "seconds each", *extra, "times as fast as 1"), rows)


def _whole(timing: Timing, size: int) -> str:
    return f"{timing.seconds:.0f}" if timing.runs == size else f"{timing.each * size:.0f} (extrapolated)"


def _reruns(results: Results) -> Iterable[Sequence[str]]:
    for what, ran in results.reruns.items():
        kernels = "not known here" if ran.kernels is None else str(ran.kernels)
        yield what, f"{ran.timing.runs} of {results.size}", f"{ran.timing.seconds:.1f}", kernels


def _memory(results: Results) -> Iterable[Sequence[str]]:
    for (kernel, at_once), peaks in results.memory.items():
        template = f"{peaks.template:.0f}" if peaks.template else "–"
        yield _KERNELS[kernel], str(at_once), f"{peaks.each:.0f}", f"{peaks.share:.0f}", template, f"{peaks.together:.0f}"
    if not results.memory:
        yield "not measured: this system does not tell", "", "", "", "", ""


def _where(results: Results) -> Iterable[Sequence[str]]:
    cores = int(results.machine["cores"])
    for subject, timings in results.timings.items():
        cells = fmean(done.processor for done in results.cells[subject])
        for way in (POOL, IVP):
            timing = timings[way]
            kernel, client = timing.kernels / timing.runs - cells, timing.client / timing.runs
            yield f"{subject}: {WAYS[way]}", *(f"{value:.3f}" for value in (cells, kernel, client, timing.each * cores))


def _empty(results: Results) -> str:
    if results.empty is None:
        return ""
    cost = results.empty
    each, cell = cost.kernel + cost.client, cost.kernel_cell + cost.client_cell
    return (
        f"A notebook with one cell that computes nothing takes {each:.3f} processor seconds ({cost.kernel:.3f} its kernel with the fork, "
        f"{cost.client:.3f} the client), and each further cell {cell:.4f} ({cost.kernel_cell:.4f} and {cost.client_cell:.4f}). "
        "This is what a process of its own costs; a notebook whose cells take less than that cannot come within twice the time of plain "
        "Python. What remains of the difference are things that a fresh process does for the first time, and memory pages that it no "
        "longer shares with the template.\n\n"
    )


def _kinds(results: Results) -> Iterable[Sequence[str]]:
    for done in results.cells.values():
        for kind in dict.fromkeys(item.kind for item in done):
            spent = [item.processor for item in done if item.kind == kind]
            yield kind, str(len(spent)), f"{fmean(spent):.3f}"


def _same(results: Results) -> Iterable[Sequence[str]]:
    for what, comparison in results.same.items():
        named = ", ".join(comparison.different[:3])
        shown = f"{len(comparison.different)}, such as {named}" if named else "0"
        yield what, str(comparison.compared), str(comparison.outputs), shown
