"""What the sample's municipality looks like: made-up inhabitants, places and comparison areas.

All numbers are round and made up, in the order of magnitude of the municipality that they stand for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.vocabulary.municipality import NETHERLANDS, Municipality

DEFAULT_SEED = 20221
BOUNDARY_YEAR = 2022
FIRST_YEAR, LAST_YEAR = 2012, 2021
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
POPULATION_YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 2))
GROWTH = 0.005
"""Yearly growth of the number of inhabitants, as a part of that of 2022."""


@dataclass(frozen=True)
class Buurt:
    """A neighbourhood of the sample.

    Parameters
    ----------
    code : str
        CBS code.
    inhabitants : int
        In 2022.
    x, y : int
        A made-up point inside it, RD metres; a buurt takes the ground that lies nearest to its point.
    zone : str
        The built-up zone that it is a part of; empty for scattered houses.
    centre : float
        Its weight where shops, bars and the police station are.
    business : float
        Its weight where companies are.
    """

    code: str
    inhabitants: int
    x: int
    y: int
    zone: str = ""
    centre: float = 0.0
    business: float = 0.0


@dataclass(frozen=True)
class Zone:
    """A built-up area: a rough circle, RD metres."""

    x: int
    y: int
    radius: int


@dataclass(frozen=True)
class Region:
    """A municipality of a reference area, or the country: how many people in 2022, and how much crime against the country's rate."""

    name: str
    inhabitants: int
    crime: float = 1.0


@dataclass(frozen=True)
class Profile:
    """All that a sample needs to know of its municipality."""

    outline: tuple[int, int, int, int]
    """Centre x, y and half axes of the rounded outline, RD metres."""
    station: tuple[int, int]
    """The police station: where the system puts what it cannot place."""
    zones: dict[str, Zone]
    buurten: tuple[Buurt, ...]
    village_crime: dict[str, float]
    """How much is registered in a village against what its inhabitants would lead to expect."""
    regions: dict[str, Region]
    references: tuple[str, ...]
    """The reference areas that are whole in the sample; others are absent in it."""

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the buurten."""
        return tuple(buurt.code for buurt in self.buurten)


def grown(number: float, year: int, growth: float = GROWTH) -> float:
    """Return a number in a year, given that of 2022 and its yearly growth; that of inhabitants where none is given."""
    return number * (1 - growth * (LAST_YEAR + 1 - year))


_DALFSEN = Profile(
    outline=(215_000, 503_000, 6_600, 8_000),
    station=(214_310, 502_240),
    zones={
        "Dalfsen": Zone(214_300, 502_300, 1_050),
        "Ankum": Zone(212_300, 503_900, 300),
        "Nieuwleusen": Zone(215_200, 507_900, 1_300),
        "Lemelerveld": Zone(216_600, 496_900, 800),
        "Hoonhorst": Zone(210_600, 500_600, 500),
        "Oudleusen": Zone(218_300, 504_600, 450),
    },
    buurten=(
        Buurt("BU01480101", 1_050, 214_300, 502_250, "Dalfsen", centre=5.0, business=1.0),
        Buurt("BU01480102", 650, 213_600, 502_300, "Dalfsen"),
        Buurt("BU01480103", 1_250, 214_000, 502_850, "Dalfsen", centre=0.2),
        Buurt("BU01480104", 1_950, 213_850, 501_750, "Dalfsen", business=0.2),
        Buurt("BU01480105", 1_900, 214_600, 503_000, "Dalfsen", centre=0.2),
        Buurt("BU01480106", 1_850, 214_950, 502_400, "Dalfsen", business=0.2),
        Buurt("BU01480107", 150, 214_850, 501_600, "Dalfsen", business=4.0),
        Buurt("BU01480108", 90, 212_300, 503_900, "Ankum"),
        Buurt("BU01480109", 640, 211_800, 504_400),
        Buurt("BU01480110", 360, 215_000, 505_200),
        Buurt("BU01480111", 350, 216_400, 502_700, business=0.2),
        Buurt("BU01480112", 520, 217_000, 500_500, business=0.2),
        Buurt("BU01480113", 120, 219_300, 499_600),
        Buurt("BU01480114", 240, 214_000, 499_300),
        Buurt("BU01480201", 1_900, 215_200, 508_800, "Nieuwleusen"),
        Buurt("BU01480202", 1_150, 214_700, 508_250, "Nieuwleusen", centre=3.0, business=0.5),
        Buurt("BU01480203", 1_900, 215_300, 507_800, "Nieuwleusen", centre=0.5),
        Buurt("BU01480204", 900, 214_900, 507_100, "Nieuwleusen"),
        Buurt("BU01480205", 1_650, 215_900, 508_400, "Nieuwleusen"),
        Buurt("BU01480206", 90, 216_100, 507_350, "Nieuwleusen", business=3.0),
        Buurt("BU01480207", 70, 214_200, 507_600, "Nieuwleusen", business=2.0),
        Buurt("BU01480208", 590, 211_800, 507_000, business=0.2),
        Buurt("BU01480209", 220, 217_500, 509_500),
        Buurt("BU01480210", 620, 212_500, 509_400, business=0.2),
        Buurt("BU01480211", 240, 218_600, 507_500),
        Buurt("BU01480301", 1_150, 216_250, 496_900, "Lemelerveld", centre=1.8, business=0.3),
        Buurt("BU01480302", 1_500, 216_950, 497_150, "Lemelerveld", centre=0.2),
        Buurt("BU01480303", 820, 216_800, 496_500, "Lemelerveld"),
        Buurt("BU01480304", 60, 216_400, 497_450, "Lemelerveld", business=2.2),
        Buurt("BU01480305", 640, 214_800, 496_600, business=0.2),
        Buurt("BU01480306", 530, 218_300, 497_600, business=0.2),
        Buurt("BU01480115", 370, 210_000, 502_300),
        Buurt("BU01480116", 730, 210_600, 500_600, "Hoonhorst", centre=0.15, business=0.1),
        Buurt("BU01480117", 500, 211_300, 498_700),
        Buurt("BU01480118", 590, 218_300, 504_600, "Oudleusen", centre=0.15, business=0.1),
        Buurt("BU01480119", 1_190, 219_200, 504_500, business=0.1),
    ),
    village_crime={"Dalfsen": 1.1, "Nieuwleusen": 1.0, "Lemelerveld": 0.95, "Hoonhorst": 0.5, "Oudleusen": 0.5},
    regions={
        "GM0148": Region("Dalfsen", 28_530),
        "GM0160": Region("Hardenberg", 61_500, 0.62),
        "GM0175": Region("Ommen", 18_500, 0.60),
        "GM0150": Region("Deventer", 101_500, 0.98),
        "GM0166": Region("Kampen", 55_000, 0.66),
        "GM1773": Region("Olst-Wijhe", 18_500, 0.45),
        "GM0177": Region("Raalte", 38_500, 0.52),
        "GM0180": Region("Staphorst", 17_500, 0.42),
        "GM1708": Region("Steenwijkerland", 44_500, 0.66),
        "GM1896": Region("Zwartewaterland", 23_000, 0.46),
        "GM0193": Region("Zwolle", 130_000, 1.04),
        NETHERLANDS: Region("Nederland", 17_600_000),
    },
    references=("basisteam Vechtdal", "IJsselland", "Nederland"),
)
_PROFILES = {"dalfsen": _DALFSEN}


def profile_of(municipality: Municipality) -> Profile:
    """Return the profile of a municipality.

    Parameters
    ----------
    municipality : Municipality
        Its configuration.

    Returns
    -------
    Profile
        What the sample of this municipality looks like.

    Raises
    ------
    ConfigurationError
        When there is no profile, or the profile and the configuration name other areas.
    """
    profile = _PROFILES.get(municipality.key)
    if profile is None:
        raise ConfigurationError(
            f"there is no sample for the municipality '{municipality.key}'",
            {"municipality": municipality.key},
            f"A sample exists for: {', '.join(_PROFILES)}. Use ivp fetch for real open data",
        )
    other = set(profile.codes) ^ set(municipality.neighbourhoods)
    other |= set(profile.regions) - {municipality.code, *municipality.reference_codes}
    members = {reference.name: set(reference.members) for reference in municipality.references}
    for name in profile.references:
        other |= members.get(name, {name}) - set(profile.regions)
    other |= set(profile.village_crime) ^ set(municipality.village_names)
    if other:
        raise ConfigurationError(
            "the profile of the sample and the configuration of the municipality name other areas",
            {"municipality": municipality.key, "areas": ", ".join(sorted(other))},
            "Make config/municipalities and sample/profile.py agree",
        )
    return profile
