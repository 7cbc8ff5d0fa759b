"""Words of people that stand on the pages of an edition, searched for what may describe a single incident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ivp_analysis.tables.store import duiding_of_round, edition_notes, read_table
from ivp_analysis.vocabulary.duiding import ACCEPTORS, Duiding
from ivp_analysis.vocabulary.traces import IDENTIFYING, Trace, find_traces

_CARD = {"name": "the name of the folder", "source": "bron", "period": "periode", "licence": "licentie"}
_TABLES: Mapping[str, tuple[str, ...]] = {
    "surveys": ("name", "fieldwork", "method"),
    "questions": ("label", "text", "outcome", "only_after", "warning", "answers"),
}
"""Text of codebooks that pages show, by table and column."""


@dataclass(frozen=True)
class Suspect:
    """Words that may describe a single incident; without the words themselves.

    Attributes
    ----------
    delivery : str
        The delivery that they came with.
    field : str
        Where they stand in it.
    found : tuple of str
        Each kind with its place, such as "leeftijd at 2:14": line and character of the text.
    action : str
        What can be done.
    """

    delivery: str
    field: str
    found: tuple[str, ...]
    action: str

    def __str__(self) -> str:
        return f"{self.field} of {self.delivery} ({', '.join(self.found)})"


def suspects(folder: Path, edition: str) -> list[Suspect]:
    """Find the words of an edition that may describe a single incident and were not accepted.

    Dates, times and ages count in duiding only: elsewhere they are those of a period or of a question.

    Parameters
    ----------
    folder : Path
        The folder with the tables, such as data/processed/dalfsen.
    edition : str
        Such as "2022-H1".

    Returns
    -------
    list of Suspect
        Duiding of the round first, then what is said of each delivery, then the codebooks of surveys.
    """
    return [*_in_duiding(folder, edition), *_in_cards(folder, edition), *_in_codebooks(folder, edition)]


def _in_duiding(folder: Path, edition: str) -> Iterator[Suspect]:
    for delivery, items in duiding_of_round(folder, edition).items():
        for number, item in enumerate(items):
            for field, traces in item.open_traces.items():
                yield Suspect(delivery, f"duiding.{number}.{field}", _said(getattr(item, field), traces), _accept(number, item))


def _accept(number: int, item: Duiding) -> str:
    kinds = dict.fromkeys(one.kind.value for traces in item.traces.values() for one in traces)
    line = f"geaccepteerd: {{rol: ROL, soorten: [{', '.join(kinds)}], kenmerk: '{item.mark}'}}"
    return f"write other words, or let one of {', '.join(ACCEPTORS)} read them and add under duiding.{number} as ROL: {line}"


def _in_cards(folder: Path, edition: str) -> Iterator[Suspect]:
    for card in edition_notes(folder, edition)["deliveries"]:
        for key, field in _CARD.items():
            yield from _identifying(str(card["name"]), field, str(card[key]), "write other words in delivery.yaml")


def _in_codebooks(folder: Path, edition: str) -> Iterator[Suspect]:
    surveys = [str(card["name"]) for card in edition_notes(folder, edition)["deliveries"] if card["kind"] == "enquete"]
    for name, columns in _TABLES.items() if surveys else ():
        for row in read_table(folder, name, delivery=surveys).to_dict("records"):
            entry = f"codebook.yaml, {row['question']}" if "question" in row else "codebook.yaml"
            for column in columns:
                yield from _identifying(str(row["delivery"]), entry, str(row[column]), "write other words in codebook.yaml")


def _identifying(delivery: str, field: str, text: str, action: str) -> Iterator[Suspect]:
    traces = [one for one in find_traces(text) if one.kind in IDENTIFYING]
    if traces:
        yield Suspect(delivery, field, _said(text, traces), action)


def _said(text: str, traces: Iterable[Trace]) -> tuple[str, ...]:
    return tuple(f"{one.kind.value} at {one.place(text)}" for one in traces)
