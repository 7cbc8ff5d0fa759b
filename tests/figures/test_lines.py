"""What a series says in words, and what it must not say."""

from typing import Any

import pytest

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures.lines import Line, decimals_of, describe_trend

YEARS = [2019, 2020, 2021, 2022, 2023]
HOONHORST = Line(
    "Hoonhorst",
    YEARS,
    [3.6, None, 4.14, None, 2.7],
    [2.2, None, 2.6, None, 1.4],
    [5.6, None, 6.2, None, 4.7],
    emphasised=True,
    hidden=[False, True, False, False, False],
)


def test_the_words_say_what_when_first_and_last() -> None:
    text = describe_trend([HOONHORST], title="Woninginbraken in Hoonhorst", unit="aantal per 1.000 inwoners", baseline=(2019,))
    assert text == (
        "Lijngrafiek: Woninginbraken in Hoonhorst, aantal per 1.000 inwoners, 2019-2023. "
        "Hoonhorst: 3,6 in 2019 (95%-interval tussen 2,2 en 5,6) en 2,7 in 2023 (95%-interval tussen 1,4 en 4,7). "
        "Hoogste getoonde waarde 4,1 in 2021, laagste getoonde waarde 2,7 in 2023. "
        "Niet getoond vanwege privacy: 2020. Geen cijfer: 2022. Vergelijkingsjaren: 2019."
    )


@pytest.mark.parametrize(("value", "low"), [(3.0, None), (None, 1.0)])
def test_a_hidden_figure_cannot_be_handed_over(value: float | None, low: float | None) -> None:
    with pytest.raises(PresentationError, match="hidden figure") as caught:
        Line("Oudleusen", [2020], [value], [low], [4.0], hidden=[True])
    assert "2020" in str(caught.value)
    assert "3.0" not in str(caught.value)


def test_nan_is_missing_and_zero_is_not() -> None:
    line = Line("Dalfsen", [2020, 2021, 2022], [float("nan"), 0, 3])
    assert line.shown == {2021: 0, 2022: 3}
    text = describe_trend([line], title="T", unit="aantal")
    assert "0 in 2021" in text
    assert "Geen cijfer: 2020." in text


def test_years_outside_a_line_are_said_to_be_missing() -> None:
    text = describe_trend([Line("A", [2018, 2021], [1, 2]), Line("B", [2018, 2019, 2020, 2021], [1, 2, 3, 4])], title="T", unit="aantal")
    assert "A: 1 in 2018 en 2 in 2021. Geen cijfer: 2019-2020." in text


def test_years_may_come_in_any_order() -> None:
    assert list(Line("A", [2021, 2019], [2, 1]).shown) == [2019, 2021]


def test_equal_highest_years_are_all_named() -> None:
    text = describe_trend([Line("A", [2019, 2020, 2021, 2022], [2, 5, 5, 3])], title="T", unit="aantal")
    assert "Hoogste waarde 5 in 2020-2021, laagste waarde 2 in 2019." in text


def test_without_figures_it_says_so() -> None:
    assert "Er zijn geen cijfers om te tonen." in describe_trend([], title="T", unit="aantal")
    hidden = Line("A", [2020, 2021], [None, None], hidden=[True, True])
    text = describe_trend([hidden], title="T", unit="aantal")
    assert "geen cijfer getoond. Niet getoond vanwege privacy: 2020-2021." in text


def test_remarks_are_said_for_the_years_that_are_there() -> None:
    text = describe_trend([Line("A", [2020], [1])], title="T", unit="aantal", marked={2020: "voorlopig", 1999: "oud"})
    assert text.endswith("2020: voorlopig.")
    assert "oud" not in text


@pytest.mark.parametrize("column", ["values", "low", "high", "hidden"])
def test_a_column_of_another_length_is_named(column: str) -> None:
    columns: dict[str, Any] = {"values": [1.0, 2.0], "low": [1.0, 2.0], "high": [1.0, 2.0], "hidden": [False, False]}
    columns[column] = columns[column][:1]
    with pytest.raises(PresentationError, match=f"column {column}"):
        Line("A", [2020, 2021], **columns)


def test_a_year_that_comes_twice_is_refused() -> None:
    with pytest.raises(PresentationError, match="twice"):
        Line("A", [2020, 2020], [1, 2])


def test_decimals_follow_the_figures() -> None:
    assert [decimals_of(values) for values in ([0, 3, 12], [0.4, 12.5], [0.04, 0.5])] == [0, 1, 2]
