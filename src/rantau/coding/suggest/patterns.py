"""The lexicon of the codebook: phrases that speak for a code, found in a text in one pass over its words.

A phrase is a row of words; a word may be given by its beginning (``debt*``) and by alternatives (``wage|income``).
Segments of a pattern are parted by ``...``: up to :data:`GAP` words of the same sentence may stand between.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from rantau.framework.codebook import Polarity

__all__ = ["GAP", "Hit", "Lexicon", "shipped_lexicon"]

GAP = 5
"""Most words between two segments of a pattern."""

_TOKEN = re.compile(r"\w+(?:[-'’.]\w+)*|[.!?;:]")
_CITED = re.compile(r"\([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*\)")
"""A citation in brackets: the names in it say nothing of what the passage is about."""
_END = frozenset(".!?;:")
_LEAST_STEM = 2
_NAMES = "names"
"""Where a table has names beside its codes."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon found in a text."""

    code: str
    polarity: Polarity
    weak: bool
    start: int
    end: int
    """Offsets in the text."""
    pattern: int
    """Number of the pattern."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What one word may be."""

    whole: frozenset[str]
    stems: tuple[str, ...]

    def fits(self, word: str) -> bool:
        return word in self.whole or (bool(self.stems) and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class _Pattern:
    code: str
    polarity: Polarity
    weak: bool
    segments: tuple[tuple[tuple[_Word, ...], ...], ...]
    """Segments; each is several phrases, of which one has to stand there."""


class Lexicon:
    """Patterns by code, ready to be looked for.

    Args:
        table: Code id -> language or polarity -> patterns as ``lexicon.toml`` writes them. Under ``names`` stand
            phrases that name an organisation or a publication: no pattern is looked for in them.
    """

    def __init__(self, table: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self.patterns: list[_Pattern] = []
        self._whole: dict[str, list[tuple[int, int]]] = {}
        self._stems: dict[str, list[tuple[int, int]]] = {}
        for code, lists in table.items():
            for name, written in lists.items():
                polarity: Polarity = (
                    "insecurity" if name == "insecurity" else "protection" if name == "protection" else ""
                )
                for one in written:
                    self._add(_parse(code, polarity, one))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self.codes = tuple(
            code for code in dict.fromkeys(one.code for one in self.patterns) if code != _NAMES
        )

    def _add(self, pattern: _Pattern) -> None:
        number = len(self.patterns)
        self.patterns.append(pattern)
        for which, phrase in enumerate(pattern.segments[0]):
            for word in phrase[0].whole:
                self._whole.setdefault(word, []).append((number, which))
            for stem in phrase[0].stems:
                self._stems.setdefault(stem, []).append((number, which))

    def hits(self, text: str) -> list[Hit]:
        """Every pattern that stands in a text, each place once, in the order of the text."""
        text = _CITED.sub(lambda match: " " * len(match.group()), text)
        tokens = [(match.group().lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
        words = [token[0].replace("’", "'") for token in tokens]
        found: dict[tuple[int, int], Hit] = {}
        for position, word in enumerate(words):
            for number, which in self._beginning(word):
                if (number, position) in found:
                    continue
                pattern = self.patterns[number]
                end = _match(pattern, which, words, position)
                if end is not None:
                    start, stop = tokens[position][1], tokens[end - 1][2]
                    found[number, position] = Hit(
                        pattern.code, pattern.polarity, pattern.weak, start, stop, number
                    )
        named = [(hit.start, hit.end) for hit in found.values() if hit.code == _NAMES]
        return [
            hit
            for hit in found.values()
            if hit.code != _NAMES and not any(low <= hit.start < high for low, high in named)
        ]

    def _beginning(self, word: str) -> Iterator[tuple[int, int]]:
        yield from self._whole.get(word, ())
        length = len(word)
        for count in self._lengths:
            if count > length:
                return
            listed = self._stems.get(word[:count])
            if listed:
                yield from listed


def _match(pattern: _Pattern, which: int, words: Sequence[str], position: int) -> int | None:
    """The position after the pattern, where it begins at a position with one phrase of its first segment."""
    end = _phrase(pattern.segments[0][which], words, position)
    for segment in pattern.segments[1:]:
        if end is None:
            return None
        after, end = end, None
        for skipped in range(GAP + 1):
            here = after + skipped
            if here >= len(words) or words[here] in _END:
                return None
            end = next(
                (stop for phrase in segment if (stop := _phrase(phrase, words, here)) is not None), None
            )
            if end is not None:
                break
    return end


def _phrase(phrase: Sequence[_Word], words: Sequence[str], position: int) -> int | None:
    end = position + len(phrase)
    if end > len(words):
        return None
    for offset, word in enumerate(phrase):
        if not word.fits(words[position + offset]):
            return None
    return end


def _parse(code: str, polarity: Polarity, written: str) -> _Pattern:
    weak = written.startswith("~")
    segments = []
    for segment in written.removeprefix("~").split(" ... "):
        phrases = segment.split("/") if "/" in segment else [segment]
        segments.append(tuple(tuple(_word(word) for word in phrase.split()) for phrase in phrases))
    return _Pattern(code, polarity, weak, tuple(segments))


def _word(written: str) -> _Word:
    """``wage|debt*|organi?ed``: alternatives, beginnings, and ``?`` for the s or z of two spellings."""
    whole, stems = set(), []
    for one in written.lower().split("|"):
        for letters in product("sz", repeat=one.count("?")):
            spelt = one
            for letter in letters:
                spelt = spelt.replace("?", letter, 1)
            if spelt.endswith("*"):
                stems.append(spelt[:-1])
            else:
                whole.add(spelt.rstrip("'"))  # tokens end with a letter: migrants' is found as migrants
    if any(len(stem) < _LEAST_STEM for stem in stems):
        raise ValueError(f"{written!r} begins with too few letters")
    return _Word(frozenset(whole), tuple(stems))


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that ships with the program."""
    return Lexicon(tomllib.loads(files("rantau.coding").joinpath("lexicon.toml").read_text("utf-8")))
