"""Labels never overlap."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.figures.layout import sheet, spread
from ivp_analysis.figures.style import drawing

labels = st.lists(st.tuples(st.floats(0, 180), st.sampled_from([11.0, 22.0])), min_size=1, max_size=6)


@given(labels)
def test_labels_keep_clear_of_each_other_inside_the_space(wanted: list[tuple[float, float]]) -> None:
    middles = spread([middle for middle, _ in wanted], [height for _, height in wanted], 0, 190)
    placed = sorted(zip(middles, (height for _, height in wanted), strict=True))
    for (lower, low_height), (upper, high_height) in pairwise(placed):
        assert upper - lower >= (low_height + high_height) / 2 - 1e-9
    assert all(height / 2 - 1e-9 <= middle <= 190 - height / 2 + 1e-9 for middle, height in placed)


def test_labels_that_are_clear_stay_where_they_are() -> None:
    assert spread([50, 100, 20], [10, 10, 10], 0, 190) == [50, 100, 20]


def test_labels_keep_the_order_of_their_lines() -> None:
    middles = spread([101, 100, 102], [10, 10, 10], 0, 190)
    assert sorted(range(3), key=middles.__getitem__) == [1, 0, 2]


def test_a_long_title_makes_the_sheet_higher_not_the_drawing_smaller() -> None:
    with drawing():
        short, long = sheet("Inbraken", "aantal", 3.0), sheet("Inbraken " * 20, "aantal", 3.0)
    assert long.body == short.body == 3.0
    assert long.drawing.get_figheight() > short.drawing.get_figheight() > 3.0
