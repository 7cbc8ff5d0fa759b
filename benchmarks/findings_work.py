"""All findings of one municipality after the other: what they take, and what is found where it is known what changed."""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import numpy as np
import pandas as pd

from benchmarks.simulated import Country, Course
from benchmarks.workplace import EDITION, MUNICIPALITY, Workplace
from ivp_analysis.disclosure.public import Publisher
from ivp_analysis.disclosure.whole import protect_whole
from ivp_analysis.estimates.police import estimate
from ivp_analysis.evidence.comparisons import comparisons
from ivp_analysis.evidence.derive import evidence
from ivp_analysis.paths import Paths
from ivp_analysis.processing import processed_table
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.indicators import TOTAL, Comparison
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid, load_kernbeleid
from ivp_analysis.vocabulary.ladder import Ladder, Verdict, load_ladder
from ivp_analysis.vocabulary.municipality import Municipality, load_municipality
from ivp_analysis.vocabulary.publication import load_publication_rules

ESTIMATES, PROTECTION, EVIDENCE, PROTECTED = "estimates", "protection", "evidence", "protection of the evidence"
STEPS = (ESTIMATES, EVIDENCE, PROTECTION, PROTECTED)
CALLED = [item.value for item in (Verdict.HIGHER, Verdict.LOWER, Verdict.SMALL_HIGHER, Verdict.SMALL_LOWER)]
"""Verdicts that the report words as "aantoonbaar"."""

Result = TypeVar("Result")
Seconds = dict[str, float]


@dataclass(frozen=True)
class Tally:
    """What was called "aantoonbaar" among the comparisons of one kind in one municipality; of themes, and of all figures.

    Attributes
    ----------
    themes, themes_called : int
        Totals of themes that were tested, and those of them that were called.
    tested, called, false, changed : int
        All figures that were tested; those that were called; those that were called and did not change; those that did change.
    """

    themes: int
    themes_called: int
    tested: int
    called: int
    false: int
    changed: int


@dataclass
class Share:
    """What one process did of the country.

    Attributes
    ----------
    seconds : list of dict of str to float
        Processor seconds of each step, for each municipality.
    making : float
        Processor seconds of making up the country and its tables.
    figures : int
        Estimates that were made.
    tallies : dict of str to list of Tally
        By kind of comparison, one for each municipality.
    processor : float
        Processor seconds of the process, from its start.
    memory : float
        Of the process at its peak, in MiB.
    """

    seconds: list[Seconds] = field(default_factory=list)
    making: float = 0.0
    figures: int = 0
    tallies: dict[str, list[Tally]] = field(default_factory=lambda: {kind.value: [] for kind in Comparison})
    processor: float = 0.0
    memory: float = 0.0


def reference(times: int) -> list[float]:
    """Return the processor seconds of a fixed piece of work with the same libraries, some times over."""
    return [_clocked(_fixed_work)[1] for _ in range(times)]


def one(place: Workplace, times: int) -> list[Seconds]:
    """Return the processor seconds of the findings of the sample, some times over; its tables are read once, beforehand.

    Parameters
    ----------
    place : Workplace
        Where the sample was processed.
    times : int
        How often; a first time, which imports things, is not among them.
    """
    municipality, kernbeleid, ladder = load_municipality(MUNICIPALITY, place.paths), *_settings(place)
    tables = {name: processed_table(municipality, place.paths, name) for name in ("counts", "incidents", "population")}
    return [_findings(tables, municipality, kernbeleid, ladder)[2] for _ in range(times + 1)][1:]


def some(place: Workplace, numbers: Iterable[int], size: int) -> Share:
    """Make all findings of municipalities of the simulated country in which nothing changes.

    Parameters
    ----------
    place : Workplace
        Where the configuration is.
    numbers : iterable of int
        Which municipalities.
    size : int
        How many the country has.
    """
    (kernbeleid, ladder), share = _settings(place), Share()
    country, share.making = _clocked(lambda: _country(kernbeleid, size, Course()))
    # what was imported stays until the end, so that the collector of garbage need not look through it time and again
    gc.freeze()
    for number in numbers:
        municipality = country.municipality(number)
        tables, making = _clocked(partial(country.tables, number))
        estimates, found, seconds = _findings(tables, municipality, kernbeleid, ladder)
        share.seconds.append(seconds)
        share.making += making
        share.figures += len(estimates)
        tally(share, found["comparisons"], {})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    share.memory = peak / (2**20 if sys.platform == "darwin" else 2**10)
    share.processor = time.process_time()
    return share


def changed(place: Workplace, numbers: Iterable[int], size: int, course: Course) -> Share:
    """Compare the years of municipalities of a simulated country in which rates change.

    Parameters
    ----------
    place, numbers, size
        As in `some`.
    course : Course
        What rates do.
    """
    (kernbeleid, ladder), share = _settings(place), Share()
    country = _country(kernbeleid, size, course)
    for number in numbers:
        tables, municipality = country.tables(number), country.municipality(number)
        estimates = estimate(tables["counts"], tables["incidents"], tables["population"], municipality, kernbeleid, Edition.parse(EDITION))
        tally(share, comparisons(estimates, ladder), country.changed(number))
    return share


def _settings(place: Workplace) -> tuple[Kernbeleid, Ladder]:
    return load_kernbeleid(place.paths.kernbeleid), load_ladder(place.paths.ladder)


def _country(kernbeleid: Kernbeleid, size: int, course: Course) -> Country:
    country = Country(kernbeleid, size, course=course)
    # worked out here, so that it is in no municipality's time
    assert country.totals.size  # noqa: S101
    return country


def _findings(
    tables: dict[str, pd.DataFrame], municipality: Municipality, kernbeleid: Kernbeleid, ladder: Ladder
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame], Seconds]:
    """Return estimates, evidence, and the processor seconds of each step."""
    edition, seconds = Edition.parse(EDITION), {}
    of_people = (tables["counts"], tables["incidents"], tables["population"])
    estimates, seconds[ESTIMATES] = _clocked(lambda: estimate(*of_people, municipality, kernbeleid, edition))
    found, seconds[EVIDENCE] = _clocked(lambda: evidence(tables, estimates, municipality, kernbeleid, ladder, edition))
    rules = load_publication_rules(Paths().publication_rules)
    whole, seconds[PROTECTION] = _clocked(lambda: protect_whole(estimates, found, kernbeleid, municipality, rules))
    _, seconds[PROTECTED] = _clocked(lambda: Publisher.of(whole, estimates, ladder, rules).tables(found))
    return estimates, found, seconds


def tally(share: Share, rows: pd.DataFrame, changes: dict[str, float]) -> None:
    """Count what was called of the comparisons of a municipality, and what of it did not change.

    Parameters
    ----------
    share : Share
        Gets a tally of each kind.
    rows : DataFrame
        Table `comparisons`.
    changes : dict of str to float
        The themes that changed.
    """
    for kind, tallies in share.tallies.items():
        tested = rows[(rows["comparison"] == kind) & rows["p"].notna()]
        called, theme = tested["verdict"].isin(CALLED), tested["indicator"] == TOTAL
        # the total of all offences changes as soon as one theme does
        other = tested["theme"].isin([*changes, *([TOTAL] if changes else [])])
        flags = (theme, theme & called, called.notna(), called, called & ~other, other)
        tallies.append(Tally(*(int(flag.sum()) for flag in flags)))


def _clocked(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def _fixed_work() -> float:
    from scipy.special import betaincinv

    random = np.random.default_rng(1)
    frame = pd.DataFrame({"name": random.integers(20_000, size=200_000).astype("str"), "value": random.random(200_000)})
    added = frame.groupby("name", as_index=False)["value"].sum().merge(frame, on="name").sort_values(["name", "value_x"])
    return float(added["value_y"].sum() + betaincinv(np.arange(1.0, 50_001.0), 50.0, 0.025).sum())
