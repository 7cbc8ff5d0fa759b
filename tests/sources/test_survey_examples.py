"""The survey in docs/formats.md is one that can be read."""

import re
from pathlib import Path
from typing import get_args

from ruamel.yaml import YAML

from ivp_analysis.paths import PROJECT
from ivp_analysis.sources.card import Kind
from ivp_analysis.sources.survey import read
from ivp_analysis.vocabulary.codebook import Codebook, Question
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.surveys import write_survey

PAGE = (PROJECT / "docs" / "formats.md").read_text(encoding="utf-8")
# told apart from the examples of the other kinds of delivery, which are a file each, by their fence
CODEBOOK, ANSWERS = re.findall(r"^~~~(?:yaml)?\n(.+?)^~~~$", PAGE, re.DOTALL | re.MULTILINE)


def test_every_row_of_the_example_is_accepted(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    codebook = YAML(typ="safe", pure=True).load(CODEBOOK)
    result = read(write_survey(tmp_path / "levering", {"voorbeeld.csv": ANSWERS.encode()}, codebook), dalfsen, kernbeleid)
    assert len(result.quarantine) == 0
    respondents = result.tables["respondents"]
    assert respondents["source"].tolist() == ["BRP", "BRP", "panel"]
    assert respondents["age"].tolist() == ["45-64", "onbekend", "65-79"]
    assert respondents["antwoord_te-hard-rijden"].fillna(0).tolist() == [1, 3, 0]
    assert result.tables["questions"]["kind"].tolist() == ["percentage", "item", "item", "scale"]


def test_every_key_of_a_codebook_is_explained() -> None:
    keys = {str(field.alias) for field in (*Codebook.model_fields.values(), *Question.model_fields.values())}
    section = PAGE.partition("### `codebook.yaml`")[2]
    assert {key for key in keys if f"`{key}`" not in section} == set()


def test_the_page_names_every_kind_of_delivery() -> None:
    assert {kind for kind in get_args(Kind) if f"`{kind}`" not in PAGE} == set()
