import pandas as pd

from ivp_analysis.estimates.membership import COLUMNS, membership
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, OUTSIDE, Kernbeleid

OFFENCE, NUISANCE = "police-offence", "police-nuisance"


def of(rows: pd.DataFrame, theme: str, indicator: str) -> pd.DataFrame:
    return rows[(rows["theme"] == theme) & (rows["indicator"] == indicator)]


def test_a_theme_is_the_sum_of_its_codes_in_both_systems(kernbeleid: Kernbeleid) -> None:
    total = of(membership(kernbeleid, []), "1.1", "totaal")
    assert set(zip(total["system"], total["code"], strict=True)) == {
        *((OFFENCE, code) for code in ("2.1.1", "2.7.3", "3.6.4")),
        *((NUISANCE, code) for code in ("E33", "E38", "E41", "F010", "M22")),
    }
    assert (set(total["systems"]), set(total["classification"]), set(total["label"])) == ({2}, {"open data"}, {"Sociale kwaliteit"})


def test_a_theme_of_one_system_needs_that_one_only(kernbeleid: Kernbeleid) -> None:
    rows = membership(kernbeleid, [])
    assert set(of(rows, "4.2", "totaal")["systems"]) == {1}
    assert set(of(rows, "3.1", "totaal")["systems"]) == {1}


def test_an_indicator_of_codes_stands_beside_its_theme(kernbeleid: Kernbeleid) -> None:
    violence = of(membership(kernbeleid, []), "1.3", "geweld")
    assert violence["code"].tolist() == ["1.4.2", "1.4.3", "1.4.4", "1.4.5", "1.4.6", "1.4.7"]
    assert (set(violence["classification"]), set(violence["label"])) == ({"open data"}, {"Geweldsmisdrijven"})


def test_an_indicator_may_go_beyond_its_theme(kernbeleid: Kernbeleid) -> None:
    noise = of(membership(kernbeleid, []), "1.1", "geluidshinder")
    assert set(noise["code"]) == {"M061", "M062", "M22"}


def test_an_indicator_of_klassen_is_not_made_of_open_data(kernbeleid: Kernbeleid) -> None:
    assert "fietsendiefstal" not in set(membership(kernbeleid, [])["indicator"])


def test_each_code_is_an_indicator_of_its_own_with_its_name_and_denominator(kernbeleid: Kernbeleid) -> None:
    row = of(membership(kernbeleid, [(OFFENCE, "1.1.1")]), "1.3", "1.1.1").iloc[0]
    assert row.to_dict() == {
        "theme": "1.3", "indicator": "1.1.1", "classification": OFFENCE, "label": "Diefstal/inbraak woning",
        "denominator": "woningen", "system": OFFENCE, "code": "1.1.1", "systems": 1,
    }  # fmt: skip


def test_unknown_codes_and_those_outside_the_themes_are_indicators_too(kernbeleid: Kernbeleid) -> None:
    rows = membership(kernbeleid, [(OFFENCE, "9.9.9"), (OFFENCE, "2.6.7")])
    assert of(rows, NOT_CLASSIFIED, "9.9.9")[["label", "denominator"]].to_numpy().tolist() == [["9.9.9", "inwoners"]]
    assert len(of(rows, OUTSIDE, "2.6.7")) == 1


def test_all_offences_together_are_a_total_and_nuisance_is_not_in_it(kernbeleid: Kernbeleid) -> None:
    found = [(OFFENCE, "1.1.1"), (OFFENCE, "9.9.9"), (OFFENCE, "2.6.7"), (NUISANCE, "E35")]
    total = of(membership(kernbeleid, found), "totaal", "totaal")
    assert sorted(total["code"]) == ["1.1.1", "2.6.7", "9.9.9"]
    assert set(total["classification"]) == {OFFENCE}


def test_codes_that_are_published_per_municipality_only_make_nothing(kernbeleid: Kernbeleid) -> None:
    rows = membership(kernbeleid, [(OFFENCE, code) for code in kernbeleid.municipality_only])
    assert not set(rows["code"]) & kernbeleid.municipality_only


def test_the_denominator_of_a_theme_is_that_of_the_configuration(kernbeleid: Kernbeleid) -> None:
    rows = membership(kernbeleid, [])
    assert set(of(rows, "2.2", "totaal")["denominator"]) == {"vestigingen"}
    assert set(of(rows, "1.3", "totaal")["denominator"]) == {"inwoners"}


def test_no_code_counts_twice_for_an_indicator_and_the_order_of_codes_does_not_matter(kernbeleid: Kernbeleid) -> None:
    found = [(system.value, code) for system, code in kernbeleid.codes if system.value != "police-class"]
    rows = membership(kernbeleid, [*found, *found])
    assert list(rows.columns) == COLUMNS
    assert not rows.duplicated(["theme", "indicator", "classification", "system", "code"]).any()
    pd.testing.assert_frame_equal(rows, membership(kernbeleid, found[::-1]))
