"""The reader of denominators."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp_analysis.errors import DeliveryError, IvpError
from ivp_analysis.sources.population import MEASURES, age_class, read
from ivp_analysis.tables.contracts import MEASURES as CONTRACT_MEASURES
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.files import csv_bytes, faults, outcomes, unaccounted, write_delivery

TITLES = ["gebied", "jaar", "maat", "geslacht", "leeftijd", "waarde"]
SUMS = "totals against sexes and age classes"
Reader = Callable[..., Reading]


@pytest.fixture
def reading(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Reader:
    """Write the rows as a delivery and read it."""

    def _read(*rows: list[object], titles: list[str] = TITLES) -> Reading:
        return read(write_delivery(tmp_path / "levering", "noemers", {"a.csv": csv_bytes([titles, *rows])}), dalfsen, kernbeleid)

    return _read


def people(sex: str, age: str, value: int) -> list[object]:
    return ["Hoonhorst", 2021, "inwoners", sex, age, value]


@pytest.mark.parametrize(("text", "area", "level"), [
    ("Nieuwleusen", "Nieuwleusen", "village"), ("dalfsen", "Dalfsen", "village"), ("gemeente", "GM0148", "municipality"),
    ("Gemeente Dalfsen", "GM0148", "municipality"), ("GM0148", "GM0148", "municipality"), ("GM0160", "GM0160", "municipality"),
    ("BU01480101", "BU01480101", "buurt"), ("wk014802", "WK014802", "wijk"), ("NL00", "NL00", "country"),
])  # fmt: skip
def test_areas_are_known_by_name_or_code(reading: Reader, text: str, area: str, level: str) -> None:
    row = reading([text, "2021", "inwoners", "", "", "29.683"]).tables["population"].iloc[0]
    assert (row["area"], row["level"], row["sex"], row["age"], row["value"]) == (area, level, "totaal", "totaal", 29683)


@pytest.mark.parametrize(("name", "measure"), list(MEASURES.items()))
def test_every_measure_is_read(reading: Reader, name: str, measure: str) -> None:
    assert reading(["gemeente", 2021, name.upper().replace("_", " "), "", "", 1]).tables["population"]["measure"].tolist() == [measure]


def test_the_measures_are_those_of_the_contract() -> None:
    assert sorted(MEASURES.values()) == sorted(CONTRACT_MEASURES)


def test_sex_and_age_columns_are_optional(reading: Reader) -> None:
    result = reading([29683, "inwoners", 2021, "gemeente"], titles=["waarde", "maat", "jaar", "gebied"])
    assert result.tables["population"][["sex", "age"]].to_numpy().tolist() == [["totaal", "totaal"]]


@pytest.mark.parametrize(("text", "age"), [
    ("12-17", "12-17"), ("12 - 17 jaar", "12-17"), ("12–17 jaar", "12-17"), ("12 t/m 17", "12-17"), ("12 tot 18 jaar", "12-17"),
    ("012-017", "12-17"), ("65+", "65+"), ("65 jaar en ouder", "65+"), ("80 of ouder", "80+"), ("Totaal", "totaal"), ("17-12", None),
    ("jong", None), ("5 tot 5", None),
])  # fmt: skip
def test_age_classes(text: str, age: str | None) -> None:
    assert age_class(text) == age


def test_each_fault_is_refused_and_the_nearest_name_is_given(reading: Reader) -> None:
    good = ["Hoonhorst", 2021, "inwoners", "m", "12-17", 30]
    changes: list[dict[int, object]] = [{}, {}, {0: "Hoonhorts"}, {2: "inwonres"}, {1: "twintig"}, {3: "x"}, {4: "jong"}, {5: "12,5"},
                                        {5: ""}, {5: -3}, {0: ""}]  # fmt: skip
    result = reading(*([change.get(index, cell) for index, cell in enumerate(good)] for change in changes), people("v", "12-17", 3))
    assert faults(result) == {
        3: "waarde: the same figure a second time",
        4: "gebied: no such area",
        5: "maat: no such measure",
        6: "jaar: no year",
        7: "geslacht: no sex",
        8: "leeftijd: no age class",
        9: "waarde: no whole number of 0 or more",
        10: "waarde: no whole number of 0 or more",
        11: "waarde: no whole number of 0 or more",
        12: "gebied: no such area",
    }
    actions = dict(zip(result.quarantine["row"], result.quarantine["action"], strict=True))
    assert "did you mean 'Hoonhorst'?" in actions[4]
    assert "did you mean 'inwoners'?" in actions[5]


PARTS = [
    people("m", "0-11", 1),
    people("m", "12-17", 2),
    people("m", "18+", 4),
    people("v", "0-11", 8),
    people("v", "12-17", 16),
    people("v", "18+", 32),
]


@pytest.mark.parametrize("total", [people("", "", 63), people("m", "", 7), people("", "12-17", 18)])
def test_parts_that_are_all_there_must_add_up_to_the_total(reading: Reader, total: list[object]) -> None:
    assert outcomes(reading(*PARTS, total))["adds up", SUMS] == 1


@pytest.mark.parametrize("total", [people("", "", 64), people("m", "", 8), people("", "12-17", 17)])
def test_a_total_that_differs_is_an_error(reading: Reader, total: list[object]) -> None:
    with pytest.raises(DeliveryError, match=r"add up to \d+ .*file a\.csv, area Hoonhorst, year 2021, measure inhabitants"):
        reading(*PARTS, total)


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_total_is_not_checked_while_a_class_is_missing(reading: Reader, missing: int) -> None:
    rows = [part for index, part in enumerate(PARTS) if index != missing]
    assert ("adds up", SUMS) not in outcomes(reading(*rows, people("", "", 99)))


def test_overlapping_classes_are_no_parts(reading: Reader) -> None:
    result = reading(people("", "0-17", 5), people("", "12-17", 2), people("", "18+", 4), people("", "", 9))
    assert ("adds up", SUMS) not in outcomes(result)


def test_figures_rounded_to_five_may_differ_by_the_rounding(reading: Reader) -> None:
    assert outcomes(reading(people("m", "", 500), people("v", "", 505), people("", "", 1000)))["adds up", SUMS] == 1


def test_figures_rounded_to_five_may_not_differ_by_more(reading: Reader) -> None:
    with pytest.raises(DeliveryError, match="add up to 1005"):
        reading(people("m", "", 500), people("v", "", 505), people("", "", 990))


CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["", "Totaal", "gemeente", "NL00", "0-11", "12+", "m", "v", "woningen", "5", "2021", "9" * 30, "1-0"]),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.integers(0, len(TITLES) - 1), CELL, max_size=3), max_size=8))
def test_whatever_the_cells_hold_every_row_is_accounted_for(
    dalfsen: Municipality, kernbeleid: Kernbeleid, changes: list[dict[int, str]]
) -> None:
    rows = [[change.get(index, cell) for index, cell in enumerate(people("m", "12-17", 3))] for change in changes]
    with TemporaryDirectory() as folder:
        delivery = write_delivery(Path(folder) / "levering", "noemers", {"a.csv": csv_bytes([TITLES, *rows])})
        try:
            result = read(delivery, dalfsen, kernbeleid)
        except IvpError:
            return
    assert unaccounted(result, "population") == 0
