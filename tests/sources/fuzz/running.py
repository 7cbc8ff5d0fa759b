"""Runs one case of a reader, with what must hold of it: a reading that accounts for every row, or one clear error, in time."""

from __future__ import annotations

import faulthandler
import json
import os
import resource
import signal
import tempfile
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TypeVar

from hypothesis import HealthCheck, settings

from ivp_analysis.errors import DeliveryError, IvpError
from ivp_analysis.sources.sav_child import contents
from ivp_analysis.tables.ledger import Reading
from sources.fuzz.deliveries import CANARY, Case

Answer = TypeVar("Answer")

NIGHTLY = os.environ.get("IVP_NIGHTLY", "") not in ("", "0")
SECONDS = 30.0
"""That a case may take; it takes some hundredths of one."""

_LONGEST_MESSAGE = 1500


class HangError(BaseException):
    """A case took too long; no reader can catch it."""


def cases(quick: int, nightly: int) -> settings:
    """Settings of a fuzz test: so many cases in `make test`, always the same ones, and so many in `make nightly`, new ones each time."""
    return settings(
        max_examples=nightly if NIGHTLY else quick,
        derandomize=not NIGHTLY,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def in_time(seconds: float = SECONDS) -> Iterator[None]:
    """End what takes longer."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise HangError(f"a case took more than {seconds:.0f} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def tried(case: Case) -> Reading | None:
    """Read a case and hold it against what must always be so; nothing where it was refused."""
    with tempfile.TemporaryDirectory() as folder:
        reading = answered(lambda: case.read(Path(folder) / "levering"), DeliveryError)
    if reading is not None:
        accounted(reading)
    return reading


def answered(work: Callable[[], Answer], error: type[IvpError]) -> Answer | None:
    """What the work gives, nothing where it was refused with one clear error; all else that it raises fails the test."""
    try:
        with in_time():
            return work()
    except error as problem:
        clear(problem)
        return None


def clear(problem: IvpError) -> None:
    """Hold an error against what every error must be."""
    text = str(problem)
    assert {"delivery", "file"} & set(problem.where), text
    assert problem.action, text
    assert CANARY not in text, text
    assert "fault of the reader" not in text, text
    assert len(text) <= _LONGEST_MESSAGE, text
    assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in text), repr(text)


def accounted(reading: Reading) -> None:
    """Hold a reading against what every reading must be."""
    rows = reading.ledger.groupby("outcome")["rows"].sum()
    gone = sum(int(rows.get(outcome, 0)) for outcome in ("accepted", "quarantined", "left out"))
    assert int(rows["read"]) == gone
    assert int(rows.get("quarantined", 0)) == len(reading.quarantine)
    assert not reading.ledger["reason"].str.contains(CANARY).any()


def forked(question: Mapping[str, Any]) -> dict[str, Any]:
    """Answer as `sav.ask` does, from a fork of this process, which has all libraries already; a fork that crashes takes nothing along."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # forks beside threads; this one only reads a file and ends
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(question, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    _, status = os.waitpid(child, 0)
    return {"error": "the reading broke off"} if status or not answer else dict(json.loads(answer))


def _answer(question: Mapping[str, Any], writing: int) -> NoReturn:
    """Write the answer and end the process, whatever happens."""
    status = 1
    try:
        faulthandler.disable()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (8 * 1024**3, 8 * 1024**3))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(writing, "wb") as stream:
            stream.write(json.dumps(contents(**question)).encode())
        status = 0
    finally:
        os._exit(status)
