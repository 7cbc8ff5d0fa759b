"""What a delivery.yaml says of the delivery that it lies in."""

from __future__ import annotations

from datetime import date, datetime
from io import StringIO
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from ruamel.yaml import YAML

from ivp_analysis.vocabulary.duiding import Duiding
from ivp_analysis.vocabulary.editions import Edition

FILE = "delivery.yaml"
Kind = Literal["politie-open-data", "politie-incidenten", "politie-aantallen", "noemers", "grenzen", "enquete"]
_PERSONAL = {
    "grondslag": "Wet politiegegevens, artikel 22 (beleidsinformatie)",
    "doel": "veiligheidsanalyse voor het Integraal Veiligheidsplan",
    "bewaren_tot": "2027-12-31",
}
"""What a delivery with personal data must name, each with an example."""


class DeliveredFile(BaseModel):
    """One file of a delivery with its hash."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = Field(alias="naam", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    received: datetime | None = Field(default=None, alias="ontvangen", description="when a page of a download came in")

    @field_validator("sha256", mode="before")
    @classmethod
    def _small_letters(cls, value: object) -> object:
        # PowerShell writes hashes in capitals
        return value.lower() if isinstance(value, str) else value


class DeliveryCard(BaseModel):
    """The content of a delivery.yaml; its keys are Dutch, because its readers are."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    kind: Kind = Field(alias="soort")
    source: str = Field(alias="bron", min_length=1)
    period: str = Field(alias="periode", min_length=1)
    reference_date: date = Field(alias="peildatum")
    counting: Literal["bruto", "netto", "onbekend"] = Field(default="onbekend", alias="telling")
    received: datetime | date = Field(alias="ontvangen")
    licence: str = Field(alias="licentie", min_length=1)
    personal: bool = Field(alias="persoonsgegevens")
    ground: str = Field(default="", alias="grondslag", description="legal ground on which personal data are held")
    purpose: str = Field(default="", alias="doel", description="what they are held for")
    keep_until: date | None = Field(default=None, alias="bewaren_tot", description="the last day on which the files may be there")
    purged: date | None = Field(default=None, alias="verwijderd", description="the day on which ivp purge deleted the files")
    synthetic: bool = Field(alias="synthetisch")
    remarks: str = Field(default="", alias="opmerking")
    edition: str = Field(
        default="", alias="editie", pattern=r"^(20\d{2}-H[12])?$", description="of a survey: the first edition that has it"
    )
    duiding: tuple[Duiding, ...] = Field(default=(), description="what police and municipality write about the figures")
    files: tuple[DeliveredFile, ...] = Field(default=(), alias="bestanden")

    @field_validator("personal", "synthetic", mode="before")
    @classmethod
    def _yes_or_no(cls, value: object) -> object:
        # YAML 1.2 reads ja and nee as text
        return {"ja": True, "nee": False}.get(value, value) if isinstance(value, str) else value

    @field_validator("period", mode="before")
    @classmethod
    def _year_as_text(cls, value: object) -> object:
        # YAML reads periode: 2021 as a number
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @model_validator(mode="after")
    def _files_once(self) -> Self:
        names = [file.name for file in self.files]
        if len(set(names)) != len(names):
            raise ValueError("a file is listed twice")
        if bool(names) == bool(self.purged):
            raise ValueError("bestanden: list the files of the delivery; only where ivp purge deleted them (verwijderd) there are none")
        return self

    @model_validator(mode="after")
    def _personal_data_for_a_reason_and_a_time(self) -> Self:
        named = {"grondslag": self.ground.strip(), "doel": self.purpose.strip(), "bewaren_tot": self.keep_until}
        missing = [f"{key} is missing, such as {key}: {_PERSONAL[key]}" for key, value in named.items() if not value]
        if self.personal and missing:
            raise ValueError(f"a delivery with personal data says why and how long it is kept: {'; '.join(missing)}")
        if self.purged and not self.keep_until:
            raise ValueError("verwijderd: ivp purge writes it where bewaren_tot is past; put the files back, or remove the whole delivery")
        received = self.received.date() if isinstance(self.received, datetime) else self.received
        if self.keep_until and self.keep_until < max(received, self.reference_date):
            raise ValueError(f"bewaren_tot: {self.keep_until} lies before the peildatum or the day of reception (ontvangen)")
        return self

    @model_validator(mode="after")
    def _surveys_name_their_edition(self) -> Self:
        if (self.kind == "enquete") != bool(self.edition):
            raise ValueError("editie: a delivery of the kind enquete names the first edition that has it, such as 2022-H1; no other does")
        if self.edition and Edition.parse(self.edition) < (own := Edition.of(self.reference_date)):
            raise ValueError(f"editie: {self.edition} is before {own}, the round of the peildatum: write that edition or a later one")
        return self

    @model_validator(mode="after")
    def _duiding_after_the_figures(self) -> Self:
        for number, item in enumerate(self.duiding):
            if item.datum < self.reference_date:
                raise ValueError(f"duiding.{number}.datum lies before the peildatum of the figures that it is about")
        return self

    @property
    def first_edition(self) -> Edition:
        """The first edition that takes the delivery in."""
        return Edition.parse(self.edition) if self.edition else Edition.of(self.reference_date)


def card_text(card: dict[str, Any]) -> str:
    """Return the text of a delivery.yaml with these Dutch keys, checked."""
    DeliveryCard.model_validate(card)
    yaml = YAML()
    yaml.width = 200
    text = StringIO()
    yaml.dump(card, text)
    return text.getvalue()
