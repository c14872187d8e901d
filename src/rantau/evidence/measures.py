"""What a figure measures, in the text's own words, and the stretch of text it is quoted with."""

from __future__ import annotations

import re

from rantau.evidence.negatives import FILLER
from rantau.evidence.quantities import Quantity

__all__ = ["clause_of", "measure_of", "quote_span"]

_CUT = re.compile(
    rf"[;:{FILLER}]|[.!?](?=\s|$)|,\s*(?:compared|while|whereas|but|followed|up from|down from"
    rf"|according|as reported|sedangkan|sementara|menurut)\b|\s\(|\b(?:while|whereas)\b"
)
_HEAD = re.compile(
    rf"[;:{FILLER}]|[.!?]\s|\b(?:reports?|shows?|notes?|found|finds|estimat\w+|states?|stated"
    rf"|reveals?|indicates?|says|said|records?|recorded|suggests?|melaporkan|mencatat|menunjukkan"
    rf"|menyatakan|menemukan|memperkirakan|mengungkapkan) (?:that|bahwa)\b|\b(?:notes?"
    rf"|reports?) (?:that )?there (?:are|were)\b"
    r"|,\s*(?:while|whereas|but|sedangkan|sementara)\b"
)
_PERIOD_TAIL = re.compile(
    r"[\s,]*\b(?:in|during|since|between|by|as of|over|for|throughout|pada|sejak|selama|tahun"
r"|hingga|per)?\s*(?:the\s+)?(?:(?:first|second)\s+(?:half|quarter)\s+of\s+|tahun\s+)?(?:19"
r"|20)\d\d(?:\s*(?:–|-|and|to|dan)\s*(?:19|20)?\d\d)?\s*$", re.IGNORECASE
)  # fmt: skip
_CLAUSE_BREAK = re.compile(
    r";\s|,\s(?=(?:while|whereas|but|sedangkan|sementara|compared|yet|although)\b)|\s(?=(?:while"
    r"|whereas)\b)|\s—\s"
)


def clause_of(text: str, quantity: Quantity, low: int = 0, high: int | None = None) -> str:
    """The clause around a figure; ``low`` and ``high`` are where the figures beside it end and begin."""
    high = len(text) if high is None else high
    left = text[low : quantity.start]
    for match in _HEAD.finditer(left):
        low = max(low, low + match.end()) if match.end() <= len(left) else low
        left = text[low : quantity.start]
        break
    cut = _CUT.search(text, quantity.end)
    return text[low : min(high, cut.start() if cut else len(text))]


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
    if quantity.unit in ("percent", "percentage points"):
        of = re.match(r"(?:points?\s+)?(?:of|dari|daripada)\s+(.*)", after, re.IGNORECASE | re.DOTALL)
        if of:
            return _tidy(f"share of {of[1]}")
        before = _before(text, quantity, low)
        if _has_words(after, 2):
            subject = f"{base} " if base else ""
            lead = f"{before} " if before and not base and not _has_words(after, 4) else ""
            return _tidy(f"share of {subject}{lead}{after}" if base else f"{lead}{after}")
        return _tidy(f"{before} {after}")
    if quantity.noun:
        noun = text[quantity.start : quantity.end]
        words = re.sub(r"^[^A-Za-zÀ-ỹ\u0e00-\u17ff]*(?:\d[\d,.\s]*)?", "", noun)
        phrase = _strip_number(words)
        before = _before(text, quantity, low)
        if not _has_words(after, 2) and before:
            return _tidy(f"{phrase} {after}: {before}") if phrase else _tidy(f"{before} {after}")
        return _tidy(f"{phrase} {after}")
    before = _before(text, quantity, low)
    if _has_words(before, 2):
        return _tidy(f"{before} {after}") if _has_words(after, 1) and len(before) < 60 else _tidy(before)
    return _tidy(f"{before} {after}")


def _after(text: str, quantity: Quantity, high: int) -> str:
    tail = text[quantity.end : high]
    cut = _CUT.search(tail)
    tail = tail[: cut.start()] if cut else tail
    if high < len(text):
        # Words before the next figure's hedge belong to that figure when a conjunction opens them.
        tail = re.sub(
            r"(?:,|\b(?:and|to|or|with|dan|serta|of whom|of which|including|from|di antaranya)\b)[^,]{0,25}$",
            "",
            tail,
        )
    words = tail.split()
    return " ".join(words[:24])


def _before(text: str, quantity: Quantity, low: int) -> str:
    left = text[low : quantity.start]
    found = None
    for match in _HEAD.finditer(left):
        found = match
    if found:
        left = left[found.end() :]
    return " ".join(left.split()[-14:])


def _has_words(text: str, count: int) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= count


_HEDGES = re.compile(
    r"^(?:(?:more than|over|at least|up to|nearly|about|around|approximately|some|an estimated"
r"|fewer than|less than|almost|lebih dari|sekitar|hampir|sebanyak|setidaknya|sedikitnya"
r"|million|thousand|billion|hundred|juta|ribu|miliar"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|between|from|to|and|antara|dan)\b[\s-]*"
r"|[\d,.\s–-]+)+", re.IGNORECASE
)  # fmt: skip


def _strip_number(text: str) -> str:
    return _HEDGES.sub("", text)


def _tidy(text: str) -> str:
    text = text.replace(FILLER, " ")
    text = re.sub(r"\(\s*[;,]?\s*\)?", " ", text)
    text = re.sub(r"\s+", " ", text).strip(' ,;:.-–—()*_"“”')
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
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start <= 420:
        return start, end
    figure = (start + quantity.start, start + quantity.end)
    low, high = start, end
    for match in _CLAUSE_BREAK.finditer(text, start, end):
        if match.end() <= figure[0] and figure[1] - match.end() > 40:
            low = match.end()
        elif match.start() >= figure[1] and match.start() - low > 60:
            high = match.start()
            break
    return low, high
