"""Outliers, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.profile.composite.outliers import boxcox, fitted_power, passes, shifted_log, treat, winsorise
from rantau.profile.composite.steps import TreatStep

LONG = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def wins(values, most=5):
    result, high, low = winsorise(np.array([values], dtype=float), most, 2.0, 3.5)
    return result[0].tolist(), int(high[0]), int(low[0])


def test_one_far_value_moves_to_the_next():
    assert wins([*LONG, 100]) == ([*LONG, 10], 1, 0)


def test_a_low_one_moves_up():
    assert wins([*LONG, -100]) == ([*LONG, 1], 0, 1)


def test_two_far_values_move_one_after_the_other():
    # 1000 moves to 900, and then both, being equal, to 10.
    assert wins([*LONG, *LONG, 900, 1000]) == ([*LONG, *LONG, 10, 10], 2, 0)


def test_it_stops_at_the_most_that_may_be_moved():
    assert wins([*LONG, *LONG, 900, 1000], most=1) == ([*LONG, *LONG, 900, 900], 1, 0)


def test_what_passes_is_left_alone():
    assert wins(LONG) == (LONG, 0, 0)


def test_rows_are_treated_each_by_itself():
    rows = np.array([[*LONG, 100], [*LONG, 11], [*LONG, -100]])
    together = winsorise(rows, 5, 2.0, 3.5)
    for n, row in enumerate(rows):
        alone = winsorise(row[None], 5, 2.0, 3.5)
        for ours, theirs in zip(together, alone, strict=True):
            np.testing.assert_array_equal(ours[n], theirs[0])


def test_constant_rows_and_rows_of_three_pass():
    assert passes(np.array([[5.0, 5, 5, 5, 5]]), 2, 3.5).all()
    assert passes(np.array([[1.0, 2, 900]]), 2, 3.5).all()


def test_gaps_stay_gaps():
    values = np.array([[*LONG, 100, np.nan]])
    assert np.isnan(winsorise(values, 5, 2.0, 3.5)[0][0, -1])
    assert np.isnan(shifted_log(values)[0, -1])


def test_the_log_is_of_the_distance_to_the_lowest_plus_a_hundredth_of_the_range():
    assert shifted_log(np.array([[1.0, 11.0]]))[0] == pytest.approx([np.log(0.1), np.log(10.1)])


def test_boxcox_with_zero_is_the_log_and_with_one_the_distance():
    values = np.array([[3.0, 5.0, 10.0]])
    assert boxcox(values, np.array([0.0]))[0] == pytest.approx(np.log([1, 3, 8]))
    assert boxcox(values, np.array([1.0]))[0] == pytest.approx([0, 2, 7])


def test_the_fitted_power_of_a_lognormal_is_near_zero():
    values = np.exp(np.random.default_rng(5).normal(3, 1, 4000))
    assert abs(fitted_power(values)) < 0.1
    assert fitted_power(np.array([2.0, 2.0, 2.0])) == 1


def step(**options):
    return TreatStep(**options)


def one(values, **options):
    data = np.array([[values]], dtype=float)
    return treat(data, step(**options), np.array([0.0]), np.array([True]))


STUBBORN = [*LONG, 200, 300, 400, 5000, 60000, 700000]


def test_two_steps_transform_the_untreated_values_of_what_winsorising_cannot_mend():
    done = one(STUBBORN, most=1)
    assert bool(done.transformed[0, 0])
    np.testing.assert_array_equal(done.values[0, 0], shifted_log(np.array([STUBBORN]))[0])


def test_combined_they_transform_the_winsorised_values():
    done = one(STUBBORN, most=1, combine=True)
    moved = winsorise(np.array([STUBBORN]), 1, 2.0, 3.5)[0]
    np.testing.assert_array_equal(done.values[0, 0], shifted_log(moved)[0])


def test_a_transformation_leaves_alone_what_passes_unless_it_is_always_wanted():
    assert one(LONG, method="log").values[0, 0].tolist() == LONG
    np.testing.assert_array_equal(
        one(LONG, method="log", always=True).values, shifted_log(np.array([[LONG]]))
    )


def test_only_the_indicators_that_are_named_are_treated():
    data = np.array([[[*LONG, 100], [*LONG, 100]]])
    done = treat(data, step(), np.zeros(2), np.array([True, False]))
    assert done.values[0, 0, -1] == 10
    assert done.values[0, 1, -1] == 100
