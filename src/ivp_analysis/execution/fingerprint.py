"""What a run depends on, as digests: its code and parameters, and exactly what it read."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from ivp_analysis.execution.data import ABSENT, Data
from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.outputs import sha256
from ivp_analysis.paths import PROJECT
from ivp_analysis.tables.reads import Read

PACKAGE = Path(__file__).resolve().parents[1]
"""The source of this package: any change in it can change any notebook."""

LOCK = PROJECT / "requirements.lock"

_LIBRARY = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)

_OWN = {
    "notebook": "the notebook changed",
    "parameters": "parameters changed",
    "package": "the package changed",
    "lock": "the lock changed",
    "libraries": "Python or a library changed",
    "epoch": "epoch changed",
}
"""The parts that every run has, with what is said when they differ."""

_KINDS = {"config: ": "config/", "findings: ": "findings ", "data: ": ""}
"""How the name of a part begins that is a read, with the text of the read that it stands for."""


class Fingerprints:
    """Makes the fingerprints of the runs of one command.

    Files of code are looked at once: what a notebook runs with is what was there when the command began.

    Parameters
    ----------
    data : Data
        What the runs read.
    epoch : int
        Of the settings: raising it makes every run stale.
    package, lock : Path, optional
        The source of the package, and the lock that it was installed from.
    """

    def __init__(self, data: Data, epoch: int, package: Path = PACKAGE, lock: Path = LOCK) -> None:
        self.data = data
        made_with = sha256(json.dumps([platform.python_version(), libraries(lock)]))
        self._fixed = {"package": tree(package), "lock": file_digest(lock), "libraries": made_with, "epoch": str(epoch)}
        self._notebooks: dict[Path, str] = {}

    def of(self, run: Run, reads: Iterable[Read]) -> dict[str, str]:
        """Return the digests of all that a run depends on, by name.

        Parameters
        ----------
        run : Run
            The run.
        reads : iterable of Read
            What it read.

        Returns
        -------
        dict of str to str
            The parts that every run has ("notebook", "lock" and so on), and one for each read, such as
            "data: 2022-H2/estimates theme=1.3".
        """
        if run.source not in self._notebooks:
            self._notebooks[run.source] = file_digest(run.source)
        parameters = sha256(json.dumps(run.parameters.model_dump(), sort_keys=True))
        own = {"notebook": self._notebooks[run.source], "parameters": parameters, **self._fixed}
        return own | {name_of(read): self.data.digest(read) for read in reads}


def name_of(read: Read) -> str:
    """Return how a read is called in a fingerprint."""
    text = str(read)
    kind, start = next((kind, start) for kind, start in _KINDS.items() if text.startswith(start))
    return kind + text.removeprefix(start)


def reads_of(fingerprint: Iterable[str]) -> tuple[Read, ...]:
    """Return what a run read, from the names in its fingerprint."""
    found = (_read(name) for name in fingerprint)
    return tuple(read for read in found if read)


def changes(sealed: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Say in words what differs between two fingerprints.

    Parameters
    ----------
    sealed, now : mapping of str to str
        The fingerprint in an executed notebook, and as it would be now.

    Returns
    -------
    list of str
        Such as "data: estimates theme 1.3, village Hoonhorst changed"; first what the run is made with. Empty when nothing differs.
    """
    names = [name for name in {**dict.fromkeys(_OWN), **now, **sealed} if sealed.get(name) != now.get(name)]
    return [_words(name, sealed.get(name, ABSENT), now.get(name, ABSENT)) for name in names]


def tree(folder: Path) -> str:
    """Return a digest of every file in a folder, names included; what Python, editors and notebooks keep beside them is passed over."""
    names = (path.relative_to(folder) for path in folder.rglob("*"))
    files = [name for name in names if not any(map(_is_kept_beside, name.parts)) and (folder / name).is_file()]
    return sha256(json.dumps(sorted((name.as_posix(), file_digest(folder / name)) for name in files)))


def file_digest(path: Path) -> str:
    """Return the digest of a file; "absent" where there is none."""
    try:
        return sha256(path.read_bytes())
    except FileNotFoundError:
        return ABSENT


def libraries(lock: Path = LOCK) -> dict[str, str]:
    """Return the version of every library of a lock that is installed; none without a lock.

    Taken from the names of the folders that installers leave: reading what is in them takes longer than all else that is done here.
    """
    names = set(map(_normal, _LIBRARY.findall(lock.read_text(encoding="utf-8")))) if lock.exists() else set()
    folders = (path for place in dict.fromkeys(sys.path) for path in Path(place or ".").glob("*.dist-info"))
    found: dict[str, str] = {}
    for folder in folders:
        name, _, version = folder.stem.rpartition("-")
        if _normal(name) in names:
            # the first on the path is the one that is imported
            found.setdefault(_normal(name), version)
    return dict(sorted(found.items()))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _is_kept_beside(name: str) -> bool:
    return name == "__pycache__" or name.startswith(".") or name.endswith("~")


def _read(name: str) -> Read | None:
    """Return the read that a part of a fingerprint is about; None for a part that every run has."""
    return next((Read.parse(start + name.removeprefix(kind)) for kind, start in _KINDS.items() if name.startswith(kind)), None)


def _words(name: str, before: str, after: str) -> str:
    read = _read(name)
    if read is None:
        return _OWN.get(name, f"{name} changed")
    what, where = read.source.rpartition("/")[2], dict(read.where)
    chosen = ", ".join(f"{column} {value}" for column, value in where.items())
    # "findings: notebook police …" and "config: theme 1.3" say already what they are about
    shown = chosen if what == "findings" or what in where else f"{what} {chosen}".rstrip()
    happened = "is gone" if after == ABSENT else "is new" if before == ABSENT else "changed"
    return f"{name.partition(':')[0]}: {shown} {happened}"
