import pandas as pd
import pytest

from ivp_analysis.disclosure.cells import Cells, Kind
from ivp_analysis.disclosure.register import Name, Register, kinds_of

HIDDEN = float("inf")


def test_a_sum_that_does_not_hold_is_left_out() -> None:
    cells = Cells()
    cells.add([5, 2, 3, 4], Kind.GUARDED)
    assert cells.total(0, [1, 2])
    assert not cells.total(0, [1, 3])
    assert not cells.total(0, [])
    assert cells.matrix.toarray().tolist() == [[-1, 1, 1, 0]]


def test_what_is_left_of_a_whole_is_a_count_of_its_own() -> None:
    cells = Cells()
    cells.add([9, 2, 3], Kind.GUARDED)
    rest = cells.within(0, [1, 2])
    assert rest == 3
    assert (cells.counts[rest], cells.kinds[rest]) == (4, Kind.IMPLIED)
    assert cells.within(1, [0]) is None
    assert len(cells) == 4
    assert not cells.constant.any()


def test_a_figure_that_stands_in_two_tables_is_one_count() -> None:
    register = Register()
    frame = pd.DataFrame({"village": ["a", "b"], "theme": ["1", "1"]})
    first = register.enter("months", frame, ["village", "theme"], [3.0, 4.2], [Kind.GUARDED] * 2)
    assert register.enter("months", frame[::-1], ["village", "theme"], [4.0, 3.0], [Kind.GUARDED] * 2).tolist() == first[::-1].tolist()
    assert register.enter("other", frame, ["village", "theme"], [3.0, 4.0], [Kind.PUBLIC] * 2).tolist() == [2, 3]
    assert register.cells.counts == [3, 4, 3, 4]
    assert register.names()[0] == ("months", "a", "1")


@pytest.mark.parametrize(("rest", "counts", "left"), [(False, [10, 6, 4], None), (False, [10, 6, 3], 1), (True, [10, 6, 4], 0)])
def test_villages_add_up_to_the_municipality(counts: list[int], left: int | None, *, rest: bool) -> None:
    register = Register()
    frame = pd.DataFrame({"village": ["gemeente", "a", "b"], "theme": ["1"] * 3})
    places = register.enter("t", frame, ["village", "theme"], counts, [Kind.GUARDED] * 3)
    register.add_up("t", frame, places, ["theme"], rest=rest)
    assert register.cells.matrix.shape[0] == 1
    assert [register.cells.counts[place] for name, place in register.places.items() if name[0] == "rest"] == (
        [] if left is None else [left]
    )


def test_what_is_public_goes_before_what_is_sensitive() -> None:
    flags = pd.Series([True, False, False, True]).to_numpy(), pd.Series([False, True, False, True]).to_numpy()
    assert kinds_of(*flags) == [Kind.PUBLIC, Kind.SENSITIVE, Kind.GUARDED, Kind.PUBLIC]


def years(*counts: int) -> Register:
    register = Register()
    for year, count in enumerate(counts, start=2019):
        register.count(("estimates", "a", str(year)), count, Kind.GUARDED)
    return register


def remembered(register: Register, name: Name, low: float, high: float) -> tuple[float, float] | None:
    register.remember({name: (low, high)})
    place = register.places.get(name)
    return None if place is None else (register.cells.low[place], register.cells.high[place])


def test_an_earlier_publication_of_the_same_count_is_known() -> None:
    assert remembered(years(9), ("estimates", "a", "2019"), 8, 12) == (8, 12)
    # it was revised
    assert remembered(years(30), ("estimates", "a", "2019"), 8, 12) == (0, HIDDEN)
    assert remembered(years(9), ("estimates", "b", "2019"), 8, 12) is None


def test_years_that_were_taken_together_before_still_say_something_of_each() -> None:
    register, name = years(3, 9, 4), ("estimates", "a", "2019-2020")
    assert remembered(register, name, 8, 12) == (8, 12)
    place = register.places[name]
    assert (register.cells.counts[place], register.cells.kinds[place]) == (12, Kind.IMPLIED)
    assert register.cells.matrix.shape[0] == 1
    # a year is not there any more, or they were revised
    assert remembered(years(3, 9), ("estimates", "a", "2018-2020"), 8, 22) is None
    assert remembered(years(3, 90), name, 8, 12) is None


MONTHS = ("estimates", "a", "januari tot en met augustus 2019")


@pytest.mark.parametrize(
    ("year", "low", "high", "since"), [(12, 8, 12, 0), (12, 3, 7, 5), (30, 8, 12, 18), (9, 8, 12, 0), (7, 8, 12, None)]
)
def test_what_was_registered_since_is_a_count_of_its_own(year: int, low: int, high: int, since: int | None) -> None:
    """It is entered wherever it fits, small or not: that it is there must not tell that it is small."""
    register = years(year)
    register.remember({MONTHS: (low, high)})
    rest = register.places.get(("rest", "since", *MONTHS))
    assert (None if rest is None else register.cells.counts[rest]) == since
    if rest is not None:
        assert register.cells.kinds[rest] is Kind.IMPLIED
        assert (register.cells.low[register.places[MONTHS]], register.cells.high[register.places[MONTHS]]) == (low, high)
