from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vocabulary.sentences import INCIDENTS, OTHER_INCIDENTS, OTHER_POLICY, POLICY

from ivp_analysis.vocabulary.traces import IDENTIFYING, Kind, find_traces, is_citizen_number


def kinds(text: str) -> set[str]:
    return {one.kind.value for one in find_traces(text)}


def found(texts: Iterable[str]) -> int:
    return sum(bool(find_traces(text)) for text in texts)


# how well it does; docs/privacy.md states these figures


def test_the_lists_are_long_enough_to_say_something_and_no_sentence_stands_in_two() -> None:
    lists = [[text for text, _ in INCIDENTS], list(POLICY), [text for text, _ in OTHER_INCIDENTS], list(OTHER_POLICY)]
    assert [len(texts) for texts in lists] == [158, 158, 30, 30]
    assert len({text for texts in lists for text in texts}) == 2 * 158 + 2 * 30


def test_precision_and_recall_on_the_sentences_that_it_was_made_with() -> None:
    assert found(text for text, _ in INCIDENTS) == 129
    assert found(POLICY) == 2


def test_precision_and_recall_on_sentences_that_it_was_not_made_with() -> None:
    assert found(text for text, _ in OTHER_INCIDENTS) == 18
    assert found(OTHER_POLICY) == 2


def test_of_what_has_a_form_nearly_all_is_found_and_called_by_its_name() -> None:
    formed = [(text, set(marks.split())) for text, marks in INCIDENTS if marks]
    assert len(formed) == 134
    assert sum(kinds(text) == marks for text, marks in formed) == 128


def test_what_no_form_gives_away_is_not_found() -> None:
    """It knows forms and not meaning: this is why people must read the words as well."""
    assert found(text for text, marks in INCIDENTS if not marks) == 0


# what kind, and where


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dat was op 12 maart.", Kind.DATE),
        ("Dat was op 12-03-2022.", Kind.DATE),
        ("Dat was afgelopen dinsdag.", Kind.DATE),
        ("Het was 23.45 uur.", Kind.TIME),
        ("Een 17-jarige deed het.", Kind.AGE),
        ("Zij wonen op Kerkstraat 12.", Kind.ADDRESS),
        ("Zij wonen op huisnummer 12.", Kind.HOUSE_NUMBER),
        ("Daar, in 1234 AB.", Kind.POSTCODE),
        ("Dhr. Jansen klaagt.", Kind.NAME),
        ("Bel 06-12345678.", Kind.PHONE),
        ("Mail iemand@example.nl.", Kind.EMAIL),
        ("De auto is AB-123-C.", Kind.LICENCE_PLATE),
        ("Het nummer is 123456782.", Kind.CITIZEN_NUMBER),
        ("Zie PL0400-1234567890.", Kind.CASE_NUMBER),
    ],
)
def test_every_kind_is_found_and_where_it_stands_is_told(text: str, kind: Kind) -> None:
    (one,) = find_traces(text)
    assert one.kind is kind
    shifted = f"Eerst iets anders.\n\nDan: {text}"
    (again,) = find_traces(shifted)
    assert again.place(shifted) == f"3:{one.start + 6}"
    assert shifted[again.start : again.end] == text[one.start : one.end]


def test_what_pasted_text_has_other_blanks_and_dashes_for_is_found_as_well() -> None:
    assert kinds("Op 12\u00a0maart was een 17\u2011jarige thuis.") == {"datum", "leeftijd"}
    assert kinds("Op 12\nmaart.") == {"datum"}


def test_a_find_within_a_longer_one_is_told_once() -> None:
    assert [one.kind for one in find_traces("Om 23.45 uur.")] == [Kind.TIME]


def test_a_trace_never_holds_the_words() -> None:
    (one,) = find_traces("Dhr. Jansen klaagt.")
    assert "Jansen" not in repr(one)


@pytest.mark.parametrize(
    "text",
    [
        "Van 1 januari tot en met 31 augustus 2022.",
        "Per 1 januari 2023.",
        "Tussen 22.00 en 06.00 uur.",
        "Vaak rond 23.00 uur.",
        "In week 40 en 41.",
        "Het nummer is 123456789.",
        "Dat zijn 123.456.782 inwoners.",
        "Hoofdstuk A. Daarna volgt B.",
        "Bel 0900-8844 of 0800-7000.",
    ],
)
def test_periods_habits_and_numbers_of_other_things_are_left_alone(text: str) -> None:
    assert find_traces(text) == []


@pytest.mark.parametrize(
    ("usual", "single"),
    [
        ("Tussen 22.00 en 06.00 uur is het druk.", "Tussen 23.15 en 23.45 uur was het druk."),
        ("Vaak bellen mensen rond 23.00 uur.", "Iemand belde rond 23.00 uur."),
        ("Na 23.00 uur is het stil.", "Even na 23.00 uur klonk er glas."),
        ("In week 40 en 41 is gecontroleerd.", "In week 40 is ingebroken."),
        ("De brief van 12 maart legt het uit.", "De inbraak van 12 maart is opgelost."),
        ("Op woensdagmiddag is er toezicht.", "Woensdagmiddag is iemand beroofd."),
    ],
)
def test_a_single_moment_is_told_from_what_is_usual(usual: str, single: str) -> None:
    assert find_traces(usual) == []
    assert find_traces(single) != []


def test_identifying_kinds_are_those_of_place_and_person() -> None:
    assert set(Kind) - IDENTIFYING == {Kind.DATE, Kind.TIME, Kind.AGE}


# the test of a burgerservicenummer


def test_the_elfproef_is_that_of_the_registry() -> None:
    assert is_citizen_number("999999990")
    assert is_citizen_number("123456782")
    assert not is_citizen_number("123456781")
    assert not is_citizen_number("000000000")
    assert not is_citizen_number("12345678")


@given(st.integers(0, 99_999_999))
def test_at_most_one_last_digit_makes_a_number_pass(first: int) -> None:
    passing = [last for last in range(10) if is_citizen_number(f"{first:08d}{last}")]
    assert len(passing) <= 1


# any text at all


@given(st.text(max_size=300))
def test_finds_lie_in_the_text_in_order_and_none_within_another(text: str) -> None:
    traces = find_traces(text)
    assert all(0 <= one.start < one.end <= len(text) for one in traces)
    assert traces == sorted(traces)
    assert not [1 for a in traces for b in traces if a is not b and a.start <= b.start and b.end <= a.end]


@pytest.mark.parametrize("part", ["1", "12 ", "a", "Kerk", "van ", "0", "A.", "jaar ", "en ", "-1", ". ", "9 maart "])
def test_the_longest_text_is_searched_at_once_whatever_it_repeats(part: str) -> None:
    import time

    text = (part * 2000)[:2000]
    before = time.process_time()
    find_traces(text)
    assert time.process_time() - before < 2
