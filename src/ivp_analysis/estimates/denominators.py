"""Inhabitants, dwellings and establishments per area and year: the denominators of rates."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.vocabulary.kernbeleid import Denominator
from ivp_analysis.vocabulary.municipality import NETHERLANDS, WHOLE, Municipality, ReferenceArea

Floats = NDArray[np.float64]
_CHOICE = (Denominator.INHABITANTS, Denominator.DWELLINGS, Denominator.ESTABLISHMENTS)


def reference_members(reference: ReferenceArea, municipality: Municipality) -> tuple[str, ...]:
    """Return the codes whose figures add up to a reference area without the municipality itself, which is taken off the country."""
    return tuple(code for code in reference.members if code != municipality.code)


def reference_label(reference: ReferenceArea, municipality: Municipality) -> str:
    """Return the name of a reference area as it is compared with: never with the municipality in it."""
    return f"{reference.name} zonder {municipality.name}"


def denominators(population: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    """Count what rates are per thousand of, in every area that is compared.

    Parameters
    ----------
    population : DataFrame
        Table `population`; where deliveries overlap, the one with the newest reference date counts.
    municipality : Municipality
        Its villages, neighbourhoods and reference areas.

    Returns
    -------
    DataFrame
        Columns village (village, "gemeente", label of a reference area, code of a reference municipality or of a buurt), year,
        denominator, base. An area whose parts are not all there has no row.
    """
    totals = population[(population["sex"] == "totaal") & (population["age"] == "totaal")]
    newest = totals.sort_values(["reference_date", "delivery"]).drop_duplicates(["measure", "area", "year"], keep="last")
    table = newest.pivot_table(index=["measure", "area"], columns="year", values="value", aggfunc="last").astype("float64")
    pieces = []
    for item in _CHOICE:
        rows = _rows(table[table.index.get_level_values("measure") == item.measure].droplevel("measure"), municipality)
        base = np.concatenate(list(rows.values()))
        names, years = np.repeat(list(rows), len(table.columns)), np.tile(table.columns.to_numpy(dtype=np.int64), len(rows))
        pieces.append(pd.DataFrame({"village": names, "year": years, "denominator": item.value, "base": base}))
    found = pd.concat(pieces, ignore_index=True).astype({"village": "str", "denominator": "str"})
    return found.dropna(subset="base", ignore_index=True)


def usable(bases: pd.DataFrame, municipality: Municipality) -> frozenset[str]:
    """Return the denominators that exist for every village in every year in which inhabitants do.

    A rate per thousand dwellings is of no use where some villages or years would have it and others not.

    Parameters
    ----------
    bases : DataFrame
        What `denominators` gave.
    municipality : Municipality
        Its villages.
    """
    own = bases[bases["village"].isin(municipality.area_names)]
    pairs = {str(name): set(zip(part["village"], part["year"], strict=True)) for name, part in own.groupby("denominator")}
    people = pairs.get(Denominator.INHABITANTS.value, set())
    return frozenset({name for name, found in pairs.items() if found >= people} | {Denominator.INHABITANTS.value})


def _rows(table: pd.DataFrame, municipality: Municipality) -> dict[str, Floats]:
    """Return the figures of each area, shape (years,), of a table of what was delivered; nan where one is not there."""
    delivered = dict(zip(table.index, table.to_numpy(), strict=True))
    nothing, zero = np.full(len(table.columns), np.nan), np.zeros(len(table.columns))

    def total(codes: Iterable[str]) -> Floats:
        return sum((delivered.get(code, nothing) for code in codes), start=zero)

    rows = {code: delivered[code] for code in (*municipality.neighbourhoods, *municipality.reference_codes) if code in delivered}
    for village in municipality.villages:
        rows[village.name] = _first(delivered, [village.name], total(item.code for item in village.neighbourhoods))
    rows[WHOLE] = _first(delivered, [municipality.code, WHOLE], sum((rows[name] for name in municipality.village_names), start=zero))
    for reference in municipality.references:
        around = total(reference_members(reference, municipality))
        rows[reference_label(reference, municipality)] = around - rows[WHOLE] if NETHERLANDS in reference.members else around
    return rows


def _first(delivered: dict[str, Floats], names: list[str], otherwise: Floats) -> Floats:
    """Take the figure that was delivered for the area itself; else the sum of its parts."""
    for name in reversed(names):
        if name in delivered:
            otherwise = np.where(np.isnan(delivered[name]), otherwise, delivered[name])
    return otherwise
