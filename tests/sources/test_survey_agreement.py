"""The labels of an SPSS file are held against the codebook: what contradicts it is refused, other words for the same are not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.survey import read
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.surveys import CODEBOOK, changed, person, sav_bytes, write_survey

Reader = Callable[..., Reading]
CODED = changed("leeftijden", to={"1": "18-34", "2": "35-64", "40": "65+"})


@pytest.fixture
def sav(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Reader:
    """Read an SPSS file with one respondent and these labels in a column."""

    def _read(column: str, labels: dict[int, str], codebook: dict[str, Any] = CODEBOOK, **described: Any) -> Reading:
        content = sav_bytes(tmp_path / "bron", [person(1)], variable_value_labels={column: labels}, **described)
        return read(write_survey(tmp_path / "levering", {"a.sav": content}, codebook), dalfsen, kernbeleid)

    return _read


@pytest.mark.parametrize(
    ("column", "labels", "message"),
    [
        ("bron", {1: "Zelf aangemeld"}, r"code 1\).*'panel' and codebook\.yaml 'BRP'"),
        ("bron", {2: "Aselecte steekproef"}, r"code 2\).*'BRP' and codebook\.yaml 'panel'"),
        ("kern", {1: "Kern Nieuwleusen"}, r"code 1\).*'Nieuwleusen' and codebook\.yaml 'Dalfsen'"),
        ("kern", {2: "Hoonhorst (dorp)"}, r"code 2\).*'Hoonhorst' and codebook\.yaml 'Nieuwleusen'"),
        ("kern", {4: "Onbekend"}, r"code 4\).*'onbekend' and codebook\.yaml 'Hoonhorst'"),
        ("sekse", {1: "V", 2: "M"}, r"code 1\).*'v' and codebook\.yaml 'm'"),
        ("sekse", {2: "De heer"}, r"code 2\).*'m' and codebook\.yaml 'v'"),
        ("sekse", {1: "Mevr."}, r"code 1\).*'v' and codebook\.yaml 'm'"),
        ("sekse", {2: "Men"}, r"code 2\).*'m' and codebook\.yaml 'v'"),
        ("sekse", {1: "Women"}, r"code 1\).*'v' and codebook\.yaml 'm'"),
        ("sekse", {2: "Wil niet zeggen"}, r"code 2\).*'onbekend' and codebook\.yaml 'v'"),
        ("sekse", {9: "Mevrouw"}, r"code 9\).*'v' and codebook\.yaml 'onbekend'"),
    ],
)
def test_labels_of_respondents_that_contradict_the_codebook_are_an_error(
    sav: Reader, column: str, labels: dict[int, str], message: str
) -> None:
    with pytest.raises(DeliveryError, match=rf"contradict its codebook .*column {column}, {message}"):
        sav(column, labels)


@pytest.mark.parametrize(
    ("column", "labels", "message"),
    [
        ("bron", {3: "Burgerpanel"}, r"code 3\).*means 'panel': write it under bronnen"),
        ("kern", {3: "Kern Lemelerveld"}, r"code 3\).*means 'Lemelerveld': write it under kernen"),
        ("sekse", {3: "Vrouw"}, r"code 3\).*means 'v': write it under geslachten"),
    ],
)
def test_labels_of_codes_that_the_codebook_lacks_are_an_error(sav: Reader, column: str, labels: dict[int, str], message: str) -> None:
    with pytest.raises(DeliveryError, match=rf"its codebook lacks .*column {column}, {message}"):
        sav(column, labels)


@pytest.mark.parametrize(
    ("column", "labels"),
    [
        ("bron", {1: "Steekproef", 2: "Zelf aangemeld"}),
        ("bron", {1: "Geen panellid", 2: "Panellid (geen steekproef)", 3: "Anders"}),
        ("bron", {1: "Aangeschreven", 2: "Steekproef uit het burgerpanel"}),
        ("kern", {1: "Kern Dalfsen", 2: "Nieuwleusen (gemeente Dalfsen)", 4: "Hoonhorst, Dalfsen", 6: "Buitengebied Dalfsen"}),
        ("kern", {1: "Gebied 1", 6: "Buiten de gemeente", 7: ""}),
        ("sekse", {1: "M", 2: "F", 9: "Wil niet zeggen"}),
        ("sekse", {1: "jongen/man", 2: "meisje/vrouw", 9: "Transgender man", 3: "Anders"}),
        ("leeftijd", {40: "40 jaar", 41: "41", 65: "65+", 100: "100 of meer", 999: "Wil niet zeggen"}),
    ],
)
def test_other_words_for_the_same_and_words_that_say_nothing_are_no_contradiction(sav: Reader, column: str, labels: dict[int, str]) -> None:
    assert len(sav(column, labels).tables["respondents"]) == 1


@pytest.mark.parametrize(
    ("codebook", "code", "label"),
    [
        (CODEBOOK, 99, "Wil niet zeggen"),
        (CODEBOOK, 3, "65+"),
        (CODEBOOK, 3, "55-64 jaar"),
        (CODEBOOK, 40, "41 jaar"),
        (CODED, 9, "Wil niet zeggen"),
        (CODED, 3, "65 jaar en ouder"),
    ],
)
def test_a_label_of_an_age_must_be_about_that_number_of_years_or_stand_in_the_codebook(
    sav: Reader, codebook: dict[str, Any], code: int, label: str
) -> None:
    with pytest.raises(DeliveryError, match=rf"column leeftijd, code {code}\).*write under leeftijden .* {code}: onbekend") as error:
        sav("leeftijd", {code: label}, codebook)
    assert label not in str(error.value)


def test_a_code_that_the_file_takes_for_missing_needs_no_place_in_the_codebook(sav: Reader) -> None:
    assert len(sav("leeftijd", {99: "Wil niet zeggen"}, missing_ranges={"leeftijd": [99]}).tables["respondents"]) == 1


def test_of_a_label_that_the_codebook_has_nowhere_nothing_is_told(sav: Reader) -> None:
    with pytest.raises(DeliveryError, match=r"column V1, code 1\).*codebook\.yaml 'Vaak'") as error:
        sav("V1", {1: "Vraag het aan Jan Jansen"})
    assert "Jan" not in str(error.value)


def test_labels_of_ages_that_the_codebook_gives_other_bounds_are_an_error(sav: Reader) -> None:
    with pytest.raises(DeliveryError, match=r"contradict its codebook .*column leeftijd, code 1\).*'18-29' and codebook\.yaml '18-34'"):
        sav("leeftijd", {1: "18 t/m 29 jaar"}, CODED)


def test_labels_of_ages_in_other_words_for_the_same_class_are_read(sav: Reader) -> None:
    assert len(sav("leeftijd", {1: "18 t/m 34 jaar", 40: "65 jaar en ouder"}, CODED).tables["respondents"]) == 1
