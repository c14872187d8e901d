"""Quantities of one sentence: numbers with their hedges, ranges and units, hard negatives left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rantau.evidence.lexicon import lexicon
from rantau.evidence.negatives import FILLER, inside, mask, masked_spans, speech_spans
from rantau.evidence.numbers import Number, Word, find_numbers, plain_digits, words_of
from rantau.evidence.units import PERIOD_NAMES, UnitFound, count_noun, currency_before, unit_after
from rantau.framework.words import Qualifier

__all__ = ["Quantity", "find_quantities", "has_number"]


@dataclass(frozen=True, slots=True)
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
    step: float
    noun: str = ""
    """The count noun, lower case; empty for shares, money and time."""
    inherited: bool = False
    """True when the unit was taken from another figure of the sentence."""
    words: bool = False
    """True when the number is written in words."""


_HEDGES: tuple[tuple[str, Qualifier], ...] = (
    (r"(?:more than|over|in excess of|upwards? of|exceed(?:ing|s|ed)|above|greater than|higher than"
r"|well over|just over|surpass(?:ing|ed)|beyond"
     r"|lebih dari(?:pada)?|di atas|melebihi|melampaui)", "more_than"),
    (r"(?:at least|no fewer than|not less than|no less than|a minimum of|minimum|setidaknya"
r"|sedikitnya|paling sedikit|sekurang-kurangnya|minimal|tidak kurang dari|as few as)", "at_least"),
    (r"(?:up to|at most|no more than|not more than|a maximum of|as many as|as much as|as high as"
r"|maximum|hingga|sampai|paling banyak|maksimal|maksimum|tidak lebih dari|sehingga)", "at_most"),
    (r"(?:fewer than|less than|under|below|lower than|kurang dari|kurang daripada|di bawah|barely)", "less_than"),
    (r"(?:about|around|approximately|approx\.?|roughly|some|an estimated|estimated at|estimated"
r"|estimates? of|circa|c\.|ca\.|nearly|almost|close to|just under|near(?:ly)?|an average of|~"
r"|≈"
     r"|sekitar|kurang lebih|kira-kira|diperkirakan(?: mencapai| sebanyak| ada| sekitar)?|hampir"
r"|sejumlah kira-kira|dianggarkan|lebih kurang|anggaran)", "about"),
)  # fmt: skip
_HEDGE = re.compile(
    r"(?:^|(?<=[\s(\x1f]))(?:" + "|".join(f"(?P<h{n}>{words})" for n, (words, _) in enumerate(_HEDGES)) + r")"
    r"(?:\s+(?:an?|the|an? (?:further|additional|total of)|another|sebanyak|another|as many as"
    r"|total))?[\s\u00a0]*$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(
    r"\s*(?:or (?:more|above|over)|atau lebih|and (?:above|over)|ke atas)\b|\+(?!\d)", re.IGNORECASE
)
_OR_LESS = re.compile(r"\s*(?:or (?:less|fewer|below)|atau kurang)\b", re.IGNORECASE)
_UNIT_IN_GAP = (
    r"(?:\s*(?:%|per ?cent|percent|persen|peratus|hours?|days?|months?|years?|jam|hari|bulan|tahun"
    r"|baht|ringgit|kyats?|taka|people|migrants|workers|women|persons|orang))?"
)
_DASH = re.compile(rf"{_UNIT_IN_GAP}\s?[–—‑-]\s?", re.IGNORECASE)
_TO = re.compile(rf"{_UNIT_IN_GAP}\s+(?:to|hingga|sampai(?: dengan| ke)?|s\.?/?d\.?)\s+", re.IGNORECASE)
_AND = re.compile(rf"{_UNIT_IN_GAP}\s+(?:and|dan|or|atau)\s+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:between|antara|ranging from)\s+(?:about |around |an estimated |some |approximately "
    r"|roughly |sekitar )?$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:rose|risen|rises?|rising|grew|grown|growing|increas\w+|fell|fall\w*|drop\w*|declin\w+"
    r"|decreas\w+|climb\w+|jump\w+|surg\w+|doubl\w+|tripl\w+|went|shrank"
    r"|reduc\w+|cut|up|down|meningkat|naik|turun|menurun|melonjak|bertambah"
    r"|berkurang)\b[^.;]{0,60}\b(?:from|dari|daripada)\s+(?:about |around |an estimated |some "
    r"|just |only |sekitar |hanya )?$",
    re.IGNORECASE,
)
_LOOKBACK_DURATION = re.compile(
    r"\b(?:past|last|next|previous|preceding|coming|first|final|recent|initial|every|following"
    r"|within|over the|in the|after|another|selama|dalam|terakhir)\s+(?:the\s+)?(?:past\s+"
    r"|last\s+)?$",
    re.IGNORECASE,
)
_DURATION_CUE = re.compile(
    r"\b(?:work\w*|detain\w*|detention|held|hold\w*|wait\w*|unpaid|repay\w*|owe\w*|pay\w*|paid"
    r"|sentence[ds]?|jail\w*|imprison\w*|prison|serve\w*|sea|debt|average|median|confin\w*|stay\w*"
    r"|stranded"
    r"|withh\w+|wages?|salar\w+|shift\w*|overtime|rest|bekerja|ditahan|hukuman|penjara|utang|upah"
    r"|gaji|hours?|jam|lasted|takes?|took|journey|process\w*|shelter\w*|ban|bans|banned)\b",
    re.IGNORECASE,
)
_DURATION_NAME = re.compile(
    r"[\s-](?:plan|project|program(?:me)?|study|strategy|period|survey|research|framework"
    r"|agreement|term|war|history|conflict|review|research|roadmap|window|interval|intervals|ago"
    r"|earlier|later|lalu|kemudian)\b",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    r"\b(?:(?:numbers?|totals?|figures?|stocks?|population|count|jumlah|angka|total"
    r"|bilangan)\s+(?:of\s+|for\s+)?|(?:reported|recorded|identified|registered|documented"
    r"|counted)\s+)",
    re.IGNORECASE,
)
_BARE_CUE = re.compile(
    r"\s*(?:(?:\([^)]*\)|\x1f+)?\s*)(?:were|was|are|had|have|who|came|of (?:them|whom|these|those"
    r"|the)|of which|in (?:19|20)\d\d|the (?:year|previous)|a year|women|[,.;)]|$|pada|orang"
    r"|di antaranya|adalah|tahun|\x1f)",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|of|from|until|to|and|during|for|the|between|before|after|early|late|mid"
    r"|tahun|sejak|pada|hingga|sampai|dalam|through|through-out|ending|fiscal|FY|year|-|–"
    r"|over)[\s-]*$",
    re.IGNORECASE,
)
_PEOPLE_OUT_OF = re.compile(r"\s*(?:out of|of|dari)\s+(?:the\s+)?(?:\w+\s+)?[\d,.]+\s", re.IGNORECASE)
_CHANGE_VERB_NOTED = re.compile(r"\b(?:one|1)\s*$", re.IGNORECASE)


def has_number(text: str, words: Sequence[Word]) -> bool:
    """Quick look whether a sentence can hold a quantity at all."""
    return any(character.isdigit() for character in text) or any(word.text in _NUMBER_WORDS for word in words)


_NUMBER_WORDS = lexicon().number_words


def find_quantities(
    text: str,
    language: str = "en",
    citations: Iterable[tuple[int, int]] = (),
    speech: Sequence[tuple[int, int]] = (),
) -> tuple[list[Quantity], str]:
    """Find what a sentence counts or measures.

    Args:
        text: One sentence.
        language: ISO 639-1 code of the document; decides how ``1.234`` is read.
        citations: Spans of citations in the sentence; their numbers are years and pages.
        speech: Spans in which a person is quoted speaking.

    Returns:
        The quantities in order, and the sentence with negatives blotted out (same length), for others to scan.
    """
    plain = plain_digits(text)
    negatives = masked_spans(plain, citations)
    negatives.extend(speech or speech_spans(text))
    scanned = mask(plain, negatives)
    words = words_of(scanned)
    starts = [word.start for word in words]
    found: list[Quantity] = []
    numbers = find_numbers(scanned, words, language)
    index = 0
    while index < len(numbers):
        number = numbers[index]
        pair = _range(scanned, numbers, index)
        if pair is not None:
            first, second = pair
            quantity = _measure(scanned, words, starts, first, second, found)
            if quantity is not None:
                found.append(quantity)
            index += 2
            continue
        quantity = _measure(scanned, words, starts, number, None, found)
        if quantity is not None:
            found.append(quantity)
        index += 1
    return _without_equivalents(scanned, found), scanned


def _range(text: str, numbers: Sequence[Number], index: int) -> tuple[Number, Number] | None:
    """The two ends when the number at ``index`` opens a range."""
    if index + 1 >= len(numbers):
        return None
    first, second = numbers[index], numbers[index + 1]
    if first.kind not in ("digits", "words") or second.kind not in ("digits", "words"):
        return None
    money = currency_before(text, second.start)
    gap = text[first.end : money.edge if money and money.edge >= first.end else second.start]
    before = text[max(0, first.start - 80) : first.start]
    money_first = currency_before(text, first.start)
    if money_first:
        before = text[max(0, money_first.edge - 80) : money_first.edge]
    linked = bool(_DASH.fullmatch(gap)) or (bool(_AND.fullmatch(gap)) and bool(_BETWEEN.search(before)))
    if not linked and _TO.fullmatch(gap):
        linked = not _CHANGE.search(before)
    if not linked:
        return None
    if second.scaled and not first.scaled and first.value < 1000 and second.value >= 1000:
        scale = 10.0 ** (len(str(int(second.value))) - len(str(int(second.value)).rstrip("0")))
        scale = next(
            (
                factor
                for factor in (1e12, 1e9, 1e6, 1e5, 1e3, 1e2)
                if scale * 10 > factor and first.value * factor < second.value
            ),
            1.0,
        )
        first = replace(first, value=first.value * scale, step=first.step * scale)
    if first.value > second.value:
        # 2019–20 and 1,200–500 are no ranges of quantity.
        return None
    if _is_year(text, first) and _is_year(text, second):
        return None
    return first, second


def _is_year(text: str, number: Number) -> bool:
    """True for a bare four-digit number of this or the Buddhist calendar that nothing marks as a count."""
    if number.kind != "digits" or number.separated or number.scaled:
        return False
    if not (1800 <= number.value <= 2100 or 2480 <= number.value <= 2643) or number.end - number.start != 4:
        return False
    return not currency_before(text, number.start)


def _measure(
    text: str,
    words: Sequence[Word],
    starts: Sequence[int],
    first: Number,
    second: Number | None,
    before: Sequence[Quantity],
) -> Quantity | None:
    last = second or first
    after_index = bisect_left(starts, last.end)
    money = currency_before(text, first.start)
    hedge_end = money.edge if money else first.start
    qualifier, start = _hedge(text, hedge_end)
    if _is_year(text, last) and not money:
        unit = unit_after(text, last.end, words, after_index)
        hedged = qualifier in ("more_than", "at_least", "about", "at_most", "less_than")
        led = _BEFORE_YEAR.search(text[max(0, start - 14) : start])
        if (
            unit is None
            or unit.unit in ("abstract", "methods")
            or (led and not hedged)
            or (not hedged and not unit.noun)
        ):
            return None
        if (
            unit.noun
            and not hedged
            and last.value >= 1900
            and text[last.end : last.end + 1] == " "
            and unit.edge - last.end > 24
        ):
            return None
    inherited = False
    end = last.end
    if first.kind in ("fraction", "ratio"):
        unit = UnitFound("percent", last.end)
        head = count_noun(text, last.end, words, after_index)
        if head and head.unit in ("abstract", "methods"):
            return None
    elif money:
        found = unit_after(text, last.end, words, after_index)
        unit = _with_money(text, last.end, money.unit, found)
    else:
        unit = _or_more_unit(text, last.end, words, after_index)
        if unit is None:
            unit = _bare(text, words, starts, last, before)
            inherited = unit is not None
        if unit is None:
            return None
    if unit.unit in ("abstract", "methods", "age"):
        return None
    if unit.unit in ("hours", "days", "weeks", "months", "years", "minutes") and not _duration_counts(
        text, first, start, unit
    ):
        return None
    if (
        first.kind == "words"
        and not money
        and not _word_number_counts(text, first, unit, second is not None, last.end)
    ):
        return None
    end = max(end, unit.edge)
    if match := _OR_MORE.match(text, last.end):
        qualifier = "at_least"
        end = max(end, match.end())
    elif match := _OR_MORE.match(text, end):
        qualifier, end = "at_least", match.end()
    elif match := _OR_LESS.match(text, end):
        qualifier, end = "at_most", match.end()
    counts = bool(unit.noun)
    if second is not None:
        ends = sorted((_settle(first, unit.unit, counts), _settle(second, unit.unit, counts)))
        return Quantity(
            start=start,
            end=end,
            value=(ends[0] + ends[1]) / 2,
            low=ends[0],
            high=ends[1],
            qualifier="range",
            unit=unit.unit,
            step=second.step,
            noun=unit.noun,
            inherited=inherited,
            words=first.kind == "words",
        )
    value = _settle(first, unit.unit, counts)
    step = first.step if value == first.value else 1000.0
    low = value if qualifier in ("more_than", "at_least") else None
    high = value if qualifier in ("less_than", "at_most") else None
    return Quantity(
        start, end, value, low, high, qualifier, unit.unit, step, unit.noun, inherited, first.kind == "words"
    )


def _hedge(text: str, at: int) -> tuple[Qualifier, int]:
    match = _HEDGE.search(text, max(0, at - 45), at)
    if match:
        for number, (_, qualifier) in enumerate(_HEDGES):
            if match[f"h{number}"]:
                return qualifier, match.start()
    return "exact", at


def _with_money(text: str, end: int, code: str, found: UnitFound | None) -> UnitFound:
    if found and found.unit.partition("/")[0] == code:
        return found
    match = _PER_PERIOD.match(text, end)
    if match:
        name = PERIOD_NAMES[(match["a"] or match["b"] or match["c"]).lower()]
        return UnitFound(f"{code}/{name}", match.end())
    return UnitFound(code, end)


_PER_PERIOD = re.compile(
    r"(?:\s(?:in\s+(?:\w+\s+)?(?:wages|pay|salary)))?\s*(?:(?:per|an?|each|every|/|setiap"
    r"|tiap)\s*(?P<a>hour|day|week|month|year|annum|jam|hari|minggu|bulan|tahun)\b|se(?P<b>bulan"
    r"|hari|minggu|tahun|jam)\b|(?P<c>month|week|year|hour|dai)ly\b)",
    re.IGNORECASE,
)


def _or_more_unit(text: str, end: int, words: Sequence[Word], index: int) -> UnitFound | None:
    match = _OR_MORE.match(text, end) or _OR_LESS.match(text, end)
    if match:
        while index < len(words) and words[index].start < match.end():
            index += 1
        end = match.end()
    return unit_after(text, end, words, index)


def _bare(
    text: str, words: Sequence[Word], starts: Sequence[int], number: Number, before: Sequence[Quantity]
) -> UnitFound | None:
    """Unit of a number with no noun of its own: "the number of victims rose to 4,500", "of whom 120 were women"."""
    if number.value < 10 and not number.scaled:
        return None
    if number.kind == "words" and not number.scaled:
        return None
    cue = _BARE_CUE.match(text, number.end)
    if not cue and not number.separated and not number.scaled:
        return None
    left = text[: number.start]
    unit: UnitFound | None = None
    for match in _NUMBER_OF.finditer(left):
        noun = count_noun(text, match.end(), words, bisect_left(starts, match.end()))
        if noun and noun.unit not in ("abstract", "methods") and noun.edge <= number.start:
            unit = UnitFound(noun.unit, number.end, noun.noun)
    if unit is None:
        for quantity in reversed(before):
            if quantity.noun:
                unit = UnitFound(quantity.unit, number.end, quantity.noun)
                break
    if unit is None and (number.separated or number.scaled):
        # The subject before a verb of counting: "Deportations reached 12,400", "Remittances …" is money and is not.
        subject = _COUNTING_VERB.search(left)
        if subject:
            stretch = words[: bisect_left(starts, subject.start())]
            for word in reversed(stretch[-8:]):
                noun = count_noun(text, word.start, [word], 0)
                if noun and noun.unit not in ("abstract", "methods"):
                    unit = UnitFound(noun.unit, number.end, noun.noun)
                    break
    return unit


_COUNTING_VERB = re.compile(
    r"\b(?:reach(?:ed|ing|es)?|totall?(?:ed|ing|s)|number(?:ed|ing|s)|stood|stands?|rose|fell|grew"
    r"|climbed|dropped|declined|increased|decreased|amount(?:ed|s)|was|were|is|are|exceed(?:ed|s)"
    r"|surpassed|hit|mencapai|sebanyak|berjumlah|sebesar|meningkat|turun|naik|tercatat"
    r"|adalah)\b(?:[^.;]{0,30})$",
    re.IGNORECASE,
)


def _duration_counts(text: str, number: Number, start: int, unit: UnitFound) -> bool:
    """A stretch of time is a claim where someone worked, waited, owed or was held for it."""
    if _DURATION_NAME.match(text, unit.edge):
        return False
    if _LOOKBACK_DURATION.search(text[max(0, start - 26) : start]):
        return False
    around = text[max(0, start - 70) : start] + " " + text[unit.edge : unit.edge + 40]
    return bool(_DURATION_CUE.search(around)) or (unit.unit == "hours" and number.value <= 24)


def _word_number_counts(text: str, number: Number, unit: UnitFound, ranged: bool, end: int) -> bool:
    """Small numbers in words count where a small count is news: shares, hours, deaths, convictions."""
    del end
    if number.value == 1 and not number.scaled:
        return False
    if not unit.noun:
        return number.scaled or number.value >= 2 or ranged
    if number.value >= 10:
        return True
    around = text[max(0, number.start - 60) : unit.edge + 70]
    return unit.unit not in ("persons", "households") or bool(_SMALL_NEWS.search(around))


_SMALL_NEWS = re.compile(
    r"\b(?:kill\w*|die[sd]?|dead|death|arrest\w*|convict\w*|rescued?|prosecut\w*|charged|sentenced"
    r"|identified|detain\w*|deport\w*|drown\w*|missing|injur\w*|recorded|registered|ditangkap"
    r"|tewas|meninggal|divonis|diselamatkan|out of|of the \d+|dari \d+)\b",
    re.IGNORECASE,
)


def _settle(number: Number, unit: str, counts: bool) -> float:
    """Choose between the readings of "36.000": people and rupiah have no decimals."""
    if number.alternative is None:
        return number.value
    whole = max(number.value, number.alternative)
    if counts or unit.partition("/")[0] in ("IDR", "VND", "MMK", "KHR", "LAK"):
        return whole
    if unit in ("percent", "percentage points", "hours/day", "per 1000"):
        return min(number.value, number.alternative)
    return number.value


def _without_equivalents(text: str, found: list[Quantity]) -> list[Quantity]:
    """Drop an amount that only repeats the one before it in another currency: "15,000 baht (USD 430)"."""
    kept: list[Quantity] = []
    for quantity in found:
        previous = kept[-1] if kept else None
        if (
            previous
            and _money(previous.unit)
            and _money(quantity.unit)
            and previous.unit[:3] != quantity.unit[:3]
        ):
            gap = text[previous.end : quantity.start]
            if re.fullmatch(
                r"\s*(?:\(|,|/|=|or|atau)\s*(?:about|around|approximately|approx\.?|some|equivalent to|or"
                r"|sekitar|setara|≈|~)?\s*",
                gap,
                re.IGNORECASE,
            ):
                continue
        if FILLER in text[quantity.start : quantity.end] or inside(quantity.start, quantity.end, ()):
            continue
        kept.append(quantity)
    return kept


def _money(unit: str) -> bool:
    return unit[:3].isupper() and len(unit.partition("/")[0]) == 3
