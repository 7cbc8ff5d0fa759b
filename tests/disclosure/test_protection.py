from typing import Any

import numpy as np
import pandas as pd
import pytest
from disclosure.rules import RULES, looks

from ivp_analysis.disclosure.displays import Shown
from ivp_analysis.disclosure.protection import protect, sensitive_rows, sensitive_themes
from ivp_analysis.disclosure.rule_texts import REMAINDER, SENSITIVE, SENSITIVE_CLASS, text_of
from ivp_analysis.paths import Paths
from ivp_analysis.statistics.rates import rates
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


def protected(frame: pd.DataFrame, kernbeleid: Kernbeleid, step: int = 0) -> pd.DataFrame:
    """What the public sees of figures: klassen in a way of their own, open data as they are."""
    shown: list[Shown | None] = [
        looks(count)[step] if system == CLASS else None for count, system in zip(frame["count"], frame["classification"], strict=True)
    ]
    return protect(frame, sensitive_rows(frame, kernbeleid, DALFSEN), shown, RULES)


@pytest.mark.parametrize("count", [0, 1, 4, 5, 1234])
def test_open_data_are_shown_as_they_are_published(kernbeleid: Kernbeleid, count: int) -> None:
    row = protected(estimates(("Hoonhorst", "village", "1.3", "totaal", "open data", count)), kernbeleid).iloc[0]
    assert (row["shown"], row["exact"], row["rule"]) == (str(count), True, "")
    assert (row["value"], row["least"], row["most"]) == (count, count, count)
    assert row["rate"] == count


@pytest.mark.parametrize(
    ("count", "step", "shown", "exact", "value", "least", "most"),
    [
        (0, 0, "<5", False, None, 0, 4),
        (3, 0, "<5", False, None, 0, 4),
        (3, 1, "0–10", False, None, 0, 10),
        (9, 0, "10", False, 10, 8, 12),
        (9, 1, "8–18", False, None, 8, 18),
        (9, 2, "niet getoond", False, None, 0, None),
    ],
)
def test_klassen_are_shown_in_the_way_that_was_chosen(
    kernbeleid: Kernbeleid, count: int, step: int, shown: str, exact: bool, value: float | None, least: float, most: float | None
) -> None:
    row = protected(estimates(("Hoonhorst", "village", "1.3", "fietsendiefstal", CLASS, count)), kernbeleid, step).iloc[0]
    assert (row["shown"], row["exact"], row["least"]) == (shown, exact, least)
    assert (row["rule"], row["exact"]) == (text_of(looks(count)[step], RULES), row["rule"] == "")
    for name, wanted in (("value", value), ("most", most)):
        assert pd.isna(row[name]) if wanted is None else row[name] == wanted


def test_rates_are_those_of_the_count_as_it_is_shown_and_take_in_all_counts_that_it_can_be(kernbeleid: Kernbeleid) -> None:
    rows = pd.concat([protected(estimates(("Hoonhorst", "village", "1.3", "fietsendiefstal", CLASS, n)), kernbeleid) for n in (8, 9, 12)])
    assert rows["rate"].tolist() == [10, 10, 10]
    assert rows["low"].nunique() == rows["high"].nunique() == 1
    alone = rates(np.array([8, 12]), np.array([1000.0, 1000.0]))
    assert rows["low"].iloc[0] == pytest.approx(alone.low[0])
    assert rows["high"].iloc[0] == pytest.approx(alone.high[1])


def test_rates_need_registrations_that_are_shown_and_inhabitants(kernbeleid: Kernbeleid) -> None:
    few = estimates(("Hoonhorst", "village", "1.3", "fietsendiefstal", CLASS, 3), ("Hoonhorst", "village", "1.3", "1.2.3", OFFENCE, 3))
    assert protected(few, kernbeleid)["rate"].notna().tolist() == [False, True]
    enough = estimates(("Hoonhorst", "village", "1.3", "1.2.3", OFFENCE, 30))
    for base, told in ((499.0, False), (500.0, True)):
        assert protected(enough.assign(base=base), kernbeleid)["rate"].notna().tolist() == [told]
    # of other denominators a small number is no small group of people
    assert protected(enough.assign(base=30.0, denominator="vestigingen"), kernbeleid)["rate"].notna().all()


def test_reference_areas_are_public(kernbeleid: Kernbeleid) -> None:
    row = protected(estimates(("basisteam Vechtdal zonder Dalfsen", "reference", "5.1", "totaal", "open data", 2)), kernbeleid).iloc[0]
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
    row = protected(estimates((village, role, theme, indicator, system, 12)), kernbeleid).iloc[0]
    assert (row["shown"], row["exact"]) == ("niet getoond", False)


def test_a_sensitive_code_does_not_follow_from_total_minus_the_others(kernbeleid: Kernbeleid) -> None:
    codes = (("totaal", "open data", 20), ("M22", NUISANCE, 12), ("E33", NUISANCE, 8))
    frame = estimates(*(("Hoonhorst", "village", "1.1", *code) for code in codes))
    shown = protected(frame, kernbeleid).set_index("indicator")["shown"]
    assert shown.to_dict() == {"totaal": "20", "M22": "niet getoond", "E33": "niet getoond"}


@pytest.mark.parametrize(
    ("theme", "indicator", "system"), [("1.1", "E33", NUISANCE), ("1.1", "M22", NUISANCE), ("5.1", "totaal", "open data")]
)
def test_sensitive_registrations_are_shown_for_the_municipality_over_several_years(
    kernbeleid: Kernbeleid, theme: str, indicator: str, system: str
) -> None:
    frame = estimates(("gemeente", "municipality", theme, indicator, system, 60)).assign(period="2017-2021")
    assert protected(frame, kernbeleid)["shown"].tolist() == ["60"]
    part = frame.assign(period="januari tot en met augustus 2022", complete=False)
    assert protected(part, kernbeleid)["shown"].tolist() == ["niet getoond"]
    village = frame.assign(village="Hoonhorst", role="village")
    assert protected(village, kernbeleid)["shown"].tolist() == ["niet getoond"]


def test_a_code_of_a_theme_without_sensitive_codes_is_shown(kernbeleid: Kernbeleid) -> None:
    assert protected(estimates(("Hoonhorst", "village", "1.2", "2.2.1", OFFENCE, 12)), kernbeleid)["shown"].tolist() == ["12"]


def test_nothing_to_protect_is_protected(kernbeleid: Kernbeleid) -> None:
    assert len(protected(empty("estimates"), kernbeleid)) == 0


@pytest.mark.parametrize("own", [312, 313, 316, 400])
def test_the_total_of_the_police_is_not_shown_per_year(kernbeleid: Kernbeleid, own: int) -> None:
    """It counts sexual offences and the like, which ours leave out: the difference tells their number."""
    frame = estimates(
        ("gemeente", "municipality", "totaal", "totaal", OFFENCE, 312),
        ("gemeente", "municipality", "totaal", "politietotaal", OFFENCE, own),
    )
    found = protected(frame, kernbeleid).set_index("indicator")
    assert found["shown"].to_dict() == {"totaal": "312", "politietotaal": "niet getoond"}
    assert found["rule"].to_dict() == {"totaal": "", "politietotaal": SENSITIVE}


def test_themes_of_nothing_but_sensitive_codes_are_sensitive(kernbeleid: Kernbeleid) -> None:
    assert sensitive_themes(kernbeleid) == {"5.1"}


def test_each_rule_says_what_it_hides(kernbeleid: Kernbeleid) -> None:
    frame = estimates(
        ("Hoonhorst", "village", "1.1", "E33", NUISANCE, 8),
        ("Hoonhorst", "village", "1.1", "M22", NUISANCE, 12),
        ("Hoonhorst", "village", "1.3", "E13", CLASS, 12),
        ("Hoonhorst", "village", "1.2", "2.2.1", OFFENCE, 12),
    )
    found = protected(frame, kernbeleid)
    assert found["rule"].tolist() == [SENSITIVE, REMAINDER, SENSITIVE_CLASS, ""]
    assert found[["value", "most", "rate", "low", "high"]].iloc[:3].isna().all(axis=None)
    assert (found["least"].iloc[:3] == 0).all()


def test_an_indicator_over_a_sensitive_theme_is_not_shown_either(kernbeleid: Kernbeleid) -> None:
    """Noise M22 stands in the theme of confused persons and is hidden; the sum with the two other codes would give it away."""
    rows = [
        ("2.3", "M061", NUISANCE, 9),
        ("2.4", "M062", NUISANCE, 7),
        ("1.1", "M22", NUISANCE, 30),
        ("1.1", "geluidshinder", "open data", 46),
    ]
    frame = estimates(*(("Dalfsen", "village", *row) for row in rows))
    shown = protected(frame, kernbeleid).set_index("indicator")["shown"]
    assert shown.to_dict() == {"M061": "9", "M062": "7", "M22": "niet getoond", "geluidshinder": "niet getoond"}


def test_rows_in_another_order_are_shown_alike(kernbeleid: Kernbeleid) -> None:
    frame = estimates(
        *(("Hoonhorst", "village", "1.1", code, NUISANCE, n) for code, n in (("M22", 12), ("E33", 8), ("E38", 3))),
        ("Hoonhorst", "village", "1.1", "totaal", "open data", 23),
    )
    found, other = (protected(rows, kernbeleid).set_index("indicator")["shown"] for rows in (frame, frame.iloc[::-1]))
    assert found.to_dict() == other.to_dict()
    assert found["totaal"] == "23"
