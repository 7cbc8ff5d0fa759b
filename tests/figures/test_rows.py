"""Rows: what is not shown cannot be handed over, names get the height that they need."""

import math

import pytest

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures.rows import Row, Rows, lay


def rows_of(*rows: Row, extra: float = 0.0) -> Rows:
    with style.drawing():
        made = lay(rows, "Titel", "aantal", above=0.1, below=0.5, extra=extra)
    made.axes.set_xlim(0, 10)
    return made


def markers(rows: Rows) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for line in rows.axes.lines:
        found.setdefault(line.get_marker(), []).extend(float(value) for value in line.get_xdata())
    return found


def test_rows_stand_in_the_order_given() -> None:
    made = rows_of(Row("A", 1), Row("B", 9), Row("C", 5))
    assert list(made.middles) == sorted(made.middles)
    top, bottom = made.axes.get_ylim()[::-1]
    assert top == 0 < made.middles[0] < made.middles[-1] < bottom


def test_a_long_name_makes_its_row_higher() -> None:
    short, long = rows_of(Row("A", 1)), rows_of(Row("Buitengebied van Dalfsen-Noord, Ankum en Hessum", 1))
    assert long.axes.get_ylim()[0] > short.axes.get_ylim()[0]
    assert rows_of(Row("A", 1), extra=0.2).axes.get_ylim()[0] == pytest.approx(short.axes.get_ylim()[0] + 0.2)


def test_a_figure_has_a_dot_and_an_interval_with_ends() -> None:
    made = rows_of(Row("A", 5, 3, 8))
    made.dot(0, made.rows[0])
    assert markers(made) == {"None": [3, 8], "|": [3, 8], "o": [5]}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Row("zonder interval", 5), {"o": [5]}),
        (Row("hoog", 5, 3, math.inf), {"None": [3, 10], "|": [3], ">": [10], "o": [5]}),
        (Row("ver", 40, 20, 80), {"None": [20, 10], ">": [10, 10]}),
        (Row("laag", -4, -9, -2), {"None": [0, -2], "<": [0, 0]}),
        (Row("geen", None), {}),
    ],
    ids=lambda value: value.label if isinstance(value, Row) else "",
)
def test_arrows_stand_where_a_figure_goes_on_beyond_the_axis(row: Row, expected: dict[str, list[float]]) -> None:
    made = rows_of(row)
    made.dot(0, row)
    assert {marker: places for marker, places in markers(made).items() if marker != "None"} == {
        marker: places for marker, places in expected.items() if marker != "None"
    }


def test_a_second_figure_is_hollow_and_stands_lower() -> None:
    made = rows_of(Row("A", 5, 3, 8))
    made.dot(0, made.rows[0])
    made.dot(0, made.rows[0], hollow=True, shift=0.1)
    first, second = [line for line in made.axes.lines if line.get_marker() == "o"]
    assert second.get_markerfacecolor() == "white" != first.get_markerfacecolor()
    assert second.get_ydata()[0] == pytest.approx(first.get_ydata()[0] + 0.1)


@pytest.mark.parametrize("row", [{"value": 3.0}, {"value": None, "low": 1.0}, {"value": None, "high": 1.0}])
def test_what_is_not_shown_cannot_be_handed_over(row: dict[str, float | None]) -> None:
    with pytest.raises(PresentationError, match="handed over to a chart"):
        Row("Oudleusen", row["value"], row.get("low"), row.get("high"), remark="niet getoond")
