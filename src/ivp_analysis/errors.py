"""One root exception; every error says what is wrong, where, and what to do."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping


class IvpError(Exception):
    """Root of all errors of this package.

    Parameters
    ----------
    what : str
        What is wrong, as one sentence without a full stop.
    where : mapping of str to object, optional
        Where it is wrong: file, row, parameter, table, region, notebook, cell. Never personal data.
    action : str, optional
        What the user can do about it.
    """

    def __init__(self, what: str, where: Mapping[str, object] | None = None, action: str = "") -> None:
        self.what = what
        self.where = dict(where or {})
        self.action = action
        super().__init__(what, self.where, action)

    def __str__(self) -> str:
        place = ", ".join(f"{name} {value}" for name, value in self.where.items())
        parts = [self.what + (f" ({place})" if place else "")]
        if self.action:
            parts.append(self.action)
        return "".join(map(_visible, ". ".join(parts)))


class ConfigurationError(IvpError):
    """A file in config/ or a setting is wrong."""


class ParameterError(IvpError):
    """A parameter of a notebook or command does not exist or has no such value."""


class DeliveryError(IvpError):
    """A delivery in data/raw cannot be read or does not add up."""


class DownloadError(IvpError):
    """A public service did not give what was asked."""


class StoreError(IvpError):
    """A processed table is missing or breaks its contract."""


class NotebookError(IvpError):
    """One or more notebooks failed."""


class PublicationError(IvpError):
    """The site or a document cannot be made."""


class PresentationError(IvpError, ValueError):
    """A value cannot be written as text, or a chart, map or table cannot be drawn from what was given."""


def _visible(letter: str) -> str:
    # a title or name out of a file may hold what steers a terminal or breaks a line of a log
    return letter if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else "\ufffd"


def nearest(value: object, valid: Iterable[str]) -> str:
    """Say which valid value comes nearest to a mistyped one.

    Parameters
    ----------
    value : object
        What was given.
    valid : iterable of str
        What may be given.

    Returns
    -------
    str
        A hint such as ``did you mean 'Nieuwleusen'? valid are: …``.
    """
    options = [str(option) for option in valid]
    lower = {option.lower(): option for option in options}
    found = difflib.get_close_matches(str(value).lower(), list(lower), n=1, cutoff=0.5)
    hint = f"did you mean '{lower[found[0]]}'? " if found else ""
    return f"{hint}valid are: {', '.join(options)}"
