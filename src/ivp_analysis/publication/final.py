"""When a publication may be called final: made of all that was delivered, with duiding that describes no single incident."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ivp_analysis.errors import PublicationError
from ivp_analysis.execution.matrix import PER_THEME
from ivp_analysis.execution.provenance import Provenance
from ivp_analysis.paths import Paths
from ivp_analysis.tables.published_words import Suspect
from ivp_analysis.vocabulary.duiding import MISSING, Role
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.findings import findings_in
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

Pages = dict[Role, dict[str, list[str]]]
"""Themes by village, by role."""


def check_final(
    municipality: Municipality,
    kernbeleid: Kernbeleid,
    provenance: Provenance,
    paths: Paths,
    changed: Sequence[str] = (),
    suspects: Sequence[Suspect] = (),
) -> None:
    """Refuse to call a report final that is not finished.

    Parameters
    ----------
    municipality : Municipality
        Its villages, and the whole, have pages.
    kernbeleid : Kernbeleid
        Its themes have pages.
    provenance : Provenance
        Where the report comes from: its edition, its deliveries, and how many notebooks are not fresh.
    paths : Paths
        Where the executed notebooks are.
    changed : sequence of str, optional
        Deliveries that were not processed, in words.
    suspects : sequence of Suspect, optional
        Words on the pages that may describe a single incident and that nobody accepted.

    Raises
    ------
    PublicationError
        When deliveries were not processed, words may describe a single incident, notebooks are absent or not fresh, or a finding says
        that duiding is missing; with what to do.
    NotebookError
        When an executed notebook cannot be read.
    """
    where = {"municipality": municipality.key, "edition": provenance.edition}
    process, run = f"ivp process {municipality.key}", f"ivp run {municipality.key} --edition {provenance.edition}"
    if changed:
        what = f"a final report is made of all deliveries, and these were not processed: {', '.join(changed)}"
        raise PublicationError(what, where, f"Run {process} and {run}")
    if suspects:
        what = f"a final report describes no single incident, and {len(suspects)} of its texts may do so: {'; '.join(map(str, suspects))}"
        actions = dict.fromkeys(f"{item.delivery}: {item.action}" for item in suspects)
        raise PublicationError(what, where, f"{'. '.join(actions)}. Then run {process}")
    if provenance.stale:
        what = f"a final report is made of fresh notebooks, and {provenance.stale} are absent or were made before the last change"
        raise PublicationError(what, where, f"Run {run}")
    pages = _without_duiding(municipality.area_names, kernbeleid.themes, provenance, paths)
    if pages:
        missing = "; ".join(f"{role}: {_compact(themes, municipality.area_names)}" for role, themes in pages.items())
        action = f"Write it under duiding in {_cards(provenance)}, then run {process} and {run}"
        raise PublicationError(f"a final report has duiding beside its figures, and it is missing of {missing}", where, action)


def _without_duiding(villages: Iterable[str], themes: Collection[str], provenance: Provenance, paths: Paths) -> Pages:
    pages: Pages = {role: {} for role in MISSING}
    for village in villages:
        for theme in themes:
            notes = _notes(village, theme, provenance, paths)
            for role in (role for role, text in MISSING.items() if text in notes):
                pages[role].setdefault(village, []).append(theme)
    return {role: places for role, places in pages.items() if places}


def _notes(village: str, theme: str, provenance: Provenance, paths: Paths) -> set[str]:
    """Return the notes of all findings of a page."""
    notebooks = (
        paths.executed(provenance.municipality, provenance.edition, provenance.audience, name, village, theme) for name in PER_THEME
    )
    return {note for notebook in notebooks for finding in findings_in(notebook) for note in finding.notes}


def _compact(themes: dict[str, list[str]], areas: Collection[str]) -> str:
    """List themes and villages, villages with the same themes together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for village, numbers in themes.items():
        alike.setdefault(tuple(numbers), []).append(village)
    places = {
        numbers: "every village and gemeente" if len(villages) == len(areas) else ", ".join(villages) for numbers, villages in alike.items()
    }
    return " / ".join(f"theme {', '.join(numbers)} in {place}" for numbers, place in places.items())


def _cards(provenance: Provenance) -> str:
    """Return the delivery.yaml of each police delivery of the round; the words belong with the figures that they are about."""
    edition = Edition.parse(provenance.edition)
    new = [item for item in provenance.deliveries if Edition.of(item.reference_date) == edition]
    names = (
        [item.name for item in new if item.kind.startswith("politie")] or [item.name for item in new] or ["<a delivery of this edition>"]
    )
    return " or ".join(f"data/raw/{provenance.municipality}/{name}/delivery.yaml" for name in names)
