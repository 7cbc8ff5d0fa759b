"""The sample's counts per month, buurt and klasse: the same incidents, added up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd

from ivp_analysis.sample.files import write_csv, write_xlsx
from ivp_analysis.sample.incidents import NOWHERE
from ivp_analysis.vocabulary.municipality import UNKNOWN, Municipality

HEADER = ("Jaar", "Maand", "Buurt", "Klasse", "Omschrijving", "Aantal", "Pogingen")


def count_incidents(incidents: pd.DataFrame) -> pd.DataFrame:
    """Count incidents per month in which they began, buurt and klasse.

    Parameters
    ----------
    incidents : DataFrame
        As `draw_incidents` gives them.

    Returns
    -------
    DataFrame
        Columns as the `HEADER`; Buurt is a code, or "onbekend" for incidents without a place.
    """
    keyed = pd.DataFrame(
        {
            "Jaar": incidents["begin"].dt.year,
            "Maand": incidents["begin"].dt.month,
            "Buurt": incidents["area"].mask(incidents["placed"] == NOWHERE, UNKNOWN),
            "Klasse": incidents["klasse"],
            "Omschrijving": incidents["label"],
            "Aantal": 1,
            "Pogingen": incidents["attempt"].astype("int64"),
        }
    )
    return keyed.groupby(list(HEADER[:5]), as_index=False)[["Aantal", "Pogingen"]].sum()


def write_counts_csv(path: Path, counts: pd.DataFrame) -> None:
    """Write counts as CSV, buurten by code."""
    write_csv(path, [HEADER, *_rows(counts, str)])


def write_counts_xlsx(path: Path, counts: pd.DataFrame, municipality: Municipality, dated: datetime) -> None:
    """Write counts as a workbook, buurten by name."""
    names = {code: buurt.name for code, buurt in municipality.neighbourhoods.items()} | {UNKNOWN: UNKNOWN}
    write_xlsx(path, "Voorbeelddata", [HEADER, *_rows(counts, names.__getitem__)], dated)


def _rows(counts: pd.DataFrame, name: Callable[[str], str]) -> list[tuple[object, ...]]:
    return [
        (int(year), int(month), name(buurt), klasse, label, int(count), int(attempts))
        for year, month, buurt, klasse, label, count, attempts in counts[list(HEADER)].itertuples(index=False)
    ]
