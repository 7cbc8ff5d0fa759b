from math import nan

import pytest

from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.trends import control_sentence, trend_sentence, year_to_date_sentence

NONE = Refusal.NONE
HINT = "Dat kan een aanwijzing zijn, maar ook toeval."
CHANCE = "Met het toeval meegerekend"
RARE = "Met toeval alleen komt dat weinig voor."
MONTHS = ("januari tot en met augustus 2022", "januari tot en met augustus 2021")


@pytest.mark.parametrize(
    ("verdict", "change", "low", "high", "expected"),
    [
        (
            Verdict.LOWER,
            0.96,
            0.94,
            0.98,
            f"In Hoonhorst is het gemiddeld 4 procent minder per jaar. {CHANCE} is dat 2 tot 6 procent minder.",
        ),
        (
            Verdict.HINT_HIGHER,
            1.08,
            1.01,
            1.15,
            f"In Hoonhorst is het gemiddeld 8 procent meer per jaar. {CHANCE} is dat 1 tot 15 procent meer. {HINT}",
        ),
        (
            Verdict.NO_DIFFERENCE,
            0.99,
            0.97,
            1.02,
            (
                "In Hoonhorst loopt die niet aantoonbaar omhoog of omlaag. "
                f"{CHANCE} is het tussen 3 procent minder en 2 procent meer per jaar."
            ),
        ),
    ],
)
def test_a_line_through_the_years(verdict: Verdict, change: float, low: float, high: float, expected: str) -> None:
    text = trend_sentence("Hoonhorst", 2012, 2021, change, low, high, verdict, NONE, 8, apart=(2020, 2021))
    start = "We legden een lijn door 2012-2021, per inwoner en zonder de coronajaren 2020 en 2021. Zo tellen er 8 jaren mee."
    assert text == f"{start} {expected}"


@pytest.mark.parametrize(
    ("last", "apart", "per", "expected"),
    [
        (2020, (2020, 2021), "inwoner", "We legden een lijn door 2012-2020, per inwoner en zonder het coronajaar 2020."),
        (2019, (2020, 2021), "woning", "We legden een lijn door 2012-2019, per woning."),
        (2021, (2020, 2021), "", "We legden een lijn door 2012-2021, zonder de coronajaren 2020 en 2021."),
        (2019, (), "", "We legden een lijn door 2012-2019."),
    ],
)
def test_only_years_of_the_line_are_left_out_of_it(last: int, apart: tuple[int, ...], per: str, expected: str) -> None:
    assert trend_sentence("Hoonhorst", 2012, last, 0.96, 0.94, 0.98, Verdict.LOWER, NONE, 8, apart=apart, per=per).startswith(
        f"{expected} Zo tellen"
    )


def test_a_line_that_is_refused_says_why() -> None:
    text = trend_sentence("gemeente Dalfsen", 2017, 2021, nan, nan, nan, Verdict.TOO_FEW, Refusal.TOO_SHORT, 5)
    assert text == "Voor de gemeente Dalfsen geven we geen lijn door 2017-2021. Er zijn minder dan 8 jaren om een lijn uit te halen."


LATER = "Een deel van de registraties komt later binnen."


@pytest.mark.parametrize(
    ("complete", "expected"),
    [
        (
            0.96,
            f"{LATER} Naar schatting was op de peildatum 96 procent binnen. {CHANCE} ligt dat tussen 94 en 98 procent.",
        ),
        (0.998, f"{LATER} Naar schatting was op de peildatum vrijwel alles binnen."),
        (1.02, f"{LATER} Hier ging er later juist een deel af. Op de peildatum was het aantal dus eerder te hoog."),
    ],
)
def test_a_year_that_is_not_over_says_how_complete_it_is(complete: float, expected: str) -> None:
    text = year_to_date_sentence(*MONTHS, 13, complete, 0.94, 0.98, NONE)
    start = f"We leggen {MONTHS[0]} naast {MONTHS[1]}. Beide standen zijn van 13 dagen na de laatste maand."
    assert text == f"{start} {expected}"


def test_without_an_earlier_snapshot_completeness_is_not_guessed() -> None:
    text = year_to_date_sentence(*MONTHS, 1, nan, nan, nan, Refusal.NO_SNAPSHOT)
    assert "van 1 dag na" in text
    assert text.endswith("Hoe groot dat deel is, weten we niet. Er is geen eerdere stand van dezelfde maanden.")


def test_figures_that_are_not_equally_old_are_told_apart() -> None:
    text = year_to_date_sentence(*MONTHS, None, 0.96, 0.94, 0.98, NONE)
    assert "De stand van toen is van langer na de laatste maand. Het aantal van nu kan dus te laag lijken." in text


@pytest.mark.parametrize(
    ("outside", "expected"),
    [
        ((), "Het aantal bleef steeds binnen de grenzen van wat gewoon is."),
        (
            ("het tweede kwartaal van 2021",),
            f"Het aantal lag één keer buiten de grenzen van wat gewoon is. Dat was in het tweede kwartaal van 2021. {RARE}",
        ),
        (
            ("mei 2020", "juni 2021"),
            f"Het aantal lag 2 keer buiten de grenzen van wat gewoon is. Dat was in mei 2020 en juni 2021. {RARE}",
        ),
    ],
)
def test_periods_outside_what_is_usual_are_named(outside: tuple[str, ...], expected: str) -> None:
    assert control_sentence("Hoonhorst", "kwartalen", 20, outside, NONE) == f"Voor Hoonhorst keken we naar 20 kwartalen. {expected}"


def test_limits_that_are_refused_say_of_what_there_are_too_few() -> None:
    text = control_sentence("Hoonhorst", "kwartalen", 20, (), Refusal.TOO_SHORT)
    assert text == "Voor Hoonhorst geven we geen grenzen van wat gewoon is. Er zijn minder dan 8 kwartalen om een lijn uit te halen."
