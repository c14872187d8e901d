"""The states' answers as the API gives them: the fields of ``rantau monitor|measures|stance|instruments --json``."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "BondRow",
    "CommitmentRow",
    "MeasureRow",
    "MonitorRow",
    "ProposedMeasureRow",
    "RecommendationRow",
    "RegionRow",
    "StanceRow",
]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MonitorRow(_Row):
    """An indicator of the protection monitor for a state: the figure that stands, target, gap, word and trend."""

    indicator: str
    name: str
    state: str
    year: int | None
    value: float | None
    low: float | None
    high: float | None
    error: str
    target: float | None
    gap: float | None
    attained: float | None
    mark: str
    word: str
    trend: str
    missing: str
    said: list[str]
    sources: list[str]


class RegionRow(_Row):
    """An indicator over the study's states."""

    indicator: str
    name: str
    pillar: str
    dimension: str
    unit: str
    states: int
    with_data: int
    least: float | None
    median: float | None
    most: float | None
    target: float | None
    median_gap: float | None
    most_gap: float | None
    years: list[int]
    words: list[str]
    better: int
    worse: int
    without: list[str]


class CommitmentRow(_Row):
    """A duty that an indicator tests, for a state: promise beside practice."""

    state: str
    instrument: str
    article: str
    strength: str
    text: str
    bound: str
    since: str
    indicator: str
    tests: str
    word: str
    year: int | None
    gap: float | None
    trend: str
    finding: str


class MeasureRow(_Row):
    """A dated act of a state with its codes."""

    id: str
    iso3: str
    start: str
    end: str
    name: str
    description: str
    kind: str
    groups: list[str]
    level: str
    securitised: str
    protective: str
    dimensions: list[str]
    why: str
    source: str
    source_url: str
    confidence: str
    note: str
    origin: str


class ProposedMeasureRow(_Row):
    """An act of a state that a document may tell of, and what became of it."""

    id: str
    status: str
    state: str
    year: int | None
    dated: str
    name: str
    kind: str
    level: str
    securitised: str
    protective: str
    quote: str
    document: str
    page: int
    source_record: Annotated[str, Field(alias="from")]
    confidential: bool


class StanceRow(_Row):
    """A state on one of two axes that are never netted: the share that points to more, with its interval."""

    state: str
    year: str
    axis: str
    level: str
    stream: str
    share: float | None
    low: float
    high: float
    data: str
    more: int
    less: int
    mixed: int
    witnesses: int
    dated_by_document: int
    rests_on: list[str]


class BondRow(_Row):
    """Where a state stands towards an instrument."""

    state: str
    instrument: str
    name: str
    status: str
    bound_since: str
    hard: int
    qualified: int
    soft: int
    reserved: str
    reservations: str
    basis: str
    confidence: str
    source: str
    source_url: str
    note: str


class RecommendationRow(_Row):
    """What the evidence calls for, with what fired it."""

    id: str
    level: str
    state: str
    strength: str
    action: str
    actors: list[str]
    gaps: list[str]
    missing: list[str]
    evidence: list[str]
    effect: str
    scenario: str
    outcome: str
    difference: float | None
    low: float | None
    high: float | None
    contains_zero: bool | None
    success: list[str]
    wrong_if: str
    cost: str
    text: list[str]
