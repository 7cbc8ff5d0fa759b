from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from ivp_analysis.vocabulary.municipality import Municipality


@pytest.fixture(scope="module")
def layers(answer: Callable[[str, str], Any]) -> dict[str, gpd.GeoDataFrame]:
    names = ("buurten", "wijken", "gemeenten")
    return {name: gpd.GeoDataFrame.from_features(answer("voorbeeld-grenzen-2022", name), crs=28992) for name in names}


def test_answers_have_the_shape_of_the_service(answer: Callable[[str, str], Any]) -> None:
    buurten = answer("voorbeeld-grenzen-2022", "buurten")
    assert buurten["type"] == "FeatureCollection"
    assert buurten["numberReturned"] == len(buurten["features"]) == 36
    assert [link["rel"] for link in buurten["links"]] == ["self"]
    assert buurten["links"][0]["href"].endswith("EPSG/0/28992")
    fields = [
        "buurtcode",
        "buurtnaam",
        "wijkcode",
        "gemeentecode",
        "gemeentenaam",
        "water",
        "jaar",
        "aantal_inwoners",
        "aantal_huishoudens",
    ]
    assert list(buurten["features"][0]["properties"]) == fields


def test_buurten_cover_the_municipality_once(layers: dict[str, gpd.GeoDataFrame], dalfsen: Municipality) -> None:
    buurten, whole = layers["buurten"], layers["gemeenten"].geometry.iloc[0]
    assert set(buurten["buurtcode"]) == set(dalfsen.neighbourhoods)
    assert buurten.geometry.is_valid.all()
    assert shapely.coverage_is_valid(buurten.geometry.to_numpy())
    assert buurten.geometry.area.sum() == pytest.approx(whole.area, rel=1e-9)
    assert 150e6 < whole.area < 180e6
    xmin, ymin, xmax, ymax = whole.bounds
    assert 205_000 < xmin < xmax < 225_000
    assert 490_000 < ymin < ymax < 512_000


def test_corners_are_whole_metres(layers: dict[str, gpd.GeoDataFrame]) -> None:
    corners = shapely.get_coordinates(layers["buurten"].geometry.to_numpy())
    assert (corners == corners.round()).all()


def test_villages_and_wijken_lie_together(layers: dict[str, gpd.GeoDataFrame], dalfsen: Municipality) -> None:
    buurten = layers["buurten"]
    villages = buurten.dissolve(buurten["buurtcode"].map(dalfsen.village_of))
    assert set(villages.geom_type) == {"Polygon"}
    wijken = layers["wijken"].set_index("wijkcode").geometry
    for code, union in buurten.dissolve("wijkcode").geometry.items():
        assert wijken[code].equals(union)


def test_scattered_houses_are_large_and_built_up_buurten_small(layers: dict[str, gpd.GeoDataFrame]) -> None:
    buurten = layers["buurten"]
    scattered = buurten["buurtnaam"].str.startswith("Verspreide huizen")
    assert buurten[scattered].area.min() > 5e6
    assert buurten[~scattered].area.max() < 1.5e6


def test_inhabitants_are_rounded_so_that_they_do_not_add_up(layers: dict[str, gpd.GeoDataFrame], denominators: pd.DataFrame) -> None:
    buurten, whole = layers["buurten"]["aantal_inwoners"], int(layers["gemeenten"]["aantal_inwoners"].iloc[0])
    assert (buurten % 5 == 0).all()
    assert 0 < abs(buurten.sum() - whole) < 50
    now = denominators[(denominators["gebied"] == "GM0148") & (denominators["jaar"] == 2022)].set_index("maat")["waarde"]
    assert whole == now["inwoners"]
    assert int(layers["gemeenten"]["aantal_huishoudens"].iloc[0]) == now["woningen"]
