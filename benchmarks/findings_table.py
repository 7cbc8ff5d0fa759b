"""Writes what the findings take as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from statistics import fmean, median

from benchmarks.findings_work import STEPS, Seconds, Share, Tally
from benchmarks.markdown import goal_table, table
from benchmarks.measure import machine
from benchmarks.results import Goal
from benchmarks.simulated import AROUND, Country
from ivp_analysis.vocabulary.indicators import Comparison

ONE_GOAL, COUNTRY_GOAL, MEMORY_GOAL, FALSE_GOAL = 5.0, 300.0, 2048.0, 0.10
"""Seconds of one municipality; seconds and MiB of the country; share of false discoveries."""
NOTHING, SOME, RESTLESS = (
    "nothing",
    "a fifth of the themes: 1.5 times as high, or as low",
    "no theme for long: rates move by 10 % from year to year",
)
"""What changed in a country."""

_DOCUMENT = """\
# How fast the findings are computed

`python -m benchmarks.findings` measured this, all in one run on one machine, and wrote this file. All data are synthetic.

{machine}

Processor seconds are those of a whole process with all its threads. On a machine that does nothing else the clock shows the same; here
other work may have run beside. Libraries for linear algebra are held to one thread, by environment variables that are set before a process
starts. The fixed piece of work is made of pandas, NumPy and SciPy and is measured in the same run: the ratio to it means about the same on
another machine, seconds do not.

## Goals

{goals}

## One municipality

The sample: six areas, {themes} themes, edition 2022-H2, every statistic. Its tables are read beforehand. Of {times} times.

{one}

## The country

{size} made-up municipalities (`benchmarks/simulated.py`) with {people:.1f} million inhabitants, the smallest {smallest:,} and the largest
{largest:,}. Each has ten years of open data, of its buurten and of the {around} municipalities of its largest region, incidents of almost
six years, and three deliveries of counts.

{country}

## What is called "aantoonbaar"

In the simulation it is known what changed, so false discoveries can be counted. A comparison is tested together with all others of its
kind in the municipality (with those of each reference area by itself); of those that are called, {limit:.0%} may be false, on average over
municipalities. Where nothing changed each is false, so that the share is that of municipalities in which anything is called at all.

{called}

The last rows are no error of the test. It asks whether chance in counting explains a difference; a rate that moves by itself was another
one that year, and is called so. Whether it stays is not asked.
"""


@dataclass(frozen=True)
class Measured:
    """Everything that was measured."""

    reference: list[float]
    one: list[Seconds]
    seconds: float
    """On the clock, for the country."""
    shares: list[Share]
    courses: dict[str, list[Share]]
    """By what changed: the shares where nothing did are the same as those of the country."""


def goals(measured: Measured) -> Iterator[Goal]:
    """Give the goals with what was measured of them."""
    yield Goal("one municipality: processor time of all findings", min(map(_whole, measured.one)), ONE_GOAL, unit=" s")
    processes = f"{len(measured.shares)} process{'es' if len(measured.shares) > 1 else ''}"
    busiest = max(share.processor for share in measured.shares)
    yield Goal(
        f"the country, {processes}: processor time of the busiest, with its start and making the tables", busiest, COUNTRY_GOAL, unit=" s"
    )
    yield Goal(
        f"the country, {processes}: memory of all together", sum(share.memory for share in measured.shares), MEMORY_GOAL, unit=" MiB"
    )
    for course, shares in measured.courses.items():
        # what moves by itself did change, though nothing that lasts
        if course != RESTLESS:
            false = false_share(_tallies(shares, Comparison.BASELINE))
            yield Goal(f"{course}: share of false discoveries, against the baseline", false, FALSE_GOAL)


def document(measured: Measured, country: Country) -> str:
    """Write the results as Markdown."""
    return _DOCUMENT.format(
        machine=table(("machine", ""), machine().items()),
        goals=goal_table(goals(measured)),
        themes=len(country.kernbeleid.themes),
        times=len(measured.one),
        one=table(("", "processor seconds, best", "median", "best as part of the goal", "times the fixed piece of work"), _one(measured)),
        size=len(country.inhabitants),
        people=country.inhabitants.sum() / 1e6,
        smallest=int(country.inhabitants.min()),
        largest=int(country.inhabitants.max()),
        around=max(AROUND.values()),
        country=table(("", ""), _country(measured)),
        limit=FALSE_GOAL,
        called=table(_CALLED_HEAD, _called(measured)),
    )


_CALLED_HEAD = (
    "what changed",
    "compared with",
    "municipalities",
    "themes tested",
    "themes called",
    "figures tested",
    "figures called",
    "false discoveries",
    "of what changed, called",
)


def _one(measured: Measured) -> Iterator[Sequence[str]]:
    fixed = min(measured.reference)
    columns = {step: [item[step] for item in measured.one] for step in STEPS}
    for name, taken in (columns | {"all findings": list(map(_whole, measured.one))}).items():
        yield name, f"{min(taken):.3f}", f"{median(taken):.3f}", f"{min(taken) / ONE_GOAL:.1%}", f"{min(taken) / fixed:.2f}"
    yield "the fixed piece of work", f"{fixed:.3f}", f"{median(measured.reference):.3f}", "", "1"
    yield "the goal", f"{ONE_GOAL:.3f}", "", "100%", f"{ONE_GOAL / fixed:.2f}"


def _country(measured: Measured) -> Iterator[Sequence[str]]:
    every = sorted(_whole(item) for share in measured.shares for item in share.seconds)
    computing, making = sum(every), sum(share.making for share in measured.shares)
    yield "processes", f"{len(measured.shares)}"
    yield "seconds on the clock", f"{measured.seconds:.0f}"
    yield "processor seconds of each process, from its start", ", ".join(f"{share.processor:.0f}" for share in measured.shares)
    yield "processor seconds of all findings together: what one core would take", f"{computing:.0f}"
    yield "of making up the country and its tables", f"{making:.0f}"
    yield "of a municipality: mean", f"{fmean(every):.2f}"
    yield "of a municipality: median, and the most", f"{median(every):.2f}, {every[-1]:.2f}"
    yield "processor seconds of a municipality, times the fixed piece of work", f"{fmean(every) / min(measured.reference):.2f}"
    for step in STEPS:
        yield f"{step}, of a municipality", f"{fmean(item[step] for share in measured.shares for item in share.seconds):.3f}"
    yield "MiB of each process, at its peak", ", ".join(f"{share.memory:.0f}" for share in measured.shares)
    yield "estimates", f"{sum(share.figures for share in measured.shares):,}"
    yield "comparisons that were tested", f"{sum(item.tested for kind in Comparison for item in _tallies(measured.shares, kind)):,}"


def _called(measured: Measured) -> Iterator[Sequence[str]]:
    names = {Comparison.BASELINE: "the baseline", Comparison.PREVIOUS: "the year before", Comparison.REFERENCE: "reference areas, all four"}
    for course, shares in measured.courses.items():
        # around a municipality other things change, so that of the third kind it is not known what did
        for kind in Comparison if course == NOTHING else (Comparison.BASELINE, Comparison.PREVIOUS):
            tallies = _tallies(shares, kind)
            themes, themes_called, tested, called, false, other = map(sum, zip(*map(astuple, tallies), strict=True))
            power = f"{(called - false) / other:.0%}" if other else ""
            numbers = (
                f"{themes:,}",
                f"{themes_called:,} ({themes_called / themes:.2%})",
                f"{tested:,}",
                f"{called:,} ({called / tested:.2%})",
            )
            yield course, names[kind], f"{len(tallies)}", *numbers, f"{false_share(tallies):.1%}", power


def false_share(tallies: Sequence[Tally]) -> float:
    """Return the share of what is called that did not change, averaged over municipalities; none where nothing is called."""
    return fmean(item.false / max(item.called, 1) for item in tallies)


def _tallies(shares: Iterable[Share], kind: Comparison) -> list[Tally]:
    return [item for share in shares for item in share.tallies[kind.value]]


def _whole(seconds: Seconds) -> float:
    return sum(seconds.values())
