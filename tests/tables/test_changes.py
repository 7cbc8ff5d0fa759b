"""What is said of code lists that changed and of deliveries that came late, and what stays with an edition."""

import json
from pathlib import Path
from typing import Any

import pytest

from ivp_analysis.errors import StoreError
from ivp_analysis.tables.changes import came_late, compared, made_again, notes_before, read_changed
from ivp_analysis.tables.reads import VARIABLE, Read, read_reads
from ivp_analysis.vocabulary.code_lists import CodeList

FIRST = CodeList(version=1, codes={"1.1": "a", "1.2": "b", "1.3": "c"})
SECOND = CodeList(version=2, codes={"1.1": "a", "1.2": "other", "1.3": "c", "2.1": "new"})


def notes(codes: CodeList, **editions: dict[str, Any]) -> dict[str, Any]:
    """Notes of editions, written as H1_2022 because of Python, made with a list of codes."""
    return {"kernbeleid": codes, "editions": {f"{name[3:]}-{name[:2]}": content for name, content in editions.items()}}


def test_an_edition_is_compared_with_the_newest_one_before_it() -> None:
    before = notes(FIRST, H1_2021={}, H1_2022={}, H1_2023={})
    found = compared("2022-H2", before, SECOND)
    assert found == {"list_before": {"edition": "2022-H1", **FIRST}, "changed_themes": ["1.2", "2.1"]}
    assert compared("2022-H2", before, FIRST)["changed_themes"] == []


def test_the_list_of_the_edition_before_stays_when_that_edition_is_made_again() -> None:
    came = compared("2022-H2", notes(FIRST, H1_2022={}), SECOND)
    again = compared("2022-H2", notes(SECOND, H1_2022={}, H2_2022=came), SECOND)
    assert again == came
    # a list that is put back is the list of that report
    assert compared("2022-H2", notes(SECOND, H1_2022={}, H2_2022=came), FIRST)["changed_themes"] == []


@pytest.mark.parametrize(
    "before",
    [{}, notes(FIRST), notes(FIRST, H1_2023={}), {"editions": {"2022-H1": {}}}, {"editions": {"2022-H1": {}, "2022-H2": {}}}],
    ids=["no tables", "no edition", "none before it", "made without a list", "made itself without a list"],
)
def test_nothing_changed_where_nothing_is_known(before: dict[str, Any]) -> None:
    assert compared("2022-H2", before, SECOND) == {"list_before": None, "changed_themes": []}


def test_editions_made_again_with_other_codes_are_named() -> None:
    before = notes(FIRST, H1_2021={}, H1_2022={}, H2_2022={})
    (line,) = made_again(before, ["2022-H2", "2022-H1", "2023-H1"], SECOND)
    assert "config/kernbeleid.yaml: 2022-H1, 2022-H2; themes that changed: 1.2, 2.1." in line
    assert "version 1 and is version 2; do not compare with reports made before" in line


def test_other_codes_under_the_same_number_are_to_get_another() -> None:
    (line,) = made_again(notes(FIRST, H1_2022={}), ["2022-H1"], CodeList(version=1, codes=SECOND["codes"]))
    assert "raise versie" in line


@pytest.mark.parametrize(
    ("before", "codes"),
    [
        (notes(FIRST, H1_2022={}), CodeList(version=2, codes=FIRST["codes"])),
        (notes(FIRST, H1_2021={}), SECOND),
        ({"editions": {"2022-H1": {}}}, SECOND),
        ({}, SECOND),
    ],
    ids=["same codes", "other editions", "made without a list", "no tables"],
)
def test_nothing_is_said_of_the_same_codes(before: dict[str, Any], codes: CodeList) -> None:
    assert made_again(before, ["2022-H1"], codes) == []


def card(name: str, day: str, kind: str = "politie-open-data", source: str = "tabel 47018NED", period: str = "2012-2021") -> dict[str, str]:
    return {"name": name, "kind": kind, "source": source, "period": period, "reference_date": day}


def test_a_delivery_older_than_one_that_was_there_is_named_with_the_newest_of_them() -> None:
    cards = [card("a", "2022-02-01"), card("b", "2022-03-01"), card("late", "2022-01-01"), card("later", "2022-04-01")]
    (line,) = came_late({"received": {"a": "1", "b": "2"}}, cards)
    assert line.startswith("delivery late of 2022-01-01 is older than b of 2022-03-01:")


@pytest.mark.parametrize(
    "other",
    [
        card("late", "2022-01-01", source="tabel 47022NED"),
        card("late", "2022-01-01", kind="politie-aantallen", source="team Vechtdal"),
        card("late", "2022-02-01"),
        card("there", "2022-01-01"),
    ],
    ids=["another table", "another kind", "the same day", "there already"],
)
def test_nothing_is_said_of_a_delivery_that_is_no_older_state_of_the_same(other: dict[str, str]) -> None:
    assert came_late({"received": {"a": "1", "there": "2"}}, [card("a", "2022-02-01"), other]) == []


def test_boundaries_of_an_earlier_year_are_no_older_boundaries() -> None:
    cards = [card("grenzen-2024", "2024-01-01", "grenzen", "CBS", "2024"), card("grenzen-2012", "2012-01-01", "grenzen", "CBS", "2012")]
    assert came_late({"received": {"grenzen-2024": "1"}}, cards) == []


def test_nothing_came_late_the_first_time() -> None:
    assert came_late({}, [card("a", "2022-02-01"), card("b", "2022-03-01")]) == []


def test_whether_a_theme_changed_is_read_of_that_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editions = {"2022-H1": {}, "2022-H2": {"changed_themes": ["1.2"]}}
    (tmp_path / "current.json").write_text(json.dumps({"editions": editions}), encoding="utf-8")
    reads = tmp_path / "reads"
    monkeypatch.setenv(VARIABLE, str(reads))
    assert read_changed(tmp_path, "2022-H2", "1.2")
    assert not read_changed(tmp_path, "2022-H2", "1.3")
    # made before lists of codes were kept
    assert not read_changed(tmp_path, "2022-H1", "1.2")
    pairs = [("2022-H1", "1.2"), ("2022-H2", "1.2"), ("2022-H2", "1.3")]
    assert read_reads(reads) == tuple(Read.of(f"{edition}/changed_themes", {"theme": theme}) for edition, theme in pairs)
    with pytest.raises(StoreError, match="2021-H1"):
        read_changed(tmp_path, "2021-H1", "1.2")


def test_there_are_no_notes_before_the_first_tables_or_when_they_are_damaged(tmp_path: Path) -> None:
    assert notes_before(tmp_path) == {}
    (tmp_path / "current.json").write_text('{"generation": "v', encoding="utf-8")
    assert notes_before(tmp_path) == {}
