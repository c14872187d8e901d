"""Outranking: units compared pair by pair, so that a weakness is not made up for by a strength of another size.

Munda and Nardo (2009), doi:10.1080/00036840601019364; Copeland (1951).
"""

from __future__ import annotations

import numpy as np

from rantau.profile.composite.table import Floats

__all__ = ["copeland", "outranking"]


def outranking(values: Floats, weights: Floats) -> Floats:
    """For each pair of units the share of the weight by which the first is better; a tie counts half for each.

    Only elements that both units have are counted; a pair without any is a tie.

    Args:
        values: (draws, elements, units), higher is better.
        weights: (draws, elements) or (1, elements).

    Returns:
        (draws, units, units): [d, a, b] is the share for a over b; zero on the diagonal.
    """
    draws, elements, units = values.shape
    better = np.zeros((draws, units, units))
    total = np.zeros((draws, units, units))
    for n in range(elements):
        mine, other = values[:, n, :, None], values[:, n, None, :]
        share = weights[:, n, None, None]
        better += share * ((mine > other) + 0.5 * (mine == other))
        total += share * (np.isfinite(mine) & np.isfinite(other))
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.where(total > 0, better / total, 0.5)
    diagonal = np.arange(units)
    result[:, diagonal, diagonal] = 0.0
    return result


def copeland(values: Floats, weights: Floats) -> Floats:
    """Units outranked less units by which outranked: (draws, units), from -(units - 1) to units - 1.

    Args:
        values: (draws, elements, units), higher is better.
        weights: (draws, elements) or (1, elements).
    """
    shares = outranking(values, weights)
    # Rounding of summed weights must not decide a tie.
    above = (shares > 0.5 + 1e-9).sum(axis=2) - (shares < 0.5 - 1e-9).sum(axis=2)
    result: Floats = above.astype(float) + 1.0  # the diagonal's zero counted as one lost
    return result
