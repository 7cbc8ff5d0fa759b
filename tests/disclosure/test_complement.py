from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from disclosure.test_protection import OFFENCE, estimates

from ivp_analysis.disclosure.complement import complement
from ivp_analysis.paths import Paths
from ivp_analysis.tables.store import read_table

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


def test_nothing_hidden_asks_for_nothing() -> None:
    assert not complement(matrix(20, 12, 7), np.zeros(4, dtype=bool), {}).any()


@pytest.mark.parametrize("edition", ["2022-H1", "2022-H2"])
def test_in_the_sample_no_sum_has_one_hidden_figure(sample_home: Path, edition: str) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    both = read_table(folder, f"{edition}/estimates").merge(
        read_table(folder, f"{edition}/protection"), on=["village", "role", "theme", "indicator", "classification", "period"]
    )
    areas = both[both["role"].isin(["village", "unknown", "municipality"])]
    for keys, chosen in (
        (["theme", "indicator", "classification", "period"], areas),
        (["village", "theme", "period"], areas[areas["classification"] != "police-class"]),
    ):
        groups = chosen.groupby(keys)
        hidden, size = groups["exact"].agg(lambda exact: int((~exact).sum())), groups.size()
        has_total = (
            groups["role"].agg(lambda roles: "municipality" in set(roles))
            if "indicator" in keys
            else groups["indicator"].agg(lambda names: "totaal" in set(names))
        )
        assert not ((hidden == 1) & (size > 1) & has_total).any()
