"""Fixtures that all tests share."""

import os
import shutil
from pathlib import Path

import pytest

from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid, load_kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality, load_municipality


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: a whole report on real input runs while the other tests do."""
    items.sort(key=lambda item: "test_real_input" not in item.nodeid)


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


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Path:
    """A home folder with the sample, both editions processed. Tests that write reports make a folder of their own with `linked_home`."""
    from ivp_analysis.processing import process

    home = tmp_path_factory.mktemp("sample")
    for delivery in (PROJECT / "data" / "raw" / "dalfsen").glob("voorbeeld-*"):
        shutil.copytree(delivery, Paths(home).raw("dalfsen") / delivery.name)
    process(dalfsen, kernbeleid, Paths(home), "2022-H1")
    return home


@pytest.fixture
def linked_home(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own with the processed sample; IVP_HOME points at it."""
    home = tmp_path / "home"
    shutil.copytree(sample_home / "data", home / "data")
    monkeypatch.setenv("IVP_HOME", str(home))
    return home
