"""Damaged pages of public services: police open data and boundaries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fuzz.damage import byte_changes, damaged, node_changes, place, tree_changed
from sources.fuzz.deliveries import open_data, packed
from sources.fuzz.running import cases, tried

pytestmark = pytest.mark.fuzz

kinds = st.sampled_from(("politie-open-data", "grenzen"))


def chosen(kind: str, number: int) -> tuple[str, bytes]:
    """One of the files of a delivery."""
    files = open_data(kind).files
    name = sorted(files)[number % len(files)]
    return name, files[name]


@cases(quick=40, nightly=2500)
@given(kinds, place, node_changes)
def test_odd_values_in_a_page(kind: str, number: int, drawn: list[Any]) -> None:
    name, content = chosen(kind, number)
    page = json.dumps(tree_changed(json.loads(content), drawn)).encode()
    tried(open_data(kind).with_file(name, page))


@cases(quick=35, nightly=1500)
@given(kinds, place, byte_changes)
def test_damaged_bytes_of_a_page(kind: str, number: int, drawn: list[Any]) -> None:
    name, content = chosen(kind, number)
    tried(open_data(kind).with_file(name, damaged(content, drawn)))


@cases(quick=15, nightly=500)
@given(kinds, place, byte_changes)
def test_damaged_bytes_of_a_packed_page(kind: str, number: int, drawn: list[Any]) -> None:
    name, content = chosen(kind, number)
    tried(open_data(kind).with_file(f"{name}.gz", damaged(packed(content), drawn), instead_of=name))


@cases(quick=5, nightly=200)
@given(kinds, place, st.sampled_from(("again", "lost", "renamed")))
def test_pages_that_are_lost_or_there_twice(kind: str, number: int, fault: str) -> None:
    name, content = chosen(kind, number)
    stem = name.removesuffix(".json")
    other = {"again": f"{stem}-{number % 5:04d}.json", "lost": "brief.txt", "renamed": f"{stem}-{number % 5:04d}.json.gz"}[fault]
    tried(
        open_data(kind).with_file(other, packed(content) if other.endswith("gz") else content, instead_of="" if fault == "again" else name)
    )
