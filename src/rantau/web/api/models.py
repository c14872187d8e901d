"""Records as the API gives them: the fields of the commands' ``--json``."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

__all__ = ["ClaimGroupRow", "ClaimRow", "EventRow", "GradeRow", "Message", "PlaceRow", "Row", "StepRow"]


class Row(BaseModel):
    """Fields that a row may have, and no others."""

    model_config = ConfigDict(extra="forbid")


class Message(Row):
    """Why something could not be done, in one sentence."""

    message: str


class PlaceRow(Row):
    """A place that a record is about."""

    id: str
    role: str


class PeriodRow(Row):
    """A period as stated, with its ends as ISO dates of reduced precision."""

    start: str
    end: str
    text: str


class PeopleRow(Row):
    """Who is counted; empty where the text does not say."""

    sex: str
    age: str
    documentation: str
    sector: str
    nationality: str


class ClaimRow(Row):
    """A statement of quantity, with its quotation and page."""

    id: str
    quote: str
    value: float | None
    low: float | None
    high: float | None
    qualifier: str
    unit: str
    measure: str
    indicator: str | None
    places: list[PlaceRow]
    group: PeopleRow
    period: PeriodRow | None
    citations: list[str]
    own_data: bool
    document: str
    page: int
    confidence: float
    status: str
    extracted_by: str
    confidential: bool
    notes: list[str]
    machine: dict[str, str] | None
    """What the machine read, field by field, where a person corrected it."""


class GroupedClaimRow(Row):
    """A claim within a group."""

    id: str
    value: float | None
    low: float | None
    high: float | None
    qualifier: str
    unit: str
    period: PeriodRow | None
    quote: str
    document: str
    page: int
    confidential: bool


class ConcernRow(Row):
    """One component of a grade."""

    concern: str
    reason: str


class GradeRow(Row):
    """How much confidence a group deserves."""

    confidence: str
    proposed: str
    decided_by: str
    reason: str
    methods: ConcernRow
    coherence: ConcernRow
    adequacy: ConcernRow
    relevance: ConcernRow


class ClaimGroupRow(Row):
    """Claims about the same thing, laid side by side."""

    id: str
    indicator: str
    places: list[PlaceRow]
    group: str
    periods: list[str]
    unit: str
    verdict: str
    reason: str
    low: float | None
    high: float | None
    documents: int
    roots: list[str]
    confidence: str | None
    grade: GradeRow | None
    confidential: bool
    """Whether a claim of a confidential document is among them; then its reason and roots are withheld."""
    claims: list[GroupedClaimRow]


class EventRow(Row):
    """An entry of the audit trail."""

    number: int
    time: str
    actor: str
    action: str
    subject: str
    file: str
    about: str
    reason: str
    details: dict[str, Any]
    before: str | None
    after: str | None
    hash: str
    confidential: bool


class LinkRow(Row):
    """What a step leads to."""

    kind: str
    id: str


class StepRow(Row):
    """One thing that a figure rests on, with what it rests on in its turn."""

    what: str
    title: str
    detail: str
    quote: str
    confidential: bool
    link: LinkRow | None
    beneath: list[StepRow]
