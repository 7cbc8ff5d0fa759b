"""Make Chromium available for the browser tests: what is there already, else Debian's, else Playwright's own.

Decides nothing about tests: where no browser can be had, they are skipped and listed by name.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a Chromium, or None.

    Returns
    -------
    str or None
        One that is installed on this machine and starts, else the one that Playwright downloaded.
    """
    for name in NAMES:
        if (path := shutil.which(name)) and _starts(path):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if shutil.which(own) and _starts(own) else None


def install() -> None:
    """Try to install Chromium; a failure is told and leaves things as they were."""
    root = getattr(os, "geteuid", lambda: 1)() == 0
    if root and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        wait = ["-o", "DPkg::Lock::Timeout=300"]
        commands = [
            ["apt-get", "update", "-qq", *wait],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wait, "chromium"],
        ]
        if all(_works(command, quiet) for command in commands):
            return
    _works([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser without snap, and a download whose system libraries are missing, are there and do not start
    try:
        done = subprocess.run(
            [path, "--headless", "--no-sandbox", "--dump-dom", "about:blank"], check=False, capture_output=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _works(command: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        print(f"{' '.join(command[:3])} failed: {last}")
    return done.returncode == 0


if __name__ == "__main__":
    if not find():
        print("no Chromium here; trying to install one")
        install()
    found = find()
    print(f"browser tests use {found}" if found else "no Chromium can be had: the browser tests will be listed by name as not run")
