"""One list of dependencies, said four times: pyproject.toml, the locks, environment.yml and the environment itself."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from ivp_analysis.paths import PROJECT

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-build.lock")
CONDA_NAMES = {"matplotlib-base": "matplotlib", "playwright-python": "playwright"}
"""What conda-forge calls otherwise: the library without Qt, and the Python part beside the browsers' driver."""
NOT_ON_CONDA = {"axe-playwright-python", "svy"}


def declared(*extras: str) -> dict[str, Requirement]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + [line for extra in extras for line in project["optional-dependencies"][extra]]
    return {canonicalize_name(found.name): found for found in map(Requirement, lines)}


def locked(lock: str) -> dict[str, list[tuple[Requirement, list[str]]]]:
    """Requirements of a lock by name, each with its hashes; a name can stand there twice, for different Pythons."""
    text = (PROJECT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    result: dict[str, list[tuple[Requirement, list[str]]]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        requirement, *hashes = (part.strip() for part in re.split(r"\s--hash=", line))
        found = Requirement(requirement)
        result.setdefault(canonicalize_name(found.name), []).append((found, hashes))
    return result


def versions(lock: str) -> dict[str, set[str]]:
    return {name: {str(found.specifier).removeprefix("==") for found, _ in lines} for name, lines in locked(lock).items()}


def conda() -> tuple[list[str], list[str]]:
    content = YAML(typ="safe").load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    assert content["channels"] == ["conda-forge", "nodefaults"]
    lines = content["dependencies"]
    return [line for line in lines if isinstance(line, str)], next(line["pip"] for line in lines if isinstance(line, dict))


def test_conda_gives_the_same_names_and_ranges_as_pyproject() -> None:
    by_conda, by_pip = conda()
    found = {}
    for requirement in map(Requirement, [line for line in by_conda + by_pip if not line.startswith("-e")]):
        name = canonicalize_name(requirement.name)
        assert CONDA_NAMES.get(name, name) not in found
        found[CONDA_NAMES.get(name, name)] = requirement.specifier
    assert str(found.pop("python")) == tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert not found.pop("pip")
    assert found == {name: requirement.specifier for name, requirement in declared("test").items()}


def test_pip_brings_only_the_project_and_what_conda_lacks() -> None:
    _, by_pip = conda()
    assert "-e ." in by_pip
    assert {Requirement(line).name for line in by_pip if line != "-e ."} == NOT_ON_CONDA


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_one_version_and_its_hashes_for_every_requirement(lock: str) -> None:
    lines = [line for found in locked(lock).values() for line in found]
    assert lines
    for requirement, hashes in lines:
        assert [part.operator for part in requirement.specifier] == ["=="], requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), requirement


@pytest.mark.parametrize(("lock", "extras"), [("requirements.lock", ()), ("requirements-test.lock", ("test",))])
def test_a_lock_keeps_to_the_ranges_of_pyproject(lock: str, extras: tuple[str, ...]) -> None:
    pinned = versions(lock)
    for name, requirement in declared(*extras).items():
        assert all(requirement.specifier.contains(version) for version in pinned[name]), requirement


def test_the_build_lock_holds_the_build_backend_and_what_it_asks_for() -> None:
    asked = [line for line in (PROJECT / "requirements-build.in").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    backend = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    pinned = versions("requirements-build.lock")
    assert set(backend) <= set(asked)
    for requirement in map(Requirement, asked):
        assert all(requirement.specifier.contains(version) for version in pinned[canonicalize_name(requirement.name)]), requirement


@pytest.mark.parametrize("smaller", ["requirements.lock", "requirements-build.lock"])
def test_locks_agree_on_every_version(smaller: str) -> None:
    tests = versions("requirements-test.lock")
    only_there = set(versions(smaller)) - set(tests)
    assert smaller == "requirements-build.lock" or not only_there
    assert all(found == tests[name] for name, found in versions(smaller).items() if name in tests)


# tools/environment.py


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module that makes folders and installs nothing."""
    spec = importlib.util.spec_from_file_location("environment_tool", PROJECT / "tools" / "environment.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    calls: list[list[str]] = []

    def call(command: list[str], environment: dict[str, str] | None = None) -> None:
        calls.append(command)
        if "venv" in command:
            Path(command[-1]).mkdir(parents=True)

    monkeypatch.setattr(module, "call", call)
    monkeypatch.setattr(module, "calls", calls, raising=False)
    return module


def made(tool: ModuleType) -> int:
    return sum("venv" in command for command in tool.calls)


def test_a_whole_environment_is_kept(tool: ModuleType, tmp_path: Path) -> None:
    tool.install(tmp_path / "venv", Path("requirements.lock"))
    tool.install(tmp_path / "venv", Path("requirements-test.lock"))
    assert made(tool) == 1


def test_an_environment_with_a_broken_installation_is_made_anew(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool.install(tmp_path / "venv", Path("requirements.lock"))
    working = tool.call

    def killed(command: list[str], environment: dict[str, str] | None = None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(tool, "call", killed)
    with pytest.raises(KeyboardInterrupt):
        tool.install(tmp_path / "venv", Path("requirements-test.lock"))
    (tmp_path / "venv" / "half").touch()
    monkeypatch.setattr(tool, "call", working)
    tool.install(tmp_path / "venv", Path("requirements-test.lock"))
    assert made(tool) == 2
    assert not (tmp_path / "venv" / "half").exists()


def test_everything_is_installed_with_hashes_and_nothing_is_built_with_what_no_lock_lists(tool: ModuleType, tmp_path: Path) -> None:
    tool.install(tmp_path / "venv", Path("requirements.lock"))
    installs = [command for command in tool.calls if "install" in command]
    assert len(installs) == 3
    for command in installs:
        assert "--require-hashes" in command or {"--no-deps", "--no-build-isolation"} <= set(command)


@pytest.mark.parametrize(
    ("apt", "user", "says"),
    [(None, 0, "make PYTHON="), ("/usr/bin/apt-get", 1000, "first run: sudo apt-get install -y"), ("/usr/bin/apt-get", 0, "still cannot")],
)
def test_a_python_without_venv_ends_with_what_to_do(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, apt: str | None, user: int, says: str
) -> None:
    monkeypatch.setattr(tool, "can_make", lambda: False)
    monkeypatch.setattr("shutil.which", lambda _: apt)
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    with pytest.raises(SystemExit, match=says):
        tool.make(tmp_path / "venv")


def test_a_failing_step_ends_the_script_with_a_message(tmp_path: Path) -> None:
    tool = "import runpy, sys; m = runpy.run_path('tools/environment.py'); m['call']([sys.executable, '-c', 'raise SystemExit(3)'])"
    done = subprocess.run([sys.executable, "-c", tool], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "failed with code 3" in done.stderr
