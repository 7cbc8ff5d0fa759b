from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.errors import StoreError
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.published import Name, read_published, told_table, write_published

COUNT: Name = ("attempts", "Hoonhorst", "1.1.1", 2021)
FILE = Path("2022-H1") / "published.csv"


def written(folder: Path, low: float, high: float, name: Name = COUNT, file: Path = FILE) -> Path:
    write_published(folder / file, told_table({name: (low, high)}))
    return folder / file


limits = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: (float(min(pair)), float(max(pair))))
names = st.tuples(st.text(max_size=9), st.one_of(st.integers(), st.text(max_size=9)))


@given(st.dictionaries(names, limits))
def test_what_is_told_is_a_table_in_one_order_whatever_the_names(told: dict[Name, tuple[float, float]]) -> None:
    table = told_table(told)
    assert satisfy(table, "told").equals(table)
    assert told_table(dict(reversed(told.items()))).equals(table)


def test_it_is_read_back_with_numbers_and_text_apart(tmp_path: Path) -> None:
    text: Name = ("estimates", 'met "aanhaling", komma', "2021")
    file = written(tmp_path, 1, 4)
    written(tmp_path, 8, 12, text)
    assert read_published([file]) == {COUNT: (1, 4), text: (8, 12)}


def test_editions_together_say_more_than_each(tmp_path: Path) -> None:
    first, second = written(tmp_path, 8, 12), written(tmp_path, 10, 22, file=Path("2022-H2") / "published.csv")
    assert read_published([first, second]) == {COUNT: (10, 12)}


def test_of_a_figure_that_was_revised_the_newest_counts(tmp_path: Path) -> None:
    first, second = written(tmp_path, 8, 12), written(tmp_path, 23, 27, file=Path("2022-H2") / "published.csv")
    assert read_published([first, second]) == {COUNT: (23, 27)}


def test_who_kept_an_earlier_publication_of_an_edition_still_has_it(tmp_path: Path) -> None:
    written(tmp_path, 1, 4)
    assert read_published([written(tmp_path, 0, 4)]) == {COUNT: (1, 4)}


def test_what_was_never_published_is_no_error_and_what_is_damaged_is(tmp_path: Path) -> None:
    assert read_published([tmp_path / FILE]) == {}
    for text in ("", "name,least\nx,1\n", 'name,least,most\n"[",1,4\n'):
        file = tmp_path / FILE
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        with pytest.raises(StoreError, match="published before cannot be read"):
            read_published([file])


def test_the_same_told_twice_is_the_same_file(tmp_path: Path) -> None:
    first = written(tmp_path, 1, 4).read_bytes()
    assert written(tmp_path, 1, 4).read_bytes() == first
    assert [path.name for path in (tmp_path / "2022-H1").iterdir()] == ["published.csv"]
