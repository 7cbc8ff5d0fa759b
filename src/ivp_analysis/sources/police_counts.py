"""A police delivery of counts: per month, buurt or village, and maatschappelijke klasse."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.dutch_values import class_code, month, parse, whole_number
from ivp_analysis.sources.location import NOWHERE, AreaNames
from ivp_analysis.sources.sieve import Sieve
from ivp_analysis.sources.tabular import TOTAL, Column, Layout, read_tables
from ivp_analysis.sources.totals import check_totals, sum_of_parts
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.ledger import Ledger, Reading
from ivp_analysis.vocabulary.kernbeleid import ROLL_UP, Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

OTHER_MUNICIPALITY = "of another municipality"
TOTAL_ROW = "a total of other rows"
UNKNOWN_NAME = "no such buurt or kern"
CONTRADICTION = "not in the kern that is named"

_YEAR = re.compile(r"(?:(?:sub)?totaal )?([0-9]{4})(?: totaal)?", re.IGNORECASE)

# the texts of a file keep their Dutch names; what they mean gets the names of the table
LAYOUT = Layout(
    "jaar",
    (
        Column("jaar", "jaar", ("pleegjaar", "kalenderjaar"), required=True),
        Column("maand", "maand", ("pleegmaand", "maandnummer", "maandnaam"), required=True),
        Column("gemeente", "gemeente", ("pleeggemeente",)),
        Column("buurt", "buurt", ("pleegbuurt", "buurtcode", "buurtnaam", "gebied"), required=True, unless="kern"),
        Column("kern", "kern", ("dorp", "pleegplaats", "plaats", "woonplaats")),
        Column(
            "klasse",
            "klasse",
            ("maatschappelijke klasse", "MK", "MK code", "incidentsoort code", "klassecode", "incidentcode"),
            required=True,
        ),
        Column("aantal", "aantal", ("aantal registraties", "registraties", "aantal incidenten"), required=True),
        Column("pogingen", "pogingen", ("aantal pogingen", "waarvan poging", "waarvan pogingen", "poging")),
    ),
)


@dataclass(frozen=True)
class _Area:
    """What the texts for buurt and kern say together; what is summed over, or not known, is None."""

    area: str | None = None
    village: str | None = None
    level: str = ""
    total: bool = False
    fault: str = ""


def read(delivery: Delivery, municipality: Municipality, kernbeleid: Kernbeleid) -> Reading:  # noqa: ARG001  all readers are called alike
    """Read a police delivery of counts.

    Parameters
    ----------
    delivery : Delivery
        Of the kind politie-aantallen; .xlsx or .csv.
    municipality : Municipality
        Its buurten and villages are known by code or name; rows of other municipalities are left out.
    kernbeleid : Kernbeleid
        Not used: a code that it does not know is kept.

    Returns
    -------
    Reading
        The table "counts". Totals over months, areas or codes are held against their parts and left out.

    Raises
    ------
    DeliveryError
        When a file cannot be read, a required column is missing, or a total differs from the sum of its parts.
    """
    ledger = Ledger(delivery.name)
    sieve, below = read_tables(delivery, LAYOUT, ledger)
    names = AreaNames(municipality)
    _leave_out_elsewhere(sieve, names)
    sieve.rows = _parse(sieve.rows, names)
    _check_period(sieve, pd.Timestamp(delivery.card.reference_date))
    _check_area(sieve, names)
    _check_numbers(sieve)
    sieve.rows = _villages_as_totals(sieve.rows, names)
    again = ~sieve.rows["is_total"] & sieve.rows.duplicated(["is_total", "year", "month", "area", "code"])
    sieve.mend(again, "aantal", "the same month, area and code a second time", "Let every combination stand in the delivery once")
    incomplete = set(sieve.incomplete)
    details = sieve.rows[~sieve.rows["is_total"]]
    totals = sieve.rows[sieve.rows["is_total"]]
    bare = (sum_of_parts(totals, details).isna() & (totals["count"] > 0)).reindex(sieve.rows.index, fill_value=False)
    sieve.mend(bare, "aantal", "a total without the rows it is the total of", "Deliver the counts per buurt or kern and per klasse as well")
    every = pd.concat([sieve.leave_out(sieve.rows["is_total"], TOTAL_ROW), _parse(below, names, total=True)])
    check_totals(every, sum_of_parts(every, details), incomplete, ledger)
    rows = sieve.accept()
    return Reading({"counts": satisfy(_table(rows, delivery), "counts", delivery.name)}, *ledger.close())


def _leave_out_elsewhere(sieve: Sieve, names: AreaNames) -> None:
    municipality, buurt = sieve.rows["gemeente"], sieve.rows["buurt"]
    ours = {text: not text or names.is_municipality(text) or _says_total(text) for text in municipality.unique()}
    other = [not ours[text] or names.is_elsewhere(code) for text, code in zip(municipality, buurt, strict=True)]
    sieve.leave_out(pd.Series(other, index=sieve.rows.index, dtype="bool"), OTHER_MUNICIPALITY)


def _parse(rows: pd.DataFrame, names: AreaNames, *, total: bool = False) -> pd.DataFrame:
    """Add what the texts mean; a dimension that a total is summed over is missing."""
    pairs = list(zip(rows["buurt"], rows["kern"], strict=True))
    known = {pair: _area(*pair, names) for pair in set(pairs)}
    found = [known[pair] for pair in pairs]
    year, code = parse(rows["jaar"], _year, "Int64"), parse(rows["klasse"], class_code, "str")
    fault = pd.Series([item.fault for item in found], index=rows.index, dtype="str")
    months = parse(rows["maand"], _says_total, "bool")
    classes = parse(rows["klasse"], _says_total, "bool") & code.isna()
    areas = pd.Series([item.total for item in found], index=rows.index, dtype="bool")
    is_total = months | classes | areas | total
    level = pd.Series([item.level for item in found], index=rows.index, dtype="str")
    area = pd.Series([item.area for item in found], index=rows.index, dtype="str")
    village = pd.Series([item.village for item in found], index=rows.index, dtype="str")
    unclear = [parse(rows[name], _is_unclear, "bool") for name in ("maand", "buurt", "kern", "klasse")]
    unclear += [parse(rows["jaar"], _is_unclear, "bool") & year.isna(), fault != ""]
    blank = (rows["buurt"] == "") & (rows["kern"] == "")
    return rows.assign(
        year=year,
        month=parse(rows["maand"], month, "Int64"),
        area=area.mask(is_total & (blank | (level == "village"))),
        village=village.mask(is_total & blank),
        level=level,
        code=code,
        count=parse(rows["aantal"], whole_number, "Int64"),
        attempts=parse(rows["pogingen"], whole_number, "Int64"),
        is_total=is_total,
        no_month=is_total & (months | (rows["maand"] == "")),
        no_code=is_total & (classes | (rows["klasse"] == "")),
        unclear=pd.concat(unclear, axis=1).any(axis=1),
        area_fault=fault,
    )


def _area(buurt: str, kern: str, names: AreaNames) -> _Area:
    outer = names.village(kern)
    if _is_sum(buurt, names):
        return _Area(village=outer.village if outer else None, total=True)
    inner = names.neighbourhood(buurt) or names.village(buurt)
    if inner and outer and inner.village != outer.village:
        return _Area(fault=CONTRADICTION)
    if not inner and not names.is_unknown(buurt):
        return _Area(fault=UNKNOWN_NAME)
    if not (inner or outer) and _is_sum(kern, names):
        return _Area(total=True)
    place = inner or outer or (NOWHERE if names.is_unknown(kern) else None)
    return _Area(place.area, place.village, place.level) if place else _Area(fault=UNKNOWN_NAME)


def _is_sum(text: str, names: AreaNames) -> bool:
    return _says_total(text) or (names.is_municipality(text) and names.village(text) is None)


def _says_total(text: str) -> bool:
    return text.startswith(ROLL_UP) or TOTAL.search(text) is not None


def _is_unclear(text: str) -> bool:
    return _says_total(text) and any(letter.isalnum() for letter in TOTAL.sub("", text.removeprefix(ROLL_UP)))


def _year(text: str) -> int | None:
    found = _YEAR.fullmatch(text)
    return int(found[1]) if found and 1990 <= int(found[1]) <= 2100 else None


def _check_period(sieve: Sieve, reference: pd.Timestamp) -> None:
    blank_year = sieve.rows["is_total"] & (sieve.rows["jaar"] == "")
    sieve.mend(sieve.rows["year"].isna() & ~blank_year, "jaar", "no year", "Write a year in four digits")
    sieve.mend(
        sieve.rows["month"].isna() & ~sieve.rows["no_month"],
        "maand",
        "no month",
        "Write a number from 1 to 12 or the name of a month",
    )
    later = sieve.rows["year"] * 12 + sieve.rows["month"] > reference.year * 12 + reference.month
    sieve.mend(later, "maand", "after the peildatum", "Correct the month, or the peildatum in delivery.yaml")


def _check_area(sieve: Sieve, names: AreaNames) -> None:
    said = sieve.rows["buurt"].where(parse(sieve.rows["buurt"], lambda text: not names.is_unknown(text), "bool"), sieve.rows["kern"])
    unknown = sieve.rows["area_fault"] == UNKNOWN_NAME
    hints = {text: f"Correct the name or code of the area: {names.hint(text)}" for text in said[unknown].unique()}
    sieve.mend(unknown, "buurt", UNKNOWN_NAME, said.map(hints).astype("str"))
    action = "Correct the buurt or the kern; which buurt belongs to which kern stands in the configuration of the municipality"
    sieve.mend(sieve.rows["area_fault"] == CONTRADICTION, "buurt", CONTRADICTION, action)


def _check_numbers(sieve: Sieve) -> None:
    sieve.mend(sieve.rows["code"].isna() & ~sieve.rows["no_code"], "klasse", "no maatschappelijke klasse", "Write the code, such as E12")
    bad = sieve.rows["count"].isna() | (sieve.rows["count"] < 0)
    sieve.mend(bad, "aantal", "no whole number of 0 or more", "Write the number; 0 where there was nothing")
    attempts = sieve.rows["attempts"]
    bad = (attempts.isna() & (sieve.rows["pogingen"] != "")) | (attempts < 0) | (attempts > sieve.rows["count"])
    sieve.mend(bad, "pogingen", "no whole number from 0 to the count", "Write the number, or leave it empty where it is not known")


def _villages_as_totals(rows: pd.DataFrame, names: AreaNames) -> pd.DataFrame:
    """Mark a village among the buurten as a total where rows of its own buurten stand beside it, so that nothing counts twice."""
    keys = ["file", "village", "year", "month", "code"]
    parts = rows.loc[~rows["is_total"] & (rows["level"] == "buurt"), keys].drop_duplicates().assign(has_parts=True)
    has_parts = rows[keys].merge(parts, on=keys, how="left")["has_parts"].eq(other=True).to_numpy(dtype=bool)
    named = parse(rows["buurt"], lambda text: names.village(text) is not None, "bool")
    double = ~rows["is_total"] & (rows["level"] == "village") & named & has_parts
    return rows.assign(is_total=rows["is_total"] | double, area=rows["area"].mask(double))


def _table(rows: pd.DataFrame, delivery: Delivery) -> pd.DataFrame:
    columns = rows[["code", "area", "level", "year", "month", "count", "attempts"]]
    table = columns.astype({"year": "int64", "month": "int64", "count": "int64"}).reset_index(drop=True)
    return table.assign(classification=Classification.CLASS.value, provisional=False, counting=delivery.counting, **delivery.provenance)
