"""The contracts of the tables of an edition that go by month or by moment."""

from __future__ import annotations

import pandera.pandas as pa

from ivp_analysis.tables.edition_contracts import ROLES
from ivp_analysis.tables.evidence_contracts import REASON, TESTED, VERDICT, number

MONTHS = pa.DataFrameSchema(
    {
        "village": pa.Column(str),
        "role": pa.Column(str, pa.Check.isin(ROLES)),
        "theme": pa.Column(str),
        "year": pa.Column("int64"),
        "month": pa.Column("int64", pa.Check.in_range(1, 12)),
        "count": pa.Column("int64", pa.Check.ge(0)),
        "source": pa.Column(str),
    },
    strict=True,
    ordered=True,
    unique=["village", "theme", "year", "month"],
    name="months",
)
"""Registrations of a theme per month, from one kind of source; stays inside, pages read what is made of it."""

SEASONS = pa.DataFrameSchema(
    {
        "village": pa.Column(str),
        "theme": pa.Column(str),
        "month": pa.Column("int64", pa.Check.in_range(1, 12)),
        "first": pa.Column("int64"),
        "last": pa.Column("int64"),
        "mean": number("registrations a month over whole years"),
        "lowest": number(),
        "highest": number(),
        "running": number("in the year that is not over"),
        "source": pa.Column(str),
        "reason": REASON,
    },
    strict=True,
    ordered=True,
    unique=["village", "theme", "month"],
    name="seasons",
)
"""What is usual per month."""

MONITORING = pa.DataFrameSchema(
    {
        "village": pa.Column(str),
        "theme": pa.Column(str),
        "start": pa.Column("datetime64[us]", description="first day of the period"),
        "period": pa.Column(str, description="as readers see it"),
        "grain": pa.Column("int64", pa.Check.isin([0, 1, 3, 6, 12]), description="months in a period; 0 where there is no chart"),
        "count": number(),
        "centre": number("count that is usual in such a period"),
        "low": number(),
        "high": number(),
        "signal": pa.Column(bool),
        "baseline": pa.Column(bool, description="whether the period sets what is usual"),
        "kind": pa.Column(str, description="u, or laney where periods differ more than chance"),
        "source": pa.Column(str),
        "reason": REASON,
    },
    strict=True,
    ordered=True,
    unique=["village", "theme", "start"],
    name="monitoring",
)
"""Control charts per half-year, quarter or month, whichever is the finest that means something."""

RARE = pa.DataFrameSchema(
    {
        "theme": pa.Column(str),
        "day": pa.Column("datetime64[us]", description="day of the incident"),
        "number": pa.Column("int64", pa.Check.ge(1), description="order among the incidents of the theme"),
        "gap": number("days since the one before"),
        "centre": number("days that are usual"),
        "low": number(),
        "high": number(),
        "signal": pa.Column(bool),
        "baseline": pa.Column(bool),
        "source": pa.Column(str),
    },
    strict=True,
    ordered=True,
    unique=["theme", "number"],
    name="rare",
)
"""Days between rare incidents of the municipality; they name the day of each, so they stay inside."""

RUNNING = pa.DataFrameSchema(
    {
        "village": pa.Column(str),
        "role": pa.Column(str, pa.Check.isin(ROLES)),
        "theme": pa.Column(str),
        "period": pa.Column(str),
        "against": pa.Column(str, description="the same months a year before; empty where there are none"),
        "dated": pa.Column("datetime64[us]", description="reference date of the count"),
        "before_dated": pa.Column("datetime64[us]", nullable=True),
        "count": pa.Column("int64", pa.Check.ge(0)),
        "before": number("at the same lag after the end of the months"),
        "ratio": number(),
        **TESTED,
        "complete": number("share that is estimated to be registered already"),
        "complete_low": number(),
        "complete_high": number(),
        "verdict": VERDICT,
        "reason": REASON,
        "source": pa.Column(str),
    },
    strict=True,
    ordered=True,
    unique=["village", "theme"],
    name="running",
)
"""The running year up to the last whole month, with the same months a year before."""

REVISIONS = pa.DataFrameSchema(
    {
        "theme": pa.Column(str),
        "period": pa.Column(str),
        "earlier": pa.Column(str, description="delivery"),
        "later": pa.Column(str, description="delivery"),
        "dated": pa.Column("datetime64[us]"),
        "later_dated": pa.Column("datetime64[us]"),
        "count": pa.Column("int64", pa.Check.ge(0)),
        "later_count": pa.Column("int64", pa.Check.ge(0)),
    },
    strict=True,
    ordered=True,
    unique=["theme", "period", "earlier", "later"],
    name="revisions",
)
"""Counts of the same months of the municipality in two deliveries."""

MOMENTS = pa.DataFrameSchema(
    {
        "village": pa.Column(str),
        "theme": pa.Column(str),
        "weekday": pa.Column("int64", pa.Check.in_range(0, 6), description="0 is Monday"),
        "part": pa.Column("int64", pa.Check.in_range(0, 3), description="quarters of the day, from midnight"),
        "period": pa.Column(str),
        "count": number("incidents that may lie in several parts count for a share in each"),
        "incidents": pa.Column("int64", pa.Check.ge(0), description="of the theme, in all parts"),
        "left_out": pa.Column("int64", pa.Check.ge(0), description="whose moment is not known within a day"),
        "source": pa.Column(str),
        "reason": REASON,
    },
    strict=True,
    ordered=True,
    unique=["village", "theme", "weekday", "part"],
    name="moments",
)
"""Day of the week and part of the day of incidents in the last five full years."""

MONTHLY = (MONTHS, SEASONS, MONITORING, RARE, RUNNING, REVISIONS, MOMENTS)
