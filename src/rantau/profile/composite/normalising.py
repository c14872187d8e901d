"""Ways to put indicators on one scale. All take turned values (…, indicators, units), where higher is better.

The formulas are those of the OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5, in the form that
COINr (Becker et al. 2022, doi:10.21105/joss.04567) gives them.
"""

from __future__ import annotations

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.hierarchy import Element
from rantau.profile.composite.moments import count, lowest_and_highest, mean, ranks, spread
from rantau.profile.composite.steps import NormaliseStep
from rantau.profile.composite.table import Floats

__all__ = ["normalise", "scale_of"]


def normalise(
    values: Floats, step: NormaliseStep, indicators: tuple[Element, ...], units: tuple[str, ...]
) -> Floats:
    """Normalise raw values.

    Args:
        values: (draws, indicators, units), raw; NaN where missing.
        step: The method and its options.
        indicators: Of the second axis: directions, targets and goalposts.
        units: Of the last axis.

    Returns:
        The same shape. An indicator that is equal in all units tells them not apart: it is left empty by the methods
        that divide by its range or its spread.

    Raises:
        BadInput: A target, a goalpost or the reference unit is missing.
    """
    directions = np.array([one.direction for one in indicators], dtype=float)[:, None]
    turned = values * directions
    low, high = (one[..., None] for one in lowest_and_highest(turned))
    with np.errstate(invalid="ignore", divide="ignore"):
        match step.method:
            case "minmax":
                start, end = step.range
                result = (turned - low) / (high - low) * (end - start) + start
            case "zscore":
                result = (turned - mean(turned)[..., None]) / spread(turned)[
                    ..., None
                ] * step.spread + step.mean
            case "scaled":
                start, end = step.range
                result = (turned - start) / (end - start) * 100
            case "rank":
                result = ranks(turned)
            case "borda":
                result = ranks(turned) - 1
            case "percentile_rank":
                result = (ranks(turned) - 1) / (count(turned)[..., None] - 1)
            case "distance_to_maximum":
                result = 1 - (high - turned) / (high - low)
            case "fraction_of_maximum":
                result = turned / high
            case "distance_to_target":
                aims = _numbers(indicators, "target", step.method)[:, None] * directions
                result = _distance(turned, aims, low, step.cap)
            case "distance_to_reference":
                result = _distance(turned, turned[..., [_position(step.reference, units)]], low, step.cap)
            case "goalposts":
                result = _goalposts(values, step, indicators)
    return np.where(np.isfinite(result), result, np.nan)


def _distance(turned: Floats, aims: Floats, low: Floats, cap: bool) -> Floats:
    result: Floats = 1 - (aims - turned) / (aims - low)
    return np.where(result > 1, 1.0, result) if cap else result


def _goalposts(values: Floats, step: NormaliseStep, indicators: tuple[Element, ...]) -> Floats:
    lows = _numbers(indicators, "low", step.method)[:, None]
    highs = _numbers(indicators, "high", step.method)[:, None]
    for one in indicators:
        if (one.low or 0.0) >= (one.high or 0.0):
            raise BadInput(
                f"the goalposts of {one.code} run backwards; low must be under high, whatever the direction"
            )
    share = (values - lows) / (highs - lows)
    up = np.array([one.direction > 0 for one in indicators])[:, None]
    share = np.where(up, share, 1 - share)
    if step.truncate:
        share = np.clip(share, 0, 1)
    start, end = step.range
    result: Floats = share * (end - start) + start
    return result


def _numbers(indicators: tuple[Element, ...], name: str, method: str) -> Floats:
    for one in indicators:
        if getattr(one, name) is None:
            raise BadInput(f"{method} needs a {name} for {one.code}; add it to the metadata")
    return np.array([getattr(one, name) for one in indicators], dtype=float)


def _position(unit: str, units: tuple[str, ...]) -> int:
    if unit not in units:
        raise BadInput(f"the reference unit {unit!r} is not in the table, or was screened out; name another")
    return units.index(unit)


def scale_of(step: NormaliseStep | None) -> tuple[object, ...]:
    """What two normalisations must share for their scores to be numbers on one scale.

    Min–max and goalposts with the same ends share a scale; others only with themselves.
    """
    if step is None:
        return ("raw",)
    if step.method in ("minmax", "goalposts"):
        return ("range", *step.range)
    if step.method in ("percentile_rank", "distance_to_maximum"):
        return ("range", 0.0, 1.0)
    if step.method == "zscore":
        return ("zscore", step.mean, step.spread)
    return (step.method, step.range, step.reference)
