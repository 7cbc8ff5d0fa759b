"""Files that are small to make and would be large to read, and a process in which they are read with little memory."""

import gzip
import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sources.files import as_excel_writes, xlsx_bytes

MEGABYTE = 1024**2
MEMORY = 500
"""Megabytes that reading a bomb may take; the process has some 150 before it begins."""

_READ = """
import re, sys
from pathlib import Path
from ivp_analysis.errors import IvpError
from ivp_analysis.sources.grids import read_grids
from ivp_analysis.sources import json_pages
from ivp_analysis.sources.delivery import Delivery
path = Path(sys.argv[1])
work = {
    "grid": lambda: read_grids(path, len),
    "page": lambda: json_pages._load(Delivery.__new__(Delivery), path),
}[sys.argv[2]]
Delivery.name = "levering"
try:
    work()
    said = "read"
except IvpError as problem:
    said = str(problem)
# what getrusage says counts the process that started this one as well
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
print(said)
"""


def refusal(path: Path, kind: str = "grid") -> str:
    """What reading a file in a process of its own says, which may neither take more than `MEMORY` nor a minute."""
    done = subprocess.run([sys.executable, "-c", _READ, str(path), kind], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    peak, said = done.stdout.split("\n", 1)
    assert int(peak) < MEMORY, f"{peak} MB: {said}"
    return said.strip()


def sparse(path: Path, begin: bytes, size: int) -> Path:
    """A file of one line that takes no room on the disk: what it begins with, and zeros."""
    path.write_bytes(begin)
    os.truncate(path, size)
    return path


def workbook(path: Path, changes: dict[str, bytes | Callable[[bytes], bytes]], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A workbook with one table, and other parts in the place of its own."""
    source = io.BytesIO(as_excel_writes(xlsx_bytes([["a", "b"], ["1", "2"]])))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", method, compresslevel=9) as new:
        assert set(changes) <= set(old.namelist())
        for name in old.namelist():
            change = changes.get(name)
            new.writestr(name, old.read(name) if change is None else change if isinstance(change, bytes) else change(old.read(name)))
    return path


def within(*, rows: bytes) -> Callable[[bytes], bytes]:
    """Put rows into a sheet in the place of its own."""

    def change(sheet: bytes) -> bytes:
        before, _, rest = sheet.partition(b"<sheetData>")
        return before + b"<sheetData>" + rows + b"</sheetData>" + rest.partition(b"</sheetData>")[2]

    return change


def understated(path: Path, part: str, size: int) -> Path:
    """Let a part of an archive say that it is smaller than it is."""
    content = bytearray(path.read_bytes())
    name = part.encode()
    # the size stands 8 bytes before the lengths of the names, in the part itself and in the list of parts
    for signature, offset, named in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = content.find(signature)
        while content[at + named : at + named + len(name)] != name:
            at = content.index(signature, at + 1)
        struct.pack_into("<I", content, at + offset, size)
    path.write_bytes(content)
    return path


def random(size: int) -> bytes:
    """Letters that cannot be packed well, the same ones every time."""
    return np.random.default_rng(1).integers(ord("a"), ord("z"), size, dtype=np.uint8).tobytes()


def packed_zeros(megabytes: int) -> bytes:
    """Gzipped zeros, quickly: one piece again and again, as gzip allows."""
    return gzip.compress(bytes(16 * MEGABYTE), 1, mtime=0) * (megabytes // 16)
