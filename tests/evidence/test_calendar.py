import math

import numpy as np
import pandas as pd
import pytest
from evidence.rows import monthly, months, one, shuffled

from ivp_analysis.evidence.calendar import monitoring, seasons
from ivp_analysis.evidence.cube import Cube
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition

EDITION = Edition.parse("2022-H2")


def cube(*parts: pd.DataFrame) -> Cube:
    return Cube.of(months(*parts))


def year(january: int, rest: int = 10) -> list[int]:
    return [january] + [rest] * 11


# what is usual per month


def test_mean_lowest_and_highest_of_a_month_over_the_years() -> None:
    rows = seasons(cube(monthly({2019: year(10), 2020: year(33), 2021: year(20), 2022: [7, 8]})), EDITION)
    january = one(rows, month=1)
    assert january[["mean", "lowest", "highest", "running"]].tolist() == [21, 10, 33, 7]
    assert (january["first"], january["last"], january["reason"]) == (2019, 2021, "")
    assert one(rows, month=2)["running"] == 8
    assert math.isnan(one(rows, month=3)["running"])
    assert set(rows["source"]) == {"levering 2022"}
    assert rows["month"].tolist() == list(range(1, 13))


def test_at_most_the_last_five_whole_years_count() -> None:
    january = one(seasons(cube(monthly({y: year(900 if y == 2016 else 10) for y in range(2016, 2022)})), EDITION), month=1)
    assert (january["first"], january["last"], january["highest"]) == (2017, 2021, 10)


def test_the_running_year_is_not_usual_also_when_it_is_whole() -> None:
    january = one(seasons(cube(monthly({2019: year(10), 2020: year(10), 2021: year(10), 2022: year(90)})), EDITION), month=1)
    assert (january["last"], january["highest"], january["running"]) == (2021, 10, 90)


def test_two_whole_years_are_too_few() -> None:
    rows = seasons(cube(monthly({2019: [10] * 11, 2020: year(10), 2021: year(10)})), EDITION)
    assert set(rows["reason"]) == {"too few points in time"}
    assert rows[["mean", "lowest", "highest", "running"]].isna().all(axis=None)


@pytest.mark.parametrize(("total", "reason"), [(180, ""), (179, "too few observations")])
def test_fewer_than_five_a_month_on_average_are_too_few(total: int, reason: str) -> None:
    """Three years: 36 months, so 180 registrations."""
    rows = seasons(cube(monthly({2019: [5] * 12, 2020: [5] * 12, 2021: [5] * 11 + [total - 175]})), EDITION)
    assert set(rows["reason"]) == {reason}


def test_first_and_last_name_all_the_years_that_count() -> None:
    """Of 2018 nothing is known; the years before it would be told as if it were among them."""
    rows = seasons(cube(monthly({2016: year(90), 2017: year(90), 2019: year(10), 2020: year(10), 2021: year(10)})), EDITION)
    assert set(zip(rows["first"], rows["last"], rows["highest"], strict=True)) == {(2019, 2021, 10)}
    gap = seasons(cube(monthly({2016: year(9), 2017: year(9), 2018: year(9), 2020: year(9), 2021: year(9)})), EDITION)
    assert set(gap["reason"]) == {"too few points in time"}


# control charts


def chart(counts: dict[int, list[int]]) -> pd.DataFrame:
    return monitoring(cube(monthly(counts)), EDITION)


def test_three_standard_deviations_around_the_usual_count_of_a_quarter() -> None:
    rows = chart({2018: [10] * 12, 2019: [10] * 12, 2022: [10, 10, 10, 20, 20, 20]})
    assert (set(rows["grain"]), set(rows["kind"]), set(rows["reason"])) == ({3}, {"u"}, {""})
    assert rows["count"].tolist() == [30] * 9 + [60]
    assert set(rows["centre"]) == {30}
    # u-chart: 30 - 3 * sqrt(30) and 30 + 3 * sqrt(30)
    assert rows["low"].tolist() == pytest.approx([30 - 3 * math.sqrt(30)] * 10)
    assert rows["high"].tolist() == pytest.approx([30 + 3 * math.sqrt(30)] * 10)
    assert rows.loc[rows["signal"], "period"].tolist() == ["kwartaal 2 van 2022"]
    assert rows["start"].iloc[[0, 3, 9]].tolist() == [pd.Timestamp(day) for day in ("2018-01-01", "2018-10-01", "2022-04-01")]


def test_corona_years_are_on_the_chart_and_do_not_set_what_is_usual() -> None:
    rows = chart({2018: [10] * 12, 2019: [10] * 12, 2020: [40] * 12, 2021: [40] * 12})
    assert set(rows["centre"]) == {30}
    corona = rows["start"].dt.year.isin([2020, 2021])
    assert rows.loc[corona, "signal"].all()
    assert rows["baseline"].tolist() == (~corona).tolist()


def test_the_running_year_does_not_set_what_is_usual() -> None:
    rows = chart({2018: [10] * 12, 2019: [10] * 12, 2022: [40] * 6})
    assert set(rows["centre"]) == {30}
    assert not rows.loc[rows["start"].dt.year == 2022, "baseline"].any()


def test_quarters_with_too_few_make_way_for_half_years() -> None:
    rows = chart({y: [1] * 12 for y in (2016, 2017, 2018, 2019)})
    assert set(rows["grain"]) == {6}
    assert rows["count"].tolist() == [6] * 8
    assert (set(rows["centre"]), set(rows["low"])) == ({6}, {0})
    assert rows["high"].tolist() == pytest.approx([6 + 3 * math.sqrt(6)] * 8)
    assert rows["period"].tolist()[:2] == ["halfjaar 1 van 2016", "halfjaar 2 van 2016"]
    assert rows["start"].iloc[1] == pd.Timestamp("2016-07-01")


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ({2019: [10] * 12}, "too few points in time"),
        ({y: [1] * 12 for y in (2017, 2018, 2019)}, "too few observations"),
        ({y: [0] * 11 + [1] for y in (2016, 2017, 2018, 2019)}, "too few observations"),
        ({2020: [10] * 12, 2021: [10] * 12}, "too few points in time"),
        ({2022: [10] * 8}, "too few points in time"),
    ],
)
def test_where_no_chart_can_be_made_one_row_says_why(counts: dict[int, list[int]], reason: str) -> None:
    row = one(chart(counts))
    assert (row["grain"], row["reason"], row["period"]) == (0, reason, "")
    assert row[["count", "centre", "low", "high"]].isna().all()
    assert not row["signal"]


def test_periods_that_vary_more_than_chance_have_wider_limits() -> None:
    """Quarters of 10 and 50 in turn: each moves 40 / sqrt(30) standard deviations, over 1.128."""
    rows = chart({y: [4, 3, 3, 16, 17, 17, 4, 3, 3, 16, 17, 17] for y in (2017, 2018, 2019)})
    assert (set(rows["kind"]), set(rows["centre"])) == ({"laney"}, {30})
    sigma = 40 / math.sqrt(30) / 1.128
    assert rows["high"].tolist() == pytest.approx([30 + 3 * sigma * math.sqrt(30)] * 12)
    assert not rows["signal"].any()


def test_a_quarter_that_is_not_whole_is_not_on_the_chart() -> None:
    rows = chart({2018: [10] * 12, 2019: [10] * 12, 2022: [10] * 5})
    assert rows["period"].iloc[-1] == "kwartaal 1 van 2022"


def test_series_that_vary_as_chance_has_it_seldom_give_a_signal() -> None:
    random = np.random.default_rng(11)
    parts = [
        monthly({y: random.poisson(12, 12).tolist() for y in (2016, 2017, 2018, 2019, 2022)}, theme=f"9.{series}") for series in range(40)
    ]
    rows = monitoring(cube(*parts), EDITION)
    assert set(rows["grain"]) == {3}
    assert rows["signal"].mean() < 0.01


# both


def several() -> pd.DataFrame:
    counts = {y: [10 + (y * n) % 5 for n in range(12)] for y in range(2016, 2022)}
    return months(*(monthly(counts, village=name, theme=theme) for name in ("gemeente", "Hoonhorst") for theme in ("1.2", "1.3")))


def test_rows_in_another_order_give_the_same_tables() -> None:
    one_way, other_way = Cube.of(several()), Cube.of(shuffled(several()))
    pd.testing.assert_frame_equal(seasons(one_way, EDITION), seasons(other_way, EDITION))
    pd.testing.assert_frame_equal(monitoring(one_way, EDITION), monitoring(other_way, EDITION))


def test_an_older_edition_knows_less() -> None:
    older = Edition.parse("2021-H2")
    assert set(seasons(Cube.of(several()), older)["last"]) == {2020}
    assert not monitoring(Cube.of(several()), Edition.parse("2019-H2"))["baseline"].all()


def test_no_months_give_nothing() -> None:
    nothing = Cube.of(empty("months"))
    pd.testing.assert_frame_equal(seasons(nothing, EDITION), empty("seasons"))
    pd.testing.assert_frame_equal(monitoring(nothing, EDITION), empty("monitoring"))
