from pathlib import Path

from ivp_analysis.execution.exact import exact_outputs, remove_exact
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.editions import Edition

OUTPUTS = (
    "2021-H2/internal/notebooks/chapter.ipynb",
    "2022-H1/internal/notebooks/chapter.ipynb",
    "2022-H1/internal/notebooks/police/hoonhorst/1-3.failed.ipynb",
    "2022-H1/notebooks/police/hoonhorst/1-3.failed.ipynb",
    "2022-H1/notebooks/police/hoonhorst/.ipynb_checkpoints/1-3.failed-checkpoint.ipynb",
    "2022-H1/notebooks/police/hoonhorst/1-4.ipynb",
    "2022-H2/.run/a.part",
    "2022-H2/site/index.html",
    "eigen/internal/aantekening.txt",
)


def home(folder: Path) -> Paths:
    paths = Paths(folder)
    for name in OUTPUTS:
        path = paths.all_reports("dalfsen") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    paths.processed("dalfsen").mkdir(parents=True)
    (paths.processed("dalfsen") / "fingerprint.key").write_bytes(b"0" * 32)
    return paths


def test_internal_and_failed_runs_of_an_edition_and_of_later_ones_hold_exact_figures(tmp_path: Path) -> None:
    paths = home(tmp_path)
    found = exact_outputs(paths, "dalfsen", Edition.parse("2022-H1"))
    assert [path.relative_to(paths.all_reports("dalfsen")).as_posix() for path in found] == [
        "2022-H1/internal",
        "2022-H1/notebooks/police/hoonhorst/.ipynb_checkpoints/1-3.failed-checkpoint.ipynb",
        "2022-H1/notebooks/police/hoonhorst/1-3.failed.ipynb",
        "2022-H2/.run",
    ]


def test_they_are_removed_with_the_key_and_all_else_stays(tmp_path: Path) -> None:
    paths = home(tmp_path)
    remove_exact(exact_outputs(paths, "dalfsen", Edition.parse("2022-H1")), paths.processed("dalfsen"))
    left = (path.relative_to(paths.all_reports("dalfsen")).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert sorted(left) == [OUTPUTS[0], OUTPUTS[5], OUTPUTS[7], OUTPUTS[8]]


def test_a_municipality_without_reports_has_none(tmp_path: Path) -> None:
    assert exact_outputs(Paths(tmp_path), "dalfsen", Edition.parse("2022-H1")) == []
