"""What a page on police figures concludes: a finding for the theme, and one for each indicator that could be tested."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.evidence import ladder_of
from ivp_analysis.analyses.interpretation import absent_roles
from ivp_analysis.estimates.denominators import reference_label
from ivp_analysis.vocabulary.code_lists import CHANGED
from ivp_analysis.vocabulary.findings import NO_DATA, NO_SOURCE, Change, Finding
from ivp_analysis.vocabulary.indicators import TOTAL, Comparison
from ivp_analysis.vocabulary.kernbeleid import Denominator
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording import findings as wording

SAID = {item.value for item in Verdict} - {Verdict.TOO_FEW.value, Verdict.NOT_SHOWN.value, Verdict.ABSENT.value}
"""Verdicts on a difference that could be tested and may be shown."""


def findings(context: Context, rows: pd.DataFrame, compared: pd.DataFrame) -> list[Finding]:
    """Make the findings of a page.

    Parameters
    ----------
    context : Context
        Theme, area and audience.
    rows : DataFrame
        The estimates of the theme as the audience may see them.
    compared : DataFrame
        The comparisons of the theme as the audience may see them.

    Returns
    -------
    list of Finding
        The theme first; then the indicators with a verdict on the baseline.
    """
    own = rows[rows["village"] == context.parameters.village]
    single = own[(own["period"] == own["year"].astype("str")) & own["complete"]]
    changes = compared[compared["village"] == context.parameters.village]
    found = [_theme(context, own, single, changes)]
    tested = changes[(changes["comparison"] == Comparison.BASELINE.value) & changes["verdict"].isin(SAID) & (changes["indicator"] != TOTAL)]
    for _, row in tested.sort_values(["classification", "indicator"]).iterrows():
        figure = single[_same(single, row) & (single["year"] == row["year"])]
        if len(figure) == 1:
            found.append(_finding(context, figure.iloc[0], changes[_same(changes, row)]))
    return found


def _theme(context: Context, own: pd.DataFrame, single: pd.DataFrame, changes: pd.DataFrame) -> Finding:
    theme = context.theme
    totals = single[single["indicator"] == TOTAL]
    notes = tuple(filter(None, [theme.warning]))
    if not (theme.offences or theme.nuisance):
        return _without(context, NO_SOURCE, theme.no_police_source, notes)
    if totals.empty:
        return _without(context, NO_DATA, "", notes)
    last = totals[totals["year"] == totals["year"].max()].iloc[0]
    pooled = own[(own["indicator"] == TOTAL) & own["complete"] & (own["period"] != own["year"].astype("str"))]
    hidden = not last["exact"] and str(last["shown"])[0] != "<" and len(pooled) == 1
    more = {"pooled": str(pooled["shown"].iloc[0]), "pooled_period": str(pooled["period"].iloc[0])} if hidden else {}
    marks = (CHANGED,) if context.changed else ()
    return _finding(context, last, changes[changes["indicator"] == TOTAL], notes=(*notes, *marks, *absent_roles(context)), **more)


def _finding(context: Context, row: pd.Series[Any], changes: pd.DataFrame, notes: tuple[str, ...] = (), **more: str) -> Finding:
    total = row["indicator"] == TOTAL
    words = context.words_of(str(row["indicator"]))
    made = tuple(_changes(context, changes))
    main = next((item.verdict.value for item in made if item.kind is Comparison.BASELINE), Verdict.ABSENT.value)
    finding = Finding(
        **_place(context),
        indicator=str(row["indicator"]),
        period=str(row["period"]),
        estimate=_number(row["rate"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        n=str(row["shown"]),
        unit=f"registraties per 1.000 {row['denominator']}",
        denominator=str(row["denominator"]),
        base=_number(row["base"]),
        verdict=main,
        subject=wording.THEME if total else words.subject,
        singular=wording.ONE_OF_THEME if total else words.singular,
        changes=made,
        sentence="",
        source=context.sources(str(row["source"]).split(" + ")),
        rounded=bool(not row["exact"] and str(row["shown"]).isdigit()),
        notes=notes if total else tuple(filter(None, [words.warning])),
        **more,
    )
    return finding.model_copy(update={"sentence": wording.headline(finding, ladder_of(context).words)})


def _changes(context: Context, rows: pd.DataFrame) -> Iterator[Change]:
    """Take the comparisons with the past, and with the reference area of the run."""
    reference = reference_label(context.reference, context.municipality)
    for kind, name in ((Comparison.BASELINE, ""), (Comparison.PREVIOUS, ""), (Comparison.REFERENCE, reference)):
        found = rows[(rows["comparison"] == kind.value) & (rows["reference"] == name)]
        for _, row in found.iterrows():
            years = int(row["years"])
            before = _number(row["before"])
            yield Change(
                kind=kind,
                reference=name,
                against=str(row["against"]),
                years=years,
                before=None if before is None or not years else before / years,
                verdict=Verdict(row["verdict"]),
                **{name: _number(row[name]) for name in ("ratio", "low", "high", "p", "q")},
                **{name: _whole(row[name]) for name in ("fewest", "most")},
            )


def _without(context: Context, verdict: str, reason: str, notes: tuple[str, ...]) -> Finding:
    finding = Finding(
        **_place(context), indicator=TOTAL, period="", estimate=None, low=None, high=None, n="–",
        unit=f"registraties per 1.000 {Denominator.INHABITANTS}", verdict=verdict, sentence="", source="", notes=notes, reason=reason,
    )  # fmt: skip
    return finding.model_copy(update={"sentence": wording.headline(finding, ladder_of(context).words)})


def _place(context: Context) -> dict[str, str]:
    parameters = context.parameters
    return {
        "municipality": parameters.municipality,
        "village": parameters.village,
        "theme": parameters.theme,
        "place": context.area,
        "reference": reference_label(context.reference, context.municipality),
    }


def _same(rows: pd.DataFrame, row: pd.Series[Any]) -> pd.Series[bool]:
    same: pd.Series[bool] = (rows["indicator"] == row["indicator"]) & (rows["classification"] == row["classification"])
    return same


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if math.isnan(value) else int(value)
