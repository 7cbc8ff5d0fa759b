"""The funnel: who is outside is named, the own municipality always, and nobody gets a rank."""

from dataclasses import replace

import numpy as np
import pytest
from figures.drawn import Drawn, watch
from scipy.stats import poisson

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import funnel as module
from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure
from ivp_analysis.figures.funnel import Limits, Point, funnel

NONE = Limits([], [], [], [], [], [])


def limits(smallest: float, largest: float, rate: float = 4.0) -> Limits:
    sizes = np.geomspace(smallest, largest, 40)
    low95, high95, low998, high998 = (list(poisson.ppf(part, rate * sizes / 1000) / sizes * 1000) for part in (0.025, 0.975, 0.001, 0.999))
    return Limits(list(sizes), [rate] * 40, low95, high95, low998, high998)


LIMITS = limits(10_000, 130_000)
POINTS = [
    Point("Dalfsen", 28_900, 3.9, emphasised=True),
    Point("Zwolle", 129_000, 9.25, outside=True),
    Point("Ommen", 18_600, 2.1, outside=True),
    Point("Raalte", 38_700, 4.2),
    Point("Staphorst", 17_500, 4.4),
]


def draw(points: list[Point], within: Limits = LIMITS, across: str = "inwoners") -> Figure:
    return funnel(points, within, title="Woninginbraken", unit="aantal per 1.000 inwoners", caption="Bron: politie", across=across)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return watch(monkeypatch, module)


def test_the_own_municipality_and_who_is_outside_are_named_and_no_one_else(drawn: Drawn) -> None:
    draw(POINTS)
    assert {"Dalfsen", "Zwolle", "Ommen"} <= set(drawn.texts)
    assert not {"Raalte", "Staphorst"} & set(drawn.texts)
    assert drawn.named("Dalfsen").bold
    assert not drawn.named("Zwolle").bold
    assert not drawn.trouble


def test_outside_and_own_differ_in_shape_and_size_not_in_colour_alone(drawn: Drawn) -> None:
    draw(POINTS)
    outside = next(one for one in drawn.marks("D") if len(one.x) == 2)
    assert sorted(outside.x) == [18_600, 129_000]
    assert [sorted(one.x) for one in drawn.marks("o")] == [[17_500, 38_700], [28_900]]
    draw([replace(POINTS[0], outside=True)])
    assert [(one.x, one.colour) for one in drawn.marks("D")] == [([28_900], style.EMPHASIS[0])]


def test_limits_and_average_are_named_at_their_ends(drawn: Drawn) -> None:
    draw(POINTS)
    assert drawn.texts.count("99,8%-grens") == drawn.texts.count("95%-grens") == 2
    assert "gemiddelde 4,0" in drawn.texts
    solid = [one.dashes for one in drawn.strokes if one.y in (list(LIMITS.high998), list(LIMITS.low998))]
    dashed = [one.dashes for one in drawn.strokes if one.y in (list(LIMITS.high95), list(LIMITS.low95))]
    assert (solid, dashed) == (["-", "-"], ["--", "--"])


@pytest.mark.parametrize(("largest", "scale"), [(199_000, "linear"), (201_000, "log")])
def test_sizes_that_differ_more_than_twentyfold_get_a_logarithmic_axis(largest: float, scale: str, drawn: Drawn) -> None:
    draw([*POINTS, Point("Groot", largest, 4.0)], limits(10_000, largest))
    assert drawn.scale == scale
    assert "100.000" in drawn.texts
    assert not drawn.trouble


def test_every_area_lies_in_the_picture_even_where_the_limits_leave_it(drawn: Drawn) -> None:
    draw([Point("Klein", 40, 30.0), *POINTS], limits(30, 130_000))
    left, right, bottom, top = drawn.limits
    assert bottom == 0
    assert max(LIMITS.high998) < 30 < top < 60 < max(limits(30, 130_000).high998)
    assert all(left <= x <= right for one in drawn.marks("o") for x in one.x)


def test_what_has_no_room_for_its_name_is_counted_in_the_legend(drawn: Drawn) -> None:
    crowd = [Point(f"Gemeente {order}", 60_000 + 40 * order, 8.0 + order % 7 / 20, outside=True) for order in range(60)]
    draw([*POINTS, *crowd])
    (legend,) = [text for text in drawn.texts if text.startswith("buiten de 99,8%-grenzen")]
    named = [text for text in drawn.texts if text.startswith("Gemeente")]
    assert legend == f"buiten de 99,8%-grenzen ({60 - len(named)} zonder naam: daar is geen plaats)"
    assert "Dalfsen" in drawn.texts
    assert not drawn.trouble


def test_own_is_named_in_the_middle_of_three_hundred(drawn: Drawn) -> None:
    random = np.random.default_rng(7)
    sizes = np.exp(random.normal(10.4, 0.6, 300))
    crowd = [Point(f"Gemeente {order}", float(size), float(4 + random.normal(0, 0.3))) for order, size in enumerate(sizes)]
    figure = draw([*crowd, POINTS[0]], limits(5000, 200_000))
    assert drawn.named("Dalfsen").bold
    assert not drawn.trouble
    assert len(figure.svg) < 60_000


def test_alternative_text_says_where_the_own_municipality_lies_and_who_is_outside() -> None:
    alt = draw(POINTS).alt
    assert alt.startswith("Trechtergrafiek: Woninginbraken, aantal per 1.000 inwoners, afgezet tegen inwoners. 5 gebieden, gemiddelde 4,0.")
    assert "Dalfsen: 3,9 bij 28.900 op de horizontale as, binnen de 95%-grenzen (de 95%-grenzen liggen daar tussen" in alt
    assert "Buiten de 99,8%-grenzen: Zwolle (9,3, erboven) en Ommen (2,1, eronder)." in alt
    assert "Raalte" not in alt


@pytest.mark.parametrize(("rate", "outside", "said"), [
    (4.9, False, "boven de 95%-grens en binnen de 99,8%-grenzen"),
    (3.2, False, "onder de 95%-grens en binnen de 99,8%-grenzen"),
    (7.0, True, "buiten de 99,8%-grenzen en erboven"),
    (1.0, True, "buiten de 99,8%-grenzen en eronder"),
])  # fmt: skip
def test_alternative_text_says_on_which_side(rate: float, said: str, *, outside: bool) -> None:
    assert said in draw([Point("Dalfsen", 28_900, rate, emphasised=True, outside=outside)]).alt


def test_many_outside_are_counted_in_words() -> None:
    crowd = [Point(f"Gemeente {order}", 60_000 + order, 9.0, outside=True) for order in range(13)]
    assert "Buiten de 99,8%-grenzen liggen ook 13 andere gebieden." in draw([POINTS[0], *crowd]).alt
    assert "Geen gebied ligt buiten de 99,8%-grenzen." in draw([POINTS[0]]).alt


def test_a_limit_between_two_sizes_is_near_the_exact_one() -> None:
    # a mean of 4 per 1,000 and the normal approximation: 4 + 1.96 * sqrt(4 * 1000 / n)
    sizes = [1000.0, 4000.0, 16_000.0]
    exact = {size: 4 + 1.96 * (4000 / size) ** 0.5 for size in (*sizes, 2000.0)}
    line = Limits(sizes, [4.0] * 3, [0.0] * 3, [exact[size] for size in sizes], [0.0] * 3, [9.0] * 3)
    assert line.at(2000, line.high95) == pytest.approx(exact[2000.0])


def test_the_order_of_the_areas_does_not_matter_where_all_have_room() -> None:
    one, other = draw(POINTS), draw([POINTS[0], *reversed(POINTS[1:])])
    assert set(one.alt.split()) >= {"Zwolle", "Ommen"}
    assert len(one.svg) == pytest.approx(len(other.svg), rel=0.02)


def test_nothing_to_show_is_said(drawn: Drawn) -> None:
    figure = draw([])
    assert "Er zijn geen cijfers om te tonen" in drawn.texts
    assert "Er zijn geen cijfers om te tonen." in figure.alt
    assert figure.size[0] == 720


@pytest.mark.parametrize("within", [NONE, LIMITS])
@pytest.mark.parametrize("rate", [0.0, 1e-4, 1e5])
def test_any_figure_can_be_drawn(rate: float, within: Limits, drawn: Drawn) -> None:
    assert draw([Point("Een gebied met een uitzonderlijk lange naam aan de Vecht", 35, rate, emphasised=True)], within).svg
    assert not drawn.trouble


@pytest.mark.parametrize(("exposure", "rate"), [(0, 1), (-5, 1), (float("nan"), 1), (10, float("nan")), (10, -1)])
def test_what_has_no_place_in_a_funnel_is_refused(exposure: float, rate: float) -> None:
    with pytest.raises(PresentationError, match="cannot be put in a funnel"):
        Point("Dalfsen", exposure, rate)


@pytest.mark.parametrize("sizes", [[1.0, 2.0, 3.0], [2.0, 1.0]])
def test_limits_that_do_not_fit_are_refused(sizes: list[float]) -> None:
    with pytest.raises(PresentationError, match="do not fit"):
        Limits(sizes, [1, 1], [1, 1], [1, 1], [1, 1], [1, 1])


def test_the_same_chart_is_the_same_bytes_and_every_argument_changes_it() -> None:
    base = draw(POINTS)
    assert draw(POINTS).svg == base.svg
    assert draw(POINTS[1:]).svg != base.svg
    assert draw(POINTS, limits(10_000, 130_000, 3.9)).svg != base.svg
    assert draw(POINTS, across="woningen").svg != base.svg
