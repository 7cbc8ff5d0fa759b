"""What inhabitants answered on one theme in one area: what monitor.ipynb shows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import pandas as pd

from ivp_analysis.analyses import monitor_beside as registered
from ivp_analysis.analyses import monitor_charts as charts
from ivp_analysis.analyses import monitor_tables as tables
from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.display import Html, fold, paragraph, publish, section, together
from ivp_analysis.analyses.evidence import ladder_of
from ivp_analysis.analyses.marked import marked_when_internal
from ivp_analysis.analyses.monitor_data import TENS, SurveyData
from ivp_analysis.analyses.monitor_findings import findings
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.findings import Finding
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.vocabulary.parameters import Parameters
from ivp_analysis.wording.survey_findings import UNWEIGHTED, around
from ivp_analysis.wording.survey_method import NATIONAL, shrunk_sentence
from ivp_analysis.wording.survey_response import SMALL_PANEL, Response, panel_text, response_text


@marked_when_internal
@dataclass(frozen=True)
class MonitorPage:
    """A page about one theme in one area; each method gives one part, None where there is nothing to show.

    Attributes
    ----------
    context : Context
        The parameters and what they speak of.
    """

    context: Context

    @classmethod
    def open(cls, parameters: Parameters) -> Self:
        """Open the page that the parameters ask for; errors are those of `Context.open`."""
        return cls(Context.open(parameters))

    @cached_property
    def data(self) -> SurveyData:
        """The surveys on the theme, as the reader may see them."""
        return SurveyData(self.context)

    @cached_property
    def conclusions(self) -> list[Finding]:
        """What the page concludes: on each question, in the order of the codebook."""
        return findings(self.data, self.context.parameters.village)

    @cached_property
    def shown(self) -> list[Finding]:
        """The same of the area that figures are shown of."""
        return self.conclusions if self.data.shown == self.context.parameters.village else findings(self.data, self.data.shown)

    @property
    def asked(self) -> bool:
        """Whether the newest survey asked anything on the theme."""
        return len(self.data.questions) > 0

    def heading(self) -> Html:
        """Return the title."""
        return self.context.title("Enquête", f"{self.context.theme.title}, {self.context.area}")

    def headline(self) -> Html:
        """Say in words what the first question of which a figure is shown tells, or why there is nothing to show."""
        apart = self._unweighted()
        if not self.asked:
            return together(paragraph(self.conclusions[0].sentence), *apart)
        told = next((place for place, item in enumerate(self.shown) if item.estimate is not None), 0)
        own, shown = self.conclusions[told], self.shown[told]
        said = [own.sentence, *own.notes, *([shown.sentence] if shown is not own else []), self._modelled(own)]
        said.append(around(shown, ladder_of(self.context).words, self._whole))
        source = f"Deze tekst is gemaakt uit de enquête. Bron: {charts.source(self.data)}."
        return together(*(paragraph(text) for text in said if text), *apart, paragraph(source, "ivp-note"))

    def questions(self) -> Html | None:
        """Show the questions of the theme with intervals, the survey before and the municipality beside them."""
        return section("Wat inwoners zeggen", *charts.questions(self.data)) if self.asked else None

    def changes(self) -> Html | None:
        """Show the questions beside those of the survey before, with their tests and with what differed in method."""
        before, year = self.data.before_year, self.data.year
        if not self.asked or before is None or year is None:
            return None
        caption = f"{self.context.theme.title} in {self.data.place}: {year} naast {before}"
        table = tables.compared(self.data, self.shown, Comparison.SURVEY, caption=caption, beside=str(before))
        if table is None:
            return section(f"Naast de enquête van {before}", f"Voor dit gebied is geen vraag van {year} te vergelijken met {before}.")
        return section(f"Naast de enquête van {before}", table, paragraph(self.data.method_text(), "ivp-note"))

    def others(self) -> Html | None:
        """Show the first question in all areas, and a village beside the rest of the municipality."""
        if not self.asked:
            return None
        caption = f"{self.context.theme.title}: {self.data.place} naast de rest van {self._whole}"
        rest = tables.compared(self.data, self.shown, Comparison.REST, caption=caption, beside="Rest van de gemeente")
        return section("De kernen naast elkaar", charts.villages(self.data), rest)

    def panel(self) -> Html | None:
        """Show the panel apart, beside the sample; nothing where no panel was asked."""
        rows = self.data.response
        if not self.asked or (Source.PANEL.value, WHOLE) not in rows.index:
            return None
        whole = rows.loc[[(Source.PANEL.value, WHOLE)]].iloc[0]
        if self.context.public and whole["answered"] < TENS:
            return section("Burgerpanel: indicatief", SMALL_PANEL)
        said = panel_text(int(whole["answered"]), weighted=True, deviation=float(whole["deviation"]), rounded=self.context.public)
        return section("Burgerpanel: indicatief", said, *charts.panel(self.data), tables.panel(self.data))

    def beside(self) -> Html | None:
        """Show what the police registered beside what people say."""
        return section("Registraties en beleving", *registered.show(self.data, self.conclusions)) if self.asked else None

    def table(self) -> Html | None:
        """Show all figures of the theme, with the questions as they were asked."""
        return section("Alle cijfers van de enquête", tables.figures(self.data)) if self.asked else None

    def response(self) -> Html | None:
        """Show who took part, and how answers were weighted, folded in."""
        if not self.asked:
            return None
        return fold("Respons en weging", *self._response_texts(), *tables.response(self.data))

    def findings(self) -> None:
        """Write the findings into the notebook: those of the area, and of the group of villages where its figures stand in for them."""
        found = [*self.conclusions, *(self.shown if self.shown is not self.conclusions else [])]
        publish(found, self.context.parameters.audience)

    @property
    def _whole(self) -> str:
        return self.context.municipality.label(WHOLE)

    def _unweighted(self) -> list[Html]:
        """Say which surveys stand beside without figures; nothing where there is no other, of which the headline tells already."""
        years = self.data.unweighted if self.data.year is not None else ""
        return [paragraph(UNWEIGHTED.format(years=years), "ivp-note")] if years else []

    def _modelled(self, own: Finding) -> str:
        """Give the second estimate of a village with few answers; empty where it is none, or may not be shown."""
        row = self.data.row(own.indicator, self.data.year, self.context.parameters.village)
        if row is None or row["floor"] == "plain":
            return ""
        value, low, high = (float(row[name]) for name in ("shrunk", "shrunk_low", "shrunk_high"))
        if any(map(math.isnan, (value, low, high))):
            return ""
        weight = float(row["weight"]) if row["floor"] == "flagged" else None
        return shrunk_sentence(self.context.area, str(row["kind"]), value, low, high, weight, whole=self._whole)

    def _response_texts(self) -> Iterator[str]:
        newest, rows = self.data.newest, self.data.response
        for area in dict.fromkeys((WHOLE, self.context.parameters.village)):
            key = (Source.SAMPLE.value, area)
            # of fewer than ten only the table says that they are few
            if key in rows.index and (not self.context.public or rows.loc[[key]].iloc[0]["answered"] >= TENS):
                label, youngest = self.context.municipality.label(area), int(newest["youngest"])
                yield response_text(_response(rows.loc[[key]].iloc[0], label, youngest, rounded=self.context.public))
        yield f"Antwoorden zijn gegeven in: {newest['fieldwork']}. {NATIONAL}"


def _response(row: pd.Series[Any], place: str, youngest: int, *, rounded: bool) -> Response:
    invited, largest, effective = (None if pd.isna(row[name]) else float(row[name]) for name in ("invited", "largest", "effective"))
    return Response(
        place=place,
        year=int(row["year"]),
        answered=int(row["answered"]),
        invited=invited,
        youngest=youngest,
        effective=effective,
        largest=largest,
        trimmed=int(row["trimmed"]),
        deviation=None if pd.isna(row["deviation"]) else float(row["deviation"]),
        rounded=rounded,
    )
