"""`ivp purge`: deleting deliveries that are past the date until which they may be kept, and all that was made of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ivp_analysis.cli.options import Name, vocabulary
from ivp_analysis.cli.tables import make_tables
from ivp_analysis.cli.words import say
from ivp_analysis.errors import IvpError, ParameterError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ivp_analysis.paths import Paths
    from ivp_analysis.sources.retention import Held
    from ivp_analysis.vocabulary.municipality import Municipality

Yes = Annotated[bool, typer.Option("--yes", help="do not ask")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="say what would be deleted, and delete nothing")]


def purge(municipality: Name, yes: Yes = False, dry_run: DryRun = False) -> None:  # noqa: FBT002 - options of the command line
    """Delete deliveries that are past the date until which they may be kept."""
    from ivp_analysis.execution.lock import only_one
    from ivp_analysis.sources import retention

    settings, place, _ = vocabulary(municipality)
    paths, raw, day = settings.paths, settings.paths.raw(place.key), retention.today()
    found = retention.review(raw, day)
    due = [item for item in found.due if not item.leads_elsewhere]
    if due:
        _announce(due, place, paths)
        if not dry_run:
            if not yes:
                _ask()
            with only_one(paths, place.key, doing=f"purge {place.key}", waiting=say):
                # what was asked is done, unless another command has changed it while this one waited
                names = {item.name for item in due}
                _delete([item for item in retention.review(raw, day).due if item.name in names], day, place, paths)
                _make_anew(place, paths)
    elif not dry_run and _tables_are_older(place, paths):
        with only_one(paths, place.key, doing=f"purge {place.key}", waiting=say):
            _make_anew(place, paths)
    elif not found.due:
        say(f"Nothing of {place.name} is past the date until which it may be kept")
    if due and dry_run:
        say("Nothing was deleted: this only says what would be")
    for item in found.due:
        item.refuse_links()
    for error in found.unreadable:
        raise error


def _announce(due: Sequence[Held], place: Municipality, paths: Paths) -> None:
    say("To be deleted, with all that was made of it:")
    for item in due:
        say(f"  {item.name}: {item.card.kind}, {item.card.period}; {item.why}")
    say(f"  its files in data/raw/{place.key} (listed or not), and opmerking and duiding in its delivery.yaml; the rest of that stays")
    say(f"  the tables in data/processed/{place.key}, which are made anew without it")
    say("  the key of the fingerprints in notebooks, so that all of them run again")
    for path in _exact_outputs(due, place, paths):
        say(f"  {path.relative_to(paths.home).as_posix()}")
    say("Not reached are published pages, which hold no more than was public, and backups, copies elsewhere and notebooks of your own.")


def _ask() -> None:
    if not sys.stdin.isatty():
        raise ParameterError("nothing was deleted, for nobody is there to confirm it", {"option": "--yes"}, "Give --yes to delete all this")
    typer.confirm("Delete it for good?", abort=True)


def _exact_outputs(due: Sequence[Held], place: Municipality, paths: Paths) -> list[Path]:
    from ivp_analysis.execution.exact import exact_outputs

    return exact_outputs(paths, place.key, min(item.card.first_edition for item in due)) if due else []


def _delete(due: Sequence[Held], day: date, place: Municipality, paths: Paths) -> None:
    """Delete; the files go last, so that a purge that is broken off before then is seen and done again."""
    from ivp_analysis.execution.exact import remove_exact
    from ivp_analysis.sources.retention import empty, mark
    from ivp_analysis.tables.removal import remove_tables

    tables = paths.processed(place.key)
    for item in due:
        mark(item, day)
    remove_exact(_exact_outputs(due, place, paths), tables)
    remove_tables(tables)
    for item in due:
        empty(item)
        say(f"Deleted {item.name}: only its delivery.yaml is left, and says so")


def _make_anew(place: Municipality, paths: Paths) -> None:
    from ivp_analysis.processing import NothingToProcessError
    from ivp_analysis.tables.changes import notes_before
    from ivp_analysis.tables.removal import forget_tables

    before = set(notes_before(paths.processed(place.key)).get("editions", ()))
    try:
        done = make_tables(place.key, "")
    except NothingToProcessError:
        forget_tables(paths.processed(place.key))
        say(f"No police delivery of {place.name} is left: there are no tables any more, and nothing can be made until one comes")
        return
    except (IvpError, OSError):
        say(f"What was past its date is deleted, and with it the tables of {place.name}; these cannot be made anew yet:", error=True)
        raise
    gone = sorted(before - set(done.editions))
    if gone:
        say(f"  {', '.join(gone)} cannot be made any more, for no police delivery up to that round is left; what was published of it stays")


def _tables_are_older(place: Municipality, paths: Paths) -> bool:
    """Say whether a purge was broken off after the last file was deleted and before tables were made."""
    from ivp_analysis.sources.delivery import received
    from ivp_analysis.sources.retention import tombstones
    from ivp_analysis.tables.changes import notes_before

    raw, before = paths.raw(place.key), notes_before(paths.processed(place.key))
    now = received(raw)
    return bool(before) and any(before.get("received", {}).get(item.name) != now[item.name] for item in tombstones(raw))
