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
        (changed("vragen", 0, "kolom", to=" v2_1"), r"two columns of a codebook are the same .* v2_1, V2_1"),
        (changed("antwoordlijsten", "vaak", "codes", "40000", to="Zelden"), r"too large .*antwoordlijsten\.vaak"),
        (changed("leeftijdsklassen", to=["18-34", "36+"]), "without gaps"),
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
