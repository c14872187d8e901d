"""Codes suggested, codings, and what coders need around them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Assignment", "CodeSuggestion", "Coder", "Coding", "Memo", "Theme"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSuggestion:
    """A code that the machine suggests for a passage. No coding until a person accepts it."""

    id: str
    """``<passage>/k/<code>``."""
    document: str
    passage: str
    page: int
    code: str
    polarity: str
    """``insecurity`` or ``protection`` where the code has a polarity, else empty."""
    probability: float
    start: int
    end: int
    """Offsets in the passage text."""
    why: tuple[str, ...]
    """The words that count."""
    by: str
    """The suggester and its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Who codes: a person, or the machine where the study lets it."""

    id: str
    name: str
    machine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's use of one code on a segment of a passage; it outlives the document's being read anew."""

    id: str
    document: str
    passage: str
    page: int
    start: int
    end: int
    """Offsets of ``quote`` in the passage text."""
    quote: str
    """The words coded: where the passage has other words now, the coding is shown as adrift, and not counted."""
    code: str
    polarity: str
    coder: str
    status: str
    """``accepted``; ``rejected``: the coder says that the code does not apply here."""
    probability: float | None = None
    """Of the suggestion that was decided on, if it was one."""
    time: str = ""
    """UTC, ISO 8601 with seconds."""
    reason: str = ""
    adjudicated_by: str = ""
    """Who settled it where coders differed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A coder's note on a coding, a code, a document, or (empty ``about``) the study."""

    id: str
    about: str
    text: str
    coder: str
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A document that a coder is to code; blind: without seeing the codings of others."""

    coder: str
    document: str
    blind: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Codes that a person groups as one theme."""

    id: str
    name: str
    definition: str
    codes: tuple[str, ...]
