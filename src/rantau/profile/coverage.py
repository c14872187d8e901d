"""What was observed, how long ago, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rantau.framework.indicators import Indicator
from rantau.framework.words import DIMENSIONS
from rantau.profile.panel import latest
from rantau.profile.settings import ProfileSettings, profiled
from rantau.store.records import Observation

__all__ = ["CoverageCell", "coverage_table"]


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One indicator in one country."""

    indicator: str
    dimension: str
    place: str
    state: Literal["used", "too old", "missing"]
    year: int | None
    """The year of the observation that is used, or of the latest that is too old."""
    observation: str | None
    """Its id."""


def coverage_table(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    year: int,
    *,
    settings: ProfileSettings | None = None,
) -> list[CoverageCell]:
    """Indicator × country with the year used, sorted by dimension (in their order), indicator and country."""
    settings = settings or ProfileSettings()
    everything = list(observations)
    used = latest(everything, year, settings.look_back_years)
    ever = latest(everything, year, look_back_years=year)
    cells = []
    chosen = sorted(
        profiled(indicators, DIMENSIONS),
        key=lambda one: ([*DIMENSIONS].index(one.dimension), one.id),  # type: ignore[arg-type]
    )
    for indicator in chosen:
        for place in sorted(set(places)):
            key = (indicator.id, place)
            found = used.get(key) or ever.get(key)
            state: Literal["used", "too old", "missing"]
            state = "used" if key in used else "too old" if found else "missing"
            cells.append(
                CoverageCell(
                    indicator.id,
                    indicator.dimension,
                    place,
                    state,
                    found.year if found else None,
                    found.id if found else None,
                )
            )
    return cells
