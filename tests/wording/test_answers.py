import pytest

from ivp_analysis.errors import PresentationError
from ivp_analysis.wording.answers import amount_text, bounds_text, difference_range, difference_text, points_text, share_of, short_text


@pytest.mark.parametrize(
    ("kind", "value", "long", "short"),
    [
        ("percentage", 62.5, "63 procent", "63"),
        ("percentage", 0.0, "0 procent", "0"),
        ("percentage", 0.4, "0,4 procent", "<1"),
        ("percentage", 0.04, "minder dan 0,1 procent", "<1"),
        ("percentage", 4.94, "4,9 procent", "5"),
        ("percentage", 0.5, "0,5 procent", "1"),
        ("percentage", 99.5, "meer dan 99 procent", ">99"),
        ("percentage", 100.0, "100 procent", "100"),
        ("mean", 7.65, "7,7", "7,7"),
        ("scale", 6.0, "6,0", "6,0"),
    ],
)
def test_percentages_are_whole_and_means_have_one_decimal(kind: str, value: float, long: str, short: str) -> None:
    assert (amount_text(kind, value), short_text(kind, value)) == (long, short)


@pytest.mark.parametrize(
    ("kind", "low", "high", "text"),
    [
        ("percentage", 57.2, 69.1, "tussen 57 en 69 procent"),
        ("percentage", 3.1, 3.4, "tussen 3,1 en 3,4 procent"),
        ("percentage", 0.0, 0.0, "tussen 0 en 0 procent"),
        ("mean", 7.42, 7.81, "tussen 7,4 en 7,8"),
        ("scale", 6.31, 6.34, "tussen 6,31 en 6,34"),
    ],
)
def test_bounds_that_would_look_alike_get_a_decimal_more(kind: str, low: float, high: float, text: str) -> None:
    assert bounds_text(kind, low, high) == text


@pytest.mark.parametrize(
    ("kind", "difference", "text"),
    [
        ("percentage", 8.2, "8 procentpunt meer"),
        ("percentage", -8.5, "9 procentpunt minder"),
        ("percentage", -0.3, "0,3 procentpunt minder"),
        ("mean", 0.42, "0,4 punt hoger"),
        ("scale", -0.42, "0,4 punt lager"),
        ("scale", 0.04, "0,04 punt hoger"),
    ],
)
def test_a_difference_has_its_side_and_is_never_nothing(kind: str, difference: float, text: str) -> None:
    assert difference_text(kind, difference) == text


@pytest.mark.parametrize(
    ("kind", "low", "high", "text"),
    [
        ("percentage", 2.1, 14.4, "2 tot 14 procentpunt meer"),
        ("percentage", -14.4, -2.1, "2 tot 14 procentpunt minder"),
        ("percentage", -3.0, 2.0, "tussen 3 procentpunt minder en 2 procentpunt meer"),
        ("percentage", 0.0, 6.0, "0 tot 6 procentpunt meer"),
        ("percentage", -6.0, 0.0, "0 tot 6 procentpunt minder"),
        ("mean", 0.13, 0.71, "0,1 tot 0,7 punt hoger"),
        ("scale", -0.71, -0.13, "0,1 tot 0,7 punt lager"),
    ],
)
def test_an_interval_of_a_difference_starts_with_the_smaller_one(kind: str, low: float, high: float, text: str) -> None:
    assert difference_range(kind, low, high) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, "1 op de 200 inwoners"), (4.9, "1 op de 20 inwoners"), (5.0, ""), (0.0, ""), (0.03, "1 op de 3.300 inwoners")]
)
def test_a_small_share_is_one_in_how_many(value: float, text: str) -> None:
    assert share_of(value, "inwoners") == text


def test_points_have_no_sign_and_missing_numbers_no_text() -> None:
    assert points_text("percentage", -9.3) == "9 procentpunt"
    for kind in ("percentage", "mean"):
        with pytest.raises(PresentationError):
            amount_text(kind, float("nan"))
