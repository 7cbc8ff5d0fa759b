"""Police open data (OData v3) to counts: every row accepted, left out or refused, every total held against its parts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.police_table import PERIODS, ROWS, PoliceTable, load_table
from ivp_analysis.sources.reconcile import reconcile
from ivp_analysis.tables.contracts import CODE, satisfy
from ivp_analysis.tables.ledger import Ledger, Reading
from ivp_analysis.vocabulary.kernbeleid import ROLL_UP, Kernbeleid
from ivp_analysis.vocabulary.municipality import UNKNOWN, Municipality

NO_BUURT = "BU00000000"
_LARGEST = 1e9
_MEND = "Download the table again; if it stays, report it to the helpdesk of data.politie.nl"
_LEVELS = {"NL": "country", "GM": "municipality", "WK": "wijk"}
_WITHIN = ("wijk", "buurt", "unknown")
_BROKEN = "a figure of the same area and period is missing or was refused, so that all of it is absent: sums would be too low"


def read(delivery: Delivery, municipality: Municipality, kernbeleid: Kernbeleid) -> Reading:
    """Read one table of the police's open data: 47018NED, 47022NED or 47024NED.

    Parameters
    ----------
    delivery : Delivery
        TableInfos, DataProperties, the dimensions and TypedDataSet-0001 … as JSON, gzipped or not.
    municipality : Municipality
        Whose regions and reference areas are kept.
    kernbeleid : Kernbeleid
        Which codes are published per municipality only.

    Returns
    -------
    Reading
        The table "counts" with the roll-up 0.0.0 for municipalities and the country only. What the municipality has
        more than its buurten has level "unknown" and area "onbekend". A year or month of an area of which a figure is missing or was
        refused is not in it: sums that lack a code or a buurt do not look like it.

    Raises
    ------
    DeliveryError
        When rows are missing or double, or parts and totals do not agree; table, region and code are named.
    """
    table = load_table(delivery)
    ledger = Ledger(delivery.name)
    years = {int(period[:4]) for period in table.periods}
    skipped = sorted(set(range(min(years, default=0), max(years, default=0))) - years)
    if skipped:
        ledger.check(PERIODS, "differs", f"no figures of {', '.join(map(str, skipped))}: these years are absent", len(skipped))
    rows = _judge(_described(table, municipality), table, kernbeleid)
    broken = _broken(rows, kernbeleid)
    rows.loc[(rows["outcome"] == "accepted") & _among(rows, broken), ["outcome", "reason"]] = ["left out", _BROKEN]
    _account(rows, ledger)
    for area, part in broken.groupby("whole"):
        ledger.check(ROWS, "differs", f"{area}, {', '.join(part['period'])}: {_BROKEN}", len(part))
    unknown = reconcile(table, rows[rows["comparable"]], municipality, kernbeleid, ledger)
    unknown = unknown[~_among(unknown.assign(whole=municipality.code), broken)]
    counts = _counts(rows[rows["outcome"] == "accepted"], unknown, table, delivery)
    book, quarantine = ledger.close()
    return Reading({"counts": satisfy(counts, "counts", delivery.name)}, book, quarantine)


def _described(table: PoliceTable, municipality: Municipality) -> pd.DataFrame:
    """Add level, year, month and count to the rows; what cannot be said stays missing."""
    rows = table.rows.copy()
    region = rows["region"]
    number = municipality.code[2:]
    own = region.str.startswith((f"WK{number}", f"BU{number}")) | region.isin([municipality.code, NO_BUURT, *municipality.reference_codes])
    level = region.str[:2].map(_LEVELS).fillna("unknown").mask(region.isin(list(municipality.neighbourhoods)), "buurt")
    rows["level"] = level.where(own, "")
    rows["whole"] = region.mask(rows["level"].isin(_WITHIN), municipality.code)
    period = rows["period"].str.extract(r"^((?:19|20)\d\d)(JJ00|KW0[1-4]|HJ0[12]|MM(?:0[1-9]|1[0-2]))$")
    rows["year"] = pd.to_numeric(period[0])
    rows["kind"] = period[1].str[:2]
    rows["month"] = pd.to_numeric(period[1].str[2:])
    count = pd.to_numeric(rows["figure"], errors="coerce").astype("float64")
    rows["count"] = count.where((count >= 0) & (count <= _LARGEST) & (count % 1 == 0))
    return rows


def _judge(rows: pd.DataFrame, table: PoliceTable, kernbeleid: Kernbeleid) -> pd.DataFrame:
    """Say of each row what becomes of it: the first rule that holds decides."""
    code, region, within = rows["code"], rows["region"], rows["level"].isin(_WITHIN)
    wanted = "MM" if table.monthly else "JJ"
    other = "a year or quarter among months" if table.monthly else "a month or quarter among years"
    unusable = [
        (~region.str.match(r"(?:NL|GM|WK|BU)\d{2,8}$"), "quarantined", "the region is no key of a country, municipality, wijk or buurt"),
        (rows["level"] == "", "left out", "region outside the municipality and its reference areas"),
        (rows["year"].isna(), "quarantined", "the period is no year or month"),
        (rows["kind"] != wanted, "left out", other),
        (~rows["period"].isin(list(table.periods)), "quarantined", "the period is not in the dimension Perioden"),
        (~(code.isin(list(table.codes)) & code.str.match(CODE)), "quarantined", "the code is not in the dimension of codes"),
    ]
    judged = [
        (rows["figure"].isna(), "left out", "no figure was published (that is not zero)"),
        (rows["count"].isna(), "quarantined", "the count is no whole number of 0 or more"),
        (
            within & (code == ROLL_UP),
            "left out",
            "roll-up 0.0.0 below the municipality: checked, not kept: its remainder discloses",
        ),
        (
            within & code.isin(kernbeleid.municipality_only),
            "left out",
            "the code is published per municipality only: a zero below it is no figure",
        ),
    ]
    rows = rows.assign(outcome="accepted", reason="", comparable=True)
    for mask, outcome, reason in reversed([*unusable, *judged]):
        rows.loc[mask, ["outcome", "reason"]] = [outcome, reason]
    for mask, _, _ in unusable:
        rows.loc[mask, "comparable"] = False
    return rows


def _broken(rows: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.DataFrame:
    """Return the areas and periods of which a figure that others are added to is missing or was refused."""
    summed = rows[rows["comparable"] & (rows["level"] != "wijk") & ~rows["code"].isin([ROLL_UP, *kernbeleid.municipality_only])]
    gaps = summed[summed["count"].isna()]
    # a code that nobody has a figure of in a period is not published then, and lacks nowhere
    published = pd.MultiIndex.from_frame(summed.loc[summed["count"].notna(), ["code", "period"]])
    known = pd.MultiIndex.from_frame(gaps[["code", "period"]]).isin(published)
    wrong = gaps[known | (gaps["outcome"] == "quarantined").to_numpy()]
    return wrong[["whole", "period"]].drop_duplicates().sort_values(["whole", "period"])


def _among(rows: pd.DataFrame, broken: pd.DataFrame) -> np.ndarray:
    return pd.MultiIndex.from_frame(rows[["whole", "period"]]).isin(pd.MultiIndex.from_frame(broken))


def _account(rows: pd.DataFrame, ledger: Ledger) -> None:
    for file, page in rows.groupby("file"):
        ledger.read(str(file), len(page))
        ledger.accept(str(file), int((page["outcome"] == "accepted").sum()))
        for reason, left in page[page["outcome"] == "left out"].groupby("reason"):
            ledger.leave_out(str(file), len(left), str(reason))
    for row in rows[rows["outcome"] == "quarantined"].to_dict("records"):
        content = {str(name): row[name] for name in ("code", "region", "period", "figure")}
        ledger.quarantine(str(row["file"]), int(row["row"]), str(row["reason"]), _MEND, content)


def _counts(accepted: pd.DataFrame, unknown: pd.DataFrame, table: PoliceTable, delivery: Delivery) -> pd.DataFrame:
    columns = ["code", "area", "level", "year", "month", "period", "count"]
    located = accepted.assign(area=accepted["region"].mask(accepted["level"] == "unknown", UNKNOWN))
    rest = unknown.assign(area=UNKNOWN, level="unknown", year=unknown["period"].str[:4].astype("int64"), month=_month(unknown["period"]))
    counts = pd.concat([located[columns], rest[columns]], ignore_index=True)
    if counts.empty:
        raise DeliveryError("no row of this table is of the municipality or its reference areas", table.where, _MEND)
    counts = counts.groupby(columns[:-1])["count"].sum().reset_index().astype({"count": "int64", "year": "int64", "month": "int64"})
    return counts.drop(columns="period").assign(
        classification=table.classification.value,
        attempts=pd.array([pd.NA] * len(counts), dtype="Int64"),
        provisional=counts["period"].map(dict(table.periods)).astype(bool),
        counting=delivery.counting,
        **delivery.provenance,
    )


def _month(period: pd.Series[str]) -> pd.Series[int]:
    return period.str[6:].astype("int64")
