import pytest

from ivp_analysis.errors import ParameterError
from ivp_analysis.execution.matrix import matrix
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters

BASE = Parameters(edition="2022-H2")


def test_the_whole_matrix_is_six_areas_by_23_themes_three_times_and_a_chapter(dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    runs = matrix(BASE, dalfsen, kernbeleid, Paths())
    assert len(runs) == 6 * 23 * 3 + 1
    assert len({run.target for run in runs}) == len(runs)
    assert runs[-1].notebook == "chapter"
    assert {run.stage for run in runs[:-1]} == {0}
    assert runs[-1].stage == 1


def test_a_choice_of_villages_and_themes_leaves_the_chapter_out(dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    runs = matrix(BASE, dalfsen, kernbeleid, Paths(), villages=["Hoonhorst"], themes=["1.3", "F1"])
    assert [(run.notebook, run.parameters.village, run.parameters.theme) for run in runs] == [
        (notebook, "Hoonhorst", theme) for notebook in ("police", "monitor", "map") for theme in ("1.3", "F1")
    ]


def test_internal_runs_go_to_a_folder_of_their_own(dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    internal = BASE.model_copy(update={"audience": "internal"})
    assert all("internal" in run.target.parts for run in matrix(internal, dalfsen, kernbeleid, Paths()))


@pytest.mark.parametrize(
    ("choice", "message"),
    [({"villages": ["Hoonhost"]}, "Hoonhorst"), ({"themes": ["9"]}, "no theme '9'"), ({"notebooks": ["polis"]}, "police")],
)
def test_a_mistyped_choice_names_the_nearest(
    dalfsen: Municipality, kernbeleid: Kernbeleid, choice: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        matrix(BASE, dalfsen, kernbeleid, Paths(), **choice)


def test_a_village_that_is_asked_for_twice_runs_once(dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    assert len(matrix(BASE, dalfsen, kernbeleid, Paths(), villages=["Hoonhorst", "Hoonhorst"], themes=["1.3", "1.3"])) == 3
