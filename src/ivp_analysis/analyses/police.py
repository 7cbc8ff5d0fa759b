"""Police figures of one theme in one area: what police.ipynb shows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ivp_analysis.analyses import police_tables as tables
from ivp_analysis.analyses.context import Context, ThemePage
from ivp_analysis.analyses.display import Html, bullets, paragraph, publish, together
from ivp_analysis.estimates.denominators import reference_label
from ivp_analysis.figures.tables import Table
from ivp_analysis.vocabulary.findings import Finding
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.kernbeleid import Status
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording import police as wording
from ivp_analysis.wording.numbers import years_text

if TYPE_CHECKING:
    from ivp_analysis.figures.figure import Figure
    from ivp_analysis.figures.lines import Line

UNIT = "registraties per 1.000 inwoners"
FEW = 10
"""Below so many registrations a year is called "weinig registraties"."""

AVAILABLE, FEW_REGISTRATIONS, HIDDEN, NO_SOURCE, NO_DATA = (
    "cijfers",
    "weinig registraties",
    "niet getoond",
    "geen politiebron",
    "geen cijfers",
)


@dataclass(frozen=True)
class PolicePage(ThemePage):
    """Counts, rates and their words."""

    @staticmethod
    def shown(context: Context) -> Mapping[str, object]:
        """Choose the area itself, the municipality and the reference."""
        return {"village": list(_compared(context))}

    @cached_property
    def totals(self) -> pd.DataFrame:
        """The yearly totals of the theme, of the areas that are compared."""
        totals = self.rows[self.rows["indicator"] == TOTAL]
        return totals[tables.single_year(totals)].sort_values("year", ignore_index=True)

    @cached_property
    def compared(self) -> dict[str, str]:
        """The areas on the page with their labels: the area itself, the municipality, the reference."""
        return {name: text for name, text in _compared(self.context).items() if name in set(self.totals["village"])}

    @property
    def last_year(self) -> int | None:
        """The last year with a total; None without any."""
        return int(self.totals["year"].max()) if len(self.totals) else None

    @cached_property
    def source(self) -> str:
        """The deliveries that the totals were made from, as readers know them."""
        return self.context.sources(name for names in self.totals["source"].unique() for name in names.split(" + "))

    def heading(self) -> Html:
        """Return the title."""
        return self.context.title("Politiecijfers", f"{self.context.theme.title}, {self.context.area}")

    def headline(self) -> Html:
        """Say in words what the last year shows, or why there is nothing to show."""
        notes = [paragraph(self.sentence)]
        if self.context.theme.status is Status.PROXY and self.last_year:
            notes.append(paragraph("Deze cijfers zijn een benadering: ze dekken maar een deel van het thema.", "ivp-note"))
        return together(*notes)

    @cached_property
    def sentence(self) -> str:
        """The headline, as the finding carries it."""
        theme = self.context.theme
        if not (theme.offences or theme.nuisance):
            return f"De politie heeft geen open cijfers over dit thema. {theme.no_police_source}"
        if self.last_year is None:
            return "Over dit thema zijn geen politiecijfers geleverd die bij deze editie horen."
        figures = {name: self._figure(name, self.last_year) for name in self.compared}
        own = figures.pop(self.village)
        years = self.totals[(self.totals["village"] == self.village) & self.totals["year"].isin(self.context.parameters.baseline_years)]
        counts = [None if pd.isna(count) else int(count) for count in years["count"]]
        # an average is over the years that there are, and is called so
        known = list(years["year"]) or list(self.context.parameters.baseline_years)
        baseline = wording.baseline(self.context.area, list(years["shown"]), counts, years_text(known))
        headline = wording.headline(own, str(self.last_year), baseline, list(figures.values()))
        return " ".join(part for part in (headline, self._pooled_sentence(), wording.NOT_TESTED) if part)

    def _pooled_sentence(self) -> str:
        """Give the total of several years where single years are sensitive."""
        mine = self.rows[(self.rows["village"] == self.village) & (self.rows["indicator"] == TOTAL)]
        pooled = mine[~tables.single_year(mine) & (mine["shown"] != tables.NOT_SHOWN)]
        last = mine[mine["year"] == self.last_year]
        if pooled.empty or not (last["shown"] == tables.NOT_SHOWN).any():
            return ""
        return wording.pooled(str(pooled["shown"].iloc[0]), str(pooled["period"].iloc[0]))

    def chart(self) -> Figure | None:
        """Draw the rates over the years, the municipality and the reference beside the area."""
        own = self.totals[self.totals["village"] == self.village]
        if self.last_year is None or not own["exact"].any():
            return None
        # drawing libraries are slow to import, and nearly half of the pages have nothing to draw
        from ivp_analysis.figures.charts import trend

        lines = [self._line(name, label) for name, label in self.compared.items()]
        provisional = self.totals[self.totals["provisional"]]["year"].unique()
        note = " Een * betekent: voorlopige cijfers." if len(provisional) else ""
        return trend(
            lines,
            title=f"{self.context.theme.title}: {self.context.area}",
            unit=UNIT,
            caption=f"Registraties per 1.000 inwoners per jaar, met 95%-interval.{note} Bron: {self.source}.",
            baseline=self.context.parameters.baseline_years,
            marked={int(year): "*" for year in provisional},
            hidden_label="niet getoond",
        )

    def table(self) -> Table | None:
        """Return the counts per year with rates and intervals."""
        return None if self.last_year is None else tables.yearly(self.context, self.totals, self.compared)

    def parts(self) -> Html | Table | None:
        """Return the counts per code."""
        return tables.parts(self.context, self.rows)

    def classes(self) -> Table | None:
        """Return the klassen outside open data, as series of their own."""
        return tables.classes(self.context, self.rows)

    def notes(self) -> Html | None:
        """Return what a reader must know about these figures, and which other sources there are."""
        theme = self.context.theme
        warning = paragraph(f"Let op: {theme.warning}", "ivp-note") if theme.warning else None
        elsewhere = [f"{code.name} ({code.code})" for code in theme.context]
        beside = bullets(elsewhere, "Ook van belang, maar geteld bij een ander thema:") if elsewhere else None
        others = bullets(theme.other_sources, "Andere bronnen over dit thema:") if theme.other_sources else None
        return together(warning, beside, others) if warning or beside or others else None

    def findings(self) -> None:
        """Write the findings into the notebook."""
        publish([self.finding])

    @cached_property
    def finding(self) -> Finding:
        """What the page concludes."""
        year = self.last_year
        figure = self._figure(self.village, year) if year else wording.Figure(self.context.area, "–")
        parameters = self.context.parameters
        return Finding(
            municipality=parameters.municipality,
            village=self.village,
            theme=parameters.theme,
            indicator=TOTAL,
            period=str(year or ""),
            estimate=figure.rate,
            low=figure.low,
            high=figure.high,
            n=figure.shown,
            unit=UNIT,
            reference=reference_label(self.context.reference, self.context.municipality),
            verdict=self._verdict(figure.shown),
            sentence=self.sentence,
            source=self.source,
            notes=(self.context.theme.warning,) if self.context.theme.warning else (),
        )

    def _verdict(self, shown: str) -> str:
        theme = self.context.theme
        if not (theme.offences or theme.nuisance):
            return NO_SOURCE
        if self.last_year is None:
            return NO_DATA
        if shown.startswith("<") or (shown.isdigit() and int(shown) < FEW):
            return FEW_REGISTRATIONS
        return AVAILABLE if shown.isdigit() else HIDDEN

    def _figure(self, name: str, year: int) -> wording.Figure:
        found = self.totals[(self.totals["village"] == name) & (self.totals["year"] == year)]
        if found.empty:
            return wording.Figure(self.compared[name], "–")
        row = found.iloc[0]
        return wording.Figure(self.compared[name], str(row["shown"]), _number(row["rate"]), _number(row["low"]), _number(row["high"]))

    def _line(self, name: str, label: str) -> Line:
        from ivp_analysis.figures.lines import Line

        part = self.totals[self.totals["village"] == name]
        emphasised = name == self.village
        low, high = (tuple(map(_number, part[side])) if emphasised else None for side in ("low", "high"))
        return Line(
            label=label,
            years=tuple(map(int, part["year"])),
            values=tuple(map(_number, part["rate"])),
            low=low,
            high=high,
            emphasised=emphasised,
            hidden=tuple(~part["exact"]),
        )


def _compared(context: Context) -> dict[str, str]:
    reference = reference_label(context.reference, context.municipality)
    whole = context.municipality.label(WHOLE)
    return {context.parameters.village: context.area, WHOLE: whole, reference: reference}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
