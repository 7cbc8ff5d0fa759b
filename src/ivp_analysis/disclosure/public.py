"""What the public sees of the evidence: a second form of each table, which holds nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ivp_analysis.disclosure.coarse import Told, compared, shared
from ivp_analysis.disclosure.matrix import open_sources
from ivp_analysis.disclosure.whole import Whole
from ivp_analysis.disclosure.years import Years
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.public_contracts import PUBLISHED
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.kernbeleid import Classification
from ivp_analysis.vocabulary.ladder import Ladder, Verdict
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.vocabulary.publication import PublicationRules

_CLASS = Classification.CLASS.value


@dataclass(frozen=True)
class Publisher:
    """Makes the public form of evidence.

    Attributes
    ----------
    whole : Whole
        How every count is shown.
    ladder, rules : Ladder, PublicationRules
        Limits of the verdicts; how far is rounded.
    open_deliveries : frozenset of str
        The deliveries that others published.
    """

    whole: Whole
    ladder: Ladder
    rules: PublicationRules
    open_deliveries: frozenset[str]

    @classmethod
    def of(cls, whole: Whole, estimates: pd.DataFrame, ladder: Ladder, rules: PublicationRules) -> Publisher:
        """Take the open data from the estimates."""
        return cls(whole, ladder, rules, open_sources(estimates))

    def tables(self, found: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the public form of every table of evidence that pages read, by its name.

        What rests on open data is shown as it is, unless it is sensitive. What rests on other counts is made anew of these as they are
        shown.

        Parameters
        ----------
        found : dict of str to DataFrame
            What `evidence.derive.evidence` gave.
        """
        years = Years(self.whole.protection)
        made: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
            "comparisons": lambda rows: public_comparisons(rows, years, self.ladder, self.ladder.baseline_years),
            "trends": lambda rows: rows.assign(public=years.exact(rows, map(range, rows["first"], rows["last"] + 1))),
            "shrunk": lambda rows: rows.assign(public=years.exact(rows, map(range, rows["year"], rows["year"] + 1))),
            "funnel": lambda rows: rows.assign(public=~rows["theme"].isin(self.whole.themes)),
            "concentration": lambda rows: rows.assign(public=~rows["theme"].isin(self.whole.themes)),
            "seasons": self._seasons,
            "monitoring": self._monitoring,
            "running": self._running,
            "revisions": self._revisions,
            "moments": self._moments,
            "attempts": self._attempts,
        }
        return {
            f"public_{name}": self._named(published(make(found[name]) if len(found[name]) else found[name].assign(public=False), name))
            for name, make in made.items()
        }

    def _named(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Call counts rounded only where they are."""
        return rows.assign(rounded=rows["rounded"] & (self.rules.base > 1))

    def _seasons(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Show what is usual per month of the municipality; single months of deliveries only where none is small, and rounded."""
        delivered = ~rows["source"].isin(self.open_deliveries)
        several = rows["last"] - rows["first"] + 1
        pooled = _anywhere(delivered & self._small((rows["mean"] * several).round()), rows)
        small = self._small(rows["lowest"]) | self._small(rows["highest"]) | self._small(rows["running"])
        single = _anywhere(delivered & small, rows)
        place = (rows["village"] == WHOLE) & ~rows["theme"].isin(self.whole.themes)
        range_ = ["lowest", "highest", "running"]
        rows = rows.assign(mean=rows["mean"].mask(delivered, rows["mean"].round()))
        rows[range_] = rows[range_].mask(delivered, self._rounded(rows[range_])).where(place & ~single)
        public = place & ~pooled
        # from where on there are enough follows from counts
        return rows.assign(first=rows["first"].where(public, rows["last"]), public=public, rounded=delivered)

    def _monitoring(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Show control charts of the municipality; those of deliveries where no period is small, and rounded."""
        delivered = ~rows["source"].isin(self.open_deliveries)
        small = _anywhere(delivered & self._small(rows["count"]), rows)
        numbers = ["count", "centre", "low", "high"]
        rows = rows.copy()
        rows[numbers] = rows[numbers].mask(delivered, self._rounded(rows[numbers]))
        public = (rows["village"] == WHOLE) & ~rows["theme"].isin(self.whole.themes) & ~small
        # also what stands out, and how many months a period takes, follows from counts
        told = {name: rows[name] & public for name in ("signal", "baseline")} | {"kind": rows["kind"].where(public, "")}
        return rows.assign(**told, grain=rows["grain"].where(public, 0), public=public, rounded=delivered)

    def _running(self, rows: pd.DataFrame) -> pd.DataFrame:
        told = [self._told(rows, "running", column) for column in ("count", "before")]
        refused = rows["verdict"].isin([Verdict.ABSENT.value])
        open_ = (rows["village"] == WHOLE) & rows["source"].isin(self.open_deliveries) & ~rows["theme"].isin(self.whole.themes)
        # without a base there is no comparison
        tested = rows.assign(base=1.0, before_base=np.where(refused, np.nan, 1.0))
        found = compared(tested, told[0], told[1], self.ladder).drop(columns=["base", "before_base"])
        known = pd.Series(~np.isnan(told[0].value), index=rows.index)
        share = {name: np.floor(rows[name] * 100) / 100 for name in ("complete", "complete_low")}
        return found.assign(
            **share,
            complete_high=np.ceil(rows["complete_high"] * 100) / 100,
            verdict=found["verdict"].mask(refused & known, rows["verdict"]),
            public=found["public"] | (refused & known),
            rounded=~open_,
        )

    def _revisions(self, rows: pd.DataFrame) -> pd.DataFrame:
        count, later = (self._told(rows, "revisions", column) for column in ("count", "later_count"))
        known = ~np.isnan(count.value) & ~np.isnan(later.value)
        shut = rows["theme"].isin(self.whole.themes).to_numpy(dtype=bool)
        rounded = ~(rows["earlier"].isin(self.open_deliveries) & rows["later"].isin(self.open_deliveries))
        return rows.assign(count=count.value, later_count=later.value, public=known & ~shut, rounded=rounded)

    def _moments(self, rows: pd.DataFrame) -> pd.DataFrame:
        told = self._told(rows, "moments", "count", table="moments")
        open_ = ~rows["theme"].isin(self.whole.themes)
        rough = {name: self._rounded(rows[[name]])[name].mask(self._small(rows[name])) for name in ("incidents", "left_out")}
        return rows.assign(count=told.value, **rough, public=open_ & (~np.isnan(told.value) | (rows["reason"] != "")), rounded=True)

    def _attempts(self, rows: pd.DataFrame) -> pd.DataFrame:
        part, whole = (self._told(rows, "attempts", column) for column in ("attempts", "count"))
        found = shared(rows, part, whole)
        return found.assign(public=found["public"] & ~rows["theme"].isin(self.whole.themes), rounded=True)

    def _told(self, rows: pd.DataFrame, name: str, column: str, table: str = "") -> Told:
        return Told.of(rows[column].tolist(), self.whole.shown[table or f"{name}/{column}"])

    def _small(self, counts: pd.Series[float]) -> pd.Series[bool]:
        return counts.between(0, self.rules.small + 1, inclusive="left")

    def _rounded(self, numbers: pd.DataFrame) -> pd.DataFrame:
        return (numbers.astype("float64") / self.rules.base + 0.5).apply(np.floor) * self.rules.base


def public_estimates(estimates: pd.DataFrame, protection: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates with counts, rates and intervals as the public sees them.

    Parameters
    ----------
    estimates, protection : DataFrame
        The tables of these names, row by row about the same figures.
    """
    shown = protection[["value", "rate", "low", "high", "shown", "exact", "rule"]].rename(columns={"value": "count"})
    return satisfy(estimates.drop(columns=["count", "rate", "low", "high"]).join(shown), "public_estimates")


def public_comparisons(rows: pd.DataFrame, years: Years, ladder: Ladder, baseline: tuple[int, ...]) -> pd.DataFrame:
    """Return the public form of comparisons: those of klassen are made anew from counts as they are shown.

    Parameters
    ----------
    rows : DataFrame
        Table `comparisons`.
    years : Years
        What is shown of the yearly figures.
    ladder : Ladder
        Limits of the verdicts.
    baseline : tuple of int
        The years that were compared with.
    """
    used = [
        [year - 1] if kind == Comparison.PREVIOUS.value else [one for one in baseline if one < year]
        for kind, year in zip(rows["comparison"], rows["year"], strict=True)
    ]
    own = [[year] for year in rows["year"]]
    exact = np.array(years.exact(rows, ([*now, *past] for now, past in zip(own, used, strict=True))), dtype=bool)
    rows = rows.astype({"count": "float64"}).assign(public=exact, rounded=False)
    pieces = [rows[rows["classification"] != _CLASS]]
    for _, part in rows[rows["classification"] == _CLASS].groupby("comparison", sort=False):
        at = rows.index.get_indexer(part.index).tolist()
        count, before = (years.told(part, [wanted[place] for place in at]) for wanted in (own, used))
        pieces.append(compared(part, count, before, ladder).assign(fewest=np.nan, most=np.nan, rounded=True))
    return pd.concat(pieces).loc[rows.index]


def published(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Take out of the rows what the public may not see.

    Parameters
    ----------
    rows : DataFrame
        Rows of a table of evidence, `public` filled in.
    name : str
        The table.

    Returns
    -------
    DataFrame
        Numbers missing where `public` says so, and with them the reason and the verdict, but for "te weinig", which says nothing then.
    """
    shut = ~rows["public"].astype(bool)
    numbers = [column for column in PUBLISHED[f"public_{name}"] if column in rows]
    rows = rows.astype(dict.fromkeys(numbers, "float64"))
    rows[numbers] = rows[numbers].mask(shut, np.nan)
    if "reason" in rows:
        rows["reason"] = rows["reason"].mask(shut, "").astype("str")
    if "verdict" in rows:
        told = (rows["verdict"] == Verdict.TOO_FEW.value) & rows.get("rounded", False)
        rows["verdict"] = rows["verdict"].mask(shut & ~told, Verdict.NOT_SHOWN.value).astype("str")
    rounded = rows["rounded"].astype(bool) if "rounded" in rows else False
    return satisfy(rows.assign(rounded=rounded, public=~shut), f"public_{name}")


def _anywhere(flags: pd.Series[bool], rows: pd.DataFrame) -> pd.Series[bool]:
    """Say of each row whether any row of its area and theme is flagged."""
    return flags.groupby([rows["village"], rows["theme"]]).transform("any")
