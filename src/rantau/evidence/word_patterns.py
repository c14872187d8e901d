"""Patterns of ``patterns.csv``: regular expressions whose alternatives begin words."""

from __future__ import annotations

import re

__all__ = ["word_pattern"]

_GROUP = re.compile(r"\((?:\?(?:[:=!]|<[=!]|P<\w+>))?")
_REPEATED = re.compile(r"(?:[?*+]|\{\d*,?\d*\})+$")


def word_pattern(text: str) -> re.Pattern[str]:
    r"""Compile a pattern in which each alternative that begins with a letter must begin a word.

    ``(?:owed|loans?)`` does not find "followed", and ``cross(?:ed|ing)`` still finds "crossing": a group that follows
    a letter goes on with its word. Begin an alternative with ``\w*`` to let it stand inside a word
    (``\w*deport`` finds "dideportasi").

    Raises:
        re.error: The text is no regular expression.
    """
    made: list[str] = []
    begins_word = [True]
    """For each open group, whether its alternatives begin words."""
    at, fresh = 0, True
    while at < len(text):
        character = text[at]
        if character == "\\":
            made.append(text[at : at + 2])
            at, fresh = at + 2, False
        elif character == "[":
            end = text.index("]", at + 2) + 1 if "]" in text[at + 2 :] else len(text)
            made.append(text[at:end])
            at, fresh = end, False
        elif character == "(":
            match = _GROUP.match(text, at)
            opening = match.group() if match else "("
            begins_word.append(fresh or not _inside_word("".join(made)))
            made.append(opening)
            at, fresh = at + len(opening), begins_word[-1]
        elif character == ")":
            if len(begins_word) > 1:
                begins_word.pop()
            made.append(character)
            at, fresh = at + 1, False
        elif character == "|":
            made.append(character)
            at, fresh = at + 1, begins_word[-1]
        else:
            made.append(rf"\b{character}" if fresh and character.isalpha() else character)
            at, fresh = at + 1, False
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
