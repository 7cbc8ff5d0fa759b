import pandas as pd
import pytest

from ivp_analysis.vocabulary.municipality import Municipality

BY_AREA = ("inwoners", "woningen", "vestigingen")


def figures(table: pd.DataFrame, sex: str = "totaal", age: str = "totaal", measure: str = "inwoners") -> pd.Series:
    chosen = (table["maat"] == measure) & (table["geslacht"] == sex) & (table["leeftijd"] == age)
    return table[chosen].set_index(["gebied", "jaar"])["waarde"]


def test_the_columns_are_those_of_the_contract(denominators: pd.DataFrame) -> None:
    assert list(denominators.columns) == ["gebied", "jaar", "maat", "geslacht", "leeftijd", "waarde"]
    assert not denominators.duplicated(["gebied", "jaar", "maat", "geslacht", "leeftijd"]).any()
    assert (denominators["waarde"] >= 0).all()


@pytest.mark.parametrize("measure", BY_AREA)
def test_villages_and_buurten_add_up_to_the_municipality(denominators: pd.DataFrame, dalfsen: Municipality, measure: str) -> None:
    total = figures(denominators, measure=measure)
    for year in range(2012, 2023):
        numbers = total.xs(year, level="jaar")
        assert numbers[list(dalfsen.village_names)].sum() == numbers["GM0148"]
        for village in dalfsen.villages:
            assert numbers[[buurt.code for buurt in village.neighbourhoods]].sum() == numbers[village.name]


def test_sexes_and_ages_add_up_to_the_total(denominators: pd.DataFrame, dalfsen: Municipality) -> None:
    own = denominators[denominators["gebied"].isin(dalfsen.village_names)]
    total = figures(own)
    detail = own[(own["geslacht"] != "totaal") & (own["leeftijd"] != "totaal")]
    assert (detail.groupby(["gebied", "jaar"])["waarde"].sum() == total.sort_index()).all()
    assert (figures(own, "m") + figures(own, "v") == total).all()
    assert set(detail["leeftijd"]) == {"0-11", "12-17", "18-24", "25-44", "45-64", "65-79", "80+"}


def test_villages_have_about_the_inhabitants_that_they_should(denominators: pd.DataFrame) -> None:
    now = figures(denominators).xs(2022, level="jaar")
    for village, expected in {
        "Dalfsen": 11_200,
        "Nieuwleusen": 9_300,
        "Lemelerveld": 4_700,
        "Hoonhorst": 1_600,
        "Oudleusen": 1_780,
    }.items():
        assert abs(now[village] / expected - 1) < 0.04
    assert 28_300 <= now["GM0148"] <= 29_000


@pytest.mark.parametrize("measure", BY_AREA)
def test_every_area_is_there_in_every_year(denominators: pd.DataFrame, dalfsen: Municipality, compared: set[str], measure: str) -> None:
    total = figures(denominators, measure=measure)
    areas = {*dalfsen.neighbourhoods, *dalfsen.village_names, *compared}
    assert set(total.index.get_level_values("gebied")) == areas
    for area in areas:
        assert list(total[area].index) == list(range(2012, 2023))


@pytest.mark.parametrize(("measure", "low", "high"), [("woningen", 385, 420), ("vestigingen", 80, 110)])
def test_buildings_are_in_proportion_to_inhabitants_and_grow_slowly(
    denominators: pd.DataFrame, dalfsen: Municipality, compared: set[str], measure: str, low: int, high: int
) -> None:
    total = figures(denominators, measure=measure)
    per_thousand = 1_000 * total / figures(denominators)
    for area in compared:
        assert per_thousand[area].between(low, high).all()
        assert (per_thousand[area].diff().dropna() > -0.5).all()
    for area in total.index.unique("gebied"):
        growth = total[area] / total[area].shift()
        assert (growth.dropna() >= 1).all()
    whole = total[dalfsen.code]
    assert 1.05 < whole[2022] / whole[2012] < 1.3


def test_youth_is_that_of_the_age_class_and_halt_a_small_part_of_it(denominators: pd.DataFrame, dalfsen: Municipality) -> None:
    whole = denominators[denominators["gebied"] == "gemeente"].set_index(["maat", "jaar"])["waarde"]
    by_age = figures(denominators, age="12-17")
    for year in range(2012, 2023):
        assert whole["jongeren_12_17", year] == sum(by_age[village, year] for village in dalfsen.village_names)
        assert whole["halt_verwijzingen", year] < 0.02 * whole["jongeren_12_17", year]


def test_companies_are_where_the_estates_are(denominators: pd.DataFrame) -> None:
    total = figures(denominators, measure="vestigingen").xs(2022, level="jaar")
    people = figures(denominators).xs(2022, level="jaar")
    estates = ["BU01480107", "BU01480206", "BU01480207", "BU01480304"]
    assert (total[estates] > 0.8 * people[estates]).all()


def test_addresses_are_there_for_every_buurt(denominators: pd.DataFrame, dalfsen: Municipality) -> None:
    table = denominators[denominators["jaar"] == 2022].pivot_table(index="gebied", columns="maat", values="waarde", aggfunc="first")
    buurten = table.loc[list(dalfsen.neighbourhoods)]
    assert buurten[["woningen", "vestigingen", "adressen"]].notna().all(axis=None)
    assert (buurten["adressen"] >= buurten["woningen"]).all()
