"""Sums along the last axis that pass over what is missing. All take (…, units) and give (…).

Results do not hang on how many rows are computed together: each row is summed by itself, in the order of its units.
"""

from __future__ import annotations

import numpy as np

from rantau.profile.composite.table import Floats

__all__ = [
    "count",
    "kurtosis",
    "lowest_and_highest",
    "mean",
    "median",
    "ranks",
    "shape",
    "skewness",
    "spread",
]


def _filled(values: Floats) -> tuple[Floats, Floats]:
    """Values with zeros for what is missing, and how many there are in each row."""
    values = np.ascontiguousarray(values)  # sums run in the order of memory
    missing = np.isnan(values)
    if not missing.any():
        return values, np.full(values.shape[:-1], float(values.shape[-1]))
    return np.where(missing, 0.0, values), (values.shape[-1] - missing.sum(axis=-1)).astype(float)


def count(values: Floats) -> Floats:
    """How many are not missing."""
    return _filled(values)[1]


def mean(values: Floats) -> Floats:
    """Arithmetic mean; NaN where there is nothing."""
    filled, there = _filled(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = filled.sum(axis=-1) / there
    return result


def _powers(values: Floats, highest: int) -> tuple[Floats, list[Floats]]:
    """How many, and the sums of the second, third … power of the distances to the mean."""
    centred = values - mean(values)[..., None]
    filled, there = _filled(centred)
    power = filled * filled
    sums: list[Floats] = [power.sum(axis=-1)]
    for _ in range(2, highest):
        power = power * filled
        sums.append(power.sum(axis=-1))
    return there, sums


def spread(values: Floats) -> Floats:
    """Standard deviation of a sample (divisor n - 1); NaN with fewer than two values."""
    there, (second,) = _powers(values, 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.sqrt(second / (there - 1))
    result[there < 2] = np.nan
    return result


def _skewness(there: Floats, second: Floats, third: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = np.sqrt(there) * third / second**1.5
        result: Floats = plain * np.sqrt(there * (there - 1)) / (there - 2)
    return np.where(np.isfinite(result) & (there >= 3), result, np.nan)


def _kurtosis(there: Floats, second: Floats, fourth: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = there * fourth / second**2
        result: Floats = ((there + 1) * (plain - 3) + 6) * (there - 1) / ((there - 2) * (there - 3))
    return np.where(np.isfinite(result) & (there >= 4), result, np.nan)


def skewness(values: Floats) -> Floats:
    """Skewness of a sample (G1 of Joanes and Gill 1998, as spreadsheets give it); NaN with fewer than three values."""
    there, (second, third) = _powers(values, 3)
    return _skewness(there, second, third)


def kurtosis(values: Floats) -> Floats:
    """Excess kurtosis of a sample (G2 of Joanes and Gill 1998); NaN with fewer than four values."""
    there, (second, _, fourth) = _powers(values, 4)
    return _kurtosis(there, second, fourth)


def shape(values: Floats) -> tuple[Floats, Floats]:
    """Skewness and excess kurtosis in one pass."""
    there, (second, third, fourth) = _powers(values, 4)
    return _skewness(there, second, third), _kurtosis(there, second, fourth)


def lowest_and_highest(values: Floats) -> tuple[Floats, Floats]:
    """The least and the greatest; NaN where there is nothing."""
    if values.shape[-1] == 0:
        nothing = np.full(values.shape[:-1], np.nan)
        return nothing, nothing
    return np.fmin.reduce(values, axis=-1), np.fmax.reduce(values, axis=-1)


def median(values: Floats) -> Floats:
    """Median; NaN where there is nothing."""
    ordered = np.sort(values, axis=-1)  # what is missing comes last
    there = count(values).astype(np.intp)
    low = np.maximum((there - 1) // 2, 0)[..., None]
    high = np.minimum(there // 2, max(values.shape[-1] - 1, 0))[..., None]
    result: Floats = (np.take_along_axis(ordered, low, axis=-1) + np.take_along_axis(ordered, high, axis=-1))[
        ..., 0
    ] / 2
    return np.where(there > 0, result, np.nan)


def ranks(values: Floats) -> Floats:
    """Ranks from 1 for the least; equal values share the lowest of their ranks; NaN stays NaN."""
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    first = np.zeros(values.shape, dtype=np.intp)
    first[..., 1:] = np.where(ordered[..., 1:] != ordered[..., :-1], np.arange(1, values.shape[-1]), 0)
    placed = np.empty_like(values)
    np.put_along_axis(placed, order, np.maximum.accumulate(first, axis=-1) + 1.0, axis=-1)
    placed[np.isnan(values)] = np.nan
    return placed
