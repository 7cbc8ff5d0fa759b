"""The trend chart: gaps stay gaps, what is hidden is marked, and there is always something sensible to see."""

import re
from typing import Any

import pytest
from matplotlib.figure import Figure as Drawing

import ivp_analysis.figures.charts
from ivp_analysis.figures.charts import HIDDEN, trend
from ivp_analysis.figures.figure import render
from ivp_analysis.figures.lines import Line

YEARS = list(range(2012, 2025))
HIDDEN_AT = (2014, 2020, 2021)
VALUES = [None if year in (*HIDDEN_AT, 2017) else 3.1 + (year % 3) for year in YEARS]
VILLAGE = Line(
    "Hoonhorst",
    YEARS,
    VALUES,
    [None if value is None else value - 1 for value in VALUES],
    [None if value is None else value + 1.5 for value in VALUES],
    emphasised=True,
    hidden=[year in HIDDEN_AT for year in YEARS],
)
OTHERS = [Line(name, YEARS, [2.0 + order / 10] * len(YEARS)) for order, name in enumerate(("gemeente Dalfsen", "Vechtdal", "Nederland"))]


def draw(*lines: Line, **more: Any) -> Any:
    return trend(lines, title="Woninginbraken in Hoonhorst", unit="aantal per 1.000 inwoners", caption="Bron: politie", **more)


@pytest.fixture
def axes(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The axes of the charts that a test draws."""
    kept: list[Any] = []

    def note(drawing: Drawing, alt: str, caption: str) -> Any:
        copy = [(line.get_xdata(), line.get_ydata(), line.get_marker(), line.get_linestyle()) for line in drawing.axes[0].lines]
        kept.append({"lines": copy, "ylim": drawing.axes[0].get_ylim(), "patches": len(drawing.axes[0].patches)})
        return render(drawing, alt, caption)

    monkeypatch.setattr(ivp_analysis.figures.charts, "render", note)
    return kept


def test_the_legend_names_what_is_hidden_and_what_whiskers_are(texts: list[str]) -> None:
    draw(VILLAGE, *OTHERS)
    assert HIDDEN in texts
    assert "95%-interval" in texts


def test_another_rule_gives_another_legend(texts: list[str]) -> None:
    draw(VILLAGE, hidden_label="niet getoond (minder dan 10)")
    assert "niet getoond (minder dan 10)" in texts
    assert HIDDEN not in texts


def test_without_hidden_years_the_legend_does_not_speak_of_them(texts: list[str]) -> None:
    draw(*OTHERS)
    assert HIDDEN not in texts


def test_lines_are_named_at_their_ends_and_years_explained(texts: list[str]) -> None:
    draw(VILLAGE, *OTHERS, baseline=(2017, 2018, 2019), marked={2024: "voorlopig"})
    assert {
        "Hoonhorst",
        "gemeente Dalfsen",
        "Vechtdal",
        "Nederland",
        "coronajaren",
        "vergelijkingsjaren 2017-2019",
        "2024 voorlopig",
    } <= set(texts)


def test_corona_and_baseline_are_left_out_where_the_years_do_not_reach(texts: list[str]) -> None:
    line = Line("Dalfsen", [2022, 2023], [1, 2])
    assert "Vergelijkingsjaren" not in draw(line, baseline=(2017, 2018)).alt
    assert not [text for text in texts if "corona" in text or "vergelijkingsjaren" in text]


def test_a_gap_is_not_drawn_over(axes: list[Any]) -> None:
    draw(VILLAGE)
    years, values, _, _ = next(line for line in axes[0]["lines"] if len(line[0]) == len(YEARS))
    gaps = {int(year) for year, value in zip(years, values, strict=True) if value != value}  # noqa: PLR0124
    assert gaps == {*HIDDEN_AT, 2017}


def test_hidden_years_get_a_hollow_mark_on_the_axis_and_missing_ones_none(axes: list[Any]) -> None:
    draw(VILLAGE)
    marks = [(round(float(x[0])), float(y[0])) for x, y, marker, _ in axes[0]["lines"] if marker == "D"]
    assert sorted(marks) == [(year, 0.0) for year in HIDDEN_AT]


def test_marks_of_two_lines_in_one_year_lie_beside_each_other(axes: list[Any]) -> None:
    lines = [Line(name, [2020, 2021], [1, None], hidden=[False, True]) for name in "AB"]
    draw(*lines)
    places = [float(x[0]) for x, _, marker, _ in axes[0]["lines"] if marker == "D"]
    assert len(places) == len(set(places)) == 2
    assert sum(places) / 2 == pytest.approx(2021)


def test_a_year_between_two_gaps_stays_visible(axes: list[Any]) -> None:
    draw(Line("A", [2018, 2020, 2022, 2023], [1, 2, 3, 4]))
    dots = [list(x) for x, _, marker, style in axes[0]["lines"] if marker == "o" and style == "None"]
    assert dots == [[2018, 2020]]


def test_the_axis_begins_at_zero_and_takes_in_the_interval(axes: list[Any]) -> None:
    draw(VILLAGE, *OTHERS)
    low, high = axes[0]["ylim"]
    assert low == 0
    assert high > max(value for value in VILLAGE.high or () if value is not None)


def test_the_axis_has_a_decimal_comma(texts: list[str]) -> None:
    draw(Line("A", [2020, 2021], [0.4, 1.2]))
    assert "0,5" in texts
    assert not [text for text in texts if re.fullmatch(r"\d\.\d+", text)]


def test_alternative_text_names_first_last_and_hidden_years_without_their_figures() -> None:
    alt = draw(VILLAGE, *OTHERS).alt
    assert "5,1 in 2012 (95%-interval tussen 4,1 en 6,6)" in alt
    assert "in 2024 (95%-interval" in alt
    assert "Niet getoond vanwege privacy: 2014 en 2020-2021. Geen cijfer: 2017." in alt
    for year in HIDDEN_AT:
        assert f" in {year}" not in alt.split("Gemeente Dalfsen")[0]


@pytest.mark.parametrize("lines", [(), (Line("Hoonhorst", YEARS, [None] * 13, emphasised=True, hidden=[True] * 13),)])
def test_nothing_to_show_is_said(lines: tuple[Line, ...], texts: list[str]) -> None:
    figure = draw(*lines)
    assert "Er zijn geen cijfers om te tonen" in texts
    assert "Er zijn geen cijfers om te tonen." in figure.alt
    assert figure.size[0] == 720


@pytest.mark.parametrize("values", [[0, 0, 0], [7], [1_000_000, 2_000_000, 5]])
def test_any_figures_can_be_drawn(values: list[float]) -> None:
    assert draw(Line("Dalfsen", YEARS[: len(values)], values, values, values, emphasised=True)).svg.startswith("<svg")


def test_a_full_chart_is_small() -> None:
    figure = draw(VILLAGE, *OTHERS, baseline=(2017, 2018, 2019), marked={2024: "voorlopig"})
    assert len(figure.svg) <= 45_000
