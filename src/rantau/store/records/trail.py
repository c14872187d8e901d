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
    """An entry of the audit trail. ``hash`` covers all other fields and ``previous``.

    It covers each field by a commitment (a salted hash), so that a field can be withheld when a study is handed over
    and the chain still verifies: the commitment stands in its place.
    """

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
    salts: Mapping[str, str] = field(default_factory=dict)
    """Field -> what is hashed with it, so that nobody finds out by trying what a withheld field says."""
    withheld: Mapping[str, str] = field(default_factory=dict)
    """Field -> its commitment, of each field that was taken out when the study was handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A search result: where it stands, and a snippet with the offsets of the matches in the passage text."""

    document: str
    passage: str
    page: int
    snippet: str
    matches: tuple[tuple[int, int], ...]
    score: float
