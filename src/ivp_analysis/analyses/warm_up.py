"""Doing once what every notebook does first: the imports, a first chart and a first map. Called in the template of forked kernels.

Nothing is kept but what libraries keep for themselves: fonts, caches, compiled expressions. Reading a Parquet file would start threads,
which do not live on in a fork.
"""

from __future__ import annotations

import importlib

import geopandas as gpd
from shapely import box

from ivp_analysis.figures import charts, maps
from ivp_analysis.figures.lines import Line
from ivp_analysis.figures.tables import Table
from ivp_analysis.settings import load_settings
from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid
from ivp_analysis.vocabulary.municipality import load_municipality

NOTEBOOK_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    # the kernel looks for the debugger at every start, which takes longer than all the rest of it
    "ipykernel.debugger",
    # what it imports only when it starts; never matplotlib_inline, which must find a shell
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "pdb",
    "tornado.platform.asyncio",
    # what is imported at the first picture, the first table that is shown, and the first that is read
    "PIL.BmpImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PpmImagePlugin",
    "pandas.core.arrays.arrow.extension_types",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "seaborn",
    "ivp_analysis.analyses.chapter",
    "ivp_analysis.analyses.incident_map",
    "ivp_analysis.analyses.monitor",
    "ivp_analysis.analyses.police",
    "ivp_analysis.figures.areas",
    "ivp_analysis.figures.beside",
    "ivp_analysis.figures.changes",
    "ivp_analysis.figures.control",
    "ivp_analysis.figures.funnel",
    "ivp_analysis.figures.moments",
    "ivp_analysis.figures.season",
    "ivp_analysis.figures.survey",
)


def warm_up(municipality: str = "") -> None:
    """Import what notebooks import, read the configuration, and draw a chart, two maps and a table that nobody sees.

    Parameters
    ----------
    municipality : str, optional
        Whose configuration to read; it need not be here.
    """
    for name in NOTEBOOK_MODULES:
        importlib.import_module(name)
    paths = load_settings().paths
    load_kernbeleid(paths.kernbeleid)
    if municipality and paths.municipality(municipality).exists():
        load_municipality(municipality, paths)
    years = tuple(range(2012, 2022))
    values = tuple(float(year % 7) for year in years)
    line = Line("A", years, values, low=values, high=values, emphasised=True)
    charts.trend([line, Line("B", years, values)], title="A", unit="B", caption="C", baseline=(2017, 2018, 2019))
    squares = [box(x, y, x + 500, y + 500) for x in (0, 500) for y in (0, 500)]
    areas = gpd.GeoDataFrame({"area": list("abcd"), "name": list("abcd")}, geometry=squares, crs="EPSG:28992")
    shown = {"a": 1.0, "b": 2.0, "c": 3.0, "d": None}
    labels = dict(zip("abcd", "aabb", strict=True))
    maps.choropleth(areas, values=shown, title="A", unit="B", caption="C", source="D", hidden={"d": "E"}, outline={"a"}, labels=labels)
    cells = areas.assign(label=["5 of 10", "5 of 10", "15 of 20", "25 tot en met 50"], shown=True, size=500)
    maps.grid(areas, cells, title="A", caption="B", source="C", outline={"a"}, labels=labels)
    Table.of(areas[["area", "name"]], "A", row_header="area")._repr_html_()
