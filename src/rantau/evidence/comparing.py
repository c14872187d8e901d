"""When two claims can be laid side by side, and whether they then agree.

Time. A claim without a period is placed in the year of its source and the year before it, since a report speaks of the
time up to its making. Two periods are

* the *same* when they begin and end in the same month;
* *overlapping* when they share a month and, for what is counted over time (deportations in a year, not migrants in a
  country), the longer is at most four times the shorter: a count of nine years is not set against one of a year;
* *adjacent* when they share none and less than a year lies between them. What is counted over time is then compared by
  the month.

Values. Each claim is an interval (:mod:`rantau.evidence.intervals`). Two claims

* *agree* when what their writers would be taken to mean overlaps, or misses by no more than 5 per cent of the greater;
* *conflict* when what they allow does not overlap, and misses by more than that;
* are *compatible* otherwise: "at least 100" and "250".

"Over 25,000" allows 36,000 but nobody who knew of 36,000 would write it: "over" and "under" are read as the nearest
round number, "at least" and "at most" as true limits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from rantau.evidence.conversion import convert
from rantau.evidence.intervals import ABOUT, interval, near
from rantau.evidence.periods import months_of
from rantau.store.records import Claim

__all__ = ["ADJACENT_RATIO", "Relation", "Span", "Timing", "in_unit", "rate_ratio", "relation", "timing"]

Relation = Literal["agree", "compatible", "conflict"]
Timing = Literal["same", "overlapping", "adjacent", "apart"]

ADJACENT_RATIO = 1.25
"""Over adjacent periods a difference smaller than a quarter is taken for change over time, not for disagreement.

An assumption: most yearly series of this field move by less.
"""
_LENGTHS = 4
"""How many times the shorter period the longer may be, for what is counted over time."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """First and last month, counted from year 0; ``stated`` when the text says so, else the source's years."""

    first: int
    last: int
    stated: bool = True

    @property
    def months(self) -> int:
        return self.last - self.first + 1

    @classmethod
    def of(cls, claim: Claim, source_year: int | None) -> Span | None:
        """The time a claim is about; None where neither it nor its source has a year."""
        if claim.period is not None and claim.period.start and claim.period.end:
            first, last = months_of(claim.period)
            return cls(min(first, last), max(first, last))
        if source_year is None:
            return None
        return cls((source_year - 1) * 12, source_year * 12 + 11, False)


def timing(one: Span, other: Span, *, flow: bool) -> Timing:
    """How two spans lie in time.

    Args:
        one: A span.
        other: Another.
        flow: Whether what is counted adds up over time.
    """
    if (one.first, one.last) == (other.first, other.last):
        return "same"
    shared = min(one.last, other.last) - max(one.first, other.first) + 1
    if shared > 0:
        long, short = max(one.months, other.months), min(one.months, other.months)
        stated = one.stated and other.stated
        return "apart" if flow and stated and long > _LENGTHS * short else "overlapping"
    return "adjacent" if -shared < 12 else "apart"


def in_unit(bounds: tuple[float, float], unit: str, to: str) -> tuple[float, float]:
    """Convert an interval; an open end stays open."""
    low, high = (end if math.isinf(end) else convert(end, unit, to) for end in bounds)
    return low, high


def relation(one: Claim, other: Claim, unit: str) -> Relation:
    """Whether two claims agree, in a unit that both convert to."""
    meant = [in_unit(near(claim), claim.unit, unit) for claim in (one, other)]
    allowed = [
        in_unit(_allowed(claim), claim.unit, unit)
        if claim.qualifier in ("at_least", "at_most")
        else meant[index]
        for index, claim in enumerate((one, other))
    ]
    slack = ABOUT * max(abs(end) for bounds in meant for end in bounds)
    if _gap(*meant) <= slack:
        return "agree"
    return "conflict" if _gap(*allowed) > slack else "compatible"


def _allowed(claim: Claim) -> tuple[float, float]:
    return interval(claim)


def _gap(one: tuple[float, float], other: tuple[float, float]) -> float:
    """What lies between two intervals; zero where they overlap or touch."""
    return max(0.0, max(one[0], other[0]) - min(one[1], other[1]))


def ratio(one: Claim, other: Claim, unit: str) -> float:
    """The greater middle over the lesser; infinite where one is zero and the other is not."""
    return _over(_middle(one, unit), _middle(other, unit))


def rate_ratio(one: Claim, first: Span, other: Claim, second: Span, unit: str) -> float:
    """The same of what adds up over time, by the month: 78,000 in half a year are not fewer than 156,000 in a year."""
    return _over(_middle(one, unit) / first.months, _middle(other, unit) / second.months)


def _middle(claim: Claim, unit: str) -> float:
    return abs(sum(in_unit(near(claim), claim.unit, unit)) / 2)


def _over(one: float, other: float) -> float:
    less, more = sorted((one, other))
    if less == 0:
        return 1.0 if more == 0 else math.inf
    return more / less
