"""Realistic cases of every kind of sentence about surveys."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder
from ivp_analysis.wording.beside import NEITHER, SIDES, Beside, reading_text
from ivp_analysis.wording.survey import Answered, estimate_sentence
from ivp_analysis.wording.survey_changes import Difference, change_sentence, rest_sentence
from ivp_analysis.wording.survey_method import (
    NATIONAL,
    floor_sentence,
    method_changes,
    shrunk_sentence,
)
from ivp_analysis.wording.survey_response import Response, panel_text, response_text

WORDS = load_ladder(Paths().ladder).words
WHOLE = "gemeente Dalfsen"
PLACES = (WHOLE, "Nieuwleusen", "Hoonhorst")
OUTCOMES = (
    "zegt dat er vaak te hard wordt gereden",
    "heeft vaak last van geluid",
    "voelt zich weleens onveilig in de buurt",
    "is slachtoffer geweest van een inbraak",
)
ONLY_AFTER = ("", "die slachtoffer waren", "slachtoffers van een misdrijf")
LOWER = (Verdict.LOWER, Verdict.SMALL_LOWER, Verdict.HINT_LOWER)
METHODS = ({"invullen": "op papier en via internet", "seizoen": "najaar"}, {"invullen": "via internet", "herinnering": "een brief"})


def differences() -> Iterator[Difference]:
    """Every verdict, with figures of each kind that can bear it."""
    sizes = (("percentage", 55.4, 8.2, 2.1, 14.3, 9.2), ("mean", 7.6, 0.31, 0.12, 0.5, 0.3), ("scale", 6.3, 0.4, 0.1, 0.7, 0.42))
    for verdict, place, (kind, before, difference, low, high, detectable) in product(Verdict, PLACES, sizes):
        if verdict in LOWER:
            difference, low, high = -difference, -high, -low  # noqa: PLW2901
        if verdict is Verdict.NO_DIFFERENCE:
            low, difference, high = -difference, difference / 4, difference  # noqa: PLW2901
        empty = Difference(place=place, kind=kind, year=2022, before_year=2017, verdict=verdict, detectable=detectable)
        yield replace(empty, before=before, difference=difference, low=low, high=high)


def cases() -> list[tuple[str, str]]:
    """Every kind of sentence with its texts."""
    return [*_estimates(), *_changes(), *_method(), *_beside()]


def _estimates() -> Iterator[tuple[str, str]]:
    for place, outcome, only_after, value in product(PLACES, OUTCOMES, ONLY_AFTER, (63.2, 24.0, 3.4, 0.4)):
        base = Answered(place=place, year=2022, kind="percentage", outcome=outcome, only_after=only_after, value=value)
        yield "estimate: percentage", estimate_sentence(replace(base, low=value * 0.8, high=value * 1.2))
        yield "estimate: panel", estimate_sentence(replace(base, panel=True))
    for place, (kind, label) in product(PLACES, (("mean", "rapportcijfer veiligheid"), ("scale", "sociale cohesie"))):
        base = Answered(place=place, year=2022, kind=kind, label=label)
        yield f"estimate: {kind}", estimate_sentence(replace(base, value=7.6, low=7.4, high=7.8))
        yield "estimate: hidden", estimate_sentence(replace(base, hidden=True))
        yield "estimate: absent", estimate_sentence(base)


def _changes() -> Iterator[tuple[str, str]]:
    for difference in differences():
        yield f"change: {difference.verdict}", change_sentence(difference, WORDS)
        yield f"rest: {difference.verdict}", rest_sentence(difference, WORDS, whole=WHOLE)


def _method() -> Iterator[tuple[str, str]]:
    for floor, effective in product(("flagged", "merged", "left out"), (67.4, 31.0, None)):
        text = floor_sentence(floor, place="Hoonhorst", effective=effective, group="Kleine kernen", others=["Oudleusen"], needed=50)
        yield f"floor: {floor}", text
    for place in PLACES[1:]:
        yield "shrunk", shrunk_sentence(place, "percentage", 58.0, 51.0, 65.0, 0.4, whole=WHOLE)
        yield "shrunk", shrunk_sentence(place, "scale", 6.3, 6.0, 6.6, 0.4, whole=WHOLE)
        full = Response(place=place, year=2022, answered=255, invited=700, effective=201.4, largest=3.0, trimmed=4)
        yield "response", response_text(full)
        yield "response", response_text(Response(place=place, year=2022, answered=255))
    yield "panel", panel_text(1103, weighted=False)
    yield "panel", panel_text(1103, weighted=True)
    yield "method", method_changes(*METHODS, (2017, 2022))
    yield "method", method_changes(METHODS[0], METHODS[0], (2017, 2022))
    yield "national", NATIONAL


def _beside() -> Iterator[tuple[str, str]]:
    for place, reading in product(PLACES, (*SIDES, "unclear", "")):
        years = Beside(place=place, registered="geluidshinder", police_year=2021, police_before_year=2016, year=2022, before_year=2017)
        share = replace(years, outcome=OUTCOMES[1])
        score = replace(years, kind="scale", label="Sociale overlast", per="")
        yield f"beside: {reading}", reading_text(reading, share)
        yield f"beside: {reading}", reading_text(reading, score)
    yield "beside: neither", NEITHER
