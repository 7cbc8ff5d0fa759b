from math import nan

import pytest

from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.wording.places import concentration_sentence, funnel_sentence, shrunk_sentence

NONE = Refusal.NONE


def test_an_adjusted_rate_says_how_much_of_it_comes_from_elsewhere() -> None:
    assert shrunk_sentence("Hoonhorst", 3.24, 2.06, 4.5, 0.4, NONE) == (
        "Kleine aantallen zeggen weinig. Daarom stelden we het cijfer bij met wat in andere gemeenten gewoon is. "
        "Voor Hoonhorst wordt het dan 3,2 per 1.000 inwoners. Met het toeval meegerekend ligt dat tussen 2,1 en 4,5. "
        "Van dat cijfer komt 40 procent van de andere gemeenten."
    )
    other = shrunk_sentence("Hoonhorst", 3.24, 2.06, 4.5, 0.4, NONE, per="1.000 woningen", others="kernen")
    assert "3,2 per 1.000 woningen" in other
    assert other.count("andere kernen") == 2


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (12.3, "Dat past bij toeval en bij hoe gemeenten altijd verschillen: dan ligt het tussen 9,0 en 14,0."),
        (14.0, "Dat past bij toeval en bij hoe gemeenten altijd verschillen: dan ligt het tussen 9,0 en 14,0."),
        (14.3, "Dat is hoger dan past bij toeval en bij hoe gemeenten altijd verschillen: tussen 9,0 en 14,0."),
        (8.2, "Dat is lager dan past bij toeval en bij hoe gemeenten altijd verschillen: tussen 9,0 en 14,0."),
    ],
)
def test_a_municipality_is_inside_or_outside_the_bounds(rate: float, expected: str) -> None:
    text = funnel_sentence("gemeente Dalfsen", rate, 11.2, 9.0, 14.0, 25, NONE)
    written = f"{rate:.1f}".replace(".", ",")
    assert text == (
        f"In de gemeente Dalfsen waren het er {written} per 1.000 inwoners. In 25 gemeenten samen waren het er 11,2. {expected}"
    )


def test_concentration_is_put_beside_an_even_spread() -> None:
    assert concentration_sentence("gemeente Dalfsen", 5, 36, "buurten", 0.62, 0.55, 0.7, NONE) == (
        "In de gemeente Dalfsen lag 62 procent van de registraties in 5 van de 36 buurten. "
        "Met het toeval meegerekend ligt dat tussen 55 en 70 procent. Lag overal even veel, dan was het 14 procent."
    )


@pytest.mark.parametrize("reason", [reason for reason in Refusal if reason])
def test_what_is_refused_gives_the_reason_and_no_number_of_its_own(reason: Refusal) -> None:
    texts = [
        shrunk_sentence("Hoonhorst", nan, nan, nan, nan, reason),
        funnel_sentence("Hoonhorst", nan, nan, nan, nan, 25, reason),
        concentration_sentence("Hoonhorst", 5, 36, "buurten", nan, nan, nan, reason),
    ]
    assert len(set(texts)) == 3
    for text in texts:
        assert "Hoonhorst" in text
        assert not any(number in text for number in ("25", "36", "nan"))
