"""Sources and what waits for a person, as the API gives them."""

from __future__ import annotations

from rantau.web.api.models import Row

__all__ = ["SourceRow", "WaitingRow"]


class SourceRow(Row):
    """A source: how it stands, and what is known of it."""

    id: str
    """Of its document; empty where it has none yet."""
    file: str
    state: str
    title: str
    authors: list[str]
    year: int | None
    publisher: str
    source_type: str
    format: str | None
    language: str
    pages: int
    size: int | None
    confidential: bool
    machine_read: bool
    problem: str
    notes: list[str]


class WaitingRow(Row):
    """Something that waits for a person, with why."""

    id: str
    kind: str
    why: str
    quote: str
    document: str
    page: int | None
    confidence: float | None
    confidential: bool
