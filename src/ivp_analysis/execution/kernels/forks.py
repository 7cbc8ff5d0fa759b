"""The caller's end of a template: starts it, asks it for kernels, and gives each the face of a process."""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from ivp_analysis.errors import NotebookError
from ivp_analysis.execution.kernels.template import LARGEST

_LOG = logging.getLogger(__name__)

_MODULE = "ivp_analysis.execution.kernels.template"


class TemplateError(NotebookError):
    """No kernel can be forked here; the ordinary way remains."""


class ForkedKernel:
    """A forked kernel with the face of `subprocess.Popen`, as far as a provisioner looks at it.

    Parameters
    ----------
    lifeline : socket
        The caller's end; closing it ends the kernel.
    timeout : float
        Seconds in which the template must answer.
    """

    stdin = stdout = stderr = None

    def __init__(self, lifeline: socket.socket, timeout: float) -> None:
        self._lifeline = lifeline
        self.returncode: int | None = None
        message = self._hear(timeout)
        if message is None or "pid" not in message:
            lifeline.close()
            raise TemplateError("the template gave no kernel")
        self.pid: int = message["pid"]

    def poll(self) -> int | None:
        """Return how the kernel ended; None while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the kernel ends, and return how."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Have the template send a signal to the kernel and what it started."""
        if self.poll() is None:
            self._lifeline.send(json.dumps({"signal": int(number)}).encode())

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            message = self._hear(timeout)
            if message is not None:
                # an empty message: the template is gone, and its kernels with it
                self.returncode = message.get("exit", -signal.SIGKILL)
                self._lifeline.close()
        return self.returncode

    def _hear(self, timeout: float | None) -> dict[str, int] | None:
        if not _readable(self._lifeline, timeout):
            return None
        try:
            text = self._lifeline.recv(LARGEST)
        except OSError:
            text = b""
        message: dict[str, int] = json.loads(text) if text else {}
        return message


@dataclass
class Forks:
    """A template and its caller's end; a template that died is started again at the next kernel.

    Parameters
    ----------
    preload : sequence of str
        What the template imports and calls; see `template.preload`.
    environment : mapping of str to str
        Variables for the template, on top of those of this process.
    timeout : float
        Seconds in which the template must be ready.
    broken : str
        Why no kernel can be forked from this template; empty where it can.
    closed : bool
        Whether it was closed for good: nothing begins any more.
    """

    preload: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 120.0
    broken: str = ""
    closed: bool = False
    _started_with: Mapping[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _ready: bool = False
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __deepcopy__(self, _: object) -> Self:
        # it travels in the configuration of a kernel manager, which is copied; there is one process all the same
        return self

    @property
    def pid(self) -> int | None:
        """Process id of the template; None before it is started."""
        return self._process.pid if self._process else None

    def start(self) -> socket.socket:
        """Start the template, without waiting for it; returns the socket that it listens to."""
        with self._lock:
            self._end()
            self._started_with = {**os.environ, **self.environment}
            mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            command = [sys.executable, "-m", _MODULE, str(theirs.fileno()), str(os.getpid()), *self.preload]
            self._control = mine
            try:
                # a session of its own: Ctrl-C is for this process, which ends the template in order
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    command,
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    env=self._started_with,
                    start_new_session=True,
                )
            finally:
                theirs.close()
            return mine

    def wait(self) -> socket.socket:
        """Wait until the template is ready; returns the socket that it listens to.

        Raises
        ------
        TemplateError
            When it does not get ready, or is not fit to fork from; then it is not tried again.
        """
        with self._lock:
            if self.closed:
                raise TemplateError("nothing begins any more")
            if self.broken:
                raise TemplateError(self.broken)
            control = self._control
            if control is None or self._process is None or self._process.poll() is not None:
                control = self.start()
            if not self._ready:
                message = control.recv(LARGEST) if _readable(control, self.timeout) else b""
                unfit = json.loads(message)["unfit"] if message else "it does not start"
                if unfit:
                    self._end()
                    self.broken = f"the template is not fit to fork kernels from: {unfit}"
                    _LOG.warning("%s; kernels are started in the ordinary way", self.broken)
                    raise TemplateError(self.broken)
                self._ready = True
            return control

    def fork(self, command: Sequence[str], environment: Mapping[str, str], folder: str) -> ForkedKernel:
        """Fork a kernel.

        Parameters
        ----------
        command : sequence of str
            The command that would start the kernel.
        environment : mapping of str to str
            All variables of the kernel.
        folder : str
            The folder that it works in.

        Raises
        ------
        TemplateError
            When the template does not start, is not fit to fork from, or does not answer.
        """
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with self._lock:
                control = self.wait()
                ours = self._started_with
                request = {
                    "command": list(command),
                    "environment": {name: value for name, value in environment.items() if ours.get(name) != value},
                    "unset": [name for name in ours if name not in environment],
                    "folder": folder,
                }
                socket.send_fds(control, [json.dumps(request).encode()], [theirs.fileno()])
        except (OSError, TemplateError) as problem:
            mine.close()
            raise TemplateError(f"no kernel can be forked: {problem}") from None
        finally:
            theirs.close()
        return ForkedKernel(mine, self.timeout)

    def close(self) -> None:
        """End the template and all its kernels, for good."""
        # before the lock: who holds it may be waiting for the template
        self.closed = True
        with self._lock:
            self._end()

    def _end(self) -> None:
        with self._lock:
            self._ready = False
            if self._control:
                self._control.close()
                self._control = None
            if self._process:
                try:
                    self._process.wait(5)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
                self._process = None


def _readable(end: socket.socket, timeout: float | None) -> bool:
    """Wait until something can be read; not with select, which knows only the first 1024 handles."""
    with selectors.PollSelector() as selector:
        selector.register(end, selectors.EVENT_READ)
        return bool(selector.select(timeout))
