"""The unit of a number: per cent, money, time, rates, or what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.evidence.count_nouns import UnitFound, count_noun
from rantau.evidence.currencies import CURRENCIES, currency_in
from rantau.evidence.tokens import Word

__all__ = ["PERIOD_NAMES", "currency_before", "period_before", "unit_after", "with_period"]

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
PERIOD_NAMES = {
    "hour": "hour", "jam": "hour", "hourly": "hour", "sejam": "hour", "day": "day", "dai": "day", "hari": "day",
    "daily": "day", "sehari": "day", "shift": "day", "week": "week", "minggu": "week", "weekly": "week",
    "seminggu": "week", "month": "month", "bulan": "month", "monthly": "month", "sebulan": "month", "year": "year",
    "annum": "year", "tahun": "year", "annually": "year", "yearly": "year", "setahun": "year",
}  # fmt: skip
"""Word for a stretch of time to its name in a unit: ``bulan`` is the month of ``IDR/month``."""

_PERIOD_ADJECTIVES = {
    "monthly": "month", "daily": "day", "weekly": "week", "hourly": "hour", "annual": "year", "yearly": "year",
    "bulanan": "month", "harian": "day", "mingguan": "week", "per bulan": "month", "per hari": "day", "per jam": "hour",
    "per minggu": "week",
}  # fmt: skip
_PERCENT = re.compile(
    r"[\s\u00a0-]{0,2}(?:%|٪|per[ -]?cent(?:age)?\b|persen\b|peratus\b|pct\b|prosen\b|por ciento\b|phần trăm)"
    r"(?P<points>[\s-]*(?:age )?points?\b|[\s-]*poin\b)?",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\s*(?:(?:[^\W\d_]+\s){0,4}?(?:per|for every|in every|out of every|of every|setiap|tiap|dari setiap)\s+"
    r"|in\s+(?=\d))"
    r"(?:(?P<thousand>1[,.]?000\b(?![,.]\d)|one thousand|thousand|seribu|1 000\b)"
    r"|(?P<lakh>100[,.]?000\b|100 000\b|hundred thousand)|(?P<myriad>10[,.]000\b)"
    r"|(?P<million>million\b|1 million))",
    re.IGNORECASE,
)
_RATES = {"thousand": "per 1000", "lakh": "per 100000", "myriad": "per 10000", "million": "per million"}
_PEOPLE = re.compile(
    r"\s+(?:people|persons|population|inhabitants|workers|migrants|penduduk|orang)\b", re.IGNORECASE
)
_MONEY_WORD = re.compile(
    r"[\s\u00a0-]{0,2}(?:(?P<whose>[A-Z][a-z]+(?: [A-Z][a-z]+)?|US)\s)?(?P<word>[^\W\d_]+"
    r"|[€£฿₱₦₹៛₫₭৳])(?! of\b)"
)
_LETTER_WORDS = frozenset(("yen", "kip", "cfa"))
"""Words for money of three letters; others of that length are money only in capitals (``THB``)."""
_WHOSE = {
    "singapore": "SGP", "hong kong": "HKG", "australian": "AUS", "canadian": "CAN", "brunei": "BRN", "taiwan": "TWN",
    "taiwanese": "TWN", "indian": "IND", "nepali": "NPL", "nepalese": "NPL", "pakistani": "PAK", "sri lankan": "LKA",
    "philippine": "PHL", "mexican": "MEX", "colombian": "COL", "kuwaiti": "KWT", "libyan": "LBY", "algerian": "DZA",
    "tunisian": "TUN", "jordanian": "JOR", "iraqi": "IRQ", "bahraini": "BHR", "saudi": "SAU", "qatari": "QAT",
    "omani": "OMN", "emirati": "ARE", "moroccan": "MAR", "kenyan": "KEN", "kenya": "KEN", "ugandan": "UGA",
    "tanzanian": "TZA", "egyptian": "EGY", "lebanese": "LBN", "sudanese": "SDN", "turkish": "TUR", "swiss": "CHE",
    "rwandan": "RWA",
}  # fmt: skip
_DOLLARS = {"SGP": "SGD", "HKG": "HKD", "AUS": "AUD", "CAN": "CAD", "BRN": "BND", "TWN": "TWD"}
_DOLLAR_OF = re.compile(
    r"\s(?P<whose>AS|Amerika(?: Serikat)?|Singapura|Hong ?Kong|Australia|Taiwan|Kanada|Brunei|Singapore)\b"
)
"""In Indonesian and Malay the country stands behind its money: "dolar AS", "dolar Singapura"."""
_DOLLARS_ID = {
    "singapura": "SGD", "singapore": "SGD", "hongkong": "HKD", "australia": "AUD", "taiwan": "TWD", "kanada": "CAD",
    "brunei": "BND",
}  # fmt: skip
_SAID_BEFORE = re.compile(
    r"\b(?:(?P<a>monthly|daily|weekly|hourly|annual|yearly)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:wages?|salar(?:y|ies)|pay|incomes?|earnings|rates?|take-home|payments?|instal\w+|repayments?)"
    r"|(?:wages?|salar(?:y|ies)|pay|incomes?|earnings)\s+(?:per|a)\s+(?P<b>month|day|week|hour|year)"
    r"|(?:upah|gaji|pendapatan|penghasilan|cicilan|potongan)\s+(?:\w+\s+){0,2}?"
    r"(?P<c>bulanan|harian|mingguan|per bulan|per hari|per jam|per minggu|sebulan|sehari))\b"
    r"(?:(?!\b(?:fees?|debts?|loans?|costs?|biaya|utang)\b)[^;:]){0,70}$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:(?<![A-Za-z])(?P<code>US\$|U\.S\.\$|HK\$|NT\$|GH₵|[A-Z]{3}|RM|Rp\.?|S\$|A\$|C\$|B\$|Tk\.?"
    r"|Rs\.?|Ksh|US dollars?|FCFA|[KPQRNL])|(?P<sign>[$€£¥₩฿₱₦₹៛₫₭৳]))"
    r"[\s\u00a0]{0,2}$"
)
_UNDER_AGE = re.compile(r"\s+(?:under|over)[- ](?P<age>\d{1,2})s?\b(?=\s+[a-z])")
"""People told by their age alone: "35,000 under-18s"."""
_THOUSANDS = re.compile(r"\d{1,3}(?:[,.]\d{3})+(?!\d)|\d[\d.,]*\s?(?:million|billion|trillion|m\b|bn\b)")
_TIME = re.compile(
    r"[\s\u00a0-]{1,2}(?P<unit>hours?|hrs?|minutes?|days?|weeks?|months?|years?|jam|menit|hari"
    r"|minggu|bulan|tahun)\b"
    r"(?P<age>[- ]olds?\b|\s+of\s+age\b)?(?P<shift>[\s-]*(?:work)?(?:days?|shifts?|working days?|weeks?)\b)?",
    re.IGNORECASE,
)
_PER = re.compile(
    r"(?:\sin\s+(?:\w+\s+)?(?:wages|pay|salary)|\s(?:of|at|on|in)\s(?:the\s|their\s|standing\s)?"
    r"(?:work|labou?r|sea|overtime|site|duty|job|deck|feet|field|fields|factory|kitchen))?(?:"
    r"\s*,?\s*(?:per|in an?|for an?|an?|each|every|/|se|setiap|tiap)[\s-]*(?P<unit>hour|day|week"
    r"|month|year|annum"
    r"|jam|hari|minggu|bulan"
    r"|tahun|shift)\b(?! (?:later|earlier|ago|before|after))|\s(?P<word>monthly|daily|weekly"
    r"|annually|yearly|hourly|sebulan|sehari|seminggu|setahun|sejam)\b)",
    re.IGNORECASE,
)


def currency_before(text: str, start: int) -> UnitFound | None:
    """The currency written before an amount: ``USD 11,109``, ``Rp3.500``; ``edge`` is where it starts."""
    match = _BEFORE.search(text, max(0, start - 14), start)
    if not match:
        return None
    name = (match["code"] or match["sign"]).lower().replace("u.s.", "us")
    if len(name) == 1 and name.isalpha() and not _THOUSANDS.match(text, start):
        # "K312,000" is money; "K9", "Q1" and "R 188" are not.
        return None
    code = CURRENCIES.get(name) or ("USD" if name.startswith("us") and len(name) > 3 else None)
    return UnitFound(code, match.start()) if code else None


def with_period(text: str, end: int, unit: str) -> UnitFound:
    """Add ``/month`` and the like where the text goes on "a month", "per day", "sebulan"."""
    match = _PER.match(text, end)
    if match is None:
        return UnitFound(unit, end)
    return UnitFound(f"{unit}/{PERIOD_NAMES[(match['unit'] or match['word']).lower()]}", match.end())


def period_before(text: str, low: int, start: int, unit: str) -> str:
    """The unit of an amount whose period stands before it: "a monthly wage of USD 200", "upah harian Rp90.000".

    Args:
        text: The sentence.
        low: Where the figure before ends.
        start: Where the amount begins.
        unit: Its unit as read so far.
    """
    if "/" in unit:
        return unit
    match = _SAID_BEFORE.search(text, max(low, start - 110), start)
    if match is None:
        return unit
    word = (match["a"] or match["b"] or match["c"]).lower()
    return f"{unit}/{_PERIOD_ADJECTIVES.get(word) or PERIOD_NAMES[word]}"


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
    for found in (_money(text, end), _time(text, end), _rate(text, end)):
        if found is not None:
            return found
    if match := _UNDER_AGE.match(text, end):
        return UnitFound("persons", match.end(), "children" if match["age"].startswith("1") else "persons")
    if index < len(words) and words[index].text in _MEASURES and words[index].start - end <= 2:
        return UnitFound(_MEASURES[words[index].text], words[index].end)
    return count_noun(text, end, words, index)


def _money(text: str, end: int) -> UnitFound | None:
    match = _MONEY_WORD.match(text, end)
    if match is None:
        return None
    word = match["word"].lower()
    code = CURRENCIES.get(word)
    if code is None:
        return None
    if word.isalpha() and len(word) <= 3 and word not in _LETTER_WORDS and not match["word"].isupper():
        return None
    country = _WHOSE.get((match["whose"] or "").lower(), "")
    code = _DOLLARS.get(country, code) if code == "USD" else currency_in(code, [country])
    if whose := _DOLLAR_OF.match(text, match.end()):
        name = whose["whose"].lower().replace(" ", "")
        return with_period(text, whose.end(), _DOLLARS_ID.get(name, "USD") if code == "USD" else code)
    edge = match.end() + (7 if word == "cfa" and text.startswith(" franc", match.end()) else 0)
    return with_period(text, edge, code)


def _time(text: str, end: int) -> UnitFound | None:
    match = _TIME.match(text, end)
    if match is None:
        return None
    if match["age"]:
        return UnitFound("age", match.end())
    unit = _TIMES[match["unit"].lower()]
    if unit in ("hours", "days") and match["shift"]:
        per = "week" if "week" in match["shift"].lower() else "day"
        if unit == "hours" or per == "week":
            return UnitFound(f"{unit}/{per}", match.end())
    return with_period(text, match.start("shift") if match["shift"] else match.end(), unit)


def _rate(text: str, end: int) -> UnitFound | None:
    match = _RATE.match(text, end)
    if match is None:
        return None
    unit = next(unit for name, unit in _RATES.items() if match[name])
    # "a rate of 12 for every 1,000 people": the people belong to the unit.
    people = _PEOPLE.match(text, match.end())
    return UnitFound(unit, people.end() if people else match.end())
