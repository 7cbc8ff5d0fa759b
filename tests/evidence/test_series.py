import numpy as np
import pandas as pd
from evidence.rows import COUNTRY, OFFENCE, estimates, shuffled, yearly

from ivp_analysis.evidence.series import KEY, Series
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, OUTSIDE

OWN = ("village", "municipality")


def test_a_row_for_each_figure_and_a_column_for_each_year_also_one_without_figures() -> None:
    found = Series.of(estimates(yearly("Hoonhorst", {2018: 4, 2021: 7}), yearly("gemeente", {2021: 30}, base=9000)), OWN)
    assert found.years.tolist() == [2018, 2019, 2020, 2021]
    assert found.keys["village"].tolist() == ["Hoonhorst", "gemeente"]
    np.testing.assert_array_equal(found.counts, [[4, np.nan, np.nan, 7], [np.nan, np.nan, np.nan, 30]])
    np.testing.assert_array_equal(found.bases, [[1000, np.nan, np.nan, 1000], [np.nan, np.nan, np.nan, 9000]])


def test_the_source_is_that_of_the_last_year() -> None:
    assert Series.of(estimates(yearly("Hoonhorst", {2021: 7, 2018: 4})), OWN).keys["source"].tolist() == ["bron 2021"]


def test_only_whole_years_of_areas_that_are_asked_for() -> None:
    whole = yearly("Hoonhorst", {2021: 7})
    several = yearly("gemeente", {2021: 60}).assign(period="2017-2021")
    part = yearly("Hoonhorst", {2022: 2}).assign(period="januari tot en met augustus 2022", complete=False)
    everything = estimates(whole, several, part, yearly(COUNTRY, {2021: 900}), yearly("onbekend", {2021: 1}))
    assert Series.of(everything, OWN).keys["village"].tolist() == ["Hoonhorst"]
    assert Series.of(everything, OWN).years.tolist() == [2021]
    assert Series.of(everything, ("reference",)).keys["village"].tolist() == [COUNTRY]


def test_codes_outside_the_themes_and_the_total_of_the_police_are_left_out() -> None:
    counted = estimates(
        yearly("gemeente", {2021: 7}, theme="totaal", classification=OFFENCE),
        yearly("gemeente", {2021: 9}, theme="totaal", indicator="politietotaal", classification=OFFENCE),
        yearly("gemeente", {2021: 1}, theme=OUTSIDE, indicator="2.6.7", classification=OFFENCE),
        yearly("gemeente", {2021: 1}, theme=NOT_CLASSIFIED, indicator="9.9.9", classification=OFFENCE),
    )
    assert Series.of(counted, OWN).keys["indicator"].tolist() == ["totaal"]


def test_several_years_are_added_up_over_those_that_are_there() -> None:
    found = Series.of(estimates(yearly("Hoonhorst", {2017: 3, 2019: 5, 2021: 9}, base={2017: 100, 2019: 110, 2021: 120})), OWN)
    counts, bases, there = found.over((2016, 2017, 2018, 2019))
    assert (counts.tolist(), bases.tolist()) == ([8], [210])
    assert there.tolist() == [[False, True, False, True]]


def test_without_any_of_the_years_there_is_nothing_and_not_zero() -> None:
    counts, bases, there = Series.of(estimates(yearly("Hoonhorst", {2021: 9})), OWN).over((2017, 2030))
    assert np.isnan([counts, bases]).all()
    assert not there.any()


def test_a_year_without_denominator_leaves_the_years_together_without_one() -> None:
    found = Series.of(estimates(yearly("Hoonhorst", {2018: 3, 2019: 5}, base={2018: 100, 2019: float("nan")})), OWN)
    counts, bases, _ = found.over((2018, 2019))
    assert counts.tolist() == [8]
    assert np.isnan(bases).all()


def test_one_year() -> None:
    found = Series.of(estimates(yearly("Hoonhorst", {2020: 3}), yearly("Oudleusen", {2021: 5})), OWN)
    counts, bases = found.at(2021)
    np.testing.assert_array_equal(counts, [np.nan, 5])
    np.testing.assert_array_equal(bases, [np.nan, 1000])


def test_nothing_gives_nothing() -> None:
    found = Series.of(estimates(yearly("onbekend", {2021: 3})), OWN)
    assert len(found.keys) == len(found.years) == 0
    assert list(found.keys.columns) == [*KEY, "source"]
    assert found.at(2021)[0].shape == (0,)


def test_rows_in_another_order_give_the_same() -> None:
    rows = estimates(*(yearly(name, {2019: 1, 2020: 2, 2021: 3}) for name in ("Hoonhorst", "Oudleusen", "gemeente")))
    first, second = Series.of(rows, OWN), Series.of(shuffled(rows), OWN)
    pd.testing.assert_frame_equal(first.keys, second.keys)
    np.testing.assert_array_equal(first.counts, second.counts)
