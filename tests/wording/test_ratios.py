from math import inf, nan

import pytest

from ivp_analysis.errors import PresentationError
from ivp_analysis.wording.ratios import known, one_in, percent_range, percent_text, share_range, size_sentences

CHANCE = "Met het toeval meegerekend"


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0.96, "4 procent minder"),
        (1.275, "28 procent meer"),
        (0.0, "100 procent minder"),
        (0.996, "0,4 procent minder"),
        (2.1, "110 procent meer"),
    ],
)
def test_a_ratio_as_a_difference_in_per_cent(ratio: float, text: str) -> None:
    assert percent_text(ratio) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.94, 0.98, "2 tot 6 procent minder"),
        (1.03, 1.12, "3 tot 12 procent meer"),
        (0.97, 1.02, "tussen 3 procent minder en 2 procent meer"),
    ],
)
def test_an_interval_in_per_cent_starts_with_the_smaller_difference(low: float, high: float, text: str) -> None:
    assert percent_range(low, high) == text


def test_an_interval_of_a_share() -> None:
    assert share_range(0.945, 0.98) == "tussen 95 en 98 procent"


@pytest.mark.parametrize(
    ("ratio", "low", "high", "expected"),
    [
        (1.68, 1.3, 2.2, "Dat is 1,7 keer zo veel. Met het toeval meegerekend ligt dat tussen 1,3 en 2,2 keer."),
        (0.6, 0.4, 0.9, "Dat is 0,6 keer zo veel. Met het toeval meegerekend ligt dat tussen 0,4 en 0,9 keer."),
        # on which side of equal a bound lies stays visible, and so does that there is something
        (1.1, 1.02, 1.19, "Dat is 1,10 keer zo veel. Met het toeval meegerekend ligt dat tussen 1,02 en 1,19 keer."),
        (0.2, 0.04, 0.6, "Dat is 0,20 keer zo veel. Met het toeval meegerekend ligt dat tussen 0,04 en 0,60 keer."),
        (2.0, 1.4, inf, "Dat is 2,0 keer zo veel. Met het toeval meegerekend ligt dat boven 1,4 keer."),
        (2.0, None, None, "Dat is 2,0 keer zo veel."),
        (inf, 1.4, inf, "Dat is, met het toeval meegerekend, ten minste 1,4 keer zo veel."),
        (0.0, 0.0, 0.6, "Dat is, met het toeval meegerekend, hooguit 0,6 keer zo veel."),
        (inf, None, None, ""),
        (inf, 0.0, inf, ""),
        (0.0, 0.0, 1.4, ""),
        (None, None, None, ""),
        (nan, nan, nan, ""),
    ],
)
def test_how_large_a_difference_is(ratio: float | None, low: float | None, high: float | None, expected: str) -> None:
    assert " ".join(size_sentences(ratio, low, high)) == expected


@pytest.mark.parametrize(
    ("ratio", "low", "high", "expected"),
    [
        (0.6, 0.45, 0.8, f"Dat is ongeveer 40 procent minder. {CHANCE} is dat 20 tot 55 procent minder."),
        (
            0.6,
            0.35,
            1.02,
            f"Dat is ongeveer 40 procent minder. {CHANCE} is dat tussen 65 procent minder en 2 procent meer.",
        ),
        (0.6, None, None, "Dat is ongeveer 40 procent minder."),
        (0.0, 0.0, 0.2, "Dat is, met het toeval meegerekend, ten minste 80 procent minder."),
        (1.7, 1.3, 2.2, "Dat is 1,7 keer zo veel. Met het toeval meegerekend ligt dat tussen 1,3 en 2,2 keer."),
    ],
)
def test_less_may_be_in_per_cent_where_that_is_allowed(ratio: float, low: float | None, high: float | None, expected: str) -> None:
    assert " ".join(size_sentences(ratio, low, high, percent=True)) == expected


def test_what_it_is_per_starts_the_sentence() -> None:
    assert size_sentences(1.5, None, None, start="Per woning is dat") == ["Per woning is dat 1,5 keer zo veel."]


@pytest.mark.parametrize(
    ("count", "base", "text"),
    [
        (1, 340, "1 op de 340 woningen"),
        (33, 11_378, "1 op de 340 woningen"),
        (2, 30_000, "1 op de 15.000 woningen"),
        (3, 45, "1 op de 15 woningen"),
        (10, 996, "1 op de 100 woningen"),
        (1, 7, "1 op de 7 woningen"),
        (1, 5, "1 op de 5 woningen"),
        (2, 9.9, ""),
        (0, 340, ""),
        (3, None, ""),
        (3, nan, ""),
        (3, 0, ""),
    ],
)
def test_one_in_how_many_has_two_significant_digits(count: int, base: float | None, text: str) -> None:
    assert one_in(count, base, "woningen") == text


def test_a_missing_number_has_no_percentage() -> None:
    assert [known(value) for value in (0.0, None, nan, inf)] == [True, False, False, False]
    with pytest.raises(PresentationError):
        percent_text(nan)
