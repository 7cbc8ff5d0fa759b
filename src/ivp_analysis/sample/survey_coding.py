"""How the sample surveys write down who answered: SPSS as numbers, the spreadsheet in words and years."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ivp_analysis.sample.survey_people import CLASSES, SEXES
from ivp_analysis.vocabulary.codebook import Source

_UNKNOWN = "onbekend"
Codes = Mapping[int | str, str]


@dataclass(frozen=True)
class Coding:
    """The columns about respondents and their codes.

    Parameters
    ----------
    titles : dict of str to str
        Titles in the file by name in the codebook.
    sources, villages, sexes, ages : dict
        Meanings by code; without codes of ages the years stand in the file, and nothing where they are unknown.
    question : str
        Title of the first to the last question, with a place for its number.
    unused : dict of str to str
        Columns that no reader may take over, with what stands in them.
    """

    titles: Mapping[str, str]
    sources: Codes
    villages: Codes
    sexes: Codes
    ages: Codes
    question: str
    unused: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> dict[str, Any]:
        """The part of the codebook that it is."""
        full = {
            "kolommen": dict(self.titles),
            "bronnen": dict(self.sources),
            "kernen": dict(self.villages),
            "geslachten": dict(self.sexes),
            "leeftijden": dict(self.ages),
            "niet_overnemen": list(self.unused),
        }
        return {key: value for key, value in full.items() if value}

    @property
    def labels(self) -> dict[str, Codes]:
        """Meanings of the codes by title, for files that hold them."""
        sexes = {code: {"m": "man", "v": "vrouw"}.get(meaning, meaning) for code, meaning in self.sexes.items()}
        parts = {"bron": self.sources, "kern": self.villages, "leeftijd": self.ages, "geslacht": sexes}
        return {self.titles[name]: codes for name, codes in parts.items() if codes}

    def people(self, respondents: pd.DataFrame, villages: Sequence[str]) -> pd.DataFrame:
        """Return the columns about respondents.

        Parameters
        ----------
        respondents : DataFrame
            As `draw_people` gives them, with month, sex_told and age_told.
        villages : sequence of str
            The villages, in order.
        """
        sex = _by_place(respondents["sex"], SEXES).where(respondents["sex_told"], _UNKNOWN)
        age = _by_place(respondents["age"], CLASSES).where(respondents["age_told"], _UNKNOWN)
        years = respondents["years"].astype(object).where(respondents["age_told"], "")
        columns: dict[str, Any] = {
            "respondent": range(1, len(respondents) + 1),
            "bron": respondents["source"].map(_turned(self.sources)),
            "kern": _by_place(respondents["village"], villages).map(_turned(self.villages)),
            "leeftijd": age.map(_turned(self.ages)) if self.ages else years,
            "geslacht": sex.map(_turned(self.sexes)),
            "maand": respondents["month"],
        }
        return pd.DataFrame({self.titles[name]: column for name, column in columns.items()}, index=respondents.index)


def in_numbers(villages: Sequence[str]) -> Coding:
    """Return the coding of a survey of the register alone, in which everything is a number."""
    return Coding(
        titles={"respondent": "nummer", **{name: name for name in ("bron", "kern", "leeftijd", "geslacht", "maand")}},
        sources={1: Source.SAMPLE.value},
        villages=dict(enumerate(villages, start=1)),
        sexes={1: "m", 2: "v", 9: _UNKNOWN},
        ages={**dict(enumerate(CLASSES, start=1)), 9: _UNKNOWN},
        question="v{:02d}",
    )


def in_words(villages: Sequence[str]) -> Coding:
    """Return the coding of a survey with a panel, in which codes are words, and with columns that could say who somebody is."""
    return Coding(
        titles={"respondent": "Nr", **{name: name.capitalize() for name in ("bron", "kern", "leeftijd", "geslacht", "maand")}},
        sources={"steekproef": Source.SAMPLE.value, "burgerpanel": Source.PANEL.value},
        villages={village[:3].upper(): village for village in villages},
        sexes={"man": "m", "vrouw": "v", "anders": _UNKNOWN},
        ages={},
        question="vraag {}",
        unused={"opmerking": "Verzonnen opmerking.", "postcode": "0000 AA", "e-mail": "voorbeeld@example.nl"},
    )


def _by_place(places: pd.Series, names: Sequence[str]) -> pd.Series:
    return places.map(dict(enumerate(names)))


def _turned(codes: Codes) -> dict[Hashable, int | str]:
    return {meaning: code for code, meaning in codes.items()}
