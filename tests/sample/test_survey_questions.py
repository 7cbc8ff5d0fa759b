"""The questions of the sample surveys: which of them may be compared, and what they speak of."""

from collections import Counter

import pytest

from ivp_analysis.sample.survey_form import YEARS, Ask
from ivp_analysis.sample.survey_living import SCORES
from ivp_analysis.sample.survey_questions import QUESTIONS, questions_of
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid


def by_key(year: int) -> dict[str, Ask]:
    return {item.key: item for item in questions_of(year)}


def test_a_group_means_the_same_words_and_answers_in_both_years() -> None:
    first, second = (by_key(year) for year in YEARS)
    grouped = {year: {item.key for item in questions_of(year) if item.group} for year in YEARS}
    assert grouped[2017] == grouped[2022]
    for key in grouped[2017]:
        assert first[key].text == second[key].text
        assert first[key].answers.codes == second[key].answers.codes
        assert first[key].counted == second[key].counted


def test_questions_that_look_alike_but_differ_have_no_group() -> None:
    first, second = (by_key(year) for year in YEARS)
    alike = {key for key in first.keys() & second.keys() if first[key] is not second[key]}
    assert len(alike) >= 3
    for key in alike:
        assert first[key].group == second[key].group == ""
        assert first[key].text != second[key].text or first[key].answers.codes != second[key].answers.codes


def test_some_questions_were_asked_in_one_year_only() -> None:
    first, second = (by_key(year).keys() for year in YEARS)
    assert first - second
    assert second - first


def test_scales_have_the_same_questions_in_both_years() -> None:
    for score in SCORES:
        for key in score.questions:
            (item,) = (item for item in QUESTIONS if item.key == key)
            assert {*item.shares} == {*YEARS}
            assert item.theme == score.theme


@pytest.mark.parametrize("item", QUESTIONS, ids=lambda item: f"{item.key}-{min(item.shares)}")
def test_shares_leave_something_for_the_last_code(item: Ask) -> None:
    for shares in item.shares.values():
        assert len(shares) == len(item.answers.codes) - 1
        assert min(shares) > 0
        assert sum(shares) < 1


def test_themes_and_police_figures_exist(kernbeleid: Kernbeleid) -> None:
    for item in QUESTIONS:
        theme = kernbeleid.themes[item.theme]
        own = {code.code for code in theme.classes} | {one.key for one in theme.indicators}
        assert item.beside in {"", "totaal", *theme.offences, *theme.nuisance, *own}, item.key
    assert {item.theme for item in QUESTIONS} >= {"1.1", "1.2", "1.3", "1.4", "2.3", "2.4", "3.1", "3.3", "4.1", "4.2", "5.1", "5.2", "F1"}
    assert sum(bool(item.beside) for item in QUESTIONS) >= 15


def test_lists_of_answers_differ_in_how_no_answer_is_coded() -> None:
    for year in YEARS:
        codes = Counter(tuple(item.answers.missing.get(year, ())) for item in questions_of(year))
        assert () in codes
        assert len(codes) >= 3
