"""How a program counts positions in a plain text.

The standard counts Unicode code points. Programs built on UTF-16 strings count a character outside of the basic plane
(an emoji, a rare ideogram) as two, and some count the two characters of a Windows line ending as one. What a file means
is told by its own selections: their names quote what was selected, and their ends lie where words begin and end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rantau.coding.refi.model import TextSelection

__all__ = ["CODE_POINTS", "Counting", "Placed", "counting_of"]

_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Counting:
    """A way to count: code points or UTF-16 units, with a Windows line ending as two characters or one."""

    utf16: bool = False
    one_line_end: bool = False

    @property
    def words(self) -> str:
        unit = "UTF-16 units" if self.utf16 else "code points"
        return unit + (" with a line ending as one" if self.one_line_end else "")


CODE_POINTS = Counting()


class Placed:
    """Positions of one way to count, turned into code points of the text as it is stored."""

    def __init__(self, text: str, counting: Counting) -> None:
        self.text = text
        self._ends: list[int] | None = None
        if counting != CODE_POINTS:
            weights = [
                0
                if counting.one_line_end and character == "\r" and text[index + 1 : index + 2] == "\n"
                else 2
                if counting.utf16 and character > "\uffff"
                else 1
                for index, character in enumerate(text)
            ]
            self._ends = list(accumulate(weights, initial=0))

    def point(self, position: int) -> int | None:
        """The code point at a position; None where it lies outside of the text or inside of a character."""
        if self._ends is None:
            return position if 0 <= position <= len(self.text) else None
        index = bisect_left(self._ends, position)
        return index if index < len(self._ends) and self._ends[index] == position >= 0 else None

    def stretch(self, start: int, end: int) -> tuple[int, int] | None:
        """Both ends of a selection in code points; None where it is not a stretch of the text."""
        low, high = self.point(start), self.point(end)
        return None if low is None or high is None or low > high else (low, high)


def counting_of(text: str, selections: Sequence[TextSelection]) -> Counting:
    """The way to count that fits a text's selections best; code points where nothing speaks against them."""
    ways = [CODE_POINTS]
    astral = any(character > "\uffff" for character in text)
    windows = "\r\n" in text
    if astral:
        ways.append(Counting(utf16=True))
    if windows:
        ways.append(Counting(one_line_end=True))
    if astral and windows:
        ways.append(Counting(utf16=True, one_line_end=True))
    if len(ways) == 1:
        return CODE_POINTS
    return max(ways, key=lambda way: (_fit(Placed(text, way), selections), -ways.index(way)))


def _fit(placed: Placed, selections: Sequence[TextSelection]) -> tuple[int, int, int]:
    """How many selections quote what they hold; lie in the text; begin and end where words do."""
    quoting = inside = at_words = 0
    for selection in selections:
        stretch = placed.stretch(selection.start, selection.end)
        if stretch is None:
            continue
        inside += 1
        low, high = stretch
        quote = _squeezed(re.sub(r"(\.\.\.|…)\s*$", "", selection.name or ""))
        held = _squeezed(placed.text[low:high])
        # A quotation may be cut, or be cut where the next word begins; the name may also be no quotation at all.
        quoting += len(quote) >= _QUOTED and (
            held == quote or (held.startswith(quote) and len(held) > len(quote))
        )
        at_words += _between_words(placed.text, low) + _between_words(placed.text, high)
    return quoting, inside, at_words


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _between_words(text: str, point: int) -> bool:
    if point in (0, len(text)):
        return True
    return not (text[point - 1].isalnum() and text[point].isalnum())
