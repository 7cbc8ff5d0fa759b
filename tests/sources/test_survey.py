"""The reader of surveys: which rows are refused, and what becomes of the others."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp_analysis.errors import DeliveryError, IvpError
from ivp_analysis.sources.survey import IN_SAMPLE, OUTSIDE_GROUP, TWICE, WITHHELD, read
from ivp_analysis.sources.tabular import MORE_CELLS
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.files import csv_bytes, faults, outcomes, unaccounted
from sources.surveys import CODEBOOK, LABELS, PERSONAL, TITLES, changed, file_bytes, person, write_survey

Reader = Callable[..., Reading]
ANSWERS = ["antwoord_hard-rijden", "antwoord_thuis", "antwoord_elkaar"]


@pytest.fixture
def reading(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Reader:
    """Write the rows as a survey and read it."""

    def _read(*rows: list[object], codebook: dict[str, Any] = CODEBOOK, titles: tuple[str, ...] = TITLES) -> Reading:
        return read(write_survey(tmp_path / "levering", {"a.csv": csv_bytes([titles, *rows])}, codebook), dalfsen, kernbeleid)

    return _read


def values(result: Reading, *columns: str) -> list[list[object]]:
    frame = result.tables["respondents"][list(columns)].astype(object)
    rows: list[list[object]] = frame.where(frame.notna(), None).to_numpy().tolist()
    return rows


def actions(result: Reading) -> dict[int, str]:
    return dict(zip(result.quarantine["row"], result.quarantine["action"], strict=True))


def test_a_row_becomes_a_respondent_with_a_number_of_ours(reading: Reader) -> None:
    result = reading(person("R-0815"), person("R-0007", bron=2, kern=4, leeftijd=18, sekse=1, maand="", V1=3))
    columns = ("respondent", "source", "village", "age", "sex", "month", *ANSWERS)
    assert values(result, *columns) == [
        [1, "BRP", "Dalfsen", "35-64", "v", 10, 1, 4, 2],
        [2, "panel", "Hoonhorst", "18-34", "m", None, 3, 4, 2],
    ]
    table = result.tables["respondents"]
    assert set(table["year"]) == {2022}
    assert set(table["delivery"]) == {"levering"}
    assert "0815" not in table.to_csv() + result.ledger.to_csv()
    assert outcomes(result) == {("read", ""): 2, ("accepted", ""): 2}


def test_codes_for_no_answer_and_blanks_are_missing(reading: Reader) -> None:
    result = reading(person(1, V1=8), person(2, V1=9), person(3, V1="", V2_1=""))
    assert values(result, *ANSWERS) == [[None, 4, 2], [None, 4, 2], [None, None, 2]]


def test_labels_stand_for_codes_and_spreadsheets_may_add_a_nought(reading: Reader) -> None:
    result = reading(
        person(1, V1=" nooit", kern="Hoonhorst", bron="brp"), person("2.0", V1="3.0", kern="4.0", bron="1,0"), person(3, V1="Weet niet")
    )
    assert values(result, "village", "source", ANSWERS[0]) == [["Hoonhorst", "BRP", 3], ["Hoonhorst", "BRP", 3], ["Dalfsen", "BRP", None]]


def test_a_label_of_two_codes_stands_for_neither(reading: Reader) -> None:
    codebook = changed("antwoordlijsten", "vaak", "codes", "3", to="Soms")
    assert faults(reading(person(1, V1="Soms"), person(2, V1=2), codebook=codebook)) == {2: "V1: an answer outside its codes"}


@pytest.mark.parametrize(
    ("text", "age"),
    [("18", "18-34"), ("34", "18-34"), ("35.0", "35-64"), ("64", "35-64"), ("65", "65+"), ("120", "65+"), ("35-64", "35-64"),
     ("65 jaar en ouder", "65+"), ("", "onbekend"), ("999", "onbekend"), ("Onbekend", "onbekend")],
)  # fmt: skip
def test_years_are_put_into_classes(reading: Reader, text: str, age: str) -> None:
    assert values(reading(person(1, leeftijd=text)), "age") == [[age]]


def test_ages_can_be_codes_of_classes_and_are_then_no_years(reading: Reader) -> None:
    codebook = changed("leeftijden", to={"1": "18-34", "2": "35-64", "3": "65+", "9": "onbekend"})
    result = reading(person(1, leeftijd=3), person(2, leeftijd=9), person(3, leeftijd=40), codebook=codebook)
    assert values(result, "age") == [["65+"], ["onbekend"]]
    assert faults(result) == {4: "leeftijd: no age"}
    assert "codes 1, 2, 3, 9" in actions(result)[4]


def test_who_is_too_young_is_left_out(reading: Reader) -> None:
    result = reading(person(1, leeftijd=17, V1=77), person(2))
    assert outcomes(result) == {("read", ""): 2, ("left out", OUTSIDE_GROUP): 1, ("accepted", ""): 1}


def test_villages_need_no_codes(reading: Reader) -> None:
    result = reading(person(1, kern="nieuwleusen"), person(2, kern=1), codebook=changed("kernen", to=None))
    assert values(result, "village") == [["Nieuwleusen"]]
    assert faults(result) == {3: "kern: no such kern"}


def test_a_survey_may_have_no_months(reading: Reader) -> None:
    result = reading(person(1), codebook=changed("kolommen", "maand", to=None))
    assert values(result, "month") == [[None]]


def test_each_fault_is_refused_with_its_row_and_its_column(reading: Reader) -> None:
    bad: list[dict[str, object]] = [
        {"bron": 3}, {"bron": ""}, {"kern": "Niuwleusen"}, {"kern": ""}, {"kern": 3}, {"sekse": 3}, {"leeftijd": "veertig"},
        {"leeftijd": 121}, {"leeftijd": -1}, {"leeftijd": "40,5"}, {"maand": 13}, {"maand": 0}, {"nr": ""}, {"V1": 4}, {"V2_1": 0},
        {"V2_2": "2,5"}, {"V1": "1-2"},
    ]  # fmt: skip
    result = reading(
        *(person(**({"number": index} | change if "nr" not in change else {"number": ""})) for index, change in enumerate(bad)),
        person("goed"),
    )
    assert faults(result) == {
        2: "bron: no code of bronnen in codebook.yaml",
        3: "bron: no code of bronnen in codebook.yaml",
        4: "kern: no such kern",
        5: "kern: no such kern",
        6: "kern: no such kern",
        7: "sekse: no code of geslachten in codebook.yaml",
        8: "leeftijd: no age",
        9: "leeftijd: no age",
        10: "leeftijd: no age",
        11: "leeftijd: no age",
        12: "maand: no month",
        13: "maand: no month",
        14: "nr: empty",
        15: "V1: an answer outside its codes",
        16: "V2_1: an answer outside its codes",
        17: "V2_2: an answer outside its codes",
        18: "V1: an answer outside its codes",
    }
    assert len(result.tables["respondents"]) == 1
    found = actions(result)
    assert "1 (BRP), 2 (panel)" in found[2]
    assert "did you mean 'Nieuwleusen'?" in found[4]
    assert "Lemelerveld" in found[5]
    assert {found[15], found[18]} == {"Correct the answer; valid are 1, 2, 3, 8, 9 (column V1)"}
    assert found[17] == "Correct the answer; valid are 1, 2, 3, 4, 5 (column V2_2)"


def test_a_blank_sex_is_unknown(reading: Reader) -> None:
    assert values(reading(person(1, sekse=""), person(2, sekse=9)), "sex") == [["onbekend"], ["onbekend"]]


def test_a_respondent_counts_once_and_the_sample_goes_before_the_panel(reading: Reader) -> None:
    result = reading(
        person(1, V1=1), person("1.0", V1=2), person(2, bron=2), person(2, V1=3), person(3), person(3, bron=2), person(4, bron=2, V1=1),
        person(4, bron=2, V1=2), person(5, V1=7), person(5, V1=2),
    )  # fmt: skip
    assert faults(result) == {
        3: f"nr: {TWICE}", 4: f"nr: {IN_SAMPLE}", 7: f"nr: {IN_SAMPLE}", 9: f"nr: {TWICE}", 10: "V1: an answer outside its codes",
    }  # fmt: skip
    assert values(result, "respondent", "source", ANSWERS[0]) == [
        [1, "BRP", 1],
        [2, "BRP", 3],
        [3, "BRP", 1],
        [4, "panel", 1],
        [5, "BRP", 2],
    ]


def test_a_line_with_more_cells_than_the_header_is_refused(reading: Reader) -> None:
    result = reading([*person(1), "geheim@voorbeeld.nl"], person(2))
    assert faults(result) == {2: MORE_CELLS}
    assert "geheim" not in result.quarantine.to_csv()


def test_what_could_tell_who_it_is_stays_nowhere(reading: Reader, caplog: pytest.LogCaptureFixture) -> None:
    secrets = ["jan@voorbeeld.nl", "7711 AA", "Bel mij, Jan Jansen"]
    rows = [[*person("R-0815"), *secrets], [*person("R-0816", V1=secrets[0]), *secrets], [*person("R-0817", kern=secrets[2]), *secrets]]
    rows.append([*person("R-0818", leeftijd="01-02-1950"), *secrets])
    with caplog.at_level("INFO"):
        result = reading(*rows, titles=(*TITLES, *PERSONAL))
    kept = "".join(frame.to_csv() for frame in (*result.tables.values(), result.ledger, result.quarantine)) + caplog.text
    assert not [secret for secret in (*secrets, "R-08", "01-02-1950") if secret in kept]
    assert len(result.quarantine) == 3
    contents = [json.loads(text) for text in result.quarantine["content"]]
    assert {WITHHELD} == {contents[0]["kern"], contents[1]["leeftijd"]}
    assert contents[2] == {"bron": "1", "V1": WITHHELD}
    assert "columns of a.csv that are dropped at reading: E-mail, Postcode, Opmerkingen" in caplog.text
    dropped = result.ledger[result.ledger["outcome"] == "dropped"]
    assert dropped[["file", "reason"]].to_numpy().tolist() == [["a.csv", "columns E-mail, Postcode, Opmerkingen"]]


def test_the_quarantine_keeps_the_source_and_what_is_at_fault(reading: Reader) -> None:
    bad = [person(1, bron=7), person(2, leeftijd=121), person(3, maand=13), person(4, V2_2="2,5"), person("", V1=1), person(5), person(5)]
    result = reading(*bad, codebook=changed("geslachten", to={"1": "m", "2": "v"}))
    assert [json.loads(text) for text in result.quarantine.sort_values("row")["content"]] == [
        {"bron": "7"},
        {"bron": "1", "leeftijd": "121"},
        {"bron": "1", "maand": "13"},
        {"bron": "1", "V2_2": "2,5"},
        {"bron": "1"},
        {"bron": "1"},
    ]


def test_the_sign_and_the_comma_of_a_number_count(reading: Reader) -> None:
    codebook = changed("antwoordlijsten", "vaak", "codes", to={"1": "1", "2": "15", "3": "Nooit"})
    result = reading(person(1, V1="-1"), person(2, V1="1,5"), person(3, V1="15"), person(4, V1="+1"), codebook=codebook)
    assert faults(result) == {2: "V1: an answer outside its codes", 3: "V1: an answer outside its codes"}
    assert values(result, ANSWERS[0]) == [[2], [1]]


@pytest.mark.parametrize("file", ["a.csv", "a.xlsx", "a.sav"])
def test_the_same_answers_give_the_same_tables_in_every_format(
    tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, file: str
) -> None:
    rows = [person(1), person(2, bron=2, V1=8), person(3, kern=4, leeftijd="", V2_1=""), person(4, V1=7), person(5, leeftijd=17)]

    described: dict[str, Any] = {"variable_value_labels": LABELS, "missing_ranges": {"V1": [{"lo": 8, "hi": 9}]}}

    def read_from(place: Path, name: str) -> Reading:
        place.mkdir()
        content = file_bytes(name, rows, place, **described if name.endswith("sav") else {})
        return read(write_survey(place / "levering", {name: content}), dalfsen, kernbeleid)

    result, plain = read_from(tmp_path / "a", file), read_from(tmp_path / "b", "a.csv")
    for name in ("respondents", "surveys", "questions"):
        pd.testing.assert_frame_equal(result.tables[name], plain.tables[name])
    assert outcomes(result) == outcomes(plain)
    first = 1 if file.endswith("sav") else 2
    assert faults(result) == {first + 3: "V1: an answer outside its codes"}


def test_the_survey_and_its_questions_are_tables(reading: Reader) -> None:
    tables = reading(person(1)).tables
    survey = tables["surveys"].to_dict("records")[0]
    assert (survey["name"], survey["ages"], survey["drawing"]) == ("Veiligheidsmonitor", "18-34 35-64 65+", "per kern")
    assert json.loads(survey["invited"]) == {"BRP": {"Dalfsen": 900, "Hoonhorst": 120}, "panel": {"gemeente": 1900}}
    assert json.loads(survey["method"]) == CODEBOOK["methode"]
    questions = {item["question"]: item for item in tables["questions"].to_dict("records")}
    assert [(name, item["kind"], item["position"]) for name, item in questions.items()] == [
        ("hard-rijden", "percentage", 0), ("thuis", "item", 1), ("elkaar", "item", 2), ("cohesie", "scale", 3),
    ]  # fmt: skip
    asked = questions["hard-rijden"]
    assert json.loads(asked["answers"]) == {"1": "Vaak", "2": "Soms", "3": "Nooit"}
    assert (json.loads(asked["counted"]), asked["lowest"], asked["highest"], asked["direction"]) == ([1], 1, 3, "ongunstig")
    scale = questions["cohesie"]
    assert json.loads(scale["items"]) == {"thuis": False, "elkaar": True}
    assert scale["text"] == "Ik voel mij thuis / Wij kennen elkaar niet"


def test_reading_twice_gives_the_same(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    rows = [person(index, V1=index % 5, bron=1 + index % 2, kern=1 + index % 4) for index in range(40)]
    delivery = write_survey(tmp_path / "levering", {"a.csv": csv_bytes([TITLES, *rows])})
    first, second = (read(delivery, dalfsen, kernbeleid) for _ in range(2))
    pd.testing.assert_frame_equal(first.tables["respondents"], second.tables["respondents"])
    pd.testing.assert_frame_equal(first.quarantine, second.quarantine)
    assert len(first.quarantine) > 0


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "without its file"),
        ({"a.csv": b"x", "b.sav": b"x"}, r"more than one file .*a\.csv, b\.sav"),
        ({"a.dta": b"x"}, r"cannot be read .*a\.dta"),
        ({"brief.pdf": b"x"}, "without its file"),
    ],
)
def test_a_survey_is_one_file(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, files: dict[str, bytes], message: str) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(write_survey(tmp_path / "levering", files), dalfsen, kernbeleid)


def test_a_letter_beside_the_file_is_passed_over(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    files = {"a.csv": csv_bytes([TITLES, person(1)]), "vragenlijst.pdf": b"x"}
    assert len(read(write_survey(tmp_path / "levering", files), dalfsen, kernbeleid).tables["respondents"]) == 1


CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["", "1", "1.0", "9", "99", "Nooit", "Hoonhorst", "onbekend", "BRP", "65+", "17", "٣", "²", "9" * 30, "-1"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.integers(0, len(TITLES) - 1), CELL, max_size=3), max_size=6))
def test_whatever_the_cells_hold_every_row_is_accounted_for(
    dalfsen: Municipality, kernbeleid: Kernbeleid, changes: list[dict[int, str]]
) -> None:
    rows = [[change.get(index, cell) for index, cell in enumerate(person(number))] for number, change in enumerate(changes)]
    # without anybody of the sample a survey is refused as a whole
    rows.insert(0, [*map(str, person("altijd"))])
    with TemporaryDirectory() as folder:
        delivery = write_survey(Path(folder) / "levering", {"a.csv": csv_bytes([TITLES, *rows])})
        try:
            result = read(delivery, dalfsen, kernbeleid)
        except IvpError:
            return
    assert unaccounted(result, "respondents") == 0


def test_what_spss_writes_for_a_missing_value_is_no_answer(reading: Reader) -> None:
    result = reading(person(1, V1="#NULL!", maand="."), person(2, leeftijd="#NULL!"))
    assert len(result.quarantine) == 0
    assert values(result, "antwoord_hard-rijden", "month", "age") == [[None, None, "35-64"], [1, 10, "onbekend"]]


def test_man_and_vrouw_need_no_code(reading: Reader) -> None:
    assert values(reading(person(1, sekse="Man"), person(2, sekse="vrouw")), "sex") == [["m"], ["v"]]
