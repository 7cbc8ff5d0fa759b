"""What holds for the repository as a whole, committed or about to be."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ivp_analysis.paths import PROJECT

MEGABYTE = 1_000_000
SOURCE = PROJECT / "src" / "ivp_analysis"
SAMPLE = re.compile(r"data/raw/[a-z0-9-]+/voorbeeld-[a-z0-9-]+/")
WHOLE_PROJECT = {"notebooks", "browser", "whole"}
"""Folders of tests that are about more than one room."""
INSTALLS = re.compile(r"(requirements.*|environment\.yml|pyproject\.toml|Makefile|\.ci/.*|tools/.*)\Z")


def committed() -> list[str]:
    """Every file that is in git or would be added by git add, by its path from the root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted({name for name in names if name and (PROJECT / name).is_file()})


def found(pattern: str, names: list[str]) -> list[str]:
    regex = re.compile(pattern.encode())
    return [name for name in names if regex.search((PROJECT / name).read_bytes())]


def rooms() -> set[str]:
    return {path.parent.name for path in SOURCE.glob("*/__init__.py")}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_git_lists_the_files_that_the_other_tests_look_at() -> None:
    assert {"pyproject.toml", "Makefile", "src/ivp_analysis/errors.py", "tests/conftest.py"} <= set(committed())


def test_nothing_is_installed_from_a_folder_of_one_machine() -> None:
    assert not found("file:/[/]", [name for name in committed() if INSTALLS.match(name)])


def test_no_path_of_one_machine_is_named() -> None:
    places = [r"(?<![\w./-])/work/", r"(?<![\w./-])/home/[a-z]", r"(?<![\w./-])/Users/[A-Za-z]", r"[A-Za-z]:\\+Users\\"]
    assert not found("|".join(places), [name for name in committed() if name != "tests/test_repository.py"])


def test_files_are_small() -> None:
    sizes = {name: (PROJECT / name).stat().st_size for name in committed()}
    assert not [name for name, size in sizes.items() if size > MEGABYTE and not SAMPLE.match(name)]
    assert sum(size for name, size in sizes.items() if SAMPLE.match(name)) < 3 * MEGABYTE


def test_notebooks_are_committed_without_what_a_run_leaves_in_them() -> None:
    notebooks = [name for name in committed() if name.endswith(".ipynb")]
    assert notebooks
    for name in notebooks:
        cells = [cell for cell in json.loads((PROJECT / name).read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
        assert cells, name
        assert not [cell for cell in cells if cell["outputs"] or cell["execution_count"] is not None], name
    done = subprocess.run(
        [sys.executable, "-m", "nbstripout", "--verify", *notebooks], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"make format mends this: {done.stdout}{done.stderr}"


def test_links_between_documents_lead_somewhere() -> None:
    pages = [PROJECT / name for name in committed() if name.endswith(".md")]
    links = [(page, target) for page in pages for target in re.findall(r"\]\(([^)#:]+)[^):]*\)", page.read_text(encoding="utf-8"))]
    assert links
    assert not [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_says_what_it_does_and_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    lines = text.count("\n")
    assert lines <= 250


def test_tests_lie_as_the_rooms_do() -> None:
    folders = {path.parent.name for path in (PROJECT / "tests").glob("*/test_*.py")}
    assert folders - rooms() <= WHOLE_PROJECT
    assert rooms() <= folders


def test_every_module_imports_without_what_only_unix_has() -> None:
    code = """
import builtins, importlib, pkgutil
UNIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
real = builtins.__import__

def guarded(name, globals=None, locals=None, fromlist=(), level=0):
    # libraries choose for themselves; only this package is held to it
    if level == 0 and name in UNIX and str((globals or {}).get("__name__", "")).startswith("ivp_analysis"):
        raise ModuleNotFoundError(f"{name} is not there on Windows")
    return real(name, globals, locals, fromlist, level)

builtins.__import__ = guarded
import ivp_analysis
names = [module.name for module in pkgutil.walk_packages(ivp_analysis.__path__, "ivp_analysis.") if not module.name.endswith("__main__")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""
    assert int(run(code)) == len([path for path in modules() if path.parent != SOURCE or path.stem not in ("__init__", "__main__")])


def test_help_comes_without_loading_what_only_the_work_needs() -> None:
    code = """
import sys
from ivp_analysis.cli import app
try:
    app(["--help"])
except SystemExit as stop:
    assert not stop.code, stop.code
heavy = {"pandas", "numpy", "geopandas", "matplotlib", "seaborn", "openpyxl", "httpx", "papermill", "nbconvert", "pandera", "scipy"}
print("loaded:", *sorted(heavy & set(sys.modules)))
"""
    assert run(code).splitlines()[-1].strip() == "loaded:"


def test_make_help_lists_every_target() -> None:
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", text, re.MULTILINE))
    listed = subprocess.run(["make", "--no-print-directory", "help"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert targets == set(re.findall(r"^  make (\w+)", listed, re.MULTILINE))
    assert {"report", "test", "lab", "help"} <= targets
