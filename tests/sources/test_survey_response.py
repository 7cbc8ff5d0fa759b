"""A survey that nobody can be estimated from is refused, and so is one with more respondents than were invited."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.survey import read
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.surveys import CODEBOOK, changed, file_bytes, person, write_survey

Reader = Callable[..., Reading]


@pytest.fixture
def reading(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Reader:
    """Write the rows as a survey and read it."""

    def _read(*rows: list[object], codebook: dict[str, Any] = CODEBOOK, file: str = "a.csv") -> Reading:
        files = {file: file_bytes(file, rows, tmp_path / "bron")}
        return read(write_survey(tmp_path / "levering", files, codebook), dalfsen, kernbeleid)

    return _read


@pytest.mark.parametrize("file", ["a.csv", "a.xlsx", "a.sav"])
def test_a_file_without_rows_is_refused(reading: Reader, file: str) -> None:
    with pytest.raises(DeliveryError, match=rf"no row of a survey is accepted .*file {file}\)\. 0 rows were read"):
        reading(file=file)


def test_where_no_row_is_accepted_the_error_counts_the_reasons(reading: Reader) -> None:
    rows = [person(1, leeftijd=2), person(2, leeftijd=3), person(3, V1=7)]
    message = r"3 rows were read, 2 left out \(outside the target group.*\), 1 quarantined \(V1: an answer outside its codes\)"
    with pytest.raises(DeliveryError, match=message):
        reading(*rows)


def test_a_panel_alone_stands_for_nobody(reading: Reader) -> None:
    rows = [person(1, bron=2), person(2, leeftijd=17)]
    message = r"no respondent of the sample \(BRP\).*2 rows were read, 1 left out .*panel alone cannot stand for the inhabitants"
    with pytest.raises(DeliveryError, match=message):
        reading(*rows)


@pytest.mark.parametrize(
    ("invited", "message"),
    [
        ({"BRP": {"Hoonhorst": 1}}, r"2 of 1 \(.*source BRP, village Hoonhorst\).*Correct uitgenodigd"),
        ({"BRP": {"Dalfsen": 1, "Lemelerveld": 1}}, r"3 of 2 \(.*source BRP, village gemeente\)"),
        ({"BRP": {"Dalfsen": 9, "gemeente": 2}}, r"3 of 2 \(.*source BRP, village gemeente\)"),
        ({"BRP": {"gemeente": 3}, "panel": {"gemeente": 1}}, r"2 of 1 \(.*source panel, village gemeente\)"),
    ],
)
def test_no_more_can_answer_than_were_invited(reading: Reader, invited: dict[str, Any], message: str) -> None:
    rows = [person(1), person(2, kern=4), person(3, kern=4), person(4, bron=2), person(5, bron=2)]
    with pytest.raises(DeliveryError, match=f"more respondents are accepted than were invited: {message}"):
        reading(*rows, codebook=changed("uitgenodigd", to=invited))


def test_all_who_were_invited_may_answer_and_refused_rows_do_not_count(reading: Reader) -> None:
    rows = [person(1), person(2, kern=4), person(3, kern=4, V1=7)]
    codebook = changed("uitgenodigd", to={"BRP": {"Dalfsen": 1, "Hoonhorst": 1}})
    assert len(reading(*rows, codebook=codebook).tables["respondents"]) == 2
