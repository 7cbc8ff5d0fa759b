"""Duiding on a page: the words of the police and of the municipality, told apart from the sentences that were made from figures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.display import Html, heading, paragraph, together
from ivp_analysis.vocabulary.duiding import MISSING, Duiding, Role, missing
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.plain import as_html
from ivp_analysis.wording.numbers import date_text, enumerate_text

WHOSE = "Hier staan de woorden van de politie en van de gemeente (team OOV: openbare orde en veiligheid), niet die van de cijfers."
_WRITERS: dict[Role, str] = {"politie": "Politie", "team OOV": "Team OOV"}
_BLANK_LINE = re.compile(r"\n\s*\n")


def show(context: Context) -> Html:
    """Return the section with the duiding of a page.

    Parameters
    ----------
    context : Context
        Theme and area of the page, and the edition.

    Returns
    -------
    Html
        Each text as a quotation below who wrote it, when, and about what; a note for each role that wrote nothing.
    """
    items = context.duiding()
    return together(
        heading("Duiding", 2),
        paragraph(WHOSE) if items else None,
        *quotations(context, items),
        *(paragraph(text, "ivp-note") for text in absent_roles(context)),
    )


def quotations(context: Context, items: Iterable[Duiding]) -> list[Html]:
    """Return each text as a quotation below who wrote it, when, and about what."""
    return [_quotation(item, context.municipality) for item in items]


def absent_roles(context: Context) -> list[str]:
    """Say who wrote nothing about the theme and area of a page, as its findings carry it."""
    return [MISSING[role] for role in missing(context.duiding(), context.parameters.theme, context.parameters.village)]


def _quotation(item: Duiding, municipality: Municipality) -> Html:
    by = f"{_WRITERS[item.rol]}, {item.auteur}, {date_text(item.datum)}. Over: {_subject(item, municipality)}."
    words = "".join(f"<p>{as_html(' '.join(part.split()))}</p>" for part in _BLANK_LINE.split(item.tekst))
    # who speaks stands before the quotation and outside it, so that it is heard first and is not taken for a part of it
    return together(paragraph(by, "ivp-duiding-by"), Html(f'<blockquote class="ivp-duiding">{words}</blockquote>'))


def _subject(item: Duiding, municipality: Municipality) -> str:
    if not item.themas:
        return f"{municipality.label(item.kern)}, alle cijfers van deze ronde"
    return f"{municipality.label(item.kern)}, {'thema' if len(item.themas) == 1 else 'thema’s'} {enumerate_text(item.themas)}"
