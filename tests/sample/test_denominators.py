import pandas as pd

from ivp_analysis.vocabulary.municipality import Municipality


def inhabitants(table: pd.DataFrame, sex: str = "totaal", age: str = "totaal") -> pd.Series:
    chosen = (table["maat"] == "inwoners") & (table["geslacht"] == sex) & (table["leeftijd"] == age)
    return table[chosen].set_index(["gebied", "jaar"])["waarde"]


def test_the_columns_are_those_of_the_contract(denominators: pd.DataFrame) -> None:
    assert list(denominators.columns) == ["gebied", "jaar", "maat", "geslacht", "leeftijd", "waarde"]
    assert not denominators.duplicated(["gebied", "jaar", "maat", "geslacht", "leeftijd"]).any()
    assert (denominators["waarde"] >= 0).all()


def test_villages_and_buurten_add_up_to_the_municipality(denominators: pd.DataFrame, dalfsen: Municipality) -> None:
    total = inhabitants(denominators)
    for year in range(2012, 2023):
        numbers = total.xs(year, level="jaar")
        assert numbers[list(dalfsen.village_names)].sum() == numbers["GM0148"]
        for village in dalfsen.villages:
            assert numbers[[buurt.code for buurt in village.neighbourhoods]].sum() == numbers[village.name]


def test_sexes_and_ages_add_up_to_the_total(denominators: pd.DataFrame, dalfsen: Municipality) -> None:
    own = denominators[denominators["gebied"].isin(dalfsen.village_names)]
    total = inhabitants(own)
    detail = own[(own["geslacht"] != "totaal") & (own["leeftijd"] != "totaal")]
    assert (detail.groupby(["gebied", "jaar"])["waarde"].sum() == total.sort_index()).all()
    assert (inhabitants(own, "m") + inhabitants(own, "v") == total).all()
    assert set(detail["leeftijd"]) == {"0-11", "12-17", "18-24", "25-44", "45-64", "65-79", "80+"}


def test_villages_have_about_the_inhabitants_that_they_should(denominators: pd.DataFrame) -> None:
    now = inhabitants(denominators).xs(2022, level="jaar")
    for village, expected in {
        "Dalfsen": 11_200,
        "Nieuwleusen": 9_300,
        "Lemelerveld": 4_700,
        "Hoonhorst": 1_600,
        "Oudleusen": 1_780,
    }.items():
        assert abs(now[village] / expected - 1) < 0.04
    assert 28_300 <= now["GM0148"] <= 29_000


def test_every_area_of_comparison_is_there(denominators: pd.DataFrame, dalfsen: Municipality) -> None:
    total = inhabitants(denominators)
    for code in (dalfsen.code, *dalfsen.reference_codes):
        assert sorted(total[code].index) == list(range(2012, 2023))


def test_youth_is_that_of_the_age_class_and_halt_a_small_part_of_it(denominators: pd.DataFrame, dalfsen: Municipality) -> None:
    whole = denominators[denominators["gebied"] == "gemeente"].set_index(["maat", "jaar"])["waarde"]
    by_age = inhabitants(denominators, age="12-17")
    for year in range(2012, 2023):
        assert whole["jongeren_12_17", year] == sum(by_age[village, year] for village in dalfsen.village_names)
        assert whole["halt_verwijzingen", year] < 0.02 * whole["jongeren_12_17", year]


def test_buildings_are_there_for_every_buurt(denominators: pd.DataFrame, dalfsen: Municipality) -> None:
    table = denominators[denominators["jaar"] == 2022].pivot_table(index="gebied", columns="maat", values="waarde", aggfunc="first")
    buurten = table.loc[list(dalfsen.neighbourhoods)]
    assert buurten[["woningen", "vestigingen", "adressen"]].notna().all(axis=None)
    assert (buurten["adressen"] >= buurten["woningen"]).all()
