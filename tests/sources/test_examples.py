"""The examples of docs/formats.md are deliveries that can be read."""

import re
from pathlib import Path

import pytest

from ivp_analysis.paths import PROJECT
from ivp_analysis.sources import police_counts, police_incidents, population
from ivp_analysis.sources.card import DeliveryCard
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.yaml import load_yaml
from sources.files import write_delivery

BLOCKS = re.findall(r"^```(?:yaml)?\n(.+?)^```$", (PROJECT / "docs" / "formats.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
READERS = {"politie-incidenten": police_incidents, "politie-aantallen": police_counts, "noemers": population}


def test_the_delivery_yaml_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "delivery.yaml"
    path.write_text(BLOCKS[0], encoding="utf-8")
    assert load_yaml(path, DeliveryCard).kind == "politie-incidenten"


@pytest.mark.parametrize(("kind", "text"), list(zip(READERS, BLOCKS[1:], strict=True)))
def test_every_row_of_an_example_is_accepted_or_a_total(
    tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, kind: str, text: str
) -> None:
    delivery = write_delivery(tmp_path / "levering", kind, {"voorbeeld.csv": text.encode()})
    reading = READERS[kind].read(delivery, dalfsen, kernbeleid)
    assert len(reading.quarantine) == 0
    assert all(len(table) for table in reading.tables.values())
