from pathlib import Path

import pytest

from ivp_analysis.publication.swap import replacing


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "oud.html").write_text("oud", encoding="utf-8")
    with replacing(folder) as new:
        (new / "nieuw.html").write_text("nieuw", encoding="utf-8")
        assert (folder / "oud.html").exists()
    assert [path.name for path in folder.iterdir()] == ["nieuw.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_error_leaves_the_old_folder(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "oud.html").write_text("oud", encoding="utf-8")

    def build() -> None:
        with replacing(folder) as new:
            (new / "half.html").write_text("half", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        build()
    assert [path.name for path in folder.iterdir()] == ["oud.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_run_left_is_put_right(tmp_path: Path) -> None:
    old, half = tmp_path / ".site-old", tmp_path / ".site-new"
    for folder in (old, half):
        folder.mkdir()
        (folder / f"{folder.name}.html").write_text("x", encoding="utf-8")

    def build() -> None:
        with replacing(tmp_path / "site") as new:
            assert list(new.iterdir()) == []
            raise RuntimeError

    with pytest.raises(RuntimeError):
        build()
    assert [path.name for path in (tmp_path / "site").iterdir()] == [".site-old.html"]
