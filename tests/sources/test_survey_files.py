"""The columns of a survey file, and whether an SPSS file agrees with the codebook."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.survey import read
from ivp_analysis.sources.tabular import OTHER_SHEET, TITLE_LINE
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.files import csv_bytes, outcomes, xlsx_bytes
from sources.surveys import CODEBOOK, LABELS, TITLES, changed, person, sav_bytes, write_survey

Reader = Callable[..., Reading]


@pytest.fixture
def reading(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Reader:
    """Read a file with this content."""

    def _read(content: bytes, file: str = "a.csv", codebook: dict[str, Any] = CODEBOOK) -> Reading:
        return read(write_survey(tmp_path / "levering", {file: content}, codebook), dalfsen, kernbeleid)

    return _read


@pytest.fixture
def sav(tmp_path: Path, reading: Reader) -> Reader:
    """Read an SPSS file with one respondent."""

    def _read(codebook: dict[str, Any] = CODEBOOK, **described: Any) -> Reading:
        return reading(sav_bytes(tmp_path / "bron", [person(1)], **described), "a.sav", codebook)

    return _read


def test_titles_are_known_in_any_case_and_order_below_a_title_line(reading: Reader) -> None:
    titles = [title.upper().replace("V2", " V 2") for title in reversed(TITLES)]
    result = reading(csv_bytes([["Monitor"], titles, list(reversed(person(1))), [""], list(reversed(person(2)))]))
    assert outcomes(result) == {("read", ""): 3, ("left out", TITLE_LINE): 1, ("accepted", ""): 2}


def test_dots_and_underscores_tell_columns_apart(reading: Reader) -> None:
    codebook = changed("vragen", 1, "kolom", to="V2.1")
    titles = [*TITLES[:7], "V2.1", "V2_2", "V21"]
    assert len(reading(csv_bytes([titles, [*person(1), 99]]), codebook=codebook).tables["respondents"]) == 1


def test_a_second_sheet_with_the_same_columns_is_accounted_for(reading: Reader) -> None:
    result = reading(xlsx_bytes([["Voorblad"]], [TITLES, person(1)], [TITLES, person(2), person(3)]), "a.xlsx")
    assert outcomes(result) == {("read", ""): 3, ("left out", OTHER_SHEET): 2, ("accepted", ""): 1}


def test_without_the_source_nothing_is_read_and_the_sentence_says_why(reading: Reader) -> None:
    content = csv_bytes([["nr", *TITLES[2:]], [1, *person(1)[2:]]])
    with pytest.raises(DeliveryError, match=r"who was drawn by chance.*column bron\).*panel would count as those of the sample"):
        reading(content)


def test_without_the_source_an_spss_file_is_refused_too(tmp_path: Path, reading: Reader) -> None:
    rows = [[1, *person(1)[2:]]]
    with pytest.raises(DeliveryError, match=r"who was drawn by chance.*file a\.sav, column bron"):
        reading(sav_bytes(tmp_path / "bron", rows, ["nr", *TITLES[2:]]), "a.sav")


def test_a_missing_column_of_a_question_is_named_with_the_nearest(reading: Reader) -> None:
    with pytest.raises(DeliveryError, match=r"file a\.csv, column V2_1\).*did you mean 'V2-1a'\?"):
        reading(csv_bytes([[*TITLES[:7], "V2-1a", "V2_2"], person(1)]))


def test_a_column_that_stands_there_twice_is_an_error(reading: Reader) -> None:
    with pytest.raises(DeliveryError, match=r"twice .*column V1"):
        reading(csv_bytes([[*TITLES, "v1 "], [*person(1), 2]]))


def test_a_file_without_header_is_an_error(reading: Reader) -> None:
    with pytest.raises(DeliveryError, match=r"no header was found .*file a\.csv"):
        reading(csv_bytes([person(1), person(2)]))


def test_labels_of_an_spss_file_may_agree_or_be_absent(sav: Reader) -> None:
    assert len(sav(variable_value_labels=LABELS).tables["respondents"]) == 1


@pytest.mark.parametrize(
    ("column", "labels", "message"),
    [
        ("V1", {1: "Nooit", 2: "Soms", 3: "Vaak"}, r"column V1, code 1\).*'Nooit' and codebook\.yaml 'Vaak'"),
        ("V1", {8: "Niet van toepassing"}, r"column V1, code 8\).*something else .* and codebook\.yaml 'Weet niet'"),
        ("bron", {1: "Lid van het burgerpanel", 2: "BRP"}, r"column bron, code 1\).*'BRP'"),
        ("kern", {2: "Hoonhorst"}, r"column kern, code 2\).*'Hoonhorst' and codebook\.yaml 'Nieuwleusen'"),
        ("sekse", {1: "Vrouw", 2: "Man"}, r"column sekse, code 1\).*'v' and codebook\.yaml 'm'"),
    ],
)
def test_labels_that_contradict_the_codebook_are_an_error(sav: Reader, column: str, labels: dict[int, str], message: str) -> None:
    with pytest.raises(DeliveryError, match=message):
        sav(variable_value_labels=LABELS | {column: labels})


def test_labels_of_age_classes_are_held_against_the_codebook(sav: Reader) -> None:
    codebook = changed("leeftijden", to={"40": "35-64", "41": "65+"})
    with pytest.raises(DeliveryError, match=r"column leeftijd, code 40\).*'65\+' and codebook\.yaml '35-64'"):
        sav(codebook, variable_value_labels={"leeftijd": {40: "65 jaar en ouder", 41: "35 t/m 64 jaar"}})


@pytest.mark.parametrize("label", ["Vrouw", "vrouwelijk", "Woman", "female", "V", "Dame"])
def test_other_words_for_the_same_are_no_contradiction(sav: Reader, label: str) -> None:
    assert len(sav(variable_value_labels={"sekse": {2: label}}).tables["respondents"]) == 1


@pytest.mark.parametrize(("column", "code"), [("V1", 1), ("bron", 1), ("kern", 4)])
def test_a_code_that_the_file_takes_for_missing_is_no_answer(sav: Reader, column: str, code: int) -> None:
    with pytest.raises(DeliveryError, match=rf"takes a code for missing .*column {column}, code {code}"):
        sav(missing_ranges={column: [{"lo": code, "hi": 99}]})


def test_codes_can_be_texts_in_an_spss_file(tmp_path: Path, reading: Reader) -> None:
    rows = [person("R1", V1="1", bron="1 "), person("R2", V1="", bron="2")]
    result = reading(sav_bytes(tmp_path / "bron", rows, variable_value_labels={"V1": {"1": "Vaak"}}), "a.sav")
    assert result.tables["respondents"]["source"].tolist() == ["BRP", "panel"]
    assert result.tables["respondents"]["antwoord_hard-rijden"].isna().tolist() == [False, True]


def test_a_file_that_is_no_spss_file_is_one_clear_error(reading: Reader) -> None:
    with pytest.raises(DeliveryError, match=r"no SPSS file that can be read .*file a\.sav"):
        reading(b"geen SPSS", "a.sav")


@pytest.mark.parametrize("cut", [1, 40, 300, 900])
def test_an_spss_file_that_came_in_part_is_an_error(tmp_path: Path, reading: Reader, cut: int) -> None:
    whole = sav_bytes(tmp_path / "bron", [person(index) for index in range(5)], variable_value_labels=LABELS)
    with pytest.raises(DeliveryError, match="no SPSS file that can be read"):
        reading(whole[:-cut], "a.sav")
