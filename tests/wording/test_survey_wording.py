"""What is said of surveys: never more than the answers carry, and in plain Dutch."""

import re
from collections import defaultdict
from dataclasses import replace
from statistics import mean
from typing import Any

import pytest
from wording.readability import score
from wording.survey_cases import OUTCOMES, PLACES, WORDS, cases, differences

from ivp_analysis.errors import PresentationError
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.survey import Answered, estimate_sentence
from ivp_analysis.wording.survey_changes import Difference, change_sentence, rest_sentence, verdict_words

FORBIDDEN = re.compile(
    r"stijg|steeg|gestegen|daling|dalen|daalde|gedaald|toename|toegenomen|toeneemt|afname|afgenomen|afneemt|"
    r"\bdoordat\b|\bomdat\b|\bdus\b|komt door|\bwant\b|vanwege|dankzij|gevolg|veroorza|\bdaardoor\b|leidt tot|"
    r"hoogste|laagste|beste|slechtste|veiligste|plaats \d|%",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def grid() -> list[tuple[str, str]]:
    return cases()


def test_every_kind_and_every_verdict_is_in_the_grid(grid: list[tuple[str, str]]) -> None:
    kinds = {kind for kind, _ in grid}
    assert {f"{start}: {verdict}" for start in ("change", "rest") for verdict in Verdict} <= kinds
    assert {kind.split(":")[0] for kind in kinds} >= {"estimate", "floor", "shrunk", "panel", "method", "response", "beside", "national"}


def test_the_sentences_together_are_plain_dutch_and_so_is_each_kind(grid: list[tuple[str, str]]) -> None:
    scores = defaultdict(list)
    for kind, text in grid:
        scores[kind].append((score(text, PLACES), text))
    worst = sorted((mean(value for value, _ in found), kind, min(found)) for kind, found in scores.items())
    for level, kind, (least, text) in worst[:5]:
        print(f"{kind}: {level:.0f} on average, {least:.0f} at worst: {text}")
    assert mean(value for found in scores.values() for value, _ in found) >= 55
    assert worst[0][0] >= 50


def test_no_sentence_is_long(grid: list[tuple[str, str]]) -> None:
    sentences = [part for _, text in grid for part in re.split(r"(?<=[.])\s", text)]
    assert max((len(part.split()), part) for part in sentences)[0] <= 30


def test_no_sentence_says_more_than_the_answers_do(grid: list[tuple[str, str]]) -> None:
    assert not [text for _, text in grid if FORBIDDEN.search(text)]


def test_every_text_is_whole_sentences(grid: list[tuple[str, str]]) -> None:
    for _, text in grid:
        assert re.fullmatch(r"[A-ZÉ0-9].*\.", text)
        assert not re.search(r"\bnan\b|\binf\b|None|\{|\}|\. [a-z]| [,.;:]|  |\.\.", text), text


def test_what_is_not_shown_has_no_figure(grid: list[tuple[str, str]]) -> None:
    hidden = [text for kind, text in grid if kind.endswith(("niet getoond", "hidden"))]
    assert len(hidden) >= 20
    assert not [text for text in hidden if re.search(r"\d", re.sub(r"\b20\d\d\b", "", text))]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_any_outcome_stands_in_its_own_words(outcome: str) -> None:
    text = estimate_sentence(Answered(place="Nieuwleusen", year=2022, kind="percentage", value=63.2, low=57, high=69, outcome=outcome))
    assert text == (
        f"63 procent van de inwoners van Nieuwleusen {outcome} (enquête 2022). Met het toeval meegerekend ligt het tussen 57 en 69 procent."
    )


CHANCE = "Met het toeval meegerekend ligt het"
DALFSEN = "inwoners van de gemeente Dalfsen"


@pytest.mark.parametrize(
    ("answered", "text"),
    [
        (
            {"kind": "percentage", "value": 0.5, "low": 0.1, "high": 1.6, "outcome": "is beroofd"},
            f"Ongeveer 1 op de 200 {DALFSEN} is beroofd: 0,5 procent (enquête 2022). {CHANCE} tussen 0,1 en 1,6 procent.",
        ),
        (
            {"kind": "percentage", "value": 0.03, "outcome": "is beroofd"},
            f"Ongeveer 1 op de 3.300 {DALFSEN} is beroofd: minder dan 0,1 procent (enquête 2022).",
        ),
        (
            {"kind": "percentage", "value": 34.0, "outcome": "heeft het gemeld", "only_after": "die slachtoffer waren"},
            f"34 procent van de {DALFSEN} die slachtoffer waren, heeft het gemeld (enquête 2022).",
        ),
        (
            {"kind": "percentage", "value": 34.0, "outcome": "heeft het gemeld", "only_after": "slachtoffers"},
            f"34 procent van de {DALFSEN} die deze vraag kregen, heeft het gemeld (enquête 2022). Dit is alleen gevraagd aan slachtoffers.",
        ),
        (
            {"kind": "mean", "value": 7.63, "low": 7.5, "high": 7.8, "label": "rapportcijfer"},
            f"Rapportcijfer: de {DALFSEN} geven gemiddeld een 7,6 op een schaal van 1 tot 10 (enquête 2022). {CHANCE} tussen 7,5 en 7,8.",
        ),
        (
            {"kind": "scale", "value": 6.3, "label": "sociale cohesie", "panel": True},
            "Sociale cohesie: de score van panelleden in de gemeente Dalfsen is 6,3 op een schaal van 0 tot 10 (enquête 2022, indicatief).",
        ),
        (
            {"kind": "percentage", "reason": "De vraag is niet gesteld."},
            "Voor de gemeente Dalfsen is er geen cijfer uit de enquête van 2022. De vraag is niet gesteld.",
        ),
    ],
)
def test_an_estimate_says_whose_it_is_and_how_sure(answered: dict[str, Any], text: str) -> None:
    assert estimate_sentence(Answered(place="gemeente Dalfsen", year=2022, **answered)) == text


@pytest.mark.parametrize("wrong", [{"hidden": True, "value": 3.0}, {"panel": True, "value": 3.0, "low": 1.0, "high": 5.0}])
def test_what_may_not_be_said_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(PresentationError, match=r"handed over|no interval"):
        Answered(place="Hoonhorst", year=2022, kind="percentage", **wrong)


def test_a_change_says_what_it_was_and_between_which_bounds_it_lies() -> None:
    texts = {
        item.verdict: change_sentence(item, WORDS) for item in differences() if item.place == "Hoonhorst" and item.kind == "percentage"
    }
    size = "Het verschil is ongeveer 8 procentpunt. Met het toeval meegerekend is dat 2 tot 14 procentpunt meer."
    assert texts[Verdict.HIGHER] == f"In 2017 was het 55 procent. In 2022 is het aantoonbaar hoger. {size}"
    assert texts[Verdict.LOWER] == f"In 2017 was het 55 procent. In 2022 is het aantoonbaar lager. {size.replace('meer.', 'minder.')}"
    assert texts[Verdict.SMALL_HIGHER].startswith(
        "In 2017 was het 55 procent. In 2022 is er een aantoonbaar maar klein verschil: iets hoger."
    )
    assert texts[Verdict.HINT_LOWER] == (
        f"In 2017 was het 55 procent. {size.replace('meer.', 'minder.')} Dat kan een aanwijzing zijn, maar ook toeval. "
        "Een verschil van deze grootte is met deze enquêtes niet goed te zien."
    )
    assert texts[Verdict.NO_DIFFERENCE] == (
        "In 2017 was het 55 procent. Dat is geen aantoonbaar verschil. "
        "Een verandering van minder dan 9 procentpunt is met deze enquêtes niet goed te zien."
    )
    assert texts[Verdict.TOO_FEW] == (
        "In 2017 was het 55 procent. Een verandering is voor Hoonhorst niet vast te stellen. Er zijn te weinig waarnemingen. "
        "Een verandering van minder dan 9 procentpunt is met deze enquêtes niet goed te zien."
    )
    assert texts[Verdict.ABSENT] == "De vraag is in 2017 anders of niet gesteld. Vergelijken kan niet."


@pytest.mark.parametrize(("detectable", "directed"), [(8.1, True), (8.3, False), (None, True)])
def test_a_hint_says_which_way_only_where_a_difference_of_that_size_can_be_seen(detectable: float | None, directed: bool) -> None:
    hint = next(item for item in differences() if item.verdict is Verdict.HINT_LOWER and item.kind == "percentage")
    text = change_sentence(replace(hint, detectable=detectable), WORDS)
    assert ("In 2022 is het lager." in text) is directed
    assert ("Een verschil van deze grootte is met deze enquêtes niet goed te zien." in text) is not directed
    assert ("We vergelijken veel cijfers." in text) is directed
    words = verdict_words(hint.verdict, hint.difference, detectable, WORDS)
    assert words == ("lager: aanwijzing, kan toeval zijn" if directed else "aanwijzing, kan toeval zijn")
    assert verdict_words(Verdict.LOWER, hint.difference, detectable, WORDS) == "aantoonbaar lager"


def test_a_reason_stands_in_the_place_of_the_usual_words() -> None:
    first = Difference(place="Hoonhorst", kind="percentage", year=2022, verdict=Verdict.ABSENT)
    assert change_sentence(first, WORDS) == "Er is geen eerdere enquête om mee te vergelijken."
    few = replace(first, verdict=Verdict.TOO_FEW, before_year=2017, reason="In 2017 deden er 21 mensen mee.")
    assert change_sentence(few, WORDS) == "Een verandering is voor Hoonhorst niet vast te stellen. In 2017 deden er 21 mensen mee."


def test_a_village_beside_the_rest_of_the_municipality() -> None:
    texts = {item.verdict: rest_sentence(item, WORDS, whole="gemeente Dalfsen") for item in differences() if item.kind == "mean"}
    assert texts[Verdict.HIGHER] == (
        "In de rest van de gemeente Dalfsen is het 7,6. In Hoonhorst is het aantoonbaar hoger. Het verschil is ongeveer 0,3 punt. "
        "Met het toeval meegerekend is dat 0,1 tot 0,5 punt hoger."
    )
    assert texts[Verdict.NO_DIFFERENCE].endswith("Een verschil van minder dan 0,3 punt is met deze enquête niet goed te zien.")
    assert texts[Verdict.ABSENT] == "Om Hoonhorst naast de rest van de gemeente Dalfsen te leggen, ontbreekt een cijfer."


def test_a_verdict_without_its_figures_is_refused() -> None:
    with pytest.raises(PresentationError, match="missing"):
        change_sentence(Difference(place="Hoonhorst", kind="scale", year=2022, before_year=2017, verdict=Verdict.HIGHER), WORDS)
