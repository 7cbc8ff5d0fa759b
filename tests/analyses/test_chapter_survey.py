"""What the chapter says of the survey."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from ivp_analysis.analyses import chapter_survey as survey
from ivp_analysis.analyses.chapter import Chapter
from ivp_analysis.analyses.monitor import MonitorPage
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.findings import MIME_TYPE, Finding
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality
from ivp_analysis.vocabulary.parameters import Parameters

THEMES = ("1.1", "4.2", "2.1")
GROUP = "Hoonhorst en Oudleusen"


def write(path: Path, found: Iterable[Finding]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {MIME_TYPE: item.model_dump(mode="json")}} for item in found]
    cell = {"cell_type": "code", "source": "", "metadata": {}, "execution_count": 1, "outputs": outputs}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")


@pytest.fixture
def executed(linked_home: Path, dalfsen: Municipality) -> Chapter:
    """A chapter over monitor notebooks of three themes, one of them without questions, as an execution would leave them."""
    for village in dalfsen.area_names:
        for theme in THEMES:
            page = MonitorPage.open(Parameters(village=village, theme=theme))
            shown = [] if page.shown is page.conclusions else page.shown
            write(Paths(linked_home).executed("dalfsen", "2022-H2", "public", "monitor", village, theme), [*page.conclusions, *shown])
    return Chapter.open(Parameters(edition="2022-H2"))


def test_findings_are_read_of_areas_with_questions_and_of_groups_of_villages(executed: Chapter, dalfsen: Municipality) -> None:
    found = survey.surveyed(executed.context)
    assert {theme for _, theme in found} == {"1.1", "4.2"}
    assert {area for area, _ in found} == {*dalfsen.area_names, GROUP}
    assert all(item.village == area and item.theme == theme for (area, theme), items in found.items() for item in items)


def test_what_differs_is_told_of_groups_too_and_of_no_figure_that_is_hidden(executed: Chapter) -> None:
    found = survey.surveyed(executed.context)
    summary = "\n".join(part.html for part in survey.summary(executed.context, found))
    called = [item for items in found.values() for item in items if item.verdict in ("hoger", "lager")]
    assert any(item.village == GROUP for item in called)
    assert any(item.village == WHOLE for item in called)
    for item in called:
        assert f"“{item.label}”" in summary
        assert item.estimate is not None
    assert summary.count("“") == len(called)
    assert f"{GROUP}, “" in summary


def test_a_theme_has_the_figure_of_the_municipality_and_villages_that_differ_from_the_rest(executed: Chapter) -> None:
    found = survey.surveyed(executed.context)
    for theme in ("1.1", "4.2"):
        text = "\n".join(part.html for part in survey.theme(executed.context, theme, found))
        assert next(item for item in found[WHOLE, theme] if item.estimate is not None).sentence in text
    apart = "\n".join(part.html for part in survey.theme(executed.context, "1.1", found))
    assert "aantoonbaar verschilt van de rest van de gemeente" in apart
    assert "; rest van de gemeente " in apart
    assert not list(survey.theme(executed.context, "2.1", found))


def test_the_method_says_how_the_two_surveys_were_held_differently(executed: Chapter) -> None:
    text = executed.method().html
    assert (
        "Op de pagina&#x27;s per thema staat bij elk cijfer een 95%-interval" in text or "pagina's per thema staat bij elk cijfer" in text
    )
    assert "Seizoen: in 2017 najaar, in 2022 voorjaar." in text
