"""Kernels that are forked, by the extension point that Jupyter has for it; and a kernel manager with a folder of its own."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Dict, Instance, Unicode

from ivp_analysis.execution.kernels.forks import Forks, TemplateError

_LOG = logging.getLogger(__name__)

NAME = "ivp-fork"
"""The provisioner's name among the entry points of jupyter_client."""


class ForkProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Forks IPython kernels of this environment from the template of its kernel manager; starts any other in the ordinary way."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel.

        Parameters
        ----------
        cmd : list of str
            The command of the kernel specification; what follows the module's name is for the kernel.
        **kwargs : Any
            Environment and folder, as for `subprocess.Popen`.

        Notes
        -----
        Where the template cannot fork, the kernel is started in the ordinary way, and the log says why.
        """
        forks = getattr(self.parent, "forks", None)
        if forks is None or cmd[1:3] != ["-m", "ipykernel_launcher"] or not _this_environment(cmd[0]):
            return await super().launch_kernel(cmd, **kwargs)
        folder = str(kwargs.get("cwd") or Path.cwd())
        try:
            self.process = forks.fork(cmd, kwargs.get("env") or dict(os.environ), folder)
        except TemplateError as problem:
            if forks.closed:
                raise
            if not forks.broken:  # that is said once
                _LOG.warning("%s; the kernel is started in the ordinary way", problem)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.process.pid
        # the template sends signals, and only to kernels that it has not buried
        self.pgid = None
        self.cwd = folder
        return self.connection_info


def _this_environment(program: str) -> bool:
    """Say whether a program is the Python of this process: environments are folders, and their Pythons links to one file."""
    path = Path(program)
    return path.parent == Path(sys.executable).parent and path.exists() and path.samefile(sys.executable)


class BatchKernelManager(AsyncKernelManager):  # type: ignore[misc]
    """A kernel manager for one run: sockets and connection file in a private folder, variables of its own."""

    folder = Unicode(help="private folder for sockets and the connection file").tag(config=True)
    environment = Dict(help="variables on top of those of this process").tag(config=True)
    forks = Instance(Forks, allow_none=True, default_value=None, help="the template to fork from").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # the sockets lie in a private folder; there is nobody to hide from
        self.transport_encryption = "disabled"
        self.connection_file = f"{self.folder}/kernel.json"
        if hasattr(os, "fork"):
            # sockets that are files: no ports to race for, and nobody else can reach them
            self.transport, self.ip = "ipc", f"{self.folder}/s"

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The ordinary specification; it names the provisioner where there is a template."""
        spec: KernelSpec | None = super().kernel_spec
        if spec is not None and self.forks is not None:
            spec = KernelSpec(**{**spec.to_dict(), "resource_dir": spec.resource_dir})
            spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": NAME}}
        return spec

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple[list[str], dict[str, Any]]:
        kwargs["env"] = {**os.environ, **self.environment}
        command: tuple[list[str], dict[str, Any]] = await super()._async_pre_start_kernel(**kwargs)
        return command

    async def _async_post_start_kernel(self, **kwargs: Any) -> None:
        await super()._async_post_start_kernel(**kwargs)
        # whoever ends the batch ends this kernel too
        Path(self.folder, "pid").write_text(str(self.provisioner.pid), encoding="ascii")
