"""What a page of a PDF is made of, before it has been put in order: lines with their geometry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rantau.corpus.drafts import compose

__all__ = ["SPACELESS_FROM", "Line", "RawPage", "clean", "raised", "whole_row"]

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNSUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SPACELESS_FROM = "\u0e00"
"""Letters from here on belong to scripts that write no spaces between words, nearly all of them."""

# Anything that plain text of this corpus should not hold as it stands: ligatures, odd spaces, soft hyphens, zero-width
# characters, controls, private-use glyphs of symbol fonts and the two marks pdfium writes for what it cannot name.
_ODD = re.compile(
    "[\ufb00-\ufb06\u00a0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff\u00ad"
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f\ue000-\uf8ff\ufff9-\uffff]"
)
_REPLACE: dict[int, str | None] = {
    **{0xFB00 + i: s for i, s in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))},
    **dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
    **dict.fromkeys([0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), 0x2060, 0xFEFF, 0xAD], None),
    **dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)], None),
    **dict.fromkeys(range(0xFFF9, 0x10000), None),
    # Symbol and Wingdings bullets arrive as private-use characters; other private glyphs say nothing in text.
    **dict.fromkeys(range(0xE000, 0xF900), None),
    **dict.fromkeys([0xF0B7, 0xF0A7, 0xF0A8, 0xF0D8, 0xF076, 0xF06C, 0xF06E, 0xF0FC, 0xF0E0, 0xF02D], "•"),
}


def clean(text: str) -> str:
    """Ligatures spelt out, odd spaces made plain, invisible characters dropped, Unicode form C."""
    if text.isascii() and text.isprintable():
        return text
    if _ODD.search(text):
        text = text.translate(_REPLACE)
    return compose(text)


def raised(text: str) -> str:
    """How a raised mark is written in running text: ``3`` as ``³``, ``a`` as ``[^a]``, ``th`` as it is.

    Args:
        text: The raised characters, e.g. ``3``, ``1,2``, ``a``, ``*``, ``th``.
    """
    bare = text.strip()
    if re.fullmatch(r"\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*", bare):
        return re.sub(r"\s+", "", bare).translate(_SUPERSCRIPT)
    if re.fullmatch(r"[a-z*†‡§¶#]{1,3}", bare) and bare not in (
        "st",
        "nd",
        "rd",
        "th",
        "er",
        "ème",
        "o",
        "e",
    ):
        return f"[^{bare}]"
    return text


def unraised(text: str) -> str:
    """Superscript digits written as plain ones."""
    return text.translate(_UNSUPERSCRIPT)


@dataclass(slots=True)
class Line:
    """A run of text on one baseline, in reading space (points, y upwards, text upright).

    ``base`` is the y of the baseline; ``y0`` and ``y1`` are the reach of the ink. ``order`` is the place in the file's
    own order of drawing.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool
    italic: bool
    order: int


def whole_row(row: Sequence[Line]) -> Line:
    """The pieces of a row that is no table row, as one line."""
    if len(row) == 1:
        return row[0]
    main = max(row, key=lambda line: line.x1 - line.x0)
    text = row[0].text
    # Raised digits are no letters and punctuation none either: only these can stand right behind a word.
    for before, line in pairwise(row):
        gap = line.x0 - before.x1
        tight = gap < 0.12 * line.size and not line.text[0].isalnum()
        if before.text[-1] >= SPACELESS_FROM and line.text[0] >= SPACELESS_FROM:
            tight = gap < 0.2 * line.size
        text += line.text if tight else f" {line.text}"
    return Line(
        text,
        row[0].x0,
        min(line.y0 for line in row),
        max(line.x1 for line in row),
        max(line.y1 for line in row),
        main.base,
        main.size,
        main.bold,
        main.italic,
        row[0].order,
    )


@dataclass(slots=True)
class RawPage:
    """A page's lines as drawn, and what else layout needs to know.

    ``quarter`` is how many quarter turns, counter-clockwise, the page was turned to make its text upright;
    ``width`` and ``height`` are those of the page as displayed.
    """

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    quarter: int = 0
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Thin drawn lines, as boxes in reading space."""
    pictured: bool = False
    """An image covers most of the page and there is no text to speak of."""
    looked_at: bool = False
    """It was a picture, and a recogniser has looked for text in it."""
    machine_read: bool = False
    label: str = ""
    """The file's own label of the page."""
    notes: list[str] = field(default_factory=list)

    def reading_size(self) -> tuple[float, float]:
        """Width and height of the page as its text is read."""
        return (self.width, self.height) if self.quarter % 2 == 0 else (self.height, self.width)

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Turn a box of reading space into one of the page as displayed, cut to the page."""
        width, height = self.width, self.height
        if self.quarter == 1:
            x0, y0, x1, y1 = width - y1, x0, width - y0, x1
        elif self.quarter == 2:
            x0, y0, x1, y1 = width - x1, height - y1, width - x0, height - y0
        elif self.quarter == 3:
            x0, y0, x1, y1 = y0, height - x1, y1, height - x0
        x0, x1 = min(max(x0, 0.0), width), min(max(x1, 0.0), width)
        y0, y1 = min(max(y0, 0.0), height), min(max(y1, 0.0), height)
        return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)
