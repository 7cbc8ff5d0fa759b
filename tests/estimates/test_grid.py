from estimates.rows import OCTOBER, incidents

from ivp_analysis.estimates.grid import incident_grid, sensitive_classes
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid

EDITION = Edition.parse("2022-H1")


def test_incidents_are_added_up_to_squares(kernbeleid: Kernbeleid) -> None:
    seen = incidents(
        [
            ("a", "A20", "Hoonhorst", "2021-01-01", 1100.0),
            ("b", "A72", "Hoonhorst", "2017-01-01", 1499.0),
            ("c", "A72", "Hoonhorst", "2021-01-01", 1500.0),
        ]
    )
    grid = incident_grid(seen, kernbeleid, EDITION)
    assert grid[["theme", "x", "y", "count"]].to_numpy().tolist() == [["1.3", 1000, 1000, 2], ["1.3", 1500, 1500, 1]]
    assert set(grid["period"]) == {"2017-2021"}


def test_only_the_last_five_full_years_are_on_the_map(kernbeleid: Kernbeleid) -> None:
    seen = incidents(
        [
            ("a", "A20", "Hoonhorst", "2016-12-31", 1100.0),
            ("b", "A20", "Hoonhorst", "2022-01-01", 1100.0),
            ("c", "A20", "Hoonhorst", "2021-12-31", 1100.0),
        ]
    )
    assert incident_grid(seen, kernbeleid, EDITION)["count"].tolist() == [1]


def test_incidents_without_a_place_or_with_a_sensitive_code_are_not_on_the_map(kernbeleid: Kernbeleid) -> None:
    seen = incidents(
        [
            ("a", "A20", "Hoonhorst", "2021-01-01", None),
            ("b", "E33", "Hoonhorst", "2021-01-01", 1.0),
            ("c", "F521", "Hoonhorst", "2021-01-01", 1.0),
        ]
    )
    assert len(incident_grid(seen, kernbeleid, EDITION)) == 0


def test_an_incident_that_comes_in_two_deliveries_counts_once(kernbeleid: Kernbeleid) -> None:
    import pandas as pd

    seen = pd.concat(
        [
            incidents([("a", "A20", "Hoonhorst", "2021-01-01", 1.0)]),
            incidents([("a", "A20", "Hoonhorst", "2021-01-01", 1.0)], delivery="later", on=OCTOBER),
        ]
    )
    assert incident_grid(seen, kernbeleid, Edition.parse("2022-H2"))["count"].tolist() == [1]


def test_sensitive_classes_include_those_of_sensitive_offences(kernbeleid: Kernbeleid) -> None:
    assert {"E33", "E13", "F50", "F520", "F527"} <= sensitive_classes(kernbeleid)
    assert "A20" not in sensitive_classes(kernbeleid)


def test_no_incidents_give_no_squares(kernbeleid: Kernbeleid) -> None:
    assert len(incident_grid(empty("incidents"), kernbeleid, EDITION)) == 0
