"""Periods as stated: years, months, halves, quarters, spans; English, Indonesian, Malay and the Buddhist era."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from rantau.store.records import Period

__all__ = ["PeriodFound", "find_periods", "months_of", "overlap_months", "resolve"]


@dataclass(frozen=True, slots=True)
class PeriodFound:
    """A period and where it is written. ``relative`` when it names no year: "throughout the year"."""

    start: int
    end: int
    period: Period
    relative: bool = False


_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mac": 3, "apr": 4, "may": 5, "mei": 5, "jun": 6, "jul": 7, "aug": 8, "agu": 8,
    "ogo": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "des": 12, "dis": 12,
}  # fmt: skip
_M = (
    r"(?:Jan(?:uary|uari)?|Feb(?:ruary|ruari)?|Mar(?:ch|et)?|Mac|Apr(?:il)?|May|Mei|June?|Juni"
    r"|Jul(?:y|i|ai)?|Aug(?:ust)?|Agustus|Ogos"
    r"|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cs](?:ember)?|Disember)\.?"
)
_Y = r"(?:(?:B\.?E\.?|พ\.ศ\.)\s*)?(?:1[89]\d\d|20\d\d|25[0-6]\d)(?![\d,.]*\d)"
_JOIN = r"\s*(?:–|—|‑|-|to|until|through|and|hingga|sampai(?: dengan)?|s\.?d\.?|dan)\s*"
_ORD = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
    "final": 4,
    "pertama": 1,
    "kedua": 2,
    "ketiga": 3,
    "keempat": 4,
}
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11,
}  # fmt: skip
_OF = r"\s*(?:,|of|in|tahun|the year|dari)?\s*(?:tahun\s+)?"

_PATTERNS = (
    ("half", re.compile(rf"\b(?:(?:the\s+)?(?P<o>first|second|last)\s+half{_OF}(?P<y>{_Y})|(?:semester|paruh"
rf"|setengah tahun|separuh)\s+(?P<p>pertama|kedua|awal|akhir){_OF}(?P<z>{_Y})"
rf"|(?:H(?P<h>[12])\s*(?P<w>{_Y})))", re.I)),
    ("quarter", re.compile(rf"\b(?:(?:the\s+)?(?P<o>first|second|third|fourth|last|final)\s+quarter{_OF}(?P<y>{_Y})"
rf"|(?:kuartal|triwulan|suku tahun)\s+(?P<p>pertama|kedua|ketiga|keempat){_OF}(?P<z>{_Y})"
rf"|Q(?P<q>[1-4])\s*(?:of\s*)?(?P<w>{_Y}))", re.I)),
    ("first_months", re.compile(rf"\b(?:(?:the\s+)?(?P<which>first|last)\s+(?P<n>\d{{1,2}}|[a-z]+)"
rf"\s+months{_OF}(?P<y>{_Y})"
rf"|(?P<m>[a-z]+|\d{{1,2}})\s+bulan\s+pertama{_OF}(?P<z>{_Y}))", re.I)),
    ("months_two_years", re.compile(rf"\b(?P<a>{_M})\s+(?P<y>{_Y}){_JOIN}(?P<b>{_M})\s+(?P<z>{_Y})")),
    ("months_one_year", re.compile(rf"\b(?P<a>{_M}){_JOIN}(?P<b>{_M})\s+(?:tahun\s+)?(?P<y>{_Y})")),
    ("day", re.compile(rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_M}),?\s+(?P<y>{_Y})"
rf"|(?P<n>{_M})\s+(?P<e>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<z>{_Y}))")),
    ("month", re.compile(rf"\b(?P<m>{_M})\s+(?:of\s+|tahun\s+)?(?P<y>{_Y})")),
    ("span", re.compile(rf"(?:\b(?:between|from|antara(?: tahun)?|dari(?: tahun)?|during|over|selama|periode|period"
rf"|tahun|in|for)\s+)?(?<![\d,.])(?P<y>{_Y}){_JOIN}(?:tahun\s+)?(?P<z>{_Y}|\d\d(?![\d%,.]\d"
rf"|\d))")),
    ("fiscal", re.compile(rf"(?:\b(?:FY|fiscal year|financial year"
rf"|tahun fiskal)\s*)?(?<![\d,./])(?P<y>{_Y})/(?P<z>\d\d(?:\d\d)?)(?!\d|/)")),
    ("since", re.compile(rf"\b(?:since|sejak|semenjak)\s+(?:the\s+start\s+of\s+|early\s+|late\s+|mid-?"
rf"|(?P<m>{_M})\s+)?(?:tahun\s+)?(?P<y>{_Y})", re.I)),
    ("part", re.compile(rf"\b(?P<part>mid|middle of|early|beginning of|start of|late|end[ -]of|end|pertengahan|awal"
rf"|akhir)[\s-]*(?:the\s+)?(?:year\s+|tahun\s+)?(?P<y>{_Y})", re.I)),
    ("year", re.compile(rf"(?<![\d,.$€£/-])(?<!\w)(?P<y>{_Y})(?![\w/%])")),
)  # fmt: skip
_RELATIVE = re.compile(
    r"\b(?:throughout the (?:same )?year|(?:during |in |over )?(?:that|the same"
    r"|this) (?:same )?(?:year|period)|sepanjang tahun(?: (?:itu|tersebut|yang sama))?|(?:pada"
    r"|di) tahun (?:itu|tersebut|yang sama)|selama setahun"
    r"|(?:in |during )?the (?:previous|preceding|following) year|the year before|a year (?:earlier"
    r"|later|before)|tahun sebelumnya|tahun berikutnya)\b(?!\s*\d)",
    re.IGNORECASE,
)


# What a text must hold for a pattern to be worth trying.
_SOME_YEAR = re.compile(r"(?:1[89]|20|25)\d\d")
_SOME_MONTH = re.compile(_M)
_TWO_YEARS = re.compile(rf"{_Y}(?:{_JOIN}|/)(?:tahun\s+)?\d\d")
_CUES = {
    "half": re.compile(r"half|semester|paruh|tengah|separuh|\bH[12]", re.IGNORECASE),
    "quarter": re.compile(r"quarter|kuartal|triwulan|suku|\bQ[1-4]", re.IGNORECASE),
    "first_months": re.compile(r"months|bulan", re.IGNORECASE),
    "months_two_years": _SOME_MONTH,
    "months_one_year": _SOME_MONTH,
    "day": _SOME_MONTH,
    "month": _SOME_MONTH,
    "span": _TWO_YEARS,
    "fiscal": _TWO_YEARS,
    "since": re.compile(r"since|sejak|semenjak", re.IGNORECASE),
    "part": re.compile(r"mid|early|beginning|start|late|end|tengah|awal|akhir", re.IGNORECASE),
}


def find_periods(text: str, latest: int | None = None) -> list[PeriodFound]:
    """Find periods in order; none overlaps another, the fullest wording wins.

    Args:
        text: A sentence in which citations, report titles and laws are blotted out.
        latest: The document's year: where a period "since 2021" ends. Without it, it ends as it starts.
    """
    found: list[PeriodFound] = []
    for name, pattern in _PATTERNS if _SOME_YEAR.search(text) else ():
        if (cue := _CUES.get(name)) is not None and not cue.search(text):
            continue
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            bounds = _bounds(name, match, latest)
            if bounds is None:
                continue
            wording = match.group().strip()
            found.append(PeriodFound(match.start(), match.end(), Period(bounds[0], bounds[1], wording)))
    for match in _RELATIVE.finditer(text):
        if not any(match.start() < other.end and other.start < match.end() for other in found):
            found.append(
                PeriodFound(match.start(), match.end(), Period("", "", match.group().strip()), relative=True)
            )
    return sorted(found, key=lambda item: item.start)


def resolve(period: Period, last: Period | None) -> Period:
    """Work out a period that names no year ("the same year", "the year before") from the one named before it."""
    if last is None or not last.start:
        return period
    year = int(last.start[:4])
    wording = period.text.lower()
    if any(word in wording for word in ("previous", "preceding", "before", "earlier", "sebelumnya")):
        year -= 1
    elif any(word in wording for word in ("following", "later", "berikutnya")):
        year += 1
    elif "period" in wording:
        return Period(last.start, last.end, period.text)
    return Period(str(year), str(year), period.text)


def _year(text: str) -> int:
    year = int(re.sub(r"\D", "", text))
    return year - 543 if year >= 2400 else year


def _month(name: str) -> int:
    return _MONTHS[name[:3].lower()]


def _bounds(name: str, match: re.Match[str], latest: int | None) -> tuple[str, str] | None:
    part = match.groupdict()
    year = _year(part.get("y") or part.get("z") or part.get("w") or "0")
    if name == "half":
        second = (
            (part["o"] or "").lower() in ("second", "last")
            or (part["p"] or "").lower() in ("kedua", "akhir")
            or part["h"] == "2"
        )
        return (f"{year}-07", f"{year}-12") if second else (f"{year}-01", f"{year}-06")
    if name == "quarter":
        quarter = int(part["q"]) if part["q"] else _ORD[(part["o"] or part["p"]).lower()]
        return f"{year}-{3 * quarter - 2:02d}", f"{year}-{3 * quarter:02d}"
    if name == "first_months":
        raw = (part["n"] or part["m"]).lower()
        count = int(raw) if raw.isdigit() else _COUNTS.get(raw)
        if count is None or not 1 <= count <= 12:
            return None
        if (part["which"] or "").lower() == "last":
            return f"{year}-{13 - count:02d}", f"{year}-12"
        return f"{year}-01", f"{year}-{count:02d}"
    if name == "months_two_years":
        return f"{year}-{_month(part['a']):02d}", f"{_year(part['z'])}-{_month(part['b']):02d}"
    if name == "months_one_year":
        opens, closes = _month(part["a"]), _month(part["b"])
        return f"{year - (opens > closes)}-{opens:02d}", f"{year}-{closes:02d}"
    if name == "day":
        day = int(part["d"] or part["e"])
        month = _month(part["m"] or part["n"])
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            return None
        return (f"{year}-{month:02d}-{day:02d}",) * 2
    if name == "month":
        return (f"{year}-{_month(part['m']):02d}",) * 2
    if name in ("span", "fiscal"):
        raw = part["z"]
        until = int(str(year)[:2] + raw) if len(raw) == 2 else _year(raw)
        return (str(year), str(until)) if year <= until <= year + 60 else None
    if name == "since":
        first = f"{year}-{_month(part['m']):02d}" if part["m"] else str(year)
        return first, str(max(year, latest)) if latest else str(year)
    if name == "part":
        word = part["part"].lower()
        if word in ("mid", "middle of", "pertengahan"):
            return f"{year}-06", f"{year}-07"
        if word in ("early", "beginning of", "start of", "awal"):
            return f"{year}-01", f"{year}-04"
        if word == "late":
            return f"{year}-09", f"{year}-12"
        return f"{year}-12", f"{year}-12"
    return str(year), str(year)


def months_of(period: Period) -> tuple[int, int]:
    """First and last month as counts of months from year 0; raises nothing, an empty date spans all time."""

    def first(date: str) -> int:
        parts = [int(piece) for piece in date.split("-")]
        return parts[0] * 12 + (parts[1] - 1 if len(parts) > 1 else 0)

    def last(date: str) -> int:
        parts = [int(piece) for piece in date.split("-")]
        return parts[0] * 12 + (parts[1] - 1 if len(parts) > 1 else 11)

    return (first(period.start) if period.start else 0), (last(period.end) if period.end else 10**6)


def overlap_months(one: Period, other: Period) -> int:
    """Months both periods cover; negative is the gap between them."""
    first, second = months_of(one), months_of(other)
    return min(first[1], second[1]) - max(first[0], second[0]) + 1
