"""Runs on more machines: a Dask cluster makes them, results come back to the caller and are kept there."""

from ivp_analysis.execution.cluster.team import ClusterWorkers
from ivp_analysis.execution.cluster.versions import ClusterError

__all__ = ["ClusterError", "ClusterWorkers"]
