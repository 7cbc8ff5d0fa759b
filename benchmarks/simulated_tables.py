"""The tables of a simulated municipality, in the form that deliveries have when they are processed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.kernbeleid import ROLL_UP, Classification
from ivp_analysis.vocabulary.municipality import Municipality

YEARS = tuple(range(2012, 2023))
PUBLISHED = len(YEARS) - 1
"""Open data have all years but the running one."""
INCIDENT_YEARS = 6
RUNNING_MONTHS = 8
LATE = 0.03
"""Share of the registrations that is not yet in when a delivery is made of months that have just ended."""
OPEN_DATA_DAY, YEAR_BEFORE, FIRST_ROUND, SECOND_ROUND = map(pd.Timestamp, ("2022-02-15", "2021-09-13", "2022-02-10", "2022-09-12"))
"""Reference dates of the open data and of the deliveries of the police."""
AT_ONCE, STAY, ATTEMPTS, REPORTED = 0.4, 360.0, 0.1, 0.4
"""Share of the incidents of which the moment is known, mean minutes between first and last moment of the others, and two more shares."""
PER = {"inhabitants": 1.0, "dwellings": 2.2, "establishments": 12.0}
"""Inhabitants for each one."""

Counts = NDArray[np.int64]
_NOT_SAID: dict[str, Any] = {"attempts": pd.NA, "synthetic": True}


def open_data(counts: Counts, codes: Sequence[tuple[Classification, str]], areas: Sequence[str], level: str) -> pd.DataFrame:
    """Return yearly counts as open data have them: above the buurten also the sum of all codes.

    Parameters
    ----------
    counts : ndarray of int, shape (areas, codes, years)
        Registrations.
    codes : sequence of tuple of str
        Classification and code.
    areas : sequence of str
        CBS codes.
    level : str
        Of the areas.
    """
    systems, names, every = [system.value for system, _ in codes], [code for _, code in codes], [counts[:, :, :PUBLISHED]]
    for system in dict.fromkeys(systems) if level != "buurt" else ():
        every.append(every[0][:, [one == system for one in systems[: len(codes)]]].sum(axis=1, keepdims=True))
        systems, names = [*systems, system], [*names, ROLL_UP]
    whole = np.concatenate(every, axis=1)
    area, code, year = (axis.ravel() for axis in np.indices(whole.shape))
    columns = {
        "classification": _taken(systems, code),
        "code": _taken(names, code),
        "area": _taken(areas, area),
        "year": np.array(YEARS, dtype=np.int64)[year],
        "count": whole.ravel(),
        "provisional": year >= PUBLISHED - 2,
    }
    more: dict[str, Any] = {"month": 0, "level": level, "counting": "unknown", "delivery": "open-data", "reference_date": OPEN_DATA_DAY}
    return _typed(pd.DataFrame(columns).assign(**more, **_NOT_SAID), "counts")


def delivered(incidents: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Return the deliveries of counts per month that the police would have made of incidents.

    The last full year; its first months as they were known when those had just ended; and those of the running year, of which the
    incidents lack the late ones already.

    Parameters
    ----------
    incidents : DataFrame
        What `incidents` gave.
    random : Generator
        Random numbers.
    """
    year, month = incidents["start"].dt.year.astype("int64"), incidents["start"].dt.month.astype("int64")
    rows = incidents[["code", "area"]].assign(year=year, month=month)
    last, in_time = year == YEARS[-2], random.random(len(rows)) >= LATE
    rounds = ((last & (month <= RUNNING_MONTHS) & in_time, YEAR_BEFORE), (last, FIRST_ROUND), (year == YEARS[-1], SECOND_ROUND))
    pieces = [
        rows[taken].groupby([*rows], as_index=False).size().assign(delivery=f"counts-{day:%Y-%m}", reference_date=day)
        for taken, day in rounds
    ]
    more = {"classification": Classification.CLASS.value, "level": "buurt", "counting": "gross", "provisional": False}
    return _typed(pd.concat(pieces, ignore_index=True).rename(columns={"size": "count"}).assign(**more, **_NOT_SAID), "counts")


def incidents(counts: Counts, classes: Sequence[Sequence[str]], municipality: Municipality, random: np.random.Generator) -> pd.DataFrame:
    """Return an incident for each registration of the last years, of the running one as far as it is known.

    Parameters
    ----------
    counts : ndarray of int, shape (buurten, codes, years)
        Registrations, of the running year as if it were a whole one.
    classes : sequence of sequence of str
        The klassen of each code; of a code without klassen there are no incidents.
    municipality : Municipality
        Its buurten.
    random : Generator
        Random numbers.
    """
    sizes = np.array([len(of_code) for of_code in classes])
    every = counts[:, :, -INCIDENT_YEARS:] * (sizes > 0)[:, None]
    area, code, year = (np.repeat(axis.ravel(), every.ravel()) for axis in np.indices(every.shape))
    klasse = (np.cumsum(sizes) - sizes)[code] + random.integers(sizes[code])
    begins = np.array([f"{one}-01-01T00:00" for one in YEARS[-INCIDENT_YEARS:]], dtype="datetime64[m]")
    start = begins[year] + random.integers(365 * 24 * 60, size=len(year))
    stay = np.where(random.random(len(year)) < AT_ONCE, 0, random.exponential(STAY, len(year)).astype(np.int64))
    running = year == INCIDENT_YEARS - 1
    ended = np.datetime64(f"{YEARS[-1]}-{RUNNING_MONTHS + 1:02d}-01T00:00")
    known = ~running | ((start < ended) & (random.random(len(year)) >= LATE))
    columns: dict[str, Any] = {
        "incident_id": np.arange(len(year)),
        "code": _taken([klasse for of_code in classes for klasse in of_code], klasse),
        "area": _taken(list(municipality.village_of), area),
        "village": _taken(list(municipality.village_of.values()), area),
        "start": start,
        "end": start + stay,
        "attempt": random.random(len(year)) < ATTEMPTS,
        "reported": random.random(len(year)) < REPORTED,
        "delivery": _taken(["incidents-1", "incidents-2"], running.astype(np.int64)),
        "reference_date": np.array([FIRST_ROUND, SECOND_ROUND], dtype="datetime64[us]")[running.astype(np.int64)],
    }
    more = {"located_by": "buurt", "counting": "gross", "synthetic": True, "geometry": None}
    return _typed(pd.DataFrame(columns)[known].assign(**more), "incidents")


def population(people: NDArray[np.float64], areas: Sequence[str], level: str) -> pd.DataFrame:
    """Return inhabitants, dwellings and establishments of every year.

    Parameters
    ----------
    people : ndarray of float, shape (areas, years)
        Inhabitants.
    areas : sequence of str
        CBS codes.
    level : str
        Of the areas.
    """
    values = np.stack([(people / number).round() for number in PER.values()])
    measure, area, year = (axis.ravel() for axis in np.indices(values.shape))
    columns = {
        "area": _taken(areas, area),
        "year": np.array(YEARS, dtype=np.int64)[year],
        "measure": _taken(list(PER), measure),
        "value": values.ravel(),
    }
    more: dict[str, Any] = {
        "level": level,
        "sex": "totaal",
        "age": "totaal",
        "delivery": "people",
        "reference_date": FIRST_ROUND,
        "synthetic": True,
    }
    return _typed(pd.DataFrame(columns).assign(**more), "population")


def _taken(names: Sequence[str], places: NDArray[np.int64]) -> Any:
    return pd.array(names, dtype="str").take(places)


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give a table the columns and types of its contract; that it satisfies the rest of it is for the tests."""
    types = empty(name).dtypes
    return frame.reset_index(drop=True)[list(types.index)].astype(types.to_dict())
