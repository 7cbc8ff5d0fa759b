"""The codebook beside a survey: what was asked, in which codes, of whom, and how (data: codebook.yaml in the delivery)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from ivp_analysis.errors import nearest
from ivp_analysis.vocabulary.answer_lists import AnswerList, CodebookModel, one_code_each

Count = Annotated[int, Field(ge=1)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
AGE_CLASS = re.compile(r"(?P<first>\d{1,3})(?:-(?P<last>\d{1,3})|\+)\Z")


class Source(StrEnum):
    """How a respondent came into the survey; the two are never added together."""

    SAMPLE = "BRP"
    """Drawn by chance from the population register."""
    PANEL = "panel"
    """Member of the citizens' panel, who chose to take part."""


class Direction(StrEnum):
    """Which way an outcome is favourable."""

    FAVOURABLE = "gunstig"
    """More of it is good."""
    UNFAVOURABLE = "ongunstig"
    """More of it is bad."""
    NEITHER = "geen"


class Drawing(StrEnum):
    """How the sample was drawn."""

    PER_VILLAGE = "per kern"
    """Apart in each village."""
    WHOLE = "hele gemeente"


class Outcome(CodebookModel):
    """What questions and scales have in common: something that is estimated."""

    key: Key = Field(alias="sleutel")
    theme: str = Field(alias="thema", description="number of the theme")
    label: str = Field(alias="kort", min_length=1, max_length=60, description="how it is called in tables and charts")
    group: str = Field(default="", alias="groep", description="what has the same group in two surveys may be compared; nothing where empty")
    direction: Direction = Field(default=Direction.NEITHER, alias="richting")
    beside: str = Field(default="", alias="naast", description="indicator of police figures of the theme that is put beside it")
    warning: str = Field(default="", alias="waarschuwing", description="what readers must know of it")

    @model_validator(mode="after")
    def _beside_what_is_bad(self) -> Self:
        if self.beside and self.direction is not Direction.UNFAVOURABLE:
            raise ValueError(f"{self.key}: naast puts nuisance or victims beside registrations: its richting is ongunstig")
        return self


class Question(Outcome):
    """A question and what is made of it: a percentage, a mean, or nothing by itself."""

    column: str = Field(alias="kolom", min_length=1)
    text: str = Field(alias="vraag", min_length=1, description="as it was asked")
    answers: str = Field(alias="antwoorden", description="name of the list of answers")
    counted: tuple[int, ...] = Field(default=(), alias="telt", description="the codes of the percentage")
    mean: bool = Field(default=False, alias="gemiddelde", description="whether the mean of the codes is taken")
    outcome: str = Field(default="", alias="uitkomst", description="what those who are counted do: 'heeft vaak last van geluid'")
    only_after: str = Field(default="", alias="alleen_na", description="whom it was asked, where that is not everybody")
    reported: bool = Field(default=False, alias="melding", description="the part of victims that told the police; beside registrations")

    @property
    def kind(self) -> str:
        """What is estimated: percentage, mean or nothing ("item")."""
        return "percentage" if self.counted else "mean" if self.mean else "item"

    @model_validator(mode="after")
    def _one_outcome(self) -> Self:
        if self.counted and self.mean:
            raise ValueError(f"question {self.key}: give telt or gemiddelde, not both")
        if self.counted and not self.outcome:
            raise ValueError(f"question {self.key}: say with uitkomst what those who are counted do")
        if self.reported and not (self.counted and self.only_after):
            raise ValueError(f"question {self.key}: melding is a part of victims: give telt, and with alleen_na who they are")
        return self


class Scale(Outcome):
    """A score from 0 to 10 that is made of several questions."""

    questions: tuple[str, ...] = Field(alias="vragen", min_length=2, description="keys of its questions")
    reversed: tuple[str, ...] = Field(default=(), alias="omgekeerd", description="those of which a high code lowers the score")

    @model_validator(mode="after")
    def _reversed_are_items(self) -> Self:
        strange = sorted(set(self.reversed) - set(self.questions))
        if strange or len(set(self.questions)) != len(self.questions):
            hint = f"; {nearest(strange[0], self.questions)}" if strange else ""
            raise ValueError(
                f"scale {self.key}: a question stands in it twice, or is reversed without being in it {', '.join(strange)}".strip() + hint
            )
        return self


class Columns(CodebookModel):
    """The columns of the file that are about the respondent."""

    respondent: str
    source: str = Field(alias="bron")
    village: str = Field(alias="kern")
    age: str = Field(alias="leeftijd")
    sex: str = Field(alias="geslacht")
    month: str = Field(default="", alias="maand")

    @property
    def named(self) -> dict[str, str]:
        """Title in the file by name, of those that the file should have."""
        return {name: title for name, title in self.model_dump().items() if title}


class Codebook(CodebookModel):
    """The whole of a codebook.yaml; its keys are Dutch, because its readers are."""

    name: str = Field(alias="naam", min_length=1)
    year: int = Field(alias="jaar", ge=1990, le=2100, description="the year by which the survey is known")
    fieldwork: str = Field(alias="veldwerk", min_length=1, description="when answers were given")
    method: Mapping[str, str] = Field(alias="methode", description="how it was done, by aspect; differences between surveys are printed")
    youngest: int = Field(alias="vanaf_leeftijd", ge=0, le=100)
    ages: tuple[str, ...] = Field(alias="leeftijdsklassen", min_length=2, description="as in the population figures")
    population_year: int = Field(alias="bevolking", ge=1990, le=2100, description="year of the population figures for the weights")
    police_year: int = Field(alias="registratiejaar", ge=1990, le=2100, description="year of the police figures that are put beside it")
    drawing: Drawing = Field(alias="trekking")
    invited: Mapping[Source, Mapping[str, Count]] = Field(alias="uitgenodigd", description="how many, by source and village or gemeente")
    columns: Columns = Field(alias="kolommen")
    sources: Mapping[str, Source] = Field(alias="bronnen", description="what the codes of the column bron mean")
    villages: Mapping[str, str] = Field(default_factory=dict, alias="kernen", description="what codes of the column kern mean")
    sexes: Mapping[str, str] = Field(alias="geslachten", description="what codes of the column geslacht mean: m, v or onbekend")
    age_codes: Mapping[str, str] = Field(default_factory=dict, alias="leeftijden", description="where ages are codes: the class of each")
    not_taken: tuple[str, ...] = Field(default=(), alias="niet_overnemen", description="columns that are known and never read")
    answers: Mapping[str, AnswerList] = Field(alias="antwoordlijsten")
    questions: tuple[Question, ...] = Field(alias="vragen", min_length=1)
    scales: tuple[Scale, ...] = Field(default=(), alias="schalen")

    @field_validator("sources", "villages", "sexes", "age_codes", mode="before")
    @classmethod
    def _codes_as_text(cls, value: object) -> object:
        one_code_each(value)
        # YAML reads 1: BRP with a number as its key
        return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else value

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All that is estimated, in order: questions with an outcome of their own, then scales."""
        return (*(item for item in self.questions if item.kind != "item"), *self.scales)

    def answers_of(self, question: str) -> AnswerList:
        """Return the list of answers of a question."""
        return self.answers[next(item.answers for item in self.questions if item.key == question)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        keys = [item.key for item in (*self.questions, *self.scales)]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"key given twice: {', '.join(twice)}")
        columns = [*self.columns.named.values(), *(item.column for item in self.questions), *self.not_taken]
        twice = sorted({column for column in columns if columns.count(column) > 1})
        if twice:
            raise ValueError(f"column used twice: {', '.join(twice)}")
        self._check_questions()
        for scale in self.scales:
            there = [item.key for item in self.questions]
            unknown = sorted(set(scale.questions) - set(there))
            if unknown:
                raise ValueError(f"scale {scale.key}: no such question: {', '.join(unknown)}; {nearest(unknown[0], there)}")
        groups = [item.group for item in self.outcomes if item.group]
        twice = sorted({group for group in groups if groups.count(group) > 1})
        if twice:
            raise ValueError(f"comparability group used twice: {', '.join(twice)}")
        return self

    def _check_questions(self) -> None:
        for question in self.questions:
            if question.answers not in self.answers:
                hint = nearest(question.answers, self.answers)
                raise ValueError(f"question {question.key}: there is no list of answers '{question.answers}'; {hint}")
            lowest = self.answers[question.answers].lowest
            if question.mean and lowest < 0:
                what = f"question {question.key}: gemiddelde needs codes from 0 on, and '{question.answers}' has the code {lowest}"
                raise ValueError(f"{what}: means are published from 0 on. Give the answers other codes, or take telt")
            scaled = question.mean or any(question.key in scale.questions for scale in self.scales)
            if scaled and not self.answers[question.answers].is_scale:
                what = f"question {question.key}: the codes of '{question.answers}' are not one scale, because some are further apart"
                raise ValueError(f"{what}: put codes for no answer, such as 99, under ontbreekt")
            strange = sorted(set(question.counted) - set(self.answers[question.answers].codes))
            if strange:
                raise ValueError(f"question {question.key}: telt names codes that no answer has: {', '.join(map(str, strange))}")

    @model_validator(mode="after")
    def _known_codes(self) -> Self:
        wrong = sorted(set(self.sexes.values()) - {"m", "v", "onbekend"})
        if wrong:
            raise ValueError(f"geslachten are m, v or onbekend, not: {', '.join(wrong)}")
        if Source.SAMPLE not in self.sources.values():
            raise ValueError("bronnen: no code means BRP; without a sample drawn by chance nothing can be estimated")
        classes = [AGE_CLASS.match(text) for text in self.ages]
        if not all(classes):
            raise ValueError("leeftijdsklassen: write classes such as 18-24 and 80+")
        bounds = [(int(found["first"]), int(found["last"] or 999)) for found in classes if found]
        backwards = [text for text, (first, last) in zip(self.ages, bounds, strict=True) if last < first]
        if backwards:
            raise ValueError(f"leeftijdsklassen: a class ends before it begins: {', '.join(backwards)}")
        if bounds[0][0] != self.youngest or any(after[0] != before[1] + 1 for before, after in itertools.pairwise(bounds)):
            raise ValueError("leeftijdsklassen: they begin at vanaf_leeftijd and join up without gaps")
        if not self.ages[-1].endswith("+"):
            raise ValueError(f"leeftijdsklassen: the last class has no upper limit: write {bounds[-1][0]}+ instead of {self.ages[-1]}")
        strange = sorted(set(self.age_codes.values()) - {*self.ages, "onbekend"})
        if strange:
            raise ValueError(f"leeftijden: no such class: {', '.join(strange)}")
        return self
