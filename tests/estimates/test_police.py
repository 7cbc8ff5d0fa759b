import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from estimates.rows import OCTOBER, counts, incidents, population

from ivp_analysis.estimates.police import estimate
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

OFFENCE, NUISANCE, CLASS = "police-offence", "police-nuisance", "police-class"
HOONHORST, OUDLEUSEN = "BU01480116", "BU01480118"
FIRST, SECOND = Edition.parse("2022-H1"), Edition.parse("2022-H2")


Make = Callable[..., pd.DataFrame]


@pytest.fixture
def make(dalfsen: Municipality, kernbeleid: Kernbeleid) -> Make:
    def run(
        counted: pd.DataFrame, *, found: pd.DataFrame | None = None, people: pd.DataFrame | None = None, edition: Edition = FIRST
    ) -> pd.DataFrame:
        nobody = empty("population") if people is None else people
        return estimate(counted, empty("incidents") if found is None else found, nobody, dalfsen, kernbeleid, edition)

    return run


def one(frame: pd.DataFrame, **values: object) -> "pd.Series[Any]":
    for column, value in values.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, f"{len(frame)} rows for {values}"
    return frame.iloc[0]


def burglary(*rows: tuple[str, str, int]) -> list[tuple[str, str, str, str, int, int, int]]:
    return [(OFFENCE, "1.1.1", area, level, 2021, 0, count) for area, level, count in rows]


def test_villages_and_unknown_add_up_to_the_municipality(make: Make) -> None:
    found = make(
        counts(burglary((HOONHORST, "buurt", 3), (OUDLEUSEN, "buurt", 4), ("onbekend", "unknown", 2), ("GM0148", "municipality", 9)))
    )
    total = {
        name: int(one(found, village=name, theme="1.3", indicator="totaal", period="2021")["count"])
        for name in ("Hoonhorst", "Oudleusen", "onbekend", "gemeente")
    }
    assert total == {"Hoonhorst": 3, "Oudleusen": 4, "onbekend": 2, "gemeente": 9}


def test_a_reference_area_never_contains_the_municipality(make: Make) -> None:
    rows = burglary(
        (HOONHORST, "buurt", 10),
        ("GM0148", "municipality", 10),
        ("GM0160", "municipality", 20),
        ("GM0175", "municipality", 30),
        ("NL00", "country", 1000),
    )
    people = population({"GM0148": {2021: 1000}, "GM0160": {2021: 2000}, "GM0175": {2021: 3000}, "NL00": {2021: 100_000}})
    found = make(counts(rows), people=people)
    team = one(found, village="basisteam Vechtdal zonder Dalfsen", theme="1.3", indicator="totaal")
    country = one(found, village="Nederland zonder Dalfsen", theme="1.3", indicator="totaal")
    assert (team["count"], team["base"]) == (50, 5000)
    assert (country["count"], country["base"]) == (990, 99_000)
    assert country["rate"] == pytest.approx(10.0)


def test_a_reference_area_with_a_member_missing_is_absent(make: Make) -> None:
    found = make(counts(burglary((HOONHORST, "buurt", 10), ("GM0160", "municipality", 20))))
    assert set(found[found["role"] == "reference"]["village"]) == set()


def test_codes_that_exist_per_municipality_only_count_nowhere(make: Make) -> None:
    rows = burglary((HOONHORST, "buurt", 1), ("GM0148", "municipality", 1))
    rows += [
        (OFFENCE, "1.4.1", area, level, 2021, 0, n)
        for area, level, n in (("GM0148", "municipality", 7), ("GM0160", "municipality", 9), ("GM0175", "municipality", 9))
    ]
    rows += burglary(("GM0160", "municipality", 5), ("GM0175", "municipality", 5))
    found = make(counts(rows))
    assert one(found, village="gemeente", theme="1.3", indicator="totaal", period="2021")["count"] == 1
    assert one(found, village="basisteam Vechtdal zonder Dalfsen", theme="1.3", indicator="totaal")["count"] == 10
    assert "1.4.1" not in set(found["indicator"])


def test_the_police_total_appears_once_and_as_such(make: Make) -> None:
    rows = [
        *burglary((HOONHORST, "buurt", 482), ("GM0148", "municipality", 482)),
        (OFFENCE, "0.0.0", "GM0148", "municipality", 2021, 0, 497),
    ]
    found = make(counts(rows))
    assert one(found, indicator="politietotaal")["count"] == 497
    assert one(found, theme="totaal", indicator="totaal", village="gemeente")["count"] == 482
    assert found[found["indicator"] == "0.0.0"].empty


def test_a_theme_of_two_systems_needs_both_in_a_year(make: Make) -> None:
    rows = [(OFFENCE, "3.6.4", HOONHORST, "buurt", year, 0, 2) for year in (2020, 2021)]
    rows += [(NUISANCE, "M22", HOONHORST, "buurt", 2020, 0, 5)]
    found = make(counts(rows))
    total = found[(found["village"] == "Hoonhorst") & (found["theme"] == "1.1") & (found["indicator"] == "totaal")]
    assert total.set_index("year")["count"].to_dict() == {2020: 7}


def test_unknown_codes_count_in_the_total_and_in_no_theme(make: Make) -> None:
    rows = [*burglary((HOONHORST, "buurt", 3)), (OFFENCE, "9.9.9", HOONHORST, "buurt", 2021, 0, 4)]
    found = make(counts(rows))
    assert one(found, theme="totaal", indicator="totaal", village="gemeente")["count"] == 7
    assert one(found, theme="1.3", indicator="totaal", village="gemeente", period="2021")["count"] == 3
    assert one(found, indicator="9.9.9", village="gemeente")["theme"] == "niet ingedeeld"


def test_of_two_releases_the_newest_counts_and_they_are_never_mixed(make: Make) -> None:
    old = counts(burglary((HOONHORST, "buurt", 3), (OUDLEUSEN, "buurt", 9)), delivery="old")
    new = counts(burglary((HOONHORST, "buurt", 4)), delivery="new", on=pd.Timestamp("2022-03-01"))
    found = make(pd.concat([old, new], ignore_index=True))
    assert one(found, village="gemeente", theme="1.3", indicator="totaal", period="2021")["count"] == 4


def test_an_edition_takes_no_later_delivery_and_no_unfinished_year(make: Make) -> None:
    late = counts(burglary((HOONHORST, "buurt", 8)), delivery="late", on=OCTOBER)
    unfinished = counts([(OFFENCE, "1.1.1", HOONHORST, "buurt", 2022, 0, 1)], delivery="x", on=OCTOBER)
    both = pd.concat([counts(burglary((HOONHORST, "buurt", 5))), late, unfinished], ignore_index=True)
    assert one(make(both), village="gemeente", theme="1.3", indicator="totaal", period="2021")["count"] == 5
    second = make(both, edition=SECOND)
    assert one(second, village="gemeente", theme="1.3", indicator="totaal", period="2021")["count"] == 8
    assert 2022 not in set(second[second["classification"] == OFFENCE]["year"])


def test_without_inhabitants_there_is_a_count_and_a_reason_but_no_rate(make: Make) -> None:
    row = one(make(counts(burglary((HOONHORST, "buurt", 3)))), village="Hoonhorst", theme="1.3", indicator="totaal", period="2021")
    assert row["count"] == 3
    assert math.isnan(row["rate"])
    assert row["reason"] == "Aantal inwoners is niet geleverd, of nul"


def test_a_village_without_all_its_neighbourhoods_has_no_inhabitants(make: Make, dalfsen: Municipality) -> None:
    codes = [item.code for item in dalfsen.villages[3].neighbourhoods]
    whole = population({code: {2021: 500} for code in codes})
    part = population({code: {2021: 500} for code in codes[1:]})
    figures = counts(burglary((HOONHORST, "buurt", 3)))
    key = {"village": "Hoonhorst", "theme": "1.3", "indicator": "totaal", "period": "2021"}
    assert one(make(figures, people=whole), **key)["base"] == 500 * len(codes)
    assert math.isnan(one(make(figures, people=part), **key)["base"])


def test_a_figure_that_was_delivered_for_a_village_goes_before_the_sum_of_its_parts(make: Make, dalfsen: Municipality) -> None:
    people = population({code: {2021: 500} for code in dalfsen.neighbourhoods} | {"Hoonhorst": {2021: 1598}})
    assert (
        one(
            make(counts(burglary((HOONHORST, "buurt", 3))), people=people),
            village="Hoonhorst",
            theme="1.3",
            indicator="totaal",
            period="2021",
        )["base"]
        == 1598
    )


def test_neighbourhoods_are_pooled_over_five_years_with_inhabitant_years(make: Make) -> None:
    rows = [(OFFENCE, "1.1.1", HOONHORST, "buurt", year, 0, 2) for year in range(2015, 2022)]
    people = population({HOONHORST: dict.fromkeys(range(2015, 2022), 700)})
    row = one(make(counts(rows), people=people), village=HOONHORST, theme="1.3")
    assert (row["period"], row["count"], row["base"]) == ("2017-2021", 10, 3500)
    assert row["rate"] == pytest.approx(10 / 3.5)


def monthly(months: range, year: int, *, code: str = "E12") -> list[tuple[str, str, str, str, int, int, int]]:
    return [(CLASS, code, HOONHORST, "buurt", year, month, 1) for month in months]


def test_classes_outside_open_data_are_series_of_their_own(make: Make) -> None:
    found = make(
        pd.concat([counts(burglary((HOONHORST, "buurt", 3))), counts(monthly(range(1, 13), 2021), delivery="m")], ignore_index=True)
    )
    row = one(found, village="Hoonhorst", indicator="E12")
    assert (row["theme"], row["count"], row["period"], row["complete"]) == ("1.1", 12, "2021", True)
    assert one(found, village="Oudleusen", indicator="E12")["count"] == 0
    assert found[(found["theme"] == "1.1") & (found["indicator"] == "totaal")].empty


def test_classes_of_open_data_are_not_counted_twice(make: Make) -> None:
    found = make(counts(monthly(range(1, 13), 2021, code="A20")))
    assert "A20" not in set(found["indicator"])


def test_a_part_of_a_year_is_named_and_has_no_rate(make: Make, dalfsen: Municipality) -> None:
    people = population({code: {2022: 500} for code in dalfsen.neighbourhoods})
    found = make(counts(monthly(range(1, 9), 2022), on=OCTOBER), people=people, edition=SECOND)
    row = one(found, village="Hoonhorst", indicator="E12")
    assert (row["period"], row["count"], row["complete"], row["reason"]) == ("januari tot en met augustus 2022", 8, False, "Geen heel jaar")


def test_delivered_counts_go_before_counted_incidents(make: Make) -> None:
    seen = incidents(
        [(f"i{month}", "E12", "Oudleusen", f"2021-{month:02d}-03", None) for month in range(1, 13)]
        + [("j", "E12", "Oudleusen", "2020-01-01", None)]
    )
    found = make(counts(monthly(range(1, 13), 2021)), found=seen)
    assert one(found, village="gemeente", indicator="E12", year=2021)["count"] == 12
    assert one(found, village="Oudleusen", indicator="E12", year=2020)["count"] == 1


def test_row_order_does_not_matter(make: Make) -> None:
    rows = counts(burglary((HOONHORST, "buurt", 3), (OUDLEUSEN, "buurt", 4), ("GM0148", "municipality", 7)))
    pd.testing.assert_frame_equal(make(rows), make(rows.iloc[::-1].reset_index(drop=True)))


def test_no_delivery_gives_no_estimate(make: Make) -> None:
    assert len(make(empty("counts"))) == 0


def test_a_class_that_was_not_delivered_is_absent_and_not_zero(make: Make) -> None:
    found = make(counts(monthly(range(1, 13), 2021)))
    assert set(found[found["classification"] == CLASS]["indicator"]) == {"E12"}


def test_an_unknown_class_is_kept_and_is_in_no_theme(make: Make) -> None:
    found = make(counts(monthly(range(1, 13), 2021, code="Z99")))
    assert one(found, village="Hoonhorst", indicator="Z99")["theme"] == "niet ingedeeld"


def test_an_incident_that_comes_again_in_a_later_delivery_keeps_its_year(make: Make) -> None:
    first = incidents([(f"i{month}", "E12", "Oudleusen", f"2021-{month:02d}-03", None) for month in range(1, 13)])
    later = incidents([("i3", "E12", "Oudleusen", "2021-03-03", None)], delivery="later", on=OCTOBER)
    found = make(empty("counts"), found=pd.concat([first, later], ignore_index=True), edition=SECOND)
    assert one(found, village="gemeente", indicator="E12", period="2021")["count"] == 12


def test_a_short_delivery_of_counts_does_not_replace_a_year_of_incidents(make: Make) -> None:
    seen = incidents([(f"i{month}", "E12", "Oudleusen", f"2021-{month:02d}-03", None) for month in range(1, 13)])
    found = make(counts(monthly(range(1, 3), 2021)), found=seen)
    assert one(found, village="gemeente", indicator="E12", year=2021)["period"] == "2021"


# denominators and composite indicators


def everywhere(municipality: Municipality, measure: str, n: int, *years: int) -> pd.DataFrame:
    return population({name: dict.fromkeys(years, n) for name in municipality.village_names}).assign(measure=measure)


def test_burglary_is_per_thousand_dwellings_where_all_villages_have_them_in_all_years(make: Make, dalfsen: Municipality) -> None:
    people, homes = everywhere(dalfsen, "inhabitants", 2000, 2020, 2021), everywhere(dalfsen, "dwellings", 800, 2020, 2021)
    found = make(counts(burglary((HOONHORST, "buurt", 4))), people=pd.concat([people, homes], ignore_index=True))
    row = one(found, village="Hoonhorst", indicator="1.1.1")
    assert (row["denominator"], row["base"], row["rate"]) == ("woningen", 800, 5)
    # the theme as a whole stays per thousand inhabitants
    total = one(found, village="Hoonhorst", theme="1.3", indicator="totaal")
    assert (total["denominator"], total["base"], total["rate"]) == ("inwoners", 2000, 2)


@pytest.mark.parametrize("lost", [("Oudleusen", 2021), ("Hoonhorst", 2020)])
def test_dwellings_that_one_village_or_year_lacks_make_way_for_inhabitants_everywhere(
    make: Make, dalfsen: Municipality, lost: tuple[str, int]
) -> None:
    people, homes = everywhere(dalfsen, "inhabitants", 2000, 2020, 2021), everywhere(dalfsen, "dwellings", 800, 2020, 2021)
    homes = homes[(homes["area"] != lost[0]) | (homes["year"] != lost[1])]
    found = make(counts(burglary((HOONHORST, "buurt", 4))), people=pd.concat([people, homes], ignore_index=True))
    row = one(found, village="Hoonhorst", indicator="1.1.1")
    assert (row["denominator"], row["base"], row["rate"]) == ("inwoners", 2000, 2)
    assert set(found["denominator"]) == {"inwoners"}


def test_a_theme_of_shops_is_per_thousand_establishments_and_its_buurten_per_thousand_inhabitants(
    make: Make, dalfsen: Municipality
) -> None:
    shops = everywhere(dalfsen, "establishments", 200, 2021)
    people = population({code: {2021: 500} for code in dalfsen.neighbourhoods})
    found = make(counts([(OFFENCE, "2.5.2", HOONHORST, "buurt", 2021, 0, 3)]), people=pd.concat([people, shops], ignore_index=True))
    row = one(found, village="Hoonhorst", theme="2.1", indicator="totaal")
    assert (row["denominator"], row["base"], row["rate"]) == ("vestigingen", 200, 15)
    buurt = one(found, village=HOONHORST, theme="2.1")
    assert (buurt["denominator"], buurt["base"], buurt["rate"]) == ("inwoners", 500, 6)


def test_a_reference_area_without_that_denominator_has_a_reason_and_no_rate(make: Make, dalfsen: Municipality) -> None:
    people = pd.concat(
        [
            everywhere(dalfsen, "inhabitants", 2000, 2021),
            everywhere(dalfsen, "dwellings", 800, 2021),
            population({"GM0160": {2021: 60_000}, "GM0175": {2021: 18_000}}),
        ],
        ignore_index=True,
    )
    rows = burglary((HOONHORST, "buurt", 4), ("GM0160", "municipality", 20), ("GM0175", "municipality", 9))
    row = one(make(counts(rows), people=people), village="basisteam Vechtdal zonder Dalfsen", indicator="1.1.1")
    assert (row["count"], row["denominator"], row["reason"]) == (29, "woningen", "Aantal woningen is niet geleverd, of nul")
    assert math.isnan(row["rate"])


def test_several_years_together_have_person_years_of_their_own_denominator(make: Make, dalfsen: Municipality) -> None:
    people, homes = everywhere(dalfsen, "inhabitants", 2000, 2020, 2021), everywhere(dalfsen, "dwellings", 800, 2020, 2021)
    rows = [(OFFENCE, "1.1.1", HOONHORST, "buurt", year, 0, 4) for year in (2020, 2021)]
    row = one(
        make(counts(rows), people=pd.concat([people, homes], ignore_index=True)), village="gemeente", indicator="1.1.1", period="2020-2021"
    )
    # 8 burglaries in twice 4,000 dwellings
    assert (row["count"], row["base"], row["rate"]) == (8, 8000, 1)


def test_an_indicator_of_codes_is_their_sum_beside_them(make: Make) -> None:
    rows = [(OFFENCE, code, HOONHORST, "buurt", 2021, 0, n) for code, n in (("1.4.5", 3), ("1.4.4", 2), ("1.1.1", 7))]
    found = make(counts(rows))
    violence = one(found, village="Hoonhorst", indicator="geweld")
    assert (violence["theme"], violence["classification"], violence["count"]) == ("1.3", "open data", 5)
    # it is not added to the theme
    assert one(found, village="Hoonhorst", theme="1.3", indicator="totaal")["count"] == 12
    assert one(found, village="Hoonhorst", indicator="1.4.5")["count"] == 3


def test_an_indicator_of_codes_of_several_themes_counts_them_all(make: Make) -> None:
    rows = [(NUISANCE, code, HOONHORST, "buurt", 2021, 0, n) for code, n in (("M061", 1), ("M062", 2), ("M22", 4))]
    noise = one(make(counts(rows)), village="Hoonhorst", indicator="geluidshinder")
    assert (noise["theme"], noise["count"]) == ("1.1", 7)


def test_an_indicator_of_klassen_comes_from_deliveries_and_stands_beside_open_data(make: Make) -> None:
    delivered = [
        (CLASS, code, HOONHORST, "buurt", 2021, month, n) for code, n in (("A72", 2), ("B62", 1), ("A73", 5)) for month in range(1, 13)
    ]
    published = [(OFFENCE, "1.2.3", HOONHORST, "buurt", 2021, 0, 90)]
    found = make(pd.concat([counts(delivered, delivery="m"), counts(published)], ignore_index=True))
    bicycles = one(found, village="Hoonhorst", indicator="fietsendiefstal")
    assert (bicycles["theme"], bicycles["classification"], bicycles["count"], bicycles["label"]) == ("1.3", CLASS, 36, "Fietsendiefstal")
    assert bicycles["source"] == "m"
    assert one(found, village="gemeente", indicator="fietsendiefstal")["count"] == 36
    assert one(found, village="Oudleusen", indicator="fietsendiefstal")["count"] == 0
    assert one(found, village="Hoonhorst", theme="1.3", indicator="totaal")["count"] == 90
    assert not {"A72", "B62", "A73"} & set(found["indicator"])


def test_a_part_of_a_year_of_an_indicator_of_klassen_is_named_and_has_no_rate(make: Make, dalfsen: Municipality) -> None:
    people = everywhere(dalfsen, "inhabitants", 2000, 2021, 2022)
    row = one(
        make(counts(monthly(range(1, 9), 2022, code="A72"), on=OCTOBER), people=people, edition=SECOND),
        village="Hoonhorst",
        indicator="fietsendiefstal",
    )
    assert (row["period"], row["count"], row["reason"]) == ("januari tot en met augustus 2022", 8, "Geen heel jaar")
    assert math.isnan(row["rate"])


def test_an_area_that_lacks_one_of_two_systems_in_a_year_has_no_total_of_them(make: Make) -> None:
    """A refused figure leaves a year of an area out; what is left of a theme is not its total."""
    rows = [(OFFENCE, "3.6.4", area, "buurt", year, 0, 2) for area in (HOONHORST, OUDLEUSEN) for year in (2020, 2021)]
    rows += [(NUISANCE, "M22", area, "buurt", year, 0, 5) for area in (HOONHORST, OUDLEUSEN) for year in (2020, 2021)]
    kept = [row for row in rows if (row[0], row[2], row[4]) != (OFFENCE, HOONHORST, 2021)]
    found = make(counts(kept))
    totals = found[(found["theme"] == "1.1") & (found["indicator"] == "totaal") & found["period"].str.fullmatch("[0-9]{4}")]
    assert totals[totals["village"] == "Hoonhorst"]["period"].tolist() == ["2020"]
    assert totals[totals["village"] == "Oudleusen"]["period"].tolist() == ["2020", "2021"]


def test_several_years_together_follow_each_other_and_are_all_there(make: Make) -> None:
    rows = [(OFFENCE, "1.1.1", HOONHORST, "buurt", year, 0, 2) for year in (2015, 2016, 2017, 2019, 2020, 2021)]
    people = population({HOONHORST: dict.fromkeys(range(2015, 2022), 700)})
    row = one(make(counts(rows), people=people), village=HOONHORST, theme="1.3")
    assert (row["period"], row["count"], row["base"]) == ("2019-2021", 6, 2100)
    gap = [*rows, *((OFFENCE, "1.1.1", OUDLEUSEN, "buurt", year, 0, 1) for year in (2019, 2021))]
    assert make(counts(gap)).query("village == @OUDLEUSEN").empty
