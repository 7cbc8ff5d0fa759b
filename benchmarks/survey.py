"""Measures what the estimates of surveys take: ``python -m benchmarks.survey`` writes SURVEY.md."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.findings_work import reference
from benchmarks.markdown import goal_table, table
from benchmarks.measure import machine, one_thread, processes_anew, say
from benchmarks.results import Goal
from benchmarks.survey_work import ESTIMATES, READING, National, national, sample, write_national
from benchmarks.workplace import Workplace
from ivp_analysis.paths import PROJECT

ONE_GOAL, NATIONAL_GOAL, MEMORY_GOAL = 3.0, 60.0, 4096.0
"""Seconds of the surveys of one municipality; seconds and MiB of a national file."""
TIMES, RESPONDENTS, QUICK = 9, 500_000, 20_000
AREAS, MANY = 5, 40
"""Parts of the national file: as many as the sample has villages, and many."""

_DOCUMENT = """\
# How fast surveys are estimated

`python -m benchmarks.survey` measured this, all in one run on one machine, and wrote this file. All data are synthetic.

{machine}

Processor seconds are those of a whole process with all its threads; libraries for linear algebra are held to one thread. The fixed piece of
work is made of pandas, NumPy and SciPy and is measured in the same run: the ratio to it means about the same on another machine, seconds do
not.

## Goals

{goals}

## One municipality

The sample: two surveys, the newest from the register and of the panel, six areas and a group of two villages, 60 questions and the scales
made of them; weights, estimates, tests against the survey before and against the rest of the municipality, and what of it is public. Its
tables are read beforehand. Of {times} times.

{one}

## A national file

{respondents:,} respondents: answers of the sample, drawn with replacement, in a CSV file that is read, checked, weighted, estimated and
tested in a process of its own. Every part is compared with the rest, which takes most where there are many parts.

{national}
"""


@dataclass(frozen=True)
class Measured:
    """Everything that was measured."""

    reference: list[float]
    one: list[dict[str, float]]
    national: list[National]
    """With few parts, and with many."""


def main() -> None:
    """Measure, and write the results down or, for a quick try, print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.survey", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"a file of {QUICK} respondents; prints the tables and writes no file")
    options = parser.parse_args()
    one_thread()
    size = QUICK if options.quick else RESPONDENTS
    with tempfile.TemporaryDirectory(prefix="ivp-bench-") as folder:
        text = document(measure(Path(folder), size), size)
    if options.quick:
        print(text)
    else:
        (PROJECT / "benchmarks" / "SURVEY.md").write_text(text, encoding="utf-8")
    say("done")


def measure(folder: Path, respondents: int) -> Measured:
    """Measure the surveys of the sample and a national file.

    Parameters
    ----------
    folder : Path
        An empty folder to work in.
    respondents : int
        Of the national file.
    """
    say("making the tables of the sample")
    place = Workplace.make(folder / "home")
    say("the sample")
    with processes_anew(1) as pool:
        fixed, one = pool.submit(reference, TIMES).result(), pool.submit(sample, place, TIMES).result()
    found = []
    for areas in (AREAS, MANY):
        say(f"a national file of {areas} parts")
        home = folder / f"national-{areas}"
        write_national(place, home, respondents, areas)
        with processes_anew(1) as pool:
            found.append(pool.submit(national, place, home, areas).result())
    return Measured(fixed, one, found)


def goals(measured: Measured) -> Iterator[Goal]:
    """Give the goals with what was measured of them."""
    yield Goal("one municipality: processor time of all estimates", min(map(_whole, measured.one)), ONE_GOAL, unit=" s")
    file = measured.national[0]
    what = f"{file.respondents:,} respondents in {file.areas - 1} parts"
    yield Goal(f"{what}: processor time of the process, reading and start included", file.processor, NATIONAL_GOAL, unit=" s")
    yield Goal(f"{what}: memory", file.memory, MEMORY_GOAL, unit=" MiB")


def document(measured: Measured, respondents: int) -> str:
    """Write the results as Markdown."""
    return _DOCUMENT.format(
        machine=table(("machine", ""), machine().items()),
        goals=goal_table(goals(measured)),
        times=len(measured.one),
        one=table(("", "processor seconds, best", "median", "times the fixed piece of work"), _one(measured)),
        respondents=respondents,
        national=table(("", *(f"{item.areas - 1} parts" for item in measured.national)), _national(measured)),
    )


def _one(measured: Measured) -> Iterator[Sequence[str]]:
    fixed = min(measured.reference)
    columns = {step: [item[step] for item in measured.one] for step in measured.one[0]}
    for name, taken in (columns | {"together": list(map(_whole, measured.one))}).items():
        yield name, f"{min(taken):.3f}", f"{median(taken):.3f}", f"{min(taken) / fixed:.2f}"
    yield "the fixed piece of work", f"{fixed:.3f}", f"{median(measured.reference):.3f}", "1"


def _national(measured: Measured) -> Iterator[Sequence[str]]:
    files, fixed = measured.national, min(measured.reference)
    yield "respondents that were accepted", *(f"{item.respondents:,}" for item in files)
    yield "estimates", *(f"{item.figures:,}" for item in files)
    yield "comparisons that were tested", *(f"{item.tested:,}" for item in files)
    for step in (READING, ESTIMATES):
        yield f"processor seconds: {step}", *(f"{item.seconds[step]:.1f}" for item in files)
    yield "processor seconds of the process", *(f"{item.processor:.1f}" for item in files)
    yield "that, times the fixed piece of work", *(f"{item.processor / fixed:.0f}" for item in files)
    yield "MiB at its peak", *(f"{item.memory:.0f}" for item in files)


def _whole(seconds: dict[str, float]) -> float:
    return sum(seconds.values())


if __name__ == "__main__":
    main()
