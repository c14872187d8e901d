"""Replacing runs of a document's text, with every offset adjusted: what is masked never reaches a passage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rantau.corpus.model import Block, PageText, ReadDocument

__all__ = ["Replacement", "masked"]


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """What stands instead of ``[start, end)`` of a page's text."""

    page: int
    """The page's number."""
    start: int
    end: int
    text: str


def masked(read: ReadDocument, replacements: Iterable[Replacement]) -> ReadDocument:
    """A document with runs of its page texts replaced, and the offsets of its blocks adjusted.

    A block's end that falls within a replaced run moves to the end of what stands there instead; its start to the
    beginning. Of runs that overlap the first stands, and the rest of the other is taken out.

    Args:
        read: The document as a reader returned it.
        replacements: Runs by page, any order; of pages that there are not, none.

    Returns:
        The document; the very same one where nothing is replaced.
    """
    by_page: dict[int, list[Replacement]] = {}
    for one in replacements:
        by_page.setdefault(one.page, []).append(one)
    if not by_page:
        return read
    pages = tuple(
        _masked_page(page, _in_order(by_page[page.number], len(page.text)))
        if page.number in by_page
        else page
        for page in read.pages
    )
    return replace(read, pages=pages)


def _in_order(given: Sequence[Replacement], length: int) -> list[Replacement]:
    kept: list[Replacement] = []
    reached = 0
    for one in sorted(given):
        start, end = max(one.start, 0), min(one.end, length)
        if start >= end:
            continue
        if start < reached:
            if end > reached:
                kept.append(Replacement(one.page, reached, end, ""))
                reached = end
            continue
        kept.append(Replacement(one.page, start, end, one.text))
        reached = end
    return kept


def _masked_page(page: PageText, replacements: Sequence[Replacement]) -> PageText:
    pieces: list[str] = []
    starts = [one.start for one in replacements]
    moved: list[int] = []
    """Where each replacement begins in the new text."""
    position = length = 0
    for one in replacements:
        pieces.append(page.text[position : one.start])
        length += one.start - position
        moved.append(length)
        pieces.append(one.text)
        length += len(one.text)
        position = one.end
    pieces.append(page.text[position:])

    def shifted(offset: int, *, is_end: bool) -> int:
        number = bisect_right(starts, offset) - 1
        if number < 0:
            return offset
        one, begins = replacements[number], moved[number]
        if offset >= one.end:
            return begins + len(one.text) + offset - one.end
        if offset == one.start:
            return begins
        return begins + len(one.text) if is_end else begins

    blocks: list[Block] = []
    reached = 0
    for block in page.blocks:
        start = max(reached, shifted(block.start, is_end=False))
        end = max(start, shifted(block.end, is_end=True))
        reached = end
        blocks.append(replace(block, start=start, end=end))
    return replace(page, text="".join(pieces), blocks=tuple(blocks))
