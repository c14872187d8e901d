"""Sums that pass over what is missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rantau.profile.composite.moments import kurtosis, mean, median, ranks, skewness, spread

NAN = float("nan")
columns = st.lists(st.integers(-50, 50).map(float) | st.just(NAN), min_size=4, max_size=12)


def test_mean_and_spread_pass_over_gaps():
    values = np.array([[1.0, NAN, 3.0, 8.0]])

    assert mean(values) == pytest.approx([4])
    assert spread(values) == pytest.approx([np.sqrt((9 + 1 + 16) / 2)])


def test_equal_values_share_the_lowest_rank_and_gaps_have_none():
    np.testing.assert_equal(ranks(np.array([[3.0, 1.0, NAN, 2.0, 2.0]])), [[4, 1, NAN, 2, 2]])


def test_an_empty_row_has_no_moments():
    empty = np.full((1, 4), NAN)

    for moment in (mean, spread, skewness, kurtosis, median):
        assert np.isnan(moment(empty)).all()


@given(columns)
def test_moments_are_those_of_scipy(values):
    row = np.array([values])
    there = row[np.isfinite(row)]
    if len(there):
        assert median(row)[0] == np.median(there)
        np.testing.assert_equal(ranks(row)[np.isfinite(row)], stats.rankdata(there, method="min"))
    if len(there) > 3 and np.ptp(there) > 0:
        assert skewness(row)[0] == pytest.approx(stats.skew(there, bias=False), abs=1e-9)
        assert kurtosis(row)[0] == pytest.approx(stats.kurtosis(there, bias=False), abs=1e-8)
