"""What must be the same on every machine, so that a run gives the same bytes wherever it is made."""

from __future__ import annotations

import platform
from collections.abc import Mapping

from ivp_analysis.execution.fingerprint import LOCK, PACKAGE, file_digest, libraries, tree
from ivp_analysis.execution.runner import WorkersLostError

_IMPORTED = tree(PACKAGE)
"""The package as it was when this process began to use it; a worker may be older than the last change."""

_SHOWN = 12
"""Characters of a digest that are enough to tell two apart."""


class ClusterError(WorkersLostError):
    """The cluster is not there, or not fit for these runs."""


def versions() -> dict[str, str]:
    """Return what a run is made with in this process.

    Returns
    -------
    dict of str to str
        The Python, digests of the package (as imported, and as kernels will import it) and of the lock, and the version of every library
        in the lock that is installed.
    """
    own = {"python": platform.python_version(), "package": _IMPORTED, "package on disk": tree(PACKAGE), "lock": file_digest(LOCK)}
    return own | {f"library {name}": version for name, version in libraries().items()}


def compare(worker: str, here: Mapping[str, str], there: Mapping[str, str]) -> None:
    """See that a worker has what the caller has.

    Parameters
    ----------
    worker : str
        Its address, for the message.
    here, there : mapping of str to str
        What `versions` gave to the caller, and on the worker. A library that one of them lacks is for another operating system.

    Raises
    ------
    ClusterError
        At the first difference, with both versions.
    """
    for name in sorted(set(here) & set(there), key=lambda name: name.startswith("library")):
        if here[name] != there[name]:
            where = {"worker": worker, "there": _short(there[name]), "here": _short(here[name])}
            action = "Bring the worker to the same commit and lock, and start it again"
            raise ClusterError(f"a worker has another {name}", where, action)


def _short(value: str) -> str:
    return value[:_SHOWN]
