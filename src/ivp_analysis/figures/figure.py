"""A figure as a page takes it: the picture, what it shows in words, and its caption."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass, field
from typing import Any

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures.internal import is_internal, marked
from ivp_analysis.figures.style import drawing
from ivp_analysis.figures.svg import compact
from ivp_analysis.vocabulary.audience import INTERNAL
from ivp_analysis.vocabulary.plain import as_html, plain

SHORTEST_ALT = 40
"""Characters below which an alternative text cannot say what a figure shows."""

_PIXELS_PER_POINT = 96 / 72
_BAND = 0.26
"""Height in inches of the band with the mark above an internal picture."""
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"')


@dataclass(frozen=True)
class Figure:
    """A picture with the words that belong to it.

    Parameters
    ----------
    svg : str
        The picture, a whole SVG document.
    alt : str
        Alternative text, Dutch: what the picture shows, for who cannot see it.
    caption : str
        The line below it.

    Raises
    ------
    PresentationError
        When the alternative text is too short to say anything.
    """

    svg: str = field(repr=False)
    alt: str
    caption: str

    def __post_init__(self) -> None:
        if len(self.alt.strip()) < SHORTEST_ALT:
            raise PresentationError(
                f"the alternative text of a figure is shorter than {SHORTEST_ALT} characters",
                {"caption": self.caption},
                "Say in it what the figure shows: what, where, when, the main values",
            )

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of a page.

        Raises
        ------
        PresentationError
            When the picture is no SVG that `render` made.
        """
        found = _SIZE.search(self.svg)
        if not found:
            raise PresentationError(
                "the picture of a figure has no width and height in points", {"caption": self.caption}, "Make it with render"
            )
        width, height = (round(float(points) * _PIXELS_PER_POINT) for points in found.groups())
        return width, height

    def _repr_html_(self) -> str:
        width, height = self.size
        content = base64.b64encode(self.svg.encode()).decode("ascii")
        return (
            f'<figure class="ivp-figure"><img src="data:image/svg+xml;base64,{content}" alt="{as_html(self.alt)}" '
            f'width="{width}" height="{height}"><figcaption>{as_html(self.caption)}</figcaption></figure>'
        )


def render(figure: Any, alt: str, caption: str) -> Figure:
    """Turn a drawing into a figure, marked where it is for colleagues only; the drawing is emptied and closed.

    Parameters
    ----------
    figure : matplotlib Figure
        The drawing, of pyplot or not.
    alt : str
        Alternative text.
    caption : str
        The line below it.

    Returns
    -------
    Figure
        The same bytes for the same drawing, whenever and wherever it is made.

    Raises
    ------
    PresentationError
        When the alternative text is too short to say anything.
    """
    from matplotlib import pyplot as plt
    from matplotlib.text import Text

    buffer = io.StringIO()
    box = None
    with drawing():
        try:
            for text in figure.findobj(Text):
                text.set_text(plain(text.get_text()))
            if is_internal():
                box = _with_band(figure)
            nothing = {"Creator": None, "Date": None, "Format": None, "Type": None}
            figure.savefig(buffer, format="svg", metadata=nothing, bbox_inches=box)
        finally:
            plt.close(figure)
            figure.clear()
    words = (marked(alt), marked(caption)) if box else (alt, caption)
    return Figure(compact(buffer.getvalue()), *words)


def _with_band(figure: Any) -> Any:
    """Put a band with the mark above a drawing, so that it covers nothing; return what is to be saved, in inches."""
    from matplotlib.patches import Rectangle
    from matplotlib.transforms import Bbox

    width, height = map(float, figure.get_size_inches())
    share = _BAND / height
    figure.add_artist(Rectangle((0, 1), 1, share, transform=figure.transFigure, facecolor=style.EMPHASIS[1], edgecolor="none"))
    look = {"ha": "center", "va": "center", "color": "white", "fontsize": style.TEXT_SIZE, "fontweight": "bold"}
    figure.text(0.5, 1 + share / 2, INTERNAL.upper(), **look)
    return Bbox.from_bounds(0, 0, width, height + _BAND)
