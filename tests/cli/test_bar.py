import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from ivp_analysis.cli import bar
from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.timings import Timings
from ivp_analysis.vocabulary.parameters import Parameters


def runs(count: int) -> list[Run]:
    parameters = [Parameters(edition="2022-H2", village=f"village {number}", theme="1.3") for number in range(count)]
    return [Run("police", item, Path("police.ipynb"), Path(f"{item.village}.ipynb")) for item in parameters]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], StringIO]:
    """Let the bar be drawn in a terminal of a given width, while no time goes by."""
    monkeypatch.setattr(bar, "time", SimpleNamespace(monotonic=lambda: 1000.0))

    def of_width(width: int) -> StringIO:
        drawn = StringIO()
        console = Console(file=drawn, force_terminal=True, width=width, color_system=None, legacy_windows=False)
        monkeypatch.setattr(bar, "Console", lambda **_: console)
        return drawn

    return of_width


def last_line(drawn: StringIO) -> str:
    return [line for line in drawn.getvalue().replace("\r", "\n").split("\n") if "/4" in line][-1]


def test_it_shows_the_last_title_how_far_how_many_failed_and_what_is_left(screen: Callable[[int], StringIO]) -> None:
    drawn = screen(120)
    first, second, *_ = todo = runs(4)
    with bar.progress(todo, Timings(Path("absent"), {"police": {"1.3": 60.0}}), 2) as show:
        show(first.title, first, 60.0, True)
        show(second.title, second, 1.0, False)
    line = last_line(drawn)
    for part in ("police · village 1 · 1.3", "2/4", "1 failed", "0:01:00 left"):
        assert part in line
    assert "starting" in drawn.getvalue()


def test_it_does_not_guess_before_anything_is_known(screen: Callable[[int], StringIO]) -> None:
    drawn = screen(120)
    with bar.progress(runs(4), Timings(Path("absent")), 2):
        pass
    assert "-:--:-- left" in last_line(drawn)
    assert "failed" not in last_line(drawn)


def test_in_a_narrow_terminal_it_stays_on_one_line(screen: Callable[[int], StringIO]) -> None:
    drawn = screen(50)
    todo = runs(4)
    with bar.progress(todo, Timings(Path("absent")), 2) as show:
        show("police · a village with a long name · 1.3", todo[0], 3.0, False)
        show("police · [b]with brackets[/b] · 1.3", todo[1], 3.0, True)
    line = last_line(drawn)
    assert "2/4" in line
    assert line.rstrip().endswith("0:00:03 left")


def test_nothing_is_drawn_where_nobody_looks() -> None:
    code = """
from pathlib import Path
from ivp_analysis.cli import bar
from ivp_analysis.execution.timings import Timings
with bar.progress([], Timings(Path("absent")), 2) as show, bar.plain() as other:
    other.add_task("asking", total=None)
    show("x", None, 1.0, True)
"""
    quiet = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TTY_COMPATIBLE")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=quiet)
    assert done.stdout + done.stderr == ""


def test_what_is_under_way_is_no_markup_and_steers_nothing(screen: Callable[[int], StringIO]) -> None:
    drawn = screen(120)
    with bar.plain() as shown:
        shown.add_task("[red]tabel[/red] \x1b[31m\x07", total=4)
    assert "[red]tabel[/red] \N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}" in last_line(drawn)
