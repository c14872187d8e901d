"""From draws to scores: intervals, ranks, and the record that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rantau.profile.panel import Floats
from rantau.profile.settings import ProfileSettings
from rantau.store.records import Score

__all__ = ["Cell", "scores_of"]

# Scores are kept to this many decimals: far below their uncertainty, and far above the last bits in which one
# processor's arithmetic differs from another's.
_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One unit's score before it is set beside the others'."""

    unit: str
    value: float | None
    """None when it is not assessed."""
    draws: Floats
    """(draws,); not looked at when there is no value."""
    available: int
    expected: int
    inputs: tuple[str, ...]
    note: str = ""
    ranked: bool = True


def scores_of(element: str, year: int, cells: Sequence[Cell], settings: ProfileSettings) -> list[Score]:
    """Give the units' cells of one element their intervals, and their ranks among each other.

    The interval runs between percentiles of the draws. The value itself comes from the observations as they stand;
    filling gaps from the whole range pulls draws towards the middle, so the interval is widened where needed to hold
    the value. Rank 1 is the least secure; equal values share the better-placed rank number.
    """
    tail = (1 - settings.level) / 2
    ranked = [cell for cell in cells if cell.value is not None and cell.ranked]
    ranks: dict[str, tuple[int, int, int]] = {}
    if ranked:
        values = np.round([cell.value or 0.0 for cell in ranked], _DECIMALS)
        table = np.round(np.stack([cell.draws for cell in ranked], axis=1), _DECIMALS)
        # (draws, units): how many lie above each one. Units are few, so comparing all pairs is cheap enough.
        places = np.stack([1 + (table > table[:, [n]]).sum(axis=1) for n in range(len(ranked))], axis=1)
        lows = np.quantile(places, tail, axis=0, method="inverted_cdf")
        highs = np.quantile(places, 1 - tail, axis=0, method="inverted_cdf")
        for n, cell in enumerate(ranked):
            rank = 1 + int((values > values[n]).sum())
            ranks[cell.unit] = (rank, min(rank, int(lows[n])), max(rank, int(highs[n])))
    out = []
    for cell in cells:
        value: float | None = None
        low: float | None = None
        high: float | None = None
        if cell.value is not None:
            value = float(np.round(cell.value, _DECIMALS))
            ends = np.round(np.quantile(cell.draws, [tail, 1 - tail]), _DECIMALS)
            low, high = min(value, float(ends[0])), max(value, float(ends[1]))
        placed = ranks.get(cell.unit)
        out.append(
            Score(
                unit=cell.unit,
                element=element,
                year=year,
                value=value,
                low=low,
                high=high,
                rank=placed[0] if placed else None,
                rank_low=placed[1] if placed else None,
                rank_high=placed[2] if placed else None,
                available=cell.available,
                expected=cell.expected,
                assessed=value is not None,
                inputs=cell.inputs,
                note=cell.note,
            )
        )
    return out
