"""What the chapter says of the survey: the findings of the executed monitor notebooks, per theme and summed up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.display import Html, bullets, paragraph
from ivp_analysis.analyses.evidence import ladder_of
from ivp_analysis.analyses.monitor_data import SurveyData
from ivp_analysis.tables.reads import note
from ivp_analysis.vocabulary.findings import NO_QUESTIONS, NO_SURVEY, Finding, findings_in
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording import chapter as wording
from ivp_analysis.wording.survey_findings import UNWEIGHTED, beside_the_rest, called_out

Found = Mapping[tuple[str, str], list[Finding]]
"""Findings by village and theme."""

_DEMONSTRABLE = (Verdict.HIGHER, Verdict.LOWER)


def surveyed(context: Context) -> dict[tuple[str, str], list[Finding]]:
    """Read the findings of each executed monitor notebook, by village (or group of villages) and theme; none where there is no survey.

    Parameters
    ----------
    context : Context
        Edition and audience.
    """
    parameters, found = context.parameters, dict[tuple[str, str], list[Finding]]()
    for village in context.municipality.area_names:
        for theme in context.kernbeleid.themes:
            note("findings", notebook="monitor", village=village, theme=theme)
            path = context.paths.executed(parameters.municipality, parameters.edition, parameters.audience, "monitor", village, theme)
            here = findings_in(path, parameters.audience) if path.exists() else []
            if here and here[0].verdict not in (NO_SURVEY, NO_QUESTIONS):
                # the notebook of a village with few answers holds the findings of its group too, and so does that of the next
                found |= {(area, theme): [item for item in here if item.village == area] for area in {item.village for item in here}}
    return found


def theme(context: Context, number: str, found: Found) -> Iterator[Html]:
    """Yield what the survey says on a theme: its first figure of the municipality, and what differs from the survey before or the rest.

    Parameters
    ----------
    context : Context
        Whose words.
    number : str
        Number of the theme.
    found : Found
        What `surveyed` gave.
    """
    first = next((item for item in found.get((WHOLE, number), ()) if item.estimate is not None), None)
    if first is None:
        return
    yield paragraph(first.sentence)
    here = [item for area in _areas(context) for item in found.get((area, number), ())]
    others = [item for item in _different(here) if item != first]
    if others:
        yield bullets(_lines(context, others), wording.SURVEY_DIFFERENT.format(year=first.period, before=_before(others)))
    words = ladder_of(context).words
    apart = [line for item in here if (line := beside_the_rest(item, words))]
    if apart:
        yield bullets(apart, wording.SURVEY_APART.format(year=first.period))


def method(context: Context) -> str:
    """Say how two surveys differ in the way they were held, and which could not be weighted; empty where there is nothing to say."""
    data = SurveyData(context)
    absent = UNWEIGHTED.format(years=data.unweighted) if data.unweighted else ""
    return " ".join(filter(None, [data.method_text() if data.year is not None else "", absent]))


def _before(items: Iterable[Finding]) -> str:
    """Return the year that findings are compared with; empty where none is compared."""
    changes = (item.change(Comparison.SURVEY) for item in items)
    return next((change.against for change in changes if change and change.verdict is not Verdict.ABSENT), "")


def _areas(context: Context) -> tuple[str, ...]:
    place = context.municipality
    return (WHOLE, *place.village_names, *(group.name for group in place.groups))


def summary(context: Context, found: Found) -> list[Html]:
    """Say what differs demonstrably from the survey before, of the municipality and of the villages; nothing without two surveys.

    Parameters
    ----------
    context : Context
        Whose words.
    found : Found
        What `surveyed` gave.
    """
    every = [item for items in found.values() for item in items]
    if not (before := _before(every)):
        return []
    year = every[0].period
    ordered = [(area, items) for area in _areas(context) for (village, _), items in found.items() if village == area]
    whole = [item for area, items in ordered if area == WHOLE for item in _different(items)]
    parts = [item for area, items in ordered if area != WHOLE for item in _different(items)]
    return [
        bullets(_lines(context, whole), wording.SURVEY_DEMONSTRABLE.format(year=year, before=before))
        if whole
        else paragraph(wording.SURVEY_NOTHING.format(year=year, before=before)),
        *([bullets(_lines(context, parts), wording.SURVEY_IN_VILLAGES.format(before=before))] if parts else []),
    ]


def _different(items: list[Finding] | tuple[()]) -> list[Finding]:
    return [item for item in items if item.verdict in _DEMONSTRABLE]


def _lines(context: Context, items: list[Finding]) -> list[str]:
    words = ladder_of(context).words
    return [called_out(item, words) for item in items]
