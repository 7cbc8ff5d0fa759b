"""Shorter markup, the same picture."""

import io
import re

from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure as Drawing

from ivp_analysis.figures.style import drawing
from ivp_analysis.figures.svg import HALO, compact

coordinates = st.floats(-999, 999).map(lambda value: round(value, 6))


def points(path: str) -> list[tuple[float, float]]:
    """Follow a path of relative moves and lines."""
    here, found = (0.0, 0.0), []
    for numbers in re.findall(r"[ml]?([^mlz]+)", path):
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        for across, up in zip(values[::2], values[1::2], strict=True):
            here = (here[0] + across, here[1] + up)
            found.append(here)
    return found


@given(st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=40))
def test_paths_end_where_they_ended(corners: list[tuple[float, float]]) -> None:
    text = " \n".join(f"{'L' if order else 'M'} {x} {y}" for order, (x, y) in enumerate(corners))
    short = compact(f'<svg><path d="{text} \nz"/></svg>')
    found = points(short.split('d="')[1].split('"')[0])
    assert all(abs(a - b) <= 0.0051 for ours, theirs in zip(found, corners, strict=True) for a, b in zip(ours, theirs, strict=True))


def raw(gid: str | None = None) -> str:
    buffer = io.StringIO()
    with drawing():
        figure = Drawing(figsize=(3, 2))
        axes = figure.add_subplot()
        axes.plot([1, 2, 3], [1, 3, 2], marker="o")
        axes.bar([1], [2], hatch="//")
        axes.text(2, 2, "Dalfsen", gid=gid)
        figure.savefig(buffer, format="svg")
    return buffer.getvalue()


def test_a_drawing_becomes_less_than_two_thirds() -> None:
    assert len(compact(raw())) < 0.66 * len(raw())


def test_every_reference_has_its_one_target() -> None:
    svg = compact(raw(f"{HALO}0"))
    targets = re.findall(r' id="([^"]+)"', svg)
    assert len(targets) == len(set(targets))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) == set(targets)


def test_a_marked_text_lies_on_a_white_outline() -> None:
    assert "stroke:#fff" in compact(raw(f"{HALO}0"))
    assert "stroke:#fff;stroke-width" not in compact(raw())
