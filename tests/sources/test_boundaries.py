"""Boundaries and inhabitants: areas in EPSG:28992, figures that are missing stay missing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import mapping, shape

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources import boundaries
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from sources.pages import BUURTEN, TINY, Files, boundary_files, deliver

Read = Callable[[Files], Reading]


@pytest.fixture
def read(tmp_path: Path, kernbeleid: Kernbeleid) -> Read:
    return lambda files: boundaries.read(deliver(tmp_path, "grenzen", files), TINY, kernbeleid)


def properties(files: Files, layer: str, index: int) -> dict[str, Any]:
    found: dict[str, Any] = files[layer]["features"][index]["properties"]
    return found


def remove(files: Files, layer: str, index: int) -> None:
    files[layer]["features"].pop(index)
    files[layer]["numberReturned"] -= 1


def lines(reading: Reading, outcome: str) -> dict[str, int]:
    found = reading.ledger[reading.ledger["outcome"] == outcome]
    return dict(zip(found["reason"], found["rows"], strict=True))


def test_areas_are_the_buurten_the_wijken_and_the_municipality(read: Read) -> None:
    areas = read(boundary_files()).tables["areas"]
    assert isinstance(areas, gpd.GeoDataFrame)
    assert str(areas.crs) == "EPSG:28992"
    found = areas.set_index("area")[["level", "village", "certainty"]].T.to_dict("list")
    assert found == {
        BUURTEN[0]: ["buurt", "Noord", "hoog"],
        BUURTEN[1]: ["buurt", "Noord", "hoog"],
        BUURTEN[2]: ["buurt", "Zuid", "laag"],
        "WK999901": ["wijk", "", ""],
        "WK999902": ["wijk", "", ""],
        "GM9999": ["municipality", "", ""],
    }
    assert set(areas["boundary_year"]) == {2024}
    assert areas.set_index("area").loc[BUURTEN[1], "name"] == f"naam van {BUURTEN[1]}"


def test_population_is_that_of_buurten_and_municipalities(read: Read) -> None:
    population = read(boundary_files(year=2023)).tables["population"]
    assert dict(zip(population["area"], population["value"], strict=True)) == {
        BUURTEN[0]: 1000, BUURTEN[1]: 500, BUURTEN[2]: 250, "GM9998": 1750, "GM9999": 1750,
    }  # fmt: skip
    assert set(population["year"]) == {2023}
    assert set(population["measure"]) == {"inhabitants"}


def test_without_wijken_there_is_population_only(read: Read) -> None:
    reading = read(boundary_files(wijken=False))
    assert len(reading.tables["areas"]) == 0
    assert len(reading.tables["population"]) == 5


def test_water_is_left_out(read: Read) -> None:
    reading = read(boundary_files())
    assert lines(reading, "left out") == {"water or abroad": 1}
    assert len(reading.quarantine) == 0


@pytest.mark.parametrize("missing", [-99995, -99997, -99999999, None, "-99995"])
def test_a_missing_figure_is_not_in_the_population(read: Read, missing: object) -> None:
    files = boundary_files()
    properties(files, "buurten", 1)["aantal_inwoners"] = missing
    reading = read(files)
    assert BUURTEN[1] not in set(reading.tables["population"]["area"])
    assert BUURTEN[1] in set(reading.tables["areas"]["area"])
    assert lines(reading, "not checkable")["no figure for inhabitants (null or a negative number)"] == 1


def test_inhabitants_that_cannot_be_are_quarantined(read: Read) -> None:
    files = boundary_files(wijken=False)
    properties(files, "buurten", 1)["aantal_inwoners"] = 10.5
    reading = read(files)
    assert reading.quarantine[["file", "row"]].to_numpy().tolist() == [["buurten.json", 2]]


def test_the_country_is_the_sum_of_all_municipalities(read: Read) -> None:
    files = boundary_files()
    template = files["gemeenten"]["features"][0]
    for number in range(1, 341):
        copy = {**template, "properties": {**template["properties"], "gemeentecode": f"GM{number:04d}", "aantal_inwoners": 10}}
        files["gemeenten"]["features"].append(copy)
    abroad = {**template["properties"], "gemeentecode": "GM0998", "aantal_inwoners": None}
    files["gemeenten"]["features"].append({**template, "properties": abroad})
    files["gemeenten"]["numberReturned"] = 343
    population = read(files).tables["population"].set_index("area")["value"]
    assert population["NL00"] == 2 * 1750 + 3400


def test_without_all_municipalities_there_is_no_country(read: Read) -> None:
    reading = read(boundary_files())
    assert "NL00" not in set(reading.tables["population"]["area"])
    assert any("country" in reason for reason in lines(reading, "not checkable"))


def test_longitude_and_latitude_become_rd(read: Read) -> None:
    files = boundary_files()
    for layer in files.values():
        for feature in layer["features"]:
            degrees = gpd.GeoSeries([shape(feature["geometry"])], crs="EPSG:28992").to_crs("EPSG:4326")[0]
            feature["geometry"] = mapping(degrees)
    areas = read(files).tables["areas"].set_index("area")
    assert areas.loc[BUURTEN[0]].geometry.bounds == pytest.approx((200_000, 500_000, 201_000, 501_000), abs=1)
    assert areas.loc[BUURTEN[0]].geometry.area == pytest.approx(1e6, rel=1e-3)


def test_boundaries_outside_the_netherlands_are_an_error(read: Read) -> None:
    files = boundary_files()
    files["buurten"]["features"][0]["geometry"]["coordinates"] = [[[1e6, 1e6], [1.1e6, 1e6], [1.1e6, 1.1e6], [1e6, 1e6]]]
    with pytest.raises(DeliveryError, match="outside the Netherlands"):
        read(files)


def test_geometry_is_made_valid(read: Read) -> None:
    files = boundary_files()
    bow_tie = [[200_000, 500_000], [201_000, 501_000], [201_000, 500_000], [200_000, 501_000], [200_000, 500_000]]
    files["buurten"]["features"][0]["geometry"]["coordinates"] = [bow_tie]
    areas = read(files).tables["areas"]
    assert areas.geometry.is_valid.all()
    assert set(areas.geom_type) <= {"Polygon", "MultiPolygon"}
    assert areas.set_index("area").loc[BUURTEN[0]].geometry.area == pytest.approx(500_000)


def test_an_area_without_polygon_is_an_error(read: Read) -> None:
    files = boundary_files()
    files["buurten"]["features"][0]["geometry"] = None
    with pytest.raises(DeliveryError, match=BUURTEN[0]):
        read(files)


def test_a_buurt_that_is_not_configured_is_quarantined(read: Read) -> None:
    files = boundary_files()
    properties(files, "buurten", 3)["water"] = "NEE"
    refused = read(files).quarantine.iloc[0]
    assert refused["row"] == 4
    assert refused["action"] == "Add it to config/municipalities/proefdorp.yaml"


def test_a_buurt_of_another_division_is_left_out_of_earlier_inhabitants(read: Read) -> None:
    files = boundary_files(wijken=False)
    properties(files, "buurten", 2)["buurtcode"] = "BU99990301"
    reading = read(files)
    assert lines(reading, "left out")["a buurt of another division than the configuration has"] == 1
    assert lines(reading, "not checkable")["buurten of the configuration without a figure in this year"] == 1


@pytest.mark.parametrize(("layer", "index", "code"), [("buurten", 2, BUURTEN[2]), ("wijken", 1, "WK999902"), ("gemeenten", 0, "GM9999")])
def test_a_missing_area_of_the_municipality_is_an_error(read: Read, layer: str, index: int, code: str) -> None:
    files = boundary_files()
    remove(files, layer, index)
    with pytest.raises(DeliveryError, match=code):
        read(files)


def test_buurten_that_do_not_add_up_to_the_municipality_are_an_error(read: Read) -> None:
    files = boundary_files()
    properties(files, "buurten", 0)["aantal_inwoners"] = 1100
    with pytest.raises(DeliveryError, match="1850 inhabitants and the municipality 1750"):
        read(files)


def test_a_difference_within_rounding_adds_up(read: Read) -> None:
    files = boundary_files()
    properties(files, "buurten", 0)["aantal_inwoners"] = 1005
    assert any("rounding" in reason for reason in lines(read(files), "adds up"))


def test_further_pages_are_read(read: Read) -> None:
    files = boundary_files()
    last = files["buurten"]["features"].pop(0)
    files["buurten"] |= {"numberReturned": 3, "links": [{"rel": "next", "href": "https://example.invalid/2"}]}
    files["buurten-0002"] = {"features": [last], "numberReturned": 1, "links": [{"rel": "prev", "href": "https://example.invalid/1"}]}
    assert len(read(files).tables["areas"]) == 6


@pytest.mark.parametrize("change", [{"numberReturned": 5}, {"links": [{"rel": "next", "href": "https://example.invalid/2"}]}])
def test_a_cut_page_is_an_error(read: Read, change: dict[str, Any]) -> None:
    files = boundary_files()
    files["buurten"] |= change
    with pytest.raises(DeliveryError, match=r"buurten\.json"):
        read(files)


def test_an_area_that_comes_twice_is_an_error(read: Read) -> None:
    files = boundary_files()
    files["wijken"]["features"] *= 2
    files["wijken"]["numberReturned"] *= 2
    with pytest.raises(DeliveryError, match="more than once"):
        read(files)


def test_features_of_two_years_are_an_error(read: Read) -> None:
    files = boundary_files()
    properties(files, "wijken", 0)["jaar"] = 2023
    with pytest.raises(DeliveryError, match="jaar"):
        read(files)


def test_a_municipality_of_a_reference_area_that_a_year_does_not_have_is_noted(read: Read) -> None:
    files = boundary_files()
    remove(files, "gemeenten", 1)
    reading = read(files)
    assert "GM9998" not in set(reading.tables["population"]["area"])
    assert "1 municipalities of the reference areas are not there in this year, GM9998 first" in set(reading.ledger["reason"])


def test_a_feature_without_properties_is_of_no_year(read: Read) -> None:
    files = boundary_files()
    files["buurten"]["features"][0]["properties"] = "x"
    with pytest.raises(DeliveryError, match="the features have no year"):
        read(files)


def test_a_number_of_features_that_is_no_number_is_not_repeated(read: Read) -> None:
    files = boundary_files()
    files["buurten"]["numberReturned"] = "x" * 3000
    with pytest.raises(
        DeliveryError, match=r"a page has 4 records and says that it has another number \(delivery levering, file buurten\.json\)"
    ):
        read(files)
