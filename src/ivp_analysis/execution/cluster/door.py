"""The way in to a Dask cluster: is Dask here, is a scheduler there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ivp_analysis.execution.cluster.versions import ClusterError

if TYPE_CHECKING:
    from distributed import Client, Security

PATIENCE = 10.0
"""Seconds in which the scheduler must answer."""

_ADDRESS = re.compile(r"(tcp|tls)://([^\s/:]+|\[[0-9a-f:]+\]):\d+\Z")


@contextmanager
def connect(address: str) -> Iterator[Client]:
    """Be a client of a scheduler.

    Parameters
    ----------
    address : str
        ``tcp://host:port`` or ``tls://host:port``.

    Yields
    ------
    distributed.Client
        Connected; not the default of this process.

    Raises
    ------
    ClusterError
        When Dask is not installed, or no scheduler answers at that address.
    """
    where = {"scheduler": address}
    if not find_spec("distributed"):
        raise ClusterError("runs cannot be sent to a cluster: Dask is not installed", where, "Install it: make cluster")
    if not _ADDRESS.match(address):
        raise ClusterError("this is no address of a scheduler", where, "Give it as tcp://host:port or tls://host:port")
    from distributed import Client, Security

    security = Security()
    if address.startswith("tls") and not security.get_connection_args("client").get("ssl_context"):
        raise ClusterError("there are no certificates for tls", where, "Name them in Dask's configuration; see docs/scaling.md")
    try:
        # a client that cannot connect leaves threads behind, so knock first
        known = asyncio.run(_knock(address, security))
        if known.get("type") != "Scheduler":
            raise ClusterError("what answers there is not a scheduler", where, "Give the address that dask scheduler prints")
        client = Client(address, timeout=PATIENCE, set_as_default=False, security=security)
    except OSError as problem:
        action = "Start one (dask scheduler), or correct the address; see docs/scaling.md"
        raise ClusterError("no scheduler answers", {**where, "problem": str(problem) or "it took too long"}, action) from None
    try:
        yield client
    finally:
        client.close(PATIENCE)


async def _knock(address: str, security: Security) -> dict[str, Any]:
    from distributed.core import rpc

    async with rpc(address, timeout=PATIENCE, connection_args=security.get_connection_args("client")) as scheduler:
        known: dict[str, Any] = await asyncio.wait_for(scheduler.identity(), PATIENCE)
    return known
