"""Digests of what runs read: rows of tables, deliveries, configuration, findings of other notebooks."""

from __future__ import annotations

import contextlib
import hmac
import itertools
import json
import os
import secrets
from pathlib import Path

from ivp_analysis.errors import StoreError
from ivp_analysis.execution.outputs import Seal, seal_of
from ivp_analysis.paths import Paths
from ivp_analysis.tables.changes import read_changed
from ivp_analysis.tables.reads import Read
from ivp_analysis.tables.store import read_cards, read_duiding, read_limits, read_notes, read_publication, read_synthetic, table_path
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters

ABSENT = "absent"
"""The digest of what is not there."""

KEY = "fingerprint.key"
_KEY_BYTES = 32


class Data:
    """What the runs of one edition can read, as it is now.

    Executed notebooks go to the public with these digests in them. They are made with a secret key, so that nobody can find the exact
    count behind a "<5" by trying the four that it can be.

    Parameters
    ----------
    base : Parameters
        Municipality, edition (filled in) and audience of the runs.
    municipality, kernbeleid : Municipality, Kernbeleid
        The configuration.
    paths : Paths
        Where tables and reports are. The tables must not be replaced in the meantime.

    Raises
    ------
    StoreError
        When nothing was processed yet.
    """

    def __init__(self, base: Parameters, municipality: Municipality, kernbeleid: Kernbeleid, paths: Paths) -> None:
        self._base = base
        self._municipality = municipality
        self._kernbeleid = kernbeleid
        self._paths = paths
        self._folder = paths.processed(municipality.key)
        # at once, so that threads do not each make one
        self._key = _key(self._folder)
        self._tables: dict[str, _Table] = {}
        self._digests: dict[Read, str] = {}
        self._seals: dict[Path, tuple[os.stat_result, Seal | None]] = {}

    def digest(self, read: Read) -> str:
        """Return the digest of what a read gives now; "absent" where there is nothing to read."""
        if read.source == "findings":
            # these change while notebooks run; the others do not
            return self._findings(dict(read.where))
        if read not in self._digests:
            try:
                content = self._content(read)
            except StoreError:
                # the run is made again, and says then what is wrong
                content = None
            self._digests[read] = ABSENT if content is None else self._sign(f"{read}\n{content}")
        return self._digests[read]

    def seal(self, notebook: Path) -> Seal | None:
        """Return the seal of an executed notebook, as `outputs.seal_of` does; read again only when another file has taken its place."""
        try:
            now = notebook.stat()
        except OSError:
            return None
        before = self._seals.get(notebook)
        if before is None or not _same(before[0], now):
            self._seals[notebook] = before = (now, seal_of(notebook))
        return before[1]

    def _content(self, read: Read) -> str | None:
        where = dict(read.where)
        edition, _, name = read.source.rpartition("/")
        if edition == "config":
            return self._configuration(name, where)
        if name == "deliveries":
            cards = read_cards(self._folder, edition, **where)
            return json.dumps(cards) if cards else None
        if name == "duiding":
            items = read_duiding(self._folder, edition, where.get("theme", ""), where.get("village", ""))
            # who accepted the words stands on no page
            return json.dumps([item.model_dump(mode="json", exclude={"geaccepteerd"}) for item in items]) if items else None
        plain = {
            "ladder": lambda: json.dumps(read_limits(self._folder, edition)),
            "publication": lambda: json.dumps(read_publication(self._folder, edition)),
            "synthetic": lambda: str(read_synthetic(self._folder, edition)),
            "changed_themes": lambda: str(read_changed(self._folder, edition, where.get("theme", ""))),
        }
        if name in plain:
            return plain[name]()
        if read.source not in self._tables:
            self._tables[read.source] = _Table(table_path(self._folder, read.source))
        return self._tables[read.source].rows(read.where)

    def _configuration(self, name: str, where: dict[str, str]) -> str | None:
        if name == "municipality":
            return self._municipality.model_dump_json()
        if name == "kernbeleid":
            return self._kernbeleid.model_dump_json()
        if name == "ladder":
            return load_ladder(self._paths.ladder).model_dump_json()
        theme = self._kernbeleid.themes.get(where.get("theme", ""))
        if name != "theme" or theme is None:
            return None
        return "\n".join(item.model_dump_json() for item in (theme, *self._kernbeleid.codes_of(theme.number)))

    def _findings(self, where: dict[str, str]) -> str:
        base = self._base
        seal = self.seal(self._paths.executed(base.municipality, base.edition, base.audience, **where))
        return seal.findings if seal else ABSENT

    def _sign(self, content: str) -> str:
        return hmac.digest(self._key, content.encode(), "sha256").hex()


class _Table:
    """The rows of a table as text, found by the values of columns."""

    def __init__(self, path: Path) -> None:
        # not pandas: importing it takes longer than all that is done here
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import ParquetFile

        try:
            table = ParquetFile(path).read()
        except (OSError, ArrowInvalid):
            raise StoreError("a table cannot be read", {"table": path.stem}, "Run ivp process again") from None
        # the coordinate system of a geometry is part of its column
        self._head = table.schema.remove_metadata().to_string(truncate_metadata=False)
        self._columns = dict(zip(table.column_names, (column.to_pylist() for column in table.columns), strict=True))
        self._rows = [repr(row) for row in zip(*self._columns.values(), strict=True)]
        self._groups: dict[tuple[str, ...], dict[tuple[str, ...], list[str]]] = {}

    def rows(self, where: tuple[tuple[str, str], ...]) -> str | None:
        """Return the rows in which columns have given values, in their order; None without such columns."""
        names = tuple(column for column, _ in where)
        if not set(names) <= set(self._columns):
            return None
        if names not in self._groups:
            # once for each choice of columns, so that thousands of reads cost no more than a few
            values = zip(*(map(str, self._columns[name]) for name in names), strict=True) if names else itertools.repeat(())
            groups: dict[tuple[str, ...], list[str]] = {}
            for row, key in zip(self._rows, values, strict=False):
                groups.setdefault(key, []).append(row)
            self._groups[names] = groups
        return "\n".join((self._head, *self._groups[names].get(tuple(value for _, value in where), ())))


def _key(folder: Path) -> bytes:
    """Return the secret key of a municipality: made once, it never leaves the folder of processed data."""
    read_notes(folder)
    path = folder / KEY
    if path.exists() and path.stat().st_size != _KEY_BYTES:
        # not whole, because the computer stopped just then
        path.unlink()
    if not path.exists():
        part = folder / f"{KEY}.{os.getpid()}"
        part.touch(mode=0o600)
        part.write_bytes(secrets.token_bytes(_KEY_BYTES))
        # whole or not at all, and the first one counts where two commands make one
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
    return path.read_bytes()


def _same(before: os.stat_result, now: os.stat_result) -> bool:
    return (before.st_mtime_ns, before.st_ino, before.st_size) == (now.st_mtime_ns, now.st_ino, now.st_size)
