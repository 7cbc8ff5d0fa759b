"""Police figures of one theme in one area: what police.ipynb shows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ivp_analysis.analyses import budget, interpretation
from ivp_analysis.analyses import police_changes as changes
from ivp_analysis.analyses import police_months as months
from ivp_analysis.analyses import police_others as others
from ivp_analysis.analyses import police_tables as tables
from ivp_analysis.analyses.context import Context, ThemePage
from ivp_analysis.analyses.display import Html, bullets, paragraph, publish, section, together
from ivp_analysis.analyses.evidence import compared, ladder_of
from ivp_analysis.analyses.marked import marked_when_internal
from ivp_analysis.analyses.police_findings import findings
from ivp_analysis.estimates.denominators import reference_label
from ivp_analysis.vocabulary.code_lists import CHANGED
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.findings import Finding
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.kernbeleid import Status
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording import findings as wording

if TYPE_CHECKING:
    from ivp_analysis.figures.figure import Figure
    from ivp_analysis.figures.lines import Line


@marked_when_internal
@dataclass(frozen=True)
class PolicePage(ThemePage):
    """Counts, rates, what they can carry, and their words."""

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
    def comparisons(self) -> pd.DataFrame:
        """The comparisons of the area, as the audience may see them."""
        return compared(self.context, village=self.village)

    @cached_property
    def compared(self) -> dict[str, str]:
        """The areas in chart and table with their labels: the area itself, the municipality, the reference."""
        return {name: text for name, text in _compared(self.context).items() if name in set(self.totals["village"])}

    @cached_property
    def conclusions(self) -> list[Finding]:
        """What the page concludes: on the theme, and on each indicator that could be tested."""
        return findings(self.context, self.rows, self.comparisons)

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
        """Say in words what the last year shows and what that can carry, or why there is nothing to show."""
        finding, words = self.conclusions[0], ladder_of(self.context).words
        said = [finding.sentence, wording.around(finding, words), wording.rate(finding)]
        parts = [paragraph(text) for text in said if text]
        if self.last_year:
            parts.append(paragraph(f"Deze tekst is gemaakt uit de cijfers. Bron: {self.source}.", "ivp-note"))
        parts += [paragraph(text, "ivp-note") for text in self._remarks()]
        if self.context.theme.status is Status.PROXY and self.last_year:
            parts.append(paragraph("Deze cijfers zijn een benadering: ze dekken maar een deel van het thema.", "ivp-note"))
        return together(*parts)

    def _remarks(self) -> Iterator[str]:
        """Say what a reader must know before anything is concluded from the figures."""
        theme, year = self.context.theme, self.last_year
        if theme.warning:
            yield f"Let op: {theme.warning}"
        if year is None:
            return
        if self.context.changed:
            yield CHANGED
        full = Edition.parse(self.context.parameters.edition).last_full_year
        if year < full:
            yield wording.NO_LAST_YEAR.format(full=full, year=year)
        if reference_label(self.context.reference, self.context.municipality) not in self.compared:
            yield wording.NO_REFERENCE.format(reference=self.context.reference.name)
        if (used := str(self.totals["denominator"].iloc[0])) != theme.denominator:
            yield wording.OTHER_DENOMINATOR.format(wanted=theme.denominator.capitalize(), used=used)
        corona = [one for one in (year, *self.context.parameters.baseline_years) if one in changes.CORONA_YEARS]
        yield from (wording.CORONA.format(year=one) for one in dict.fromkeys(corona))

    def interpretation(self) -> Html | None:
        """Return the words of the police and of the municipality; a page without figures needs none."""
        return interpretation.show(self.context) if self.last_year or self.context.duiding() else None

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
        unit = f"registraties per 1.000 {own['denominator'].iloc[0]}"
        return trend(
            lines,
            title=f"{self.context.theme.title}: {self.context.area}",
            unit=unit,
            caption=f"{unit[0].upper()}{unit[1:]} per jaar, met 95%-interval.{note} Bron: {self.source}.",
            baseline=self.context.parameters.baseline_years,
            marked={int(year): "*" for year in provisional},
            hidden_label="niet getoond",
        )

    def years(self) -> Html | None:
        """Show the rates over the years, and whether there is a line through them."""
        return section("Door de jaren", self.chart(), *changes.trend(self.context))

    def changes(self) -> Html | None:
        """Show the theme and its indicators beside earlier years and the area around, with their tests."""
        parts = (changes.chart(self.context, self.comparisons, self.source), changes.table(self.context, self.comparisons))
        return section("Vergeleken met eerdere jaren", *parts, changes.around(self.context, self.comparisons))

    def running(self) -> Html | None:
        """Say how the running year stands."""
        found = months.running(self.context)
        return section(f"Het lopende jaar: {found[0]}", *found[1]) if found else None

    def season(self) -> Html | None:
        """Show what is usual per month."""
        return section("Van maand tot maand", months.season(self.context)) if self._reads_months else None

    def control(self) -> Html | None:
        """Show which quarters or half-years lie outside what is usual."""
        if not self._reads_months:
            return None
        return section("Wat gewoon is", months.control_text(self.context), months.control(self.context), months.rare(self.context))

    def villages(self) -> Html | None:
        """Show the villages beside each other, and the rate adjusted for how little small numbers say."""
        if self.last_year is None:
            return None
        return section("De kernen", others.villages(self.context, self.source), others.adjusted_text(self.context, self.totals))

    def municipalities(self) -> Html | None:
        """Show the municipality among the others of the region."""
        return section("Naast andere gemeenten", others.funnel_text(self.context), others.funnel(self.context))

    def places_and_moments(self) -> Html | None:
        """Show how much lies in a few buurten, and on which days and parts of the day."""
        return section("Waar en wanneer", others.concentration_text(self.context), months.moments(self.context))

    def counts(self) -> Html | None:
        """Show the counts per year, per code and per klasse."""
        if self.last_year is None:
            return section("Aantallen", tables.classes(self.context, self.rows), budget.table(self.context))
        parts = (
            tables.yearly(self.context, self.totals, self.compared),
            tables.parts(self.context, self.rows),
            others.attempts(self.context),
        )
        return section("Aantallen", *parts, tables.classes(self.context, self.rows), budget.table(self.context))

    def revisions(self) -> Html | None:
        """Show how figures changed between deliveries."""
        return section("Herzieningen", months.revisions(self.context))

    def notes(self) -> Html | None:
        """Return what a reader must know about these figures, and which other sources there are."""
        theme = self.context.theme
        elsewhere = [f"{code.name} ({code.code})" for code in theme.context]
        beside = bullets(elsewhere, "Ook van belang, maar geteld bij een ander thema:") if elsewhere else None
        others = bullets(theme.other_sources, "Andere bronnen over dit thema:") if theme.other_sources else None
        return together(beside, others) if beside or others else None

    @property
    def _reads_months(self) -> bool:
        """Whether figures per month are for the reader: in public those of the municipality only."""
        return self.village == WHOLE or not self.context.public

    def findings(self) -> None:
        """Write the findings into the notebook."""
        publish(self.conclusions, self.context.parameters.audience)

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
