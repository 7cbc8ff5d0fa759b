"""Everything that was measured, and whether the goals are reached."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.compare import Comparison
from benchmarks.empty import Cost
from benchmarks.ivp_runs import Ran
from benchmarks.measure import Timing
from benchmarks.memory import Peaks
from benchmarks.plain import Done
from ivp_analysis.execution.workshop import Kernel

LOOP, POOL, IVP, PLAIN = 1, 2, 3, 4
"""Ways to run notebooks."""
FIXED, MATRIX = "fixed notebook", "full matrix"
"""What is run."""
NOTHING, CODE, DELIVERY = "nothing", "one code given to another theme", "one new delivery"
"""What had changed before `ivp run` ran again."""
STOCK: Kernel = "stock"
FORKED: Kernel = "fork"
"""Sorts of kernels."""


@dataclass
class Results:
    """Everything that was measured.

    Attributes
    ----------
    machine : dict of str to str
        What it was measured on.
    size : int
        Notebooks in the matrix.
    timings : dict
        By subject (FIXED, MATRIX) and way (LOOP to PLAIN).
    cells : dict of str to list of Done
        What plain Python took for each notebook, by subject.
    reruns : dict of str to Ran
        By what had changed.
    memory : dict
        Of kernels of one sort (STOCK, FORKED), so many at once.
    same : dict of str to Comparison
        Outputs of the pool's stock kernels held against those of `ivp run`, by what was compared.
    twice : int
        Runs of the pool that had to be done again, because a kernel did not start.
    empty : Cost or None
        What a notebook takes that computes nothing; None where the system does not tell.
    help : float
        Seconds of `ivp --help`, the best of some.
    """

    machine: dict[str, str]
    size: int
    timings: dict[str, dict[int, Timing]] = field(default_factory=lambda: {FIXED: {}, MATRIX: {}})
    cells: dict[str, list[Done]] = field(default_factory=dict)
    reruns: dict[str, Ran] = field(default_factory=dict)
    memory: dict[tuple[Kernel, int], Peaks] = field(default_factory=dict)
    same: dict[str, Comparison] = field(default_factory=dict)
    twice: int = 0
    empty: Cost | None = None
    help: float = math.nan


@dataclass(frozen=True)
class Goal:
    """Something to reach.

    Attributes
    ----------
    text : str
        What it is.
    value : float
        What was measured.
    limit : float
        What it should be at most, or at least.
    at_least : bool
        Whether more is better.
    unit : str
        Of value and limit.
    """

    text: str
    value: float
    limit: float
    at_least: bool = False
    unit: str = ""

    @property
    def reached(self) -> bool:
        """Whether what was measured is within the limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def goals(results: Results) -> Iterator[Goal]:
    """Give the goals with what was measured of them."""
    fixed, matrix = ({way: timing.each for way, timing in results.timings[subject].items()} for subject in (FIXED, MATRIX))
    yield Goal(f"{FIXED}: `ivp run` so many times as fast as the loop of commands", fixed[LOOP] / fixed[IVP], 15, at_least=True)
    yield Goal(f"{FIXED}: `ivp run` so many times as fast as the pool", fixed[POOL] / fixed[IVP], 4, at_least=True)
    yield Goal(f"{FIXED}: `ivp run` so many times the time of plain Python", fixed[IVP] / fixed[PLAIN], 2)
    yield Goal(f"{MATRIX}: `ivp run` so many times the time of plain Python", matrix[IVP] / matrix[PLAIN], 2)
    nothing = results.reruns[NOTHING]
    yield Goal("nothing changed: time of `ivp run`", nothing.timing.seconds, 2, unit=" s")
    yield Goal("nothing changed: notebooks that ran", nothing.timing.runs, 0)
    if nothing.kernels is not None:
        yield Goal("nothing changed: kernels that were started", nothing.kernels, 0)
    yield Goal("time of `ivp --help`", results.help, 0.4, unit=" s")
    for at_once in sorted({at_once for _, at_once in results.memory}):
        stock, forked = (results.memory[kernel, at_once].each for kernel in (STOCK, FORKED))
        yield Goal(f"memory of a forked kernel as part of a stock one's, {at_once} at once", forked / stock, 0.5)
    for what, comparison in results.same.items():
        yield Goal(f"{what}: notebooks with other outputs than from stock kernels", len(comparison.different), 0)
