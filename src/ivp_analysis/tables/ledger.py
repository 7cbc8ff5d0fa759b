"""Every row is accounted for: read = accepted + quarantined + left out."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.tables.contracts import empty


@dataclass
class Ledger:
    """The account of one delivery, filled while it is read.

    Parameters
    ----------
    delivery : str
        Name of the delivery.
    """

    delivery: str
    lines: list[dict[str, object]] = field(default_factory=list)
    rejected: list[dict[str, object]] = field(default_factory=list)

    def read(self, file: str, rows: int) -> None:
        """Note how many rows of data a file has."""
        self._line(file, "read", "", rows)

    def accept(self, file: str, rows: int) -> None:
        """Note how many rows of a file went into a table."""
        self._line(file, "accepted", "", rows)

    def leave_out(self, file: str, rows: int, reason: str) -> None:
        """Note rows that are right but not needed, and why."""
        if rows:
            self._line(file, "left out", reason, rows)

    def quarantine(self, file: str, row: int, reason: str, action: str, content: Mapping[str, object]) -> None:
        """Refuse a row and keep it.

        Parameters
        ----------
        file : str
            Name of the file within the delivery.
        row : int
            Row as a spreadsheet counts: the first line is 1.
        reason : str
            Why, in the same words for every row with the same fault.
        action : str
            What to mend, and where.
        content : mapping
            The row as it stands.
        """
        text = json.dumps({str(key): _plain(value) for key, value in content.items()}, ensure_ascii=False)
        self.rejected.append({"delivery": self.delivery, "file": file, "row": row, "reason": reason, "action": action, "content": text})

    def check(self, file: str, outcome: str, reason: str, rows: int) -> None:
        """Note a total that was held against its parts: "adds up", "differs", "not checkable" or "repaired"."""
        self._line(file, outcome, reason, rows)

    def drop(self, file: str, columns: Sequence[str], rows: int) -> None:
        """Note columns of a file that are never kept; nothing where there are none."""
        if columns:
            self._line(file, "dropped", f"columns {', '.join(columns)}", rows)

    def purged(self, file: str, reason: str) -> None:
        """Note that the files of the delivery were deleted, and why; nobody knows any more how many rows they had."""
        self._line(file, "purged", reason, 0)

    def close(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Finish the account.

        Returns
        -------
        tuple of DataFrame
            The ledger and the quarantine of this delivery, as their contracts say.

        Raises
        ------
        DeliveryError
            When rows read differ from accepted + quarantined + left out.
        """
        lines = list(self.lines)
        quarantine = _frame(self.rejected, "quarantine")
        for (file, reason), rows in Counter((item["file"], item["reason"]) for item in self.rejected).items():
            lines.append({"delivery": self.delivery, "file": file, "outcome": "quarantined", "reason": reason, "rows": rows})
        ledger = _frame(lines, "ledger")
        for file, part in ledger.groupby("file"):
            total = part.groupby("outcome")["rows"].sum()
            gone = sum(int(total.get(outcome, 0)) for outcome in ("accepted", "quarantined", "left out"))
            if "read" in total and int(total["read"]) != gone:
                where = {"delivery": self.delivery, "file": file}
                raise DeliveryError(
                    f"{int(total['read'])} rows were read and {gone} accounted for", where, "This is a fault of the reader; report it"
                )
        return ledger, quarantine

    def _line(self, file: str, outcome: str, reason: str, rows: int) -> None:
        self.lines.append({"delivery": self.delivery, "file": file, "outcome": outcome, "reason": reason, "rows": rows})


@dataclass(frozen=True)
class Reading:
    """What a reader makes of one delivery: tables by name, each as its contract says, with the account."""

    tables: dict[str, pd.DataFrame]
    ledger: pd.DataFrame
    quarantine: pd.DataFrame


def _frame(rows: Iterable[Mapping[str, object]], name: str) -> pd.DataFrame:
    frame = empty(name)
    found = pd.DataFrame(list(rows), columns=frame.columns)
    return found.astype(frame.dtypes.to_dict()) if len(found) else frame


def _plain(value: object) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    return value if isinstance(value, str | int | float | bool) else str(value)
