import json
from pathlib import Path

import pytest
from publication.notebooks import code, finding, markdown, shown, write

from ivp_analysis.errors import NotebookError
from ivp_analysis.vocabulary.findings import findings_in


def test_findings_are_read_back_from_a_notebook_in_order(tmp_path: Path) -> None:
    first, second = finding(verdict="cijfers"), finding(verdict="niet getoond", estimate=None, low=None, high=None, notes=("let op",))
    displays = [shown(html="<p>tekst</p>"), *(shown(finding=item.model_dump(mode="json")) for item in (first, second))]
    log = {"output_type": "stream", "name": "stderr", "text": "log"}
    assert findings_in(write(tmp_path / "n.ipynb", [markdown("tekst"), code(log, *displays)])) == [first, second]


def test_a_notebook_without_findings_has_none(tmp_path: Path) -> None:
    assert findings_in(write(tmp_path / "n.ipynb", [markdown("tekst"), code()])) == []


def test_a_missing_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"is missing \(notebook .*dalfsen/1-1\.ipynb\)"):
        findings_in(tmp_path / "dalfsen" / "1-1.ipynb")


@pytest.mark.parametrize("content", ["geen json", "[]", "{}", '{"cells": [1]}'])
def test_what_is_no_notebook_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotebookError, match=r"cannot be read \(notebook .*n\.ipynb"):
        findings_in(path)


def test_a_wrong_finding_is_an_error_that_names_the_field(tmp_path: Path) -> None:
    wrong = json.loads(finding().model_dump_json()) | {"estimate": "veel"}
    with pytest.raises(NotebookError, match="estimate is wrong"):
        findings_in(write(tmp_path / "n.ipynb", [code(shown(finding=wrong))]))
