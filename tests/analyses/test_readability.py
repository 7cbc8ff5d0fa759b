"""The sentences of the sample, all areas and themes, are plain enough for a council."""

import re
import statistics
from pathlib import Path

import pytest
from wording.readability import score

from ivp_analysis.analyses.monitor import MonitorPage
from ivp_analysis.analyses.police import PolicePage
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality
from ivp_analysis.vocabulary.parameters import Parameters
from ivp_analysis.wording import survey_findings
from ivp_analysis.wording.findings import around, rate

PLAIN = 55
"""Flesch-Douma score that sentences need on average."""


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_sentences_of_all_findings_are_plain(
    sample_home: Path, monkeypatch: pytest.MonkeyPatch, dalfsen: Municipality, kernbeleid: Kernbeleid, audience: str
) -> None:
    monkeypatch.setenv("IVP_HOME", str(sample_home))
    names = [*dalfsen.village_names, dalfsen.name, *(reference.name for reference in dalfsen.references)]
    texts = []
    for village in dalfsen.area_names:
        for theme in kernbeleid.themes:
            page = PolicePage.open(Parameters.check({"village": village, "theme": theme, "audience": audience}))
            words = load_ladder(page.context.paths.ladder).words
            texts += [text for finding in page.conclusions for text in (finding.sentence, around(finding, words), rate(finding)) if text]
    scores = [score(text, names) for text in texts]
    worst = min(zip(scores, texts, strict=True))
    assert len(texts) > 200
    assert statistics.mean(scores) >= PLAIN, worst
    assert not re.search(r"\bnan\b|None|inf\b", " ".join(texts))


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_sentences_of_all_findings_on_the_survey_are_plain(
    sample_home: Path, monkeypatch: pytest.MonkeyPatch, dalfsen: Municipality, kernbeleid: Kernbeleid, audience: str
) -> None:
    monkeypatch.setenv("IVP_HOME", str(sample_home))
    names = [*dalfsen.village_names, dalfsen.name, *(group.name for group in dalfsen.groups)]
    texts = []
    for village in dalfsen.area_names:
        for theme in kernbeleid.themes:
            page = MonitorPage.open(Parameters.check({"village": village, "theme": theme, "audience": audience}))
            words = load_ladder(page.context.paths.ladder).words
            for finding in page.conclusions:
                said = (finding.sentence, survey_findings.around(finding, words, dalfsen.label(WHOLE)), *finding.notes)
                texts += [text for text in said if text]
    scores = [score(text, names) for text in texts]
    worst = min(zip(scores, texts, strict=True))
    assert len(texts) > 300
    assert statistics.mean(scores) >= PLAIN, worst
    assert not re.search(r"\bnan\b|None|inf\b", " ".join(texts))
