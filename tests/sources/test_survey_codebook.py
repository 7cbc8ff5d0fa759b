"""Codebooks are held against the themes and villages that exist."""

from pathlib import Path
from typing import Any

import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.survey_codebook import load_codebook
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.surveys import CODEBOOK, changed, write_survey


def test_a_survey_without_codebook_is_refused(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    delivery = write_survey(tmp_path / "levering", {"a.csv": b"x"}, None)
    with pytest.raises(DeliveryError, match=r"without its codebook .*codebook\.yaml"):
        load_codebook(delivery, dalfsen, kernbeleid)


def test_a_sound_codebook_is_read(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    codebook = changed("vragen", 0, "naast", to="totaal")
    found = load_codebook(write_survey(tmp_path / "levering", {"a.csv": b"x"}, codebook), dalfsen, kernbeleid)
    assert [item.key for item in found.outcomes] == ["hard-rijden", "cohesie"]


@pytest.mark.parametrize(
    ("codebook", "message"),
    [
        (changed("vragen", 0, "thema", to="9.9"), r"'9\.9', which is no theme .*question hard-rijden"),
        (changed("schalen", 0, "thema", to="1.10"), r"'1\.10', which is no theme .*question cohesie"),
        (changed("vragen", 0, "naast", to="Z99"), r"'Z99', which is no indicator of theme 1\.4 .*valid are: totaal"),
        (changed("kernen", "1", to="Dalfzen"), r"'Dalfzen', which is no village .*field kernen.*did you mean 'Dalfsen'"),
        (changed("uitgenodigd", "panel", to={"Gemente": 1}), r"no village .*field uitgenodigd\.panel.*did you mean 'gemeente'"),
        (changed("leeftijdsklassen", to=["18-10", "11+"]), r"leeftijdsklassen: a class ends before it begins: 18-10"),
        (changed("jaar", to=2012), r"a survey of 2012 has a reference date in 2022 .*field jaar.* 2022 or 2021"),
        (changed("jaar", to=2023), r"a survey of 2023 has a reference date in 2022 .*field jaar"),
        (changed("registratiejaar", to=2024), r"police figures of a later year .*field registratiejaar.* up to 2022"),
        (changed("vragen", 0, "kolom", to=" v2_1"), r"two columns of a codebook are the same .* v2_1, V2_1"),
        (changed("antwoordlijsten", "vaak", "codes", "40000", to="Zelden"), r"too large .*antwoordlijsten\.vaak"),
        (changed("leeftijdsklassen", to=["18-34", "36+"]), "without gaps"),
        (changed("uitgenodigd", "BRP", "Hoonhorst", to=0), r"uitgenodigd\.BRP\.Hoonhorst: .* greater than or equal to 1"),
        (changed("kolommen", "bron", to=None), r"kolommen\.bron: Field required"),
        (CODEBOOK | {"thema": "1.1"}, "thema: Extra inputs"),
    ],
)
def test_a_codebook_that_is_wrong_is_refused(
    tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, codebook: dict[str, Any], message: str
) -> None:
    delivery = write_survey(tmp_path / "levering", {"a.csv": b"x"}, codebook)
    with pytest.raises(DeliveryError, match=message):
        load_codebook(delivery, dalfsen, kernbeleid)


@pytest.mark.parametrize(
    ("codebook", "message"),
    [
        (changed("antwoordlijsten", "vaak", to={"codes": {"1": "0", "2": "1", "3": "2"}}), r"'1' is a label .*field antwoordlijsten\.vaak"),
        (changed("antwoordlijsten", "vaak", "codes", "2", to="8"), r"'8' is a label .*field antwoordlijsten\.vaak"),
        (changed("kernen", "hoonhorst", to="Dalfsen"), r"'Hoonhorst' is a label .*field kernen"),
        (changed("bronnen", to={"panel": "BRP", "brp": "panel"}), r"'BRP' is a label .*field bronnen"),
        (changed("geslachten", to={"M": "v", "V": "m"}), r"'m' is a label .*field geslachten"),
        (changed("leeftijden", to={"18-34": "65+"}), r"'18-34' is a label .*field leeftijden"),
    ],
)
def test_a_label_is_not_the_code_of_something_else(
    tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, codebook: dict[str, Any], message: str
) -> None:
    with pytest.raises(DeliveryError, match=message):
        load_codebook(write_survey(tmp_path / "levering", {"a.csv": b"x"}, codebook), dalfsen, kernbeleid)


def test_a_label_may_be_its_own_code(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    codebook = changed("antwoordlijsten", "eens", to={"codes": {str(code): str(code) for code in range(1, 11)}})
    codebook |= {"kernen": {"Dalfsen": "Dalfsen"}, "geslachten": {"M": "m", "V": "v"}, "bronnen": {"BRP": "BRP", "panel": "panel"}}
    delivery = write_survey(tmp_path / "levering", {"a.csv": b"x"}, codebook)
    assert load_codebook(delivery, dalfsen, kernbeleid).answers["eens"].codes[10] == "10"


def test_numbers_in_yaml_are_text_where_text_is_asked(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    codebook = changed("naam", to=2021)
    codebook["vragen"][0] |= {"thema": 4.1, "kolom": 22, "groep": 5}
    codebook["antwoordlijsten"]["vaak"]["codes"]["3"] = 3
    found = load_codebook(write_survey(tmp_path / "levering", {"a.csv": b"x"}, codebook), dalfsen, kernbeleid)
    asked = found.questions[0]
    assert (found.name, asked.theme, asked.column, asked.group, found.answers["vaak"].codes[3]) == ("2021", "4.1", "22", "5", "3")
