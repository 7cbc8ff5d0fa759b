"""The contracts of what the public sees of the evidence: the same columns, numbers that may be missing."""

from __future__ import annotations

import pandera.pandas as pa

from ivp_analysis.tables.edition_contracts import ESTIMATES, PROTECTION
from ivp_analysis.tables.evidence_contracts import ATTEMPTS, COMPARISONS, CONCENTRATION, FUNNEL, SHRUNK, TRENDS
from ivp_analysis.tables.monthly_contracts import MOMENTS, MONITORING, REVISIONS, RUNNING, SEASONS

_LABELS = {"year", "years", "first", "last", "month", "weekday", "part", "grain", "places", "top", "areas", "baseline", "signal"}
"""Numbers that say what a row is about; all others are figures."""
_FORMS = (COMPARISONS, TRENDS, SHRUNK, FUNNEL, CONCENTRATION, ATTEMPTS, SEASONS, MONITORING, RUNNING, REVISIONS, MOMENTS)


def _figures(schema: pa.DataFrameSchema) -> tuple[str, ...]:
    numbers = ("int64", "float64")
    return tuple(str(name) for name, column in schema.columns.items() if str(column.dtype) in numbers and name not in _LABELS)


PUBLISHED: dict[str, tuple[str, ...]] = {f"public_{schema.name}": _figures(schema) for schema in _FORMS}
"""The figures of each table: what is taken out where the public may not see it."""


def _public(schema: pa.DataFrameSchema) -> pa.DataFrameSchema:
    name = f"public_{schema.name}"
    missing = {figure: {"dtype": "float64", "nullable": True} for figure in PUBLISHED[name]}
    form = schema.update_columns(missing).add_columns(
        {
            "public": pa.Column(bool, description="whether there is anything to see"),
            "rounded": pa.Column(bool, description="whether it is made of counts that are shown rounded"),
        }
    )
    form.name = name
    return form


TOLD = pa.DataFrameSchema(
    {
        "name": pa.Column(str, unique=True, description="what is counted, as a list in JSON"),
        "least": pa.Column("float64", pa.Check.ge(0)),
        "most": pa.Column("float64", pa.Check.ge(0)),
    },
    strict=True,
    ordered=True,
    name="told",
)
"""The limits that follow for each count from how the public sees it."""

_EXACT = ("count", "rate", "low", "high")
PUBLIC_ESTIMATES = ESTIMATES.update_columns({name: {"dtype": "float64", "nullable": True} for name in _EXACT}).add_columns(
    {name: PROTECTION.columns[name] for name in ("shown", "exact", "rule")}
)
"""The estimates with counts, rates and intervals as the public sees them."""
PUBLIC_ESTIMATES.name = "public_estimates"

PUBLIC = (PUBLIC_ESTIMATES, *(_public(schema) for schema in _FORMS), TOLD)
