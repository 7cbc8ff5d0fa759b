"""`ivp plan` and `ivp run`: which notebooks would run, and running them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ivp_analysis.cli.options import (
    Audience,
    AudienceOption,
    EditionOption,
    Failed,
    Force,
    Jobs,
    Name,
    Notebooks,
    Scheduler,
    Themes,
    Villages,
    vocabulary,
)
from ivp_analysis.cli.recap import reasons, recap, tell_failures
from ivp_analysis.cli.words import below, say, warn_of_deliveries, warn_of_retention, warn_of_words

if TYPE_CHECKING:
    from ivp_analysis.execution.batch import Batch
    from ivp_analysis.execution.plan import Planned
    from ivp_analysis.execution.runner import Outcome, Workers
    from ivp_analysis.settings import Settings
    from ivp_analysis.vocabulary.parameters import Parameters

WARM_UP = "ivp_analysis.analyses.warm_up:warm_up"
"""What the template of the kernels does before it forks."""


@dataclass(frozen=True)
class Choice:
    """Which runs options ask for, and how.

    Attributes
    ----------
    villages, themes, notebooks : list of str or None
        Only these; all without them.
    audience : Audience
        Who reads the runs.
    jobs : int or None
        How many at once; as the settings say without it.
    force, only_failed : bool
        Run also what is fresh; run only what failed before.
    scheduler : str
        Address of a Dask cluster; empty for this machine.
    """

    villages: list[str] | None = None
    themes: list[str] | None = None
    notebooks: list[str] | None = None
    audience: Audience = Audience.public
    jobs: int | None = None
    force: bool = False
    only_failed: bool = False
    scheduler: str = ""


def plan(
    municipality: Name,
    village: Villages = None,
    theme: Themes = None,
    notebook: Notebooks = None,
    edition: EditionOption = "",
    audience: AudienceOption = Audience.public,
) -> None:
    """List the notebooks with what would run, and why."""
    settings, batch = make_batch(municipality, edition, Choice(village, theme, notebook, audience))
    planned = batch.planned()
    for item in planned:
        say(f"{item.run.title} · {'fresh' if item.fresh else f'will run: {item.why}'}")
    say(f"{sum(not item.fresh for item in planned)} of {len(planned)} notebooks would run into {below(settings, list(batch.runs))}")
    chosen = batch.runs[0].parameters
    warn_of_deliveries(settings.paths, chosen.municipality)
    warn_of_retention(settings.paths, chosen.municipality)
    warn_of_words(settings.paths, chosen.municipality, chosen.edition)


def run(
    municipality: Name,
    village: Villages = None,
    theme: Themes = None,
    notebook: Notebooks = None,
    edition: EditionOption = "",
    audience: AudienceOption = Audience.public,
    jobs: Jobs = None,
    force: Force = False,  # noqa: FBT002 - an option of the command line
    failed: Failed = False,  # noqa: FBT002
    scheduler: Scheduler = "",
) -> None:
    """Run the notebooks that are not fresh; exits with 1 when any failed."""
    settings, place, _ = vocabulary(municipality)
    warn_of_retention(settings.paths, place.key)
    run_notebooks(municipality, edition, Choice(village, theme, notebook, audience, jobs, force, failed, scheduler))


def make_batch(municipality: str, edition: str, choice: Choice) -> tuple[Settings, Batch]:
    """List the runs that options ask for, with what tells whether they are fresh.

    Parameters
    ----------
    municipality : str
        Its name, as given.
    edition : str
        The newest that has data where empty.
    choice : Choice
        What the options say.

    Returns
    -------
    Settings, Batch
        The settings, and the runs.

    Raises
    ------
    IvpError
        When something that is named does not exist, or was not processed.
    """
    from ivp_analysis.execution.batch import Batch
    from ivp_analysis.execution.data import Data
    from ivp_analysis.execution.fingerprint import Fingerprints
    from ivp_analysis.execution.matrix import matrix
    from ivp_analysis.tables.store import edition_notes, read_notes
    from ivp_analysis.vocabulary.parameters import Parameters

    settings, place, kernbeleid = vocabulary(municipality)
    paths = settings.paths
    chosen = edition or str(read_notes(paths.processed(place.key))["edition"])
    base = Parameters.check({"municipality": place.key, "edition": chosen, "audience": choice.audience.value})
    edition_notes(paths.processed(place.key), base.edition)
    runs = matrix(base, place, kernbeleid, paths, choice.villages or (), choice.themes or (), choice.notebooks or ())
    return settings, Batch(
        runs=runs,
        fingerprints=Fingerprints(Data(base, place, kernbeleid, paths), settings.epoch),
        home=paths.home,
        folder=paths.reports(base.municipality, base.edition, base.audience),
        cell_timeout=settings.cell_timeout,
        force=choice.force,
        only_failed=choice.only_failed,
    )


def run_notebooks(municipality: str, edition: str, choice: Choice) -> None:
    """Run what is not fresh, write down where it came from, and say which failed.

    Parameters
    ----------
    municipality, edition, choice
        As for `make_batch`.

    Raises
    ------
    NotebooksFailedError
        When any failed; the others ran.
    """
    from ivp_analysis.execution.lock import only_one
    from ivp_analysis.execution.provenance import provenance
    from ivp_analysis.tables.store import edition_notes

    settings, place, _ = vocabulary(municipality)
    with only_one(settings.paths, place.key, doing=f"run {place.key}", waiting=say):
        settings, batch = make_batch(municipality, edition, choice)
        warn_of_deliveries(settings.paths, place.key)
        batch.clear()
        todo = batch.to_run()
        outcomes: list[Outcome] = []
        try:
            if todo:
                _execute(settings, batch, todo, choice, outcomes)
        finally:
            tell_failures(outcomes)
        # of the whole report, also when only a part of it was asked for
        _, whole = make_batch(municipality, edition, Choice(audience=choice.audience))
        base = batch.runs[0].parameters
        origin = provenance(
            whole.runs, edition_notes(settings.paths.processed(base.municipality), base.edition), settings.paths, whole.stale()
        )
        origin.write(settings.paths)
    recap(settings, batch, outcomes, len(todo))


def _execute(settings: Settings, batch: Batch, todo: list[Planned], choice: Choice, outcomes: list[Outcome]) -> None:
    from ivp_analysis.cli.bar import progress
    from ivp_analysis.execution.timings import Timings
    from ivp_analysis.publication.page import render_section

    say(f"Running {len(todo)} of {len(batch.runs)} notebooks" + ("" if choice.force or choice.only_failed else f": {reasons(todo)}"))
    base = batch.runs[0].parameters
    timings = Timings.load(settings.paths.timings(base.municipality))
    # only what may be published has a page
    render = render_section if choice.audience is Audience.public else None
    with _workers(settings, base, choice) as workers:
        say(f"  {workers.title}")
        with progress([item.run for item in todo], timings, workers.at_once) as show:

            def ended(outcome: Outcome) -> None:
                outcomes.append(outcome)
                show(outcome.run.title, outcome.run, outcome.seconds, outcome.ok)

            batch.execute(todo, workers, render, timings, ended)


def _workers(settings: Settings, base: Parameters, choice: Choice) -> AbstractContextManager[Workers]:
    preload = [f"{WARM_UP}:{base.municipality}"]
    if choice.scheduler:
        from ivp_analysis.execution.cluster import ClusterWorkers

        return ClusterWorkers(settings.paths, base, choice.scheduler, preload, settings.kernel)
    from ivp_analysis.execution.local import LocalWorkers

    return LocalWorkers(choice.jobs or settings.jobs, preload, settings.kernel)
