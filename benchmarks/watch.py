"""Looking at something again and again while something else is measured."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Self


class Watch:
    """A thread that looks, until its `with` is over.

    Parameters
    ----------
    look : callable
        Looks once.
    pause : float
        Seconds between two looks.
    """

    def __init__(self, look: Callable[[], None], pause: float) -> None:
        self._look = look
        self._pause = pause
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._pause):
            self._look()
