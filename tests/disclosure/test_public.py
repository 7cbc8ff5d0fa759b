"""The public form of each table of evidence."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from disclosure.rules import RULES, looks

from ivp_analysis.disclosure.displays import Shown
from ivp_analysis.disclosure.public import Publisher, public_comparisons, published
from ivp_analysis.disclosure.shield import Loss
from ivp_analysis.disclosure.whole import Whole
from ivp_analysis.disclosure.years import Years
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import CONTRACTS, empty, satisfy
from ivp_analysis.tables.public_contracts import PUBLISHED
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder

OPEN, DELIVERED = "open", "geleverd"
LADDER = load_ladder(Paths().ladder)
CLASS, OPEN_DATA = "police-class", "open data"


def protection(*years: tuple[int, int, Shown | None], indicator: str = "totaal", system: str = OPEN_DATA) -> pd.DataFrame:
    """Years of a figure with their counts and how they are shown; as they are where nothing is said."""
    rows = [
        {
            "village": "Hoonhorst", "role": "village", "theme": "1.3", "indicator": indicator, "classification": system,
            "period": str(year), "shown": "x", "exact": one is None, "value": float(count if one is None else one.value),
            "least": float(count if one is None else one.low), "most": float(count if one is None else one.high),
            "rate": np.nan, "low": np.nan, "high": np.nan, "rule": "",
        }
        for year, count, one in years
    ]  # fmt: skip
    return satisfy(pd.DataFrame(rows, columns=list(CONTRACTS["protection"].columns)), "protection")


def table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of a table of evidence; what is not given is missing, empty or nothing."""
    nothing: dict[str, Any] = {"float64": float("nan"), "int64": 0, "bool": False, "datetime64[us]": pd.Timestamp("2022-01-01")}
    defaults = {"village": "gemeente", "role": "municipality", "theme": "1.3", "indicator": "totaal", "classification": OPEN_DATA}
    types = {str(column): str(kind) if str(kind) in nothing else "str" for column, kind in empty(name).dtypes.items()}
    blank = {column: defaults.get(column, nothing.get(kind, "")) for column, kind in types.items()}
    blank |= {column: DELIVERED for column in ("source", "earlier", "later") if column in types}
    blank |= {"verdict": "geen verschil"} if "verdict" in types else {}
    return pd.DataFrame([blank | {column: value for column, value in row.items() if column in types} for row in rows]).astype(types)


def public(name: str, *rows: dict[str, Any], years: pd.DataFrame | None = None, shown: dict[str, list[Shown | None]] | None = None) -> Any:
    whole = Whole(empty("protection") if years is None else years, shown or {}, {}, Loss(0, 0, 0, 0, 0, 0), frozenset({"5.1"}))
    found = {one: empty(one) for one in ("comparisons", "trends", "shrunk", "funnel", "concentration", "seasons", "monitoring", "running",
                                         "revisions", "moments", "attempts")}  # fmt: skip
    made = Publisher(whole, LADDER, RULES, frozenset({OPEN})).tables(found | {name: table(name, *rows) if rows else empty(name)})
    return made[f"public_{name}"]


def first(*counts: int) -> list[Shown | None]:
    return [looks(count)[0] for count in counts]


HIDDEN_2018 = protection(*((year, 9, looks(9)[0] if year == 2018 else None) for year in range(2017, 2022)))


@pytest.mark.parametrize(("begin", "end", "shown"), [(2012, 2021, False), (2019, 2021, True), (2012, 2017, True)])
def test_a_trend_is_public_where_every_year_of_it_is_shown_exactly(begin: int, end: int, *, shown: bool) -> None:
    row = {"village": "Hoonhorst", "role": "village", "first": begin, "last": end, "change": 1.1, "verdict": "hoger"}
    found = public("trends", row, years=HIDDEN_2018).iloc[0]
    assert found["public"] == shown
    assert found["verdict"] == ("hoger" if shown else "niet getoond")
    assert pd.notna(found["change"]) == shown


def test_an_adjusted_rate_is_public_where_its_year_is() -> None:
    rows = [
        {"village": "Hoonhorst", "role": "village", "year": year, "indicator": name} for year, name in ((2018, "totaal"), (2021, "totaal"))
    ]
    assert [public("shrunk", row, years=HIDDEN_2018)["public"].tolist() for row in rows] == [[False], [True]]


@pytest.mark.parametrize(("comparison", "year", "shown"), [("baseline", 2021, False), ("previous", 2021, True), ("previous", 2019, False)])
def test_a_comparison_of_open_data_is_public_where_all_its_years_are(comparison: str, year: int, *, shown: bool) -> None:
    row = {"village": "Hoonhorst", "comparison": comparison, "year": year, "count": 9, "before": 9.0, "p": 0.5}
    found = public("comparisons", row, years=HIDDEN_2018).iloc[0]
    assert (found["public"], found["rounded"]) == (shown, False)
    assert pd.notna(found["p"]) == shown


def test_another_baseline_rests_on_other_years() -> None:
    rows = table("comparisons", {"village": "Hoonhorst", "comparison": "baseline", "year": 2021})
    found = [public_comparisons(rows, Years(HIDDEN_2018), LADDER, years)["public"].tolist() for years in ((2019,), (2018, 2019))]
    assert found == [[True], [False]]


def test_a_comparison_of_klassen_is_made_of_what_is_shown() -> None:
    shown = [(2019, 12, looks(12)[0]), (2020, 31, looks(31)[0]), (2021, 48, looks(48)[0])]
    years = protection(*shown, indicator="E12", system=CLASS)
    row = {"village": "Hoonhorst", "comparison": "previous", "year": 2021, "indicator": "E12", "classification": CLASS, "count": 48,
           "before": 31.0, "base": 1.0, "before_base": 1.0, "p": 0.07, "q": 0.2, "fewest": 3.0, "most": 80.0}  # fmt: skip
    found = public("comparisons", row, years=years).iloc[0]
    assert (found["count"], found["before"], found["ratio"]) == (50, 30, pytest.approx(50 / 30))
    assert found[["p", "q", "fewest", "most"]].isna().all()
    assert found["rounded"]
    # 2018 and 2017 are not there, so the baseline is 2019 alone
    only = public("comparisons", row | {"comparison": "baseline"}, years=years).iloc[0]
    assert only["before"] == 10


def test_figures_of_sensitive_themes_stay_inside() -> None:
    """Theme 5.1 is discrimination alone."""
    large = {
        "month": 1,
        "count": 90,
        "later_count": 90,
        "before": 90.0,
        "attempts": 45,
        "mean": 90.0,
        "lowest": 90.0,
        "highest": 90.0,
        "share": 0.5,
    }
    for name in ("seasons", "monitoring", "revisions", "moments", "concentration", "attempts", "funnel"):
        columns = {"attempts": ("attempts", "count"), "revisions": ("count", "later_count")}.get(name, ())
        shown = {f"{name}/{column}": first(90) for column in columns} | ({"moments": first(90)} if name == "moments" else {})
        inside, outside = (public(name, large | {"theme": theme}, shown=shown) for theme in ("5.1", "1.3"))
        assert (inside["public"].tolist(), outside["public"].tolist()) == ([False], [True]), name
        assert inside[[column for column in PUBLISHED[f"public_{name}"] if column in inside]].isna().all(axis=None)


def season(**changes: Any) -> dict[str, Any]:
    return {"month": 1, "first": 2017, "last": 2021, "mean": 9.4, "lowest": 6.0, "highest": 12.0, "running": 8.0} | changes


def test_months_of_deliveries_are_rounded_and_single_ones_left_out_where_one_is_small() -> None:
    found = public("seasons", season(), season(month=2, source=OPEN), season(month=3, theme="1.2", lowest=4.0)).set_index("month")
    assert found.loc[1, ["mean", "lowest", "highest", "running"]].tolist() == [9, 5, 10, 10]
    assert found.loc[2, ["mean", "lowest", "highest", "running"]].tolist() == [9.4, 6, 12, 8]
    assert found.loc[3, ["lowest", "highest", "running"]].isna().all()
    assert found.loc[3, "mean"] == 9


@pytest.mark.parametrize(("mean", "shown"), [(0.8, False), (0.2, False), (1.0, True), (0.0, False)])
def test_a_mean_tells_the_number_of_all_those_years_together(mean: float, *, shown: bool) -> None:
    assert public("seasons", season(mean=mean, lowest=0.0))["public"].tolist() == [shown]


def test_villages_have_no_months_and_no_control_chart() -> None:
    assert not public("seasons", season(village="Hoonhorst"))["public"].any()
    assert not public("monitoring", {"village": "Hoonhorst", "count": 9.0})["public"].any()


@pytest.mark.parametrize(("counts", "shown"), [((9, 12, 6), True), ((9, 4, 5), False), ((9, 0, 6), False)])
def test_a_control_chart_is_left_out_whole_where_one_period_is_small(counts: tuple[float, ...], *, shown: bool) -> None:
    days = pd.date_range("2018-01-01", periods=len(counts), freq="QS")
    found = public("monitoring", *({"start": day, "count": n, "centre": 6.2} for day, n in zip(days, counts, strict=True)))
    assert found["public"].tolist() == [shown] * 3
    if shown:
        assert found["count"].tolist() == [10, 10, 5]
        assert found["centre"].tolist() == [5, 5, 5]


def test_revisions_are_shown_as_their_counts_are() -> None:
    found = public("revisions", {"count": 22, "later_count": 3}, {"count": 22, "later_count": 31, "period": "x"},
                   shown={"revisions/count": first(22, 22), "revisions/later_count": first(3, 31)})  # fmt: skip
    assert found["public"].tolist() == [False, True]
    assert found.loc[1, ["count", "later_count"]].tolist() == [20, 30]


def test_of_parts_of_the_week_nothing_small_is_told_not_even_by_rounding() -> None:
    """2 would be rounded to 0 and 3 to 5."""
    cells = [
        {"weekday": 0, "part": n, "count": float(count), "incidents": 140, "left_out": left}
        for n, (count, left) in enumerate(((0, 2), (4, 3), (9, 7)))
    ]
    found = public("moments", *cells, shown={"moments": first(0, 4, 9)})
    assert found["public"].tolist() == [False, False, True]
    assert found["left_out"].isna().tolist() == [True, True, False]
    assert found["count"].dropna().tolist() == [10]
    few = public(
        "moments",
        *({"weekday": 0, "part": n, "incidents": n, "reason": "too few observations"} for n in range(4)),
        shown={"moments": [None] * 4},
    )
    assert few["incidents"].isna().all()


def test_the_running_year_is_compared_as_it_is_shown_and_not_where_it_cannot_be() -> None:
    counts = {"count": 61, "before": 22.0, "verdict": "hoger", "complete": 0.957}
    rows = [counts, counts | {"theme": "1.2", "verdict": "afwezig", "reason": "no earlier snapshot of the same months"}]
    found = public("running", *rows, shown={"running/count": first(61, 61), "running/before": first(22, 22)})
    assert found["count"].tolist() == [60, 60]
    assert found["ratio"].notna().tolist() == [True, False]
    assert found["verdict"].tolist() == ["hoger", "afwezig"]
    assert found["complete"].tolist() == [0.95, 0.95]


def test_the_running_year_of_open_data_is_shown_as_it_is() -> None:
    found = public("running", {"count": 61, "before": 22.0, "source": OPEN}, shown={"running/count": [None], "running/before": [None]})
    assert found[["count", "before", "rounded"]].iloc[0].tolist() == [61, 22, False]


def test_attempts_are_a_share_of_what_is_shown() -> None:
    found = public("attempts", {"count": 31, "attempts": 12, "share": 12 / 31}, {"count": 9, "attempts": 3, "year": 2020},
                   shown={"attempts/count": first(31, 9), "attempts/attempts": first(12, 3)})  # fmt: skip
    assert found["share"].iloc[0] == pytest.approx(10 / 30)
    assert found["public"].tolist() == [True, False]


def test_what_may_not_be_seen_is_taken_out_with_its_reason_and_verdict() -> None:
    rows = table("trends", {"change": 1.1, "verdict": "hoger", "reason": "x"}).assign(public=False)
    found = published(rows, "trends").iloc[0]
    assert pd.isna(found["change"])
    assert (found["reason"], found["verdict"], found["rounded"]) == ("", Verdict.NOT_SHOWN, False)


def test_empty_tables_stay_empty() -> None:
    assert all(public(name).empty for name in ("comparisons", "running", "moments", "attempts"))


@pytest.mark.parametrize("edition", ["2022-H1", "2022-H2"])
def test_no_number_in_public_that_rests_on_deliveries_is_small(sample_home: Path, edition: str) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    counts = {"comparisons": ["count", "before"], "running": ["count", "before"], "revisions": ["count", "later_count"],
              "attempts": ["count", "attempts"], "monitoring": ["count"], "moments": ["count", "incidents", "left_out"],
              "seasons": ["lowest", "highest", "running"]}  # fmt: skip
    seen = 0
    for name, columns in counts.items():
        rows = read_table(folder, f"{edition}/public_{name}")
        rows = rows[rows["rounded"]]
        # what is known already is no secret for standing beside what is not: all registrations of a code in a year
        figures = [column for column in columns if (name, column) != ("attempts", "count")]
        assert not rows[figures].isin([1, 2, 3, 4]).any(axis=None), name
        seen += rows[figures].notna().to_numpy().sum()
    assert seen > 100


@pytest.mark.parametrize("edition", ["2022-H1", "2022-H2"])
def test_in_the_sample_no_row_that_is_shown_exactly_rests_on_a_year_that_is_not(sample_home: Path, edition: str) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    years = Years(read_table(folder, f"{edition}/protection"))
    for name, used in (("trends", lambda row: range(row["first"], row["last"] + 1)), ("shrunk", lambda row: [row["year"]])):
        rows = read_table(folder, f"{edition}/public_{name}")
        rows = rows[rows["public"]]
        assert len(rows) > 20
        assert all(years.exact(rows, [used(row) for row in rows.to_dict("records")]))
