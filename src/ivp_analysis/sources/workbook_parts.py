"""The archive that a workbook is: what is unpacked is counted while it is read, whatever it says of itself."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.limits import LARGEST_PART, LARGEST_TEXTS, LARGEST_WORKBOOK, MOST_TIMES, SMALL_PART, too_large

_AGAIN = "Open it in a spreadsheet program, save it as .xlsx, and make a new delivery of it"
_CHUNK = 2**16


@dataclass(frozen=True)
class Room:
    """How much may be unpacked before some of it is done with.

    Parameters
    ----------
    size : int
        Bytes.
    tags : int
        Tags of XML: each takes memory, however short it is.
    """

    size: int
    tags: int


WHOLE = Room(LARGEST_PART, 1_000_000)
"""For a part that is read as a whole, and for one row of a sheet."""
TEXTS = Room(LARGEST_TEXTS, 20_000_000)
"""For the list of the texts in all cells."""


class SmallReads(io.FileIO):
    """A file that is read in small pieces: a list of parts that takes more is no list of parts."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read a piece."""
        if size is not None and size > LARGEST_PART:
            raise zipfile.BadZipFile("its list of parts is too long")
        return super().read(size) or b""


class Parts(zipfile.ZipFile):
    """The parts of a workbook.

    Parameters
    ----------
    file : SmallReads
        The workbook.
    where : mapping
        Delivery and file, for the error.
    """

    def __init__(self, file: SmallReads, where: Mapping[str, object]) -> None:
        self.where = where
        self.left = LARGEST_WORKBOOK
        """Bytes that may still be unpacked."""
        super().__init__(file)

    def part(self, name: str, room: Room = WHOLE) -> Part:
        """Open a part.

        Raises
        ------
        DeliveryError
            When it is packed in a way that workbooks are not; while it is read, when it is larger than may be.
        """
        info = copy.copy(self.getinfo(name))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DeliveryError("a workbook is packed in a way that workbooks are not", self.where, _AGAIN)
        # what a part says of its size is no reason to stop reading
        info.file_size = 2**62
        return Part(super().open(info), self, room, info.compress_size)

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:  # noqa: ARG002 - as the library calls it
        """Read a part as a whole."""
        with self.part(name) as part:
            return part.read()


class Part:
    """A part of a workbook as a stream.

    Parameters
    ----------
    stream : file object
        What is read from.
    parts : Parts
        The workbook.
    room : Room
        How much may be read before `passed` is called.
    packed : int
        Bytes that it takes in the file.
    """

    def __init__(self, stream: Any, parts: Parts, room: Room, packed: int) -> None:
        self._stream = stream
        self._parts = parts
        self._room = room
        self._most = max(SMALL_PART, MOST_TIMES * packed)
        self._size = 0
        self.passed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self._stream.close()

    def passed(self) -> None:
        """Note that what was read so far is done with."""
        self._since = 0
        self._tags = 0

    def read(self, size: int = -1) -> bytes:
        """Read a piece, or all of it.

        Raises
        ------
        DeliveryError
            When there is more than may be.
        """
        if size >= 0:
            return self._piece(size)
        return b"".join(iter(lambda: self._piece(_CHUNK), b""))

    def _piece(self, size: int) -> bytes:
        piece: bytes = self._stream.read(size)
        self._size += len(piece)
        self._since += len(piece)
        self._tags += piece.count(b"<")
        self._parts.left -= len(piece)
        if self._parts.left < 0:
            raise too_large(f"a workbook is larger than {LARGEST_WORKBOOK:,} bytes when it is unpacked", self._parts.where)
        if self._size > self._most:
            raise too_large(f"a part of a workbook is more than {MOST_TIMES} times as large as it is packed", self._parts.where, _AGAIN)
        if self._since > self._room.size or self._tags > self._room.tags:
            what = f"a part of a workbook, or one row of it, has more than {self._room.size:,} bytes or {self._room.tags:,} tags"
            raise too_large(what, self._parts.where, _AGAIN)
        return piece
