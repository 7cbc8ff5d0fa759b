"""Rules that hold for every sentence about a difference, a trend or a place, over a grid of realistic cases."""

import re
from collections import defaultdict
from statistics import mean

import pytest
from wording.cases import NAMES, Case, cases
from wording.readability import score

FORBIDDEN = re.compile(
    # what a figure cannot carry (rising and falling), causes, and places in order
    r"stijg|steeg|gestegen|daling|dalen|daalde|gedaald|toename|toegenomen|toeneemt|afname|afgenomen|afneemt|"
    r"\bdoordat\b|\bomdat\b|vanwege|dankzij|gevolg|veroorza|\bdaardoor\b|hoogste|laagste|beste|slechtste|veiligste|plaats \d|%",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def grid() -> list[Case]:
    return cases()


def test_every_kind_of_sentence_and_every_verdict_is_in_the_grid(grid: list[Case]) -> None:
    kinds = {case.kind.split(":")[0] for case in grid}
    assert kinds == {"change", "previous", "reference", "trend", "year to date", "control", "shrunk", "funnel", "concentration", "refused"}
    assert len({case.kind for case in grid if case.kind.startswith("change")}) == 10


def test_the_sentences_together_are_plain_dutch_and_so_is_each_kind(grid: list[Case]) -> None:
    scores = defaultdict(list)
    for case in grid:
        scores[case.kind].append((score(case.text, NAMES), case.text))
    worst = sorted((mean(value for value, _ in found), kind, min(found)) for kind, found in scores.items())
    for level, kind, (least, text) in worst[:5]:
        print(f"{kind}: {level:.0f} on average, {least:.0f} at worst: {text}")
    assert mean(value for found in scores.values() for value, _ in found) >= 55
    assert worst[0][0] >= 50


def test_no_sentence_is_long(grid: list[Case]) -> None:
    sentences = [part for case in grid for part in re.split(r"(?<=[.])\s", case.text)]
    assert max(len(part.split()) for part in sentences) <= 30


def test_no_sentence_says_more_than_the_figures_do(grid: list[Case]) -> None:
    assert not [case.text for case in grid if FORBIDDEN.search(case.text)]


def test_every_number_was_handed_over(grid: list[Case]) -> None:
    for case in grid:
        written = {number.rstrip(".") for number in re.findall(r"\d[\d.]*(?:,\d+)?", case.text.replace("-", " "))}
        assert written <= case.numbers | {"0"}, case


def test_a_percentage_needs_enough_to_compare_with(grid: list[Case]) -> None:
    assert any("procent" in case.text for case in grid if case.kind.startswith("change"))
    assert not [case.text for case in grid if case.base < 10 and "procent" in case.text]


def test_what_is_not_shown_has_no_figure(grid: list[Case]) -> None:
    hidden = [case.text for case in grid if case.kind.endswith("niet getoond")]
    assert hidden
    for text in hidden:
        without_periods = re.sub(r"\b20\d\d(-20\d\d)?\b", "", text)
        assert not re.search(r"\d|keer|procent", without_periods)


def test_every_text_is_whole_sentences(grid: list[Case]) -> None:
    for case in grid:
        assert re.fullmatch(r"[A-ZÉ].*\.", case.text)
        assert "  " not in case.text
        assert ".." not in case.text
        assert not re.search(r"\bnan\b|\binf\b|None|\{|\}|\. [a-z]| [,.;:]", case.text)


def test_one_and_none_are_written_as_dutch_writes_them(grid: list[Case]) -> None:
    texts = [case.text for case in grid]
    assert not [text for text in texts if re.search(r"\bwaren (het )?er 1\b(?![.,]\d)|\bwas (het )?er (?!1\b|in |wel )", text)]
    assert not [text for text in texts if re.search(r"\b(telde de politie in .* |er )0\b(?!,)|\b1 (woninginbraken|registraties)", text)]
