from typing import Any

import pandas as pd
import pytest

from ivp_analysis.disclosure.protection import protect, protect_grid
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.tables.edition_contracts import ESTIMATES
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import load_municipality

DALFSEN = load_municipality("dalfsen", Paths())
OFFENCE, NUISANCE = "police-offence", "police-nuisance"


def estimates(*rows: tuple[str, str, str, str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["village", "role", "theme", "indicator", "classification", "count"])
    rest: dict[str, Any] = {
        "label": "x",
        "year": 2021,
        "period": "2021",
        "complete": True,
        "inhabitants": 1000.0,
        "rate": 1.0,
        "low": 0.5,
        "high": 2.0,
        "provisional": False,
    }
    return frame.assign(**rest, source="s", reason="")[list(ESTIMATES.columns)]


@pytest.mark.parametrize(
    ("count", "shown", "exact"), [(0, "0", True), (1, "<5", False), (4, "<5", False), (5, "5", True), (1234, "1234", True)]
)
def test_counts_of_one_to_four_are_not_shown(kernbeleid: Kernbeleid, count: int, shown: str, exact: bool) -> None:
    row = protect(estimates(("Hoonhorst", "village", "1.3", "totaal", "open data", count)), kernbeleid, DALFSEN).iloc[0]
    assert (row["shown"], row["exact"]) == (shown, exact)
    assert (row["rule"] == "") == exact


def test_reference_areas_are_public(kernbeleid: Kernbeleid) -> None:
    row = protect(estimates(("basisteam Vechtdal zonder Dalfsen", "reference", "5.1", "totaal", "open data", 2)), kernbeleid, DALFSEN).iloc[
        0
    ]
    assert (row["shown"], row["exact"]) == ("2", True)


@pytest.mark.parametrize(
    ("village", "role", "theme", "indicator", "system"),
    [
        ("Hoonhorst", "village", "1.1", "E33", NUISANCE),
        ("gemeente", "municipality", "1.1", "E33", NUISANCE),
        ("gemeente", "municipality", "5.1", "3.7.1", OFFENCE),
        ("gemeente", "municipality", "5.1", "totaal", "open data"),
        ("Hoonhorst", "village", "1.3", "E13", "police-class"),
        ("BU01480116", "neighbourhood", "5.1", "totaal", "open data"),
    ],
)
def test_sensitive_registrations_are_not_shown_per_year(
    kernbeleid: Kernbeleid, village: str, role: str, theme: str, indicator: str, system: str
) -> None:
    row = protect(estimates((village, role, theme, indicator, system, 12)), kernbeleid, DALFSEN).iloc[0]
    assert (row["shown"], row["exact"]) == ("niet getoond", False)


def test_a_sensitive_code_does_not_follow_from_total_minus_the_others(kernbeleid: Kernbeleid) -> None:
    codes = (("totaal", "open data", 20), ("M22", NUISANCE, 12), ("E33", NUISANCE, 8))
    frame = estimates(*(("Hoonhorst", "village", "1.1", *code) for code in codes))
    shown = protect(frame, kernbeleid, DALFSEN).set_index("indicator")["shown"]
    assert shown.to_dict() == {"totaal": "20", "M22": "niet getoond", "E33": "niet getoond"}


@pytest.mark.parametrize(
    ("theme", "indicator", "system"), [("1.1", "E33", NUISANCE), ("1.1", "M22", NUISANCE), ("5.1", "totaal", "open data")]
)
def test_sensitive_registrations_are_shown_for_the_municipality_over_several_years(
    kernbeleid: Kernbeleid, theme: str, indicator: str, system: str
) -> None:
    frame = estimates(("gemeente", "municipality", theme, indicator, system, 60)).assign(period="2017-2021")
    assert protect(frame, kernbeleid, DALFSEN)["shown"].tolist() == ["60"]
    part = frame.assign(period="januari tot en met augustus 2022", complete=False)
    assert protect(part, kernbeleid, DALFSEN)["shown"].tolist() == ["niet getoond"]
    village = frame.assign(village="Hoonhorst", role="village")
    assert protect(village, kernbeleid, DALFSEN)["shown"].tolist() == ["niet getoond"]


def test_a_code_of_a_theme_without_sensitive_codes_is_shown(kernbeleid: Kernbeleid) -> None:
    assert protect(estimates(("Hoonhorst", "village", "1.2", "2.2.1", OFFENCE, 12)), kernbeleid, DALFSEN)["shown"].tolist() == ["12"]


def test_squares_with_few_incidents_look_like_empty_ones() -> None:
    grid = pd.DataFrame(
        {"theme": ["1.3", "1.3"], "x": [0, 500], "y": [0, 0], "size": [500, 500], "period": ["2017-2021"] * 2, "count": [4, 5]}
    )
    found = protect_grid(grid)
    assert found[["x", "shown"]].to_numpy().tolist() == [[500, "5"]]
    assert "count" not in found


def test_nothing_to_protect_is_protected(kernbeleid: Kernbeleid) -> None:
    assert len(protect(empty("estimates"), kernbeleid, DALFSEN)) == 0


@pytest.mark.parametrize(("own", "shown"), [(313, "niet getoond"), (316, "niet getoond"), (312, "312"), (317, "317")])
def test_two_totals_do_not_tell_a_small_sensitive_count(kernbeleid: Kernbeleid, own: int, shown: str) -> None:
    frame = estimates(
        ("gemeente", "municipality", "totaal", "totaal", OFFENCE, 312),
        ("gemeente", "municipality", "totaal", "politietotaal", OFFENCE, own),
    )
    assert protect(frame, kernbeleid, DALFSEN).set_index("indicator")["shown"]["politietotaal"] == shown
