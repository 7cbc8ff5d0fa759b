import numpy as np
import pandas as pd
import pytest
from monitor.rows import counted, people, population, question, spread, survey, tables

from ivp_analysis.monitor.areas import areas_of
from ivp_analysis.monitor.response import response_rows
from ivp_analysis.monitor.survey import Floats, Part, Survey, surveys_of
from ivp_analysis.monitor.weighting import margins_of, weigh
from ivp_analysis.vocabulary.codebook import Drawing, Source
from ivp_analysis.vocabulary.municipality import Municipality

PER_VILLAGE, WHOLE_DRAWN = Drawing.PER_VILLAGE.value, Drawing.WHOLE.value


def asked(dalfsen: Municipality, *parts: pd.DataFrame, cells: object = 1000, **others: object) -> tuple[Survey, Part, Floats]:
    made = tables(survey([question()], *parts, **others), inhabitants=population(cells))  # type: ignore[arg-type]
    found = surveys_of(made, ("e22",), dalfsen)[0]
    return found, found.parts[Source.SAMPLE], counted(made["population"], found, dalfsen)


def test_respondents_in_proportion_have_equal_weights(dalfsen: Municipality) -> None:
    _, part, inhabitants = asked(dalfsen, *(spread(village, 5, q=1) for village in dalfsen.village_names))
    for drawing in (PER_VILLAGE, WHOLE_DRAWN):
        np.testing.assert_allclose(weigh(part, inhabitants, drawing, 3).design.weights, 200)


def test_one_margin_is_post_stratification(dalfsen: Municipality) -> None:
    # two men in three are of 45 or older, in a population with as many younger: 2000 / 30 and 2000 / 60, with the sexes in proportion
    parts = [people("Dalfsen", count, age=age, sex=sex, q=1) for age, count in (("18-44", 15), ("45+", 30)) for sex in "mv"]
    _, part, inhabitants = asked(dalfsen, *parts)
    weights = weigh(part, inhabitants, PER_VILLAGE, 3).design.weights
    np.testing.assert_allclose(weights, np.where(part.ages == 0, 2000 / 30, 2000 / 60))


def test_weights_have_the_inhabitants_of_both_margins(dalfsen: Municipality) -> None:
    parts = [
        people(village, 18 - 3 * place + 5 * (age == "45+") * (sex == "m"), age=age, sex=sex, q=1)
        for place, village in enumerate(dalfsen.village_names)
        for age in ("18-44", "45+")
        for sex in "mv"
    ]
    _, part, inhabitants = asked(dalfsen, *parts, cells=dict(zip(dalfsen.village_names, (900, 700, 500, 200, 100), strict=True)))
    weights = weigh(part, inhabitants, PER_VILLAGE, 3).design.weights
    cells = np.zeros(inhabitants.shape)
    np.add.at(cells, (part.villages, part.ages, part.sexes), weights)
    np.testing.assert_allclose(cells.sum(axis=2), inhabitants.sum(axis=2), rtol=1e-6)
    np.testing.assert_allclose(cells.sum(axis=0), inhabitants.sum(axis=0), rtol=1e-6)


def test_who_is_of_unknown_age_or_sex_has_the_mean_weight_of_the_village(dalfsen: Municipality) -> None:
    parts = [
        people("Dalfsen", 40, age="45+", q=1), people("Dalfsen", 30, sex="v", q=1), people("Dalfsen", 6, age="onbekend", q=1),
        people("Dalfsen", 4, sex="onbekend", q=1), spread("Nieuwleusen", 10, q=1),
    ]  # fmt: skip
    for drawing in (PER_VILLAGE, WHOLE_DRAWN):
        _, part, inhabitants = asked(dalfsen, *parts)
        weights = weigh(part, inhabitants, drawing, 3).design.weights
        np.testing.assert_allclose(weights[~part.known], 4000 / 80)
        # together they are the village all the same
        assert weights[part.villages == 0].sum() == pytest.approx(4000)


def test_nobody_of_known_age_and_sex_leaves_the_weights_of_the_drawing(dalfsen: Municipality) -> None:
    _, part, inhabitants = asked(dalfsen, people("Dalfsen", 8, age="onbekend", q=1), people("Hoonhorst", 4, sex="onbekend", q=1))
    np.testing.assert_allclose(weigh(part, inhabitants, PER_VILLAGE, 3).design.weights, [500] * 8 + [1000] * 4)


def test_a_village_where_nobody_answered_is_in_no_margin(dalfsen: Municipality) -> None:
    found, part, inhabitants = asked(dalfsen, spread("Dalfsen", 10, q=1), spread("Hoonhorst", 10, q=1))
    weighted = weigh(part, inhabitants, PER_VILLAGE, 3)
    assert weighted.design.weights.sum() == pytest.approx(2 * 4000)
    rows = response_rows(found, Source.SAMPLE, part, weighted, inhabitants, areas_of(dalfsen)).set_index("village")
    assert (rows.loc["Oudleusen", "answered"], rows.loc["Oudleusen", "effective"]) == (0, 0)
    assert rows.loc["Oudleusen", ["smallest", "largest", "largest_before", "deviation", "design_effect"]].isna().all()


@pytest.mark.parametrize(("count", "merged"), [(4, True), (5, False)])
def test_a_thin_cell_of_a_village_joins_the_neighbouring_age(dalfsen: Municipality, count: int, merged: bool) -> None:
    parts = [spread("Dalfsen", 20, q=1), people("Hoonhorst", count, age="18-44", q=1), people("Hoonhorst", 20, age="45+", sex="v", q=1)]
    _, part, inhabitants = asked(dalfsen, *parts)
    (cells, totals), _ = margins_of(part, inhabitants, 6)
    assert len(totals) == (3 if merged else 4)
    assert (len(np.unique(cells[part.villages == 3])) == 1) == merged
    assert totals.sum() == 8000


@pytest.mark.parametrize(("largest", "merged"), [(2, True), (3, False)])
def test_a_cell_whose_few_could_not_stand_for_all_of_it_joins_too(dalfsen: Municipality, largest: float, merged: bool) -> None:
    # 10 and 40 stand for 2,000 each: 200 is two and a half times the mean of 80
    parts = [people("Dalfsen", count, age=age, sex=sex, q=1) for age, count in (("18-44", 5), ("45+", 20)) for sex in "mv"]
    _, part, inhabitants = asked(dalfsen, *parts)
    for (cells, totals), number in zip(margins_of(part, inhabitants, largest), (1, 2) if merged else (2, 4), strict=True):
        assert len(totals) == number == len(np.unique(cells))
        assert totals.sum() == 4000


def test_thin_ages_join_the_side_with_fewer_respondents(dalfsen: Municipality) -> None:
    ages = ("18-24", "25-44", "45-64", "65+")
    parts = [people("Dalfsen", n, age=age, sex=sex, q=1) for age, n in zip(ages, (9, 2, 6, 9), strict=True) for sex in "mv"]
    made = tables(survey([question()], *parts, ages=" ".join(ages)), inhabitants=population(ages=ages))
    found = surveys_of(made, ("e22",), dalfsen)[0]
    part = found.parts[Source.SAMPLE]
    (cells, totals), (by_sex, _) = margins_of(part, counted(made["population"], found, dalfsen), 3)
    assert [int(cells[part.ages == age][0]) for age in range(4)] == [0, 1, 1, 2]
    assert totals.tolist() == [2000, 4000, 2000]
    assert [int(by_sex[(part.ages == age) & (part.sexes == 1)][0]) for age in range(4)] == [3, 4, 4, 5]


def test_too_few_of_one_sex_leaves_the_sexes_together(dalfsen: Municipality) -> None:
    _, part, inhabitants = asked(
        dalfsen, people("Dalfsen", 30, q=1), people("Dalfsen", 30, age="45+", q=1), people("Dalfsen", 4, sex="v", q=1)
    )
    _, (cells, totals) = margins_of(part, inhabitants, 3)
    assert totals.tolist() == [2000, 2000]
    np.testing.assert_array_equal(cells, part.ages)


def test_large_weights_are_trimmed_and_response_tells(dalfsen: Municipality) -> None:
    # six young men stand for as many as 160 others each group: 1000 / 6 beside 1000 / 60
    parts = [
        people("Dalfsen", 6, q=1),
        *(people("Dalfsen", 60, age=a, sex=s, q=1) for a, s in (("45+", "m"), ("18-44", "v"), ("45+", "v"))),
    ]
    found, part, inhabitants = asked(dalfsen, *parts, invited='{"BRP": {"Dalfsen": 500, "Hoonhorst": 40}}')
    weighted = weigh(part, inhabitants, PER_VILLAGE, 1.5)
    rows = response_rows(found, Source.SAMPLE, part, weighted, inhabitants, areas_of(dalfsen)).set_index("village")
    whole = rows.loc["gemeente"]
    assert whole["largest"] == pytest.approx(1.5)
    assert whole["largest_before"] > 1.6
    assert (whole["trimmed"], rows.loc["Dalfsen", "trimmed"]) == (6, 6)
    assert (whole["invited"], rows.loc["Dalfsen", "invited"], whole["answered"]) == (540, 500, 186)
    assert rows["invited"].isna().to_dict()["Oudleusen"]
    weights = weighted.design.weights
    # Kish (1965): n times the sum of squares over the square of the sum
    assert whole["design_effect"] == pytest.approx(len(weights) * (weights**2).sum() / weights.sum() ** 2)
    assert whole["effective"] == pytest.approx(186 / whole["design_effect"])
    assert whole["deviation"] >= rows.loc["Dalfsen", "deviation"]
    assert (whole["population"], rows.loc["Dalfsen", "population"]) == (20_000, 4000)


def test_the_number_of_invited_can_be_known_for_the_municipality_alone(dalfsen: Municipality) -> None:
    found, part, inhabitants = asked(dalfsen, spread("Dalfsen", 10, q=1), invited='{"BRP": {"gemeente": 2200}}')
    weighted = weigh(part, inhabitants, WHOLE_DRAWN, 3)
    rows = response_rows(found, Source.SAMPLE, part, weighted, inhabitants, areas_of(dalfsen)).set_index("village")
    assert rows["invited"].dropna().to_dict() == {"gemeente": 2200}
    assert response_rows(found, Source.PANEL, part, weighted, inhabitants, areas_of(dalfsen))["invited"].isna().all()
