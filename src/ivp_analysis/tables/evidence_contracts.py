"""The contracts of the tables that say what the estimates of an edition carry."""

from __future__ import annotations

import pandera.pandas as pa

from ivp_analysis.tables.edition_contracts import ROLES
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict

_FIGURE = {
    "village": pa.Column(str),
    "role": pa.Column(str, pa.Check.isin(ROLES)),
    "theme": pa.Column(str),
    "indicator": pa.Column(str),
    "classification": pa.Column(str),
    "label": pa.Column(str),
}
_KEY = ["village", "theme", "indicator", "classification"]


def number(description: str = "") -> pa.Column:
    """Return a column of numbers that may be missing and are never below zero."""
    return pa.Column("float64", pa.Check.ge(0), nullable=True, description=description or None)


TESTED = {
    "low": number(),
    "high": number("missing where there is no upper limit"),
    "p": number(),
    "q": number("p after correction for all tests of the family"),
}
REASON = pa.Column(str, description="why there are no numbers; empty where there are")
VERDICT = pa.Column(str, pa.Check.isin([item.value for item in Verdict]))

COMPARISONS = pa.DataFrameSchema(
    {
        **_FIGURE,
        "denominator": pa.Column(str),
        "comparison": pa.Column(str, pa.Check.isin([item.value for item in Comparison])),
        "reference": pa.Column(str, description="the reference area; empty where an area is compared with its own past"),
        "year": pa.Column("int64"),
        "against": pa.Column(str, description="the years that it is compared with; empty where there are none"),
        "years": pa.Column("int64", pa.Check.ge(0), description="how many"),
        "count": pa.Column("int64", pa.Check.ge(0)),
        "base": number(),
        "before": number("count of all those years together"),
        "before_base": number(),
        "ratio": number("rate over the earlier rate; of a reference: divided by the same of the reference; missing where infinite"),
        **TESTED,
        "fewest": number("the largest count below expectation that would have been demonstrable"),
        "most": number("the smallest count above it"),
        "verdict": VERDICT,
        "reason": REASON,
        "source": pa.Column(str),
    },
    strict=True,
    ordered=True,
    unique=[*_KEY, "comparison", "reference"],
    name="comparisons",
)
"""The last full year of every area and indicator, compared with earlier years and with the change around it."""

TRENDS = pa.DataFrameSchema(
    {
        **_FIGURE,
        "first": pa.Column("int64"),
        "last": pa.Column("int64"),
        "points": number("years that the line rests on, corona years not counted"),
        "change": number("ratio from one year to the next"),
        **TESTED,
        "dispersion": number("1 where years differ as chance alone would have it"),
        "verdict": VERDICT,
        "reason": REASON,
    },
    strict=True,
    ordered=True,
    unique=_KEY,
    name="trends",
)
"""A line through all years."""

SHRUNK = pa.DataFrameSchema(
    {
        **_FIGURE,
        "year": pa.Column("int64"),
        "rate": number("per 1,000, pulled towards what is usual in other municipalities"),
        "low": number(),
        "high": number(),
        "weight": number("share of the other municipalities in it, 0 to 1"),
        "areas": pa.Column("int64", pa.Check.ge(0), description="municipalities that say what is usual"),
        "reason": REASON,
    },
    strict=True,
    ordered=True,
    unique=_KEY,
    name="shrunk",
)
"""Rates of the last full year, adjusted for how little small areas say."""

FUNNEL = pa.DataFrameSchema(
    {
        "theme": pa.Column(str),
        "area": pa.Column(str, description="code of the municipality"),
        "year": pa.Column("int64"),
        "denominator": pa.Column(str),
        "count": pa.Column("int64", pa.Check.ge(0)),
        "base": number(),
        "target": number("rate per 1,000 of all together"),
        "dispersion": number("1 where municipalities differ as chance alone would have it"),
        "z": pa.Column("float64", nullable=True, description="distance from the target in standard errors, adjusted for the dispersion"),
        "reason": REASON,
    },
    strict=True,
    ordered=True,
    unique=["theme", "area"],
    name="funnel",
)
"""The municipality among others, in the last full year."""

CONCENTRATION = pa.DataFrameSchema(
    {
        "theme": pa.Column(str),
        "period": pa.Column(str),
        "places": pa.Column("int64"),
        "top": pa.Column("int64", description="how many buurten with most registrations"),
        "count": pa.Column("int64", pa.Check.ge(0)),
        "share": number(),
        "low": number(),
        "high": number(),
        "inhabitants": number("share of the inhabitants of those buurten"),
        "gini": number("0 evenly spread, 1 all in one buurt; corrected for few registrations"),
        "reason": REASON,
    },
    strict=True,
    ordered=True,
    unique=["theme"],
    name="concentration",
)
"""How much of a theme lies in a few buurten of the municipality."""

ATTEMPTS = pa.DataFrameSchema(
    {
        **_FIGURE,
        "year": pa.Column("int64"),
        "count": pa.Column("int64", pa.Check.ge(0)),
        "attempts": pa.Column("int64", pa.Check.ge(0)),
        "share": number(),
        "low": number(),
        "high": number(),
        "source": pa.Column(str),
        "reason": REASON,
    },
    strict=True,
    ordered=True,
    unique=[*_KEY, "year"],
    name="attempts",
)
"""How many of the registrations were attempts, from deliveries of the police."""

EVIDENCE = (COMPARISONS, TRENDS, SHRUNK, FUNNEL, CONCENTRATION, ATTEMPTS)
