"""The contracts of the tables of an edition: estimates, protection, and the grid."""

from __future__ import annotations

import pandera.pandas as pa

ROLES = ("village", "municipality", "unknown", "reference", "neighbourhood")

ESTIMATES = pa.DataFrameSchema(
    {
        "village": pa.Column(str, description="village, 'gemeente', 'onbekend', name of a reference area, or code of a buurt"),
        "role": pa.Column(str, pa.Check.isin(ROLES)),
        "theme": pa.Column(str, description="number of a theme; 'totaal' for all published codes"),
        "indicator": pa.Column(str, description="'totaal', or a code"),
        "classification": pa.Column(str, description="system of the code; 'open data' for a total over open data"),
        "label": pa.Column(str),
        "year": pa.Column("int64"),
        "period": pa.Column(str, description="the period as readers see it"),
        "complete": pa.Column(bool, description="whether the period is a whole year"),
        "count": pa.Column("int64", pa.Check.ge(0)),
        "denominator": pa.Column(str, description="what the rate is per thousand of, as readers know it"),
        "base": pa.Column("float64", nullable=True, description="how many of them; times years where the period is several years"),
        "rate": pa.Column("float64", nullable=True, description="per 1,000 of the denominator"),
        "low": pa.Column("float64", nullable=True),
        "high": pa.Column("float64", nullable=True),
        "provisional": pa.Column(bool),
        "source": pa.Column(str),
        "reason": pa.Column(str, description="why the rate is absent; empty where it is not"),
    },
    strict=True,
    ordered=True,
    unique=["village", "theme", "indicator", "classification", "period"],
    name="estimates",
)
"""Every area x theme x indicator x period of an edition."""

PROTECTION = pa.DataFrameSchema(
    {
        "village": pa.Column(str),
        "role": pa.Column(str, pa.Check.isin(ROLES)),
        "theme": pa.Column(str),
        "indicator": pa.Column(str),
        "classification": pa.Column(str),
        "period": pa.Column(str),
        "shown": pa.Column(str, description="the count as the public sees it"),
        "exact": pa.Column(bool, description="whether that is the true count"),
        "value": pa.Column("float64", pa.Check.ge(0), nullable=True, description="that count as a number; missing where it is none"),
        "least": pa.Column("float64", pa.Check.ge(0), description="the true count is at least this"),
        "most": pa.Column("float64", pa.Check.ge(0), nullable=True, description="and at most this; missing without a limit"),
        "rate": pa.Column("float64", pa.Check.ge(0), nullable=True, description="per 1,000, of `value`"),
        "low": pa.Column("float64", pa.Check.ge(0), nullable=True, description="lowest limit of all counts that it can be"),
        "high": pa.Column("float64", pa.Check.ge(0), nullable=True, description="highest limit of those"),
        "rule": pa.Column(str, description="the rule that blurs the figure; empty where none does"),
    },
    strict=True,
    ordered=True,
    unique=["village", "theme", "indicator", "classification", "period"],
    name="protection",
)
"""What of the estimates may be shown in public."""

GRID = pa.DataFrameSchema(
    {
        "theme": pa.Column(str),
        "x": pa.Column("int64", description="west side in metres, EPSG:28992"),
        "y": pa.Column("int64", description="south side in metres, EPSG:28992"),
        "size": pa.Column("int64", pa.Check.ge(250), description="side in metres"),
        "period": pa.Column(str),
        "count": pa.Column("int64", pa.Check.ge(1)),
        "addresses": pa.Column("float64", pa.Check.ge(0), description="estimated; `grid_rules` says of what"),
    },
    strict=True,
    ordered=True,
    unique=["theme", "x", "y"],
    name="grid",
)
"""Incidents per square; squares without incidents are not in it, and squares never overlap."""

GRID_PROTECTION = pa.DataFrameSchema(
    {
        "theme": pa.Column(str),
        "x": pa.Column("int64"),
        "y": pa.Column("int64"),
        "size": pa.Column("int64", pa.Check.ge(250)),
        "period": pa.Column(str),
        "shown": pa.Column(str, pa.Check.str_length(min_value=1), description="the class as the public sees it, such as '15 of 20'"),
    },
    strict=True,
    ordered=True,
    unique=["theme", "x", "y"],
    name="grid_protection",
)
"""The squares that may be shown in public; the others are as if they were empty."""

GRID_RULES = pa.DataFrameSchema(
    {
        "cell": pa.Column("int64", pa.Check.ge(250), description="side of small squares in metres"),
        "wide_cell": pa.Column("int64", pa.Check.ge(250), description="side of the others"),
        "incidents": pa.Column("int64", pa.Check.ge(5), description="squares with fewer are not shown"),
        "measure": pa.Column(str, pa.Check.isin(["addresses", "dwellings", "inhabitants", ""]), description="empty: none is known"),
        "addresses": pa.Column("int64", pa.Check.ge(0), description="squares with fewer, of this measure, are not shown"),
        "estimate": pa.Column("int64", pa.Check.ge(0), description="of how many at least the estimate of `grid` must be"),
        "base": pa.Column("int64", pa.Check.ge(1), description="counts are rounded to multiples of it"),
    },
    strict=True,
    ordered=True,
    name="grid_rules",
)
"""One row: how the squares were made, and which are shown; it depends on no incident."""
