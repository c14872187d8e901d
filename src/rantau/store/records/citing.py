"""Reference entries and the citations that point to them."""

from __future__ import annotations

from dataclasses import dataclass

from rantau.framework.words import CitationStatus, CitationStyle

__all__ = ["Citation", "Reference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An entry of a document's reference list."""

    id: str
    document: str
    passage: str
    key: str
    """Short name unique in the document, e.g. ``idris-2021a``."""
    raw: str
    authors: tuple[str, ...]
    """Family name first, ``Idris, M.``; organisations whole."""
    year: int | None
    suffix: str
    title: str
    container: str
    doi: str
    url: str
    number: int | None = None
    """The entry's number in a numbered list."""
    duplicate_of: str | None = None
    """Id of an earlier entry of the same list that is the same work."""
    notes: tuple[str, ...] = ()
    """What is odd about the entry, e.g. that it was run onto the end of another."""
    cited: int = 0
    """How many citations are matched to it, or name it among several candidates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An in-text pointer to a reference."""

    id: str
    document: str
    passage: str
    start: int
    end: int
    """Offsets of ``text`` in the passage text."""
    text: str
    authors: tuple[str, ...]
    year: int | None
    suffix: str
    cited_page: str
    """Pages as cited, e.g. ``10–14``; empty when none."""
    style: CitationStyle
    status: CitationStatus
    reference: str | None
    """Id of the reference when matched."""
    candidates: tuple[str, ...] = ()
    """Ids of the references it could be, when ambiguous."""
