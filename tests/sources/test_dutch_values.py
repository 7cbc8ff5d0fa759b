"""Dutch texts for dates, numbers, months, codes and yes or no."""

from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.sources.dutch_values import class_code, fold, moment, month, number, parse, whole_number, yes_no

EVENING = datetime(2017, 9, 20, 17, 30)  # noqa: DTZ001


@pytest.mark.parametrize("text", [
    "20-09-2017 17:30", "20/09/2017 17:30", "20-9-17 17:30", "20.9.2017, 17.30 uur", "2017-09-20T17:30", "2017-09-20 17:30:00",
    "20170920 17:30",
    "20 september 2017 17:30", "20 sep. 2017 om 17u30", "wo 20-09-2017 17:30", "woensdag, 20 September 2017 17:30:00", "20-Sep-17 17:30",
    "42998,7291666667", "42998.7291666667", "2017-09-20T17:30:00.000",
])  # fmt: skip
def test_one_moment_in_all_its_spellings(text: str) -> None:
    assert moment(text) == EVENING


@pytest.mark.parametrize(("text", "day"), [("20-09-2017", 20), ("1-2-2017", 1), ("42998", 20), ("2017-09-20", 20)])
def test_a_date_without_a_time_is_midnight(text: str, day: int) -> None:
    found = moment(text)
    assert found is not None
    assert (found.day, found.hour) == (day, 0)


def test_the_day_stands_before_the_month() -> None:
    assert moment("9/10/2017") == datetime(2017, 10, 9)  # noqa: DTZ001
    assert moment("09/20/2017") is None


@pytest.mark.parametrize(
    "text", ["", "31-02-2021", "20-09-2017 24:00", "20-09-2017 12:60", "2017", "20-nonsens-2017", "12", "20-09-2017T", "99999"]
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(("text", "value"), [
    ("214.485,00", 214485), ("214485,0", 214485), ("214485.5", 214485.5), ("214.485", 214485), ("214 485", 214485),
    ("1.234.567,8", 1234567.8),
    ("-3,5", -3.5), ("0", 0), ("007", 7),
])  # fmt: skip
def test_numbers_with_decimal_commas_and_thousand_points(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "1,2,3", "214,485.00", "1e5", "nan", "inf", "12 stuks", "1.23.456", "٣"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text) is None


def test_a_whole_number_has_no_fraction() -> None:
    assert (whole_number("12,0"), whole_number("1.234"), whole_number("12,5"), whole_number("9" * 18)) == (12, 1234, None, None)


def test_yes_and_no() -> None:
    assert [yes_no(text) for text in ("J", "ja", "N", "Nee", "1", "0", "misschien", "")] == [
        True,
        True,
        False,
        False,
        True,
        False,
        None,
        None,
    ]


def test_months_by_number_and_name() -> None:
    assert [month(text) for text in ("1", "01", "12", "maart", "Mrt", "okt.", "augustus")] == [1, 1, 12, 3, 3, 10, 8]
    assert [month(text) for text in ("0", "13", "", "totaal", "1,5")] == [None] * 5


def test_a_class_is_letters_and_digits_with_or_without_its_name() -> None:
    assert [class_code(text) for text in ("A72", "e12 Burenruzie", "F5231", "M061: geluid", "E321-geluid")] == [
        "A72",
        "E12",
        "F5231",
        "M061",
        "E321",
    ]
    assert [class_code(text) for text in ("1.1.1", "Totaal", "", "0.0.0", "A", "72")] == [None] * 6


def test_fold_ignores_case_spaces_accents_and_punctuation() -> None:
    assert fold(" Begin-Pleegdatum / tijd") == fold("begin pleegdatum/tijd") == "beginpleegdatumtijd"
    assert fold("X-coördinaat") == "xcoordinaat"


def test_a_column_is_missing_where_it_is_empty_or_cannot_be_read() -> None:
    found = parse(pd.Series(["3", "", "x", "3"], index=[5, 6, 7, 8], dtype="str"), whole_number, "Int64")
    assert found.dropna().to_dict() == {5: 3, 8: 3}


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,5}[-/. ][0-9a-z]{1,9}[-/. ][0-9]{1,5}( [0-9]{1,2}:[0-9]{1,2})?", fullmatch=True))
def test_no_text_makes_a_reader_fail(text: str) -> None:
    for reader, kind in ((moment, datetime), (number, float), (whole_number, int), (yes_no, bool), (month, int), (class_code, str)):
        value = reader(text)
        assert value is None or isinstance(value, kind)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2069, 12, 31)))  # noqa: DTZ001
def test_what_is_written_is_read_back(value: datetime) -> None:
    minute = value.replace(second=0, microsecond=0)
    assert moment(f"{value:%d-%m-%Y %H:%M}") == moment(f"{value:%d/%m/%y %H:%M}") == moment(minute.isoformat()) == minute


@given(st.integers(-(10**12), 10**12))
def test_grouped_and_plain_numbers_are_the_same(value: int) -> None:
    assert whole_number(str(value)) == whole_number(f"{value:,}".replace(",", ".")) == value
