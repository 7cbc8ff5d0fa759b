from pathlib import Path

import pytest

from ivp_analysis.errors import StoreError
from ivp_analysis.tables.contracts import empty
from ivp_analysis.tables.removal import forget_tables, remove_tables
from ivp_analysis.tables.store import read_notes, read_table, write_tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Tables, with an older generation and half of a newer one that were left over."""
    for _ in range(2):
        write_tables(tmp_path, {"counts": empty("counts")}, {"editions": {"2022-H1": {}}})
    for name in ("v1", "v3"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "counts.parquet").write_bytes(b"x")
    return tmp_path


def test_all_generations_are_removed_and_what_was_kept_with_them_stays(folder: Path) -> None:
    remove_tables(folder)
    assert [path.name for path in folder.iterdir()] == ["current.json"]
    assert read_notes(folder)["editions"] == {"2022-H1": {}}
    with pytest.raises(StoreError, match="Run ivp process again"):
        read_table(folder, "counts")


def test_tables_can_be_written_where_they_were_removed(folder: Path) -> None:
    remove_tables(folder)
    write_tables(folder, {"counts": empty("counts")}, {})
    assert len(read_table(folder, "counts")) == 0


def test_forgotten_tables_are_as_if_nothing_was_processed(folder: Path) -> None:
    forget_tables(folder)
    assert list(folder.iterdir()) == []
    with pytest.raises(StoreError, match="nothing was processed yet"):
        read_notes(folder)
    forget_tables(folder)
