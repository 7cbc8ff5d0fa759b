"""What the texts in the columns of a survey mean: codes, labels in their stead, ages; and whether a .sav file agrees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.dutch_values import fold
from ivp_analysis.sources.population import age_class
from ivp_analysis.sources.survey_files import SurveyFile
from ivp_analysis.tables.survey_contracts import ANSWER
from ivp_analysis.vocabulary.codebook import AGE_CLASS, AnswerList, Codebook, Source
from ivp_analysis.vocabulary.municipality import UNKNOWN, Municipality

OUTSIDE = "outside"
"""Of an age: not in any class of the survey."""

Reader = Callable[[str], str | None]

_CODE = re.compile(r"[+-]?[0-9]{1,9}")
_YEARS = re.compile(r"[0-9]{1,3}")
_OLDEST = 120
# a label of a .sav may be in English where the software of the survey is
_SEXES = {"man": "m", "vrouw": "v", "male": "m", "female": "v", "woman": "v"}


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
        self.codes = {_code(code): meaning for code, meaning in codes.items()}
        found: dict[str, set[str]] = {}
        for label, meaning in labels:
            found.setdefault(fold(label), set()).add(meaning)
        self._labels = {label: meanings.pop() for label, meanings in found.items() if label and len(meanings) == 1}

    def __call__(self, text: str) -> str | None:
        """Return the meaning of a text, None where it has none."""
        code = _code(text)
        return self.codes[code] if code in self.codes else self._labels.get(fold(text))


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
    return Meanings({**codebook.sexes, "": UNKNOWN}, ((text, text) for text in ("m", "v", UNKNOWN)))


def is_coded(codebook: Codebook) -> bool:
    """Say whether ages are given as codes of classes, and not in years."""
    return any(meaning != UNKNOWN for meaning in codebook.age_codes.values())


def ages(codebook: Codebook) -> Reader:
    """Return the reader of ages: the class, "onbekend", or OUTSIDE; years where the codebook has no codes for classes."""
    meanings = Meanings({**codebook.age_codes, "": UNKNOWN, UNKNOWN: UNKNOWN}, ())
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


def check_agreement(file: SurveyFile, codebook: Codebook, municipality: Municipality, where: Mapping[str, object]) -> None:
    """Refuse a file whose own labels contradict the codebook: the answers would be turned round.

    Parameters
    ----------
    file : SurveyFile
        With the labels of a .sav; a file without any agrees.
    codebook : Codebook
        What the codes should mean.
    municipality : Municipality
        Its villages.
    where : mapping
        Delivery and file, for the error.

    Raises
    ------
    DeliveryError
        With column, code and both labels; or with a code that the file takes for missing and the codebook for an answer.
    """
    for question in codebook.questions:
        name, answers = ANSWER + question.key, codebook.answers[question.answers]
        place = {**where, "column": question.column}
        labels = {str(code): label for code, label in {**answers.codes, **answers.missing}.items()}
        for code, said in file.labels.get(name, {}).items():
            if said and fold(labels.get(code, said)) != fold(said):
                raise _contradiction(place, code, said, labels[code])
        _check_missing(file.missing.get(name, ()), map(str, answers.codes), place)
    titles = codebook.columns.named
    for name, (codes, says) in _background(codebook, municipality).items():
        place = {**where, "column": titles[name]}
        for code, said in file.labels.get(name, {}).items():
            meaning = codes.get(_code(code))
            if meaning and (says(said) or meaning) != meaning:
                raise _contradiction(place, code, said, meaning)
        _check_missing(file.missing.get(name, ()), (code for code, meaning in codes.items() if meaning != UNKNOWN), place)


def _background(codebook: Codebook, municipality: Municipality) -> dict[str, tuple[dict[str, str], Reader]]:
    """Return, by column, the codes with their meanings and a reader that finds such a meaning in a label, if only one is there."""
    names = {fold(name): name for name in municipality.village_names}
    return {
        "source": (sources(codebook).codes, lambda label: _contained(label, {"brp": Source.SAMPLE, "panel": Source.PANEL})),
        "village": (villages(codebook, municipality).codes, lambda label: names.get(fold(label))),
        "sex": (sexes(codebook).codes, lambda label: _contained(label, _SEXES)),
        "age": (Meanings(codebook.age_codes, ()).codes, lambda label: found if (found := age_class(label)) in codebook.ages else None),
    }


def _contained(label: str, words: Mapping[str, str]) -> str | None:
    there = [word for word in words if word in fold(label)]
    # "woman" holds "man": only the longest counts of words of which one holds the other
    meant = {words[word] for word in there if not any(word in other for other in there if other != word)}
    return meant.pop() if len(meant) == 1 else None


def _contradiction(place: Mapping[str, object], code: str, said: str, label: str) -> DeliveryError:
    return DeliveryError(
        "the labels in a file contradict its codebook",
        {**place, "code": code},
        f"The file says '{said}' and codebook.yaml '{label}': find out which is right and correct codebook.yaml",
    )


def _check_missing(ranges: Sequence[tuple[object, object]], codes: Iterable[str], place: Mapping[str, object]) -> None:
    for code in codes:
        if any(_between(code, low, high) for low, high in ranges):
            raise DeliveryError(
                "a file takes a code for missing that is an answer in its codebook",
                {**place, "code": code},
                "Find out which is right, and put the code under ontbreekt or take the missing value out of the .sav in a new delivery",
            )


def _between(code: str, low: object, high: object) -> bool:
    if isinstance(low, str) or isinstance(high, str) or not _CODE.fullmatch(code):
        return code in (low, high)
    return float(str(low)) <= int(code) <= float(str(high))


def _code(text: str) -> str:
    """Write a code in one way: 01 is 1, and capitals do not matter."""
    return str(int(text)) if _CODE.fullmatch(text) else text.casefold()
