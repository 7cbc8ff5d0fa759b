"""Kernels that are forked live by themselves, and end with whoever asked for them."""

import os
import shlex
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from execution.kernels.cells import KERNEL_ONLY, alive, by_command, children, notebook, run, said, shown, soon, text

from ivp_analysis.execution.kernels.provisioner import NAME
from ivp_analysis.execution.workshop import Workshop

pytestmark = pytest.mark.slow

TREE = "import os, subprocess; child = subprocess.Popen(['sleep', '600']); print(os.getpid(), os.getppid(), child.pid, flush=True)"


def test_every_notebook_has_a_process_of_its_own_and_sees_nothing_of_others(bare: Workshop) -> None:
    change = "import os, sys, json; json.own = 1; os.environ['OWN'] = '1'; sys.path.append('own'); print(os.getpid(), os.getppid())"
    look = "import os, sys, json; print(hasattr(json, 'own'), 'OWN' in os.environ, 'own' in sys.path); print(os.getpid(), os.getppid())"
    first, second = said(bare, change)[0].split(), said(bare, look)[0].split()
    assert second[:3] == ["False"] * 3
    assert first[0] != second[3]
    assert bare.forks
    assert first[1] == second[4] == str(bare.forks.pid)


def test_numbers_that_were_not_seeded_differ_between_kernels(bare: Workshop) -> None:
    cell = "import random, uuid, numpy; print(random.random(), numpy.random.rand(), numpy.random.default_rng().random(), uuid.uuid4())"
    drawn = [said(bare, cell)[0].split() for _ in range(3)]
    assert all(len(set(column)) == 3 for column in zip(*drawn, strict=True))


def test_many_kernels_at_once_do_not_mix(bare: Workshop) -> None:
    numbers = range(40)
    with ThreadPoolExecutor(10) as pool:
        seen = list(pool.map(lambda number: said(bare, f"x = {number}", "import time; time.sleep(0.1)", "print(x * x)")[-1], numbers))
    assert seen == [f"{number * number}\n" for number in numbers]
    assert bare.forks
    assert bare.forks.pid
    template = bare.forks.pid
    assert soon(lambda: not children(template))
    assert [path.name for path in bare._folder.iterdir() if path.name.isdigit()] == []


def test_the_folder_of_this_process_stays_what_it_is_and_so_do_its_variables(bare: Workshop, tmp_path: Path) -> None:
    before, variables = Path.cwd(), dict(os.environ)
    seen: set[Path] = set()
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(run, bare, "import os; os.chdir('/'); os.environ['OWN'] = '1'; os.getcwd()") for _ in range(4)]
        while not all(future.done() for future in futures):
            seen.add(Path.cwd())
    assert not [future.result().error for future in futures if future.result().error]
    assert seen == {before}
    assert dict(os.environ) == variables


def test_a_kernel_may_have_threads_processes_and_a_pool_of_its_own(bare: Workshop) -> None:
    cell = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
    print(sum(pool.map(abs, range(-5, 5))))
"""
    assert said(bare, cell) == ["25\n"]


def test_a_cell_that_hangs_is_stopped_with_what_it_started(bare: Workshop) -> None:
    done = run(bare, TREE, "while True:\n    pass", timeout=2)
    assert done.error == "TimeoutError: the cell took longer than 2 s (setting IVP_CELL_TIMEOUT)"
    assert done.cell == 2
    kernel, _, child = map(int, text(shown(done.notebook)[0]).split())
    assert soon(lambda: not alive(kernel) and not alive(child))


def test_a_cell_that_does_not_listen_to_signals_is_stopped_too(bare: Workshop) -> None:
    deaf = "import signal, time\nfor n in (2, 15): signal.signal(n, signal.SIG_IGN)\nwhile True:\n    time.sleep(1)"
    started = time.monotonic()
    done = run(bare, deaf, timeout=2)
    assert "longer than 2 s" in done.error
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("death", ["os._exit(1)", "os.kill(os.getpid(), 9)", "os.abort()", "import ctypes; ctypes.string_at(0)"])
def test_a_kernel_that_dies_is_an_error_in_its_cell_and_of_no_other(bare: Workshop, death: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        dead = pool.submit(run, bare, "1 + 1", f"import os; {death}")
        good = pool.submit(run, bare, "import time; time.sleep(1)", "print('made')")
    assert dead.result().error == "DeadKernelError: the kernel died while the cell ran"
    assert dead.result().cell == 2
    assert good.result().error == ""


def test_a_template_that_was_killed_fails_what_ran_and_the_next_kernel_has_a_new_one(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with Workshop(KERNEL_ONLY, "fork") as workshop, ThreadPoolExecutor(1) as pool:
        assert workshop.forks
        first = workshop.forks.pid
        assert first
        running = pool.submit(run, workshop, f"open({str(mark)!r}, 'w').close(); import time; time.sleep(600)")
        assert soon(mark.exists, 20)
        kernels = children(first)
        os.kill(first, signal.SIGKILL)
        assert "DeadKernelError" in running.result(60).error
        assert soon(lambda: not any(map(alive, kernels)))
        assert said(workshop, "print(1)") == ["1\n"]
        assert workshop.forks.pid != first


def test_ending_the_workshop_ends_what_still_runs() -> None:
    with ThreadPoolExecutor(1) as pool:
        workshop = Workshop(KERNEL_ONLY, "fork")
        assert workshop.forks
        template = workshop.forks.pid or 0
        mark = workshop._folder / "mark"
        running = pool.submit(run, workshop, f"open({str(mark)!r}, 'w').close(); import time; time.sleep(600)")
        assert soon(mark.exists, 20)
        kernels = children(template)
        workshop.close()
        assert running.result(30).error
        assert soon(lambda: not any(map(alive, [template, *kernels])))
        assert not mark.parent.exists()


def test_after_the_end_nothing_begins_not_even_in_the_ordinary_way(caplog: pytest.LogCaptureFixture) -> None:
    with ThreadPoolExecutor(4) as pool:
        workshop = Workshop(KERNEL_ONLY, "fork")
        assert workshop.forks
        running = [pool.submit(run, workshop, "import time; time.sleep(600)") for _ in range(12)]
        time.sleep(0.3)
        workshop.close()
        assert all(future.result(30).error for future in running)
        assert workshop.forks.pid is None
        assert "ordinary way" not in caplog.text
        assert not workshop._folder.exists()


def test_more_handles_than_select_knows_are_no_hindrance(bare: Workshop) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 3000:
        pytest.fail("the machine that tests run on must allow 3000 open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 3000), hard))
    null = [os.open("/dev/null", os.O_RDONLY) for _ in range(1100)]
    try:
        assert said(bare, "print(1)") == ["1\n"]
    finally:
        for handle in null:
            os.close(handle)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_variable_that_came_later_reaches_a_kernel(bare: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAME_LATER", "1")
    assert said(bare, "import os; print(os.environ.get('CAME_LATER'))") == ["1\n"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_everything_ends_with_the_process_that_was_killed(tmp_path: Path, how: signal.Signals) -> None:
    told = tmp_path / "told"
    cell = f"{TREE}; open({str(told)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}} {{child.pid}} '); import time; time.sleep(600)"
    code = f"""
from execution.kernels.cells import KERNEL_ONLY, run
from ivp_analysis.execution.workshop import Workshop
with Workshop(KERNEL_ONLY, "fork") as workshop:
    run(workshop, {cell!r})
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(tmp_path)}
    caller = subprocess.Popen([sys.executable, "-c", code], env=environment)
    assert soon(lambda: told.exists() and told.read_text(encoding="utf-8").endswith(" "), 30)
    kernel, template, child = map(int, told.read_text(encoding="utf-8").split())
    assert alive(kernel)
    assert alive(template)
    caller.send_signal(how)
    caller.wait(10)
    assert soon(lambda: not alive(template) and not alive(kernel))
    assert child  # a program that a kernel started is the kernel's to end: with SIGKILL nobody is asked
    if alive(child):
        os.kill(child, signal.SIGKILL)


# what stays as it was


def test_a_kernel_s_sockets_lie_in_a_private_folder_with_a_short_path(bare: Workshop) -> None:
    cell = """
import os
print([line.split()[-1] for line in open("/proc/net/unix") if str(os.path.dirname(get_ipython().kernel.parent.connection_file)) in line])
print(get_ipython().kernel.parent.transport, oct(os.stat(os.path.dirname(get_ipython().kernel.parent.connection_file)).st_mode))
print(oct(os.stat(os.path.dirname(os.path.dirname(get_ipython().kernel.parent.connection_file))).st_mode))
"""
    sockets, kind, parent = said(bare, cell)[0].splitlines()
    names = [name.strip("'") for name in sockets.strip("[]").split(", ")]
    assert len(set(names)) >= 5
    assert all(len(name) < 100 for name in names)
    assert kind.startswith("ipc ")
    assert parent == "0o40700"


def test_a_temporary_folder_with_a_long_path_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    long = tmp_path / ("a" * 60) / ("b" * 60)
    long.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with Workshop(KERNEL_ONLY, "fork") as workshop:
        assert said(workshop, "print(1)") == ["1\n"]
    assert list(long.iterdir()) == []


def test_plain_papermill_and_jupyterlab_start_kernels_as_ever(tmp_path: Path, bare: Workshop) -> None:
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.provisioning import KernelProvisionerFactory

    factory = KernelProvisionerFactory.instance()
    spec = KernelSpecManager().get_kernel_spec("python3")
    assert factory.default_provisioner_name == "local-provisioner"
    assert type(factory.create_provisioner_instance("x", spec, None)).__name__ == "LocalProvisioner"
    assert "kernel_provisioner" not in spec.metadata
    assert NAME in factory.get_provisioner_entries()
    # the same process, while a workshop is open
    assert said(bare, "print(1)") == ["1\n"]
    look = "import os; print(open(f'/proc/{os.getppid()}/cmdline').read().replace('\\0', ' '), get_ipython().kernel.parent.transport)"
    executed = by_command(notebook(look), tmp_path, {})
    assert "papermill" in text(executed["cells"][0]["outputs"])
    assert "template" not in text(executed["cells"][0]["outputs"])
    assert "tcp" in text(executed["cells"][0]["outputs"])


# where forking is not to be had


def test_kernels_are_started_in_the_ordinary_way_where_the_template_is_not_fit(caplog: pytest.LogCaptureFixture) -> None:
    with Workshop(["no_such_module"]) as workshop:
        assert workshop.kernels == "kernels are started one by one"
        assert said(workshop, "import sys; print('ivp_analysis' in sys.modules)") == ["False\n"]
    assert "ModuleNotFoundError" in caplog.text
    assert "kernels are started in the ordinary way" in caplog.text


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_kernels_are_started_in_the_ordinary_way_on_other_systems(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr("ivp_analysis.execution.workshop.sys.platform", platform)
    with Workshop(KERNEL_ONLY) as workshop:
        assert workshop.forks is None
        assert workshop.kernels == "kernels are started one by one"


def test_a_kernel_of_another_environment_is_never_forked(tmp_path: Path, bare: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    from ivp_analysis.execution.worker import Job, work

    kernels = tmp_path / "kernels" / "python3"
    kernels.mkdir(parents=True)
    other = tmp_path / "python"
    other.write_text(f'#!/bin/sh\nexport OTHER=1\nexec {shlex.quote(sys.executable)} "$@"\n', encoding="utf-8")
    other.chmod(0o755)
    argv = [str(other), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernels / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Other", "language": "python"}), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    done = work(Job("cells", notebook("import os; print(os.environ.get('OTHER'))"), {}), bare)
    assert done.error == ""
    assert text(done.notebook["cells"][0]["outputs"]) == "1\n"


def test_forking_that_must_be_and_cannot_is_an_error() -> None:
    from ivp_analysis.execution.kernels.forks import TemplateError

    with pytest.raises(TemplateError, match="no_such_module"):
        Workshop(["no_such_module"], "fork")


def test_a_forked_kernel_takes_at_most_half_of_the_memory_of_its_own(bare: Workshop, forking: Workshop, stock: Workshop) -> None:
    cell = """
import re, geopandas, seaborn, matplotlib.pyplot
rollup = open("/proc/self/smaps_rollup").read()
print(sum(int(re.search(rf"^{name}: +(\\d+)", rollup, re.M)[1]) for name in ("Private_Clean", "Private_Dirty")))
"""
    own = {name: int(said(workshop, cell)[0]) for name, workshop in (("forked", forking), ("stock", stock))}
    assert own["forked"] < own["stock"] / 2
    assert bare.forks
