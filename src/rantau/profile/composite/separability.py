"""From draws to intervals, and to which units can be told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.moments import ranks
from rantau.profile.composite.table import Floats

__all__ = ["Spread", "spread_of"]

_DECIMALS = 9
"""Scores are compared to this many decimals: a tie is not to be decided by the last bits of a sum."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One element's scores and ranks with their intervals. All arrays are in the order of the units."""

    units: tuple[str, ...]
    score: Floats
    score_low: Floats
    score_high: Floats
    """NaN where draws are on different scales."""
    rank: Floats
    rank_low: Floats
    rank_high: Floats
    """Rank 1 is the highest score, so that low is the better end."""
    above: Floats
    """(units, units): [a, b] is the probability that a scores above b; a tie counts half. NaN on the diagonal."""
    separable: float
    """Two units are told apart where one is above the other with at least this probability, and more: see ``apart``."""

    def apart(self, one: str, other: str) -> bool:
        """Whether two units can be told apart: one is surely enough above, and their ranks' intervals do not overlap.

        Both are asked for because a table of ranks compares very many pairs at once: among eight units that are in
        truth alike, one pair in 28 easily looks apart by its own probability.
        """
        a, b = self.units.index(one), self.units.index(other)
        if not max(self.above[a, b], self.above[b, a]) >= self.separable:
            return False
        return bool(self.rank_high[a] < self.rank_low[b] or self.rank_high[b] < self.rank_low[a])

    def not_separable(self, units: Iterable[str]) -> bool:
        """Whether no two of these units can be told apart.

        Raises:
            BadInput: A unit was not scored.
        """
        wanted = tuple(units)
        for unit in wanted:
            if unit not in self.units:
                raise BadInput(
                    f"the unit {unit!r} has no score in this index; the units are {', '.join(self.units)}"
                )
        return not any(self.apart(a, b) for a, b in combinations(wanted, 2))

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Runs of units, in the order of their ranks, of which no two can be told apart; as long as they go.

        Runs overlap: that A is not told apart from B, nor B from C, does not say that A is not from C.
        """
        order = [self.units[n] for n in np.argsort(self.rank, kind="stable") if np.isfinite(self.rank[n])]
        found: list[tuple[str, ...]] = []
        end = 0
        for begin in range(len(order)):
            end = max(end, begin + 1)
            grown = False
            while end < len(order) and not any(self.apart(order[end], one) for one in order[begin:end]):
                end += 1
                grown = True
            if end - begin > 1 and (grown or not found):
                found.append(tuple(order[begin:end]))
        return tuple(found)


def spread_of(
    units: tuple[str, ...],
    score: Floats,
    draws: Floats,
    level: float,
    separable: float,
    *,
    scores_compare: bool = True,
) -> Spread:
    """Intervals, ranks and probabilities of one element.

    The value itself comes from the data as they stand. Draws are not centred on it (a filled gap pulls towards the
    middle, an error at the end of a scale can go one way only), so an interval is widened where needed to hold it.

    Args:
        units: Their codes.
        score: (units,) as the data stand; NaN where there is none.
        draws: (draws, units); NaN where a draw has none.
        level: Coverage of the intervals.
        separable: Probability from which on two units are told apart.
        scores_compare: Whether draws are on the scale of ``score``.
    """
    there = np.isfinite(score)
    draws = np.where(there, draws, np.nan)
    rounded = np.round(draws, _DECIMALS)
    tails = [(1 - level) / 2, (1 + level) / 2]
    rank = ranks(-np.round(score, _DECIMALS))
    rank_low, rank_high = _ends(ranks(-rounded), tails, whole=True)
    low, high = _ends(draws, tails, whole=False) if scores_compare else (np.full(len(units), np.nan),) * 2
    return Spread(
        units=units,
        score=score,
        score_low=np.minimum(low, score),
        score_high=np.maximum(high, score),
        rank=rank,
        rank_low=np.fmin(rank_low, rank),
        rank_high=np.fmax(rank_high, rank),
        above=_above(rounded),
        separable=separable,
    )


def _ends(draws: Floats, tails: list[float], *, whole: bool) -> tuple[Floats, Floats]:
    """Percentiles of each column over the draws that have a value."""
    low, high = np.full(draws.shape[1], np.nan), np.full(draws.shape[1], np.nan)
    method: Literal["inverted_cdf", "linear"] = "inverted_cdf" if whole else "linear"
    there = np.isfinite(draws)
    full = there.all(axis=0)
    if full.any():
        low[full], high[full] = np.quantile(draws[:, full], tails, axis=0, method=method)
    for n in np.flatnonzero(there.any(axis=0) & ~full):
        low[n], high[n] = np.quantile(draws[there[:, n], n], tails, method=method)
    return low, high


def _above(draws: Floats) -> Floats:
    count = draws.shape[1]
    result = np.full((count, count), np.nan)
    for a, b in combinations(range(count), 2):
        difference = draws[:, a] - draws[:, b]
        both = int(np.isfinite(difference).sum())
        if both:
            up = int((difference > 0).sum()) + int((difference == 0).sum()) / 2
            result[a, b], result[b, a] = up / both, 1 - up / both
    return result
