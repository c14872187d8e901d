"""When a unit, a number, a set of places and a citation are the same as what is annotated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gold.annotation import Claimed, Maybe
from rantau.store.records import Claim

__all__ = ["NAMED_UNITS", "SMALL_WORDS", "cites_right", "fits", "same_unit", "same_value", "type_of"]

_SHARES = ("percent", "percentage points", "per 1000")
_TIMES = ("hours", "days", "weeks", "months", "years")
NAMED_UNITS = frozenset(
    (
        *(
            *_SHARES,
            "persons",
            "households",
            "cases",
            "deaths",
            "investigations",
            "prosecutions",
            "convictions",
        ),
        *("permits", "organisations", "shelters", "places", "operations", "items", "kilometres", "times"),
    )
)
"""The units of the annotation, but for money and time."""
_EVENTS = {
    "deportations": ("persons", "items"),
    "crossings": ("persons", "items"),
    "returns": ("persons", "items"),
    "arrests": ("persons", "items"),
    "complaints": ("cases",),
    "raids": ("operations",),
    "inspections": ("operations",),
}
"""Units that the extractor has a word for and the annotation has not."""
_MONEY = re.compile(r"[A-Z]{3}(/\w+)?$")


def type_of(unit: str) -> str:
    """The kind of a claim: ``share``, ``money``, ``time`` or ``count``."""
    if unit in _SHARES:
        return "share"
    if _MONEY.match(unit):
        return "money"
    return "time" if unit.partition("/")[0] in _TIMES else "count"


def same_unit(gold: str, found: str) -> bool:
    """Whether two units are one; what the annotation has no word for is ``items``, and an event happens to people."""
    if found in _EVENTS:
        return gold in (*_EVENTS[found], found)
    named = found in NAMED_UNITS or found.partition("/")[0] in _TIMES or bool(_MONEY.match(found))
    return gold == (found if named else "items")


def _near(value: float | None, other: float | None) -> bool:
    """The same number, but for the digits that a fraction is written with."""
    if value is None or other is None:
        return value is other
    return abs(value - other) <= 0.005 * max(abs(value), abs(other))


def same_value(gold: Claimed, other: Claim | Claimed) -> bool:
    """Whether the number is the same: the value, or both ends of a range."""
    if gold.value is None:
        return _near(gold.low, other.low) and _near(gold.high, other.high)
    return _near(gold.value, other.value)


def fits(wanted: Iterable[Maybe], found: Iterable[str]) -> bool:
    """Whether all that must be there is there, and nothing that may not."""
    wanted, names = tuple(wanted), frozenset(found)
    must = {one.value for one in wanted if not one.optional}
    return must <= names <= {one.value for one in wanted}


_MARKS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_NAME = re.compile(r"[^\W\d_]{2,}")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
SMALL_WORDS = frozenset(
    [
        "report",
        "the",
        "and",
        "of",
        "for",
        "see",
        "also",
        "study",
        "data",
        "from",
        "in",
        "hlm",
        "pp",
        "tables",
        "dan",
    ]
)


def keys_of(citation: str) -> list[tuple[str, frozenset[str]]]:
    """What a citation names: ``note 3``, ``[12]``, or a year with names, one for each work."""
    text = citation.strip()
    if note := re.fullmatch(r"note (\d+)", text):
        return [(f"note {note[1]}", frozenset())]
    if text.translate(_MARKS) != text and text.translate(_MARKS).isdigit():
        return [(f"note {text.translate(_MARKS)}", frozenset())]
    if number := re.fullmatch(r"\[(\d+)[^\]]*\]", text):
        return [(f"[{number[1]}]", frozenset())]
    keys = []
    for part in text.split(";"):
        names = frozenset(word.lower() for word in _NAME.findall(part)) - SMALL_WORDS
        keys += [(year, names) for year in _YEAR.findall(part)[:1]]
    return keys


def _same_work(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> bool:
    return one[0] == other[0] and (one[1] == other[1] or bool(one[1] & other[1]))


def cites_right(wanted: Sequence[Maybe], found: Iterable[str]) -> bool:
    """Whether each citation that must be there is there, and no other than those that may."""
    have = [key for text in found for key in keys_of(text)]
    must = [key for one in wanted if not one.optional for key in keys_of(one.value)]
    may = [key for one in wanted for key in keys_of(one.value)]
    return all(any(_same_work(key, one) for one in have) for key in must) and all(
        any(_same_work(key, one) for one in may) for key in have
    )
