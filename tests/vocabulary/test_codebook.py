"""The codebook of a survey: what it knows, and what it refuses to say."""

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from ivp_analysis.vocabulary.answer_lists import AnswerList
from ivp_analysis.vocabulary.codebook import Codebook, Direction, Drawing, Source

CODEBOOK: dict[str, Any] = {
    "naam": "Veiligheidsmonitor",
    "jaar": 2022,
    "veldwerk": "najaar 2022",
    "methode": {"uitvraag": "online"},
    "vanaf_leeftijd": 18,
    "leeftijdsklassen": ["18-34", "35-64", "65+"],
    "bevolking": 2022,
    "registratiejaar": 2021,
    "trekking": "hele gemeente",
    "uitgenodigd": {"BRP": {"gemeente": 2200}},
    "kolommen": {"respondent": "nr", "bron": "bron", "kern": "kern", "leeftijd": "leeftijd", "geslacht": "sekse"},
    "bronnen": {1: "BRP", 2: "panel"},
    "geslachten": {1: "m", 2: "v"},
    "leeftijden": {9: "onbekend"},
    "niet_overnemen": ["postcode"],
    "antwoordlijsten": {"vaak": {"codes": {3: "Nooit", 1: "Vaak", 2: "Soms"}, "ontbreekt": {9: "Weet niet"}}},
    "vragen": [
        {"sleutel": "afval", "kolom": "V1", "thema": "1.2", "kort": "Afval", "vraag": "Afval?", "antwoorden": "vaak", "gemiddelde": True},
        {"sleutel": "geluid", "kolom": "V2", "thema": "1.1", "kort": "Geluid", "vraag": "Geluid?", "antwoorden": "vaak"},
        {
            "sleutel": "hard-rijden",
            "kolom": "V3",
            "thema": "4.1",
            "kort": "Te hard",
            "vraag": "Te hard?",
            "antwoorden": "vaak",
            "telt": [1, 2],
            "uitkomst": "heeft last",
            "groep": "hard-rijden",
            "richting": "ongunstig",
            "naast": "D601",
        },
    ],
    "schalen": [{"sleutel": "rust", "thema": "1.1", "kort": "Rust", "vragen": ["geluid", "hard-rijden"], "omgekeerd": ["geluid"]}],
}


def changed(*path: str | int, to: object) -> dict[str, Any]:
    codebook = deepcopy(CODEBOOK)
    inner: Any = codebook
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return codebook


def test_a_codebook_knows_what_is_estimated_in_order() -> None:
    codebook = Codebook.model_validate(CODEBOOK)
    assert [(item.key, item.direction) for item in codebook.outcomes] == [
        ("afval", Direction.NEITHER),
        ("hard-rijden", Direction.UNFAVOURABLE),
        ("rust", Direction.NEITHER),
    ]
    assert [question.kind for question in codebook.questions] == ["mean", "item", "percentage"]
    assert codebook.answers_of("hard-rijden").codes[3] == "Nooit"
    assert codebook.drawing is Drawing.WHOLE


def test_codes_may_be_written_as_numbers() -> None:
    codebook = Codebook.model_validate(CODEBOOK)
    assert codebook.sources == {"1": Source.SAMPLE, "2": Source.PANEL}
    assert codebook.sexes == {"1": "m", "2": "v"}
    assert codebook.age_codes == {"9": "onbekend"}


def test_codes_for_no_answer_may_be_negative() -> None:
    codebook = changed("antwoordlijsten", "vaak", "ontbreekt", to={-1: "Weet niet"})
    assert Codebook.model_validate(codebook).answers["vaak"].missing == {-1: "Weet niet"}


def test_a_column_that_is_not_there_has_no_title() -> None:
    assert "month" not in Codebook.model_validate(CODEBOOK).columns.named
    assert Codebook.model_validate(changed("kolommen", "maand", to="mnd")).columns.named["month"] == "mnd"


def test_the_range_of_a_list_is_that_of_its_answers_alone() -> None:
    answers = AnswerList.model_validate(CODEBOOK["antwoordlijsten"]["vaak"])
    assert (answers.lowest, answers.highest) == (1, 3)


@pytest.mark.parametrize(
    ("codebook", "message"),
    [
        (changed("antwoordlijsten", "vaak", "ontbreekt", to={3: "Weet niet"}), "an answer and missing as well: 3"),
        (changed("antwoordlijsten", "vaak", "codes", to={1: "Ja"}), "antwoordlijsten.vaak.codes"),
        (changed("vragen", 1, "sleutel", to="afval"), "key given twice: afval"),
        (changed("schalen", 0, "sleutel", to="afval"), "key given twice: afval"),
        (changed("vragen", 1, "sleutel", to="Afval!"), "vragen.1.sleutel"),
        (changed("vragen", 1, "kolom", to="nr"), "column used twice: nr"),
        (changed("vragen", 1, "kolom", to="postcode"), "column used twice: postcode"),
        (changed("vragen", 1, "antwoorden", to="eens"), "question geluid: there is no list of answers 'eens'"),
        (changed("vragen", 2, "telt", to=[1, 9]), "question hard-rijden: telt names codes that no answer has: 9"),
        (changed("vragen", 2, "gemiddelde", to=True), "question hard-rijden: give telt or gemiddelde"),
        (changed("vragen", 2, "uitkomst", to=""), "question hard-rijden: say with uitkomst"),
        (changed("antwoordlijsten", "vaak", "codes", to={1: "Vaak", 2: "Soms", 99: "?"}), "the codes of 'vaak' are not one scale.* 99"),
        (changed("vragen", 2, "melding", to=True), "question hard-rijden: melding is a part of victims"),
        (changed("vragen", 2, "richting", to="gunstig"), "hard-rijden: naast .* its richting is ongunstig"),
        (changed("vragen", 0, "groep", to="hard-rijden"), "comparability group used twice: hard-rijden"),
        (changed("schalen", 0, "vragen", to=["geluid", "stank"]), "scale rust: no such question: stank"),
        (changed("schalen", 0, "vragen", to=["geluid", "geluid"]), "scale rust: a question stands in it twice"),
        (changed("schalen", 0, "omgekeerd", to=["afval"]), "reversed without being in it afval"),
        (changed("schalen", 0, "vragen", to=["geluid"]), "schalen.0.vragen"),
        (changed("geslachten", to={1: "man"}), "geslachten are m, v or onbekend, not: man"),
        (changed("bronnen", to={2: "panel"}), "no code means BRP"),
        (changed("bronnen", to={1: "straat"}), "bronnen.1"),
        (changed("leeftijdsklassen", to=["18-34", "65+"]), "join up without gaps"),
        (changed("leeftijdsklassen", to=["15-34", "35+"]), "begin at vanaf_leeftijd"),
        (changed("leeftijdsklassen", to=["18-34", "35 en ouder"]), "write classes such as 18-24"),
        (changed("leeftijdsklassen", to=["18+", "65+"]), "join up without gaps"),
        (changed("leeftijden", to={1: "18-24"}), "leeftijden: no such class: 18-24"),
        (changed("leeftijdsklassen", to=["18-79", "80-120"]), r"the last class has no upper limit: write 80\+ instead of 80-120"),
        (changed("antwoordlijsten", "vaak", "codes", to={-1: "Vaak", 1: "Soms"}), "question afval: gemiddelde needs codes from 0 on.* -1"),
        (changed("uitgenodigd", to={"BRP": {"gemeente": -1}}), "uitgenodigd.BRP.gemeente"),
        (changed("vragen", 1, "antwoorden", to="vaker"), "no list of answers 'vaker'; did you mean 'vaak'"),
        (changed("schalen", 0, "vragen", to=["geluid", "afvol"]), "no such question: afvol; did you mean 'afval'"),
        (changed("schalen", 0, "omgekeerd", to=["geluit"]), "without being in it geluit; did you mean 'geluid'"),
        (changed("bronnen", to={"a": "BRP", "A": "panel"}), "bronnen\n.*the codes 'a' and 'A' are read as one code"),
        (changed("kernen", to={1: "Dalfsen", "1": "Hoonhorst"}), "kernen\n.*the codes 1 and '1'"),
        (changed("geslachten", to={1: "m", "01": "v"}), "geslachten\n.*the codes 1 and '01'"),
        (changed("leeftijden", to={9: "onbekend", "9.0": "65+"}), "leeftijden\n.*the codes 9 and '9.0'"),
        (changed("antwoordlijsten", "vaak", "codes", to={1: "Vaak", "1": "Soms", 2: "Nooit"}), "vaak.codes\n.*the codes 1 and '1'"),
        (changed("antwoordlijsten", "vaak", "ontbreekt", to={9: "Weet niet", "9": "Geen"}), "vaak.ontbreekt\n.*the codes 9 and '9'"),
        (changed("trekking", to="zomaar"), "trekking"),
        (changed("opmerking", to="x"), "opmerking"),
    ],
)  # fmt: skip
def test_a_codebook_that_contradicts_itself_is_refused(codebook: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Codebook.model_validate(codebook)


@pytest.mark.parametrize("key", ["bron", "respondent", "kern", "leeftijd", "geslacht"])
def test_a_survey_names_its_columns(key: str) -> None:
    codebook = deepcopy(CODEBOOK)
    del codebook["kolommen"][key]
    with pytest.raises(ValidationError, match=f"kolommen.{key}"):
        Codebook.model_validate(codebook)
