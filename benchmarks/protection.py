"""Measures what protecting counts costs and holds: ``python -m benchmarks.protection`` writes PROTECTION.md."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from benchmarks.markdown import goal_table, table
from benchmarks.measure import machine, one_thread, say
from benchmarks.protection_work import ROUNDED, WAYS, Outcome, audit_seconds, generated, outcomes, real, sample
from benchmarks.results import Goal
from ivp_analysis.paths import PROJECT

AUDIT_GOAL, WIDENED_GOAL = 20.0, 1.5
"""Processor seconds of the audit of a municipality over five years; counts blurred for others, for each small one."""
SEEDS, YEARS, LONG, ATTACKED, QUICK = range(5), 3, 10, 60, 5
"""Generated municipalities, their years, those of a long one, and counts that are attacked in each."""

SAMPLE = "the sample"

_DOCUMENT = """\
# What protecting counts costs, and what it holds

`python -m benchmarks.protection` measured this on one machine and wrote this file. The sample and the generated municipalities are
synthetic; of real open data only these figures are kept.

{machine}

Four ways. Rounded alone: 0 to 4 as "<5", others to a multiple of 5, each by itself. Told by questions: as `ivp process` does, once with
counts of 5 and more exact (secondary suppression: what would give others away is a range or left out) and once rounded. And noise of at
most {noise} on every count, drawn once for each (a simple form of the cell key method), "<5" where less than 5 comes of it.

The attacker of the tests has all that is published and all sums, and a linear programme of another library. "Narrowed" are counts of 1 to
4 of which it rules out a value of 1 to 4 that open data had left possible. "For others" are counts that are shown less exactly than they
would be alone. Seconds are processor seconds of one thread.

## Goals

{goals}

## Four ways

{ways}

## How long it takes

Five villages and what could not be placed, two wijken, 22 themes in five fields, their totals: all open data. The months of the last year,
and two classes of four themes, are not. The last column is an audit of counts and months without classes, rounded alone, as if nobody had
published any of them, so that all hang together.

{long}

## What follows from it

{reading}
"""


@dataclass(frozen=True)
class Measured:
    """Everything that was measured: outcomes by subject and way, and what `audit_seconds` gave by number of years."""

    found: dict[str, dict[str, Outcome]]
    seconds: dict[int, tuple[int, float, float, float]]


def main() -> None:
    """Measure, and write the results down or, for a quick try, print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.protection", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the sample and one small municipality; prints the tables and writes no file")
    parser.add_argument("--real", type=Path, help="a home folder (IVP_HOME) in which real open data were processed")
    options = parser.parse_args()
    one_thread()
    with tempfile.TemporaryDirectory(prefix="ivp-bench-") as folder:
        text = document(measure(Path(folder), options.real, quick=options.quick))
    if options.quick:
        print(text)
    else:
        (PROJECT / "benchmarks" / "PROTECTION.md").write_text(text, encoding="utf-8")
    say("done")


def measure(folder: Path, home: Path | None, *, quick: bool = False) -> Measured:
    """Protect the sample, generated municipalities and real open data in four ways.

    Parameters
    ----------
    folder : Path
        An empty folder to work in.
    home : Path or None
        Where real open data were processed.
    quick : bool
        Whether to measure little.
    """
    attacked = QUICK if quick else ATTACKED
    say("the sample")
    found = {SAMPLE: outcomes(sample(folder / "home"), attacked)}
    for seed in SEEDS[:1] if quick else SEEDS:
        say(f"generated municipality {seed + 1}")
        found[f"generated {seed + 1}, {YEARS} years"] = outcomes(generated(seed, 2 if quick else YEARS), attacked)
    if home is not None:
        say("real open data")
        found["real open data, as if not public"] = outcomes(real(home), attacked)
    seconds = {}
    for years in (2,) if quick else (5, LONG):
        say(f"{years} years")
        seconds[years] = audit_seconds(SEEDS[0], years)
    return Measured(found, seconds)


def goals(measured: Measured) -> Iterator[Goal]:
    """Give the goals with what was measured of them."""
    ours = [found[ROUNDED] for found in measured.found.values()]
    yield Goal("small counts that are narrowed, rounded and told by questions", sum(one.narrowed for one in ours), 0)
    of_sample = measured.found[SAMPLE][ROUNDED]
    each = of_sample.widened / of_sample.small
    yield Goal("the sample: counts shown less exactly to protect others, for each small one", each, WIDENED_GOAL)
    yield Goal(
        f"audit of one municipality over {min(measured.seconds)} years", measured.seconds[min(measured.seconds)][2], AUDIT_GOAL, unit=" s"
    )
    yield Goal("the same where nobody published any of it", measured.seconds[min(measured.seconds)][3], AUDIT_GOAL, unit=" s")
    yield Goal("the slowest audit of all subjects, rounded and told by questions", max(one.auditing for one in ours), AUDIT_GOAL, unit=" s")


def document(measured: Measured) -> str:
    """Write the results as Markdown."""
    head = ("", "way", "to protect", "of 1 to 4", "not shown",
            "larger or 0, shown otherwise", "for others", "totals shown", "mean shift",
            "largest", "attacked", "narrowed", "seconds to protect", "to audit")  # fmt: skip
    return _DOCUMENT.format(
        machine=table(("machine", ""), machine().items()),
        noise=4,
        goals=goal_table(goals(measured)),
        ways=table(head, _four(measured)),
        long=table(("years", "counts", "seconds to protect", "to audit", "to audit if nothing were public"), _long(measured)),
        reading=_reading(measured),
    )


def _four(measured: Measured) -> Iterator[Sequence[str]]:
    for subject, found in measured.found.items():
        for way in WAYS:
            one = found[way]
            numbers = (one.guarded, one.small, one.hidden, one.blurred, one.widened, one.totals)
            shifts = f"{one.mean_shift:.2f}", f"{one.largest_shift:.0f}"
            seconds = f"{one.protecting:.1f}", f"{one.auditing:.1f}"
            yield subject, way, *map(str, numbers), *shifts, str(one.attacked), str(one.narrowed), *seconds


def _long(measured: Measured) -> Iterator[Sequence[str]]:
    for years, (counts, protecting, auditing, together) in measured.seconds.items():
        yield str(years), str(counts), f"{protecting:.1f}", f"{auditing:.1f}", f"{together:.1f}"


def _reading(measured: Measured) -> str:
    shares = {}
    for way in WAYS:
        all_ = [found[way] for found in measured.found.values()]
        shares[way] = mean(one.hidden / one.guarded for one in all_), sum(one.narrowed for one in all_), sum(one.attacked for one in all_)
    return "\n".join(
        f"- {way}: {hidden:.1%} of the counts are not shown at all; {narrowed} of {attacked} small counts that were attacked are narrowed."
        for way, (hidden, narrowed, attacked) in shares.items()
    )


if __name__ == "__main__":
    main()
