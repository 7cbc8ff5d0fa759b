from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from ivp_analysis.errors import StoreError
from ivp_analysis.tables.contracts import CONTRACTS, empty, satisfy
from ivp_analysis.tables.store import edition_notes, read_notes, read_table, write_tables


def ledger(rows: int) -> pd.DataFrame:
    return pd.DataFrame({"delivery": ["d"], "file": ["f"], "outcome": ["read"], "reason": [""], "rows": [rows]}).astype({"reason": "str"})


@pytest.mark.parametrize("name", CONTRACTS)
def test_an_empty_table_satisfies_its_contract(name: str) -> None:
    assert list(satisfy(empty(name), name).columns) == list(CONTRACTS[name].columns)


@pytest.mark.parametrize("name", CONTRACTS)
def test_an_empty_table_survives_the_store(name: str, tmp_path: Path) -> None:
    write_tables(tmp_path, {name: empty(name)}, {})
    assert len(read_table(tmp_path, name)) == 0


def test_a_broken_contract_names_column_and_check(tmp_path: Path) -> None:
    wrong = ledger(-1)
    with pytest.raises(StoreError, match=r"'ledger' breaks its contract.*rows.*greater_than_or_equal_to"):
        write_tables(tmp_path, {"ledger": wrong}, {})


def test_a_column_too_many_is_refused() -> None:
    with pytest.raises(StoreError, match="extra"):
        satisfy(ledger(1).assign(extra=1), "ledger")


def test_tables_are_replaced_all_at_once(tmp_path: Path) -> None:
    write_tables(tmp_path, {"ledger": ledger(1)}, {"edition": "a"})
    write_tables(tmp_path, {"ledger": ledger(2)}, {"edition": "b"})
    assert read_table(tmp_path, "ledger")["rows"].tolist() == [2]
    assert read_notes(tmp_path)["edition"] == "b"
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize("step", ["to_parquet", "replace"])
def test_an_interrupted_write_leaves_the_tables_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    write_tables(tmp_path, {"ledger": ledger(1)}, {"edition": "a"})

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pd.DataFrame if step == "to_parquet" else Path, step, stop)
        with pytest.raises(KeyboardInterrupt):
            write_tables(tmp_path, {"ledger": ledger(2)}, {"edition": "b"})
    assert read_table(tmp_path, "ledger")["rows"].tolist() == [1]
    assert read_notes(tmp_path)["edition"] == "a"
    write_tables(tmp_path, {"ledger": ledger(3)}, {"edition": "c"})
    assert read_table(tmp_path, "ledger")["rows"].tolist() == [3]


def test_rows_can_be_chosen_while_reading(tmp_path: Path) -> None:
    both = pd.concat([ledger(1), ledger(2).assign(outcome="accepted")], ignore_index=True)
    write_tables(tmp_path, {"ledger": both}, {})
    assert read_table(tmp_path, "ledger", outcome="accepted")["rows"].tolist() == [2]


def test_geometry_comes_back_in_the_dutch_grid(tmp_path: Path) -> None:
    write_tables(tmp_path, {"areas": empty("areas")}, {})
    areas = read_table(tmp_path, "areas")
    assert isinstance(areas, gpd.GeoDataFrame)
    assert areas.crs.to_epsg() == 28992


def test_reading_before_processing_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Run ivp process"):
        read_table(tmp_path / "dalfsen", "counts")


def test_tables_of_an_edition_stand_with_the_others_and_are_replaced_with_them(tmp_path: Path) -> None:
    editions = {"2022-H1": {"synthetic": True}}
    write_tables(tmp_path, {"ledger": ledger(1), "2022-H1/estimates": empty("estimates")}, {"editions": editions})
    assert len(read_table(tmp_path, "2022-H1/estimates")) == 0
    assert edition_notes(tmp_path, "2022-H1") == {"synthetic": True}


def test_an_edition_that_was_not_processed_is_named_with_the_ones_that_were(tmp_path: Path) -> None:
    write_tables(tmp_path, {"ledger": ledger(1)}, {"editions": {"2022-H1": {}}})
    with pytest.raises(StoreError, match=r"'2022-H2' was not processed.*--edition 2022-H2.*did you mean '2022-H1'"):
        edition_notes(tmp_path, "2022-H2")
