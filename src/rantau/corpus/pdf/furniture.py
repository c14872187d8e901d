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


def strip_furniture(pages: Sequence[RawPage]) -> list[str | None]:
    """Take running heads, feet and page numbers out of the pages' lines.

    Args:
        pages: All pages of a document, in order; their ``lines`` are changed.

    Returns:
        For each page, the page number printed on it, or None.
    """
    edges: list[tuple[list[list[Line]], list[list[Line]]]] = []
    places: dict[tuple[bool, str], list[float]] = defaultdict(list)
    for page in pages:
        height = page.reading_size()[1]
        pair = (_rows(page.lines, True, height), _rows(page.lines, False, height))
        edges.append(pair)
        for top, rows in zip((True, False), pair, strict=True):
            # Once a page: the heads of a table's columns are alike on one page.
            once = {_key(line.text): line.base for row in rows for line in row}
            for key, y in once.items():
                places[top, key].append(y - height if top else y)
    for heights in places.values():
        heights.sort()
    printed, labelled = _printed(edges)
    doomed: list[set[int]] = [set() for _ in pages]
    for index, number in labelled.items():
        doomed[index].add(id(number))
        # Dashes and dots around the number are part of it.
        for row in (row for rows in edges[index] for row in rows if number in row):
            doomed[index].update(id(other) for other in row if not any(c.isalnum() for c in other.text))
    _repeated(pages, edges, places, doomed)
    _apart(pages, edges, doomed)
    kept = [
        [line for line in page.lines if id(line) not in gone] if gone else page.lines
        for page, gone in zip(pages, doomed, strict=True)
    ]
    # Where every line comes back on every page (a form, a set of slides), the lines are what there is to read.
    if any(kept):
        for page, lines in zip(pages, kept, strict=True):
            page.lines = lines
        _marks(pages)
    return printed


def _printed(
    edges: Sequence[tuple[list[list[Line]], list[list[Line]]]],
) -> tuple[list[str | None], dict[int, Line]]:
    """Choose, of the numbers at the pages' edges, those that count up with the pages."""
    candidates: list[list[tuple[str, bool, int, bool, Line]]] = []  # text, sure, offset, is roman, line
    support: Counter[tuple[bool, int]] = Counter()
    for index, pair in enumerate(edges):
        here: list[tuple[str, bool, int, bool, Line]] = []
        for rows in pair:
            for depth, row in enumerate(rows[:3]):
                for line in row:
                    if len(line.text) > 120:
                        continue
                    for number, sure in _numbers(line.text):
                        is_roman = not number.isdigit()
                        value = roman(number) if is_roman else int(number)
                        assert value is not None
                        here.append((number, sure and depth < 2, value - index, is_roman, line))
        candidates.append(here)
        for key in {(is_roman, offset) for _, _, offset, is_roman, _ in here}:
            support[key] += 1
    printed: list[str | None] = []
    lines: dict[int, Line] = {}
    count = len(edges)
    for index, here in enumerate(candidates):
        best: tuple[int, str, Line] | None = None
        for number, sure, offset, is_roman, line in here:
            votes = support[is_roman, offset]
            alone = sure and _ALONE.match(line.text) is not None and line is not None
            # One page's number proves nothing unless it stands by itself at the foot, as on a short document.
            enough = (
                votes >= 3 or (votes == 2 and (sure or count == 2)) or (sure and count <= 2 and not is_roman)
            )
            if sure and not alone:
                enough = enough or votes >= 1  # "Page 3 of 20" says what it is
            if enough:
                score = 4 * votes + 2 * sure + alone
                if best is None or score > best[0]:
                    best = (score, number, line)
        printed.append(best[1] if best else None)
        if best:
            lines[index] = best[2]
    return printed, lines


def _repeated(
    pages: Sequence[RawPage],
    edges: Sequence[tuple[list[list[Line]], list[list[Line]]]],
    places: dict[tuple[bool, str], list[float]],
    doomed: list[set[int]],
) -> None:
    count = len(pages)
    if count < 2:
        return
    needed = 2 if count <= 5 else 3
    heights: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    repeated: list[tuple[int, bool, int, list[Line]]] = []
    for index, (page, pair) in enumerate(zip(pages, edges, strict=True)):
        height = page.reading_size()[1]
        for top, rows in zip((True, False), pair, strict=True):
            back = 0
            for depth, row in enumerate(rows):
                going: set[int] = set()
                whole = True
                for line in row:
                    if id(line) in doomed[index]:
                        continue
                    y = line.base if not top else line.base - height
                    there = places[top, _key(line.text)]
                    others = bisect_right(there, y + NEAR) - bisect_left(there, y - NEAR)
                    if others >= needed and _plain_repeat(line, others, count):
                        going.add(id(line))
                    else:
                        whole = False
                if not whole:
                    doomed[index] |= going
                    repeated.append((index, top, depth, row))
                    break
                back += 1
            # The same words may begin or end the text of several pages: a head stands apart from what follows.
            while back and (back == ROWS or (back < len(rows) and _tight(rows[back - 1][0], rows[back][0]))):
                back -= 1
            for row in rows[:back]:
                doomed[index].update(id(line) for line in row)
                heights[top][round(row[0].base if not top else row[0].base - height)] += 1
    # A head that names the chapter: it stands where most pages have their head, apart from the text below it.
    for index, top, depth, row in repeated:
        page, rows = pages[index], edges[index][0 if top else 1]
        y = round(row[0].base if not top else row[0].base - page.reading_size()[1])
        usual = sum(heights[top][y + d] for d in (-1, 0, 1))
        if count < 6 or usual < 0.4 * count or depth + 1 >= len(rows):
            continue
        gap = abs(row[0].base - rows[depth + 1][0].base)
        if gap > 1.8 * max(row[0].size, rows[depth + 1][0].size) and all(
            len(line.text) < 120 for line in row
        ):
            doomed[index].update(id(line) for line in row)


def _tight(line: Line, after: Line) -> bool:
    """Whether two rows stand as close as lines of one paragraph, in the same type."""
    same = abs(line.size - after.size) < 0.3 and line.bold == after.bold
    return same and abs(line.base - after.base) < 1.45 * line.size


def _apart(
    pages: Sequence[RawPage],
    edges: Sequence[tuple[list[list[Line]], list[list[Line]]]],
    doomed: list[set[int]],
) -> None:
    """Take out heads and feet that say another thing on every page, by where they stand.

    They stand in the margin, apart from the text, in type no larger than it, at the same height on most pages.
    """
    count = len(pages)
    found: dict[tuple[bool, int], list[tuple[int, list[Line]]]] = defaultdict(list)
    for index, (page, pair) in enumerate(zip(pages, edges, strict=True)):
        height = page.reading_size()[1]
        sizes = sorted(line.size for line in page.lines)
        for top, rows in zip((True, False), pair, strict=True):
            if len(rows) < 2 or any(len(line.text) > 120 for line in rows[0]):
                continue
            row, after = rows[0], rows[1]
            y = height - row[0].base if top else row[0].base
            gap = abs(row[0].base - after[0].base)
            usual = sizes[len(sizes) // 2]
            small = all(line.size < 1.05 * usual and not line.bold for line in row)
            if y < MARGIN * height and small and gap > 1.8 * usual:
                found[top, round(y)].append((index, row))
    for (top, y), rows_there in found.items():
        near = sum(len(found.get((top, y + d), ())) for d in (-1, 0, 1))
        if near >= 2 and near >= 0.6 * count:
            for index, row in rows_there:
                doomed[index].update(id(line) for line in row)


def _plain_repeat(line: Line, others: int, count: int) -> bool:
    """Whether coming back on so many pages makes a line a running head rather than, say, a table's first row."""
    if not any(c.isalpha() for c in line.text):
        # Bare figures come back by chance: they must do so nearly everywhere.
        return others >= max(3, 0.5 * count)
    return len(line.text) > 3 or others >= 0.3 * count


def _marks(pages: Sequence[RawPage]) -> None:
    """Take out what is stamped on the same spot of most pages: watermarks, side tabs, download notices."""
    count = len(pages)
    if count < 4:
        return
    seen: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        seen.update({(line.text, round(line.x0), round(line.base)) for line in page.lines})
    stamped = {key for key, times in seen.items() if times >= max(4, 0.6 * count)}
    if stamped:
        for page in pages:
            page.lines = [
                line for line in page.lines if (line.text, round(line.x0), round(line.base)) not in stamped
            ]
