"""What notebooks read, in one parcel for machines that have nothing of it: configuration and tables, no incidents and no secrets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ivp_analysis.paths import Paths
from ivp_analysis.tables.store import CURRENT, read_notes, table_path
from ivp_analysis.vocabulary.parameters import Parameters

SENT = ("areas", "population", "surveys", "questions")
"""Tables that are sent besides those of the edition. Whatever is not named here stays: incidents, respondents and quarantine are about
people."""

EXACT = "grid"
"""Exact counts per square, which only internal runs read."""

UNREAD = "months"
"""Counts per month, which no notebook reads."""

INSIDE = frozenset({EXACT, "rare", "running", "revisions", "seasons", "monitoring", "moments", "attempts", "told"})
"""Tables that only internal runs read."""

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def pack(paths: Paths, base: Parameters) -> bytes:
    """Put into a zip file what the notebooks of an edition read, as a home folder has it.

    Parameters
    ----------
    paths : Paths
        The home folder.
    base : Parameters
        Municipality, edition (filled in) and audience.

    Returns
    -------
    bytes
        The same for the same data, whenever and wherever it is made.

    Raises
    ------
    StoreError
        When nothing was processed yet.
    """
    parcel = io.BytesIO()
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(_files(paths, base)):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return parcel.getvalue()


def unpack(bundle: bytes, home: Path) -> None:
    """Make a home folder of what `pack` gave.

    Parameters
    ----------
    bundle : bytes
        From `pack`.
    home : Path
        An empty folder that others cannot enter.
    """
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        archive.extractall(home)


def _files(paths: Paths, base: Parameters) -> Iterator[tuple[str, Path]]:
    for path in (paths.kernbeleid, paths.ladder, paths.municipality(base.municipality)):
        yield f"config/{path.relative_to(paths.config).as_posix()}", path
    folder = paths.processed(base.municipality)
    tables = (name for name in read_notes(folder)["tables"] if _is_sent(name, base))
    for path in (folder / CURRENT, *(table_path(folder, name) for name in tables)):
        yield path.relative_to(paths.home).as_posix(), path


def _is_sent(table: str, base: Parameters) -> bool:
    edition, _, name = table.rpartition("/")
    if not edition:
        return name in SENT
    return edition == base.edition and name != UNREAD and (name not in INSIDE or base.audience != "public")
