from datetime import date

import pytest

from ivp_analysis.errors import ParameterError
from ivp_analysis.vocabulary.editions import Edition, newest


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2022, 2, 15), "2022-H1"),
        (date(2022, 3, 31), "2022-H1"),
        (date(2022, 4, 1), "2022-H2"),
        (date(2022, 9, 12), "2022-H2"),
        (date(2022, 11, 1), "2023-H1"),
        (date(2025, 12, 15), "2026-H1"),
    ],
)
def test_a_delivery_joins_the_first_round_that_ends_after_its_reference_date(day: date, edition: str) -> None:
    assert str(Edition.of(day)) == edition


def test_editions_are_in_the_order_of_time() -> None:
    assert Edition.parse("2021-H2") < Edition.parse("2022-H1") < Edition.parse("2022-H2")


def test_the_last_full_year_is_the_year_before() -> None:
    assert Edition.parse("2022-H1").last_full_year == Edition.parse("2022-H2").last_full_year == 2021


def test_the_newest_edition_is_that_of_the_newest_delivery() -> None:
    assert str(newest([date(2022, 9, 12), date(2022, 2, 1)])) == "2022-H2"
    assert newest([]) is None


@pytest.mark.parametrize("text", ["2022", "2022-h1", "2022-H3", "22-H1", "2022-H1\n", "../2022-H1"])
def test_other_texts_are_no_edition(text: str) -> None:
    with pytest.raises(ParameterError, match="no edition"):
        Edition.parse(text)
