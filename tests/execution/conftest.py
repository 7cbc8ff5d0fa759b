import shutil
from pathlib import Path

import pytest
from execution.pages import Project


@pytest.fixture(scope="session")
def run_before(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose notebooks of two villages and two themes were run; it is only looked at."""
    project = Project(tmp_path_factory.mktemp("run_before"))
    project.fill(sample_home)
    return project


@pytest.fixture
def project(run_before: Project, tmp_path: Path) -> Project:
    """The same project in a folder of the test's own, to change."""
    return Project(Path(shutil.copytree(run_before.home, tmp_path / "home")))
