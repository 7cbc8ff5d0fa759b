"""The ladder of wording: from a tested difference to a verdict that may be written (data: config/bevindingen.yaml)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from ivp_analysis.vocabulary.themes import VocabularyModel
from ivp_analysis.vocabulary.yaml import load_yaml

_BANNED = ("stijg", "daling", "gedaald", "toename", "afname")
"""A difference is not a rise or a fall: nobody saw what happened in between."""

_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)(?:\s*[-–]\s*(?P<last>(?:19|20)\d\d))?\Z")


class Verdict(StrEnum):
    """What may be said about a difference."""

    HIGHER = "hoger"
    LOWER = "lager"
    SMALL_HIGHER = "klein hoger"
    SMALL_LOWER = "klein lager"
    HINT_HIGHER = "aanwijzing hoger"
    HINT_LOWER = "aanwijzing lager"
    NO_DIFFERENCE = "geen verschil"
    TOO_FEW = "te weinig"
    NOT_SHOWN = "niet getoond"
    ABSENT = "afwezig"


class Ladder(VocabularyModel):
    """The limits of the ladder and its words.

    Attributes
    ----------
    baseline : str
        First and last year of the years to compare with, such as "2017-2019".
    q : float
        Below this share of false discoveries a difference is demonstrable.
    p_hint : float
        Below this p-value a difference that is not demonstrable is a hint.
    small : float
        Ratios from ``1 / small`` to ``small``, both included, are small.
    minimum : int
        With fewer counted over both periods together there is no verdict.
    words : mapping of Verdict to str
        Dutch text of each verdict.
    """

    baseline: str = Field(alias="vergelijkingsjaren")
    q: float = Field(alias="grens_aantoonbaar", gt=0, le=0.25)
    p_hint: float = Field(alias="grens_aanwijzing", gt=0, le=0.1)
    small: float = Field(alias="klein_tot", ge=1, allow_inf_nan=False)
    minimum: int = Field(alias="minimum", ge=5)
    words: Mapping[Verdict, str] = Field(alias="woorden")

    @field_validator("baseline", mode="before")
    @classmethod
    def _baseline_in_order(cls, value: object) -> str:
        match = _YEARS.match(str(value).strip())
        if not match or int(match["last"] or match["first"]) < int(match["first"]):
            raise ValueError("write the first and the last year, such as 2017-2019")
        return f"{match['first']}-{match['last'] or match['first']}"

    @field_validator("words")
    @classmethod
    def _words_for_every_verdict(cls, words: Mapping[Verdict, str]) -> Mapping[Verdict, str]:
        missing = [verdict.value for verdict in Verdict if not words.get(verdict, "").strip()]
        if missing:
            raise ValueError(f"there are no words for: {', '.join(missing)}")
        wrong = [
            text for text in words.values() if text[0].isupper() or text.endswith(".") or any(word in text.lower() for word in _BANNED)
        ]
        if wrong:
            raise ValueError(f"write without a capital or a full stop, and not as a rise or a fall: {', '.join(wrong)}")
        texts = list(words.values())
        twice = sorted({text for text in texts if texts.count(text) > 1})
        if twice:
            raise ValueError(f"two verdicts have the same words: {', '.join(twice)}")
        return words

    @property
    def limits(self) -> dict[str, Any]:
        """What verdicts depend on, kept with the tables: all but the words."""
        return self.model_dump(mode="json", exclude={"words"})

    @property
    def baseline_years(self) -> tuple[int, ...]:
        """The years of the baseline."""
        first, last = (int(year) for year in self.baseline.split("-"))
        return tuple(range(first, last + 1))

    def judge(self, ratio: Iterable[float], p: Iterable[float], q: Iterable[float], counted: Iterable[float]) -> list[Verdict]:
        """Return the verdict on each difference.

        Parameters
        ----------
        ratio : iterable of float, shape (n,)
            How many times as high a figure is as the one it is compared with; infinite where that one is zero.
        p : iterable of float, shape (n,)
            p-values; nan where nothing could be tested.
        q : iterable of float, shape (n,)
            The same after correction for the number of tests (Benjamini and Hochberg 1995).
        counted : iterable of float, shape (n,)
            What was counted over both periods together.

        Returns
        -------
        list of Verdict, length n
            One of `HIGHER`, `LOWER`, `SMALL_HIGHER`, `SMALL_LOWER`, `HINT_HIGHER`, `HINT_LOWER`, `NO_DIFFERENCE` and `TOO_FEW`.

        Raises
        ------
        ValueError
            When the four are not equally long.

        References
        ----------
        Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B 57, 289-300.
        """
        return [self._verdict(*map(_stored, row)) for row in zip(ratio, p, q, counted, strict=True)]

    def _verdict(self, ratio: float, p: float, q: float, counted: float) -> Verdict:
        if any(map(math.isnan, (ratio, p, q, counted))) or counted < self.minimum:
            return Verdict.TOO_FEW
        # without a direction there is nothing to say, whatever the test says
        if ratio == 1 or (q >= self.q and p >= self.p_hint):
            return Verdict.NO_DIFFERENCE
        higher = ratio > 1
        if q >= self.q:
            return Verdict.HINT_HIGHER if higher else Verdict.HINT_LOWER
        if _stored(1 / self.small) <= ratio <= self.small:
            return Verdict.SMALL_HIGHER if higher else Verdict.SMALL_LOWER
        return Verdict.HIGHER if higher else Verdict.LOWER


def load_ladder(path: Path) -> Ladder:
    """Read the ladder.

    Parameters
    ----------
    path : Path
        The file config/bevindingen.yaml.

    Returns
    -------
    Ladder
        The limits and words, checked.

    Raises
    ------
    ConfigurationError
        When the file is missing, or a limit or the words of a verdict are missing or wrong.
    """
    return load_yaml(path, Ladder)


def _stored(value: float) -> float:
    # ten significant digits, as findings are kept: the last bits of a float never decide on which side of a limit it lies
    return float(f"{value:.10g}")
