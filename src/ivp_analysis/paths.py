"""Where things are. Imports nothing of the package."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
"""The checkout: config/, notebooks/ and the lock lie here."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\Z")


def slug(name: str) -> str:
    """Turn a name into one that is safe in a path and an address.

    Parameters
    ----------
    name : str
        A name of a village, theme, table or delivery.

    Returns
    -------
    str
        Lower-case letters, digits and hyphens; ``"1.3"`` becomes ``"1-3"``.

    Raises
    ------
    ValueError
        When nothing is left of the name.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    result = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if not _NAME.match(result):
        raise ValueError(f"no path can be made of the name {name!r}")
    return result


@dataclass(frozen=True)
class Paths:
    """The folders of one working place.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and reports/; the checkout itself unless IVP_HOME says otherwise.
    """

    home: Path = PROJECT

    @property
    def kernbeleid(self) -> Path:
        """The file with fields, themes and codes."""
        return self.config / "kernbeleid.yaml"

    @property
    def ladder(self) -> Path:
        """The file that says when a difference is demonstrable, and in which words."""
        return self.config / "bevindingen.yaml"

    @property
    def survey_rules(self) -> Path:
        """The file that says how surveys are weighted and what of them is published."""
        return self.config / "enquete.yaml"

    @property
    def publication_rules(self) -> Path:
        """The file that says how figures are blurred before the public sees them."""
        return self.config / "publication.yaml"

    @property
    def config(self) -> Path:
        """The configuration: of the home folder where it has one, else of the checkout."""
        own = self.home / "config"
        return own if own.is_dir() else PROJECT / "config"

    @property
    def notebooks(self) -> Path:
        """The notebooks, as committed."""
        return PROJECT / "notebooks"

    def municipality(self, municipality: str) -> Path:
        """Return the configuration file of a municipality."""
        return self.config / "municipalities" / f"{slug(municipality)}.yaml"

    def raw(self, municipality: str) -> Path:
        """Return the folder with the deliveries of a municipality."""
        return self.home / "data" / "raw" / slug(municipality)

    def processed(self, municipality: str) -> Path:
        """Return the folder with the tables of a municipality."""
        return self.home / "data" / "processed" / slug(municipality)

    def reports(self, municipality: str, edition: str, audience: str = "public") -> Path:
        """Return the folder with the report of an edition; internal runs lie in a folder of their own."""
        public = self.all_reports(municipality) / slug(edition).upper()
        return public / "internal" if audience == "internal" else public

    def all_reports(self, municipality: str) -> Path:
        """Return the folder with the reports of all editions."""
        return self.home / "reports" / slug(municipality)

    def published(self, municipality: str, edition: str) -> Path:
        """Return the file that says what was published of an edition, for the editions after it."""
        return self.reports(municipality, edition) / "published.csv"

    def timings(self, municipality: str) -> Path:
        """Return the file that remembers how long notebooks took."""
        return self.all_reports(municipality) / ".timings.json"

    def executed(self, municipality: str, edition: str, audience: str, notebook: str, village: str = "", theme: str = "") -> Path:
        """Return the path of one executed notebook."""
        folder = self.reports(municipality, edition, audience) / "notebooks"
        if not village:
            return folder / f"{slug(notebook)}.ipynb"
        return folder / slug(notebook) / slug(village) / f"{slug(theme)}.ipynb"
