"""The template: a process that imports what notebooks import, and then forks a kernel for each of them.

It runs as ``python -m ivp_analysis.execution.kernels.template FD PARENT PRELOAD…`` and serves one socket. A request for a kernel brings a
lifeline, a socket of its own: over it the caller learns the process id and the exit status, and sends signals. The template ends, and
every kernel with it, when the caller closes the socket or dies.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ivp_analysis.execution.kernels.child import become_kernel

LARGEST = 65536
"""Bytes of the longest message; requests carry only what differs from the template's own environment."""

REOPENED = ("/proj.db", ".ttf", ".otf", "/dev/null")
"""Open files that do no harm: in a forked process PROJ opens its database anew (since version 8.1), and matplotlib its fonts."""

TOO_EARLY = ("matplotlib_inline.backend_inline", "tqdm.autonotebook")
"""Modules that look for the shell when they are imported: before there is one, figures and progress bars would be lost."""

_PATIENCE = 1.0
"""Seconds after which the template looks whether its caller is alive."""


@dataclass
class Template:
    """The kernels that are alive, and the socket that asks for more.

    Attributes
    ----------
    control : socket
        Where requests come in.
    caller : int
        Process id of who asks.
    kernels : dict of int to socket
        The lifeline of each kernel, by process id.
    """

    control: socket.socket
    caller: int
    kernels: dict[int, socket.socket] = field(default_factory=dict)

    def serve(self) -> dict[str, Any]:
        """Answer requests until the caller is gone; returns only in a new kernel, with its request."""
        wakeup, bell = socket.socketpair()
        for end in (wakeup, bell):
            end.setblocking(False)  # noqa: FBT003
        # a handler of its own makes the signal write to the bell; what it does is nothing
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(bell.fileno(), warn_on_full_buffer=False)
        while True:
            ready = self._heard(self.control, wakeup, *self.kernels.values())
            if wakeup in ready:
                wakeup.recv(LARGEST)
                self._bury()
            for pid, lifeline in list(self.kernels.items()):
                if lifeline in ready:
                    self._signal(pid, lifeline)
            if self.control in ready:
                request = self._fork()
                if request is not None:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    for end in (self.control, wakeup, bell, *self.kernels.values()):
                        end.close()
                    return request

    def _heard(self, *ends: socket.socket) -> set[Any]:
        """Wait until something is said; returns where."""
        with selectors.PollSelector() as selector:
            for end in ends:
                selector.register(end, selectors.EVENT_READ)
            ready = {key.fileobj for key, _ in selector.select(_PATIENCE)}
        # the socket stays open where the caller has forked; and a signal at its death would come at the end of a thread of it already
        if os.getppid() != self.caller:
            self._end()
        return ready

    def _fork(self) -> dict[str, Any] | None:
        """Fork a kernel; returns its request in the kernel and nothing in the template."""
        message, handles, _, _ = socket.recv_fds(self.control, LARGEST, 1)
        if not message:
            self._end()
        os.set_inheritable(handles[0], False)  # noqa: FBT003
        lifeline = socket.socket(fileno=handles[0])
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError:
            # no memory or too many processes; the caller sees it at the lifeline
            lifeline.close()
            return None
        if pid == 0:
            lifeline.close()
            return {**json.loads(message), "parent": parent}
        self.kernels[pid] = lifeline
        _tell(lifeline, {"pid": pid})
        return None

    def _signal(self, pid: int, lifeline: socket.socket) -> None:
        """Do what the caller asks of a kernel; a lifeline that was let go ends it."""
        try:
            message = lifeline.recv(LARGEST)
        except OSError:
            message = b""
        _kill(pid, json.loads(message)["signal"] if message else signal.SIGKILL)
        if not message:
            lifeline.close()
            os.waitpid(pid, 0)
            del self.kernels[pid]

    def _bury(self) -> None:
        """Tell callers which kernels have ended, and how."""
        for pid in list(self.kernels):
            gone, status = os.waitpid(pid, os.WNOHANG)
            if gone:
                lifeline = self.kernels.pop(pid)
                _tell(lifeline, {"exit": os.waitstatus_to_exitcode(status)})
                lifeline.close()

    def _end(self) -> None:
        for pid in self.kernels:
            _kill(pid, signal.SIGKILL)
        os._exit(0)


def _kill(pid: int, number: int) -> None:
    """Send a signal to a kernel and what it started; before it has a group of its own, to the kernel alone."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        # it was not buried yet, so the number cannot be another process by now
        os.kill(pid, number)


def _tell(lifeline: socket.socket, message: dict[str, int]) -> None:
    with contextlib.suppress(OSError):  # a caller that is gone needs no answer; its lifeline ends the kernel
        lifeline.send(json.dumps(message).encode())


def preload(names: Sequence[str]) -> None:
    """Import modules, and call functions that draw a first figure and the like.

    Parameters
    ----------
    names : sequence of str
        ``package.module``, or ``package.module:function`` to be called, or ``package.module:function:argument``.
    """
    # some libraries ask whether they are in a notebook when they are imported: pandas for how many columns it shows
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=None, config={"IPKernelApp": {}})
    try:
        for name in names:
            module, *call = name.split(":", 2)
            loaded = importlib.import_module(module)
            if call:
                getattr(loaded, call[0])(*call[1:])
    finally:
        del vars(builtins)["get_ipython"]
    # what was shown once here is to be shown in a kernel too, and what was printed not again
    vars(warnings)["onceregistry"].clear()
    sys.stdout.flush()
    sys.stderr.flush()


def burdens(control: int) -> list[str]:
    """List what must not be there when a process forks: threads, and open files and sockets that kernels would share.

    Parameters
    ----------
    control : int
        The file descriptor that is meant to be open, besides the standard streams.
    """
    found = [f"module {name}" for name in TOO_EARLY if name in sys.modules]
    found += [f"thread {thread.name}" for thread in threading.enumerate() if thread is not threading.main_thread()]
    tasks, handles = Path("/proc/self/task"), Path("/proc/self/fd")
    if tasks.is_dir() and (count := len(list(tasks.iterdir()))) > threading.active_count():
        found.append(f"{count - threading.active_count()} threads of a library")
    for handle in sorted(handles.iterdir()) if handles.is_dir() else ():
        target = str(handle.readlink()) if handle.is_symlink() else ""
        if target and int(handle.name) not in (0, 1, 2, control) and not target.endswith(REOPENED):
            found.append(f"open {target}")
    return found


def main() -> None:
    """Import, report, serve; in a kernel: be it."""
    handle, caller, *names = sys.argv[1:]
    control = socket.socket(fileno=int(handle))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # the folder that python -m puts in front is not there in a kernel either
    if sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]
    gc.disable()
    try:
        preload(names)
        unfit = ", ".join(burdens(control.fileno()))
        unfit = unfit and f"it holds {unfit}"
    except Exception as problem:  # noqa: BLE001  whatever it is, the caller says it and starts kernels in the ordinary way
        unfit = f"{type(problem).__name__}: {problem}"
    gc.collect()
    gc.freeze()
    with contextlib.suppress(OSError):  # a caller that is gone by now is noticed next
        control.send(json.dumps({"unfit": unfit[:1000]}).encode())
    request = Template(control, int(caller)).serve()
    control.detach()
    become_kernel(request)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
