"""Numbers, dates and lists as Dutch text.

Numbers are rounded half up, as readers expect: 2.675 with two decimals is "2,68", -0.05 with one is "-0,1". A half is
judged on the number as it is written in ten significant digits, the precision in which findings are kept, so that the last
bits of a float (2.675 is stored as 2.67499999999999982) never decide, and a text made from a stored finding is the
same as the one made when it was found. What rounds to nothing loses its sign: "0,0", never "-0,0".
"""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import SupportsIndex

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

from ivp_analysis.errors import PresentationError

LOCALE = "nl_NL"


def rounded(value: float, decimals: int = 1) -> Decimal:
    """Round a number half up (away from zero at a tie).

    Parameters
    ----------
    value : float
        A finite number.
    decimals : int
        Digits after the decimal mark.

    Returns
    -------
    Decimal
        The number with exactly so many decimals; never minus zero.

    Raises
    ------
    PresentationError
        When the number is missing or infinite: absent is not zero and has no digits.
    """
    number = float(value)
    if not math.isfinite(number):
        raise PresentationError("a missing or infinite number has no digits", {"value": value}, "Say in words that the figure is absent")
    result = Decimal(f"{number:.10g}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return result if result else abs(result)


def count_text(value: SupportsIndex) -> str:
    """Write a whole number: ``1234`` becomes "1.234".

    Raises
    ------
    PresentationError
        When the value is no whole number.
    """
    try:
        number = operator.index(value)
    except TypeError:
        raise PresentationError("a count is a whole number", {"value": value}, "Hand over an int, or use decimal_text") from None
    return str(format_decimal(number, format="#,##0", locale=LOCALE))


def decimal_text(value: float, decimals: int = 1) -> str:
    """Write a number with a decimal comma: ``12.345`` becomes "12,3"; rounded half up (see the module).

    Raises
    ------
    PresentationError
        When the number is missing or infinite.
    """
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(rounded(value, decimals), format=pattern, locale=LOCALE))


def rate_text(value: float) -> str:
    """Write a rate with one decimal; what is not zero is never written as zero.

    Parameters
    ----------
    value : float
        A rate, zero or more.

    Returns
    -------
    str
        Such as "12,3", "0,0" or "minder dan 0,1".
    """
    return "minder dan 0,1" if value > 0 and rounded(value) == 0 else decimal_text(value)


def interval_text(low: float, high: float, decimals: int = 1) -> str:
    """Write an interval: "tussen 0,8 en 2,1".

    Raises
    ------
    PresentationError
        When a bound is missing or the lower one lies above the upper one.
    """
    if low > high:
        raise PresentationError("the lower bound of an interval lies above the upper one", {"low": low, "high": high}, "Swap the bounds")
    return f"tussen {decimal_text(low, decimals)} en {decimal_text(high, decimals)}"


def enumerate_text(items: Sequence[str]) -> str:
    """Write a list in words: "a, b en c".

    Raises
    ------
    PresentationError
        When the list is empty.
    """
    if not items:
        raise PresentationError("an empty list cannot be enumerated", {}, "Leave the sentence out, or say that there are none")
    *first, last = items
    return f"{', '.join(first)} en {last}" if first else last


def years_text(years: Sequence[int]) -> str:
    """Write years, unbroken rows as a range: "2017-2019", "2021", "2017-2019 en 2021".

    Raises
    ------
    PresentationError
        When there are no years.
    """
    rows: list[list[int]] = []
    for year in sorted({int(year) for year in years}):
        if rows and year == rows[-1][-1] + 1:
            rows[-1].append(year)
        else:
            rows.append([year])
    return enumerate_text([f"{row[0]}-{row[-1]}" if len(row) > 1 else str(row[0]) for row in rows])


def date_text(day: date) -> str:
    """Write a date: "15 februari 2022"."""
    return str(format_date(day, format="d MMMM y", locale=LOCALE))


def month_range_text(first_month: int, last_month: int, year: int) -> str:
    """Write a range of months: "januari tot en met augustus 2022"; one month as "mei 2022".

    Raises
    ------
    PresentationError
        When a month is not 1 to 12, or the first comes after the last.
    """
    if not 1 <= first_month <= last_month <= 12:
        where = {"first_month": first_month, "last_month": last_month}
        raise PresentationError("no such range of months", where, "Give two months from 1 to 12, the first one first")
    names = get_month_names("wide", locale=LOCALE)
    months = [str(names[month]) for month in (first_month, last_month)]
    return f"{' tot en met '.join(dict.fromkeys(months))} {year}"
