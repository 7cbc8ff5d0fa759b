from pathlib import Path

import pandas as pd
import pytest
from evidence.rows import shuffled

from ivp_analysis.errors import StoreError
from ivp_analysis.evidence.derive import evidence
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import CONTRACTS, empty, satisfy
from ivp_analysis.tables.evidence_contracts import EVIDENCE
from ivp_analysis.tables.monthly_contracts import MONTHLY
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import Municipality

LADDER = load_ladder(Paths().ladder)
EDITION = "2022-H2"
NAMES = [str(contract.name) for contract in (*EVIDENCE, *MONTHLY)]
COUNTED = ("counts", "incidents", "population")
HOW_MANY = [
    (name, column)
    for name in NAMES
    for column in ("count", "attempts", "later_count")
    if column in CONTRACTS[name].columns and str(CONTRACTS[name].columns[column].dtype) == "int64"
]


@pytest.fixture(scope="module")
def stored(sample_home: Path) -> dict[str, pd.DataFrame]:
    """The tables of evidence of the sample, as they were written."""
    return {name: read_table(Paths(sample_home).processed("dalfsen"), f"{EDITION}/{name}") for name in NAMES}


def test_rows_in_another_order_give_the_same_evidence(
    sample_home: Path, stored: dict[str, pd.DataFrame], dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    tables = {name: shuffled(read_table(folder, name)) for name in COUNTED}
    estimates = shuffled(read_table(folder, f"{EDITION}/estimates"))
    found = evidence(tables, estimates, dalfsen, kernbeleid, LADDER, Edition.parse(EDITION))
    assert sorted(found) == sorted(NAMES)
    for name, rows in found.items():
        shown = ["public", "few_public", "range_public"]
        pd.testing.assert_frame_equal(rows.drop(columns=shown, errors="ignore"), stored[name].drop(columns=shown, errors="ignore"))


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_fills_every_table(stored: dict[str, pd.DataFrame], name: str) -> None:
    rows = stored[name]
    assert len(rows)
    if "reason" in rows:
        assert (rows["reason"] == "").any()


@pytest.mark.parametrize(("name", "column"), HOW_MANY)
def test_a_negative_count_breaks_the_contract(stored: dict[str, pd.DataFrame], name: str, column: str) -> None:
    rows = stored[name]
    satisfy(rows, name)
    with pytest.raises(StoreError, match=f"{column}: greater_than_or_equal_to"):
        satisfy(rows.assign(**{column: rows[column].where(rows.index > 0, -1)}), name)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_stands_there_twice_breaks_the_contract(stored: dict[str, pd.DataFrame], name: str) -> None:
    with pytest.raises(StoreError):
        satisfy(pd.concat([stored[name], stored[name].tail(1)], ignore_index=True), name)


def test_nothing_delivered_gives_empty_tables(dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    tables = {name: empty(name) for name in COUNTED}
    found = evidence(tables, empty("estimates"), dalfsen, kernbeleid, LADDER, Edition.parse(EDITION))
    for name in NAMES:
        pd.testing.assert_frame_equal(found[name], empty(name))
