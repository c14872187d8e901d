"""What the numbers look like before and after: statistics, correlations, principal components, Cronbach's alpha."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.hierarchy import Hierarchy
from rantau.profile.composite.moments import lowest_and_highest, mean, median, shape, spread
from rantau.profile.composite.table import Floats

__all__ = [
    "Components",
    "CorrelationFlag",
    "Statistics",
    "correlation",
    "correlation_flags",
    "correlations",
    "cronbach_alpha",
    "principal_components",
    "statistics",
]

CorrelationKind = Literal["pearson", "spearman", "kendall"]


@dataclass(frozen=True, slots=True)
class Statistics:
    """One indicator over the units."""

    code: str
    minimum: float
    maximum: float
    mean: float
    median: float
    spread: float
    skewness: float
    kurtosis: float
    available: int
    nonzero: int
    unique: int
    same: int
    """How many units share the commonest value."""
    units: int
    low_availability: bool
    """Fewer than 65 % of the units have a value."""
    low_nonzero: bool
    low_unique: bool
    """Fewer than half of the units have a value other than zero; fewer than half as many different values as units."""
    outliers: bool
    """A skewness, without its sign, over 2 and kurtosis over 3.5."""


def statistics(values: Floats, codes: Sequence[str]) -> list[Statistics]:
    """Statistics of the columns of a table (units, columns), with COINr's thresholds for what is flagged."""
    found = []
    rows = values.T
    low, high = lowest_and_highest(rows)
    skewed, peaked = shape(rows)
    for n, code in enumerate(codes):
        there = rows[n][np.isfinite(rows[n])]
        unique, times = np.unique(there, return_counts=True)
        units, nonzero = len(values), int((there != 0).sum())
        found.append(
            Statistics(
                code=code,
                minimum=float(low[n]),
                maximum=float(high[n]),
                mean=float(mean(rows[n])),
                median=float(median(rows[n])),
                spread=float(spread(rows[[n]])[0]),
                skewness=float(skewed[n]),
                kurtosis=float(peaked[n]),
                available=len(there),
                nonzero=nonzero,
                unique=len(unique),
                same=int(times.max()) if len(times) else 0,
                units=units,
                low_availability=len(there) / units < 0.65,
                low_nonzero=nonzero / units < 0.5,
                low_unique=len(unique) / units < 0.5,
                outliers=bool(abs(skewed[n]) > 2 and peaked[n] > 3.5),
            )
        )
    return found


def correlation(one: Floats, other: Floats, kind: CorrelationKind = "pearson") -> float:
    """Correlation of two columns over the units that have both; NaN with fewer than two, or without spread."""
    return _correlate(one, other, kind)[0]


def _correlate(one: Floats, other: Floats, kind: CorrelationKind) -> tuple[float, float]:
    """Correlation and the probability of one as large where there is none (two-sided)."""
    from scipy import stats

    both = np.isfinite(one) & np.isfinite(other)
    x, y = one[both], other[both]
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan"), float("nan")
    if kind == "kendall":
        # The normal approximation also for few units: what R does where there are ties, or 50 units and more.
        found = stats.kendalltau(
            x, y, method="asymptotic" if len(x) >= 50 or _tied(x) or _tied(y) else "exact"
        )
        return float(found.statistic), float(found.pvalue)
    if kind == "spearman":
        x, y = stats.rankdata(x), stats.rankdata(y)
    found = stats.pearsonr(x, y)
    return float(found.statistic), float(found.pvalue) if len(x) > 2 else float("nan")


def _tied(values: Floats) -> bool:
    return len(np.unique(values)) < len(values)


def correlations(
    one: Floats, other: Floats, kind: CorrelationKind = "pearson", significance: float = 0.0
) -> Floats:
    """Correlations of the columns of two tables over the same units.

    Args:
        one: (units, n).
        other: (units, m).
        kind: Which correlation.
        significance: Leave out (NaN) those that chance alone gives with a greater probability; 0 keeps all.

    Returns:
        (n, m)
    """
    result = np.full((one.shape[1], other.shape[1]), np.nan)
    for n in range(one.shape[1]):
        for m in range(other.shape[1]):
            value, chance = _correlate(one[:, n], other[:, m], kind)
            if not significance or chance <= significance:
                result[n, m] = value
    return result


@dataclass(frozen=True, slots=True)
class CorrelationFlag:
    """Two indicators of one group that correlate too strongly, or against each other."""

    group: str
    one: str
    other: str
    value: float


def correlation_flags(
    values: Floats,
    hierarchy: Hierarchy,
    threshold: float = 0.9,
    *,
    below: bool = False,
    level: int = 2,
    kind: CorrelationKind = "pearson",
) -> list[CorrelationFlag]:
    """Pairs of indicators in one group that correlate above a threshold (or below one).

    Above 0.9 or so two indicators count one thing twice; below zero an aggregate of both hides what each says.

    Args:
        values: (units, indicators) in the order of ``hierarchy.indicators``.
        hierarchy: The index.
        threshold: The limit.
        below: Look for correlations under the threshold.
        level: The level of the groups.
        kind: Which correlation.
    """
    found = []
    places = {one.code: n for n, one in enumerate(hierarchy.indicators)}
    for group in hierarchy.at_level(level):
        members = [one.code for one in hierarchy.beneath(group.code)]
        for n, first in enumerate(members):
            for second in members[n + 1 :]:
                value = correlation(values[:, places[first]], values[:, places[second]], kind)
                if value < threshold if below else value > threshold:
                    found.append(CorrelationFlag(group.code, first, second, value))
    return found


@dataclass(frozen=True, slots=True)
class Components:
    """Principal components, the one of greatest variance first."""

    loadings: Floats
    """(columns, components); each component's squares sum to 1, its sign is free."""
    spreads: Floats
    """Standard deviation of each component."""
    shares: Floats
    """Share of the variance of each."""
    used: int
    left_out: int
    """Units without and with gaps."""


def principal_components(values: Floats) -> Components:
    """Principal components of standardised columns, over the units without gaps.

    Args:
        values: (units, columns).

    Raises:
        BadInput: Fewer than three units have no gap, or a column has no spread.
    """
    whole = np.isfinite(values).all(axis=1)
    data = values[whole]
    if len(data) < 3:
        raise BadInput("principal components need at least three units without gaps; fill gaps first")
    away = data - data.mean(axis=0)
    scale = away.std(axis=0, ddof=1)
    if not (scale > 0).all():
        raise BadInput(
            "principal components cannot use an indicator that is the same in all units; leave it out"
        )
    _, singular, axes = np.linalg.svd(away / scale, full_matrices=False)
    spreads = singular / np.sqrt(len(data) - 1)
    return Components(axes.T, spreads, spreads**2 / (spreads**2).sum(), int(whole.sum()), int((~whole).sum()))


def cronbach_alpha(values: Floats) -> float:
    """Cronbach's alpha (1951) of the columns of (units, columns), over the covariances of the pairs that are there.

    At most 1. Below zero the columns run against each other on average: their mean stands for none of them.
    NaN for fewer than two columns, minus infinity where their sum does not vary though they do.
    """
    columns = values.shape[1]
    if columns < 2:
        return float("nan")
    covariances = np.full((columns, columns), np.nan)
    for n in range(columns):
        for m in range(columns):
            both = np.isfinite(values[:, n]) & np.isfinite(values[:, m])
            if both.sum() >= 2:
                x, y = values[both, n], values[both, m]
                covariances[n, m] = ((x - x.mean()) * (y - y.mean())).sum() / (both.sum() - 1)
    total = float(np.nansum(covariances))
    off = (total - float(np.nansum(np.diag(covariances)))) / (columns * (columns - 1))
    if not total > 1e-12 * float(np.nansum(np.abs(covariances))):
        # The columns make up for each other entirely, and their sum does not vary.
        return float("-inf") if off < 0 else float("nan")
    return float(columns**2 * off / total)
