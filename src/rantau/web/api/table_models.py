"""Rows of tables as the API gives them: of which screens show the first few, and lists the whole."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = [
    "AgreementByCodeRow",
    "ApartRow",
    "LearnedRow",
    "LeverRow",
    "PairRow",
    "RoundChangeRow",
]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RoundChangeRow(_Row):
    """What a round of the monitor changed: a figure before and now."""

    round: str
    name: str
    what: str
    indicator: str
    state: str
    year: int
    before: float | None
    before_round: str
    now: float | None
    status: str
    source: str
    note: str


class PairRow(_Row):
    """Two codes that stand on the same passages: how often, of how many, Jaccard index and lift."""

    first: str
    first_name: str
    second: str
    second_name: str
    together: int
    either: int
    jaccard: float
    lift: float


class AgreementByCodeRow(_Row):
    """Agreement between coders on a code, on passages (``units``) or characters, each coefficient with its interval."""

    code: str
    level: str
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    cohen: float | None
    cohen_low: float | None
    cohen_high: float | None
    fleiss: float | None
    fleiss_low: float | None
    fleiss_high: float | None
    ac1: float | None
    ac1_low: float | None
    ac1_high: float | None
    percent: float | None
    percent_low: float | None
    percent_high: float | None
    codings: int
    judged: int


class ApartRow(_Row):
    """Two countries or corridors: how surely the first is less secure, and whether they can be told apart."""

    unit: str
    name: str
    other: str
    other_name: str
    kind: str
    above: float
    apart: bool


class LearnedRow(_Row):
    """A code: passages on which people accepted and rejected it, and whether suggestions learn from them."""

    code: str
    name: str
    accepted: int
    rejected: int
    missing: int
    learned: bool


class LeverRow(_Row):
    """A lever: what a scenario may change, where it acts, and between which values."""

    name: str
    meaning: str
    scope: str
    low: float
    high: float
    unit: str
