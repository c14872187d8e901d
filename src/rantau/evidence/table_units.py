"""Units of table cells: a cell's own, else what its column, its row or the caption says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.evidence.count_nouns import NOT_COUNTED, UnitFound, count_noun
from rantau.evidence.currencies import CURRENCIES
from rantau.evidence.tokens import Number, words_of
from rantau.evidence.units import PERIOD_NAMES, currency_before, unit_after

__all__ = ["unit_of_cell"]

_PERCENT = re.compile(
    r"%|\bper ?cent\b|\bpersen\b|\bpercentage\b|\bshare\b|\bpersentase\b|\bproportion\b|\bproporsi\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\b(?:in\s+|dalam\s+)?(?:thousands?|ribu(?:an)?)\b|'000", re.IGNORECASE)
_MILLIONS = re.compile(r"\b(?:in\s+|dalam\s+)?(?:millions?|mn|juta(?:an)?)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\b(?P<code>USD|MYR|RM|THB|IDR|Rp|PHP|SGD|EUR|BDT|NGN|INR|NPR|AED|SAR|QAR|KWD|GHS|KES|ETB|MMK"
    r"|KHR|VND|LAK|HKD"
    r"|JPY|KRW|GBP|MXN|HNL|GTQ)\b|(?P<sign>US\$|€|£|฿)"
    r"|(?i:\b(?P<word>baht|ringgit|rupiah|euros?|taka|naira|kyats?|pesos?|rupees?|birr|dirhams?|riyals?"
    r"|US dollars?|dollars?)\b)"
)
_PER = re.compile(
    r"(?:\bper\s+|/\s*|\ban?\s+)(?P<a>month|day|year|week|hour|bulan|hari|tahun|jam|minggu)\b"
    r"|\b(?P<b>month|dai|week|year|hour)ly\b|\bse(?P<c>bulan|hari|tahun)\b",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\b(?:hours?|jam)\b", re.IGNORECASE)
_WEEK = re.compile(r"week|minggu", re.IGNORECASE)
_RATE = re.compile(r"\bper\s+(?P<base>100[,. ]?000|10[,. ]?000|1[,. ]?000|thousand|million)\b", re.IGNORECASE)
_RATES = {"1000": "per 1000", "thousand": "per 1000", "10000": "per 10000", "100000": "per 100000"}


def unit_of_cell(
    text: str, number: Number, sources: Sequence[str], *, head: str
) -> tuple[UnitFound, float] | None:
    """The unit of the figure in a cell, and what its value is to be multiplied by.

    Args:
        text: The cell.
        number: The number in it.
        sources: Where the unit may be said, the nearest first: column head, row label, caption.
        head: The column head.

    Returns:
        Unit and factor ("in thousands" is 1000); None where nothing says what is counted.
    """
    words = words_of(text)
    index = next((at for at, word in enumerate(words) if word.start >= number.end), len(words))
    own = unit_after(text, number.end, words, index)
    if own and own.unit not in NOT_COUNTED:
        return own, 1.0
    if money := currency_before(text, number.start):
        return money, 1.0
    factor = 1.0 if number.scaled else _scale(sources)
    for source in sources:
        found = _said(source)
        if found is None:
            continue
        unit, scales = found
        if unit.noun and source is not head and _is_year(number):
            return None
        return unit, factor if scales else 1.0
    return None


def _scale(sources: Sequence[str]) -> float:
    """What "in thousands" multiplies by, from the nearest place that says so."""
    for source in sources:
        if _THOUSANDS.search(source):
            return 1e3
        if _MILLIONS.search(source):
            return 1e6
    return 1.0


def _is_year(number: Number) -> bool:
    return (
        number.end - number.start == 4
        and 1900 <= number.value <= 2100
        and not number.separated
        and not number.scaled
    )


def _said(source: str) -> tuple[UnitFound, bool] | None:
    """The unit that a head, label or caption names, and whether "in thousands" applies to it."""
    if rate := _RATE.search(source):
        base = re.sub(r"\D", "", rate["base"]) or rate["base"].lower()
        return UnitFound(_RATES.get(base, "per million"), 0), False
    if _PERCENT.search(source):
        return UnitFound("percent", 0), False
    if money := _MONEY.search(source):
        return UnitFound(_money_unit(money, source), 0), True
    if _HOURS.search(source):
        return UnitFound("hours/week" if _WEEK.search(source) else "hours/day", 0), False
    words = words_of(source)
    for at, word in enumerate(words):
        noun = count_noun(source, word.start, words, at, reach=2 if word.text == "laki" else 1)
        if noun and noun.unit not in NOT_COUNTED:
            return noun, True
    return None


def _money_unit(money: re.Match[str], source: str) -> str:
    name = (money["code"] or money["sign"] or money["word"]).lower()
    code = CURRENCIES.get(name) or CURRENCIES.get(name.removeprefix("us ")) or name[:3].upper()
    per = _PER.search(source)
    if not per:
        return code
    return f"{code}/{PERIOD_NAMES[(per['a'] or per['b'] or per['c']).lower()]}"
