from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from monitor.rows import DELIVERED, GROUP, RULES, VILLAGES, drawn, population, question, survey, tables

from ivp_analysis.disclosure.survey import Behind, protect_monitor
from ivp_analysis.monitor.derive import TABLES, monitor
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import Municipality, load_municipality

DALFSEN = load_municipality("dalfsen", Paths())
MEMBERS = frozenset({"Hoonhorst", "Oudleusen"})
ENOUGH = (100, 40)
Pair = tuple[int, int | None]


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows of a contract; what is not given is empty."""
    blank: dict[str, Any] = {
        "float64": float("nan"),
        "int64": 0,
        "Int64": pd.NA,
        "bool": False,
        "datetime64[us]": pd.Timestamp("2022-01-01"),
    }
    types = {str(column): str(kind) if str(kind) in blank else "str" for column, kind in empty(name).dtypes.items()}
    return pd.DataFrame([{column: row.get(column, blank.get(kind, "")) for column, kind in types.items()} for row in rows]).astype(types)


def estimates(
    behind: dict[str, Pair], *, key: str = "q", year: int = 2022, source: str = "BRP", groups: bool = True, delivery: str = ""
) -> list[dict[str, Any]]:
    """Rows of villages as (answered, counted), with the municipality and the group that they add up to."""
    sums = behind | {"gemeente": _sum(list(behind.values()))}
    if groups:
        sums[GROUP] = _sum([pair for area, pair in behind.items() if area in MEMBERS])
    roles = {"gemeente": "municipality", GROUP: "group"}
    return [
        {
            "village": area, "role": roles.get(area, "village"), "question": key, "year": year, "source": source, "answered": answered,
            "counted": pd.NA if counted is None else counted, "kind": "mean" if counted is None else "percentage",
            "delivery": delivery or f"e{year % 100}",
        }
        for area, (answered, counted) in sums.items()
    ]  # fmt: skip


def _sum(pairs: list[Pair]) -> Pair:
    counted = [one for _, one in pairs if one is not None]
    return sum(answered for answered, _ in pairs), sum(counted) if len(counted) == len(pairs) else None


def protected(municipality: Municipality = DALFSEN, **given: Any) -> dict[str, pd.DataFrame]:
    found = {name: empty(name) for name in TABLES} | {name: rows for name, rows in given.items() if name in TABLES}
    questions, protection = given.get("questions", empty("questions")), given.get("protection", empty("protection"))
    return protect_monitor(found, questions, protection, municipality, RULES)


def shown(behind: dict[str, Pair], municipality: Municipality = DALFSEN) -> set[str]:
    rows = protected(municipality, monitor=table("monitor", estimates(behind, groups=bool(municipality.groups))))["monitor"]
    return set(rows.loc[rows["public"], "village"])


def everywhere(pair: Pair = ENOUGH, **others: Pair) -> dict[str, Pair]:
    return dict.fromkeys(VILLAGES, pair) | others


ALL = {*VILLAGES, "gemeente", GROUP}


def test_what_rests_on_enough_respondents_is_public() -> None:
    assert shown(everywhere()) == ALL


@pytest.mark.parametrize(
    ("pair", "public"), [((100, 9), False), ((100, 10), True), ((100, 91), False), ((100, 90), True), ((19, 10), False), ((20, 10), True)]
)
def test_few_who_are_counted_or_are_not_hide_a_percentage(pair: Pair, public: bool) -> None:
    assert ("Dalfsen" in shown(everywhere(Dalfsen=pair))) == public


@pytest.mark.parametrize("pair", [(100, 0), (100, 100)])
def test_nobody_is_too_few_as_well(pair: Pair) -> None:
    assert "Dalfsen" not in shown(everywhere(Dalfsen=pair))


@pytest.mark.parametrize(("answered", "public"), [(9, False), (10, True)])
def test_a_mean_is_public_where_enough_answered(answered: int, public: bool) -> None:
    assert ("Dalfsen" in shown(everywhere((100, None), Dalfsen=(answered, None)))) == public


# what would follow


def test_a_village_that_is_hidden_alone_hides_the_smallest_other() -> None:
    assert shown(everywhere(Dalfsen=(100, 3), Lemelerveld=(80, 40))) == ALL - {"Dalfsen", "Lemelerveld"}


def test_two_that_are_hidden_need_enough_together() -> None:
    assert shown(everywhere(Dalfsen=(100, 5), Nieuwleusen=(100, 5))) == ALL - {"Dalfsen", "Nieuwleusen"}
    assert shown(everywhere(Dalfsen=(100, 4), Nieuwleusen=(100, 5))) == ALL - {"Dalfsen", "Nieuwleusen", "Lemelerveld"}


def test_a_village_must_not_follow_from_its_group() -> None:
    assert shown(everywhere(Hoonhorst=(50, 3))) == ALL - MEMBERS
    # a second hidden village elsewhere does not help: the group is known
    assert shown(everywhere(Hoonhorst=(50, 6), Dalfsen=(100, 6), Lemelerveld=(80, 40))) == ALL - MEMBERS - {"Dalfsen", "Lemelerveld"}


def test_a_group_that_is_hidden_itself_is_no_sum() -> None:
    # the two are together too few, and another village is hidden for them
    assert shown(everywhere(Hoonhorst=(50, 3), Oudleusen=(50, 3), Lemelerveld=(80, 40))) == ALL - MEMBERS - {GROUP, "Lemelerveld"}


def test_the_municipality_is_hidden_when_no_other_village_is_left() -> None:
    one = {"Dalfsen": (100, 3), "Nieuwleusen": (100, 40)}
    without = DALFSEN.model_copy(update={"groups": ()})
    assert shown(dict(one), without) == {"gemeente"}
    assert shown({"Dalfsen": (100, 3)}, without) == set()


def test_surveys_sources_and_questions_stand_apart() -> None:
    rows = estimates(everywhere(Dalfsen=(100, 3)))
    others = [*estimates(everywhere(), key="r"), *estimates(everywhere(), year=2017), *estimates(everywhere(), source="panel")]
    found = protected(monitor=table("monitor", [*others, *rows]))["monitor"]
    assert found["public"].to_list() == [True] * len(others) + [row["village"] not in {"Dalfsen", "Lemelerveld"} for row in rows]


def test_a_village_that_was_not_reached_needs_no_other_to_be_hidden() -> None:
    rows = table("monitor", estimates(everywhere(Dalfsen=(0, 0))))
    reached = table(
        "monitor_response", [{"village": area, "year": 2022, "source": "BRP", "answered": 100 * (area != "Dalfsen")} for area in VILLAGES]
    )
    found = protected(monitor=rows, monitor_response=reached)["monitor"]
    assert set(found.loc[found["public"], "village"]) == ALL - {"Dalfsen"}
    # where it was reached and nobody was asked, that says something of all of them
    assert len(protected(monitor=rows)["monitor"].query("public")) == len(ALL) - 2


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=5, max_size=5), st.booleans())
def test_no_sum_of_villages_that_would_be_hidden_follows_from_what_is_shown(pairs: list[tuple[int, int]], grouped: bool) -> None:
    behind: dict[str, Pair] = dict(zip(VILLAGES, pairs, strict=True))
    municipality = DALFSEN if grouped else DALFSEN.model_copy(update={"groups": ()})
    areas = {village: {village} for village in VILLAGES} | {"gemeente": set(VILLAGES), GROUP: set(MEMBERS)}
    known = np.array([[v in areas[area] for v in VILLAGES] for area in sorted(shown(behind, municipality))], dtype=float).reshape(-1, 5)
    rank = np.linalg.matrix_rank(known) if len(known) else 0
    for size in range(1, 6):
        for some in combinations(VILLAGES, size):
            together = _sum([behind[village] for village in some])
            wanted = np.array([village in some for village in VILLAGES], dtype=float)
            follows = np.linalg.matrix_rank(np.vstack([known, wanted])) == rank
            assert not follows or Behind(*together).enough(RULES.fewest), some


# comparisons and what lies beside police figures


def asked(*rows: tuple[str, int, str]) -> pd.DataFrame:
    return table("questions", [{"question": key, "year": year, "group": group, "delivery": f"e{year % 100}"} for key, year, group in rows])


def compared(village: str, comparison: str, *, key: str = "q") -> dict[str, Any]:
    return {
        "village": village,
        "question": key,
        "comparison": comparison,
        "year": 2022,
        "before_year": 2017 if comparison == "survey" else 0,
    }


BOTH = asked(("q", 2022, "g"), ("old", 2017, "g"), ("q", 2017, "other"))


@pytest.mark.parametrize(("now", "then", "public"), [(ENOUGH, ENOUGH, True), ((100, 5), ENOUGH, False), (ENOUGH, (100, 5), False)])
def test_a_comparison_is_public_where_both_figures_are(now: Pair, then: Pair, public: bool) -> None:
    rows = [
        *estimates(everywhere(Dalfsen=now)),
        *estimates(everywhere(Dalfsen=then), key="old", year=2017),
        *estimates(everywhere((9, 0)), year=2017),
    ]
    found = protected(
        monitor=table("monitor", rows), questions=BOTH, monitor_comparisons=table("monitor_comparisons", [compared("Dalfsen", "survey")])
    )
    assert found["monitor_comparisons"]["public"].to_list() == [public]


def test_questions_of_other_deliveries_do_not_matter() -> None:
    rows = [*estimates(everywhere()), *estimates(everywhere(), key="old", year=2017)]
    another = asked(("withdrawn", 2017, "g")).assign(delivery="another")
    found = protected(
        monitor=table("monitor", rows), questions=pd.concat([BOTH, another], ignore_index=True),
        monitor_comparisons=table("monitor_comparisons", [compared("Dalfsen", "survey")]),
    )  # fmt: skip
    assert found["monitor_comparisons"]["public"].to_list() == [True]


def test_the_rest_needs_enough_respondents_too() -> None:
    comparisons = table("monitor_comparisons", [compared(area, "rest") for area in (*VILLAGES, GROUP)])
    rows = table("monitor", estimates(everywhere()))
    assert protected(monitor=rows, monitor_comparisons=comparisons)["monitor_comparisons"]["public"].all()
    # nine others, all hidden: nothing is left of the municipality that Dalfsen could be set against
    few: dict[str, Pair] = {
        "Dalfsen": (100, 40),
        "Nieuwleusen": (60, 3),
        "Lemelerveld": (60, 3),
        "Hoonhorst": (60, 3),
        "Oudleusen": (60, 0),
    }
    assert not protected(monitor=table("monitor", estimates(few)), monitor_comparisons=comparisons)["monitor_comparisons"]["public"].any()


def police(rule: str = "", *, indicator: str = "totaal", system: str = "open data", years: tuple[int, ...] = (2017, 2021)) -> pd.DataFrame:
    rows = [(str(year), rule == "" or year != years[-1]) for year in years]
    given = {"village": "Dalfsen", "role": "village", "theme": "1.3", "indicator": indicator, "classification": system}
    return table("protection", [given | {"period": period, "shown": "9", "exact": exact, "rule": rule} for period, exact in rows])


def beside(indicator: str = "totaal") -> pd.DataFrame:
    return table(
        "monitor_beside",
        [{"village": "Dalfsen", "theme": "1.3", "question": "q", "indicator": indicator, "police_year": 2021, "police_before_year": 2017}],
    )


@pytest.mark.parametrize(
    ("now", "protection", "indicator", "public"),
    [
        (ENOUGH, police(), "totaal", True),
        (ENOUGH, police("klein"), "totaal", False),
        ((100, 5), police(), "totaal", False),
        (ENOUGH, police("klein", system="police-class", indicator="A20"), "A20", False),
        (ENOUGH, police("klein", system="police-class", indicator="A20"), "totaal", True),
        # the sum over klassen is no figure that stands beside a survey
        (ENOUGH, police("klein", system="police-class"), "totaal", True),
        (ENOUGH, police("klein", years=(2017, 2020)), "totaal", True),
    ],
)
def test_what_lies_beside_police_figures_needs_both(now: Pair, protection: pd.DataFrame, indicator: str, public: bool) -> None:
    rows = [*estimates(everywhere(Dalfsen=now)), *estimates(everywhere(), key="old", year=2017)]
    found = protected(
        monitor=table("monitor", rows), questions=BOTH, protection=protection, monitor_beside=beside(indicator),
        monitor_comparisons=table("monitor_comparisons", [compared("Dalfsen", "survey"), compared("Dalfsen", "rest")]),
    )  # fmt: skip
    assert found["monitor_beside"]["public"].to_list() == [public]


def test_empty_tables_stay_as_they_are() -> None:
    for name, rows in protected().items():
        pd.testing.assert_frame_equal(rows, empty(name))


def test_nothing_but_public_changes() -> None:
    rows = [question(f"q{n}", group=f"g{n}", beside="totaal", theme="1.3", kind=kind) for n, kind in enumerate(("percentage", "mean"))]
    counts = dict(zip(VILLAGES, (120, 110, 60, 40, 45), strict=True))
    surveys = [
        survey(rows, drawn(year, dict.fromkeys(VILLAGES, 0.15), counts, outcomes=2), delivery=f"e{year % 100}", year=year)
        for year in (2022, 2017)
    ]
    made = tables(*surveys, inhabitants=population())
    found = monitor(made, empty("estimates"), DALFSEN, RULES, load_ladder(Paths().ladder), DELIVERED)
    after = protect_monitor(found, made["questions"], empty("protection"), DALFSEN, RULES)
    assert set(after) == set(TABLES)
    for name in TABLES:
        satisfy(after[name], name)
        pd.testing.assert_frame_equal(
            after[name].drop(columns="public", errors="ignore"), found[name].drop(columns="public", errors="ignore")
        )
    hidden = after["monitor"].loc[~after["monitor"]["public"], "question"]
    assert set(hidden) == {"q0"}
