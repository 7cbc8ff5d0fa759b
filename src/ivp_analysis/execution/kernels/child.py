"""What a forked process does to be an ordinary IPython kernel: nothing that a notebook can see tells it from one that was started."""

from __future__ import annotations

import gc
import os
import signal
import sys
from importlib.util import find_spec
from typing import Any


def become_kernel(request: dict[str, Any]) -> None:
    """Be an ordinary IPython kernel from here on; comes back when the kernel was shut down.

    Parameters
    ----------
    request : dict
        "command" that would start the kernel, "folder" to work in, "environment" to set and variables to "unset", "parent" process id.
    """
    os.setsid()
    die_with(request["parent"])
    # jupyter_client tells kernels who their parent is; here that is the template
    os.environ.update(request["environment"], JPY_PARENT_PID=str(request["parent"]))
    for name in request["unset"]:
        os.environ.pop(name, None)
    os.chdir(request["folder"])
    if "numpy" in sys.modules:  # kernels that were not seeded must not draw the same numbers
        sys.modules["numpy"].random.seed()
    gc.enable()
    from ipykernel.kernelapp import IPKernelApp

    launcher = find_spec("ipykernel_launcher")
    sys.orig_argv = request["command"]
    sys.argv = [launcher.origin if launcher and launcher.origin else "", *request["command"][3:]]
    # wherever there is no signal for it, this makes the kernel end with the template
    IPKernelApp.launch_instance(parent_handle=request["parent"])


def die_with(parent: int) -> None:
    """Ask Linux to end this process as soon as the thread that forked it is gone; elsewhere the kernel looks for its parent every second.

    Parameters
    ----------
    parent : int
        Process id of who forked this process.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)
