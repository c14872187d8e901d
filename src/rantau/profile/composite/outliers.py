"""Outliers: the rule that finds them, winsorising, and transformations.

All take (…, units) and treat each row, an indicator in one draw, by itself. The rule and the two steps are those of
the COIN Tool and of COINr (Becker et al. 2022): an indicator passes with |skewness| or kurtosis under its threshold;
one that fails is winsorised, point by point; one that still fails is transformed instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rantau.profile.composite.moments import lowest_and_highest, shape
from rantau.profile.composite.steps import TreatStep
from rantau.profile.composite.table import Flags, Floats

__all__ = ["Treated", "boxcox", "fitted_power", "passes", "shifted_log", "treat", "winsorise"]

Counts = NDArray[np.intp]


def passes(values: Floats, skewness: float, kurtosis: float) -> Flags:
    """Whether each row passes. One with too few values to tell, or without spread, passes."""
    skewed, peaked = shape(values)
    fails = (np.abs(skewed) >= skewness) & (peaked >= kurtosis)
    return ~fails


def winsorise(values: Floats, most: int, skewness: float, kurtosis: float) -> tuple[Floats, Counts, Counts]:
    """Move the furthest values in to the next, at the side to which the row is skewed, until it passes.

    Values that are equal move together, so that a little more than ``most`` can be moved.

    Args:
        values: (rows, units).
        most: Stop when this many have been moved.
        skewness: A row passes with less than this skewness, at either side …
        kurtosis: … or with less than this excess kurtosis.

    Returns:
        The values; how many stand at the high end, and how many at the low end, after having been moved, by row.
    """
    result = values.copy()
    highs = np.zeros(len(values), dtype=np.intp)
    lows = np.zeros(len(values), dtype=np.intp)
    active = np.arange(len(values))
    while len(active):
        rows = result[active]
        skewed, peaked = shape(rows)
        open_ = (np.abs(skewed) >= skewness) & (peaked >= kurtosis) & (highs[active] + lows[active] < most)
        active, rows, skewed = active[open_], rows[open_], skewed[open_]
        if not len(active):
            break
        up = skewed >= 0
        signed = np.where(up[:, None], rows, -rows)
        end = np.nanmax(signed, axis=-1)
        at_end = signed == end[:, None]
        inner = np.where(at_end | np.isnan(signed), -np.inf, signed).max(axis=-1)
        movable = np.isfinite(inner)
        moved = np.where(at_end & movable[:, None], inner[:, None], signed)
        result[active] = np.where(up[:, None], moved, -moved)
        standing = at_end.sum(axis=-1)
        highs[active] = np.where(up & movable, standing, highs[active])
        lows[active] = np.where(~up & movable, standing, lows[active])
        active = active[movable]
    return result, highs, lows


def shifted_log(values: Floats) -> Floats:
    """Natural logarithm of the distance to the lowest plus a hundredth of the range (the COIN Tool's, modified)."""
    low, high = (one[..., None] for one in lowest_and_highest(values))
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = np.log(values - low + 0.01 * (high - low))
    return np.where(np.isfinite(result), result, np.nan)


def boxcox(values: Floats, power: Floats) -> Floats:
    """Box–Cox of the distance to the lowest plus 1.

    Args:
        values: (…, units).
        power: (…), the exponent lambda of each row; the logarithm where it is 0.
    """
    low = lowest_and_highest(values)[0][..., None]
    distance = values - low + 1
    exponent = np.broadcast_to(power[..., None], distance.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = np.where(exponent == 0, np.log(distance), (distance**exponent - 1) / exponent)
    return result


def fitted_power(values: Floats) -> float:
    """The Box–Cox exponent of greatest likelihood for one row (units,), by scipy; 1 for a row without spread."""
    from scipy.stats import boxcox_normmax

    there = values[np.isfinite(values)]
    if len(there) < 3 or there.min() == there.max():
        return 1.0
    return float(boxcox_normmax(there - there.min() + 1, method="mle"))


@dataclass(frozen=True, slots=True)
class Treated:
    """Treated values (…, units), and what was done to each row (…)."""

    values: Floats
    high: Counts
    low: Counts
    """How many values were winsorised at each end; counted also where the row was transformed after all."""
    transformed: Flags
    passed: tuple[Flags, Flags, Flags]
    """Whether it passed as it was, after winsorising, and at last."""


def treat(values: Floats, step: TreatStep, powers: Floats, chosen: Flags) -> Treated:
    """Treat the rows that fail the rule.

    Args:
        values: (draws, indicators, units).
        step: The method and its options.
        powers: (indicators,) Box–Cox exponents.
        chosen: (indicators,) which indicators may be treated at all.
    """
    before = passes(values, step.skewness, step.kurtosis)
    result = values.copy()
    high, low = np.zeros(before.shape, dtype=np.intp), np.zeros(before.shape, dtype=np.intp)
    failing = ~before & chosen
    after = before.copy()
    if step.method in ("winsorise", "two_step"):
        moved, high[failing], low[failing] = winsorise(
            values[failing], step.most, step.skewness, step.kurtosis
        )
        result[failing] = moved
        after[failing] = passes(moved, step.skewness, step.kurtosis)
    transformed = np.zeros(before.shape, dtype=bool)
    if step.method != "winsorise":
        transformed = ~after & chosen
        if step.always and step.method != "two_step":
            transformed = np.broadcast_to(chosen, before.shape).copy()
        rows = result[transformed] if step.combine else values[transformed]
        kind = step.then if step.method == "two_step" else step.method
        every = np.broadcast_to(powers, before.shape)
        result[transformed] = shifted_log(rows) if kind == "log" else boxcox(rows, every[transformed])
    last = after.copy()
    last[transformed] = passes(result[transformed], step.skewness, step.kurtosis)
    return Treated(result, high, low, transformed, (before, after, last))
