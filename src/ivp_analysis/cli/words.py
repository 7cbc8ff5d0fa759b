"""What the command says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ivp_analysis.vocabulary.plain import plain

if TYPE_CHECKING:
    from ivp_analysis.execution.matrix import Run
    from ivp_analysis.paths import Paths
    from ivp_analysis.settings import Settings


def say(text: str, *, error: bool = False) -> None:
    """Print a line; on standard error where it is one. Nothing in it can steer the terminal."""
    typer.echo(plain(text), err=error)


def below(settings: Settings, runs: list[Run]) -> str:
    """Return the folder that runs go into, as seen from the home folder."""
    if not runs:
        return "nothing"
    parameters = runs[0].parameters
    folder = settings.paths.reports(parameters.municipality, parameters.edition, parameters.audience)
    return str(folder.relative_to(settings.paths.home))


def not_processed(paths: Paths, municipality: str) -> list[str]:
    """Say which deliveries and rules differ from those that the tables were made with; none where there are no tables yet."""
    from ivp_analysis.errors import StoreError
    from ivp_analysis.processing.rules import Rules
    from ivp_analysis.sources.delivery import differences, received
    from ivp_analysis.tables.store import read_notes

    try:
        notes = read_notes(paths.processed(municipality))
    except StoreError:
        return []  # the command says that by itself, or is about to make the tables
    made = [edition["publication"] for edition in notes["editions"].values()]
    shown = Rules.load(paths).shown
    changed = any({name: rules[name] for name in shown if name in rules} != shown for rules in made)
    rules = ["config/publication.yaml or config/enquete.yaml (changed)"] if changed else []
    return differences(notes.get("received", {}), received(paths.raw(municipality))) + rules


def named(change: str) -> str:
    """Return what `not_processed` says of a change, with what it is."""
    return change if change.startswith("config/") else f"delivery {change}"


def warn_of_retention(paths: Paths, municipality: str) -> None:
    """Say on standard error which deliveries are past the date until which they may be kept."""
    from ivp_analysis.sources import retention

    for warning in retention.review(paths.raw(municipality), retention.today()).warnings(municipality):
        say(f"  {warning}", error=True)


def warn_of_deliveries(paths: Paths, municipality: str) -> None:
    """Say on standard error that tables are older than deliveries."""
    changed = not_processed(paths, municipality)
    if changed:
        more = f", and {len(changed) - 1} more" if len(changed) > 1 else ""
        say(f"  the tables are not those of the deliveries: {named(changed[0])}{more}; run ivp process {municipality}", error=True)


def warn_of_words(paths: Paths, municipality: str, *editions: str) -> None:
    """Say on standard error which words on the pages of editions may describe a single incident, and what can be done."""
    from ivp_analysis.tables.published_words import suspects

    found = dict.fromkeys(item for edition in editions for item in suspects(paths.processed(municipality), edition))
    for item in found:
        say(f"  may describe a single incident: {item}; {item.action}", error=True)
    if found:
        say(f"  until then ivp publish {municipality} --final refuses", error=True)
