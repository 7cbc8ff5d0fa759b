from pathlib import Path

import pytest

from ivp_analysis.sample.folders import replaced_together


def build(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "file").write_text(text)


def seen(folder: Path) -> dict[str, str]:
    return {path.parent.name: path.read_text() for path in folder.rglob("file")}


def test_new_sample_deliveries_take_the_place_of_all_old_ones_and_real_ones_stay(tmp_path: Path) -> None:
    build(tmp_path, "voorbeeld-a", "old")
    build(tmp_path, "voorbeeld-gone", "old")
    build(tmp_path, "real", "real")
    with replaced_together(tmp_path) as building:
        build(building, "voorbeeld-a", "new")
        build(building, "voorbeeld-b", "new")
        assert seen(tmp_path)["voorbeeld-gone"] == "old"
    assert seen(tmp_path) == {"voorbeeld-a": "new", "voorbeeld-b": "new", "real": "real"}
    assert not list(tmp_path.glob(".*"))


def test_a_swap_that_fails_halfway_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, "voorbeeld-a", "old")
    replace = Path.replace

    def stubborn(self: Path, target: Path) -> Path:
        if target.name == "voorbeeld-b":
            raise OSError("in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stubborn)

    def write() -> None:
        with replaced_together(tmp_path) as building:
            build(building, "voorbeeld-a", "new")
            build(building, "voorbeeld-b", "new")

    with pytest.raises(OSError, match="in use"):
        write()
    assert seen(tmp_path) == {"voorbeeld-a": "old"}
    assert not list(tmp_path.glob(".*"))


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    build(tmp_path / ".voorbeeld-in-aanbouw", "voorbeeld-half", "half")
    with replaced_together(tmp_path) as building:
        build(building, "voorbeeld-a", "new")
    assert seen(tmp_path) == {"voorbeeld-a": "new"}
