"""The inner loop of Poisson log-linear fits whose design is not made of lists' interactions alone."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rantau.hidden.compiling import compiled
from rantau.hidden.fitting import NEAR, ROUNDS, deviance_of, solve_in_place

__all__ = ["fit_design"]


def _weigh(design: Any, weights: Any, values: Any, matrix: Any, right: Any) -> None:
    """The normal equations: design' diag(weights) design, its lower half, and design' values; in place."""
    cells, p = design.shape
    for i in range(p):
        right[i] = 0.0
        for j in range(i + 1):
            matrix[i, j] = 0.0
    for cell in range(cells):
        for i in range(p):
            if design[cell, i] != 0.0:
                right[i] += design[cell, i] * values[cell]
                for j in range(i + 1):
                    matrix[i, j] += weights[cell] * design[cell, i] * design[cell, j]


_normal_equations = compiled(_weigh)


def _predict(design: Any, effects: Any, means: Any) -> None:
    cells, p = design.shape
    for cell in range(cells):
        value = 0.0
        for i in range(p):
            value += design[cell, i] * effects[i]
        means[cell] = math.exp(min(value, 600.0))


_predict_means = compiled(_predict)


def _fit_design(design: Any, counts: Any) -> Any:
    """Fit a Poisson log-linear model with any design, by the same method.

    Args:
        design: (cells, p).
        counts: (cells,).

    Returns:
        effects (p,); deviance; variance of the first effect.
    """
    cells, p = design.shape
    is_open = np.ones(cells, dtype=np.bool_)
    matrix = np.empty((p, p))
    effects = np.empty(p)
    step = np.empty(p)
    slope = np.empty(p)
    trial = np.empty(p)
    means = np.empty(cells)
    new_means = np.empty(cells)
    values = np.empty(cells)
    for cell in range(cells):
        means[cell] = counts[cell] + 0.1
        values[cell] = means[cell] * math.log(means[cell]) + counts[cell] - means[cell]
    _normal_equations(design, means, values, matrix, effects)
    solve_in_place(matrix, effects)
    _predict_means(design, effects, means)
    deviance = deviance_of(counts, means, is_open)
    for _ in range(ROUNDS):
        for cell in range(cells):
            values[cell] = counts[cell] - means[cell]
        _normal_equations(design, means, values, matrix, step)
        gain = 0.0
        slope[:] = step
        solve_in_place(matrix, step)
        for i in range(p):
            gain += step[i] * slope[i]
        if gain <= 1e-28 * (deviance + 1.0):
            break
        share = 1.0
        better = False
        for _half in range(40):
            for i in range(p):
                trial[i] = effects[i] + share * step[i]
            _predict_means(design, trial, new_means)
            new_deviance = deviance_of(counts, new_means, is_open)
            if new_deviance <= deviance + 1e-12 * (abs(deviance) + 1.0):
                better = True
                break
            share *= 0.5
        if not better:
            break
        effects[:] = trial
        means[:] = new_means
        deviance = new_deviance
        if gain <= NEAR * (deviance + 1.0):
            break
    _normal_equations(design, means, values, matrix, step)
    for i in range(p):
        step[i] = 1.0 if i == 0 else 0.0
    solve_in_place(matrix, step)
    return effects, max(deviance, 0.0), step[0]


fit_design = compiled(_fit_design)
