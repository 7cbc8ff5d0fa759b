"""`ivp publish` and `ivp report`: the site and the chapter, and all steps in one."""

from __future__ import annotations

from ivp_analysis.cli.options import EditionOption, Final, Force, Jobs, Name, Scheduler, vocabulary
from ivp_analysis.cli.recap import NotebooksFailedError
from ivp_analysis.cli.run import Choice, make_batch, run_notebooks
from ivp_analysis.cli.tables import make_tables
from ivp_analysis.cli.words import not_processed, say, warn_of_deliveries


def publish(municipality: Name, edition: EditionOption = "", final: Final = False) -> None:  # noqa: FBT002 - an option of the command line
    """Make the site and the chapter from the executed notebooks."""
    make_site(municipality, edition, final=final)


def report(municipality: Name, edition: EditionOption = "", jobs: Jobs = None, force: Force = False, scheduler: Scheduler = "") -> None:  # noqa: FBT002
    """Process, run and publish; prints where the report is."""
    from ivp_analysis.execution.lock import only_one

    settings, place, _ = vocabulary(municipality)
    with only_one(settings.paths, place.key, doing=f"report {place.key}", waiting=say):
        processed = make_tables(municipality, edition)
        chosen = edition or processed.edition
        failure: NotebooksFailedError | None = None
        try:
            run_notebooks(municipality, chosen, Choice(jobs=jobs, force=force, scheduler=scheduler))
        except NotebooksFailedError as problem:
            # the rest of the report is worth having; the exit code tells
            failure = problem
        make_site(municipality, chosen)
    if failure:
        raise failure


def make_site(municipality: str, edition: str, *, final: bool = False) -> None:
    """Publish, and say what is absent or old and where the report is.

    Parameters
    ----------
    municipality : str
        Its name, as given.
    edition : str
        The newest that has data where empty.
    final : bool
        Whether to call it final.

    Raises
    ------
    PublicationError
        When it is to be final and is not finished; what was published before then stays as it was.
    """
    from ivp_analysis.execution.lock import only_one
    from ivp_analysis.execution.plan import unfinished
    from ivp_analysis.execution.provenance import provenance
    from ivp_analysis.publication.final import check_final
    from ivp_analysis.publication.site import build_site
    from ivp_analysis.tables.published import write_published
    from ivp_analysis.tables.published_words import suspects
    from ivp_analysis.tables.store import edition_notes, read_table

    settings, place, kernbeleid = vocabulary(municipality)
    paths = settings.paths
    with only_one(paths, place.key, doing=f"publish {place.key}", waiting=say):
        warn_of_deliveries(paths, place.key)
        _, batch = make_batch(municipality, edition, Choice())
        planned = batch.planned()
        notes = edition_notes(paths.processed(place.key), batch.runs[0].parameters.edition)
        # what is not fresh does not stand on what the report says that it stands on; so the report says that too
        origin = provenance(batch.runs, notes, paths, sum(not item.fresh for item in planned))
        if final:
            words = suspects(paths.processed(place.key), origin.edition)
            check_final(place, kernbeleid, origin, paths, not_processed(paths, place.key), words)
            origin = origin.model_copy(update={"final": True})
        index = build_site(place, kernbeleid, origin, paths)
        origin.write(paths)
        write_published(paths.published(place.key, origin.edition), read_table(paths.processed(place.key), f"{origin.edition}/told"))
        for line in unfinished(planned):
            say(f"  {line}", error=True)
    say(f"The report is at {index}")
    say(f"The chapter is at {index.parent.parent / 'chapter.html'}")
