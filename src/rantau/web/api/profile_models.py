"""Profiles as the API gives them: the fields of ``rantau profile --json``."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

__all__ = ["CorridorRow", "CountryRow", "CoverageRow", "UnitReport"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _ScoreRow(_Row):
    unit: str
    name: str
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
    note: str


class CountryRow(_ScoreRow):
    """A country: the whole with its interval and rank, and its seven dimensions; null where not assessed."""

    economic: float | None
    food: float | None
    health: float | None
    environmental: float | None
    personal: float | None
    community: float | None
    political: float | None


class CorridorRow(_ScoreRow):
    """A corridor: exposure with its interval and rank, its three legs, and its migrants."""

    origin: float | None
    route: float | None
    destination: float | None
    migrants: float | None
    migrants_year: int | None
    migrants_observation: str | None


class CoverageRow(_Row):
    """One indicator of one country: used, too old or missing."""

    indicator: str
    name: str
    dimension: str
    place: str
    country: str
    state: str
    year: int | None
    observation: str | None


class IndicatorRow(_Row):
    """An indicator beneath a score, with every observation of it."""

    indicator: str
    name: str
    unit: str
    direction: str
    scale: list[float] | None
    score: float | None
    low: float | None
    high: float | None
    note: str
    observations: list[dict[str, Any]]


class PartRow(_ScoreRow):
    """A country's element beneath a leg."""

    element: str
    indicators: list[IndicatorRow]


class ElementRow(_ScoreRow):
    """A score of a unit, opened to what it rests on."""

    element: str
    weight: float | None = None
    parts: list[PartRow] = []
    indicators: list[IndicatorRow] = []


class DifferenceRow(_Row):
    """One element of one country in two sets of observations."""

    unit: str
    name: str
    element: str
    first: float | None
    second: float | None
    difference: float | None
    low: float | None
    high: float | None
    worse: float | None
    compared: int
    expected: int
    renewed: int
    assessed: bool
    inputs: list[str]
    note: str


class UnitReport(_Row):
    """One country or corridor, opened down to the source of each figure."""

    unit: str
    name: str
    year: int
    scale_spans: list[int]
    assumed: list[str]
    scores: list[ElementRow]
    changes: list[DifferenceRow]
    women_and_men: list[DifferenceRow]
    migrants: dict[str, Any] | None = None
    claims_left_out: list[dict[str, Any]]
