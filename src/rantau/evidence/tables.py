"""Claims of tables: a cell is a figure of its row and its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rantau.evidence.groups import group_of
from rantau.evidence.indicators import Vocabulary
from rantau.evidence.numbers import Number, find_numbers, plain_digits, words_of
from rantau.evidence.periods import find_periods
from rantau.evidence.places import Mention, PlaceIndex, find_places
from rantau.evidence.units import UnitFound, count_noun, currency_before, unit_after
from rantau.store.records import Citation, Claim, Document, Passage, Period, PlaceMention

__all__ = ["table_claims"]


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str


_CELL_NUMBER = re.compile(
    r"\s*[*_<>≥≤~+$€£฿₱₦₹]*\s*(?:(?:US\$|USD|RM|Rp\.?|[A-Z]{3}|over|more than|about|around|some|at least|up to|c\.|ca\.|nearly|lebih dari|sekitar)\s*){0,2}[\d][\d.,\s\u00a0\u202f]*"
    r"(?:\s*(?:–|-|to)\s*[\d.,]+)?\s*(?:%|per ?cent|persen|million|billion|juta|ribu|thousand|m|bn|k)?\s*[*†‡a-d]?[*_]*\s*(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\x1f+)?\s*",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%|\bper ?cent\b|\bpersen\b|\bpercentage\b|\bshare\b|\bpersentase\b|\bproportion\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"\(?\s*(?:in\s+)?(?:thousands?|'?000s?|ribu(?:an)?)\s*\)?", re.IGNORECASE)
_MILLIONS = re.compile(r"\(?\s*(?:in\s+|US\$\s*|USD\s*)?(?:millions?|mn|juta)\s*\)?", re.IGNORECASE)
_MONEY = re.compile(r"\b(?:US\$|USD|MYR|RM|THB|baht|IDR|Rp|PHP|SGD|EUR|euros?|BDT|taka|NGN|naira|INR|AED|SAR|QAR|KWD|GHS|KES|ETB|MMK|KHR|VND|LAK|HKD|JPY|KRW|GBP|MXN|HNL|GTQ)\b|US\$|€|£", re.IGNORECASE)
_MONEY_CODES = {"us$": "USD", "rm": "MYR", "baht": "THB", "rp": "IDR", "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "taka": "BDT", "naira": "NGN"}
_PER = re.compile(r"(?:per|/|a)\s*(month|day|year|week|hour|bulan|hari|tahun)\b|\b(month|dai|week|year)ly\b", re.IGNORECASE)
_HOURS = re.compile(r"\b(?:hours?|jam)\b", re.IGNORECASE)
_RATE = re.compile(r"per\s+(1[,.]?000|100[,.]?000|thousand)\b", re.IGNORECASE)
_NOT_DATA = re.compile(r"\b(?:no\.?|nr|rank|row|id|code|iso|article|section|page|ref|reference|age group|n\s*=|year|tahun|date|tanggal|sample|respondents|interviews|peringkat|nomor|#|hs code|ratif\w*|adopted|entry into force)\s*$", re.IGNORECASE)


def _rows(text: str) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = []
    position = 0
    for line in text.split("\n"):
        cells: list[_Cell] = []
        at = position
        for part in line.split(" | ") if " | " in line else line.split("|"):
            cells.append(_Cell(at, at + len(part), part))
            at += len(part) + (3 if " | " in line else 1)
        rows.append(cells)
        position += len(line) + 1
    return [row for row in rows if any(cell.text.strip() for cell in row)]


def table_claims(
    table: Passage,
    caption: Passage | None,
    sources: Sequence[Citation],
    document: Document,
    places: PlaceIndex,
    vocabulary: Vocabulary,
    extractor: str,
) -> list[Claim]:
    """One claim for each cell that holds a figure.

    The first row is read as the header and the first column as labels. A cell's unit is its own, else its column's,
    else the caption's; its place and period come from its row, else its column, else the caption.

    Args:
        table: A passage of kind ``table``: a row a line, cells joined by `` | ``.
        caption: The caption, where there is one.
        sources: Citations of the table as a whole.
        document: The document.
        places: Place names.
        vocabulary: Indicators.
        extractor: Name of the rule set.
    """
    rows = _rows(table.text)
    if len(rows) < 2:
        return []
    language = table.language or document.language or "en"
    title = caption.text if caption is not None else ""
    header, body = rows[0], rows[1:]
    claims: list[Claim] = []
    for row in body:
        if not row or all(set(cell.text.strip()) <= set("-: ") for cell in row):
            continue
        label = row[0].text.strip()
        if re.match(r"(?:source|sumber|note|catatan)\b", label, re.IGNORECASE):
            continue
        for column, cell in enumerate(row[1:], start=1):
            if not _CELL_NUMBER.fullmatch(cell.text):
                continue
            head = header[column].text.strip() if column < len(header) and len(header) == len(row) else ""
            if _NOT_DATA.search(head):
                continue
            number = _number(cell.text, language)
            if number is None:
                continue
            unit, factor = _unit(cell.text, number, head, label, title)
            if unit is None or (unit.unit != "percent" and not head and not title):
                continue
            value = number.value
            if number.alternative is not None and unit.noun:
                value = max(value, number.alternative)
            value = round(value * factor, 6)
            where, how = _where(label, head, title, places, document)
            measure = " — ".join(part for part in (head, label) if part) or title
            context = f"{head} {label} {title}"
            indicator, score = vocabulary.match(unit.unit, f"{head} {label}", context)
            start, end = row[0].start, row[-1].end
            citations = tuple(item.id for item in _cell_sources(sources, start, end))
            claims.append(
                Claim(
                    id=f"{table.id}/q{len(claims) + 1}",
                    document=table.document,
                    passage=table.id,
                    page=table.page_at(start) if table.spans else 1,
                    start=start,
                    end=end,
                    quote=table.text[start:end],
                    value=value,
                    low=None,
                    high=None,
                    qualifier="exact",
                    unit=unit.unit,
                    measure=measure,
                    indicator=indicator,
                    indicator_score=score,
                    places=where,
                    group=group_of(f"{head} {label}"),
                    period=_when(label, head, title, document),
                    citations=citations,
                    own_data=not citations,
                    extracted_by=extractor,
                    confidence=round(0.55 + 0.1 * (indicator is not None) + 0.1 * bool(where) + 0.05 * bool(citations), 2),
                    notes=("read from a table", *((f"the place is taken from the {how}",) if how else ())),
                )
            )
    return claims


def _cell_sources(sources: Sequence[Citation], start: int, end: int) -> list[Citation]:
    """A row's own citation before those of the table."""
    row = [item for item in sources if start <= item.start < end]
    return row or list(sources)


def _number(text: str, language: str) -> Number | None:
    plain = plain_digits(text)
    numbers = [number for number in find_numbers(plain, words_of(plain), language) if number.kind == "digits"]
    return numbers[0] if numbers else None


def _unit(text: str, number: Number, head: str, label: str, title: str) -> tuple[UnitFound | None, float]:
    words = words_of(text)
    index = next((at for at, word in enumerate(words) if word.start >= number.end), len(words))
    own = unit_after(text, number.end, words, index)
    if own and own.unit not in ("abstract", "methods"):
        return own, 1.0
    if money := currency_before(text, number.start):
        return money, 1.0
    for source in (head, label, title):
        factor = 1.0
        if not number.scaled:
            factor = 1e3 if _THOUSANDS.search(source) else 1e6 if _MILLIONS.search(source) else 1.0
        if _RATE.search(source):
            rate = _RATE.search(source)
            assert rate
            return UnitFound("per 100000" if rate[1].startswith("100") else "per 1000", 0), 1.0
        if _PERCENT.search(source):
            return UnitFound("percent", 0), 1.0
        if match := _MONEY.search(source):
            code = _MONEY_CODES.get(match.group().lower(), match.group().upper()[:3])
            per = _PER.search(source)
            name = ""
            if per:
                raw = (per[1] or per[2]).lower()
                name = "/" + {"bulan": "month", "hari": "day", "tahun": "year", "dai": "day"}.get(raw, raw)
            return UnitFound(f"{code}{name}", 0), factor
        if _HOURS.search(source):
            return UnitFound("hours/week" if re.search(r"week|minggu", source, re.I) else "hours/day", 0), 1.0
        noun = count_noun(source, 0, words_of(source), 0, reach=14)
        if noun is None:
            for at in range(len(words_of(source))):
                noun = count_noun(source, words_of(source)[at].start, words_of(source), at, reach=1)
                if noun and noun.unit not in ("abstract", "methods"):
                    break
        if noun and noun.unit not in ("abstract", "methods"):
            if number.end - number.start == 4 and 1900 <= number.value <= 2100 and not number.separated and source is not head:
                return None, 1.0
            return noun, factor
    return None, 1.0


def _find(text: str, places: PlaceIndex) -> list[Mention]:
    return find_places(text, text, words_of(text), places)


def _where(
    label: str, head: str, title: str, places: PlaceIndex, document: Document
) -> tuple[tuple[PlaceMention, ...], str]:
    found = [PlaceMention(item.place, item.role) for item in (*_find(label, places), *_find(head, places))]
    about = _find(title, places)
    if found:
        # "Deportations from Malaysia by nationality": the title adds the other end of the corridor.
        extra = [PlaceMention(item.place, item.role) for item in about if item.role != "unspecified" and item.kind == "country"]
        if extra and len(extra) == 1 and extra[0].id not in {place.id for place in found}:
            other = "origin" if extra[0].role == "destination" else "destination"
            found = [place if place.role != "unspecified" else PlaceMention(place.id, other) for place in found]  # type: ignore[arg-type]
            found.extend(extra)
        return tuple(dict.fromkeys(found)), ""
    if about:
        return tuple(dict.fromkeys(PlaceMention(item.place, item.role) for item in about)), "caption"
    titled = _find(document.title, places)
    return tuple(dict.fromkeys(PlaceMention(item.place, item.role) for item in titled))[:2], "document title" if titled else ""


def _when(label: str, head: str, title: str, document: Document) -> Period | None:
    for text in (head, label, title):
        periods = [found for found in find_periods(text, document.year) if not found.relative]
        if periods:
            return periods[0].period
    return None
