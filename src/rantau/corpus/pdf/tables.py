"""Tables in a column's rows, found by cells that stand under one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rantau.corpus.pdf.lines import SPACELESS_FROM, Line

__all__ = ["WRAP", "find_tables", "table_text"]

_MARKER = re.compile(
    r"^(?:[•◦▪‣●○■–—*·]|\[?\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]*|[⁰¹²³⁴-⁹]+|\d+(?:\.\d+)+\.?)$"
)
WRAP = "\x1f"
"""Stands between the lines of one cell until words parted at their ends are made whole."""
_NEAR = 5.0  # points by which cells of one column may be out of line
_SHORT = 14  # characters of a cell that is a figure or a word


def find_tables(rows: Sequence[list[Line]]) -> list[tuple[int, int]]:
    """Runs of rows that are tables, as half-open ranges of row numbers.

    A table has two rows or more of two cells or more in line with each other; rows of one cell between them belong
    to it where they stand under a cell (a wrapped cell) or between its rows (a group's name).
    """
    several = [place for place, row in enumerate(rows) if len(row) > 1]
    if len(several) < 2:
        return []
    found: list[tuple[int, int]] = []
    run = [several[0]]
    for place in several[1:]:
        last = rows[run[-1]]
        between = rows[run[-1] + 1 : place]
        size = last[0].size
        close = last[0].base - rows[place][0].base < (3.2 + 1.8 * len(between)) * size
        if (
            len(between) <= 3
            and close
            and _aligned(last, rows[place])
            and all(_inside(r, rows, run) for r in between)
        ):
            run.append(place)
            continue
        _finish(run, rows, found)
        run = [place]
    _finish(run, rows, found)
    return found


def _inside(row: Sequence[Line], rows: Sequence[list[Line]], run: Sequence[int]) -> bool:
    """Whether a row of one piece may stand inside a table: it is short of the table's width."""
    x0 = min(rows[place][0].x0 for place in run)
    x1 = max(rows[place][-1].x1 for place in run)
    return (
        row[0].x0 >= x0 - 2 * _NEAR
        and row[-1].x1 <= x1 + 2 * _NEAR
        and row[-1].x1 - row[0].x0 < 0.7 * (x1 - x0)
    )


def _finish(run: list[int], rows: Sequence[list[Line]], found: list[tuple[int, int]]) -> None:
    if len(run) < 2:
        return
    chosen = [rows[place] for place in run]
    if all(len(row) == 2 and _MARKER.match(row[0].text) for row in chosen):
        return  # a list: markers and their items
    words = sum(_words(line.text) for row in chosen for line in row) / sum(len(row) for row in chosen)
    if words > 9 and len(chosen) < 4:
        return
    if len(run) == 2 and all(len(row) == 2 for row in chosen) and words > 5:
        return
    first, last = run[0], run[-1] + 1
    # The wrapped rest of the last row's cells.
    width = chosen[-1][-1].x1 - chosen[-1][0].x0
    edges = [line.x0 for line in chosen[-1][1:]]
    while last < len(rows) and len(rows[last]) == 1:
        line, above = rows[last][0], rows[last - 1][0]
        tight = above.base - line.base < 1.45 * line.size and abs(line.size - above.size) < 0.5
        if tight and line.x1 - line.x0 < 0.6 * width and any(abs(line.x0 - edge) < _NEAR for edge in edges):
            last += 1
        else:
            break
    found.append((first, last))


def _words(text: str) -> int:
    """Words of a text; five letters make one where none are parted by spaces."""
    return text.count(" ") + 1 if text[0] < SPACELESS_FROM else max(text.count(" ") + 1, len(text) // 5)


def _aligned(a: Sequence[Line], b: Sequence[Line]) -> bool:
    """Whether two rows have two cells or more in line at the left, at the right or at the middle."""
    hits = 0
    inner = False
    for line in b:
        for other in a:
            left = abs(line.x0 - other.x0) < _NEAR
            right = abs(line.x1 - other.x1) < _NEAR
            if left or right or abs(line.x0 + line.x1 - other.x0 - other.x1) < 2 * _NEAR:
                hits += 1
                outer = (left and line is b[0] and other is a[0]) or (
                    right and line is b[-1] and other is a[-1]
                )
                inner = inner or not outer
                break
    # Lines of justified text with wide spaces are in line at both edges too, but not between them.
    return hits >= 2 and (inner or (len(a[-1].text) < _SHORT and len(b[-1].text) < _SHORT))


def table_text(rows: Sequence[list[Line]], rules: Sequence[tuple[float, float, float, float]]) -> str:
    """A table as text: a row a line, cells joined by `` | ``, the lines of one cell by ``WRAP``.

    Args:
        rows: The table's rows of pieces, top to bottom.
        rules: Thin drawn lines of the page; horizontal ones part the rows where they run between all of them.
    """
    columns = _columns(rows)
    lines: list[list[str]] = []
    bases: list[float] = []
    groups = _groups(rows, rules)
    first_pitches = [
        a[0].base - b[0].base
        for a, b in pairwise(rows)
        if _column(b[0], columns) == 0 and _column(a[0], columns) == 0 and len(b) > 1
    ]
    usual = sorted(first_pitches)[len(first_pitches) // 2] if first_pitches else 0.0
    for place, row in enumerate(rows):
        cells = [""] * len(columns)
        for line in row:
            column = _column(line, columns)
            cells[column] = f"{cells[column]} {line.text}".strip()
        pitch = bases[-1] - row[0].base if bases else 0.0
        if lines and groups is not None:
            wrapped = groups[place] == groups[place - 1]
        else:
            tight = pitch < 1.45 * row[0].size
            wrapped = (
                bool(lines)
                and not cells[0]
                and tight
                and (not usual or pitch < 0.93 * usual or len(row) == 1)
            )
        if wrapped:
            lines[-1] = [f"{a}{WRAP}{b}".strip(WRAP) for a, b in zip(lines[-1], cells, strict=True)]
        else:
            lines.append(cells)
        bases.append(row[0].base)
    return "\n".join(" | ".join(cells) for cells in lines if any(cells))


def _columns(rows: Sequence[list[Line]]) -> list[tuple[float, float]]:
    """The columns' reach across the page, from the rows with most cells to those with fewest."""
    columns: list[tuple[float, float]] = []
    for row in sorted(rows, key=len, reverse=True):
        for line in row:
            over = [n for n, (x0, x1) in enumerate(columns) if line.x0 < x1 and line.x1 > x0]
            if not over:
                columns.append((line.x0, line.x1))
            elif len(over) == 1 and len(row) > 1:
                x0, x1 = columns[over[0]]
                columns[over[0]] = (min(x0, line.x0), max(x1, line.x1))
    columns.sort()
    merged: list[tuple[float, float]] = []
    for x0, x1 in columns:
        if merged and x0 < merged[-1][1] - 1.0:
            merged[-1] = (merged[-1][0], max(x1, merged[-1][1]))
        else:
            merged.append((x0, x1))
    return merged


def _column(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    return max(range(len(columns)), key=lambda n: min(line.x1, columns[n][1]) - max(line.x0, columns[n][0]))


def _groups(
    rows: Sequence[list[Line]], rules: Sequence[tuple[float, float, float, float]]
) -> list[int] | None:
    """For each row, between which two horizontal rules it stands; None where rules do not part the rows."""
    if not rules:
        return None
    x0, x1 = min(r[0].x0 for r in rows), max(r[-1].x1 for r in rows)
    top, bottom = rows[0][0].base, rows[-1][0].base
    flat = [
        (b + d) / 2
        for a, b, c, d in rules
        if d - b < 3.0 and min(c, x1) - max(a, x0) > 0 and bottom - 30 < (b + d) / 2 < top + 30
    ]
    between = sorted({round(y) for y in flat if bottom < y < top})
    heights: list[int] = []
    for y in between:
        if not heights or y - heights[-1] > 4:
            heights.append(y)
    # A rule under the head only tells nothing of the rows.
    if len(heights) < 2 and not (len(heights) == 1 and len(rows) <= 3):
        return None
    groups = [sum(1 for y in heights if y > row[0].base) for row in rows]
    if len(set(groups)) < 2 or max(groups.count(g) for g in set(groups)) > 8:
        return None
    # Where two rows each begin in every column they are two rows, rule or no rule.
    most = max(len(row) for row in rows)
    full = [g for g, row in zip(groups, rows, strict=True) if len(row) == most]
    return groups if len(full) - len(set(full)) <= 0.34 * len(full) or most < 2 else None
