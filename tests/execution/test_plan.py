import json
import subprocess
import sys
from dataclasses import replace

import pytest
from execution.pages import Project
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp_analysis.execution.outputs import page_of
from ivp_analysis.execution.plan import Planned, plan, unfinished

OWN = "police · Hoonhorst · 1.3"


def text(project: Project, name: str, old: str, new: str) -> None:
    path = project.home / name
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1
    path.write_text(before.replace(old, new), encoding="utf-8")


def test_after_a_run_everything_is_fresh(run_before: Project) -> None:
    assert run_before.stale() == {}
    assert unfinished(list(run_before.plan().values())) == []


def test_before_a_run_everything_will_run(project: Project) -> None:
    for run in project.runs():
        run.target.unlink()
    assert set(project.stale().values()) == {"not made yet"}
    assert len(project.stale()) == 13


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("notebooks/police.ipynb", "page.headline()", "page.headline() ", "the notebook changed"),
        ("package/part/module.py", "x = 1", "x = 2", "the package changed"),
        ("requirements.lock", "3.0.0", "3.0.1", "the lock changed"),
    ],
)
def test_changed_code_makes_it_run_again(project: Project, name: str, old: str, new: str, reason: str) -> None:
    text(project, name, old, new)
    assert project.stale()[OWN] == reason
    assert ("map · Hoonhorst · 1.3" in project.stale()) == (reason != "the notebook changed")


def test_another_library_or_python_makes_it_run_again(run_before: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    assert set(run_before.stale().values()) == {"Python or a library changed"}


def test_what_editors_keep_beside_the_code_touches_nothing(project: Project) -> None:
    for name in (".module.py.swp", "module.py~", ".ipynb_checkpoints/module.py", "part/.DS_Store"):
        (project.home / "package" / name).parent.mkdir(exist_ok=True)
        (project.home / "package" / name).touch()
    assert project.stale() == {}


def test_reads_of_another_package_are_not_looked_at(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    text(project, "package/part/module.py", "x = 1", "x = 2")

    def unknown(*_: object) -> str:
        raise KeyError("a field of another version")

    monkeypatch.setattr("ivp_analysis.execution.data.Data.digest", unknown)
    assert set(project.stale().values()) == {"the package changed"}


def test_another_module_makes_it_run_again_and_what_python_keeps_does_not(project: Project) -> None:
    (project.home / "package" / "__pycache__").mkdir()
    (project.home / "package" / "__pycache__" / "module.pyc").touch()
    assert project.stale() == {}
    (project.home / "package" / "empty.py").touch()
    assert set(project.stale().values()) == {"the package changed"}


def test_a_raised_epoch_makes_everything_run_again(run_before: Project) -> None:
    assert {planned.reason for planned in run_before.plan(epoch=2).values()} == {"epoch changed"}


def test_other_parameters_make_it_run_again(run_before: Project) -> None:
    run = run_before.run(OWN)
    other = replace(run, parameters=run.parameters.model_copy(update={"baseline": "2015-2016"}))
    assert [planned.reason for planned in plan([other], run_before.fingerprints())] == ["parameters changed"]


def test_a_deleted_output_is_made_again(project: Project) -> None:
    project.run(OWN).target.unlink()
    assert project.stale() == {OWN: "not made yet", "chapter": "after 1 notebook that will run"}


def test_a_deleted_page_is_made_again(project: Project) -> None:
    page_of(project.run("chapter").target).unlink()
    assert project.stale() == {"chapter": "the output was changed"}


def test_a_failed_notebook_runs_again_even_where_an_output_lies_beside_it(project: Project) -> None:
    project.run(OWN).failed.touch()
    assert project.stale()[OWN] == "failed before"


@settings(max_examples=150, deadline=None)
@given(data=st.data(), on_page=st.booleans(), bit=st.integers(0, 7))
def test_one_changed_byte_makes_it_run_again(run_before: Project, data: st.DataObject, bit: int, *, on_page: bool) -> None:
    run = run_before.run(OWN)
    path = page_of(run.target) if on_page else run.target
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    try:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << bit)]) + whole[place + 1 :])
        assert [planned.reason for planned in plan([run], run_before.fingerprints())] == ["the output was changed"]
    finally:
        path.write_bytes(whole)


def test_an_output_without_a_seal_is_made_again(project: Project) -> None:
    run = project.run(OWN)
    notebook = json.loads(run.target.read_text(encoding="utf-8"))
    del notebook["metadata"]["ivp"]
    run.target.write_text(json.dumps(notebook), encoding="utf-8")
    assert project.stale()[OWN] == "the output was changed"


def test_an_internal_run_needs_no_page(project: Project) -> None:
    run = project.run(OWN)
    internal = replace(run, parameters=run.parameters.model_copy(update={"audience": "internal"}))
    notebook, reads = project.execute(internal)
    notebook["cells"][0]["outputs"] = []
    project.seal(internal, notebook, reads)
    page_of(internal.target).unlink()
    assert plan([internal], project.fingerprints())[0].fresh


def test_the_first_change_is_told_and_how_many_others_there_are(project: Project) -> None:
    project.change("2022-H2/public_estimates", lambda rows: rows.assign(count=rows["count"] + 1))
    planned = project.plan()[OWN]
    assert planned.reason == "data: public_estimates indicator totaal, theme 1.3, village Dalfsen changed"
    # the totals of six areas and of the reference, and all rows of the village, the municipality and the reference
    assert planned.why == f"{planned.reason}, and 9 more"


# what waits for others


def test_the_chapter_waits_for_the_notebooks_it_reads_and_may_prove_fresh(project: Project) -> None:
    text(project, "notebooks/police.ipynb", "page.headline()", "page.headline() ")
    chapter = project.plan()["chapter"]
    assert (chapter.reason, chapter.pending) == ("after 4 notebooks that will run", True)
    for run in project.runs():
        if run.notebook == "police":
            project.again(run.title)
    assert project.stale() == {}


def test_the_chapter_runs_when_a_notebook_found_something_else(project: Project) -> None:
    fingerprints = project.fingerprints()
    chapter = [run for run in project.runs() if run.notebook == "chapter"]
    assert plan(chapter, fingerprints)[0].fresh
    shown = "police · Dalfsen · 1.3"
    project.change("2022-H2/public_estimates", lambda rows: rows.assign(rate=rows["rate"] * (1.0 + (rows["village"] == "Dalfsen"))))
    project.again(shown)
    # the same fingerprints: they must not remember what was found before
    planned = plan(chapter, fingerprints)[0]
    assert planned == Planned(chapter[0], "findings: notebook police, theme 1.3, village Dalfsen changed")


def test_the_chapter_does_not_wait_for_notebooks_that_it_does_not_read(project: Project) -> None:
    text(project, "notebooks/map.ipynb", "page.explanation()", "page.explanation() ")
    assert len(project.stale()) == 4
    assert "chapter" not in project.stale()


def test_a_chapter_with_a_reason_of_its_own_does_not_wait(project: Project) -> None:
    project.run(OWN).target.unlink()
    text(project, "notebooks/chapter.ipynb", "page.summary()", "page.summary() ")
    chapter = project.plan()["chapter"]
    assert (chapter.reason, chapter.pending) == ("the notebook changed", False)


def test_a_notebook_that_failed_is_missed_in_the_chapter(project: Project) -> None:
    project.run(OWN).target.unlink()
    chapter = [run for run in project.runs() if run.notebook == "chapter"]
    assert plan(chapter, project.fingerprints())[0].reason == "findings: notebook police, theme 1.3, village Hoonhorst is gone"


# for those who publish


def test_what_is_not_fresh_is_counted_and_the_first_is_named_with_its_reason(project: Project) -> None:
    project.run(OWN).target.unlink()
    lines = unfinished(list(project.plan().values()))
    assert lines == [f"2 of 13 notebooks are not fresh, such as {OWN} (not made yet); run ivp run dalfsen"]


def test_planning_loads_nothing_that_only_the_work_needs(run_before: Project) -> None:
    code = f"""
import sys
from pathlib import Path
from ivp_analysis.execution.data import Data
from ivp_analysis.execution.fingerprint import Fingerprints
from ivp_analysis.execution.matrix import matrix
from ivp_analysis.execution.plan import plan
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid
from ivp_analysis.vocabulary.municipality import load_municipality
from ivp_analysis.vocabulary.parameters import Parameters
paths, base = Paths(Path({str(run_before.home)!r})), Parameters(edition="2022-H2")
place, kernbeleid = load_municipality("dalfsen", paths), load_kernbeleid(paths.kernbeleid)
planned = plan(matrix(base, place, kernbeleid, paths), Fingerprints(Data(base, place, kernbeleid, paths), 1))
heavy = {{"pandas", "geopandas", "matplotlib", "pandera", "papermill", "nbformat", "jupyter_client", "scipy"}}
print(len(planned), *sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["415"], done.stderr
