"""Measures everything and writes benchmarks/RESULTS.md: ``python -m benchmarks``, or ``make bench``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import empty, ivp_runs, loops, memory
from benchmarks.compare import Comparison, compare
from benchmarks.measure import machine, say
from benchmarks.plain import plain
from benchmarks.results import CODE, DELIVERY, FIXED, FORKED, IVP, LOOP, MATRIX, NOTHING, PLAIN, POOL, STOCK, Results
from benchmarks.table import document
from benchmarks.workplace import Workplace, evenly, varied
from ivp_analysis.execution.matrix import Run
from ivp_analysis.paths import PROJECT

SAMPLE = 12
"""Notebooks that the loop of commands runs: it takes seconds for each."""
FIXED_SAMPLE = 48
"""Runs of the fixed notebook by the pool, of as many as the matrix has pages."""
AT_ONCE = (1, 8)
"""Kernels at once while their memory is looked at."""
FEWEST = 4
"""Kernels whose memory is looked at."""
QUICK = ("1.1", "1.3")
"""Themes of a quick try."""


def main() -> None:
    """Measure, and write the results down or, for a quick try, print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two themes and few runs, to try it; prints the tables and writes no file")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory(prefix="ivp-bench-") as folder:
        text = document(measure(Path(folder), QUICK if quick else ()))
    if quick:
        print(text)
    else:
        (PROJECT / "benchmarks" / "RESULTS.md").write_text(text, encoding="utf-8")
    say("done")


def measure(folder: Path, themes: tuple[str, ...]) -> Results:
    """Measure all ways to run the same notebooks, one after the other.

    Parameters
    ----------
    folder : Path
        An empty folder for everything that is made.
    themes : tuple of str
        Themes of the matrix; all where empty.
    """
    say("making the tables of the sample")
    stock = Workplace.make(folder / "stock", themes)
    ours = stock.copy(folder / "ivp")
    results = Results(machine(), len(stock.runs))
    _fixed(results, stock, ours)
    _matrix(results, stock, ours)
    _again(results, stock, ours)
    results.help = ivp_runs.help_text()
    if empty.measurable():
        say("a notebook that computes nothing")
        results.empty = empty.empty()
    if memory.measurable():
        _memory(results, ours, folder / "memory")
    return results


def _fixed(results: Results, stock: Workplace, ours: Workplace) -> None:
    timings = results.timings[FIXED]
    runs = evenly(list(zip(stock.fixed, ours.fixed, strict=True)), FIXED_SAMPLE)
    sample = [one for one, _ in runs]
    say("fixed notebook: the loop of commands")
    timings[LOOP] = loops.commands(sample[:SAMPLE], stock.home, stock.home / "loop" / FIXED)
    say(f"fixed notebook: the pool, {len(sample)} runs")
    timings[POOL], results.twice = loops.pool(sample, stock.home)
    say(f"fixed notebook: ivp run, {len(ours.fixed)} runs")
    timings[IVP] = ivp_runs.fixed(ours).timing
    say("fixed notebook: plain Python")
    timings[PLAIN], results.cells[FIXED] = plain(ours.fixed, ours.home)
    results.same[FIXED] = compare((one.title, one.target, other.target) for one, other in runs)


def _matrix(results: Results, stock: Workplace, ours: Workplace) -> None:
    timings = results.timings[MATRIX]
    say(f"matrix of {results.size}: the pool")
    timings[POOL], twice = loops.pool(stock.runs, stock.home)
    results.twice += twice
    say("matrix: the loop of commands, a sample")
    timings[LOOP] = loops.commands(varied(stock.runs, SAMPLE), stock.home, stock.home / "loop" / MATRIX)
    say("matrix: ivp run")
    timings[IVP] = ivp_runs.cold(ours).timing
    say("matrix: plain Python")
    timings[PLAIN], results.cells[MATRIX] = plain(ours.runs, ours.home)
    results.same[MATRIX] = _same(stock.runs, ours.runs)


def _again(results: Results, stock: Workplace, ours: Workplace) -> None:
    say("ivp run with nothing changed")
    results.reruns[NOTHING] = ivp_runs.again(ours)
    say("ivp run after a new delivery")
    results.reruns[DELIVERY] = ivp_runs.new_delivery(ours)
    results.same[f"{MATRIX}, after the new delivery"] = _same(stock.runs, ours.runs)
    say("ivp run after a code was given to another theme")
    results.reruns[CODE] = ivp_runs.reassigned(ours)


def _memory(results: Results, ours: Workplace, folder: Path) -> None:
    for kernel in (STOCK, FORKED):
        for at_once in AT_ONCE:
            say(f"memory: {kernel}, {at_once} at once")
            runs = ours.fixed[: max(FEWEST, at_once)]
            results.memory[kernel, at_once] = memory.kernels(runs, folder / f"{kernel}-{at_once}", at_once=at_once, kernel=kernel)


def _same(stock: list[Run], ours: list[Run]) -> Comparison:
    return compare((one.title, one.target, other.target) for one, other in zip(stock, ours, strict=True))


if __name__ == "__main__":
    main()
