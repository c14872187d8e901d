"""Ways to read the words before a year as names, and where such words end."""

from __future__ import annotations

import re

from rantau.corpus.citing.lexicon import NOT_AUTHORS, STARTERS, TAIL_NOUNS
from rantau.corpus.citing.names import (
    ET_AL,
    Name,
    fold,
    is_initials,
    is_organisation,
    name_of,
    split_names,
    tidied,
)
from rantau.corpus.citing.shapes import turned
from rantau.corpus.citing.tokens import POSSESSIVE

__all__ = [
    "ALSO_GAP",
    "Reading",
    "is_somebody",
    "person",
    "readings_of",
    "stops_before",
    "trimmed_end",
    "without_et_al",
]

Reading = tuple[tuple[Name, ...], bool]
"""Names, and whether an "et al." follows them."""
ALSO_GAP = re.compile(
    r"\s*,?\s*(?:&|\band\b|\bdan\b|\bvà\b|\bet\b|\bund\b|\bat\b|และ)\s*|\s*[,/]\s*", re.IGNORECASE
)


def readings_of(head: str) -> list[Reading]:
    """The ways in which a stretch of text can be read as names: one body, or a list of people."""
    bare, count = ET_AL.subn("", head)
    more = count > 0
    bare = POSSESSIVE.sub("", bare.strip(" ,")).removeprefix("the ")
    found: list[Reading] = [((Name(tidied(bare) if "[" in bare else bare),), more)]
    if " " not in bare and "," not in bare:
        return found
    names, _ = split_names(bare)
    if names and (names[0].family != bare or len(names) > 1):
        found.append((tuple(names), more))
    if len(names) == 1 and not names[0].given:
        found.extend(((way,), more) for way in turned(bare))
    elif len(names) > 1:
        parts = [part for part in ALSO_GAP.split(bare) if part]
        if not any(is_initials(part) for part in parts):
            people = tuple(map(person, parts))
            if people != found[-1][0]:
                found.append((people, more))
    return found


def person(text: str) -> Name:
    """One of several people, by the family name and what stands before it."""
    name = name_of(text)
    if not name.given and " " in name.family and not is_organisation(name.family):
        ways = turned(name.family)
        if ways:
            return ways[0]
    return name


def is_somebody(name: Name) -> bool:
    words = fold(name.family).split()
    return (
        bool(words)
        and len(words) < 16
        and not (len(words) == 1 and (words[0] in NOT_AUTHORS or words[0] in STARTERS))
    )


def trimmed_end(text: str, low: int, end: int) -> int:
    while end > low and text[end - 1] in ' ,*_“”"‘’':
        end -= 1
    return end


def stops_before(text: str, low: int, end: int) -> list[int]:
    """Where names may end: at the year, or before a noun such as "report" after them."""
    gap = text.rfind(" ", low, end)
    if gap == -1 or text[gap + 1 : end].lower() not in TAIL_NOUNS:
        return [end]
    stop = gap
    adjective = re.search(r"(?:['’]s|s['’])(\s+[a-z]+(?:\s+[a-z]+)?)$", text[max(low, stop - 60) : stop])
    if adjective is not None:
        stop -= len(adjective[1])
    return [end, stop]


def without_et_al(text: str, low: int, end: int) -> tuple[int, bool]:
    """The end of the names before an "et al." that stands at an offset, and whether one does."""
    tail = text[max(low, end - 12) : end]
    if not (
        "al" in tail
        or "dkk" in tail
        or "others" in tail
        or "kawan" in tail
        or "leagues" in tail
        or not tail.isascii()
    ):
        return end, False
    for found in ET_AL.finditer(text, max(low, end - 40), end):
        if found.end() >= end - 1:
            return found.start(), True
    return end, False
