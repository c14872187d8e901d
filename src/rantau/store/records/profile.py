"""Observations and scores."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Observation", "Score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Indicator × place × period × value × unit × source."""

    id: str
    indicator: str
    place: str
    year: int
    value: float
    unit: str
    source: str
    origin: str
    """Where it came from: ``baseline/observations.csv:17``, ``data/x.csv:3`` or a claim's id."""
    low: float | None = None
    high: float | None = None
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One cell of a human-security profile: insecurity on 0 (most secure) to 100 (least secure)."""

    unit: str
    """``MYS`` for a country, ``MMR>THA`` for a corridor."""
    element: str
    """A dimension, ``human_security``, an indicator's id, or of a corridor ``origin``, ``route``, ``destination``
    (its legs) or ``exposure`` (all of them)."""
    year: int
    value: float | None
    low: float | None
    high: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    available: int
    expected: int
    assessed: bool
    inputs: tuple[str, ...] = ()
    """Ids of the observations beneath it."""
    note: str = ""
