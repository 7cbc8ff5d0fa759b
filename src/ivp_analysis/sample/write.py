"""Writes all sample deliveries of a municipality: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.sample import boundaries, counts, denominators, exports, levels, open_data
from ivp_analysis.sample.denominators import Denominators
from ivp_analysis.sample.duiding import interpretations
from ivp_analysis.sample.files import generator
from ivp_analysis.sample.folders import PREFIX, replaced_together
from ivp_analysis.sample.incidents import FIRST_INCIDENT_YEAR, draw_addresses, draw_incidents
from ivp_analysis.sample.lateness import registered_by
from ivp_analysis.sample.profile import DEFAULT_SEED, LAST_YEAR, YEARS, Profile, profile_of
from ivp_analysis.sample.registrations import Registrations, draw_registrations
from ivp_analysis.sample.survey import SURVEYS, write_survey
from ivp_analysis.sources.delivery import write_card
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

SOURCE = "Voorbeelddata (synthetisch)"
LICENCE = "EUPL-1.2 (synthetische voorbeelddata)"
_EARLIER_ROUND, _FIRST_ROUND, _SECOND_ROUND = date(2021, 9, 13), date(2022, 2, 10), date(2022, 9, 12)
_OPEN_DATA_DATE, _AREAS_DATE = date(2022, 2, 15), date(2022, 1, 1)
_TWELVE_YEARS = f"{YEARS[0]} tot en met {LAST_YEAR}"
_YEAR_BEFORE, _RUNNING_YEAR = (f"januari tot en met augustus {year}" for year in (LAST_YEAR, LAST_YEAR + 1))
_ALL_INVENTED = "Alle cijfers zijn verzonnen."
_ALL_INVENTED_PERSONAL = "Alle meldingen zijn verzonnen; de kolommen hebben de vorm van persoonsgegevens."
_ALL_INVENTED_ANSWERS = "Alle antwoorden zijn verzonnen; de kolommen hebben de vorm van persoonsgegevens."
_ALL_INVENTED_PLACES = "Schematische grenzen in EPSG:28992; alleen de namen en codes van de buurten zijn echt."
_PERSONAL: dict[str, Any] = {
    "persoonsgegevens": "ja",
    "doel": "Voorbeeld: veiligheidsanalyse voor het Integraal Veiligheidsplan",
    # far away, so that the sample stays as it is
    "bewaren_tot": date(2099, 12, 31),
}
_POLICE_GROUND = "Voorbeeld: Wet politiegegevens, artikel 22 (beleidsinformatie, onderzoek en statistiek)"
_SURVEY_GROUND = "Voorbeeld: AVG, artikel 6, lid 1, onder e (taak van algemeen belang)"
_FAULTS_EACH = {_FIRST_ROUND: 3, _SECOND_ROUND: 1}


def write_sample(municipality: Municipality, kernbeleid: Kernbeleid, folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write the sample deliveries; earlier sample deliveries are replaced, all others stay.

    Parameters
    ----------
    municipality : Municipality
        The municipality; one that has a sample profile.
    kernbeleid : Kernbeleid
        Fields, themes and codes.
    folder : Path
        data/raw/<municipality>.
    seed : int
        Seed of all chance, 0 or more; the same seed gives the same bytes.

    Returns
    -------
    list of Path
        The delivery folders, in the order of their names.

    Raises
    ------
    ConfigurationError
        When the municipality has no profile, the configuration does not fit it, or the seed is negative.
    """
    if seed < 0:
        raise ConfigurationError("a seed is a whole number of 0 or more", {"seed": seed}, "Choose another seed")
    levels.check_levels(kernbeleid)
    profile = profile_of(municipality)
    offences = draw_registrations(levels.OFFENCES, profile, municipality, generator(seed, "offences"))
    nuisance = draw_registrations(levels.NUISANCE, profile, municipality, generator(seed, "nuisance"))
    people = denominators.draw_denominators(profile, municipality, generator(seed, "denominators"))
    polygons = boundaries.draw_boundaries(profile, generator(seed, "boundaries"))
    addresses = draw_addresses(profile, polygons, people, generator(seed, "addresses"))
    numbers = _numbers([offences, nuisance], profile, municipality, seed)
    incidents = draw_incidents(numbers, levels.BY_CODE, kernbeleid, addresses, profile.station, generator(seed, "incidents"))
    dates = (_EARLIER_ROUND, _SECOND_ROUND)
    in_time = {dated: incidents[registered_by(incidents, dated, generator(seed, "lateness"))] for dated in dates}
    with replaced_together(folder) as building:
        _write_open_data(building, open_data.offences_table(kernbeleid.offences), offences, profile, municipality)
        _write_open_data(building, open_data.nuisance_table(kernbeleid.nuisance), nuisance, profile, municipality)
        _write_areas(building, polygons, people, profile, municipality)
        _write_incidents(building, incidents, in_time[_SECOND_ROUND], municipality, generator(seed, "exports"))
        _write_counts(building, incidents, in_time, municipality)
        _write_surveys(building, people, municipality, seed)
        names = sorted(path.name for path in building.iterdir())
    return [folder / name for name in names]


def _numbers(published: Sequence[Registrations], profile: Profile, municipality: Municipality, seed: int) -> pd.DataFrame:
    """Return the numbers behind the incidents: those of the open data, the klassen outside it, and the running year."""
    parts = [drawn.buurten[drawn.buurten["year"] >= FIRST_INCIDENT_YEAR] for drawn in published]
    years = range(FIRST_INCIDENT_YEAR, LAST_YEAR + 1)
    parts.append(draw_registrations(levels.OWN_CLASSES, profile, municipality, generator(seed, "own classes"), years).buurten)
    running = draw_registrations(levels.BY_CODE.values(), profile, municipality, generator(seed, "running year"), [LAST_YEAR + 1])
    return pd.concat([*parts, running.buurten])


def _write_open_data(building: Path, table: open_data.Table, drawn: Registrations, profile: Profile, municipality: Municipality) -> None:
    path = _start(building, table.identifier.lower())
    open_data.write_table(path, table, drawn, profile, municipality)
    _finish(path, "politie-open-data", f"tabel {table.identifier} van de politie", _TWELVE_YEARS, _OPEN_DATA_DATE)


def _write_areas(building: Path, polygons: dict[str, Any], people: Denominators, profile: Profile, municipality: Municipality) -> None:
    path = _start(building, "grenzen-2022")
    boundaries.write_boundaries(path, polygons, people, municipality)
    _finish(path, "grenzen", "de wijken en buurten van CBS en Kadaster", "2022", _AREAS_DATE, opmerking=_ALL_INVENTED_PLACES)
    path = _start(building, "noemers-2022")
    denominators.write_denominators(path / "noemers.csv", people, profile, municipality)
    _finish(path, "noemers", "cijfers van de gemeente", f"{YEARS[0]} tot en met {LAST_YEAR + 1}", _AREAS_DATE)


def _write_incidents(
    building: Path, incidents: pd.DataFrame, in_time: pd.DataFrame, municipality: Municipality, random: np.random.Generator
) -> None:
    rows = exports.to_rows(incidents, municipality, random)
    split = int((incidents["begin"] < pd.Timestamp(LAST_YEAR + 1, 1, 1)).sum())
    card = {"kind": "politie-incidenten", "like": "een uitvoer van meldingen van de politie"}
    more: dict[str, Any] = {"telling": "bruto", "grondslag": _POLICE_GROUND, "opmerking": _ALL_INVENTED_PERSONAL, **_PERSONAL}
    path = _start(building, "bvh-2022-h1")
    first = exports.with_faults(rows[:split], _FAULTS_EACH[_FIRST_ROUND], random)
    exports.write_incidents_xlsx(path / "incidenten.xlsx", first, datetime.combine(_FIRST_ROUND, time()), random)
    _finish(path, **card, period=f"januari {FIRST_INCIDENT_YEAR} tot en met december {LAST_YEAR}", dated=_FIRST_ROUND, **more)
    path = _start(building, "bvh-2022-h2")
    running = [rows[number] for number in in_time.index if number >= split]
    second = exports.with_faults(running, _FAULTS_EACH[_SECOND_ROUND], random)
    exports.write_incidents_csv(path / "incidenten.csv", second, f"{SOURCE} – meldingen van {_RUNNING_YEAR}", random)
    _finish(path, **card, period=_RUNNING_YEAR, dated=_SECOND_ROUND, **more)


def _write_counts(building: Path, incidents: pd.DataFrame, in_time: dict[date, pd.DataFrame], municipality: Municipality) -> None:
    every, earlier, later = (counts.count_incidents(part) for part in (incidents, in_time[_EARLIER_ROUND], in_time[_SECOND_ROUND]))
    like, village = "aantallen per maand, buurt en klasse van de politie", municipality.village_names[1]
    path = _start(building, "aantallen-2021-h2")
    counts.write_counts_csv(path / "aantallen.csv", earlier[earlier["Jaar"] == LAST_YEAR])
    _finish(path, "politie-aantallen", like, _YEAR_BEFORE, _EARLIER_ROUND, telling="bruto")
    path = _start(building, "aantallen-2022-h1")
    counts.write_counts_csv(path / "aantallen.csv", every[every["Jaar"] == LAST_YEAR])
    words = interpretations(str(LAST_YEAR), _FIRST_ROUND, village)
    _finish(path, "politie-aantallen", like, str(LAST_YEAR), _FIRST_ROUND, telling="bruto", duiding=words)
    path = _start(building, "aantallen-2022-h2")
    running = later[later["Jaar"] == LAST_YEAR + 1]
    counts.write_counts_xlsx(path / "aantallen.xlsx", running, municipality, datetime.combine(_SECOND_ROUND, time()))
    words = interpretations(_RUNNING_YEAR, _SECOND_ROUND, village)
    _finish(path, "politie-aantallen", like, _RUNNING_YEAR, _SECOND_ROUND, telling="bruto", duiding=words)


def _write_surveys(building: Path, people: Denominators, municipality: Municipality, seed: int) -> None:
    for survey in SURVEYS:
        path = _start(building, survey.name)
        write_survey(path, survey, people, municipality, seed)
        more = {"editie": survey.edition, "grondslag": _SURVEY_GROUND, "opmerking": _ALL_INVENTED_ANSWERS, **_PERSONAL}
        _finish(path, "enquete", "een enquête onder inwoners", survey.fieldwork, survey.dated, **more)


def _start(building: Path, name: str) -> Path:
    path = building / f"{PREFIX}{name}"
    path.mkdir()
    return path


def _finish(path: Path, kind: str, like: str, period: str, dated: date, **more: object) -> None:
    """Write the delivery.yaml of a folder that is complete."""
    card: dict[str, object] = {
        "soort": kind,
        "bron": f"{SOURCE}: {like}",
        "periode": period,
        "peildatum": dated,
        "telling": "onbekend",
        "ontvangen": dated + timedelta(days=1),
        "licentie": LICENCE,
        "persoonsgegevens": "nee",
        "synthetisch": "ja",
        "opmerking": _ALL_INVENTED,
    }
    write_card(path, {**card, **more})
