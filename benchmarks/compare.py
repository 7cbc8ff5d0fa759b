"""Whether two ways of running a notebook give the same outputs: data, figures and text, not times and ids."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Comparison:
    """How many notebooks were compared, and what differed.

    Attributes
    ----------
    compared : int
        Notebooks that both ways made.
    outputs : int
        Outputs in them.
    different : list of str
        Titles of the notebooks whose outputs are not the same, and of those that are absent.
    """

    compared: int = 0
    outputs: int = 0
    different: list[str] = field(default_factory=list)


def compare(pairs: Iterable[tuple[str, Path, Path]]) -> Comparison:
    """Compare executed notebooks.

    Parameters
    ----------
    pairs : iterable of (str, Path, Path)
        Title, and the same notebook executed in two ways.
    """
    result = Comparison()
    for title, one, other in pairs:
        if not (one.exists() and other.exists()):
            result.different.append(f"{title} (absent)")
            continue
        first, second = outputs(one), outputs(other)
        result.compared += 1
        result.outputs += sum(len(cell) for cell in first)
        if first != second:
            result.different.append(title)
    return result


def outputs(notebook: Path) -> list[list[dict[str, Any]]]:
    """Return the outputs of every code cell, streams of one name joined; a kernel may send printed text in any number of pieces."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [_joined(cell["outputs"]) for cell in cells if cell["cell_type"] == "code"]


def _joined(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = []
    for output in found:
        plain = {key: value for key, value in output.items() if key != "execution_count"}
        if "text" in plain:
            plain["text"] = "".join(plain["text"])
            if result and result[-1].get("name") == plain["name"]:
                result[-1]["text"] += plain["text"]
                continue
        if "data" in plain:
            plain["data"] = {kind: "".join(data) if _lines(data) else data for kind, data in plain["data"].items()}
        result.append(plain)
    return result


def _lines(data: object) -> bool:
    """Tell whether data is text as notebooks keep it on disk, in lines."""
    return isinstance(data, list) and all(isinstance(line, str) for line in data)
