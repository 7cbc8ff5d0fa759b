from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from ivp_analysis.errors import StoreError
from ivp_analysis.tables.contracts import CONTRACTS, empty, satisfy
from ivp_analysis.tables.reads import VARIABLE, read_reads
from ivp_analysis.tables.store import CARD, edition_notes, read_cards, read_duiding, read_notes, read_synthetic, read_table, write_tables


def ledger(rows: int) -> pd.DataFrame:
    return pd.DataFrame({"delivery": ["d"], "file": ["f"], "outcome": ["read"], "reason": [""], "rows": [rows]}).astype({"reason": "str"})


@pytest.mark.parametrize("name", CONTRACTS)
def test_an_empty_table_satisfies_its_contract(name: str) -> None:
    named = [column for column, definition in CONTRACTS[name].columns.items() if not definition.regex]
    assert list(satisfy(empty(name), name).columns) == named


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


def test_rows_with_one_of_several_values_come_in_their_stored_order(tmp_path: Path) -> None:
    rows = pd.concat([ledger(number).assign(outcome=outcome) for number, outcome in enumerate(["read", "accepted", "differs", "read"])])
    write_tables(tmp_path, {"ledger": rows.reset_index(drop=True)}, {})
    assert read_table(tmp_path, "ledger", outcome=["differs", "read"])["rows"].tolist() == [0, 2, 3]
    assert read_table(tmp_path, "ledger", outcome=("read",), rows=3)["rows"].tolist() == [3]


@pytest.mark.parametrize("name", ["ledger", "areas"])
def test_none_of_several_values_gives_no_rows(tmp_path: Path, name: str) -> None:
    write_tables(tmp_path, {"ledger": ledger(1), "areas": empty("areas")}, {})
    assert read_table(tmp_path, name, delivery=[]).empty


def test_a_table_of_another_version_says_what_to_do(tmp_path: Path) -> None:
    write_tables(tmp_path, {"ledger": ledger(1)}, {})
    with pytest.raises(StoreError, match=r"'ledger' cannot be read as it is.*Run ivp process again"):
        read_table(tmp_path, "ledger", role="village")


def test_what_is_read_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tables"
    notes = {"editions": {"2022-H1": {"synthetic": True, "deliveries": []}}}
    write_tables(folder, {"ledger": ledger(1), "2022-H1/estimates": empty("estimates")}, notes)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "reads"))
    read_table(folder, "2022-H1/estimates", theme="1.3", village=["Hoonhorst", "gemeente"])
    read_table(folder, "ledger")
    read_cards(folder, "2022-H1", kind="grenzen")
    read_duiding(folder, "2022-H1", "1.3", "Hoonhorst")
    read_synthetic(folder, "2022-H1")
    assert [str(read) for read in read_reads(tmp_path / "reads")] == [
        "2022-H1/deliveries kind=grenzen",
        "2022-H1/duiding theme=1.3 village=Hoonhorst",
        "2022-H1/estimates theme=1.3 village=Hoonhorst",
        "2022-H1/estimates theme=1.3 village=gemeente",
        "2022-H1/synthetic",
        "ledger",
    ]


def test_a_notebook_sees_of_a_delivery_what_it_may_show_and_no_hash(tmp_path: Path) -> None:
    cards = [{**dict.fromkeys(CARD, "x"), "name": name, "kind": kind, "sha256": "y"} for name, kind in (("a", "k"), ("b", "l"), ("c", "k"))]
    write_tables(tmp_path, {}, {"editions": {"2022-H1": {"synthetic": False, "deliveries": cards}}})
    assert [card["name"] for card in read_cards(tmp_path, "2022-H1")] == ["a", "b", "c"]
    assert [card["name"] for card in read_cards(tmp_path, "2022-H1", kind="k")] == ["a", "c"]
    assert [card["name"] for card in read_cards(tmp_path, "2022-H1", name=["c", "b"])] == ["b", "c"]
    assert set(read_cards(tmp_path, "2022-H1")[0]) == set(CARD)


def test_duiding_is_that_of_the_deliveries_of_the_round_and_of_a_page(tmp_path: Path) -> None:
    words = {"rol": "politie", "auteur": "informatieanalist", "datum": "2022-03-01"}
    dated = {"oud": "2021-10-31", "nieuw": "2021-11-01", "laatst": "2022-03-31", "zonder": "2022-03-31"}
    cards = [{"name": name, "reference_date": day, "duiding": [words | {"tekst": f"Uit {name}."}]} for name, day in dated.items()]
    about_village, about_theme = {"tekst": "Over een dorp.", "kern": "Hoonhorst"}, {"tekst": "Over een thema.", "themas": ["3.1"]}
    cards[2]["duiding"] = [words | about_village, words | about_theme]
    del cards[3]["duiding"]  # processed before there was any
    write_tables(tmp_path, {}, {"editions": {"2022-H1": {"synthetic": False, "deliveries": cards}}})
    found = [item.tekst for item in read_duiding(tmp_path, "2022-H1", "1.3", "gemeente")]
    assert found == ["Uit nieuw."]
    assert [item.tekst for item in read_duiding(tmp_path, "2022-H1", "1.3", "Hoonhorst")] == ["Over een dorp.", "Uit nieuw."]
    assert [item.tekst for item in read_duiding(tmp_path, "2022-H1", "3.1", "Hoonhorst")] == ["Over een thema."]


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
