"""Where registrations of one theme are: what map.ipynb shows. Never a single incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ivp_analysis.analyses.context import Context, ThemePage
from ivp_analysis.analyses.display import Html, heading, paragraph, publish, together
from ivp_analysis.analyses.incident_squares import IncidentSquares
from ivp_analysis.analyses.marked import marked_when_internal
from ivp_analysis.figures.tables import Table
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.findings import Finding
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.numbers import rate_text

if TYPE_CHECKING:
    import geopandas as gpd

    from ivp_analysis.figures.figure import Figure

UNIT = "registraties per 1.000 inwoners per jaar"
FEWEST_INHABITANT_YEARS = 500
"""A rate over fewer inhabitant-years says too little to colour a map with."""

GRID_NOTE = (
    "Dit zijn losse incidenten uit leveringen van de politie. Gevoelige soorten staan er niet op, en soorten die niet in de open data "
    "zitten wel. De aantallen zijn daarom niet gelijk aan die hierboven."
)
FEW_INHABITANTS = "te weinig inwoners"
NOT_SHOWN = "niet getoond"


@marked_when_internal
@dataclass(frozen=True)
class MapPage(ThemePage):
    """Maps of buurten and of squares."""

    @staticmethod
    def shown(context: Context) -> Mapping[str, object]:  # noqa: ARG004 - every map shows all buurten
        """Choose the buurten."""
        return {"role": "neighbourhood"}

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """The boundaries of the newest delivery that the edition takes in."""
        known = read_table(self.context.folder, "areas", delivery=self.context.deliveries("grenzen"))
        return known[known["reference_date"] == known["reference_date"].max()]

    @cached_property
    def buurten(self) -> pd.DataFrame:
        """Per buurt the rate over the last years together, as the audience may see it."""
        rows = self.rows[self.rows["indicator"] == TOTAL]
        few = ~(rows["base"] >= FEWEST_INHABITANT_YEARS)
        reason = rows["rule"].ne("").map({True: NOT_SHOWN, False: ""}).where(~few, FEW_INHABITANTS)
        # an empty reason means that the rate is shown
        return rows.assign(hidden=reason.astype("str"), rate=rows["rate"].where(reason == ""))

    @property
    def drawn(self) -> gpd.GeoDataFrame:
        """The buurten."""
        return self.areas[self.areas["level"] == "buurt"]

    @cached_property
    def outline(self) -> frozenset[str]:
        """The buurten that the page is about."""
        mine = self.context.municipality.village_of.items()
        return frozenset(code for code, name in mine if self.village in (name, WHOLE))

    @property
    def drawable(self) -> bool:
        """Whether there are figures and boundaries to draw."""
        return bool(len(self.buurten) and len(self.areas) and not self.sensitive)

    @property
    def sensitive(self) -> bool:
        """Whether the audience may see no count of any buurt."""
        return bool(len(self.buurten)) and not (self.buurten["shown"] != NOT_SHOWN).any()

    @property
    def period(self) -> str:
        """The years of the map."""
        return str(self.buurten["period"].iloc[0])

    @cached_property
    def source(self) -> str:
        """The deliveries that the choropleth was made from, as readers know them."""
        counted = [name for names in self.buurten["source"].unique() for name in names.split(" + ")]
        return self.context.sources([*counted, *self.areas["delivery"]])

    def heading(self) -> Html:
        """Return the title."""
        return self.context.title("Kaart", f"{self.context.theme.title}, {self.context.area}")

    def explanation(self) -> Html:
        """Say what the maps show, or why there are none."""
        return paragraph(self.sentence)

    @cached_property
    def sentence(self) -> str:
        """What the maps show, in words."""
        theme = self.context.theme
        if not (theme.offences or theme.nuisance):
            return f"Bij dit thema is geen kaart te maken. {theme.no_police_source}"
        if not len(self.buurten):
            return "Bij dit thema is geen kaart te maken: er zijn geen politiecijfers per buurt geleverd."
        if self.sensitive:
            return "Bij dit thema maken we geen kaart: het gaat om gevoelige registraties."
        if not len(self.areas):
            return "Bij dit thema is geen kaart te maken: er zijn geen grenzen van buurten geleverd."
        shown = int((self.buurten["hidden"] == "").sum())
        return (
            f"De kaart laat per buurt zien hoeveel registraties er in {self.period} waren, per 1.000 inwoners per jaar. "
            f"Van {shown} van de {len(self.buurten)} buurten tonen we een cijfer. "
            "Buurten met 1 tot en met 4 registraties of met weinig inwoners kleuren we niet: zulke cijfers zeggen te weinig."
        )

    def choropleth(self) -> Figure | None:
        """Draw the rate per buurt, the village of the page outlined."""
        if not self.drawable:
            return None
        # drawing libraries are slow to import, and nearly half of the pages have nothing to draw
        from ivp_analysis.figures import maps

        rates = self.buurten.set_index("village")
        return maps.choropleth(
            self.drawn,
            values={str(code): None if pd.isna(rate) else float(rate) for code, rate in rates["rate"].items()},
            hidden={str(code): str(reason) for code, reason in rates["hidden"].items() if reason},
            outline=self.outline,
            labels=self.context.municipality.village_of,
            title=f"{self.context.theme.title}: {self.context.area}, {self.period}",
            unit=UNIT,
            caption=f"Registraties per 1.000 inwoners per jaar, per buurt, {self.period}.",
            source=self.source,
        )

    def table(self) -> Table | None:
        """Return the figures of the map for the buurten of the area."""
        if not self.drawable:
            return None
        names = self.areas.set_index("area")["name"]
        villages = self.context.municipality.village_of
        mine = self.buurten.assign(kern=self.buurten["village"].map(villages), buurt=self.buurten["village"].map(names))
        if self.village != WHOLE:
            mine = mine[mine["kern"] == self.village]
        mine = mine.sort_values("village")
        rate = mine["rate"].map(rate_text, na_action="ignore").astype("object").fillna(mine["hidden"])
        frame = pd.DataFrame(
            {"Buurt": mine["buurt"], "Kern": mine["kern"], "Registraties": mine["shown"], "Per 1.000 inwoners per jaar": rate}
        )
        return Table.of(
            frame.astype("str"), f"Registraties per buurt, {self.period}", row_header="Buurt", notes=sorted(set(mine["rule"]) - {""})
        )

    def grid(self) -> Html | None:
        """Return the map of squares under its heading, or why there is none."""
        if not self.drawable:
            return None
        title = heading("Incidenten in vakken", 2)
        squares = IncidentSquares(self.context, self.drawn, self.outline)
        figure = squares.figure()
        if figure is None:
            return together(title, paragraph(squares.why_none, "ivp-note"))
        return together(title, paragraph(GRID_NOTE), Html(figure._repr_html_()))

    def findings(self) -> None:
        """Write the findings into the notebook."""
        parameters = self.context.parameters
        shown = int((self.buurten["hidden"] == "").sum()) if self.drawable else 0
        finding = Finding(
            municipality=parameters.municipality,
            village=parameters.village,
            theme=parameters.theme,
            indicator="kaart",
            period=self.period if self.drawable else "",
            estimate=None,
            low=None,
            high=None,
            n=str(shown),
            unit="buurten met een cijfer",
            reference="",
            verdict="kaart" if self.drawable else "geen kaart",
            sentence=self.sentence,
            source=self.source,
        )
        publish([finding], parameters.audience)
