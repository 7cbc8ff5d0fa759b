"""The rules for surveys: limits that may be set, and limits that are refused."""

from pathlib import Path

import pytest

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.survey_rules import load_survey_rules

TEXT = Paths().survey_rules.read_text(encoding="utf-8")


def test_the_file_holds_the_floors_and_the_largest_weight_that_the_council_reads_about() -> None:
    rules = load_survey_rules(Paths().survey_rules)
    assert (rules.largest_weight, rules.plain, rules.flagged, rules.fewest) == (3, 100, 50, 10)
    assert rules.power == 0.80


def test_a_difference_is_judged_by_the_limits_of_police_figures() -> None:
    rules, ladder = load_survey_rules(Paths().survey_rules), load_ladder(Paths().ladder)
    assert (rules.q, rules.p_hint) == (ladder.q, ladder.p_hint)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hoogste_gewicht: 3", "hoogste_gewicht: 5.1", "hoogste_gewicht"),
        ("hoogste_gewicht: 3", "hoogste_gewicht: 1", "hoogste_gewicht"),
        ("hoogste_gewicht: 3", "", "hoogste_gewicht"),
        ("zonder_meer_vanaf: 100", "zonder_meer_vanaf: 50", "lies below zonder_meer_vanaf"),
        ("met_voorbehoud_vanaf: 50", "met_voorbehoud_vanaf: 5", "met_voorbehoud_vanaf"),
        ("minste_antwoorden: 10", "minste_antwoorden: 4", "minste_antwoorden"),
        ("minste_antwoorden: 10", "minste_antwoorden: 7.5", "minste_antwoorden"),
        ("grens_aantoonbaar: 0.10", "grens_aantoonbaar: 10", "grens_aantoonbaar"),
        ("grens_aanwijzing: 0.05", "grens_aanwijzing: 0", "grens_aanwijzing"),
        ("kans_om_te_vinden: 0.80", "kans_om_te_vinden: 1", "kans_om_te_vinden"),
        ("kans_om_te_vinden: 0.80", "kans_om_te_vinden: .nan", "kans_om_te_vinden"),
        ("kans_om_te_vinden", "kans", "kans"),
    ],
)
def test_a_rule_that_is_wrong_is_refused_and_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TEXT
    path = tmp_path / "enquete.yaml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_survey_rules(path)


def test_weights_up_to_five_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "enquete.yaml"
    path.write_text(TEXT.replace("hoogste_gewicht: 3", "hoogste_gewicht: 5"), encoding="utf-8")
    assert load_survey_rules(path).largest_weight == 5


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"missing.*enquete\.yaml"):
        load_survey_rules(tmp_path / "enquete.yaml")
