"""What the texts in the columns of a survey mean: codes, labels in their stead, ages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from ivp_analysis.sources.dutch_values import fold
from ivp_analysis.sources.population import age_class
from ivp_analysis.vocabulary.answer_lists import AnswerList, written_code
from ivp_analysis.vocabulary.codebook import AGE_CLASS, Codebook, Source
from ivp_analysis.vocabulary.municipality import UNKNOWN, Municipality

OUTSIDE = "outside"
"""Of an age: not in any class of the survey."""

Reader = Callable[[str], str | None]

# of a number every sign counts: -1 and 1,5 are not the labels 1 and 15
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_YEARS = re.compile(r"[0-9]{1,3}")
_OLDEST = 120


class Meanings:
    """What the texts of a column mean; codes go before labels, and case does not matter.

    Parameters
    ----------
    codes : mapping of str to str
        Meaning of each code.
    labels : iterable of pairs of str
        Further texts with their meanings; one that would have two meanings has none.
    """

    def __init__(self, codes: Mapping[str, str], labels: Iterable[tuple[str, str]]) -> None:
        self.codes = {written_code(code): meaning for code, meaning in codes.items()}
        found: dict[tuple[bool, str], set[str]] = {}
        self.clashes: list[str] = []
        """Labels that are the code of something else: whether a cell holds the code or the label cannot be told."""
        for label, meaning in labels:
            found.setdefault(_key(label), set()).add(meaning)
            if self.codes.get(written_code(label), meaning) != meaning:
                self.clashes.append(label)
        self._labels = {label: meanings.pop() for label, meanings in found.items() if label[1] and len(meanings) == 1}

    def __call__(self, text: str) -> str | None:
        """Return the meaning of a text, None where it has none."""
        code = written_code(text)
        return self.codes[code] if code in self.codes else self._labels.get(_key(text))


def each(texts: pd.Series, reader: Callable[[str], object], dtype: str) -> pd.Series:
    """Read a categorical column, each different text once.

    Parameters
    ----------
    texts : Series of category
        The texts, none missing.
    reader : callable
        Says what a text means, None for nothing.
    dtype : str
        Type of the result.

    Returns
    -------
    Series
        With the index of `texts`.
    """
    meant = pd.Series([reader(text) for text in texts.cat.categories], dtype=dtype).array
    return pd.Series(meant.take(texts.cat.codes.to_numpy()), index=texts.index, dtype=dtype)


def answer_meanings(answers: AnswerList) -> Meanings:
    """Return the reader of answers: the code as text, those for no answer included."""
    every = {**answers.codes, **answers.missing}
    return Meanings({str(code): str(code) for code in every}, ((label, str(code)) for code, label in every.items()))


def sources(codebook: Codebook) -> Meanings:
    """Return the reader of the source of a respondent."""
    return Meanings(codebook.sources, ((item.value, item.value) for item in Source))


def villages(codebook: Codebook, municipality: Municipality) -> Meanings:
    """Return the reader of villages."""
    return Meanings(codebook.villages, ((name, name) for name in municipality.village_names))


def sexes(codebook: Codebook) -> Meanings:
    """Return the reader of sex: m, v or onbekend; who gave none is onbekend."""
    return Meanings({**codebook.sexes, "": UNKNOWN}, (*((text, text) for text in ("m", "v", UNKNOWN)), ("man", "m"), ("vrouw", "v")))


def is_coded(codebook: Codebook) -> bool:
    """Say whether ages are given as codes of classes, and not in years."""
    return any(meaning != UNKNOWN for meaning in codebook.age_codes.values())


def age_codes(codebook: Codebook) -> Meanings:
    """Return the reader of the codes for ages, and of the classes themselves."""
    return Meanings({**codebook.age_codes, "": UNKNOWN}, ((text, text) for text in (*codebook.ages, UNKNOWN)))


def ages(codebook: Codebook) -> Reader:
    """Return the reader of ages: the class, "onbekend", or OUTSIDE; years where the codebook has no codes for classes."""
    meanings = age_codes(codebook)
    bounds = [(int(found["first"]), int(found["last"] or _OLDEST), found[0]) for text in codebook.ages if (found := AGE_CLASS.match(text))]
    coded = is_coded(codebook)

    def _age(text: str) -> str | None:
        known = meanings(text) or age_class(text)
        if known == UNKNOWN or known in codebook.ages:
            return known
        if coded or not _YEARS.fullmatch(text) or int(text) > _OLDEST:
            return None
        return next((label for first, last, label in bounds if first <= int(text) <= last), OUTSIDE)

    return _age


def _key(label: str) -> tuple[bool, str]:
    is_number = _NUMBER.fullmatch(label.strip()) is not None
    return is_number, written_code(label) if is_number else fold(label)
