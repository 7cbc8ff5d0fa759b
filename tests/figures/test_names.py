"""Names stand beside what they name, and never on each other."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure as Drawing

from ivp_analysis.figures.names import Name, name_ends, name_points


def axes_to(top: float = 10.0) -> Any:
    axes = Drawing(figsize=(7.5, 4)).add_axes((0.1, 0.1, 0.7, 0.8))
    axes.set(xlim=(0, 10), ylim=(0, top))
    return axes


def boxes(axes: Any) -> list[Any]:
    return [text.get_window_extent() for text in axes.texts if text.get_text()]


places = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=1, max_size=6)


@settings(max_examples=15, deadline=None)
@given(places)
def test_names_of_points_overlap_neither_each_other_nor_marks_and_stay_inside(points: list[tuple[float, float]]) -> None:
    axes = axes_to()
    names = [Name(f"Naam {order}", x, y) for order, (x, y) in enumerate(points)]
    left_out = name_points(axes, names, [(5, 5)])
    found = boxes(axes)
    assert len(found) + len(left_out) == len(names)
    assert not [pair for pair in combinations(found, 2) if pair[0].overlaps(pair[1])]
    for x, y in axes.transData.transform([*points, (5, 5)]):
        assert not [box for box in found if box.contains(x, y)]
    assert all(axes.bbox.padded(0.01).contains(*corner) for box in found for corner in (box.min, box.max))


def crowd() -> list[tuple[float, float]]:
    return [(5 + x / 8, 5 + y / 4) for x in range(-5, 6) for y in range(-5, 6)]


def test_without_room_a_name_is_left_out_and_told() -> None:
    axes, name = axes_to(), Name("Ommen", 5, 5)
    assert name_points(axes, [name], crowd()) == [name]
    assert not boxes(axes)


@pytest.mark.parametrize(("bold", "far"), [(True, False), (False, True)])
def test_a_name_that_may_goes_further_away_with_a_line(*, bold: bool, far: bool) -> None:
    axes = axes_to()
    assert not name_points(axes, [Name("Dalfsen", 5, 5, bold=bold)], crowd(), far=far)
    assert len(boxes(axes)) == 1
    assert [text.arrow_patch for text in axes.texts if not text.get_text()]


def test_a_bold_name_is_written_even_where_there_is_no_room_at_all() -> None:
    axes = axes_to()
    everywhere = [(x / 10, y / 10) for x in range(101) for y in range(101)]
    assert not name_points(axes, [Name("Dalfsen", 5, 5, bold=True)], everywhere)
    assert [text.get_text() for text in axes.texts] == ["Dalfsen"]


def test_larger_marks_get_their_names_further_away() -> None:
    lefts = []
    for radius in (3.0, 12.0):
        axes = axes_to()
        name_points(axes, [Name("Ommen", 5, 5)], radius=radius)
        lefts.append(boxes(axes)[0].x0)
    assert lefts[1] - lefts[0] == pytest.approx(9 * 100 / 72)


def test_names_of_lines_with_one_end_stand_above_each_other() -> None:
    axes = axes_to()
    name_ends(axes, [Name(f"Lijn met een lange naam {order}", 9, 5) for order in range(5)])
    found = boxes(axes)
    assert len(found) == 5
    # less than a pixel of the empty space above and below letters
    assert not [pair for pair in combinations(found, 2) if pair[0].padded(-1).overlaps(pair[1])]
    assert min(box.x0 for box in found) > axes.bbox.x1


def test_a_name_stands_at_the_height_of_its_end_also_on_a_logarithmic_axis() -> None:
    axes = axes_to(1000)
    axes.set(ylim=(1, 1000), yscale="log")
    name_ends(axes, [Name("midden", 9, 10**1.5)])
    assert axes.texts[0].get_position()[1] == pytest.approx(0.5)


def test_nothing_to_name_is_no_error() -> None:
    axes = axes_to()
    name_ends(axes, [])
    assert not name_points(axes, [])
    assert not axes.texts
