import pandas as pd
import pytest
from estimates.rows import MARCH, OCTOBER, counts, incidents

from ivp_analysis.estimates.class_months import COLUMNS, class_months, counted_incidents, delivered_counts
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.municipality import Municipality

CLASS = "police-class"
FIRST, SECOND = Edition.parse("2022-H1"), Edition.parse("2022-H2")


def delivery(
    months: int, count: int, *, year: int = 2021, area: str = "BU01480116", name: str = "d", on: pd.Timestamp = MARCH
) -> pd.DataFrame:
    level = {"BU": "buurt", "on": "unknown"}.get(area[:2], "village")
    return counts([(CLASS, "E12", area, level, year, month, count) for month in range(1, months + 1)], delivery=name, on=on)


def seen(months: int, *, year: int = 2021, name: str = "i", on: pd.Timestamp = MARCH) -> pd.DataFrame:
    rows = [(f"{name}{month}", "E12", "Oudleusen", f"{year}-{month:02d}-03", None) for month in range(1, months + 1)]
    found: pd.DataFrame = incidents(rows, delivery=name, on=on)
    return found


def sources(*tables: pd.DataFrame, found: pd.DataFrame | None = None, edition: Edition = FIRST, municipality: Municipality) -> set[str]:
    together = pd.concat(tables, ignore_index=True) if tables else empty("counts")
    rows = class_months(together, empty("incidents") if found is None else found, municipality, edition)
    return set(rows["delivery"])


def test_buurten_and_names_of_villages_become_villages_and_the_rest_is_unknown(dalfsen: Municipality) -> None:
    rows = pd.concat([delivery(1, 1), delivery(1, 2, area="Hoonhorst"), delivery(1, 4, area="onbekend")], ignore_index=True)
    found = delivered_counts(rows.drop_duplicates(["area"]), dalfsen, FIRST)
    assert list(found.columns) == COLUMNS
    assert found[["village", "count"]].to_numpy().tolist() == [["Hoonhorst", 1], ["Hoonhorst", 2], ["onbekend", 4]]


def test_open_data_and_years_are_no_months_of_klassen(dalfsen: Municipality) -> None:
    rows = counts([("police-offence", "1.1.1", "BU01480116", "buurt", 2021, 1, 3), (CLASS, "E12", "BU01480116", "buurt", 2021, 0, 9)])
    assert delivered_counts(rows, dalfsen, FIRST).empty


def test_deliveries_are_kept_apart_before_one_is_chosen(dalfsen: Municipality) -> None:
    rows = pd.concat([delivery(2, 1), delivery(2, 3, name="later", on=OCTOBER)], ignore_index=True)
    assert delivered_counts(rows, dalfsen, SECOND).groupby("delivery")["count"].sum().to_dict() == {"d": 2, "later": 6}
    assert set(delivered_counts(rows, dalfsen, FIRST)["delivery"]) == {"d"}


def test_incidents_are_counted_per_village_code_and_month() -> None:
    rows = incidents(
        [
            ("a", "E12", "Oudleusen", "2021-03-01", None),
            ("b", "E12", "Oudleusen", "2021-03-31", None),
            ("c", "E12", "Hoonhorst", "2021-03-09", None),
            ("d", "E13", "Oudleusen", "2021-04-01", None),
        ]
    )
    found = counted_incidents(rows, FIRST)
    assert list(found.columns) == COLUMNS
    assert found[["village", "code", "year", "month", "count", "attempts"]].to_numpy().tolist() == [
        ["Hoonhorst", "E12", 2021, 3, 1, 0], ["Oudleusen", "E12", 2021, 3, 2, 0], ["Oudleusen", "E13", 2021, 4, 1, 0],
    ]  # fmt: skip


def test_attempts_are_missing_where_one_incident_does_not_tell() -> None:
    rows = incidents([("a", "A20", "Oudleusen", "2021-03-01", None), ("b", "A20", "Oudleusen", "2021-03-02", None)])
    told = rows.assign(attempt=pd.array([True, False], dtype="boolean"))
    untold = rows.assign(attempt=pd.array([True, pd.NA], dtype="boolean"))
    assert counted_incidents(told, FIRST)["attempts"].tolist() == [1]
    assert counted_incidents(untold, FIRST)["attempts"].isna().all()


def test_an_incident_in_two_deliveries_counts_once_in_its_newest_form() -> None:
    first = incidents([("a", "E12", "Oudleusen", "2021-03-01", None)])
    again = incidents([("a", "E12", "Hoonhorst", "2021-03-01", None)], delivery="later", on=OCTOBER)
    for order in ([first, again], [again, first]):
        found = counted_incidents(pd.concat(order, ignore_index=True), SECOND)
        assert found[["village", "count"]].to_numpy().tolist() == [["Hoonhorst", 1]]


def test_all_incidents_of_a_year_are_one_source_dated_by_the_newest() -> None:
    rows = pd.concat([seen(3), seen(6, name="later", on=OCTOBER)], ignore_index=True)
    found = counted_incidents(rows, SECOND)
    assert (set(found["delivery"]), set(found["reference_date"])) == ({"i + later"}, {OCTOBER})
    assert found["count"].sum() == 9


@pytest.mark.parametrize(("months", "incident_months", "taken"), [(12, 12, "d"), (11, 12, "i"), (12, 11, "d"), (0, 3, "i"), (3, 0, "d")])
def test_the_source_with_most_months_is_taken_and_of_equals_delivered_counts(
    dalfsen: Municipality, months: int, incident_months: int, taken: str
) -> None:
    tables = [delivery(months, 1)] if months else []
    assert sources(*tables, found=seen(incident_months) if incident_months else None, municipality=dalfsen) == {taken}


def test_of_deliveries_of_equal_length_the_newest_is_taken(dalfsen: Municipality) -> None:
    tables = [delivery(8, 1, name="z"), delivery(8, 2, name="a", on=OCTOBER)]
    assert sources(*tables, edition=SECOND, municipality=dalfsen) == {"a"}
    assert sources(*tables[::-1], edition=SECOND, municipality=dalfsen) == {"a"}
    assert sources(*tables, municipality=dalfsen) == {"z"}


def test_each_year_has_its_own_source_and_none_is_mixed(dalfsen: Municipality) -> None:
    tables = pd.concat([delivery(12, 1), delivery(3, 1, year=2020)], ignore_index=True)
    found = pd.concat([seen(12, year=2020), seen(2, name="j")], ignore_index=True)
    rows = class_months(tables, found, dalfsen, FIRST)
    assert rows.groupby("year")["delivery"].unique().map(list).to_dict() == {2020: ["i"], 2021: ["d"]}
    assert rows.groupby("year")["count"].sum().to_dict() == {2020: 12, 2021: 12}


def test_no_deliveries_give_no_months(dalfsen: Municipality) -> None:
    rows = class_months(empty("counts"), empty("incidents"), dalfsen, FIRST)
    assert list(rows.columns) == COLUMNS
    assert rows.empty
