"""Two lists, Chao's bound, decomposable graphs and latent classes. All tables here are made up."""

import itertools
import math

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.hidden import ListTable, two_lists
from rantau.hidden.chao import chao_lower_bound
from rantau.hidden.decomposable import decomposable_graphs, graph_average
from rantau.hidden.latent_classes import LatentClassSettings, effective_draws, latent_classes, split_r_hat


def test_two_lists_give_lincoln_petersens_and_chapmans_estimates(table):
    found = two_lists(table("AB", A=40, B=30, AB=10))

    assert found.total == 50 * 40 / 10
    assert found.chapman == pytest.approx(51 * 41 / 11 - 1)
    reach = math.exp(1.959963984540054 * math.sqrt(1 / 40 + 1 / 30 + 1 / 10))
    assert (found.low, found.high) == pytest.approx((80 + 120 / reach, 80 + 120 * reach))


def test_two_lists_with_nobody_on_both_have_no_estimate(table):
    with pytest.raises(BadInput, match="no case is on both A and B, so no estimate exists"):
        two_lists(table("AB", A=40, B=30))


def test_the_bound_of_three_lists_is_chaos(table):
    lists = table("ABC", A=50, B=35, C=20, AB=9, AC=7, BC=5, ABC=6)

    # Ones over choose(3,1), squared, by twos over choose(3,2); the cases on all three bend upwards and say no more.
    assert chao_lower_bound(lists, equal_lists=True) == pytest.approx(132 + (105 / 3) ** 2 / (21 / 3))


def test_a_bend_downwards_is_taken_away(table):
    from rantau.hidden.loglinear import fit_model
    from rantau.hidden.models import base_terms

    # Fewer on all three than independence expects: what is left is the model of independent lists.
    lists = table("ABC", A=50, B=35, C=40, AB=19, AC=17, BC=15, ABC=1)

    assert chao_lower_bound(lists) == pytest.approx(fit_model(lists, base_terms(3)).total, rel=1e-6)


def test_no_case_on_exactly_two_lists_bounds_nothing(table):
    assert chao_lower_bound(table("ABC", A=50, B=35, C=20, ABC=4)) == math.inf


def test_people_who_are_harder_to_find_lift_the_bound_above_independent_lists():
    from rantau.hidden.loglinear import fit_model
    from rantau.hidden.models import base_terms

    # Half of 2,000 are found by each list with chance 0.5, half with 0.1: expected counts.
    cells = [0.0] * 16
    for cell in range(1, 16):
        k = cell.bit_count()
        cells[cell] = 1000 * (0.5**4 + 0.1**k * 0.9 ** (4 - k))
    lists = ListTable(tuple("ABCD"), tuple(round(count) for count in cells))

    independent = fit_model(lists, base_terms(4)).total
    assert independent < chao_lower_bound(lists) < 2000


def test_all_decomposable_graphs_are_found():
    assert [len(decomposable_graphs(lists)) for lists in (3, 4, 5)] == [8, 61, 822]
    square = ((0, 1), (0, 3), (1, 2), (2, 3))
    assert square not in {edges for edges, _, _ in decomposable_graphs(4)}
    with pytest.raises(BadInput, match="3 to 5 lists, and there are 6"):
        decomposable_graphs(6)


# The cliques and separators of the eight graphs of three lists, by hand.
BY_HAND = {
    (): ([(0,), (1,), (2,)], []),
    ((0, 1),): ([(0, 1), (2,)], []),
    ((0, 2),): ([(0, 2), (1,)], []),
    ((1, 2),): ([(1, 2), (0,)], []),
    ((0, 1), (0, 2)): ([(0, 1), (0, 2)], [(0,)]),
    ((0, 1), (1, 2)): ([(0, 1), (1, 2)], [(1,)]),
    ((0, 2), (1, 2)): ([(0, 2), (1, 2)], [(2,)]),
    ((0, 1), (0, 2), (1, 2)): ([(0, 1, 2)], []),
}


def test_the_posterior_over_graphs_is_that_worked_out_by_hand(table):
    lists = table("ABC", A=9, B=7, C=5, AB=4, AC=2, BC=3, ABC=2)
    weight = 1 / 8

    def log_marginal(members, unseen):
        prior = weight * 2 ** (3 - len(members))
        out = math.lgamma(8 * weight) - math.lgamma(8 * weight + 32 + unseen)
        for values in itertools.product((0, 1), repeat=len(members)):
            count = sum(
                lists.counts[cell] if cell else unseen
                for cell in range(8)
                if all(cell >> j & 1 == value for j, value in zip(members, values, strict=True))
            )
            out += math.lgamma(prior + count) - math.lgamma(prior)
        return out

    joint = {}
    for edges, (cliques, separators) in BY_HAND.items():
        for unseen in range(5_000):
            value = sum(log_marginal(part, unseen) for part in cliques)
            value -= sum(log_marginal(part, unseen) for part in separators)
            value += math.lgamma(33 + unseen) - math.lgamma(1 + unseen) - math.log(32 + unseen)
            joint[edges, unseen] = value
            if unseen > 500 and value < -16 + max(joint[edges, 0], joint[edges, 20]):
                break
    top = max(joint.values())
    whole = math.fsum(math.exp(value - top) for value in joint.values())
    by_graph = {
        edges: math.fsum(math.exp(value - top) for (other, _), value in joint.items() if other == edges)
        / whole
        for edges in BY_HAND
    }
    below = math.fsum(math.exp(value - top) for (_, unseen), value in joint.items() if unseen <= 20) / whole

    found = graph_average(lists)

    for edges, probability in zip(found.graphs, found.graph_probability, strict=True):
        assert probability == pytest.approx(by_graph[edges], rel=2e-3)
    assert found.probability[:21].sum() == pytest.approx(below, rel=2e-3)
    assert found.known == 32
    assert found.quantile(0.1) < found.quantile(0.9)


def test_chains_that_agree_and_that_do_not_are_told_apart():
    rng = np.random.default_rng(0)
    alike = rng.normal(size=(4, 2000))

    assert split_r_hat(alike) == pytest.approx(1, abs=0.01)
    assert split_r_hat(alike + np.arange(4)[:, None]) > 1.5
    # A chain that drifts disagrees with itself.
    assert split_r_hat(alike + np.linspace(0, 4, 2000)) > 1.2


def test_draws_that_hang_together_are_worth_fewer():
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(4, 4000))
    chained = noise.copy()
    for step in range(1, 4000):
        chained[:, step] = 0.9 * chained[:, step - 1] + noise[:, step]

    assert effective_draws(noise) == pytest.approx(16_000, rel=0.1)
    # An autoregression of 0.9 makes (1 + 0.9) / (1 - 0.9) = 19 draws worth one.
    assert effective_draws(chained) == pytest.approx(16_000 / 19, rel=0.25)


SHORT = LatentClassSettings(chains=4, burn_in=2_000, draws=500, thin=10)


def test_latent_classes_find_a_population_of_two_kinds():
    # The counts that 900 people easy to find (0.5) and 900 harder ones (0.15) would give on five lists: expected.
    cells = [0] * 32
    for cell in range(1, 32):
        k = cell.bit_count()
        cells[cell] = round(900 * 0.5**5 + 900 * 0.15**k * 0.85 ** (5 - k))
    lists = ListTable(tuple("ABCDE"), tuple(cells))

    found = latent_classes(lists, SHORT, seed=3)

    assert found.quantile(0.025) < 1800 < found.quantile(0.975)
    assert found.quantile(0.5) == pytest.approx(1800, rel=0.12)
    assert found.r_hat < 1.2


def posterior_by_summing(lists, classes, most):
    """Chance of each number of unseen cases, up to ``most`` of each class, by summing over who is in which."""
    from scipy.special import betaln, gammaln, logsumexp, roots_genlaguerre

    unseen = np.arange(most + 1)
    seen = [(cell, count) for cell, count in enumerate(lists.counts) if count]
    names = range(len(lists.names))
    # The concentration has the density of a gamma of shape and rate 1/4; E1 and E2 are the members of two classes.
    at, weight = roots_genlaguerre(60, -0.75)
    at = at * 4
    members = np.arange(most + lists.known + 1)
    shares = logsumexp(
        np.log(at) + betaln(1 + members[:, None, None], at + members[None, :, None]), b=weight, axis=2
    )
    out = np.full(classes * most + 1, -np.inf)
    for split in itertools.product(*(range(count + 1) if classes == 2 else (count,) for _, count in seen)):
        log = np.zeros((len(unseen), len(unseen) if classes == 2 else 1))
        sizes = []
        for k in range(classes):
            parts = [part if k == 0 else count - part for part, (_, count) in zip(split, seen, strict=True)]
            mine = unseen[:, None] if k == 0 else unseen[None, :]
            log = log - gammaln(1 + mine) - sum(math.lgamma(1 + one) for one in parts)
            size = mine + sum(parts)
            for j in names:
                on = sum(one for one, (cell, _) in zip(parts, seen, strict=True) if cell >> j & 1)
                log = log + betaln(1 + on, 1 + size - on)
            sizes.append(size)
        if classes == 2:
            log = log + shares[np.ix_(sizes[0][:, 0], sizes[1][0])]
            total = sizes[0] + sizes[1]
        else:
            total = sizes[0]
        log = log + gammaln(total)  # N! over N
        for m in range(len(out)):
            line = np.fliplr(log).diagonal(most - m) if classes == 2 else log[m]
            out[m] = np.logaddexp(out[m], logsumexp(line))
    return np.exp(out - logsumexp(out))


@pytest.mark.parametrize(("classes", "most"), [(1, 200), (2, 50)])
def test_the_posterior_of_latent_classes_is_that_worked_out_by_summing(table, classes, most):
    lists = table("ABCD", A=1, AB=1, ABC=1, BCD=2, ABCD=1, D=1)
    exact = posterior_by_summing(lists, classes, most).cumsum()

    settings = LatentClassSettings(chains=4, classes=classes, burn_in=2_000, draws=10_000, thin=3)
    found = latent_classes(lists, settings, seed=4)

    unseen = found.totals - lists.known
    for bound in (0, 1, 2, 4, 8):
        assert (unseen <= bound).mean() == pytest.approx(exact[bound], abs=0.012), bound
    assert 0.05 < exact[0] < 0.9


def test_latent_classes_are_the_same_draws_for_a_seed_in_any_number_of_workers(four):
    short = LatentClassSettings(burn_in=100, draws=40, thin=1)
    first = latent_classes(four, short, seed=7, workers=1)

    assert first.totals.tobytes() == latent_classes(four, short, seed=7, workers=4).totals.tobytes()
    assert first.totals.tobytes() != latent_classes(four, short, seed=8).totals.tobytes()
    assert first.totals.min() >= four.known


def test_latent_classes_need_four_lists(table):
    with pytest.raises(BadInput, match="need 4 lists or more"):
        latent_classes(table("ABC", A=5, B=4, C=3, AB=2))
