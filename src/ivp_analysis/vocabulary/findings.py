"""What a notebook concludes, as a value that can be read back from the executed notebook."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_serializer

from ivp_analysis.errors import NotebookError
from ivp_analysis.vocabulary.audience import Audience
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict

MIME_TYPE = "application/vnd.ivp-analysis.finding+json"

NO_SOURCE = "geen politiebron"
"""Verdict on a theme that the police have no open figures on."""

NO_DATA = "geen cijfers"
"""Verdict where figures exist and were not delivered."""

NO_SURVEY = "geen enquête"
"""Verdict where the edition has no survey."""

NO_QUESTIONS = "geen vragen"
"""Verdict on a theme about which the survey asked nothing."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Change(_Model):
    """What the period of a finding is compared with, and what came of it; None where a number is absent or not shown.

    Attributes
    ----------
    kind : Comparison
        With the baseline, with the year before, its change with that of a reference area; of a survey, with the one before or the rest.
    against : str
        The years, such as "2017-2019".
    years : int
        How many.
    reference : str
        The reference area; empty where the area is compared with its own past.
    before : float or None
        Count a year in those years, on average; of a survey the figure itself.
    ratio, low, high : float or None
        How many times as much per inhabitant or other denominator, with its 95 % interval; of a survey the interval of the difference.
    p, q : float or None
        By itself, and corrected for all tests of its family.
    fewest, most : int or None
        The largest count below and the smallest above that would have been demonstrable.
    difference, detectable : float or None
        Of a survey: how many points more, and how many there must be to find them.
    verdict : Verdict
        What may be said.
    """

    kind: Comparison
    against: str
    years: int
    verdict: Verdict
    reference: str = ""
    before: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    q: float | None = None
    fewest: int | None = None
    most: int | None = None
    difference: float | None = None
    detectable: float | None = None

    @field_serializer("before", "ratio", "low", "high", "p", "q", "difference", "detectable")
    def _ten_digits(self, value: float | None) -> float | None:
        return None if value is None else float(f"{value:.10g}")


class Finding(_Model):
    """One conclusion of a notebook.

    Estimate, low and high are None where the figure is absent or may not be shown; the sentence then says why. They are never infinite, and
    are written in ten significant digits: the last bits of a float differ between processors. The sentence is made of the other fields and
    of nothing else (`wording.findings`). What an internal run found says so (`audience`), wherever it is copied to.
    """

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
    place: str = ""
    subject: str = ""
    label: str = ""
    singular: str = ""
    denominator: str = ""
    base: float | None = None
    changes: tuple[Change, ...] = ()
    rounded: bool = False
    pooled: str = ""
    pooled_period: str = ""
    reason: str = ""
    audience: Audience = "public"

    @property
    def count(self) -> int | None:
        """The count; None where it is absent or not shown."""
        return int(self.n) if self.n.isdigit() else None

    def change(self, kind: Comparison) -> Change | None:
        """Return the first change of a kind; None where there is none."""
        return next((item for item in self.changes if item.kind is kind), None)

    @field_serializer("estimate", "low", "high", "base")
    def _ten_digits(self, value: float | None) -> float | None:
        return None if value is None else float(f"{value:.10g}")


def findings_in(notebook: Path, audience: Audience = "public") -> list[Finding]:
    """Read the findings that an executed notebook holds.

    Parameters
    ----------
    notebook : Path
        An executed notebook (nbformat 4).
    audience : {"public", "internal"}, optional
        For whom they must be.

    Returns
    -------
    list of Finding
        In the order in which the notebook displayed them.

    Raises
    ------
    NotebookError
        When the file is missing, is no notebook, holds something else under the findings' MIME type, or findings for another audience.
    """
    where = {"notebook": "/".join(notebook.parts[-3:])}
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", ())]
        found = [Finding.model_validate(output["data"][MIME_TYPE]) for output in outputs if MIME_TYPE in output.get("data", ())]
    except FileNotFoundError:
        raise NotebookError("an executed notebook is missing", where, "Run ivp run") from None
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise NotebookError(f"a finding cannot be read: {field} is wrong", where, "Run the notebook again: ivp run --force") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotebookError("an executed notebook cannot be read", where, "Run the notebook again: ivp run --force") from None
    if any(finding.audience != audience for finding in found):
        raise NotebookError(f"a notebook among those of {audience} runs is of another one", where, "Run it again with ivp run --force")
    return found
