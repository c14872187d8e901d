"""Quantities of one sentence: numbers with their hedges, ranges and units, hard negatives left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rantau.evidence.bare_numbers import unit_from_elsewhere
from rantau.evidence.count_nouns import NOT_COUNTED, UnitFound, count_noun
from rantau.evidence.cued import CuedPattern
from rantau.evidence.currencies import is_money
from rantau.evidence.durations import TIME_UNITS, duration_counts, law_begins, working_time
from rantau.evidence.hedges import hedge_after, hedge_before
from rantau.evidence.negatives import FILLER
from rantau.evidence.numbers import find_numbers
from rantau.evidence.ranges import raise_scale, range_at, without_equivalents
from rantau.evidence.scanning import Scanned
from rantau.evidence.tokens import Number
from rantau.evidence.units import PERIOD_NAMES, currency_before, period_before, unit_after, with_period
from rantau.framework.words import Qualifier

__all__ = ["Quantity", "find_quantities"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A value with its hedge and unit, where it stands in the sentence.

    ``start`` takes in the hedge and a currency before the number; ``end`` takes in the unit's words.
    """

    start: int
    end: int
    value: float
    low: float | None
    high: float | None
    qualifier: Qualifier
    unit: str
    noun: str = ""
    """The count noun, lower case; empty for shares, money and time."""
    inherited: bool = False
    """True when the unit was taken from another figure, of this sentence or the one before."""
    words: bool = False
    """True when the number is written in words."""
    change: bool = False
    """True when it says by how much something rose or fell."""


_HOURS_NAMED = CuedPattern(
    re.compile(r"\b(?P<per>weekly|daily)\s+(?:working\s+|work\s+)?hours\b[^.;,]{0,50}$", re.IGNORECASE)
)
_WORKED = CuedPattern(
    re.compile(
        r"\b(?:put(?:s|ting)? in|work(?:s|ed|ing)?|exceed\w*|did|do|bekerja|up to|more than|over)\s+(?:\w+\s+){0,3}$",
        re.IGNORECASE,
    )
)
_ASKED = CuedPattern(
    re.compile(
        r"\b(?:ask(?:s|ed|ing)?(?: for)?|charg(?:e|es|ed|ing)|costs?|costing|pays?|paid|paying|demand(?:s"
        r"|ed)?|owe[ds]?|earn(?:s|ed)?"
        r"|meminta|mematok|membayar|dibayar|tarifnya|biayanya|dipungut|sold for|wants?|show(?:s|ed)?|to get)\s+"
        r"(?:(?:only|just|about|around|some|between|from|up to|as much as|more than|over|another|an extra"
        r"|sekitar|hanya"
        r"|antara|hingga|sampai)\s+)*$",
        re.IGNORECASE,
    )
)
_CLAUSE_ENDS = re.compile(
    r"\s*(?:[.,;:)]|$|\b(?:for|to|when|if|while|and|but|in|a|per|each|every|untuk|per|setiap|dan)\b)",
    re.IGNORECASE,
)
_HOURS_OF_A_WEEK = 120
"""More hours than anyone works in a week; a larger number counts something else."""
_LEAST_MONEY = 100
"""A smaller number without a currency is no amount of money."""
_LARGEST = 1e15
"""No figure of this field is larger; a longer row of digits is a number of something else."""
_MOST_NUMBERS = 150
"""A sentence with more numbers is no sentence: the data of a chart, or a table without its lines."""
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|of|from|until|to|and|during|for|the|between|before|after|early|late|mid"
    r"|tahun|sejak|selama|sepanjang|pada|hingga"
    r"|sampai|dalam|through|ending|fiscal|FY|year|-|–|over|(?:jan|feb|mar|apr|may|mei|jun|jul|aug"
    r"|agu|sep|o[ck]t|nov|de[cs])"
    r"[a-z]*)[\s-]*$",
    re.IGNORECASE,
)
_CHANGE_BEFORE = CuedPattern(
    re.compile(
        r"\b(?:up|down|ris(?:e|es|en|ing)|rose|gr(?:ow\w*|ew)|increas\w*|fall(?:s|en|ing)?|fell"
        r"|drop\w*|declin\w*|decreas\w*"
        r"|climb\w*|jump\w*|surg\w*|soar\w*|shrank|cut|reduc\w*|naik|meningkat|turun|menurun|melonjak"
        r"|bertambah|berkurang"
        r"|merosot)\s+(?:\w+ly\s+)?(?:by\s+|of\s+|sebesar\s+|sebanyak\s+|sekitar\s+|hingga\s+)?$",
        re.IGNORECASE,
    )
)
_CHANGE_AFTER = re.compile(
    r"\s+(?:more|fewer|less|higher|lower|increase|rise|drop|decline|decrease|fall|reduction|growth"
    r"|jump|above|below"
    r"|lebih (?:banyak|tinggi|rendah|sedikit))\b(?:\s+(?:than|in|on|over|from|since|that|those"
    r"|the level|compared|dari"
    r"|dibanding\w*)\b|[,.;)]|$)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:(?:and|dan)\s+)?")
_NEWS = frozenset({"victims", "survivors", "traffickers", "smugglers", "korban", "penyintas", "mangsa"})
"""Nouns whose count is news however small."""
_IN_A_NUMBER = re.compile(r"\s+(?:in|during|after|by|from)\s+[\d.,]*\d", re.IGNORECASE)
_RATE_OF = re.compile(r"\b(?:per|for every|in every|of every|setiap|tiap)\s+$", re.IGNORECASE)
_SMALL_NEWS = CuedPattern(
    re.compile(
        r"\b(?:kill\w*|die[sd]?|dead|death|arrest\w*|convict\w*|rescued?|prosecut\w*|charged|sentenced"
        r"|identified|detain\w*"
        r"|deport\w*|drown\w*|missing|injur\w*|recorded|registered|ditangkap|tewas|meninggal|divonis"
        r"|diselamatkan|out of"
        r"|of the \d+|dari \d+)\b",
        re.IGNORECASE,
    )
)
_WAGES = re.compile(r"\b(?:wages?|salar\w+|earn\w*|paid|pay|upah|gaji|penghasilan)\b", re.IGNORECASE)
_NOT_WAGES = re.compile(
    r"\b(?:fees?|debts?|loans?|brib\w*|costs?|fines?|remit\w*|borrow\w*|biaya|utang|denda|calo"
    r"|brokers?|agents?)\b",
    re.IGNORECASE,
)
_SAME_SIZE = 4
"""How many times the lesser of two wages the greater may be for both to be of one period."""
_WHOLE_MONEY = frozenset({"IDR", "VND", "MMK", "KHR", "LAK"})
"""Currencies whose amounts have no decimals."""


def find_quantities(
    sentence: Scanned, language: str = "en", carried: Quantity | None = None, money: str = ""
) -> list[Quantity]:
    """Find what a sentence counts or measures, in order.

    Args:
        sentence: The sentence as :func:`rantau.evidence.scanning.scan` made it ready.
        language: ISO 639-1 code of the document; decides how ``1.234`` is read.
        carried: The last count of the sentence before, for a number that stands without a noun.
        money: The currency spoken of last, for an amount that stands without one.
    """
    text = sentence.text
    numbers = [one for one in find_numbers(text, sentence.words, language) if one.value <= _LARGEST]
    if not numbers or len(numbers) > _MOST_NUMBERS:
        return []
    finder = _Finder(sentence, carried, money)
    index = 0
    while index < len(numbers):
        pair = range_at(text, numbers, index)
        first, second = pair if pair else (numbers[index], None)
        if not pair:
            first = raise_scale(text, numbers, index)
        finder.take(first, second)
        index += 2 if pair else 1
    found = [one for one in finder.found if FILLER not in text[one.start : one.end]]
    return _alike(text, without_equivalents(text, found))


class _Finder:
    """Gathers the quantities of one sentence from left to right."""

    def __init__(self, sentence: Scanned, carried: Quantity | None, money: str) -> None:
        self.text = sentence.text
        self.words = sentence.words
        self.starts = [word.start for word in sentence.words]
        self.carried = carried
        self.money = money
        self.law = law_begins(sentence.plain)
        self.found: list[Quantity] = []

    def take(self, first: Number, second: Number | None) -> None:
        """Keep a number, or the two ends of a range, if it counts or measures something."""
        if self.found and first.start < self.found[-1].end:
            # Part of the unit before it: the thousand of "12 in every 1,000 people".
            return
        if _RATE_OF.search(self.text, max(0, first.start - 12), first.start):
            return
        quantity = self._measure(first, second)
        if quantity is None:
            return
        before = self.found[-1] if self.found else None
        if before is not None and (before.unit, quantity.unit) == ("years", "months"):
            joined = _AND.fullmatch(self.text, before.end, quantity.start)
            if joined:
                # "four years and two months" is one stretch of time.
                value = round(before.value + quantity.value / 12, 2)
                self.found[-1] = replace(before, value=value, end=quantity.end)
                return
        self.found.append(quantity)

    def _after(self, end: int) -> int:
        return bisect_left(self.starts, end)

    def _measure(self, first: Number, second: Number | None) -> Quantity | None:
        last = second or first
        money = currency_before(self.text, first.start)
        qualifier, start = hedge_before(self.text, money.edge if money else first.start)
        if not money and is_year(self.text, last) and not self._counts_despite_year(last, start, qualifier):
            return None
        unit, inherited = self._unit(first, last, money)
        if (
            unit is None
            or unit.unit in NOT_COUNTED
            or unit.unit == "age"
            or (first.value == 0 and first.kind == "words")
        ):
            return None
        unit = working_time(self.text, start, unit)
        if is_money(unit.unit):
            low = self.found[-1].end if self.found else 0
            unit = replace(unit, unit=period_before(self.text, low, start, unit.unit))
        if unit.unit in TIME_UNITS and (
            (self.law is not None and self.law <= start) or not duration_counts(self.text, first, start, unit)
        ):
            return None
        if first.kind == "words" and not money and not self._small_counts(first, unit):
            return None
        end = max(last.end, unit.edge)
        for position in (last.end, end):
            if after := hedge_after(self.text, position):
                qualifier, end = after[0], max(end, after[1])
                break
        change = unit.unit in ("percent", "percentage points") or bool(unit.noun)
        change = change and bool(
            _CHANGE_BEFORE.search(self.text, max(0, start - 40), start) or _CHANGE_AFTER.match(self.text, end)
        )
        return _quantity(first, second, unit, qualifier, (start, end), inherited=inherited, change=change)

    def _unit(self, first: Number, last: Number, money: UnitFound | None) -> tuple[UnitFound | None, bool]:
        """The unit, and whether it was taken from elsewhere than the number's own words."""
        index = self._after(last.end)
        if first.kind in ("fraction", "ratio"):
            head = count_noun(self.text, last.end, self.words, index)
            if head and head.unit in NOT_COUNTED:
                return None, False
            return UnitFound("percent", last.end), False
        if money:
            found = unit_after(self.text, last.end, self.words, index)
            if found and found.unit.partition("/")[0] == money.unit:
                return found, False
            return with_period(self.text, last.end, money.unit), False
        end = last.end
        if after := hedge_after(self.text, end):
            end = after[1]
            index = self._after(end)
        unit = unit_after(self.text, end, self.words, index)
        if unit is not None:
            return unit, False
        before = [(one.unit, one.noun) for one in self.found if one.noun]
        if self.carried is not None and self.carried.noun:
            before.insert(0, (self.carried.unit, self.carried.noun))
        following = self._following_unit(last)
        # "27,739 migrants in 10,173 operations, and 6,306 in 1,966 operations": 6,306 are migrants again.
        before = [one for one in before if one[0] != following] or before
        unit = self._hours_or_money(first, last) or unit_from_elsewhere(
            self.text,
            self.words,
            self.starts,
            last,
            before,
            carried=self.carried is not None and not self.found,
        )
        return unit, unit is not None

    def _hours_or_money(self, first: Number, last: Number) -> UnitFound | None:
        """The unit of a number whose hours or money were named before: "weekly hours averaged 54", "ask for 15,000"."""
        low = self.found[-1].end if self.found else 0
        near = max(low, first.start - 70)
        if last.value <= _HOURS_OF_A_WEEK and (match := _HOURS_NAMED.search(self.text, near, first.start)):
            return UnitFound(f"hours/{PERIOD_NAMES[match['per'].lower()]}", last.end)
        hours = next((one.unit for one in reversed(self.found) if one.unit.startswith("hours/")), "")
        ends = bool(_CLAUSE_ENDS.match(self.text, last.end))
        if hours and ends and last.value <= _HOURS_OF_A_WEEK and _WORKED.search(self.text, near, first.start):
            return UnitFound(hours, last.end)
        before = self.found[-1].unit if self.found else ""
        money = before.partition("/")[0] if is_money(before) else self.money
        amount = first.kind == "digits" and last.value >= _LEAST_MONEY
        if money and ends and amount and _ASKED.search(self.text, near, first.start):
            return UnitFound(money, last.end)
        return None

    def _following_unit(self, number: Number) -> str | None:
        """The unit of the number that stands right after another: "6,306 in 1,966 operations"."""
        match = _IN_A_NUMBER.match(self.text, number.end)
        if match is None:
            return None
        unit = unit_after(self.text, match.end(), self.words, self._after(match.end()))
        return unit.unit if unit else None

    def _counts_despite_year(self, last: Number, start: int, qualifier: Qualifier) -> bool:
        """Whether a number that looks like a year is a count: "over 2000 migrants", not "in 2000 migrants were"."""
        unit = unit_after(self.text, last.end, self.words, self._after(last.end))
        hedged = qualifier != "exact"
        if unit is None or unit.unit in NOT_COUNTED:
            return False
        if not hedged and (
            _BEFORE_YEAR.search(self.text, max(0, start - 14), start)
            or not (unit.noun or is_money(unit.unit))
        ):
            return False
        far = unit.edge - last.end > 24
        return hedged or not (unit.noun and last.value >= 1900 and far)

    def _small_counts(self, number: Number, unit: UnitFound) -> bool:
        """Small numbers in words count where a small count is news: shares, hours, deaths, convictions."""
        if number.value == 1 and not number.scaled:
            return False
        if not unit.noun or number.value >= 10 or unit.noun in _NEWS:
            return True
        around = self.text[max(0, number.start - 60) : unit.edge + 70]
        return bool(_SMALL_NEWS.search_part(around, self.text))


def _alike(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give wages and hours that are set against each other one period: "raised from USD 450 to USD 550 a month"."""
    periods = {
        one.unit.partition("/")[0]: one.unit for one in found if is_money(one.unit) and "/" in one.unit
    }
    if periods and _WAGES.search(text) and not _NOT_WAGES.search(text):
        found = [_like(one, periods.get(one.unit), found) for one in found]
    if any(one.unit == "hours/day" for one in found):
        found = [replace(one, unit="hours/day") if _hours_of_a_day(one) else one for one in found]
    return found


def _like(quantity: Quantity, unit: str | None, others: Sequence[Quantity]) -> Quantity:
    """An amount in the unit of another of its size."""
    if unit is None:
        return quantity
    sizes = [other.value for other in others if other.unit == unit]
    alike = any(quantity.value <= _SAME_SIZE * size and size <= _SAME_SIZE * quantity.value for size in sizes)
    return replace(quantity, unit=unit) if alike else quantity


def _hours_of_a_day(quantity: Quantity) -> bool:
    return quantity.unit == "hours" and (quantity.high or quantity.value) <= 24


def is_year(text: str, number: Number) -> bool:
    """True for a bare four-digit number of this or the Buddhist calendar that nothing marks as a count."""
    if number.kind != "digits" or number.separated or number.scaled:
        return False
    if number.end - number.start != 4:
        return False
    if not (1800 <= number.value <= 2100 or 2480 <= number.value <= 2643):
        return False
    return not currency_before(text, number.start)


def _quantity(
    first: Number,
    second: Number | None,
    unit: UnitFound,
    qualifier: Qualifier,
    span: tuple[int, int],
    *,
    inherited: bool,
    change: bool,
) -> Quantity:
    value = _settled(first, unit)
    made = Quantity(
        start=span[0],
        end=span[1],
        value=value,
        low=value if qualifier in ("more_than", "at_least") else None,
        high=value if qualifier in ("less_than", "at_most") else None,
        qualifier=qualifier,
        unit=unit.unit,
        noun=unit.noun,
        inherited=inherited,
        words=first.kind == "words",
        change=change,
    )
    if second is None:
        return made
    low, high = sorted((value, _settled(second, unit)))
    return replace(made, value=(low + high) / 2, low=low, high=high, qualifier="range")


def _settled(number: Number, unit: UnitFound) -> float:
    """Choose between the readings of "36.000": people and rupiah have no decimals, shares and hours no thousands."""
    if number.alternative is None:
        return number.value
    if unit.noun or unit.unit.partition("/")[0] in _WHOLE_MONEY:
        return max(number.value, number.alternative)
    if unit.unit in ("percent", "percentage points", "hours/day", "hours/week", "per 1000"):
        return min(number.value, number.alternative)
    if is_money(unit.unit):
        # Nobody states money to a thousandth: "RM1.200" is twelve hundred.
        return max(number.value, number.alternative)
    return number.value
