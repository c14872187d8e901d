"""Claims of tables: a cell is a figure of its row and its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rantau.evidence.context import ClaimContext, Surroundings
from rantau.evidence.count_nouns import UnitFound
from rantau.evidence.groups import group_of
from rantau.evidence.negatives import FILLER, mask
from rantau.evidence.numbers import find_numbers
from rantau.evidence.periods import ends_with_source, find_periods, is_open
from rantau.evidence.places import Mention, find_places
from rantau.evidence.ranges import raise_scale
from rantau.evidence.table_units import unit_of_cell
from rantau.evidence.tokens import Number, plain_digits, words_of
from rantau.framework.words import PlaceRole, Qualifier
from rantau.store.records import Citation, Claim, Passage, Period, PlaceMention

__all__ = ["TableSetting", "table_claims"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSetting:
    """What stands around a table.

    Args:
        caption: Text of the caption; empty where there is none.
        sources: Citations of the table as a whole.
        surroundings: Places of heading and title, for a table that names none.
        extractor: Name of the rule set.
    """

    caption: str
    sources: Sequence[Citation]
    surroundings: Surroundings
    extractor: str


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Value:
    """What a cell says."""

    unit: UnitFound
    qualifier: Qualifier
    value: float
    low: float | None
    high: float | None


_CELL_NUMBER = re.compile(
    r"\s*[*_]*(?P<hedge>[<>≥≤~≈]|over|more than|about|around|some|at least|up to|under|less than"
    r"|c\.|ca\.|nearly|almost"
    r"|lebih dari|sekitar|hampir)?\s*(?:US\$|[$€£฿₱₦₹]|[A-Z]{3}\b|RM|Rp\.?)?\s*\d[\d.,\s\u00a0\u202f]*"
    r"(?:\s*(?:–|-|to)\s*[\d.,]*\d)?\s*"
    r"(?:%|per ?cent|persen|million|billion|juta|ribu|miliar|thousand|mn?|bn"
    r"|k)?\s*[*†‡a-d]?[*_]*[¹²³⁴⁵⁶⁷⁸⁹⁰]*\s*",
    re.IGNORECASE,
)
_HEDGES: dict[str, Qualifier] = {
    "<": "less_than", "≤": "at_most", ">": "more_than", "≥": "at_least", "~": "about", "≈": "about",
    "over": "more_than", "more than": "more_than", "lebih dari": "more_than", "at least": "at_least",
    "up to": "at_most", "under": "less_than", "less than": "less_than",
}  # fmt: skip
_RANGE = re.compile(r"\s*(?:–|-|to)\s*")
_NOT_DATA = re.compile(
    r"(?:\b(?:no\.?|nr|rank|row|id|code|iso|articles?|sections?|pages?|ref|references?|age group"
    r"|year|tahun|date"
    r"|tanggal|sample(?: size)?|respondents|interviews|peringkat|nomor|hs code|adopted"
    r"|entry into force|signed)"
    r"|\bn\s*=|#)\s*$|\bratif\w*|\byears? of\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s*[–/-]\s*(?:19|20)?\d\d)?")
_BAR = re.compile(r" ?\| ?")
_TO = re.compile(r"\b(?:destination|host|working in|going to|tujuan)\b", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:nationality|nationalities|citizenship|origin|home country|asal|kewarganegaraan)\b", re.IGNORECASE
)
_TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b|all\b|jumlah\b|keseluruhan\b", re.IGNORECASE)
_MOST_HEADERS = 3
"""Rows that a table's head may have."""
_FOOT = re.compile(r"(?:sources?|sumber|notes?|catatan)\b", re.IGNORECASE)


def _rows(text: str) -> list[list[_Cell]]:
    """The cells of each row with their offsets; empty cells keep their columns."""
    rows: list[list[_Cell]] = []
    position = 0
    for line in text.split("\n"):
        cells: list[_Cell] = []
        at = 0
        for bar in _BAR.finditer(line):
            cells.append(_Cell(position + at, position + bar.start(), line[at : bar.start()]))
            at = bar.end()
        cells.append(_Cell(position + at, position + len(line), line[at:]))
        rows.append(cells)
        position += len(line) + 1
    return [row for row in rows if any(cell.text.strip() for cell in row)]


def _is_head(row: Sequence[_Cell]) -> bool:
    """Whether a row below the first belongs to the head: no figure in it but years."""
    filled = [cell.text.strip() for cell in row if cell.text.strip()]
    return len(filled) > 1 and all(
        not _CELL_NUMBER.fullmatch(text) or _YEARS.fullmatch(text) for text in filled
    )


def _heads(rows: Sequence[Sequence[_Cell]]) -> tuple[list[str], int]:
    """What the head says of each column, its rows joined from the top, and how many rows it has.

    A cell that spans several columns stands in the first of them and leaves the others empty.
    """
    width = len(rows[0])
    depth = 1
    while depth < min(_MOST_HEADERS, len(rows) - 1) and len(rows[depth]) == width and _is_head(rows[depth]):
        depth += 1
    heads = [""] * width
    for number in range(depth):
        spanning = ""
        for column, cell in enumerate(rows[number]):
            text = cell.text.strip()
            below = any(rows[later][column].text.strip() for later in range(number + 1, depth))
            spanning = text or (spanning if below and column > 1 else "")
            if spanning and spanning not in heads[column].split("; "):
                heads[column] = f"{heads[column]}; {spanning}".removeprefix("; ")
    return heads, depth


def table_claims(table: Passage, setting: TableSetting, context: ClaimContext) -> list[Claim]:
    """One claim for each cell that holds a figure.

    The first row is read as the head, with the rows below it that hold no figures; the first column as labels. A row
    that fills only its first cell opens a part of the table and is said of each row in it. A cell's unit is its own,
    else its column's, else its row's, else the caption's; so are its place and period.

    Args:
        table: A passage of kind ``table``: a row a line, cells joined by `` | ``.
        setting: Caption, sources and places around the table.
        context: Document, place names and vocabulary.
    """
    rows = _rows(table.text)
    if len(rows) < 2:
        return []
    heads, depth = _heads(rows)
    part = ""
    claims: list[Claim] = []
    for row in rows[depth:]:
        label = _label(row, setting.sources)
        if _FOOT.match(label) or all(set(cell.text.strip()) <= set("-: ") for cell in row):
            continue
        if len(row) > 1 and not any(cell.text.strip() for cell in row[1:]):
            part = "" if _TOTAL.match(label) else label
            continue
        label = f"{label}; {part}" if part and not _TOTAL.match(label) else label
        for column, cell in enumerate(row[1:], start=1):
            head = heads[column] if len(heads) == len(row) else ""
            value = _value(cell.text, head, label, setting, context, table.language)
            if value is not None:
                made = _claim(table, row, label, head, value, setting, context, len(claims) + 1)
                claims.append(_with_other_end(made, heads[0], setting))
    return claims


def _with_other_end(claim: Claim, corner: str, setting: TableSetting) -> Claim:
    """Add the country that the document is about to rows "by destination" or "by nationality"."""
    role: PlaceRole = (
        "destination" if _TO.search(corner) else "origin" if _FROM.search(corner) else "unspecified"
    )
    about = setting.surroundings.home()
    if role == "unspecified" or len(claim.places) != 1 or not about or about[0].id == claim.places[0].id:
        return claim
    other: PlaceRole = "origin" if role == "destination" else "destination"
    places = (PlaceMention(claim.places[0].id, role), PlaceMention(about[0].id, other))
    return replace(claim, places=places)


def _label(row: Sequence[_Cell], sources: Sequence[Citation]) -> str:
    """What a row says of itself: its first cell and any other that holds words or a period, save for citations."""
    words: list[str] = []
    for number, cell in enumerate(row):
        text = mask(
            cell.text, [(one.start - cell.start, one.end - cell.start) for one in _inside(sources, cell)]
        )
        text = text.replace(FILLER, " ").strip()
        if text and (number == 0 or not _CELL_NUMBER.fullmatch(cell.text) or _YEARS.fullmatch(text)):
            words.append(text)
    return "; ".join(words)


def _inside(sources: Sequence[Citation], cell: _Cell) -> list[Citation]:
    return [one for one in sources if cell.start <= one.start and one.end <= cell.end]


def _value(
    text: str, head: str, label: str, setting: TableSetting, context: ClaimContext, language: str
) -> _Value | None:
    """The figure of a cell; None where it holds none, or nothing says what it counts."""
    match = _CELL_NUMBER.fullmatch(text)
    if not match or _NOT_DATA.search(head):
        return None
    numbers = _numbers(text, language or context.document.language or "en")
    if not numbers:
        return None
    if len(numbers) > 1:
        numbers[0] = raise_scale(text, numbers, 0)
    first = numbers[0]
    found = unit_of_cell(text, numbers[-1], (head, label, setting.caption), head=head)
    if found is None:
        return None
    unit, factor = found
    if unit.unit != "percent" and not head and not setting.caption:
        return None

    def settled(number: Number) -> float:
        whole = number.value
        if number.alternative is not None and unit.noun:
            whole = max(whole, number.alternative)
        return round(whole * factor, 6)

    value = settled(first)
    if len(numbers) > 1 and _RANGE.fullmatch(text[first.end : numbers[1].start]):
        high = settled(numbers[1])
        if value < high:
            return _Value(unit, "range", (value + high) / 2, value, high)
    hedge = (match["hedge"] or "").lower()
    qualifier: Qualifier = _HEDGES.get(hedge, "about") if hedge else "exact"
    low = value if qualifier in ("more_than", "at_least") else None
    high_end = value if qualifier in ("less_than", "at_most") else None
    return _Value(unit, qualifier, value, low, high_end)


def _numbers(text: str, language: str) -> list[Number]:
    plain = plain_digits(text)
    return [number for number in find_numbers(plain, words_of(plain), language) if number.kind == "digits"]


def _claim(
    table: Passage,
    row: Sequence[_Cell],
    label: str,
    head: str,
    value: _Value,
    setting: TableSetting,
    context: ClaimContext,
    number: int,
) -> Claim:
    title = setting.caption
    places, how = _places(label, head, setting, context)
    unit = value.unit.unit
    indicator, score = context.vocabulary.match(
        unit, f"{head} {label}", f"{head} {label} {title}", f"{head} {label} {title}"
    )
    start, end = row[0].start, row[-1].end
    sources = _sources(setting.sources, start, end)
    citations = tuple(item.id for item in sources)
    notes = ("read from a table", f"the place is taken from the {how}" if how else "")
    return Claim(
        id=f"{table.id}/q{number}",
        document=table.document,
        passage=table.id,
        page=table.page_at(start) if table.spans else 1,
        start=start,
        end=end,
        quote=table.text[start:end],
        value=value.value,
        low=value.low,
        high=value.high,
        qualifier=value.qualifier,
        unit=unit,
        measure=" — ".join(part for part in (head, label) if part) or title,
        indicator=indicator,
        indicator_score=score,
        places=places,
        group=group_of(f"{head} {label}"),
        period=_period(label, head, title, sources, context),
        citations=citations,
        own_data=not citations,
        extracted_by=setting.extractor,
        confidence=_confidence(mapped=indicator is not None, placed=bool(places), cited=bool(citations)),
        notes=tuple(note for note in notes if note),
    )


def _confidence(*, mapped: bool, placed: bool, cited: bool) -> float:
    """0.55 for any cell with a unit, +0.10 an indicator, +0.10 a place, +0.05 a source."""
    return round(0.55 + 0.1 * mapped + 0.1 * placed + 0.05 * cited, 2)


def _sources(sources: Sequence[Citation], start: int, end: int) -> list[Citation]:
    """A row's own citation before those of the table."""
    row = [item for item in sources if start <= item.start < end]
    return row or list(sources)


def _find(text: str, context: ClaimContext) -> list[Mention]:
    return find_places(text, text, words_of(text), context.places)


def _places(
    label: str, head: str, setting: TableSetting, context: ClaimContext
) -> tuple[tuple[PlaceMention, ...], str]:
    found = [PlaceMention(item.place, item.role) for item in (*_find(label, context), *_find(head, context))]
    about = _find(setting.caption, context)
    if found:
        # "Deportations from Malaysia by nationality": the title adds the other end of the corridor.
        extra = [
            PlaceMention(item.place, item.role)
            for item in about
            if item.role != "unspecified" and item.kind == "country"
        ]
        if len(extra) == 1 and extra[0].id not in {place.id for place in found}:
            other: PlaceRole = "origin" if extra[0].role == "destination" else "destination"
            found = [
                place if place.role != "unspecified" else PlaceMention(place.id, other) for place in found
            ]
            found.extend(extra)
        return tuple(dict.fromkeys(found)), ""
    if about:
        return tuple(dict.fromkeys(PlaceMention(item.place, item.role) for item in about)), "caption"
    return setting.surroundings.fallback()


def _period(
    label: str, head: str, title: str, sources: Sequence[Citation], context: ClaimContext
) -> Period | None:
    """The period of a cell. A column "since 2021" ends, in each row, where the row's own period does."""
    found = [
        next((one.period for one in find_periods(text, context.document.year) if not one.relative), None)
        for text in (head, label, title)
    ]
    periods = [one for one in found if one is not None]
    if not periods or not is_open(periods[0]):
        return periods[0] if periods else None
    period = periods[0]
    for other in periods[1:]:
        if not is_open(other) and other.end >= period.start:
            since = period.text[:1].lower() + period.text[1:]
            return Period(period.start, other.end, f"{since}, {other.text}")
    return ends_with_source(period, next((item.year for item in sources if item.year), None))
