"""Ratios: a half lies as far from equal as a double, and what cannot be drawn to scale gets an arrow."""

import math

import pytest
from figures.drawn import Drawn, watch

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import changes as module
from ivp_analysis.figures.changes import Change, changes
from ivp_analysis.figures.figure import Figure

ITEMS = [
    Change("Woninginbraken", 0.62, 0.45, 0.84, emphasised=True),
    Change("Vernielingen", 1.08, 0.91, 1.29),
    Change("Overlast door jeugd", 1.71, 1.4, 2.08),
    Change("Zedenmisdrijven", None, None, None, remark="niet getoond (1 tot en met 4)"),
]


def draw(items: list[Change], unit: str = "2022 vergeleken met 2017-2019") -> Figure:
    return changes(items, title="Registraties in Hoonhorst", unit=unit, caption="Bron: politie")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return watch(monkeypatch, module)


def test_a_half_lies_as_far_to_the_left_as_a_double_to_the_right(drawn: Drawn) -> None:
    draw(ITEMS)
    assert drawn.scale == "log"
    assert drawn.limits[0] * drawn.limits[1] == pytest.approx(1)
    middles = [(box.x0 + box.x1) / 2 for box in (drawn.named(text).box for text in ("half ×0,5", "gelijk ×1", "dubbel ×2"))]
    assert middles[1] - middles[0] == pytest.approx(middles[2] - middles[1], abs=1.5)


def test_a_small_difference_is_shaded_and_named(drawn: Drawn) -> None:
    draw(ITEMS)
    (band,) = drawn.shapes
    assert (band.box.x0, band.box.x1) == pytest.approx((1 / 1.2, 1.2))
    assert {"klein verschil", "◂ lager", "hoger ▸"} <= set(drawn.texts)
    assert not drawn.trouble


def test_rows_stand_in_the_order_given_with_the_own_one_bold(drawn: Drawn) -> None:
    draw(ITEMS)
    names = [item.label for item in ITEMS]
    assert sorted(names, key=lambda name: -drawn.named(name).box.y0) == names
    assert [name for name in names if drawn.named(name).bold] == ["Woninginbraken"]
    assert {"×0,62", "×1,08", "×1,71", "niet getoond (1 tot en met 4)"} <= set(drawn.texts)


@pytest.mark.parametrize(
    ("item", "arrows", "dots"),
    [
        (Change("nul", 0.0, 0.0, 3.2), "<<", 0),
        (Change("oneindig", 35.0, 4.0, math.inf), ">>", 0),
        (Change("breed", 2.0, 0.001, 4000.0), "<>", 1),
        (Change("gewoon", 2.0, 1.5, 3.0), "", 1),
        (Change("zonder interval", 1.0, None, None), "", 1),
    ],
    ids=lambda value: value.label if isinstance(value, Change) else None,
)
def test_what_goes_on_beyond_the_axis_has_an_arrow(item: Change, arrows: str, dots: int, drawn: Drawn) -> None:
    figure = draw([item])
    assert "".join(one.marker for one in drawn.strokes if one.marker in "<>") == arrows
    assert len(drawn.marks("o")) == dots
    assert item.label.capitalize() in figure.alt
    assert not drawn.trouble


def test_the_axis_takes_in_what_it_can(drawn: Drawn) -> None:
    for high, reaches in ((1.5, 2.3), (5.0, 5.3), (1000.0, 12.0)):
        draw([Change("Fraude", 1.2, 0.9, high)])
        assert drawn.limits[1] == pytest.approx(reaches)


def test_alternative_text_says_each_ratio_and_whether_equal_lies_in_its_interval() -> None:
    alt = draw(ITEMS).alt
    assert alt.startswith("Stippengrafiek van verhoudingen, waarbij 1 gelijk is, 0,5 half en 2 dubbel: Registraties in Hoonhorst,")
    assert "Woninginbraken: 0,62 (95%-interval tussen 0,45 en 0,84; geheel onder 1)." in alt
    assert "Vernielingen: 1,08 (95%-interval tussen 0,91 en 1,29; 1 ligt daarin)." in alt
    assert "Overlast door jeugd: 1,71 (95%-interval tussen 1,40 en 2,08; geheel boven 1)." in alt
    assert "Zedenmisdrijven: niet getoond (1 tot en met 4)." in alt
    assert alt.endswith("Een klein verschil (tussen 0,83 en 1,20): Vernielingen.")
    assert "(95%-interval vanaf 4,00; geheel boven 1)" in draw([Change("Drugs", 35.0, 4.0, math.inf)]).alt


@pytest.mark.parametrize("items", [[], [ITEMS[3]], [Change("Drugs", None, None, None)]])
def test_nothing_to_show_is_said(items: list[Change], drawn: Drawn) -> None:
    figure = draw(items)
    assert "Er zijn geen cijfers om te tonen." in figure.alt
    assert "klein verschil" not in drawn.texts
    assert figure.size[0] == 720


def test_a_ratio_that_is_not_shown_cannot_be_handed_over() -> None:
    with pytest.raises(PresentationError, match="handed over to a chart"):
        Change("Zedenmisdrijven", 2.0, 1.0, 4.0, remark="niet getoond")


def test_the_same_chart_is_the_same_bytes_and_every_argument_changes_it() -> None:
    base = draw(ITEMS)
    assert draw(ITEMS).svg == base.svg
    assert len({base.svg, draw(ITEMS[1:]).svg, draw(ITEMS, unit="verhouding").svg}) == 3
    assert len(base.svg) <= 45_000
