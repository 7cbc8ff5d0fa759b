"""What people write is read, or refused with the place of the fault and nothing of what stands there."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.vocabulary.yaml import load_yaml


class Anything(BaseModel):
    a: object = None


def read(folder: Path, content: str | bytes) -> Anything:
    path = folder / "x.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_yaml(path, Anything)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "a: [1, twee, {drie: $x$ é}]").a == [1, "twee", {"drie": "$x$ é"}]
    assert read(tmp_path, "").a is None


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: [Jansen", "line 1, column 11"),
        ("a: 1\na: Jansen\n", "line 2, column 1"),
        ("\ta: Jansen", "line 1, column 1"),
        ("a: b\nb: mevrouw: Jansen", "line 2, column 11"),
        ("a: *Jansen", "line 1, column 4"),
        ("a: !Jansen x", "line 1, column 4"),
        ("Jansen: \x07", "x.yaml"),
        (b"a: Jansen \xff", "x.yaml"),
        ('"Jansen\\u202e": 1', "x.yaml"),
        ('a: {Jansen: [1, "b\\0"]}', "x.yaml"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_place_and_not_with_its_content(
    tmp_path: Path, content: str | bytes, place: str
) -> None:
    with pytest.raises(ConfigurationError, match="no valid YAML in UTF-8") as caught:
        read(tmp_path, content)
    assert place in str(caught.value)
    assert "Jansen" not in str(caught.value)
