"""Where a text puts words between quotation marks, whatever marks it uses."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["OPENING", "Quotation", "find_quotations", "opens_with_mark"]


class Quotation(NamedTuple):
    """Words between marks: ``[start, end)`` without the marks, ``[outer, outer_end)`` with them."""

    start: int
    end: int
    outer: int
    outer_end: int
    closed: bool = True
    """False where the paragraph ends before the closing mark: the quotation goes on in the next."""


_MARKS = re.compile(r"[\"“”„‟«»‹›‘’‚'「」『』]")
_CLOSERS: Final = {
    "“": '”"“',
    "„": '“”"‟',
    "‟": "”",
    '"': '"”',
    "«": "»",
    "‹": "›",
    "‚": "‘’",
    "「": "」",
    "『": "』",
}
OPENING: Final = "\"“„«‹‘‚'「『»”"
_LONGEST = 12_000
"""Characters within which a closing mark is looked for."""
_LONGEST_SINGLE = 1500
"""The same for single marks, which an apostrophe looks like."""
_MOST_STRAYS = 20
"""Marks without a partner after which a paragraph is given up: no prose, and each costs a search."""
_ELISION = re.compile(r"(?:em|til|cause|tis|twas|n|round|bout)\b|\d", re.IGNORECASE)
_ENDS_SPEECH = ".,!?…;:-–—"


def opens_with_mark(text: str) -> bool:
    """Whether a paragraph begins with an opening mark."""
    return bool(text) and text[0] in "\"“„«‹‘'「『"


def find_quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a paragraph, in order.

    Straight, curly, low and angled marks, double or single, in the ways of several languages. An apostrophe, a mark of
    inches and a stray mark open nothing. A mark that is never closed opens a quotation to the end of the paragraph only
    where it is plainly an opening one.
    """
    found: list[Quotation] = []
    position = 0
    strays = 0
    unclosed: int | None = None
    while (match := _MARKS.search(text, position)) is not None:
        at = match.start()
        close = _closing(text, at)
        if close is None or close < 0:
            if close is not None:
                unclosed = at
                strays += 1
            position = at + 1
            if strays > _MOST_STRAYS:
                break
            continue
        unclosed = None  # what was open before this one was a stray
        if close > at + 1:
            found.append(_quotation(text, at, close, closed=True))
        position = close + 1
    if unclosed is not None and strays <= _MOST_STRAYS:
        found.append(_quotation(text, unclosed, len(text), closed=False))
    return [one for one in found if one.start < one.end]


def _quotation(text: str, at: int, close: int, *, closed: bool) -> Quotation:
    start, end = at + 1, close
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Quotation(start, end, at, close + 1 if closed else close, closed)


def _closing(text: str, at: int) -> int | None:
    """Where the quotation closes that opens at ``at``; -1 when it never does, None when nothing opens there."""
    mark = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if mark in "‘'‚":
        return _closing_single(text, at, mark, before, after)
    if mark == '"':
        opens = (
            not after.isspace() and after not in ".,;:!?)]" and not (before.isdigit() and not after.isalpha())
        )
        if not opens:
            return None
        return _closing_double(text, at, '"”', "")
    if mark in "”»":
        # Right marks open in some languages ("»Ich ging«", "”Jag gick”"), and are strays elsewhere.
        opens = (before.isspace() or before in "([") and (after.isalnum() or after in "[…")
        if not opens:
            return None
        partner = "«»" if mark == "»" else "”"
        close = _closing_double(text, at, partner, "")
        return close if close > 0 else None
    if mark in "’›」』":
        return None
    return _closing_double(text, at, _CLOSERS[mark], mark)


def _closing_double(text: str, at: int, closers: str, opener: str) -> int:
    """Where double marks close; -1 when they do not. ``opener`` nests, where the marks tell the two sides apart."""
    depth = 0
    for match in _MARKS.finditer(text, at + 1, at + _LONGEST):
        here, mark = match.start(), match.group()
        before = text[here - 1]
        after = text[here + 1] if here + 1 < len(text) else " "
        opens = mark in '"“”‟' and (before.isspace() or before in "([") and not after.isspace()
        if mark == opener and (mark not in closers or opens):
            depth += 1
        elif mark not in closers:
            continue
        elif opens:
            if mark == '"':
                return -1  # a new one opens: the first was a stray, or never closed
        elif depth:
            depth -= 1
        else:
            return here
    return -1


def _closing_single(text: str, at: int, mark: str, before: str, after: str) -> int | None:
    if before.isalnum() or before in "’'" or not (after.isalnum() or after in '[…“"(*'):
        return None
    if mark == "'" and _ELISION.match(text, at + 1):
        return None
    closers = "'’" if mark == "'" else "’'‘" if mark == "‚" else "’"
    limit = min(len(text), at + _LONGEST_SINGLE)
    maybe: int | None = None
    for here in range(at + 2, limit):
        letter = text[here]
        if letter == "‘" and mark == "‘" and maybe is not None:
            break
        if letter not in closers:
            continue
        behind = text[here - 1]
        ahead = text[here + 1] if here + 1 < len(text) else " "
        if ahead.isalnum():
            continue
        if behind in _ENDS_SPEECH or ahead in ".,;:!?)]" or here + 1 >= len(text):
            return here
        if behind.isspace():
            continue
        if behind == "s" and ahead == " " and here + 2 < len(text) and text[here + 2].islower():
            maybe = maybe if maybe is not None else here  # "workers' wages", unless nothing better comes
            continue
        return here
    return maybe
