"""Reading a list table from the layouts in which they are published.

- one row a combination: a column of 0 and 1 a list, and a column of counts;
- one row a person: columns of 0 and 1 only;
- histories: a column such as ``1011`` and a column of counts;
- names: a column such as ``police; shelter`` and a column of counts.

Combinations that are not there are empty; one that is there twice is added up.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rantau.framework.errors import BadTable
from rantau.hidden.lists import MOST_LISTS, ListTable

__all__ = ["ReadTable", "read_lists"]

_COUNT_NAMES = frozenset(
    [
        "count",
        "counts",
        "n",
        "freq",
        "frequency",
        "frequencies",
        "number",
        "cases",
        "persons",
        "people",
        "total",
    ]
)
_HISTORY_NAMES = frozenset({"history", "histories", "capture history", "pattern", "lists", "list"})
_MARKS = {"1": 1, "0": 0, "true": 1, "false": 0, "yes": 1, "no": 0, "t": 1, "f": 0, "y": 1, "n": 0}
_UNKNOWN = frozenset({"", "?", "na", "n/a", "-", "–"})
_JOINTS = re.compile(r"\s*[;|&+]\s*")
_MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A list table and how it was read."""

    table: ListTable
    layout: str
    """In words."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    """Line number in the file, cells."""

    def bad(self, line: int | None, message: str) -> BadTable:
        return BadTable(self.name, line, message)


def _sheet(text: str, name: str) -> _Sheet:
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, [cell.strip() for cell in row]))
            if len(rows) > _MOST_ROWS:
                raise BadTable(name, reader.line_num, "has more than a million rows; add them up first")
    except csv.Error as error:
        raise BadTable(name, reader.line_num, f"is no CSV ({error}); save the table as CSV again") from error
    if len(rows) < 2:
        raise BadTable(name, None, "needs a line of column names and at least one line of counts")
    header = rows[0][1]
    body = rows[1:]
    # R writes row names under an empty heading, or under none at all.
    if header[0] == "" and len(header) > 2:
        header, body = header[1:], [(line, row[1:]) for line, row in body]
    elif all(len(row) == len(header) + 1 for _, row in body):
        body = [(line, row[1:]) for line, row in body]
    for line, row in body:
        if len(row) != len(header):
            raise BadTable(
                name, line, f"has {len(row)} cells where the column names are {len(header)}; mend that line"
            )
    for column, title in enumerate(header):
        if not title:
            raise BadTable(name, 1, f"column {column + 1} has no name; give it one")
    if len({title.casefold() for title in header}) < len(header):
        raise BadTable(name, 1, "two columns have the same name; rename one")
    return _Sheet(name, header, body)


def _count(sheet: _Sheet, line: int, column: str, value: str) -> int:
    plain = re.sub(r"(?<=\d)[\u00a0\u202f' ](?=\d{3}\b)", "", value)
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", plain)
    if re.fullmatch(r"\d{1,10}(\.0+)?", plain):
        return int(plain.split(".")[0])
    if re.match(r"[<≤]", plain) or "*" in plain:
        raise sheet.bad(
            line, f"column {column}: {value!r} is a masked count; an estimate needs the counts as they are"
        )
    raise sheet.bad(
        line, f"column {column}: {value!r} is no whole number of cases, 0 or more; write the count"
    )


def _count_column(sheet: _Sheet, wanted: str | None) -> int | None:
    titles = [title.casefold() for title in sheet.header]
    if wanted is not None:
        if wanted.casefold() not in titles:
            raise sheet.bad(1, f"there is no column {wanted!r}; the columns are {', '.join(sheet.header)}")
        return titles.index(wanted.casefold())
    # From the right: a list may well be called "n" or "people", but counts come last.
    for column in range(len(titles) - 1, -1, -1):
        if titles[column] in _COUNT_NAMES and (column == len(titles) - 1 or "count" in titles[column]):
            return column
    last = [row[-1].casefold() for _, row in sheet.rows]
    return None if all(value in _MARKS for value in last) else len(titles) - 1


def _marks(sheet: _Sheet, columns: Sequence[int], line: int, row: Sequence[str], crosses: bool) -> int:
    cell = 0
    for place, column in enumerate(columns):
        value = row[column].casefold()
        if crosses and value in {"x", "✓", "✗", ""}:
            on = int(value != "")
        elif value in _MARKS:
            on = _MARKS[value]
        else:
            raise sheet.bad(
                line,
                f"column {sheet.header[column]}: {row[column]!r} does not say whether the cases are on this list; "
                "write 1 or 0",
            )
        cell |= on << place
    return cell


def read_lists(text: str, name: str, *, count_column: str | None = None) -> ReadTable:
    """Read a list table.

    Args:
        text: The file's text: values parted by commas, semicolons or tabs, with a line of column names.
        name: The file's name, for messages.
        count_column: Which column holds the counts; by default it is found by its name or as the last.

    Raises:
        BadTable: The table is wrong, with the line and the column.
    """
    sheet = _sheet(text, name)
    counted = _count_column(sheet, count_column)
    others = [column for column in range(len(sheet.header)) if column != counted]
    if counted is not None and len(others) == 1:
        return _histories(sheet, others[0], counted)
    if len(others) > MOST_LISTS:
        raise sheet.bad(
            1, f"has {len(others)} lists, and {MOST_LISTS} is the most; merge some, or leave some out"
        )
    crosses = any(row[column].casefold() in {"x", "✓"} for _, row in sheet.rows for column in others)
    rows = []
    for line, row in sheet.rows:
        cell = _marks(sheet, others, line, row, crosses)
        if counted is not None and not cell and row[counted].casefold() in _UNKNOWN:
            continue
        count = 1 if counted is None else _count(sheet, line, sheet.header[counted], row[counted])
        rows.append((line, cell, count))
    layout = (
        "one row a person" if counted is None else f"one row a combination, counts in {sheet.header[counted]}"
    )
    return _gathered(sheet, [sheet.header[column] for column in others], rows, layout)


def _histories(sheet: _Sheet, column: int, counted: int) -> ReadTable:
    title = sheet.header[column]
    values = [row[column] for _, row in sheet.rows]
    if all(re.fullmatch(r"[01]{2,}", value) for value in values):
        lengths = {len(value) for value in values}
        if len(lengths) > 1 or max(lengths) > MOST_LISTS:
            raise sheet.bad(None, f"column {title}: histories are of one length, up to {MOST_LISTS} lists")
        names = [f"list {j + 1}" for j in range(lengths.pop())]
        cells = [sum(int(mark) << j for j, mark in enumerate(value)) for value in values]
        layout = "histories of 0 and 1"
    else:
        if title.casefold() not in _HISTORY_NAMES:
            raise sheet.bad(
                1,
                f"a table of one column beside the counts is read as histories or names of lists, and that column is "
                f"called {', '.join(sorted(_HISTORY_NAMES))}; this one is called {title!r}",
            )
        parts = [[part for part in _JOINTS.split(value) if part] for value in values]
        names = list(dict.fromkeys(part for row in parts for part in row))
        if not 1 <= len(names) <= MOST_LISTS:
            raise sheet.bad(None, f"column {title}: names {len(names)} lists; there may be 1 to {MOST_LISTS}")
        cells = [sum(1 << names.index(part) for part in set(row)) for row in parts]
        layout = "names of lists"
    rows = [
        (line, cell, _count(sheet, line, sheet.header[counted], row[counted]))
        for (line, row), cell in zip(sheet.rows, cells, strict=True)
        if cell or row[counted].casefold() not in _UNKNOWN
    ]
    return _gathered(sheet, names, rows, layout)


def _gathered(sheet: _Sheet, names: list[str], rows: list[tuple[int, int, int]], layout: str) -> ReadTable:
    counts = [0] * 2 ** len(names)
    lines: dict[int, int] = {}
    repeated: list[str] = []
    for line, cell, count in rows:
        if not cell:
            if count:
                raise sheet.bad(
                    line,
                    "counts cases that are on no list; their number is what is to be estimated, so leave the line out",
                )
            continue
        if cell in lines and layout != "one row a person":
            repeated.append(f"lines {lines[cell]} and {line}")
        lines.setdefault(cell, line)
        counts[cell] += count
    if not sum(counts):
        raise sheet.bad(None, "has no case at all; a table of counts above 0 is needed")
    notes = []
    if repeated:
        shown = ", ".join(repeated[:3]) + (" and more" if len(repeated) > 3 else "")
        notes.append(f"the same combination stands in {shown}; the counts were added up")
    for j, list_name in enumerate(names):
        if not any(count for cell, count in enumerate(counts) if cell >> j & 1):
            raise sheet.bad(None, f"column {list_name}: the list has no case; leave the column out")
    try:
        table = ListTable(tuple(names), tuple(counts))
    except ValueError as error:
        raise sheet.bad(None, str(error)) from error
    return ReadTable(table, layout, tuple(notes))
