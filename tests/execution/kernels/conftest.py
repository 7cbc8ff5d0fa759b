import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from execution.kernels.cells import KERNEL_ONLY, WARM_UP

from ivp_analysis.execution.workshop import Workshop


@pytest.fixture(scope="session")
def forking() -> Iterator[Workshop]:
    """Kernels are forked from the template of the project's own notebooks."""
    with Workshop([WARM_UP], "fork") as workshop:
        yield workshop


@pytest.fixture(scope="session")
def bare() -> Iterator[Workshop]:
    """Kernels are forked from a template that has imported nothing but what a kernel is."""
    with Workshop(KERNEL_ONLY, "fork") as workshop:
        yield workshop


@pytest.fixture(scope="session")
def stock() -> Iterator[Workshop]:
    """Kernels are started in the ordinary way."""
    with Workshop(kernel="stock") as workshop:
        yield workshop


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """Write a module that a template can import; returns its name."""
    folder = tmp_path / "modules"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder))

    def write(name: str, source: str) -> str:
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
        return name

    return write


@pytest.fixture(autouse=True)
def _no_left_over_tasks() -> Iterator[None]:
    """A killed kernel leaves a task of nbclient behind; collected in the middle of a compile it upsets Python 3.11."""
    yield
    gc.collect()
