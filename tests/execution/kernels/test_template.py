"""A template that is fit to fork from, and what makes one unfit."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from execution.kernels.cells import WARM_UP

from ivp_analysis.execution.kernels.forks import Forks, TemplateError
from ivp_analysis.execution.workshop import Workshop

pytestmark = pytest.mark.slow

Module = Callable[[str, str], str]


def unfit(name: str) -> str:
    """Start a template with a module; return why it is not fit, or nothing."""
    forks = Forks([name], dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))
    try:
        forks.wait()
    except TemplateError as problem:
        return str(problem)
    finally:
        forks.close()
    return ""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import threading, time; threading.Thread(target=time.sleep, args=(60,), name='own', daemon=True).start()", "thread own"),
        ("import zmq; context = zmq.Context(); socket = context.socket(zmq.PUSH)", "threads of a library"),
        ("file = open(__file__)", "open /"),
        ("import socket; pair = socket.socketpair()", "open socket:"),
        ("import os; ends = os.pipe()", "open pipe:"),
        ("import sqlite3; base = sqlite3.connect(__file__ + '.sqlite'); base.execute('create table a (b)')", "open /"),
        ("import matplotlib_inline.backend_inline", "module matplotlib_inline.backend_inline"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import no_such_module", "ModuleNotFoundError"),
        ("raise SystemExit(3)", "it does not start"),
    ],
)
def test_a_template_that_is_not_fit_to_fork_from_says_why(module: Module, source: str, said: str) -> None:
    assert said in unfit(module("burden", source))


def test_reading_a_map_or_a_table_in_the_template_is_noticed(module: Module, sample_home: Path) -> None:
    table = next(sample_home.glob("data/processed/dalfsen/*/2022-H2/estimates.parquet"))
    assert "threads of a library" in unfit(module("burden", f"import pandas; pandas.read_parquet({str(table)!r})"))
    layer = "import geopandas, os; here = os.path.dirname(__file__); one = geopandas.GeoSeries.from_xy([0], [0], crs=28992)"
    layer += "; one.to_file(here + '/a.gpkg'); import pyogrio; handle = open(here + '/a.gpkg', 'rb')"
    assert "a.gpkg" in unfit(module("layer", layer))


def test_the_template_of_the_project_is_fit_and_has_one_thread() -> None:
    with Workshop([WARM_UP], "fork") as workshop:
        assert workshop.forks
        assert workshop.forks.pid
        process = Path(f"/proc/{workshop.forks.pid}")
        assert len(list((process / "task").iterdir())) == 1
        handles = [str(handle.readlink()) for handle in (process / "fd").iterdir()]
        assert not [name for name in handles if "anon_inode:[eventfd]" in name or name.endswith((".parquet", ".gpkg"))]
        # the socket that it is asked by, and two that tell it when a kernel ends
        assert len([name for name in handles if name.startswith("socket:")]) <= 3


def test_the_project_s_template_has_imported_what_notebooks_import(module: Module) -> None:
    """What a notebook imports beyond that, it would import in every one of its kernels."""
    code = f"""
import builtins, importlib, json, sys
module, function = {WARM_UP!r}.split(":")
getattr(importlib.import_module(module), function)()
print(json.dumps(sorted(sys.modules)))
"""
    environment = {**os.environ, "MPLBACKEND": "agg"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert {"geopandas", "matplotlib.pyplot", "pandas", "seaborn", "ipykernel.kernelapp"} <= loaded
    assert not {"matplotlib_inline.backend_inline", "tqdm.autonotebook"} & loaded


def test_what_is_asked_while_the_template_imports_is_answered_as_in_a_notebook(module: Module) -> None:
    source = "import builtins\nassert get_ipython().config['IPKernelApp'] == {}\n"
    assert unfit(module("asks", source)) == ""
    after = module("after", "import builtins\n")
    assert unfit(after) == ""


def test_a_template_that_is_not_fit_is_not_tried_again(module: Module, caplog: pytest.LogCaptureFixture) -> None:
    forks = Forks([module("broken", "1 / 0")])
    for _ in range(3):
        with pytest.raises(TemplateError, match="ZeroDivisionError"):
            forks.fork(["python"], {}, "/")
    assert forks.pid is None
    assert [record.message for record in caplog.records if "ordinary way" in record.message] == [
        f"{forks.broken}; kernels are started in the ordinary way"
    ]


def test_a_template_is_made_of_the_source_as_it_is_now(tmp_path: Path, module: Module) -> None:
    from execution.kernels.cells import KERNEL_ONLY, said

    for value in ("1", "22"):
        name = module("changing", f"VALUE = {value}\n")
        with Workshop([*KERNEL_ONLY, name], "fork") as workshop:
            assert said(workshop, f"import {name}; print({name}.VALUE)") == [f"{value}\n"]
    assert (tmp_path / "modules").is_dir()
