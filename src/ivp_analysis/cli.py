"""The command `ivp`. Heavy imports stand inside the commands, so that the help appears at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ivp_analysis.errors import IvpError

if TYPE_CHECKING:
    from rich.progress import Progress

    from ivp_analysis.execution.plan import Run
    from ivp_analysis.processing import Processed
    from ivp_analysis.settings import Settings
    from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
    from ivp_analysis.vocabulary.municipality import Municipality

app = typer.Typer(
    help="From police figures to the safety analysis of a Dutch municipality.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Audience(StrEnum):
    """Who reads a run."""

    public = "public"
    internal = "internal"


Name = Annotated[str, typer.Argument(help="name of the municipality, such as dalfsen")]
EditionOption = Annotated[str, typer.Option("--edition", help="such as 2022-H1; without it the newest that has data")]
AudienceOption = Annotated[Audience, typer.Option("--audience", help="public, or internal with exact small counts")]
Villages = Annotated[list[str] | None, typer.Option("--village", help="only this village, or gemeente; may be repeated")]
Themes = Annotated[list[str] | None, typer.Option("--theme", help="only this theme, such as 1.3; may be repeated")]
Notebooks = Annotated[list[str] | None, typer.Option("--notebook", help="only police, map or chapter; may be repeated")]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="notebooks that run at once; without it one per core")]


@app.command()
def sample(municipality: Name, seed: Annotated[int | None, typer.Option("--seed", help="another seed gives other figures")] = None) -> None:
    """Write the synthetic sample deliveries into data/raw."""
    from ivp_analysis.sample.profile import DEFAULT_SEED
    from ivp_analysis.sample.write import write_sample

    settings, place, themes = _vocabulary(municipality)
    folders = write_sample(place, themes, settings.paths.raw(place.key), DEFAULT_SEED if seed is None else seed)
    _say(f"Wrote {len(folders)} sample deliveries into data/raw/{place.key}; they are synthetic.")


@app.command()
def fetch(municipality: Name) -> None:
    """Download police open data and boundaries into data/raw."""
    from ivp_analysis.sources.fetch import fetch as download

    settings, place, themes = _vocabulary(municipality)
    with _progress() as bar:
        task = bar.add_task("asking", total=None)

        def show(message: str, done: int, total: int | None) -> None:
            bar.update(task, description=message, completed=done, total=total)

        folders = download(place, themes, settings, show)
    _say("\n".join(f"data/raw/{place.key}/{folder.name}" for folder in folders))


@app.command()
def process(municipality: Name, edition: EditionOption = "") -> None:
    """Turn deliveries into tables, and tables into the estimates of an edition."""
    _process(municipality, edition)


@app.command()
def plan(
    municipality: Name,
    village: Villages = None,
    theme: Themes = None,
    notebook: Notebooks = None,
    edition: EditionOption = "",
    audience: AudienceOption = Audience.public,
) -> None:
    """List the notebooks that would run."""
    settings, runs = _runs(municipality, village, theme, notebook, edition, audience)
    for run in runs:
        state = "executed before" if run.target.exists() else "not executed yet"
        _say(f"{run.title} · {state}")
    _say(f"{len(runs)} notebooks would run into {_below(settings, runs)}")


@app.command()
def run(
    municipality: Name,
    village: Villages = None,
    theme: Themes = None,
    notebook: Notebooks = None,
    edition: EditionOption = "",
    audience: AudienceOption = Audience.public,
    jobs: Jobs = None,
) -> None:
    """Run the notebooks with papermill; exits with 1 when any failed."""
    _run(*_runs(municipality, village, theme, notebook, edition, audience), jobs)


@app.command()
def publish(municipality: Name, edition: EditionOption = "") -> None:
    """Make the site and the chapter from the executed notebooks."""
    _publish(municipality, edition)


@app.command()
def report(municipality: Name, edition: EditionOption = "", jobs: Jobs = None) -> None:
    """Process, run and publish; prints where the report is."""
    processed = _process(municipality, edition)
    chosen = edition or processed.edition
    failure: NotebooksFailedError | None = None
    try:
        _run(*_runs(municipality, None, None, None, chosen, Audience.public), jobs)
    except NotebooksFailedError as problem:
        # the rest of the report is worth having; the exit code tells
        failure = problem
    _publish(municipality, chosen)
    if failure:
        raise failure


class NotebooksFailedError(IvpError):
    """One or more notebooks failed; the recap has been printed."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error of this package becomes one line and exit code 1."""
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="ivp")
    except IvpError as error:
        _say(f"error: {error}", error=True)
        sys.exit(1)
    except KeyboardInterrupt:
        _say("stopped; what was finished is kept", error=True)
        sys.exit(130)


def _vocabulary(municipality: str) -> tuple[Settings, Municipality, Kernbeleid]:
    from ivp_analysis.settings import load_settings
    from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid
    from ivp_analysis.vocabulary.municipality import load_municipality

    settings = load_settings()
    return settings, load_municipality(municipality, settings.paths), load_kernbeleid(settings.paths.kernbeleid)


def _process(municipality: str, edition: str) -> Processed:
    from ivp_analysis.processing import process as make_tables

    settings, place, themes = _vocabulary(municipality)
    done = make_tables(place, themes, settings.paths, edition)
    rows = done.ledger.groupby("outcome")["rows"].sum()
    _say("Rows: " + ", ".join(f"{int(rows.get(name, 0))} {name}" for name in ("read", "accepted", "quarantined", "left out")))
    for (delivery, file, reason, action), found in done.rejected.items():
        _say(f"  quarantined {len(found)} rows of {delivery}/{file}: {reason} (first at row {min(found)}). {action}")
    for line in done.ledger[done.ledger["outcome"].isin(["differs", "repaired"]) & (done.ledger["rows"] > 0)].itertuples(index=False):
        _say(f"  {line.outcome}: {line.delivery}/{line.file}: {line.reason} ({line.rows} rows)")
    if done.unknown_codes:
        _say(f"  codes in no theme, kept as 'niet ingedeeld': {', '.join(done.unknown_codes)}. Add them to config/kernbeleid.yaml")
    _say(f"Tables of {place.name} are ready; editions: {', '.join(done.editions)}")
    return done


def _runs(
    municipality: str, villages: list[str] | None, themes: list[str] | None, notebooks: list[str] | None, edition: str, audience: Audience
) -> tuple[Settings, list[Run]]:
    from ivp_analysis.execution.plan import matrix
    from ivp_analysis.processing import newest_edition
    from ivp_analysis.tables.store import edition_notes
    from ivp_analysis.vocabulary.parameters import Parameters

    settings, place, kernbeleid = _vocabulary(municipality)
    chosen = edition or newest_edition(place, settings.paths)
    base = Parameters.check({"municipality": place.key, "edition": chosen, "audience": audience.value})
    edition_notes(settings.paths.processed(place.key), base.edition)
    return settings, matrix(base, place, kernbeleid, settings.paths, villages or (), themes or (), notebooks or ())


def _run(settings: Settings, runs: list[Run], jobs: int | None) -> None:
    from ivp_analysis.execution.runner import Outcome, execute

    at_once = jobs or settings.jobs
    _say(f"Running {len(runs)} notebooks, {at_once} at once")
    with _progress() as bar:
        task = bar.add_task("notebooks", total=len(runs))

        def show(outcome: Outcome) -> None:
            bar.update(task, advance=1, description=outcome.run.title)

        outcomes = execute(runs, jobs=at_once, cell_timeout=settings.cell_timeout, progress=show)
    failed = [outcome for outcome in outcomes if not outcome.ok]
    _say(f"{len(outcomes) - len(failed)} of {len(outcomes)} notebooks ran into {_below(settings, runs)}")
    for outcome in failed:
        _say(f"  failed: {outcome.line(settings.paths.home)}", error=True)
    if failed:
        action = "Open a failed notebook in JupyterLab to see its error in place"
        raise NotebooksFailedError(f"{len(failed)} of {len(outcomes)} notebooks failed", action=action)


def _publish(municipality: str, edition: str) -> None:
    from ivp_analysis.execution.plan import unfinished
    from ivp_analysis.processing import newest_edition
    from ivp_analysis.publication.site import build_site
    from ivp_analysis.tables.store import edition_notes, written

    settings, place, kernbeleid = _vocabulary(municipality)
    chosen = edition or newest_edition(place, settings.paths)
    notes = edition_notes(settings.paths.processed(place.key), chosen)
    sources = list(dict.fromkeys(f"{card['source']}, {card['licence']}" for card in notes["deliveries"]))
    index = build_site(place, kernbeleid, chosen, settings.paths, synthetic=bool(notes["synthetic"]), sources=sources)
    runs = _runs(municipality, None, None, None, chosen, Audience.public)[1]
    for line in unfinished(runs, written(settings.paths.processed(place.key))):
        _say(f"  {line}", error=True)
    _say(f"The report is at {index}")
    _say(f"The chapter is at {index.parent.parent / 'chapter.html'}")


def _below(settings: Settings, runs: list[Run]) -> str:
    if not runs:
        return "nothing"
    parameters = runs[0].parameters
    folder = settings.paths.reports(parameters.municipality, parameters.edition, parameters.audience)
    return str(folder.relative_to(settings.paths.home))


def _progress() -> Progress:
    """Make a progress bar on standard error; none where nobody looks at it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _say(text: str, *, error: bool = False) -> None:
    typer.echo(text, err=error)
