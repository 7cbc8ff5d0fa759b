"""The file of a survey, .csv, .xlsx or SPSS .sav, as columns of text; what the texts mean is not known here."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.grids import HEAD, Grid, read_grids
from ivp_analysis.sources.location import closest
from ivp_analysis.sources.sav import read_sav
from ivp_analysis.sources.sav_child import title_key
from ivp_analysis.sources.tabular import OTHER_SHEET, TITLE_LINE, filled_lines
from ivp_analysis.tables.ledger import Ledger
from ivp_analysis.vocabulary.answer_lists import tidy

SOURCE = "source"
"""Name of the column without which no survey is read."""

_ENOUGH = 2  # columns by which a header is known
_NULLS = ("#NULL!", ".")
"""How SPSS writes a missing value into a text file."""
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SurveyFile:
    """The columns of a survey that the codebook names.

    Parameters
    ----------
    rows : DataFrame
        `file`, `row`, `shifted` (more cells than the header has) and a categorical column of text for each name; empty where missing. `row`
        counts as a spreadsheet does; in a .sav it is the number of the case.
    labels : mapping of str to mapping
        Label of each code by column; empty unless the file is a .sav.
    missing : mapping of str to list
        Codes that the file itself takes for missing, as pairs of lowest and highest, by column.
    """

    rows: pd.DataFrame
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, Sequence[tuple[object, object]]] = field(default_factory=dict)


def read_survey_file(path: Path, titles: Mapping[str, str], ledger: Ledger) -> SurveyFile:
    """Read the columns of a survey; all others are dropped, and named in the ledger and the log.

    Parameters
    ----------
    path : Path
        A .csv, .xlsx or .sav file within a delivery.
    titles : mapping of str to str
        Title in the file by name of the column; all of them must be there.
    ledger : Ledger
        Gets the rows read, and title lines and further sheets as left out.

    Returns
    -------
    SurveyFile
        Rows in the order of the file. Blank lines of a .csv or .xlsx are no rows.

    Raises
    ------
    DeliveryError
        When the file cannot be read, has no header, or lacks a column or has it twice.
    """
    return _sav(path, titles, ledger) if path.suffix.lower() == ".sav" else _cells(path, titles, ledger)


def _cells(path: Path, titles: Mapping[str, str], ledger: Ledger) -> SurveyFile:
    where = {"delivery": path.parent.name, "file": path.name}
    known = {title_key(title) for title in titles.values()}

    def score(cells: Sequence[str]) -> int:
        return len(known.intersection(map(title_key, cells)))

    heads = [(*_header([score(cells) for cells in grid.rows[:HEAD]]), grid) for grid in read_grids(path, score)]
    found = sorted((head for head in heads if head[0] >= _ENOUGH), key=lambda head: -head[0])
    if not found:
        action = "Let one line hold the titles of the columns, as codebook.yaml has them"
        raise DeliveryError(f"no header was found in the first {HEAD} lines", where, action)
    (_, line, grid), *others = found
    places, dropped = _places(grid.rows[line], titles, where)
    rows = _filled(grid, line)
    above = filled_lines(grid.rows[:line])
    elsewhere = sum(filled_lines(other.rows) - 1 for _, _, other in others)
    ledger.read(path.name, above + len(rows) + elsewhere)
    ledger.leave_out(path.name, above, TITLE_LINE)
    ledger.leave_out(path.name, elsewhere, OTHER_SHEET)
    ledger.drop(path.name, dropped, len(rows))
    width = len(grid.rows[line])
    # in a workbook cells cannot shift: what stands beside the table is a remark
    shifted = [not grid.sheet and any(cell.strip() for cell in cells[width:]) for cells in rows.values()]
    padded = [cells if len(cells) == width else [*cells[:width], *[""] * (width - len(cells))] for cells in rows.values()]
    table = np.array(padded, dtype=object).reshape(len(rows), width)
    columns = {name: _texts(table[:, at]) for name, at in places.items()}
    return SurveyFile(_frame(path.name, [index + 1 for index in rows], shifted, columns))


def _header(scores: Sequence[int]) -> tuple[int, int]:
    best = max(scores, default=0)
    return best, scores.index(best) if scores else 0


def _filled(grid: Grid, header: int) -> dict[int, list[str]]:
    return {index: cells for index, cells in enumerate(grid.rows) if index > header and any(cell.strip() for cell in cells)}


def _sav(path: Path, titles: Mapping[str, str], ledger: Ledger) -> SurveyFile:
    where = {"delivery": path.parent.name, "file": path.name}
    found = read_sav(path, titles.values(), where)
    places, dropped = _places(found["titles"], titles, where)
    there = {name: found["titles"][at] for name, at in places.items()}
    rows = found["rows"]
    ledger.read(path.name, rows)
    ledger.drop(path.name, dropped, rows)
    columns = {name: _categories(np.array(item["codes"], dtype=np.int64), item["texts"]) for name, item in _of(found["columns"], there)}
    labels = {name: {tidy(code): label for code, label in item.items()} for name, item in _of(found["labels"], there)}
    return SurveyFile(_frame(path.name, range(1, rows + 1), [False] * rows, columns), labels, dict(_of(found["missing"], there)))


def _of(found: Mapping[str, Any], there: Mapping[str, str]) -> list[tuple[str, Any]]:
    return [(name, found[title]) for name, title in there.items()]


def _places(there: Sequence[str], titles: Mapping[str, str], where: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """Return the position of every column by its name, and the titles of those that are dropped, which the log tells too."""
    keys = [title_key(title) for title in there]
    twice = [title for title in titles.values() if keys.count(title_key(title)) > 1]
    if twice:
        raise DeliveryError(
            "a column stands in a file twice", {**where, "column": ", ".join(twice)}, "Take one out and make a new delivery"
        )
    wanted = {title_key(title) for title in titles.values()}
    dropped = [" ".join(title.split()) or "(no title)" for title, key in zip(there, keys, strict=True) if key not in wanted]
    missing = [title for title in titles.values() if title_key(title) not in keys]
    if titles[SOURCE] in missing:
        raise DeliveryError(
            "a survey does not say who was drawn by chance: the column with the source of each respondent is missing",
            {**where, "column": titles[SOURCE]},
            "Answers of a panel would count as those of the sample. Ask for the source of each respondent (BRP or panel); never guess it",
        )
    if missing:
        hint = closest(missing[0], dropped)
        action = f"Of columns without a use: {hint} " if hint else ""
        action += "Ask for it, or correct kolom in codebook.yaml"
        raise DeliveryError("a column of the codebook is missing", {**where, "column": ", ".join(missing)}, action)
    if dropped:
        _logger.info("columns of %s that are dropped at reading: %s", where["file"], ", ".join(dropped))
    return {name: keys.index(title_key(title)) for name, title in titles.items()}, dropped


def _texts(values: np.ndarray[Any, Any]) -> pd.Categorical:
    codes, different = pd.factorize(values)
    return _categories(codes, map(str, different))


def _categories(codes: np.ndarray[Any, Any], different: Iterable[str]) -> pd.Categorical:
    """Make categories of different texts, each cleaned once, and the number of one of them in each row."""
    # a missing value has the code -1, which takes the last text
    cleaned = ["" if text in _NULLS else text for text in map(tidy, different)]
    codes_of_texts, texts = pd.factorize(np.array([*cleaned, ""], dtype=object))
    return pd.Categorical.from_codes(codes_of_texts[codes], categories=pd.Index(texts, dtype="str"))


def _frame(file: str, rows: Sequence[int], shifted: Sequence[bool], columns: Mapping[str, pd.Categorical]) -> pd.DataFrame:
    fixed = {
        "file": pd.Series([file] * len(rows), dtype="str"),
        "row": pd.Series(rows, dtype="int64"),
        "shifted": pd.Series(shifted, dtype="bool"),
    }
    return pd.DataFrame({**fixed, **columns})
