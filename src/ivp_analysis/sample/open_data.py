"""The sample in the shape of the police's open data (OData v3, yearly tables 47018NED and 47024NED)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ivp_analysis.sample.files import write_json_gz
from ivp_analysis.sample.profile import FIRST_YEAR, LAST_YEAR, YEARS, Profile
from ivp_analysis.sample.registrations import Registrations
from ivp_analysis.vocabulary.kernbeleid import ROLL_UP, Code
from ivp_analysis.vocabulary.municipality import NETHERLANDS, Municipality

PAGE_ROWS = 10_000
PROVISIONAL_FROM = LAST_YEAR - 1
SERVICE = "https://voorbeeld.invalid/ODataFeed/odata"
"""An address that can never exist; the real tables have that of the service here."""


@dataclass(frozen=True)
class Table:
    """One yearly table: its number, its dimension of codes, the title of its topic and of its roll-up."""

    identifier: str
    dimension: str
    dimension_title: str
    topic: str
    topic_title: str
    roll_up_title: str
    codes: tuple[Code, ...]


def offences_table(codes: tuple[Code, ...]) -> Table:
    """Return the table of offences, 47018NED."""
    return Table(
        "47018NED",
        "SoortMisdrijf",
        "Soort misdrijf",
        "GeregistreerdeMisdrijven_1",
        "Geregistreerde misdrijven",
        "Totaal misdrijven",
        codes,
    )


def nuisance_table(codes: tuple[Code, ...]) -> Table:
    """Return the table of nuisance, 47024NED."""
    return Table(
        "47024NED", "Overlast", "Overlast", "GeregistreerdeOverlast_1", "Registraties overlast", "Totaal registraties overlast", codes
    )


def write_table(folder: Path, table: Table, drawn: Registrations, profile: Profile, municipality: Municipality) -> None:
    """Write one table as a download leaves it: one compressed file for each answer of the service.

    Parameters
    ----------
    folder : Path
        The folder of the delivery; it exists.
    table : Table
        Which table.
    drawn : Registrations
        The numbers.
    profile : Profile
        The profile of the sample.
    municipality : Municipality
        Its configuration.
    """
    regions = list(_regions(profile, municipality))
    rows = _rows(table, _complete(table, drawn, municipality), regions)
    answers: dict[str, list[dict[str, Any]]] = {
        "TableInfos": _table_infos(table),
        "DataProperties": _properties(table),
        table.dimension: _codes(table),
        "WijkenEnBuurten": [
            {"Key": f"{code:<10}", "Title": name, "Description": text, "Municipality": within, "DetailRegionCode": detail}
            for code, name, text, within, detail in regions
        ],
        "Perioden": [
            {
                "Key": f"{year}JJ00",
                "Title": str(year),
                "Description": "",
                "Status": "Voorlopig" if year >= PROVISIONAL_FROM else "Definitief",
            }
            for year in YEARS
        ],
    }
    root = f"{SERVICE}/{table.identifier}"
    for name, value in answers.items():
        write_json_gz(folder / f"{name}.json.gz", {"odata.metadata": f"{root}/$metadata#{name}", "value": value})
    for number, first in enumerate(range(0, len(rows), PAGE_ROWS), start=1):
        page: dict[str, Any] = {"odata.metadata": f"{root}/$metadata#TypedDataSet", "value": rows[first : first + PAGE_ROWS]}
        if first + PAGE_ROWS < len(rows):
            page["odata.nextLink"] = f"{root}/TypedDataSet?$skip={first + PAGE_ROWS}"
        write_json_gz(folder / f"TypedDataSet-{number:04d}.json.gz", page)


def _complete(table: Table, drawn: Registrations, municipality: Municipality) -> pd.DataFrame:
    """Add wijken, the municipality and the roll-up; leave out the codes that are not published below the municipality."""
    buurten = drawn.buurten
    wijken = buurten.assign(area="WK" + buurten["area"].str[2:8])
    whole = buurten.assign(area=municipality.code)
    parts = pd.concat([buurten, wijken, whole, drawn.others]).groupby(["code", "area", "year"], as_index=False)["count"].sum()
    total = parts.assign(code=ROLL_UP).groupby(["code", "area", "year"], as_index=False)["count"].sum()
    hidden = parts["code"].isin([code.code for code in table.codes if code.municipality_only]) & parts["area"].str[:2].isin(["WK", "BU"])
    complete: pd.DataFrame = pd.concat([total, parts[~hidden]])
    return complete


def _rows(table: Table, counts: pd.DataFrame, regions: list[tuple[str, str, str, str, str]]) -> list[dict[str, Any]]:
    rank = {region[0]: place for place, region in enumerate(regions)}
    names = {region[0]: region[1] for region in regions}
    order = {code: place for place, code in enumerate([ROLL_UP, *(code.code for code in table.codes)])}
    keyed = counts.assign(code_rank=counts["code"].map(order), area_rank=counts["area"].map(rank))
    ordered = keyed.sort_values(["code_rank", "area_rank", "year"])
    kinds = {"NL": "Land", "GM": "Gemeente", "WK": "Wijk", "BU": "Buurt"}
    rows = []
    for number, row in enumerate(ordered[["code", "area", "year", "count"]].itertuples(index=False)):
        code, area, year, count = row
        within = f"GM{area[2:6]}" if area[:2] in ("WK", "BU") else area
        rows.append(
            {
                "ID": number,
                table.dimension: f"{code:<6}",
                "WijkenEnBuurten": f"{area:<10}",
                "Perioden": f"{year}JJ00",
                table.topic: int(count),
                # the real tables leave both blank where the figure is 0
                "Gemeentenaam_2": f"{names[within] if count else '':<30}",
                "SoortRegio_3": f"{kinds[area[:2]] if count else '':<8}",
            }
        )
    return rows


def _regions(profile: Profile, municipality: Municipality) -> Iterator[tuple[str, str, str, str, str]]:
    yield NETHERLANDS, profile.regions[NETHERLANDS].name, "", "", ""
    for code in sorted(set(profile.regions) - {NETHERLANDS}):
        name = profile.regions[code].name
        yield code, name, f"Gemeente '{name}' ({code})", code, code
        if code == municipality.code:
            yield from _parts(municipality)


def _parts(municipality: Municipality) -> Iterator[tuple[str, str, str, str, str]]:
    for wijk in municipality.districts:
        text = f"Wijk '{wijk.name}' ({wijk.code}) is een wijk in de gemeente '{municipality.name}'."
        yield wijk.code, wijk.name, text, municipality.code, wijk.code
        for code, buurt in sorted(municipality.neighbourhoods.items()):
            if buurt.district == wijk.code:
                text = f"Buurt '{buurt.name}' ({code}) is een buurt in wijk '{wijk.name}' in de gemeente '{municipality.name}'."
                yield code, buurt.name, text, municipality.code, code


def _codes(table: Table) -> list[dict[str, Any]]:
    titles = {ROLL_UP: table.roll_up_title}
    titles |= {code.code: f"{code.code} {code.name}" if "." in code.code else code.name for code in table.codes}
    return [{"Key": f"{code:<6}", "Title": title, "Description": "", "CategoryGroupID": None} for code, title in titles.items()]


def _table_infos(table: Table) -> list[dict[str, Any]]:
    title = f"Voorbeelddata (synthetisch): {table.topic_title}; {table.dimension_title.lower()}, wijk, buurt, jaarcijfers"
    return [
        {
            "ID": 0,
            "Title": title,
            "ShortTitle": title,
            "Identifier": table.identifier,
            "Summary": title,
            "Modified": "2022-02-15T02:00:00",
            "Language": "nl",
            "Catalog": "Voorbeelddata",
            "Frequency": "Perjaar",
            "Period": f"{FIRST_YEAR}-{LAST_YEAR}",
            "Description": "Verzonnen cijfers in de vorm van de open data van de politie. Recente cijfers zijn voorlopig.",
            "OutputStatus": "Regulier",
            "Source": "Voorbeelddata (synthetisch)",
        }
    ]


def _properties(table: Table) -> list[dict[str, Any]]:
    base = {"ParentID": None, "Description": "", "Unit": "", "Decimals": None, "Default": ""}

    def item(number: int, position: int | None, kind: str, key: str, title: str, **more: object) -> dict[str, Any]:
        return {
            "odata.type": f"Cbs.OData.{kind}",
            "ID": number,
            "Position": position,
            "Type": kind,
            "Key": key,
            "Title": title,
            **base,
            **more,
        }

    return [
        item(0, 0, "Dimension", table.dimension, table.dimension_title),
        item(1, 1, "GeoDetail", "WijkenEnBuurten", "Wijken en buurten"),
        item(2, 2, "TimeDimension", "Perioden", "Perioden"),
        item(3, 3, "Topic", table.topic, table.topic_title, Unit="aantal", Decimals=0, Default="Zero"),
        item(4, None, "TopicGroup", "", "Regioaanduiding"),
        item(5, 4, "Topic", "Gemeentenaam_2", "Gemeentenaam", ParentID=4),
        item(6, 5, "Topic", "SoortRegio_3", "Soort regio", ParentID=4),
    ]
