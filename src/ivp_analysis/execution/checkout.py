"""Which commit the checkout is at."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ivp_analysis.paths import PROJECT

PATIENCE = 10.0
"""Seconds that git gets for an answer."""

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")  # a git hook sets these; they may speak of another repository


def checkout() -> tuple[str | None, bool | None]:
    """Ask git for the commit and whether everything is committed.

    Returns
    -------
    str or None
        The whole hash; None where git or the repository is absent.
    bool or None
        Whether nothing was changed or added since; None where git does not say.
    """
    answer = (_git("rev-parse", "--show-toplevel", "HEAD") or "").splitlines()
    # an installed package may lie in a folder of somebody else's repository
    if len(answer) != 2 or Path(answer[0]).resolve() != PROJECT:
        return None, None
    changes = _git("status", "--porcelain")
    return answer[1], None if changes is None else not changes


def _git(*arguments: str) -> str | None:
    """Ask git; None where it is absent, knows nothing, or does not answer in time."""
    program = shutil.which("git")
    if program is None:
        return None
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE} | {"GIT_OPTIONAL_LOCKS": "0"}
    # into a file: a pipe would be waited for as long as anything that git started holds it
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(  # noqa: S603 - our own arguments
                [program, "-C", str(PROJECT), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        answer.seek(0)
        return os.fsdecode(answer.read()) if done.returncode == 0 else None
