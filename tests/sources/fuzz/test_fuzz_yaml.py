"""Damaged files that people write: delivery.yaml, codebook.yaml and configuration."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from ruamel.yaml import YAML

from ivp_analysis.errors import ConfigurationError, DeliveryError
from ivp_analysis.paths import PROJECT
from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.vocabulary.ladder import Ladder
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.survey_rules import SurveyRules
from ivp_analysis.vocabulary.yaml import load_yaml
from sources.files import csv_bytes, write_delivery
from sources.fuzz.damage import byte_changes, damaged, node_changes, tree_changed
from sources.fuzz.deliveries import Case, card
from sources.fuzz.running import answered, cases, tried
from sources.surveys import CODEBOOK, TITLES, person

pytestmark = pytest.mark.fuzz

CONFIGURATION: dict[str, type[BaseModel]] = {
    "bevindingen.yaml": Ladder,
    "enquete.yaml": SurveyRules,
    "municipalities/dalfsen.yaml": Municipality,
}


def opened(change: Any) -> None:
    """Open a delivery whose delivery.yaml was changed."""
    with tempfile.TemporaryDirectory() as folder:
        written = write_delivery(Path(folder) / "levering", "noemers", {"a.csv": b"x"}).folder / FILE
        written.write_bytes(change(written.read_bytes()))
        answered(lambda: Delivery(written.parent), DeliveryError)


def as_yaml(tree: Any) -> bytes:
    """What was read from YAML, as JSON: every JSON is YAML."""
    return json.dumps(tree, default=str, ensure_ascii=False).encode("utf-8", errors="surrogatepass")


def read(content: bytes) -> Any:
    return YAML(typ="safe", pure=True).load(content.decode())


@cases(quick=25, nightly=1500)
@given(node_changes)
def test_odd_values_in_a_delivery_card(drawn: list[Any]) -> None:
    opened(lambda content: as_yaml(tree_changed(read(content), drawn)))


@cases(quick=35, nightly=1500)
@given(byte_changes)
def test_damaged_bytes_of_a_delivery_card(drawn: list[Any]) -> None:
    opened(lambda content: damaged(content, drawn))


def survey_with(codebook: bytes) -> Case:
    table = csv_bytes([TITLES, *(person(number) for number in range(3))])
    return Case(card("voorbeeld-enquete-2022"), {"codebook.yaml": codebook, "antwoorden.csv": table})


@cases(quick=20, nightly=800)
@given(node_changes)
def test_odd_values_in_a_codebook(drawn: list[Any]) -> None:
    tried(survey_with(as_yaml(tree_changed(CODEBOOK, drawn))))


@cases(quick=15, nightly=800)
@given(byte_changes)
def test_damaged_bytes_of_a_codebook(drawn: list[Any]) -> None:
    tried(survey_with(damaged(as_yaml(CODEBOOK), drawn)))


@cases(quick=15, nightly=1000)
@given(st.sampled_from(sorted(CONFIGURATION)), st.booleans(), node_changes, byte_changes)
def test_damage_to_configuration(name: str, whole: bool, nodes: list[Any], some: list[Any]) -> None:
    content = (PROJECT / "config" / name).read_bytes()
    content = as_yaml(tree_changed(read(content), nodes)) if whole else damaged(content, some)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instelling.yaml"
        path.write_bytes(content)
        answered(lambda: load_yaml(path, CONFIGURATION[name]), ConfigurationError)
