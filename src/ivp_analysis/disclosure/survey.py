"""What the public may see of surveys: nothing that rests on a few respondents, and nothing from which that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

import pandas as pd

from ivp_analysis.disclosure.years import Years
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.indicators import OPEN_DATA, TOTAL
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality
from ivp_analysis.vocabulary.survey_rules import SurveyRules

Outcome = tuple[str, int, str]
"""Key of the question, year and source."""

_KEY = ["question", "year", "source"]


class Behind(NamedTuple):
    """The respondents behind an estimate: who answered, and who is counted in the percentage; None where it is none."""

    answered: int
    counted: int | None

    def enough(self, fewest: int) -> bool:
        """Say whether enough answered, and of a percentage enough are counted and enough are not."""
        parts = (self.answered,) if self.counted is None else (self.counted, self.answered - self.counted)
        return min(parts) >= fewest

    def without(self, other: Self) -> Behind:
        """Return who is left when others are taken off."""
        counted = None if self.counted is None or other.counted is None else self.counted - other.counted
        return Behind(self.answered - other.answered, counted)


def protect_monitor(
    found: dict[str, pd.DataFrame], questions: pd.DataFrame, protection: pd.DataFrame, municipality: Municipality, rules: SurveyRules
) -> dict[str, pd.DataFrame]:
    """Mark in every table of surveys what is public.

    An estimate is public where enough respondents answered, of a percentage also where enough are counted and enough are not. Nobody is
    too few as well: where all respondents of a village answered the same, readers know the answer of each of them. An area that is hidden
    must not follow from the municipality or a group of villages and the others in it. A comparison is public where the figures on both
    sides are; what lies beside police figures where the comparison is, and the police figures of both years are shown exactly.

    Parameters
    ----------
    found : dict of str to DataFrame
        What `monitor.derive.monitor` gave.
    questions : DataFrame
        Table `questions`: which question of the survey before one is compared with.
    protection : DataFrame
        Table `protection` of the same edition.
    municipality : Municipality
        Its groups of villages.
    rules : SurveyRules
        How many respondents are enough.

    Returns
    -------
    dict of str to DataFrame
        The same tables, the column `public` filled in.
    """
    response = found["monitor_response"]
    absent = set(zip(*(response.loc[response["answered"] == 0, name] for name in ("village", "year", "source")), strict=True))
    behind: dict[Outcome, dict[str, Behind]] = {}
    for area, question, year, source, answered, counted in _columns(found["monitor"], ["village", *_KEY, "answered", "counted"]):
        # where nobody was reached there is nobody to protect
        if (area, year, source) not in absent:
            behind.setdefault((question, year, source), {})[area] = Behind(answered, None if pd.isna(counted) else counted)
    groups = {group.name: frozenset(group.villages) for group in municipality.groups}
    shown = {outcome: _shown(areas, municipality.village_names, groups, rules.fewest) for outcome, areas in behind.items()}
    keys = _columns(found["monitor"], ["village", *_KEY])
    public = [area in shown.get((question, year, source), ()) for area, question, year, source in keys]
    monitor = found["monitor"].assign(public=pd.Series(public, index=found["monitor"].index, dtype=bool))
    asked = questions[questions["delivery"].isin(found["monitor"]["delivery"])]
    compared = _comparisons(found["monitor_comparisons"], behind, shown, asked, rules.fewest)
    beside = _beside(found["monitor_beside"], compared, protection)
    return found | {"monitor": monitor, "monitor_comparisons": compared, "monitor_beside": beside}


def _columns(rows: pd.DataFrame, names: list[str]) -> Iterable[tuple[Any, ...]]:
    return zip(*(rows[name].tolist() for name in names), strict=True)


def _shown(behind: Mapping[str, Behind], village_names: Iterable[str], groups: Mapping[str, frozenset[str]], fewest: int) -> set[str]:
    """Return the areas of one outcome that are shown: of what is taken off a shown sum, the rest could be shown itself.

    The sums are the groups that are shown, and the municipality without those. Weights and rounding blur such a subtraction; how far
    depends on who answered, so nothing is built on it: weighted percentages are held to be as good as counts.
    """
    shown = {area for area, people in behind.items() if people.enough(fewest)}
    villages = [name for name in village_names if name in behind]
    while True:
        of_groups = {name: members for name, members in groups.items() if name in shown}
        alone = [name for name in villages if not any(name in members for members in of_groups.values())]
        sums = {name: [village for village in villages if village in members] for name, members in of_groups.items()}
        follows = [
            (total, parts)
            for total, parts in (sums | {WHOLE: alone}).items()
            if total in shown and not shown.issuperset(parts) and not _left(behind, parts, shown).enough(fewest)
        ]
        if not follows:
            return shown
        total, parts = follows[0]
        # villages first: the sum itself is hidden when no other part is left
        free = [village for village in parts if village in shown]
        shown.remove(min(free, key=lambda village: (behind[village].answered, village), default=total))


def _left(behind: Mapping[str, Behind], parts: Iterable[str], shown: set[str]) -> Behind:
    hidden = [behind[village] for village in parts if village not in shown]
    counted = [people.counted for people in hidden if people.counted is not None]
    return Behind(sum(people.answered for people in hidden), sum(counted) if counted else None)


def _comparisons(
    rows: pd.DataFrame,
    behind: Mapping[Outcome, Mapping[str, Behind]],
    shown: Mapping[Outcome, set[str]],
    questions: pd.DataFrame,
    fewest: int,
) -> pd.DataFrame:
    # an edition has one survey a year, so the year tells whose question it is
    grouped = questions[questions["group"] != ""]
    group = {(question, year): name for question, year, name in _columns(grouped, ["question", "year", "group"])}
    asked = {(name, year): question for (question, year), name in group.items()}
    public = []
    for area, question, comparison, year, before in _columns(rows, ["village", "question", "comparison", "year", "before_year"]):
        own = (question, year, Source.SAMPLE.value)
        if area not in shown.get(own, ()):
            public.append(False)
        elif comparison == "rest":
            people = behind[own]
            public.append(WHOLE in shown[own] and people[WHOLE].without(people[area]).enough(fewest))
        else:
            public.append(area in shown.get((asked[group[question, year], before], before, Source.SAMPLE.value), ()))
    return rows.assign(public=pd.Series(public, index=rows.index, dtype=bool))


def _beside(rows: pd.DataFrame, compared: pd.DataFrame, protection: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    shown = compared[(compared["comparison"] == "survey") & compared["public"]]
    felt = pd.MultiIndex.from_frame(rows[["village", "question"]]).isin(pd.MultiIndex.from_frame(shown[["village", "question"]]))
    # the table does not say in which system its indicator is: all that there are have to be shown
    systems = protection[["theme", "indicator", "classification"]].drop_duplicates()
    systems = systems[(systems["indicator"] != TOTAL) | (systems["classification"] == OPEN_DATA)]
    figures = rows.assign(row=range(len(rows))).merge(systems, on=["theme", "indicator"])
    pairs = zip(figures["police_year"], figures["police_before_year"], strict=True)
    exact = pd.Series(Years(protection).exact(figures, pairs), index=figures["row"], dtype=bool)
    registered = exact.groupby(level=0).all().reindex(range(len(rows)), fill_value=True)
    return rows.assign(public=felt & registered.to_numpy(dtype=bool))
