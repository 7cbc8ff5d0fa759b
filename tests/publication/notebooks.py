"""Tiny executed notebooks and a tiny municipality, to make sites of."""

import base64
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from ivp_analysis.execution.matrix import PER_THEME
from ivp_analysis.execution.provenance import Choice, Delivered, Provenance
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.findings import MIME_TYPE, Finding
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

EDITION = "2022-H1"
SOURCES = ("Politie, open data, CC BY 4.0 (c) Politie", "CBS, wijken en buurten, CC BY 4.0")
COMMIT = "0123456789abcdef0123456789abcdef01234567"
ALT = "Lijngrafiek: het aantal registraties per 1.000 inwoners daalt van 31 in 2017 naar 22 in 2021."
Cell = dict[str, Any]


def picture(width: int = 720, height: int = 320) -> str:
    """Return a data address with a drawing."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 720 320">'
        '<path d="M40 20V280H700" fill="none" stroke="#555"/><path d="M60 90L200 110 340 150 480 230 620 200" fill="none" '
        'stroke="#0b3c7d" stroke-width="3"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def figure(alt: str = ALT) -> str:
    """Return a figure as notebooks display it."""
    caption = "Registraties per 1.000 inwoners per jaar, met 95%-interval. Bron: politie."
    image = f'<img src="{picture()}" alt="{alt}" width="720" height="320">'
    return f'<figure class="ivp-figure">{image}<figcaption>{caption}</figcaption></figure>'


def table(columns: int = 8) -> str:
    """Return a table as notebooks display it, too wide for a telephone."""
    years = range(2022 - columns, 2022)
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    body = "".join(f"<td>{1_000 + year}</td>" for year in years)
    return (
        '<div class="ivp-table" tabindex="0" role="region" aria-label="Tabel: aantallen per jaar">'
        "<table><caption>Aantal registraties per jaar</caption>"
        f'<thead><tr><th scope="col">Onderdeel</th>{head}</tr></thead>'
        f'<tbody><tr><th scope="row">Diefstal uit woning</th>{body}</tr>'
        f'<tr><th scope="row">Mishandeling</th>{body}</tr></tbody></table></div>'
    )


def finding(village: str = "Dalfsen", theme: str = "1.1", verdict: str = "geen verschil", **values: Any) -> Finding:
    """Return a finding."""
    known: dict[str, Any] = {
        "municipality": "dalfsen",
        "village": village,
        "theme": theme,
        "indicator": "totaal",
        "period": "2021",
        "estimate": 22.0,
        "low": 18.0,
        "high": 27.0,
        "n": "221",
        "unit": "registraties per 1.000 inwoners",
        "reference": "basisteam Vechtdal",
        "verdict": verdict,
        "sentence": "In 2021 waren er 221 registraties.",
        "source": "Politie",
    }
    return Finding(**(known | values))


def deliveries(*, synthetic: bool = True) -> tuple[Delivered, ...]:
    """Return what an edition was made of: a delivery for each of SOURCES."""
    days = (date(2022, 2, 15), date(2022, 1, 1))
    return tuple(
        Delivered(
            name=f"levering-{number}",
            kind="politie-open-data",
            source=source.rpartition(", CC BY")[0],
            licence=source[source.index("CC BY") :],
            reference_date=day,
            sha256=f"{number}" * 64,
            synthetic=synthetic,
        )
        for number, (source, day) in enumerate(zip(SOURCES, days, strict=True), start=1)
    )


def origins(**values: Any) -> Provenance:
    """Return where a report comes from."""
    known: dict[str, Any] = {
        "municipality": "dalfsen",
        "edition": EDITION,
        "audience": "public",
        "stale": 0,
        "parameters": Choice(villages=("Hoonhorst",), themes=("1.1", "1.3"), notebooks=PER_THEME, baseline="2017-2019", reference=""),
        "deliveries": deliveries(),
        "configuration": {"kernbeleid.yaml": "a" * 64, "municipalities/dalfsen.yaml": "b" * 64},
        "version": "0.1.0",
        "package": "c" * 64,
        "commit": COMMIT,
        "clean": True,
        "lock": "d" * 64,
        "python": "3.11.7",
        "architecture": "x86_64",
        "date": date(2022, 3, 31),
    }
    return Provenance(**(known | values))


def markdown(text: str) -> Cell:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code(*outputs: Cell, source: str = "page = geheime_invoer()") -> Cell:
    """Return a code cell with its outputs."""
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": source, "outputs": list(outputs)}


def shown(**data: Any) -> Cell:
    """Return a display: of HTML (`html`), Markdown (`markdown`), plain text (`plain`) or a finding (`finding`)."""
    kinds = {"html": "text/html", "markdown": "text/markdown", "plain": "text/plain", "png": "image/png", "finding": MIME_TYPE}
    return {"output_type": "display_data", "metadata": {}, "data": {kinds[name]: value for name, value in data.items()}}


def write(path: Path, cells: Iterable[Cell]) -> Path:
    """Write an executed notebook."""
    numbered = [{"id": f"cell-{number}"} | cell for number, cell in enumerate(cells)]
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "python"}}, "cells": numbered}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def police(village: str = "Dalfsen", theme: str = "1.1", verdict: str = "geen verschil") -> list[Cell]:
    """Return the cells of a police notebook."""
    return [
        code(shown(html=f'<h1>Politiecijfers: {theme} in {village}</h1>\n<div class="ivp-banner"><p>Voorbeelddata.</p></div>')),
        code(shown(html="<p>In 2021 waren er 221 registraties. Dat is 22,0 per 1.000 inwoners.</p>", plain="Html(…)")),
        markdown("## Verloop door de jaren"),
        code(shown(html=figure(), plain="Figure(…)"), shown(html=table(), plain="Table(…)")),
        code(shown(html='<p class="ivp-note">Let op: een telling is geen meting van wat er is gebeurd.</p>')),
        code(shown(html='<p class="ivp-duiding-by">Politie, analist.</p><blockquote class="ivp-duiding"><p>Woorden.</p></blockquote>')),
        code(shown(finding=finding(village, theme, verdict).model_dump(mode="json"))),
    ]


def map_cells(village: str = "Dalfsen") -> list[Cell]:
    """Return the cells of a map notebook."""
    alt = f"Kaart van {village}: in het centrum zijn de meeste registraties per 1.000 inwoners."
    return [markdown(f"# Kaart: {village}"), markdown("## Verloop door de jaren"), code(shown(html=figure(alt)))]


def monitor(village: str = "Dalfsen") -> list[Cell]:
    """Return the cells of a survey notebook."""
    alt = f"Stippen met lijnen: van drie antwoorden het percentage in {village}, met een 95%-interval."
    return [
        markdown(f"# Enquête: {village}"),
        code(shown(html="<p>63 procent van de inwoners heeft vaak last van geluid (enquête 2022).</p>")),
        markdown("## Wat inwoners zeggen"),
        code(shown(html=figure(alt))),
        code(shown(html="<details><summary>Respons en weging</summary><p>Van de 2.200 antwoordden 790 mensen.</p></details>")),
    ]


def chapter() -> list[Cell]:
    """Return the cells of the chapter."""
    return [
        markdown("# Veiligheidsanalyse gemeente Dalfsen"),
        markdown("## Inleiding\n\nDeze analyse hoort bij het Integraal Veiligheidsplan.\n\n### Het gebied\n\nVijf kernen."),
        markdown("## Resultaten"),
        code(shown(html=figure()), shown(html=table(24))),
    ]


def small_kernbeleid(name: str = "Sociale kwaliteit") -> Kernbeleid:
    """Return two fields with three themes."""
    return Kernbeleid.model_validate(
        {
            "versie": 1,
            "datum": "2022-01-01",
            "oordeel": "van niemand",
            "bron": "bedacht",
            "velden": [
                {
                    "nummer": "1",
                    "naam": "Veilige woon- en leefomgeving",
                    "themas": [
                        {"nummer": "1.1", "naam": name, "status": "gemeten", "zekerheid": "hoog", "misdrijven": ["1.1.1"]},
                        {
                            "nummer": "1.4",
                            "naam": "Subjectieve veiligheid",
                            "status": "gemeten",
                            "zekerheid": "hoog",
                            "geen_politiebron": "enquête",
                        },
                    ],
                },
                {
                    "nummer": "2",
                    "naam": "Bedrijvigheid en veiligheid",
                    "themas": [
                        {"nummer": "2.5", "naam": "Toerisme", "status": "geen bron", "zekerheid": "laag", "geen_politiebron": "geen code"}
                    ],
                },
            ],
            "buiten_kernbeleid": {"misdrijven": [], "reden": "geen"},
            "misdrijven": [{"code": "1.1.1", "naam": "Diefstal/inbraak woning"}],
            "overlast": [],
        }
    )


def write_notebooks(paths: Paths, municipality: Municipality, kernbeleid: Kernbeleid) -> None:
    """Write all executed notebooks of an edition: police, monitor, map and chapter."""
    key = municipality.key
    for village in municipality.area_names:
        for number, theme in kernbeleid.themes.items():
            verdict = ("geen verschil" if village != "Hoonhorst" else "te weinig") if theme.has_police_source else "geen politiebron"
            write(paths.executed(key, EDITION, "public", "police", village, number), police(village, theme.title, verdict))
            write(paths.executed(key, EDITION, "public", "monitor", village, number), monitor(village))
            write(paths.executed(key, EDITION, "public", "map", village, number), map_cells(village))
    write(paths.executed(key, EDITION, "public", "chapter"), chapter())
