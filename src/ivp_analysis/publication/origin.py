"""Where a report comes from, in words for its readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ivp_analysis.execution.provenance import Provenance
from ivp_analysis.wording.numbers import date_text, enumerate_text

UNKNOWN = "onbekend"
SHORT = 12
"""Characters of a digest that are enough to tell it from others."""

DRAFT = "Concept: dit rapport is nog niet definitief."

_AUDIENCES = {"public": "openbaar", "internal": "intern"}
_NOTEBOOKS = {"police": "politiecijfers", "monitor": "enquête", "map": "kaart", "chapter": "hoofdstuk"}


class Named(NamedTuple):
    """A line of a list: what it is and what it says; code is set in another type."""

    name: str
    text: str
    code: bool = False


class Source(NamedTuple):
    """A delivery as a row of a table."""

    name: str
    source: str
    reference_date: str
    digest: str


@dataclass(frozen=True)
class Origin:
    """What a report says of where it comes from.

    Attributes
    ----------
    audience : str
        For whom it is.
    data, program : str
        A few words for the foot of every page.
    notice : str
        What readers must know of parts that are not up to date, and of a draft; empty where nothing of it is so.
    deliveries : tuple of Source
        All deliveries.
    asked, made_with : tuple of Named
        What was asked for, and the code, libraries and configuration that made it.
    """

    audience: str
    data: str
    program: str
    notice: str
    deliveries: tuple[Source, ...]
    asked: tuple[Named, ...]
    made_with: tuple[Named, ...]


def origin(provenance: Provenance) -> Origin:
    """Say where a report comes from.

    Parameters
    ----------
    provenance : Provenance
        What it was made of and with.

    Returns
    -------
    Origin
        Plain text; nothing is escaped.
    """
    return Origin(
        audience=_AUDIENCES[provenance.audience],
        data=_data(provenance),
        program=f"ivp-analysis {provenance.version}, {_commit(provenance, SHORT)}, bibliotheken {(provenance.lock or UNKNOWN)[:SHORT]}",
        notice=" ".join(filter(None, (_notice(provenance.stale), "" if provenance.final else DRAFT))),
        deliveries=tuple(
            Source(item.name, item.source, date_text(item.reference_date), item.sha256[:SHORT]) for item in provenance.deliveries
        ),
        asked=_asked(provenance),
        made_with=_made_with(provenance),
    )


def _data(provenance: Provenance) -> str:
    days = sorted({item.reference_date for item in provenance.deliveries})
    number = len(provenance.deliveries)
    if not days:
        return "geen leveringen"
    deliveries = "1 levering" if number == 1 else f"{number} leveringen"
    if len(days) == 1:
        return f"{deliveries} met peildatum {date_text(days[0])}"
    return f"{deliveries} met peildata van {date_text(days[0])} tot en met {date_text(days[-1])}"


def _notice(stale: int) -> str:
    if not stale:
        return ""
    parts = "Eén onderdeel ontbreekt of is" if stale == 1 else f"{stale} onderdelen ontbreken of zijn"
    return f"Let op: {parts} gemaakt vóór de laatste wijziging van cijfers of programma."


def _commit(provenance: Provenance, length: int) -> str:
    if provenance.commit is None:
        return f"commit {UNKNOWN}"
    state = {True: "", False: " met niet-vastgelegde wijzigingen", None: " (of alles is vastgelegd, is onbekend)"}[provenance.clean]
    return f"commit {provenance.commit[:length]}{state}"


def _asked(provenance: Provenance) -> tuple[Named, ...]:
    chosen = provenance.parameters
    lists = {
        "Gebieden": chosen.villages,
        "Thema’s": chosen.themes,
        "Onderdelen": tuple(_NOTEBOOKS.get(name, name) for name in chosen.notebooks),
    }
    return (
        Named("Editie", provenance.edition),
        Named("Uitgave", _AUDIENCES[provenance.audience]),
        Named("Status", "definitief" if provenance.final else "concept"),
        *(Named(name, enumerate_text(items)) for name, items in lists.items() if items),
        Named("Vergeleken met de jaren", chosen.baseline),
        Named("Vergeleken met het gebied", chosen.reference or "zoals ingesteld voor de gemeente"),
    )


def _made_with(provenance: Provenance) -> tuple[Named, ...]:
    return (
        Named("Programma", f"ivp-analysis {provenance.version}"),
        Named("Versie van de code", _commit(provenance, 64)),
        Named("Code", provenance.package, code=True),
        Named("Bibliotheken (requirements.lock)", provenance.lock or UNKNOWN, code=True),
        *(Named(f"Instellingen ({name})", digest, code=True) for name, digest in sorted(provenance.configuration.items())),
    )
