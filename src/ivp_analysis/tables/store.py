"""Tables on disk: Parquet and GeoParquet, all of a folder or nothing of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ivp_analysis.errors import StoreError, nearest
from ivp_analysis.tables.reads import note
from ivp_analysis.vocabulary.duiding import Duiding, for_page
from ivp_analysis.vocabulary.editions import Edition

if TYPE_CHECKING:
    import pandas as pd

CURRENT = "current.json"
RD_NEW = "EPSG:28992"
CARD = ("name", "kind", "source", "period", "reference_date", "counting", "licence", "refused")
"""What a notebook may show of a delivery. Its hash is not among it: it changes with rows that the notebook does not read."""


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
        action = f"Run ivp process {folder.name} first"
        if os.environ.get("IVP_HOME"):
            action += "; IVP_HOME is set, and the folder lies in it"
        raise StoreError("nothing was processed yet", {"folder": "/".join(folder.parts[-3:])}, action) from None
    except ValueError:
        raise StoreError("the list of processed tables is damaged", {"file": f"{folder.name}/{CURRENT}"}, "Run ivp process again") from None
    return notes


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


def read_synthetic(folder: Path, edition: str) -> bool:
    """Say whether any delivery of an edition is synthetic; the read is noted."""
    note(f"{edition}/synthetic")
    return bool(edition_notes(folder, edition)["synthetic"])


def read_limits(folder: Path, edition: str) -> dict[str, Any]:
    """Return the limits that the verdicts of an edition were made with, the baseline among them; the read is noted."""
    note(f"{edition}/ladder")
    limits: dict[str, Any] = edition_notes(folder, edition)["ladder"]
    return limits


def read_publication(folder: Path, edition: str) -> dict[str, Any]:
    """Return the rules by which an edition is shown in public, and what that costs; the read is noted."""
    note(f"{edition}/publication")
    rules: dict[str, Any] = edition_notes(folder, edition)["publication"]
    return rules


def read_cards(folder: Path, edition: str, **filters: object) -> list[dict[str, str]]:
    """Read what is known of the deliveries of an edition, or of those in which fields have given values; the read is noted.

    Parameters
    ----------
    folder : Path
        The folder, such as data/processed/dalfsen.
    edition : str
        Such as "2022-H1".
    **filters : object
        Fields of `CARD` with the value that a delivery must have, or a list or tuple of values.

    Returns
    -------
    list of dict
        The fields of `CARD`, in the order of the names of the deliveries.
    """
    note(f"{edition}/deliveries", **filters)
    wanted = {field: value if isinstance(value, list | tuple) else (value,) for field, value in filters.items()}
    cards = edition_notes(folder, edition)["deliveries"]
    return [{field: card[field] for field in CARD} for card in cards if all(card[field] in values for field, values in wanted.items())]


def read_duiding(folder: Path, edition: str, theme: str, village: str) -> list[Duiding]:
    """Read the duiding that stands on the page of a theme in a village; the read is noted.

    Parameters
    ----------
    folder : Path
        The folder, such as data/processed/dalfsen.
    edition : str
        Such as "2022-H1". Only what came with the deliveries of this round counts: older words are about other figures.
    theme, village : str
        As for `for_page`.

    Returns
    -------
    list of Duiding
        What `for_page` chooses, in the order of the names of the deliveries.
    """
    note(f"{edition}/duiding", theme=theme, village=village)
    return for_page((item for items in duiding_of_round(folder, edition).values() for item in items), theme, village)


def duiding_of_round(folder: Path, edition: str) -> dict[str, list[Duiding]]:
    """Return all duiding that came with the deliveries of a round, by delivery and in the order of its delivery.yaml."""
    cards = edition_notes(folder, edition)["deliveries"]
    new = [card for card in cards if str(Edition.of(date.fromisoformat(card["reference_date"]))) == edition]
    return {str(card["name"]): [Duiding.model_validate(item) for item in card.get("duiding", ())] for card in new}


def table_path(folder: Path, name: str) -> Path:
    """Return where a table lies now, whether it exists or not."""
    return folder / str(read_notes(folder)["generation"]) / f"{name}.parquet"


def read_table(folder: Path, name: str, **filters: object) -> pd.DataFrame:
    """Read one table, or the rows of it in which columns have given values; the read is noted.

    Parameters
    ----------
    folder : Path
        The folder, such as data/processed/dalfsen.
    name : str
        Name of the table; one of an edition as ``2022-H1/estimates``.
    **filters : object
        Column names with the value that rows must have, or a list or tuple of values.

    Returns
    -------
    DataFrame
        The rows in their stored order; a GeoDataFrame in EPSG:28992 where the table has geometry.

    Raises
    ------
    StoreError
        When the table does not exist, or has no such column.
    """
    # slow to import, and not needed by commands that read nothing
    import pandas as pd
    from pyarrow import ArrowInvalid

    note(name, **filters)
    path = table_path(folder, name)
    where = {"folder": "/".join(folder.parts[-3:])}
    if not path.exists():
        raise StoreError(f"there is no table '{name}'", where, "Run ivp process again")
    try:
        if name in ("areas", "incidents"):
            import geopandas as gpd

            located: pd.DataFrame = gpd.read_parquet(path, filters=_condition(filters))
            return located
        return pd.read_parquet(path, filters=_condition(filters))
    except ArrowInvalid:
        # made by another version of this package, or not whole
        raise StoreError(f"the table '{name}' cannot be read as it is", where, "Run ivp process again") from None


def _condition(filters: Mapping[str, object]) -> Any:
    from pyarrow import compute

    condition = None
    for column, value in filters.items():
        values = list(value) if isinstance(value, list | tuple) else [value]
        # an empty list has no type to compare with
        one = compute.field(column).isin(values) if values else compute.scalar(False)  # noqa: FBT003
        condition = one if condition is None else condition & one
    return condition


def _generation(folder: Path) -> str:
    try:
        return str(read_notes(folder)["generation"])
    except StoreError:
        return ""


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
