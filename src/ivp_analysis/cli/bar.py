"""Progress bars on standard error; none where nobody looks at them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Column
from rich.text import Text

from ivp_analysis.execution.timings import Remaining
from ivp_analysis.vocabulary.plain import plain as steering_nothing

if TYPE_CHECKING:
    from ivp_analysis.execution.matrix import Run
    from ivp_analysis.execution.timings import Timings

Show = Callable[[str, "Run", float, bool], None]


def plain() -> Progress:
    """Make a progress bar that guesses the remaining time from its own pace."""
    return _bar(_Title(Column(no_wrap=True)), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())


@contextmanager
def progress(runs: Sequence[Run], timings: Timings, at_once: int) -> Iterator[Show]:
    """Show how far runs are, how many failed, and how long the rest will take.

    Parameters
    ----------
    runs : sequence of Run
        What runs.
    timings : Timings
        What is known of them from earlier runs.
    at_once : int
        Notebooks in flight.

    Yields
    ------
    callable
        To be called with title, run, seconds and whether it went well, whenever a run has ended; from one thread.
    """
    remaining = Remaining(runs, timings, at_once)
    countdown = _Countdown(remaining.seconds())
    # in a narrow terminal the title and the bar give way
    title = _Title(Column(ratio=2, no_wrap=True, overflow="ellipsis"))
    line = BarColumn(bar_width=None, table_column=Column(ratio=1))
    with _bar(title, line, MofNCompleteColumn(), _Failed(), TimeElapsedColumn(), countdown, expand=True) as bar:
        task = bar.add_task("starting", total=len(runs), failed=0)
        failed = 0

        def show(title: str, run: Run, seconds: float, ok: bool) -> None:  # noqa: FBT001  the order in which an outcome tells it
            nonlocal failed
            failed += not ok
            remaining.done(run, seconds, ok=ok)
            countdown.set(remaining.seconds())
            bar.update(task, advance=1, description=title, failed=failed)

        yield show


class _Title(ProgressColumn):
    """What is under way, as it is written: nothing in it is markup."""

    def render(self, task: Task) -> Text:
        return Text(steering_nothing(task.description))


class _Failed(ProgressColumn):
    """How many runs failed; nothing while none did."""

    def __init__(self) -> None:
        super().__init__(table_column=Column(no_wrap=True))

    def render(self, task: Task) -> Text:
        failed = task.fields["failed"]
        return Text(f"{failed} failed" if failed else "", style="bold red")


class _Countdown(ProgressColumn):
    """The time that is left, going down between one outcome and the next."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__(table_column=Column(no_wrap=True))
        self.set(seconds)

    def set(self, seconds: float | None) -> None:
        # one assignment: the bar is drawn by another thread
        self._end = None if seconds is None else time.monotonic() + seconds

    def render(self, task: Task) -> Text:
        if task.finished:
            return Text("")
        if self._end is None:
            return Text("-:--:-- left", style="progress.remaining")
        left = timedelta(seconds=ceil(max(self._end - time.monotonic(), 0)))
        return Text(f"{left} left", style="progress.remaining")


def _bar(*columns: ProgressColumn, expand: bool = False) -> Progress:
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal, expand=expand)
