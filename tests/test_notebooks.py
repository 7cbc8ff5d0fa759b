"""The notebooks run by themselves, as an analyst runs them, and say at once when a parameter is wrong."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.vocabulary.findings import findings_in

pytestmark = pytest.mark.slow

PAPERMILL = Path(sys.executable).with_name("papermill")


def papermill(home: Path, notebook: str, target: Path, **parameters: str) -> subprocess.CompletedProcess[str]:
    chosen = [part for name, value in parameters.items() for part in ("-p", name, value)]
    command = [str(PAPERMILL), str(PROJECT / "notebooks" / f"{notebook}.ipynb"), str(target), "--no-progress-bar", *chosen]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "IVP_HOME": str(home)}, cwd=home)


def page(notebook: Path) -> str:
    outputs = [output for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] for output in cell.get("outputs", [])]
    return "\n".join("".join(output["data"]["text/html"]) for output in outputs if "text/html" in output.get("data", {}))


def test_papermill_alone_makes_a_page_of_a_village_and_a_theme(sample_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.ipynb"
    done = papermill(sample_home, "police", target, village="Nieuwleusen", theme="1.3", baseline="2019")
    assert done.returncode == 0, done.stderr
    finding = findings_in(target)[0]
    assert (finding.village, finding.theme, finding.period) == ("Nieuwleusen", "1.3", "2021")
    assert "In 2019-2019" not in finding.sentence
    assert "Voorbeelddata" in page(target)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"village": "Nieuwleuzen"}, "did you mean 'Nieuwleusen'"),
        ({"vilage": "Nieuwleusen"}, "there is no parameter 'vilage'"),
        ({"theme": "13"}, "theme"),
    ],
)
def test_papermill_alone_fails_at_once_on_what_does_not_exist(
    sample_home: Path, tmp_path: Path, parameters: dict[str, str], message: str
) -> None:
    target = tmp_path / "out.ipynb"
    done = papermill(sample_home, "police", target, **parameters)
    assert done.returncode != 0
    assert message in done.stderr
    assert "<figure" not in page(target)


@pytest.mark.parametrize("notebook", ["police", "monitor", "map", "explore/start"])
def test_a_notebook_runs_from_top_to_bottom_with_its_defaults(sample_home: Path, tmp_path: Path, notebook: str) -> None:
    target = tmp_path / "out.ipynb"
    done = papermill(sample_home, notebook, target)
    assert done.returncode == 0, done.stderr
    assert "<figure" in page(target) or "image/png" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("village", ["Hoonhorst", "gemeente"])
def test_a_theme_without_police_source_says_so_and_why(sample_home: Path, tmp_path: Path, village: str) -> None:
    for notebook in ("police", "map"):
        target = tmp_path / f"{notebook}.ipynb"
        assert papermill(sample_home, notebook, target, village=village, theme="5.5").returncode == 0
        assert "integriteit" in findings_in(target)[0].sentence
        assert "<figure" not in page(target)
    assert findings_in(tmp_path / "police.ipynb")[0].verdict == "geen politiebron"


def test_a_public_run_never_shows_a_small_count_of_a_delivery_and_an_internal_one_is_marked(sample_home: Path, tmp_path: Path) -> None:
    from ivp_analysis.tables.store import read_table

    public, internal = tmp_path / "public.ipynb", tmp_path / "internal.ipynb"
    folder, chosen = Paths(sample_home).processed("dalfsen"), {"village": "Oudleusen", "theme": "1.1"}
    (count,) = read_table(folder, "2022-H2/estimates", village="Oudleusen", indicator="E12", period="2021")["count"]
    assert 1 <= count <= 4
    assert papermill(sample_home, "police", public, **chosen).returncode == 0
    assert papermill(sample_home, "police", internal, **chosen, audience="internal").returncode == 0
    row = r"Burenruzie</th><td>E12</td><td[^>]*>[^<]*</td><td[^>]*>([^<]*)</td>"
    assert re.findall(row, page(public)) == ["&lt;5"]
    assert re.findall(row, page(internal)) == [str(count)]
    # what open data publish is the same in both
    assert findings_in(public)[0].n == findings_in(internal, "internal")[0].n
    assert "Intern: met exacte kleine aantallen" in page(internal)
    assert "Intern" not in page(public)
