"""Patterns of ``patterns.csv``: regular expressions whose alternatives begin words."""

from __future__ import annotations

import re

__all__ = ["WordPattern", "needed_strings", "word_pattern"]

_GROUP = re.compile(r"\((?:\?(?:[:=!]|<[=!]|P<\w+>))?")
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_REPEATED = re.compile(r"(?:[?*+]|\{\d*,?\d*\})+$")
_QUANTIFIER = re.compile(r"[?*+]\??|\{\d*,?\d*\}\??")


class WordPattern:
    """A pattern in which each alternative that begins with a letter must begin a word; searched in lower-case text.

    ``(?:owed|loans?)`` does not find "followed", and ``cross(?:ed|ing)`` still finds "crossing": a group that follows
    a letter goes on with its word. Begin an alternative with ``\\w*`` to let it stand inside a word
    (``\\w*deport`` finds "dideportasi").

    Args:
        text: The pattern.

    Raises:
        re.error: The text is no regular expression.
    """

    __slots__ = ("_needed", "_pattern")

    def __init__(self, text: str) -> None:
        self._pattern = word_pattern(text)
        self._needed = tuple(sorted(needed_strings(text) or ()))

    def found(self, text: str) -> bool:
        """Whether the pattern is found in a text."""
        # Looking for plain strings first is some twenty times faster than the search, and mostly ends it.
        for needed in self._needed:
            if needed in text:
                break
        else:
            if self._needed:
                return False
        return self._pattern.search(text) is not None


def word_pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern so that each alternative that begins with a letter must begin a word."""
    made: list[str] = []
    # For each open group, whether its alternatives begin words.
    begins_word = [True]
    at, fresh = 0, True
    while at < len(text):
        character = text[at]
        piece = character
        if character == "\\":
            piece, after = text[at : at + 2], False
        elif character == "[" and (found := _CLASS.match(text, at)):
            piece, after = found.group(), False
        elif character == "(":
            match = _GROUP.match(text, at)
            piece = match.group() if match else "("
            begins_word.append(fresh or not _inside_word("".join(made)))
            after = begins_word[-1]
        elif character == ")":
            if len(begins_word) > 1:
                begins_word.pop()
            after = False
        elif character == "|":
            after = begins_word[-1]
        else:
            after = False
        at += len(piece)
        made.append(rf"\b{piece}" if fresh and character.isalpha() else piece)
        fresh = after
    return re.compile("".join(made))


def _inside_word(before: str) -> bool:
    """Whether what comes next goes on with a word, going by what stands before it."""
    bare = _REPEATED.sub("", before)
    if bare.endswith(")"):
        # A group that may be missing ("(?:\w+ )?") ends with its blank; one that must be there is part of the word.
        return bare == before
    if len(bare) > 1 and bare[-2] == "\\":
        return bare[-1] not in "bsW"
    return bool(bare) and (bare[-1].isalpha() or bare[-1] == "]")


def needed_strings(text: str) -> frozenset[str] | None:
    """Strings of which any text in which the pattern is found must hold one; None where none can be told.

    ``(?:boats?|crossings)`` needs ``boat`` or ``crossings``; ``.*`` needs nothing.
    """
    return _alternatives(text, 0)[0]


def _alternatives(text: str, at: int) -> tuple[frozenset[str] | None, int]:
    """What the alternatives from ``at`` to the closing parenthesis or the end need, and where they end."""
    needed: frozenset[str] | None = frozenset()
    while True:
        sequence, at = _sequence(text, at)
        needed = None if needed is None or sequence is None else needed | sequence
        if at >= len(text) or text[at] == ")":
            return needed, at
        at += 1


def _sequence(text: str, at: int) -> tuple[frozenset[str] | None, int]:
    best: frozenset[str] | None = None
    run = ""

    def better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
        if not other or (one and min(map(len, one)) >= min(map(len, other))):
            return one
        return other

    def ended() -> frozenset[str] | None:
        return better(best, frozenset({run}) if len(run) > 1 else None)

    while at < len(text) and text[at] not in "|)":
        character, inner = text[at], None
        plain = False
        if character == "(":
            match = _GROUP.match(text, at)
            opening = match.group() if match else "("
            inner, end = _alternatives(text, at + len(opening))
            inner = None if "!" in opening else inner
            at = end + 1
        elif character == "[" and (found := _CLASS.match(text, at)):
            at = found.end()
        elif character == "\\":
            at += 2
        else:
            plain = character not in ".^$"
            at += 1
        quantifier = _QUANTIFIER.match(text, at)
        at = quantifier.end() if quantifier else at
        optional = quantifier is not None and quantifier.group()[0] != "+"
        if plain and quantifier is None:
            run += character
            continue
        if plain and not optional:
            run += character
        best, run = ended(), ""
        if not optional:
            best = better(best, inner)
    return ended(), at
