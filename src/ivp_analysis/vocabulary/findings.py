"""What a notebook concludes, as a value that can be read back from the executed notebook."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_serializer

from ivp_analysis.errors import NotebookError

MIME_TYPE = "application/vnd.ivp-analysis.finding+json"


class Finding(BaseModel):
    """One conclusion of a notebook.

    Estimate, low and high are None where the figure is absent or may not be shown; the sentence then says why. They are never infinite, and
    are written in ten significant digits: the last bits of a float differ between processors.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    municipality: str
    village: str
    theme: str
    indicator: str
    period: str
    estimate: float | None
    low: float | None
    high: float | None
    n: str
    unit: str
    reference: str
    verdict: str
    sentence: str
    source: str
    notes: tuple[str, ...] = ()

    @field_serializer("estimate", "low", "high")
    def _ten_digits(self, value: float | None) -> float | None:
        return None if value is None else float(f"{value:.10g}")


def findings_in(notebook: Path) -> list[Finding]:
    """Read the findings that an executed notebook holds.

    Parameters
    ----------
    notebook : Path
        An executed notebook (nbformat 4).

    Returns
    -------
    list of Finding
        In the order in which the notebook displayed them.

    Raises
    ------
    NotebookError
        When the file is missing, is no notebook, or holds something else under the findings' MIME type.
    """
    where = {"notebook": "/".join(notebook.parts[-3:])}
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", ())]
        return [Finding.model_validate(output["data"][MIME_TYPE]) for output in outputs if MIME_TYPE in output.get("data", ())]
    except FileNotFoundError:
        raise NotebookError("an executed notebook is missing", where, "Run ivp run") from None
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise NotebookError(f"a finding cannot be read: {field} is wrong", where, "Run the notebook again: ivp run --force") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotebookError("an executed notebook cannot be read", where, "Run the notebook again: ivp run --force") from None
