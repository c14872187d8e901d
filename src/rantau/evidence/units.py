"""What a number counts: per cent, money, time, rates, people and things; and which units can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rantau.evidence.lexicon import lexicon
from rantau.evidence.numbers import Word

__all__ = [
    "CURRENCIES",
    "UnitFound",
    "comparable",
    "convert",
    "count_noun",
    "currency_before",
    "dimension",
    "unit_after",
]

CURRENCIES: Mapping[str, str] = lexicon().currencies
"""Symbol, code or word to ISO 4217. A plain dollar is read as the United States dollar, a rupee as the Indian."""

_TIMES = {
    "hour": "hours", "hours": "hours", "hr": "hours", "hrs": "hours", "jam": "hours", "minute": "minutes",
    "minutes": "minutes", "menit": "minutes", "day": "days", "days": "days", "hari": "days", "week": "weeks",
    "weeks": "weeks", "minggu": "weeks", "month": "months", "months": "months", "bulan": "months", "year": "years",
    "years": "years", "yr": "years", "tahun": "years",
}  # fmt: skip
_MEASURES = {
    "km": "km", "kilometres": "km", "kilometers": "km", "kilometre": "km", "kilometer": "km", "miles": "miles",
    "hectares": "hectares", "hectare": "hectares", "hektare": "hectares", "hektar": "hectares", "tonnes": "tonnes",
    "tons": "tonnes", "ton": "tonnes", "kg": "kg", "kilograms": "kg", "metres": "metres", "meters": "metres",
    "litres": "litres",
}  # fmt: skip
_PERIOD = (
    r"(?P<per>\s*(?:(?:,?\s*)(?:per|an?|each|every|/|se|setiap|sebuah|tiap)[\s-]*"
    r"(?P<perunit>hour|day|week|month|year|annum|jam|hari|minggu|bulan|tahun|shift|worker|person"
    r"|capita|kilogram|trip|orang)\b"
    r"|\s(?P<perword>monthly|daily|weekly|annually|yearly|hourly|sebulan|sehari|seminggu|setahun|sejam)\b))?"
)
PERIOD_NAMES = {
    "dai": "day",
    "hour": "hour", "jam": "hour", "hourly": "hour", "sejam": "hour", "day": "day", "hari": "day", "daily": "day",
    "sehari": "day", "shift": "day", "week": "week", "minggu": "week", "weekly": "week", "seminggu": "week",
    "month": "month", "bulan": "month", "monthly": "month", "sebulan": "month", "year": "year", "annum": "year",
    "tahun": "year", "annually": "year", "yearly": "year", "setahun": "year",
}  # fmt: skip

_PERCENT = re.compile(
    r"[\s\u00a0-]{0,2}(?:%|٪|per[ -]?cent(?:age)?\b|persen\b|peratus\b|pct\b|prosen\b|por ciento\b"
    r"|phần trăm)(?P<points>[\s-]*(?:age )?points?\b|[\s-]*poin\b)?",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\s*(?:[^\W\d_]+\s){0,4}?(?:per|for every|in every|out of every|setiap)\s+"
    r"(?:(?P<thousand>1[,.]?000\b(?![,.]\d)|one thousand|thousand|seribu|1 000\b)"
    r"|(?P<lakh>100[,.]?000\b|100 000\b|hundred thousand)|(?P<myriad>10[,.]000\b)"
    r"|(?P<million>million\b|1 million))",
    re.IGNORECASE,
)
_MONEY_WORD = re.compile(
    r"[\s\u00a0-]{0,2}(?:(?P<us>US|American|Singapore|Hong Kong|Australian|Canadian"
    r"|Brunei)\s)?(?P<word>[^\W\d_]+|[€£฿₱₦₹៛₫₭৳])"
)
_SPECIAL_DOLLARS = {
    "singapore": "SGD",
    "hong kong": "HKD",
    "australian": "AUD",
    "canadian": "CAD",
    "brunei": "BND",
}
_BEFORE = re.compile(
    r"(?:(?<![A-Za-z])(?P<code>US\$|U\.S\.\$|HK\$|NT\$|GH₵|[A-Z]{3}|RM|Rp\.?|S\$|A\$|C\$|B\$|Tk\.?"
    r"|Rs\.?|Ksh|US dollars?|FCFA)|(?P<sign>[$€£¥₩฿₱₦₹៛₫₭৳]))"
    r"[\s\u00a0]{0,2}$"
)
_TIME = re.compile(
    r"(?P<gap>[\s\u00a0-]{1,2})(?P<unit>hours?|hrs?|minutes?|days?|weeks?|months?|years?|jam|menit"
    r"|hari|minggu|bulan|tahun)\b"
    r"(?P<age>[- ]olds?\b|\s+of\s+age\b)?(?P<shift>[\s-]*(?:work)?(?:days?|shifts?|working days?|weeks?)\b)?",
    re.IGNORECASE,
)
_PER = re.compile(_PERIOD, re.IGNORECASE)
_STOP = lexicon().stop


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit and where its words end (after) or start (before)."""

    unit: str
    edge: int
    noun: str = ""
    """The count noun as written in lower case."""


def currency_before(text: str, start: int) -> UnitFound | None:
    """The currency written before an amount: ``USD 11,109``, ``Rp3.500``; ``edge`` is where it starts."""
    match = _BEFORE.search(text, max(0, start - 14), start)
    if not match:
        return None
    name = (match["code"] or match["sign"]).lower().replace("u.s.", "us")
    code = CURRENCIES.get(name) or ("USD" if name.startswith("us") and len(name) > 3 else None)
    return UnitFound(code, match.start()) if code else None


def with_period(text: str, end: int, unit: str) -> UnitFound:
    """Add ``/month`` and the like where the text goes on "a month", "per day", "sebulan"."""
    match = _PER.match(text, end)
    if match and match["per"]:
        name = PERIOD_NAMES.get((match["perunit"] or match["perword"]).lower())
        if name:
            return UnitFound(f"{unit}/{name}", match.end())
    return UnitFound(unit, end)


def unit_after(text: str, end: int, words: Sequence[Word], index: int) -> UnitFound | None:
    """The unit written after a number.

    Args:
        text: The sentence.
        end: Offset after the number.
        words: All words of the sentence.
        index: Index in ``words`` of the first word that starts at or after ``end``.
    """
    if match := _PERCENT.match(text, end):
        return UnitFound("percentage points" if match["points"] else "percent", match.end())
    if match := _MONEY_WORD.match(text, end):
        word = match["word"].lower()
        code = CURRENCIES.get(word)
        if code and (
            len(word) > 3
            or word in ("won", "yen", "kip", "cfa")
            or match["word"].isupper()
            or not word.isalpha()
        ):
            if match["us"]:
                code = _SPECIAL_DOLLARS.get(match["us"].lower(), code)
            money_end = match.end()
            if word == "cfa" and text.startswith(" franc", money_end):
                money_end += 7
            return with_period(text, money_end, code)
    if match := _TIME.match(text, end):
        if match["age"]:
            return UnitFound("age", match.end())
        unit = _TIMES[match["unit"].lower()]
        if unit in ("hours", "days") and match["shift"]:
            per = "week" if "week" in match["shift"].lower() else "day"
            if unit == "hours" or per == "week":
                return UnitFound(f"{unit}/{per}", match.end())
        return with_period(text, match.start("shift") if match["shift"] else match.end(), unit)
    if match := _RATE.match(text, end):
        for name, unit in (
            ("thousand", "per 1000"),
            ("lakh", "per 100000"),
            ("myriad", "per 10000"),
            ("million", "per million"),
        ):
            if match[name]:
                return UnitFound(unit, match.end())
    if index < len(words) and words[index].text in _MEASURES and words[index].start - end <= 2:
        return UnitFound(_MEASURES[words[index].text], words[index].end)
    return count_noun(text, end, words, index)


def count_noun(text: str, end: int, words: Sequence[Word], index: int, reach: int = 9) -> UnitFound | None:
    """The head of the noun phrase that a number counts: ``persons`` for "36,000 undocumented male workers".

    Walks right over adjectives until a verb, a preposition or punctuation. A noun whose count is no evidence
    (``theories``, ``interviews``) is returned as unit ``abstract`` or ``methods``.
    """
    lex = lexicon()
    fallback: UnitFound | None = None
    position, last = end, min(len(words), index + reach)
    of_seen = False
    for at in range(index, last):
        word = words[at]
        gap = text[position : word.start]
        if gap.strip(" \u00a0\u2019'*_\"“”‘-\u2011"):
            if any(digit.isdigit() for digit in gap) or gap.strip() not in (",", "/") or fallback:
                break
            # "36,000 poor, landless farmers" goes on; a comma after nothing but the number does not.
            if position == end:
                break
        position = word.end
        name = word.text
        joined = f"{name}-{name}" if at + 1 < last and words[at + 1].text == name else name
        if (
            name
            in ("of", "the", "these", "those", "all", "such", "its", "their", "our", "them", "more", "other")
            and fallback is None
        ):
            if name == "of":
                if of_seen or at != index:
                    break
                of_seen = True
            if name == "them":
                break
            continue
        if name in _STOP:
            break
        if joined in lex.plural_units or name in lex.plural_units:
            unit = lex.plural_units.get(joined) or lex.plural_units[name]
            found = UnitFound(unit, word.end, name)
            following = words[at + 1] if at + 1 < len(words) else None
            if following and following.text == name and joined != name:
                found = UnitFound(unit, following.end, joined)
            # A plural may itself modify ("women workers"), only when the next word is a count noun too.
            # In Indonesian what follows the head modifies it ("kasus korban"), so the first stays the unit.
            if (
                following
                and following.start - word.end == 1
                and following.text in lex.plural_units
                and (name.endswith("s") or name in ("women", "men", "children", "people", "labour", "police"))
                and lex.plural_units[following.text] != unit
                and following.text not in ("claims", "reports", "charges", "attempts", "calls")
            ):
                fallback = found
                continue
            return found
        if name in lex.abstract:
            return UnitFound("abstract", word.end, name)
        if name in lex.methods:
            return UnitFound("methods", word.end, name)
        if name in lex.singular_units and fallback is None:
            fallback = UnitFound(lex.singular_units[name], word.end, name)
    return fallback


_DIMENSIONS = {
    "hours": ("time", 1 / 24), "minutes": ("time", 1 / 1440), "days": ("time", 1.0), "weeks": ("time", 7.0),
    "months": ("time", 30.4375), "years": ("time", 365.25),
    "percent": ("share", 1.0), "per 1000": ("share", 0.1), "per 10000": ("share", 0.01), "per 100000": ("share", 0.001),
    "per million": ("share", 0.0001),
    "km": ("length", 1.0),
    "miles": ("length", 1.609344), "metres": ("length", 0.001), "hectares": ("area", 1.0), "tonnes": ("mass", 1.0),
    "kg": ("mass", 0.001),
}  # fmt: skip
_PER_YEAR = {"week": 365.25 / 7, "month": 12.0, "year": 1.0}
_COUNTS = frozenset(
    {"persons", "deportations", "arrests", "deaths", "prosecutions", "convictions", "crossings"}
)


def dimension(unit: str) -> str:
    """What can be compared with what: units of one dimension convert into each other.

    People and events that happen to one person each (deportations, arrests, deaths) are one dimension: a count of
    deportations is a count of people deported, save for people deported twice.
    """
    if unit in _DIMENSIONS:
        return _DIMENSIONS[unit][0]
    if unit in _COUNTS:
        return "people"
    head, _, per = unit.partition("/")
    if per in _PER_YEAR and head.isupper():
        return f"{head} over time"
    return unit


def comparable(one: str, other: str) -> bool:
    """True when values in the two units can be laid side by side."""
    return one == other or dimension(one) == dimension(other)


def convert(value: float, unit: str, to: str) -> float:
    """Convert a value between units of one dimension.

    A month is 30.4375 days, a year 12 months or 365.25 days. What would need an assumption is not converted: hours a
    day into hours a week and a daily wage into a monthly one (how many days are worked?), one currency into another
    (at the rate of which day?).

    Raises:
        ValueError: The units are of different dimensions.
    """
    if unit == to:
        return value
    if not comparable(unit, to):
        raise ValueError(f"{unit} does not convert to {to}; compare values of one dimension only")
    if unit in _DIMENSIONS:
        return value * _DIMENSIONS[unit][1] / _DIMENSIONS[to][1]
    if unit in _COUNTS:
        return value
    per, target = unit.partition("/")[2], to.partition("/")[2]
    return value * _PER_YEAR[per] / _PER_YEAR[target]
