from pathlib import Path

import pandas as pd
import pytest

from ivp_analysis.errors import ConfigurationError, ParameterError
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.municipality import Municipality, load_municipality

GROUPS = 'kerngroepen:\n  - {naam: "Hoonhorst en Oudleusen", kernen: [Hoonhorst, Oudleusen]}\n'


def test_dalfsen_has_five_villages_and_the_whole(dalfsen: Municipality) -> None:
    assert dalfsen.area_names == ("Dalfsen", "Nieuwleusen", "Lemelerveld", "Hoonhorst", "Oudleusen", "gemeente")


def test_each_of_the_36_neighbourhoods_belongs_to_one_village(dalfsen: Municipality) -> None:
    assert len(dalfsen.neighbourhoods) == 36
    assert dalfsen.village_of["BU01480116"] == "Hoonhorst"


def test_the_region_has_eleven_municipalities_and_its_police_team_three(dalfsen: Municipality) -> None:
    assert len(dalfsen.reference("IJsselland").members) == 11
    assert dalfsen.reference("basisteam Vechtdal").members == ("GM0148", "GM0160", "GM0175")
    assert dalfsen.code not in dalfsen.reference_codes


def test_the_police_unit_has_the_76_municipalities_of_two_provinces_with_their_names(dalfsen: Municipality, shared: Path) -> None:
    unit = dalfsen.reference("Oost-Nederland").members
    assert len(set(unit)) == len(unit) == 25 + 51
    assert set(dalfsen.reference("IJsselland").members) < set(unit)
    published = pd.read_csv(shared / "real" / "open-data" / "regions.csv", dtype=str).assign(code=lambda frame: frame["Key"].str.strip())
    titles = dict(zip(published["code"], published["Title"], strict=True))
    assert dalfsen.names == {code: titles[code] for code in unit}


def test_a_municipality_is_called_by_its_name_and_else_by_its_code(dalfsen: Municipality) -> None:
    assert dalfsen.peer_name("GM0193") == "Zwolle"
    assert dalfsen.peer_name("GM0344") == "GM0344"


def test_names_of_municipalities_are_not_needed(tmp_path: Path) -> None:
    text = Paths().municipality("dalfsen").read_text(encoding="utf-8")
    folder = tmp_path / "config" / "municipalities"
    folder.mkdir(parents=True)
    (folder / "dalfsen.yaml").write_text(text.partition("gemeentenamen:")[0], encoding="utf-8")
    assert load_municipality("dalfsen", Paths(tmp_path)).peer_name("GM0193") == "GM0193"


def test_unknown_is_no_page(dalfsen: Municipality) -> None:
    with pytest.raises(ParameterError):
        dalfsen.area("onbekend")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("code: BU01480116", "code: BU01480101", "more than one village"),
        ("code: BU01480116", "code: BU01990116", "another municipality"),
        ("naam: Hoonhorst\n", "naam: ../Hoonhorst\n", "naam"),
        ("naam: Hoonhorst\n", "naam: gemeente\n", "must differ"),
        ("zekerheid: laag", "zekerheid: matig", "zekerheid"),
        ("GM0141: Almelo", "GM141: Almelo", "gemeentenamen"),
        ("GM0141: Almelo", "GM9999: Almelo", "no reference area: GM9999"),
        ("GM0193, GM0141, GM0147", "GM0193, GM9999, GM0147", "no reference area: GM0141"),
    ],
)
def test_a_wrong_configuration_is_refused(tmp_path: Path, before: str, after: str, message: str) -> None:
    text = Paths().municipality("dalfsen").read_text(encoding="utf-8")
    assert before in text
    folder = tmp_path / "config" / "municipalities"
    folder.mkdir(parents=True)
    (folder / "dalfsen.yaml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_municipality("dalfsen", Paths(tmp_path))


def test_the_crosswalk_agrees_with_the_reference(dalfsen: Municipality, shared: Path) -> None:
    reference = pd.read_csv(shared / "real" / "dalfsen_buurten_kernen.csv")
    assert dict(zip(reference["buurtcode"], reference["kern_voorstel"], strict=True)) == dalfsen.village_of
    assert dict(zip(reference["buurtcode"], reference["zekerheid"], strict=True)) == {
        code: item.certainty for code, item in dalfsen.neighbourhoods.items()
    }


@pytest.mark.parametrize("name", ["'t Harde", "'s-Heerenberg", "St. Isidorushoeve", "Élst"])
def test_real_names_of_villages_are_taken(tmp_path: Path, name: str) -> None:
    text = Paths().municipality("dalfsen").read_text(encoding="utf-8").replace("naam: Hoonhorst\n", f'naam: "{name}"\n').replace(GROUPS, "")
    folder = tmp_path / "config" / "municipalities"
    folder.mkdir(parents=True)
    (folder / "dalfsen.yaml").write_text(text, encoding="utf-8")
    assert name in load_municipality("dalfsen", Paths(tmp_path)).village_names


def test_small_villages_are_taken_together_in_surveys(dalfsen: Municipality) -> None:
    assert [(group.name, group.villages) for group in dalfsen.groups] == [("Hoonhorst en Oudleusen", ("Hoonhorst", "Oudleusen"))]


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ("[{naam: Samen, kernen: [Hoonhorst, Oudleuse]}]", "kerngroepen.*no other names: Oudleuse"),
        ("[{naam: Samen, kernen: [Hoonhorst, gemeente]}]", "kerngroepen.*no other names: gemeente"),
        ("[{naam: Samen, kernen: [Hoonhorst, Hoonhorst]}]", "kerngroepen: every village at most once"),
        (
            "[{naam: Samen, kernen: [Hoonhorst, Oudleusen]}, {naam: Ook, kernen: [Dalfsen, Hoonhorst]}]",
            "kerngroepen: every village at most once",
        ),
        ("[{naam: Alleen, kernen: [Hoonhorst]}]", r"kerngroepen\.0\.kernen"),
        ("[{naam: Dalfsen, kernen: [Hoonhorst, Oudleusen]}]", "kerngroepen: a group needs a name of its own"),
        ("[{naam: onbekend, kernen: [Hoonhorst, Oudleusen]}]", "kerngroepen: a group needs a name of its own"),
    ],
)
def test_a_group_of_villages_that_cannot_be_is_refused(tmp_path: Path, groups: str, message: str) -> None:
    text = Paths().municipality("dalfsen").read_text(encoding="utf-8")
    assert GROUPS in text
    folder = tmp_path / "config" / "municipalities"
    folder.mkdir(parents=True)
    (folder / "dalfsen.yaml").write_text(text.replace(GROUPS, f"kerngroepen: {groups}\n"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_municipality("dalfsen", Paths(tmp_path))


def test_groups_of_villages_are_not_needed(tmp_path: Path) -> None:
    text = Paths().municipality("dalfsen").read_text(encoding="utf-8").replace(GROUPS, "")
    folder = tmp_path / "config" / "municipalities"
    folder.mkdir(parents=True)
    (folder / "dalfsen.yaml").write_text(text, encoding="utf-8")
    assert load_municipality("dalfsen", Paths(tmp_path)).groups == ()
