"""Rows on their way through the checks of a reader: what a check takes out is accounted for."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ivp_analysis.tables.ledger import Ledger


class Sieve:
    """The rows that are still good.

    Parameters
    ----------
    rows : DataFrame
        `file`, `row` and the columns to check, with unique index.
    titles : mapping
        The columns that the quarantine keeps of a row, with their titles in the file.
    ledger : Ledger
        Where rows that are taken out go.
    """

    def __init__(self, rows: pd.DataFrame, titles: Mapping[str, str], ledger: Ledger) -> None:
        self.rows = rows
        self._files = list(dict.fromkeys(rows["file"]))
        self._titles = titles
        self._ledger = ledger
        self.incomplete: set[str] = set()
        """Files of which rows were taken out."""

    def quarantine(
        self, bad: pd.Series[bool], reason: str, action: str | pd.Series[str], content: Mapping[str, pd.Series[str]] | None = None
    ) -> None:
        """Refuse rows.

        Parameters
        ----------
        bad : Series of bool
            Which rows; with the index of `rows`.
        reason : str
            Why, the same words for every row.
        action : str or Series of str
            What to mend and where; one for all, or one per row.
        content : mapping of str to Series of str, optional
            What is kept of the rows, by title, with the index of `rows`; without it the columns of `titles`.
        """
        refused = self._take(bad)
        if refused.empty:
            return
        actions = [action] * len(refused) if isinstance(action, str) else list(action[refused.index])
        whole = refused[list(self._titles)].rename(columns=dict(self._titles)) if content is None else pd.DataFrame(dict(content))
        kept = whole.loc[refused.index].to_dict("records")
        for file, row, mend, cells in zip(refused["file"], refused["row"], actions, kept, strict=True):
            self._ledger.quarantine(file, int(row), reason, mend, {str(title): value for title, value in cells.items()})

    def mend(self, bad: pd.Series[bool], column: str, fault: str, action: str | pd.Series[str]) -> None:
        """Refuse rows for what stands in one column; reason and action name its title.

        Parameters
        ----------
        bad : Series of bool
            Which rows.
        column : str
            Name of the column.
        fault : str
            What is wrong with it, the same words for every row.
        action : str or Series of str
            What to write there instead.
        """
        title = self._titles[column]
        self.quarantine(bad, f"{title}: {fault}", action + f" (column {title})")

    def leave_out(self, which: pd.Series[bool], reason: str) -> pd.DataFrame:
        """Take rows out that are right but not needed, and return them."""
        gone = self._take(which)
        for file, part in gone.groupby("file", sort=False):
            self._ledger.leave_out(str(file), len(part), reason)
        return gone

    def accept(self) -> pd.DataFrame:
        """Note the rows that came through, per file, and return them."""
        for file in self._files:
            self._ledger.accept(file, int((self.rows["file"] == file).sum()))
        return self.rows

    def _take(self, which: pd.Series[bool]) -> pd.DataFrame:
        chosen = which.astype("boolean").fillna(value=False).astype(bool)
        if not chosen.any():
            # taking nothing out would copy the table all the same
            return self.rows.iloc[:0]
        taken = self.rows[chosen]
        self.rows = self.rows[~chosen]
        self.incomplete.update(taken["file"])
        return taken
