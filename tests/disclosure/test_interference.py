"""Counts that look alike to the public can take each other's place without a trace in anything public."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from disclosure.rules import RULES

from ivp_analysis.disclosure.cells import Bounds
from ivp_analysis.disclosure.displays import alone
from ivp_analysis.disclosure.matrix import Matrix
from ivp_analysis.disclosure.protection import sensitive_rows, sensitive_themes
from ivp_analysis.disclosure.public import Publisher
from ivp_analysis.disclosure.shield import shield
from ivp_analysis.disclosure.whole import protect_whole
from ivp_analysis.estimates.police import estimate
from ivp_analysis.evidence.derive import evidence
from ivp_analysis.paths import Paths
from ivp_analysis.tables.published import told_table
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import Municipality

EDITION = Edition.parse("2022-H2")
LADDER = load_ladder(Paths().ladder)
Tables = dict[str, pd.DataFrame]
ONE_MORE = (1, -1, -1, 1)
"""What is added to two villages in two years."""


class Sample(NamedTuple):
    """An edition of the sample before anything is protected."""

    tables: Tables
    estimates: pd.DataFrame
    found: Tables
    kernbeleid: Kernbeleid
    dalfsen: Municipality

    def matrix(self) -> Matrix:
        sensitive = (sensitive_rows(self.estimates, self.kernbeleid, self.dalfsen) != "").to_numpy(dtype=bool)
        return Matrix(self.estimates, self.found, self.kernbeleid, sensitive, sensitive_themes(self.kernbeleid))

    def public(self) -> Tables:
        whole = protect_whole(self.estimates, self.found, self.kernbeleid, self.dalfsen, RULES)
        tables = Publisher.of(whole, self.estimates, LADDER, RULES).tables(self.found)
        return {**tables, "protection": whole.protection, "told": told_table(whole.told)}

    def with_estimates(self, estimates: pd.DataFrame) -> Sample:
        found = evidence(self.tables, estimates, self.dalfsen, self.kernbeleid, LADDER, EDITION)
        return self._replace(estimates=estimates, found=found)

    def with_found(self, **found: pd.DataFrame) -> Sample:
        return self._replace(found=self.found | found)


@pytest.fixture(scope="module")
def sample(sample_home: Path, kernbeleid: Kernbeleid, dalfsen: Municipality) -> Sample:
    folder = Paths(sample_home).processed("dalfsen")
    tables = {name: read_table(folder, name) for name in ("counts", "incidents", "population")}
    estimates = estimate(tables["counts"], tables["incidents"], tables["population"], dalfsen, kernbeleid, EDITION)
    return Sample(tables, estimates, {}, kernbeleid, dalfsen).with_estimates(estimates)


@pytest.fixture(scope="module")
def before(sample: Sample) -> Tables:
    return sample.public()


def seen(count: int) -> tuple[object, ...]:
    """What is seen of a count that hangs together with no other."""
    return alone(count, RULES)[:2]


def limits(sample: Sample) -> list[Bounds]:
    """What was decided of every count."""
    return shield(sample.matrix().register.cells, RULES).limits


def swapped(values: pd.Series[float], rows: tuple[int, ...], signs: tuple[int, ...]) -> pd.Series[float]:
    result = values.copy()
    for row, sign in zip(rows, signs, strict=True):
        result[result.index == row] += sign
    return result


def kept(sample: Sample, moves: list[tuple[int, ...]], make: Callable[[tuple[int, ...], Sample], Sample], most: int) -> tuple[Sample, int]:
    """Make those moves, one after the other, after which all counts fit what is published, with the same sums."""
    told, names, done = limits(sample), sample.matrix().register.names(), 0
    for move in moves:
        other = make(move, sample)
        register = other.matrix().register
        fits = all(low <= count <= high for count, (low, high) in zip(register.cells.counts, told, strict=False))
        if fits and register.names() == names:
            sample, done = other, done + 1
        if done == most:
            break
    return sample, done


def assert_no_trace(before: Tables, after: Tables) -> None:
    assert before.keys() == after.keys()
    for name, rows in before.items():
        pd.testing.assert_frame_equal(after[name], rows, obj=name)


def of_years(estimates: pd.DataFrame, draw: np.random.Generator) -> list[tuple[int, ...]]:
    """Two villages and two years of a klasse: one more here and one less there, so that all sums stay as they are."""
    rows = estimates[
        (estimates["classification"] == "police-class") & (estimates["role"] == "village") & (estimates["count"].between(1, 30))
    ]
    single = rows[rows["period"] == rows["year"].astype("str")]
    found: list[tuple[int, ...]] = []
    counts = estimates["count"].to_dict()
    for _, part in single.groupby("indicator"):
        at = {(village, year): row for row, village, year in zip(part.index, part["village"], part["year"], strict=True)}
        pairs = combinations(sorted({village for village, _ in at}), 2)
        years = list(combinations(sorted({year for _, year in at}), 2))
        for one, other in pairs:
            for first, last in years:
                corners = [at.get(key) for key in ((one, first), (one, last), (other, first), (other, last))]
                corner_rows = tuple(int(corner) for corner in corners if corner is not None)
                now = [int(counts[row]) for row in corner_rows]
                then = [count + sign for count, sign in zip(now, ONE_MORE, strict=False)]
                if len(corner_rows) == 4 and min(then) >= 0:
                    found.append(corner_rows)
    return [found[place] for place in draw.permutation(len(found)).tolist()]


@pytest.mark.parametrize("seed", range(3))
def test_yearly_counts_of_klassen(sample: Sample, before: Tables, seed: int) -> None:
    def move(rows: tuple[int, ...], now: Sample) -> Sample:
        counts = swapped(now.estimates["count"], rows, ONE_MORE)
        return now._replace(estimates=now.estimates.assign(count=counts)) if (counts >= 0).all() else now

    moves = of_years(sample.estimates, np.random.default_rng(seed))[:60]
    other, done = kept(sample, moves, move, 20)
    assert not other.estimates["count"].equals(sample.estimates["count"])
    assert done >= 10
    assert_no_trace(before, other.with_estimates(other.estimates).public())


def pairs_of(rows: pd.DataFrame, by: list[str], draw: np.random.Generator) -> list[tuple[int, ...]]:
    """Two villages that are alike otherwise."""
    villages = rows[rows["role"] == "village"] if "role" in rows else rows
    found = [pair for _, part in villages.groupby(by) for pair in combinations(part.index.tolist(), 2)]
    return [found[place] for place in draw.permutation(len(found)).tolist()]


@pytest.mark.parametrize(("table", "column", "by"), [
    ("running", "count", ["theme"]),
    ("running", "before", ["theme"]),
    ("attempts", "attempts", ["indicator", "year"]),
    ("moments", "count", ["theme"]),
])  # fmt: skip
def test_counts_from_deliveries(sample: Sample, before: Tables, table: str, column: str, by: list[str]) -> None:
    def move(rows: tuple[int, ...], now: Sample) -> Sample:
        changed = now.found[table]
        values = swapped(changed[column], rows, (1, -1))
        return now.with_found(**{table: changed.assign(**{column: values})}) if values.min() >= 0 else now

    rows = sample.found[table]
    there = rows[rows[column].notna() & (rows[column] > 0)]
    other, done = kept(sample, pairs_of(there, by, np.random.default_rng(1))[:60], move, 12)
    assert done >= 4
    assert not other.found[table][column].equals(rows[column])
    assert_no_trace(before, other.public())


def test_a_count_that_looks_otherwise_leaves_a_trace(sample: Sample, before: Tables) -> None:
    """The comparison notices what it is to notice."""
    rows = sample.estimates
    small = rows.index[(rows["classification"] == "police-class") & (rows["role"] == "village") & (rows["count"] == 4)]
    changed = rows.assign(count=rows["count"].mask(rows.index == small[0], 9))
    with pytest.raises(AssertionError):
        assert_no_trace(before, sample.with_estimates(changed).public())
