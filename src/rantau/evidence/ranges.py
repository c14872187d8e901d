"""Two numbers that are one figure: the ends of a range, or one amount in two currencies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from rantau.evidence.currencies import is_money
from rantau.evidence.tokens import Number
from rantau.evidence.units import currency_before

__all__ = ["raise_scale", "range_at", "without_equivalents"]


class Measured(Protocol):
    """A figure with a unit, where it stands."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def unit(self) -> str: ...


Figure = TypeVar("Figure", bound=Measured)

_UNIT_IN_GAP = (
    r"(?:\s*(?:%|per ?cent|percent|persen|peratus|hours?|days?|months?|years?|jam|hari|bulan|tahun"
    r"|baht|ringgit|kyats?"
    r"|taka|rupees|riyals|dollars|people|migrants|workers|women|persons|orang))?"
)
_DASH = re.compile(rf"{_UNIT_IN_GAP}\s?[–—‑-]\s?", re.IGNORECASE)
_TO = re.compile(rf"{_UNIT_IN_GAP}\s+(?:to|hingga|sampai(?: dengan| ke)?|s\.?/?d\.?)\s+", re.IGNORECASE)
_AND = re.compile(rf"{_UNIT_IN_GAP}\s+(?:and|dan|or|atau)\s+", re.IGNORECASE)
_HEDGED = r"(?:about |around |an estimated |some |just |only |approximately |roughly |sekitar |hanya )?$"
_BETWEEN = re.compile(rf"\b(?:between|antara|ranging from|anywhere from|kisaran)\s+{_HEDGED}", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:r[oi]se[ns]?|rising|grew|grown?|growing|increas\w+|fell|fall\w*|drop\w*|declin\w+"
    r"|decreas\w+|climb\w+|jump\w+"
    r"|surg\w+|doubl\w+|tripl\w+|went|shrank|reduc\w+|cut|up|down|rais\w+|lift\w+|hik\w+|lower\w*"
    r"|chang\w+|adjust\w+"
    r"|meningkat|naik|turun|menurun|melonjak|bertambah|berkurang|dinaikkan|diturunkan)\b[^.;]{0,60}"
    rf"\b(?:from|dari|daripada)\s+{_HEDGED}",
    re.IGNORECASE,
)
_EQUIVALENT = re.compile(
    r"(?:\s+in\s+(?:early\s+|late\s+|mid-?)?(?:19|20)\d\d)?\s*(?:\(|,\s+or|,|/|=|or|atau"
    r"|\(?equivalent to|\(?setara(?: dengan)?)\s*(?:about|around"
    r"|approximately|approx\.?|some|equivalent"
    r" to|or|sekitar|setara|≈|~)?\s*",
    re.IGNORECASE,
)


_IN_BRACKETS = re.compile(r"[^()%;,]{0,40}\(\s*")


def range_at(text: str, numbers: Sequence[Number], index: int) -> tuple[Number, Number] | None:
    """The two ends, the lesser first, when the number at ``index`` opens a range.

    "from 119 to 1,138" is a range, unless something rose or fell so; 2019–20 and 1,200–500 are none.
    """
    if index + 1 >= len(numbers):
        return None
    first, second = numbers[index], numbers[index + 1]
    if first.kind not in ("digits", "words") or second.kind not in ("digits", "words"):
        return None
    money = currency_before(text, second.start)
    gap = text[first.end : money.edge if money and money.edge >= first.end else second.start]
    opening = currency_before(text, first.start)
    left = opening.edge if opening else first.start
    before = text[max(0, left - 80) : left]
    linked = bool(_DASH.fullmatch(gap)) or (bool(_AND.fullmatch(gap)) and bool(_BETWEEN.search(before)))
    if not linked and _TO.fullmatch(gap):
        linked = not _CHANGE.search(before)
    if not linked:
        return None
    first = _scaled_like(first, second)
    if first.value > second.value or (
        _bare_year(first) and (_bare_year(second) or second.scaled or second.separated)
    ):
        # "1990–2000" is a period, and "from 900 in 2013 to 1.82 million" no range that begins at 2013.
        return None
    return first, second


def raise_scale(text: str, numbers: Sequence[Number], index: int) -> Number:
    """A number with the scale of the next, where one became the other: "rose from 3 to 5 million"."""
    first = numbers[index]
    if index + 1 == len(numbers):
        return first
    gap = text[first.end : numbers[index + 1].start]
    if _TO.fullmatch(gap) or _DASH.fullmatch(gap):
        return _scaled_like(first, numbers[index + 1])
    return first


def _scaled_like(first: Number, second: Number) -> Number:
    """The first number with the scale of the second, where it has none of its own: "3 to 5 million"."""
    if first.scaled or first.value >= 1000 or first.value * second.factor > second.value * 10:
        return first
    return replace(first, value=first.value * second.factor, step=first.step * second.factor)


def _bare_year(number: Number) -> bool:
    """A four-digit number of a calendar, with no separator and no scale word."""
    return (
        number.kind == "digits"
        and not number.separated
        and not number.scaled
        and number.end - number.start == 4
        and 1800 <= number.value <= 2643
    )


def without_equivalents(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Drop an amount that only repeats the one before it in another currency: "15,000 baht (USD 430)"."""
    kept: list[Figure] = []
    for figure in found:
        before = kept[-1] if kept else None
        if (
            before is not None
            and is_money(before.unit)
            and is_money(figure.unit)
            and before.unit.partition("/")[0] != figure.unit.partition("/")[0]
            and _EQUIVALENT.fullmatch(text[before.end : figure.start])
        ):
            continue
        if (
            before is not None
            and before.unit == figure.unit == "percent"
            and not any(mark.isdigit() for mark in text[before.start : before.end])
            and _IN_BRACKETS.fullmatch(text, before.end, figure.start)
            and text[figure.end : figure.end + 1] == ")"
        ):
            # "more than half of the sample (53%)": the digits say it better.
            kept.pop()
        kept.append(figure)
    return kept
