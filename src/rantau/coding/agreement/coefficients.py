"""Coefficients of agreement on units, from sums that add up over units.

Everything a coefficient needs is a sum over units (:class:`Sums`), so that a bootstrap sample is a weighted sum of the
sums of its clusters, and never a second look at the data. Each array has the samples in its first axis.

A coefficient that cannot be had is None, with a sentence that says why; NaN never leaves this module.

Sources:
    Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, Annenberg School for Communication.
    Cohen, J. (1960), A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20, 37-46.
    Light, R. J. (1971), Measures of response agreement for qualitative data, Psychol. Bull. 76, 365-377.
    Fleiss, J. L. (1971), Measuring nominal scale agreement among many raters, Psychol. Bull. 76, 378-382.
    Gwet, K. L. (2008), Computing inter-rater reliability and its variance in the presence of high agreement,
    Br. J. Math. Stat. Psychol. 61, 29-48; and (2014), Handbook of Inter-Rater Reliability, 4th ed., for missing values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["COEFFICIENTS", "Coefficient", "Measure", "Sums", "measure", "rate", "sums_of_ratings"]

Coefficient = Literal["alpha", "cohen", "fleiss", "ac1", "percent"]

_ONE_CODER = "Fewer than two coders judged the same unit, so there is nothing to compare."
_ONE_CATEGORY = (
    "Only one category was used, so agreement by chance is certain and the coefficient has no value."
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A coefficient with its bootstrap interval.

    ``low`` and ``high`` bound the middle 95 % of the bootstrap samples in which the coefficient has a value; both are
    None where no interval can be had. ``reason`` says in a sentence why a value or an interval is missing.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over units, one row a cluster of units (a document). q categories, p pairs of coders.

    Attributes:
        pairable: Values in units with two or more values, by category (n_c of Krippendorff). Shape (rows, q).
        agreeing: Coincidences on the diagonal, Σ_u n_uc (n_uc - 1) / (m_u - 1), over all categories. Shape (rows,).
        shares: Σ_u n_uc / m_u, by category, over units with any value (π of Gwet and of Fleiss). Shape (rows, q).
        units: Units with any value. Shape (rows,).
        compared: Units with two or more values. Shape (rows,).
        agreed: Σ_u Σ_c n_uc (n_uc - 1) / (m_u (m_u - 1)). Shape (rows,).
        crossed: How often coder a of a pair said c where coder b said k. Shape (rows, p, q, q).
    """

    pairable: Floats
    agreeing: Floats
    shares: Floats
    units: Floats
    compared: Floats
    agreed: Floats
    crossed: Floats

    def resampled(self, weights: Floats) -> Sums:
        """The sums of samples of the rows; ``weights`` says how often each sample (row) has each cluster (column)."""
        rows, pairs, q, _ = self.crossed.shape
        return Sums(
            weights @ self.pairable,
            weights @ self.agreeing,
            weights @ self.shares,
            weights @ self.units,
            weights @ self.compared,
            weights @ self.agreed,
            (weights @ self.crossed.reshape(rows, pairs * q * q)).reshape(len(weights), pairs, q, q),
        )

    def total(self) -> Sums:
        return self.resampled(np.ones((1, len(self.units))))

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            *(
                getattr(self, name) + getattr(other, name) for name in self.__slots__
            )  # every field is an array
        )


def sums_of_ratings(
    ratings: Ints, categories: int, *, weights: Floats | None = None, cluster: Ints | None = None
) -> Sums:
    """Sum up a table of ratings.

    Args:
        ratings: A row for each unit, a column for each coder; categories counted from 0, -1 where a value is missing.
        categories: How many categories there are.
        weights: How many units each row stands for; one each by default.
        cluster: The number, from 0, of the cluster each row belongs to; by default each row is one of its own.
    """
    units, coders = ratings.shape
    weight = np.ones(units) if weights is None else np.asarray(weights, dtype=np.float64)
    place = np.arange(units) if cluster is None else cluster
    rows = int(place.max()) + 1 if units else 0

    def gather(values: Floats) -> Floats:
        return np.bincount(place, weights=values * weight, minlength=rows).astype(np.float64)

    counts = np.stack([(ratings == c).sum(axis=1) for c in range(categories)], axis=1).astype(np.float64)
    m = counts.sum(axis=1)
    two = m >= 2
    same = (counts * (counts - 1)).sum(axis=1)
    rest = np.where(two, m - 1, 1.0)
    any_value = np.where(m > 0, m, 1.0)
    pairs = [(a, b) for a in range(coders) for b in range(a + 1, coders)]
    crossed = np.zeros((rows, len(pairs), categories, categories))
    for number, (a, b) in enumerate(pairs):
        first, second = ratings[:, a], ratings[:, b]
        both = (first >= 0) & (second >= 0)
        cell = (place[both] * categories + first[both]) * categories + second[both]
        found = np.bincount(cell, weights=weight[both], minlength=rows * categories * categories)
        crossed[:, number] = found.reshape(rows, categories, categories)
    return Sums(
        pairable=np.stack([gather(np.where(two, counts[:, c], 0.0)) for c in range(categories)], axis=1),
        agreeing=gather(np.where(two, same / rest, 0.0)),
        shares=np.stack([gather(counts[:, c] / any_value) for c in range(categories)], axis=1),
        units=gather((m > 0).astype(np.float64)),
        compared=gather(two.astype(np.float64)),
        agreed=gather(np.where(two, same / (any_value * rest), 0.0)),
        crossed=crossed,
    )


def _corrected(observed: Floats, expected: Floats) -> Floats:
    """(observed - expected) / (1 - expected); NaN where chance agreement is certain."""
    room = 1.0 - expected
    # Sums of floats leave a trace of room where there is none.
    possible = room > 1e-12
    return np.where(possible, (observed - expected) / np.where(possible, room, 1.0), np.nan)


def _ratio(over: Floats, under: Floats) -> Floats:
    return np.where(under > 0, over / np.where(under > 0, under, 1.0), np.nan)


def _alpha(sums: Sums) -> Floats:
    """1 - (n - 1) (n - Σ o_cc) / (n² - Σ n_c²), Krippendorff 2011."""
    n = sums.pairable.sum(axis=1)
    expected = n * n - (sums.pairable**2).sum(axis=1)
    possible = expected > 1e-9 * np.maximum(n * n, 1.0)
    value = 1.0 - (n - 1.0) * (n - sums.agreeing) / np.where(possible, expected, 1.0)
    return np.where(possible, value, np.nan)


def _cohen(sums: Sums) -> Floats:
    """Mean over pairs of coders of Cohen's kappa (Light 1971); pairs without a value are left out."""
    total = sums.crossed.sum(axis=(2, 3))
    table = sums.crossed / np.where(total > 0, total, 1.0)[:, :, None, None]
    observed = np.trace(table, axis1=2, axis2=3)
    expected = (table.sum(axis=3) * table.sum(axis=2)).sum(axis=2)
    kappa = np.where(total > 0, _corrected(observed, expected), np.nan)
    known = ~np.isnan(kappa)
    return _ratio(np.where(known, kappa, 0.0).sum(axis=1), known.sum(axis=1).astype(np.float64))


def _percent(sums: Sums) -> Floats:
    return _ratio(sums.agreed, sums.compared)


def _fleiss(sums: Sums) -> Floats:
    """Fleiss 1971; with missing values as Gwet 2014 has it, which is the same where none are missing."""
    share = sums.shares / np.where(sums.units > 0, sums.units, 1.0)[:, None]
    return _corrected(_percent(sums), (share**2).sum(axis=1))


def _ac1(sums: Sums) -> Floats:
    """Gwet 2008: chance agreement is Σ π_c (1 - π_c) / (q - 1)."""
    q = sums.shares.shape[1]
    if q < 2:
        return np.full(len(sums.units), np.nan)
    share = sums.shares / np.where(sums.units > 0, sums.units, 1.0)[:, None]
    return _corrected(_percent(sums), (share * (1.0 - share)).sum(axis=1) / (q - 1))


COEFFICIENTS: Mapping[Coefficient, Callable[[Sums], Floats]] = {
    "alpha": _alpha,
    "cohen": _cohen,
    "fleiss": _fleiss,
    "ac1": _ac1,
    "percent": _percent,
}


def _reason(name: Coefficient, total: Sums) -> str:
    if total.compared[0] <= 0:
        return _ONE_CODER
    if name == "cohen" and (total.pairable[0] > 0).sum() > 1:
        return "No pair of coders used more than one category between them, so Cohen's kappa has no value."
    return _ONE_CATEGORY


def measure(name: Coefficient, sums: Sums, samples: Sums | None = None) -> Measure:
    """A coefficient of all rows together, with its interval from samples of them."""
    total = sums.total()
    value = float(COEFFICIENTS[name](total)[0])
    if np.isnan(value):
        return Measure(None, reason=_reason(name, total))
    return interval(value, None if samples is None else COEFFICIENTS[name](samples), len(sums.units))


def interval(value: float, sampled: Floats | None, clusters: int) -> Measure:
    """Put the percentile interval around a value (Efron and Tibshirani 1993, section 13.3)."""
    if sampled is None:
        return Measure(value)
    if clusters < 2:
        return Measure(value, reason="There is only one cluster to sample from, so there is no interval.")
    known = sampled[~np.isnan(sampled)]
    if len(known) < len(sampled) / 2:
        return Measure(
            value,
            reason="The coefficient has no value in most bootstrap samples, so there is no interval.",
        )
    low, high = np.percentile(known, [2.5, 97.5])
    return Measure(value, float(low), float(high))


def rate(
    ratings: Ints, categories: int, *, cluster: Ints | None = None, samples: int = 1000, seed: int = 0
) -> dict[Coefficient, Measure]:
    """Every coefficient of one table of ratings, with bootstrap intervals over its clusters (by default its units).

    Args:
        ratings: As in :func:`sums_of_ratings`.
        categories: How many categories there are.
        cluster: As in :func:`sums_of_ratings`.
        samples: Bootstrap samples; none for 0.
        seed: Seed of the sampling.
    """
    sums = sums_of_ratings(ratings, categories, cluster=cluster)
    drawn = sums.resampled(draw(len(sums.units), samples, seed)) if samples and len(sums.units) else None
    return {name: measure(name, sums, drawn) for name in COEFFICIENTS}


def draw(clusters: int, samples: int, seed: int) -> Floats:
    """How often each of ``samples`` bootstrap samples has each cluster. Shape (samples, clusters)."""
    generator = np.random.Generator(np.random.PCG64(seed))
    counts = generator.multinomial(clusters, np.full(clusters, 1.0 / clusters), size=samples)
    return counts.astype(np.float64)
