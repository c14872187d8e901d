"""Documents as text: pages, sections, passages and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rantau.framework.words import BlockKind, DocumentFormat, SourceType

__all__ = ["Box", "Document", "Page", "Passage", "Section", "Span", "joiner"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of stored page text: page number counted from 1, and offsets into that page's text."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points, origin at the lower left; a passage has one for each piece."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source as received. A document that could not be read has ``problem``, and no pages."""

    id: str
    file: str
    sha256: str
    size: int
    format: DocumentFormat | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    publisher: str = ""
    source_type: SourceType = "unknown"
    language: str = ""
    """ISO 639-1 code of the main language; empty where it cannot be told."""
    confidential: bool = False
    machine_read: bool = False
    """True when any page's text came from OCR."""
    page_count: int = 0
    problem: str = ""
    """One sentence that says why the document could not be read; empty when it was read."""
    notes: tuple[str, ...] = ()
    """Sentences about what was read with a loss, e.g. a page with no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page's stored text: running heads and hyphenation removed; all offsets point into ``text``.

    A format without pages (HTML, Markdown, plain text, a DOCX without page breaks) has one page.
    """

    document: str
    number: int
    label: str | None
    """The number printed on the page, where it could be read."""
    text: str
    machine_read: bool = False
    width: float | None = None
    height: float | None = None

    @property
    def id(self) -> str:
        return f"{self.document}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it."""

    id: str
    document: str
    number: int
    title: str
    level: int
    parent: str | None
    span: Span


# Scripts written without spaces between words: pieces of a paragraph join without one.
_SPACELESS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Kana
    (0x4E00, 0x9FFF),  # Han
)


def joiner(before: str, after: str) -> str:
    """What stands between two pieces of one paragraph that a page break or column break parted."""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return ""
    for low, high in _SPACELESS:
        if low <= ord(before[-1]) <= high and low <= ord(after[0]) <= high:
            return ""
    return " "


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph (or note, table, list item, heading, reference entry) with the page spans it stands on.

    ``text`` is the spans' page texts joined in order with :func:`joiner` between each two.
    """

    id: str
    document: str
    number: int
    kind: BlockKind
    section: str | None
    spans: tuple[Span, ...]
    text: str
    sentences: tuple[tuple[int, int], ...]
    """Offsets into ``text`` of each sentence, in order, not overlapping."""
    language: str = ""
    label: str = ""
    """The mark of a footnote or endnote ("3"), else empty."""
    machine_read: bool = False
    boxes: tuple[Box, ...] = ()

    def locate(self, start: int, end: int, pieces: Sequence[str]) -> tuple[Span, ...]:
        """Turn offsets in the passage text into page spans.

        Args:
            start: First offset in ``text``.
            end: Offset after the last character.
            pieces: The page text under each span, in order.

        Returns:
            One span for each page piece touched. Offsets that fall in a joiner belong to no span.
        """
        found: list[Span] = []
        position = 0
        for index, (span, piece) in enumerate(zip(self.spans, pieces, strict=True)):
            if index:
                position += len(joiner(pieces[index - 1], piece))
            low, high = max(start, position), min(end, position + len(piece))
            if low < high:
                found.append(Span(span.page, span.start + low - position, span.start + high - position))
            position += len(piece)
        return tuple(found)

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(span.page for span in self.spans))

    def page_at(self, offset: int) -> int:
        """The number of the page on which the character at ``offset`` of ``text`` stands.

        Counts with one joining character between spans at most; a joiner belongs to the page before it.
        """
        position = 0
        for index, span in enumerate(self.spans):
            length = span.end - span.start
            if index and position < len(self.text) and self.text[position] == " ":
                # The joiner, unless the piece itself begins with a space, which joiner() rules out.
                position += 1
            if offset < position + length:
                return span.page
            position += length
        return self.spans[-1].page
