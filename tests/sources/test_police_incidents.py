"""The reader of police incident exports, on files as a basisteam sends them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp_analysis.errors import DeliveryError, IvpError
from ivp_analysis.sources.police_incidents import OTHER_MUNICIPALITY, read
from ivp_analysis.sources.tabular import NOTE_LINE, TITLE_LINE, TOTAL_LINE
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.files import INCIDENT_TITLES, PERSONAL, csv_bytes, faults, incident, outcomes, unaccounted, write_delivery, xlsx_bytes

Reader = Callable[..., Reading]


@pytest.fixture
def reading(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Reader:
    """Write the rows as a delivery and read it."""

    def _read(*rows: list[object], file: str = "incidenten.csv", content: bytes = b"", titles: bool = True) -> Reading:
        full = content or csv_bytes([INCIDENT_TITLES, *rows] if titles else rows)
        return read(write_delivery(tmp_path / "levering", "politie-incidenten", {file: full}), dalfsen, kernbeleid)

    return _read


def test_a_row_becomes_an_incident_with_an_interval_and_a_point(reading: Reader) -> None:
    result = reading(incident(1, poging="J"))
    table = result.tables["incidents"]
    assert isinstance(table, gpd.GeoDataFrame)
    assert table.crs.to_epsg() == 28992
    row = table.iloc[0]
    assert (row["incident_id"], row["code"], row["area"], row["village"]) == ("PL0400_BVH_1", "A72", "BU01480201", "Nieuwleusen")
    assert (row["start"], row["end"]) == (pd.Timestamp(2017, 9, 20, 17, 30), pd.Timestamp(2017, 9, 22, 8, 0))
    assert (row["attempt"], row["reported"], row["located_by"], row["counting"]) == (True, True, "buurt", "gross")
    assert (row["geometry"].x, row["geometry"].y) == (214485, 510020)
    satisfy(table, "incidents")


def test_personal_columns_stay_out_of_table_and_quarantine(reading: Reader) -> None:
    result = reading(incident(1), incident(2, incidentsoortcode="?"))
    text = result.tables["incidents"].to_csv() + result.quarantine.to_csv() + result.ledger.to_csv()
    assert not [value for value in PERSONAL if value in text]


def test_title_total_and_note_lines_are_left_out_and_rows_are_numbered_as_a_spreadsheet_counts(reading: Reader) -> None:
    rows = [["Incidenten basisteam Vechtdal"], [], list(INCIDENT_TITLES), incident(1), [], incident(2, incidentsoortcode="vechtpartij"),
            ["Totaal", "", "2"], ["Bron: BVH"]]  # fmt: skip
    result = reading(*rows, titles=False)
    assert outcomes(result) == {
        ("read", ""): 5, ("accepted", ""): 1, ("left out", TITLE_LINE): 1, ("left out", TOTAL_LINE): 1, ("left out", NOTE_LINE): 1,
        ("quarantined", "Incidentsoort code: no maatschappelijke klasse"): 1,
    }  # fmt: skip
    assert faults(result) == {6: "Incidentsoort code: no maatschappelijke klasse"}
    assert "column Incidentsoort code" in result.quarantine["action"].iloc[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_separators_of_csv_make_no_difference(reading: Reader, encoding: str, delimiter: str) -> None:
    rows = [INCIDENT_TITLES, incident(1, object='Café, \'t Höekje; "oud"', x="214.485,00", y="510020,0")]
    table = reading(content=csv_bytes(rows, delimiter, encoding)).tables["incidents"]
    assert table.geometry.iloc[0].coords[0] == (214485, 510020)


def test_the_order_of_columns_and_the_spelling_of_titles_make_no_difference(reading: Reader) -> None:
    order = sorted(range(len(INCIDENT_TITLES)), key=lambda index: INCIDENT_TITLES[index][::-1])
    titles = [INCIDENT_TITLES[index].upper().replace("-", " ") + " " for index in order]
    table = reading(titles, [incident(1)[index] for index in order], titles=False).tables["incidents"]
    assert (table["incident_id"].iloc[0], table["area"].iloc[0]) == ("PL0400_BVH_1", "BU01480201")


def test_a_workbook_with_real_dates_numbers_and_a_cover_sheet(reading: Reader) -> None:
    row = incident(1, beginpleegdatumtijd=datetime(2017, 9, 20, 17, 30), eindpleegdatumtijd=43000.25, x=214485.0, y=510020)  # noqa: DTZ001
    cover = [["Levering 2022"], ["Contact: team Vechtdal"]]
    content = xlsx_bytes(cover, [["Titel"], INCIDENT_TITLES, row, ["Totaal", None, 1]])
    result = reading(file="incidenten.xlsx", content=content)
    found = result.tables["incidents"].iloc[0]
    assert (found["start"], found["end"]) == (pd.Timestamp(2017, 9, 20, 17, 30), pd.Timestamp(2017, 9, 22, 6, 0))
    assert found["geometry"].x == 214485
    assert outcomes(result)["left out", TITLE_LINE] == 1


def test_optional_columns_may_be_missing(reading: Reader) -> None:
    result = reading(["Incident Identificatie", "Incidentsoort code", "Kennisnamedatum/tijd"], ["1", "E12", "2-1-2021"], titles=False)
    row = result.tables["incidents"].iloc[0]
    assert row["start"] == row["end"] == pd.Timestamp(2021, 1, 2)
    assert (row["area"], row["village"], row["located_by"]) == ("onbekend", "onbekend", "nothing")
    assert pd.isna(row["attempt"])
    assert row["geometry"] is None


@pytest.mark.parametrize(("begin", "end", "known", "expected"), [
    ("1-1-2021", "", "5-1-2021", ("2021-01-01", "2021-01-01")),
    ("", "3-1-2021", "5-1-2021", ("2021-01-03", "2021-01-03")),
    ("", "", "5-1-2021", ("2021-01-05", "2021-01-05")),
    ("1-1-2021", "3-1-2021", "niet bekend", ("2021-01-01", "2021-01-03")),
])  # fmt: skip
def test_the_interval_uses_what_is_known(reading: Reader, begin: str, end: str, known: str, expected: tuple[str, str]) -> None:
    table = reading(incident(1, beginpleegdatumtijd=begin, eindpleegdatumtijd=end, kennisnamedatumtijd=known)).tables["incidents"]
    assert (str(table["start"].iloc[0].date()), str(table["end"].iloc[0].date())) == expected


@pytest.mark.parametrize(("x", "y"), [("", ""), ("0", "0"), ("0,0", "510020"), ("214485", "52,5"), ("6,25", "52,5"), ("n.v.t.", "510020")])
def test_coordinates_that_cannot_be_in_the_netherlands_are_missing_and_the_incident_stays(reading: Reader, x: str, y: str) -> None:
    table = reading(incident(1, x=x, y=y)).tables["incidents"]
    assert table.geometry.isna().tolist() == [True]
    assert table["village"].tolist() == ["Nieuwleusen"]


@pytest.mark.parametrize(("buurt", "place", "expected"), [
    ("bu01480116", "", ("BU01480116", "Hoonhorst", "buurt")),
    ("hoonhorst KERN", "Dalfsen", ("BU01480116", "Hoonhorst", "buurt")),
    ("Een oude buurt", "LEMELERVELD", ("onbekend", "Lemelerveld", "place")),
    ("", "Zwolle", ("onbekend", "onbekend", "nothing")),
])  # fmt: skip
def test_the_place_is_found_by_names(reading: Reader, buurt: str, place: str, expected: tuple[str, str, str]) -> None:
    row = reading(incident(1, pleegbuurt=buurt, pleegplaats=place)).tables["incidents"].iloc[0]
    assert (row["area"], row["village"], row["located_by"]) == expected


def test_a_misspelled_buurt_is_told_and_the_incident_is_kept(reading: Reader) -> None:
    result = reading(incident(1, pleegbuurt="Honhorst krn"), incident(2))
    told = result.ledger[result.ledger["outcome"] == "differs"]
    assert told["rows"].tolist() == [1]
    assert "Pleegbuurt is no buurt" in told["reason"].iloc[0]
    assert len(result.tables["incidents"]) == 2


def test_incidents_of_another_municipality_are_left_out(reading: Reader) -> None:
    result = reading(incident(1, pleeggemeente="Ommen", incidentsoortcode="?"), incident(2, pleeggemeente="gemeente DALFSEN"),
                     incident(3, pleeggemeente=""))  # fmt: skip
    assert outcomes(result)["left out", OTHER_MUNICIPALITY] == 1
    assert result.tables["incidents"]["incident_id"].tolist() == ["PL0400_BVH_2", "PL0400_BVH_3"]


def test_each_fault_is_refused_with_its_row_and_its_column(reading: Reader) -> None:
    result = reading(
        incident(1),
        incident(1),
        incident(3, incidentidentificatie=""),
        incident(4, incidentsoortcode="1.1.1"),
        incident(5, beginpleegdatumtijd="31-02-2021 10:00"),
        incident(6, beginpleegdatumtijd="23-09-2017"),
        incident(7, beginpleegdatumtijd="", eindpleegdatumtijd="", kennisnamedatumtijd=""),
        incident(8, eindpleegdatumtijd="16-09-2022"),
        incident(9, poging="misschien"),
        incident(10, eindpleegdatumtijd="gisteren"),
        incident(11, aangifte="onbekend", incidentsoortcode="Z99 Nieuwe soort"),
    )
    assert faults(result) == {
        3: "Incident Identificatie: the same incident a second time",
        4: "Incident Identificatie: empty",
        5: "Incidentsoort code: no maatschappelijke klasse",
        6: "Begin-pleegdatum/tijd: no date that can be read",
        7: "Begin-pleegdatum/tijd: later than the end of the offence",
        8: "Begin-pleegdatum/tijd: no date at all",
        9: "Begin-pleegdatum/tijd: after the peildatum",
        10: "Poging: neither J nor N",
        11: "Eind-pleegdatum/tijd: no date that can be read",
    }
    assert result.tables["incidents"]["code"].tolist() == ["A72", "Z99"]


def test_an_incident_twice_is_kept_when_its_first_row_was_refused(reading: Reader) -> None:
    assert reading(incident(1, incidentsoortcode="?"), incident(1)).tables["incidents"]["incident_id"].tolist() == ["PL0400_BVH_1"]


def test_an_incident_may_not_stand_in_two_files_of_a_delivery(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    files = {f"{name}.csv": csv_bytes([INCIDENT_TITLES, incident(1)]) for name in "ab"} | {"duiding.docx": b"tekst"}
    result = read(write_delivery(tmp_path / "levering", "politie-incidenten", files), dalfsen, kernbeleid)
    assert result.quarantine["file"].tolist() == ["b.csv"]


def test_a_missing_column_is_one_error_that_names_the_nearest_one(reading: Reader) -> None:
    titles = ["Incidentsoort codering" if title == "Incidentsoort code" else title for title in INCIDENT_TITLES]
    with pytest.raises(DeliveryError, match=r"required column is missing .*column Incidentsoort code.*'Incidentsoort codering'"):
        reading(titles, incident(1), titles=False)


def test_a_date_column_must_be_there(reading: Reader) -> None:
    with pytest.raises(DeliveryError, match="Begin-pleegdatum/tijd"):
        reading(["Incident Identificatie", "Incidentsoort code"], ["1", "A72"], titles=False)


def test_a_file_without_rows_gives_an_empty_table(reading: Reader) -> None:
    result = reading()
    assert len(result.tables["incidents"]) == 0
    assert outcomes(result) == {("read", ""): 0}


CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["", "0", "-1", "1e400", "nan", "A72", "99-99-9999", "2017-09-20T25:00", "99999", "Totaal", "٣", "12.345,6"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.integers(0, len(INCIDENT_TITLES) - 1), CELL, max_size=5), max_size=6))
def test_whatever_the_cells_hold_every_row_is_accounted_for(
    dalfsen: Municipality, kernbeleid: Kernbeleid, changes: list[dict[int, str]]
) -> None:
    rows = [[change.get(index, cell) for index, cell in enumerate(incident(number))] for number, change in enumerate(changes)]
    with TemporaryDirectory() as folder:
        delivery = write_delivery(Path(folder) / "levering", "politie-incidenten", {"a.csv": csv_bytes([INCIDENT_TITLES, *rows])})
        try:
            result = read(delivery, dalfsen, kernbeleid)
        except IvpError:
            return
    assert unaccounted(result, "incidents") == 0
