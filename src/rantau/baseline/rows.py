"""What can be wrong with one row of a table by itself, read against the table's schema."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rantau.baseline.schema import YEARS, TableSchema

__all__ = ["Line", "complaints", "earlier", "is_date", "number"]


@dataclass(frozen=True, slots=True)
class Line:
    """A row and the number of the line it ends on; the header is line 1."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def complaints(schema: TableSchema, line: Line) -> Iterator[str]:
    """A sentence for each fault of the row: text, empty cells, words, numbers, years, dates, source."""
    yield from _text(line)
    yield from _closed(schema, line)
    yield from _numbers(schema, line)
    yield from _dates(schema, line)
    if "source_url" in schema.columns:
        yield from _sourced(line)


def _text(line: Line) -> Iterator[str]:
    for column, cell in line.cells.items():
        if cell != cell.strip():
            yield f"{column} {cell!r} begins or ends with white space; take it away"
        if not unicodedata.is_normalized("NFC", cell):
            yield f"{column} {cell!r} is not in Unicode's composed form (NFC); names would not be found"
        # A replacement character is what a wrong decoding leaves behind, and it cannot be undone.
        if "\ufffd" in cell or any(unicodedata.category(one) == "Cc" for one in cell):
            yield f"{column} {cell!r} holds a control or replacement character; type the cell again"


def _closed(schema: TableSchema, line: Line) -> Iterator[str]:
    for column in schema.needed:
        if not line[column].strip():
            yield f"{column} is empty; every row needs one"
    for column, words in schema.words.items():
        if line[column] not in words and (line[column] or column not in schema.needed):
            yield f"{column} {line[column]!r} is not one of {', '.join(word or 'nothing' for word in words)}"
    if schema.ids and line["id"] and not re.fullmatch(schema.ids, line["id"]):
        yield f"id {line['id']!r} does not have the form {schema.ids}"


def _numbers(schema: TableSchema, line: Line) -> Iterator[str]:
    for column, (low, high) in schema.numbers.items():
        if not line[column]:
            continue
        value = number(line[column])
        if value is None:
            yield f"{column} {line[column]!r} is not a number; write it like 1234.5, without separators"
        elif not low <= value <= high:
            yield f"{column} {line[column]} lies outside {low:g} to {high:g}; correct it"
    for column in schema.years:
        cell = line[column]
        if cell and not (re.fullmatch(r"[0-9]{4}", cell) and YEARS[0] <= int(cell) <= YEARS[1]):
            yield f"{column} {cell!r} is no year from {YEARS[0]} to {YEARS[1]}; write four digits"


def number(cell: str) -> float | None:
    """The cell as a finite number; None where it is not one, or not plainly written."""
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?", cell):
        return None
    value = float(cell)
    return value if math.isfinite(value) else None


def _dates(schema: TableSchema, line: Line) -> Iterator[str]:
    before = ""
    for column in schema.dates:
        cell = line[column]
        if not cell:
            continue
        if not is_date(cell):
            yield f"{column} {cell!r} is no date; write 2017, 2017-03 or 2017-03-08"
            continue
        if before and earlier(cell, line[before]):
            yield f"{column} {cell} is before {before} {line[before]}; one of them is wrong"
        before = column


def is_date(cell: str) -> bool:
    """Whether the cell is an ISO date: a year, a month of a year, or a day."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", cell):
        return False
    try:
        date.fromisoformat(cell + "-01-01"[len(cell) - 4 :])
    except ValueError:
        return False
    return True


def earlier(one: str, other: str) -> bool:
    """Whether a date lies before another, as far as both are known."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def _sourced(line: Line) -> Iterator[str]:
    address = line["source_url"]
    if not address and not line["note"]:
        yield "source_url is empty; give the publisher's address, or say in note why there is none"
    if address and not re.fullmatch(r"https?://[^\s/.]+(\.[^\s/.]+)+(/\S*)?", address):
        yield f"source_url {address!r} is no address; it begins with https:// and has no spaces"
