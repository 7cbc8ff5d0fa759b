"""Inhabitants per area and year: the denominators of rates."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ivp_analysis.vocabulary.municipality import NETHERLANDS, WHOLE, Municipality, ReferenceArea


def reference_members(reference: ReferenceArea, municipality: Municipality) -> tuple[str, ...]:
    """Return the codes whose figures add up to a reference area without the municipality itself, which is taken off the country."""
    return tuple(code for code in reference.members if code != municipality.code)


def reference_label(reference: ReferenceArea, municipality: Municipality) -> str:
    """Return the name of a reference area as it is compared with: never with the municipality in it."""
    return f"{reference.name} zonder {municipality.name}"


def inhabitants(population: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    """Count the inhabitants of every area that is compared.

    Parameters
    ----------
    population : DataFrame
        Table `population`; where deliveries overlap, the one with the newest reference date counts.
    municipality : Municipality
        Its villages, neighbourhoods and reference areas.

    Returns
    -------
    DataFrame
        Columns village (village, "gemeente", label of a reference area, or code of a buurt), year, inhabitants. An area whose
        parts are not all there has no row.
    """
    totals = population[(population["measure"] == "inhabitants") & (population["sex"] == "totaal") & (population["age"] == "totaal")]
    newest = totals.sort_values(["reference_date", "delivery"]).drop_duplicates(["area", "year"], keep="last")
    table = newest.pivot_table(index="area", columns="year", values="value", aggfunc="last")
    rows: dict[str, pd.Series[float]] = {code: _row(table, code) for code in municipality.neighbourhoods if code in table.index}
    for village in municipality.villages:
        rows[village.name] = _first(table, [village.name], _total(table, [item.code for item in village.neighbourhoods]))
    rows[WHOLE] = _first(table, [municipality.code, WHOLE], _sum([rows[name] for name in municipality.village_names]))
    for reference in municipality.references:
        total = _total(table, reference_members(reference, municipality))
        rows[reference_label(reference, municipality)] = total - rows[WHOLE] if NETHERLANDS in reference.members else total
    long = pd.DataFrame(rows).rename_axis("year").reset_index().melt("year", var_name="village", value_name="inhabitants")
    return long.dropna(subset="inhabitants")[["village", "year", "inhabitants"]].astype(
        {"year": "int64", "inhabitants": "float64", "village": "str"}
    )


def _total(table: pd.DataFrame, codes: Iterable[str]) -> pd.Series[float]:
    return table.reindex(list(codes)).sum(axis=0, skipna=False)


def _sum(rows: list[pd.Series[float]]) -> pd.Series[float]:
    return pd.DataFrame(rows).sum(axis=0, skipna=False)


def _first(table: pd.DataFrame, names: list[str], otherwise: pd.Series[float]) -> pd.Series[float]:
    """Take the figure that was delivered for the area itself; else the sum of its parts."""
    result = otherwise.copy()
    for name in reversed(names):
        if name in table.index:
            result = _row(table, name).combine_first(result)
    return result


def _row(table: pd.DataFrame, name: str) -> pd.Series[float]:
    return table.T[name]
