"""How periods are worded, the fullest wording first: English, Indonesian, Malay and the Buddhist era."""

from __future__ import annotations

import re

__all__ = [
    "COUNTS",
    "CUES",
    "MONTHS",
    "MONTH_ALONE",
    "ORDINALS",
    "PATTERNS",
    "RELATIVE",
    "SOME_MONTH",
    "SOME_WORDS",
    "SOME_YEAR",
    "WORDS",
]

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mac": 3, "apr": 4, "may": 5, "mei": 5, "jun": 6, "jul": 7, "aug": 8, "agu": 8,
    "ogo": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "des": 12, "dis": 12,
}  # fmt: skip
"""First three letters of a month's name to its number."""
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4, "pertama": 1, "kedua": 2, "ketiga": 3,
    "keempat": 4,
}  # fmt: skip
COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11,
}  # fmt: skip

_M = (
    r"(?:Jan(?:uary|uari)?|Feb(?:ruary|ruari)?|Mar(?:ch|et)?|Mac|Apr(?:il)?|May|Mei|June?|Juni|Jul(?:y|i|ai)?"
    r"|Aug(?:ust)?|Agustus|Ogos|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cs](?:ember)?|Disember)\.?"
)
_Y = r"(?:(?:B\.?E\.?|พ\.ศ\.)\s*)?(?:1[89]\d\d|20\d\d|25[0-6]\d)(?![\d,.]*\d)"
_JOIN = r"\s*(?:–|—|‑|-|to|until|through|and|hingga|sampai(?: dengan)?|s\.?d\.?|dan)\s*"
_OF = r"\s*(?:,|of|in|tahun|the year|dari)?\s*(?:tahun\s+)?"
_N = r"(?:\d{1,2}|[a-z]+)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"


def _any(*wordings: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(wordings) + ")", re.IGNORECASE)


def _exact(wording: str) -> re.Pattern[str]:
    """For names of months, which are words of other meanings in lower case ("may")."""
    return re.compile(wording)


PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "since",
        _any(
            r"(?:since|sejak|semenjak)\s+(?:the\s+start\s+of\s+|early\s+|late\s+|mid-?)?"
            rf"(?:(?:\d{{1,2}}\s+)?(?P<m>{_M})\s+(?:\d{{1,2}},\s+)?)?(?:tahun\s+)?(?P<y>{_Y})"
        ),
    ),
    (
        "years_to",
        _any(
            rf"(?:over|in|during|selama)\s+(?:the\s+)?(?P<n>{_N})\s+(?:years|tahun)\s+(?:up\s+)?(?:to"
            rf"|hingga)\s+"
            rf"(?:(?P<m>{_M})\s+)?(?P<y>{_Y})"
        ),
    ),
    (
        "days",
        _exact(rf"\b{_DAY}\s+(?P<a>{_M})(?:\s+(?P<y>{_Y}))?{_JOIN}{_DAY}\s+(?P<b>{_M})\s+(?P<z>{_Y})"),
    ),
    (
        "half",
        _any(
            rf"(?:the\s+)?(?P<o>first|second|last)\s+half{_OF}(?P<y>{_Y})",
            rf"(?:semester|paruh|setengah tahun|separuh)\s+(?P<p>pertama|kedua|awal|akhir){_OF}(?P<z>{_Y})",
            rf"H(?P<h>[12])\s*(?P<w>{_Y})",
        ),
    ),
    (
        "quarter",
        _any(
            rf"(?:the\s+)?(?P<o>first|second|third|fourth|last|final)\s+quarter{_OF}(?P<y>{_Y})",
            rf"(?:kuartal|triwulan|suku tahun)\s+(?P<p>pertama|kedua|ketiga|keempat){_OF}(?P<z>{_Y})",
            rf"Q(?P<q>[1-4])\s*(?:of\s*)?(?P<w>{_Y})",
        ),
    ),
    (
        "first_months",
        _any(
            rf"(?:the\s+)?(?P<which>first"
            rf"|last)\s+(?P<n>{_N})(?P<half>\s+and\s+a\s+half)?\s+months{_OF}(?P<y>{_Y})",
            rf"(?P<m>{_N})\s+bulan\s+pertama{_OF}(?P<z>{_Y})",
        ),
    ),
    ("months_two_years", _exact(rf"\b(?P<a>{_M})\s+(?P<y>{_Y}){_JOIN}(?P<b>{_M})\s+(?P<z>{_Y})")),
    ("months_one_year", _exact(rf"\b(?P<a>{_M}){_JOIN}(?P<b>{_M})\s+(?:tahun\s+)?(?P<y>{_Y})")),
    (
        "day",
        _exact(
            rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_M}),?\s+(?P<y>{_Y})"
            rf"|(?P<n>{_M})\s+(?P<e>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<z>{_Y}))"
        ),
    ),
    ("month", _exact(rf"\b(?P<m>{_M})\s+(?:of\s+|tahun\s+)?(?P<y>{_Y})")),
    (
        "span",
        _exact(
            r"(?:\b(?:between|from|antara(?: tahun)?|dari(?: tahun)?|during|over|selama|periode|period"
            r"|tahun|in|for)\s+)?"
            rf"(?<![\d,.])(?P<y>{_Y}){_JOIN}(?:tahun\s+)?(?P<z>{_Y}|\d\d(?![\d%,.]\d|\d))"
        ),
    ),
    (
        "fiscal",
        _exact(
            r"(?:\b(?:FY|fiscal year|financial year|tahun fiskal)\s*)?"
            rf"(?<![\d,./])(?P<y>{_Y})/(?P<z>\d\d(?:\d\d)?)(?!\d|/)"
        ),
    ),
    (
        "part",
        _any(
            r"(?P<part>mid|middle of|early|beginning of|start of|late|end[ -]of|end|pertengahan|awal"
            r"|akhir)[\s-]*"
            rf"(?:the\s+)?(?:year\s+|tahun\s+)?(?P<y>{_Y})"
        ),
    ),
    ("year", _exact(rf"(?<![\d,.$€£/-])(?<!\w)(?P<y>{_Y})(?![\w/%])")),
)
"""Kind of period and its wording; each holds a year."""

RELATIVE = re.compile(
    r"\b(?:throughout the (?:same )?year|(?:during |in |over )?(?:that|the same"
    r"|this) (?:same )?(?:year|period)"
    r"|sepanjang tahun(?: (?:itu|tersebut|yang sama))?|(?:pada|di) tahun (?:itu|tersebut"
    r"|yang sama)|selama setahun"
    r"|(?:in |during )?the (?:previous|preceding|following) year|the year before|a year (?:earlier"
    r"|later|before)"
    r"|tahun sebelumnya|tahun berikutnya|(?:so far |earlier |later )?this year|last year|tahun ini|tahun lalu"
    r"|(?:in |over |during )?the same \w+ years|(?:pada |dalam |selama )?(?:periode|kurun) yang sama"
    r"|(?:over|during) the year|since (?:the (?:beginning|start) of the"
    r"|the turn of the) year|sejak awal tahun(?: ini)?)\b(?!\s*(?:1[89]|20)\d\d\b)",
    re.IGNORECASE,
)
"""Periods that are told by the year spoken of before."""
MONTH_ALONE = re.compile(
    rf"\b(?:[Ii]n|[Dd]uring|[Bb]y|[Tt]hroughout|[Aa]s of|[Aa]s at|[Uu]ntil|[Pp]ada|[Ss]elama|[Hh]ingga"
    rf"|[Pp]er|[Ss]ampai)\s+"
    rf"(?:the (?:month of|end of)\s+|early\s+|late\s+|mid-?\s?|bulan\s+|akhir\s+"
    rf"|awal\s+)?(?P<d>\d{{1,2}}\s+)?(?P<m>{_M})"
    r"(?!\w)(?!\s*(?:\d|and\s+[A-Z]|to\s+[A-Z]|[–-]))"
)
"""A month without its year: "in October", "as of 31 October"."""

SOME_WORDS = ("year", "period", "tahun", "kurun")
"""Of which a text must hold one, in lower case, for :data:`RELATIVE` to be worth trying."""
SOME_YEAR = re.compile(r"(?:1[89]|20|25)\d\d")
SOME_MONTH = re.compile(_M)
_TWO_YEARS = re.compile(rf"{_Y}(?:{_JOIN}|/)(?:tahun\s+)?\d\d")
WORDS: dict[str, tuple[str, ...]] = {
    "since": ("since", "sejak", "semenjak"),
    "years_to": ("years", "tahun"),
    "half": ("half", "semester", "paruh", "tengah", "h1", "h2"),
    "quarter": ("quarter", "kuartal", "triwulan", "suku", "q1", "q2", "q3", "q4"),
    "first_months": ("months", "bulan"),
    "part": ("mid", "early", "beginning", "start", "late", "end", "tengah", "awal", "akhir"),
}
"""Of which a text must hold one, in lower case, for a pattern to be worth trying."""
CUES: dict[str, re.Pattern[str]] = {
    "days": SOME_MONTH,
    "months_two_years": SOME_MONTH,
    "months_one_year": SOME_MONTH,
    "day": SOME_MONTH,
    "month": SOME_MONTH,
    "span": _TWO_YEARS,
    "fiscal": _TWO_YEARS,
}
"""What a text must hold for a pattern to be worth trying; it makes the reading of periods four times faster."""
