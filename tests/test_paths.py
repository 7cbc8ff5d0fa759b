from pathlib import Path

import pytest

from ivp_analysis.paths import Paths, slug


@pytest.mark.parametrize(
    ("name", "expected"), [("1.3", "1-3"), ("Nieuwleusen", "nieuwleusen"), ("../../etc", "etc"), ("'t Febriek", "t-febriek")]
)
def test_a_name_becomes_safe_in_a_path(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["", "..", "/", "—"])
def test_a_name_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        slug(name)


def test_internal_runs_lie_apart_from_public_ones() -> None:
    paths = Paths(Path("home"))
    public = paths.executed("dalfsen", "2022-H1", "public", "police", "Hoonhorst", "1.3")
    internal = paths.executed("dalfsen", "2022-H1", "internal", "police", "Hoonhorst", "1.3")
    assert public == Path("home/reports/dalfsen/2022-H1/notebooks/police/hoonhorst/1-3.ipynb")
    assert internal == Path("home/reports/dalfsen/2022-H1/internal/notebooks/police/hoonhorst/1-3.ipynb")


def test_the_files_with_judgement_lie_together() -> None:
    paths = Paths()
    assert paths.ladder.name == "bevindingen.yaml"
    assert paths.ladder.parent == paths.kernbeleid.parent
    assert paths.ladder.is_file()
