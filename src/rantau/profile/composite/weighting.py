"""Weights: given, equal, from principal components, or optimised for the correlations that are wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.analysis import correlation, principal_components
from rantau.profile.composite.hierarchy import Element, Hierarchy
from rantau.profile.composite.table import Floats

__all__ = ["effective_weights", "given_weights", "optimised_weights", "pca_weights"]

Scores = Callable[[Mapping[str, float]], Mapping[str, Floats]]
"""Weights of all elements -> scores of all elements, (units,)."""


def given_weights(hierarchy: Hierarchy, values: Mapping[str, float]) -> dict[str, float]:
    """The metadata's weights, with some replaced.

    Raises:
        BadInput: A weight is given to an element that is not there, or all weights of a parent are zero.
    """
    for code in values:
        hierarchy.find(code)
    weights = {one.code: values.get(one.code, one.weight) for one in hierarchy.elements}
    for parent in hierarchy.aggregates:
        if sum(weights[one.code] for one in hierarchy.children(parent.code)) <= 0:
            raise BadInput(f"the weights beneath {parent.code} are all zero; give at least one a weight")
    return weights


def pca_weights(
    hierarchy: Hierarchy, level: int, scores: Mapping[str, Floats]
) -> tuple[dict[str, float], list[str]]:
    """Loadings of the first principal component of each parent's children, as weights of one level.

    They give the weighted mean the greatest variance (of standardised values), and nothing else: an element that
    correlates with few others is weighted down. The sign of a component is free; it is chosen so that the loadings
    sum to more than zero.

    Args:
        hierarchy: The index.
        level: The level whose weights are set.
        scores: Element -> (units,).

    Returns:
        Weights of that level, and warnings.

    Raises:
        BadInput: There is no such level beneath the index, or a loading is negative.
    """
    weights: dict[str, float] = {}
    warnings: list[str] = []
    for parent in dict.fromkeys(one.parent for one in _level(hierarchy, level)):
        children = [one.code for one in hierarchy.children(parent) if one.level == level]
        if len(children) == 1:
            weights[children[0]] = 1.0
            continue
        components = principal_components(np.stack([scores[one] for one in children], axis=1))
        loadings = components.loadings[:, 0]
        loadings = loadings if loadings.sum() >= 0 else -loadings
        negative = [one for one, loading in zip(children, loadings, strict=True) if loading < 0]
        if negative:
            raise BadInput(
                f"PCA gives {', '.join(negative)} beneath {parent} a negative weight: it runs against the others; "
                "turn its direction, move it to another parent, or weigh by another method"
            )
        if components.left_out:
            warnings.append(
                f"PCA weights beneath {parent} rest on the {components.used} units without gaps; "
                f"{components.left_out} were left out"
            )
        weights.update(zip(children, map(float, loadings), strict=True))
    return weights, warnings


def _level(hierarchy: Hierarchy, level: int) -> tuple[Element, ...]:
    if not 1 <= level < hierarchy.height:
        raise BadInput(f"the levels whose weights can be set are 1 to {hierarchy.height - 1}, not {level}")
    return hierarchy.at_level(level)


def optimised_weights(
    hierarchy: Hierarchy,
    level: int,
    targets: Mapping[str, float],
    weights: Mapping[str, float],
    scores: Scores,
) -> tuple[dict[str, float], dict[str, float]]:
    """Weights with which the elements of a level correlate with the index as is wanted.

    A linear form of Becker, Saisana, Paruolo and Vandecasteele (2017), doi:10.1016/j.ecolind.2017.03.056: the squared
    distance between the shares of the (Pearson) correlations with the index and the shares of the targets is made as
    small as it gets, by Nelder–Mead over the logarithms of the weights, which keeps them above zero.

    Args:
        hierarchy: The index.
        level: The level whose weights are set.
        targets: Element of that level -> how important it should be; those left out count 1.
        weights: Of all elements.
        scores: Computes the index.

    Returns:
        Weights of that level, which sum to 1, and the correlation that each element reaches.

    Raises:
        BadInput: A target is not of that level.
    """
    from scipy.optimize import minimize

    codes = [one.code for one in hierarchy.elements if one in _level(hierarchy, level)]
    for code in targets:
        if code not in codes:
            raise BadInput(
                f"the target {code!r} is not an element of level {level}; those are {', '.join(codes)}"
            )
    wanted = np.array([targets.get(one, 1.0) for one in codes])
    wanted = wanted / wanted.sum()

    def reached(logs: Floats) -> Floats:
        now = dict(weights) | dict(zip(codes, map(float, np.exp(logs - logs.max())), strict=True))
        found = scores(now)
        top = found[hierarchy.top.code]
        return np.array([correlation(found[one], top) for one in codes])

    def distance(free: Floats) -> float:
        got = reached(np.append(free, 0.0))
        return float(((got / got.sum() - wanted) ** 2).sum())

    start = np.log(wanted / wanted[-1])[:-1]
    if len(start):
        options = {"xatol": 1e-9, "fatol": 1e-16, "maxiter": 400 * len(codes), "adaptive": len(codes) > 5}
        start = minimize(distance, start, method="Nelder-Mead", options=options).x
    logs = np.append(start, 0.0)
    best = np.exp(logs - logs.max())
    correlations = dict(zip(codes, map(float, reached(logs)), strict=True))
    return dict(zip(codes, map(float, best / best.sum()), strict=True)), correlations


def effective_weights(hierarchy: Hierarchy, weights: Mapping[str, float]) -> dict[str, float]:
    """The share of each element in the index as a whole, were all means arithmetic: shares multiplied down the tree."""
    shares = {hierarchy.top.code: 1.0}
    for parent in reversed(hierarchy.aggregates):
        children = hierarchy.children(parent.code)
        total = sum(weights[one.code] for one in children)
        for one in children:
            shares[one.code] = shares[parent.code] * weights[one.code] / total
    return {one.code: shares[one.code] for one in hierarchy.elements}
