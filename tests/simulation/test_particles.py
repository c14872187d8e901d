"""The search without a likelihood finds posteriors that are known.

They run on fixed seeds; the false-alarm rate says how often other seeds would fail though all is well.
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import beta, chi2, kstest, norm

from rantau.simulation.particles import Settings, descend, normal_scores, shares_of, wander

FALSE_ALARM = 1e-3
THOROUGH = Settings(generations=60, sweeps=5, least_distinct=0.1)


def start(seed, particles, size):
    return np.random.Generator(np.random.PCG64([seed, 5])).standard_normal((particles, size))


def one_of(found, seed):
    return found.scores[seed % len(found.scores)]


def test_beta_binomial():
    """A uniform prior and 14 of 20: exactly Beta(15, 7). One particle from each of 250 runs, Kolmogorov-Smirnov."""
    values = []
    for seed in range(250):
        luck = np.random.Generator(np.random.PCG64([seed, 6]))

        def evaluate(scores, names, luck=luck):
            return luck.binomial(20, shares_of(scores[:, :1])).astype(float)

        found = descend(evaluate, lambda y: np.abs(y[:, 0] - 14), start(seed, 64, 3), seed, settings=THOROUGH)
        assert found.tolerance == 0
        values.append(shares_of(one_of(found, seed)[0]))

    assert kstest(values, beta(15, 7).cdf).pvalue > FALSE_ALARM


def exact_normal(low, high, noise):
    """Distribution function of a standard normal parameter whose noisy reading lies in an interval."""
    grid = np.linspace(-6, 6, 4001)
    density = norm.pdf(grid) * (norm.cdf((high - grid) / noise) - norm.cdf((low - grid) / noise))
    total = np.cumsum(density)
    return lambda x: np.interp(x, grid, total / total[-1])


@pytest.mark.parametrize("guided", [False, True])
def test_normal_in_twenty_parameters(guided):
    """The reading of one parameter of twenty lies in an interval; a guide that is wrong changes nothing."""
    values, other = [], []
    ways = np.eye(20)[:, :1]
    for seed in range(90):
        luck = np.random.Generator(np.random.PCG64([seed, 6]))

        def evaluate(scores, names, luck=luck):
            return scores[:, :1] + 0.5 * luck.standard_normal((len(scores), 1))

        found = descend(
            evaluate,
            lambda y: np.maximum(np.abs(y[:, 0] - 1.0) - 0.2, 0.0),
            start(seed, 64, 20),
            seed,
            surrogate=(lambda z: -0.5 * (z[:, 0] - 0.5) ** 2 / 0.6) if guided else None,
            directions=ways if guided else None,
            settings=replace(THOROUGH, wandering=3),
        )
        values.append(one_of(found, seed)[0])
        other.append(one_of(found, seed)[7])

    assert kstest(values, exact_normal(0.8, 1.2, 0.5)).pvalue > FALSE_ALARM
    assert kstest(other, norm.cdf).pvalue > FALSE_ALARM


def test_ranks_of_the_truth_are_even():
    """Simulation-based calibration: 300 truths drawn from the prior, four parameters, ranks among 15 draws.

    Outputs are two sums of parameters, known to lie in intervals that are laid around the truth at random. A chi-square
    of 8 cells for each parameter and for each output, Bonferroni over the six.
    """
    mixing = np.array([[1.0, 0.5, 0.0, 0.0], [0.0, 0.3, 1.0, 0.0]])
    ranks = []
    for seed in range(300):
        luck = np.random.Generator(np.random.PCG64([seed, 7]))
        truth = luck.standard_normal(4)
        low = mixing @ truth - luck.random(2) * [0.8, 0.4]
        high = low + np.array([0.8, 0.4])

        def distance(y, low=low, high=high):
            return np.maximum(np.maximum(low - y, y - high), 0.0).max(axis=1)

        found = descend(
            lambda z, names: z @ mixing.T,
            distance,
            start(seed, 60, 4),
            seed,
            settings=Settings(generations=60),
        )
        assert found.tolerance == 0
        drawn = np.hstack([found.scores, found.outputs])[::4]
        ranks.append((drawn < np.concatenate([truth, mixing @ truth])).sum(axis=0))
    cells = np.array([np.bincount(np.array(ranks)[:, n] // 2, minlength=8) for n in range(6)])
    distances = ((cells - 37.5) ** 2 / 37.5).sum(axis=1)

    assert (distances < chi2.isf(FALSE_ALARM / 6, 7)).all(), distances


def test_targets_that_cannot_be_met_end_the_search_at_the_nearest():
    found = descend(
        lambda z, names: np.tanh(z[:, :1]), lambda y: np.abs(y[:, 0] - 1.5), start(1, 64, 3), 1,
        settings=Settings(generations=40),
    )  # fmt: skip

    assert 0.5 < found.tolerance < 0.51
    assert found.distinct > 16


def test_wandering_keeps_its_distribution():
    """Steps by a guide leave the prior times the guide as it is: here a normal of variance 1/2 in one parameter."""
    scores = start(3, 3000, 2)
    moved, accepted = wander(
        scores, lambda z: -0.5 * z[:, 0] ** 2, np.random.Generator(np.random.PCG64(4)), 30, 0.7
    )

    assert 0.2 < accepted < 0.95
    assert kstest(moved[:, 0], norm(scale=0.5**0.5).cdf).pvalue > FALSE_ALARM
    assert kstest(moved[:, 1], norm.cdf).pvalue > FALSE_ALARM


def test_shares_and_scores_turn_into_each_other():
    shares = np.array([1e-9, 0.2, 0.5, 1 - 1e-9])
    assert np.allclose(shares_of(normal_scores(shares)), shares)
