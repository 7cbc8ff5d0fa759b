"""What a question of the sample surveys is: its words, its answers, and how people tend to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ivp_analysis.vocabulary.codebook import Direction

GOOD, BAD = Direction.FAVOURABLE, Direction.UNFAVOURABLE
YEARS = (2017, 2022)
UNKNOWN_BOTH = "weet niet / geen antwoord"


@dataclass(frozen=True)
class Answers:
    """A list of answers.

    Parameters
    ----------
    name : str
        As it is called in the codebook.
    codes : dict of int to str
        The scale, the same in every year.
    missing : dict of int to dict
        By year the codes for weet niet and geen antwoord; in a year without codes a question that was skipped is blank.
    """

    name: str
    codes: Mapping[int, str]
    missing: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


_TWO_CODES = {8: "weet niet", 9: "geen antwoord"}
HOW_OFTEN = Answers(
    "vaak-soms-nooit",
    {1: "komt vaak voor", 2: "komt soms voor", 3: "komt bijna nooit voor"},
    {2017: _TWO_CODES, 2022: {9: UNKNOWN_BOTH}},
)
FIVE_OFTEN = Answers("heel-vaak-tot-nooit", {1: "heel vaak", 2: "vaak", 3: "soms", 4: "zelden", 5: "nooit"}, {2022: {9: UNKNOWN_BOTH}})
YES_NO = Answers("ja-nee", {1: "ja", 2: "nee"}, {2017: _TWO_CODES, 2022: {9: UNKNOWN_BOTH}})
FEELING = Answers("vaak-soms-zelden-nooit", {1: "vaak", 2: "soms", 3: "zelden", 4: "nooit"}, {2017: {9: UNKNOWN_BOTH}})
AGREE = Answers(
    "eens-oneens",
    {1: "helemaal mee eens", 2: "mee eens", 3: "niet eens, niet oneens", 4: "mee oneens", 5: "helemaal mee oneens"},
    {2017: {8: "geen mening", 9: "geen antwoord"}, 2022: {99: "geen mening of geen antwoord"}},
)
MARK = Answers("rapportcijfer", {mark: str(mark) for mark in range(1, 11)}, {2017: {98: "weet niet", 99: "geen antwoord"}})
TIMES = Answers("aantal-keren", {0: "nee", 1: "ja, één keer", 2: "ja, vaker dan één keer"}, {2022: {9: UNKNOWN_BOTH}})
FOUR_CHANCES = Answers("kans-vier", {1: "heel groot", 2: "groot", 3: "klein", 4: "heel klein"}, {2017: _TWO_CODES})
FIVE_CHANCES = Answers(
    "kans-vijf", {1: "heel groot", 2: "groot", 3: "niet groot en niet klein", 4: "klein", 5: "heel klein"}, {2022: {9: UNKNOWN_BOTH}}
)
FIVE_SAFE = Answers("veilig-onveilig", {1: "heel veilig", 2: "veilig", 3: "niet veilig, niet onveilig", 4: "onveilig", 5: "heel onveilig"})

TRAITS = ("hinder", "angst", "binding", "zorg")
"""What people bring to all questions: how soon something bothers them, how unsafe they feel, their ties and trust, their care."""


@dataclass(frozen=True)
class Ask:
    """A question as it was asked in one year, or in the very same words and answers in both.

    Parameters
    ----------
    key, theme, text, label : str
        As in the codebook.
    answers : Answers
        Its list of answers.
    shares : dict of int to tuple of float
        By year in which it was asked: the expected share of each code among inhabitants, from the lowest code on; the last one is the rest.
    counted : tuple of int
        The codes of the percentage; with none of them and no mean it is only part of a scale.
    outcome : str
        What those who are counted do.
    mean : bool
        Whether the mean of the codes is taken.
    direction : Direction
        Whether more of it is good.
    beside : str
        Indicator of police figures.
    trait : str
        The trait that weighs most in the answer.
    pull : float
        Correlation with that trait, -1 to 1; positive where people high in the trait give low codes.
    villages : dict of str to float
        How much sooner than elsewhere people in a village give low codes, in standard deviations.
    women : float
        The same for women.
    ages : tuple of float
        The same for each age class from 18 on.
    skipped : float
        Share that does not answer.
    only_after : str
        Whom it was asked, where that is not everybody.
    reported : bool
        Whether it is the part of victims that told the police.
    after : tuple of str
        Keys of the questions of which one must be answered with a code above 0 before it is asked.
    """

    key: str
    theme: str
    text: str
    label: str
    answers: Answers
    shares: Mapping[int, tuple[float, ...]]
    counted: tuple[int, ...] = ()
    outcome: str = ""
    mean: bool = False
    direction: Direction = BAD
    beside: str = ""
    warning: str = ""
    trait: str = "hinder"
    pull: float = 0.6
    villages: Mapping[str, float] = field(default_factory=dict)
    women: float = 0.0
    ages: tuple[float, ...] = (0.0,) * 5
    skipped: float = 0.02
    only_after: str = ""
    reported: bool = False
    after: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The comparability group: there is one only where both years had the same words and answers."""
        return self.key if len(self.shares) > 1 and (self.counted or self.mean) else ""


@dataclass(frozen=True)
class Score:
    """A scale of several questions, the same in both years."""

    key: str
    theme: str
    label: str
    questions: tuple[str, ...]
    reversed: tuple[str, ...]
