import pandas as pd
import pytest
from estimates.rows import population

from ivp_analysis.estimates.denominators import denominators, reference_label, reference_members, usable
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.municipality import Municipality

TEAM, COUNTRY = "basisteam Vechtdal zonder Dalfsen", "Nederland zonder Dalfsen"


def measured(measure: str, values: dict[str, dict[int, int]]) -> pd.DataFrame:
    return population(values).assign(measure=measure)


def base(found: pd.DataFrame, village: str, year: int = 2021, denominator: str = "inwoners") -> float | None:
    rows = found[(found["village"] == village) & (found["year"] == year) & (found["denominator"] == denominator)]
    assert len(rows) <= 1
    return float(rows["base"].iloc[0]) if len(rows) else None


def every_buurt(municipality: Municipality, n: int, *years: int) -> dict[str, dict[int, int]]:
    return {code: dict.fromkeys(years, n) for code in municipality.neighbourhoods}


def test_a_village_is_the_sum_of_its_buurten_and_the_municipality_of_its_villages(dalfsen: Municipality) -> None:
    found = denominators(population(every_buurt(dalfsen, 100, 2021)), dalfsen)
    assert [base(found, name) for name in ("BU01480116", "Hoonhorst", "Dalfsen", "gemeente")] == [100, 300, 1400, 3600]


def test_with_one_buurt_missing_village_and_municipality_have_none(dalfsen: Municipality) -> None:
    values = every_buurt(dalfsen, 100, 2021)
    del values["BU01480116"]
    found = denominators(population(values), dalfsen)
    assert [base(found, name) for name in ("Hoonhorst", "gemeente", "Oudleusen")] == [None, None, 200]


def test_what_was_delivered_for_an_area_itself_goes_before_the_sum(dalfsen: Municipality) -> None:
    values = every_buurt(dalfsen, 100, 2021) | {"Hoonhorst": {2021: 310}, "GM0148": {2021: 3700}}
    found = denominators(population(values), dalfsen)
    assert [base(found, name) for name in ("Hoonhorst", "gemeente")] == [310, 3700]


def test_every_year_by_itself(dalfsen: Municipality) -> None:
    values = every_buurt(dalfsen, 100, 2020, 2021) | {"Hoonhorst": {2021: 310}}
    found = denominators(population(values), dalfsen)
    assert [base(found, "Hoonhorst", year) for year in (2019, 2020, 2021)] == [None, 300, 310]


def test_a_reference_area_is_without_the_municipality(dalfsen: Municipality) -> None:
    values = {"GM0148": {2021: 30}, "GM0160": {2021: 60}, "GM0175": {2021: 20}, "NL00": {2021: 17_000}}
    found = denominators(population(values), dalfsen)
    assert [base(found, name) for name in (TEAM, COUNTRY)] == [80, 16_970]
    assert [base(found, name) for name in ("GM0160", "GM0175")] == [60, 20]
    without = denominators(population({code: years for code, years in values.items() if code != "GM0175"}), dalfsen)
    assert base(without, TEAM) is None


def test_of_two_deliveries_the_newest_counts(dalfsen: Municipality) -> None:
    old = population({"Hoonhorst": {2021: 300}}, delivery="z")
    new = population({"Hoonhorst": {2021: 305}}, delivery="a", on=pd.Timestamp("2022-03-01"))
    for parts in ([old, new], [new, old]):
        assert base(denominators(pd.concat(parts, ignore_index=True), dalfsen), "Hoonhorst") == 305


def test_dwellings_and_establishments_are_kept_apart_from_inhabitants(dalfsen: Municipality) -> None:
    parts = [
        measured(name, {"Hoonhorst": {2021: n}})
        for name, n in (("inhabitants", 300), ("dwellings", 120), ("establishments", 40), ("halt_referrals", 2))
    ]
    found = denominators(pd.concat(parts, ignore_index=True), dalfsen)
    assert found[["denominator", "base"]].to_numpy().tolist() == [["inwoners", 300], ["woningen", 120], ["vestigingen", 40]]


def test_ages_and_sexes_are_no_denominator(dalfsen: Municipality) -> None:
    parts = [population({"Hoonhorst": {2021: 300}}), population({"Hoonhorst": {2021: 150}}).assign(sex="m")]
    parts.append(population({"Hoonhorst": {2021: 20}}).assign(age="12-17"))
    assert base(denominators(pd.concat(parts, ignore_index=True), dalfsen), "Hoonhorst") == 300


def everywhere(municipality: Municipality, measure: str, *years: int) -> pd.DataFrame:
    return measured(measure, {name: dict.fromkeys(years, 100) for name in municipality.village_names})


def test_a_denominator_is_usable_when_every_village_has_it_in_every_year_of_inhabitants(dalfsen: Municipality) -> None:
    people = everywhere(dalfsen, "inhabitants", 2020, 2021)
    homes = everywhere(dalfsen, "dwellings", 2019, 2020, 2021)
    found = denominators(pd.concat([people, homes], ignore_index=True), dalfsen)
    assert usable(found, dalfsen) == {"inwoners", "woningen"}


@pytest.mark.parametrize("lost", [("Hoonhorst", 2021), ("Oudleusen", 2020)])
def test_one_village_or_year_without_it_makes_it_useless(dalfsen: Municipality, lost: tuple[str, int]) -> None:
    homes = everywhere(dalfsen, "dwellings", 2020, 2021)
    homes = homes[(homes["area"] != lost[0]) | (homes["year"] != lost[1])]
    found = denominators(pd.concat([everywhere(dalfsen, "inhabitants", 2020, 2021), homes], ignore_index=True), dalfsen)
    assert usable(found, dalfsen) == {"inwoners"}


def test_inhabitants_are_the_denominator_when_there_is_nothing_else(dalfsen: Municipality) -> None:
    nothing = denominators(empty("population"), dalfsen)
    assert len(nothing) == 0
    assert list(nothing.columns) == ["village", "year", "denominator", "base"]
    assert usable(nothing, dalfsen) == {"inwoners"}


def test_rows_in_another_order_give_the_same(dalfsen: Municipality) -> None:
    rows = population(every_buurt(dalfsen, 100, 2020, 2021) | {"NL00": {2021: 17_000}, "GM0160": {2021: 60}})
    pd.testing.assert_frame_equal(denominators(rows, dalfsen), denominators(rows.iloc[::-1].reset_index(drop=True), dalfsen))


def test_members_and_name_of_a_reference_area_leave_the_municipality_out(dalfsen: Municipality) -> None:
    team = dalfsen.reference("basisteam Vechtdal")
    assert reference_members(team, dalfsen) == ("GM0160", "GM0175")
    assert reference_label(team, dalfsen) == TEAM
