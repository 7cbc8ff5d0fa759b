"""The place of incidents: names of areas, coordinates, default locations."""

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from ivp_analysis.sources.location import OUTSIDE, OVERRULED, PILED_UP, AreaNames, place
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.vocabulary.municipality import Municipality

CENTRE, NORTH, ELSEWHERE = "BU01480101", "BU01480201", "BU01600101"
_PROVENANCE: dict[str, Any] = {"delivery": "proef", "reference_date": pd.Timestamp(2022, 9, 15).as_unit("us"), "synthetic": True}


@pytest.fixture
def areas() -> gpd.GeoDataFrame:
    """Two squares of 1 km beside each other in the municipality, and one that is not of it."""
    frame = pd.DataFrame(
        {"area": [NORTH, CENTRE, ELSEWHERE], "name": "x", "level": "buurt", "village": "x", "certainty": "hoog", "boundary_year": 2022}
    )
    squares = [shapely.box(west, 500_000, west + 1000, 501_000) for west in (211_000, 210_000, 212_000)]
    return satisfy(gpd.GeoDataFrame(frame.assign(**_PROVENANCE), geometry=squares, crs="EPSG:28992"), "areas")


def incidents(*points: tuple[float, float] | None, codes: tuple[str, ...] = ("A72",), area: str = "onbekend") -> gpd.GeoDataFrame:
    """Incidents at these points, placed by name."""
    village = {"onbekend": "onbekend", CENTRE: "Dalfsen", NORTH: "Nieuwleusen"}[area]
    day = pd.Timestamp(2021, 1, 1).as_unit("us")
    frame = pd.DataFrame({"incident_id": [str(index) for index in range(len(points))]})
    frame["code"] = [codes[index % len(codes)] for index in range(len(points))]
    frame = frame.assign(area=area, village=village, start=day, end=day, attempt=pd.Series(pd.NA, frame.index, "boolean"))
    frame = frame.assign(
        reported=frame["attempt"], located_by="nothing" if area == "onbekend" else "buurt", counting="gross", **_PROVENANCE
    )
    geometry = [point and shapely.Point(point) for point in points]
    frame = frame.astype({"incident_id": "str", "code": "str"})
    return satisfy(gpd.GeoDataFrame(frame, geometry=geometry, crs="EPSG:28992"), "incidents")


def test_coordinates_go_before_names(areas: gpd.GeoDataFrame, dalfsen: Municipality) -> None:
    before = incidents((210_500, 500_500), (211_500, 500_500), area=CENTRE)
    after, notes = place(before, areas, dalfsen)
    assert after["area"].tolist() == [CENTRE, NORTH]
    assert after["village"].tolist() == ["Dalfsen", "Nieuwleusen"]
    assert after["located_by"].tolist() == ["coordinates", "coordinates"]
    assert notes == [(OVERRULED, 1)]
    satisfy(after, "incidents")
    assert before["located_by"].tolist() == ["buurt", "buurt"]


def test_without_a_point_the_name_stays(areas: gpd.GeoDataFrame, dalfsen: Municipality) -> None:
    after, notes = place(incidents(None, area=NORTH), areas, dalfsen)
    assert (after["area"].tolist(), after["located_by"].tolist(), notes) == ([NORTH], ["buurt"], [])


def test_a_point_outside_the_municipality_is_dropped_and_the_name_stays(areas: gpd.GeoDataFrame, dalfsen: Municipality) -> None:
    after, notes = place(incidents((212_500, 500_500), (0.1, 0.1), area=CENTRE), areas, dalfsen)
    assert after["area"].tolist() == [CENTRE, CENTRE]
    assert after.geometry.isna().all()
    assert notes == [(OUTSIDE, 2)]


def test_a_point_on_a_border_goes_to_one_side_whatever_the_order(areas: gpd.GeoDataFrame, dalfsen: Municipality) -> None:
    border = incidents((211_000, 500_500))
    results = [place(border, order, dalfsen)[0] for order in (areas, areas.iloc[::-1])]
    assert [result["area"].tolist() for result in results] == [[CENTRE], [CENTRE]]


@pytest.mark.parametrize(("together", "codes", "others", "dropped"), [
    (30, ("A72", "E35", "F11"), 10, 30),
    (25, ("A72", "E35", "F11"), 10, 0),
    (30, ("A50", "E35"), 10, 0),
    (30, ("A72", "E35", "F11"), 600, 0),
])  # fmt: skip
def test_a_default_location_is_a_point_with_many_incidents_of_many_kinds(
    areas: gpd.GeoDataFrame, dalfsen: Municipality, together: int, codes: tuple[str, ...], others: int, dropped: int
) -> None:
    points = [(210_500.0, 500_500.0)] * together + [(210_001.0 + index, 500_100.0) for index in range(others)]
    after, notes = place(incidents(*points, codes=codes, area=NORTH), areas, dalfsen)
    assert dict(notes).get(PILED_UP, 0) == dropped == after.geometry.isna().sum()
    assert (after.loc[after.geometry.isna(), "area"] == NORTH).all()
    assert len(place(incidents(*points, codes=codes), areas, dalfsen, pile_up=1000)[1]) == 0


def test_nothing_is_placed_without_boundaries_or_incidents(areas: gpd.GeoDataFrame, dalfsen: Municipality) -> None:
    before = incidents((1, 1), area=CENTRE)
    after, notes = place(before, empty("areas"), dalfsen)
    assert_frame_equal(after, before)
    assert notes == []
    assert place(incidents(), areas, dalfsen)[1] == []


def test_names_are_found_in_any_spelling_and_shared_names_are_not(dalfsen: Municipality) -> None:
    names = AreaNames(dalfsen)
    for text in ("BU01480304", "bedrijventerrein 't febriek", "01480304", "1480304", "Bedrijventerrein T FEBRIEK "):
        found = names.neighbourhood(text)
        assert found is not None
        assert (found.area, found.village, found.level) == ("BU01480304", "Lemelerveld", "buurt")
    first, second, *others = dalfsen.villages[0].neighbourhoods
    twins = tuple(item.model_copy(update={"name": "Verspreide huizen"}) for item in (first, second))
    village = dalfsen.villages[0].model_copy(update={"neighbourhoods": (*twins, *others)})
    ambiguous = AreaNames(dalfsen.model_copy(update={"villages": (village, *dalfsen.villages[1:])}))
    assert ambiguous.neighbourhood("Verspreide huizen") is None
    assert ambiguous.neighbourhood(first.code) is not None


def test_words_for_the_whole_the_unknown_and_elsewhere(dalfsen: Municipality) -> None:
    names = AreaNames(dalfsen)
    assert all(names.is_municipality(text) for text in ("gemeente", "Gemeente Dalfsen", "GM0148", "dalfsen"))
    assert all(names.is_unknown(text) for text in ("", "Onbekend", "BU00000000"))
    assert [names.is_elsewhere(text) for text in ("BU01600101", "BU01480101", "BU00000000", "Ommen")] == [True, False, False, False]
    assert names.hint("Niuwleusen") == "did you mean 'Nieuwleusen'?"
    assert "Hoonhorst" in names.hint("qqqq")
