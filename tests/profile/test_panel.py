"""Which observation is used, how it is put on a scale, and the tables it could have been."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.profile.panel import draw, latest, make_panel, minmax, random_weights
from rantau.profile.settings import ProfileSettings

NOBODY = float("nan")


def test_the_latest_observation_is_used(make):
    old, new = make.observation("poverty", "AAA", 30, 2015), make.observation("poverty", "AAA", 20, 2021)

    assert latest([old, new], 2024, 10) == latest([new, old], 2024, 10) == {("poverty", "AAA"): new}


def test_an_observation_that_is_too_old_or_from_the_future_is_not_used(make):
    rows = [make.observation("poverty", "AAA", 30, 2013), make.observation("poverty", "AAA", 30, 2025)]
    just_within = make.observation("poverty", "BBB", 30, 2014)

    assert latest([*rows, just_within], 2024, 10) == {("poverty", "BBB"): just_within}


def test_of_one_year_the_observation_that_states_its_error_is_used(make):
    bare = make.observation("poverty", "AAA", 30, identifier="a")
    stated = make.observation("poverty", "AAA", 20, low=18, high=22, identifier="b")

    assert latest([bare, stated], 2024, 10)[("poverty", "AAA")] is stated
    assert latest([stated, bare], 2024, 10)[("poverty", "AAA")] is stated


def test_of_two_alike_the_order_of_ids_decides_and_not_the_order_of_rows(make):
    one, two = (
        make.observation("poverty", "AAA", value, identifier=name) for name, value in (("a", 1), ("b", 2))
    )

    assert latest([one, two], 2024, 10) == latest([two, one], 2024, 10) == {("poverty", "AAA"): one}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_not_used(make, value):
    assert latest([make.observation("poverty", "AAA", value)], 2024, 10) == {}


def test_min_max_runs_from_the_most_to_the_least_secure():
    # Poverty is worse when higher; life expectancy is better when higher.
    values = np.array([[10.0, 80.0], [30.0, 70.0], [20.0, 60.0]])

    scaled = minmax(values, np.array([1.0, -1.0]))

    assert scaled.tolist() == [[0, 0], [100, 50], [50, 100]]


def test_min_max_leaves_a_gap_a_gap():
    scaled = minmax(np.array([[10.0], [NOBODY], [30.0]]), np.array([1.0]))

    assert scaled[0, 0] == 0
    assert np.isnan(scaled[1, 0])
    assert scaled[2, 0] == 100


def test_the_panel_is_sorted_and_says_which_observation_each_cell_is(make):
    indicators = [make.indicator("poverty"), make.indicator("hunger", "food")]
    observations = make.row("poverty", {"BBB": 2, "AAA": 1}) + make.row("hunger", {"BBB": 5, "AAA": 3})

    panel = make_panel(indicators, observations, ["BBB", "AAA"], 2024, ProfileSettings())

    assert panel.units == ("AAA", "BBB")
    assert panel.indicators == ("hunger", "poverty")
    assert panel.values.tolist() == [[3, 1], [5, 2]]
    assert panel.used[1, 0] == "hunger-BBB-2024"


@pytest.mark.parametrize("values", [{"AAA": 5.0}, {"AAA": 5.0, "BBB": 5.0}, {"AAA": 0.1 + 0.2, "BBB": 0.3}])
def test_an_indicator_that_tells_no_countries_apart_is_left_empty(make, values):
    panel = make_panel(
        [make.indicator("poverty")], make.row("poverty", values), ["AAA", "BBB"], 2024, ProfileSettings()
    )

    assert np.isnan(panel.values).all()
    assert panel.used == {}


def test_a_stated_interval_is_read_at_its_level_on_each_side(make):
    # A 95% interval reaches 1.96 standard errors to either side.
    rows = [make.observation("poverty", "AAA", 50, low=50 - 1.96 * 2, high=50 + 1.96 * 5)]
    rows += make.row("poverty", {"BBB": 0, "CCC": 100})

    panel = make_panel([make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"], 2024, ProfileSettings())

    assert panel.below[:, 0].round(3).tolist() == [2, 5, 5]  # 5: the assumed 5% of a range of 100
    assert panel.above[:, 0].round(3).tolist() == [5, 5, 5]


def test_draws_of_an_exact_table_are_the_table(make):
    rows = make.row("poverty", {"AAA": 0, "BBB": 25, "CCC": 100}, exact=True)
    panel = make_panel([make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"], 2024, ProfileSettings())

    drawn = draw(panel, ProfileSettings(draws=100), np.random.default_rng(0))

    assert drawn.shape == (100, 3, 1)
    assert (drawn == np.array([0.0, 25.0, 100.0])[None, :, None]).all()


def test_draws_of_a_missing_cell_cover_the_whole_range(make):
    rows = make.row("poverty", {"AAA": 0, "CCC": 100}, exact=True)
    panel = make_panel([make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"], 2024, ProfileSettings())

    gap = draw(panel, ProfileSettings(draws=20_000), np.random.default_rng(0))[:, 1, 0]

    # Uniform on 0 to 100: mean 50, standard deviation 100 / sqrt(12) = 28.87.
    assert gap.mean() == pytest.approx(50, abs=1)
    assert gap.std() == pytest.approx(28.87, abs=0.5)


def test_an_observations_error_moves_the_draws_by_as_much(make):
    rows = make.row("poverty", {"AAA": 0, "CCC": 200}, exact=True)
    rows.append(make.observation("poverty", "BBB", 100, low=100 - 19.6, high=100 + 39.2))
    panel = make_panel([make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"], 2024, ProfileSettings())

    drawn = draw(panel, ProfileSettings(draws=40_000), np.random.default_rng(0))[:, 1, 0]

    # Standard errors of 10 and 20 on a range of 200 are 5 and 10 points; 1.645 of them to the 5th and 95th percentile.
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx(
        [50 - 1.645 * 5, 50, 50 + 1.645 * 10], abs=0.3
    )


def test_random_weights_are_equal_on_average_and_as_far_apart_as_stated():
    weights = random_weights(7, ProfileSettings(draws=50_000), np.random.default_rng(0))

    assert weights.sum(axis=1) == pytest.approx(np.ones(50_000))
    assert weights.mean(axis=0) == pytest.approx(np.full(7, 1 / 7), abs=0.001)
    # Dirichlet(10, …, 10): variance (1/7)(6/7) / 71, so the deviation is sqrt(6 / 71) = 29% of the mean.
    assert (weights.std(axis=0) * 7) == pytest.approx(np.full(7, np.sqrt(6 / 71)), abs=0.01)
