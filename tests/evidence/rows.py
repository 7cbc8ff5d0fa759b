"""Small hand-made tables for the tests of evidence."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.edition_contracts import ESTIMATES
from ivp_analysis.vocabulary.municipality import UNKNOWN, WHOLE

OFFENCE, NUISANCE, CLASS, OPEN_DATA = "police-offence", "police-nuisance", "police-class", "open data"
HOONHORST, OUDLEUSEN = "BU01480116", "BU01480118"
COUNTRY = "Nederland zonder Dalfsen"
_ROLES = {WHOLE: "municipality", UNKNOWN: "unknown", COUNTRY: "reference"}


def yearly(
    village: str,
    counts: Mapping[int, int],
    *,
    theme: str = "1.3",
    indicator: str = "totaal",
    classification: str = OPEN_DATA,
    base: float | Mapping[int, float] | None = 1000.0,
    denominator: str = "inwoners",
    role: str = "",
) -> pd.DataFrame:
    """Estimates of an area and an indicator: a row for each year. The base is one for all years, one for each, or not there."""
    bases = base if isinstance(base, Mapping) else dict.fromkeys(counts, float("nan") if base is None else float(base))
    rows: list[dict[str, Any]] = [
        {
            "village": village, "role": role or _ROLES.get(village, "village"), "theme": theme, "indicator": indicator,
            "classification": classification, "label": f"naam van {indicator}", "year": year, "period": str(year), "complete": True,
            "count": count, "denominator": denominator, "base": float(bases[year]), "rate": float("nan"), "low": float("nan"),
            "high": float("nan"), "provisional": False, "source": f"bron {year}", "reason": "",
        }
        for year, count in counts.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def estimates(*parts: pd.DataFrame) -> pd.DataFrame:
    """One table of estimates."""
    return satisfy(pd.concat(parts, ignore_index=True)[list(ESTIMATES.columns)], "estimates")


def monthly(
    years: Mapping[int, Sequence[int]], *, village: str = WHOLE, theme: str = "1.3", source: str = "levering", first_month: int = 1
) -> pd.DataFrame:
    """Months of an area and a theme: for each year the counts from `first_month` on."""
    rows = [
        (village, _ROLES.get(village, "village"), theme, year, month, count, f"{source} {year}")
        for year, counts in years.items()
        for month, count in enumerate(counts, start=first_month)
    ]
    return pd.DataFrame(rows, columns=["village", "role", "theme", "year", "month", "count", "source"])


def months(*parts: pd.DataFrame) -> pd.DataFrame:
    """One table of months."""
    return satisfy(pd.concat(parts, ignore_index=True), "months")


def snapshot(
    delivery: str,
    on: str,
    year: int,
    counts: Sequence[int],
    *,
    village: str = WHOLE,
    theme: str = "1.3",
    kind: str = "police-class gross",
) -> pd.DataFrame:
    """What a delivery said of the first months of a year."""
    rows = [(village, theme, year, month, count) for month, count in enumerate(counts, start=1)]
    frame = pd.DataFrame(rows, columns=["village", "theme", "year", "month", "count"])
    return frame.assign(delivery=delivery, reference_date=pd.Timestamp(on).as_unit("us"), kind=kind)


def happened(
    rows: Iterable[tuple[str, str, str, str]], *, village: str = "Hoonhorst", delivery: str = "i", on: str = "2022-02-15"
) -> gpd.GeoDataFrame:
    """Incidents: rows of id, code, first and last moment at which it can have happened."""
    frame = pd.DataFrame(list(rows), columns=["incident_id", "code", "start", "end"])
    start, end = (pd.to_datetime(frame[name], format="ISO8601").astype("datetime64[us]") for name in ("start", "end"))
    full = frame.assign(
        start=start, end=end, village=village, area="onbekend", attempt=pd.array([False] * len(frame), dtype="boolean"),
        reported=pd.array([pd.NA] * len(frame), dtype="boolean"), located_by="place", counting="gross", delivery=delivery,
        reference_date=pd.Timestamp(on).as_unit("us"), synthetic=True, geometry=gpd.GeoSeries([None] * len(frame), index=frame.index),
    )  # fmt: skip
    return gpd.GeoDataFrame(satisfy(full, "incidents"), geometry="geometry", crs="EPSG:28992")


def of_classes(
    code: str, years: Mapping[int, Sequence[int]], *, area: str = HOONHORST, delivery: str = "d", on: str = "2022-02-15", **others: Any
) -> pd.DataFrame:
    """Counts of a klasse in a delivery of the police: for each year the counts from January on."""
    rows = [(CLASS, code, area, year, month, count) for year, counts in years.items() for month, count in enumerate(counts, start=1)]
    return _counts(rows, delivery=delivery, on=on, **others)


def of_offences(
    code: str, years: Mapping[int, Sequence[int]], *, area: str = HOONHORST, delivery: str = "o", on: str = "2022-02-15", **others: Any
) -> pd.DataFrame:
    """Open data of an offence per month: for each year the counts from January on."""
    rows = [(OFFENCE, code, area, year, month, count) for year, counts in years.items() for month, count in enumerate(counts, start=1)]
    return _counts(rows, delivery=delivery, on=on, **others)


def _counts(rows: list[tuple[str, str, str, int, int, int]], *, delivery: str, on: str, **others: Any) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["classification", "code", "area", "year", "month", "count"])
    untold = pd.array([pd.NA] * len(frame), dtype="Int64")
    given: dict[str, Any] = {"level": "buurt", "attempts": untold, "provisional": False, "counting": "gross"}
    provenance: dict[str, Any] = {"delivery": delivery, "reference_date": pd.Timestamp(on).as_unit("us"), "synthetic": True}
    return satisfy(frame.assign(**(given | others), **provenance), "counts")


def one(frame: pd.DataFrame, **values: object) -> "pd.Series[Any]":
    """The only row with these values."""
    for column, value in values.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, f"{len(frame)} rows for {values}"
    return frame.iloc[0]


def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows in another order."""
    return frame.sample(frac=1, random_state=7).reset_index(drop=True)
