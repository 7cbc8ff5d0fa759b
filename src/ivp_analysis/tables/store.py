"""Tables on disk: Parquet and GeoParquet, all of a folder or nothing of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ivp_analysis.errors import StoreError, nearest

CURRENT = "current.json"
RD_NEW = "EPSG:28992"


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame], notes: Mapping[str, Any]) -> None:
    """Replace the tables of a folder; a kill at any moment leaves the old ones or the new ones.

    The tables go into a new generation folder; a small file that names the generation is then replaced in one step.

    Parameters
    ----------
    folder : Path
        The folder, such as data/processed/dalfsen.
    tables : mapping
        Tables by name; those of an edition as ``2022-H1/estimates``. Each must satisfy the contract of that name.
    notes : mapping
        What else to keep with them, as JSON.
    """
    # contracts are slow to import, and reading does not need them
    from ivp_analysis.tables.contracts import satisfy

    checked = {name: satisfy(frame, name.rpartition("/")[2], str(folder.name)) for name, frame in tables.items()}
    folder.mkdir(parents=True, exist_ok=True)
    before = _generation(folder)
    after = f"v{int(before[1:]) + 1 if before else 1}"
    target = folder / after
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name, frame in checked.items():
        path = target / f"{name}.parquet"
        path.parent.mkdir(exist_ok=True)
        if "geometry" in frame.columns:
            import geopandas as gpd

            gpd.GeoDataFrame(frame, geometry="geometry", crs=RD_NEW).to_parquet(path, index=False)
        else:
            frame.to_parquet(path, index=False)
        _flush(path)
    pointer = folder / f"{CURRENT}.new"
    pointer.write_text(
        json.dumps({"generation": after, "tables": sorted(checked), **notes}, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    _flush(pointer)
    pointer.replace(folder / CURRENT)
    for old in folder.glob("v[0-9]*"):
        if old.name != after and old.is_dir():
            shutil.rmtree(old, ignore_errors=True)


def read_notes(folder: Path) -> dict[str, Any]:
    """Return what was kept with the tables of a folder.

    Raises
    ------
    StoreError
        When nothing was processed yet.
    """
    try:
        notes: dict[str, Any] = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StoreError("nothing was processed yet", {"folder": "/".join(folder.parts[-3:])}, "Run ivp process first") from None
    except ValueError:
        raise StoreError("the list of processed tables is damaged", {"file": f"{folder.name}/{CURRENT}"}, "Run ivp process again") from None
    return notes


def written(folder: Path) -> float:
    """Return when the tables of a folder were written, in seconds since 1970."""
    return (folder / CURRENT).stat().st_mtime


def edition_notes(folder: Path, edition: str) -> dict[str, Any]:
    """Return what was kept with the tables of an edition: its deliveries, and whether they are synthetic.

    Raises
    ------
    StoreError
        When the edition was not processed; the ones that were are named.
    """
    editions: dict[str, dict[str, Any]] = read_notes(folder)["editions"]
    if edition not in editions:
        action = f"Run ivp process {folder.name} --edition {edition}; {nearest(edition, editions)}"
        raise StoreError(f"the edition '{edition}' was not processed", {"municipality": folder.name}, action)
    return editions[edition]


def read_table(folder: Path, name: str, **filters: object) -> pd.DataFrame:
    """Read one table, or the rows of it in which columns have given values.

    Parameters
    ----------
    folder : Path
        The folder, such as data/processed/dalfsen.
    name : str
        Name of the table; one of an edition as ``2022-H1/estimates``.
    **filters : object
        Column names with the value that rows must have.

    Returns
    -------
    DataFrame
        The rows; a GeoDataFrame in EPSG:28992 where the table has geometry.

    Raises
    ------
    StoreError
        When the table does not exist.
    """
    generation = read_notes(folder)["generation"]
    path = folder / str(generation) / f"{name}.parquet"
    if not path.exists():
        raise StoreError(f"there is no table '{name}'", {"folder": "/".join(folder.parts[-3:])}, "Run ivp process again")
    conditions = [(column, "==", value) for column, value in filters.items()] or None
    if name in ("areas", "incidents"):
        import geopandas as gpd

        located: pd.DataFrame = gpd.read_parquet(path, filters=conditions)
        return located
    return pd.read_parquet(path, filters=conditions)


def _generation(folder: Path) -> str:
    try:
        return str(read_notes(folder)["generation"])
    except StoreError:
        return ""


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
