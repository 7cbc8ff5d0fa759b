"""Make the virtual environment and install what a lock lists: environment.py FOLDER LOCK.

Debian's Python comes without the parts that make an environment; as root they are installed with apt-get. An environment in which an
installation was broken off is made anew, because an installer takes a half-copied package for a whole one.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - it runs before anything checks the version
    sys.exit(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}; give one: make PYTHON=python3.11")

PROJECT = Path(__file__).resolve().parents[1]
BUILD_LOCK = PROJECT / "requirements-build.lock"
PACKAGES = [f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "ca-certificates"]
APT_INSTALL = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *PACKAGES]


def install(folder: Path, lock: Path) -> None:
    """Bring the environment to what a lock lists, and the project itself into it."""
    identity = f"{sys.version}\n{BUILD_LOCK.read_text(encoding='utf-8')}"
    complete = folder / "complete"
    if not complete.is_file() or complete.read_text(encoding="utf-8") != identity:
        make(folder)
    complete.unlink(missing_ok=True)
    python = str(folder / "bin" / "python")
    uv = [str(folder / "bin" / "uv"), "pip", "install", "--quiet", "--python", python]
    call([*uv, "--require-hashes", "--compile-bytecode", "-r", str(lock)])
    call([*uv, "--no-deps", "--no-build-isolation", "-e", str(PROJECT)])
    complete.write_text(identity, encoding="utf-8")


def make(folder: Path) -> None:
    """Make an empty environment with the installer and the build backend in it."""
    if not can_make():
        install_with_apt()
    shutil.rmtree(folder, ignore_errors=True)
    call([sys.executable, "-m", "venv", str(folder)])
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    call([*pip, "--require-hashes", "-r", str(BUILD_LOCK)])


def can_make() -> bool:
    """Say whether this Python has the modules that make an environment."""
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def install_with_apt() -> None:
    """Install what Debian leaves out, or say how to."""
    if not shutil.which("apt-get"):
        sys.exit("this Python lacks the modules venv and ensurepip; install them, or give another Python: make PYTHON=python3.11")
    if getattr(os, "geteuid", lambda: 1)() != 0:
        sys.exit(f"this Python cannot make environments; first run: sudo {' '.join(APT_INSTALL[:3] + PACKAGES)}")
    print(f"this Python cannot make environments; installing {' and '.join(PACKAGES)} with apt-get", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call(["apt-get", "update", "-qq"], quiet)
    call(APT_INSTALL, quiet)
    if not can_make():
        sys.exit(f"this Python still cannot make environments with {' and '.join(PACKAGES)}; give another: make PYTHON=python3.11")


def call(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command; end with what to do where it fails."""
    code = subprocess.run(command, check=False, env=environment).returncode
    if code:
        sys.exit(
            f"{Path(command[0]).name} failed with code {code}; the reason stands above. If it is a certificate, the network "
            "inspects traffic: let PIP_CERT and SSL_CERT_FILE name the file with its certificates"
        )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: environment.py FOLDER LOCK")
    install(Path(sys.argv[1]), Path(sys.argv[2]))
