"""Folded text: what a text is searched by, the same on every database and machine.

Case, width, ligatures and the marks on Latin, Greek and Cyrillic letters are folded away (``Người`` and ``nguoi`` are
one word, so are ``đ`` and ``d``). Marks of other scripts stay, since they are vowels and tones there, in canonical
order. Characters that are not seen are left out, among them the zero-width spaces that many Khmer, Lao, Thai and
Burmese texts have between words. Other signs stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["fold", "fold_with_offsets"]

# Letters that Unicode does not take apart, written with the bare letter by those who type without marks.
_BARE = {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t", "æ": "ae", "œ": "oe"}

# Unicode would make an ordinary digit of a raised or lowered one: "workers²" is "workers" with a note.
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209f]")


# Soft hyphens, joiners, zero-width spaces, direction marks, selectors of a glyph, Khmer vowels without a form.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]+"
)


class _Table(dict[int, str | None]):
    """What becomes of each character at the end; worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        became = None if "\u0300" <= character <= "\u036f" else _BARE.get(character, character)
        self[code] = became
        return became


_TABLE = _Table()


def fold(text: str) -> str:
    """The folded form of a text."""
    return text.lower() if text.isascii() else _decompose(text).translate(_TABLE)


def _decompose(text: str) -> str:
    seen = _RAISED.sub(" ", _UNSEEN.sub("", text))
    # Twice, since taking apart can bring forth a letter with case, and folding case one with marks.
    once = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", seen).casefold())
    return unicodedata.normalize("NFKD", once.casefold())


@lru_cache(maxsize=4096)
def _cluster(text: str) -> tuple[str, tuple[int, ...] | None]:
    """The folded form of a letter with its marks, and which of the letters each one is; None where that is mixed."""
    apart = _decompose(text)
    if len(apart) != len(text):
        return apart.translate(_TABLE), None
    parts = [(character.translate(_TABLE), index) for index, character in enumerate(apart)]
    return "".join(part for part, _ in parts), tuple(index for part, index in parts for _ in part)


@lru_cache(maxsize=4096)
def _goes_with_the_one_before(character: str) -> bool:
    first = _decompose(character)[:1]
    return not first or unicodedata.combining(first) != 0


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(1, len(text)):
        if not _goes_with_the_one_before(text[index]):
            yield start, index
            start = index
    if text:
        yield start, len(text)


def fold_with_offsets(text: str) -> tuple[str, list[int], list[int]]:
    """The folded form, and where in the text its characters stand.

    Returns:
        ``fold(text)``; and two lists as long as it: for each of its characters the offset in ``text`` of the first
        character it stands for, and the offset after the last.
    """
    if text.isascii():
        return text.lower(), list(range(len(text))), list(range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        folded, sources = _cluster(text[start:end])
        pieces.append(folded)
        if sources is None:
            starts += [start] * len(folded)
            ends += [end] * len(folded)
        else:
            starts += [start + source for source in sources]
            ends += [start + source + 1 for source in sources]
    return "".join(pieces), starts, ends
