"""Open data of a tiny municipality, as the public services send it, and a service that sends it with faults."""

import gzip
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.vocabulary.municipality import Municipality
from sources.files import write_delivery

Cell = tuple[str, str, str]
Figures = dict[Cell, Any]
Files = dict[str, dict[str, Any]]

BUURTEN = ("BU99990101", "BU99990102", "BU99990201")
REGIONS = ("NL00", "GM9998", "GM9999", "WK999901", "WK999902", *BUURTEN)
CODES = ("0.0.0", "1.1.1", "2.2.1", "1.4.1")
YEARS = ("2023JJ00", "2024JJ00")
MONTHS = ("2024MM01", "2024MM02")
HIDDEN = "1.4.1"
"""Published per municipality and year only."""

TINY = Municipality.model_validate(
    {
        "sleutel": "proefdorp",
        "code": "GM9999",
        "naam": "Proefdorp",
        "toelichting_buurten": "bedacht",
        "wijken": [{"code": "WK999901", "naam": "Noord"}, {"code": "WK999902", "naam": "Zuid"}],
        "kernen": [
            {"naam": "Noord", "buurten": [{"code": code, "naam": code, "zekerheid": "hoog"} for code in BUURTEN[:2]]},
            {"naam": "Zuid", "buurten": [{"code": BUURTEN[2], "naam": BUURTEN[2], "zekerheid": "laag"}]},
        ],
        "referentiegebieden": [{"naam": "buren", "gebieden": ["GM9999", "GM9998"]}, {"naam": "Nederland", "gebieden": ["NL00"]}],
    }
)


def figures(periods: tuple[str, ...] = YEARS) -> Figures:
    """Counts that add up: 60, 40 and 20 burglaries in the buurten, twice as much vandalism, and one sexual offence in the first."""
    result: Figures = {}
    for period in periods:
        for buurt, count in zip(BUURTEN, (60, 40, 20), strict=True):
            result[("1.1.1", buurt, period)] = count
            result[("2.2.1", buurt, period)] = 2 * count
            result[("0.0.0", buurt, period)] = 3 * count + (buurt == BUURTEN[0])
        for code in ("0.0.0", "1.1.1", "2.2.1"):
            parts = [result[(code, buurt, period)] for buurt in BUURTEN]
            result |= {(code, "WK999901", period): sum(parts[:2]), (code, "WK999902", period): parts[2]}
            result |= {(code, region, period): sum(parts) for region in ("GM9999", "GM9998", "NL00")}
        result |= {(HIDDEN, region, period): 1 for region in ("GM9999", "GM9998", "NL00")}
    return result


def police_files(counts: Figures, *, identifier: str = "47018NED", topic: str = "GeregistreerdeMisdrijven_1", pages: int = 1) -> Files:
    """The files of one table of offences."""
    rows = [
        {"ID": 0, "SoortMisdrijf": f"{code:<6}", "WijkenEnBuurten": f"{region:<10}", "Perioden": period, topic: count, "Gemeentenaam_2": ""}
        for (code, region, period), count in counts.items()
    ]
    periods = sorted({period for _, _, period in counts})
    size = -(-len(rows) // pages)
    info = {
        "Identifier": identifier,
        "Title": "Geregistreerde misdrijven",
        "Period": f"{periods[0][:4]}-{periods[-1][:4]}",
        "Modified": "2025-12-15T02:00:00",
    }
    properties = [
        {"Key": "SoortMisdrijf", "Title": "Soort misdrijf", "Type": "Dimension", "Position": 0},
        {"Key": "WijkenEnBuurten", "Title": "Wijken en buurten", "Type": "GeoDetail", "Position": 1},
        {"Key": "Perioden", "Title": "Perioden", "Type": "TimeDimension", "Position": 2},
        {"Key": "Gemeentenaam_2", "Title": "Gemeentenaam", "Type": "Topic", "Position": 3},
        {"Key": topic, "Title": "Geregistreerde misdrijven", "Type": "Topic", "Position": 4},
    ]
    tables = {
        "TableInfos": [info],
        "DataProperties": properties,
        "SoortMisdrijf": [{"Key": f"{code:<6}", "Title": code} for code in CODES],
        "WijkenEnBuurten": [{"Key": f"{region:<10}", "Title": region} for region in REGIONS],
        "Perioden": [{"Key": period, "Status": "Voorlopig" if period >= "2024" else "Definitief"} for period in periods],
    } | {f"TypedDataSet-{page + 1:04d}": rows[page * size : (page + 1) * size] for page in range(pages)}
    return {stem: {"value": value} for stem, value in tables.items()}


def boundary_files(*, year: int = 2024, wijken: bool = True) -> Files:
    """The files of one year of boundaries: squares of a kilometre in a row, one more of them water."""
    squares = {code: (200_000 + 1000 * index, 500_000) for index, code in enumerate(BUURTEN)}
    inhabitants = dict(zip(BUURTEN, (1000, 500, 250), strict=True))
    buurten = [_feature("buurt", code, corner, 1000, year, inhabitants[code]) for code, corner in squares.items()]
    buurten.append(_feature("buurt", "BU99990199", (203_000, 500_000), 1000, year, -99995, water="JA"))
    wijk = [_feature("wijk", f"WK99990{number}", (198_999 + 1000 * number, 500_000), 1000, year, 875) for number in (1, 2)]
    gemeenten = [_feature("gemeente", code, (200_000, 500_000), 3000, year, 1750) for code in ("GM9999", "GM9998")]
    layers = {"buurten": buurten, "wijken": wijk, "gemeenten": gemeenten}
    return {
        layer: {"type": "FeatureCollection", "features": features, "numberReturned": len(features), "links": []}
        for layer, features in layers.items()
        if wijken or layer != "wijken"
    }


def _feature(
    kind: str, code: str, corner: tuple[float, float], size: int, year: int, inhabitants: object, water: str = "NEE"
) -> dict[str, Any]:
    x, y = corner
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    properties = {f"{kind}code": code, f"{kind}naam": f"naam van {code}", "water": water, "jaar": year, "aantal_inwoners": inhabitants}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def deliver(folder: Path, kind: str, files: Mapping[str, Any], *, packed: bool = False) -> Delivery:
    """Write files into a delivery of today's shape."""
    bodies = {f"{stem}.json": json.dumps(content).encode() for stem, content in files.items()}
    if packed:
        bodies = {f"{name}.gz": gzip.compress(body, mtime=0) for name, body in bodies.items()}
    return write_delivery(folder / "levering", kind, bodies, peildatum="2025-12-15", telling="onbekend")


@dataclass
class Service:
    """What a public service has, what it was asked, and what it will do wrong.

    Parameters
    ----------
    tables : dict
        Files per table of the police.
    years : dict
        Files per year of boundaries.
    faults : dict
        What to do at the n-th request (1 is the first): "500", "html", "cut" or "slow".
    """

    tables: dict[str, Files] = field(default_factory=dict)
    years: dict[int, Files] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, target: str) -> tuple[int, bytes]:
        """Say what is at an address."""
        url = urlsplit(target)
        parts = url.path.strip("/").split("/")
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        number = int(query.get("page", "1"))
        if parts[0] == "ODataFeed":
            files, stem = self.tables.get(parts[2], {}), parts[3]
            if "$filter" in query and not _finds(query["$filter"]):
                return 200, b'{"value": []}'
        else:
            files, stem = self.years.get(int(parts[1][-4:]), {}), parts[5]
        pages = [files[name] for name in sorted(files) if name.split("-")[0] == stem]
        if not pages:
            return 404, b"{}"
        page = dict(pages[number - 1])
        if number < len(pages):
            page["odata.nextLink"] = f"{self.address}{url.path}?page={number + 1}"
        return 200, json.dumps(page).encode()


def _finds(text: str) -> bool:
    """Say whether a $filter on regions finds any of the tiny tables."""
    starts = re.findall(r"startswith\(WijkenEnBuurten,'(\w+)'\)", text)
    keys = re.findall(r"WijkenEnBuurten eq '(\w+) *'", text)
    return any(region in keys or region.startswith(tuple(starts)) for region in REGIONS)


def whole_service() -> Service:
    """One table of the police in three pages, and two years of boundaries."""
    return Service({"47018NED": police_files(figures(), pages=3)}, {year: boundary_files(year=year) for year in (2023, 2024)})


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """Let a service answer at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            service.asked.append(self.path)
            status, body = service.answer(self.path)
            fault = service.faults.get(len(service.asked), "")
            if fault == "slow":
                time.sleep(0.5)
            if fault == "500":
                status = 500
            if fault == "html":
                body = b"<!DOCTYPE html><html><body>Onderhoud</body></html>"
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)
            self.close_connection = fault == "cut"

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
