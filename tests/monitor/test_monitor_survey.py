import numpy as np
import pandas as pd
import pytest
from monitor.rows import card, counted, people, population, question, questions, respondents, survey, tables

from ivp_analysis.errors import DeliveryError, StoreError
from ivp_analysis.monitor.population import people as inhabitants_of
from ivp_analysis.monitor.survey import Survey, surveys_of
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.codebook import Source
from ivp_analysis.vocabulary.municipality import Municipality


def one(dalfsen: Municipality, rows: list[dict[str, object]], *parts: object, **others: object) -> Survey:
    found = surveys_of(tables(survey(rows, *parts, **others)), ("e22",), dalfsen)  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


def test_a_percentage_counts_its_codes_and_leaves_out_who_did_not_answer(dalfsen: Municipality) -> None:
    parts = [people("Dalfsen", 1, q=code) for code in (1, 2, 3, None)]
    found = one(dalfsen, [question("q", counted=(1, 2))], *parts)
    np.testing.assert_array_equal(found.parts[Source.SAMPLE].answers[:, 0], [1, 1, 0, np.nan])


def test_a_mean_has_the_codes_and_an_item_is_only_part_of_its_scale(dalfsen: Municipality) -> None:
    rows = [question("q", kind="mean"), question("r", kind="item"), question("s", kind="scale", items={"q": False, "r": True})]
    found = one(dalfsen, rows, people("Dalfsen", 1, q=1, r=1), people("Dalfsen", 1, q=3, r=None))
    assert list(found.outcomes["question"]) == ["q", "s"]
    # 1 of 1-3 is 0 and turned round 10; 3 is 10
    np.testing.assert_array_equal(found.parts[Source.SAMPLE].answers, [[1, 5], [3, 10]])


def test_sources_are_apart_and_respondents_are_numbers(dalfsen: Municipality) -> None:
    found = one(
        dalfsen, [question()], people("Hoonhorst", 2, q=1, age="45+", sex="v"), people("Dalfsen", 1, q=3, source="panel", age="onbekend")
    )
    sample, panel = found.parts[Source.SAMPLE], found.parts[Source.PANEL]
    assert (sample.villages.tolist(), sample.ages.tolist(), sample.sexes.tolist(), sample.known.tolist()) == (
        [3, 3],
        [1, 1],
        [1, 1],
        [True, True],
    )
    assert (panel.villages.tolist(), panel.ages.tolist(), panel.known.tolist()) == ([0], [-1], [False])


def test_the_newest_survey_of_the_edition_comes_first(dalfsen: Municipality) -> None:
    old, new, later = (survey([question()], people("Dalfsen", 1, q=1), delivery=f"e{year % 100}", year=year) for year in (2017, 2022, 2027))
    found = surveys_of(tables(old, later, new), ("e17", "e22"), dalfsen)
    assert [item.year for item in found] == [2022, 2017]


def test_two_surveys_of_one_year_are_refused(dalfsen: Municipality) -> None:
    both = [survey([question()], people("Dalfsen", 1, q=1), delivery=name) for name in ("one", "two")]
    with pytest.raises(DeliveryError, match="known by the same year") as error:
        surveys_of(tables(*both), ("one", "two"), dalfsen)
    assert error.value.where == {"deliveries": "one, two", "year": 2022}
    assert len(surveys_of(tables(*both), ("two",), dalfsen)) == 1


def test_respondents_of_no_village_and_questions_without_answers_are_refused(dalfsen: Municipality) -> None:
    with pytest.raises(StoreError, match="1 respondents live in no village"):
        one(dalfsen, [question()], people("Ankum", 1, q=1))
    with pytest.raises(StoreError, match="no answers to the question 'r'"):
        one(dalfsen, [question("r")], people("Dalfsen", 1, q=1))


# inhabitants


def asked(dalfsen: Municipality, **others: object) -> Survey:
    return one(dalfsen, [question()], people("Dalfsen", 1, q=1), **others)


def test_inhabitants_by_village_age_and_sex(dalfsen: Municipality) -> None:
    table = population()
    own = (table["area"] == "Lemelerveld") & (table["year"] == 2022) & (table["sex"] == "v") & (table["age"] == "45+")
    found = counted(table.assign(value=table["value"].mask(own, 7)), asked(dalfsen), dalfsen)
    assert found.shape == (5, 2, 2)
    assert (found[2, 1, 1], found.sum()) == (7, 19 * 1000 + 7)


def test_smaller_age_classes_that_join_up_are_added(dalfsen: Municipality) -> None:
    table = population(100, ages=("0-11", "12-17", "18-24", "25-44", "45-64", "65-79", "80+"))
    np.testing.assert_array_equal(counted(table, asked(dalfsen), dalfsen), np.tile([[[200.0]], [[300.0]]], (5, 1, 2)).reshape(5, 2, 2))


@pytest.mark.parametrize("ages", [("18-49", "50+"), ("18-44", "45-64"), ("0-44", "45+"), ("20-44", "45+")])
def test_age_classes_that_do_not_join_up_are_no_population(
    dalfsen: Municipality, ages: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    assert inhabitants_of(population(ages=ages), asked(dalfsen), dalfsen) is None
    assert "e22 cannot be weighted" in caplog.text
    assert "inwoners of 2022 for m and v in every village, in classes that are or add up to 18-44, 45+" in caplog.text


def test_a_village_without_figures_is_no_population(dalfsen: Municipality) -> None:
    table = population()
    assert inhabitants_of(table[table["area"] != "Oudleusen"], asked(dalfsen), dalfsen) is None
    assert inhabitants_of(empty("population"), asked(dalfsen), dalfsen) is None


def test_the_nearest_year_stands_in_and_is_named(dalfsen: Municipality, caplog: pytest.LogCaptureFixture) -> None:
    tables_of = {year: population(year, years=(year,)) for year in (2014, 2019, 2021)}
    found = counted(pd.concat(tables_of.values()), asked(dalfsen, population_year=2017), dalfsen)
    assert found[0, 0, 0] == 2019
    assert "e22 is weighted with the population of 2019: that of 2017 is not there" in caplog.text


def test_of_two_deliveries_the_newest_counts(dalfsen: Municipality) -> None:
    both = [population(2, delivery="later", on="2023-01-31"), population(1, delivery="earlier", on="2022-01-31")]
    assert counted(pd.concat(both), asked(dalfsen), dalfsen).sum() == 5 * 4 * 2


def test_cards_questions_and_respondents_of_other_deliveries_do_not_count(dalfsen: Municipality) -> None:
    mixed = {
        "surveys": card(), "questions": questions(question()),
        "respondents": respondents(people("Dalfsen", 3, q=1), delivery="another"),
    }  # fmt: skip
    assert surveys_of(mixed, ("e22",), dalfsen)[0].parts == {}
    assert surveys_of(mixed, (), dalfsen) == ()
