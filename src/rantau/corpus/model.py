"""What every reader returns, whatever the format, before it is cut into passages.

Conventions that all readers keep:

* ``PageText.text`` is the stored page text: clean, NFC, ``\\n`` between blocks; running heads, page numbers and
  end-of-line hyphenation are gone. A word parted by a page break stands whole on the first page.
* ``blocks`` are in reading order, do not overlap, and hold offsets into ``text``; what is between two blocks is
  white space.
* A note call in running text is written in superscript digits (``workers³``); a call that is not a number
  is written ``[^a]``. The note itself is a block of kind ``footnote`` or ``endnote`` with its mark in ``label``
  and not in its text.
* A table is one block, a row a line, cells joined by `` | ``.
* Lines of a paragraph are joined by one space: there is no line break inside a paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rantau.framework.words import BlockKind, DocumentFormat
from rantau.store.records import Box

__all__ = ["Block", "PageText", "ReadDocument"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of page text of one kind."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """1 to 6 for a heading, else 0."""
    label: str = ""
    """The mark of a note, or the number of a numbered reference entry."""
    continues: bool = False
    """True when this continues the last block of the same kind on the page (or column) before."""
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """One page as read."""

    number: int
    label: str | None
    text: str
    blocks: tuple[Block, ...]
    machine_read: bool = False
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document as read from its file. What is not stated in the file is empty."""

    format: DocumentFormat
    pages: tuple[PageText, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    language: str = ""
    notes: tuple[str, ...] = field(default=())
