"""Dutch numbers: half up, decimal comma, no number where there is none."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.errors import PresentationError
from ivp_analysis.wording.numbers import (
    count_text,
    date_text,
    decimal_text,
    enumerate_text,
    interval_text,
    month_range_text,
    rate_text,
    years_text,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.675, 2, "2,68"),  # stored as 2.67499999999999982: round() gives 2.67
        (1.005, 2, "1,01"),
        (0.5, 0, "1"),  # half even gives 0
        (1.5, 0, "2"),
        (2.5, 0, "3"),  # half even gives 2
        (-0.05, 1, "-0,1"),
        (-0.04, 1, "0,0"),
        (0.1 + 0.2, 1, "0,3"),
        (4.35 * 100, 0, "435"),
        (12.25, 1, "12,3"),  # half even gives 12,2
        (1234567.05, 1, "1.234.567,1"),
        (np.float64(0.25), 1, "0,3"),
        (7, 1, "7,0"),
    ],
)
def test_a_half_goes_up_and_the_mark_is_a_comma(value: float, decimals: int, text: str) -> None:
    assert decimal_text(value, decimals) == text


@given(st.integers(-(10**7), 10**7), st.integers(0, 3))
def test_rounding_agrees_with_decimal_arithmetic_on_what_is_written(thousandths: int, decimals: int) -> None:
    written = Decimal(thousandths) / 1000
    expected = written.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = decimal_text(thousandths / 1000, decimals)
    assert Decimal(text.replace(".", "").replace(",", ".")) == expected
    assert not (expected == 0 and text.startswith("-"))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_missing_has_no_digits(value: float) -> None:
    with pytest.raises(PresentationError, match="missing or infinite"):
        decimal_text(value)


def test_counts_have_a_thousands_mark() -> None:
    assert [count_text(value) for value in (0, 999, 1234, 29_700, 1_000_000)] == ["0", "999", "1.234", "29.700", "1.000.000"]
    assert count_text(np.int64(1234)) == "1.234"


def test_a_count_that_is_not_whole_is_refused() -> None:
    with pytest.raises(PresentationError, match="whole number"):
        count_text(1.5)  # type: ignore[arg-type]


def test_an_interval_is_written_in_words_and_in_order() -> None:
    assert interval_text(0.75, 2.14) == "tussen 0,8 en 2,1"
    assert interval_text(0.75, 2.145, 2) == "tussen 0,75 en 2,15"
    with pytest.raises(PresentationError, match="above"):
        interval_text(2, 1)


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ([2021], "2021"),
        ([2019, 2017, 2018], "2017-2019"),
        ([2017, 2018, 2019, 2021], "2017-2019 en 2021"),
        ([2012, 2014, 2016, 2016], "2012, 2014 en 2016"),
    ],
)
def test_years_in_a_row_are_a_range(years: list[int], text: str) -> None:
    assert years_text(years) == text


def test_items_are_enumerated_as_in_a_sentence() -> None:
    assert enumerate_text(["a"]) == "a"
    assert enumerate_text(["a", "b"]) == "a en b"
    assert enumerate_text(["a", "b", "c"]) == "a, b en c"


def test_nothing_cannot_be_enumerated() -> None:
    for write in (enumerate_text, years_text):
        with pytest.raises(PresentationError, match="empty list"):
            write([])


def test_dates_and_months_are_dutch() -> None:
    assert date_text(date(2022, 2, 15)) == "15 februari 2022"
    assert month_range_text(1, 8, 2022) == "januari tot en met augustus 2022"
    assert month_range_text(5, 5, 2022) == "mei 2022"


@pytest.mark.parametrize(("first", "last"), [(0, 3), (3, 13), (8, 1)])
def test_months_that_do_not_exist_are_refused(first: int, last: int) -> None:
    with pytest.raises(PresentationError, match="range of months"):
        month_range_text(first, last, 2022)


@pytest.mark.parametrize(("value", "text"), [(0.0, "0,0"), (0.04, "minder dan 0,1"), (0.05, "0,1"), (12.34, "12,3")])
def test_a_rate_that_is_not_zero_is_never_written_as_zero(value: float, text: str) -> None:
    assert rate_text(value) == text
