import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.card import FILE, DeliveryCard
from ivp_analysis.sources.delivery import Delivery, deliveries
from ivp_analysis.sources.retention import empty, mark, review, tombstones
from ivp_analysis.vocabulary.yaml import load_yaml
from sources.files import write_delivery

LAST = date(2099, 12, 31)
PAST = date(2100, 1, 1)
FILES = {"incidenten.csv": b"PL0400_BVH_1", "brief.txt": b"x"}


def delivered(folder: Path, kind: str = "politie-incidenten", **changes: str | None) -> Path:
    """A delivery with keys of its delivery.yaml changed, or left out where None."""
    card = write_delivery(folder, kind, FILES).folder / FILE
    lines = [line for line in card.read_text(encoding="utf-8").splitlines() if line.partition(":")[0] not in changes]
    card.write_text("\n".join([*(f"{key}: {value}" for key, value in changes.items() if value is not None), *lines]), encoding="utf-8")
    return folder


@pytest.mark.parametrize("key", ["grondslag", "doel", "bewaren_tot"])
@pytest.mark.parametrize("value", [None, "''"])
def test_a_delivery_with_personal_data_without_ground_purpose_or_date_is_refused_with_an_example(
    tmp_path: Path, key: str, value: str | None
) -> None:
    changes = {key: "null" if value and key == "bewaren_tot" else value}
    folder = delivered(tmp_path / "levering", "politie-incidenten", **changes)
    with pytest.raises(DeliveryError, match=rf"levering/delivery\.yaml\).*{key} is missing, such as {key}: \S"):
        Delivery(folder)


def test_without_personal_data_none_of_the_three_is_needed(tmp_path: Path) -> None:
    assert Delivery(delivered(tmp_path / "levering", "noemers", grondslag=None, doel=None, bewaren_tot=None)).card.keep_until is None


@pytest.mark.parametrize(("day", "fits"), [("2022-09-20", True), ("2022-09-19", False)])
def test_a_delivery_is_not_to_be_gone_before_it_came(tmp_path: Path, day: str, fits: bool) -> None:
    folder = delivered(tmp_path / "levering", bewaren_tot=day)
    if fits:
        assert Delivery(folder).card.keep_until == date(2022, 9, 20)
    else:
        with pytest.raises(DeliveryError, match="bewaren_tot: 2022-09-19 lies before"):
            Delivery(folder)


def test_files_are_absent_only_where_a_purge_deleted_them(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="bestanden: list the files"):
        Delivery(delivered(tmp_path / "marked", verwijderd="2100-01-01"))
    card = tmp_path / "none" / FILE
    delivered(tmp_path / "none")
    card.write_text(card.read_text(encoding="utf-8").partition("bestanden:")[0], encoding="utf-8")
    with pytest.raises(DeliveryError, match="bestanden: list the files"):
        Delivery(card.parent)


def test_the_last_day_is_not_past_and_a_delivery_without_a_date_never_is(tmp_path: Path) -> None:
    delivered(tmp_path / "a")
    delivered(tmp_path / "b", "noemers", bewaren_tot=None)
    delivered(tmp_path / "c", "noemers")
    assert review(tmp_path, LAST).due == ()
    assert [item.name for item in review(tmp_path, PAST).due] == ["a", "c"]


def test_a_warning_says_which_since_when_and_what_to_do(tmp_path: Path) -> None:
    delivered(tmp_path / "bvh")
    delivered(tmp_path / "oud", doel=None)
    past, unknown = review(tmp_path, PAST).warnings("dalfsen")
    assert re.search(r"delivery bvh may be kept until 2099-12-31 .* is past; run ivp purge dalfsen", past)
    assert "oud/delivery.yaml" in unknown
    assert "doel is missing" in unknown


def test_damaged_files_do_not_keep_a_delivery_from_being_purged(tmp_path: Path) -> None:
    folder = delivered(tmp_path / "bvh")
    (folder / "incidenten.csv").write_bytes(b"other")
    (folder / "brief.txt").unlink()
    (item,) = review(tmp_path, PAST).due
    mark(item, PAST)
    empty(item)
    assert [path.name for path in folder.iterdir()] == [FILE]


def test_a_tombstone_says_what_was_there_and_holds_neither_hashes_nor_words_about_it(tmp_path: Path) -> None:
    folder = delivered(tmp_path / "bvh", opmerking="van Jansen")
    before = Delivery(folder).card
    (item,) = review(tmp_path, PAST).due
    mark(item, PAST)
    text = (folder / FILE).read_text(encoding="utf-8")
    for gone in ("sha256", "incidenten.csv", "Jansen", "opmerking", "duiding"):
        assert gone not in text
    after = load_yaml(folder / FILE, DeliveryCard)
    for field in ("kind", "source", "period", "reference_date", "received", "licence", "ground", "purpose", "keep_until", "personal"):
        assert getattr(after, field) == getattr(before, field)
    assert after.purged == PAST


def test_a_survey_keeps_its_edition_when_it_is_purged(tmp_path: Path) -> None:
    delivered(tmp_path / "enquete", "politie-incidenten", soort="enquete", editie="2023-H1")
    (item,) = review(tmp_path, PAST).due
    mark(item, PAST)
    assert str(tombstones(tmp_path)[0].card.first_edition) == "2023-H1"


def test_a_marked_delivery_is_due_until_its_files_are_gone_and_keeps_its_day(tmp_path: Path) -> None:
    folder = delivered(tmp_path / "bvh")
    (item,) = review(tmp_path, PAST).due
    mark(item, PAST)
    assert list(deliveries(tmp_path)) == []
    (again,) = review(tmp_path, date(2100, 6, 1)).due
    assert "was purged on 2100-01-01, and files lie in its folder" in again.why
    mark(again, date(2100, 6, 1))
    empty(again)
    assert review(tmp_path, date(2100, 6, 1)).due == ()
    assert [stone.card.purged for stone in tombstones(tmp_path)] == [PAST]
    assert Delivery(folder).paths == ()


def test_all_that_lies_beside_delivery_yaml_is_deleted(tmp_path: Path) -> None:
    folder = delivered(tmp_path / "bvh")
    (folder / "kopie" / "dieper").mkdir(parents=True)
    for name in ("kopie/dieper/incidenten.csv", ".~lock.incidenten.csv#", "niet genoemd.xlsx"):
        (folder / name).write_bytes(b"PL0400_BVH_1")
    (item,) = review(tmp_path, PAST).due
    mark(item, PAST)
    empty(item)
    assert [path.name for path in folder.iterdir()] == [FILE]


def link_of_folder(raw: Path, outside: Path) -> None:
    (raw / "bvh").rename(outside / "bvh")
    (raw / "bvh").symlink_to(outside / "bvh", target_is_directory=True)


def link_of_file(raw: Path, outside: Path) -> None:
    (raw / "bvh" / "incidenten.csv").rename(outside / "incidenten.csv")
    (raw / "bvh" / "incidenten.csv").symlink_to(outside / "incidenten.csv")


def link_of_card(raw: Path, outside: Path) -> None:
    (raw / "bvh" / FILE).rename(outside / FILE)
    (raw / "bvh" / FILE).symlink_to(outside / FILE)


def link_within(raw: Path, outside: Path) -> None:
    (outside / "andere.csv").write_bytes(b"x")
    (raw / "bvh" / "map").mkdir()
    (raw / "bvh" / "map" / "elders").symlink_to(outside, target_is_directory=True)


@pytest.mark.parametrize("link", [link_of_folder, link_of_file, link_of_card, link_within])
def test_a_delivery_that_is_or_holds_a_link_is_refused_and_nothing_is_touched(tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
    raw, outside = tmp_path / "raw", tmp_path / "outside"
    delivered(raw / "bvh")
    outside.mkdir()
    link(raw, outside)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    (item,) = review(raw, PAST).due
    assert item.leads_elsewhere
    with pytest.raises(DeliveryError, match=r"is a link or holds one.*delivery bvh"):
        mark(item, PAST)
    with pytest.raises(DeliveryError, match=r"is a link or holds one.*delivery bvh"):
        empty(item)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_linked_folder_of_all_deliveries_is_fine(tmp_path: Path) -> None:
    delivered(tmp_path / "disk" / "bvh")
    (tmp_path / "raw").symlink_to(tmp_path / "disk", target_is_directory=True)
    (item,) = review(tmp_path / "raw", PAST).due
    assert not item.leads_elsewhere
