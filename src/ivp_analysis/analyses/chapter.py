"""The safety analysis of a municipality: what chapter.ipynb shows, built from the findings of the executed notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

import pandas as pd

from ivp_analysis.analyses import budget
from ivp_analysis.analyses import chapter_results as results
from ivp_analysis.analyses import chapter_survey as survey
from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.display import Html, bullets, heading, paragraph, publish, section, together
from ivp_analysis.analyses.marked import marked_when_internal
from ivp_analysis.analyses.police_findings import SAID
from ivp_analysis.errors import StoreError
from ivp_analysis.figures.tables import Table
from ivp_analysis.tables.reads import note
from ivp_analysis.tables.store import read_publication, read_table
from ivp_analysis.vocabulary.audience import INTERNAL
from ivp_analysis.vocabulary.findings import NO_DATA, NO_SOURCE, Finding, findings_in
from ivp_analysis.vocabulary.indicators import POLICE_TOTAL, TOTAL
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.vocabulary.parameters import Parameters
from ivp_analysis.wording import chapter as wording
from ivp_analysis.wording import publication as wording_of_publication
from ivp_analysis.wording.numbers import count_text, date_text


@marked_when_internal
@dataclass(frozen=True)
class Chapter:
    """The sections of the chapter.

    Attributes
    ----------
    context : Context
        The parameters and what they speak of.
    """

    context: Context

    @classmethod
    def open(cls, parameters: Parameters) -> Self:
        """Open the chapter of an edition; village and theme of the parameters are not used."""
        return cls(Context.open(parameters))

    @cached_property
    def findings_by_place(self) -> dict[tuple[str, str], Finding]:
        """The first finding of each executed police notebook, the one on the theme as a whole, by village and theme."""
        return {place: found[0] for place, found in self._found.items()}

    @cached_property
    def _found(self) -> dict[tuple[str, str], list[Finding]]:
        """The findings of each executed police notebook by village and theme.

        Raises
        ------
        StoreError
            When no police notebook was executed.
        """
        parameters, paths = self.context.parameters, self.context.paths
        found: dict[tuple[str, str], list[Finding]] = {}
        for village in self.context.municipality.area_names:
            for theme in self.context.kernbeleid.themes:
                note("findings", notebook="police", village=village, theme=theme)
                path = paths.executed(parameters.municipality, parameters.edition, parameters.audience, "police", village, theme)
                if path.exists() and (here := findings_in(path, parameters.audience)):
                    found[village, theme] = here
        if not found:
            where = {"edition": parameters.edition, "audience": parameters.audience}
            action = f"Run ivp run {parameters.municipality} --edition {parameters.edition} first"
            raise StoreError("no police notebook of this edition was executed", where, action)
        return found

    @cached_property
    def surveyed(self) -> dict[tuple[str, str], list[Finding]]:
        """The findings of each executed monitor notebook by village and theme."""
        return survey.surveyed(self.context)

    @property
    def _by_village(self) -> dict[str, list[Finding]]:
        """All findings of each area."""
        areas: dict[str, list[Finding]] = {}
        for (village, _), found in self._found.items():
            areas.setdefault(village, []).extend(found)
        return areas

    def heading(self) -> Html:
        """Return the title."""
        name = self.context.municipality.name
        return self.context.title(f"Veiligheidsanalyse gemeente {name}, editie {self.context.parameters.edition}")

    def summary(self) -> Html:
        """Return what the analysis can and cannot tell."""
        parts = [paragraph(self._police_total_sentence()), bullets(self._conclusions()), *results.summary(self.context, self._by_village)]
        parts += survey.summary(self.context, self.surveyed)
        return together(heading("Samenvatting", 2), *parts)

    def introduction(self) -> Html:
        """Return what the chapter is and is not."""
        texts = wording.introduction(self.context.municipality.name, self.context.parameters.edition)
        return together(heading("Inleiding", 2), *(paragraph(text) for text in texts))

    def area(self) -> Html:
        """Return the villages with their inhabitants."""
        rows = self.context.estimates(TOTAL, role=["village", "municipality"])
        rows = rows[(rows["indicator"] == TOTAL) & (rows["period"] == rows["year"].astype("str"))].dropna(subset="base")
        year = int(rows["year"].max()) if len(rows) else None
        people = rows[rows["year"] == year].set_index("village")["base"].to_dict()
        names = self.context.municipality.area_names
        frame = pd.DataFrame(
            {
                "Gebied": [_capital(self.context.municipality.label(name)) for name in names],
                "Inwoners": [_whole(people.get(name)) for name in names],
                "Buurten": [str(self._neighbourhoods(name)) for name in names],
            }
        )
        source = self._inhabitants_source()
        notes = [self.context.municipality.crosswalk, *([f"Inwoners: {source}."] if source else [])]
        table = Table.of(frame, f"Inwoners in {year}" if year else "Inwoners: niet geleverd", row_header="Gebied", notes=notes)
        return together(heading("Het gebied", 2), Html(table._repr_html_()))

    def method(self) -> Html:
        """Return how the figures were made, and from what."""
        sources = [
            f"{card['source']}, periode {card['period']}, peildatum {_day(card['reference_date'])}, {card['licence']}"
            for card in self.context.cards()
        ]
        return together(
            heading("Methode en bronnen", 2),
            bullets([*wording.METHOD, *self._survey_method()]),
            bullets(sources, "Gebruikte leveringen:"),
        )

    def _survey_method(self) -> list[str]:
        return list(filter(None, [wording.SURVEY_METHOD if self.surveyed else "", survey.method(self.context)]))

    def publication(self) -> Html:
        """Return by which rules figures are shown, and what that costs."""
        rules = read_publication(self.context.folder, self.context.parameters.edition)
        furthest = max(int(rules["base"]), int(rules["small"]) + 1)
        lines = wording_of_publication.policy(rules, int(rules["fewest_answers"]))
        return together(
            heading("Wat we niet precies laten zien", 2),
            paragraph(wording_of_publication.INTRODUCTION),
            bullets(lines),
            paragraph(wording_of_publication.cost(rules["loss"], furthest)) if self.context.public else paragraph(INTERNAL),
        )

    def availability(self) -> Html:
        """Return for each theme whether it can be measured."""
        themes = list(self.context.kernbeleid.themes.values())
        frame = pd.DataFrame(
            {
                "Thema": [theme.title for theme in themes],
                "Te meten": [wording.MEASURABLE[theme.status.value] for theme in themes],
                "Open politiecijfers": ["ja" if theme.offences or theme.nuisance else "nee" for theme in themes],
                "Andere bronnen": ["; ".join(theme.other_sources) or "–" for theme in themes],
            }
        )
        table = Table.of(frame, "Beschikbaarheid van gegevens per thema", row_header="Thema", notes=[self.context.kernbeleid.judgement])
        return together(heading("Beschikbaarheid van gegevens", 2), paragraph(wording.AVAILABILITY), Html(table._repr_html_()))

    def results(self) -> Html:
        """Return per field and theme what the findings say, with the words of police and municipality."""
        parts = [results.field(self.context, field, self.findings_by_place, self.surveyed) for field in self.context.kernbeleid.fields]
        return together(heading("Resultaten per veiligheidsveld", 2), *parts)

    def budget(self) -> Html | None:
        """Return the indicators that every municipal budget must show."""
        found = budget.table(self.context, tuple(self.context.kernbeleid.themes))
        return section("Indicatoren voor de begroting", found)

    def interpretation(self) -> Html | None:
        """Return what police and municipality wrote about the round as a whole."""
        return results.interpretation(self.context)

    def conclusions(self) -> Html:
        """Return the conclusions."""
        parts = [bullets(self._conclusions()), paragraph(wording.SEE_SUMMARY), paragraph(wording.BESIDE)]
        return together(heading("Conclusies", 2), *parts)

    def findings(self) -> None:
        """Write the findings of the municipality as a whole into the notebook."""
        whole = (finding for (village, _), finding in self.findings_by_place.items() if village == WHOLE)
        publish(whole, self.context.parameters.audience)

    def _conclusions(self) -> list[str]:
        verdicts = [
            self.findings_by_place[WHOLE, theme].verdict
            for theme in self.context.kernbeleid.themes
            if (WHOLE, theme) in self.findings_by_place
        ]
        without = verdicts.count(NO_SOURCE) + verdicts.count(NO_DATA)
        tested = sum(verdict in SAID for verdict in verdicts)
        asked = {theme for (village, theme), items in self.surveyed.items() if village == WHOLE and any(one.n != "0" for one in items)}
        return wording.conclusions(tested, len(verdicts) - tested - without, without, len(asked))

    def _police_total_sentence(self) -> str:
        whole = self.context.estimates(TOTAL, village=WHOLE)
        if whole.empty:
            return "Er zijn geen totalen van de politie geleverd."
        several = whole[whole["period"] != whole["year"].astype("str")]
        rows = several if (several["indicator"] == POLICE_TOTAL).any() else whole[whole["year"] == whole["year"].max()]
        shown, period = rows.set_index("indicator")["shown"].to_dict(), str(rows["period"].iloc[0])
        return wording.totals(self.context.municipality.name, period, shown.get(POLICE_TOTAL, ""), shown.get(TOTAL, ""))

    def _inhabitants_source(self) -> str:
        delivered = [card["name"] for card in self.context.cards()]
        table = read_table(self.context.folder, "population", measure="inhabitants", delivery=delivered)
        return self.context.sources(table["delivery"].unique())

    def _neighbourhoods(self, name: str) -> int:
        villages = self.context.municipality.villages
        return sum(len(village.neighbourhoods) for village in villages if name in (village.name, WHOLE))


def _day(reference_date: str) -> str:
    return date_text(date.fromisoformat(reference_date))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _whole(value: float | None) -> str:
    return "–" if value is None else count_text(round(value))
