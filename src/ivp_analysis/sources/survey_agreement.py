"""Whether the labels and missing values in a .sav file agree with the codebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.dutch_values import fold
from ivp_analysis.sources.population import age_class
from ivp_analysis.sources.survey_codes import Reader, age_codes, is_coded, sexes, sources, villages
from ivp_analysis.sources.survey_files import SurveyFile
from ivp_analysis.tables.survey_contracts import ANSWER
from ivp_analysis.vocabulary.answer_lists import AnswerList, written_code
from ivp_analysis.vocabulary.codebook import AGE_CLASS, Codebook, Source
from ivp_analysis.vocabulary.municipality import UNKNOWN, Municipality

Place = Mapping[str, object]
Ranges = Sequence[tuple[object, object]]
"""Codes that a file takes for missing."""

_SOURCES = {
    **dict.fromkeys(("brp", "steekproef", "aselect"), Source.SAMPLE),
    **dict.fromkeys(("panel", "zelfaangemeld"), Source.PANEL),
}
# a label of a .sav may be in English where the software of the survey is
_SEXES = {
    **dict.fromkeys(("m", "man", "mannen", "mannelijk", "heer", "dhr", "jongen", "male", "men"), "m"),
    **dict.fromkeys(
        ("v", "vrouw", "vrouwen", "vrouwelijk", "mevrouw", "mevr", "mw", "dame", "meisje", "f", "female", "woman", "women"), "v"
    ),
}
_NO_ANSWER = ("onbekend", "unknown", "wilnietzeggen", "weetniet", "geenantwoord", "geenopgave", "nietingevuld")
# after such a word the others may mean the contrary: geen panel, buiten Dalfsen, gemeente Dalfsen (which is more than the village)
_TURNS = re.compile(r"\b(?:geen|niet|non|zonder|trans\w*|buiten\w*|gemeente|overige?|rest|omgeving|elders|anders)\b")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def check_agreement(file: SurveyFile, codebook: Codebook, municipality: Municipality, where: Place) -> None:
    """Refuse a file whose own labels contradict the codebook: the answers, or the respondents, would be turned round.

    A label in words that are not known contradicts nothing, except one of an age: no code may be taken for a number of years.

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
        With column, code and what both say; or with a code that the file takes for missing and the codebook for an answer.
    """
    for question in codebook.questions:
        name, answers = ANSWER + question.key, codebook.answers[question.answers]
        place = {**where, "column": question.column}
        _check_answers(file.labels.get(name, {}), answers, place)
        _check_missing(file.missing.get(name, ()), map(str, answers.codes), place)
    for name, (field, codes, says) in _background(codebook, municipality).items():
        place, missing = {**where, "column": codebook.columns.named[name]}, file.missing.get(name, ())
        labels = {code: label for code, label in file.labels.get(name, {}).items() if label.strip() and not _is_missing(code, missing)}
        for code, label in labels.items():
            meaning, said = codes.get(written_code(code)), says(label)
            if meaning and said not in (None, meaning):
                raise _contradiction({**place, "code": code}, f"'{said}'", meaning)
            if not meaning and name == "age":
                _check_age(code, label, {**place, "code": code}, coded=is_coded(codebook))
            elif not meaning and said not in (None, UNKNOWN):
                action = f"The file says that it means '{said}': write it under {field} in codebook.yaml"
                raise DeliveryError("a file labels a code that its codebook lacks", {**place, "code": code}, action)
        _check_missing(missing, (code for code, meaning in codes.items() if meaning != UNKNOWN), place)


def _background(codebook: Codebook, municipality: Municipality) -> dict[str, tuple[str, dict[str, str], Reader]]:
    """Return, by column, its field in the codebook, the codes with their meanings, and a reader that finds such a meaning in a label."""
    names = {_words(name): name for name in municipality.village_names}
    return {
        "source": ("bronnen", sources(codebook).codes, _reader(lambda label: _named(fold(label), _SOURCES))),
        "village": ("kernen", villages(codebook, municipality).codes, _reader(lambda label: _villages(label, names))),
        "sex": ("geslachten", sexes(codebook).codes, _reader(lambda label: _named(_words(label).split(), _SEXES))),
        "age": ("leeftijden", age_codes(codebook).codes, _reader(lambda label: filter(None, [age_class(label)]))),
    }


def _reader(find: Callable[[str], Iterable[str]]) -> Reader:
    """Return what reads the one meaning in a label, None where there is none or more than one."""

    def _read(label: str) -> str | None:
        found = set(find(label))
        if not found and any(word in fold(label) for word in _NO_ANSWER):
            return UNKNOWN
        return found.pop() if len(found) == 1 and not _TURNS.search(label.casefold()) else None

    return _read


def _named(where: str | Sequence[str], meanings: Mapping[str, str]) -> list[str]:
    return [meaning for word, meaning in meanings.items() if word in where]


def _villages(label: str, names: Mapping[str, str]) -> list[str]:
    padded = f" {_words(label)} "
    there = [words for words in names if f" {words} " in padded]
    # the name of a village may hold that of another: only the longest counts
    return [names[words] for words in there if not any(words in other for other in there if other != words)]


def _words(text: str) -> str:
    return " ".join(map(fold, _WORD.findall(text)))


def _check_age(code: str, label: str, place: Place, *, coded: bool) -> None:
    """Refuse a code without a meaning in the codebook, unless ages are years and its label is about that number of years."""
    if coded or not _is_about(code, label):
        action = (
            f"It would be refused, or be read as years: write under leeftijden in codebook.yaml what it means, such as {code}: onbekend"
        )
        raise DeliveryError("a file labels a code of an age that its codebook lacks", place, action)


def _is_about(code: str, label: str) -> bool:
    if not code.isdecimal():
        return False
    found = AGE_CLASS.match(age_class(label) or "")
    if found:
        return int(found["first"]) <= int(code) <= int(found["last"] or code)
    return code in re.findall(r"[0-9]+", label)


def _check_answers(labels: Mapping[str, str], answers: AnswerList, place: Place) -> None:
    meanings = {str(code): label for code, label in {**answers.codes, **answers.missing}.items()}
    known = {fold(label): label for label in meanings.values()}
    for code, said in labels.items():
        meaning = meanings.get(written_code(code))
        if said and meaning is not None and fold(said) != fold(meaning):
            # a label that the codebook has nowhere may be what somebody wrote
            told = f"'{known[fold(said)]}'" if fold(said) in known else "something else (look it up there)"
            raise _contradiction({**place, "code": code}, told, meaning)


def _contradiction(place: Place, said: str, meaning: str) -> DeliveryError:
    action = f"The file says {said} and codebook.yaml '{meaning}': find out which is right and correct codebook.yaml"
    return DeliveryError("the labels in a file contradict its codebook", place, action)


def _check_missing(ranges: Ranges, codes: Iterable[str], place: Place) -> None:
    for code in codes:
        if _is_missing(code, ranges):
            raise DeliveryError(
                "a file takes a code for missing that is an answer in its codebook",
                {**place, "code": code},
                "Find out which is right, and put the code under ontbreekt or take the missing value out of the .sav in a new delivery",
            )


def _is_missing(code: str, ranges: Ranges) -> bool:
    return any(_between(code, low, high) for low, high in ranges)


def _between(code: str, low: object, high: object) -> bool:
    if isinstance(low, str) or isinstance(high, str) or not re.fullmatch(r"[+-]?[0-9]{1,9}", code):
        return code in (low, high)
    return float(str(low)) <= int(code) <= float(str(high))
