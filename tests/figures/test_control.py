"""The control chart: signals are ringed and named, gaps stay gaps, limits are steps."""

import math
from dataclasses import replace

import pytest
from figures.drawn import Drawn, watch

from ivp_analysis.figures import control as module
from ivp_analysis.figures.control import Period, control
from ivp_analysis.figures.figure import Figure

VALUES = [12, 9, 14, 11, 10, 13, 8, 15, 12, 10, 25, 24, 11, 9, 3, None]
LABELS = [f"{year} K{quarter}" for year in range(2018, 2022) for quarter in range(1, 5)]
SIGNALS = (10, 11, 14)
POINTS = [
    Period(label, value, 5.1, 19.9, signal=order in SIGNALS, baseline=order < 8)
    for order, (label, value) in enumerate(zip(LABELS, VALUES, strict=True))
]


def draw(points: list[Period], centre: float | None = 11.5, unit: str = "aantal meldingen") -> Figure:
    return control(points, centre=centre, title="Jeugdoverlast in Nieuwleusen", unit=unit, caption="Bron: politie")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return watch(monkeypatch, module)


def rings(drawn: Drawn) -> list[tuple[float, float]]:
    return [(one.x[0], one.y[0]) for one in drawn.strokes if one.face == "none"]


def test_signals_are_ringed_and_named_with_their_figure(drawn: Drawn) -> None:
    draw(POINTS)
    assert rings(drawn) == [(10, 25), (11, 24), (14, 3)]
    assert {"2020 K3: 25", "2020 K4: 24", "2021 K3: 3", "signaal"} <= set(drawn.texts)
    assert not drawn.trouble


def test_without_signals_the_legend_does_not_speak_of_them(drawn: Drawn) -> None:
    alt = draw([replace(point, signal=False) for point in POINTS]).alt
    assert not rings(drawn)
    assert "signaal" not in drawn.texts
    assert "Geen signalen." in alt


def test_centre_and_limits_are_named(drawn: Drawn) -> None:
    draw(POINTS)
    assert {"gemiddelde 11,5", "bovengrens 19,9", "ondergrens 5,1"} <= set(drawn.texts)
    draw([replace(point, low=None, high=None) for point in POINTS], centre=None)
    assert not [text for text in drawn.texts if text.startswith(("gemiddelde", "bovengrens", "ondergrens"))]


@pytest.mark.parametrize("rows", [[range(8)], [range(4), range(12, 16)]])
def test_a_bracket_stands_over_each_row_of_baseline_periods(rows: list[range], drawn: Drawn) -> None:
    draw([replace(point, baseline=any(order in row for row in rows)) for order, point in enumerate(POINTS)])
    brackets = [(one.x[0], one.x[-1]) for one in drawn.strokes if len(one.y) == 4 and min(one.y) > 1 and max(one.y) < 1.1]
    assert brackets == [(row.start - 0.4, row.stop - 0.6) for row in rows]
    assert drawn.texts.count("basisperiode") == 1


def test_without_a_baseline_there_is_no_bracket(drawn: Drawn) -> None:
    assert "Basisperiode" not in draw([replace(point, baseline=False) for point in POINTS]).alt
    assert "basisperiode" not in drawn.texts


def test_a_gap_is_not_drawn_over(drawn: Drawn) -> None:
    draw([replace(point, value=None) if order == 5 else point for order, point in enumerate(POINTS)])
    (line,) = [one for one in drawn.strokes if len(one.x) == len(POINTS)]
    assert [order for order, value in enumerate(line.y) if math.isnan(value)] == [5, 15]


def test_a_signal_without_its_figure_is_not_drawn(drawn: Drawn) -> None:
    draw([*POINTS[:-1], replace(POINTS[-1], signal=True)])
    assert len(rings(drawn)) == len(SIGNALS)
    draw([replace(point, signal=point.value is None) for point in POINTS])
    assert "signaal" not in drawn.texts


def test_the_year_stands_once_below_its_periods(drawn: Drawn) -> None:
    draw(POINTS)
    assert [drawn.texts.count(f"K1 {year}") for year in range(2018, 2022)] == [1] * 4
    assert drawn.texts.count("K2") == 4


def test_many_periods_are_named_by_year_alone(drawn: Drawn) -> None:
    months = [
        Period(f"{year} {month}", 10.0 + month % 5, 1, 19, baseline=year < 2015) for year in range(2010, 2023) for month in range(1, 13)
    ]
    draw(months)
    assert {"2010", "2022"} <= set(drawn.texts)
    assert not drawn.trouble


def test_periods_with_long_names_find_room(drawn: Drawn) -> None:
    names = [f"januari tot en met augustus {year}" for year in range(2013, 2023)]
    draw([Period(name, 3.0 + order, 1, 9, signal=order == 9) for order, name in enumerate(names)])
    assert names[-1] in drawn.texts
    assert not drawn.trouble


def test_a_row_of_signals_does_not_make_names_overlap(drawn: Drawn) -> None:
    draw([replace(point, signal=True) for point in POINTS])
    assert not drawn.trouble
    assert len(rings(drawn)) == 15


def test_alternative_text_says_centre_baseline_signals_and_gaps() -> None:
    alt = draw(POINTS).alt
    assert alt.startswith("Regelkaart: Jeugdoverlast in Nieuwleusen, aantal meldingen, 2018 K1 tot en met 2021 K4. Gemiddelde 11,5.")
    assert "Basisperiode: 2018 K1 tot en met 2019 K4." in alt
    assert "Signalen: 25 in 2020 K3 (boven de bovengrens 19,9), 24 in 2020 K4 (boven de bovengrens 19,9) en 3 in 2021 K3" in alt
    assert "(onder de ondergrens 5,1)" in alt
    assert "Laatste periode met cijfer: 3 in 2021 K3" in alt
    assert alt.endswith("Geen cijfer: 2021 K4.")


def test_a_signal_within_the_limits_is_said_to_be_so() -> None:
    points = [replace(point, signal=order == 7) for order, point in enumerate(POINTS[:8])]
    assert "Signalen: 15 in 2019 K4 (binnen de grenzen, tussen 5,1 en 19,9)." in draw(points).alt


def test_the_axis_begins_at_zero_and_takes_in_figures_and_limits(drawn: Drawn) -> None:
    for high in (19.9, 80.0):
        draw([replace(point, high=high) for point in POINTS])
        assert drawn.limits[2] == 0
        assert drawn.limits[3] > max(25, high)


@pytest.mark.parametrize("points", [[], [replace(point, value=None) for point in POINTS]])
def test_nothing_to_show_is_said(points: list[Period], drawn: Drawn) -> None:
    figure = draw(points)
    assert "Er zijn geen cijfers om te tonen" in drawn.texts
    assert "Er zijn geen cijfers om te tonen." in figure.alt
    assert figure.size[0] == 720


@pytest.mark.parametrize("value", [0.0, 0.004, 12_345.5])
def test_any_figure_can_be_drawn(value: float, drawn: Drawn) -> None:
    draw([Period("2022 K1", value, 0.0, 3.0, signal=value > 3, baseline=True)], centre=0.0)
    assert not drawn.trouble


def test_the_same_chart_is_the_same_bytes_and_every_argument_changes_it() -> None:
    base = draw(POINTS)
    assert draw(POINTS).svg == base.svg
    assert draw(POINTS[1:]).svg != base.svg
    assert draw(POINTS, centre=12.5).svg != base.svg
    assert draw(POINTS, unit="aantal").svg != base.svg
    assert len(base.svg) <= 45_000
