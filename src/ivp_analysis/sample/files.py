"""Files of which the bytes depend on their content alone, and random numbers that depend on the seed alone."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_UNIX = 3


def generator(seed: int, part: str) -> np.random.Generator:
    """Return the random numbers of one part of the sample, so that a change in one part leaves the others as they are.

    Parameters
    ----------
    seed : int
        Seed of the whole sample, 0 or more.
    part : str
        Name of the part.

    Returns
    -------
    numpy.random.Generator
        A PCG64 generator.
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=(zlib.crc32(part.encode()),))))


def write_json_gz(path: Path, content: Any) -> None:
    """Write an answer of a web service, compressed."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def write_csv(path: Path, rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> None:
    """Write rows with semicolons between the fields, as Dutch spreadsheets do."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def write_xlsx(path: Path, title: str, rows: Iterable[Sequence[object]], dated: datetime) -> None:
    """Write one sheet without any trace of the moment at which it was written.

    Parameters
    ----------
    path : Path
        The file.
    title : str
        Name of the sheet.
    rows : iterable of sequence
        The rows, the header first.
    dated : datetime
        The moment that the properties of the document name.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Voorbeelddata (synthetisch)"
    book.properties.title = "Voorbeelddata (synthetisch)"
    book.properties.created = dated
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    raw = io.BytesIO()
    book.save(raw)
    stamp = dated.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            target.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
