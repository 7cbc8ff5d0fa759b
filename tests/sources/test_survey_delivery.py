"""What is special in the delivery.yaml of a survey: its edition, and a codebook that may be corrected."""

from pathlib import Path

import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import Delivery
from sources.surveys import write_survey


def delivered(folder: Path, **changes: str) -> Path:
    """A survey with peildatum 2022-11-15, which is of the round 2023-H1, with other lines in its delivery.yaml."""
    card = write_survey(folder, {"a.csv": b"x"}).folder / FILE
    lines = [line for line in card.read_text(encoding="utf-8").splitlines() if line.partition(":")[0] not in changes]
    card.write_text("\n".join([*(f"{key}: {value}" for key, value in changes.items()), *lines]), encoding="utf-8")
    return folder


@pytest.mark.parametrize("edition", ["2023-H1", "2023-H2", "2030-H1"])
def test_a_survey_is_of_the_round_of_its_peildatum_or_of_a_later_one(tmp_path: Path, edition: str) -> None:
    assert str(Delivery(delivered(tmp_path / "levering", editie=edition)).edition) == edition


@pytest.mark.parametrize("edition", ["2022-H2", "2016-H1"])
def test_an_edition_before_the_peildatum_is_refused(tmp_path: Path, edition: str) -> None:
    with pytest.raises(DeliveryError, match=rf"editie: {edition} is before 2023-H1, the round of the peildatum"):
        Delivery(delivered(tmp_path / "levering", editie=edition))


def test_an_edition_of_another_century_is_a_wrong_field(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"delivery\.yaml\)\. editie: "):
        Delivery(delivered(tmp_path / "levering", editie="1999-H1"))


def test_a_corrected_codebook_gets_a_new_hash(tmp_path: Path) -> None:
    folder = delivered(tmp_path / "levering")
    (folder / "codebook.yaml").write_text("naam: x", encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"file codebook\.yaml\)\. If you corrected the codebook, write its new sha256"):
        Delivery(folder)
