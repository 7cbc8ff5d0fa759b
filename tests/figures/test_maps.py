"""Maps: shades only for what may be seen, and words for all of it."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from matplotlib.figure import Figure as Drawing
from shapely.geometry import box

import ivp_analysis.figures.maps
from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures.classes import QUANTILES
from ivp_analysis.figures.figure import render
from ivp_analysis.figures.maps import choropleth, grid

HIDDEN = {"BU01480003": "1 tot en met 4", "BU01480009": "1 tot en met 4"}
ABSENT = "BU01480005"
TEXTS: dict[str, Any] = {
    "title": "Woninginbraken in Hoonhorst, 2019-2021",
    "unit": "aantal per 1.000 inwoners",
    "caption": "Een kaart.",
    "source": "politie",
}


def figures(areas: gpd.GeoDataFrame) -> dict[str, float | None]:
    codes = [code for code in areas["area"] if code not in HIDDEN and code != ABSENT]
    return {code: 1.5 + order for order, code in enumerate(codes)} | {ABSENT: None}


def villages(areas: gpd.GeoDataFrame) -> dict[str, str]:
    return {code: "Hoonhorst" if order < 12 else "Lemelerveld" for order, code in enumerate(areas["area"])}


def squares(areas: gpd.GeoDataFrame, *classes: tuple[str, bool]) -> gpd.GeoDataFrame:
    west, south, *_ = areas.total_bounds
    boxes = [box(west + 500 * at, south, west + 500 * at + 500, south + 500) for at in range(len(classes))]
    frame = {"label": [label for label, _ in classes], "shown": [shown for _, shown in classes], "size": 500}
    return gpd.GeoDataFrame(frame, geometry=boxes, crs=28992)


@pytest.fixture
def colours(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The fills of each map that a test draws."""
    from matplotlib.colors import to_hex

    kept: list[set[str]] = []

    def note(drawing: Drawing, alt: str, caption: str) -> Any:
        kept.append({to_hex(colour) for layer in drawing.axes[0].collections for colour in layer.get_facecolor()})
        return render(drawing, alt, caption)

    monkeypatch.setattr(ivp_analysis.figures.maps, "render", note)
    return kept


def test_the_words_name_extremes_and_count_what_is_not_shown(areas: gpd.GeoDataFrame) -> None:
    village = [code for code, name in villages(areas).items() if name == "Hoonhorst"]
    figure = choropleth(areas, values=figures(areas), hidden=HIDDEN, outline=village, labels=villages(areas), **TEXTS)
    assert figure.alt == (
        "Kaart met een kleur per buurt: Woninginbraken in Hoonhorst, 2019-2021, aantal per 1.000 inwoners. "
        "21 buurten in 5 klassen, van 1,5 tot en met 21,5. Hoogste: 21,5 in Buurt 23. Laagste: 1,5 in Buurt 0. "
        "2 buurten niet getoond (1 tot en met 4). 1 buurt zonder cijfer. Een dikke lijn omgeeft Hoonhorst."
    )
    assert figure.caption == f"Een kaart. {QUANTILES}"


def test_the_furniture_is_there(areas: gpd.GeoDataFrame, texts: list[str]) -> None:
    choropleth(areas, values=figures(areas), hidden=HIDDEN, labels=villages(areas), **TEXTS)
    assert {"niet getoond (1 tot en met 4)", "geen cijfer", "17,6 t/m 21,5", "noord", "Bron: politie", TEXTS["unit"]} <= set(texts)
    assert [texts.count(name) for name in ("Hoonhorst", "Lemelerveld")] == [1, 1]
    assert any(text.endswith(" km") for text in texts)
    assert not [text for text in texts if "210" in text or "500000" in text]


def test_what_is_not_there_has_no_entry(areas: gpd.GeoDataFrame, texts: list[str]) -> None:
    choropleth(areas, values=dict.fromkeys(areas["area"], 2.5), **TEXTS)
    assert not {"geen cijfer", "niet getoond"} & set(texts)
    assert "2,5" in texts


def test_every_argument_changes_the_picture(areas: gpd.GeoDataFrame) -> None:
    plain = choropleth(areas, values=figures(areas), **TEXTS)
    others = [
        choropleth(areas, values=figures(areas) | dict.fromkeys(HIDDEN), hidden=HIDDEN, **TEXTS),
        choropleth(areas, values=figures(areas), outline=["BU01480001"], **TEXTS),
        choropleth(areas, values=figures(areas), labels=villages(areas), **TEXTS),
        choropleth(areas, values=figures(areas), **TEXTS | {"source": "CBS"}),
        choropleth(areas, values=figures(areas), **TEXTS | {"unit": "aantal"}),
        choropleth(areas, values=figures(areas) | {ABSENT: 99.5}, **TEXTS),
    ]
    assert len({plain.svg, *(figure.svg for figure in others)}) == 7
    assert plain.svg == choropleth(areas, values=figures(areas), **TEXTS).svg


def test_a_hidden_area_has_no_shade(areas: gpd.GeoDataFrame, colours: list[set[str]]) -> None:
    choropleth(areas, values={}, hidden=dict.fromkeys(areas["area"], "1 tot en met 4"), **TEXTS)
    assert colours == [{style.NOT_SHOWN}]


def test_each_reason_has_its_own_entry_and_is_counted(areas: gpd.GeoDataFrame, texts: list[str]) -> None:
    hidden = {"BU01480000": "te weinig inwoners", "BU01480001": "", "BU01480002": "niet getoond", "BU01480003": "te weinig inwoners"}
    alt = choropleth(areas, values={}, hidden=hidden, **TEXTS).alt
    assert [texts.count(text) for text in ("niet getoond", "niet getoond (te weinig inwoners)")] == [1, 1]
    assert "2 buurten niet getoond. 2 buurten niet getoond (te weinig inwoners)." in alt


def test_a_hidden_figure_cannot_be_handed_over(areas: gpd.GeoDataFrame) -> None:
    with pytest.raises(PresentationError, match="hidden figure") as caught:
        choropleth(areas, values={"BU01480003": 3.75}, hidden=HIDDEN, **TEXTS)
    assert "BU01480003" in str(caught.value)
    assert "3.75" not in str(caught.value)


def test_a_figure_of_an_area_that_is_not_there_is_an_error(areas: gpd.GeoDataFrame) -> None:
    with pytest.raises(PresentationError, match="BU99990000"):
        choropleth(areas, values={"BU99990000": 1.0}, **TEXTS)


def test_degrees_are_refused(areas: gpd.GeoDataFrame) -> None:
    with pytest.raises(PresentationError, match="Dutch grid"):
        choropleth(areas.to_crs(4326), values=figures(areas), **TEXTS)


def test_an_area_that_comes_twice_is_refused(areas: gpd.GeoDataFrame) -> None:
    with pytest.raises(PresentationError, match="comes twice"):
        choropleth(areas.iloc[[0, 0, 1]], values={}, **TEXTS)


def test_a_map_without_areas_is_refused(areas: gpd.GeoDataFrame) -> None:
    for wrong in (areas.iloc[:0], areas.drop(columns="name")):
        with pytest.raises(PresentationError, match="without areas"):
            choropleth(wrong, values={}, **TEXTS)


def test_a_map_without_figures_says_so(areas: gpd.GeoDataFrame) -> None:
    figure = choropleth(areas, values={}, **TEXTS)
    assert "Er zijn geen cijfers om te tonen. 24 buurten zonder cijfer." in figure.alt
    assert figure.caption == "Een kaart."


def test_squares_are_shaded_by_class_and_small_ones_are_not(areas: gpd.GeoDataFrame, colours: list[set[str]]) -> None:
    cells = squares(areas, ("5-9", True), ("20 of meer", True), ("minder dan 5", False), ("10-19", True), ("5-9", True))
    figure = grid(areas, cells, title="Fietsen", caption="c", source="politie")
    assert figure.alt == (
        "Kaart met vakken: Fietsen, aantal per vak. De vakken zijn 500 bij 500 meter groot. 1 vak: 20 of meer. 1 vak: 10-19. "
        "2 vakken: 5-9. 1 vak: minder dan 5, niet getoond. De klasse 20 of meer ligt in Buurt 0."
    )
    assert colours == [{"#ffffff", style.NOT_SHOWN, style.SEQUENCE[0], style.SEQUENCE[2], style.SEQUENCE[4]}]


def test_two_sizes_of_squares_are_told_apart_in_words_and_beside_the_legend(areas: gpd.GeoDataFrame, texts: list[str]) -> None:
    cells = squares(areas, *[("5 of 10", True)] * 3, ("15 of 20", True))
    west, south, *_ = areas.total_bounds
    cells.loc[3, ["size", "geometry"]] = [250, box(west + 3000, south, west + 3250, south + 250)]
    cells.loc[2, ["size", "geometry"]] = [250, box(west + 3250, south, west + 3500, south + 250)]
    figure = grid(areas, cells, title="Fietsen", caption="c", source="politie", base=5)
    assert (
        "Fietsen, aantal per vak, afgerond op 5. De vakken zijn 500 bij 500 of 250 bij 250 meter groot. 1 vak van 250 meter: 15 of 20. "
        "3 vakken (2 van 500 meter en 1 van 250 meter): 5 of 10."
    ) in figure.alt
    assert {"vak van 250 bij 250 meter", "vak van 500 bij 500 meter", "aantal per vak, afgerond op 5"} <= set(texts)


def test_the_squares_beside_the_legend_are_as_large_as_those_of_the_map(areas: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.patches import Rectangle

    sides: list[float] = []

    def note(drawing: Drawing, alt: str, caption: str) -> Any:
        map_axes, sizes = drawing.axes[:2]
        to_pixels = map_axes.transData.transform([(0, 0), (500, 500)])
        keys = [patch.get_window_extent() for patch in sizes.findobj(Rectangle) if patch is not sizes.patch]
        sides.extend([float(to_pixels[1][0] - to_pixels[0][0]), *(key.width for key in keys), *(key.height for key in keys)])
        return render(drawing, alt, caption)

    monkeypatch.setattr(ivp_analysis.figures.maps, "render", note)
    grid(areas, squares(areas, ("5 of 10", True)), title="t", caption="c", source="s")
    assert sides == pytest.approx([sides[0]] * 3)


def test_nothing_is_drawn_but_squares_and_the_borders_of_buurten(areas: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """No points, and no contours that would go around one farm."""
    vertices: list[int] = []

    def note(drawing: Drawing, alt: str, caption: str) -> Any:
        layers = drawing.axes[0].collections
        vertices.extend(np.shape(path.vertices)[0] for layer in layers for path in layer.get_paths())
        assert not drawing.axes[0].lines
        return render(drawing, alt, caption)

    monkeypatch.setattr(ivp_analysis.figures.maps, "render", note)
    grid(areas, squares(areas, ("5 of 10", True), ("15 of 20", True)), title="t", caption="c", source="s")
    assert vertices == [5] * (len(areas) + 2)


def test_the_legend_of_squares_runs_from_much_to_little(areas: gpd.GeoDataFrame, texts: list[str]) -> None:
    cells = squares(areas, ("5-9", True), ("100 of meer", True), ("minder dan 5", False), ("10-99", True))
    grid(areas, cells, title="Fietsen", caption="c", source="politie")
    order = [text for text in texts if text in set(cells["label"])]
    assert order == ["100 of meer", "10-99", "5-9", "minder dan 5"]


def test_a_class_cannot_be_shown_and_hidden(areas: gpd.GeoDataFrame) -> None:
    with pytest.raises(PresentationError, match="both shown and hidden"):
        grid(areas, squares(areas, ("5-9", True), ("5-9", False)), title="t", caption="c", source="s")


def test_no_squares_still_make_a_map(areas: gpd.GeoDataFrame) -> None:
    figure = grid(areas, squares(areas), title="Fietsen", caption="c", source="politie")
    assert "Er zijn geen vakken om te tonen." in figure.alt


def test_squares_without_a_class_are_refused(areas: gpd.GeoDataFrame) -> None:
    with pytest.raises(PresentationError, match="missing shown, size"):
        grid(areas, squares(areas).drop(columns=["shown", "size"]), title="t", caption="c", source="s")


def test_maps_of_the_real_buurten_are_small(shared: Path) -> None:
    real = gpd.read_file(shared / "real" / "dalfsen" / "buurten_2022_rd.geojson").rename(columns={"statcode": "area", "statnaam": "name"})
    codes = sorted(real["area"])
    values = {code: order * 1.3 for order, code in enumerate(codes) if order % 5}
    hidden = {code: ("1 tot en met 4", "te weinig inwoners", "gevoelig", "")[order % 4] for order, code in enumerate(codes[::5])}
    labels = dict(zip(codes, ["Dalfsen", "Nieuwleusen", "Lemelerveld", "Hoonhorst", "Oudleusen"] * 8, strict=False))
    figure = choropleth(real, values=values, hidden=hidden, outline=codes[:5], labels=labels, **TEXTS)
    assert len(figure.svg) <= 60_000
    cells = squares(real, *[("5-9", True), ("10-19", True), ("minder dan 5", False)] * 60)
    assert len(grid(real, cells, title="t", caption="c", source="s", labels=labels).svg) <= 60_000
