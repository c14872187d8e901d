"""Filling gaps, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.profile.composite import make_table
from rantau.profile.composite.conditional import fit_em, fit_regression
from rantau.profile.composite.imputing import fill_by_center, fill_by_models, from_other_years, grouped

NAN = float("nan")


def row(*values):
    return np.array([[values]], dtype=float)


def test_a_gap_is_filled_with_the_mean_of_all():
    assert fill_by_center(row(1, NAN, 3), grouped(None, 3))[0, 0].tolist() == [1, 2, 3]


def test_a_gap_is_filled_with_the_median_of_its_group():
    places = grouped(["a", "a", "a", "b", "b", "b"], 6)
    filled = fill_by_center(row(1, 2, NAN, 4, NAN, 6), places, middle=True)
    assert filled[0, 0].tolist() == [1, 2, 1.5, 4, 5, 6]


def test_a_group_in_which_nothing_was_observed_keeps_its_gaps():
    filled = fill_by_center(row(1, 3, NAN, NAN), grouped(["a", "a", "b", ""], 4))
    np.testing.assert_equal(filled[0, 0], [1, 3, NAN, NAN])


def test_noise_moves_a_filled_value_by_the_spread_of_its_group_and_nothing_else():
    noise = np.full((1, 1, 3), 2.0)
    filled = fill_by_center(row(1, NAN, 3), grouped(None, 3), noise)
    assert filled[0, 0] == pytest.approx([1, 2 + 2 * np.sqrt(2), 3])


def years(**of_year):
    return {int(year[1:]): make_table({"x": values}) for year, values in of_year.items()}


PANEL = years(y2018={"A": 10, "B": 1}, y2020={"A": 14, "B": 1}, y2024={"A": 30, "B": 1})
NOW = make_table({"x": {"A": NAN, "B": 1}})


def from_years(line=False, furthest=None, panel=PANEL):
    return from_other_years(NOW, panel, 2022, ["x"], line=line, furthest=furthest)


def test_the_last_observation_before_is_carried_forward():
    assert from_years().values[0, 0] == 14
    assert np.isnan(from_years().values[0, 1])  # B has its own


def test_a_straight_line_joins_the_years_before_and_after():
    assert from_years(line=True).values[0, 0] == 22


def test_a_value_from_too_long_ago_is_not_used():
    assert np.isnan(from_years(furthest=1).values[0, 0])
    assert from_years(furthest=2).values[0, 0] == 14


def test_what_was_carried_is_as_uncertain_as_the_indicator_changes_in_that_time():
    # A changed by 4 in two years and by 16 in four, B never; squares per year: 8, 64, 0, and B's three steps.
    yearly = np.sqrt((16 / 2 + 256 / 4 + 0 + 0 + 0) / 5)
    assert from_years().spreads[0, 0] == pytest.approx(yearly * np.sqrt(2))
    # Between two known years a random walk is tied at both ends: 2 × 2 / 4 = 1 year's worth.
    assert from_years(line=True).spreads[0, 0] == pytest.approx(yearly)


def test_without_other_years_it_says_so():
    with pytest.raises(BadInput, match="needs a panel"):
        from_years(panel={})


def test_em_fills_with_the_regression_on_what_is_complete():
    # With gaps in one of two indicators only, the maximum of the likelihood is known: the regression on the pairs.
    rng = np.random.default_rng(3)
    x = rng.normal(size=30)
    y = 2 + 3 * x + rng.normal(size=30)
    whole = slice(5, None)
    slope, intercept = np.polyfit(x[whole], y[whole], 1)
    data = np.array([x, y])
    data[1, :5] = NAN

    models = fit_em(data, [np.array([0, 1])])

    filled = fill_by_models(data[None], models)[0]
    np.testing.assert_allclose(filled[1, :5], intercept + slope * x[:5], rtol=1e-7)
    np.testing.assert_equal(filled[1, 5:], y[5:])
    left = y[whole] - intercept - slope * x[whole]
    assert models[0].factor[0, 0] == pytest.approx(np.sqrt((left**2).mean()), rel=1e-5)


def test_em_noise_has_the_covariance_that_is_left_unexplained():
    rng = np.random.default_rng(4)
    data = rng.multivariate_normal([0, 0, 0], [[1, 0.5, 0.5], [0.5, 1, 0.9], [0.5, 0.9, 1]], 200).T
    data[1:, 0] = NAN
    (model,) = fit_em(data, [np.array([0, 1, 2])])
    known = np.cov(data[:, 1:], bias=True)
    expected = known[1:, 1:] - np.outer(known[1:, 0], known[0, 1:]) / known[0, 0]
    np.testing.assert_allclose(model.factor @ model.factor.T, expected, atol=0.02)
    assert model.factor[0, 1] == 0


def test_em_without_enough_units_asks_for_a_ridge():
    data = np.random.default_rng(1).normal(size=(5, 6))
    data[0, 0] = NAN
    with pytest.raises(BadInput, match="give the step a ridge"):
        fit_em(data, [np.arange(5)])
    assert np.isfinite(fill_by_models(data[None], fit_em(data, [np.arange(5)], 0.2))).all()


def test_regression_fills_from_the_indicator_that_correlates_best():
    x = np.array([1.0, 2, 3, 4, 5])
    data = np.array([x, 10 - 2 * x, [5.0, 1, 4, 2, 3]])
    data[1, 2] = NAN
    (model,) = fit_regression(data, [np.arange(3)], predictors=1)
    assert model.known.tolist() == [0]
    assert fill_by_models(data[None], [model])[0, 1, 2] == pytest.approx(4)
    assert model.factor[0, 0] == pytest.approx(0, abs=1e-9)


def test_regression_does_with_fewer_predictors_where_units_are_few():
    data = np.random.default_rng(2).normal(size=(6, 5))
    data[0, 0] = NAN
    (model,) = fit_regression(data, [np.arange(6)], predictors=5)
    assert len(model.known) == 2  # four units fit a line in two predictors
