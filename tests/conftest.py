"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest

from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid, load_kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality, load_municipality


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real data to try the project on; tests that need it are skipped without it."""
    folder = Path(os.environ.get("IVP_SHARED", PROJECT.parent / "shared"))
    if not (folder / "real").is_dir():
        pytest.skip("the folder with real data is not here")
    return folder


@pytest.fixture(scope="session")
def kernbeleid() -> Kernbeleid:
    return load_kernbeleid(Paths().kernbeleid)


@pytest.fixture(scope="session")
def dalfsen() -> Municipality:
    return load_municipality("dalfsen", Paths())
