"""Filling gaps: from other units, from other years, from other indicators, each with the spread it leaves unexplained.

Means and medians are taken anew in each draw. What is fitted (the models of EM and regression, values from other years)
is fitted once, on the data as they stand, and then applied to every draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.moments import lowest_and_highest, mean, median, spread
from rantau.profile.composite.table import Floats, Places, Table

__all__ = [
    "FromOtherYears",
    "UnitModel",
    "fill_by_center",
    "fill_by_models",
    "fill_from_range",
    "from_other_years",
    "grouped",
]


def grouped(groups: Sequence[str] | None, units: int) -> list[Places]:
    """Positions of the units of each group; all units for no grouping.

    A unit without a group is one of its own: nothing is filled from it, and it is not filled.
    """
    if groups is None:
        return [np.arange(units)]
    return [
        np.array([n for n, one in enumerate(groups) if one == name]) for name in dict.fromkeys(groups) if name
    ]


def fill_by_center(
    values: Floats, groups: list[Places], noise: Floats | None = None, *, middle: bool = False
) -> Floats:
    """Fill each gap with the mean (or median) of the units of its group.

    A group in which an indicator was observed nowhere keeps its gap.

    Args:
        values: (draws, indicators, units).
        groups: Positions of the units of each group.
        noise: (draws, indicators, units) standard normal, to draw each filled value from a normal distribution with
            the group's standard deviation; None for the mean itself.
        middle: Take medians.
    """
    result = values.copy()
    for members in groups:
        rows, columns = np.nonzero(np.isnan(values[0][:, members]))  # gaps are the same in all draws
        if not len(rows):
            continue
        open_, back = np.unique(rows, return_inverse=True)
        part = values[:, open_[:, None], members]
        filled = (median if middle else mean)(part)[:, back]
        if noise is not None:
            filled = filled + noise[:, rows, members[columns]] * np.nan_to_num(spread(part))[:, back]
        result[:, rows, members[columns]] = filled
    return result


def fill_from_range(
    values: Floats, goalposts: Sequence[tuple[float | None, float | None]], noise: Floats
) -> Floats:
    """Fill each gap with a value from anywhere on its indicator's scale, all equally likely: nothing is known of it.

    Args:
        values: (draws, indicators, units).
        goalposts: Ends of each indicator's scale; where it has none, the least and the greatest value of the draw.
        noise: (draws, indicators, units) standard normal, turned into even numbers from 0 to 1.
    """
    from scipy.special import ndtr

    rows, columns = np.nonzero(np.isnan(values[0]))  # gaps are the same in all draws
    if not len(rows):
        return values
    lows, highs = lowest_and_highest(values[:, rows])
    for n, row in enumerate(rows):
        low, high = goalposts[int(row)]
        lows[:, n] = lows[:, n] if low is None else low
        highs[:, n] = highs[:, n] if high is None else high
    result = values.copy()
    result[:, rows, columns] = lows + ndtr(noise[:, rows, columns]) * (highs - lows)
    return result


@dataclass(frozen=True, slots=True)
class UnitModel:
    """How the gaps of one unit follow from what it has: ``intercept + slopes @ known + factor @ noise``."""

    unit: int
    gaps: Places
    """Indicators that are filled …"""
    known: Places
    """… from these."""
    intercept: Floats
    """(gaps,)"""
    slopes: Floats
    """(gaps, known)"""
    factor: Floats
    """(gaps, gaps) lower triangle: square root of the covariance of what is left unexplained."""


def fill_by_models(values: Floats, models: Sequence[UnitModel], noise: Floats | None = None) -> Floats:
    """Fill gaps from other indicators of the same unit.

    Args:
        values: (draws, indicators, units).
        models: As fitted by ``fit_em`` or ``fit_regression``.
        noise: (draws, indicators, units) standard normal; None for the expected values themselves.
    """
    result = values.copy()
    for one in models:
        known = values[:, one.known, one.unit]
        for n, gap in enumerate(one.gaps):
            # Summed in a fixed order, so that a draw gives the same bits in any company.
            filled = np.full(len(values), one.intercept[n])
            for k in range(len(one.known)):
                filled += one.slopes[n, k] * known[:, k]
            if noise is not None:
                for m in range(n + 1):
                    filled += one.factor[n, m] * noise[:, one.gaps[m], one.unit]
            result[:, gap, one.unit] = filled
    return result


@dataclass(frozen=True, slots=True)
class FromOtherYears:
    """What other years say about gaps: (indicators, units), NaN where they say nothing."""

    values: Floats
    spreads: Floats
    """Standard deviation of the change over as many years as the value is away (of a random walk)."""


def from_other_years(
    table: Table,
    panel: dict[int, Table],
    year: int,
    columns: Sequence[str],
    *,
    line: bool,
    furthest: int | None,
) -> FromOtherYears:
    """Values for the gaps of one year, from the other years of a panel.

    Args:
        table: The year that is filled.
        panel: Year -> table; units may differ.
        year: Which year ``table`` is.
        columns: The indicators.
        line: Draw a straight line between the years before and after; where there is one of the two only, take that.
            Otherwise take the last year before.
        furthest: A value from more than this many years away is not used.

    Raises:
        BadInput: There is no other year.
    """
    years = sorted(one for one in panel if one != year)
    if not years:
        raise BadInput(
            "filling gaps from other years needs a panel; name one in the build, or choose another method"
        )
    shape = (len(columns), len(table.units))
    values, spreads = np.full(shape, np.nan), np.zeros(shape)
    raw = table.pick(columns).T
    there = {
        one: {unit: panel[one].pick(columns)[row] for row, unit in enumerate(panel[one].units)}
        for one in years
    }
    there[year] = {unit: raw[:, row] for row, unit in enumerate(table.units)}
    for indicator in range(len(columns)):
        yearly = _yearly_change(there, indicator)
        for unit in np.flatnonzero(np.isnan(raw[indicator])):
            seen = {
                one: float(there[one][table.units[unit]][indicator])
                for one in years
                if table.units[unit] in there[one] and np.isfinite(there[one][table.units[unit]][indicator])
            }
            before = max((one for one in seen if one < year), default=None)
            after = min((one for one in seen if one > year), default=None) if line else None
            if furthest is not None:
                before = before if before is not None and year - before <= furthest else None
                after = after if after is not None and after - year <= furthest else None
            if before is not None and after is not None:
                share = (year - before) / (after - before)
                values[indicator, unit] = seen[before] + share * (seen[after] - seen[before])
                steps = (year - before) * (after - year) / (after - before)  # of a bridge between the two
            elif before is not None or after is not None:
                nearest = before if before is not None else after
                assert nearest is not None
                values[indicator, unit], steps = seen[nearest], abs(year - nearest)
            else:
                continue
            spreads[indicator, unit] = yearly * np.sqrt(steps)
    return FromOtherYears(values, spreads)


def _yearly_change(there: dict[int, dict[str, Floats]], indicator: int) -> float:
    """Root mean square of the change in a year, over all units and consecutive observations; 0 for none."""
    squares = []
    for unit in dict.fromkeys(unit for table in there.values() for unit in table):
        seen = [
            (one, float(there[one][unit][indicator]))
            for one in sorted(there)
            if unit in there[one] and np.isfinite(there[one][unit][indicator])
        ]
        squares += [(b - a) ** 2 / (later - earlier) for (earlier, a), (later, b) in pairwise(seen)]
    return float(np.sqrt(np.mean(squares))) if squares else 0.0
