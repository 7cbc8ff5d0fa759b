from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.publication import load_publication_rules

FILE = Paths().publication_rules


def written(folder: Path, **changes: object) -> Path:
    values = YAML(typ="safe").load(FILE.read_text(encoding="utf-8")) | changes
    path = folder / "publication.yaml"
    with path.open("w", encoding="utf-8") as file:
        YAML().dump({name: value for name, value in values.items() if value is not None}, file)
    return path


def test_the_rules_of_the_project() -> None:
    rules = load_publication_rules(FILE)
    assert (rules.small, rules.base, rules.small_text) == (4, 5, "<5")
    assert rules.wide_cell % rules.cell == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"klein_tot_en_met": 1}, "klein_tot_en_met"),
        ({"klein_tot_en_met": 10}, "klein_tot_en_met"),
        ({"afronden_op": 0}, "afronden_op"),
        ({"afronden_op": 11}, "afronden_op"),
        ({"klein_tot_en_met": None}, "klein_tot_en_met"),
        ({"vak_buiten": 600}, "vak_buiten is no multiple of vak_bebouwd"),
        ({"verzonnen": 3}, "verzonnen"),
    ],
)
def test_a_rule_that_is_missing_or_wrong_is_named(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load_publication_rules(written(tmp_path, **changes))


@pytest.mark.parametrize(
    ("small", "base", "fits"),
    [(2, 6, True), (2, 7, False), (3, 8, True), (3, 9, False), (4, 10, True), (2, 10, False), (2, 1, True), (5, 5, False), (9, 5, True)],
)
def test_no_count_above_the_small_ones_is_rounded_to_a_small_one(tmp_path: Path, small: int, base: int, *, fits: bool) -> None:
    file = written(tmp_path, klein_tot_en_met=small, afronden_op=base)
    if fits:
        assert load_publication_rules(file).base == base
    else:
        with pytest.raises(ConfigurationError, match="afronden_op and klein_tot_en_met do not fit"):
            load_publication_rules(file)
