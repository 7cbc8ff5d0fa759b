"""How many times as much, how much per cent less, or one in how many, as Dutch text.

A percentage says little about a small number: from 2 to 3 is 50 % more. Whoever writes one therefore says whether it may be used.
"""

from __future__ import annotations

import math
from typing import TypeGuard

from ivp_analysis.wording.numbers import count_text, decimal_text, interval_text, rounded

CHANCE = "Met het toeval meegerekend"
"""How a sentence with an interval starts."""


def known(value: float | None) -> TypeGuard[float]:
    """Whether there is a number: not missing and not infinite."""
    return value is not None and math.isfinite(value)


def percent_text(ratio: float) -> str:
    """Write a ratio as a difference in per cent: ``0.96`` becomes "4 procent minder".

    Parameters
    ----------
    ratio : float
        How many times as much, zero or more.

    Returns
    -------
    str
        In whole per cents; in tenths where that would be nothing.
    """
    return f"{_percent(ratio)} procent {'minder' if ratio < 1 else 'meer'}"


def percent_range(low: float, high: float) -> str:
    """Write an interval of a ratio as a difference in per cent, the smaller difference first.

    Parameters
    ----------
    low, high : float
        Bounds of the ratio, zero or more.

    Returns
    -------
    str
        "2 tot 6 procent minder", or "tussen 3 procent minder en 2 procent meer" where it can be either.
    """
    if low < 1 < high:
        return f"tussen {percent_text(low)} en {percent_text(high)}"
    near, far = (low, high) if low >= 1 else (high, low)
    return f"{_percent(near)} tot {percent_text(far)}"


def share_range(low: float, high: float) -> str:
    """Write an interval of a share in whole per cents: "tussen 55 en 70 procent"."""
    return f"{interval_text(low * 100, high * 100, 0)} procent"


def size_sentences(
    ratio: float | None, low: float | None, high: float | None, *, start: str = "Dat is", percent: bool = False
) -> list[str]:
    """Say how large a difference is, and between which bounds it lies.

    Parameters
    ----------
    ratio, low, high : float or None
        How many times as much, with its interval; None or infinite where there is no such number.
    start : str
        How the first sentence starts, such as "Per inwoner is dat".
    percent : bool
        Whether less may be written in per cent: only where the numbers compared with are large enough.

    Returns
    -------
    list of str
        None to two sentences.
    """
    if not known(ratio) or ratio == 0:
        return _bounded(start, ratio, low, high, percent=percent)
    if percent and ratio < 1:
        sentences = [f"{start} ongeveer {percent_text(ratio)}."]
        return [*sentences, f"{CHANCE} is dat {percent_range(low, high)}."] if known(low) and known(high) else sentences
    decimals = _decimals(ratio, low, high)
    same = rounded(ratio, decimals) == 1
    sentences = [f"{start} ongeveer evenveel." if same else f"{start} {decimal_text(ratio, decimals)} keer zo veel."]
    if known(low):
        bounds = interval_text(low, high, decimals) if known(high) else f"boven {decimal_text(low, decimals)}"
        sentences.append(f"{CHANCE} ligt dat {bounds} keer.")
    return sentences


def one_in(count: int, base: float | None, noun: str) -> str:
    """Write a share as "1 op de 340 woningen", in two significant digits.

    Parameters
    ----------
    count : int
        How many of them.
    base : float or None
        How many there are.
    noun : str
        What they are, in the plural.

    Returns
    -------
    str
        Empty for none, without a base, and above 1 in 5: such a share is better told as a number.
    """
    if not known(base) or count <= 0 or base < 5 * count:
        return ""
    digits = len(str(rounded(base / count, 0)))
    return f"1 op de {count_text(int(rounded(base / count, min(2 - digits, 0))))} {noun}"


def _bounded(start: str, ratio: float | None, low: float | None, high: float | None, *, percent: bool) -> list[str]:
    # against none, or none against some: there is no number of times, only a bound on one side
    if ratio == 0 and known(high) and 0 < high < 1:
        most = f"ten minste {percent_text(high)}" if percent else f"hooguit {decimal_text(high, _decimals(high))} keer zo veel"
        return [f"{start}, met het toeval meegerekend, {most}."]
    if ratio != 0 and known(low) and low > 0:
        return [f"{start}, met het toeval meegerekend, ten minste {decimal_text(low, _decimals(low))} keer zo veel."]
    return []


def _percent(ratio: float) -> str:
    size = abs(ratio - 1) * 100
    return decimal_text(size, 0 if rounded(size, 0) else 1)


def _decimals(*ratios: float | None) -> int:
    # "1,0 keer" would hide on which side of equal it lies, and "0,0 keer" that there is something
    hidden = [value for value in ratios if known(value) and value not in {0, 1} and rounded(value) in {0, 1}]
    return 2 if hidden else 1
