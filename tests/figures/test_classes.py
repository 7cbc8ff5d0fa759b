"""Classes whose limits a reader can check against a table."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.figures.classes import EACH_VALUE, MOST, NATURAL, QUANTILES, classify
from ivp_analysis.wording.numbers import rounded

figures = st.lists(st.floats(0, 500).map(lambda value: round(value, 3)), min_size=1, max_size=60)


@given(figures)
def test_every_value_lies_within_the_limits_of_its_class_as_shown(values: list[float]) -> None:
    classes = classify(values)
    assert 1 <= len(classes) <= MOST
    for value in values:
        order = classes.of(value)
        assert classes.lower[order] <= rounded(value, classes.decimals) <= classes.upper[order]


@given(figures)
def test_no_class_is_empty_and_none_overlap(values: list[float]) -> None:
    classes = classify(values)
    assert {classes.of(value) for value in values} == set(range(len(classes)))
    assert all(upper < lower for upper, lower in zip(classes.upper, classes.lower[1:], strict=False))


def test_values_that_differ_are_divided_equally() -> None:
    classes = classify([float(value) + 0.5 for value in range(30)])
    assert classes.method == QUANTILES
    assert [sum(classes.of(value + 0.5) == order for value in range(30)) for order in range(5)] == [6] * 5
    assert classes.labels[:2] == ("0,5 t/m 5,5", "5,6 t/m 11,5")


def test_many_equal_values_are_divided_at_the_natural_breaks() -> None:
    classes = classify([0.0] * 20 + [1.5, 1.6, 1.7, 9.1, 9.2, 30.1, 30.2])
    assert classes.method == NATURAL
    assert {classes.of(value) for value in (9.1, 9.2)} != {classes.of(value) for value in (30.1, 30.2)}


def test_few_values_have_a_class_each() -> None:
    classes = classify([3, 3, 7])
    assert (classes.method, classes.labels) == (EACH_VALUE, ("3", "7"))
    assert classes.upper == (Decimal(3), Decimal(7))
