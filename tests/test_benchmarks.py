"""What the benchmarks measure with; measuring itself takes minutes and is not done here."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ivp_analysis.paths import PROJECT
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.vocabulary.indicators import TOTAL, Comparison
from ivp_analysis.vocabulary.kernbeleid import ROLL_UP, Classification, load_kernbeleid
from ivp_analysis.vocabulary.parameters import Parameters

if TYPE_CHECKING:
    from benchmarks.simulated import Country

BENCHMARKS = PROJECT / "benchmarks"
FIXED = BENCHMARKS / "fixed.ipynb"


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT))


def executed(path: Path, *outputs: dict[str, Any]) -> Path:
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {"papermill": {"duration": 0.1}}, "outputs": outputs, "source": ""}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def picture(content: str, count: int = 1) -> dict[str, Any]:
    return {"output_type": "execute_result", "execution_count": count, "data": {"image/png": content}, "metadata": {}}


def printed(*lines: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": lines}


def test_the_fixed_notebook_takes_the_parameters_of_the_report() -> None:
    first = json.loads(FIXED.read_text(encoding="utf-8"))["cells"][0]
    given: dict[str, Any] = {}
    exec("".join(first["source"]), {}, given)  # noqa: S102
    assert first["metadata"]["tags"] == ["parameters"]
    assert set(given) == set(Parameters.model_fields)


def test_the_fixed_notebook_says_that_its_figures_are_made_up_and_uses_nothing_of_the_package() -> None:
    text = FIXED.read_text(encoding="utf-8")
    assert "verzonnen" in text
    assert "ivp_analysis" not in text


def test_the_plain_function_of_a_notebook_shows_what_its_cells_show(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.plain import function_of

    monkeypatch.setenv("MPLBACKEND", "agg")
    function = function_of(FIXED)
    shown = function({"village": "Hoonhorst"})
    assert ["<img " in output["text/html"] for output in shown] == [True, True, False]
    assert "<table" in shown[-1]["text/html"]
    assert function({"village": "Hoonhorst"}) == shown
    assert function({"village": "Oudleusen"}) != shown


def test_outputs_are_the_same_whatever_the_count_and_the_pieces_of_printed_text(tmp_path: Path) -> None:
    from benchmarks.compare import compare

    one = executed(tmp_path / "one.ipynb", picture("a"), printed("a\n", "b\n"))
    other = executed(tmp_path / "other.ipynb", picture("a", 2), printed("a\n"), printed("b\n"))
    found = compare([("map", one, other)])
    assert (found.compared, found.different) == (1, [])


def test_another_figure_and_an_absent_notebook_are_told(tmp_path: Path) -> None:
    from benchmarks.compare import compare

    one, other = executed(tmp_path / "one.ipynb", picture("a")), executed(tmp_path / "other.ipynb", picture("b"))
    found = compare([("map", one, other), ("police", one, tmp_path / "absent.ipynb")])
    assert found.different == ["map", "police (absent)"]


def test_a_reassigned_code_counts_for_the_other_theme(tmp_path: Path) -> None:
    from benchmarks.workplace import Workplace

    shutil.copytree(PROJECT / "config", tmp_path / "config")
    before = load_kernbeleid(PROJECT / "config" / "kernbeleid.yaml").theme_of(Classification.OFFENCE, "2.7.3")
    place = Workplace(tmp_path)
    place.reassign()
    assert (before, load_kernbeleid(place.paths.kernbeleid).theme_of(Classification.OFFENCE, "2.7.3")) == ("1.1", "1.3")


def test_the_sample_of_the_loop_has_every_notebook_village_and_many_themes() -> None:
    from benchmarks.workplace import Workplace, varied

    chosen = [run for run in varied(Workplace(PROJECT).runs, 12) if not run.stage]
    assert len(chosen) == 12
    assert Counter(run.notebook for run in chosen) == {"police": 4, "monitor": 4, "map": 4}
    assert len({run.parameters.village for run in chosen}) == 6
    assert len({run.parameters.theme for run in chosen}) > 8


@pytest.mark.parametrize(
    ("value", "at_least", "reached"), [(2.0, False, True), (2.01, False, False), (2.0, True, True), (1.99, True, False)]
)
def test_a_goal_is_reached_when_what_was_measured_says_so(value: float, at_least: bool, reached: bool) -> None:
    from benchmarks.results import Goal

    assert Goal("speed", value, 2, at_least=at_least).reached is reached


def country(**course: float) -> Country:
    from benchmarks.simulated import Country, Course

    return Country(load_kernbeleid(PROJECT / "config" / "kernbeleid.yaml"), 4, course=Course(**course))


def test_tables_of_a_simulated_municipality_satisfy_their_contracts_and_are_the_same_each_time() -> None:
    for name, table in country().tables(1).items():
        assert_frame_equal(satisfy(table, name), table)
        assert_frame_equal(country().tables(1)[name], table)
        assert table["synthetic"].all()


def test_a_simulated_municipality_is_the_sum_of_its_buurten_and_the_country_that_of_its_municipalities() -> None:
    simulated = country()
    counts = simulated.tables(1)["counts"]
    rows = counts[(counts["month"] == 0) & ~counts["code"].isin([*simulated.kernbeleid.municipality_only, ROLL_UP])]
    code = simulated.municipality(1).code
    buurten = rows[rows["level"] == "buurt"].groupby(["code", "year"])["count"].sum()
    assert set(rows.loc[rows["level"] == "buurt", "area"]) == set(simulated.municipality(1).neighbourhoods)
    assert buurten.equals(rows[rows["area"] == code].set_index(["code", "year"])["count"].sort_index())
    whole = rows[rows["level"] == "country"]["count"].sum()
    assert whole == rows[rows["level"] == "municipality"]["count"].sum()


def test_rates_of_a_simulated_country_stay_as_they_are() -> None:
    from benchmarks.simulated import GROWTH
    from benchmarks.simulated_tables import YEARS

    simulated = country()
    totals, growth = simulated.totals.sum(axis=(0, 1)), 1 + GROWTH * (np.array(YEARS) - YEARS[-1])
    # each total is a Poisson count around the same rate: chi-squared with ten degrees of freedom, 29.6 is beyond 0.999
    expected = totals.sum() * growth / growth.sum()
    assert ((totals - expected) ** 2 / expected).sum() < 29.6


def test_themes_that_change_have_other_rates_in_the_last_full_year() -> None:
    from benchmarks.simulated_tables import YEARS

    simulated = country(changed=1.0, factor=2.0)
    changed = simulated.changed(0)
    assert set(changed) == set(simulated.kernbeleid.themes)
    for theme in ("1.1", "1.3", "4.1"):
        codes = [place for place, one in enumerate(simulated.codes) if simulated.kernbeleid.theme_of(*one) == theme]
        yearly = simulated.totals[0, codes].sum(axis=0)
        assert yearly[YEARS.index(2021)] / yearly[YEARS.index(2020)] == pytest.approx(changed[theme], rel=0.2)


def test_restless_rates_differ_more_than_chance() -> None:
    calm, restless = (np.diff(np.sqrt(country(restless=size).totals), axis=2).var() for size in (0.0, 0.5))
    # the variance of the root of a Poisson count is at most about 0.4, so that of a difference 0.8
    assert calm < 0.8 < restless


def test_what_is_called_and_did_not_change_is_a_false_discovery() -> None:
    from benchmarks.findings_table import false_share
    from benchmarks.findings_work import Share, tally

    rows = pd.DataFrame(
        {
            "comparison": Comparison.BASELINE.value,
            "theme": ["1.1", "1.1", "1.3", "1.3", "1.3"],
            "indicator": [TOTAL, "E33", TOTAL, "1.1.1", "1.1.2"],
            "verdict": ["hoger", "klein lager", "geen verschil", "aanwijzing hoger", "te weinig"],
            "p": [0.001, 0.002, 0.5, 0.04, np.nan],
        }
    )
    share = Share()
    tally(share, rows, {"1.1": 1.5})
    tally(share, rows, {"1.3": 1.5})
    first, second = share.tallies[Comparison.BASELINE.value]
    assert (first.themes, first.themes_called, first.tested, first.called, first.false, first.changed) == (2, 1, 4, 2, 0, 2)
    assert (second.false, second.changed) == (2, 2)
    assert false_share([first, second]) == 0.5
    assert not share.tallies[Comparison.PREVIOUS.value][0].tested


def test_all_findings_of_a_simulated_municipality_are_made_and_timed_step_by_step() -> None:
    from benchmarks.findings_work import STEPS, some
    from benchmarks.workplace import Workplace

    share = some(Workplace(PROJECT), [2], 4)
    (seconds,) = share.seconds
    assert set(seconds) == set(STEPS)
    assert min(seconds.values()) > 0
    assert share.figures > 1000
    assert all(len(tallies) == 1 and tallies[0].false == tallies[0].called for tallies in share.tallies.values())
    assert share.tallies[Comparison.BASELINE.value][0].tested > 100


def test_a_national_file_is_read_whole_and_every_part_of_the_country_is_estimated(tmp_path: Path) -> None:
    from benchmarks.survey_work import PEOPLE, inhabitants, national, parts_of_a_country, write_national
    from benchmarks.workplace import Workplace

    place = Workplace(PROJECT)
    delivery = write_national(place, tmp_path, 2_000, 7)
    assert delivery.card.synthetic
    titles = (tmp_path / "landelijk" / "antwoorden.csv").read_text(encoding="utf-8").partition("\n")[0].split(";")
    assert not {"postcode", "e-mail", "opmerking"} & set(titles)
    found = national(place, tmp_path, 7)
    # some of the sample are too young, or answered outside the codes
    assert 1_900 < found.respondents <= 2_000
    assert (found.areas, found.figures % found.areas, found.tested > 0) == (8, 0, True)
    assert set(found.seconds) == {"reading", "weights, estimates and tests"}
    cards = pd.DataFrame([{"ages": "18-44 45+", "population_year": 2022, "reference_date": pd.Timestamp("2022-03-31").as_unit("us")}])
    people = satisfy(inhabitants(parts_of_a_country(7), cards), "population")
    assert people["value"].sum() == pytest.approx(PEOPLE, rel=1e-4)


def test_the_goals_of_surveys_are_those_of_the_sample_and_of_the_file_with_few_parts() -> None:
    from benchmarks.survey import Measured, document, goals
    from benchmarks.survey_work import National

    few, many = (National({"reading": 8.0, "weights, estimates and tests": 9.0}, 20.0 * n, 900.0 * n, 500_000, 6 * n, 9, 9) for n in (1, 4))
    slow, quick = ({"weights, estimates and tests": seconds, "protection": 0.1} for seconds in (4.0, 2.8))
    measured = Measured([0.1, 0.2], [slow, quick], [few, many])
    assert [(goal.value, goal.limit, goal.reached) for goal in goals(measured)] == [
        (pytest.approx(2.9), 3.0, True), (20.0, 60.0, True), (900.0, 4096.0, True),
    ]  # fmt: skip
    text = document(measured, 500_000)
    assert "| together | 2.900 | 3.500 | 29.00 |" in text
    assert "| processor seconds of the process | 20.0 | 80.0 |" in text


def test_modules_are_short() -> None:
    assert all(path.read_text(encoding="utf-8").count("\n") <= 250 for path in BENCHMARKS.glob("*.py"))


def test_of_four_ways_to_protect_counts_two_give_none_away() -> None:
    from disclosure.matrices import matrix

    from benchmarks.protection_work import ALONE, NOISE, ROUNDED, SUPPRESSED, outcomes

    found = outcomes(matrix(1, years=2, fields=(1, 2), months=False).register().cells, 30)
    assert {way: one.narrowed > 0 for way, one in found.items()} == {ALONE: True, SUPPRESSED: False, ROUNDED: False, NOISE: True}
    assert found[SUPPRESSED].mean_shift < found[ROUNDED].mean_shift
    assert found[ALONE].hidden == found[NOISE].hidden == 0
    assert {one.largest_shift <= 5 for one in found.values()} == {True}


def test_the_goals_of_protection_are_held_to_the_sample_and_to_five_years() -> None:
    from benchmarks.protection import SAMPLE, Measured, document, goals
    from benchmarks.protection_work import WAYS, Outcome

    one = Outcome(1681, 603, 19, 298, 329, 204, 0.79, 4.0, 60, 0, 0.7, 0.2)
    measured = Measured({SAMPLE: dict.fromkeys(WAYS, one)}, {5: (2280, 13.0, 8.0, 11.0), 10: (4000, 60.0, 40.0, 41.5)})
    assert all(goal.reached for goal in goals(measured))
    text = document(measured)
    assert "| 10 | 4000 | 60.0 | 40.0 | 41.5 |" in text
    assert "0.79" in text
