"""An SPSS file (.sav), read by a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.limits import MOST_ROWS, check_size
from ivp_analysis.sources.sav_child import title_key

_CHILD = ("-m", f"{__package__}.sav_child")
_SECONDS = 300
_ANEW = "Ask for it anew, or save it as .csv, and make a new delivery of it"


def read_sav(path: Path, titles: Iterable[str], where: Mapping[str, object]) -> dict[str, Any]:
    """Read columns of an SPSS file.

    Parameters
    ----------
    path : Path
        The file.
    titles : iterable of str
        Titles of the columns to read, as far as they are there.
    where : mapping
        Delivery and file, for the error.

    Returns
    -------
    dict
        What `sav_child.contents` says.

    Raises
    ------
    DeliveryError
        When it cannot be read, or has too many rows.
    """
    answer = ask({"path": str(path.resolve()), "wanted": [title_key(title) for title in titles], "most_rows": MOST_ROWS + 1})
    if "error" in answer:
        raise DeliveryError(f"a file is no SPSS file that can be read ({answer['error']})", where, _ANEW)
    check_size(answer["rows"], 0, 0, where)
    return answer


def ask(question: Mapping[str, object]) -> dict[str, Any]:
    """Let a process of its own answer what `sav_child.contents` is asked; a crash, or too much time or memory, is an answer too."""
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [sys.executable, *_CHILD],
            input=json.dumps(question).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return {"error": "the reading did not end"}
    if done.returncode:
        return {"error": "the reading broke off"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
