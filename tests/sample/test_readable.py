"""The readers take the sample as it is, but for the faults that were planted."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from ivp_analysis.sources import boundaries, location, police_counts, police_incidents, police_open_data, population
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import NETHERLANDS, UNKNOWN, Municipality

READERS = {
    "voorbeeld-47018ned": police_open_data.read,
    "voorbeeld-47024ned": police_open_data.read,
    "voorbeeld-aantallen-2021-h2": police_counts.read,
    "voorbeeld-aantallen-2022-h1": police_counts.read,
    "voorbeeld-aantallen-2022-h2": police_counts.read,
    "voorbeeld-bvh-2022-h1": police_incidents.read,
    "voorbeeld-bvh-2022-h2": police_incidents.read,
    "voorbeeld-grenzen-2022": boundaries.read,
    "voorbeeld-noemers-2022": population.read,
}


@pytest.fixture(scope="module")
def readings(sample: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> dict[str, Reading]:
    return {name: read(Delivery(sample / name), dalfsen, kernbeleid) for name, read in READERS.items()}


def test_only_planted_rows_are_refused(readings: dict[str, Reading]) -> None:
    refused = {name: len(reading.quarantine) for name, reading in readings.items() if len(reading.quarantine)}
    assert refused == {"voorbeeld-bvh-2022-h1": 9, "voorbeeld-bvh-2022-h2": 3}
    assert readings["voorbeeld-bvh-2022-h1"].quarantine.groupby("reason").size().to_list() == [3, 3, 3]


def test_nothing_differs_but_an_area_that_is_not_there_and_every_table_is_synthetic(readings: dict[str, Reading]) -> None:
    for name, reading in readings.items():
        differs = reading.ledger[reading.ledger["outcome"] == "differs"]
        absent = [reason.partition(":")[0] for reason in differs["reason"]]
        assert absent == (["Oost-Nederland is absent"] if "ned" in name else [])
        assert reading.tables
        assert all(table["synthetic"].all() and len(table) for table in reading.tables.values())


@pytest.mark.parametrize("measure", ["inhabitants", "dwellings", "establishments"])
def test_what_rates_are_divided_by_is_read_at_every_level(
    readings: dict[str, Reading], dalfsen: Municipality, compared: set[str], measure: str
) -> None:
    table = readings["voorbeeld-noemers-2022"].tables["population"]
    total = table[(table["measure"] == measure) & (table["sex"] == "totaal") & (table["age"] == "totaal")]
    areas = {
        "buurt": {*dalfsen.neighbourhoods},
        "village": {*dalfsen.village_names},
        "municipality": compared - {NETHERLANDS},
        "country": {NETHERLANDS},
    }
    assert {str(level): set(rows["area"]) for level, rows in total.groupby("level")} == areas
    assert (total.groupby("area")["year"].apply(list).map(lambda years: sorted(years) == list(range(2012, 2023)))).all()
    assert (total["value"] > 0).all()


def test_placed_incidents_and_counts_agree(readings: dict[str, Reading], dalfsen: Municipality) -> None:
    areas = readings["voorbeeld-grenzen-2022"].tables["areas"]
    parts = [readings[f"voorbeeld-bvh-2022-{half}"].tables["incidents"] for half in ("h1", "h2")]
    every = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), geometry="geometry", crs=28992)
    placed, notes = location.place(every, areas, dalfsen)
    assert [reason for reason, _ in notes] == [location.PILED_UP]
    for half, year in (("h1", 2021), ("h2", 2022)):
        counted = readings[f"voorbeeld-aantallen-2022-{half}"].tables["counts"].groupby(["area", "month", "code"])["count"].sum()
        own = placed[placed["start"].dt.year == year]
        added = own.groupby(["area", own["start"].dt.month.rename("month"), "code"]).size()
        assert counted.sort_index().to_dict() == added.to_dict()
        assert counted[UNKNOWN].sum() > 0
