"""Shares in words: "two-thirds", "nearly half", "one in three", "one woman in four", "tiga dari sepuluh"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from rantau.evidence.lexicon import lexicon
from rantau.evidence.tokens import Number, Word

__all__ = ["find_shares"]

_PARTS = re.compile(
    r"\b(?:(?P<n>one|a|two|three|four|five|seven|nine)(?P<gap>[- ])"
    r"(?P<d>thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)"
    r"|(?P<idn>se|satu|dua|tiga|empat|lima|tujuh|sembilan)[- ]?(?P<idd>pertiga|perempat|perlima|perenam|perdelapan"
    r"|persepuluh)(?:nya)?)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"\b(?:half|(?:separuh|setengah|separo)(?:nya)?)\b", re.IGNORECASE)
_NOUN_BETWEEN = (
    r"(?:\s(?:wom[ae]n|m[ae]n|girls?|boys?|child(?:ren)?|persons?|people|workers?|migrants?"
    r"|victims?|cases?|households?"
    r"|respondents?|refugees?|returnees?|survivors?|perempuan|pekerja|orang|korban|responden|anak"
    r"|migran|rumah tangga))?"
)
_RATIO = re.compile(
    rf"\b(?P<n>\d{{1,3}}|[a-z]+){_NOUN_BETWEEN}"
    r"(?P<link>[- ](?:in|out of|of|dari|daripada|di antara)(?:[- ](?:every|each|setiap))?[- ])"
    r"(?P<d>\d{1,3}|[a-z]+)\b(?![,.]?\d)",
    re.IGNORECASE,
)
_RATIO_CUE = re.compile(r"\bin\b|\bout of\b|of every|of each|\bdari|\bdaripada|\bdi antara", re.IGNORECASE)
_DENOMINATORS = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
    "pertiga": 3, "perempat": 4, "perlima": 5, "perenam": 6, "perdelapan": 8, "persepuluh": 10,
}  # fmt: skip
_ONE = {"seorang": 1, "sepersepuluh": 1}
"""Indonesian for one of a kind: "seorang di antara delapan"."""
_ROUND = frozenset({15, 20, 25, 50, 100, 200, 1000})
"""Denominators over twelve of which a share is given; others are counts: "31 out of 64 interviewees"."""
_HEDGED = re.compile(
    r"\b(?:about|around|nearly|almost|over|more than|less than|fewer than|roughly|only|just"
    r"|at least|up to|approximately"
    r"|close to|some|hampir|sekitar|lebih dari|kurang dari|hanya|kira-kira)\s+$",
    re.IGNORECASE,
)
# "a third country", "third parties", "a quarter century" are no fractions: what may follow one is listed.
_AFTER = re.compile(
    r"\s*(?:of\b(?!\s+(?:the\s+)?(?:year|century|decade|(?:19|20)\d\d)\b)|the\b|dari\b|daripada\b"
    r"|had\b|have\b|has\b"
    r"|were\b|was\b|are\b|is\b|said\b|reported\b|did\b|do\b|could\b|never\b|paid\b|worked\b"
    r"|lived\b|all\b|its\b|their\b"
    r"|as\b|in\b|by\b|to\b|between\b|among\b|jumlah\b|pekerja\b|korban\b|responden\b|perempuan\b"
    r"|came\b|come\b"
    r"|sleeps?\b|live\b|lives\b|send\b|owe\b|share\b|eat\b|earn\b|work\b|go\b|went\b|want\b|lack\b|leave\b|left\b"
    r"|take\b|took\b|get\b|got\b|gave\b|hold\b|held\b|keep\b|kept\b|know\b|knew\b|pay\b|say\b|told\b|never\b|still\b"
    r"|borrow\w*\b|spoke\b|speak\b|who\b|remain\w*\b|face\w*\b|also\b|mengaku\b|tidak\b|pernah\b|yang\b|belum\b|di\b"
    r"|owed\b|earned\b|experienced\b|suffered\b|received\b|[,.;:()\u2013]|$)",
    re.IGNORECASE,
)
_NOT_A_PART = re.compile(
    r"\s*(?:an?\s+)?(?:country|countries|party|parties|person|time|year|years|hour|hours|day|days"
    r"|month|century|decade"
    r"|mile|brother|sister|tahun|jam|hari|bulan)\b|-",
    re.IGNORECASE,
)
# "less than half the 148,000 of 2019" is no share of anyone.
_OF_A_NUMBER = re.compile(r"\s+(?:of\s+)?(?:the|that of)\s+(?:\w+\s+)?\d", re.IGNORECASE)
_HALF_A_SCALE = re.compile(r"\s+an?\s+(?P<en>million|billion)\b|\s+(?P<id>juta|miliar)\b", re.IGNORECASE)
_BEFORE_HALF = re.compile(
    r"(?:\b(?:first|second|latter|other|better|last|early|later|pertama|kedua)[ -]| and an? )$", re.IGNORECASE
)


_ANY_NOUN = re.compile(
    r"\b(?P<n>one|two|three|four|five|six|seven|eight|nine)\s(?P<noun>[a-z]{3,}s?)\sin\s(?P<d>three|four|five|eight|ten)\b"
    r"(?!\s+[a-z]+s\b(?<!has)(?<!was)(?<!is))",
    re.IGNORECASE,
)
"""A ratio of anything: "seven kilns in ten keep …", but not "two camps in five districts"."""


def find_shares(text: str, words: Sequence[Word]) -> list[Number]:
    """Fractions and ratios of a sentence, their values in per cent.

    Args:
        text: The sentence.
        words: ``words_of(text)``.
    """
    found = _ratios(text)
    if any(word.text in lexicon().fraction_words for word in words):
        found.extend(_parts(text))
        found.extend(_halves(text))
    return found


def _follows(text: str, match: re.Match[str]) -> bool:
    """Whether what stands around a word such as "third" makes it a part of something."""
    if _NOT_A_PART.match(text, match.end()) or _OF_A_NUMBER.match(text, match.end()):
        return False
    if _AFTER.match(text, match.end()):
        return True
    return bool(_HEDGED.search(text, max(0, match.start() - 20), match.start()))


def _parts(text: str) -> list[Number]:
    found = []
    numbers = lexicon().numbers
    for match in _PARTS.finditer(text):
        if match["d"]:
            loose = match["n"].lower() == "a" or (match["gap"] == " " and not match["d"].endswith("s"))
            if loose and not _follows(text, match):
                continue
            top = 1 if match["n"].lower() == "a" else numbers[match["n"].lower()]
            bottom = _DENOMINATORS[match["d"].lower().rstrip("s")]
        else:
            first = match["idn"].lower()
            top = 1 if first == "se" else numbers[first]
            bottom = _DENOMINATORS[match["idd"].lower()]
        if top < bottom:
            found.append(_share(match.start(), match.end(), top, bottom, "fraction"))
    return found


def _halves(text: str) -> list[Number]:
    found = []
    for match in _HALF.finditer(text):
        if _BEFORE_HALF.search(text, max(0, match.start() - 12), match.start()):
            continue
        if scale := _HALF_A_SCALE.match(text, match.end()):
            factor = lexicon().scales[(scale["en"] or scale["id"]).lower()]
            found.append(Number(match.start(), scale.end(), factor / 2, factor / 10, "words", scaled=True))
        elif _follows(text, match):
            found.append(_share(match.start(), match.end(), 1, 2, "fraction"))
    return found


@lru_cache(maxsize=1)
def _some_ratio() -> re.Pattern[str]:
    """What any ratio ends with; looking for it first is some ten times faster than looking for a ratio."""
    words = "|".join(sorted((*lexicon().numbers, *_ONE), key=lambda word: (-len(word), word)))
    return re.compile(
        rf"[- ](?:in|of|dari|daripada|antara)[- ](?:(?:every|each|setiap)[- ])?(?:\d|(?:{words})\b)",
        re.IGNORECASE,
    )


def _ratios(text: str) -> list[Number]:
    if not _some_ratio().search(text) or not _RATIO_CUE.search(text):
        return []
    numbers = lexicon().numbers
    found = []
    for match in _RATIO.finditer(text):
        top, bottom = (
            int(part) if part.isdigit() else _ONE.get(part.lower(), numbers.get(part.lower()))
            for part in (match["n"], match["d"])
        )
        if top is None or bottom is None or not 0 < top < bottom <= 1000:
            continue
        link = match["link"].lower().replace("-", " ").strip()
        # "12 of 45 women" is a count out of a count; "one in three", "2 out of 3" and "4 of every 10" are shares.
        if link in ("of", "daripada"):
            continue
        if bottom > 12 and bottom not in _ROUND and link != "in":
            continue
        found.append(_share(match.start(), match.end(), top, bottom, "ratio"))
    for match in _ANY_NOUN.finditer(text):
        top, bottom = numbers[match["n"].lower()], numbers[match["d"].lower()]
        if top < bottom and not any(one.start < match.end() and match.start() < one.end for one in found):
            found.append(_share(match.start(), match.end(), top, bottom, "ratio"))
    return found


def _share(start: int, end: int, top: int, bottom: int, kind: Literal["fraction", "ratio"]) -> Number:
    # A share in words is coarse: half a step of its denominator on either side would be too much,
    # so it is taken as good to five points.
    return Number(start, end, round(100 * top / bottom, 2), 5.0, kind)
