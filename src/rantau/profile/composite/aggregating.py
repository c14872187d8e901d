"""Ways to join the elements beneath a parent. All take (draws, elements, units) and give (draws, units).

Elements that are missing are left out and their weights shared among the others. Sums run over the elements in their
order, so that a draw gives the same bits whichever others it is computed with.
"""

from __future__ import annotations

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.outranking import copeland
from rantau.profile.composite.steps import Aggregation
from rantau.profile.composite.table import Flags, Floats

__all__ = ["aggregate", "weighted_median"]


def aggregate(
    values: Floats,
    weights: Floats,
    method: Aggregation,
    threshold: float = 0.0,
    where: str = "",
    minimum: int = 1,
) -> Floats:
    """One parent's score.

    Args:
        values: (draws, elements, units); NaN where missing.
        weights: (draws, elements) or (1, elements), not negative; they need not sum to 1.
        method: ``arithmetic``, ``geometric``, ``harmonic``, ``median`` (weighted), ``lowest`` or ``copeland``.
        threshold: A unit with a smaller share of the elements is not scored.
        where: The parent's code, for messages.
        minimum: A unit with fewer of the elements is not scored.

    Raises:
        BadInput: A geometric or harmonic mean meets a value of zero or less.
    """
    there = np.isfinite(values)
    match method:
        case "arithmetic":
            total, weight = _sums(values, there, weights)
            result = _divide(total, weight)
        case "geometric" | "harmonic":
            _refuse_zeros(values, method, where)
            turned = np.log(values) if method == "geometric" else 1 / values
            total, weight = _sums(turned, there, weights)
            result = np.exp(_divide(total, weight)) if method == "geometric" else _divide(weight, total)
        case "median":
            result = weighted_median(values, weights)
        case "lowest":
            result = np.fmin.reduce(values, axis=1)
        case "copeland":
            result = copeland(values, weights)
    enough = (there.mean(axis=1) >= threshold) & (there.sum(axis=1) >= max(1, minimum))
    return np.where(enough, result, np.nan)


def _sums(values: Floats, there: Flags, weights: Floats) -> tuple[Floats, Floats]:
    total = np.zeros((values.shape[0], values.shape[2]))
    weight = np.zeros_like(total)
    whole = bool(there.all())
    for n in range(values.shape[1]):
        share = weights[:, n, None]
        if whole:
            total += share * values[:, n]
            weight += share
        else:
            total += np.where(there[:, n], share * values[:, n], 0.0)
            weight += np.where(there[:, n], share, 0.0)
    return total, weight


def _divide(above: Floats, below: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = above / below
    return result


def _refuse_zeros(values: Floats, method: str, where: str) -> None:
    if (values <= 0).any():
        raise BadInput(
            f"a {method} mean needs values above zero, and {where or 'a parent'} has others; normalise to a range "
            "that begins above zero, such as 1 to 100, or aggregate by another method"
        )


def weighted_median(values: Floats, weights: Floats) -> Floats:
    """The value at which half of the weight lies below; halfway between two where it falls between them.

    With equal weights it is the median.

    Args:
        values: (draws, elements, units).
        weights: (draws, elements) or (1, elements).
    """
    order = np.argsort(values, axis=1, kind="stable")  # what is missing comes last
    ordered = np.take_along_axis(values, order, axis=1)
    shares = np.broadcast_to(weights[..., None], values.shape)
    shares = np.where(np.isnan(ordered), 0.0, np.take_along_axis(shares, order, axis=1))
    risen = np.cumsum(shares, axis=1)
    half = risen[:, -1:] / 2
    tolerance = 1e-12 * half
    low = (risen < half - tolerance).sum(axis=1, keepdims=True)
    high = (risen <= half + tolerance).sum(axis=1, keepdims=True)
    top = values.shape[1] - 1
    ends = [np.take_along_axis(ordered, np.minimum(one, top), axis=1)[:, 0] for one in (low, high)]
    result: Floats = (ends[0] + ends[1]) / 2
    return result
