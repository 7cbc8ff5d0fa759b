"""The contract of every processed table: columns, types, values."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from ivp_analysis.errors import StoreError
from ivp_analysis.tables.edition_contracts import ESTIMATES, GRID, GRID_PROTECTION, GRID_RULES, PROTECTION
from ivp_analysis.tables.evidence_contracts import EVIDENCE
from ivp_analysis.tables.monthly_contracts import MONTHLY
from ivp_analysis.tables.public_contracts import PUBLIC
from ivp_analysis.tables.survey_contracts import SURVEY
from ivp_analysis.vocabulary.kernbeleid import Classification

LEVELS = ("buurt", "wijk", "village", "municipality", "country", "unknown")
MEASURES = ("inhabitants", "dwellings", "establishments", "addresses", "halt_referrals", "youth_12_17")
CODE = r"^[A-Z0-9][A-Z0-9.]{1,9}$"

_PANDAS_TYPE = {"datetime64[ns]": "datetime64[us]"}
_provenance = {
    "delivery": pa.Column(str, pa.Check.str_length(min_value=1)),
    "reference_date": pa.Column("datetime64[us]"),
    "synthetic": pa.Column(bool),
}

COUNTS = pa.DataFrameSchema(
    {
        "classification": pa.Column(str, pa.Check.isin([item.value for item in Classification])),
        "code": pa.Column(str, pa.Check.str_matches(CODE)),
        "area": pa.Column(str, pa.Check.str_length(min_value=1)),
        "level": pa.Column(str, pa.Check.isin(LEVELS)),
        "year": pa.Column("int64", pa.Check.in_range(1990, 2100)),
        "month": pa.Column("int64", pa.Check.in_range(0, 12), description="0 for a whole year"),
        "count": pa.Column("int64", pa.Check.ge(0)),
        "attempts": pa.Column("Int64", pa.Check.ge(0), nullable=True),
        "provisional": pa.Column(bool),
        "counting": pa.Column(str, pa.Check.isin(["gross", "net", "unknown"])),
        **_provenance,
    },
    strict=True,
    ordered=True,
    unique=["delivery", "classification", "code", "area", "year", "month"],
    name="counts",
)
"""Registrations per code, area and period; the roll-up 0.0.0 only for municipalities and the country."""

INCIDENTS = pa.DataFrameSchema(
    {
        "incident_id": pa.Column(str, pa.Check.str_length(min_value=1)),
        "code": pa.Column(str, pa.Check.str_matches(CODE), description="maatschappelijke klasse"),
        "area": pa.Column(str, description="code of the buurt, or 'onbekend'"),
        "village": pa.Column(str, description="name of the village, or 'onbekend'"),
        "start": pa.Column("datetime64[us]", description="first moment at which it can have happened"),
        "end": pa.Column("datetime64[us]", description="last moment at which it can have happened"),
        "attempt": pa.Column("boolean", nullable=True),
        "reported": pa.Column("boolean", nullable=True, description="whether a formal report (aangifte) was made"),
        "located_by": pa.Column(str, pa.Check.isin(["coordinates", "buurt", "place", "nothing"])),
        "counting": pa.Column(str, pa.Check.isin(["gross", "net", "unknown"])),
        **_provenance,
        "geometry": pa.Column(None, nullable=True, required=True, description="point in EPSG:28992, or missing"),
    },
    strict=True,
    ordered=True,
    unique=["delivery", "incident_id"],
    checks=pa.Check(lambda frame: frame["start"] <= frame["end"], error="start after end"),
    name="incidents",
)
"""Incidents without any field that names a person or an address; the place stays as a point, inside only."""

POPULATION = pa.DataFrameSchema(
    {
        "area": pa.Column(str, pa.Check.str_length(min_value=1)),
        "level": pa.Column(str, pa.Check.isin(LEVELS)),
        "year": pa.Column("int64", pa.Check.in_range(1990, 2100)),
        "measure": pa.Column(str, pa.Check.isin(MEASURES)),
        "sex": pa.Column(str, pa.Check.isin(["m", "v", "totaal"])),
        "age": pa.Column(str, pa.Check.str_matches(r"^(totaal|\d{1,3}-\d{1,3}|\d{1,3}\+)$")),
        "value": pa.Column("int64", pa.Check.ge(0)),
        **_provenance,
    },
    strict=True,
    ordered=True,
    unique=["delivery", "area", "year", "measure", "sex", "age"],
    name="population",
)
"""Denominators: inhabitants and others per area and year."""

AREAS = pa.DataFrameSchema(
    {
        "area": pa.Column(str, pa.Check.str_matches(r"^(BU\d{8}|WK\d{6}|GM\d{4})$")),
        "name": pa.Column(str),
        "level": pa.Column(str, pa.Check.isin(["buurt", "wijk", "municipality"])),
        "village": pa.Column(str, description="village of a buurt; empty for others"),
        "certainty": pa.Column(str, pa.Check.isin(["hoog", "middel", "laag", ""])),
        "boundary_year": pa.Column("int64", pa.Check.in_range(1990, 2100)),
        **_provenance,
        "geometry": pa.Column(None, nullable=False, required=True, description="polygon in EPSG:28992"),
    },
    strict=True,
    ordered=True,
    unique=["delivery", "area"],
    name="areas",
)
"""Boundaries of buurten, wijken and the municipality."""

QUARANTINE = pa.DataFrameSchema(
    {
        "delivery": pa.Column(str),
        "file": pa.Column(str),
        "row": pa.Column("int64", pa.Check.ge(0), description="row in the file as a spreadsheet counts, 0 for the whole file"),
        "reason": pa.Column(str, pa.Check.str_length(min_value=1)),
        "action": pa.Column(str, pa.Check.str_length(min_value=1), description="what to mend, and where"),
        "content": pa.Column(str, description="the row as JSON; stays inside"),
    },
    strict=True,
    ordered=True,
    name="quarantine",
)
"""Rows that were refused."""

LEDGER = pa.DataFrameSchema(
    {
        "delivery": pa.Column(str),
        "file": pa.Column(str),
        "outcome": pa.Column(
            str,
            pa.Check.isin(
                ["read", "accepted", "quarantined", "left out", "adds up", "differs", "not checkable", "repaired", "dropped", "purged"]
            ),
        ),
        "reason": pa.Column(str),
        "rows": pa.Column("int64", pa.Check.ge(0)),
    },
    strict=True,
    ordered=True,
    name="ledger",
)
"""Where every row went, and which totals were held against their parts."""

_ALL = (
    COUNTS,
    INCIDENTS,
    POPULATION,
    AREAS,
    QUARANTINE,
    LEDGER,
    ESTIMATES,
    PROTECTION,
    GRID,
    GRID_PROTECTION,
    GRID_RULES,
    *EVIDENCE,
    *MONTHLY,
    *PUBLIC,
    *SURVEY,
)
CONTRACTS: dict[str, pa.DataFrameSchema] = {schema.name: schema for schema in _ALL if schema.name}


def empty(name: str) -> pd.DataFrame:
    """Return an empty table with the columns and types of a contract."""
    schema = CONTRACTS[name]
    # a pattern stands for columns that an empty table has none of
    named = {column: definition for column, definition in schema.columns.items() if not definition.regex}
    types = {column: str(definition.dtype) if definition.dtype else "object" for column, definition in named.items()}
    return pd.DataFrame({column: pd.Series(dtype=_pandas_type(kind)) for column, kind in types.items()})


def _pandas_type(kind: str) -> str:
    # pandera names the type of text after how it is stored
    return "str" if kind.startswith("string") else _PANDAS_TYPE.get(kind, kind)


def satisfy(frame: pd.DataFrame, name: str, where: str = "") -> pd.DataFrame:
    """Hold a table against its contract.

    Parameters
    ----------
    frame : DataFrame
        The table; columns that the contract names, in any order.
    name : str
        Name of the contract.
    where : str, optional
        Where the table comes from, for the error.

    Returns
    -------
    DataFrame
        The table with columns in the order of the contract.

    Raises
    ------
    StoreError
        When it breaks the contract; column, check and how many rows are named, values are not.
    """
    schema = CONTRACTS[name]
    ordered = frame[[column for column in schema.columns if column in frame] + [c for c in frame if c not in schema.columns]]
    try:
        schema.validate(ordered, lazy=True)
    except pa.errors.SchemaErrors as error:
        # only for a missing or superfluous column is the failure case a name; elsewhere it is a value, which is not repeated
        cases = error.failure_cases
        named = cases["check"].isin(["column_in_schema", "column_in_dataframe"])
        cases = cases.assign(column=cases["column"].where(~named, cases["failure_case"])).drop_duplicates(["column", "check"])
        broken = "; ".join(
            f"{row.column}: {row.check} (first at row {row.index})" for row in cases[["column", "check", "index"]].itertuples(index=False)
        )
        raise StoreError(f"the table '{name}' breaks its contract", {"table": name, "from": where or "memory"}, broken) from None
    return ordered
