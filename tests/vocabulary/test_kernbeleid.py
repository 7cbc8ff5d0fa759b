from pathlib import Path

import pytest

from ivp_analysis.errors import ConfigurationError, ParameterError
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, OUTSIDE, Classification, Kernbeleid, Status, load_kernbeleid


def test_five_fields_have_22_themes_and_digital_safety_stands_beside_them(kernbeleid: Kernbeleid) -> None:
    numbered = [field for field in kernbeleid.fields if field.number.isdigit()]
    assert len(numbered) == 5
    assert sum(len(field.themes) for field in numbered) == 22
    assert set(kernbeleid.themes) - {theme.number for field in numbered for theme in field.themes} == {"F1"}


def test_each_of_the_58_offence_codes_has_one_place(kernbeleid: Kernbeleid) -> None:
    places = [kernbeleid.theme_of(Classification.OFFENCE, code.code) for code in kernbeleid.offences]
    assert len(places) == 58
    assert NOT_CLASSIFIED not in places
    assert places.count(OUTSIDE) == 11


def test_six_themes_have_no_source_at_all(kernbeleid: Kernbeleid) -> None:
    assert [theme.number for theme in kernbeleid.themes.values() if theme.status is Status.NO_SOURCE] == [
        "2.5",
        "3.4",
        "4.4",
        "5.3",
        "5.4",
        "5.5",
    ]


@pytest.mark.parametrize(
    ("code", "theme"),
    [
        ("A72", "1.3"),
        ("A20", "1.3"),
        ("E12", "1.1"),
        ("E33", "1.1"),
        ("E35", "3.1"),
        ("F10", "1.1"),
        ("A22", "2.2"),
        ("F625", "F1"),
        ("F42", "5.2"),
    ],
)
def test_a_class_takes_the_theme_of_its_open_data_code(kernbeleid: Kernbeleid, code: str, theme: str) -> None:
    assert kernbeleid.theme_of(Classification.CLASS, code) == theme


def test_an_unknown_code_is_not_classified(kernbeleid: Kernbeleid) -> None:
    assert kernbeleid.theme_of(Classification.OFFENCE, "9.9.9") == NOT_CLASSIFIED
    assert kernbeleid.theme_of("police-class", "Z99") == NOT_CLASSIFIED


def test_a_code_of_another_system_is_refused(kernbeleid: Kernbeleid) -> None:
    with pytest.raises(ValueError, match="cbs-scm"):
        kernbeleid.theme_of("cbs-scm", "1.1.1")


def test_codes_that_exist_per_municipality_only_are_known(kernbeleid: Kernbeleid) -> None:
    assert kernbeleid.municipality_only == {"1.4.1", "3.2.1", "3.2.2", "3.7.3"}


def test_the_file_says_whose_judgement_it_is(kernbeleid: Kernbeleid) -> None:
    assert "oordeel" in kernbeleid.judgement
    assert kernbeleid.version >= 1


def test_a_theme_that_does_not_exist_names_the_nearest(kernbeleid: Kernbeleid) -> None:
    with pytest.raises(ParameterError, match="did you mean"):
        kernbeleid.theme("1.9")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('misdrijven: ["2.5.2"]', 'misdrijven: ["2.5.2", "1.1.1"]', "more than one place: 1.1.1"),
        ('misdrijven: ["2.5.2"]', 'misdrijven: []\n        geen_politiebron: "x"', "2.5.2"),
        ("status: gemeten", "status: misschien", "status"),
        ("versie: 1", "versie: 1\nonbekend: 2", "onbekend"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(tmp_path: Path, before: str, after: str, message: str) -> None:
    text = Paths().kernbeleid.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "kernbeleid.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_kernbeleid(path)


def test_the_mapping_agrees_with_the_reference(kernbeleid: Kernbeleid, shared: Path) -> None:
    from ruamel.yaml import YAML

    reference = YAML(typ="safe").load((shared / "reference" / "kernbeleid_mapping.yaml").read_text(encoding="utf-8"))
    for number, theme in kernbeleid.themes.items():
        expected = reference["themes"][number]
        assert list(theme.offences) == expected["inp"]
        assert list(theme.nuisance) == expected["overlast"]
        assert theme.name == expected["naam"].replace(" (focusblad VNG)", "")
