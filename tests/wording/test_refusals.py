import pytest

from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.wording.refusals import refusal_text


@pytest.mark.parametrize("reason", [reason for reason in Refusal if reason])
def test_every_refusal_has_a_sentence_of_its_own(reason: Refusal) -> None:
    text = refusal_text(reason)
    assert text.startswith(("Er ", "We ", "De "))
    assert text.endswith(".")
    assert [other for other in Refusal if refusal_text(other) == text] == [reason]


def test_what_is_given_has_no_refusal() -> None:
    assert refusal_text(Refusal.NONE) == ""


def test_a_series_that_is_too_short_says_of_what() -> None:
    assert refusal_text(Refusal.TOO_SHORT) == "Er zijn minder dan 8 jaren om een lijn uit te halen."
    assert refusal_text(Refusal.TOO_SHORT, periods="kwartalen") == "Er zijn minder dan 8 kwartalen om een lijn uit te halen."
