"""Damaged SPSS files, read in a forked process each: the library that reads them crashes on some."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.sources import sav
from sources.fuzz.damage import byte_changes, damaged, odd_text, place
from sources.fuzz.deliveries import Case, card, codebook, sav_bytes, survey_frame
from sources.fuzz.running import cases, forked, tried

pytestmark = pytest.mark.fuzz

NAME = "voorbeeld-enquete-2017"
column_changes = st.lists(
    st.tuples(
        st.sampled_from(("cell", "cell", "text", "name", "no", "again", "label", "missing", "rows")),
        place,
        place,
        odd_text,
        st.one_of(st.integers(-5, 200), st.floats()),
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(autouse=True)
def _in_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sav, "ask", forked)


def delivered(content: bytes) -> Case:
    return Case(card(NAME), {"codebook.yaml": codebook(NAME), "antwoorden.sav": content})


def changed(drawn: list[Any]) -> bytes | None:
    """The survey with changes; nothing where such a file cannot be written."""
    frame, said = survey_frame()
    said = {key: dict(value) for key, value in said.items()}
    for change in drawn:
        if len(frame.columns):
            frame = _changed(frame.copy(), said, *change)
    known = {key: {name: item for name, item in value.items() if name in frame} for key, value in said.items()}
    with tempfile.TemporaryDirectory() as folder:
        try:
            return sav_bytes(Path(folder), frame, **known)
        except Exception:  # noqa: BLE001 - the library that writes is not what is tried
            return None


def _changed(frame: pd.DataFrame, said: dict[str, Any], kind: str, first: int, second: int, text: str, number: float) -> pd.DataFrame:
    name = frame.columns[first % len(frame.columns)]
    if kind == "cell":
        frame[name] = frame[name].mask(frame.index == second % max(len(frame), 1), number if frame[name].dtype == float else text)
    elif kind == "text":
        frame[name] = text
    elif kind == "again":
        frame[f"{name}_{second % 3}"] = frame[name]
    elif kind == "label":
        said["variable_value_labels"][name] = {float(second % 10): text}
    elif kind == "missing":
        said["missing_ranges"][name] = [{"lo": min(number, 3.0), "hi": max(number, 3.0)}]
    return {"name": frame.rename(columns={name: text}), "no": frame.drop(columns=name), "rows": frame.head(second % 3)}.get(kind, frame)


@cases(quick=15, nightly=1500)
@given(column_changes)
def test_odd_values_in_an_spss_file(drawn: list[Any]) -> None:
    content = changed(drawn)
    if content is not None:
        tried(delivered(content))


@cases(quick=30, nightly=2500)
@given(st.booleans(), st.booleans(), byte_changes)
def test_damaged_bytes_of_an_spss_file(row_compress: bool, compress: bool, drawn: list[Any]) -> None:
    frame, said = survey_frame()
    with tempfile.TemporaryDirectory() as folder:
        content = sav_bytes(Path(folder), frame, **said, row_compress=row_compress, compress=compress and not row_compress)
    tried(delivered(damaged(content, drawn)))
