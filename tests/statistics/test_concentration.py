import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from ivp_analysis.statistics.concentration import gini, top_share
from ivp_analysis.statistics.refusal import Refusal

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=40).filter(any)
LAYOUTS = {
    "even": np.ones(36),
    "some more than others": np.random.default_rng(7).lognormal(0, 0.6, 36),
    "uneven": 1 / np.arange(1.0, 37.0),
    "eight busy areas": np.repeat([5.0, 1.0], [8, 28]),
    "one busy area": np.repeat([10.0, 1.0], [1, 35]),
}


@pytest.mark.parametrize(
    ("counts", "plain", "generalised"),
    [
        # examples that Steenbeek and Bernasco give with their package lorenzgini
        ([10, 8, 2, *[0] * 7], 0.78, 0.78),
        ([5, 2, 1, *[0] * 7], 0.80, 0.75),
        ([10, *[0] * 9], 0.90, 0.90),
        ([3, 1, 1, *[0] * 7], 0.78, 0.56),
    ],
)
def test_gini_equals_published_values(counts: list[int], plain: float, generalised: float) -> None:
    found = gini(counts)
    assert (found.gini, found.generalised) == pytest.approx((plain, generalised))


@given(COUNTS)
def test_gini_is_half_the_mean_difference_between_places_over_their_mean(counts: list[int]) -> None:
    values = np.array(counts)
    differences = np.abs(values[:, None] - values).mean()
    assert gini(counts).gini == pytest.approx(differences / (2 * values.mean()), abs=1e-12)


@given(COUNTS)
def test_generalised_gini_is_that_of_as_many_places_as_there_are_incidents(counts: list[int]) -> None:
    most = sorted(counts, reverse=True)[: sum(counts)]
    found = gini(counts)
    assert found.generalised == pytest.approx(gini(most).gini, abs=1e-12)
    assert -1e-12 <= found.generalised <= found.gini + 1e-12


@given(st.integers(1, 30), st.integers(0, 30))
def test_incidents_that_each_have_a_place_of_their_own_are_not_concentrated(incidents: int, empty: int) -> None:
    found = gini([1] * incidents + [0] * empty)
    assert found.generalised == pytest.approx(0, abs=1e-12)
    assert found.gini == pytest.approx(empty / (incidents + empty))


@given(st.integers(1, 60), st.integers(1, 60))
def test_all_incidents_at_one_place_give_the_largest_value(incidents: int, places: int) -> None:
    found = gini([incidents, *[0] * (places - 1)])
    assert found.gini == pytest.approx(1 - 1 / places)
    assert found.generalised == pytest.approx(1 - 1 / min(incidents, places))


def test_without_incidents_there_is_no_inequality_to_speak_of() -> None:
    found = gini([0, 0, 0])
    assert (found.reason, found.incidents, found.places) == (Refusal.TOO_FEW, 0, 3)
    assert np.isnan([found.gini, found.generalised]).all()


def test_places_without_figures_are_ignored() -> None:
    assert gini([5, 2, np.nan, 1]) == gini([5, 2, 1])
    assert top_share([30, 20, np.nan, 10], 1) == top_share([30, 20, 10], 1)


def test_share_is_that_of_the_areas_with_most() -> None:
    found = top_share([5, 40, 3, 22, 10, 20], 2)
    assert found.share == pytest.approx(62 / 100)
    assert found.low < found.share < found.high


def test_upper_limit_is_exact_for_areas_named_beforehand() -> None:
    found = top_share([5, 40, 3, 22, 10, 20], 2, level=0.9)
    assert found.high == pytest.approx(binomtest(62, 100).proportion_ci(0.9, method="exact").high)


def test_where_there_is_no_doubt_which_areas_are_on_top_the_interval_is_exact() -> None:
    # the two areas are picked in every half; the halves then average to the share itself
    found = top_share([100, 100, 1, 1, 1, 1], 2, draws=20_000)
    exact = binomtest(200, 204).proportion_ci(method="exact")
    assert found.held_out == pytest.approx(200 / 204, abs=5e-4)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-3)


def test_areas_are_judged_on_the_half_that_they_were_not_picked_on() -> None:
    # of 2 and 2 incidents, the half is 2-0, 1-1 or 0-2 with chances 1, 4 and 1 of 6; the picked area then has 0, 1 or 0 of the other 2
    found = top_share([2, 2], 1, draws=40_000, minimum=4)
    assert found.held_out == pytest.approx(1 / 3, abs=0.01)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("incidents", "top"), [(30, 3), (100, 1), (100, 7), (500, 3)])
def test_interval_covers_the_share_of_the_areas_where_incidents_are_likeliest(layout: str, incidents: int, top: int) -> None:
    chances = LAYOUTS[layout] / LAYOUTS[layout].sum()
    true = np.sort(chances)[-top:].sum()
    random = np.random.default_rng(20)
    found = [top_share(random.multinomial(incidents, chances), top, draws=100) for _ in range(200)]
    assert np.mean([item.low <= true * (1 + 1e-12) and true <= item.high for item in found]) >= 0.95


def test_the_share_itself_is_too_high_when_incidents_fall_evenly() -> None:
    random = np.random.default_rng(21)
    found = [top_share(random.multinomial(100, np.full(36, 1 / 36)), 3, draws=100) for _ in range(200)]
    assert np.mean([item.share for item in found]) == pytest.approx(0.18, abs=0.01)
    assert np.mean([item.held_out for item in found]) == pytest.approx(3 / 36, abs=0.01)


def test_extremes_stay_between_zero_and_one() -> None:
    everything = top_share([50, 0, 0], 1)
    assert (everything.share, everything.held_out, everything.high) == (1, 1, 1)
    assert 0.9 < everything.low < 1
    all_areas = top_share([20, 20, 20], 3)
    assert (all_areas.share, all_areas.low, all_areas.high) == (1, 1, 1)


def test_few_incidents_are_refused() -> None:
    found = top_share([20, 9, 0], 1)
    assert found.reason == Refusal.TOO_FEW
    assert np.isnan([found.share, found.low, found.high, found.held_out]).all()
    assert top_share([20, 9, 0], 1, minimum=29).reason == Refusal.NONE


def test_order_of_areas_does_not_matter() -> None:
    counts = [5, 40, 3, 22, 10, 20, 22]
    assert top_share(counts[::-1], 2) == top_share(counts, 2)
    assert gini(counts[::-1]) == gini(counts)


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        gini([1, -1])
    with pytest.raises(ValueError, match="number of areas, 3, got 4"):
        top_share([20, 20, 20], 4)
    with pytest.raises(ValueError, match="number of areas"):
        top_share([20, 20, 20], 0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        top_share([20, 20, 20], 1, level=95)


def test_every_argument_changes_the_result() -> None:
    counts = [12, 10, 9, 8, 8, 7, 3]
    base = top_share(counts, 2)
    assert top_share([13, *counts[1:]], 2).held_out != base.held_out
    assert top_share(counts, 3).held_out != base.held_out
    assert top_share(counts, 2, level=0.9).high != base.high
    assert top_share(counts, 2, draws=1000).held_out != base.held_out
    assert top_share(counts, 2, seed=2).held_out != base.held_out
    assert top_share(counts, 2, minimum=58).reason != base.reason
