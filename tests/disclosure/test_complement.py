from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from disclosure.test_protection import CLASS, OFFENCE, estimates
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp_analysis.disclosure.complement import complement
from ivp_analysis.disclosure.nested import CodeSum, sums_of_codes
from ivp_analysis.paths import Paths
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid

VILLAGES = ("Dalfsen", "Nieuwleusen", "Lemelerveld", "Hoonhorst", "Oudleusen")


def matrix(*counts: int) -> pd.DataFrame:
    rows = [(village, "village", "1.2", "totaal", "open data", count) for village, count in zip(VILLAGES, counts, strict=False)]
    return estimates(*rows, ("gemeente", "municipality", "1.2", "totaal", "open data", sum(counts)))


def also_hidden(frame: pd.DataFrame) -> list[str]:
    hidden = frame["count"].between(1, 4).to_numpy()
    return frame.loc[complement(frame, hidden, {}), "village"].tolist()


def test_a_village_does_not_follow_from_the_municipality_and_the_others() -> None:
    assert also_hidden(matrix(20, 12, 7, 9, 3)) == ["Lemelerveld"]


def test_a_zero_is_hidden_only_where_nothing_else_is_left() -> None:
    assert also_hidden(matrix(20, 0, 7, 0, 3)) == ["Lemelerveld"]
    assert also_hidden(matrix(0, 0, 3)) == []  # the total itself is small and hidden


def test_two_hidden_villages_need_no_third() -> None:
    assert also_hidden(matrix(20, 12, 7, 2, 3)) == []


def test_a_code_does_not_follow_from_the_theme_and_the_others() -> None:
    frame = estimates(
        ("Hoonhorst", "village", "4.1", "totaal", "open data", 27),
        ("Hoonhorst", "village", "4.1", "1.3.1", OFFENCE, 15),
        ("Hoonhorst", "village", "4.1", "3.5.2", OFFENCE, 8),
        ("Hoonhorst", "village", "4.1", "3.5.5", OFFENCE, 4),
    )
    hidden = (frame["count"] < 5).to_numpy()
    assert frame.loc[complement(frame, hidden, {}), "indicator"].tolist() == ["3.5.2"]


def test_a_year_does_not_follow_from_several_years_together() -> None:
    single = [
        estimates(("gemeente", "municipality", "1.2", "totaal", "open data", n)).assign(year=y, period=str(y))
        for y, n in ((2019, 9), (2020, 3), (2021, 8))
    ]
    pooled = estimates(("gemeente", "municipality", "1.2", "totaal", "open data", 20)).assign(period="2019-2021")
    frame = pd.concat([*single, pooled], ignore_index=True)
    hidden = frame["count"].between(1, 4).to_numpy()
    assert frame.loc[complement(frame, hidden, {}), "period"].tolist() == ["2021"]


def test_a_buurt_does_not_follow_from_its_village() -> None:
    rows = [(f"BU0148011{n}", "neighbourhood", "1.2", "totaal", "open data", count) for n, count in ((6, 9), (7, 3), (8, 12))]
    frame = estimates(*rows).assign(period="2017-2021")
    hidden = frame["count"].between(1, 4).to_numpy()
    villages = {f"BU0148011{n}": "Hoonhorst" for n in (6, 7, 8)}
    assert frame.loc[complement(frame, hidden, villages), "village"].tolist() == ["BU01480116"]


VIOLENCE = CodeSum(("open data", "geweld"), ((OFFENCE, "1.4.4"), (OFFENCE, "1.4.5")))


def indicators_hidden(frame: pd.DataFrame, *sums: CodeSum) -> list[str]:
    hidden = frame["count"].between(1, 4).to_numpy()
    return frame.loc[complement(frame, hidden, {}, sums), "indicator"].tolist()


def violence(threats: int, assaults: int) -> pd.DataFrame:
    return estimates(
        ("Hoonhorst", "village", "1.3", "geweld", "open data", threats + assaults),
        ("Hoonhorst", "village", "1.3", "1.4.4", OFFENCE, threats),
        ("Hoonhorst", "village", "1.3", "1.4.5", OFFENCE, assaults),
    )


def test_an_indicator_of_codes_is_hidden_rather_than_a_second_code() -> None:
    assert indicators_hidden(violence(3, 20), VIOLENCE) == ["geweld"]
    assert indicators_hidden(violence(3, 20)) == []
    assert indicators_hidden(violence(6, 20), VIOLENCE) == []
    assert indicators_hidden(violence(3, 2), VIOLENCE) == []


def test_a_code_that_was_not_published_does_not_leave_the_sum_open() -> None:
    frame = violence(3, 20)
    robbery = CodeSum(VIOLENCE.total, (*VIOLENCE.parts, (OFFENCE, "1.4.7")))
    assert indicators_hidden(frame, robbery) == ["geweld"]


def test_sums_of_codes_hold_within_one_area_and_period() -> None:
    frame = violence(3, 20)
    elsewhere = frame.assign(village=["Oudleusen", "Hoonhorst", "Hoonhorst"])
    other_year = frame.assign(year=[2020, 2021, 2021], period=["2020", "2021", "2021"])
    assert indicators_hidden(elsewhere, VIOLENCE) == []
    assert indicators_hidden(other_year, VIOLENCE) == []


def test_the_total_of_the_police_is_no_part_of_the_sum_of_what_is_published_per_buurt() -> None:
    frame = estimates(
        ("gemeente", "municipality", "totaal", "totaal", OFFENCE, 312),
        ("gemeente", "municipality", "totaal", "politietotaal", OFFENCE, 313),
        ("Dalfsen", "village", "totaal", "totaal", OFFENCE, 212),
        ("Hoonhorst", "village", "totaal", "totaal", OFFENCE, 100),
    )
    hidden = (frame["indicator"] == "politietotaal").to_numpy()
    assert not complement(frame, hidden, {}).any()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_no_sum_is_left_with_one_hidden_figure(counts: list[int]) -> None:
    """Two codes of a theme in five villages: every village and every code is a sum."""
    codes = ("2.2.1", "2.6.2")
    cells = {(village, code): counts[2 * n + m] for n, village in enumerate(VILLAGES) for m, code in enumerate(codes)}
    for village in (*VILLAGES, "gemeente"):
        for code in codes:
            cells[village, code] = cells.get((village, code), sum(cells[name, code] for name in VILLAGES))
        cells[village, "totaal"] = cells[village, codes[0]] + cells[village, codes[1]]
    frame = estimates(
        *(
            (village, "municipality" if village == "gemeente" else "village", "1.2", code, "open data" if code == "totaal" else OFFENCE, n)
            for (village, code), n in cells.items()
        )
    )
    hidden = frame["count"].between(1, 4).to_numpy()
    now = hidden | complement(frame, hidden, {})
    shown = frame.assign(hidden=now)
    for sums in ("village", "indicator"):
        assert not (shown.groupby(sums)["hidden"].sum() == 1).any()
    backwards = frame.iloc[::-1].reset_index(drop=True)
    small = backwards["count"].between(1, 4).to_numpy()
    other = shown.assign(hidden=(small | complement(backwards, small, {}))[::-1])
    assert not (other.groupby("village")["hidden"].sum() == 1).any()


def test_nothing_hidden_asks_for_nothing() -> None:
    assert not complement(matrix(20, 12, 7), np.zeros(4, dtype=bool), {}).any()


@pytest.mark.parametrize("edition", ["2022-H1", "2022-H2"])
def test_in_the_sample_no_sum_has_one_hidden_figure(sample_home: Path, edition: str) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    both = read_table(folder, f"{edition}/estimates").merge(
        read_table(folder, f"{edition}/protection"), on=["village", "role", "theme", "indicator", "classification", "period"]
    )
    areas = both[both["role"].isin(["village", "unknown", "municipality"]) & (both["indicator"] != "politietotaal")]
    parts = areas[(areas["classification"] != CLASS) & ((areas["classification"] != "open data") | (areas["indicator"] == "totaal"))]
    for keys, chosen in (
        (["theme", "indicator", "classification", "period"], areas),
        (["village", "theme", "period"], parts),
    ):
        groups = chosen.groupby(keys)
        hidden, size = groups["exact"].agg(lambda exact: int((~exact).sum())), groups.size()
        has_total = (
            groups["role"].agg(lambda roles: "municipality" in set(roles))
            if "indicator" in keys
            else groups["indicator"].agg(lambda names: "totaal" in set(names))
        )
        assert not ((hidden == 1) & (size > 1) & has_total).any()


@pytest.mark.parametrize("edition", ["2022-H1", "2022-H2"])
def test_in_the_sample_no_indicator_gives_a_hidden_code_away(sample_home: Path, kernbeleid: Kernbeleid, edition: str) -> None:
    rows = read_table(Paths(sample_home).processed("dalfsen"), f"{edition}/protection")
    looked_at = 0
    for _, place in rows[rows["role"] != "reference"].groupby(["village", "period"]):
        exact = dict(zip(zip(place["classification"], place["indicator"], strict=True), place["exact"], strict=True))
        for item in sums_of_codes(kernbeleid):
            there = [part for part in item.parts if part in exact]
            if item.total in exact and there:
                assert [exact[item.total], *(exact[part] for part in there)].count(False) != 1
                looked_at += 1
    assert looked_at > 100
