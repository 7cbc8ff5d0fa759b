from typing import Any

import numpy as np
import pandas as pd
import pytest
from estimates.rows import OCTOBER, incidents
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from ivp_analysis.estimates.addresses import Addresses
from ivp_analysis.estimates.grid import incident_grid, sensitive_classes, squares_of
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.publication import load_publication_rules

EDITION = Edition.parse("2022-H1")
RULES = load_publication_rules(Paths().publication_rules)
NOTHING_KNOWN = Addresses("", np.array([], dtype=object), np.array([]))


def spread(measure: str, *places: tuple[int, int, int, float]) -> Addresses:
    """Squares of a side at x, y, with so many addresses in each."""
    x, y, side, number = np.array(places, dtype=np.float64).T
    return Addresses(measure, box(x, y, x + side, y + side), number / side**2)


def squares(addresses: Addresses, *points: tuple[float, float]) -> list[tuple[int, int, int]]:
    found = squares_of(np.array(points, dtype=np.float64), addresses, RULES)
    return [(int(x), int(y), int(size)) for x, y, size in zip(found["x"], found["y"], found["size"], strict=True)]


def quarters(*numbers: float) -> list[tuple[int, int, int, float]]:
    """The four small squares of the wide one at 1000, 1000."""
    corners = ((1000, 1000), (1250, 1000), (1000, 1250), (1250, 1250))
    return [(x, y, 250, number) for (x, y), number in zip(corners, numbers, strict=True)]


def test_incidents_are_added_up_to_squares(kernbeleid: Kernbeleid) -> None:
    seen = incidents(
        [
            ("a", "A20", "Hoonhorst", "2021-01-01", 1100.0),
            ("b", "A72", "Hoonhorst", "2017-01-01", 1499.0),
            ("c", "A72", "Hoonhorst", "2021-01-01", 1500.0),
        ]
    )
    grid = incident_grid(seen, NOTHING_KNOWN, kernbeleid, RULES, EDITION)
    assert grid[["theme", "x", "y", "count"]].to_numpy().tolist() == [["1.3", 1000, 1000, 2], ["1.3", 1500, 1500, 1]]
    assert set(grid["period"]) == {"2017-2021"}


def test_only_the_last_five_full_years_are_on_the_map(kernbeleid: Kernbeleid) -> None:
    seen = incidents(
        [
            ("a", "A20", "Hoonhorst", "2016-12-31", 1100.0),
            ("b", "A20", "Hoonhorst", "2022-01-01", 1100.0),
            ("c", "A20", "Hoonhorst", "2021-12-31", 1100.0),
        ]
    )
    assert incident_grid(seen, NOTHING_KNOWN, kernbeleid, RULES, EDITION)["count"].tolist() == [1]


def test_incidents_without_a_place_or_with_a_sensitive_code_are_not_on_the_map(kernbeleid: Kernbeleid) -> None:
    seen = incidents(
        [
            ("a", "A20", "Hoonhorst", "2021-01-01", None),
            ("b", "E33", "Hoonhorst", "2021-01-01", 1.0),
            ("c", "F521", "Hoonhorst", "2021-01-01", 1.0),
        ]
    )
    assert len(incident_grid(seen, NOTHING_KNOWN, kernbeleid, RULES, EDITION)) == 0


def test_an_incident_that_comes_in_two_deliveries_counts_once(kernbeleid: Kernbeleid) -> None:
    seen = pd.concat(
        [
            incidents([("a", "A20", "Hoonhorst", "2021-01-01", 1.0)]),
            incidents([("a", "A20", "Hoonhorst", "2021-01-01", 1.0)], delivery="later", on=OCTOBER),
        ]
    )
    assert incident_grid(seen, NOTHING_KNOWN, kernbeleid, RULES, Edition.parse("2022-H2"))["count"].tolist() == [1]


def test_sensitive_classes_include_those_of_sensitive_offences(kernbeleid: Kernbeleid) -> None:
    assert {"E33", "E13", "F50", "F520", "F527"} <= sensitive_classes(kernbeleid)
    assert "A20" not in sensitive_classes(kernbeleid)


def test_no_incidents_give_no_squares(kernbeleid: Kernbeleid) -> None:
    assert len(incident_grid(empty("incidents"), NOTHING_KNOWN, kernbeleid, RULES, EDITION)) == 0


def test_a_wide_square_is_split_where_all_four_parts_have_enough_addresses() -> None:
    assert squares(spread("addresses", *quarters(50, 50, 50, 50)), (1100, 1100), (1499, 1250)) == [(1000, 1000, 250), (1250, 1250, 250)]


@pytest.mark.parametrize("sparse", range(4))
def test_one_part_with_too_few_addresses_leaves_the_wide_square_whole(sparse: int) -> None:
    numbers = [49.9 if part == sparse else 900 for part in range(4)]
    assert squares(spread("addresses", *quarters(*numbers)), (1100, 1100), (1499, 1250)) == [(1000, 1000, 500)] * 2


@pytest.mark.parametrize(
    ("measure", "number", "size"), [("dwellings", 50, 250), ("inhabitants", 99, 500), ("inhabitants", 100, 250), ("", 900, 500)]
)
def test_dwellings_count_as_addresses_and_of_inhabitants_more_are_needed(measure: str, number: float, size: int) -> None:
    assert squares(spread(measure, *quarters(*[number] * 4)), (1100, 1100)) == [(1000, 1000, size)]


@given(
    st.lists(st.sampled_from([0.0, 49.0, 50.0, 400.0]), min_size=16, max_size=16),
    st.lists(st.tuples(st.floats(0, 999), st.floats(0, 999)), min_size=1, max_size=30),
)
def test_squares_hold_their_points_and_never_overlap(numbers: list[float], points: list[tuple[float, float]]) -> None:
    places = [(250 * (at % 4), 250 * (at // 4), 250, number) for at, number in enumerate(numbers)]
    found = squares(spread("addresses", *places), *points)
    for (px, py), (x, y, size) in zip(points, found, strict=True):
        assert x <= px < x + size
        assert y <= py < y + size
    different = [box(x, y, x + size, y + size) for x, y, size in set(found)]
    assert all(one.intersection(other).area == 0 for at, one in enumerate(different) for other in different[:at])


def test_the_grid_says_how_many_addresses_a_square_is_estimated_to_have(kernbeleid: Kernbeleid) -> None:
    seen = incidents([("a", "A20", "Hoonhorst", "2021-01-01", 1100.0), ("b", "A20", "Hoonhorst", "2021-01-01", 2600.0)])
    known = spread("addresses", *quarters(50, 60, 70, 80), (2500, 2500, 500, 30))
    grid = incident_grid(seen, known, kernbeleid, RULES, EDITION)
    assert grid[["x", "size", "addresses"]].to_numpy().tolist() == [[1000, 250, 50], [2500, 500, 30]]


def test_no_square_is_the_sum_of_those_of_other_themes(kernbeleid: Kernbeleid) -> None:
    codes = sorted({code.code for code in kernbeleid.codes.values()} | set(kernbeleid.offence_of_class))
    rows: list[Any] = [(str(at), code, "Hoonhorst", "2021-01-01", 1100.0) for at, code in enumerate(codes)]
    grid = incident_grid(incidents(rows), NOTHING_KNOWN, kernbeleid, RULES, EDITION)
    # each incident counts in one theme, and there is no grid of all themes together
    assert set(grid["theme"]) <= set(kernbeleid.themes)
    assert grid["count"].sum() <= len(rows)
