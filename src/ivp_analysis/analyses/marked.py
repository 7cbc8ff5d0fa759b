"""Internal pages: all that their methods make bears the mark."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import isfunction
from typing import Any, Protocol, TypeVar

from ivp_analysis.analyses.context import Context
from ivp_analysis.figures.internal import marking


class _Page(Protocol):
    @property
    def context(self) -> Context: ...


Page = TypeVar("Page", bound=type[_Page])
Returned = TypeVar("Returned")


def marked_when_internal(page: Page) -> Page:
    """Let the methods of a page mark the pictures and tables that they make, where its audience is internal."""
    for name, method in list(vars(page).items()):
        if isfunction(method) and not name.startswith("_"):
            setattr(page, name, _marking(method))
    return page


def _marking(method: Callable[..., Returned]) -> Callable[..., Returned]:
    @wraps(method)
    def within(page: _Page, *given: Any, **named: Any) -> Returned:
        with marking(internal=not page.context.public):
            return method(page, *given, **named)

    return within
