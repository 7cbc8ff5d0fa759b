import json
import math
from pathlib import Path
from typing import Any

import pytest
from publication.notebooks import code, finding, markdown, shown, write
from pydantic import ValidationError

from ivp_analysis.errors import NotebookError
from ivp_analysis.vocabulary.findings import MIME_TYPE, Finding, findings_in


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


def displayed(*findings: Finding, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What a notebook writes when it publishes findings."""
    import IPython.display

    from ivp_analysis.analyses.display import publish

    shown_data: list[dict[str, Any]] = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **_: shown_data.append(data))
    publish(findings, "public")
    return [data[MIME_TYPE] for data in shown_data]


def test_what_a_notebook_writes_is_rounded_to_ten_significant_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = finding(estimate=2 / 3, low=123456.7890123456, high=1e-20 / 3)
    (written,) = displayed(exact, monkeypatch=monkeypatch)
    assert (written["estimate"], written["low"], written["high"]) == (0.6666666667, 123456.789, 3.333333333e-21)
    # what differs in the last bits only is the same once written
    (other,) = displayed(finding(estimate=math.nextafter(2 / 3, 1), low=exact.low, high=exact.high), monkeypatch=monkeypatch)
    assert other == written
    assert json.loads(exact.model_dump_json()) == written


def test_a_finding_without_figures_has_none_and_not_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    (written,) = displayed(finding(estimate=None, low=None, high=None), monkeypatch=monkeypatch)
    assert (written["estimate"], written["low"], written["high"]) == (None, None, None)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("field", ["estimate", "low", "high"])
def test_a_figure_that_is_no_number_is_refused(field: str, value: float) -> None:
    figures: dict[str, Any] = {field: value}
    with pytest.raises(ValidationError, match=f"{field}\\s+Input should be a finite number"):
        finding(**figures)


def test_a_figure_that_is_no_number_is_refused_when_it_is_read(tmp_path: Path) -> None:
    infinite = json.loads(finding().model_dump_json()) | {"high": math.inf}
    with pytest.raises(NotebookError, match="high is wrong"):
        findings_in(write(tmp_path / "n.ipynb", [code(shown(finding=infinite))]))
