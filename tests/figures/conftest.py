"""A small municipality to draw, and a look at what was drawn before it became paths."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
from matplotlib.text import Text
from shapely.geometry import box

import ivp_analysis.figures.charts
import ivp_analysis.figures.maps
from ivp_analysis.figures.figure import render


@pytest.fixture
def areas() -> gpd.GeoDataFrame:
    """Six by four square buurten of a kilometre."""
    squares = [box(210_000 + 1000 * x, 500_000 + 1000 * y, 211_000 + 1000 * x, 501_000 + 1000 * y) for y in range(4) for x in range(6)]
    codes = [f"BU0148{number:04d}" for number in range(len(squares))]
    return gpd.GeoDataFrame({"area": codes, "name": [f"Buurt {number}" for number in range(len(squares))]}, geometry=squares, crs=28992)


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The visible texts of the figures that a test draws; in the picture itself they are paths."""
    found: list[str] = []

    def note(drawing: Any, alt: str, caption: str) -> Any:
        drawing.draw_without_rendering()
        found.extend(text.get_text().replace("\n", " ") for text in drawing.findobj(Text) if text.get_visible() and text.get_text())
        return render(drawing, alt, caption)

    for module in (ivp_analysis.figures.charts, ivp_analysis.figures.maps):
        monkeypatch.setattr(module, "render", note)
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.fixture
def contrast() -> Callable[[str, str], float]:
    """The contrast of two colours as WCAG 2.1 defines it."""

    def ratio(one: str, other: str) -> float:
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    return ratio
