"""Areas below each other: never a ranking, never a figure that is not shown."""

import pytest
from figures.drawn import Drawn, watch

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import areas as module
from ivp_analysis.figures.areas import Area, areas
from ivp_analysis.figures.figure import Figure

ITEMS = [
    Area("Dalfsen", 9.1, 7.7, 10.8, adjusted=9.0, adjusted_low=7.7, adjusted_high=10.5),
    Area("Hoonhorst", 5.2, 2.1, 10.7, emphasised=True, adjusted=7.1, adjusted_low=4.2, adjusted_high=10.0),
    Area("Lemelerveld", 8.4, 6.0, 11.3),
    Area("Nieuwleusen", 10.1, 8.4, 12.1),
    Area("Oudleusen", None, None, None, remark="niet getoond (1 tot en met 4)"),
]
REFERENCES = [("gemeente Dalfsen", 9.0), ("Nederland zonder Dalfsen", 14.2)]


def draw(items: list[Area], references: list[tuple[str, float]] | None = None, title: str = "Woninginbraken") -> Figure:
    return areas(items, title=title, unit="aantal per 1.000 inwoners", caption="Bron: politie", references=references or [])


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return watch(monkeypatch, module)


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [3, 1, 4, 0, 2]])
def test_areas_stand_in_the_order_given_not_that_of_their_figures(order: list[int], drawn: Drawn) -> None:
    draw([ITEMS[position] for position in order])
    heights = {one.text: one.box.y0 for one in drawn.letters}
    names = [ITEMS[position].label for position in order]
    assert sorted(names, key=lambda name: -heights[name]) == names


def test_the_own_area_is_bold_and_its_mark_larger_and_others_are_not(drawn: Drawn) -> None:
    draw(ITEMS)
    assert [name for name in (item.label for item in ITEMS) if drawn.named(name).bold] == ["Hoonhorst"]
    colours = {one.x[0]: one.colour for one in drawn.marks("o")}
    assert colours[5.2] != colours[9.1] == colours[10.1]


def test_what_is_not_shown_has_its_remark_in_place_of_a_mark(drawn: Drawn) -> None:
    draw(ITEMS)
    assert drawn.texts.count("niet getoond (1 tot en met 4)") == 1
    assert len(drawn.marks("o")) == 6
    draw([*ITEMS[:4], Area("Oudleusen", None, None, None)])
    assert "geen cijfer" in drawn.texts


def test_adjusted_figures_are_hollow_and_explained(drawn: Drawn) -> None:
    draw(ITEMS)
    assert sorted(one.x[0] for one in drawn.marks("o") if one.face == "#ffffff") == [7.1, 9.0]
    assert "bijgesteld cijfer met 95%-interval" in drawn.texts
    assert "bijgesteld" not in draw(ITEMS[2:]).alt
    assert "bijgesteld cijfer met 95%-interval" not in drawn.texts


def test_references_are_lines_with_their_names(drawn: Drawn) -> None:
    draw(ITEMS, REFERENCES)
    assert {"gemeente Dalfsen 9,0", "Nederland zonder Dalfsen 14,2"} <= set(drawn.texts)
    lines = {one.x[0]: one.dashes for one in drawn.strokes if one.x[0] == one.x[-1] and len(one.x) == 2}
    assert set(lines) == {9.0, 14.2}
    assert drawn.limits[1] > 14.2


@pytest.mark.parametrize("values", [(1.0, 1.05, 1.1), (14, 1, 7), (0, 0, 0), (20, 20, 20)])
def test_no_line_runs_through_the_name_of_another_reference(values: tuple[float, ...], drawn: Drawn) -> None:
    names = ("basisteam Vechtdal zonder Dalfsen", "Nederland zonder Dalfsen", "gemeente Dalfsen")
    draw(ITEMS, list(zip(names, values, strict=True)))
    assert not drawn.trouble
    tops = {one.text.rsplit(" ", 1)[0]: one.box for one in drawn.letters if one.text.startswith(names)}
    by_height = sorted(names, key=lambda name: tops[name].y0)
    assert [values[names.index(name)] for name in by_height] == sorted(values)


@pytest.mark.parametrize("references", [[], REFERENCES])
def test_long_names_and_extreme_figures_keep_clear_of_each_other(references: list[tuple[str, float]], drawn: Drawn) -> None:
    long = Area("Buitengebied van Dalfsen-Noord, Ankum, Hessum en Gerner", 0.0, 0.0, 44.0, emphasised=True)
    draw([long, Area("Lemelerveld", 0.04, 0.01, 0.1), Area("Nieuwleusen", 12_345.6, 11_000, 14_000)], references)
    assert not drawn.trouble
    assert {"0,0", "12.345,6"} <= set(drawn.texts)


def test_alternative_text_has_every_figure_that_is_shown_and_none_that_is_not() -> None:
    alt = draw(ITEMS, REFERENCES).alt
    assert alt.startswith("Stippengrafiek met een rij per gebied: Woninginbraken, aantal per 1.000 inwoners.")
    assert "Hoonhorst: 5,2 (95%-interval tussen 2,1 en 10,7), bijgesteld 7,1 (95%-interval tussen 4,2 en 10,0)." in alt
    assert "Lemelerveld: 8,4 (95%-interval tussen 6,0 en 11,3). " in alt
    assert "Oudleusen: niet getoond (1 tot en met 4)." in alt
    assert alt.endswith("Ter vergelijking: gemeente Dalfsen 9,0 en Nederland zonder Dalfsen 14,2.")


@pytest.mark.parametrize("items", [[], [ITEMS[4], Area("Dalfsen", None, None, None)]])
def test_nothing_to_show_is_said(items: list[Area], drawn: Drawn) -> None:
    figure = draw(items, REFERENCES)
    assert "Er zijn geen cijfers om te tonen." in figure.alt
    assert figure.size[0] == 720
    assert not drawn.trouble
    assert not [text for text in drawn.texts if "Nederland" in text]


def test_an_adjusted_figure_without_its_figure_is_refused() -> None:
    with pytest.raises(PresentationError, match="adjusted figure without its figure"):
        Area("Oudleusen", None, None, None, adjusted=3.0)


def test_the_same_chart_is_the_same_bytes_and_every_argument_changes_it() -> None:
    base = draw(ITEMS, REFERENCES)
    assert draw(ITEMS, REFERENCES).svg == base.svg
    assert len({base.svg, draw(ITEMS).svg, draw(ITEMS[1:], REFERENCES).svg, draw(ITEMS, REFERENCES, title="Inbraken").svg}) == 4
    assert len(base.svg) <= 45_000
