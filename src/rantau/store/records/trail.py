"""Stages that are done, events of the audit trail, and hits of a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Event", "Hit", "StageRun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRun:
    """A finished stage (for one document, or for the whole study) and the hash of what it was given."""

    stage: str
    subject: str
    """A document id, or ``study``."""
    input_hash: str
    output_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry of the audit trail. ``hash`` covers all other fields and ``previous``."""

    number: int
    time: str
    """UTC, ISO 8601 with seconds."""
    actor: str
    action: str
    """Verb in the past tense with its object, e.g. ``document.read``, ``stage.finished``."""
    subject: str
    reason: str
    details: Mapping[str, object] = field(default_factory=dict)
    before: str | None = None
    after: str | None = None
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A search result: where it stands, and a snippet with the offsets of the matches in the passage text."""

    document: str
    passage: str
    page: int
    snippet: str
    matches: tuple[tuple[int, int], ...]
    score: float
