"""Carries runs to the cluster; those that may have killed their workers are tried once more, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from distributed import Client

Result = TypeVar("Result")

_RETRIES = 3
"""Times that a call is sent again which a worker could not begin, for want of disk or memory."""


class Courier:
    """Sends calls, and sorts the guilty from the innocent.

    When a worker dies, Dask suspects all that it was working on; after some deaths it gives them all up. One run that takes too much
    memory would take its neighbours with it. So each of them is made again while no other suspect is: only the guilty one fails.

    Parameters
    ----------
    client : distributed.Client
        Connected to the cluster.

    Attributes
    ----------
    lost : bool
        Whether runs were called off by another than `close`.
    """

    def __init__(self, client: Client) -> None:
        from distributed import KilledWorker

        self._executor = client.get_executor(pure=False, retries=_RETRIES)
        self._killed = KilledWorker
        self._closed = False
        self.lost = False
        self._one_by_one = ThreadPoolExecutor(1, thread_name_prefix="suspects")

    def send(self, call: Callable[..., Result], *arguments: object) -> Future[Result]:
        """Send a call. Its future cannot be cancelled by itself; `close` calls all of them off."""
        answer: Future[Result] = Future()

        def came(first: Future[Result]) -> None:
            # Dask calls off what is in flight when the connection breaks, also when it is soon back: what was put on the workers is gone
            self.lost = self.lost or (first.cancelled() and not self._closed)
            if first.cancelled() or not isinstance(first.exception(), self._killed):
                _pass_on(first, answer)
                return
            try:
                self._one_by_one.submit(again)
            except RuntimeError:  # closed meanwhile
                _call_off(answer)

        def again() -> None:
            try:
                second = self._executor.submit(call, *arguments)
                wait([second])
                _pass_on(second, answer)
            except RuntimeError:  # closed meanwhile
                _call_off(answer)

        self._executor.submit(call, *arguments).add_done_callback(came)
        return answer

    def close(self) -> None:
        """Call off whatever has not ended."""
        self._closed = True
        try:
            self._executor.shutdown(wait=False)
        finally:
            self._one_by_one.shutdown()


def _pass_on(source: Future[Result], answer: Future[Result]) -> None:
    if source.cancelled():
        _call_off(answer)
    elif problem := source.exception():
        answer.set_exception(problem)
    else:
        answer.set_result(source.result())


def _call_off(answer: Future[Result]) -> None:
    answer.cancel()
    # without this, those who wait do not wake up
    answer.set_running_or_notify_cancel()
