from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from estimates.rows import OCTOBER, counts, population

from ivp_analysis.estimates.peers import COLUMNS, peers
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

OFFENCE, NUISANCE = "police-offence", "police-nuisance"
FIRST, SECOND = Edition.parse("2022-H1"), Edition.parse("2022-H2")
PEOPLE = population({"GM0160": {2020: 59_000, 2021: 60_000}, "GM0175": {2021: 18_000}, "GM0148": {2021: 28_000}})
Make = Callable[..., pd.DataFrame]


@pytest.fixture
def of(dalfsen: Municipality, kernbeleid: Kernbeleid) -> Make:
    def make(*rows: tuple[str, str, str, int, int], people: pd.DataFrame = PEOPLE, edition: Edition = FIRST) -> pd.DataFrame:
        levels = {"GM": "municipality", "NL": "country", "BU": "buurt"}
        return peers(
            counts([(system, code, area, levels[area[:2]], year, 0, n) for system, code, area, year, n in rows]),
            people, dalfsen, kernbeleid, edition,
        )  # fmt: skip

    return make


def total(rows: pd.DataFrame, theme: str, **values: Any) -> pd.DataFrame:
    chosen = rows[(rows["theme"] == theme) & (rows["indicator"] == "totaal")]
    for column, value in values.items():
        chosen = chosen[chosen[column] == value]
    return chosen


def test_each_other_municipality_by_itself_and_never_the_own_one(of: Make) -> None:
    rows = of(
        (OFFENCE, "1.1.1", "GM0160", 2021, 50),
        (OFFENCE, "1.2.1", "GM0160", 2021, 20),
        (OFFENCE, "1.1.1", "GM0175", 2021, 12),
        (OFFENCE, "1.1.1", "GM0148", 2021, 999),
        (OFFENCE, "1.1.1", "NL00", 2021, 9999),
        (OFFENCE, "1.1.1", "BU01480116", 2021, 9),
    )
    assert total(rows, "1.3")[["area", "year", "count", "base"]].to_numpy().tolist() == [
        ["GM0160", 2021, 70, 60_000], ["GM0175", 2021, 12, 18_000],
    ]  # fmt: skip
    code = rows[(rows["indicator"] == "1.1.1")].set_index("area")["count"].to_dict()
    assert code == {"GM0160": 50, "GM0175": 12}
    assert list(rows.columns) == COLUMNS


def test_codes_that_exist_per_municipality_only_and_the_roll_up_do_not_count(of: Make) -> None:
    rows = of((OFFENCE, "1.1.1", "GM0160", 2021, 50), (OFFENCE, "1.4.1", "GM0160", 2021, 7), (OFFENCE, "0.0.0", "GM0160", 2021, 500))
    assert total(rows, "1.3")["count"].tolist() == [50]
    assert not {"1.4.1", "0.0.0"} & set(rows["indicator"])


def test_only_the_last_year_of_each_indicator(of: Make) -> None:
    rows = of(
        (OFFENCE, "1.1.1", "GM0160", 2020, 40),
        (OFFENCE, "1.1.1", "GM0160", 2021, 50),
        (OFFENCE, "1.1.1", "GM0175", 2020, 10),
        (NUISANCE, "E35", "GM0160", 2020, 5),
    )
    assert total(rows, "1.3")[["area", "year", "count"]].to_numpy().tolist() == [["GM0160", 2021, 50]]
    assert total(rows, "3.1")[["year", "count", "base"]].to_numpy().tolist() == [[2020, 5, 59_000]]


def test_a_theme_of_two_systems_needs_both_in_every_municipality(of: Make) -> None:
    rows = of(
        (OFFENCE, "3.6.4", "GM0160", 2020, 2),
        (NUISANCE, "M22", "GM0160", 2020, 5),
        (OFFENCE, "3.6.4", "GM0160", 2021, 3),
        (OFFENCE, "3.6.4", "GM0175", 2020, 4),
    )
    assert total(rows, "1.1")[["area", "year", "count"]].to_numpy().tolist() == [["GM0160", 2020, 7]]


def test_an_indicator_has_a_row_for_each_denominator_that_there_is(of: Make) -> None:
    homes = population({"GM0160": {2021: 25_000}}).assign(measure="dwellings")
    rows = of(
        (OFFENCE, "1.1.1", "GM0160", 2021, 50),
        (OFFENCE, "1.1.1", "GM0175", 2021, 12),
        people=pd.concat([PEOPLE, homes], ignore_index=True),
    )
    assert total(rows, "1.3")[["area", "denominator", "base"]].sort_values(["area", "base"]).to_numpy().tolist() == [
        ["GM0160", "woningen", 25_000], ["GM0160", "inwoners", 60_000], ["GM0175", "inwoners", 18_000],
    ]  # fmt: skip


def test_a_municipality_without_any_denominator_keeps_its_count(of: Make) -> None:
    rows = total(of((OFFENCE, "1.1.1", "GM0160", 2021, 50), people=empty("population")), "1.3")
    assert rows["count"].tolist() == [50]
    assert np.isnan(rows["base"]).all()


def test_an_edition_takes_no_later_delivery_and_no_unfinished_year(dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    early = counts([(OFFENCE, "1.1.1", "GM0160", "municipality", 2021, 0, 50)])
    late = counts([(OFFENCE, "1.1.1", "GM0160", "municipality", year, 0, 60) for year in (2021, 2022)], delivery="late", on=OCTOBER)
    people = population({"GM0160": {2021: 61_000}}, delivery="later", on=OCTOBER)
    tables = pd.concat([early, late], ignore_index=True), pd.concat([PEOPLE, people], ignore_index=True)
    found = {edition: total(peers(*tables, dalfsen, kernbeleid, edition), "1.3") for edition in (FIRST, SECOND)}
    assert found[FIRST][["year", "count", "base"]].to_numpy().tolist() == [[2021, 50, 60_000]]
    assert found[SECOND][["year", "count", "base"]].to_numpy().tolist() == [[2021, 60, 61_000]]


def test_rows_in_another_order_give_the_same(of: Make) -> None:
    rows = [(OFFENCE, code, area, year, 5) for code in ("1.1.1", "1.3.1") for area in ("GM0175", "GM0160") for year in (2020, 2021)]
    pd.testing.assert_frame_equal(of(*rows), of(*rows[::-1]))


def test_without_other_municipalities_there_is_nothing(of: Make) -> None:
    assert of((OFFENCE, "1.1.1", "GM0148", 2021, 5)).empty
