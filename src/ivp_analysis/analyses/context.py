"""What every analysis starts from: the parameters, what they speak of, and the estimates that its reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

import pandas as pd

from ivp_analysis.analyses.display import Html, banner, heading, paragraph, together
from ivp_analysis.paths import Paths
from ivp_analysis.settings import load_settings
from ivp_analysis.tables.changes import read_changed
from ivp_analysis.tables.reads import note
from ivp_analysis.tables.store import read_cards, read_duiding, read_limits, read_notes, read_publication, read_synthetic, read_table
from ivp_analysis.vocabulary.audience import INTERNAL
from ivp_analysis.vocabulary.duiding import Duiding
from ivp_analysis.vocabulary.kernbeleid import Code, Kernbeleid, Theme
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality, ReferenceArea
from ivp_analysis.vocabulary.parameters import Parameters
from ivp_analysis.vocabulary.themes import Counted
from ivp_analysis.wording.numbers import count_text, date_text, enumerate_text

SYNTHETIC = "Voorbeelddata: verzonnen cijfers, niet over echte incidenten."
ROUNDING = "Aantallen uit leveringen zijn afgerond op een veelvoud van {base}."


@dataclass(frozen=True)
class Context:
    """The parameters of a run with what they speak of.

    All that a notebook shows comes in through here, in pieces, and each piece that is asked for is noted: the notebook is run again
    when one of those changes, and only then.

    Attributes
    ----------
    parameters : Parameters
        Edition and reference filled in.
    municipality : Municipality
        The places.
    paths : Paths
        Where tables and reports are.
    baseline : str
        The years that the comparisons in the tables were made with.
    """

    parameters: Parameters
    municipality: Municipality
    paths: Paths
    _kernbeleid: Kernbeleid
    baseline: str

    @classmethod
    def open(cls, parameters: Parameters) -> Self:
        """Check the parameters and find the edition that they ask for.

        Parameters
        ----------
        parameters : Parameters
            An empty edition means the newest one that was processed; an empty reference the first one of the municipality.

        Raises
        ------
        ParameterError
            When a village, theme or reference area does not exist.
        StoreError
            When the edition was not processed.
        """
        paths = load_settings().paths
        municipality, kernbeleid = parameters.resolve(paths)
        edition = parameters.edition or str(read_notes(paths.processed(municipality.key))["edition"])
        reference = parameters.reference or municipality.references[0].name
        baseline = str(read_limits(paths.processed(municipality.key), edition)["baseline"])
        note("config/municipality")
        filled = {"edition": edition, "reference": reference, "baseline": parameters.baseline or baseline}
        return cls(parameters.model_copy(update=filled), municipality, paths, kernbeleid, baseline)

    @property
    def public(self) -> bool:
        """Whether the public reads this run."""
        return self.parameters.audience == "public"

    @cached_property
    def kernbeleid(self) -> Kernbeleid:
        """All themes and codes; who is about one theme takes `theme` and `codes`, and does not change with the others."""
        note("config/kernbeleid")
        return self._kernbeleid

    @cached_property
    def theme(self) -> Theme:
        """The theme that the run is about."""
        note("config/theme", theme=self.parameters.theme)
        return self._kernbeleid.theme(self.parameters.theme)

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes of open data that the theme is made of."""
        return self._kernbeleid.codes_of(self.theme.number)

    def words_of(self, indicator: str) -> Counted:
        """Return what an indicator of the theme is called in sentences."""
        named: dict[str, Counted] = {item.key: item for item in self.theme.indicators}
        named |= {code.code: code for code in (*self.codes, *self.theme.classes)}
        return named.get(indicator, Counted(name=indicator))

    def budget_indicators(self, theme: str) -> dict[str, str]:
        """Return the codes and indicators of a theme that every municipal budget must show, with their names."""
        note("config/theme", theme=theme)
        codes = {code.code: code.name for code in self._kernbeleid.codes_of(theme) if code.budget}
        return codes | {item.key: item.name for item in self._kernbeleid.theme(theme).indicators if item.budget}

    def population(self, measure: str) -> pd.DataFrame:
        """Read a denominator of all ages and both sexes, of the deliveries of the edition; the newest where they overlap."""
        rows = read_table(self.folder, "population", measure=measure, delivery=[card["name"] for card in self.cards()])
        rows = rows[(rows["sex"] == "totaal") & (rows["age"] == "totaal")].sort_values(["reference_date", "delivery"])
        return rows.drop_duplicates(["area", "year"], keep="last")

    @property
    def area(self) -> str:
        """The area of the run as readers know it."""
        return self.municipality.label(self.parameters.village)

    @property
    def reference(self) -> ReferenceArea:
        """The area to compare with."""
        return self.municipality.reference(self.parameters.reference)

    @property
    def folder(self) -> Path:
        """Where the processed tables are."""
        return self.paths.processed(self.municipality.key)

    def table(self, name: str, **filters: object) -> pd.DataFrame:
        """Read a table of the edition, or the rows of it in which columns have given values."""
        return read_table(self.folder, f"{self.parameters.edition}/{name}", **filters)

    def estimates(self, theme: str, **filters: object) -> pd.DataFrame:
        """Read the estimates of a theme as the audience may see them.

        Parameters
        ----------
        theme : str
            Number of the theme, or "totaal".
        **filters : object
            Values that the columns village or role must have.

        Returns
        -------
        DataFrame
            The columns of the contract `estimates` with `shown` (the count as text), `exact` and `rule`. In a public run count, rate, low
            and high are those of the count as it is shown, and missing where none is.
        """
        if self.public:
            return self.table("public_estimates", theme=theme, **filters)
        rows = self.table("estimates", theme=theme, **filters)
        return rows.assign(shown=rows["count"].astype("str"), exact=True, rule="")

    @property
    def rounding(self) -> str:
        """How counts of deliveries are rounded in a public run, in a sentence."""
        return ROUNDING.format(base=read_publication(self.folder, self.parameters.edition)["base"])

    def note_ladder(self) -> None:
        """Note that the words and limits of the ladder are read."""
        note("config/ladder")

    def title(self, text: str, subject: str = "") -> Html:
        """Return the heading of a notebook with what it is about and the banners that belong to it."""
        internal = None if self.public else banner(INTERNAL, "ivp-internal")
        synthetic = banner(SYNTHETIC) if read_synthetic(self.folder, self.parameters.edition) else None
        return together(internal, heading(text), paragraph(subject, "ivp-subject") if subject else None, synthetic)

    def sources(self, deliveries: Iterable[str]) -> str:
        """Return the sources of these deliveries, with reference dates, for the line below a figure."""
        dated: dict[str, list[str]] = {}
        for card in self.cards(name=sorted(set(deliveries))):
            refused = int(card["refused"])
            told = f" ({count_text(refused)} {'regel' if refused == 1 else 'regels'} geweigerd)" if refused else ""
            dated.setdefault(date_text(date.fromisoformat(card["reference_date"])), []).append(card["source"] + told)
        return "; ".join(f"{enumerate_text(list(dict.fromkeys(sources)))}, peildatum {day}" for day, sources in dated.items())

    def cards(self, **filters: object) -> list[dict[str, str]]:
        """Return what is known of the deliveries of the edition, or of those with given names or kinds."""
        return read_cards(self.folder, self.parameters.edition, **filters)

    def deliveries(self, *kinds: str) -> list[str]:
        """Return the names of the deliveries of these kinds."""
        return [card["name"] for card in self.cards(kind=kinds)]

    @cached_property
    def changed(self) -> bool:
        """Whether other codes make up the theme than in the edition before."""
        return read_changed(self.folder, self.parameters.edition, self.parameters.theme)

    def duiding(self) -> list[Duiding]:
        """Return what police and municipality wrote about the theme and area of the run, with the deliveries of the edition's own round."""
        return read_duiding(self.folder, self.parameters.edition, self.parameters.theme, self.parameters.village)

    def duiding_of(self, theme: str) -> list[Duiding]:
        """Return what was written about a theme in the municipality as a whole; with an empty theme what is about no theme."""
        return read_duiding(self.folder, self.parameters.edition, theme, WHOLE)


@dataclass(frozen=True)
class ThemePage:
    """A page about one theme in one area; each method of a page gives one part, None where there is nothing to show.

    Attributes
    ----------
    context : Context
        The parameters and what they speak of.
    rows : DataFrame
        The estimates of the theme as the audience may see them.
    """

    context: Context
    rows: pd.DataFrame

    @classmethod
    def open(cls, parameters: Parameters) -> Self:
        """Open the page that the parameters ask for; errors are those of `Context.open`."""
        context = Context.open(parameters)
        return cls(context, context.estimates(parameters.theme, **cls.shown(context)))

    @staticmethod
    def shown(context: Context) -> Mapping[str, object]:  # noqa: ARG004 - for the pages that choose by it
        """Return the rows of the theme that the page is made of, as filters of `Context.estimates`; all of them here."""
        return {}

    @property
    def village(self) -> str:
        """The area that the page is about."""
        return self.context.parameters.village
