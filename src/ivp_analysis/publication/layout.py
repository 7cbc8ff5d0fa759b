"""What all pages have in common: the templates, the style sheet, and what stands around the content."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ivp_analysis.execution.provenance import Provenance
from ivp_analysis.publication.origin import Origin, origin
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.plain import plain

TEMPLATES = Path(__file__).parent / "templates"
BANNER = "Voorbeelddata: verzonnen cijfers, niet over echte incidenten"


@dataclass(frozen=True)
class Frame:
    """What every page says around its content.

    Parameters
    ----------
    municipality : str
        Name of the municipality.
    provenance : Provenance
        Where the report comes from.
    """

    municipality: str
    provenance: Provenance

    @cached_property
    def edition(self) -> Edition:
        """The round that the report belongs to."""
        return Edition.parse(self.provenance.edition)

    @cached_property
    def origin(self) -> Origin:
        """Where the report comes from, in words."""
        return origin(self.provenance)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Sources of the figures, each with its licence."""
        return tuple(dict.fromkeys(f"{item.source}, {item.licence}" for item in self.provenance.deliveries))

    @property
    def synthetic(self) -> bool:
        """Whether the figures are invented; every page then says so."""
        return self.provenance.synthetic

    @property
    def title(self) -> str:
        """Name of the whole report."""
        return f"Veiligheidsanalyse {self.municipality} {self.edition}"

    @property
    def banner(self) -> str:
        """What stands at the top of every page; empty for real figures."""
        return BANNER if self.synthetic else ""

    @property
    def round(self) -> str:
        """The months of the round, in words."""
        return f"{'februari en maart' if self.edition.half == 1 else 'september en oktober'} {self.edition.year}"


def fill(template: str, frame: Frame, **values: object) -> str:
    """Make a page of a template; everything that is no Markup is escaped.

    Parameters
    ----------
    template : str
        Name of a template in templates/.
    frame : Frame
        What stands around the content.
    **values : object
        What the template asks for.

    Returns
    -------
    str
        A whole HTML document.
    """
    return _environment().get_template(template).render(frame=frame, **values)


@lru_cache(maxsize=1)
def style_sheet() -> Markup:
    """Return the style sheet of all pages."""
    return Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


def style_hash(style: str) -> str:
    """Return how a Content-Security-Policy names a style sheet that stands in the page itself."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=lambda value: plain(value) if type(value) is str else value,  # Markup was made of plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
