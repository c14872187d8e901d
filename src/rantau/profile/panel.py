"""Indicators × units as one table of numbers, and the many tables it could have been.

A :class:`Panel` holds for each unit and indicator the observation that is used. :func:`draw` gives its Monte Carlo
versions: each observation moved within its error, each gap filled from the whole range.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from rantau.framework.indicators import Indicator
from rantau.profile.settings import ProfileSettings, insecurity_sign
from rantau.store.records import Observation

__all__ = ["Floats", "Panel", "draw", "latest", "make_panel", "minmax", "random_weights", "spread_of"]

Floats = NDArray[np.float64]


def latest(
    observations: Iterable[Observation], year: int, look_back_years: int
) -> dict[tuple[str, str], Observation]:
    """The observation used for each (indicator, place): the latest one that is not too old.

    Of several in the same year, one that states its error goes before one that does not; then the order of ids
    decides, so that the choice does not hang on the order of the rows.
    """
    best: dict[tuple[str, str], Observation] = {}

    def preference(one: Observation) -> tuple[int, bool, str]:
        return (-one.year, one.low is None and one.high is None, one.id)

    for one in observations:
        if year - look_back_years <= one.year <= year and np.isfinite(one.value):
            key = (one.indicator, one.place)
            if key not in best or preference(one) < preference(best[key]):
                best[key] = one
    return best


@dataclass(frozen=True, slots=True)
class Panel:
    """Units × indicators. Rows and columns are sorted by id, so that no result hangs on their order."""

    units: tuple[str, ...]
    indicators: tuple[str, ...]
    dimensions: tuple[str, ...]
    """The dimension of each indicator."""
    signs: Floats
    """+1 or -1 for each indicator: see :func:`rantau.profile.settings.insecurity_sign`."""
    values: Floats
    """(units, indicators); NaN where nothing usable was observed."""
    below: Floats
    above: Floats
    """Standard errors towards lower and higher values, in the indicator's unit."""
    used: dict[tuple[int, int], str]
    """Observation ids by (row, column), for the cells that are not NaN."""

    def columns(self, dimension: str) -> list[int]:
        return [position for position, name in enumerate(self.dimensions) if name == dimension]


def make_panel(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    units: Iterable[str],
    year: int,
    settings: ProfileSettings,
) -> Panel:
    """Lay the latest observations out as a table.

    An indicator observed in fewer than two units, or equal in all of them, says nothing about differences between
    them and cannot be put on a common scale: its column is left empty.
    """
    rows = tuple(sorted(set(units)))
    chosen = sorted({one.id: one for one in indicators}.values(), key=lambda one: one.id)
    picked = latest(observations, year, settings.look_back_years)
    shape = (len(rows), len(chosen))
    values, below, above = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)
    used: dict[tuple[int, int], str] = {}
    deviations = NormalDist().inv_cdf(0.5 + settings.stated_level / 2)
    for column, indicator in enumerate(chosen):
        found = {
            row: picked[indicator.id, unit] for row, unit in enumerate(rows) if (indicator.id, unit) in picked
        }
        spread = spread_of([one.value for one in found.values()])
        if spread == 0:
            continue
        for row, one in found.items():
            assumed = settings.assumed_error * spread
            values[row, column] = one.value
            below[row, column] = assumed if one.low is None else max(0.0, one.value - one.low) / deviations
            above[row, column] = assumed if one.high is None else max(0.0, one.high - one.value) / deviations
            used[row, column] = one.id
    return Panel(
        units=rows,
        indicators=tuple(one.id for one in chosen),
        dimensions=tuple(one.dimension for one in chosen),
        signs=np.array([insecurity_sign(one) for one in chosen], dtype=float),
        values=values,
        below=below,
        above=above,
        used=used,
    )


def spread_of(values: Sequence[float]) -> float:
    """The range of the values, or 0 where it is no more than rounding."""
    if len(values) < 2:
        return 0.0
    spread = max(values) - min(values)
    return spread if spread > 1e-9 * max(abs(value) for value in values) else 0.0


def minmax(values: Floats, signs: Floats) -> Floats:
    """Min–max over the units (second-last axis), turned so that 100 is the least secure. NaN stays NaN."""
    observed = np.isfinite(values)
    low = np.min(values, axis=-2, keepdims=True, where=observed, initial=np.inf)
    high = np.max(values, axis=-2, keepdims=True, where=observed, initial=-np.inf)
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = 100 * (values - low) / (high - low)
    turned: Floats = np.where(signs > 0, scaled, 100 - scaled)
    return turned


def draw(panel: Panel, settings: ProfileSettings, rng: np.random.Generator) -> Floats:
    """Normalised tables that the panel could have been.

    Assumptions: errors are independent and normal, with a standard error of its own on each side where a source's
    interval is lopsided; the scale is set anew in each draw, since the lowest and highest are uncertain as well; a
    missing cell may lie anywhere between the lowest and the highest observed.

    Returns:
        (draws, units, indicators), from 0 to 100, without NaN.
    """
    shape = (settings.draws, *panel.values.shape)
    noise = rng.standard_normal(shape)
    gaps = rng.uniform(0, 100, shape)
    moved = panel.values + np.where(noise < 0, noise * panel.below, noise * panel.above)
    scaled = minmax(moved, panel.signs)
    return np.where(np.isfinite(scaled), scaled, gaps)


def random_weights(parts: int, settings: ProfileSettings, rng: np.random.Generator) -> Floats:
    """Weights around equal ones, from a Dirichlet distribution: (draws, parts), each row sums to 1."""
    return rng.dirichlet(np.full(parts, settings.weight_concentration), settings.draws)
