"""Measures what all findings of a municipality, and of a country, take: ``python -m benchmarks.findings`` writes FINDINGS.md."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.findings_table import NOTHING, RESTLESS, SOME, Measured, document
from benchmarks.findings_work import changed, one, reference, some
from benchmarks.measure import one_thread, processes_anew, say
from benchmarks.simulated import SIZE, Country, Course
from benchmarks.workplace import Workplace
from ivp_analysis.execution.local import cores
from ivp_analysis.paths import PROJECT
from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid

TIMES = 9
QUICK = 12
"""Municipalities of a quick try."""
EVERY = 6
"""Of the countries in which rates change every sixth municipality is looked at."""
COURSES = {SOME: Course(changed=0.2, factor=1.5), RESTLESS: Course(restless=0.1)}


def main() -> None:
    """Measure, and write the results down or, for a quick try, print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.findings", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"a country of {QUICK} municipalities; prints the tables and writes no file")
    parser.add_argument("--processes", type=int, default=min(2, cores()), help="how many compute the country")
    options = parser.parse_args()
    one_thread()
    size = QUICK if options.quick else SIZE
    with tempfile.TemporaryDirectory(prefix="ivp-bench-") as folder:
        say("making the tables of the sample")
        place = Workplace.make(Path(folder) / "home")
        country = Country(load_kernbeleid(place.paths.kernbeleid), size)
        text = document(measure(place, country, options.processes), country)
    if options.quick:
        print(text)
    else:
        (PROJECT / "benchmarks" / "FINDINGS.md").write_text(text, encoding="utf-8")
    say("done")


def measure(place: Workplace, country: Country, processes: int) -> Measured:
    """Measure one municipality and a country.

    Parameters
    ----------
    place : Workplace
        Where the sample was processed.
    country : Country
        The country; each process makes it up anew.
    processes : int
        How many compute it.
    """
    size = len(country.inhabitants)
    # parts of every so many, from small to large, take about as long
    numbers = [int(number) for number in country.inhabitants.argsort()]
    say("the sample")
    with processes_anew(1) as pool:
        fixed, alone = pool.submit(reference, TIMES).result(), pool.submit(one, place, TIMES).result()
    say(f"a country of {size} municipalities, in {processes} processes")
    start = time.perf_counter()
    with processes_anew(processes) as pool:
        work = [pool.submit(some, place, numbers[first::processes], size) for first in range(processes)]
        shares = [item.result() for item in work]
    seconds, courses = time.perf_counter() - start, {NOTHING: shares}
    for name, course in COURSES.items():
        say(f"what changed: {name}")
        with processes_anew(processes) as pool:
            few = numbers[::EVERY]
            work = [pool.submit(changed, place, few[first::processes], size, course) for first in range(processes)]
            courses[name] = [item.result() for item in work]
    return Measured(fixed, alone, seconds, shares, courses)


if __name__ == "__main__":
    main()
