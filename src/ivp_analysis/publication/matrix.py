"""The matrix of the front page: what the first finding of each village and theme says, in a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ivp_analysis.paths import Paths, slug
from ivp_analysis.publication.page import State, state_of
from ivp_analysis.vocabulary.findings import NO_DATA, NO_SOURCE, findings_in
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid, Theme
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder
from ivp_analysis.vocabulary.municipality import Municipality


@dataclass(frozen=True)
class Word:
    """How a verdict reads in a cell: a sign, a few words, and what they mean.

    Parameters
    ----------
    kind : str
        Name of it in the style sheet.
    sign : str
        One character; never alone.
    short : str
        What stands in the cell.
    meaning : str
        What the legend says about it.
    """

    kind: str
    sign: str
    short: str
    meaning: str = ""


_AGAINST = "Het laatste hele jaar, naast de jaren die de pagina noemt."
_SIGNS = {
    Verdict.HIGHER: ("called", "▲", _AGAINST),
    Verdict.LOWER: ("called", "▼", _AGAINST),
    Verdict.SMALL_HIGHER: ("figures", "△", _AGAINST),
    Verdict.SMALL_LOWER: ("figures", "▽", _AGAINST),
    Verdict.HINT_HIGHER: ("figures", "?", "Dit valt op, maar het kan ook toeval zijn."),
    Verdict.HINT_LOWER: ("figures", "?", "Dit valt op, maar het kan ook toeval zijn."),
    Verdict.NO_DIFFERENCE: ("figures", "=", "Het kan gelijk gebleven zijn, of het verschil is te klein om te zien."),
    Verdict.TOO_FEW: ("few", "○", "Er zijn te weinig registraties om te vergelijken."),
    Verdict.NOT_SHOWN: ("hidden", "×", "Een of meer aantallen zijn niet openbaar, om mensen te beschermen. De pagina zegt waarom."),
    Verdict.ABSENT: ("absent", "–", "Er ontbreekt een cijfer om mee te vergelijken."),
}
_NO_FIGURES = {
    NO_SOURCE: Word("absent", "–", NO_SOURCE, "De politie heeft hierover geen open cijfers. De pagina zegt waarom."),
    NO_DATA: Word("absent", "–", NO_DATA, "Voor deze editie zijn hierover geen politiecijfers geleverd."),
}
_SURVEYED = Word("figures", "•", "enquête", "De politie heeft hierover geen open cijfers. De enquête onder inwoners wel.")
_NO_FINDING = Word("absent", "–", "geen uitkomst", "De pagina doet geen uitspraak over de politiecijfers.")
_FAILED = Word("failed", "!", "mislukt", "Het maken van de politiecijfers is mislukt. Ze ontbreken dus.")
_ABSENT = Word("absent", "·", "niet gemaakt", "De politiecijfers zijn voor deze editie niet gemaakt.")
_ORDER = (*_SIGNS, *_NO_FIGURES)
"""Verdicts, most informative first."""


@dataclass(frozen=True)
class Cell:
    """One village and theme: a word that leads to the page."""

    word: Word
    address: str
    label: str


@dataclass(frozen=True)
class Row:
    """One theme, with a cell per area."""

    theme: Theme
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    """One field of the Kernbeleid, with a row per theme."""

    number: str
    name: str
    rows: tuple[Row, ...]


def matrix(municipality: Municipality, kernbeleid: Kernbeleid, edition: str, paths: Paths) -> tuple[Group, ...]:
    """Read from the executed police notebooks what the first finding of each village and theme says.

    Parameters
    ----------
    municipality : Municipality
        Its villages and the whole are the columns.
    kernbeleid : Kernbeleid
        Its fields are the groups, its themes the rows.
    edition : str
        Such as "2022-H1".
    paths : Paths
        Where the reports are.

    Returns
    -------
    tuple of Group
        In the order of the Kernbeleid; also the cells of notebooks that failed or did not run.

    Raises
    ------
    NotebookError
        When an executed notebook cannot be read.
    """
    words = load_ladder(paths.ladder).words

    def cell(village: str, theme: Theme) -> Cell:
        word = _word(municipality, theme, edition, village, paths, words)
        # what is seen comes first, so that who speaks to the computer can say it
        label = f"{word.short}: {theme.title}, {municipality.label(village)}"
        return Cell(word, address(village, theme.number), label)

    return tuple(
        Group(
            field.number,
            field.name,
            tuple(Row(theme, tuple(cell(village, theme) for village in municipality.area_names)) for theme in field.themes),
        )
        for field in kernbeleid.fields
    )


def address(village: str, theme: str) -> str:
    """Return the address of a page, from the front page."""
    return f"{slug(village)}/{slug(theme)}.html"


def legend(groups: Iterable[Group], words: Mapping[Verdict, str]) -> tuple[Word, ...]:
    """Return the words that the matrix uses and that have a meaning to explain, most informative first."""
    used = {cell.word for group in groups for row in group.rows for cell in row.cells}
    known = (*(word_of(verdict, words) for verdict in _ORDER), _SURVEYED, _NO_FINDING, _FAILED, _ABSENT)
    return tuple(word for word in known if word in used)


def word_of(verdict: str, words: Mapping[Verdict, str]) -> Word:
    """Say a verdict as the ladder does; an unknown one keeps its own words, up to the first comma."""
    if verdict in _NO_FIGURES:
        return _NO_FIGURES[verdict]
    if verdict in set(Verdict):
        kind, sign, meaning = _SIGNS[Verdict(verdict)]
        return Word(kind, sign, words[Verdict(verdict)], meaning)
    own = verdict.split(",", maxsplit=1)[0].strip()
    return Word("other", "•", own) if own else _NO_FINDING


def _word(municipality: Municipality, theme: Theme, edition: str, village: str, paths: Paths, words: Mapping[Verdict, str]) -> Word:
    notebook = paths.executed(municipality.key, edition, "public", "police", village, theme.number)
    state = state_of(notebook)
    if state is not State.READY:
        return _FAILED if state is State.FAILED else _ABSENT
    findings = findings_in(notebook)
    if findings and findings[0].verdict == NO_SOURCE and _surveyed(municipality, theme, edition, village, paths):
        return _SURVEYED
    return word_of(findings[0].verdict, words) if findings else _NO_FINDING


def _surveyed(municipality: Municipality, theme: Theme, edition: str, village: str, paths: Paths) -> bool:
    """Say whether the survey has a figure on the theme."""
    notebook = paths.executed(municipality.key, edition, "public", "monitor", village, theme.number)
    return state_of(notebook) is State.READY and any(item.estimate is not None for item in findings_in(notebook))
