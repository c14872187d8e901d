"""What a figure measures, in the text's own words, and the stretch of text it is quoted with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from rantau.evidence.lexicon import lexicon
from rantau.evidence.negatives import FILLER, holds_any, mask
from rantau.evidence.quantities import Quantity

__all__ = ["core_of", "is_bare", "measure_of", "quote_span", "says_nothing"]

_CUT = re.compile(
    rf"[;:{FILLER}]|[.!?](?=\s|$)|,\s*(?:compared|while|whereas|but|followed|up from|down from"
    rf"|according|as reported|or|atau"
    r"|when|after|before|because|although|where|equivalent|equal to|sedangkan|sementara|menurut"
    r"|disusul|naik|turun|karena"
    r"|setelah|ketika"
    r"|(?:more than|less than|about|nearly|almost|roughly|lebih dari) (?:\w+ ){0,2}(?:times|kali"
    r"|half|double))\b"
    r"|\s\(|\b(?:while|whereas)\b"
)
_HEAD = re.compile(
    rf"[;:{FILLER}]|[.!?]\s|\b(?:report(?:s|ed)?|show(?:s|ed)?|note[sd]?|found|finds?|estimat\w+"
    rf"|states?|stated|reveal(?:s|ed)?"
    r"|indicate[sd]?|says?|said|record(?:s|ed)?|suggest(?:s|ed)?|told|think|believe[sd]?"
    r"|melaporkan|mencatat|menunjukkan"
    r"|menyatakan|menemukan|memperkirakan|mengungkapkan) (?:that|bahwa)\b|\b(?:notes?"
    r"|reports?) (?:that )?there (?:are|were)\b"
    r"|,\s*(?:while|whereas|but|sedangkan|sementara|with|disusul)\b"
)
_IN_HEADS = (",", ".", ";", ":", "that", FILLER, "!", "?", "bahwa", "there")
"""Of which a text must hold one for the pattern above to be worth trying."""
_WITHOUT = re.compile(
    r"\b(?:including|such as|seperti|termasuk|as well as)\b",
    re.IGNORECASE,
)
# What stands before "including" is the whole, not the part that the figure counts.
_WHOLE_OF = re.compile(
    r".*\b(?:including|of (?:whom|which|them|these)|among them|comprising|termasuk|di antaranya"
    r"|yakni|yaitu)\b\s*",
    re.IGNORECASE,
)
_PERIOD_TAIL = re.compile(
    r"[\s,]*\b(?:in|during|since|between|by|as of|over|for|throughout|pada|sejak|selama|tahun"
    r"|hingga|per)?\s*(?:the\s+)?"
    r"(?:(?:first|second)\s+(?:half|quarter)\s+of\s+|tahun\s+)?(?:19|20)\d\d(?:\s*(?:–|-|and|to"
    r"|dan)\s*(?:19|20)?\d\d)?\s*$",
    re.IGNORECASE,
)
_CLAUSE_BREAK = re.compile(
    r";\s|,\s(?=(?:while|whereas|but|sedangkan|sementara|compared|yet|although)\b)|\s(?=(?:while"
    r"|whereas)\b)|\s—\s"
)
_BELONGS_TO_NEXT = re.compile(
    r"(?:,|;|\b(?:and|or|to|with|dan|serta|of whom|of which|including|from|di antaranya)\b)"
    r"(?:(?!,|\band\b|\bdan\b)[^;]){0,40}$"
)
_AFTER_ANOTHER = re.compile(r".*(?:,|;|\b(?:and|or|dan|serta|atau)\b)\s*", re.DOTALL)
_OF = re.compile(r"(?:points?\s+)?(?:of|dari|daripada)\s+(.*)", re.IGNORECASE | re.DOTALL)
_OF_THEM = re.compile(
    r"(?:of\s+(?:whom|which|them|these|those)|di antaranya|diantaranya|dari (?:mereka|jumlah itu))\b\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_HEDGE_AND_NUMBER = re.compile(
    r"^(?:(?:more than|over|at least|up to|nearly|about|around|approximately|some|an estimated"
    r"|fewer than|less than|almost"
    r"|lebih dari|sekitar|hampir|sebanyak|setidaknya|sedikitnya|million|thousand|billion|hundred"
    r"|juta|ribu|miliar"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|between|from|to|and|antara|dan)\b[\s-]*"
    r"|[\d,.\s–-]+)+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_EMPTY_BRACKET = re.compile(r"\(\s*[;,]?\s*\)?")
_EDGES = ' ,;:.-–—()*_"“”'
_LONGEST_QUOTE = 420
"""Characters; a sentence longer than this is quoted by the clause that holds the figure."""


def core_of(text: str, quantity: Quantity, low: int, high: int, tail: int | None = None) -> str:
    """The words nearest to a figure, that say most surely what it is of.

    Args:
        text: The sentence with negatives blotted out.
        quantity: The figure.
        low: Where the figure before ends, or the sentence starts.
        high: Where the figure after begins, or the sentence ends.
        tail: Where what it says begins, for a figure that shares it with the next ("240,000 Kenyans and 180,000
            Ugandans work …").
    """
    after = _after(text, quantity, high) if tail is None else _clause(text[tail:])
    cut = _WITHOUT.search(after)
    after = after[: cut.start()] if cut and cut.start() > 0 else after
    before = _before(text, quantity, low)
    if low and (another := _AFTER_ANOTHER.match(before)):
        # What stands before a conjunction is the figure before's: "133 led to an inquiry and 14 to a conviction".
        before = before[another.end() :]
    before = " ".join(before.split()[-8:])
    whole = _WHOLE_OF.match(before)
    before = before[whole.end() :] if whole else before
    return _tidy(f"{before} {text[quantity.start : quantity.end]} {' '.join(after.split()[:20])}")


def measure_of(text: str, quantity: Quantity, low: int, high: int, base: str = "") -> str:
    """What is measured: the noun phrase and its predicate.

    Args:
        text: The sentence with negatives blotted out.
        quantity: The figure.
        low: Where the figure before ends, or the sentence starts.
        high: Where the figure after begins, or the sentence ends.
        base: Noun phrase of whom a share is taken, where an earlier figure of the sentence names it.
    """
    after = _after(text, quantity, high)
    before = _before(text, quantity, low)
    if quantity.unit in ("percent", "percentage points"):
        return _tidy(_share(after, before, base))
    if quantity.noun:
        phrase = _noun_phrase(text[quantity.start : quantity.end])
        if not _has_words(after, 2) and before:
            return _tidy(f"{phrase} {after}: {before}") if phrase else _tidy(f"{before} {after}")
        return _tidy(f"{phrase} {after}")
    if _has_words(before, 2):
        return _tidy(f"{before} {after}") if _has_words(after, 1) and len(before) < 60 else _tidy(before)
    return _tidy(f"{before} {after}")


def _share(after: str, before: str, base: str) -> str:
    if them := _OF_THEM.match(after):
        return f"share of {base} {them[1]}" if base else f"{before} {after}"
    if of := _OF.match(after):
        return f"share of {of[1]}"
    if not _has_words(after, 2):
        return f"{before} {after}"
    if base:
        return f"share of {base} {after}"
    lead = f"{before} " if before and not _has_words(after, 4) else ""
    return f"{lead}{after}"


def _noun_phrase(text: str) -> str:
    words = re.sub(r"^[^A-Za-zÀ-ỹ\u0e00-\u17ff]*(?:\d[\d,.\s]*)?", "", text)
    return _HEDGE_AND_NUMBER.sub("", words)


def _after(text: str, quantity: Quantity, high: int) -> str:
    return _after_figure(text, quantity.end, high)


@lru_cache(maxsize=16)
def _after_figure(text: str, end: int, high: int) -> str:
    """What stands after a figure; asked for several times over, for one figure after another."""
    tail = _clause(text[end:high])
    if high < len(text):
        # Words before the next figure's hedge belong to that figure when a conjunction opens them.
        left = _BELONGS_TO_NEXT.sub("", tail)
        tail = left if _has_words(left, 1) else tail
    return " ".join(tail.split()[:24])


def _clause(text: str) -> str:
    cut = _CUT.search(text)
    return text[: cut.start()] if cut else text


def _before(text: str, quantity: Quantity, low: int) -> str:
    return _before_figure(text, quantity.start, low)


@lru_cache(maxsize=16)
def _before_figure(text: str, start: int, low: int) -> str:
    """What stands before a figure, as :func:`_after_figure`."""
    left = text[low:start]
    found = None
    for match in _HEAD.finditer(left) if holds_any(left, _IN_HEADS) else ():
        found = match
    if found:
        left = left[found.end() :]
    return " ".join(left.split()[-14:])


def says_nothing(text: str, quantity: Quantity, high: int) -> bool:
    """Whether nothing of weight follows a figure's noun: "Malaysia, with 72,260 people"."""
    return not _has_words(_after(text, quantity, high), 2)


def is_bare(text: str, quantity: Quantity, low: int, high: int, left_out: Sequence[tuple[int, int]]) -> bool:
    """Whether a figure says nothing but where or when: "1,200 were sent back from Myanmar and 2,614 from Laos".

    Args:
        text: The sentence with negatives blotted out.
        quantity: The figure.
        low: Where the figure before ends.
        high: Where the figure after begins, or the sentence ends.
        left_out: Spans of places and periods.
    """
    before = _before(text, quantity, low)
    if low and (another := _AFTER_ANOTHER.match(before)):
        before = before[another.end() :]
    cut = quantity.end + len(_clause(text[quantity.end : high]))
    bare = mask(text, left_out)
    words = [
        word
        for word in _WORD.findall(f"{before} {bare[quantity.end : cut]}")
        if word.lower() not in lexicon().stop
    ]
    return len(words) <= 1


def _has_words(text: str, count: int) -> bool:
    return next(islice(_WORD.finditer(text), count - 1, None), None) is not None


def _tidy(text: str) -> str:
    text = text.replace(FILLER, " ")
    if "(" in text:
        text = _EMPTY_BRACKET.sub(" ", text)
    text = " ".join(text.split()).strip(_EDGES)
    if not text[-1:].isdigit():
        return text
    shorter = _PERIOD_TAIL.sub("", text).strip(" ,;:")
    return shorter or text


def quote_span(text: str, start: int, end: int, quantity: Quantity) -> tuple[int, int]:
    """The stretch to quote: the whole sentence, or of a long one the clause that holds the figure.

    Args:
        text: The passage.
        start: Offset of the sentence in the passage.
        end: Its end.
        quantity: The figure, with offsets into the sentence.
    """
    figure = (start + quantity.start, start + quantity.end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start <= _LONGEST_QUOTE:
        return start, end
    low, high = start, end
    for match in _CLAUSE_BREAK.finditer(text, start, end):
        if match.end() <= figure[0] and figure[1] - match.end() > 40:
            low = match.end()
        elif match.start() >= figure[1] and match.start() - low > 60:
            high = match.start()
            break
    return low, high
