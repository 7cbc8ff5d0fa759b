"""What is absent stays absent; bands and lines break where it is."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure as Drawing

from ivp_analysis.figures import marks

values = st.lists(st.one_of(st.none(), st.just(math.nan), st.floats(0, 1000)), max_size=12)


@given(values)
def test_what_is_there_keeps_its_position_and_the_rest_is_a_gap(found: list[float | None]) -> None:
    there, drawn = marks.placed(found), marks.gaps(found)
    assert len(drawn) == len(found)
    for position, value in enumerate(found):
        absent = value is None or math.isnan(value)
        assert (position not in there) == math.isnan(drawn[position]) == absent
        assert marks.given(value) == there.get(position)


def test_infinite_is_no_figure() -> None:
    assert marks.given(math.inf) is None
    assert marks.placed([1, math.inf]) == {0: 1.0}


@pytest.mark.parametrize(
    ("flags", "rows"), [("", []), ("0", []), ("111", [(0, 3)]), ("0110100", [(1, 3), (4, 5)]), ("1001", [(0, 1), (3, 4)])]
)
def test_unbroken_rows(flags: str, rows: list[tuple[int, int]]) -> None:
    assert [(run.start, run.stop) for run in marks.runs([flag == "1" for flag in flags])] == rows


def test_points_along_a_line_lie_between_neighbours_only() -> None:
    found = marks.along([0.0, 6.0, None, 3.0])
    assert len(found) == 5
    assert all(0 < x < 1 and y == pytest.approx(6 * x) for x, y in found)


def test_an_interval_in_words_needs_both_bounds() -> None:
    assert marks.interval_words(1.234, 5, 1) == " (95%-interval tussen 1,2 en 5,0)"
    assert marks.interval_words(1.234, 5, 2) == " (95%-interval tussen 1,23 en 5,00)"
    assert marks.interval_words(None, 5, 1) == marks.interval_words(1, math.inf, 1) == ""


@pytest.mark.parametrize("edges", [False, True])
def test_a_band_is_a_step_per_period_with_gaps(*, edges: bool) -> None:
    axes = Drawing().subplots()
    marks.step_band(axes, [1, 2, None, 4], [3, 5, 9, 7], edges=edges)
    spans = [band.get_paths()[0].get_extents() for band in axes.collections]
    assert [(span.x0, span.x1, span.y0, span.y1) for span in spans] == [(-0.5, 1.5, 1, 5), (2.5, 3.5, 4, 7)]
    assert len(axes.lines) == (4 if edges else 0)


@pytest.mark.parametrize("handles", [(), ("one",)])
def test_there_is_a_legend_only_where_something_is_explained(handles: Sequence[str]) -> None:
    axes = Drawing().subplots()
    marks.legend_below(axes, [line for name in handles for line in axes.plot([0], [0], label=name)], 0.5)
    assert (axes.get_legend() is not None) == bool(handles)


def test_a_sentence_begins_with_a_capital() -> None:
    assert [marks.capital(text) for text in ("gemeente Dalfsen", "2022", "")] == ["Gemeente Dalfsen", "2022", ""]
