"""Rows of a column into paragraphs, by spacing, indent, size and how full the lines are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rantau.corpus.pdf.lines import Line, whole_row
from rantau.corpus.pdf.order import Flow
from rantau.corpus.pdf.tables import find_tables, table_text
from rantau.framework.words import BlockKind

__all__ = ["MARKER", "Draft", "Style", "cut_flow", "fits"]

MARKER = re.compile(
    r"^(?:[•◦▪▫‣●○■□➢➤✓*·](?=\s|\w)|[–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s|\([ivx]{1,5}\)\s|[ivx]{1,5}[.)]\s)\s*"
)
_NOTE_MARK = re.compile(r"^(?:[⁰¹²³⁴-⁹]+|\[\^[^\]]{1,3}\])")
_TERMINAL = frozenset('.?!:;"”’)…。⁰¹²³⁴⁵⁶⁷⁸⁹]')


@dataclass(slots=True)
class Style:
    """What is usual in a document: size of body text in points, and baseline distance in ems."""

    body: float
    leading: float


@dataclass(slots=True)
class Draft:
    """A block in the making. ``lines`` are whole rows; a table keeps its own ``text``."""

    lines: list[Line]
    page: int
    flow: int
    x0: float
    """Edges of the column it stands in."""
    x1: float
    kind: BlockKind = "paragraph"
    text: str = ""
    level: int = 0
    label: str = ""
    continues: bool = False
    gap: float = 0.0
    """White space above it, in ems; large at the top of a column."""
    full: bool = False
    """Its last line reaches the column's right edge, so the paragraph may run on."""
    indented: bool = False
    """Its first line is indented."""
    extra: list[tuple[int, Line]] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        return all(line.italic for line in self.lines)


def fits(before: Line, after: Line, right: float) -> bool:
    """Whether the first word of a line would have found room at the end of the line before it."""
    text = after.text
    first = text.find(" ")
    letters = (first if first > 0 else len(text)) + 1
    return right - before.x1 > letters * (after.x1 - after.x0) / max(len(text), 1) + 0.2 * after.size


def cut_flow(
    flow: Flow, page: int, number: int, style: Style, rules: Sequence[tuple[float, float, float, float]]
) -> list[Draft]:
    """Cut a column into drafts of blocks: tables and paragraphs."""
    rows = flow.rows
    tables = find_tables(rows)
    drafts: list[Draft] = []
    done = 0
    for first, last in [*tables, (len(rows), len(rows))]:
        if first > done:
            above = rows[done - 1][0] if done else None
            drafts.extend(
                _paragraphs(
                    [row[0] if len(row) == 1 else whole_row(row) for row in rows[done:first]],
                    *(flow, page, number, style, above),
                )
            )
        if last > first:
            chosen = rows[first:last]
            draft = Draft([whole_row(row) for row in chosen], page, number, flow.x0, flow.x1, "table")
            draft.text = table_text(chosen, rules)
            drafts.append(draft)
        done = last
    return drafts


def _paragraphs(
    lines: list[Line], flow: Flow, page: int, number: int, style: Style, above: Line | None
) -> list[Draft]:
    x0, x1 = flow.x0, flow.x1
    right = _right_edge(lines, x1)
    edges = _right_edges(lines, x0, right)
    justified = _justified(lines, right)
    leading = _leading(lines, style)
    each = leading > 1.45 and _each_ends(lines)
    drafts: list[Draft] = []
    block: list[Line] = []
    gap = 9.0 if above is None else (above.base - lines[0].base) / max(lines[0].size, 1.0) - leading
    last = len(lines) - 1
    for place, line in enumerate(lines):
        if block:
            before = block[-1]
            after = lines[place + 1] if place < last else None
            if each or _breaks(block, before, line, after, edges[place - 1], justified, leading):
                drafts.append(
                    Draft(block, page, number, x0, x1, gap=gap, full=before.x1 > right - 1.2 * before.size)
                )
                gap = (before.base - line.base) / max(line.size, 1.0) - leading
                block = []
        block.append(line)
    if block:
        drafts.append(
            Draft(block, page, number, x0, x1, gap=gap, full=block[-1].x1 > right - 1.2 * block[-1].size)
        )
    for draft in drafts:
        own = draft.lines
        draft.indented = len(own) > 1 and own[0].x0 > min(line.x0 for line in own[1:]) + 0.6 * own[0].size
    return drafts


def _right_edge(lines: Sequence[Line], x1: float) -> float:
    """Where full lines end: the edge most lines share, else the furthest."""
    ends = Counter(round(line.x1 / 2) for line in lines)
    edge, times = ends.most_common(1)[0]
    shared = times + ends[edge + 1]
    return max(edge * 2.0 + 1.0, x1 - 6.0) if shared > 0.3 * len(lines) and edge * 2.0 > x1 - 14.0 else x1


def _right_edges(lines: Sequence[Line], x0: float, right: float) -> list[float]:
    """For each line, where it would end if it were full: lines set in from the left may be so from the right too."""
    edges = [right] * len(lines)
    begin = 0
    for place in range(1, len(lines) + 1):
        first = lines[begin]
        if place < len(lines) and abs(lines[place].x0 - first.x0) < 0.4 * first.size:
            continue
        if place - begin > 1 and first.x0 > x0 + 0.8 * first.size:
            edges[begin:place] = [max(line.x1 for line in lines[begin:place])] * (place - begin)
        begin = place
    return edges


def _each_ends(lines: Sequence[Line]) -> bool:
    """Whether every line is a sentence or more: a page of one-line paragraphs has no other leading to tell them by."""
    return len(lines) > 2 and all(line.text[-1] in _TERMINAL and not line.text[0].islower() for line in lines)


def _justified(lines: Sequence[Line], right: float) -> bool:
    return sum(1 for line in lines if abs(line.x1 - right) < 4.0) > 0.5 * len(lines) and len(lines) > 2


def _leading(lines: Sequence[Line], style: Style) -> float:
    """Usual baseline distance of these lines, in ems."""
    if len(lines) < 4:
        return style.leading
    pitches = sorted(
        (a.base - b.base) / a.size
        for a, b in pairwise(lines)
        if abs(a.size - b.size) < 0.3 and a.base > b.base and a.size > 0
    )
    if len(pitches) < 3:
        return style.leading
    # The lower quartile: spaces between paragraphs only add.
    return min(pitches[len(pitches) // 4], 2.5)


def _breaks(
    block: list[Line],
    before: Line,
    line: Line,
    after: Line | None,
    right: float,
    justified: bool,
    leading: float,
) -> bool:
    """Whether a new block begins with ``line``."""
    size = line.size
    if abs(size - before.size) > 0.07 * size:
        return True
    pitch = (before.base - line.base) / size
    if pitch > 1.22 * leading + 0.08:
        return True
    text = line.text
    if _NOTE_MARK.match(text) and len(text) > 4:
        return True
    short = before.x1 < right - 1.5 * size
    if before.bold != line.bold and (short or before.bold) and (short or all(one.bold for one in block)):
        return True
    marker = MARKER.match(text) is not None
    shift = line.x0 - before.x0
    em = 0.6 * size
    if -em < shift < em:
        if marker and (short or MARKER.match(block[0].text) is not None) and line.x0 < block[0].x0 + em:
            return True
        if not short or not fits(before, line, right):
            return False
        if before.bold and line.bold and before.size > 1.05 * size:
            return False
        if _centred(before, line):
            return False
        return justified or (before.text[-1] in _TERMINAL and right - before.x1 > 0.15 * (right - line.x0))
    if _centred(before, line) and not justified:
        return False
    if len(block) > 1:
        # An indent after a paragraph's second line begins another; so does a line left of a hanging indent.
        body = min(one.x0 for one in block[1:])
        if line.x0 > body + em:
            return True
        return line.x0 < body - em
    if shift > 0:
        # Second line right of the first: a hanging indent, or the first line of an indented paragraph.
        if marker:
            return True
        if short and fits(before, line, right):
            return True
        if MARKER.match(before.text):
            return False
        if after is None or abs(after.size - size) > 0.07 * size:
            return not _entry(before.text)
        if after.x0 > line.x0 - em:
            return after.x0 > line.x0 + em
        # The third line is back at the left: this one is a first line, or the whole rest of a hanging entry.
        return not (_entry(before.text) and (_entry(after.text) or after.x0 > before.x0 + em))
    # Second line left of the first: the first was indented.
    if marker or (short and fits(before, line, right)):
        return True
    return shift < -5.0 * size


_ENTRY = re.compile(
    r"^(?:\[?\d{1,3}[\].)]\s|[^\W\d_][\w'’.\-]+(?: [\w'’.\-&]+){0,8},? .{0,120}?\(?(?:19|20)\d\d)"
)


def _entry(text: str) -> bool:
    return _ENTRY.match(text) is not None


def _centred(a: Line, b: Line) -> bool:
    """Whether two lines of different length share their middle."""
    return abs(a.x0 + a.x1 - b.x0 - b.x1) < 5.0 and abs(a.x0 - b.x0) > 3.0
