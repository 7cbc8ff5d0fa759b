from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.errors import StoreError
from ivp_analysis.tables.reads import VARIABLE, Read, note, read_reads, reads_in


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "reads"
    monkeypatch.setenv(VARIABLE, str(file))
    return file


def test_nothing_is_noted_unless_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    note("areas")
    assert not list(tmp_path.iterdir())
    assert read_reads(tmp_path / "reads") == ()


def test_several_values_are_noted_as_a_read_of_each(noted: Path) -> None:
    note("2022-H2/estimates", village=["gemeente", "Hoonhorst"], theme=("1.3", "1.2"), complete=True)
    assert [str(read) for read in read_reads(noted)] == [
        "2022-H2/estimates complete=True theme=1.2 village=Hoonhorst",
        "2022-H2/estimates complete=True theme=1.2 village=gemeente",
        "2022-H2/estimates complete=True theme=1.3 village=Hoonhorst",
        "2022-H2/estimates complete=True theme=1.3 village=gemeente",
    ]


def test_nothing_of_an_empty_list_is_read(noted: Path) -> None:
    note("areas", delivery=[])
    assert read_reads(noted) == ()


def test_what_is_read_twice_is_told_once_whatever_the_order_of_its_columns(noted: Path) -> None:
    note("areas", level="buurt", village="Dalfsen")
    note("areas", village="Dalfsen", level="buurt")
    note("2022-H2/deliveries")
    assert read_reads(noted) == (Read("2022-H2/deliveries"), Read("areas", (("level", "buurt"), ("village", "Dalfsen"))))


@pytest.mark.parametrize("damage", ['{"source": "areas", "whe', '"areas"', '{"where": {}}', '{"source": "areas", "where": 3}'])
def test_a_list_that_was_not_written_whole_is_not_trusted(damage: str) -> None:
    with pytest.raises(StoreError, match="Run the notebook again"):
        reads_in('{"source": "areas", "where": {}}\n' + damage)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True), st.text(max_size=30)))
def test_a_read_comes_back_from_its_text_whatever_the_names_are(where: dict[str, str]) -> None:
    read = Read.of("2022-H2/estimates", where)
    assert Read.parse(str(read)) == read
