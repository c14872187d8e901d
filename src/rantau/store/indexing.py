"""What is stored of a passage so that it can be found: folded text, and the words in it. No database here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rantau.store.folding import fold

__all__ = ["HAS_SPACELESS", "WORD", "indexed", "spaceless", "vocabulary"]

_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff\u19e0-\u19ff\u3040-\u30ff\u4e00-\u9fff"
)
HAS_SPACELESS = re.compile(f"[{_SPACELESS}]")
"""Finds a letter of a script without spaces between words."""
WORD = re.compile(r"\w+")
_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}


def indexed(value: str) -> str:
    """Folded text as it is stored: two spaces at its end make even its last character begin a trigram."""
    return fold(value) + "  "


def spaceless(indexed: str) -> str:
    """What the trigram index of SQLite holds: the text, where a script without spaces is in it; else nothing."""
    return "" if indexed.isascii() or not HAS_SPACELESS.search(indexed) else indexed


def vocabulary(texts: Iterable[str]) -> set[str]:
    """The words of folded texts that a term can be a part of; of scripts without spaces there are none."""
    words: set[str] = set()
    for value in texts:
        if value.isascii():
            words.update(value.translate(_SIGNS).split())
        else:
            words.update(WORD.findall(value))
    return {
        word for word in words if len(word) > 2 and not word.isdecimal() and not HAS_SPACELESS.search(word)
    }
