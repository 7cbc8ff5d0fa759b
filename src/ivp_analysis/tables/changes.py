"""What is other than when the tables were made before: codes of themes, and deliveries that are older than what was there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ivp_analysis.errors import StoreError
from ivp_analysis.tables.reads import note
from ivp_analysis.tables.store import edition_notes, read_notes
from ivp_analysis.vocabulary.code_lists import CodeList, changed_themes

Notes = Mapping[str, Any]

_TABLE = re.compile(r"\d{5}NED", re.IGNORECASE)


def notes_before(folder: Path) -> dict[str, Any]:
    """Return what was kept with the tables that are there now; nothing where there are none, or the list of them is damaged."""
    try:
        return read_notes(folder)
    except StoreError:
        return {}


def compared(edition: str, before: Notes, codes: CodeList) -> dict[str, Any]:
    """Return what to keep with an edition of the list of codes of the edition before it.

    Every edition is made again with the present list. What its readers can lay beside it is the report of the edition before, as that
    was made when this one came: so that list stays with the edition, however often it is made again.

    Parameters
    ----------
    edition : str
        Such as "2022-H2".
    before : mapping
        What `notes_before` gave.
    codes : CodeList
        The present list.

    Returns
    -------
    dict
        `list_before`, with its edition, version and codes, or None where there was no edition before or nothing is known of its list;
        and `changed_themes`, the themes whose codes differ from it.
    """
    editions = before.get("editions", {})
    if edition in editions:
        earlier = editions[edition].get("list_before")
    else:
        newest = max((name for name in editions if name < edition), default="")
        earlier = {"edition": newest, **before["kernbeleid"]} if newest and "kernbeleid" in before else None
    return {"list_before": earlier, "changed_themes": changed_themes(earlier["codes"], codes["codes"]) if earlier else []}


def made_again(before: Notes, editions: Iterable[str], codes: CodeList) -> list[str]:
    """Say which editions were made before with other codes, and for which themes.

    Parameters
    ----------
    before : mapping
        What `notes_before` gave.
    editions : iterable of str
        The editions that are made now.
    codes : CodeList
        The present list.
    """
    again = sorted(set(editions) & set(before.get("editions", {})))
    earlier: CodeList = before.get("kernbeleid", codes)
    changed = changed_themes(earlier["codes"], codes["codes"])
    if not again or not changed:
        return []
    text = f"made again with other codes in config/kernbeleid.yaml: {', '.join(again)}; themes that changed: {', '.join(changed)}. "
    text += f"The list was version {earlier['version']} and is version {codes['version']}; "
    if earlier["version"] == codes["version"]:
        return [f"{text}raise versie, so that reports can be told apart"]
    return [f"{text}do not compare with reports made before"]


def came_late(before: Notes, cards: Iterable[Notes]) -> list[str]:
    """Say which new deliveries are older than one of the same kind and table that was there already.

    Parameters
    ----------
    before : mapping
        What `notes_before` gave.
    cards : iterable of mapping
        The deliveries of now, as the notes of an edition have them.
    """
    there = list(cards)
    received = before.get("received", {})
    known = [card for card in there if card["name"] in received]
    lines = []
    for card in (card for card in there if card["name"] not in received):
        newer = [one for one in known if _of(one) == _of(card) and one["reference_date"] > card["reference_date"]]
        if newer:
            last = max(newer, key=lambda one: str(one["reference_date"]))
            text = f"delivery {card['name']} of {card['reference_date']} is older than {last['name']} of {last['reference_date']}"
            lines.append(f"{text}: it is kept as an earlier state, and newer figures go before it")
    return lines


def read_changed(folder: Path, edition: str, theme: str) -> bool:
    """Say whether a theme has other codes than in the edition before; the read is noted.

    Parameters
    ----------
    folder : Path
        The folder, such as data/processed/dalfsen.
    edition : str
        Such as "2022-H2".
    theme : str
        Number of the theme.
    """
    note(f"{edition}/changed_themes", theme=theme)
    return theme in edition_notes(folder, edition).get("changed_themes", ())


def _of(card: Notes) -> tuple[str, ...]:
    """Return what two deliveries must have in common to be states of the same figures: boundaries of different years are not."""
    table = _TABLE.search(f"{card['name']} {card['source']}")
    return (card["kind"], table[0].upper() if table else "", card["period"] if card["kind"] == "grenzen" else "")
