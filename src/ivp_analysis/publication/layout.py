"""What all pages have in common: the templates, the style sheet, and what stands around the content."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ivp_analysis import __version__
from ivp_analysis.vocabulary.editions import Edition

TEMPLATES = Path(__file__).parent / "templates"
BANNER = "Voorbeelddata: verzonnen cijfers, niet over echte incidenten"


@dataclass(frozen=True)
class Frame:
    """What every page says around its content.

    Parameters
    ----------
    municipality : str
        Name of the municipality.
    edition : Edition
        The round that the report belongs to.
    sources : tuple of str
        Sources of the figures, each with its licence.
    synthetic : bool
        Whether the figures are invented; every page then says so.
    """

    municipality: str
    edition: Edition
    sources: tuple[str, ...]
    synthetic: bool
    version: str = __version__

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
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
