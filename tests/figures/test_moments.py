"""The week as a grid: every figure can be read, darker is more, hidden ones stay hidden."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from figures.drawn import Drawn, watch
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import moments as module
from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure
from ivp_analysis.figures.moments import DAYS, HIDDEN, PARTS, Grid, moments, shade

FULL = [[6, 9, 18, 14], [5, 10, 17, 14], [7, 8, 11, 13], [9, 10, 16, 12], [8, 8, 21, 14], [27, 7, 19, 31], [44, 6, 12, 14]]
HIDING = [[False] * 4 for _ in range(7)]
HIDING[0][0] = HIDING[2][1] = True
VALUES: list[list[float | None]] = [
    [None if hide else value for value, hide in zip(row, hiding, strict=True)] for row, hiding in zip(FULL, HIDING, strict=True)
]


def draw(values: Grid = VALUES, hidden: list[list[bool]] | None = HIDING, mark: str = "<5", label: str = HIDDEN) -> Figure:
    about = {"title": "Geweld in Dalfsen", "unit": "aantal incidenten", "caption": "Bron: politie"}
    return moments(values, hidden=hidden, hidden_mark=mark, hidden_label=label, **about)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return watch(monkeypatch, module)


def test_days_parts_and_every_figure_can_be_read(drawn: Drawn) -> None:
    draw()
    assert {*DAYS, *PARTS} <= set(drawn.texts)
    shown = [str(value) for row in VALUES for value in row if value is not None]
    assert all(drawn.texts.count(text) == shown.count(text) for text in shown)
    assert not drawn.trouble


def test_figures_stand_out_from_their_shade(drawn: Drawn, contrast: Callable[[str, str], float]) -> None:
    values = [[100 / 28 * (4 * day + part + 1) for part in range(4)] for day in range(7)]
    draw(values, None)
    shades = [shape.colour for shape in drawn.shapes]
    assert set(shades) == set(style.SEQUENCE)
    figures = [one.colour for one in drawn.letters if "," in one.text]
    assert len(figures) == len(shades) == 28
    assert min(contrast(letters, ground) for letters, ground in zip(figures, shades, strict=True)) >= 4.5


def test_a_hidden_figure_is_hatched_and_explained(drawn: Drawn) -> None:
    draw()
    assert sum(bool(shape.hatch) for shape in drawn.shapes) == 2
    assert drawn.texts.count("<5") == 2
    assert f"<5: {HIDDEN}" in drawn.texts


def test_another_rule_gives_another_mark_and_legend(drawn: Drawn) -> None:
    alt = draw(mark="x", label="niet getoond vanwege privacy").alt
    assert drawn.texts.count("x") == 2
    assert "x: niet getoond vanwege privacy" in drawn.texts
    assert "Niet getoond vanwege privacy: op maandag (nacht 0-6) en woensdag (ochtend 6-12)." in alt
    assert "<5" not in [*drawn.texts, *alt.split()]


def test_without_hidden_or_absent_figures_there_is_no_legend(drawn: Drawn) -> None:
    draw(FULL, None)
    assert not [text for text in drawn.texts if "getoond" in text or "geen cijfer" in text]


def test_an_absent_figure_is_neither_zero_nor_hidden(drawn: Drawn) -> None:
    alt = draw([[0, None, 3, 4], *FULL[1:]], None).alt
    assert drawn.texts.count("–") == 1
    assert "–: geen cijfer" in drawn.texts
    assert "0" in drawn.texts
    assert "Geen cijfer: 1 vak." in alt
    assert "getoond" not in alt


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_is_never_lighter(one: float, other: float) -> None:
    most = max(one, other)
    steps = [shade(value, most) for value in sorted((one, other))]
    assert 0 <= steps[0] <= steps[1] < len(style.SEQUENCE)


def test_shades_are_equal_steps_from_zero() -> None:
    assert [shade(value, 50) for value in (0, 10, 11, 20, 30, 31, 50)] == [0, 0, 1, 1, 2, 3, 4]
    assert all(shade(low, 100) <= shade(high, 100) for low, high in pairwise(range(101)))
    assert shade(0, 0) == 0


def test_alternative_text_says_most_least_all_figures_and_what_is_hidden() -> None:
    alt = draw().alt
    assert alt.startswith("Rooster van weekdagen en dagdelen: Geweld in Dalfsen, aantal incidenten.")
    assert "Meeste: 44 op zondag (nacht 0-6)." in alt
    assert "Minste: 5 op dinsdag (nacht 0-6)." in alt
    assert "Nacht 0-6: <5; 5; 7; 9; 8; 27; 44." in alt
    assert "Niet getoond (0 tot en met 4): op maandag (nacht 0-6) en woensdag (ochtend 6-12)." in alt


def test_many_cells_are_counted_in_words() -> None:
    assert "Meeste: 9 in 14 vakken." in draw([[9, 1, 9, 2]] * 7, None).alt
    assert "Meeste" not in draw([[3] * 4] * 7, None).alt


@pytest.mark.parametrize("hidden", [False, True])
def test_nothing_to_show_is_said(*, hidden: bool, drawn: Drawn) -> None:
    figure = draw([[None] * 4] * 7, [[hidden] * 4] * 7)
    assert "Er zijn geen cijfers om te tonen." in figure.alt
    assert ("in 28 vakken" in figure.alt) == hidden
    assert drawn.texts.count("<5") == 28 * hidden
    assert figure.size[0] == 720


@pytest.mark.parametrize("value", [0.0, 0.004, 123_456.7])
def test_any_figure_can_be_drawn(value: float, drawn: Drawn) -> None:
    draw([[value, 0, 1.5, None]] * 7, None)
    assert not drawn.trouble


def test_a_hidden_figure_cannot_be_handed_over() -> None:
    with pytest.raises(PresentationError, match="a hidden figure was handed over"):
        draw(FULL)


@pytest.mark.parametrize(("values", "hidden"), [(FULL[:6], None), ([row[:3] for row in FULL], None), (FULL, HIDING[:6])])
def test_another_week_is_refused(values: Grid, hidden: list[list[bool]] | None) -> None:
    with pytest.raises(PresentationError, match="seven days of four parts"):
        draw(values, hidden)


def test_the_same_chart_is_the_same_bytes_and_every_argument_changes_it() -> None:
    base = draw()
    assert draw().svg == base.svg
    assert len({base.svg, draw(hidden=None).svg, draw(FULL, None).svg, draw(mark="<10").svg, draw(label="weg").svg}) == 5
    assert len(base.svg) <= 45_000
