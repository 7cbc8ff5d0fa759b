from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ivp_analysis.vocabulary.kernbeleid import ROLL_UP, Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

TABLES = [
    ("voorbeeld-47018ned", "SoortMisdrijf", "GeregistreerdeMisdrijven_1"),
    ("voorbeeld-47024ned", "Overlast", "GeregistreerdeOverlast_1"),
]


def sums(table: pd.DataFrame, area: str) -> pd.Series:
    return table[table["area"].str.match(area)].groupby(["code", "year"])["count"].sum()


def one(table: pd.DataFrame, code: str, area: str = "GM0148") -> dict[int, int]:
    rows = table[(table["code"] == code) & (table["area"] == area)]
    return dict(zip(rows["year"], rows["count"], strict=True))


@pytest.fixture(params=["offences", "nuisance"])
def table(request: pytest.FixtureRequest) -> pd.DataFrame:
    found: pd.DataFrame = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize(("delivery", "dimension", "topic"), TABLES)
def test_answers_have_the_shape_of_the_service(
    sample: Path, answer: Callable[[str, str], Any], delivery: str, dimension: str, topic: str
) -> None:
    pages = sorted(path.name.removesuffix(".json.gz") for path in (sample / delivery).glob("TypedDataSet-*"))
    read = [answer(delivery, name) for name in pages]
    assert all(len(page["value"]) == 10_000 for page in read[:-1])
    assert ["odata.nextLink" in page for page in read] == [True] * (len(read) - 1) + [False]
    rows = [row for page in read for row in page["value"]]
    assert [row["ID"] for row in rows] == list(range(len(rows)))
    assert {len(row[dimension]) for row in rows} == {6}
    assert {len(row["WijkenEnBuurten"]) for row in rows} == {10}
    assert all((row[topic] == 0) == (row["SoortRegio_3"].strip() == "") for row in rows)
    for name in (dimension, "WijkenEnBuurten", "Perioden"):
        keys = {item["Key"] for item in answer(delivery, name)["value"]}
        assert keys == {row[name] for row in rows}
    topics = [item["Key"] for item in answer(delivery, "DataProperties")["value"] if item["Type"] == "Topic"]
    assert topics[0] == topic
    provisional = [item["Key"] for item in answer(delivery, "Perioden")["value"] if item["Status"] == "Voorlopig"]
    assert provisional == ["2020JJ00", "2021JJ00"]


def test_regions_are_the_municipality_its_parts_the_region_and_the_country(
    table: pd.DataFrame, dalfsen: Municipality, compared: set[str]
) -> None:
    wijken = {wijk.code for wijk in dalfsen.districts}
    assert set(table["area"]) == {*compared, *wijken, *dalfsen.neighbourhoods}
    assert sorted(set(table["year"])) == list(range(2012, 2022))


def test_every_code_is_there_and_the_sensitive_ones_only_for_municipalities(offences: pd.DataFrame, kernbeleid: Kernbeleid) -> None:
    codes = {code.code for code in kernbeleid.offences}
    assert set(offences.loc[offences["area"] == "GM0148", "code"]) == codes | {ROLL_UP}
    assert set(offences.loc[offences["area"] == "NL00", "code"]) == codes | {ROLL_UP}
    below = offences["area"].str.match("WK|BU")
    assert set(offences.loc[below, "code"]) == (codes | {ROLL_UP}) - kernbeleid.municipality_only


def test_nuisance_has_its_eight_codes(nuisance: pd.DataFrame, kernbeleid: Kernbeleid) -> None:
    assert set(nuisance["code"]) == {code.code for code in kernbeleid.nuisance} | {ROLL_UP}


def test_buurten_add_up_to_wijken_and_to_the_municipality(table: pd.DataFrame) -> None:
    buurten, whole = sums(table, "BU0148"), sums(table, "GM0148")
    assert (buurten == whole.reindex(buurten.index)).all()
    for wijk in ("WK014801", "WK014802", "WK014803"):
        parts = sums(table, f"BU{wijk[2:]}")
        assert (parts == sums(table, wijk).reindex(parts.index)).all()


def test_codes_add_up_to_the_roll_up(table: pd.DataFrame) -> None:
    detail = table[table["code"] != ROLL_UP].groupby(["area", "year"])["count"].sum()
    total = table[table["code"] == ROLL_UP].set_index(["area", "year"])["count"]
    whole = total.index.get_level_values("area").str.match("GM|NL")
    assert (detail.reindex(total.index)[whole] == total[whole]).all()
    assert (detail.reindex(total.index) <= total).all()


def test_the_roll_up_of_buurten_holds_the_codes_that_are_not_published_there(offences: pd.DataFrame, kernbeleid: Kernbeleid) -> None:
    buurten = offences[offences["area"].str.startswith("BU")]
    gap = sums(buurten, "BU").xs(ROLL_UP).sum() - buurten.loc[buurten["code"] != ROLL_UP, "count"].sum()
    hidden = offences[(offences["area"] == "GM0148") & offences["code"].isin(kernbeleid.municipality_only)]
    assert gap == hidden["count"].sum() > 0


def test_the_country_is_larger_than_the_municipalities_together(table: pd.DataFrame) -> None:
    country = sums(table, "NL00")
    assert (country >= sums(table, "GM").reindex(country.index)).all()
    assert country.xs(ROLL_UP).min() > 10 * sums(table, "GM").xs(ROLL_UP).max()


def test_totals_fall_as_described(offences: pd.DataFrame) -> None:
    total = one(offences, ROLL_UP)
    assert 460 <= total[2012] <= 540
    assert all(400 <= total[year] <= 470 for year in (2017, 2018, 2019))
    assert 310 <= total[2021] <= 370
    rate = {year: count / 17_600 for year, count in one(offences, ROLL_UP, "NL00").items()}
    assert 35 < rate[2021] < rate[2017] < rate[2012] < 65


def test_burglary_and_online_fraud_follow_their_course(offences: pd.DataFrame) -> None:
    burglary, fraud = one(offences, "1.1.1"), one(offences, "3.9.1")
    assert (burglary[2012], burglary[2017]) == (55, 40)
    assert 12 <= burglary[2021] <= 24
    assert fraud[2017] > 3 * fraud[2012]


def test_corona_shows(offences: pd.DataFrame, nuisance: pd.DataFrame) -> None:
    youth, noise, shops = one(nuisance, "E35"), one(nuisance, "M22"), one(offences, "2.5.2")
    assert youth[2020] / youth[2019] == pytest.approx(1.80, abs=0.01)
    assert youth[2021] / youth[2019] == pytest.approx(1.64, abs=0.01)
    assert noise[2021] / noise[2019] == pytest.approx(1.75, abs=0.01)
    assert max(shops[2020], shops[2021]) < shops[2019]


def test_small_villages_have_few_offences(offences: pd.DataFrame, dalfsen: Municipality) -> None:
    buurten = offences[offences["area"].str.startswith("BU") & (offences["code"] == ROLL_UP)]
    per_village = buurten.groupby([buurten["area"].map(dalfsen.village_of), "year"])["count"].sum().groupby(level=0).mean()
    assert 7 <= per_village["Hoonhorst"] <= 15
    assert 7 <= per_village["Oudleusen"] <= 15
    assert per_village["Dalfsen"] > per_village["Nieuwleusen"] > per_village["Lemelerveld"] > 4 * per_village["Hoonhorst"]


def test_companies_are_broken_into_where_they_are_and_shops_where_they_are(offences: pd.DataFrame) -> None:
    where = offences[offences["area"].str.startswith("BU")].groupby(["code", "area"])["count"].sum()
    assert where["2.5.2"].idxmax() == "BU01480101"
    estates = ["BU01480107", "BU01480206", "BU01480207", "BU01480304"]
    assert where["2.5.1"][estates].sum() > 0.35 * where["2.5.1"].sum()


def test_some_codes_are_rare_enough_to_have_years_without(offences: pd.DataFrame) -> None:
    assert 0 in one(offences, "3.7.1").values()
    assert 0 in one(offences, "1.4.7").values()
