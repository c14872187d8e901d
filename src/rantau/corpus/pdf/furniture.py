"""Running heads and feet, and the page numbers printed in them.

A line is furniture when it stands at the edge of the page and comes back, its digits aside, at the same height on
other pages; or when it is a page number that fits the numbers of other pages. Heads that name the chapter change,
so a line that stands alone where most pages have their head counts too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rantau.corpus.pdf.lines import Line, RawPage

__all__ = ["strip_furniture"]

EDGE = 0.16
"""Share of the page's height, at top and bottom, in which furniture is looked for."""
ROWS = 4
"""Rows from the edge that are looked at."""
MARGIN = 0.075
"""Share of the page's height, at top and bottom, in which a line of its own is taken for a head or foot."""
NEAR = 4.0
"""Points by which the height of a running head may differ between pages."""

_LONGEST = 120  # characters of a head or foot

_ROMAN = r"[ivxlcdm]{1,8}|[IVXLCDM]{1,8}"
_NUMBER = rf"(?P<n>\d{{1,4}}|{_ROMAN})"
_ALONE = re.compile(rf"^[-–—|~•·\[(\s]*{_NUMBER}[-–—|~•·\])\s]*$")
_NAMED = re.compile(
    rf"^(?:page|pg\.?|p\.|halaman|hal\.?|muka surat|trang|หน้า|seite|página)\s*{_NUMBER}"
    r"(?:\s*(?:of|/|dari|daripada|de|trên)\s*\d+)?$",
    re.I,
)
_OF = re.compile(r"^(?P<n>\d{1,4})\s*(?:/|of|dari)\s*\d{1,4}$", re.I)
_BEFORE = re.compile(rf"^{_NUMBER}\s*(?:[|•·–—/]|\s\s)\s*\S")
_AFTER = re.compile(rf"\S\s*(?:[|•·–—/]|\s\s)\s*(?:page\s+|p\.\s*)?{_NUMBER}$", re.I)
_LOOSE_BEFORE = re.compile(r"^(?P<n>\d{1,4})\s+\D")
_LOOSE_AFTER = re.compile(r"\D\s+(?:page\s+|p\.\s*)?(?P<n>\d{1,4})$", re.I)
_WORD_OF_PAGE = re.compile(rf"(?:page|halaman|trang|หน้า)\s+{_NUMBER}\b", re.I)
_ANY_NUMBER = re.compile(r"\d|(?<![^\W\d_])[ivxlcdmIVXLCDM]{1,8}(?![^\W\d_])")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_DIGITS = re.compile(r"\d+")
_ROMAN_WORD = re.compile(r"\b[ivxlcdm]{1,8}\b")


def roman(text: str) -> int | None:
    """Value of a roman number written in the usual way, else None."""
    low = text.lower()
    if not low or any(c not in _VALUES for c in low):
        return None
    total = 0
    for here, after in zip(low, [*low[1:], "i"], strict=True):
        value = _VALUES[here]
        total += -value if value < _VALUES[after] and after != "i" else value
    rest, spelt = total, ""
    for value, letters in (
        *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
        *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
    ):
        while rest >= value:
            spelt += letters
            rest -= value
    return total if spelt == low else None


def _rows(lines: Sequence[Line], top: bool, height: float) -> list[list[Line]]:
    """The outermost rows of a page's lines, from the edge inwards, as far as furniture may reach."""
    limit = height * (1 - EDGE) if top else height * EDGE
    near = [line for line in lines if (line.base > limit if top else line.base < limit)]
    near.sort(key=lambda line: -line.base if top else line.base)
    rows: list[list[Line]] = []
    for line in near:
        if rows and abs(rows[-1][0].base - line.base) < 0.4 * line.size:
            rows[-1].append(line)
        elif len(rows) == ROWS:
            break
        else:
            rows.append([line])
    return rows


def _key(text: str) -> str:
    return _ROMAN_WORD.sub("#", _DIGITS.sub("#", text.casefold())).replace(" ", "")


def _numbers(text: str) -> list[tuple[str, bool]]:
    """Page numbers that a line may hold, each with whether its form alone says so."""
    found: list[tuple[str, bool]] = []
    if not _ANY_NUMBER.search(text):
        return found
    for pattern, sure in (
        (_ALONE, True),
        (_NAMED, True),
        (_OF, True),
        (_WORD_OF_PAGE, True),
        (_BEFORE, False),
        (_AFTER, False),
        (_LOOSE_BEFORE, False),
        (_LOOSE_AFTER, False),
    ):
        match = pattern.search(text)
        if match:
            number = match.group("n")
            if number.isdigit() or roman(number) is not None:
                found.append((number, sure))
            if sure:
                break
    return found


@dataclass(slots=True)
class _Edge:
    """The outermost rows at the top or bottom of one page, from the edge inwards."""

    index: int
    """The page's, counted from 0."""
    top: bool
    height: float
    rows: list[list[Line]]

    def reach(self, line: Line) -> float:
        """Height of a line over the bottom edge, or (negative) under the top edge."""
        return line.base - self.height if self.top else line.base


def strip_furniture(pages: Sequence[RawPage], body: float) -> list[str | None]:
    """Take running heads, feet and page numbers out of the pages' lines.

    Args:
        pages: All pages of a document, in order; their ``lines`` are changed.
        body: Size of the document's body text, in points.

    Returns:
        For each page, the page number printed on it, or None.
    """
    edges: list[_Edge] = []
    for index, page in enumerate(pages):
        height = page.reading_size()[1]
        edges.append(_Edge(index, True, height, _rows(page.lines, True, height)))
        edges.append(_Edge(index, False, height, _rows(page.lines, False, height)))
    printed, doomed = _printed(edges, len(pages))
    _repeated(edges, len(pages), body, doomed)
    _apart(edges, len(pages), body, doomed)
    kept = [[line for line in page.lines if id(line) not in doomed] for page in pages]
    # Where every line comes back on every page (a form, a set of slides), the lines are what there is to read.
    if any(kept):
        for page, lines in zip(pages, kept, strict=True):
            page.lines = lines
        _marks(pages)
    return printed


def _printed(edges: Sequence[_Edge], count: int) -> tuple[list[str | None], set[int]]:
    """Choose, of the numbers at the pages' edges, those that count up with the pages.

    Returns:
        The number of each page, and the ids of the lines they stand in.
    """
    candidates: list[list[tuple[str, bool, int, bool, Line]]] = [[] for _ in range(count)]
    for edge in edges:
        for depth, row in enumerate(edge.rows[:3]):
            if len(row) > 1 and sum(1 for line in row if _ALONE.match(line.text)) > 1:
                continue  # figures side by side are a table's
            for line in row:
                if len(line.text) > _LONGEST:
                    continue
                for number, sure in _numbers(line.text):
                    is_roman = not number.isdigit()
                    value = roman(number) if is_roman else int(number)
                    assert value is not None
                    here = (number, sure and depth < 2, value - edge.index, is_roman, line)
                    candidates[edge.index].append(here)
    support: Counter[tuple[bool, int]] = Counter()
    for found in candidates:
        support.update({(is_roman, offset) for _, _, offset, is_roman, _ in found})
    printed: list[str | None] = [None] * count
    chosen: dict[int, Line] = {}
    for index, found in enumerate(candidates):
        best = -1
        for number, sure, offset, is_roman, line in found:
            votes = support[is_roman, offset]
            alone = sure and _ALONE.match(line.text) is not None
            # One page's number proves nothing unless it stands by itself at the foot, as on a short document.
            enough = (
                votes >= 3 or (votes == 2 and (sure or count == 2)) or (sure and count <= 2 and not is_roman)
            )
            # "Page 3 of 20" says what it is.
            score = 4 * votes + 2 * sure + alone
            if (enough or (sure and not alone)) and score > best:
                best, printed[index], chosen[index] = score, number, line
    doomed = {id(line) for line in chosen.values()}
    for edge in edges:
        number_line = chosen.get(edge.index)
        for row in edge.rows if number_line is not None else ():
            if any(line is number_line for line in row):
                # Dashes and dots around the number are part of it.
                doomed.update(id(line) for line in row if not any(c.isalnum() for c in line.text))
    return printed, doomed


def _repeated(edges: Sequence[_Edge], count: int, body: float, doomed: set[int]) -> None:
    """Take out rows that come back at their height on other pages, and heads that change where those stand."""
    if count < 2:
        return
    places: dict[tuple[bool, str], list[float]] = defaultdict(list)
    for edge in edges:
        # Once a page: the heads of a table's columns are alike on one page.
        once = {_key(line.text): edge.reach(line) for row in edge.rows for line in row}
        for key, reach in once.items():
            places[edge.top, key].append(reach)
    for heights in places.values():
        heights.sort()
    needed = 2 if count <= 5 else 3
    usual: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    ends: list[tuple[_Edge, int]] = []  # edges with the first row that does not come back
    for edge in edges:
        rows = edge.rows
        back = 0
        for row in rows:
            going = [
                line for line in row if id(line) in doomed or _comes_back(line, edge, places, needed, count)
            ]
            if len(going) < len(row):
                doomed.update(id(line) for line in going)
                ends.append((edge, back))
                break
            back += 1
        # The same words may begin or end the text of several pages: a head stands apart from what follows.
        while back and (
            back == ROWS or (back < len(rows) and _one_text(rows[back - 1][0], rows[back][0], body))
        ):
            back -= 1
        for row in rows[:back]:
            doomed.update(id(line) for line in row)
            usual[edge.top][round(edge.reach(row[0]))] += 1
    if count < 6:
        return
    # A head that names the chapter: it stands where most pages have their head, apart from the text below it.
    for edge, depth in ends:
        if depth + 1 >= len(edge.rows):
            continue
        row, after = edge.rows[depth], edge.rows[depth + 1]
        y = round(edge.reach(row[0]))
        there = sum(usual[edge.top][y + d] for d in (-1, 0, 1))
        gap = abs(row[0].base - after[0].base)
        far = gap > 1.8 * max(row[0].size, after[0].size)
        if there >= 0.4 * count and far and all(len(line.text) < _LONGEST for line in row):
            doomed.update(id(line) for line in row)


def _comes_back(
    line: Line, edge: _Edge, places: dict[tuple[bool, str], list[float]], needed: int, count: int
) -> bool:
    """Whether a line stands at its height on so many pages that it is a head rather than, say, a table's first row."""
    there = places[edge.top, _key(line.text)]
    if len(there) < needed:
        return False
    reach = edge.reach(line)
    pages = bisect_right(there, reach + NEAR) - bisect_left(there, reach - NEAR)
    if pages < needed:
        return False
    if not any(c.isalpha() for c in line.text):
        # Bare figures come back by chance: they must do so nearly everywhere.
        return pages >= max(3, 0.5 * count)
    return len(line.text) > 3 or pages >= 0.3 * count


def _one_text(line: Line, after: Line, body: float) -> bool:
    """Whether two rows are lines of one paragraph of body text."""
    plain = not line.bold and not after.bold and abs(line.size - body) < 0.3 and abs(after.size - body) < 0.3
    return plain and abs(line.base - after.base) < 1.45 * line.size


def _apart(edges: Sequence[_Edge], count: int, body: float, doomed: set[int]) -> None:
    """Take out heads and feet that say another thing on every page, by where they stand.

    They stand in the margin, apart from the text, in type no larger than it, at the same height on most pages.
    """
    found: dict[tuple[bool, int], list[list[Line]]] = defaultdict(list)
    for edge in edges:
        if len(edge.rows) < 2:
            continue
        row, after = edge.rows[0], edge.rows[1]
        reach = abs(edge.reach(row[0]))
        small = all(line.size < 1.05 * body and not line.bold and len(line.text) <= _LONGEST for line in row)
        if small and reach < MARGIN * edge.height and abs(row[0].base - after[0].base) > 1.8 * body:
            found[edge.top, round(reach)].append(row)
    for (top, reach), rows in found.items():
        near = sum(len(found.get((top, reach + d), ())) for d in (-1, 0, 1))
        if near >= 2 and near >= 0.6 * count:
            doomed.update(id(line) for row in rows for line in row)


def _marks(pages: Sequence[RawPage]) -> None:
    """Take out what is stamped on the same spot of most pages: watermarks, side tabs, download notices.

    Headings and labels that stand on one spot of every page, as in a set of country profiles, have their text near
    them; a stamp stands by itself, or over the text.
    """
    count = len(pages)
    if count < 4:
        return
    needed = max(4, 0.6 * count)
    texts: Counter[str] = Counter()
    for page in pages:
        texts.update({line.text for line in page.lines})
    frequent = {text for text, times in texts.items() if times >= needed}
    if not frequent:
        return
    spots: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        spots.update(
            {_spot(line) for line in page.lines if line.text in frequent and _by_itself(line, page.lines)}
        )
    stamped = {spot for spot, times in spots.items() if times >= needed}
    if stamped:
        for page in pages:
            page.lines = [
                line for line in page.lines if line.text not in frequent or _spot(line) not in stamped
            ]


def _spot(line: Line) -> tuple[str, int, int]:
    return line.text, round(line.x0), round(line.base)


def _by_itself(line: Line, others: Sequence[Line]) -> bool:
    """Whether a line has no text near it, or lies over some."""
    near = 2.5 * line.size
    alone = True
    for other in others:
        if other is line or other.y0 > line.y1 + near or other.y1 < line.y0 - near:
            continue
        beside = other.x0 < line.x1 + near and other.x1 > line.x0 - near
        over = (
            other.x0 < line.x1
            and other.x1 > line.x0
            and min(other.y1, line.y1) - max(other.y0, line.y0) > 2.0
        )
        if over:
            return True
        alone = alone and not beside
    return alone
