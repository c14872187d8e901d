"""Kleene's three-valued logic: no, unknown, yes, as 0, 1, 2.

In this order "and" is the least, "or" the greatest and "not" the mirror image (Kleene, Introduction to Metamathematics,
1952, section 64), for one value as for a column of them.
"""

from __future__ import annotations

from typing import Final

__all__ = ["NO", "UNKNOWN", "YES", "word"]

NO: Final = 0
UNKNOWN: Final = 1
YES: Final = 2

_WORDS: Final = ("no", "unknown", "yes")


def word(value: int) -> str:
    """The value in words."""
    return _WORDS[value]
