import gzip
import json
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

DALFSEN_STATION = (214_310, 502_240)


@pytest.fixture(scope="module")
def good(first_round: pd.DataFrame) -> pd.DataFrame:
    """The rows of the first round without planted faults, with their moments."""
    rows = first_round.drop_duplicates("Incident Identificatie")
    rows = rows[~rows["Incident Identificatie"].str.startswith("PLVOORBEELD_9000")]
    moments = {name: [moment(value) for value in rows[f"{name}-pleegdatum/tijd"]] for name in ("Begin", "Eind")}
    return rows.assign(begin=moments["Begin"], end=moments["Eind"]).reset_index(drop=True)


def moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.strptime(str(value), "%d-%m-%Y %H:%M")  # noqa: DTZ007  local time without a zone


def test_there_are_about_as_many_as_a_team_registers(good: pd.DataFrame, second_round: list[list[str]]) -> None:
    per_year = good["begin"].dt.year.value_counts()
    assert sorted(per_year.index) == [2017, 2018, 2019, 2020, 2021]
    assert per_year.between(690, 830).all()
    assert 400 <= len(second_round) <= 600


def test_columns_are_those_of_a_real_export(first_round: pd.DataFrame) -> None:
    assert len(first_round.columns) == 33
    assert {"Incident Identificatie", "Incidentsoort code", "Begin-pleegdatum/tijd", "X", "Y"} <= set(first_round.columns)


def test_every_theme_with_a_klasse_has_incidents(good: pd.DataFrame, kernbeleid: Kernbeleid) -> None:
    seen = {kernbeleid.theme_of(Classification.CLASS, code) for code in good["Incidentsoort code"]}
    codes = {code.code: code for code in kernbeleid.offences}
    expected = {
        theme.number
        for theme in kernbeleid.themes.values()
        if theme.classes or theme.nuisance or any(codes[code].expanded_classes for code in theme.offences)
    }
    assert seen == expected | {NOT_CLASSIFIED}


def test_klassen_that_are_published_per_municipality_only_are_not_delivered(good: pd.DataFrame, kernbeleid: Kernbeleid) -> None:
    hidden = {klasse for code in kernbeleid.offences if code.municipality_only for klasse in code.expanded_classes}
    assert not set(good["Incidentsoort code"]) & hidden


def test_numbers_are_near_the_open_data_but_not_the_same(
    good: pd.DataFrame, offences: pd.DataFrame, nuisance: pd.DataFrame, kernbeleid: Kernbeleid
) -> None:
    both = pd.concat([offences, nuisance])
    delivered = {code.code for code in kernbeleid.offences if code.expanded_classes and not code.municipality_only}
    delivered |= {code.code for code in kernbeleid.nuisance}
    published = both[(both["area"] == "GM0148") & both["code"].isin(delivered) & (both["year"] >= 2017)].groupby("year")["count"].sum()
    members = {klasse: code for klasse, code in kernbeleid.offence_of_class.items() if code in delivered}
    known = good["Incidentsoort code"].isin([*members, *(code.code for code in kernbeleid.nuisance)])
    registered = good[known].groupby(good["begin"].dt.year).size()
    assert ((registered / published - 1).abs() < 0.06).all()
    assert (registered != published).any()


def test_begin_comes_before_end_and_burglaries_have_long_intervals(good: pd.DataFrame) -> None:
    hours = (good["end"] - good["begin"]).dt.total_seconds() / 3600
    assert (hours >= 0).all()
    assert hours.max() <= 14 * 24
    assert hours[good["Incidentsoort code"] == "A20"].median() > 6
    assert hours[good["Incidentsoort code"] == "E35"].max() <= 0.25


def test_burglary_has_dark_days_and_nuisance_has_summers(good: pd.DataFrame) -> None:
    month = good["begin"].dt.month
    burglary = month[good["Incidentsoort code"].isin(["A20", "A30", "B20", "B30"])]
    youth = month[good["Incidentsoort code"] == "E35"]
    assert burglary.isin([10, 11, 12, 1, 2, 3]).mean() > 0.58
    assert youth.isin([4, 5, 6, 7, 8, 9]).mean() > 0.58


def test_four_in_a_hundred_have_no_place(good: pd.DataFrame) -> None:
    nowhere = good["Pleegbuurt"].isna()
    assert 0.025 < nowhere.mean() < 0.055
    assert good.loc[nowhere, ["Pleegplaats", "Pleegstraatnaam"]].isna().all(axis=None)
    without = good.loc[nowhere, "X"]
    assert without.isna().any()
    assert (without.dropna() == 0).all()
    assert (without == 0).any()


def test_points_are_whole_metres_inside_the_named_buurt_but_for_the_station(good: pd.DataFrame, sample: Path) -> None:
    features = json.loads(gzip.decompress((sample / "voorbeeld-grenzen-2022" / "buurten.json.gz").read_bytes()))
    buurten = gpd.GeoDataFrame.from_features(features, crs=28992).set_index("buurtnaam").geometry
    placed = good[good["X"].fillna(0) > 0]
    assert (placed["X"] == placed["X"].round()).all()
    points = gpd.GeoSeries.from_xy(placed["X"], placed["Y"], crs=28992)
    own = points.within(gpd.GeoSeries(buurten[placed["Pleegbuurt"]].to_numpy(), index=points.index, crs=28992))
    at_station = (placed["X"] == DALFSEN_STATION[0]) & (placed["Y"] == DALFSEN_STATION[1])
    assert own[~at_station].all()
    assert at_station.sum() > 0.05 * len(good) > placed[~at_station].groupby(["X", "Y"]).size().max()
    assert placed.loc[at_station, "Incidentsoort code"].nunique() >= 3


def test_addresses_are_plainly_made_up(good: pd.DataFrame) -> None:
    assert set(good["Pleegpostcode"].dropna()) == {"0000 AA"}
    assert good["Pleegstraatnaam"].dropna().str.match("Voorbeeld|Proef").all()
    assert good["Incident Identificatie"].str.fullmatch(r"PLVOORBEELD_\d+").all()


def test_planted_faults_are_few_and_of_each_kind(first_round: pd.DataFrame, dalfsen: Municipality) -> None:
    ids = first_round["Incident Identificatie"]
    planted = first_round[ids.str.startswith("PLVOORBEELD_9000")]
    assert ids.duplicated().sum() == 3
    assert (planted["Begin-pleegdatum/tijd"].astype(str) == "31-02-2021 25:10").sum() == 3
    assert (planted["Pleeggemeente"] != dalfsen.name).sum() == 3
    assert len(planted) == 9


def test_the_second_round_is_another_kind_of_file(second_round: list[list[str]], first_round: pd.DataFrame, sample: Path) -> None:
    title, header, *rows, total = second_round
    assert title[0].startswith("Voorbeelddata")
    assert total[0] == "Totaal"
    assert int(total[1]) == len(rows)
    assert set(header) < set(first_round.columns)
    assert header != [name for name in first_round.columns if name in header]
    columns = dict(zip(header, np.array(rows).T, strict=True))
    assert any(value.endswith(",0") for value in columns["X"])
    begins = columns["Begin-pleegdatum/tijd"]
    assert any("maart" in value for value in begins)
    assert any("-03-2022" in value for value in begins)
    with pytest.raises(UnicodeDecodeError):
        (sample / "voorbeeld-bvh-2022-h2" / "incidenten.csv").read_text(encoding="utf-8")
