"""Dates, numbers, months, codes and yes or no as Dutch files write them; None for what cannot be read."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pandas as pd

Value = TypeVar("Value")

_TIME = r"(?:[T ,]+(?:om )?([01]?[0-9]|2[0-3])[:.u]([0-5][0-9])(?:[:.]([0-5][0-9])(?:[.,][0-9]+)?)?(?: ?uur)?)?"
_WEEKDAY = r"(?:(?:ma|di|wo|do|vr|za|zo)[a-z]*[.,]* )?"
_DAY_FIRST = re.compile(_WEEKDAY + r"([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2}|[a-z]{3,9})\.? ?[-/. ] ?([0-9]{4}|[0-9]{2})" + _TIME, re.IGNORECASE)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/]?)([0-9]{2})\2([0-9]{2})" + _TIME, re.IGNORECASE)
_SERIAL = re.compile(r"([2-7][0-9]{4})(?:[.,]([0-9]{1,12}))?")
_SERIAL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  day 0 of spreadsheets; offence times are local times without a zone

_GROUPED = re.compile(r"-?[0-9]{1,3}(?:([. ])[0-9]{3})(?:\1[0-9]{3})*(?:,[0-9]+)?")
_PLAIN = re.compile(r"-?[0-9]{1,18}(?:[.,][0-9]{1,18})?")

_CLASS = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9.]{0,7})(?:[ :-].*)?")

_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
_MONTH = {name: number for number, name in enumerate(_MONTHS, 1)} | {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_MONTH |= {"mrt": 3, "sept": 9, "mar": 3, "may": 5, "oct": 10}
_YES_NO = {"j": True, "ja": True, "y": True, "yes": True, "1": True, "true": True, "waar": True}
_YES_NO |= {"n": False, "nee": False, "no": False, "0": False, "false": False, "onwaar": False}


def fold(text: str) -> str:
    """Reduce a name to its lower-case letters and digits, so that case, spaces, accents and punctuation do not matter.

    Parameters
    ----------
    text : str
        A column title, a name of an area, a word.

    Returns
    -------
    str
        ``"Begin-pleegdatum/tijd"`` becomes ``"beginpleegdatumtijd"``.
    """
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())


def moment(text: str) -> datetime | None:
    """Read a date with or without a time.

    Parameters
    ----------
    text : str
        Such as ``20-09-2017 17:30``, ``20/9/17``, ``wo 20 september 2017 17.30 uur``, ``2017-09-20T17:30``, or the serial number of a
        spreadsheet, ``42998,729``. The day stands before the month; two digits of a year up to 69 mean 20xx.

    Returns
    -------
    datetime or None
        To the second, without a zone; None when the text is no date.
    """
    if found := _DAY_FIRST.fullmatch(text):
        day, month_text, year = found[1], found[2], int(found[3])
        if len(found[3]) == 2:
            year += 2000 if year < 70 else 1900
        number = int(month_text) if month_text.isdigit() else _MONTH.get(month_text.lower(), 0)
        return _datetime(year, number, int(day), found.groups()[3:])
    if found := _YEAR_FIRST.fullmatch(text):
        return _datetime(int(found[1]), int(found[3]), int(found[4]), found.groups()[4:])
    if found := _SERIAL.fullmatch(text):
        seconds = round(float(f"0.{found[2] or 0}") * 86400)
        return _SERIAL_EPOCH + timedelta(days=int(found[1]), seconds=seconds)
    return None


def number(text: str) -> float | None:
    """Read a number with a decimal comma or point; points or spaces between groups of three digits are thousands.

    Parameters
    ----------
    text : str
        Such as ``214.485,00``, ``214485,0``, ``214 485`` or ``214485.5``.

    Returns
    -------
    float or None
        ``214.485`` is 214485, as Dutch files mean it; None when the text is no number.
    """
    if found := _GROUPED.fullmatch(text):
        text = text.replace(found[1], "")
    elif not _PLAIN.fullmatch(text):
        return None
    return float(text.replace(",", "."))


def whole_number(text: str) -> int | None:
    """Read a whole number; ``12,0`` is one, ``12,5`` is not.

    Returns
    -------
    int or None
        None when the text is no number, has a fraction, or has more than 15 digits.
    """
    value = number(text)
    return int(value) if value is not None and value == math.floor(value) and abs(value) < 1e15 else None


def yes_no(text: str) -> bool | None:
    """Read J, N, Ja, Nee and their like.

    Returns
    -------
    bool or None
        None when the text is neither.
    """
    return _YES_NO.get(text.lower())


def month(text: str) -> int | None:
    """Read a month: 1 to 12, or its Dutch name, whole or shortened.

    Returns
    -------
    int or None
        None when the text is no month.
    """
    value = whole_number(text)
    if value is None:
        return _MONTH.get(text.lower().rstrip("."))
    return value if 1 <= value <= 12 else None


def class_code(text: str) -> str | None:
    """Read the code of a maatschappelijke klasse, with or without its name behind it.

    Parameters
    ----------
    text : str
        Such as ``E12`` or ``E12 Burenruzie``.

    Returns
    -------
    str or None
        None when it does not start with one or two letters and a digit; 1.1.1 is a code of another system.
    """
    found = _CLASS.fullmatch(text.upper())
    return found[1] if found else None


def parse(texts: pd.Series[str], reader: Callable[[str], Value | None], dtype: str) -> pd.Series:
    """Read a whole column, each different text once.

    Parameters
    ----------
    texts : Series of str
        The cells, blanks at the ends removed.
    reader : callable
        One of the functions of this module, or another that gives None for what it cannot read.
    dtype : str
        Type of the result, such as ``"Int64"`` or ``"datetime64[us]"``; with ``"bool"`` missing is false.

    Returns
    -------
    Series
        With the index of `texts`; missing where the text is empty or cannot be read.
    """
    known = {text: reader(text) if text else None for text in texts.unique()}
    return pd.Series([known[text] for text in texts], index=texts.index, dtype=dtype)


def _datetime(year: int, number_of_month: int, day: int, time: tuple[str | None, ...]) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in time)
    try:
        return datetime(year, number_of_month, day, hour, minute, second)  # noqa: DTZ001  the police write local times
    except ValueError:
        return None
