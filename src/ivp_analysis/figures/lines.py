"""The series that a chart shows, and what they say in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivp_analysis.errors import PresentationError
from ivp_analysis.wording.numbers import decimal_text, enumerate_text, interval_text, years_text

Values = Sequence[float | None]


@dataclass(frozen=True)
class Line:
    """One series of yearly figures.

    Parameters
    ----------
    label : str
        Name of the area or group.
    years : sequence of int
        The years, each once.
    values : sequence of float or None
        One per year; None or NaN where there is no figure or it is hidden.
    low, high : sequence of float or None, optional
        Bounds of the 95 % interval, one per year.
    emphasised : bool
        Whether this is the series that the chart is about.
    hidden : sequence of bool, optional
        Per year whether the figure exists and is not shown for privacy. Value and bounds are None there.

    Raises
    ------
    PresentationError
        When lengths differ, a year comes twice, or a figure is handed over although it is hidden.
    """

    label: str
    years: Sequence[int]
    values: Values
    low: Values | None = None
    high: Values | None = None
    emphasised: bool = False
    hidden: Sequence[bool] | None = None

    def __post_init__(self) -> None:
        columns = {"values": self.values, "low": self.low, "high": self.high, "hidden": self.hidden}
        for name, column in columns.items():
            if column is not None and len(column) != len(self.years):
                where = {"line": self.label, "column": name, "years": len(self.years), "found": len(column)}
                raise PresentationError("a line has not one figure per year", where, "Hand over one per year, None where it is missing")
        if len(set(self.years)) != len(self.years):
            raise PresentationError("a year comes twice in one line", {"line": self.label}, "Hand over one figure per year")
        for year in self.hidden_years:
            if self.value(year) is not None or self.interval(year) is not None:
                where = {"line": self.label, "year": year}
                raise PresentationError("a hidden figure was handed over to a chart", where, "Put None where hidden is true")

    @property
    def shown(self) -> dict[int, float]:
        """The figures that are there, by year in order."""
        pairs = sorted(zip(self.years, self.values, strict=True))
        return {int(year): float(value) for year, value in pairs if value is not None and not math.isnan(value)}

    @property
    def hidden_years(self) -> tuple[int, ...]:
        """The years whose figure is not shown for privacy."""
        return tuple(sorted(int(year) for year, hidden in zip(self.years, self.hidden or (), strict=False) if hidden))

    def value(self, year: int) -> float | None:
        """Return the figure of a year; None where there is none."""
        return self.shown.get(year)

    def interval(self, year: int) -> tuple[float, float] | None:
        """Return the bounds of a year; None unless both are there."""
        if self.low is None or self.high is None or year not in self.years:
            return None
        at = list(self.years).index(year)
        low, high = self.low[at], self.high[at]
        if low is None or high is None or math.isnan(low) or math.isnan(high):
            return None
        return float(low), float(high)


def decimals_of(values: Sequence[float]) -> int:
    """Return how many decimals figures need: none for counts, one for rates, two for rates below one."""
    if all(value == int(value) for value in values):
        return 0
    return 1 if max(abs(value) for value in values) >= 1 else 2


def describe_trend(
    lines: Sequence[Line], *, title: str, unit: str, baseline: Sequence[int] = (), marked: Mapping[int, str] | None = None
) -> str:
    """Say what a trend chart shows.

    Parameters
    ----------
    lines : sequence of Line
        The series.
    title, unit : str
        What is shown, and in what.
    baseline : sequence of int
        The years to compare with.
    marked : mapping of int to str, optional
        Years with a remark.

    Returns
    -------
    str
        Kind of chart, subject, areas, period, first and last figure, highest and lowest year, what is missing or hidden.
    """
    years = all_years(lines)
    head = f"Lijngrafiek: {title}, {unit}" + (f", {years_text(years)}." if years else ".")
    if not any(line.shown for line in lines):
        head += " Er zijn geen cijfers om te tonen."
    parts = [head, *(_describe_line(line, years) for line in lines)]
    if baseline:
        parts.append(f"Vergelijkingsjaren: {years_text(baseline)}.")
    noted = {year: "voorlopig" if text == "*" else text for year, text in sorted((marked or {}).items())}
    parts += [f"{year}: {text}." for year, text in noted.items() if year in years]
    return " ".join(parts)


def all_years(lines: Sequence[Line]) -> range:
    """Return the years from the first to the last of any line."""
    years = [int(year) for line in lines for year in line.years]
    return range(min(years), max(years) + 1) if years else range(0)


def _describe_line(line: Line, years: Sequence[int]) -> str:
    shown = line.shown
    name = line.label[:1].upper() + line.label[1:]
    sentences = [f"{name}: {_first_and_last(line) if shown else 'geen cijfer getoond.'}"]
    if len(set(shown.values())) > 1 and len(shown) > 2:
        sentences.append(_extremes(shown, "getoonde waarde" if line.hidden_years else "waarde"))
    if line.hidden_years:
        sentences.append(f"Niet getoond vanwege privacy: {years_text(line.hidden_years)}.")
    missing = [year for year in years if year not in shown and year not in line.hidden_years]
    if missing:
        sentences.append(f"Geen cijfer: {years_text(missing)}.")
    return " ".join(sentences)


def _first_and_last(line: Line) -> str:
    ends = list(dict.fromkeys((min(line.shown), max(line.shown))))
    return enumerate_text([_with_interval(line, year) for year in ends]) + "."


def _with_interval(line: Line, year: int) -> str:
    digits = decimals_of(list(line.shown.values()))
    interval = line.interval(year) if line.emphasised else None
    bounds = f" (95%-interval {interval_text(*interval, digits or int(interval[1] < 100))})" if interval else ""
    return f"{decimal_text(line.shown[year], digits)} in {year}{bounds}"


def _extremes(shown: Mapping[int, float], noun: str) -> str:
    digits = decimals_of(list(shown.values()))
    texts = {year: decimal_text(value, digits) for year, value in shown.items()}
    highest, lowest = (pick(shown, key=lambda year: shown[year]) for pick in (max, min))
    parts = [
        f"{word} {noun} {texts[extreme]} in {years_text([year for year in shown if texts[year] == texts[extreme]])}"
        for word, extreme in (("Hoogste", highest), ("laagste", lowest))
    ]
    return ", ".join(parts) + "."
