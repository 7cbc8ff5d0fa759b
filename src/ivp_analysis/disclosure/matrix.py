"""Which figures of an edition are protected together: klassen, the running year, attempts, and parts of the week."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ivp_analysis.disclosure.cells import Flags, Integers, Kind
from ivp_analysis.disclosure.nested import parts_of_codes
from ivp_analysis.disclosure.register import Register, kinds_of
from ivp_analysis.vocabulary.indicators import OPEN_DATA, TOTAL
from ivp_analysis.vocabulary.kernbeleid import Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import WHOLE

FIGURE = ["village", "theme", "indicator", "classification", "period"]
"""What tells yearly figures apart."""
_CLASS = Classification.CLASS.value
_INSIDE = ("village", "unknown", "municipality")


class Matrix:
    """The counts of an edition that others did not publish, with the open data that they are a part of.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    found : mapping of str to DataFrame
        What `evidence.derive.evidence` gave.
    kernbeleid : Kernbeleid
        Which klassen are part of which code.
    sensitive : ndarray of bool, shape (rows of estimates,)
        The estimates that the public may not see for what they are about.
    themes : frozenset of str
        Themes that consist of nothing but sensitive codes.

    Attributes
    ----------
    register : Register
        The counts.
    places : dict of str to ndarray of int
        By table, or table and column, where the count of each row stands; -1 for rows that are not protected here.
    """

    def __init__(
        self, estimates: pd.DataFrame, found: Mapping[str, pd.DataFrame], kernbeleid: Kernbeleid, sensitive: Flags, themes: frozenset[str]
    ) -> None:
        self.register = Register()
        self.places: dict[str, Integers] = {}
        self._themes = themes
        self._published = _published(estimates)
        self._open_sources = open_sources(estimates)
        self._classes(estimates, kernbeleid, sensitive)
        self._running(found["running"])
        self._revisions(found["revisions"])
        self._attempts(found["attempts"])
        self._moments(found["moments"])

    def _classes(self, estimates: pd.DataFrame, kernbeleid: Kernbeleid, sensitive: Flags) -> None:
        """Enter klassen: villages and "onbekend" to the municipality, years to several years, klassen to the code that they are of."""
        own = ((estimates["classification"] == _CLASS) & estimates["role"].isin(_INSIDE)).to_numpy(dtype=bool)
        rows = estimates[own]
        kinds = kinds_of(np.zeros(len(rows), dtype=bool), sensitive[own])
        places = self.register.enter("estimates", rows, FIGURE, rows["count"], kinds)
        self.places["estimates"] = np.full(len(estimates), -1, dtype=np.int64)
        self.places["estimates"][own] = places
        self.register.add_up("estimates", rows, places, ["theme", "indicator", "period"], rest=False)
        self._years(rows, places)
        at = dict(zip(zip(rows["village"], rows["indicator"], rows["period"], strict=True), places.tolist(), strict=True))
        for code, made_of in parts_of_codes(kernbeleid).items():
            for (village, indicator, period), whole in self._published.items():
                parts = [at[village, key, period] for key in made_of.indicators if (village, key, period) in at]
                if indicator == code and parts:
                    complete = made_of.complete and len(parts) == len(made_of.indicators)
                    place = self._open_data(village, code, period, whole)
                    self.register.part_of(("klassen", village, code, period), place, parts, rest=not complete)

    def _years(self, rows: pd.DataFrame, places: Integers) -> None:
        single = (rows["period"] == rows["year"].astype("str")).to_numpy(dtype=bool)
        years: dict[tuple[str, str], dict[int, int]] = {}
        keys = list(zip(rows["village"], rows["indicator"], strict=True))
        for place, key, year, alone in zip(places.tolist(), keys, rows["year"].tolist(), single, strict=True):
            if alone:
                years.setdefault(key, {})[year] = place
        pooled = rows["complete"].to_numpy(dtype=bool) & ~single
        for place, key, period, several in zip(places.tolist(), keys, rows["period"].tolist(), pooled, strict=True):
            if several:
                first, last = (int(year) for year in period.split("-"))
                self.register.cells.total(place, [years[key][year] for year in range(first, last + 1) if year in years.get(key, {})])

    def _running(self, rows: pd.DataFrame) -> None:
        """Enter the running year and the same months before: villages to the municipality, months within the year that open data has."""
        shut = rows["theme"].isin(self._themes).to_numpy(dtype=bool)
        for column, period, dated in (("count", "period", "dated"), ("before", "against", "before_dated")):
            known = rows[column].notna().to_numpy(dtype=bool)
            some = rows[known].assign(months=rows.loc[known, period], stand=rows.loc[known, dated].astype("str"))
            public = (some["source"].isin(self._open_sources) & (some["village"] == WHOLE)).to_numpy(dtype=bool)
            kinds = kinds_of(public, shut[known])
            places = self.register.enter("months", some, ["village", "theme", "months", "stand"], some[column], kinds)
            self.places[f"running/{column}"] = np.full(len(rows), -1, dtype=np.int64)
            self.places[f"running/{column}"][known] = places
            self.register.add_up("months", some, places, ["theme", "months", "stand"], rest=True)
            for place, village, theme, months in zip(places.tolist(), some["village"], some["theme"], some["months"], strict=True):
                year = str(months).rsplit(" ", 1)[-1]
                whole = self._published.get((village, theme, year))
                if whole is not None:
                    self.register.part_of(("year", village, theme, months), self._open_data(village, theme, year, whole), [place])

    def _revisions(self, rows: pd.DataFrame) -> None:
        """Enter what successive deliveries said of the municipality."""
        shut = rows["theme"].isin(self._themes).to_numpy(dtype=bool)
        for column, dated, source in (("count", "dated", "earlier"), ("later_count", "later_dated", "later")):
            some = rows.assign(village=WHOLE, months=rows["period"], stand=rows[dated].astype("str"))
            public = some[source].isin(self._open_sources).to_numpy(dtype=bool)
            places = self.register.enter("months", some, ["village", "theme", "months", "stand"], some[column], kinds_of(public, shut))
            self.places[f"revisions/{column}"] = places

    def _attempts(self, rows: pd.DataFrame) -> None:
        """Enter attempts: with what was no attempt they make up the code, in villages as in the municipality."""
        shut = rows["theme"].isin(self._themes).to_numpy(dtype=bool)
        period = rows["year"].astype("str")
        whole = [self._published.get(key) for key in zip(rows["village"], rows["indicator"], period, strict=True)]
        same = np.array([one == count for one, count in zip(whole, rows["count"], strict=True)], dtype=bool)
        columns, by = ["village", "indicator", "year"], ["indicator", "year"]
        counts = self.register.enter("attempts/count", rows, columns, rows["count"], kinds_of(same, shut))
        tried = self.register.enter("attempts", rows, columns, rows["attempts"], kinds_of(~same & same, shut))
        done = [self.register.cells.within(count, [part]) for count, part in zip(counts.tolist(), tried.tolist(), strict=True)]
        self.places |= {"attempts/count": counts, "attempts/attempts": tried}
        for table, places in (("attempts/count", counts), ("attempts", tried), ("attempts/done", np.array(done, dtype=np.int64))):
            self.register.add_up(table, rows, places, by, rest=True)

    def _moments(self, rows: pd.DataFrame) -> None:
        """Enter parts of the week: together they are all incidents of the theme, which may be known from elsewhere."""
        self.places["moments"] = np.full(len(rows), -1, dtype=np.int64)
        known = rows["count"].notna().to_numpy(dtype=bool)
        some = rows[known]
        shut = some["theme"].isin(self._themes).to_numpy(dtype=bool)
        kinds = kinds_of(~shut & shut, shut)
        places = self.register.enter("moments", some, ["theme", "weekday", "part", "period"], some["count"], kinds)
        self.places["moments"][known] = places
        for theme, group in some.assign(place=places).groupby("theme"):
            parts = group["place"].tolist()
            together = sum(self.register.cells.counts[place] for place in parts)
            self.register.part_of(("moments", theme), self.register.count(("moments", theme), together, Kind.PUBLIC), parts, rest=False)

    def _open_data(self, village: str, what: str, period: str, count: int) -> int:
        return self.register.count(("open data", village, what, period), count, Kind.PUBLIC)


def open_sources(estimates: pd.DataFrame) -> frozenset[str]:
    """Return the deliveries of open data that the estimates come from."""
    named = estimates.loc[estimates["classification"] != _CLASS, "source"].unique()
    return frozenset(name for names in named for name in str(names).split(" + "))


def _published(estimates: pd.DataFrame) -> dict[tuple[str, str, str], int]:
    """Return the yearly counts of open data by area, code (or theme) and period: known to everybody."""
    rows = estimates[(estimates["classification"] != _CLASS) & estimates["role"].isin(_INSIDE)]
    total = (rows["indicator"] == TOTAL) & (rows["classification"] == OPEN_DATA)
    code = rows["classification"].isin([Classification.OFFENCE.value, Classification.NUISANCE.value])
    rows = rows[total | code]
    names = rows["theme"].where(rows["indicator"] == TOTAL, rows["indicator"])
    return dict(zip(zip(rows["village"], names, rows["period"], strict=True), rows["count"].tolist(), strict=True))
