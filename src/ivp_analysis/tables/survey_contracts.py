"""The contracts of the tables of surveys: answers, codebooks, and what an edition estimates from them."""

from __future__ import annotations

import pandera.pandas as pa

from ivp_analysis.vocabulary.codebook import Direction, Drawing, Source
from ivp_analysis.vocabulary.ladder import Verdict

ANSWER = "antwoord_"
"""Names of the columns with answers begin with this; the key of the question follows."""

KINDS = ("percentage", "mean", "scale", "item")
FLOORS = ("plain", "flagged", "merged", "left out")
_provenance = {
    "delivery": pa.Column(str, pa.Check.str_length(min_value=1)),
    "reference_date": pa.Column("datetime64[us]"),
    "synthetic": pa.Column(bool),
}
_SOURCE = pa.Column(str, pa.Check.isin([item.value for item in Source]))
_YEAR = pa.Column("int64", pa.Check.in_range(1990, 2100), description="the year by which the survey is known")
_FIGURE = {
    "village": pa.Column(str, description="village, 'gemeente', or the name of a group of villages"),
    "role": pa.Column(str, pa.Check.isin(["village", "municipality", "group"])),
    "theme": pa.Column(str),
    "question": pa.Column(str, description="key of the question or scale"),
    "label": pa.Column(str),
    "kind": pa.Column(str, pa.Check.isin(KINDS[:3])),
}
_REASON = pa.Column(str, description="why there are no numbers; empty where there are")
_PUBLIC = pa.Column(bool, description="whether the public may see the numbers and what is concluded from them")


def _number(description: str = "", *, signed: bool = False) -> pa.Column:
    return pa.Column("float64", None if signed else pa.Check.ge(0), nullable=True, description=description or None)


RESPONDENTS = pa.DataFrameSchema(
    {
        "year": _YEAR,
        "respondent": pa.Column("int64", pa.Check.ge(1), description="a number that is given here: not the one in the file"),
        "source": _SOURCE,
        "village": pa.Column(str),
        "age": pa.Column(str, pa.Check.str_matches(r"^(\d{1,3}-\d{1,3}|\d{1,3}\+|onbekend)$"), description="age class"),
        "sex": pa.Column(str, pa.Check.isin(["m", "v", "onbekend"])),
        "month": pa.Column("Int64", pa.Check.in_range(1, 12), nullable=True),
        **_provenance,
        f"^{ANSWER}[a-z][a-z0-9-]*$": pa.Column(
            "Int16", nullable=True, regex=True, required=False, description="code; missing without one"
        ),
    },
    strict=True,
    unique=["delivery", "respondent"],
    name="respondents",
)
"""One row per respondent of every survey, with a column for each question; nothing that names or places a person."""

SURVEYS = pa.DataFrameSchema(
    {
        "year": _YEAR,
        "name": pa.Column(str),
        "fieldwork": pa.Column(str),
        "youngest": pa.Column("int64"),
        "ages": pa.Column(str, description="age classes with spaces between"),
        "population_year": pa.Column("int64"),
        "police_year": pa.Column("int64", description="year of the police figures that are put beside it"),
        "drawing": pa.Column(str, pa.Check.isin([item.value for item in Drawing])),
        "method": pa.Column(str, description="aspect and text as JSON"),
        "invited": pa.Column(str, description="by source and village or gemeente, as JSON"),
        **_provenance,
    },
    strict=True,
    ordered=True,
    unique=["delivery"],
    name="surveys",
)
"""What is known of each survey."""

QUESTIONS = pa.DataFrameSchema(
    {
        "year": _YEAR,
        "question": pa.Column(str),
        "position": pa.Column("int64", pa.Check.ge(0), description="place in the codebook"),
        "kind": pa.Column(str, pa.Check.isin(KINDS), description="'item' where it is only part of a scale"),
        "theme": pa.Column(str),
        "label": pa.Column(str),
        "text": pa.Column(str, description="the question as it was asked; of a scale its questions"),
        "outcome": pa.Column(str, description="what those who are counted do; empty for means and scales"),
        "only_after": pa.Column(str, description="whom it was asked, where that is not everybody"),
        "reported": pa.Column(bool, description="whether it is the part of victims that told the police"),
        "group": pa.Column(str, description="comparability group; empty where it is compared with nothing"),
        "direction": pa.Column(str, pa.Check.isin([item.value for item in Direction])),
        "beside": pa.Column(str, description="indicator of police figures that is put beside it"),
        "warning": pa.Column(str, description="what readers must know of it"),
        "answers": pa.Column(str, description="labels by code, as JSON"),
        "lowest": pa.Column("int64"),
        "highest": pa.Column("int64"),
        "counted": pa.Column(str, description="codes of the percentage, as JSON"),
        "items": pa.Column(str, description="of a scale: its questions with whether they are reversed, as JSON"),
        **_provenance,
    },
    strict=True,
    ordered=True,
    unique=["delivery", "question"],
    name="questions",
)
"""The codebook of each survey, a row per question and scale."""

MONITOR = pa.DataFrameSchema(
    {
        **_FIGURE,
        "year": _YEAR,
        "source": _SOURCE,
        "answered": pa.Column("int64", pa.Check.ge(0), description="respondents who answered"),
        "counted": pa.Column("Int64", pa.Check.ge(0), nullable=True, description="of those, who are in the percentage; missing else"),
        "effective": _number("effective number of answers (Kish 1965)"),
        "design_effect": _number("of the design on the variance, weighting and stratification included"),
        "value": _number("percentage 0-100, mean of codes, or score 0-10"),
        "error": _number("standard error; missing for the panel"),
        "low": _number("95 % interval; missing for the panel"),
        "high": _number(),
        "shrunk": _number("villages only: pulled towards the municipality"),
        "shrunk_low": _number(),
        "shrunk_high": _number(),
        "weight": _number("share of the municipality in it, 0 to 1"),
        "floor": pa.Column(str, pa.Check.isin(FLOORS)),
        "group": pa.Column(str, description="group of villages in whose estimate it is merged; empty where in none"),
        "reason": _REASON,
        "delivery": pa.Column(str),
        "public": _PUBLIC,
    },
    strict=True,
    ordered=True,
    unique=["village", "question", "year", "source"],
    name="monitor",
)
"""Every area x question x survey x source of an edition."""

MONITOR_COMPARISONS = pa.DataFrameSchema(
    {
        **_FIGURE,
        "comparison": pa.Column(str, pa.Check.isin(["survey", "rest"]), description="with the survey before, or with the rest"),
        "year": _YEAR,
        "before_year": pa.Column("int64", description="0 where the rest of the municipality is compared with"),
        "value": _number(),
        "before": _number("of the survey before, or of the rest of the municipality"),
        "difference": _number("value minus before: percentage points, or points of mean or score", signed=True),
        "error": _number("standard error of the difference"),
        "low": _number(signed=True),
        "high": _number(signed=True),
        "p": _number(),
        "q": _number("p after correction for all tests of the family"),
        "detectable": _number("the difference that would be found with the power of the rules"),
        "verdict": pa.Column(str, pa.Check.isin([item.value for item in Verdict])),
        "reason": _REASON,
        "public": _PUBLIC,
    },
    strict=True,
    ordered=True,
    unique=["village", "question", "comparison"],
    name="monitor_comparisons",
)
"""The newest survey beside the one before, and villages beside the rest of the municipality; the sample from the register only."""

MONITOR_RESPONSE = pa.DataFrameSchema(
    {
        "village": pa.Column(str),
        "role": pa.Column(str, pa.Check.isin(["village", "municipality"])),
        "year": _YEAR,
        "source": _SOURCE,
        "invited": _number(),
        "answered": pa.Column("int64", pa.Check.ge(0)),
        "population": _number("inhabitants of the age of the survey"),
        "smallest": _number("smallest weight, the mean of all being 1"),
        "largest": _number("largest weight after trimming"),
        "largest_before": _number("largest weight before trimming"),
        "trimmed": pa.Column("int64", pa.Check.ge(0), description="respondents whose weight was trimmed"),
        "design_effect": _number("of the weights (Kish 1965)"),
        "effective": _number("effective number of respondents"),
        "deviation": _number("largest relative deviation from a margin of the population after trimming"),
        "delivery": pa.Column(str),
    },
    strict=True,
    ordered=True,
    unique=["village", "year", "source"],
    name="monitor_response",
)
"""Response and weighting of each survey."""

MONITOR_BESIDE = pa.DataFrameSchema(
    {
        **_FIGURE,
        "indicator": pa.Column(str, description="of the police figures"),
        "indicator_label": pa.Column(str),
        "year": _YEAR,
        "before_year": pa.Column("int64"),
        "value": _number("survey, newest"),
        "before": _number("survey before"),
        "experience": pa.Column(str, pa.Check.isin([item.value for item in Verdict]), description="verdict on the survey"),
        "police_year": pa.Column("int64"),
        "police_before_year": pa.Column("int64"),
        "count": pa.Column("float64", nullable=True),
        "count_before": pa.Column("float64", nullable=True),
        "ratio": _number("rate over the earlier rate"),
        "low": _number(),
        "high": _number(),
        "p": _number(),
        "q": _number(),
        "registered": pa.Column(str, pa.Check.isin([item.value for item in Verdict]), description="verdict on the registrations"),
        "reading": pa.Column(
            str,
            pa.Check.isin(["both up", "both down", "felt up", "registered up", "unclear", ""]),
            description="how the two lie; empty where one is absent",
        ),
        "reason": _REASON,
        "public": _PUBLIC,
    },
    strict=True,
    ordered=True,
    unique=["village", "question"],
    name="monitor_beside",
)
"""What people say beside what the police registered, from one survey to the next."""

SURVEY = (RESPONDENTS, SURVEYS, QUESTIONS, MONITOR, MONITOR_COMPARISONS, MONITOR_RESPONSE, MONITOR_BESIDE)
