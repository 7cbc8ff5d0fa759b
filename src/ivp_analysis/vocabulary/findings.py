"""What a notebook concludes, as a value that can be read back from the executed notebook."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, field_serializer

MIME_TYPE = "application/vnd.ivp-analysis.finding+json"


class Finding(BaseModel):
    """One conclusion of a notebook.

    Estimate, low and high are None where the figure is absent or may not be shown; the sentence then says why.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

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
