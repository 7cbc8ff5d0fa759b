"""The mark of what only colleagues may see, on every picture and table that is made while it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ivp_analysis.vocabulary.audience import MARK

_internal = ContextVar("internal", default=False)


@contextmanager
def marking(*, internal: bool) -> Iterator[None]:
    """Mark the pictures and tables that are made meanwhile, or not.

    Parameters
    ----------
    internal : bool
        Whether they are for colleagues only.
    """
    before = _internal.set(internal)
    try:
        yield
    finally:
        _internal.reset(before)


def is_internal() -> bool:
    """Whether what is made now is for colleagues only."""
    return _internal.get()


def marked(text: str) -> str:
    """Put the mark before a caption or an alternative text."""
    return f"{MARK}. {text}"
