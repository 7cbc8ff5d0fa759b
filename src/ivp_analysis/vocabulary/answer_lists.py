"""Codes of a codebook, and the lists of answers that they stand for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from ivp_analysis.vocabulary.themes import VocabularyModel

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
# statistical programs write the code 1 as 1.0 or 1,00; three noughts may be thousands in the number of a respondent
_WHOLE = re.compile(r"([+-]?[0-9]+)[.,]0{1,2}")


class CodebookModel(VocabularyModel):
    """A part of a codebook: a number is taken where text is asked, because YAML reads 4.1 and 2021 as numbers."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


class AnswerList(CodebookModel):
    """The codes that answers to a question can have."""

    codes: Mapping[int, str] = Field(description="label of each code of the scale", min_length=2)
    missing: Mapping[int, str] = Field(default_factory=dict, alias="ontbreekt", description="codes for weet niet and geen antwoord")

    @property
    def lowest(self) -> int:
        """The lowest code of the scale."""
        return min(self.codes)

    @property
    def highest(self) -> int:
        """The highest code of the scale."""
        return max(self.codes)

    @property
    def is_scale(self) -> bool:
        """Whether all codes are as far apart, so that a mean of them says something."""
        codes = sorted(self.codes)
        return len({after - before for before, after in itertools.pairwise(codes)}) == 1

    @field_validator("codes", "missing", mode="before")
    @classmethod
    def _codes_once(cls, value: object) -> object:
        return one_code_each(value)

    @model_validator(mode="after")
    def _apart(self) -> Self:
        both = sorted(set(self.codes) & set(self.missing))
        if both:
            raise ValueError(f"codes that are an answer and missing as well: {', '.join(map(str, both))}")
        return self


def tidy(text: str) -> str:
    """Take superfluous spaces out of a cell, and the decimals of a whole number: ``1.0`` and ``1,00`` are 1."""
    text = " ".join(text.split())
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def written_code(text: object) -> str:
    """Write a code in one way, as cells and codebooks are matched: ``01``, ``1.0`` and 1 are one code, and capitals do not matter."""
    code = tidy(str(text))
    return str(int(code)) if _NUMBER.fullmatch(code) else code.casefold()


def one_code_each(value: object) -> object:
    """Refuse a mapping in which two codes are read as one: the last would silently take the place of the first.

    Parameters
    ----------
    value : object
        As YAML gives it; anything but a mapping is passed on.

    Returns
    -------
    object
        The same.

    Raises
    ------
    ValueError
        With both codes.
    """
    if isinstance(value, Mapping):
        first: dict[str, object] = {}
        for code in value:
            other = first.setdefault(written_code(code), code)
            if other is not code:
                raise ValueError(f"the codes {other!r} and {code!r} are read as one code: take one out")
    return value
