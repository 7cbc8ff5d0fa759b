"""`ivp sample`, `ivp fetch` and `ivp process`: deliveries, and the tables made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ivp_analysis.cli.options import EditionOption, Name, vocabulary
from ivp_analysis.cli.words import named, not_processed, say, warn_of_retention, warn_of_words

if TYPE_CHECKING:
    from ivp_analysis.processing import Processed


def sample(municipality: Name, seed: Annotated[int | None, typer.Option("--seed", help="another seed gives other figures")] = None) -> None:
    """Write the synthetic sample deliveries into data/raw."""
    from ivp_analysis.execution.lock import only_one
    from ivp_analysis.sample.profile import DEFAULT_SEED
    from ivp_analysis.sample.write import write_sample

    settings, place, themes = vocabulary(municipality)
    with only_one(settings.paths, place.key, doing=f"sample {place.key}", waiting=say):
        folders = write_sample(place, themes, settings.paths.raw(place.key), DEFAULT_SEED if seed is None else seed)
    say(f"Wrote {len(folders)} sample deliveries into data/raw/{place.key}; they are synthetic.")


def fetch(municipality: Name) -> None:
    """Download police open data and boundaries into data/raw."""
    from ivp_analysis.cli.bar import plain
    from ivp_analysis.execution.lock import only_one
    from ivp_analysis.sources.fetch import fetch as download

    settings, place, themes = vocabulary(municipality)
    with only_one(settings.paths, place.key, doing=f"fetch {place.key}", waiting=say), plain() as bar:
        task = bar.add_task("asking", total=None)
        skipped: list[str] = []

        def show(message: str, done: int, total: int | None) -> None:
            bar.update(task, description=message, completed=done, total=total)
            skipped.extend([message] if ": skipped, " in message else [])

        folders = download(place, themes, settings, show)
    for message in skipped:
        say(f"  {message}: rates of that year are absent unless its inhabitants come with a delivery of denominators")
    say("\n".join(f"data/raw/{place.key}/{folder.name}" for folder in folders))


def process(municipality: Name, edition: EditionOption = "") -> None:
    """Turn deliveries into tables, and tables into the estimates of an edition."""
    make_tables(municipality, edition)


def make_tables(municipality: str, edition: str) -> Processed:
    """Process, and say what was read and what is to be mended.

    Parameters
    ----------
    municipality : str
        Its name, as given.
    edition : str
        An edition to compute beside the newest; empty for none.

    Returns
    -------
    Processed
        What came of it.
    """
    from ivp_analysis.execution.lock import only_one
    from ivp_analysis.processing import process as into_tables

    settings, place, themes = vocabulary(municipality)
    with only_one(settings.paths, place.key, doing=f"process {place.key}", waiting=say):
        changed = not_processed(settings.paths, place.key)
        done = into_tables(place, themes, settings.paths, edition)
    for difference in changed:
        say(f"  {named(difference)} since the last time")
    rows = done.ledger.groupby("outcome")["rows"].sum()
    say("Rows: " + ", ".join(f"{int(rows.get(name, 0))} {name}" for name in ("read", "accepted", "quarantined", "left out")))
    for (delivery, file, reason, action), found in done.rejected.items():
        say(f"  quarantined {len(found)} rows of {delivery}/{file}: {reason} (first at row {min(found)}). {action}")
    for (delivery, reason), (files, number) in done.left_out.items():
        say(f"  left out {number} rows of {delivery}/{files[0] if len(files) == 1 else f'{len(files)} files'}: {reason}")
    for line in done.ledger[done.ledger["outcome"].isin(["differs", "repaired", "dropped"]) & (done.ledger["rows"] > 0)].itertuples(
        index=False
    ):
        say(f"  {line.outcome}: {line.delivery}/{line.file}: {line.reason} ({line.rows} rows)")
    for delivery, reason in done.purged.items():
        say(f"  purged: {delivery}: {reason}")
    for remark in done.remarks:
        say(f"  {remark}")
    if done.unknown_codes:
        say(f"  codes in no theme, kept as 'niet ingedeeld': {', '.join(done.unknown_codes)}. Add them to config/kernbeleid.yaml")
    warn_of_words(settings.paths, place.key, *done.editions)
    say(f"Tables of {place.name} are ready; editions: {', '.join(done.editions)}")
    warn_of_retention(settings.paths, place.key)
    return done
