import pandas as pd
import pytest
from evidence.rows import estimates, shuffled, yearly
from monitor.rows import DELIVERED, RULES, VILLAGES, drawn, people, population, question, survey, tables

from ivp_analysis.errors import StoreError
from ivp_analysis.monitor.areas import NO_GROUP, areas_of
from ivp_analysis.monitor.derive import TABLES, monitor
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import Municipality

LADDER = load_ladder(Paths().ladder)
COUNTS = dict(zip(VILLAGES, (150, 120, 110, 40, 60), strict=True))
SHARES = dict.fromkeys(VILLAGES, 0.4)
ASKED = [question(f"q{n}", group=f"g{n}", beside="totaal", theme="1.3", kind="mean" if n == 3 else "percentage") for n in range(4)]


def made() -> dict[str, pd.DataFrame]:
    now = [drawn(seed, SHARES, COUNTS, outcomes=4, source=source) for seed, source in ((1, "BRP"), (2, "panel"))]
    before = drawn(3, SHARES, COUNTS, outcomes=4)
    return tables(survey(ASKED, *now), survey(ASKED, before, delivery="e17", year=2017, police_year=2017))


POLICE = estimates(*(yearly(area, {2017: 40, 2021: 60}) for area in (*VILLAGES, "gemeente")))


@pytest.mark.parametrize("name", ["surveys", "questions", "respondents", "population"])
def test_what_these_tests_begin_with_is_as_the_contracts_say(name: str) -> None:
    table = made()[name]
    assert len(satisfy(table, name)) == len(table) > 0


def test_without_a_survey_all_tables_are_empty(dalfsen: Municipality) -> None:
    nothing = {name: empty(name) for name in ("surveys", "questions", "respondents", "population")}
    for given, delivered in ((nothing, DELIVERED), (made(), ("noemers", "another"))):
        found = monitor(given, POLICE, dalfsen, RULES, LADDER, delivered)
        assert set(found) == set(TABLES)
        for name, table in found.items():
            pd.testing.assert_frame_equal(table, empty(name))


def test_every_area_outcome_survey_and_source_has_a_row(dalfsen: Municipality) -> None:
    found = monitor(made(), POLICE, dalfsen, RULES, LADDER, DELIVERED)
    assert len(found["monitor"]) == 7 * 4 * 3
    assert len(found["monitor_response"]) == 6 * 3
    assert len(found["monitor_beside"]) == 6 * 4
    assert not any(table["public"].any() for name, table in found.items() if name != "monitor_response")


def test_rows_in_another_order_give_the_same_tables(dalfsen: Municipality) -> None:
    given = made()
    one, other = (monitor(each, police, dalfsen, RULES, LADDER, DELIVERED) for each, police in (
        (given, POLICE), ({name: shuffled(table) for name, table in given.items()}, shuffled(POLICE)),
    ))  # fmt: skip
    for name in TABLES:
        pd.testing.assert_frame_equal(one[name], other[name], check_exact=True)


def test_a_survey_alone_is_compared_with_the_rest_only(dalfsen: Municipality) -> None:
    found = monitor(made(), POLICE, dalfsen, RULES, LADDER, ("e22", "noemers"))
    assert set(found["monitor_comparisons"]["comparison"]) == {"rest"}
    assert found["monitor_beside"].empty


def test_the_newest_is_compared_with_the_one_before_and_no_older_one(dalfsen: Municipality) -> None:
    older = survey(ASKED, drawn(4, SHARES, COUNTS, outcomes=4), delivery="e12", year=2012)
    given = {
        name: pd.concat([made()[name], table], ignore_index=True)
        for name, table in zip(("surveys", "questions", "respondents"), older, strict=True)
    }
    given["population"] = population()
    found = monitor(given, POLICE, dalfsen, RULES, LADDER, (*DELIVERED, "e12"))
    assert set(found["monitor_comparisons"]["before_year"]) == {2017, 0}
    assert set(found["monitor"]["year"]) == {2012, 2017, 2022}


def test_population_of_a_later_edition_is_not_used(dalfsen: Municipality) -> None:
    for name, table in monitor(made(), POLICE, dalfsen, RULES, LADDER, ("e22", "e17")).items():
        pd.testing.assert_frame_equal(table, empty(name))


def test_a_survey_that_cannot_be_weighted_is_left_out_alone_and_named(dalfsen: Municipality, caplog: pytest.LogCaptureFixture) -> None:
    older = survey(ASKED, drawn(3, SHARES, COUNTS, outcomes=4), delivery="e17", year=2017, ages="16-29 30+", youngest=16)
    newest = survey(ASKED, drawn(1, SHARES, COUNTS, outcomes=4))
    found, alone = (monitor(tables(*given), POLICE, dalfsen, RULES, LADDER, DELIVERED) for given in ((newest, older), (newest,)))
    assert "e17 cannot be weighted and is left out: there are no inhabitants by village, age class and sex" in caplog.text
    assert "add up to 16-29, 30+" in caplog.text
    for name in TABLES:
        pd.testing.assert_frame_equal(found[name], alone[name])


def test_a_sample_that_cannot_be_weighted_in_full_is_told(dalfsen: Municipality, caplog: pytest.LogCaptureFixture) -> None:
    # in one village only the younger half answered, in another only the elder: neither can stand for its village and its age
    people_there = population(dict.fromkeys(VILLAGES, 1000) | {"Nieuwleusen": 3000})
    halves = [people(village, 50, age=age, sex=sex, q=1) for village, age in (("Dalfsen", "18-44"), ("Nieuwleusen", "45+")) for sex in "mv"]
    whole = [
        people(village, 50, age=age, sex=sex, q=1) for village in ("Dalfsen", "Nieuwleusen") for age in ("18-44", "45+") for sex in "mv"
    ]
    for parts, told in ((whole, False), (halves, True)):
        monitor(tables(survey([question()], *parts), inhabitants=people_there), POLICE, dalfsen, RULES, LADDER, DELIVERED)
        assert ("e22: after weighting a group is still 100 % off its inhabitants" in caplog.text) is told


def test_the_nearest_survey_with_a_question_of_the_same_group_is_compared_with(dalfsen: Municipality) -> None:
    def asked(group: str) -> list[dict[str, object]]:
        return [question("q0", group=group)]

    now, between, before = (
        survey(asked(group), drawn(seed, SHARES, COUNTS), delivery=name, year=year)
        for seed, (group, name, year) in enumerate((("g", "e22", 2022), ("other", "e20", 2020), ("g", "e17", 2017)))
    )
    found = monitor(tables(now, between, before), POLICE, dalfsen, RULES, LADDER, (*DELIVERED, "e20"))["monitor_comparisons"]
    assert set(found.loc[found["comparison"] == "survey", "before_year"]) == {2017}
    alone = monitor(tables(now, between), POLICE, dalfsen, RULES, LADDER, (*DELIVERED, "e20"))["monitor_comparisons"]
    assert set(alone["comparison"]) == {"rest"}


def test_a_survey_of_the_panel_alone_has_no_comparison(dalfsen: Municipality) -> None:
    panel = survey(ASKED, drawn(1, SHARES, COUNTS, outcomes=4, source="panel"))
    found = monitor(tables(panel), POLICE, dalfsen, RULES, LADDER, DELIVERED)
    assert found["monitor_comparisons"].empty
    assert set(found["monitor"]["source"]) == {"panel"}


def test_more_respondents_than_inhabitants_are_refused(dalfsen: Municipality) -> None:
    given = tables(survey([question()], people("Hoonhorst", 41, q=1)), inhabitants=population(10))
    with pytest.raises(StoreError, match="more respondents than inhabitants") as error:
        monitor(given, POLICE, dalfsen, RULES, LADDER, DELIVERED)
    assert error.value.where == {"survey": "e22", "villages": "Hoonhorst"}


def test_areas_are_villages_municipality_and_groups(dalfsen: Municipality) -> None:
    areas = areas_of(dalfsen)
    assert areas.names == (*VILLAGES, "gemeente", "Hoonhorst en Oudleusen")
    assert areas.roles == (*["village"] * 5, "municipality", "group")
    assert areas.members.sum(axis=1).tolist() == [1, 1, 1, 1, 1, 5, 2]
    assert areas.group_of.tolist() == [NO_GROUP] * 3 + [6, 6] + [NO_GROUP] * 2
    alone = areas_of(dalfsen.model_copy(update={"groups": ()}))
    assert alone.names == (*VILLAGES, "gemeente")
