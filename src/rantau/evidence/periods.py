"""Periods as stated: years, months, halves, quarters, spans, and "the same year"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rantau.evidence.negatives import holds_any
from rantau.evidence.period_patterns import (
    COUNTS,
    CUES,
    MONTH_ALONE,
    MONTHS,
    ORDINALS,
    PATTERNS,
    RELATIVE,
    SOME_MONTH,
    SOME_WORDS,
    SOME_YEAR,
    WORDS,
)
from rantau.store.records import Period

__all__ = [
    "PeriodFound",
    "ends_with_source",
    "find_periods",
    "in_year",
    "is_open",
    "months_of",
    "overlap_months",
    "resolve",
]


_YEAR_BEFORE = frozenset({"last year", "tahun lalu"})
_OF_THE_DOCUMENT = _YEAR_BEFORE | {
    "this year",
    "so far this year",
    "earlier this year",
    "later this year",
    "tahun ini",
}
"""Wordings that are told by when the document was written, not by the year spoken of before."""


@dataclass(frozen=True, slots=True)
class PeriodFound:
    """A period and where it is written. ``relative`` when it names no year: "throughout the year"."""

    start: int
    end: int
    period: Period
    relative: bool = False


def find_periods(text: str, latest: int | None = None) -> list[PeriodFound]:
    """Find periods in order; none overlaps another, the fullest wording wins.

    Args:
        text: A sentence in which citations, report titles and laws are blotted out.
        latest: The document's year: where a period "since 2021" ends. Without it, it ends as it starts.
    """
    found: list[PeriodFound] = []

    def taken(match: re.Match[str]) -> bool:
        return any(match.start() < other.end and other.start < match.end() for other in found)

    lowered = text.lower()
    # Several kinds have one cue, which is looked for once.
    holds: dict[re.Pattern[str], bool] = {}
    for kind, pattern in PATTERNS if SOME_YEAR.search(text) else ():
        if (words := WORDS.get(kind)) is not None and not holds_any(lowered, words):
            continue
        if (cue := CUES.get(kind)) is not None:
            if cue not in holds:
                holds[cue] = cue.search(text) is not None
            if not holds[cue]:
                continue
        for match in pattern.finditer(text):
            bounds = None if taken(match) else _bounds(kind, match.groupdict(), latest)
            if bounds is not None:
                period = Period(*bounds, match.group().strip())
                found.append(PeriodFound(match.start(), match.end(), period))
    for match in RELATIVE.finditer(text) if holds_any(lowered, SOME_WORDS) else ():
        if not taken(match):
            period = Period("", "", match.group().strip())
            found.append(PeriodFound(match.start(), match.end(), period, relative=True))
    for match in MONTH_ALONE.finditer(text) if SOME_MONTH.search(text) else ():
        if not taken(match):
            period = Period("", "", match.group().strip())
            found.append(PeriodFound(match.start(), match.end(), period, relative=True))
    return sorted(found, key=lambda item: item.start)


def resolve(period: Period, last: Period | None) -> Period:
    """Work out a period that names no year ("the same year", "the year before") from the one named before it."""
    if last is None or not last.start:
        return period
    year = int(last.start[:4])
    wording = period.text.lower()
    if MONTH_ALONE.match(period.text):
        return in_year(period, int(last.end[:4]))
    if wording in _OF_THE_DOCUMENT:
        return period
    if any(word in wording for word in ("previous", "preceding", "before", "earlier", "sebelumnya")):
        year -= 1
    elif any(word in wording for word in ("following", "later", "berikutnya")):
        year += 1
    elif "period" in wording or "kurun" in wording or wording.endswith(" years"):
        return Period(last.start, last.end, period.text)
    return Period(str(year), str(year), period.text)


def in_year(period: Period, year: int) -> Period:
    """A period that names no year of its own, in the year it must be of: "in October", "last year"."""
    if month := MONTH_ALONE.match(period.text):
        date = f"{year}-{_month(month['m']):02d}"
        day = int(month["d"]) if month["d"] else 0
        if day and day <= calendar.monthrange(year, _month(month["m"]))[1]:
            date = f"{date}-{day:02d}"
        return Period(date, date, period.text)
    if period.text.lower() in _YEAR_BEFORE:
        year -= 1
    return Period(str(year), str(year), period.text)


def is_open(period: Period) -> bool:
    """Whether it is one "since 2020", whose end the text does not give."""
    return period.text.lower().startswith(("since", "sejak", "semenjak"))


def ends_with_source(period: Period, year: int | None) -> Period:
    """Let a period "since 2020" end with the year of the source that says so, where that is earlier than its end."""
    if not is_open(period) or year is None or not int(period.start[:4]) <= year < int(period.end[:4]):
        return period
    return Period(period.start, str(year), period.text)


def _year(text: str) -> int:
    year = int(re.sub(r"\D", "", text))
    return year - 543 if year >= 2400 else year


def _month(name: str) -> int:
    return MONTHS[name[:3].lower()]


def _count(name: str) -> int | None:
    return int(name) if name.isdigit() else COUNTS.get(name.lower())


Part = Mapping[str, str | None]


def _bounds(kind: str, part: Part, latest: int | None) -> tuple[str, str] | None:
    """First and last date of a period; None where the words only look like one."""
    year = _year(part.get("y") or part.get("z") or part.get("w") or "0")
    match kind:
        case "half":
            return _half(part, year)
        case "quarter":
            quarter = int(part["q"]) if part["q"] else ORDINALS[(part["o"] or part["p"] or "").lower()]
            return f"{year}-{3 * quarter - 2:02d}", f"{year}-{3 * quarter:02d}"
        case "first_months":
            return _first_months(part, year)
        case "months_two_years" | "months_one_year" | "days":
            return _months(part, year)
        case "day":
            return _day(part, year)
        case "month":
            return (f"{year}-{_month(part['m'] or ''):02d}",) * 2
        case "span" | "fiscal":
            last = part["z"] or ""
            until = int(str(year)[:2] + last) if len(last) == 2 else _year(last)
            return (str(year), str(until)) if year <= until <= year + 60 else None
        case "since":
            first = f"{year}-{_month(part['m']):02d}" if part["m"] else str(year)
            return first, str(max(year, latest)) if latest else str(year)
        case "years_to":
            length = _count(part["n"] or "")
            until_date = f"{year}-{_month(part['m']):02d}" if part["m"] else str(year)
            return (f"{year - length}{until_date[4:]}", until_date) if length else None
        case "part":
            first_month, last_month = _part_of_year((part["part"] or "").lower())
            return f"{year}-{first_month:02d}", f"{year}-{last_month:02d}"
    return str(year), str(year)


def _half(part: Part, year: int) -> tuple[str, str]:
    second = (
        (part["o"] or "").lower() in ("second", "last")
        or (part["p"] or "").lower() in ("kedua", "akhir")
        or part["h"] == "2"
    )
    return (f"{year}-07", f"{year}-12") if second else (f"{year}-01", f"{year}-06")


def _first_months(part: Part, year: int) -> tuple[str, str] | None:
    count = _count(part["n"] or part["m"] or "")
    if count is None or not 1 <= count <= 12:
        return None
    count = min(12, count + bool(part["half"]))
    if (part["which"] or "").lower() == "last":
        return f"{year}-{13 - count:02d}", f"{year}-12"
    return f"{year}-01", f"{year}-{count:02d}"


def _months(part: Part, year: int) -> tuple[str, str]:
    opens, closes = _month(part["a"] or ""), _month(part["b"] or "")
    closing_year = part.get("z")
    last_year = _year(closing_year) if closing_year else year
    first_year = year if part.get("y") and closing_year else last_year - (opens > closes)
    return f"{first_year}-{opens:02d}", f"{last_year}-{closes:02d}"


def _day(part: Part, year: int) -> tuple[str, str] | None:
    day, month = int(part["d"] or part["e"] or "0"), _month(part["m"] or part["n"] or "")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return (f"{year}-{month:02d}-{day:02d}",) * 2


def _part_of_year(word: str) -> tuple[int, int]:
    """First and last month of "early 2021" and the like: an assumption, since no text says where early ends."""
    if word in ("mid", "middle of", "pertengahan"):
        return 6, 7
    if word in ("early", "beginning of", "start of", "awal"):
        return 1, 4
    return (9, 12) if word == "late" else (12, 12)


def months_of(period: Period) -> tuple[int, int]:
    """First and last month as counts of months from year 0; raises nothing, an empty date spans all time."""

    def month(date: str, missing: int) -> int:
        parts = [int(piece) for piece in date.split("-")]
        return parts[0] * 12 + (parts[1] - 1 if len(parts) > 1 else missing)

    first = month(period.start, 0) if period.start else 0
    return first, month(period.end, 11) if period.end else 10**6


def overlap_months(one: Period, other: Period) -> int:
    """Months both periods cover; negative is the gap between them."""
    first, second = months_of(one), months_of(other)
    return min(first[1], second[1]) - max(first[0], second[0]) + 1
