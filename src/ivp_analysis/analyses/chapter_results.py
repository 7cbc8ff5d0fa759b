"""The results of the chapter: what the findings say per theme and village, and what of it is demonstrable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from ivp_analysis.analyses import chapter_survey as survey
from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.display import Html, bullets, heading, paragraph, section, together
from ivp_analysis.analyses.evidence import ladder_of
from ivp_analysis.analyses.interpretation import quotations
from ivp_analysis.figures.tables import Table
from ivp_analysis.vocabulary.findings import Finding
from ivp_analysis.vocabulary.indicators import TOTAL, Comparison
from ivp_analysis.vocabulary.kernbeleid import SafetyField, Theme
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording import chapter as wording
from ivp_analysis.wording.numbers import decimal_text, rate_text

EFFORT = "hoeveel de politie controleert"
_VERDICTS = {item.value for item in Verdict}
_DEMONSTRABLE = (Verdict.HIGHER, Verdict.LOWER, Verdict.SMALL_HIGHER, Verdict.SMALL_LOWER)
_HINTS = (Verdict.HINT_HIGHER, Verdict.HINT_LOWER)


def field(context: Context, of: SafetyField, found: Mapping[tuple[str, str], Finding], surveyed: survey.Found) -> Html:
    """Return the themes of a field.

    Parameters
    ----------
    context : Context
        Edition and audience.
    of : SafetyField
        The field.
    found : mapping of tuple of str to Finding
        What was found on each theme as a whole, by village and theme.
    surveyed : Found
        What the survey says, by village and theme.
    """
    return together(heading(f"{of.number}. {of.name}", 3), *(_theme(context, theme, found, surveyed) for theme in of.themes))


def summary(context: Context, found: Mapping[str, list[Finding]]) -> list[Html]:
    """List what differs demonstrably from the baseline, of the municipality and of the villages, and apart from it what only may.

    Parameters
    ----------
    context : Context
        Whose words and areas.
    found : mapping of str to list of Finding
        The findings of each area.
    """
    villages = [name for name in context.municipality.village_names if name in found]
    whole = _lines(context, [WHOLE] if WHOLE in found else [], found, _DEMONSTRABLE)
    parts = _lines(context, villages, found, _DEMONSTRABLE)
    hints = _lines(context, [name for name in (WHOLE, *villages) if name in found], found, _HINTS)
    return [
        bullets(whole, wording.DEMONSTRABLE) if whole else paragraph(wording.NOTHING_DEMONSTRABLE),
        bullets(parts, wording.IN_VILLAGES) if parts else paragraph(wording.NOTHING_IN_VILLAGES),
        *([bullets(hints, wording.HINTS)] if hints else []),
    ]


def _lines(context: Context, areas: list[str], found: Mapping[str, list[Finding]], verdicts: tuple[Verdict, ...]) -> list[str]:
    words = ladder_of(context).words
    chosen = [item for area in areas for item in _called_out(found[area], verdicts)]
    return [wording.called_out(item, _name(context, item), words, _warning(context, item)) for item in chosen]


def interpretation(context: Context) -> Html | None:
    """Return what police and municipality wrote about the round as a whole."""
    return section("Duiding", *quotations(context, [item for item in context.duiding_of("") if not item.themas]))


def _called_out(found: list[Finding], verdicts: tuple[Verdict, ...]) -> Iterator[Finding]:
    """Yield the findings with one of these verdicts; a theme and its only code once."""
    totals = {(item.theme, item.count) for item in found if item.indicator == TOTAL}
    for item in found:
        if item.verdict in verdicts and (item.indicator == TOTAL or (item.theme, item.count) not in totals):
            yield item


def _name(context: Context, finding: Finding) -> str:
    return context.kernbeleid.theme(finding.theme).title if finding.indicator == TOTAL else finding.subject


def _warning(context: Context, finding: Finding) -> str:
    if finding.indicator != TOTAL:
        return " ".join(finding.notes)
    # what else there is to know of a theme stands with its results; that a figure measures effort goes wherever it is told
    warning = context.kernbeleid.theme(finding.theme).warning
    return warning if EFFORT in warning else ""


def _theme(context: Context, theme: Theme, found: Mapping[tuple[str, str], Finding], surveyed: survey.Found) -> Html:
    areas = {village: found.get((village, theme.number)) for village in context.municipality.area_names}
    whole = areas[WHOLE]
    sentence = whole.sentence if whole else "Het notebook over dit thema is niet uitgevoerd; er zijn hier geen bevindingen."
    parts: list[Html | None] = [heading(theme.title, 4), paragraph(sentence)]
    parts += quotations(context, [item for item in context.duiding_of(theme.number) if item.themas])
    if any(finding and finding.estimate is not None for finding in areas.values()):
        parts.append(Html(_villages(context, theme, areas)._repr_html_()))
    parts.append(paragraph(f"Let op: {theme.warning}", "ivp-note") if theme.warning else None)
    parts += survey.theme(context, theme.number, surveyed)
    return together(*parts)


def _villages(context: Context, theme: Theme, found: Mapping[str, Finding | None]) -> Table:
    label = context.municipality.label
    words = ladder_of(context).words
    first = next(finding for finding in found.values() if finding)
    frame = pd.DataFrame(
        [
            {
                "Gebied": _capital(label(village)),
                "Aantal": finding.n if finding else "niet uitgevoerd",
                f"Per 1.000 {first.denominator}": rate_text(finding.estimate) if finding and finding.estimate is not None else "–",
                "95%-interval": _interval(finding),
                "Oordeel": words[Verdict(finding.verdict)] if finding and finding.verdict in _VERDICTS else "–",
            }
            for village, finding in found.items()
        ]
    )
    main = first.change(Comparison.BASELINE)
    notes = [f"Oordeel: {first.period} naast {main.against}."] if main and main.against else []
    return Table.of(frame, f"{theme.title}: registraties in {first.period}", row_header="Gebied", notes=notes)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _interval(finding: Finding | None) -> str:
    if finding is None or finding.low is None or finding.high is None:
        return "–"
    return f"{decimal_text(finding.low)} – {decimal_text(finding.high)}"
