"""What a chart drew, before it became paths: texts and where they stand, lines, shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from types import ModuleType
from typing import Any

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from ivp_analysis.figures.figure import render


@dataclass(frozen=True)
class Letters:
    text: str
    box: Bbox
    colour: str
    bold: bool


@dataclass(frozen=True)
class Stroke:
    x: list[float]
    y: list[float]
    marker: str
    dashes: str
    colour: str
    face: str


@dataclass(frozen=True)
class Shape:
    box: Bbox
    colour: str
    hatch: str


@dataclass
class Drawn:
    """The last figure that was drawn."""

    page: Bbox = field(default_factory=Bbox.null)
    letters: list[Letters] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    limits: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    scale: str = ""

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.letters]

    def named(self, text: str) -> Letters:
        """The letters that say this; there must be one such text."""
        (found,) = [one for one in self.letters if one.text == text]
        return found

    def marks(self, marker: str) -> list[Stroke]:
        return [one for one in self.strokes if one.marker == marker]

    @property
    def trouble(self) -> list[str]:
        """Texts that overlap, or that stand partly outside the page."""
        pairs = [f"{one.text} / {other.text}" for one, other in combinations(self.letters, 2) if one.box.padded(-1).overlaps(other.box)]
        inside = self.page.padded(0.5)
        beyond = [one.text for one in self.letters if not (inside.contains(*one.box.min) and inside.contains(*one.box.max))]
        return pairs + beyond


def watch(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> Drawn:
    """Note what the charts of a module draw from now on."""
    drawn = Drawn()

    def note(drawing: Any, alt: str, caption: str) -> Any:
        seen: list[Text] = []
        draw = Text.draw

        def noted(self: Text, renderer: Any) -> None:
            seen.append(self)
            draw(self, renderer)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Text, "draw", noted)
            drawing.draw_without_rendering()
        drawn.page = drawing.bbox.frozen()
        drawn.letters = [_letters(text) for text in dict.fromkeys(seen) if text.get_visible() and text.get_text().strip()]
        axes = drawing.axes[0] if drawing.axes else None
        drawn.strokes = [_stroke(line) for line in axes.lines] if axes else []
        drawn.shapes = [_shape(patch_) for patch_ in axes.patches] if axes else []
        drawn.limits = (*axes.get_xlim(), *axes.get_ylim()) if axes else (0.0, 0.0, 0.0, 0.0)
        drawn.scale = axes.get_xscale() if axes else ""
        return render(drawing, alt, caption)

    monkeypatch.setattr(module, "render", note)
    return drawn


def _letters(text: Text) -> Letters:
    said = " ".join(text.get_text().split())
    return Letters(said, Text.get_window_extent(text).frozen(), to_hex(text.get_color()), text.get_fontweight() == "bold")


def _stroke(line: Any) -> Stroke:
    x, y = ([float(value) for value in values] for values in (line.get_xdata(), line.get_ydata()))
    face = line.get_markerfacecolor()
    return Stroke(x, y, str(line.get_marker()), line.get_linestyle(), to_hex(line.get_color()), face if face == "none" else to_hex(face))


def _shape(patch: Patch) -> Shape:
    return Shape(patch.get_path().get_extents(patch.get_patch_transform()), to_hex(patch.get_facecolor()), patch.get_hatch() or "")
