"""The inner loops that choose a model: stepwise, and the best of all hierarchical models.

Both run over many tables at once, since a bootstrap chooses anew in every replicate.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rantau.hidden.compiling import compiled
from rantau.hidden.existence import check_terms
from rantau.hidden.fitting import fit_terms, superset_sums

__all__ = [
    "best_of_all",
    "criterion_of",
    "fixed_model",
    "log_poisson_tail",
    "observed_totals",
    "stepwise_model",
    "terms_of",
]


def _log_poisson_tail(observed: float, mean: float) -> float:
    """Log of the one-sided p-value of a Poisson count: of the tail the count lies in, itself included."""
    if mean <= 0.0:
        return 0.0 if observed <= 0.0 else -math.inf
    at = observed * math.log(mean) - mean - math.lgamma(observed + 1.0)
    total = 1.0
    ratio = 1.0
    if observed >= mean:
        k = observed + 1.0
        while ratio > 1e-17 * total:
            ratio *= mean / k
            total += ratio
            k += 1.0
    else:
        k = observed
        while k > 0.0 and ratio > 1e-17 * total:
            ratio *= k / mean
            total += ratio
            k -= 1.0
    return min(at + math.log(total), 0.0)


log_poisson_tail = compiled(_log_poisson_tail)


def _totals(counts: Any) -> Any:
    seen = counts.copy()
    seen[0] = 0.0
    return superset_sums(seen)


observed_totals = compiled(_totals)


def _fixed_model(counts: Any, terms: Any) -> float:
    """The total by one given model; infinite where it has no single estimate."""
    totals = observed_totals(counts)
    if check_terms(counts, totals, terms) != 0:
        return math.inf
    effects = fit_terms(counts, totals, terms)[0]
    return float(totals[0] + math.exp(min(effects[0], 600.0)))


fixed_model = compiled(_fixed_model)


def _stepwise_model(counts: Any, base: Any, pairs: Any, threshold: float) -> Any:
    """Add two-list terms one by one, the least probable overlap first.

    A candidate's p-value is that of the number of cases on both lists, Poisson with the mean that the model so far
    expects (Chan, Silverman and Vincent 2021). A candidate whose model has no single estimate is passed over.

    Args:
        counts: Cases in each cell, (2**t,).
        base: The intercept and the main effects, (1 + t,).
        pairs: The two-list terms, (t(t-1)/2,).
        threshold: The p-value below which a term is added.

    Returns:
        The terms chosen, in their order (those of ``base`` first); the total, infinite where no estimate exists.
    """
    totals = observed_totals(counts)
    terms = np.empty(base.shape[0] + pairs.shape[0], dtype=np.int64)
    size = base.shape[0]
    terms[:size] = base
    if check_terms(counts, totals, terms[:size]) != 0:
        return terms[:size].copy(), math.inf
    effects, means, _deviance, _variance = fit_terms(counts, totals, terms[:size])
    left = np.ones(pairs.shape[0], dtype=np.bool_)
    limit = math.log(threshold) if threshold > 0.0 else -math.inf
    while True:
        expected = superset_sums(means)
        p_values = np.full(pairs.shape[0], math.inf)
        for i in range(pairs.shape[0]):
            if left[i]:
                p_values[i] = log_poisson_tail(totals[pairs[i]], expected[pairs[i]])
        added = False
        while True:
            best = int(np.argmin(p_values))
            if not p_values[best] < limit:
                break
            terms[size] = pairs[best]
            if check_terms(counts, totals, terms[: size + 1]) == 0:
                size += 1
                left[best] = False
                added = True
                break
            p_values[best] = math.inf
        if not added:
            break
        effects, means, _deviance, _variance = fit_terms(counts, totals, terms[:size])
    return terms[:size].copy(), float(totals[0] + math.exp(min(effects[0], 600.0)))


stepwise_model = compiled(_stepwise_model)


def _criterion_of(counts: Any, terms: Any, penalty: float) -> float:
    """Deviance + penalty × parameters of one model; infinite where it has no single estimate."""
    totals = observed_totals(counts)
    if check_terms(counts, totals, terms) != 0:
        return math.inf
    return float(fit_terms(counts, totals, terms)[2] + penalty * terms.shape[0])


criterion_of = compiled(_criterion_of)


def _terms_of(model: int, base: Any, interactions: Any) -> Any:
    terms = np.empty(base.shape[0] + interactions.shape[0], dtype=np.int64)
    terms[: base.shape[0]] = base
    size = base.shape[0]
    for i in range(interactions.shape[0]):
        if model >> i & 1:
            terms[size] = interactions[i]
            size += 1
    return terms[:size].copy()


terms_of = compiled(_terms_of)


def _best_of_all(counts: Any, base: Any, interactions: Any, above: Any, below: Any, settings: Any) -> Any:
    """Find the hierarchical models with the lowest deviance + penalty × parameters, by branch and bound.

    A model is a number: bit ``i`` says whether ``interactions[i]`` is in it. The deviance of a model is never below
    that of a model that contains it, so that whole families of models are ruled out by one fit; none is ruled out by a
    guess. Effects at minus infinity count as parameters. Models without a single estimate are passed over.

    Args:
        counts: Cases in each cell, (2**t,).
        base: The intercept and the main effects, (1 + t,).
        interactions: The terms that may be in a model, smaller sets of lists first, (k,), k up to 62.
        above: For each interaction the number whose bits are the interactions that contain it, (k,).
        below: The same for those contained in it, (k,).
        settings: penalty by parameter; the window: models up to this far above the best are wanted too; a criterion
            value known to be reached (or infinite); the most fits to make.

    Returns:
        models (m,) and for each its criterion, total: all whose criterion lies within the window, in no order; and the
        number of fits made, which is above the most allowed where the search was cut off and means nothing.
    """
    penalty = settings[0]
    window = settings[1]
    best = settings[2]
    most_fits = settings[3]
    totals = observed_totals(counts)
    k = interactions.shape[0]
    everything = (1 << k) - 1
    fits = 1
    effects, _m, top, _v = fit_terms(counts, totals, terms_of(everything, base, interactions))

    # Terms whose loss costs most are decided first.
    costs = np.empty(k)
    for i in range(k):
        model = everything & ~((1 << i) | above[i])
        costs[i] = fit_terms(counts, totals, terms_of(model, base, interactions))[2] - top
        fits += 1
    order = np.arange(k)
    for i in range(1, k):
        j = i
        while j > 0 and costs[order[j - 1]] < costs[order[j]]:
            order[j - 1], order[j] = order[j], order[j - 1]
            j -= 1

    capacity = 256
    models = np.empty(capacity, dtype=np.int64)
    criteria = np.empty(capacity)
    sizes = np.empty(capacity)
    found = 0

    included = np.empty(2 * k + 4, dtype=np.int64)
    excluded = np.empty(2 * k + 4, dtype=np.int64)
    deviances = np.empty(2 * k + 4)
    intercepts = np.empty(2 * k + 4)
    included[0] = 0
    excluded[0] = 0
    deviances[0] = top
    intercepts[0] = effects[0]
    depth = 1
    while depth > 0 and fits <= most_fits:
        depth -= 1
        inside = included[depth]
        outside = excluded[depth]
        deviance = deviances[depth]
        intercept = intercepts[depth]
        parameters = base.shape[0]
        for i in range(k):
            if inside >> i & 1:
                parameters += 1
        if deviance + penalty * parameters > best + window + 1e-6 * (1.0 + abs(best)):
            continue
        undecided = everything & ~inside & ~outside
        if undecided == 0:
            terms = terms_of(inside, base, interactions)
            if check_terms(counts, totals, terms) != 0:
                continue
            criterion = deviance + penalty * parameters
            best = min(best, criterion)
            if found == capacity:
                capacity *= 2
                more_models = np.empty(capacity, dtype=np.int64)
                more_criteria = np.empty(capacity)
                more_sizes = np.empty(capacity)
                more_models[:found] = models[:found]
                more_criteria[:found] = criteria[:found]
                more_sizes[:found] = sizes[:found]
                models = more_models
                criteria = more_criteria
                sizes = more_sizes
            models[found] = inside
            criteria[found] = criterion
            sizes[found] = totals[0] + math.exp(min(intercept, 600.0))
            found += 1
            continue
        branch = 0
        for i in order:
            if undecided >> i & 1:
                branch = i
                break
        # Without the term (and all that contain it): a smaller ceiling, to be fitted.
        without = outside | (1 << branch) | above[branch]
        ceiling = everything & ~without
        new_effects, _m, new_deviance, _v = fit_terms(counts, totals, terms_of(ceiling, base, interactions))
        fits += 1
        worth_a_look = new_deviance + penalty * parameters <= best + window + 1e-6 * (1.0 + abs(best))
        # The likelier half is put on the pile last, to be looked at first. With the term (and all that it contains) the
        # ceiling stays.
        for turn in range(2):
            if (turn == 0) == (costs[branch] < penalty):
                included[depth] = inside | (1 << branch) | below[branch]
                excluded[depth] = outside
                deviances[depth] = deviance
                intercepts[depth] = intercept
                depth += 1
            elif worth_a_look:
                included[depth] = inside
                excluded[depth] = without
                deviances[depth] = new_deviance
                intercepts[depth] = new_effects[0]
                depth += 1
    keep = criteria[:found] <= best + window + 1e-9 * (1.0 + abs(best))
    return models[:found][keep], criteria[:found][keep], sizes[:found][keep], fits


best_of_all = compiled(_best_of_all)
