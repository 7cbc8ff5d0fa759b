"""Whether those who answered a survey can stand for the inhabitants: somebody did, of the sample too, and no more than were invited."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.vocabulary.codebook import Codebook, Source
from ivp_analysis.vocabulary.municipality import WHOLE


def check_respondents(respondents: pd.DataFrame, codebook: Codebook, account: pd.DataFrame, where: Mapping[str, object]) -> None:
    """Refuse a survey that has nobody to estimate from, or more respondents than were invited.

    Parameters
    ----------
    respondents : DataFrame
        The rows that were accepted, with source and village.
    codebook : Codebook
        Says how many were invited.
    account : DataFrame
        The ledger of the survey.
    where : mapping
        Delivery and file, for the error.

    Raises
    ------
    DeliveryError
        With the rows that were read and why they were not accepted; or with source, village and both numbers.
    """
    if respondents.empty:
        raise DeliveryError(
            "no row of a survey is accepted", where, f"{_reasons(account)}. Correct codebook.yaml, or ask for the file anew"
        )
    if not (respondents["source"] == Source.SAMPLE).any():
        action = (
            f"{_reasons(account)}. A panel alone cannot stand for the inhabitants: deliver it together with the answers of the sample, "
            "or correct bronnen in codebook.yaml if some of its codes mean BRP"
        )
        raise DeliveryError("a survey has no respondent of the sample (BRP)", where, action)
    for source, areas in codebook.invited.items():
        own = respondents.loc[respondents["source"] == source, "village"]
        # where only villages are given, those together are all who were invited
        whole = {WHOLE: areas.get(WHOLE, sum(areas.values()))} if areas else {}
        for area, invited in {**areas, **whole}.items():
            answered = len(own) if area == WHOLE else int((own == area).sum())
            if answered > invited:
                raise DeliveryError(
                    f"more respondents are accepted than were invited: {answered} of {invited}",
                    {**where, "source": source, "village": area},
                    "Correct uitgenodigd in codebook.yaml, or the source or kern of the respondents",
                )


def _reasons(account: pd.DataFrame) -> str:
    gone = account[account["outcome"].isin(["quarantined", "left out"]) & (account["rows"] > 0)]
    reasons = [f"{rows} {outcome} ({reason})" for outcome, reason, rows in zip(gone["outcome"], gone["reason"], gone["rows"], strict=True)]
    read = int(account.loc[account["outcome"] == "read", "rows"].sum())
    return ", ".join([f"{read} rows were read", *reasons])
