import json
from pathlib import Path
from typing import Any

import pytest
from publication.notebooks import chapter, finding, police, write

from ivp_analysis.execution import outputs
from ivp_analysis.execution.outputs import Seal, page_of, page_text, put, seal_of, sealed, sha256

FINGERPRINT = {"notebook": "1" * 64, "data: 2022-H2/estimates theme=1.3": "2" * 64}


def executed(folder: Path, cells: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(write(folder / "source.ipynb", police() if cells is None else cells).read_text(encoding="utf-8"))
    return content


def output(folder: Path, page: str = "<p>x</p>", cells: list[dict[str, Any]] | None = None) -> Path:
    path = folder / "out.ipynb"
    path.write_bytes(sealed(executed(folder, cells), FINGERPRINT, page).encode())
    return path


def test_a_seal_is_read_back_and_the_notebook_is_what_it_was(tmp_path: Path) -> None:
    path = output(tmp_path)
    seal = seal_of(path)
    assert seal
    assert seal.fingerprint == FINGERPRINT
    assert seal.page == sha256("<p>x</p>")
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["metadata"].pop("ivp")["digest"]
    assert content == executed(tmp_path)


def test_a_sealed_notebook_is_still_a_notebook(tmp_path: Path) -> None:
    import nbformat

    nbformat.validate(nbformat.read(output(tmp_path), as_version=4))


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    content = executed(tmp_path)
    turned = dict(reversed(content.items()))
    assert sealed(turned, dict(reversed(FINGERPRINT.items())), "x") == sealed(content, FINGERPRINT, "x")


def test_a_notebook_can_be_sealed_again(tmp_path: Path) -> None:
    first = json.loads(output(tmp_path).read_text(encoding="utf-8"))
    path = tmp_path / "again.ipynb"
    path.write_bytes(sealed(first, {"notebook": "3"}, "").encode())
    assert seal_of(path) == Seal({"notebook": "3"}, "", sha256(json.dumps([finding().model_dump(mode="json")], sort_keys=True)))


def test_a_changed_byte_anywhere_breaks_the_seal(tmp_path: Path) -> None:
    path = output(tmp_path, cells=[])
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert seal_of(path) is None, place


@pytest.mark.parametrize(
    "change", [lambda text: text[: len(text) // 2], lambda text: text + b"\n", lambda text: text.replace(b"\n", b"\r\n")]
)
def test_a_torn_longer_or_rewritten_file_has_no_seal(tmp_path: Path, change: Any) -> None:
    path = output(tmp_path)
    path.write_bytes(change(path.read_bytes()))
    assert seal_of(path) is None


@pytest.mark.parametrize(
    "content", ["", "geen json", "[]", "{}", '{"metadata": {"ivp": 1}}', '{"metadata": {"ivp": {"digest": 1}}}', "\x00"]
)
def test_what_is_no_sealed_notebook_has_no_seal(tmp_path: Path, content: str) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text(content, encoding="utf-8")
    assert seal_of(path) is None


def test_a_notebook_that_is_absent_or_was_executed_by_hand_has_no_seal(tmp_path: Path) -> None:
    assert seal_of(tmp_path / "n.ipynb") is None
    assert seal_of(write(tmp_path / "n.ipynb", police())) is None


def test_the_digest_of_findings_follows_the_findings_only(tmp_path: Path) -> None:
    def found(cells: list[dict[str, Any]]) -> str:
        seal = seal_of(output(tmp_path, cells=cells))
        assert seal
        return seal.findings

    first = found(police())
    assert found([*chapter(), *police()]) == first
    assert found(police(verdict="te weinig")) != first
    assert found(police()[:-1]) != first


def test_a_page_is_read_only_as_it_was_written(tmp_path: Path) -> None:
    path = output(tmp_path, "<p>één</p>\n")
    seal = seal_of(path)
    assert seal
    assert page_text(path, seal) is None
    put("<p>één</p>\n", page_of(path), tmp_path)
    assert page_of(path) == tmp_path / "out.html"
    assert page_text(path, seal) == "<p>één</p>\n"
    for other in (b"<p>twee</p>\n", b"\xff", b"<p>\xc3\xa9\xc3\xa9n</p>\r\n", b""):
        page_of(path).write_bytes(other)
        assert page_text(path, seal) is None


def test_a_run_without_a_page_has_none_even_where_a_file_lies_in_its_place(tmp_path: Path) -> None:
    path = output(tmp_path, "")
    page_of(path).write_bytes(b"")
    seal = seal_of(path)
    assert seal
    assert page_text(path, seal) is None


def test_a_file_appears_whole_in_a_folder_that_need_not_exist(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    put("één\n", tmp_path / "a" / "b.txt", scratch)
    assert (tmp_path / "a" / "b.txt").read_bytes() == "één\n".encode()
    put("twee\n", tmp_path / "a" / "b.txt", scratch)
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"twee\n"
    assert not list(scratch.iterdir())
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("oud", tmp_path / "b.txt", tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        outputs.put("nieuw", tmp_path / "b.txt", tmp_path)
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "oud"
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
