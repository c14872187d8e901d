"""The inner loops of Poisson log-linear fits to list tables.

A table of ``t`` lists is an array of ``2**t`` cells; bit ``j`` of a cell's number says whether the cell's cases are on
list ``j``. Cell 0 (on no list) is never observed. A term of a model is a number of the same kind: 0 is the intercept,
one bit a main effect, two bits a pair. Its column in the design is 1 in the cells that contain all its lists, so that
the inner products of columns are sums over supersets, and the Fisher information of a fit is read off one fast
superset sum of its expected counts.

Source of the model: S. E. Fienberg, Biometrika 59 (1972); of the effects at minus infinity where lists do not overlap:
L. Chan, B. W. Silverman, K. Vincent, JASA 116 (2021).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rantau.hidden.compiling import compiled

__all__ = ["NEAR", "ROUNDS", "deviance_of", "fit_terms", "open_cells", "solve_in_place", "superset_sums"]

ROUNDS = 200
NEAR = 1e-9
"""Newton's steps double the right digits: after one that gains this share of the deviance the last bits are reached."""


def _superset_sums(cells: Any) -> Any:
    """For each set of lists, the sum over the cells that contain it. Shape (2**t,)."""
    sums = cells.copy()
    size = sums.shape[0]
    step = 1
    while step < size:
        for cell in range(size):
            if cell & step == 0:
                sums[cell] += sums[cell | step]
        step *= 2
    return sums


superset_sums = compiled(_superset_sums)


def _subset_sums(effects: Any) -> Any:
    """For each cell, the sum over the terms it contains: the linear predictor. Shape (2**t,)."""
    sums = effects.copy()
    size = sums.shape[0]
    step = 1
    while step < size:
        for cell in range(size):
            if cell & step:
                sums[cell] += sums[cell ^ step]
        step *= 2
    return sums


_predictors = compiled(_subset_sums)


def _open_cells(totals: Any, terms: Any) -> Any:
    """Cells that a model leaves open: not 0, and holding no term whose lists share no case.

    Such a term's effect is minus infinity, and its cells are expected to be empty whatever the rest of the model.

    Args:
        totals: Superset sums of the counts, (2**t,).
        terms: The model's terms, the intercept among them, (p,).

    Returns:
        (2**t,) of booleans.
    """
    size = totals.shape[0]
    is_open = np.ones(size, dtype=np.bool_)
    is_open[0] = False
    for term in terms:
        if term != 0 and totals[term] == 0:
            for cell in range(size):
                if cell & term == term:
                    is_open[cell] = False
    return is_open


open_cells = compiled(_open_cells)


def _solve(matrix: Any, right: Any) -> Any:
    """Solve a symmetric positive semi-definite system in place; a direction without information gets 0."""
    size = right.shape[0]
    usable = np.ones(size, dtype=np.bool_)
    for j in range(size):
        before = matrix[j, j]
        pivot = before
        for k in range(j):
            pivot -= matrix[j, k] * matrix[j, k]
        if pivot <= 1e-13 * before or before <= 1e-280:
            usable[j] = False
            for i in range(j, size):
                matrix[i, j] = 0.0
            continue
        root = math.sqrt(pivot)
        matrix[j, j] = root
        for i in range(j + 1, size):
            value = matrix[i, j]
            for k in range(j):
                value -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = value / root
    for j in range(size):
        if not usable[j]:
            right[j] = 0.0
            continue
        value = right[j]
        for k in range(j):
            value -= matrix[j, k] * right[k]
        right[j] = value / matrix[j, j]
    for j in range(size - 1, -1, -1):
        if not usable[j]:
            right[j] = 0.0
            continue
        value = right[j]
        for k in range(j + 1, size):
            value -= matrix[k, j] * right[k]
        right[j] = value / matrix[j, j]
    return right


solve_in_place = compiled(_solve)


def _expected(effects: Any, is_open: Any) -> Any:
    means = _predictors(effects)
    for cell in range(means.shape[0]):
        if is_open[cell]:
            means[cell] = math.exp(min(means[cell], 600.0))
        else:
            means[cell] = 0.0
    return means


_expected_counts = compiled(_expected)


def _deviance(counts: Any, means: Any, is_open: Any) -> float:
    total = 0.0
    for cell in range(counts.shape[0]):
        if is_open[cell]:
            if counts[cell] > 0:
                if means[cell] <= 0.0:
                    return math.inf
                total += counts[cell] * math.log(counts[cell] / means[cell])
            total += means[cell] - counts[cell]
    return 2.0 * total


deviance_of = compiled(_deviance)


def _fit_terms(counts: Any, totals: Any, terms: Any) -> Any:
    """Fit a hierarchical Poisson log-linear model by Newton's method (iteratively reweighted least squares).

    Where the maximum likelihood estimate does not exist the deviance still approaches its infimum, which bounds the
    deviance of every smaller model; the effects then mean nothing. See ``existence.py`` for the check.

    Args:
        counts: Cases in each cell, (2**t,), floats; cell 0 is not looked at.
        totals: Their superset sums, cell 0 left out.
        terms: The model's terms, each set's subsets among them, the intercept 0 first, (p,).

    Returns:
        effects (2**t,), by term, 0 for those not in the model or at minus infinity; expected counts (2**t,), 0 in
        cell 0 and in cells that are closed; deviance; variance of the intercept.
    """
    size = counts.shape[0]
    is_open = open_cells(totals, terms)
    active = np.empty(terms.shape[0], dtype=np.int64)
    p = 0
    for term in terms:
        if term == 0 or totals[term] > 0:
            active[p] = term
            p += 1
    effects = np.zeros(size)
    matrix = np.empty((p, p))
    right = np.empty(p)

    # The usual start: one weighted least squares step from the counts themselves.
    means = np.zeros(size)
    working = np.zeros(size)
    for cell in range(1, size):
        if is_open[cell]:
            means[cell] = counts[cell] + 0.1
            working[cell] = means[cell] * math.log(means[cell]) + counts[cell] - means[cell]
    information = superset_sums(means)
    score = superset_sums(working)
    for i in range(p):
        right[i] = score[active[i]]
        for j in range(i + 1):
            matrix[i, j] = information[active[i] | active[j]]
    solve_in_place(matrix, right)
    for i in range(p):
        effects[active[i]] = right[i]
    means = _expected_counts(effects, is_open)
    deviance = deviance_of(counts, means, is_open)

    trial = np.zeros(size)
    for _ in range(ROUNDS):
        information = superset_sums(means)
        for i in range(p):
            right[i] = totals[active[i]] - information[active[i]]
            for j in range(i + 1):
                matrix[i, j] = information[active[i] | active[j]]
        gain = 0.0
        slope = right.copy()
        solve_in_place(matrix, right)
        for i in range(p):
            gain += right[i] * slope[i]
        if gain <= 1e-28 * (deviance + 1.0):
            break
        share = 1.0
        better = False
        for _half in range(40):
            trial[:] = effects
            for i in range(p):
                trial[active[i]] += share * right[i]
            new_means = _expected_counts(trial, is_open)
            new_deviance = deviance_of(counts, new_means, is_open)
            if new_deviance <= deviance + 1e-12 * (abs(deviance) + 1.0):
                better = True
                break
            share *= 0.5
        if not better:
            break
        effects[:] = trial
        means = new_means
        deviance = new_deviance
        if gain <= NEAR * (deviance + 1.0):
            break

    information = superset_sums(means)
    for i in range(p):
        right[i] = 1.0 if i == 0 else 0.0
        for j in range(i + 1):
            matrix[i, j] = information[active[i] | active[j]]
    solve_in_place(matrix, right)
    return effects, means, max(deviance, 0.0), right[0]


fit_terms = compiled(_fit_terms)
