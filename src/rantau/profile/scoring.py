"""From a spread, the engine's scores and ranks with their intervals, to the records that a study keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rantau.profile.composite.separability import Spread
from rantau.store.records import Score

__all__ = ["Basis", "scores_of"]

_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What one unit's score rests on."""

    available: int
    expected: int
    inputs: tuple[str, ...]
    note: str = ""


def scores_of(
    element: str, year: int, spread: Spread, basis: Sequence[Basis], *, ranks: Spread | None = None
) -> list[Score]:
    """One element's scores, in the order of the units.

    Rank 1 is the least secure; equal values share the better-placed rank number. A score that is not assessed has no
    value, and a rank is never given without its interval.

    Args:
        element: A dimension, an indicator, a leg …
        year: Of the profile.
        spread: Scores with their intervals.
        basis: What each unit's score rests on.
        ranks: Where the ranks are taken from; a unit without a score there is not ranked. None gives no ranks.
    """
    out = []
    for n, (unit, under) in enumerate(zip(spread.units, basis, strict=True)):
        assessed = bool(np.isfinite(spread.score[n]))
        ranked = assessed and ranks is not None and bool(np.isfinite(ranks.rank[n]))
        value, low, high = (
            round(float(one[n]), _DECIMALS) if assessed else None
            for one in (spread.score, spread.score_low, spread.score_high)
        )
        rank, rank_low, rank_high = (
            int(one[n]) if ranked else None
            for one in ((ranks.rank, ranks.rank_low, ranks.rank_high) if ranks else (spread.rank,) * 3)
        )
        out.append(
            Score(
                unit=unit, element=element, year=year, value=value, low=low, high=high,
                rank=rank, rank_low=rank_low, rank_high=rank_high,
                available=under.available, expected=under.expected, assessed=assessed,
                inputs=under.inputs, note=under.note,
            )
        )  # fmt: skip
    return out
