"""Sensitivity indices against closed forms, and of an index."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.stats import qmc

from rantau.framework.errors import BadInput
from rantau.profile.composite import sensitivity, sobol_indices


def sample(function, dimensions, size=2**13):
    """Outputs of Saltelli's sample: first, second, and the first with one input of the second."""
    both = qmc.Sobol(2 * dimensions, rng=np.random.default_rng(0)).random(size)
    a, b = both[:, :dimensions], both[:, dimensions:]
    mixed = []
    for n in range(dimensions):
        one = a.copy()
        one[:, n] = b[:, n]
        mixed.append(function(one))
    return function(a), function(b), np.stack(mixed)


def ishigami(x):
    x = np.pi * (2 * x - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_the_indices_of_the_ishigami_function_are_those_of_its_closed_form():
    # Ishigami and Homma (1990) with a = 7, b = 0.1.
    p = np.pi
    parts = [0.5 * (1 + 0.1 * p**4 / 5) ** 2, 49 / 8, 0.0]
    together = 0.1**2 * p**8 * (1 / 18 - 1 / 50)
    variance = sum(parts) + together
    first = np.array(parts) / variance
    total = np.array([parts[0] + together, parts[1], together]) / variance

    found = sobol_indices(*sample(ishigami, 3), ["x", "y", "z"], np.random.default_rng(1))

    np.testing.assert_allclose(found.first, first, atol=0.01)
    np.testing.assert_allclose(found.total, total, atol=0.01)
    assert (found.first_low <= first + 0.01).all()
    assert (found.first_high >= first - 0.01).all()
    assert (found.total_high - found.total_low < 0.06).all()


def test_they_are_those_of_scipy_on_the_same_sample():
    a, b, mixed = sample(ishigami, 3, 2**10)
    theirs = stats.sobol_indices(
        func={"f_A": a[None], "f_B": b[None], "f_AB": mixed[:, None, :]},
        n=2**10,
        dists=None,
        method="saltelli_2010",
    )
    ours = sobol_indices(a, b, mixed, ["x", "y", "z"], np.random.default_rng(1), resamples=10)
    np.testing.assert_allclose(ours.first, theirs.first_order, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours.total, theirs.total_order, rtol=1e-9, atol=1e-12)


def test_in_a_sum_nothing_acts_together():
    found = sobol_indices(
        *sample(lambda x: x @ np.array([1.0, 2.0, 3.0]), 3), ["x", "y", "z"], np.random.default_rng(1)
    )
    expected = np.array([1, 4, 9]) / 14
    np.testing.assert_allclose(found.first, expected, atol=0.005)
    np.testing.assert_allclose(found.total, expected, atol=0.005)


def test_an_output_that_does_not_vary_has_no_indices():
    found = sobol_indices(np.ones(8), np.ones(8), np.ones((2, 8)), ["x", "y"], np.random.default_rng(1))
    assert np.isnan(found.first).all()
    assert np.isnan(found.total_high).all()


SHAPE = {"index": ["a", "b", "c", "d"]}
STEPS = ({"step": "treat"}, {"step": "normalise", "range": [1, 100]}, {"step": "aggregate"})


def inputs(small):
    rng = np.random.default_rng(2)
    units = [f"U{n}" for n in range(15)]
    return small.inputs(SHAPE, {one: dict(zip(units, rng.uniform(1, 9, 15), strict=True)) for one in "abcd"})


def test_a_choice_that_changes_nothing_has_no_effect_and_the_other_has_all(small):
    vary = [
        {"step": "treat", "alternatives": [{}, {"most": 2}]},  # evenly spread: nothing to treat
        {"step": "aggregate", "alternatives": [{}, {"method": "lowest"}]},
    ]
    uncertainty = {"vary": vary, "sensitivity": 64, "weight_noise": 0, "assumed_error": 0}
    found = sensitivity(small.build(*STEPS, uncertainty=uncertainty), inputs(small))
    assert found.shift.names == ("treat", "aggregate")
    assert found.shift.total == pytest.approx([0, 1], abs=0.15)
    assert found.shift.total[0] == 0
    assert found.evaluations == 64 * 4
    assert found.by_unit["U3"].total[0] == 0 or np.isnan(found.by_unit["U3"].total[0])


def test_noises_are_sources_beside_the_choices_and_the_result_hangs_on_the_seed_alone(small):
    vary = [{"step": "aggregate", "alternatives": [{}, {"method": "geometric"}]}]
    build = small.build(*STEPS, uncertainty={"vary": vary, "sensitivity": 128})
    found = sensitivity(build, inputs(small))
    assert found.shift.names == ("aggregate", "observation error", "weights")
    assert (found.shift.total > 0).all()
    again = sensitivity(build, inputs(small), batch_values=1)
    np.testing.assert_array_equal(found.shift.total, again.shift.total)
    np.testing.assert_array_equal(found.shift.first_low, again.shift.first_low)


def test_it_says_what_it_needs(small):
    with pytest.raises(BadInput, match="needs a sample size"):
        sensitivity(small.build(*STEPS), inputs(small))
    alone = small.build(*STEPS, uncertainty={"sensitivity": 8, "weight_noise": 0})
    with pytest.raises(BadInput, match="fewer than two sources"):
        sensitivity(alone, inputs(small))
