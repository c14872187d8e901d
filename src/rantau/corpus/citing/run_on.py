"""Entries that were run onto the end of another, cut off where they begin."""

from __future__ import annotations

import re

from rantau.corpus.citing.entries import BRACKETED_YEAR, parse_entry
from rantau.corpus.citing.names import AND, ET_AL, UPPER, is_organisation
from rantau.corpus.citing.titles import sentence_ends
from rantau.corpus.citing.years import YEAR

__all__ = ["split_entry"]

_WORD = rf"[{UPPER}][\w'’-]+"
_SURNAME = (
    r"(?:(?:de|van|von|der|den|da|di|del|la|le|bin|binti|al|el)[\s-])*"
    rf"{_WORD}(?:[\s-](?:{_WORD}|(?:de|bin|binti)\b)){{0,3}}"
)
_INITIALS = rf"(?:[{UPPER}][a-z]?\.[\s-]*){{1,5}}"
_PERSON = rf"{_SURNAME},\s+{_INITIALS}"
_PEOPLE = re.compile(rf"{_PERSON}(?:\s*,?\s*(?:{AND}\s*)?(?:{_PERSON}|{_SURNAME}(?=\s*[,&]))){{0,30}}\s*,?")
_IN_FULL = re.compile(
    rf"{_SURNAME},\s+[{UPPER}][\w'’-]+(?:\s+[{UPPER}][\w'’.-]*){{0,2}}(?:,?\s+(?:and\s+)?(?:[{UPPER}][\w'’.-]*\s+){{1,3}}{_SURNAME}){{0,8}}\."
)
_EDITORS = re.compile(r"\s*\(\s*eds?\.?\s*\)\.?", re.IGNORECASE)
_BOUNDARY = re.compile(r"(?:(?<=[.)\]”\"/>])|(?<=\w(?=\s)))\s+(?=[^\W\d_])")
_WEB_BEFORE = re.compile(
    r"(?:(?:https?://|www\.)\S+|\b10\.\d{4,9}/\S+|\.(?:pdf|html?|aspx?|php))\s*$", re.IGNORECASE
)
_BARE = re.compile(rf"(?<![\w/–.-]){YEAR}[a-z]?(?=[.,]\s)")
_LONGEST = 6000
"""Characters in which the end of an entry is looked for: a list that was not cut at all is read in linear time."""
_HEAD = 1000
"""Characters in which the authors and the year of an entry stand."""
_REACH = 300
"""Characters that the authors of an entry may take."""


def split_entry(
    text: str, number: int | None = None, following: int | None = None
) -> list[tuple[str, int | None]]:
    """Cut a passage of a reference list into its entries.

    Args:
        text: The passage.
        number: Its number in a numbered list.
        following: The number of the entry after it: one or more missing between the two are looked for.

    Returns:
        The entries' texts and numbers; the first begins the passage.
    """
    if number is not None:
        return _by_number(text, number, following)
    found: list[tuple[str, int | None]] = []
    rest = text
    while (cut := _cut(rest)) is not None:
        found.append((rest[:cut].strip(), None))
        rest = rest[cut:].strip()
    found.append((rest, None))
    return found


def _by_number(text: str, number: int, following: int | None) -> list[tuple[str, int | None]]:
    found: list[tuple[str, int | None]] = []
    rest, at = text, number
    while following is not None and at + 1 < following:
        begin = re.search(rf"(?<=[.)\]/\w])\s+(?:\[{at + 1}\]|{at + 1}\.)\s*(?=[{UPPER}“\"])", rest)
        if begin is None:
            break
        found.append((rest[: begin.start()].strip(), at))
        rest, at = rest[begin.end() :].strip(), at + 1
    found.append((rest, at))
    return found


def _cut(text: str) -> int | None:
    """Where a second entry begins; None where the text is one entry."""
    text = text[:_LONGEST]
    years = list(BRACKETED_YEAR.finditer(text))
    if len(years) > 1 or (years and _BARE.search(text)):
        first = parse_entry(text[:_HEAD]).head_end
        if first:
            for at in years:
                if at.start() >= first and (cut := _begin(text, first, at)) is not None:
                    return cut
    if not years:
        bare = list(_BARE.finditer(text))
        if len(bare) > 1:
            first = parse_entry(text[:_HEAD]).head_end
            for at in bare:
                if (
                    first
                    and at.start() >= first
                    and (cut := _begin_bare(text, first, at.start())) is not None
                ):
                    return cut
    return None


def _boundaries(text: str, first: int, end: int) -> list[int]:
    return [
        gap.end() for gap in _BOUNDARY.finditer(text, max(first, end - _REACH), end) if gap.start() > first
    ]


def _begin(text: str, first: int, year: re.Match[str]) -> int | None:
    end = year.start()
    followed = text[year.end() : year.end() + 1]
    for begin in _boundaries(text, first, end):
        head = ET_AL.sub("", _EDITORS.sub("", text[begin:end])).strip()
        before = text[:begin].rstrip()
        stopped = before[-1] in '.)]”"/>'
        web = _WEB_BEFORE.search(before) is not None
        if not (stopped or web or before[-1].isdigit()):
            continue
        if _PEOPLE.fullmatch(head):
            return begin
        if followed not in ".,:" or len(head.split()) > 14 or any(True for _ in sentence_ends(head)):
            continue
        named = head.endswith((".", ")"))
        bare = head.rstrip(".")
        single = (
            re.fullmatch(rf"[{UPPER}][\w'’-]+(?:\s(?:bin\s|binti\s)?[{UPPER}][\w'’-]+){{0,3}}", bare)
            is not None
        )
        if (
            named
            and (is_organisation(bare) or (web and single))
            and not re.search(r":|\.(?:pdf|html?|aspx?)\b", head)
            and (web or followed == ".")
        ):
            return begin
    return None


def _begin_bare(text: str, first: int, end: int) -> int | None:
    for begin in _boundaries(text, first, end):
        if text[:begin].rstrip()[-1] not in '.)]”"/>' and not _WEB_BEFORE.search(text[:begin]):
            continue
        head = ET_AL.sub("", _EDITORS.sub("", text[begin:end])).strip()
        if _PEOPLE.fullmatch(head) or (
            _IN_FULL.fullmatch(head)
            and (_WEB_BEFORE.search(text[:begin]) or re.search(r"\d\.\s*$", text[:begin]))
        ):
            return begin
    return None
