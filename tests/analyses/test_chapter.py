from itertools import pairwise
from pathlib import Path

import pytest

from ivp_analysis.analyses import chapter, police
from ivp_analysis.errors import StoreError
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.findings import MIME_TYPE
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters


@pytest.fixture
def executed(linked_home: Path, dalfsen: Municipality) -> chapter.Chapter:
    """A chapter over notebooks with findings of one theme, as an execution would leave them."""
    import json

    for village in dalfsen.area_names:
        found = police.PolicePage.open(Parameters(village=village, theme="1.2")).conclusions
        path = Paths(linked_home).executed("dalfsen", "2022-H2", "public", "police", village, "1.2")
        path.parent.mkdir(parents=True)
        outputs = [
            {"output_type": "display_data", "metadata": {}, "data": {MIME_TYPE: finding.model_dump(mode="json")}} for finding in found
        ]
        notebook = {
            "cells": [{"cell_type": "code", "source": "", "metadata": {}, "execution_count": 1, "outputs": outputs}],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return chapter.Chapter.open(Parameters(edition="2022-H2"))


def test_all_23_themes_stand_in_the_table_of_available_data(executed: chapter.Chapter, kernbeleid: Kernbeleid) -> None:
    text = executed.availability().html
    assert all(f">{number} " in text for number in kernbeleid.themes)


def test_a_theme_repeats_the_sentence_of_its_finding(executed: chapter.Chapter) -> None:
    sentence = police.PolicePage.open(Parameters(theme="1.2")).conclusions[0].sentence
    assert sentence in executed.results().html


def test_a_theme_that_was_not_executed_says_so(executed: chapter.Chapter) -> None:
    assert executed.results().html.count("niet uitgevoerd; er zijn hier geen bevindingen") == 22


def test_both_totals_of_the_police_are_told(executed: chapter.Chapter) -> None:
    text = executed.summary().html
    assert "Over 2017-2021 samen telde de politie in de gemeente Dalfsen 2.002 misdrijven. Daarvan zijn er 1.939" in text
    assert "per buurt zijn gepubliceerd" in text


def test_headings_go_down_one_step_at_a_time(executed: chapter.Chapter) -> None:
    import re

    parts = [
        executed.heading(),
        executed.summary(),
        executed.introduction(),
        executed.area(),
        executed.method(),
        executed.publication(),
        executed.availability(),
        executed.results(),
        executed.budget(),
        executed.conclusions(),
    ]
    levels = [int(level) for part in parts if part for level in re.findall(r"<h(\d)", part.html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_without_executed_notebooks_the_chapter_says_what_to_do(linked_home: Path) -> None:
    with pytest.raises(StoreError, match="Run ivp run dalfsen --edition 2022-H2 first"):
        chapter.Chapter.open(Parameters(edition="2022-H2")).summary()


def test_the_words_of_police_and_municipality_stand_in_the_chapter(executed: chapter.Chapter) -> None:
    general = executed.interpretation()
    assert general is not None
    assert "informatieanalist" in general.html
    assert "thema 1.3" in executed.results().html


def test_the_summary_lists_what_differs_and_what_is_a_hint(executed: chapter.Chapter) -> None:
    # of theme 1.2 alone: as a whole 32 against 45.7 a year in the municipality (p = 0.06), 6 against 16 in Nieuwleusen
    said = executed.summary().html
    assert "vernielingen (25 in 2021; gemiddeld 44,0 per jaar in 2017-2019): aantoonbaar lager." in said
    assert "Nieuwleusen, 1.2 Fysieke kwaliteit (6 in 2021; gemiddeld 16,0 per jaar in 2017-2019): aantoonbaar lager." in said


def test_the_budget_has_its_five_indicators(executed: chapter.Chapter) -> None:
    shown = executed.budget()
    assert shown is not None
    for name in ("Diefstal/inbraak woning", "Winkeldiefstal", "Geweldsmisdrijven", "Vernieling", "Halt-verwijzingen"):
        assert name in shown.html
