"""Workers on a Dask cluster, with the face of workers on this machine."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from ivp_analysis.execution.cluster.bundle import pack
from ivp_analysis.execution.cluster.courier import Courier
from ivp_analysis.execution.cluster.door import connect
from ivp_analysis.execution.cluster.versions import ClusterError, versions
from ivp_analysis.execution.local import LocalWorkers
from ivp_analysis.execution.matrix import WHOLE
from ivp_analysis.execution.worker import Done, Job
from ivp_analysis.execution.workshop import Kernel
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.parameters import Parameters

_LOG = logging.getLogger(__name__)

WITHOUT_WORKERS = 60.0
"""Seconds in which the cluster must get a worker: at the start, and after it lost the last one."""
CONNECTION_LOST = "the connection with the scheduler was lost"
_LOOK = 1.0
"""Seconds between two looks at which workers there are."""


class ClusterWorkers:
    """Sends runs to a Dask cluster; to be used in a `with`.

    What notebooks read is sent along, once to every worker: no folder is shared, so no worker can read an old copy. Notebooks that read
    what others found (the chapter) run on this machine, where those are.

    Parameters
    ----------
    paths : Paths
        The home folder with the tables. They must not be replaced in the meantime.
    base : Parameters
        Municipality, edition (filled in) and audience of the runs.
    address : str
        Where the scheduler of the cluster listens: ``tcp://host:port``, or ``tls://host:port`` with the certificates that Dask's own
        configuration names.
    preload : sequence of str
        What the templates of the kernels on the workers import and call.
    kernel : {"auto", "fork", "stock"}
        How kernels come about on the workers; see `Workshop`.

    Raises
    ------
    ClusterError
        When Dask is not installed, there is no scheduler or no worker, or a worker has other versions than this machine.
    StoreError
        When nothing was processed yet.
    """

    def __init__(self, paths: Paths, base: Parameters, address: str, preload: Sequence[str] = (), kernel: Kernel = "auto") -> None:
        bundle = pack(paths, base)
        self._address = address
        self._name = f"ivp-{uuid.uuid4().hex}"
        self._here: LocalWorkers | None = None
        self._lost = ""
        self._ends = threading.Event()
        with ExitStack() as stack:
            self._client = stack.enter_context(connect(address))
            self._settle(tuple(preload), bundle, kernel)
            self._courier = Courier(self._client)
            stack.callback(self._leave)
            self._workers, self._threads = self._count()
            watch = threading.Thread(target=self._watch, name="cluster-watch", daemon=True)
            watch.start()
            stack.callback(watch.join)
            stack.callback(self._ends.set)
            self._stack = stack.pop_all()

    @property
    def at_once(self) -> int:
        """Runs that the cluster makes at the same time now; workers come and go."""
        return max(1, self._threads)

    @property
    def title(self) -> str:
        """How runs are made, in words."""
        workers = f"{self._workers} worker{'' if self._workers == 1 else 's'}"
        return f"{self.at_once} at once on {workers} of {self._address}; the {' and '.join(WHOLE)} on this machine"

    def submit(self, job: Job) -> Future[Done]:
        """Begin a run.

        Raises
        ------
        ClusterError
            When the cluster was lost.
        """
        from ivp_analysis.execution.cluster.outpost import work_at

        if self._lost or self._courier.lost:
            action = "What was finished is kept: see to the cluster, then give the same command again"
            raise ClusterError(self._lost or CONNECTION_LOST, {"scheduler": self._address}, action)
        if job.name in WHOLE:
            if self._here is None:
                # for a single notebook a template takes longer than it saves
                self._here = self._stack.enter_context(LocalWorkers(1, kernel="stock"))
            return self._here.submit(job)
        return self._courier.send(work_at, self._name, job)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    def _settle(self, preload: Sequence[str], bundle: bytes, kernel: Kernel) -> None:
        """Give every worker that there is, and every one that comes, what it needs."""
        from distributed import TimeoutError as NoWorkersError

        from ivp_analysis.execution.cluster.outpost import Caretaker, Outpost

        where = {"scheduler": self._address}
        try:
            self._client.wait_for_workers(1, timeout=WITHOUT_WORKERS)
        except NoWorkersError:
            raise ClusterError("the cluster has no workers", where, f"Start one: dask worker {self._address}") from None
        try:
            self._client.register_plugin(Caretaker(self._client.id, self._name))
            self._client.register_plugin(Outpost(versions(), preload, bundle, kernel), name=self._name)
        except ClusterError:
            raise
        except Exception as problem:
            # Dask gives what went wrong elsewhere as a bare Exception
            action = "Start the scheduler and the workers in the environment of this project"
            raise ClusterError(f"the cluster does not take this package: {problem}", where, action) from problem

    def _count(self) -> tuple[int, int]:
        """Return how many workers and threads there are; none where the scheduler does not answer."""
        try:
            info = self._client.scheduler_info(n_workers=0) if self._client.status == "running" else {}
        except Exception as problem:  # noqa: BLE001 - a scheduler can go in many ways, and whoever waits for runs must learn of it
            _LOG.info("the scheduler does not answer: %s", problem)
            info = {}
        return info.get("n_workers", 0), info.get("total_threads", 0)

    def _watch(self) -> None:
        """See to it that a batch ends when nobody is left who could make its runs."""
        seen = time.monotonic()
        while not self._ends.wait(_LOOK):
            self._workers, self._threads = self._count()
            if self._workers:
                seen = time.monotonic()
            if self._client.status != "running" or self._courier.lost:
                self._lost = CONNECTION_LOST
            elif time.monotonic() - seen > WITHOUT_WORKERS:
                self._lost = "the cluster has no workers any more"
            if self._lost:
                _LOG.warning("%s", self._lost)
                self._courier.close()
                return

    def _leave(self) -> None:
        """Call off what has not ended, and take away what was put on the workers."""
        try:
            self._courier.close()
            self._client.unregister_worker_plugin(self._name)
        except Exception as problem:  # noqa: BLE001 - the cluster may be gone in any way; the scheduler clears up when this machine leaves
            _LOG.info("nothing could be cleared up on the cluster: %s", problem)
