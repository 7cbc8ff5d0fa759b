"""How papermill runs a notebook in a batch: with a kernel manager of ours, and with the error in the notebook whatever went wrong."""

from __future__ import annotations

import logging
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

from ivp_analysis.execution.kernels.provisioner import BatchKernelManager

NAME = "ivp"


class BatchEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine; a cell that hangs and a kernel that dies leave an error in the cell, as any other error does."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any) -> None:
        """Run the cells.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            papermill's hold on the notebook.
        kernel_name : str
            Name of the kernel specification.
        **kwargs : Any
            Options of papermill and nbclient.
        """
        kwargs["kernel_manager_class"] = BatchKernelManager
        limit = kwargs.get("execution_timeout")
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        except CellTimeoutError:
            _note(nb_man, "TimeoutError", f"the cell took longer than {limit} s (setting IVP_CELL_TIMEOUT)")
        except DeadKernelError:
            _note(nb_man, "DeadKernelError", "the kernel died while the cell ran")


def register() -> None:
    """Make the engine known to papermill in this process, and papermill quiet."""
    papermill_engines.register(NAME, BatchEngine)
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)


def _note(nb_man: NotebookExecutionManager, kind: str, message: str) -> None:
    reached = [cell for cell in nb_man.nb.cells if cell.metadata.papermill.status != nb_man.PENDING and cell.cell_type == "code"]
    if not reached:
        raise RuntimeError(message)
    reached[-1].outputs.append(new_output("error", ename=kind, evalue=message, traceback=[f"{kind}: {message}"]))
