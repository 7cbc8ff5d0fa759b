"""What the environment says: IVP_HOME, the addresses of the services, limits."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.paths import PROJECT, Paths


class Settings(BaseSettings):
    """Settings from environment variables that start with IVP_."""

    model_config = SettingsConfigDict(env_prefix="IVP_", env_ignore_empty=True, frozen=True, extra="forbid")

    home: Path = Field(default=PROJECT, description="folder with data/ and reports/")
    police_url: str = Field(default="https://dataderden.cbs.nl", description="police open data, OData v3")
    boundaries_url: str = Field(default="https://api.pdok.nl", description="boundaries and inhabitants, OGC API Features")
    boundary_year: int = Field(default=2024, ge=2000, le=2100, description="year of the boundaries that maps are drawn with")
    first_inhabitants_year: int = Field(default=2012, ge=2000, le=2100, description="first year that inhabitants are fetched for")
    download_timeout: float = Field(default=180.0, gt=0, description="seconds until a request is given up")
    download_attempts: int = Field(default=6, ge=1, description="times that a request is tried")
    download_pause: float = Field(default=0.3, ge=0, description="seconds between two requests")
    cell_timeout: int = Field(default=300, ge=1, description="seconds that a cell of a notebook may take")
    epoch: int = Field(default=1, ge=1, description="raise it to run every notebook again")
    jobs: int = Field(default=0, ge=0, description="notebooks that run at once; 0 for as many as suit the machine")
    kernel: Literal["auto", "fork", "stock"] = Field(default="auto", description="kernels forked from a template, or started one by one")

    @cached_property
    def paths(self) -> Paths:
        """The folders that these settings point at."""
        return Paths(self.home.expanduser().resolve())


def load_settings() -> Settings:
    """Read the settings from the environment.

    Returns
    -------
    Settings
        The settings, checked.

    Raises
    ------
    ConfigurationError
        When a variable has a value that cannot be.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "IVP_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(
            f"the setting {name} is wrong: {first['msg']}", {"value": first.get("input")}, f"Correct or unset {name}"
        ) from None
