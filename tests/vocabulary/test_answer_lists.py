"""Codes are known however they are written."""

import pytest

from ivp_analysis.vocabulary.answer_lists import one_code_each, written_code


@pytest.mark.parametrize(
    ("text", "code"),
    [(1, "1"), ("01", "1"), (" 1 ", "1"), ("1.0", "1"), ("1,00", "1"), ("+1", "1"), (-1, "-1"), ("DAL", "dal"), ("1,5", "1,5"), ("", "")],
)
def test_a_code_is_written_in_one_way(text: object, code: str) -> None:
    assert written_code(text) == code


def test_two_codes_that_are_read_as_one_are_refused_with_both() -> None:
    with pytest.raises(ValueError, match="the codes 'DAL' and 'dal' are read as one code"):
        one_code_each({"DAL": "Dalfsen", 1: "Nieuwleusen", "dal": "Hoonhorst"})


@pytest.mark.parametrize("value", [{}, {1: "a", -1: "b", "1,5": "c"}, None, [1, 1]])
def test_what_has_no_such_codes_is_passed_on(value: object) -> None:
    assert one_code_each(value) is value
