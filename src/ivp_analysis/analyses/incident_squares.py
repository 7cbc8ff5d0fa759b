"""Incidents of a theme added up to squares, as the audience may see them: a part of map.ipynb."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ivp_analysis.analyses.context import Context
from ivp_analysis.disclosure.squares import class_label

if TYPE_CHECKING:
    import geopandas as gpd

    from ivp_analysis.figures.figure import Figure

_MEASURES = {"addresses": "adressen", "dwellings": "woningen", "inhabitants": "inwoners"}
"""What the addresses in a square are estimated from, as readers know it."""


@dataclass(frozen=True)
class IncidentSquares:
    """The squares of a page.

    Attributes
    ----------
    context : Context
        The parameters and what they speak of. A public run reads no count from here.
    buurten : GeoDataFrame
        All buurten, as the map draws them.
    outline : frozenset of str
        Codes of the buurten that the page is about.
    """

    context: Context
    buurten: gpd.GeoDataFrame
    outline: frozenset[str]

    @cached_property
    def cells(self) -> gpd.GeoDataFrame:
        """The squares that touch the area, each with its class."""
        import geopandas as gpd
        from shapely import box

        theme = self.context.parameters.theme
        if self.context.public:
            cells = self.context.table("grid_protection", theme=theme).rename(columns={"shown": "label"})
        else:
            cells = self.context.table("grid", theme=theme)
            cells = cells.assign(label=[class_label(count, self.rules["incidents"]) for count in cells["count"]])
        squares = [box(x, y, x + size, y + size) for x, y, size in zip(cells["x"], cells["y"], cells["size"], strict=True)]
        located = gpd.GeoDataFrame(cells.assign(shown=True), geometry=squares, crs="EPSG:28992")
        mine = self.buurten[self.buurten["area"].isin(self.outline)]
        return located[located.intersects(mine.union_all())]

    @cached_property
    def rules(self) -> dict[str, Any]:
        """How the squares were made, and which are shown."""
        return dict(self.context.table("grid_rules").iloc[0])

    def figure(self) -> Figure | None:
        """Draw the squares; None where there are none to show."""
        if self.cells.empty:
            return None
        # drawing libraries are slow to import, and many pages have no square
        from ivp_analysis.figures import maps

        return maps.grid(
            self.buurten,
            self.cells,
            outline=self.outline,
            labels=self.context.municipality.village_of,
            title=f"Incidenten per vak: {self.context.theme.title}, {self.cells['period'].iloc[0]}",
            caption=self.caption,
            source=self.context.sources([*self.context.deliveries("politie-incidenten"), *self.buurten["delivery"]]),
            base=int(self.rules["base"]) if self.context.public else 1,
        )

    @property
    def caption(self) -> str:
        """What is counted, how large the squares are, and which are left empty."""
        rules = self.rules
        small, wide, homes = rules["cell"], rules["wide_cell"], _MEASURES.get(rules["measure"], "")
        parts = ["Incidenten met een bekende plaats, opgeteld per vak.", f"Vakken zijn {wide} bij {wide} meter."]
        if homes and small < wide:
            parts[1] = f"Vakken zijn {wide} bij {wide} meter, en waar het dicht bebouwd is {small} bij {small} meter."
        if self.cells["size"].nunique() > 1:
            parts.append("Vergelijk alleen vakken die even groot zijn.")
        if self.context.public:
            parts.append(
                f"Vakken met minder dan {rules['incidents']} incidenten of minder dan {rules['addresses']} {homes} zijn leeg gelaten."
            )
            parts.append(f"Het aantal {homes} is geschat uit dat van de hele buurt.")
            if rules["estimate"] > rules["addresses"]:
                parts.append(f"De huizen staan daar niet gelijk verdeeld. Daarom moet de schatting ten minste {rules['estimate']} zijn.")
        return " ".join(parts)

    @property
    def why_none(self) -> str:
        """Why there are no squares to show."""
        rules = self.rules
        if not self.context.deliveries("politie-incidenten"):
            return "Er zijn geen losse incidenten geleverd, alleen aantallen. Daarom is er geen kaart met vakken."
        if not self.context.public:
            return "Hier zijn bij dit thema geen incidenten met een bekende plaats."
        if not rules["measure"]:
            return (
                "Per buurt zijn geen adressen, woningen of inwoners geleverd. Zonder die aantallen kan een vak één boerderij aanwijzen. "
                "Daarom is er geen kaart met vakken."
            )
        enough = f"{rules['incidents']} of meer incidenten met een bekende plaats en ook {rules['addresses']} of meer"
        return f"Geen vak heeft {enough} {_MEASURES[rules['measure']]}. Andere vakken tonen we niet."
