import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ivp_analysis.errors import DeliveryError
from ivp_analysis.paths import Paths
from ivp_analysis.processing import process
from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.interpretation import check_duiding
from ivp_analysis.tables.store import edition_notes, read_duiding
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.files import write_delivery

WORDS = {"rol": "politie", "auteur": "informatieanalist", "datum": "2022-09-22", "tekst": "Woorden over de cijfers."}
COUNTS = b"jaar;maand;buurt;klasse;aantal\n2022;1;Hoonhorst;E12;6\n"


def with_duiding(folder: Path, *items: dict[str, Any], peildatum: str = "2022-09-15") -> Path:
    """Write a delivery of counts with these duidingen in its delivery.yaml."""
    write_delivery(folder, "politie-aantallen", {"aantallen.csv": COUNTS}, peildatum)
    yaml = YAML()
    card = yaml.load(folder / FILE)
    card["duiding"] = list(items)
    yaml.dump(card, folder / FILE)
    return folder


def test_a_delivery_carries_its_duiding(tmp_path: Path) -> None:
    found = Delivery(
        with_duiding(tmp_path / "levering", WORDS, {**WORDS, "rol": "team OOV", "themas": ["1.3"], "kern": "Hoonhorst"})
    ).card.duiding
    assert [(item.rol, item.themas, item.kern) for item in found] == [("politie", (), "gemeente"), ("team OOV", ("1.3",), "Hoonhorst")]


def test_a_delivery_without_duiding_is_a_delivery(tmp_path: Path) -> None:
    assert write_delivery(tmp_path / "levering", "politie-aantallen", {"aantallen.csv": COUNTS}).card.duiding == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"rol": "wijkagent"}, "duiding.1.rol"), ({"tekst": ""}, "duiding.1.tekst"), ({"schrijver": "x"}, "duiding.1.schrijver")],
)
def test_a_wrong_field_is_named_with_delivery_and_entry(tmp_path: Path, change: dict[str, str], field: str) -> None:
    folder = with_duiding(tmp_path / "levering", WORDS, WORDS | change)
    with pytest.raises(DeliveryError, match=rf"levering/delivery\.yaml\)\. {field}"):
        Delivery(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"themas": ["1.3", "1.33"]},
            r"a theme that does not exist, '1\.33' \(delivery levering, field duiding\.1\.themas\)\. did you mean '1\.3'",
        ),
        (
            {"kern": "Hoonhors"},
            r"a village that does not exist, 'Hoonhors' \(delivery levering, field duiding\.1\.kern\)\. did you mean 'Hoonhorst'",
        ),
    ],
)
def test_a_mistyped_theme_or_village_is_named_with_the_nearest(
    tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, change: dict[str, Any], said: str
) -> None:
    delivery = Delivery(with_duiding(tmp_path / "levering", WORDS, WORDS | change))
    with pytest.raises(DeliveryError, match=said):
        check_duiding([delivery], dalfsen, kernbeleid)


def test_every_theme_and_area_may_be_spoken_of(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    items = [WORDS | {"themas": list(kernbeleid.themes), "kern": area} for area in dalfsen.area_names]
    delivery = Delivery(with_duiding(tmp_path / "levering", *items))
    check_duiding([delivery], dalfsen, kernbeleid)
    assert len(delivery.card.duiding) == len(dalfsen.area_names)


# from delivery.yaml to a page


def test_the_words_of_a_round_reach_the_pages_of_its_edition(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    paths = Paths(tmp_path)
    raw, folder = paths.raw("dalfsen"), paths.processed("dalfsen")
    before = WORDS | {"datum": "2022-03-01", "tekst": "Woorden over een eerdere ronde."}
    with_duiding(raw / "eerder", before, peildatum="2022-02-10")
    with_duiding(raw / "later", WORDS | {"themas": [1.3]})
    process(dalfsen, kernbeleid, paths, "2022-H1")
    assert [item.tekst for item in read_duiding(folder, "2022-H1", "1.3", "Hoonhorst")] == ["Woorden over een eerdere ronde."]
    assert [item.tekst for item in read_duiding(folder, "2022-H2", "1.3", "Hoonhorst")] == ["Woorden over de cijfers."]
    assert read_duiding(folder, "2022-H2", "3.1", "Hoonhorst") == []
    kept = {card["name"]: card["duiding"] for card in edition_notes(folder, "2022-H2")["deliveries"]}
    assert kept["later"] == [WORDS | {"themas": ["1.3"], "kern": "gemeente"}]
    assert json.dumps(kept["eerder"], sort_keys=True) == json.dumps([before | {"themas": [], "kern": "gemeente"}], sort_keys=True)


def test_processing_refuses_a_mistyped_theme_and_leaves_the_tables_as_they_were(
    tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    paths = Paths(tmp_path)
    with_duiding(paths.raw("dalfsen") / "levering", WORDS | {"themas": ["13"]})
    with pytest.raises(DeliveryError, match=r"did you mean '1\.3'"):
        process(dalfsen, kernbeleid, paths)
    assert not paths.processed("dalfsen").exists()


def test_words_that_are_older_than_the_figures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"duiding\.0\.datum lies before the peildatum"):
        Delivery(with_duiding(tmp_path / "levering", WORDS | {"datum": "1999-01-01"}))
