from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ivp_analysis.disclosure.derived import Years, protect_comparisons, protect_evidence

from ivp_analysis.disclosure.protection import RULE_OTHER, RULE_SENSITIVE, RULE_SMALL
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import CONTRACTS, empty, satisfy
from ivp_analysis.tables.evidence_contracts import EVIDENCE
from ivp_analysis.tables.monthly_contracts import MONTHLY
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid, load_kernbeleid
from ivp_analysis.vocabulary.ladder import load_ladder

OFFENCE, OPEN_DATA = "police-offence", "open data"
VILLAGES = ("Dalfsen", "Nieuwleusen", "Lemelerveld", "Hoonhorst", "Oudleusen")
LADDER = load_ladder(Paths().ladder)
KERNBELEID = load_kernbeleid(Paths().kernbeleid)
KEY = ["village", "theme", "indicator", "classification"]
FLAGS = ["public", "few_public", "range_public"]


def protection(rules: dict[int, str], *, village: str = "Hoonhorst", indicator: str = "totaal", system: str = OPEN_DATA) -> pd.DataFrame:
    """What is shown of each year of a figure: everything where the rule is empty."""
    rows = [
        (village, "municipality" if village == "gemeente" else "village", "1.3", indicator, system, str(year), "9", rule == "", rule)
        for year, rule in rules.items()
    ]
    return satisfy(pd.DataFrame(rows, columns=list(CONTRACTS["protection"].columns)), "protection")


def table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of a table of evidence; what is not given is missing, empty or nothing."""
    nothing: dict[str, Any] = {"float64": float("nan"), "int64": 0, "bool": False, "datetime64[us]": pd.Timestamp("2022-01-01")}
    defaults = {"village": "Hoonhorst", "role": "village", "theme": "1.3", "indicator": "totaal", "classification": OPEN_DATA}
    types = {str(column): str(kind) if str(kind) in nothing else "str" for column, kind in empty(name).dtypes.items()}
    blank = {column: defaults.get(column, nothing.get(kind, "")) for column, kind in types.items()}
    return pd.DataFrame([blank | {column: value for column, value in row.items() if column in types} for row in rows]).astype(types)


def protected(name: str, rows: pd.DataFrame, years: pd.DataFrame | None = None) -> pd.DataFrame:
    return protect_evidence({name: rows}, empty("protection") if years is None else years, KERNBELEID, LADDER)[name]


def public(name: str, *rows: dict[str, Any], years: pd.DataFrame | None = None, flag: str = "public") -> list[bool]:
    found = protected(name, table(name, *rows), years)
    return [bool(value) for value in found[flag]]


# yearly figures

HIDDEN_2018 = protection({2017: "", 2018: RULE_SMALL, 2019: "", 2020: "", 2021: ""})


@pytest.mark.parametrize(
    ("comparison", "year", "shown"),
    [
        ("baseline", 2021, False), ("reference", 2021, False), ("previous", 2021, True), ("previous", 2019, False),
        ("previous", 2018, False), ("baseline", 2018, False), ("baseline", 2017, True),
    ],
)  # fmt: skip
def test_a_comparison_is_public_where_all_its_years_are(comparison: str, year: int, *, shown: bool) -> None:
    assert public("comparisons", {"comparison": comparison, "year": year}, years=HIDDEN_2018) == [shown]


def test_another_baseline_rests_on_other_years() -> None:
    rows = table("comparisons", {"comparison": "baseline", "year": 2021})
    years = Years(HIDDEN_2018)
    assert [bool(protect_comparisons(rows, years, chosen, 10)["public"].iloc[0]) for chosen in ((2019,), (2018, 2019))] == [True, False]


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ({2019: "2", 2021: "<5"}, True),
        # 6 and "<5" can be 10 or less: whoever hears that there are too few knows that it is not 4
        ({2019: "6", 2021: "<5"}, False),
        ({2019: "5", 2021: "<5"}, True),
        ({2017: "<5", 2018: "<5", 2019: "<5", 2021: "0"}, False),
        ({2019: "0", 2021: "niet getoond"}, False),
        ({2021: "9"}, True),
        ({2021: "10"}, False),
    ],
)
def test_that_there_are_too_few_is_told_where_readers_can_see_it_anyway(shown: dict[int, str], *, told: bool) -> None:
    rules = {year: "" if text.isdigit() else RULE_SMALL if text.startswith("<") else RULE_SENSITIVE for year, text in shown.items()}
    years = protection(rules)
    years["shown"] = years["period"].astype("int64").map(shown)
    assert public("comparisons", {"comparison": "baseline", "year": 2021}, years=years, flag="few_public") == [told]


def test_a_figure_of_another_area_or_indicator_hides_nothing() -> None:
    for other in (
        protection({2021: RULE_SMALL}, village="Oudleusen"),
        protection({2021: RULE_SMALL}, indicator="1.1.1", system=OFFENCE),
        protection({2021: RULE_SMALL}).assign(period="2017-2021"),
    ):
        assert public("comparisons", {"comparison": "previous", "year": 2021}, years=other) == [True]


def test_a_trend_is_public_where_no_year_of_it_is_hidden() -> None:
    rows = [{"first": first, "last": last} for first, last in ((2012, 2021), (2019, 2021), (2012, 2017))]
    assert public("trends", *rows, years=HIDDEN_2018) == [False, True, True]


def test_an_adjusted_rate_is_public_where_its_year_is() -> None:
    assert public("shrunk", {"year": 2018}, {"year": 2021}, years=HIDDEN_2018) == [False, True]


def test_a_funnel_is_hidden_whole_where_the_count_of_the_municipality_is() -> None:
    """From the target and the other municipalities the count would follow."""
    rows = [{"theme": theme, "area": area, "year": 2021} for theme in ("1.3", "1.2") for area in ("GM0148", "GM0160")]
    hidden = protection({2021: RULE_SMALL}, village="gemeente")
    assert public("funnel", *rows, years=hidden) == [False, False, True, True]
    assert public("funnel", *rows, years=protection({2021: RULE_SMALL})) == [True] * 4


# months


def season(**changes: Any) -> dict[str, Any]:
    return {"village": "gemeente", "month": 1, "first": 2017, "last": 2021, "mean": 9.0, "lowest": 5.0, "highest": 12.0} | changes


def test_means_per_month_are_shown_of_the_municipality_only() -> None:
    assert public("seasons", season(), season(village="Hoonhorst")) == [True, False]


def test_single_months_are_hidden_where_one_of_them_is_small() -> None:
    for changes in ({"lowest": 4.0}, {"highest": 3.0}, {"running": 1.0}):
        rows = [season(), season(month=2, **changes)]
        assert public("seasons", *rows) == [True, True]
        assert public("seasons", *rows, flag="range_public") == [False, False]
    assert public("seasons", season(lowest=0.0), flag="range_public") == [True]


@pytest.mark.parametrize(("mean", "shown"), [(0.8, False), (0.2, False), (1.0, True), (0.0, True)])
def test_a_mean_tells_the_number_of_all_those_years_together(mean: float, *, shown: bool) -> None:
    assert public("seasons", season(mean=mean, lowest=0.0)) == [shown]


def test_a_control_chart_is_hidden_whole_where_one_period_is_small() -> None:
    def chart(village: str, *counts: float) -> list[bool]:
        days = pd.date_range("2018-01-01", periods=len(counts), freq="QS")
        return public("monitoring", *({"village": village, "start": day, "count": n} for day, n in zip(days, counts, strict=True)))

    assert chart("gemeente", 9, 0, 5) == [True] * 3
    assert chart("gemeente", 9, 4, 5) == [False] * 3
    assert chart("Hoonhorst", 9, 9) == [False] * 2


@pytest.mark.parametrize(
    ("count", "later", "shown"),
    [(20, 20, True), (20, 25, True), (20, 24, False), (24, 20, False), (3, 9, False), (9, 4, False), (0, 0, True)],
)
def test_a_revision_shows_no_small_count_and_no_small_difference(count: int, later: int, *, shown: bool) -> None:
    assert public("revisions", {"count": count, "later_count": later}) == [shown]


def test_parts_of_the_week_with_a_small_count_are_hidden() -> None:
    cells = [{"weekday": 0, "part": n, "count": count} for n, count in enumerate((0.0, 4.0, 5.0, 0.4))]
    assert public("moments", *cells) == [True, False, True, True]


@pytest.mark.parametrize(
    ("count", "share", "shown"),
    [(100, 0.5, True), (100, 0.04, False), (100, 0.97, False), (100, 1.0, True), (29, float("nan"), True), (3, float("nan"), False)],
)
def test_a_share_of_the_buurten_shows_no_small_part_and_no_small_rest(count: int, share: float, *, shown: bool) -> None:
    assert public("concentration", {"count": count, "share": share}) == [shown]


def test_what_goes_by_month_or_moment_is_not_shown_of_sensitive_themes() -> None:
    """Theme 5.1 is discrimination alone."""
    sensitive = {"theme": "5.1", "village": "gemeente", "role": "municipality", "indicator": "3.7.1"}
    large = {"count": 90, "later_count": 90, "before": 90.0, "attempts": 45, "mean": 90.0, "lowest": 90.0, "highest": 90.0, "share": 0.5}
    for name in ("seasons", "monitoring", "running", "revisions", "moments", "concentration", "attempts"):
        assert public(name, sensitive | large) == [False]
        assert public(name, sensitive | large | {"theme": "1.3"}) == [True]


# the running year


def running(counts: tuple[int, ...], before: tuple[int, ...], *, elsewhere: int = 0, elsewhere_before: int = 0) -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {"village": name, "count": count, "before": float(earlier)} for name, count, earlier in zip(VILLAGES, counts, before, strict=True)
    ]
    whole = {"village": "gemeente", "role": "municipality", "count": sum(counts) + elsewhere, "before": sum(before) + elsewhere_before}
    return table("running", *rows, whole)


def hidden(rows: pd.DataFrame) -> list[str]:
    found = protected("running", rows)
    return found.loc[~found["public"], "village"].tolist()


def test_a_small_count_of_either_year_is_hidden_with_the_smallest_other_village() -> None:
    assert hidden(running((20, 12, 7, 9, 3), (20, 20, 20, 20, 20))) == ["Lemelerveld", "Oudleusen"]
    assert hidden(running((20, 12, 7, 9, 30), (20, 20, 20, 20, 1))) == ["Lemelerveld", "Oudleusen"]


def test_two_hidden_villages_need_no_third_and_none_needs_none() -> None:
    assert hidden(running((20, 12, 7, 2, 3), (20, 20, 20, 20, 20))) == ["Hoonhorst", "Oudleusen"]
    assert hidden(running((20, 12, 7, 9, 8), (20, 20, 20, 20, 0))) == []


def test_a_zero_is_hidden_only_where_nothing_else_is_left() -> None:
    assert hidden(running((20, 0, 7, 9, 3), (20, 20, 20, 20, 20))) == ["Lemelerveld", "Oudleusen"]
    assert "Dalfsen" not in hidden(running((0, 6, 0, 0, 3), (20, 20, 20, 20, 20)))


def test_a_few_that_cannot_be_placed_do_not_follow_either() -> None:
    assert hidden(running((20, 12, 7, 9, 8), (20, 20, 20, 20, 20), elsewhere=2)) == ["Lemelerveld"]
    assert hidden(running((20, 12, 7, 9, 8), (20, 20, 20, 20, 20), elsewhere_before=1)) == ["Lemelerveld"]
    assert hidden(running((20, 12, 7, 9, 8), (20, 20, 20, 20, 20), elsewhere=6)) == []


def test_without_a_year_before_only_the_count_decides() -> None:
    assert hidden(running((20, 12, 7, 9, 8), (0, 0, 0, 0, 0)).assign(before=float("nan"))) == []


small_counts = st.lists(st.integers(0, 9), min_size=6, max_size=6)


@settings(max_examples=60, deadline=None)
@given(small_counts, small_counts)
def test_no_single_hidden_figure_follows_from_the_municipality_and_the_others(now: list[int], earlier: list[int]) -> None:
    frame = running(tuple(now[:5]), tuple(earlier[:5]), elsewhere=now[5], elsewhere_before=earlier[5])
    found = protected("running", frame)
    shown = found.set_index("village")["public"]
    assert not found.loc[found["public"], ["count", "before"]].isin([1, 2, 3, 4]).any(axis=None)
    if shown["gemeente"]:
        unplaced = now[5] in (1, 2, 3, 4) or earlier[5] in (1, 2, 3, 4)
        assert (~shown[list(VILLAGES)]).sum() + unplaced != 1


# attempts


def tried(*figures: tuple[int, int], elsewhere: tuple[int, int] = (0, 0)) -> pd.DataFrame:
    code = {"indicator": "1.1.1", "classification": OFFENCE, "year": 2021}
    rows = [code | {"village": name, "count": n, "attempts": part} for name, (n, part) in zip(VILLAGES, figures, strict=False)]
    total, part = (sum(figure[n] for figure in figures) + elsewhere[n] for n in (0, 1))
    return table("attempts", *rows, code | {"village": "gemeente", "role": "municipality", "count": total, "attempts": part})


def not_told(rows: pd.DataFrame, years: pd.DataFrame | None = None) -> list[str]:
    found = protected("attempts", rows, years)
    return found.loc[~found["public"], "village"].tolist()


def test_few_attempts_and_few_others_are_hidden_with_a_second_village() -> None:
    assert not_told(tried((30, 10), (20, 8), (15, 3))) == ["Nieuwleusen", "Lemelerveld"]
    assert not_told(tried((30, 10), (20, 8), (15, 12))) == ["Nieuwleusen", "Lemelerveld"]
    assert not_told(tried((30, 10), (20, 8), (15, 5))) == []


def test_attempts_that_cannot_be_placed_do_not_follow() -> None:
    assert not_told(tried((30, 10), (20, 8), (15, 5), elsewhere=(7, 2))) == ["Lemelerveld"]


def test_a_figure_that_open_data_hide_is_not_told_by_another_source() -> None:
    hides = protection({2021: RULE_OTHER}, village="Dalfsen", indicator="1.1.1", system=OFFENCE)
    assert not_told(tried((30, 10), (20, 8), (15, 5)), hides) == ["Dalfsen", "Lemelerveld"]
    assert not_told(tried((30, 10), (20, 8), (15, 5)), hides.assign(period="2020")) == []


# all together


def test_every_table_keeps_its_contract_and_everything_but_the_marks(sample_home: Path, kernbeleid: Kernbeleid) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    tables = {str(item.name): read_table(folder, f"2022-H2/{item.name}") for item in (*EVIDENCE, *MONTHLY)}
    blank = {name: rows.assign(**{flag: False for flag in FLAGS if flag in rows}) for name, rows in tables.items()}
    found = protect_evidence(blank, read_table(folder, "2022-H2/protection"), kernbeleid, LADDER)
    for name, rows in found.items():
        # what was stored is what this gives, so that nothing is shown by accident of an earlier mark
        pd.testing.assert_frame_equal(satisfy(rows, name), tables[name])


def test_empty_tables_stay_empty(kernbeleid: Kernbeleid) -> None:
    tables = {str(item.name): empty(str(item.name)) for item in (*EVIDENCE, *MONTHLY)}
    found = protect_evidence(tables, empty("protection"), kernbeleid, LADDER)
    assert all(rows.equals(tables[name]) for name, rows in found.items())


def years_of(name: str, row: dict[Any, Any]) -> Iterable[int]:
    """The years that a row of evidence rests on."""
    if name == "trends":
        return range(row["first"], row["last"] + 1)
    if name == "shrunk":
        return [row["year"]]
    return [row["year"], *([row["year"] - 1] if row["comparison"] == "previous" else LADDER.baseline_years)]


def exact_years(folder: Path, edition: str) -> dict[tuple[str, ...], dict[int, bool]]:
    """Which years of each figure are shown exactly."""
    rows = read_table(folder, f"{edition}/protection")
    found: dict[tuple[str, ...], dict[int, bool]] = {}
    for row in rows[rows["period"].str.len() == 4].to_dict("records"):
        found.setdefault(tuple(row[column] for column in KEY), {})[int(row["period"])] = bool(row["exact"])
    return found


@pytest.mark.parametrize("edition", ["2022-H1", "2022-H2"])
def test_no_public_row_of_the_sample_rests_on_a_hidden_year(sample_home: Path, edition: str) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    exact = exact_years(folder, edition)
    rested = 0
    for name in ("comparisons", "trends", "shrunk"):
        rows = read_table(folder, f"{edition}/{name}")
        for row in rows[rows["public"]].to_dict("records"):
            figure = exact[tuple(row[column] for column in KEY)]
            assert all(figure[year] for year in years_of(name, row) if year in figure)
            rested += 1
    assert rested > 100


@pytest.mark.parametrize("edition", ["2022-H1", "2022-H2"])
def test_no_public_number_of_the_sample_is_a_small_count(sample_home: Path, edition: str) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    columns = {
        "comparisons": ["count"], "running": ["count", "before"], "revisions": ["count", "later_count"], "attempts": ["count", "attempts"],
        "monitoring": ["count"], "concentration": ["count"],
    }  # fmt: skip
    for name, wanted in columns.items():
        rows = read_table(folder, f"{edition}/{name}")
        assert not rows.loc[rows["public"], wanted].isin([1, 2, 3, 4]).any(axis=None), name


def test_a_rest_that_is_small_in_one_year_hides_no_village_of_the_other() -> None:
    # Hoonhorst had 3 and nothing is unplaced now: 42 less the others is 3, whatever was unplaced before
    assert hidden(running((19, 14, 6, 3, 0), (20, 20, 20, 20, 20), elsewhere_before=2)) == ["Lemelerveld", "Hoonhorst"]
