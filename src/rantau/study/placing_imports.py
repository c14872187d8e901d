"""Where words that another program coded stand in a document's passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.coding.records import PlainText, Region, plain_text
from rantau.store.records import Passage

__all__ = ["Piece", "pieces_of", "region_pieces", "words_at"]

Piece = tuple[Passage, int, int, str]
"""A passage, offsets in its text, and the words there."""

_INSIDE = 0.5
"""Share of a passage's box that has to lie in a region for the passage to be in it."""


def pieces_of(words: str, which: int, of: int, passages: Sequence[Passage]) -> list[Piece]:
    """Find words in passages; white space may differ, and words may run from one passage into the next.

    Args:
        words: The words.
        which: Which of the places with these words is meant, from 0.
        of: How many there were where they come from.
        passages: The document's passages in order.

    Returns:
        A piece for each passage that the words touch. None where they do not stand there, or where they stand in
        another number of places, so that it cannot be told which is meant.
    """
    text = plain_text(passages)
    found = _places(words, text.text)
    if len(found) == 1:
        start, end = found[0]
    elif found and len(found) == of:
        start, end = found[which]
    else:
        return []
    return _cut(text, start, end, passages)


def words_at(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The words at a place, which of the places with these words it is (from 0), and how many there are."""
    words = text[start:end].strip()
    low = start + len(text[start:end]) - len(text[start:end].lstrip())
    found = [place for place, _ in _places(words, text)]
    return words, found.index(low) if low in found else 0, len(found)


def _places(words: str, text: str) -> list[tuple[int, int]]:
    """Where words stand in a text, white space being alike."""
    parts = words.split()
    if not parts:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    found: list[tuple[int, int]] = []
    match = pattern.search(text)
    while match is not None:
        found.append(match.span())
        match = pattern.search(text, match.start() + 1)
    return found


def _cut(text: PlainText, start: int, end: int, passages: Sequence[Passage]) -> list[Piece]:
    pieces = []
    for passage, low, high in zip(passages, text.starts, text.ends, strict=True):
        first, last = max(start, low), min(end, high)
        if first < last:
            pieces.append((passage, first - low, last - low, passage.text[first - low : last - low]))
    return pieces


def region_pieces(region: Region, passages: Sequence[Passage]) -> list[Piece]:
    """The whole passages of which more than half of what stands on the region's page lies in it."""
    x0, x1 = sorted((region.first_x, region.second_x))
    y0, y1 = sorted((region.first_y, region.second_y))
    pieces = []
    for passage in passages:
        here = [box for box in passage.boxes if box.page == region.page + 1]
        area = sum((box.x1 - box.x0) * (box.y1 - box.y0) for box in here)
        inside = sum(
            max(0.0, min(box.x1, x1) - max(box.x0, x0)) * max(0.0, min(box.y1, y1) - max(box.y0, y0))
            for box in here
        )
        if area > 0 and inside > _INSIDE * area and passage.text:
            pieces.append((passage, 0, len(passage.text), passage.text))
    return pieces
