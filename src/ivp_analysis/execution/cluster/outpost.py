"""What this package puts on a Dask cluster: a workshop in every worker, and on the scheduler one who clears up when the caller is gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from distributed import Reschedule, Scheduler, SchedulerPlugin, Worker, WorkerPlugin, get_worker

from ivp_analysis.execution.cluster.bundle import unpack
from ivp_analysis.execution.cluster.versions import ClusterError, compare, versions
from ivp_analysis.execution.worker import Done, Job, work
from ivp_analysis.execution.workshop import Kernel, Workshop

if TYPE_CHECKING:
    from pathlib import Path


def work_at(name: str, job: Job) -> Done:
    """Make a run in the outpost of that name; this is the task that the cluster gets."""
    outpost = get_worker().plugins.get(name)
    if not isinstance(outpost, Outpost):
        raise ClusterError("the caller of this run is gone", {"outpost": name})
    return outpost.work(job)


class Outpost(WorkerPlugin):
    """One caller's workshop in one worker: opened at the first run, closed when the caller or the worker ends.

    Parameters
    ----------
    made_with : mapping of str to str
        What `versions` gave to the caller.
    preload : sequence of str
        What the template of the kernels imports and calls.
    bundle : bytes
        What notebooks read; see `bundle.pack`.
    kernel : {"auto", "fork", "stock"}
        How kernels come about; see `Workshop`.
    """

    def __init__(self, made_with: Mapping[str, str], preload: Sequence[str], bundle: bytes, kernel: Kernel = "auto") -> None:
        self._made_with = made_with
        self._preload = preload
        self._bundle = bundle
        self._kernel: Kernel = kernel
        self._unfit: ClusterError | None = None
        self._closed = False

    def setup(self, worker: Worker) -> None:
        """Begin on a worker.

        Raises
        ------
        ClusterError
            When the worker runs another version of anything that matters.
        """
        self._lock = threading.Lock()
        self._place: tuple[Workshop, Path] | None = None
        try:
            compare(worker.address, self._made_with, versions())
        except ClusterError as problem:
            # a worker that comes later cannot be refused; it says so at every run that it gets
            self._unfit = problem
            raise

    def work(self, job: Job) -> Done:
        """Make a run with the data of the bundle.

        Raises
        ------
        ClusterError
            When this worker is not fit.
        Reschedule
            When the worker ends meanwhile: another one makes the run.
        """
        if self._unfit:
            raise self._unfit
        workshop, home = self._opened()
        done = work(replace(job, environment={**job.environment, "IVP_HOME": str(home)}), workshop)
        if self._closed:
            # its kernel was ended under it
            raise Reschedule
        return done

    async def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - the name is given by Dask
        """End all kernels and remove the folder, without holding up the worker."""
        await asyncio.to_thread(self._close)

    def _opened(self) -> tuple[Workshop, Path]:
        with self._lock:
            if self._closed:
                raise Reschedule
            if self._place is None:
                workshop = Workshop(self._preload, self._kernel)
                try:
                    home = workshop.folder()
                    unpack(self._bundle, home)
                except BaseException:
                    workshop.close()
                    raise
                self._place = workshop, home
            return self._place

    def _close(self) -> None:
        with self._lock:
            self._closed = True
            if self._place:
                self._place[0].close()


class Caretaker(SchedulerPlugin):
    """Takes the outposts of a caller away when the scheduler loses it, even if it was killed.

    Parameters
    ----------
    client : str
        The name under which the scheduler knows the caller.
    outpost : str
        The name of its outposts.
    """

    def __init__(self, client: str, outpost: str) -> None:
        self.name = f"{outpost}-caretaker"
        self._client = client
        self._outpost = outpost

    def remove_client(self, scheduler: Scheduler, client: str) -> None:
        """Clear up if it is the caller who left."""
        if client == self._client:
            scheduler.loop.add_callback(self._clear_up, scheduler)

    async def _clear_up(self, scheduler: Scheduler) -> None:
        with suppress(ValueError):  # the caller has done it
            await scheduler.unregister_worker_plugin(None, self._outpost)
        scheduler.remove_plugin(self.name)
