"""Words and numbers where they stand in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

__all__ = ["Number", "Word", "plain_digits", "words_of"]


class Word(NamedTuple):
    """A run of letters, lower-cased in ``text``; a hyphenated word is several."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written.

    ``step`` is the unit of its last digit written, the precision it was stated with: 100,000 for "4.8 million".
    ``kind`` tells digits from words; a ``fraction`` or ``ratio`` has its value in per cent.
    """

    start: int
    end: int
    value: float
    step: float
    kind: Literal["digits", "words", "fraction", "ratio"]
    alternative: float | None = None
    scaled: bool = False
    """True when a scale word belongs to it."""
    separated: bool = False
    """True when it has a thousands separator or decimals; such a number is no year."""
    factor: float = 1.0
    """What its scale word multiplies by: a million in "3 million"."""


_WORD = re.compile(r"[^\W\d_]+")
_ASCII_DIGITS = {
    code: chr(0x30 + value)
    for first in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0x0ED0, 0x1040, 0x1090, 0x17E0)
    for value, code in enumerate(range(first, first + 10))
}


def plain_digits(text: str) -> str:
    """Write digits of other scripts as 0-9, one character for one, so offsets hold."""
    return text if text.isascii() else text.translate(_ASCII_DIGITS)


@lru_cache(maxsize=64)
def words_of(text: str) -> tuple[Word, ...]:
    """All runs of letters in ``text``.

    The last few texts are remembered, since a sentence is read several times over.
    """
    if text.isascii():
        # Lower case letter for letter, so offsets hold.
        return tuple([Word(*match.span(), match.group()) for match in _WORD.finditer(text.lower())])
    return tuple([Word(*match.span(), match.group().lower()) for match in _WORD.finditer(text)])
