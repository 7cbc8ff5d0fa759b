"""Percentages, means and scores of a survey as Dutch text, and differences between them."""

from __future__ import annotations

from ivp_analysis.wording.numbers import decimal_text, interval_text, rounded
from ivp_analysis.wording.ratios import one_in

PERCENTAGE, MEAN, SCALE = "percentage", "mean", "scale"
"""What is estimated, as the contract of the table names it."""

SMALL_SHARE = 5.0
"""Below this percentage one in how many says more."""


def amount_text(kind: str, value: float) -> str:
    """Write an estimate: whole per cents, one decimal of small ones, and of means and scores.

    Parameters
    ----------
    kind : {"percentage", "mean", "scale"}
        What is estimated.
    value : float
        Percentage from 0 to 100, mean or score.

    Returns
    -------
    str
        Such as "63 procent" or "7,6"; a share that is not none is never written as none, nor one that is not all as all.

    Raises
    ------
    PresentationError
        When the number is missing or infinite.
    """
    if kind != PERCENTAGE:
        return decimal_text(value)
    if value < 100 and rounded(value, 0) == 100:
        return "meer dan 99 procent"
    if 0 < value < SMALL_SHARE:
        return f"{decimal_text(value)} procent" if rounded(value, 1) else "minder dan 0,1 procent"
    return f"{decimal_text(value, 0)} procent"


def short_text(kind: str, value: float) -> str:
    """Write an estimate as it stands in charts and tables: "63", "<1", ">99", "7,6"."""
    if kind != PERCENTAGE:
        return decimal_text(value)
    whole = rounded(value, 0)
    if value > 0 and whole == 0:
        return "<1"
    return ">99" if value < 100 and whole == 100 else decimal_text(value, 0)


def bounds_text(kind: str, low: float, high: float) -> str:
    """Write the interval of an estimate: "tussen 57 en 69 procent", "tussen 7,4 en 7,8".

    Parameters
    ----------
    kind : {"percentage", "mean", "scale"}
        What is estimated.
    low, high : float
        Bounds; where they are alike in the usual decimals, they get one more.

    Raises
    ------
    PresentationError
        When a bound is missing or the lower one lies above the upper one.
    """
    decimals = 0 if kind == PERCENTAGE else 1
    decimals += low < high and rounded(low, decimals) == rounded(high, decimals)
    return interval_text(low, high, decimals) + (" procent" if kind == PERCENTAGE else "")


def points_text(kind: str, points: float) -> str:
    """Write a difference without its sign: "8 procentpunt", "0,4 punt"; one decimal more where that would be nothing."""
    decimals = 0 if kind == PERCENTAGE else 1
    size = abs(points)
    decimals += rounded(size, decimals) == 0
    return f"{decimal_text(size, decimals)} {'procentpunt' if kind == PERCENTAGE else 'punt'}"


def difference_text(kind: str, difference: float) -> str:
    """Write a difference with its side: "8 procentpunt meer", "0,4 punt lager"."""
    return f"{points_text(kind, difference)} {_side(kind, difference)}"


def difference_range(kind: str, low: float, high: float) -> str:
    """Write the interval of a difference, the smaller difference first where both bounds lie on one side.

    Parameters
    ----------
    kind : {"percentage", "mean", "scale"}
        What is estimated.
    low, high : float
        Bounds of the difference, in percentage points or points.

    Returns
    -------
    str
        "2 tot 14 procentpunt meer", or "tussen 3 procentpunt minder en 2 procentpunt meer" where it can be either.
    """
    if low < 0 < high:
        return f"tussen {difference_text(kind, low)} en {difference_text(kind, high)}"
    near, far = (low, high) if low >= 0 else (high, low)
    start = points_text(kind, near).split(" ", maxsplit=1)[0] if near else "0"
    return f"{start} tot {difference_text(kind, far)}"


def share_of(value: float, noun: str) -> str:
    """Write a small percentage as "1 op de 200 inwoners"; empty where it is none, or large enough to be told as a number."""
    return one_in(1, 100 / value, noun) if 0 < value < SMALL_SHARE else ""


def _side(kind: str, difference: float) -> str:
    if kind == PERCENTAGE:
        return "minder" if difference < 0 else "meer"
    return "lager" if difference < 0 else "hoger"
