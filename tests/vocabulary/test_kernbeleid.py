from pathlib import Path

import pytest

from ivp_analysis.errors import ConfigurationError, ParameterError
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, OUTSIDE, Classification, Denominator, Kernbeleid, Status, load_kernbeleid


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
        ("versie: 2", "versie: 2\nonbekend: 2", "onbekend"),
        ('klassen: ["A72", "B62"]', 'klassen: ["A72", "Z99"]', "fietsendiefstal is made of unknown codes: Z99"),
        ('misdrijven: ["1.4.2", "1.4.3"', 'misdrijven: ["9.9.9", "1.4.3"', "geweld is made of unknown codes: 9.9.9"),
        # a code of another system is as unknown as one that does not exist
        ('overlast: ["M061", "M062", "M22"]', 'overlast: ["M061", "1.1.1"]', "geluidshinder is made of unknown codes: 1.1.1"),
        (
            'misdrijven: ["1.4.2", "1.4.3"',
            'misdrijven: ["1.4.1", "1.4.3"',
            "geweld has codes that are published per municipality only: 1.4.1",
        ),
        ('klassen: ["A72", "B62"]', 'klassen: ["A72", "B62"], misdrijven: ["1.2.3"]', "fietsendiefstal.*give one of the two"),
        (', klassen: ["A72", "B62"]', "", "fietsendiefstal.*give one of the two"),
        ('sleutel: "fietsendiefstal"', 'sleutel: "geweld"', "indicator given twice: geweld"),
        ('sleutel: "geweld"', 'sleutel: "Geweld!"', "sleutel"),
        ("noemer: vestigingen", 'noemer: "fietsen"', "noemer"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(tmp_path: Path, before: str, after: str, message: str) -> None:
    text = Paths().kernbeleid.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "kernbeleid.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_kernbeleid(path)


def test_indicators_stand_beside_the_codes_of_their_theme(kernbeleid: Kernbeleid) -> None:
    theme, violence = kernbeleid.indicators["geweld"]
    assert (theme, violence.offences, violence.classes) == ("1.3", ("1.4.2", "1.4.3", "1.4.4", "1.4.5", "1.4.6", "1.4.7"), ())
    theme, bicycles = kernbeleid.indicators["fietsendiefstal"]
    assert (theme, bicycles.offences, bicycles.classes) == ("1.3", (), ("A72", "B62"))
    assert not set(kernbeleid.indicators) & {code for _, code in kernbeleid.codes}


def test_an_indicator_of_klassen_takes_them_from_its_theme_or_from_what_stands_beside_it(kernbeleid: Kernbeleid) -> None:
    for theme, item in kernbeleid.indicators.values():
        beside = {code.code for code in kernbeleid.theme(theme).context}
        own = {klasse for klasse in item.classes if kernbeleid.theme_of(Classification.CLASS, klasse) == theme}
        assert set(item.classes) == own | (beside & set(item.classes))
        # klassen of another theme are of one code, so that what they leave of it can be protected
        assert len({kernbeleid.offence_of_class[klasse] for klasse in set(item.classes) - own}) <= 1


def test_what_every_municipal_budget_must_show_is_marked(kernbeleid: Kernbeleid) -> None:
    """Besluit begroting en verantwoording: burglary, violence, shoplifting, vandalism; referrals to Halt come from another source."""
    codes = {code.code for code in kernbeleid.offences if code.budget}
    assert codes == {"1.1.1", "2.2.1", "2.5.2"}
    assert {key for key, (_, item) in kernbeleid.indicators.items() if item.budget} == {"geweld"}


def test_a_denominator_is_inhabitants_where_the_configuration_does_not_say(kernbeleid: Kernbeleid) -> None:
    codes = {code.code: code.denominator for code in kernbeleid.offences}
    assert (codes["1.1.1"], codes["2.5.1"], codes["1.4.5"]) == (Denominator.DWELLINGS, Denominator.ESTABLISHMENTS, Denominator.INHABITANTS)
    assert kernbeleid.themes["2.2"].denominator is Denominator.ESTABLISHMENTS
    assert [Denominator(word).measure for word in ("inwoners", "woningen", "vestigingen")] == ["inhabitants", "dwellings", "establishments"]


def test_the_mapping_agrees_with_the_reference(kernbeleid: Kernbeleid, shared: Path) -> None:
    from ruamel.yaml import YAML

    reference = YAML(typ="safe").load((shared / "reference" / "kernbeleid_mapping.yaml").read_text(encoding="utf-8"))
    for number, theme in kernbeleid.themes.items():
        expected = reference["themes"][number]
        assert list(theme.offences) == expected["inp"]
        assert list(theme.nuisance) == expected["overlast"]
        assert theme.name == expected["naam"].replace(" (focusblad VNG)", "")
