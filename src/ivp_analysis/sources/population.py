"""Denominators: inhabitants, dwellings, establishments, addresses, Halt referrals and young people per area and year."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.dutch_values import fold, parse, whole_number
from ivp_analysis.sources.location import closest
from ivp_analysis.sources.sieve import Sieve
from ivp_analysis.sources.tabular import Column, Layout, read_tables
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.ledger import Ledger, Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import NETHERLANDS, WHOLE, Municipality

MEASURES = {
    "inwoners": "inhabitants",
    "woningen": "dwellings",
    "vestigingen": "establishments",
    "adressen": "addresses",
    "halt_verwijzingen": "halt_referrals",
    "jongeren_12_17": "youth_12_17",
}
ALL = "totaal"
ROUNDED_TO = 5

_SEXES = {"m": "m", "man": "m", "mannen": "m", "v": "v", "vrouw": "v", "vrouwen": "v", "t": ALL, "totaal": ALL, "": ALL}
_AGES = re.compile(r"([0-9]{1,3}) ?(-|t/m|tot) ?([0-9]{1,3})(?: jaar)?")
_OPEN_AGES = re.compile(r"([0-9]{1,3}) ?(?:\+|(?:jaar )?(?:en|of) ouder)")

LAYOUT = Layout(
    "gebied",
    (
        Column("gebied", "gebied", ("gebiedscode", "gebiedsnaam", "kern of buurt"), required=True),
        Column("jaar", "jaar", ("kalenderjaar", "peiljaar"), required=True),
        Column("maat", "maat", ("soort", "noemer"), required=True),
        Column("geslacht", "geslacht"),
        Column("leeftijd", "leeftijd", ("leeftijdsklasse", "leeftijdsgroep")),
        Column("waarde", "waarde", ("aantal",), required=True),
    ),
)


def read(delivery: Delivery, municipality: Municipality, kernbeleid: Kernbeleid) -> Reading:  # noqa: ARG001  all readers are called alike
    """Read the denominators.

    Parameters
    ----------
    delivery : Delivery
        Of the kind noemers; .csv or .xlsx.
    municipality : Municipality
        Its villages, buurten and wijken, the municipalities it is compared with, and the country are the valid areas.
    kernbeleid : Kernbeleid
        Not used.

    Returns
    -------
    Reading
        The table "population".

    Raises
    ------
    DeliveryError
        When a file cannot be read, a required column is missing, or sexes or age classes differ from their total.
    """
    ledger = Ledger(delivery.name)
    sieve, _ = read_tables(delivery, LAYOUT, ledger)
    areas = _areas(municipality)
    measures = {fold(name): measure for name, measure in MEASURES.items()}
    sieve.rows = _parse(sieve.rows, areas, measures)
    names = (*municipality.village_names, WHOLE)
    codes = (*municipality.neighbourhoods, *(district.code for district in municipality.districts), municipality.code, NETHERLANDS)
    _check_name(sieve, "gebied", "area", (*names, *codes), f"valid are {', '.join(names)}, codes of CBS areas, {NETHERLANDS}")
    _check_name(sieve, "maat", "measure", MEASURES, f"valid are {', '.join(MEASURES)}")
    sieve.mend(sieve.rows["year"].isna(), "jaar", "no year", "Write a year in four digits")
    sieve.mend(sieve.rows["sex"].isna(), "geslacht", "no sex", "Write m, v or totaal, or leave it empty for the total")
    sieve.mend(sieve.rows["age"].isna(), "leeftijd", "no age class", "Write an age class such as 12-17 or 65+, or totaal")
    sieve.mend(
        sieve.rows["value"].isna(),
        "waarde",
        "no whole number of 0 or more",
        "Write the number; leave the row out where it is not known",
    )
    again = sieve.rows.duplicated(["area", "year", "measure", "sex", "age"])
    sieve.mend(again, "waarde", "the same figure a second time", "Let every figure stand in the delivery once")
    rows = sieve.accept()
    _check_parts(rows, ledger)
    table = rows[["area", "year", "measure", "sex", "age", "value"]].astype({"year": "int64", "value": "int64"}).reset_index(drop=True)
    table = table.assign(level=table["area"].map(dict(areas.values())).astype("str"), **delivery.provenance)
    return Reading({"population": satisfy(table, "population", delivery.name)}, *ledger.close())


def age_class(text: str) -> str | None:
    """Read an age class.

    Parameters
    ----------
    text : str
        Such as ``12-17``, ``12 t/m 17 jaar``, ``12 tot 18 jaar``, ``65+`` or ``65 jaar en ouder``.

    Returns
    -------
    str or None
        ``12-17`` or ``65+``; None when the text is no age class.
    """
    text = text.lower().replace("–", "-")
    if text == ALL:
        return ALL
    if found := _OPEN_AGES.fullmatch(text):
        return f"{int(found[1])}+"
    if not (found := _AGES.fullmatch(text)):
        return None
    first, last = int(found[1]), int(found[3]) - (found[2] == "tot")
    return f"{first}-{last}" if first <= last else None


def _areas(municipality: Municipality) -> dict[str, tuple[str, str]]:
    """Return area and level by the folded texts that mean it; a village comes before the municipality of the same name."""
    areas = {code: (code, "municipality") for code in municipality.reference_codes if code != NETHERLANDS}
    areas |= {municipality.code: (municipality.code, "municipality"), NETHERLANDS: (NETHERLANDS, "country")}
    areas |= dict.fromkeys((WHOLE, municipality.name, municipality.label(WHOLE)), (municipality.code, "municipality"))
    areas |= {district.code: (district.code, "wijk") for district in municipality.districts}
    areas |= {code: (code, "buurt") for code in municipality.neighbourhoods}
    areas |= {name: (name, "village") for name in municipality.village_names}
    return {fold(text): area for text, area in areas.items()}


def _parse(rows: pd.DataFrame, areas: dict[str, tuple[str, str]], measures: dict[str, str]) -> pd.DataFrame:
    return rows.assign(
        area=parse(rows["gebied"], lambda text: areas.get(fold(text), (None,))[0], "str"),
        measure=parse(rows["maat"], lambda text: measures.get(fold(text)), "str"),
        year=parse(rows["jaar"], _year, "Int64"),
        sex=rows["geslacht"].str.lower().map(_SEXES).astype("str"),
        age=parse(rows["leeftijd"].replace("", ALL), age_class, "str"),
        value=parse(rows["waarde"], _value, "Int64"),
    )


def _year(text: str) -> int | None:
    year = whole_number(text)
    return year if year is not None and 1990 <= year <= 2100 else None


def _value(text: str) -> int | None:
    value = whole_number(text)
    return value if value is not None and value >= 0 else None


def _check_name(sieve: Sieve, column: str, parsed: str, valid: Iterable[str], otherwise: str) -> None:
    unknown = sieve.rows[parsed].isna()
    hints = {text: f"Correct the name: {closest(text, valid) or otherwise}" for text in sieve.rows.loc[unknown, column].unique()}
    sieve.mend(unknown, column, f"no such {parsed}", sieve.rows[column].map(hints).astype("str"))


def _check_parts(rows: pd.DataFrame, ledger: Ledger) -> None:
    """Hold every total against its sexes and age classes, where all of them are there."""
    for file, part in rows.groupby("file"):
        checked = 0
        for (area, year, measure), group in part.groupby(["area", "year", "measure"]):
            figures = {(sex, age): int(value) for sex, age, value in zip(group["sex"], group["age"], group["value"], strict=True)}
            for total, parts in _partitions(figures):
                checked += 1
                if not _adds_up(figures[total], [figures[key] for key in parts]):
                    where = {"delivery": ledger.delivery, "file": file, "area": area, "year": year, "measure": measure}
                    raise DeliveryError(
                        f"the figure for sex {total[0]}, age {total[1]} is {figures[total]} and its parts add up to "
                        f"{sum(figures[key] for key in parts)}",
                        where,
                        "Correct the total or its parts, and make a new delivery",
                    )
        if checked:
            ledger.check(str(file), "adds up", "totals against sexes and age classes", checked)


def _partitions(figures: dict[tuple[str, str], int]) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """Return every total that is there with parts that make it up completely."""
    result = []
    for age in sorted({age for _, age in figures}):
        sexes = [("m", age), ("v", age)]
        if (ALL, age) in figures and all(key in figures for key in sexes):
            result.append(((ALL, age), sexes))
    complete = {sex: ages for sex in ("m", "v", ALL) if (ages := _whole_life([age for other, age in figures if other == sex]))}
    result += [((sex, ALL), [(sex, age) for age in ages]) for sex, ages in complete.items() if (sex, ALL) in figures]
    if (ALL, ALL) in figures and {"m", "v"} <= set(complete):
        result.append(((ALL, ALL), [(sex, age) for sex in ("m", "v") for age in complete[sex]]))
    return result


def _whole_life(ages: list[str]) -> list[str]:
    """Return the age classes when they join up from 0 to an open end, without gap or overlap; else nothing."""
    classes = sorted((age for age in ages if age != ALL), key=lambda age: int(re.split(r"[-+]", age)[0]))
    expected = 0
    for age in classes:
        first, _, last = age.rstrip("+").partition("-")
        if int(first) != expected or (not last and age != classes[-1]):
            return []
        expected = int(last) + 1 if last else -1
    return classes if expected == -1 else []


def _adds_up(total: int, parts: list[int]) -> bool:
    # Statistics Netherlands rounds to 5, each figure by itself
    rounded = all(figure % ROUNDED_TO == 0 for figure in (total, *parts))
    return abs(total - sum(parts)) <= (ROUNDED_TO / 2 * (len(parts) + 1) if rounded else 0)
