"""The words before a year that can be part of names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rantau.corpus.citing.lexicon import CONNECTORS, HONORIFICS, PARTICLES, STARTERS
from rantau.corpus.citing.names import UPPER

__all__ = ["ALSO", "POSSESSIVE", "REACH", "Token", "may_begin", "names_before"]

REACH = 180
"""Characters before a year in which its authors are looked for."""
ALSO = re.compile(r"(?:&|and|dan|et|und|và|y|at)$", re.IGNORECASE)
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_TOKEN = re.compile(
    rf"(?:Jr|Sr|Inc|Ltd)\.|(?:[{UPPER}][a-z]?\.-?)+(?=[\s\w(\[,]|$)|[^\W\d_](?:[\w'’‐-]*\w)?['’]?|\d[\d.,]*|[^\s\w]"
)
_INITIAL = re.compile(r"(?:[^\W\d_a-z]\.-?)+")
_QUOTES = "”’\"'“‘"
_MOST = 28


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of initials, a number or a mark, with its offsets in the passage."""

    start: int
    end: int
    text: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital, or in a script without capitals."""
        first = self.text[0]
        return first.isupper() or (first.isalpha() and not first.islower())


def names_before(text: str, low: int, end: int) -> list[Token]:
    """The words right before an offset that can be part of a list of names, in reading order.

    Args:
        text: The passage.
        low: Nothing before this offset is looked at.
        end: Where the names end.
    """
    tokens = [
        Token(one.start(), one.end(), one[0]) for one in _TOKEN.finditer(text, _region(text, low, end), end)
    ]
    kept: list[Token] = []
    place = len(tokens) - 1
    while place >= 0 and len(kept) < _MOST:
        token = tokens[place]
        word = token.text
        if token.capital or word in ",&/" or (word in _QUOTES and len(kept) < 12):
            kept.append(token)
        elif word in ")]":
            # An acronym in brackets.
            if place < 2 or tokens[place - 2].text not in "([" or not tokens[place - 1].capital:
                break
            kept.extend((token, tokens[place - 1], tokens[place - 2]))
            place -= 3
            continue
        elif (small := word.lower()) in CONNECTORS or small in PARTICLES or ALSO.match(word):
            kept.append(token)
        else:
            break
        place -= 1
    while (
        kept
        and not kept[-1].capital
        and kept[-1].text.lower() not in PARTICLES
        and kept[-1].text not in '“"‘'
    ):
        kept.pop()
    kept.reverse()
    return kept


def _region(text: str, low: int, end: int) -> int:
    """Where the words before an offset stop being names, roughly: the first common word ends the search."""
    start = max(low, end - REACH)
    position = end
    while position > start:
        gap = text.rfind(" ", start, position)
        word = text[gap + 1 : position]
        if word and word[0].islower():
            bare = word.rstrip(",.;:")
            if (
                bare not in CONNECTORS
                and bare not in PARTICLES
                and not ALSO.match(bare)
                and bare not in ("al", "et")
            ):
                # "migrant-Lim" has no space: the token behind it may begin inside the word.
                return gap + 1
        position = gap
        if gap == -1:
            break
    return start


def may_begin(tokens: list[Token], place: int) -> bool:
    """Whether a name can begin with this word: not with what opens a sentence, unless it stands alone."""
    token = tokens[place]
    last = place + 1 == len(tokens)
    if place and _INITIAL.fullmatch(tokens[place - 1].text):
        return False  # "S. Idris" is not "Idris"
    if token.capital:
        return last or (token.text.lower() not in STARTERS and token.text.lower() not in HONORIFICS)
    while token.text.lower() in PARTICLES and not last:
        place += 1
        token, last = tokens[place], place + 1 == len(tokens)
        if token.capital:
            return True
    return False
