"""Reading order: rows, columns, and what spans them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rantau.corpus.pdf.lines import Line, whole_row

__all__ = ["Flow", "flows"]

DEEPEST = 4
"""Columns within columns that are looked for: enough for five side by side."""
_LEAST = 3  # lines that make a column


@dataclass(slots=True)
class Flow:
    """A column of rows, top to bottom; a row is the lines on one baseline, left to right.

    ``x0`` and ``x1`` are the column's edges.
    """

    rows: list[list[Line]] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0


def flows(lines: Sequence[Line]) -> list[Flow]:
    """Put a page's lines into columns in reading order.

    A page is cut into bands: where lines can be parted into a left and a right side by white space, each band is
    read left side first; lines that reach across end a band and are read where they stand.
    """
    if not lines:
        return []
    ordered = sorted(lines, key=lambda line: (-line.base, line.x0))
    found: list[Flow] = []
    for group in _split(ordered, DEEPEST):
        found.append(_flow(group))
    return found


def _flow(lines: list[Line]) -> Flow:
    rows: list[list[Line]] = []
    row: list[Line] = []
    base = 0.0
    for line in lines:
        if row and base - line.base < 0.45 * min(line.size, row[0].size) + 0.1:
            row.append(line)
        else:
            row = [line]
            base = line.base
            rows.append(row)
    for place, row in enumerate(rows):
        if len(row) > 1:
            row.sort(key=lambda line: line.x0)
            rows[place] = _touching(row)
    return Flow(rows, min(line.x0 for line in lines), max(line.x1 for line in lines))


def _touching(row: list[Line]) -> list[Line]:
    """A row with the pieces joined that have no space between them."""
    groups = [[row[0]]]
    for line in row[1:]:
        if line.x0 - groups[-1][-1].x1 < 0.15 * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return row if len(groups) == len(row) else [whole_row(group) for group in groups]


def _split(lines: list[Line], depth: int) -> list[list[Line]]:
    """Cut lines (top to bottom) into groups in reading order."""
    if depth == 0 or len(lines) < 2 * _LEAST:
        return [lines]
    columns = _column_start(lines)
    if columns is None:
        return [lines]
    start, bands = columns
    found: list[list[Line]] = []
    single: list[Line] = []
    for band, parted in bands:
        if not parted:
            single.extend(band)
            continue
        if single:
            found.append(single)
            single = []
        left = [line for line in band if line.x0 < start - 2.0]
        right = [line for line in band if line.x0 >= start - 2.0]
        found.extend(_split(left, depth - 1))
        found.extend(_split(right, depth - 1))
    if single:
        found.append(single)
    return found


def _column_start(lines: list[Line]) -> tuple[float, list[tuple[list[Line], bool]]] | None:
    """The left edge of a column, not the first, and the bands it cuts the lines into; None for a single column.

    Of several edges, the one with most lines in columns.
    """
    left = min(line.x0 for line in lines)
    wide = max(line.x1 for line in lines) - left
    if wide <= 0:
        return None
    # Left edges that several lines share, away from the left edge of all.
    near = left + 0.15 * wide
    edges = sorted(line.x0 for line in lines if line.x0 > near)
    if len(edges) < _LEAST:
        return None
    clusters: list[list[float]] = []
    for edge in edges:
        if clusters and edge - clusters[-1][-1] <= 3.0:
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    best: tuple[float, list[tuple[list[Line], bool]]] | None = None
    most = 0
    for cluster in sorted(clusters, key=len, reverse=True)[:8]:
        if len(cluster) < _LEAST:
            break
        start = cluster[0]
        bands = _bands(lines, start)
        score = sum(len(band) for band, parted in bands if parted)
        if score > most:
            most, best = score, (start, bands)
            if score > 0.75 * len(lines):
                break
    return best


def _bands(lines: list[Line], start: float) -> list[tuple[list[Line], bool]]:
    """Cut lines into bands at the lines that reach across ``start``; say which bands stand in two columns."""
    bands: list[tuple[list[Line], bool]] = []
    run: list[Line] = []
    whole: list[Line] = []
    edge = start - 2.0
    begin, count = 0, len(lines)
    for place in range(1, count + 1):
        first = lines[begin]
        if place < count and first.base - lines[place].base < 0.45 * first.size:
            continue
        # A row that reaches across with one of its pieces does so with all: a table's.
        row = lines[begin:place]
        begin = place
        if not any(line.x0 < edge < line.x1 for line in row):
            run.extend(row)
            continue
        if run:
            _close(run, whole, bands, edge)
            run = []
        whole.extend(row)
    if run:
        _close(run, whole, bands, edge)
    if whole:
        bands.append((whole, False))
    return bands


def _close(run: list[Line], whole: list[Line], bands: list[tuple[list[Line], bool]], edge: float) -> None:
    """End a run of lines none of which reaches across: columns, or part of the full-width text around it."""
    left = [line for line in run if line.x0 < edge]
    right = [line for line in run if line.x0 >= edge]
    if not _columns(left, right):
        whole.extend(run)
        return
    heading = _heading_between(left, right)
    if heading:
        chosen = {id(line) for line in heading}
        low = heading[0].base
        upper = [line for line in run if line.base > low and id(line) not in chosen]
        lower = [line for line in run if line.base <= low and id(line) not in chosen]
        _close(upper, whole, bands, edge)
        whole.extend(heading)
        _close(lower, whole, bands, edge)
        return
    # Full-width text whose lines happen to be short stands clear above or below the columns.
    top = min(left[0].base, right[0].base)
    bottom = max(left[-1].base, right[-1].base)
    size = left[0].size
    above = _clear([line for line in run if line.base > top + 0.5 * size], True)
    below = _clear([line for line in run if line.base < bottom - 0.5 * size], False)
    body = [line for line in run if id(line) not in above and id(line) not in below]
    whole.extend(line for line in run if id(line) in above)
    if whole:
        bands.append((list(whole), False))
        whole.clear()
    bands.append((body, True))
    whole.extend(line for line in run if id(line) in below)


def _heading_between(left: list[Line], right: list[Line]) -> list[Line]:
    """A heading of both columns that does not reach over the second, with columns above and below it.

    It stands in the left column, the right one has a gap beside it, and below it both begin on one line.
    """
    if not any(line.bold or line.size > 1.1 * right[0].size for line in left):
        return []
    for above, below in pairwise(right):
        size = below.size
        if not 1.8 * size < above.base - below.base < 8.0 * size:
            continue
        beside = [line for line in left if below.base + 0.5 * size < line.base < above.base + 0.5 * size]
        heading = [line for line in beside if line.bold or line.size > 1.1 * size]
        after = next((line for line in left if line.base <= below.base + 0.5 * size), None)
        if not heading or after is None or abs(after.base - below.base) > 0.5 * size:
            continue
        last = beside[-len(heading) :]
        clear = above.base - heading[0].base > 1.2 * heading[0].size
        if clear and len(beside) <= 4 and all(a is b for a, b in zip(last, heading, strict=True)):
            return heading
    return []


def _clear(outer: list[Line], above: bool) -> set[int]:
    """Of lines that have nothing beside them, those that a clear gap parts from the columns."""
    if not outer:
        return set()
    ordered = sorted(outer, key=lambda line: line.base)
    # Nearest the columns first.
    if not above:
        ordered.reverse()
    gone: set[int] = set()
    for place, line in enumerate(ordered[1:], start=1):
        if abs(line.base - ordered[place - 1].base) > 2.2 * max(line.size, ordered[place - 1].size):
            gone = {id(one) for one in ordered[place:]}
            break
    return gone


def _columns(left: list[Line], right: list[Line]) -> bool:
    """Whether two sides are columns of text rather than cells of a table, or a label and its value."""
    if len(left) < _LEAST or len(right) < 2 or len(left) + len(right) < 2 * _LEAST:
        return False
    # They must stand beside each other.
    if min(left[0].base, right[0].base) <= max(left[-1].base, right[-1].base):
        return False
    ordered = sorted([*left, *right], key=lambda line: (line.order, line.x0))
    sides = {id(line) for line in right}
    changes = sum((id(a) in sides) != (id(b) in sides) for a, b in pairwise(ordered))
    if changes <= 3:
        # Drawn one side after the other: so do columns, and hardly ever tables. Cells of one row and one column
        # that hold a few words each are a table all the same.
        return _prose(left) or _prose(right) or _shared(left, right) < 0.5 * len(right)
    if changes <= 0.35 * len(right):
        return _prose(left) and _prose(right)
    return _filled(left) and _filled(right)


def _shared(left: list[Line], right: list[Line]) -> int:
    """How many lines on the right stand on a baseline of the left."""
    rows = {round(line.base) + near for line in left for near in (-1, 0, 1)}
    return sum(1 for line in right if round(line.base) in rows)


def _words(lines: list[Line]) -> float:
    return sum(line.text.count(" ") + 1 for line in lines) / len(lines)


def _prose(lines: list[Line]) -> bool:
    return _words(lines) >= 3.0


def _filled(lines: list[Line]) -> bool:
    """Whether most lines are full: those of a paragraph are, those of a table's column are not."""
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    full = sum(1 for line in lines if line.x1 - line.x0 > 0.8 * (x1 - x0))
    return full >= 0.6 * len(lines) and _words(lines) >= 3.5 and len(lines) >= 5
