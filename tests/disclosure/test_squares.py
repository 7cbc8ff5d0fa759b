"""Squares of a map: few incidents or few addresses look like none, and no count is told."""

import pandas as pd
import pytest

from ivp_analysis.disclosure.displays import rounded
from ivp_analysis.disclosure.squares import class_label, grid_rules, protect_grid
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.publication import PublicationRules, load_publication_rules

RULES = load_publication_rules(Paths().publication_rules)


def grid(*squares: tuple[int, float]) -> pd.DataFrame:
    """Squares of count and estimated addresses."""
    frame = pd.DataFrame({"x": [500 * at for at in range(len(squares))], "count": [count for count, _ in squares]})
    return frame.assign(theme="1.3", y=0, size=500, period="2017-2021", addresses=[float(number) for _, number in squares])


def shown(frame: pd.DataFrame, measure: str = "addresses", rules: PublicationRules = RULES) -> list[list[object]]:
    found: list[list[object]] = protect_grid(frame, measure, rules)[["x", "shown"]].to_numpy().tolist()
    return found


def test_squares_with_few_incidents_look_like_empty_ones() -> None:
    assert shown(grid((4, 900), (5, 900))) == [[500, "5 of 10"]]


@pytest.mark.parametrize(("measure", "fewest"), [("addresses", 50), ("dwellings", 50), ("inhabitants", 100)])
def test_squares_with_few_addresses_look_like_empty_ones(measure: str, fewest: int) -> None:
    assert shown(grid((40, fewest - 0.1), (40, fewest)), measure) == [[500, "25 tot en met 50"]]


def test_what_whole_buurten_say_needs_a_margin() -> None:
    plain = RULES.model_copy(update={"cell_margin": 1})
    assert shown(grid((40, 24.9), (40, 25)), rules=plain) == [[500, "25 tot en met 50"]]


def test_without_any_addresses_no_square_is_shown() -> None:
    assert shown(grid((40, 0), (40, 900)), measure="") == []


def test_a_count_that_is_small_elsewhere_is_small_here() -> None:
    wider = RULES.model_copy(update={"small": 9})
    assert shown(grid((9, 900), (10, 900)), rules=wider) == [[500, "10 tot en met 20"]]


def test_no_exact_count_and_no_number_of_addresses_is_kept() -> None:
    found = protect_grid(grid((7, 61.5), (13, 73.5), (123, 83.5)), "addresses", RULES)
    assert list(found) == ["theme", "x", "y", "size", "period", "shown"]
    assert found["shown"].tolist() == ["5 of 10", "15 of 20", "55 of meer"]


@pytest.mark.parametrize("base", range(1, 11))
@pytest.mark.parametrize("fewest", [5, 6, 8, 10, 12, 15, 25, 60])
def test_no_class_tells_more_than_rounding_would(base: int, fewest: int) -> None:
    counts = range(fewest, 200)
    classes: dict[str, list[int]] = {}
    for count in counts:
        classes.setdefault(class_label(count, fewest, base), []).append(count)
    for label, members in classes.items():
        assert len(members) >= base, label
        # all that are rounded alike are in one class, and its name holds nothing but multiples
        assert {
            class_label(count, fewest, base) for count in counts if rounded(count, base) in {rounded(item, base) for item in members}
        } == {label}
        assert all(int(word) % base == 0 for word in label.split() if word.isdigit())


def test_classes_are_named_by_rounded_counts() -> None:
    names = [class_label(count, 5, 5) for count in (5, 12, 13, 22, 23, 52, 53, 900)]
    assert names == ["5 of 10", "5 of 10", "15 of 20", "15 of 20", "25 tot en met 50", "25 tot en met 50", "55 of meer", "55 of meer"]


def test_inside_classes_are_of_exact_counts_and_small_ones_have_their_own() -> None:
    names = [class_label(count, 5) for count in (1, 4, 5, 10, 11, 20, 21, 50, 51)]
    assert names == [
        *["1 tot en met 4"] * 2, *["5 tot en met 10"] * 2, *["11 tot en met 20"] * 2, *["21 tot en met 50"] * 2, "51 of meer",
    ]  # fmt: skip


def test_the_rules_of_the_squares_are_told() -> None:
    assert grid_rules("inhabitants", RULES).to_dict("records") == [
        {"cell": 250, "wide_cell": 500, "incidents": 5, "measure": "inhabitants", "addresses": 50, "estimate": 100, "base": 5}
    ]
    assert grid_rules("", RULES)[["measure", "addresses", "estimate"]].to_numpy().tolist() == [["", 0, 0]]


def test_nothing_to_protect_is_protected() -> None:
    assert protect_grid(empty("grid"), "addresses", RULES).empty
