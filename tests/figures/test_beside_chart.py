"""Registrations beside experience: two moments each, at the same height, with nothing between them that suggests a trend."""

from typing import Any

import pytest
from figures.drawn import Drawn, watch
from matplotlib.text import Annotation

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import beside as module
from ivp_analysis.figures.beside import Side, beside
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.rows import Row

NOISE = Side("Geregistreerd: geluidshinder", "per 1.000 inwoners", Row("2016", 5.8, 4.4, 7.5), Row("2021", 8.9, 7.1, 11.0))
FELT = Side(
    "Ervaren: heeft vaak last van geluid van buren",
    "procent",
    Row("2017", 14.2, 11.0, 17.4),
    Row("2022", 17.0, 12.5, 22.6),
    percent=True,
)
HIDDEN = Side("Geregistreerd: geluidshinder", "per 1.000 inwoners", Row("2016", None, remark="niet getoond"), Row("2021", None))


def draw(registered: Side = NOISE, felt: Side = FELT, *, title: str = "Geluid in Nieuwleusen") -> Figure:
    return beside(registered, felt, title=title, caption="Bron: politie en enquête")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return watch(monkeypatch, module)


@pytest.fixture
def panels(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where the axes stand, their limits, lines and annotations, before they become paths."""
    found: list[Any] = []

    def note(drawing: Any, alt: str, caption: str) -> Any:
        for axes in drawing.axes:
            lines = [(line.get_xdata().tolist() if hasattr(line.get_xdata(), "tolist") else list(line.get_xdata())) for line in axes.lines]
            arrows = [text for text in axes.texts if isinstance(text, Annotation) and text.arrow_patch is not None]
            found.append((axes.get_position().bounds, axes.get_ylim(), lines, arrows))
        return render(drawing, alt, caption)

    monkeypatch.setattr(module, "render", note)
    return found


def test_the_two_panels_are_alike_in_size_and_begin_at_nothing(panels: list[Any]) -> None:
    draw()
    (one, other) = panels
    assert one[0][1:] == pytest.approx(other[0][1:])
    assert one[1][0] == other[1][0] == 0


def test_nothing_joins_the_two_moments(panels: list[Any]) -> None:
    draw()
    for _, _, lines, arrows in panels:
        assert lines
        assert all(len(set(across)) == 1 for across in lines)
        assert not arrows


def test_each_moment_has_its_figure_and_the_earlier_one_is_hollow(drawn: Drawn) -> None:
    draw()
    before, newest = drawn.marks("o")
    assert (before.y, before.face) == ([5.8], "#ffffff")
    assert (newest.y, newest.face) == ([8.9], newest.colour)
    assert [line.y for line in drawn.strokes if line.marker == "None"] == [[4.4, 7.5], [7.1, 11.0]]
    assert {"5,8", "8,9", "14", "17", "2016", "2021", "2017", "2022", "per 1.000 inwoners, met 95%-interval"} <= set(drawn.texts)
    assert not drawn.trouble


def test_percentages_never_go_beyond_all_of_them(panels: list[Any]) -> None:
    draw(felt=Side("Ervaren", "procent", Row("2017", 97.0, 90.0, 100.0), Row("2022", 100.0, 96.0, 100.0), percent=True))
    assert panels[1][1] == (0, 100)


def test_what_is_not_shown_has_its_remark_and_no_mark(drawn: Drawn) -> None:
    figure = draw(registered=HIDDEN)
    assert not drawn.marks("o")
    assert {"niet getoond", "geen cijfer"} <= set(drawn.texts)
    assert "geluidshinder, per 1.000 inwoners: niet getoond in 2016, geen cijfer in 2021." in figure.alt
    assert not drawn.trouble
    with pytest.raises(PresentationError):
        Row("2016", 4.0, remark="niet getoond")


def test_small_figures_and_long_names_keep_apart(drawn: Drawn) -> None:
    name = "Geregistreerd: diefstal en inbraak uit schuren, boxen en garages bij woningen in de hele gemeente"
    draw(Side(name, "per 1.000 woningen", Row("2016", 0.0, 0.0, 0.4), Row("2021", 0.1, 0.0, 0.5)), title="Inbraak " * 14)
    assert name in drawn.texts
    assert not drawn.trouble


def test_alternative_text_says_both_sides() -> None:
    assert draw().alt == (
        "Twee stippengrafieken naast elkaar: Geluid in Nieuwleusen. "
        "Geregistreerd: geluidshinder, per 1.000 inwoners: 5,8 in 2016 (95%-interval tussen 4,4 en 7,5), "
        "8,9 in 2021 (95%-interval tussen 7,1 en 11,0). "
        "Ervaren: heeft vaak last van geluid van buren, procent: 14 in 2017 (95%-interval tussen 11 en 17), "
        "17 in 2022 (95%-interval tussen 13 en 23)."
    )


def test_nothing_to_show_is_said() -> None:
    assert "Er zijn geen cijfers om te tonen." in draw(HIDDEN, HIDDEN).alt


def test_the_same_chart_is_the_same_bytes_and_every_argument_changes_it() -> None:
    charts = [draw(), draw(registered=HIDDEN), draw(felt=NOISE), draw(title="Geluid")]
    assert draw().svg == charts[0].svg
    assert len({chart.svg for chart in charts}) == 4
