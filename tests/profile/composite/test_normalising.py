"""Normalisation, by hand: for an indicator that raises the index, and for one that lowers it."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.profile.composite import Element
from rantau.profile.composite.normalising import normalise, scale_of
from rantau.profile.composite.steps import NormaliseStep

NAN = float("nan")


def scaled(values, direction=1, units=(), **options):
    more = {name: options.pop(name) for name in ("low", "high", "target") if name in options}
    one = Element(code="x", parent="y", direction=direction, **more)
    return normalise(np.array([[values]], dtype=float), NormaliseStep(**options), (one,), units)[
        0, 0
    ].tolist()


@pytest.mark.parametrize(
    ("options", "up", "down"),
    [
        ({"method": "minmax"}, [0, 25, 100], [100, 75, 0]),
        ({"method": "minmax", "range": (1, 5)}, [1, 2, 5], [5, 4, 1]),
        ({"method": "scaled", "range": (2, 4)}, [-50, 0, 150], [-150, -200, -350]),
        ({"method": "rank"}, [1, 2, 3], [3, 2, 1]),
        ({"method": "borda"}, [0, 1, 2], [2, 1, 0]),
        ({"method": "percentile_rank"}, [0, 0.5, 1], [1, 0.5, 0]),
        ({"method": "distance_to_maximum"}, [0, 0.25, 1], [1, 0.75, 0]),
        ({"method": "goalposts", "low": 0, "high": 10, "range": (0, 1)}, [0.1, 0.2, 0.5], [0.9, 0.8, 0.5]),
        ({"method": "distance_to_target", "target": 3}, [0, 0.5, 2], None),
        ({"method": "distance_to_target", "target": 3, "cap": True}, [0, 0.5, 1], None),
        ({"method": "distance_to_target", "target": 1}, None, [1, 0.75, 0]),
        ({"method": "fraction_of_maximum"}, [0.2, 0.4, 1], None),
    ],
)
def test_the_values_one_two_and_five(options, up, down):
    if up is not None:
        assert scaled([1, 2, 5], **options) == pytest.approx(up)
    if down is not None:
        assert scaled([1, 2, 5], -1, **options) == pytest.approx(down)


def test_z_scores_have_the_mean_and_the_spread_that_are_asked_for():
    assert scaled([1, 2, 3], method="zscore") == pytest.approx([-1, 0, 1])
    assert scaled([1, 2, 3], -1, method="zscore", mean=50, spread=10) == pytest.approx([60, 50, 40])


def test_distance_to_a_reference_unit():
    units = ("A", "B", "C")
    assert scaled([0, 5, 10], units=units, method="distance_to_reference", reference="B") == pytest.approx(
        [0, 1, 2]
    )
    assert scaled([0, 5, 10], units=units, method="distance_to_reference", reference="B", cap=True)[2] == 1


def test_what_lies_outside_of_the_goalposts_is_put_on_them_or_left_as_it_is_asked():
    posts = {"method": "goalposts", "low": 2, "high": 4}
    assert scaled([1, 3, 5], **posts) == pytest.approx([0, 50, 100])
    assert scaled([1, 3, 5], **posts, truncate=False) == pytest.approx([-50, 50, 150])


def test_gaps_stay_gaps_and_a_constant_indicator_is_left_empty():
    np.testing.assert_equal(scaled([1, NAN, 5]), [0, NAN, 100])
    assert np.isnan(scaled([4, 4, 4])).all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"method": "distance_to_target"}, "needs a target for x"),
        ({"method": "goalposts", "low": 1}, "needs a high for x"),
        ({"method": "goalposts", "low": 3, "high": 1}, "run backwards"),
        ({"method": "distance_to_reference", "reference": "Z"}, "reference unit 'Z' is not in the table"),
    ],
)
def test_what_is_missing_is_named(options, words):
    with pytest.raises(BadInput, match=words):
        scaled([1, 2, 5], **options)


def test_only_scales_with_the_same_ends_can_be_compared():
    hundred = scale_of(NormaliseStep(range=(0, 100)))
    assert hundred == scale_of(NormaliseStep(method="goalposts", range=(0, 100)))
    assert hundred != scale_of(NormaliseStep(range=(1, 100)))
    assert hundred != scale_of(NormaliseStep(method="zscore"))
