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
        finding = police.PolicePage.open(Parameters(village=village, theme="1.2")).finding
        path = Paths(linked_home).executed("dalfsen", "2022-H2", "public", "police", village, "1.2")
        path.parent.mkdir(parents=True)
        output = {"output_type": "display_data", "metadata": {}, "data": {MIME_TYPE: finding.model_dump(mode="json")}}
        notebook = {
            "cells": [{"cell_type": "code", "source": "", "metadata": {}, "execution_count": 1, "outputs": [output]}],
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
    sentence = police.PolicePage.open(Parameters(theme="1.2")).sentence
    assert sentence in executed.results().html


def test_a_theme_that_was_not_executed_says_so(executed: chapter.Chapter) -> None:
    assert executed.results().html.count("niet uitgevoerd; er zijn hier geen bevindingen") == 22


def test_both_totals_of_the_police_are_told(executed: chapter.Chapter) -> None:
    text = executed.summary().html
    assert "In 2021 telde de politie in de gemeente Dalfsen 325 misdrijven." in text
    assert "per buurt zijn gepubliceerd" in text


def test_headings_go_down_one_step_at_a_time(executed: chapter.Chapter) -> None:
    import re

    parts = [
        executed.heading(),
        executed.summary(),
        executed.introduction(),
        executed.area(),
        executed.method(),
        executed.availability(),
        executed.results(),
        executed.conclusions(),
    ]
    levels = [int(level) for part in parts for level in re.findall(r"<h(\d)", part.html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_without_executed_notebooks_the_chapter_says_what_to_do(linked_home: Path) -> None:
    with pytest.raises(StoreError, match="Run ivp run dalfsen --edition 2022-H2 first"):
        chapter.Chapter.open(Parameters(edition="2022-H2")).summary()
