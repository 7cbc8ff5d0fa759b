"""What the surveys of an edition say on the theme of a run, as its reader may see it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.monitor.survey import plain
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.numbers import enumerate_text
from ivp_analysis.wording.survey_method import method_changes, other_ages, reworded

KIND = "enquete"
_MOSTLY = 0.5
"""Where more than this share of the questions has too few answers, the group is shown."""

_VALUES = (
    "value", "error", "low", "high", "shrunk", "shrunk_low", "shrunk_high", "weight", "counted", "answered", "effective", "design_effect",
)  # fmt: skip
_COMPARED = ("value", "before", "difference", "error", "low", "high", "p", "q", "detectable")
_NUMBERS_OF_ANSWERS = ("answered", "effective")
TENS = 10
"""In a public run numbers of answers are rounded down to multiples of this."""
_BESIDE = ("value", "before", "count", "count_before", "ratio", "low", "high", "p", "q")


@dataclass(frozen=True)
class SurveyData:
    """The surveys of an edition on one theme.

    All numbers that the reader may not see are missing in what it gives, and verdicts on them say "niet getoond".

    Attributes
    ----------
    context : Context
        Theme, area, edition and audience.
    """

    context: Context

    @cached_property
    def deliveries(self) -> list[str]:
        """Names of the deliveries with surveys."""
        return self.context.deliveries(KIND)

    @cached_property
    def _delivered(self) -> pd.DataFrame:
        rows = read_table(self.context.folder, "surveys", delivery=self.deliveries)
        known = self.context.table("monitor_response")["year"]
        return rows.assign(weighted=rows["year"].isin(known)).sort_values("year", ignore_index=True)

    @property
    def surveys(self) -> pd.DataFrame:
        """What is known of each survey that could be weighted, the oldest first."""
        return self._delivered[self._delivered["weighted"]].reset_index(drop=True)

    @property
    def unweighted(self) -> str:
        """The years of the surveys that could not be weighted, and of which nothing is shown; empty without any."""
        years = [str(year) for year in self._delivered.loc[~self._delivered["weighted"], "year"]]
        return enumerate_text(years) if years else ""

    @property
    def year(self) -> int | None:
        """The year by which the newest survey is known; None without any."""
        return int(self.surveys["year"].iloc[-1]) if len(self.surveys) else None

    @cached_property
    def before_year(self) -> int | None:
        """The year of the survey that the newest is compared with; None where there is none."""
        years = self.context.table("monitor_comparisons", comparison=Comparison.SURVEY.value)["before_year"]
        return int(years.iloc[0]) if len(years) else None

    @property
    def before(self) -> pd.Series[Any] | None:
        """What is known of the survey that the newest is compared with."""
        found = self.surveys[self.surveys["year"] == self.before_year]
        return found.iloc[0] if len(found) else None

    @property
    def newest(self) -> pd.Series[Any]:
        """What is known of the newest survey."""
        return self.surveys.iloc[-1]

    @cached_property
    def questions(self) -> pd.DataFrame:
        """The outcomes of the newest survey on the theme, in the order of its codebook; the index is the key of the question."""
        if self.year is None:
            return pd.DataFrame(columns=["question", "kind"])
        theme = self.context.parameters.theme
        rows = read_table(self.context.folder, "questions", delivery=str(self.newest["delivery"]), theme=theme)
        return rows[rows["kind"] != "item"].sort_values("position").set_index("question", drop=False)

    @cached_property
    def _earlier(self) -> dict[str, str]:
        """The key in the survey before of each comparability group of the theme."""
        rows = self._asked_before
        return {str(group): str(key) for group, key in zip(rows["group"], rows["question"], strict=True) if group}

    @cached_property
    def _asked_before(self) -> pd.DataFrame:
        if self.before is None:
            return pd.DataFrame(columns=["group", "question", "text"])
        return read_table(self.context.folder, "questions", delivery=str(self.before["delivery"]))

    def reworded(self) -> Iterator[tuple[str, str, str]]:
        """Yield label, words before and words now of the questions that are compared though their words differ."""
        before = {str(row["group"]): str(row["text"]) for _, row in self._asked_before.iterrows() if row["group"]}
        # scales that are compared have the same questions, in any order
        for _, now in self.questions[self.questions["kind"] != "scale"].iterrows():
            words = before.get(str(now["group"]), "")
            if words and plain(words) != plain(str(now["text"])):
                yield str(now["label"]), words, str(now["text"])

    def earlier_key(self, question: str) -> str:
        """Return the key that a question has in the survey before; empty where it is not comparable."""
        return self._earlier.get(str(self.questions.loc[question, "group"]), "")

    def method_text(self) -> str:
        """Say how the newest survey and the one it is compared with were held differently; empty where there is none to compare with."""
        earlier, newest = self.before, self.newest
        if earlier is None:
            return ""
        years = (int(earlier["year"]), int(newest["year"]))
        said = [f"De aanpak van de twee enquêtes. {method_changes(json.loads(earlier['method']), json.loads(newest['method']), years)}"]
        if earlier["youngest"] != newest["youngest"]:
            said.append(other_ages(years, (int(earlier["youngest"]), int(newest["youngest"]))))
        return " ".join([*said, *(reworded(label, years[0], *words) for label, *words in self.reworded())])

    @cached_property
    def group(self) -> str:
        """The group of villages that the village of the run is part of; empty where it is in none."""
        village = self.context.parameters.village
        return next((group.name for group in self.context.municipality.groups if village in group.villages), "")

    @cached_property
    def shown(self) -> str:
        """The area that figures are shown of: the group of villages where the village has too few answers of its own."""
        village = self.context.parameters.village
        rows = self.response
        key = (Source.SAMPLE.value, village)
        merged = self.estimates[(self.estimates["village"] == village) & (self.estimates["year"] == self.year)]["floor"] == "merged"
        return self.group if self.group and key in rows.index and len(merged) and merged.mean() > _MOSTLY else village

    @property
    def place(self) -> str:
        """The area that figures are shown of, as readers know it."""
        return self.context.municipality.label(self.shown)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """The estimates of the theme, of the area itself, the municipality and the group of the area."""
        areas = [area for area in (self.context.parameters.village, WHOLE, self.group) if area]
        return self.read("monitor", _VALUES, village=list(dict.fromkeys(areas)))

    @cached_property
    def everywhere(self) -> pd.DataFrame:
        """The newest estimates of the theme in every area, of the sample from the register."""
        return self.read("monitor", _VALUES, year=self.year, source=Source.SAMPLE.value)

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        """The comparisons of the theme, of the area itself and its group."""
        areas = [area for area in (self.context.parameters.village, self.group) if area]
        return self._judged(self.read("monitor_comparisons", _COMPARED, village=areas), "verdict")

    @cached_property
    def beside(self) -> pd.DataFrame:
        """What people say on the theme beside what the police registered, of the area itself."""
        rows = self.read("monitor_beside", _BESIDE, village=self.context.parameters.village)
        return self._judged(rows, "experience", "registered", "reading")

    @cached_property
    def response(self) -> pd.DataFrame:
        """Response and weighting of the newest survey."""
        rows = self.context.table("monitor_response", year=self.year).set_index(["source", "village"], drop=False)
        return _coarse(rows) if self.context.public else rows

    def row(self, question: str, year: int | None, village: str, source: Source = Source.SAMPLE) -> pd.Series[Any] | None:
        """Return one estimate; None where there is none."""
        rows = self.estimates
        found = rows[
            (rows["question"] == question) & (rows["year"] == year) & (rows["village"] == village) & (rows["source"] == source.value)
        ]
        return found.iloc[0] if len(found) else None

    def compared(self, question: str, comparison: str, village: str) -> pd.Series[Any] | None:
        """Return one comparison; None where there is none."""
        rows = self.comparisons
        found = rows[(rows["question"] == question) & (rows["comparison"] == comparison) & (rows["village"] == village)]
        return found.iloc[0] if len(found) else None

    def read(self, name: str, numbers: tuple[str, ...], **filters: object) -> pd.DataFrame:
        """Read rows of a table on the theme; in a public run the numbers of rows that are not public are missing."""
        rows = self.context.table(name, theme=self.context.parameters.theme, **filters)
        rows = rows.astype(dict.fromkeys((column for column in numbers if column in rows), "float64"))
        if self.context.public:
            present = [column for column in numbers if column in rows]
            rows[present] = rows[present].where(rows["public"], axis=0)
            # with exact numbers it could be counted who did not answer
            rounded = [column for column in _NUMBERS_OF_ANSWERS if column in present]
            rows[rounded] = np.floor(rows[rounded] / TENS) * TENS
        return rows

    def _judged(self, rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
        if not self.context.public:
            return rows
        texts = {column: "" if column == "reading" else Verdict.NOT_SHOWN.value for column in columns}
        return rows.assign(**{column: rows[column].where(rows["public"], text) for column, text in texts.items()})


def _coarse(response: pd.DataFrame) -> pd.DataFrame:
    """Round numbers of respondents down, and leave out what could tell exactly how few answered, or did not."""
    rows = response.astype(dict.fromkeys(("answered", "invited", "effective"), "float64"))
    few = rows["answered"] < TENS
    weights = ["smallest", "largest", "largest_before", "design_effect", "effective", "deviation"]
    rows[weights] = rows[weights].mask(few)
    rows["trimmed"] = rows["trimmed"].mask(few, 0)
    rows["invited"] = rows["invited"].mask(rows["invited"] - rows["answered"] < TENS)
    counted = ["answered", "effective"]
    rows[counted] = np.floor(rows[counted] / TENS) * TENS
    return rows
