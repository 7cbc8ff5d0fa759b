"""How many of the registrations of a code were attempts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.statistics.shares import shares
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.evidence_contracts import ATTEMPTS
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import UNKNOWN, WHOLE


def attempts(monthly: pd.DataFrame, kernbeleid: Kernbeleid, edition: Edition) -> pd.DataFrame:
    """Count attempts per village and year, of the codes for which the configuration asks it, from deliveries of the police.

    Parameters
    ----------
    monthly : DataFrame
        Counts of klassen per month, as `class_months` gives them.
    kernbeleid, edition : Kernbeleid, Edition
        The codes (`pogingen`), and the edition that errors name.

    Returns
    -------
    DataFrame
        As the contract `attempts` says, whole years only; a year in which attempts were not told has no row.
    """
    wanted = {klasse: code for code in kernbeleid.offences if code.attempts for klasse in code.expanded_classes}
    whole = monthly.groupby("year")["month"].nunique() if len(monthly) else pd.Series(dtype="int64")
    rows = monthly[monthly["code"].isin(wanted) & monthly["year"].isin(whole.index[whole == 12])]
    if rows.empty:
        return empty("attempts")
    rows = rows.assign(
        indicator=rows["code"].map(lambda klasse: wanted[klasse].code), label=rows["code"].map(lambda klasse: wanted[klasse].name)
    )
    both = pd.concat([rows[rows["village"] != UNKNOWN], rows.assign(village=WHOLE)], ignore_index=True)
    keys = ["village", "indicator", "label", "year"]
    sums = both.groupby(keys, as_index=False).agg(
        count=("count", "sum"), attempts=("attempts", lambda told: told.sum(skipna=False)), source=("delivery", "first")
    )
    told = sums[sums["attempts"].notna()].reset_index(drop=True)
    found = shares(told["attempts"], told["count"])
    result = told.assign(
        role=np.where(told["village"] == WHOLE, "municipality", "village"),
        theme=[kernbeleid.theme_of(Classification.OFFENCE, code) for code in told["indicator"]],
        classification=Classification.OFFENCE.value,
        share=found.share, low=found.low, high=found.high, reason=found.reason,
    ).astype({"attempts": "int64", "count": "int64", "role": "str", "theme": "str", "reason": "str"})  # fmt: skip
    return satisfy(result[list(ATTEMPTS.columns)], "attempts", str(edition))
