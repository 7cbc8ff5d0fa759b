from typing import Any

import pandas as pd
import pytest

from ivp_analysis.disclosure.protection import RULE_OTHER, RULE_SMALL, protect, sensitive_themes
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.tables.edition_contracts import ESTIMATES
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import load_municipality

DALFSEN = load_municipality("dalfsen", Paths())
OFFENCE, NUISANCE, CLASS = "police-offence", "police-nuisance", "police-class"


def estimates(*rows: tuple[str, str, str, str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["village", "role", "theme", "indicator", "classification", "count"])
    rest: dict[str, Any] = {
        "label": "x",
        "year": 2021,
        "period": "2021",
        "complete": True,
        "denominator": "inwoners",
        "base": 1000.0,
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


def test_nothing_to_protect_is_protected(kernbeleid: Kernbeleid) -> None:
    assert len(protect(empty("estimates"), kernbeleid, DALFSEN)) == 0


@pytest.mark.parametrize(("own", "shown"), [(313, "niet getoond"), (316, "niet getoond"), (312, "312"), (317, "317")])
def test_two_totals_do_not_tell_a_small_sensitive_count(kernbeleid: Kernbeleid, own: int, shown: str) -> None:
    frame = estimates(
        ("gemeente", "municipality", "totaal", "totaal", OFFENCE, 312),
        ("gemeente", "municipality", "totaal", "politietotaal", OFFENCE, own),
    )
    found = protect(frame, kernbeleid, DALFSEN).set_index("indicator")["shown"]
    # hiding the police's own total is enough: ours says nothing by itself
    assert found.to_dict() == {"totaal": "312", "politietotaal": shown}


def test_themes_of_nothing_but_sensitive_codes_are_sensitive(kernbeleid: Kernbeleid) -> None:
    assert sensitive_themes(kernbeleid) == {"5.1"}


def test_klassen_that_leave_few_of_their_code_are_not_shown_and_small_ones_are_called_small(kernbeleid: Kernbeleid) -> None:
    rows = [("Dalfsen", "village", "1.3", "1.2.3", OFFENCE, 20), ("Dalfsen", "village", "1.3", "fietsendiefstal", CLASS, 17)]
    found = protect(estimates(*rows), kernbeleid, DALFSEN).set_index("indicator")
    assert found["shown"].to_dict() == {"1.2.3": "20", "fietsendiefstal": "niet getoond"}
    assert found["rule"].to_dict() == {"1.2.3": "", "fietsendiefstal": RULE_OTHER}
    small = [(*rows[0][:-1], 5), (*rows[1][:-1], 4)]
    found = protect(estimates(*small), kernbeleid, DALFSEN).set_index("indicator")
    assert (found["shown"]["fietsendiefstal"], found["rule"]["fietsendiefstal"]) == ("<5", RULE_SMALL)


def test_an_indicator_over_a_sensitive_theme_is_not_shown_either(kernbeleid: Kernbeleid) -> None:
    """Noise M22 stands in the theme of confused persons and is hidden; the sum with the two other codes would give it away."""
    rows = [
        ("2.3", "M061", NUISANCE, 9),
        ("2.4", "M062", NUISANCE, 7),
        ("1.1", "M22", NUISANCE, 30),
        ("1.1", "geluidshinder", "open data", 46),
    ]
    frame = estimates(*(("Dalfsen", "village", *row) for row in rows))
    shown = protect(frame, kernbeleid, DALFSEN).set_index("indicator")["shown"]
    assert shown.to_dict() == {"M061": "9", "M062": "7", "M22": "niet getoond", "geluidshinder": "niet getoond"}


def test_rows_in_another_order_are_shown_alike(kernbeleid: Kernbeleid) -> None:
    frame = estimates(
        *((village, "village", "1.2", "totaal", "open data", n) for village, n in (("Dalfsen", 30), ("Hoonhorst", 3), ("Oudleusen", 9))),
        ("gemeente", "municipality", "1.2", "totaal", "open data", 42),
    )
    found, other = (protect(rows, kernbeleid, DALFSEN).set_index("village")["shown"] for rows in (frame, frame.iloc[::-1]))
    assert found.to_dict() == other.to_dict() == {"Dalfsen": "30", "Hoonhorst": "<5", "Oudleusen": "niet getoond", "gemeente": "42"}
