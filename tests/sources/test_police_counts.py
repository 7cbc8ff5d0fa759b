"""The reader of police deliveries of counts."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp_analysis.errors import DeliveryError, IvpError
from ivp_analysis.sources.police_counts import OTHER_MUNICIPALITY, TOTAL_ROW, read
from ivp_analysis.sources.tabular import TITLE_LINE, TOTAL_LINE
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.files import csv_bytes, faults, outcomes, unaccounted, write_delivery, xlsx_bytes

TITLES = ["jaar", "maand", "buurt", "klasse", "aantal", "pogingen"]
TWO_AREAS = ["jaar", "maand", "kern", "buurt", "klasse", "aantal"]
SUMS = "totals against the sum of their rows"
Reader = Callable[..., Reading]


@pytest.fixture
def reading(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Reader:
    """Write the rows as a delivery and read it."""

    def _read(*rows: list[object], titles: list[str] = TITLES, **card: str) -> Reading:
        files = {"aantallen.csv": csv_bytes([titles, *rows])}
        return read(write_delivery(tmp_path / "levering", "politie-aantallen", files, **card), dalfsen, kernbeleid)

    return _read


def values(result: Reading, *columns: str) -> list[list[object]]:
    rows: list[list[object]] = result.tables["counts"][list(columns)].to_numpy().tolist()
    return rows


def test_rows_become_counts_per_buurt_village_and_unknown(reading: Reader) -> None:
    result = reading(
        [2021, 1, "BU01480201", "A20", 3, 1], [2021, "februari", "nieuwleusen noord", "E12 Burenruzie", "1.002", ""],
        ["2021", "mrt", "Hoonhorst", "Z99", 0, 0], [2021, 12, "onbekend", "A20", 2, ""], [2021, 12, "", "E12", 2, ""],
        telling="netto",
    )  # fmt: skip
    assert values(result, "month", "area", "level", "code", "count") == [
        [1, "BU01480201", "buurt", "A20", 3],
        [2, "BU01480201", "buurt", "E12", 1002],
        [3, "Hoonhorst", "village", "Z99", 0],
        [12, "onbekend", "unknown", "A20", 2],
        [12, "onbekend", "unknown", "E12", 2],
    ]
    table = result.tables["counts"]
    assert table["attempts"].astype("float").fillna(-1).tolist() == [1, -1, 0, -1, -1]
    assert set(table["counting"]) == {"net"}
    assert set(table["classification"]) == {"police-class"}


def test_a_workbook_with_a_title_another_order_and_a_column_for_the_village(
    tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    rows: list[list[object]] = [["Cijfers team Vechtdal"], ["Aantal registraties", "MK", "Kern", "Maand", "Jaar"],
            [3, "A20", "Oudleusen", 1, 2021],
            [4, "A20", "Dalfsen", 1, 2021], [7, None, None, None, "Totaal"]]  # fmt: skip
    delivery = write_delivery(tmp_path / "levering", "politie-aantallen", {"a.xlsx": xlsx_bytes(rows)})
    result = read(delivery, dalfsen, kernbeleid)
    assert values(result, "area", "level", "count") == [["Oudleusen", "village", 3], ["Dalfsen", "village", 4]]
    assert outcomes(result) == {
        ("read", ""): 4, ("accepted", ""): 2, ("left out", TITLE_LINE): 1, ("left out", TOTAL_LINE): 1, ("adds up", SUMS): 1,
    }  # fmt: skip


DETAILS: list[list[object]] = [
    [2021, 1, "BU01480201", "A20", 3], [2021, 1, "BU01480202", "A20", 4], [2021, 1, "BU01480202", "E12", 5],
    [2021, 2, "BU01480101", "A20", 6],
]  # fmt: skip
TOTALS: list[list[object]] = [
    [2021, 1, "BU01480202", "0.0.0", 9],
    [2021, 1, "BU01480202", "Totaal", 9],
    [2021, 1, "gemeente", "A20", 7],
    [2021, 1, "GM0148", "Totaal", 12],
    [2021, 1, "Nieuwleusen", "A20", 7],
    [2021, 1, "Nieuwleusen", "Totaal", 12],
    [2021, "Totaal", "", "A20", 13],
    [2021, "", "", "Totaal", 18],
    ["Totaal 2021", "", "", "", 18],
    ["Totaal", "", "", "", 18],
]


@pytest.mark.parametrize("total", TOTALS)
def test_every_kind_of_total_is_held_against_its_parts_and_left_out(reading: Reader, total: list[object]) -> None:
    result = reading(*DETAILS, total)
    assert len(result.tables["counts"]) == 4
    assert outcomes(result)["adds up", SUMS] == 1
    assert sum(outcomes(result).get(("left out", reason), 0) for reason in (TOTAL_ROW, TOTAL_LINE)) == 1


@pytest.mark.parametrize("total", TOTALS)
def test_a_total_that_differs_is_an_error_that_names_its_row(reading: Reader, total: list[object]) -> None:
    with pytest.raises(DeliveryError, match=r"a total says 99 and its parts add up to \d+ .*file aantallen\.csv, row 6"):
        reading(*DETAILS, [*total[:-1], 99])


def test_a_total_cannot_be_checked_while_rows_of_the_file_are_refused(reading: Reader) -> None:
    result = reading(*DETAILS, [2021, 2, "BU01480101", "E12", "veel"], [2021, 2, "gemeente", "Totaal", 10])
    assert outcomes(result)["not checkable", SUMS] == 1
    assert len(result.tables["counts"]) == 4


def test_a_total_of_part_of_the_codes_is_checked_only_where_it_fits(reading: Reader) -> None:
    result = reading(*DETAILS, [2021, 1, "gemeente", "Totaal misdrijven", 7])
    assert outcomes(result)["not checkable", SUMS] == 1


def test_a_total_without_its_parts_is_refused(reading: Reader) -> None:
    result = reading(*DETAILS, [2021, 1, "gemeente", "F17", 2], [2021, 1, "gemeente", "F18", 0])
    assert faults(result) == {6: "aantal: a total without the rows it is the total of"}


def test_a_village_beside_other_buurten_counts_as_itself(reading: Reader) -> None:
    result = reading([2021, 1, "BU01480201", "A20", 3], [2021, 1, "Hoonhorst", "A20", 1], [2021, 2, "Nieuwleusen", "A20", 4])
    assert result.tables["counts"]["count"].sum() == 8


def test_rows_of_a_village_without_buurt_add_to_those_with_one(reading: Reader) -> None:
    rows: list[list[object]] = [[2021, 1, "Nieuwleusen", "Nieuwleusen Noord", "A20", 3], [2021, 1, "Nieuwleusen", "", "A20", 2],
                                [2021, 1, "Nieuwleusen", "Totaal", "A20", 5], [2021, 1, "Totaal", "", "A20", 5]]  # fmt: skip
    result = reading(*rows, titles=TWO_AREAS)
    assert values(result, "area", "count") == [["BU01480201", 3], ["Nieuwleusen", 2]]
    assert outcomes(result)["adds up", SUMS] == 2


def test_rows_of_another_municipality_are_left_out(reading: Reader) -> None:
    result = reading([2021, 1, "BU01600101", "A20", 3, ""], [2021, 1, "BU01480101", "A20", 3, ""])
    assert outcomes(result)["left out", OTHER_MUNICIPALITY] == 1
    assert values(result, "area") == [["BU01480101"]]


def test_each_fault_is_refused_with_its_row_and_its_column(reading: Reader) -> None:
    good = [2021, 1, "BU01480201", "A20", 3, ""]
    changes: list[dict[int, object]] = [{}, {}, {0: "21"}, {0: 1989}, {1: 13}, {1: ""}, {0: 2022, 1: 10}, {2: "Niuwleusen"}, {3: "1.1.1"},
                                        {3: ""}, {4: "<5"}, {4: ""}, {4: -1}, {3: "A21", 5: 4}, {3: "A22", 5: "x"}]  # fmt: skip
    result = reading(*([change.get(index, cell) for index, cell in enumerate(good)] for change in changes))
    assert faults(result) == {
        3: "aantal: the same month, area and code a second time",
        4: "jaar: no year",
        5: "jaar: no year",
        6: "maand: no month",
        7: "maand: no month",
        8: "maand: after the peildatum",
        9: "buurt: no such buurt or kern",
        10: "klasse: no maatschappelijke klasse",
        11: "klasse: no maatschappelijke klasse",
        12: "aantal: no whole number of 0 or more",
        13: "aantal: no whole number of 0 or more",
        14: "aantal: no whole number of 0 or more",
        15: "pogingen: no whole number from 0 to the count",
        16: "pogingen: no whole number from 0 to the count",
    }
    action = dict(zip(result.quarantine["row"], result.quarantine["action"], strict=True))[9]
    assert "did you mean 'Nieuwleusen'?" in action
    assert len(result.tables["counts"]) == 1


def test_a_buurt_must_lie_in_the_village_that_is_named(reading: Reader) -> None:
    result = reading([2021, 1, "Dalfsen", "Nieuwleusen Noord", "A20", 3], titles=TWO_AREAS)
    assert faults(result) == {2: "buurt: not in the kern that is named"}


def test_buurt_or_kern_must_be_there(reading: Reader) -> None:
    with pytest.raises(DeliveryError, match="column buurt"):
        reading([2021, 1, "A20", 3], titles=["jaar", "maand", "klasse", "aantal"])


CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(
        ["", "Totaal", "0.0.0", "gemeente", "Nieuwleusen", "BU01480201", "onbekend", "E12", "5", "2021", "Totaal 2021", "9" * 30]
    ),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.integers(0, len(TITLES) - 1), CELL, max_size=3), max_size=8))
def test_whatever_the_cells_hold_every_row_is_accounted_for(
    dalfsen: Municipality, kernbeleid: Kernbeleid, changes: list[dict[int, str]]
) -> None:
    good = [2021, 1, "BU01480201", "A20", 3, ""]
    rows = [[change.get(index, cell) for index, cell in enumerate(good)] for change in changes]
    with TemporaryDirectory() as folder:
        delivery = write_delivery(Path(folder) / "levering", "politie-aantallen", {"a.csv": csv_bytes([TITLES, *rows])})
        try:
            result = read(delivery, dalfsen, kernbeleid)
        except IvpError:
            return
    assert unaccounted(result, "counts") == 0
