"""What stands in data/raw is a file of its own, within its delivery, of a kind that is only read."""

import os
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.paths import PROJECT
from ivp_analysis.processing.reading import READERS
from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import Delivery, deliveries, received
from ivp_analysis.sources.json_pages import read_pages
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.files import csv_bytes, write_delivery
from sources.fuzz.running import in_time

ROOM = PROJECT / "src" / "ivp_analysis"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A delivery with one file."""
    return write_delivery(tmp_path / "dalfsen" / "levering", "noemers", {"a.csv": b"x"}).folder


def moved(path: Path, outside: Path) -> None:
    """Put a file or folder elsewhere and a link in its place."""
    path.rename(outside)
    path.symlink_to(outside, target_is_directory=outside.is_dir())


@pytest.mark.parametrize("name", ["a.csv", FILE])
def test_a_file_that_is_a_link_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    moved(folder / name, tmp_path / "elders")
    with pytest.raises(DeliveryError, match=rf"a link stands in data/raw \(folder levering, file {re.escape(name)}\)\. Put the file"):
        Delivery(folder)


def test_a_link_within_the_delivery_is_refused_too(folder: Path) -> None:
    moved(folder / "a.csv", folder / ".verborgen")
    with pytest.raises(DeliveryError, match="a link stands in data/raw"):
        Delivery(folder)


def test_a_delivery_that_is_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    moved(folder, tmp_path / "elders")
    with pytest.raises(DeliveryError, match=r"a link stands in data/raw \(folder dalfsen, file levering\)"):
        list(deliveries(folder.parent))


def test_the_folder_of_a_municipality_may_lie_on_another_disk(folder: Path, tmp_path: Path) -> None:
    moved(folder.parent, tmp_path / "elders")
    assert [item.name for item in deliveries(tmp_path / "dalfsen")] == ["levering"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
@pytest.mark.parametrize("name", ["a.csv", "b.csv", FILE])
def test_a_pipe_is_refused_at_once(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    with in_time(), pytest.raises(DeliveryError, match=r"is missing|is not listed"):
        Delivery(folder)
    with in_time():
        assert received(folder.parent).keys() == ({"levering"} if name != FILE else set())


@pytest.mark.parametrize(
    "name", ["../a.csv", "..", "/etc/hostname", "a/b.csv", "..\\\\a.csv", "C:a.csv", ".a.csv", "a.csv\\n", "-a.csv", ""]
)
def test_a_file_can_only_be_named_within_its_delivery(folder: Path, name: str) -> None:
    card = (folder / FILE).read_text(encoding="utf-8").replace("naam: a.csv", f'naam: "{name}"')
    (folder / FILE).write_text(card, encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"delivery\.yaml\)\. bestanden\.0\.naam: "):
        Delivery(folder)


class Bomb:
    """What makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("kind", sorted(READERS))
@pytest.mark.parametrize("ending", ["pkl", "parquet", "npy", "csv", "xlsx", "sav", "json", "json.gz"])
def test_nothing_is_ever_unpickled(tmp_path: Path, kind: str, ending: str, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    stem = {"politie-open-data": "TableInfos", "grenzen": "buurten"}.get(kind, "a")
    marker = tmp_path / "ontploft"
    files = {f"{stem}.{ending}": pickle.dumps(Bomb(marker))}
    if kind != "enquete":
        delivery = write_delivery(tmp_path / "levering", kind, files)
        with pytest.raises(DeliveryError):
            READERS[kind](delivery, dalfsen, kernbeleid)
    assert not marker.exists()


def test_no_room_below_the_estimates_can_unpickle() -> None:
    modules = [path for room in ("sources", "tables", "vocabulary", "processing") for path in (ROOM / room).glob("*.py")]
    assert modules
    unsafe = re.compile(r"pickle|allow_pickle|\bmarshal\b|\bshelve\b|\beval\(|\bexec\(|joblib|YAML\(typ=\"unsafe")
    assert not [path.name for path in modules if unsafe.search(path.read_text(encoding="utf-8"))]


def test_a_page_is_read_once_even_where_its_name_could_mean_two(tmp_path: Path) -> None:
    delivery = write_delivery(tmp_path / "levering", "grenzen", {"a.json": b'{"value": []}', "a-0001.json": b'{"value": []}'})
    with pytest.raises(DeliveryError, match="pages of a delivery are missing or double"):
        read_pages(delivery, "a", "value")


LAUGHS = "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize("content", [
    "a: &a [x, x, x, x, x, x, x, x, x]\n" + LAUGHS,
    "a: &a {x: 1}\nb: &b {<<: [*a, *a, *a, *a, *a, *a, *a, *a]}\n",
    "? [*a]\n: 1\n",
    "[" * 5000,
    "{a: " * 5000,
    "a: !!python/object/apply:os.mkdir [ontploft]\n",
    "peildatum: 2022-13-45\n",
    "peildatum: 2022-01-01T99:99:99\n",
    f"telling: {'9' * 5000}\n",
    "a: !!float x\n",
    "a: !!binary x\n",
    "a: !!int x\n",
    "a: !!bool x\n",
    "a: !!timestamp x\n",
    "? {a: b}\n: 1\n",
    "a: 1\na: 2\n",
    "%YAML 9.9\n---\na: 1\n",
    "\x00",
    "a: \x07\n",
    "- a\n--- \n- b\n",
])  # fmt: skip
def test_yaml_that_means_harm_is_no_delivery(folder: Path, content: str) -> None:
    (folder / FILE).write_text(content, encoding="utf-8")
    with in_time(), pytest.raises(DeliveryError, match=r"\(file dalfsen/levering/delivery\.yaml[^()]*\)\. ") as caught:
        Delivery(folder)
    assert len(str(caught.value)) < 1500


def test_an_alias_says_what_to_do(folder: Path) -> None:
    (folder / FILE).write_text("bron: &x a\nperiode: *x\n", encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"line 2.*an alias \(\*\) stands here: write out what it stands for"):
        Delivery(folder)


def test_an_error_says_no_letters_that_steer_a_terminal(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    table = csv_bytes([["gebied", "jaar", "maat", "\x1b[2J\u202ewaard"], ["Dalfsen", "2021", "inwoners", "5"]])
    with pytest.raises(DeliveryError) as caught:
        READERS["noemers"](write_delivery(tmp_path / "levering", "noemers", {"a.csv": table}), dalfsen, kernbeleid)
    assert "'\ufffd[2J\ufffdwaard'" in str(caught.value)
