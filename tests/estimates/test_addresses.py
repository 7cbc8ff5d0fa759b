"""Addresses in squares, from those of buurten."""

import numpy as np
import pandas as pd
import pytest
from estimates.rows import MARCH, OCTOBER, areas, population
from shapely import box

from ivp_analysis.estimates.addresses import Addresses
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.municipality import Municipality

EDITION = Edition.parse("2022-H1")
ONE, OTHER = "BU01480101", "BU01480102"
TWO_BUURTEN = {ONE: box(0, 0, 1000, 1000), OTHER: box(1000, 0, 3000, 1000)}


def estimated(addresses: Addresses, *squares: tuple[int, int, int]) -> list[float]:
    x, y, size = np.array(squares, dtype=np.int64).T
    return [float(number) for number in addresses.within(x, y, size)]


def test_a_square_has_of_each_buurt_the_part_that_lies_in_it(dalfsen: Municipality) -> None:
    known = population({ONE: {2022: 160}, OTHER: {2022: 80}}, measure="addresses")
    addresses = Addresses.of(areas(TWO_BUURTEN), known, dalfsen, EDITION)
    assert addresses.measure == "addresses"
    # 160 per square kilometre in one buurt, 40 in the other; the last square reaches outside the municipality
    assert estimated(addresses, (0, 0, 250), (0, 0, 500), (1000, 0, 500), (750, 0, 500), (-250, 0, 500)) == [10, 40, 10, 25, 20]


def test_a_buurt_of_which_nothing_is_known_and_what_lies_outside_have_no_addresses(dalfsen: Municipality) -> None:
    places = TWO_BUURTEN | {"BU01930101": box(0, 1000, 3000, 2000)}
    known = population({ONE: {2022: 160}, "BU01930101": {2022: 9000}}, measure="addresses")
    addresses = Addresses.of(areas(places), known, dalfsen, EDITION)
    assert estimated(addresses, (1000, 0, 500), (0, 1000, 500)) == [0, 0]


@pytest.mark.parametrize(
    ("delivered", "measure"),
    [
        ({"addresses": 2, "dwellings": 2, "inhabitants": 2}, "addresses"),
        ({"dwellings": 2, "inhabitants": 2}, "dwellings"),
        ({"addresses": 1, "dwellings": 1, "inhabitants": 2}, "inhabitants"),
        ({"inhabitants": 1}, "inhabitants"),
        ({"establishments": 2}, ""),
        ({}, ""),
    ],
)
def test_the_measure_is_the_best_one_that_is_known_of_most_buurten(dalfsen: Municipality, delivered: dict[str, int], measure: str) -> None:
    tables = [population({code: {2022: 80} for code in (ONE, OTHER)[:number]}, measure=name) for name, number in delivered.items()]
    addresses = Addresses.of(areas(TWO_BUURTEN), pd.concat([*tables, empty("population")]), dalfsen, EDITION)
    assert addresses.measure == measure
    assert (estimated(addresses, (0, 0, 1000)) == [0]) == (measure == "")


def test_the_newest_year_up_to_the_edition_counts_as_the_newest_delivery_of_it_has_it(dalfsen: Municipality) -> None:
    tables = [
        population({ONE: {2020: 10, 2022: 20, 2023: 90}}, measure="dwellings", delivery="a"),
        population({ONE: {2022: 30}}, measure="dwellings", delivery="b"),
        population({ONE: {2022: 40}}, measure="dwellings", delivery="c", on=OCTOBER),
    ]
    known = pd.concat(tables)
    assert estimated(Addresses.of(areas(TWO_BUURTEN), known, dalfsen, EDITION), (0, 0, 1000)) == [30]
    assert estimated(Addresses.of(areas(TWO_BUURTEN), known, dalfsen, Edition.parse("2022-H2")), (0, 0, 1000)) == [40]


def test_only_the_newest_boundaries_count_and_each_buurt_once(dalfsen: Municipality) -> None:
    older = areas({ONE: box(0, 0, 1000, 1000), OTHER: box(5000, 0, 6000, 1000)}, delivery="old", on=MARCH - pd.Timedelta(days=400))
    newer = areas({ONE: box(0, 0, 2000, 1000)}, delivery="new")
    again = areas({ONE: box(0, 0, 2000, 1000)}, delivery="again")
    known = population({ONE: {2022: 100}, OTHER: {2022: 100}}, measure="addresses")
    addresses = Addresses.of(pd.concat([older, newer, again]), known, dalfsen, EDITION)
    assert estimated(addresses, (0, 0, 1000), (5000, 0, 1000)) == [50, 0]


def test_without_boundaries_nothing_is_known(dalfsen: Municipality) -> None:
    addresses = Addresses.of(empty("areas"), population({ONE: {2022: 100}}), dalfsen, EDITION)
    assert (addresses.measure, estimated(addresses, (0, 0, 500))) == ("", [0])


def test_the_last_bits_of_a_float_decide_nothing(dalfsen: Municipality) -> None:
    slanted = box(0, 0, 1000, 1000).difference(box(0, 0, 1 / 3, 1000))
    known = population({ONE: {2022: 400}}, measure="addresses")
    found = estimated(Addresses.of(areas({ONE: slanted.union(box(0, 0, 1 / 3, 1000))}), known, dalfsen, EDITION), (250, 250, 250))
    assert found == [25]
