import numpy as np
import pandas as pd
from evidence.rows import monthly, months, shuffled

from ivp_analysis.evidence.cube import Cube
from ivp_analysis.tables.contracts import empty


def test_a_layer_for_each_area_and_theme_with_a_row_for_each_year() -> None:
    cube = Cube.of(months(monthly({2020: range(12), 2021: [5]}), monthly({2021: range(1, 13)}, village="Hoonhorst", theme="1.2")))
    assert cube.keys.to_dict("list") == {"village": ["Hoonhorst", "gemeente"], "theme": ["1.2", "1.3"], "source": ["levering 2021"] * 2}
    assert cube.years.tolist() == [2020, 2021]
    assert cube.counts[1, 0].tolist() == list(range(12))
    np.testing.assert_array_equal(cube.counts[1, 1], [5] + [np.nan] * 11)
    assert np.isnan(cube.counts[0, 0]).all()


def test_what_cannot_be_placed_is_left_out() -> None:
    cube = Cube.of(months(monthly({2021: [1]}, village="onbekend"), monthly({2021: [2]})))
    assert cube.keys["village"].tolist() == ["gemeente"]


def test_only_whole_periods_are_added_up() -> None:
    cube = Cube.of(months(monthly({2020: range(1, 13), 2021: [1, 1, 1, 1, 1]})))
    years, numbers, counts = cube.periods(0, 3)
    assert years.tolist() == [2020, 2020, 2020, 2020, 2021]
    assert numbers.tolist() == [0, 1, 2, 3, 0]
    assert counts.tolist() == [6, 15, 24, 33, 3]
    years, numbers, counts = cube.periods(0, 6)
    assert (years.tolist(), numbers.tolist(), counts.tolist()) == ([2020, 2020], [0, 1], [21, 57])


def test_a_period_with_a_month_missing_is_no_period() -> None:
    cube = Cube.of(months(monthly({2021: [4, 4]}), monthly({2021: [9, 9, 9]}, first_month=4)))
    years, numbers, counts = cube.periods(0, 3)
    assert (years.tolist(), numbers.tolist(), counts.tolist()) == ([2021], [1], [27])


def test_rows_in_another_order_give_the_same() -> None:
    rows = months(monthly({2020: range(12), 2021: range(12)}), monthly({2021: range(7)}, village="Hoonhorst"))
    first, second = Cube.of(rows), Cube.of(shuffled(rows))
    pd.testing.assert_frame_equal(first.keys, second.keys)
    np.testing.assert_array_equal(first.counts, second.counts)


def test_nothing_gives_nothing() -> None:
    assert Cube.of(empty("months")).counts.shape == (0, 0, 12)
