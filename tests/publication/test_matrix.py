from pathlib import Path

import pytest

from ivp_analysis.errors import NotebookError
from ivp_analysis.paths import Paths
from ivp_analysis.publication.matrix import Cell, legend, matrix, word_of
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder
from ivp_analysis.vocabulary.municipality import Municipality
from publication.notebooks import EDITION, code, finding, police, shown, small_kernbeleid, write, write_notebooks

WORDS = load_ladder(Paths().ladder).words


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


@pytest.fixture
def themes() -> Kernbeleid:
    return small_kernbeleid()


def cells(dalfsen: Municipality, themes: Kernbeleid, paths: Paths) -> dict[str, Cell]:
    groups = matrix(dalfsen, themes, EDITION, paths)
    return {cell.address: cell for group in groups for row in group.rows for cell in row.cells}


def test_fields_group_themes_and_every_area_has_a_cell(dalfsen: Municipality, themes: Kernbeleid, paths: Paths) -> None:
    write_notebooks(paths, dalfsen, themes)
    groups = matrix(dalfsen, themes, EDITION, paths)
    assert [(group.number, [row.theme.number for row in group.rows]) for group in groups] == [("1", ["1.1", "1.4"]), ("2", ["2.5"])]
    assert [cell.address for cell in groups[0].rows[0].cells] == [
        f"{area}/1-1.html" for area in ("dalfsen", "nieuwleusen", "lemelerveld", "hoonhorst", "oudleusen", "gemeente")
    ]


def test_a_cell_says_the_verdict_and_its_label_starts_with_what_is_seen(dalfsen: Municipality, themes: Kernbeleid, paths: Paths) -> None:
    write_notebooks(paths, dalfsen, themes)
    found = cells(dalfsen, themes, paths)
    assert found["hoonhorst/1-1.html"].label == "te weinig waarnemingen: 1.1 Sociale kwaliteit, Hoonhorst"
    assert found["gemeente/2-5.html"].label == "geen politiebron: 2.5 Toerisme, gemeente Dalfsen"


def test_a_theme_on_which_only_the_survey_has_a_figure_says_so(dalfsen: Municipality, themes: Kernbeleid, paths: Paths) -> None:
    write_notebooks(paths, dalfsen, themes)
    for village, estimate in (("gemeente", 17.0), ("Hoonhorst", None)):
        asked = finding(village, "2.5", "afwezig", estimate=estimate, low=None, high=None)
        cell = code(shown(finding=asked.model_dump(mode="json")))
        write(paths.executed("dalfsen", EDITION, "public", "monitor", village, "2.5"), [cell])
    found = cells(dalfsen, themes, paths)
    assert found["gemeente/2-5.html"].word.short == "enquête"
    assert found["hoonhorst/2-5.html"].word.short == "geen politiebron"
    groups = matrix(dalfsen, themes, EDITION, paths)
    assert any("enquête onder inwoners" in word.meaning for word in legend(groups, WORDS))


def test_failed_and_missing_notebooks_have_a_cell_that_says_so(dalfsen: Municipality, themes: Kernbeleid, paths: Paths) -> None:
    write_notebooks(paths, dalfsen, themes)
    failed = paths.executed("dalfsen", EDITION, "public", "police", "Dalfsen", "1.1")
    failed.rename(failed.with_suffix(".failed.ipynb"))
    paths.executed("dalfsen", EDITION, "public", "police", "Oudleusen", "1.1").unlink()
    write(paths.executed("dalfsen", EDITION, "public", "police", "gemeente", "1.1"), police()[:-1])
    found = cells(dalfsen, themes, paths)
    assert [found[f"{area}/1-1.html"].word.short for area in ("dalfsen", "oudleusen", "gemeente")] == [
        "mislukt",
        "niet gemaakt",
        "geen uitkomst",
    ]


def test_an_internal_run_is_not_read(dalfsen: Municipality, themes: Kernbeleid, paths: Paths) -> None:
    write(paths.executed("dalfsen", EDITION, "internal", "police", "Dalfsen", "1.1"), police())
    assert cells(dalfsen, themes, paths)["dalfsen/1-1.html"].word.short == "niet gemaakt"


def test_the_legend_explains_the_words_that_are_used(dalfsen: Municipality, themes: Kernbeleid, paths: Paths) -> None:
    write_notebooks(paths, dalfsen, themes)
    words = legend(matrix(dalfsen, themes, EDITION, paths), WORDS)
    assert [word.short for word in words] == ["geen aantoonbaar verschil", "te weinig waarnemingen", "geen politiebron"]
    assert all(word.meaning and word.sign for word in words)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_of_the_ladder_has_a_sign_words_and_a_meaning(verdict: Verdict) -> None:
    word = word_of(verdict.value, WORDS)
    assert word.sign
    assert word.meaning
    assert word.short == WORDS[verdict]


def test_an_unknown_verdict_keeps_its_own_words_up_to_the_comma() -> None:
    assert word_of("onbekend, misschien", WORDS).short == "onbekend"
    assert word_of("", WORDS).short == "geen uitkomst"


def test_a_broken_finding_stops_the_matrix(dalfsen: Municipality, themes: Kernbeleid, paths: Paths) -> None:
    broken = police()
    broken[-1]["outputs"][0]["data"] = {name: {"verdict": "hoger"} for name in broken[-1]["outputs"][0]["data"]}
    write(paths.executed("dalfsen", EDITION, "public", "police", "Dalfsen", "1.1"), broken)
    with pytest.raises(NotebookError, match="police/dalfsen/1-1"):
        matrix(dalfsen, themes, EDITION, paths)
