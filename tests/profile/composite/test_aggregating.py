"""Aggregation, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.framework.errors import BadInput
from rantau.profile.composite.aggregating import aggregate
from rantau.profile.composite.outranking import copeland, outranking

NAN = float("nan")


def joined(values, method, weights=None, threshold=0.0):
    data = np.array(values, dtype=float)[None, :, None]
    return float(aggregate(data, np.array([weights or [1.0] * len(values)]), method, threshold)[0, 0])


@pytest.mark.parametrize(
    ("method", "plain", "weighted"),
    [
        ("arithmetic", 7 / 3, 11 / 4),
        ("geometric", 2, 32 ** (1 / 4)),
        ("harmonic", 12 / 7, 2),
        ("median", 2, 3),
        ("lowest", 1, 1),
    ],
)
def test_one_two_and_four_with_equal_weights_and_with_four_counted_twice(method, plain, weighted):
    assert joined([1, 2, 4], method) == pytest.approx(plain)
    assert joined([1, 2, 4], method, [1, 1, 2]) == pytest.approx(weighted)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "median", "lowest"])
def test_a_gap_is_left_out_and_its_weight_shared(method):
    assert joined([1, NAN, 4], method) == joined([1, 4], method)
    assert np.isnan(joined([NAN, NAN], method))


def test_a_threshold_of_data_leaves_a_unit_without_a_score():
    assert joined([1, NAN, 4], "arithmetic", threshold=2 / 3) == 2.5
    assert np.isnan(joined([1, NAN, 4], "arithmetic", threshold=0.67))


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
def test_a_value_of_zero_or_less_is_refused_and_not_clipped(method):
    for bad in (0, -1):
        with pytest.raises(BadInput, match=f"a {method} mean needs values above zero"):
            joined([1, bad], method)


# Three units in three elements: a beats b in two of three, b beats c in two, c beats a in two (Condorcet's circle).
CIRCLE = np.array([[[3, 2, 1], [1, 3, 2], [2, 1, 3]]], dtype=float)


def test_outranking_is_the_share_of_the_weight_by_which_one_is_better():
    found = outranking(CIRCLE, np.ones((1, 3)))[0]
    assert found == pytest.approx(np.array([[0, 2 / 3, 1 / 3], [1 / 3, 0, 2 / 3], [2 / 3, 1 / 3, 0]]))


def test_copeland_is_wins_less_losses():
    assert copeland(CIRCLE, np.ones((1, 3)))[0].tolist() == [0, 0, 0]
    # With the first element counted five times, its order decides.
    assert copeland(CIRCLE, np.array([[5.0, 1, 1]]))[0].tolist() == [2, 0, -2]


def test_ties_count_half_and_gaps_are_not_compared():
    data = np.array([[[1, 1, 2], [NAN, 5, 4]]])
    found = outranking(data, np.ones((1, 2)))[0]
    assert found[0, 1] == found[1, 0] == 0.5  # a tie in the one element that both have
    assert found[0, 2] == 0
    assert found[1, 2] == 0.5


@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=6), st.data())
def test_means_lie_in_their_order_between_the_lowest_and_the_highest(values, data):
    weights = data.draw(st.lists(st.floats(0.1, 10), min_size=len(values), max_size=len(values)))
    harmonic, geometric, arithmetic = (
        joined(values, one, weights) for one in ("harmonic", "geometric", "arithmetic")
    )
    tiny = 1e-9 * max(values)
    assert min(values) - tiny <= harmonic <= geometric + tiny
    assert geometric - tiny <= arithmetic <= max(values) + tiny


def test_a_parent_is_scored_on_a_minimum_of_its_elements():
    nothing = float("nan")
    values = np.array([[[1.0, 1.0, nothing], [3.0, nothing, nothing], [5.0, nothing, 2.0]]])
    scores = aggregate(values, np.ones((1, 3)), "arithmetic", minimum=2)
    assert scores[0, 0] == 3
    assert np.isnan(scores[0, 1:]).all()
