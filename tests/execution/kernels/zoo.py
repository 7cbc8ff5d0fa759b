"""Cells of all sorts, each with an output that could come out differently in a forked kernel."""

STATE = """
import builtins, decimal, gc, json, locale, multiprocessing, resource, signal, tempfile, threading

def named(thing):
    return f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', type(thing).__qualname__)}"

def logger(log):
    return log.level, [type(handler).__name__ for handler in log.handlers], log.propagate, log.disabled, len(log.filters)

def formatter(known):
    types = {str(kind) for kind in known.type_printers}
    return sorted(types), sorted(map(str, known.deferred_printers)), len(known.singleton_printers), known.enabled

shell, status = get_ipython(), open("/proc/self/status").read().splitlines()
rc_defaults = matplotlib.rcParamsDefault, matplotlib.rcParamsOrig
state = {
    "argv": [sys.argv[0], sys.orig_argv[:3]],
    "path": [sys.path, sys.executable, sys.prefix, [named(finder) for finder in sys.meta_path], len(sys.path_hooks)],
    "flags": [repr(sys.flags), sys.warnoptions, sys._xoptions, sys.dont_write_bytecode],
    "folder": os.getcwd(),
    "variables": sorted(name for name in os.environ if name != "MPLBACKEND" and not name.startswith("KMP_")),
    "parent": os.environ["JPY_PARENT_PID"] == str(os.getppid()) == str(shell.kernel.parent.parent_handle),
    "main": [__name__, sys.modules["__main__"].__dict__ is globals(), repr(sys.modules["__main__"].__spec__), "__file__" in globals()],
    "names": sorted(globals()),
    "builtins": sorted(vars(builtins)),
    "encodings": [sys.getdefaultencoding(), sys.getfilesystemencoding(), locale.getpreferredencoding(), locale.setlocale(locale.LC_ALL)],
    "streams": [[type(stream).__name__, stream.encoding, stream.errors] for stream in (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__)],
    "signals": {signal.Signals(number).name: named(signal.getsignal(number)) for number in (1, 2, 3, 10, 12, 13, 15, 17, 20)},
    "masks": [line for line in status if line.startswith(("SigBlk", "SigIgn", "SigCgt", "Umask", "Nice", "Cpus_allowed:"))],
    "wakeup": signal.set_wakeup_fd(-1),
    "session": [os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid(), resource.getrlimit(resource.RLIMIT_NOFILE)],
    "warnings": sorted(repr(known) for known in warnings.filters if "ruamel" not in repr(known)),
    "shown once": [len(warnings.onceregistry), warnings.defaultaction],
    "logging": {name: logger(logging.getLogger(name)) for name in (None, "asyncio", "matplotlib", "tornado", "traitlets", "IPKernelApp")},
    "logging at all": [logging.root.manager.disable, named(logging.getLoggerClass()), logging.lastResort.level],
    "collector": [gc.isenabled(), gc.get_threshold(), gc.get_debug(), len(gc.callbacks)],
    "hooks": [named(hook) for hook in (sys.excepthook, sys.displayhook, sys.breakpointhook, sys.unraisablehook, threading.excepthook)],
    "limits": [sys.getrecursionlimit(), sys.getswitchinterval(), sys.get_int_max_str_digits(), threading.stack_size()],
    "tracing": [sys.gettrace() is None, sys.getprofile() is None],
    "hash": hash("a text"),
    "threads": sorted(type(thread).__name__ for thread in threading.enumerate()),
    "event loop": [named(asyncio.get_event_loop_policy()), named(asyncio.get_running_loop())],
    "decimals": repr(decimal.getcontext()),
    "processes": [multiprocessing.get_start_method(), multiprocessing.current_process().name],
    "time": [time.tzname, tempfile.gettempdir()],
    "numpy": [np.geterr(), np.geterrcall(), np.getbufsize(), repr(np.get_printoptions())],
    "pandas": {name: repr(pd.get_option(name)) for name in pd._config.config._registered_options if name != "display.encoding"},
    "matplotlib": {name: repr(value) for name, value in matplotlib.rcParams.items()},
    "matplotlib before": [{name: repr(values[name]) for name in values if name != "backend"} for values in rc_defaults],
    "backend": [matplotlib.get_backend(), matplotlib.is_interactive(), plt.get_fignums()],
    "known to matplotlib": [sorted(matplotlib.colormaps), sorted(map(str, matplotlib.units.registry))],
    "seaborn": [sns.axes_style(), sns.plotting_context(), sns.color_palette().as_hex()],
    "geopandas": [repr(gpd.options), pyproj.network.is_network_enabled(), pyproj.datadir.get_data_dir()],
    "shell": {name: sorted(value) for name, value in shell.magics_manager.magics.items()},
    "shell's events": {name: [named(hook) for hook in hooks] for name, hooks in shell.events.callbacks.items()},
    "shell's formatters": {name: formatter(known) for name, known in shell.display_formatter.formatters.items()},
    "shell's settings": {name: repr(getattr(shell, name)) for name in set(shell.trait_names(config=True)) - {"loop_runner", "ipython_dir"}},
    "shell's namespace": [named(type(part)) for part in (shell, shell.kernel, shell.kernel.parent)] + sorted(shell.user_ns_hidden),
}
print(json.dumps(state, default=repr))
"""
"""What a kernel is, as far as a notebook can see.

Left out is what the imports of the template leave behind in every kernel: modules that are loaded, variables of OpenMP that scikit-learn
sets, filters for warnings of libraries that this notebook does not import, the numbers in the names of threads, how pandas writes utf-8.
"""

CELLS = {
    "nothing": "",
    "what is imported": """
import asyncio, logging, os, subprocess, sys, time, warnings
import geopandas as gpd, matplotlib, matplotlib.pyplot as plt, numpy as np, pandas as pd, pyproj, seaborn as sns
from IPython.display import HTML, Markdown, display
from shapely import box
""",
    "a figure that is not shown by name": "figure, axes = plt.subplots()\naxes.plot([1, 3, 2])\naxes.set_title('Één')",
    "a figure that is shown": "plt.bar(['a', 'b'], [1, 2])\nplt.show()\nplt.plot([2, 1])\nplt.show()",
    "a figure as a value": "figure, axes = plt.subplots(figsize=(3, 2), layout='constrained')\naxes.imshow(np.eye(3))\nfigure",
    "the magic for figures": "%matplotlib inline\nplt.scatter([1, 2], [2, 1])",
    "figures of seaborn": """
sns.set_theme()
sns.lineplot(pd.DataFrame({"x": [1, 2, 3] * 5, "y": range(15)}), x="x", y="y", n_boot=20, seed=1)
""",
    "settings that are put back": "sns.reset_orig()\nmatplotlib.rcdefaults()\n%matplotlib inline\nplt.plot([1, 2])",
    "figures in another form": """
%config InlineBackend.figure_formats = ["svg", "retina"]
plt.rcParams["svg.hashsalt"] = "a"
plt.plot([1, 2])
""",
    "a map": """
squares = [box(x, y, x + 500, y + 500) for x in (200000, 200500) for y in (500000, 500500)]
areas = gpd.GeoDataFrame({"count": [1, 2, 3, 4]}, geometry=squares, crs="EPSG:28992").to_crs("EPSG:4326")
areas.plot("count", legend=True)
areas
""",
    "warnings": """
def warn():
    warnings.warn("a user", UserWarning)

for _ in range(2):
    warn()
warnings.warn("an old way", DeprecationWarning)
warnings.warn("a resource", ResourceWarning)
np.array([1.0]) / 0
""",
    "warnings that are shown once": """
with warnings.catch_warnings():
    warnings.simplefilter("once")
    for _ in range(2):
        warnings.warn("only once", UserWarning)
""",
    "logs": """
logging.warning("of the root")
logging.getLogger("matplotlib").warning("of a library")
logging.getLogger("a.b").info("not shown")
""",
    "printing": "print('a', flush=True)\nprint('b', file=sys.stderr)\nsys.stdout.write('c\\n')",
    "printing below Python": "os.write(1, b'below\\n')\ntime.sleep(0.6)",
    "printing by other programs": "print(subprocess.run(['echo', 'a'], capture_output=True, text=True))\n!echo b",
    "printing by other programs below Python": "os.system('echo c')\ntime.sleep(0.6)",
    "another Python": """
code = "import sys, os; print(sys.path[1:], sys.flags, 'HOME' in os.environ); print(sys.stdin.read())"
print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)
""",
    "a cell of another program": "%%bash\necho $0\nulimit -n",
    "tables": """
wide = pd.DataFrame(np.arange(3000.0).reshape(100, 30) / 7)
display(wide, wide[0], wide.describe(), wide.dtypes, wide.style.format("{:.1f}").set_uuid("a"))
wide
""",
    "values": "display(1.5, {3, 1}, {'b': 1, 'a': [2]}, 'é', b'a', None, ..., range(3), len, int)",
    "values of numpy and pandas": "display(np.arange(2000), np.float64(1.5), np.int64(1), pd.Timestamp(0), wide[0].mean())",
    "a value with digits": "%precision 3\ndisplay(1 / 3, np.array([1 / 3]))\n%precision",
    "words": "display(HTML('<b>a</b>'), Markdown('*a*'), areas.crs, areas.geometry[0])",
    "a display that changes": "handle = display('a', display_id='x')\nhandle.update('b')",
    "magics": "%who\n%lsmagic\n%env HOME",
    "input": """
try:
    input()
except Exception as problem:
    print(type(problem), problem)
sys.stdin.read()
""",
    "waiting": "await asyncio.sleep(0)\nasyncio.get_running_loop().is_running()",
    "threads": """
import concurrent.futures
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    print(sorted(pool.map(abs, [-2, -1])))
""",
    "its own source": """
import dataclasses, inspect, pickle

@dataclasses.dataclass
class Own:
    value: int = 1

print(inspect.getsource(warn), pickle.loads(pickle.dumps(Own())), Own.__module__)
""",
    "numbers that are seeded": """
import random
random.seed(1), np.random.seed(1)
print(random.random(), np.random.rand(), np.random.default_rng(1).random(), wide.sample(2).index.tolist())
""",
    "a traceback that is printed": "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()",
    "the state": STATE,
    "an error": "def read():\n    return wide['no such column']\n\nread()",
}
