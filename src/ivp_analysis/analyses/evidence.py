"""The evidence of an edition as the reader of a run may see it."""

from __future__ import annotations

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.disclosure.public import public_comparisons, published
from ivp_analysis.disclosure.years import Years
from ivp_analysis.errors import StoreError
from ivp_analysis.evidence.comparisons import comparisons
from ivp_analysis.tables.store import read_limits
from ivp_analysis.vocabulary.ladder import Ladder, load_ladder

_COUNTS = ("count", "attempts", "later_count", "incidents", "left_out")


def read(context: Context, name: str, **filters: object) -> pd.DataFrame:
    """Read a table of evidence on the theme of a run.

    Parameters
    ----------
    context : Context
        Theme, edition and audience.
    name : str
        Such as "comparisons".
    **filters : object
        Values that columns must have.

    Returns
    -------
    DataFrame
        The columns of its contract, numbers as float, and `rounded`. In a public run numbers that may not be shown are missing, and so is
        what is concluded from them: the verdict is then "niet getoond", or "te weinig" where that may be told.
    """
    if context.public:
        return context.table(f"public_{name}", theme=context.parameters.theme, **filters)
    return _as_it_is(context.table(name, theme=context.parameters.theme, **filters))


def compared(context: Context, **filters: object) -> pd.DataFrame:
    """Read the comparisons of the theme of a run, with the baseline that the run asks for.

    The tables hold the baseline of the ladder. For another one all comparisons of the edition are made anew, because how sure
    one of them is depends on how many there are.
    """
    if context.parameters.baseline == context.baseline:
        return read(context, "comparisons", **filters)
    ladder = ladder_of(context)
    years = context.parameters.baseline_years
    rows = comparisons(context.table("estimates"), ladder, years)
    if context.public:
        rows = published(public_comparisons(rows, Years(context.table("protection")), ladder, years), "comparisons")
    for column, value in {"theme": context.parameters.theme, **filters}.items():
        rows = rows[rows[column].isin(list(value) if isinstance(value, list | tuple) else [value])]
    return rows if context.public else _as_it_is(rows)


def ladder_of(context: Context) -> Ladder:
    """Read the ladder of wording.

    Raises
    ------
    StoreError
        When its limits are no longer those that the tables were made with: words would not fit the verdicts.
    """
    context.note_ladder()
    ladder = load_ladder(context.paths.ladder)
    made = read_limits(context.folder, context.parameters.edition)
    changed = [name for name, value in ladder.limits.items() if made.get(name) != value]
    if changed:
        where = {"file": f"config/{context.paths.ladder.name}", "changed": ", ".join(changed)}
        action = f"Run ivp process {context.parameters.municipality}"
        raise StoreError("the limits of the ladder changed after the tables were made", where, action)
    return ladder


def _as_it_is(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.astype({column: "float64" for column in _COUNTS if column in rows}).assign(rounded=False)
