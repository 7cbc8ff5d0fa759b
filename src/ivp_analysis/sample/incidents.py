"""The sample's incidents: each with a klasse, a moment and a place, in numbers near those of the open data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from ivp_analysis.sample.denominators import Denominators
from ivp_analysis.sample.levels import Level
from ivp_analysis.sample.moments import draw_interval, draw_month
from ivp_analysis.sample.profile import Profile
from ivp_analysis.vocabulary.kernbeleid import Classification, Code, Kernbeleid

FIRST_INCIDENT_YEAR = 2017
LAST_MONTH = (2022, 8)
_LAST_NOTICE = pd.Timestamp(2022, 9, 10, 23, 55)
ADDRESS, DESK, NAME, NOWHERE = "address", "desk", "name", "nowhere"
"""How an incident was placed: at an address, at the police station by default, by the name of its buurt only, not at all."""

COLUMNS = [
    "offence",
    "klasse",
    "label",
    "area",
    "begin",
    "end",
    "known",
    "attempt",
    "reported",
    "suspects",
    "arrests",
    "solved",
    "placed",
    "x",
    "y",
]
_GROSS = (0.03, 0.93, 0.04)
"""Chance that a registration of the open data is missing in the export, stands in it once, stands in it twice (counted gross)."""
_NOWHERE_SHARE, _NAME_SHARE, _DESK_SHARE = 0.04, 0.015, 0.9
_MAIN_CLASS_SHARE = 0.85
_OTHER_CLASSES = 2
_ATTEMPTS = {"1.1.1": 0.3, "1.1.2": 0.15, "1.2.1": 0.1, "1.2.2": 0.2, "1.4.7": 0.3, "2.5.1": 0.25, "3.9.1": 0.1}
_NO_NAME = "Overige melding"
_POINT_INSET = 5.0
_FEWEST_POINTS, _MOST_POINTS, _SHOP_POINTS = 15, 400, 6


def draw_incidents(
    numbers: pd.DataFrame,
    levels: dict[str, Level],
    kernbeleid: Kernbeleid,
    addresses: dict[str, np.ndarray],
    station: tuple[int, int],
    random: np.random.Generator,
) -> pd.DataFrame:
    """Draw the incidents behind the numbers.

    Parameters
    ----------
    numbers : DataFrame
        Columns code, area, year, count.
    levels : dict of str to Level
        The level of each code.
    kernbeleid : Kernbeleid
        For the klassen of each code and their names. Codes that are published per municipality only, or have no klassen, are left out.
    addresses : dict of str to ndarray, shape (points, 2)
        Address points of each buurt, whole metres in EPSG:28992.
    station : tuple of int
        The point that incidents get that are only known at the desk.
    random : Generator
        Random numbers.

    Returns
    -------
    DataFrame
        The `COLUMNS`, in the order of their begin; months after `LAST_MONTH` are not there.
    """
    names = {code: item.name for (_, code), item in kernbeleid.codes.items()}
    open_data = {code for kind, code in kernbeleid.codes if kind is not Classification.CLASS}
    offences = {code.code: code for code in kernbeleid.offences}
    rows = []
    for code, area, year, count in numbers[["code", "area", "year", "count"]].itertuples(index=False):
        members = _members(code, offences)
        for _ in range(_exported(count, random) if code in open_data else count) if members else ():
            level = levels[code]
            month = draw_month(level.season, random)
            if (year, month) <= LAST_MONTH:
                what = (code, _klasse(level, members, random), names.get(code, _NO_NAME), area)
                when = draw_interval(year, month, level.clock, level.stay, random)
                facts = _facts(code, is_offence=code in offences, random=random)
                rows.append((*what, when.begin, when.end, when.known, *facts, *_where(level, addresses[area], station, random)))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    # nothing can be known after the delivery was made
    frame[["end", "known"]] = frame[["end", "known"]].clip(upper=_LAST_NOTICE)
    return frame.sort_values(["begin", "klasse", "area"], kind="stable", ignore_index=True)


def draw_addresses(profile: Profile, polygons: dict[str, Any], people: Denominators, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw address points inside each buurt; many incidents share one, as in real exports.

    Returns
    -------
    dict of str to ndarray, shape (points, 2)
        Whole metres, EPSG:28992.
    """
    return {
        code: _points(polygons[code], int(np.clip(people.addresses[code] // 2, _FEWEST_POINTS, _MOST_POINTS)), random)
        for code in profile.codes
    }


def _points(polygon: Any, number: int, random: np.random.Generator) -> np.ndarray:
    inside = polygon.buffer(-_POINT_INSET)
    west, south, east, north = inside.bounds
    found = np.empty((0, 2), dtype=int)
    while len(found) < number:
        tries = np.column_stack([random.uniform(west, east, 2 * number), random.uniform(south, north, 2 * number)]).round().astype(int)
        found = np.vstack([found, tries[shapely.contains_xy(inside, tries[:, 0], tries[:, 1])]])
    return found[:number]


def _exported(count: int, random: np.random.Generator) -> int:
    return int(random.choice(3, size=count, p=_GROSS).sum())


def _members(code: str, offences: dict[str, Code]) -> tuple[str, ...]:
    """Return the klassen of a code; none when the police do not deliver it."""
    offence = offences.get(code)
    if offence is None:
        return (code,)
    return () if offence.municipality_only else offence.expanded_classes


def _klasse(level: Level, members: tuple[str, ...], random: np.random.Generator) -> str:
    main = level.klasse or members[0]
    others = [klasse for klasse in members if klasse != main][:_OTHER_CLASSES]
    if not others or random.random() < _MAIN_CLASS_SHARE:
        return main
    return others[int(random.integers(len(others)))]


def _facts(code: str, *, is_offence: bool, random: np.random.Generator) -> tuple[bool, bool, int, int, bool]:
    """Return attempt, report, suspects, arrests, solved."""
    attempt = bool(random.random() < _ATTEMPTS.get(code, 0.0))
    if not is_offence:
        return attempt, False, 0, 0, False
    suspects = int(random.poisson(0.3))
    arrests = int(random.binomial(suspects, 0.5))
    return attempt, bool(random.random() < 0.75), suspects, arrests, suspects > 0 and bool(random.random() < 0.7)


def _where(level: Level, points: np.ndarray, station: tuple[int, int], random: np.random.Generator) -> tuple[str, int, int]:
    chance = random.random()
    if chance < _NOWHERE_SHARE:
        return NOWHERE, 0, 0
    if chance < _NOWHERE_SHARE + _NAME_SHARE:
        return NAME, 0, 0
    if level.place == "desk" and random.random() < _DESK_SHARE:
        return DESK, *station
    number = min(len(points), _SHOP_POINTS) if level.place == "shops" else len(points)
    # the square puts more incidents at the first addresses: a few places get many
    x, y = points[int(number * random.random() ** 2)]
    return ADDRESS, int(x), int(y)
