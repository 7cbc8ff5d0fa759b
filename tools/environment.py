"""Make the virtual environment, also where Debian's Python comes without the venv package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - it runs before anything checks the version
    sys.exit(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}; give one: make PYTHON=python3.11")

target = Path(sys.argv[1])


def make() -> bool:
    """Make the environment; False where Python lacks the parts for it."""
    shutil.rmtree(target, ignore_errors=True)
    return subprocess.run([sys.executable, "-m", "venv", str(target)], check=False, capture_output=True).returncode == 0


if not make():
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package, "ca-certificates"]
    root = getattr(os, "geteuid", lambda: 1)() == 0
    if not (root and shutil.which("apt-get")):
        sys.exit(f"python -m venv does not work here; install it first: sudo {' '.join(install)}")
    print(f"python -m venv is missing; installing {package} with apt-get")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(install, check=True)
    if not make():
        sys.exit(f"python -m venv still fails after installing {package}; run it by hand to see why: {sys.executable} -m venv {target}")
