"""A police incident export (BVH): one row per registered incident; fields that name a person or an address are never taken over."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.dutch_values import class_code, fold, moment, number, parse, yes_no
from ivp_analysis.sources.location import NOWHERE, AreaNames
from ivp_analysis.sources.sieve import Sieve
from ivp_analysis.sources.tabular import Column, Layout, read_tables
from ivp_analysis.tables.contracts import INCIDENTS, satisfy
from ivp_analysis.tables.ledger import Ledger, Reading
from ivp_analysis.tables.store import RD_NEW
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

OTHER_MUNICIPALITY = "of another municipality (Pleeggemeente)"

_EAST, _NORTH = (0.0, 300_000.0), (300_000.0, 625_000.0)  # the Netherlands in RD New, metres
_NOT_FILLED = {"", "onbekend", "nvt"}

LAYOUT = Layout(
    "incident_id",
    (
        Column(
            "incident_id", "Incident Identificatie", ("Incident ID", "Incidentnummer", "BVH-nummer", "Registratienummer"), required=True
        ),
        Column(
            "code",
            "Incidentsoort code",
            ("Incidentcode", "Code incidentsoort", "Maatschappelijke klasse", "Maatschappelijke klasse code", "MK", "MK code"),
            required=True,
        ),
        Column(
            "begin",
            "Begin-pleegdatum/tijd",
            ("Begin pleegdatum", "Begindatum/tijd", "Pleegdatum/tijd begin", "Pleegdatum begin", "Pleegdatum/tijd", "Pleegdatum"),
            required=True,
            unless="known",
        ),
        Column(
            "end",
            "Eind-pleegdatum/tijd",
            ("Eind pleegdatum", "Einde-pleegdatum/tijd", "Einddatum/tijd", "Pleegdatum/tijd eind", "Pleegdatum eind"),
        ),
        Column("known", "Kennisnamedatum/tijd", ("Kennisnamedatum", "Datum/tijd kennisname", "Datum kennisname")),
        Column("municipality", "Pleeggemeente", ("Gemeente", "Gemeente pleegplaats")),
        Column("place", "Pleegplaats", ("Plaats", "Woonplaats", "Pleegwoonplaats")),
        Column("buurt", "Pleegbuurt", ("Buurt", "Buurtcode", "Pleegbuurt code", "Buurtnaam")),
        Column("reported", "Aangifte"),
        Column("attempt", "Poging"),
        Column("x", "X", ("X-coördinaat", "RD X", "X RD")),
        Column("y", "Y", ("Y-coördinaat", "RD Y", "Y RD")),
    ),
)


def read(delivery: Delivery, municipality: Municipality, kernbeleid: Kernbeleid) -> Reading:  # noqa: ARG001  all readers are called alike
    """Read a police incident export.

    Parameters
    ----------
    delivery : Delivery
        Of the kind politie-incidenten; .xlsx or .csv.
    municipality : Municipality
        Incidents with another Pleeggemeente are left out.
    kernbeleid : Kernbeleid
        Not used: a code that it does not know is kept.

    Returns
    -------
    Reading
        The table "incidents", a GeoDataFrame in EPSG:28992, placed by name (`location.place` places by coordinates).

    Raises
    ------
    DeliveryError
        When a file cannot be read or a required column is missing.
    """
    ledger = Ledger(delivery.name)
    sieve, _ = read_tables(delivery, LAYOUT, ledger)
    names = AreaNames(municipality)
    sieve.leave_out(
        parse(sieve.rows["municipality"], lambda text: _is_filled(text) and not names.is_municipality(text), "bool"), OTHER_MUNICIPALITY
    )
    _check_identity(sieve)
    _check_times(sieve, delivery)
    for name in ("attempt", "reported"):
        _check_yes_no(sieve, name)
    sieve.mend(
        sieve.rows["incident_id"].duplicated(),
        "incident_id",
        "the same incident a second time",
        "Let every incident stand in the delivery once",
    )
    rows = sieve.accept()
    _note_unknown_buurten(rows, names, ledger)
    table = _table(rows, names).assign(counting=delivery.counting, **delivery.provenance)
    return Reading({"incidents": satisfy(_with_points(table, rows), "incidents", delivery.name)}, *ledger.close())


def _note_unknown_buurten(rows: pd.DataFrame, names: AreaNames, ledger: Ledger) -> None:
    """Say how many rows name a buurt that the municipality does not have; they are not refused, for the place may tell more."""
    known = {text: bool(names.neighbourhood(text)) for text in rows["buurt"].unique()}
    lost = rows[rows["buurt"].map(lambda text: _is_filled(text) and not known[text]).astype(bool)]
    for file, part in lost.groupby("file"):
        ledger.check(
            str(file),
            "differs",
            "Pleegbuurt is no buurt of the municipality; placed by coordinates or Pleegplaats, else onbekend",
            len(part),
        )


def _check_identity(sieve: Sieve) -> None:
    sieve.mend(sieve.rows["incident_id"] == "", "incident_id", "empty", "Fill in the number of the incident")
    sieve.rows = sieve.rows.assign(code_read=parse(sieve.rows["code"], class_code, "str"))
    sieve.mend(sieve.rows["code_read"].isna(), "code", "no maatschappelijke klasse", "Write the code, a letter and digits, such as A72")


def _check_times(sieve: Sieve, delivery: Delivery) -> None:
    sieve.rows = sieve.rows.assign(
        **{f"{name}_at": parse(sieve.rows[name], moment, "datetime64[us]") for name in ("begin", "end", "known")}
    )
    for name in ("begin", "end"):
        bad = (sieve.rows[name] != "") & sieve.rows[f"{name}_at"].isna()
        sieve.mend(bad, name, "no date that can be read", "Write day, month, year and time, such as 20-09-2017 17:30")
    rows = sieve.rows
    # without a begin the end comes nearest to it, and the moment that the police heard of it after that
    start = rows["begin_at"].fillna(rows["end_at"]).fillna(rows["known_at"])
    sieve.rows = rows.assign(start=start, until=rows["end_at"].fillna(start))
    sieve.mend(sieve.rows["start"].isna(), "begin", "no date at all", "Fill in when it happened, or when the police heard of it")
    sieve.mend(sieve.rows["start"] > sieve.rows["until"], "begin", "later than the end of the offence", "Correct the begin or the end")
    after = pd.Timestamp(delivery.card.reference_date) + pd.Timedelta(days=1)
    sieve.mend(sieve.rows["until"] >= after, "begin", "after the peildatum", "Correct the date, or the peildatum in delivery.yaml")


def _check_yes_no(sieve: Sieve, name: str) -> None:
    values = parse(sieve.rows[name], yes_no, "boolean")
    sieve.rows = sieve.rows.assign(**{f"{name}_read": values})
    sieve.mend(values.isna() & parse(sieve.rows[name], _is_filled, "bool"), name, "neither J nor N", "Write J or N, or leave it empty")


def _is_filled(text: str) -> bool:
    return fold(text) not in _NOT_FILLED


def _table(rows: pd.DataFrame, names: AreaNames) -> pd.DataFrame:
    buurt = {text: names.neighbourhood(text) for text in rows["buurt"].unique()}
    village = {text: names.village(text) for text in rows["place"].unique()}
    pairs = zip(rows["buurt"], rows["place"], strict=True)
    places = [(buurt[a], "buurt") if buurt[a] else (village[b], "place") if village[b] else (NOWHERE, "nothing") for a, b in pairs]
    index = rows.index
    return pd.DataFrame(
        {
            "incident_id": rows["incident_id"],
            "code": rows["code_read"],
            "area": pd.Series([found.area if found and found.level == "buurt" else NOWHERE.area for found, _ in places], index, "str"),
            "village": pd.Series([found.village if found else NOWHERE.village for found, _ in places], index, "str"),
            "start": rows["start"],
            "end": rows["until"],
            "attempt": rows["attempt_read"],
            "reported": rows["reported_read"],
            "located_by": pd.Series([by for _, by in places], index, "str"),
        }
    )


def _with_points(table: pd.DataFrame, rows: pd.DataFrame) -> gpd.GeoDataFrame:
    x, y = (parse(rows[name], number, "float64").to_numpy() for name in ("x", "y"))
    # empty and 0 stand for no place at all; NaN compares as outside
    usable = (x > _EAST[0]) & (x <= _EAST[1]) & (y >= _NORTH[0]) & (y <= _NORTH[1])
    points = np.full(len(rows), None, dtype=object)
    points[usable] = shapely.points(x[usable], y[usable])
    frame = table.assign(geometry=gpd.GeoSeries(points, index=table.index, crs=RD_NEW)).reset_index(drop=True)
    return gpd.GeoDataFrame(frame[list(INCIDENTS.columns)], geometry="geometry", crs=RD_NEW)
