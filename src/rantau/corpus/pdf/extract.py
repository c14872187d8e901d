"""Pages of a PDF as lines with geometry, by pdfium.

What costs here is the number of calls into pdfium, not what they do: one call takes longer than copying a page's
text. So nothing is asked character by character. The page's text is taken at once and cut at its line ends; for
each line, one call builds its text runs' rectangles and one fetches each. Only where a line holds something that
must be told apart (a raised note call, two columns on one baseline) is the place of a run within the line looked
up, by bisection.
"""

from __future__ import annotations

import ctypes
import re
from functools import partial
from itertools import pairwise
from typing import Any

from rantau.corpus.pdf import pdfium
from rantau.corpus.pdf.lines import Line, RawPage, clean, raised
from rantau.corpus.pdf.scripts import mend_scripts, needs_mending
from rantau.corpus.pdf.turning import scale_of, turned_box, upright

__all__ = ["MAX_CHARS_PER_PAGE", "MAX_OBJECTS_PER_PAGE", "MAX_PAGE_SIDE", "Extractor"]

MAX_CHARS_PER_PAGE = 200_000
"""Characters of a page that are read; the densest newspaper page has about 30,000."""
MAX_LINES_PER_PAGE = 5_000
MAX_OBJECTS_PER_PAGE = 20_000
"""Drawn objects of a page that are looked at for rules and images."""
MAX_PAGE_SIDE = 14_400.0
"""Points; the largest page the PDF format's makers allow (200 inches)."""
_FAR = 1e6  # points
GAP = 0.9
"""White space within a line, in ems, from which its two sides are taken as separate until shown to be one."""

_RUN = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
_BOLD = re.compile(rb"bold|black|heavy|[-,]bd|semib|demi", re.I)
_STYLED = re.compile(rb"regular|roman|book|light|medium|normal|ital|obliq|serif|sans|times|arial|helv", re.I)
_ITALIC = re.compile(rb"ital|obliq|slant|-it\b", re.I)
_RAISED_INK = re.compile(r"^[\d,;–\-\s]{1,12}$|^[a-z*†‡§¶]{1,3}$")
_LOOSE_MARK = re.compile(r"(?<=\S) +(?=[⁰¹²³⁴-⁹]+(?![^\W\d_]))")
"""Space before a raised mark that belongs to the word before it, not to the one behind ("² Institute")."""
_PARTING = "\ufffe\x02"
"""What pdfium writes for a hyphen at the end of a line."""
_TEXT, _PATH, _IMAGE = 1, 2, 3
_Ink = tuple[float, float, float, float]  # x0, y0, x1, y1 in user space


class Extractor:
    """Reads pages of one open document.

    Args:
        document: The document's pdfium handle (``PdfDocument.raw``). The caller keeps it open.
    """

    def __init__(self, document: Any) -> None:
        self._document = ctypes.cast(document, ctypes.c_void_p).value
        self._fonts: dict[bytes, tuple[bool, bool]] = {}
        self._box = (ctypes.c_double * 4)()
        at = ctypes.addressof(self._box)
        self._at = (at, at + 8, at + 16, at + 24)
        self._floats = (ctypes.c_float * 6)()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def page(self, index: int) -> RawPage:
        """Read one page, counted from 0. A page that pdfium cannot read comes back empty with a note."""
        handle = pdfium.load_page(self._document, index)
        if not handle:
            return RawPage(
                index + 1, 612.0, 792.0, notes=["could not be read: its part of the file is damaged"]
            )
        try:
            return self._read(handle, index)
        finally:
            pdfium.close_page(handle)

    def _read(self, handle: int, index: int) -> RawPage:
        width, height = float(pdfium.page_width(handle)), float(pdfium.page_height(handle))
        if not (0 < width <= MAX_PAGE_SIDE and 0 < height <= MAX_PAGE_SIDE):
            note = f"was skipped: it measures {width:.0f} by {height:.0f} points"
            return RawPage(index + 1, 612.0, 792.0, notes=[note])
        page = RawPage(index + 1, width, height)
        floats = self._floats
        pdfium.bounding_box(handle, floats)
        left, bottom = floats[0], floats[3]
        turn = pdfium.rotation(handle) % 4
        user = (width, height) if turn % 2 == 0 else (height, width)
        text = pdfium.load_text(handle)
        if not text:
            page.notes.append("could not be read: its part of the file is damaged")
            return page
        try:
            lines = self._lines(text, page)
        finally:
            pdfium.close_text(text)
        quarter, kept = upright(lines, page)
        page.quarter = (quarter - turn) % 4
        plain = quarter == 0
        for line in kept:
            x0, y0, x1, y1 = line.x0 - left, line.y0 - bottom, line.x1 - left, line.y1 - bottom
            if plain:
                line.base -= bottom
            else:
                x0, y0, x1, y1 = turned_box(quarter, user, x0, y0, x1, y1)
                # A turned line's baseline is not told by its origin's y; its ink is near enough.
                line.base = y0 + 0.22 * line.size if y1 - y0 > 0.8 * line.size else y0
            line.x0, line.y0, line.x1, line.y1 = x0, y0, x1, y1
        # What is drawn outside the page is not there for a reader.
        wide, high = page.reading_size()
        page.lines = [
            line for line in kept if line.x1 > 0 and line.x0 < wide and line.y1 > 0 and line.y0 < high
        ]
        self._objects(handle, page, (left, bottom), user, quarter)
        return page

    # -- lines -------------------------------------------------------------------------------------------------

    def _lines(self, text: int, page: RawPage) -> list[tuple[int, Line]]:
        """Lines with the quarter turns of their text; -1 for text at an odd angle."""
        count = pdfium.count_chars(text)
        if count <= 0:
            return []
        if count > MAX_CHARS_PER_PAGE:
            page.notes.append(f"holds {count:,} characters; the first {MAX_CHARS_PER_PAGE:,} were read")
            count = MAX_CHARS_PER_PAGE
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        got = pdfium.get_text(text, 0, count, ctypes.addressof(buffer))
        whole = bytes(memoryview(buffer)[: max(got - 1, 0)]).decode("utf-16-le", "replace")
        if len(whole) != count:
            # pdfium left characters out (no Unicode value) or there are some beyond U+FFFF: one code point a place,
            # so that places in the text are the places pdfium knows.
            points = (pdfium.unicode(text, place) for place in range(count))
            whole = "".join(
                chr(p) if 0 < p < 0x110000 and not 0xD800 <= p < 0xE000 else "\u200b" for p in points
            )
        if needs_mending(whole):
            whole = mend_scripts(
                whole,
                partial(self._box_of, text),
                partial(pdfium.font_size, text),
                lambda at: not pdfium.generated(text, at),
            )
        if pdfium.render_mode(pdfium.text_object(text, 0) or 0) == 3:
            # Invisible text lies over the picture of a page that someone has put through OCR.
            page.machine_read = True
        found: list[tuple[int, Line]] = []
        add = found.append
        box, (at0, at1, at2, at3) = self._box, self._at
        matrix, at_matrix = self._floats, ctypes.addressof(self._floats)
        get_rect, font_size, get_matrix = pdfium.get_rect, pdfium.font_size, pdfium.matrix
        fonts: dict[int, tuple[bool, bool]] = {}
        for match in _RUN.finditer(whole):
            start, end = match.span()
            runs = pdfium.count_rects(text, start, end - start)
            if not runs:
                continue
            if len(found) >= MAX_LINES_PER_PAGE:
                page.notes.append(f"holds more than {MAX_LINES_PER_PAGE:,} lines; the rest was left out")
                break
            get_rect(text, 0, at0, at1, at2, at3)
            x0, y1, x1, y0 = box
            middle = (start + end) >> 1
            inks: list[_Ink] = []
            highest, widest_gap = y0, 0.0  # of the runs: the highest bottom, and the white space before one
            if runs > 1:
                inks.append((x0, y0, x1, y1))
                widest = x1 - x0
                spot = (x0 + x1) / 2
                before = x0
                thin = 0.15 * (y1 - y0)  # hyphens and dashes are no raised marks
                for number in range(1, runs):
                    get_rect(text, number, at0, at1, at2, at3)
                    a, d, c, b = box
                    inks.append((a, b, c, d))
                    gap = a - x1
                    if gap > widest_gap:
                        widest_gap = gap
                    elif before - a > widest_gap:
                        widest_gap = before - a
                    before = a
                    if b > highest and d - b > thin:
                        highest = b
                    if a < x0:
                        x0 = a
                    if b < y0:
                        y0 = b
                    if c > x1:
                        x1 = c
                    if d > y1:
                        y1 = d
                    if c - a > widest:
                        widest, spot = c - a, (a + c) / 2
                if x1 > x0:
                    middle = min(end - 1, start + int((end - start) * (spot - x0) / (x1 - x0)))
            # Spaces that pdfium puts in have no size, and no place in the file, of their own.
            while middle > start and whole[middle].isspace():
                middle -= 1
            string = match.group()
            if not (string.isascii() and string.isprintable()):
                string = clean(string)
                if whole[end - 1] in _PARTING:
                    string += "-"
            string = string.strip()
            if not string:
                continue
            size = font_size(text, middle)
            get_matrix(text, middle, at_matrix)
            quarter = 0
            if matrix[1] == 0.0 and matrix[0] > 0.0 and matrix[2] == 0.0:
                if matrix[3] != 1.0:
                    size *= abs(matrix[3])
            else:
                scale, quarter = scale_of(matrix[0], matrix[1], matrix[2], matrix[3])
                size *= scale
            base = matrix[5]
            # Nowhere near a page, or no number at all: nothing that anyone can see.
            if not (
                -_FAR < x0 <= x1 < _FAR and -_FAR < y0 <= y1 < _FAR and -_FAR < base < _FAR and size < _FAR
            ):
                continue
            font = pdfium.object_font(pdfium.text_object(text, middle) or 0) or 0
            look = fonts.get(font)
            if look is None:
                look = fonts[font] = self._font(text, middle)
            line = Line(string, x0, y0, x1, y1, base, size or y1 - y0 or 1.0, look[0], look[1], len(found))
            if quarter:
                add((quarter, line))
            elif inks and (widest_gap > GAP * size or highest > base + 0.18 * size):
                for part in self._parts(text, whole, (start, middle, end), inks, line):
                    add((0, part))
            elif not inks and end - start > 3 and x1 - x0 > 0.8 * size * (end - start):
                for part in self._spread(text, whole, start, end, line):
                    add((0, part))
            else:
                add((0, line))
        return found

    def _box_of(self, text: int, place: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a character."""
        at0, at1, at2, at3 = self._at
        pdfium.char_box(text, place, at0, at1, at2, at3)
        box = self._box
        return box[0], box[1], box[2], box[3]

    def _font(self, text: int, place: int) -> tuple[bool, bool]:
        name = self._name
        got = pdfium.font_info(text, place, name, 128, ctypes.byref(self._flags))
        key = name.value if 0 < got <= 128 else b""
        known = self._fonts.get(key)
        if known is None:
            # pdfium's weight is a guess from stem widths: it counts only where the name tells nothing.
            unnamed = not _STYLED.search(key) and pdfium.font_weight(text, place) >= 700
            bold = bool(_BOLD.search(key)) or unnamed
            known = self._fonts[key] = (bold, bool(_ITALIC.search(key)))
        return known

    def _parts(
        self, text: int, whole: str, places: tuple[int, int, int], inks: list[_Ink], line: Line
    ) -> list[Line]:
        """Cut a line of several text runs at wide gaps, and write its raised marks.

        Args:
            text: The page's text handle.
            whole: The page's text.
            places: Where the line begins, a place in its main run, and where it ends.
            inks: The runs' boxes.
            line: The line as a whole.
        """
        start, middle, end = places
        size, base = line.size, line.base
        usual = max(pdfium.font_size(text, middle), 0.01)
        low, high, least = base + 0.18 * size, base + 0.6 * size, 0.2 * size
        cuts: list[int] = []  # numbers of the runs that begin a new part
        marks: list[int] = []
        reach = inks[0][2]
        for number, (x0, y0, x1, y1) in enumerate(inks):
            if y0 > low and y1 > high and y1 - y0 > least and x1 - x0 < 3 * size:
                marks.append(number)
            if number and (x0 - reach > GAP * size or x0 < inks[number - 1][0] - 2 * size):
                cuts.append(number)
                reach = x1
            elif x1 > reach:
                reach = x1
        if not cuts and not marks:
            return [line]
        wanted = sorted({*cuts, *marks, *(m + 1 for m in marks)} - {len(inks)})
        begins = {0: start, len(inks): end}
        low_place = start
        for number in wanted:
            if number:
                low_place = begins[number] = self._begin(text, start, low_place, end, number)
        pieces: list[tuple[str, int, int]] = []  # text, first and last run
        edges = sorted({0, *wanted, len(inks)})
        for first, last in pairwise(edges):
            string = clean(whole[begins[first] : begins[last]])
            if first in marks and last == first + 1 and _RAISED_INK.match(string.strip()):
                mark_size = pdfium.font_size(text, begins[first])
                if mark_size < 0.92 * usual or inks[first][1] > base + 0.25 * size:
                    string = raised(string)
            if first in cuts or not pieces:
                pieces.append((string, first, last))
            else:
                before, begin, _ = pieces[-1]
                # The space that pdfium puts around a raised mark is no part of the text.
                pieces[-1] = (before + string, begin, last)
        if whole[end - 1] in _PARTING:
            pieces[-1] = (pieces[-1][0] + "-", *pieces[-1][1:])
        parts: list[tuple[int, Line]] = []
        for string, first, last in pieces:
            string = _LOOSE_MARK.sub("", string).strip() if marks else string.strip()
            if not string:
                continue
            run = inks[first:last]
            xs0, ys0, xs1, ys1 = zip(*run, strict=True)
            x0, y0, x1, y1 = min(xs0), min(ys0), max(xs1), max(ys1)
            parts.append(
                (first, Line(string, x0, y0, x1, y1, base, size, line.bold, line.italic, line.order))
            )
        if len(parts) > 1:
            # Two sides of one baseline may be set differently: a heading beside a column of text.
            for first, part in parts:
                part.bold, part.italic = self._font(text, begins[first])
                part.size = pdfium.font_size(text, begins[first]) * size / usual
        return [part for _, part in parts]

    def _begin(self, text: int, start: int, low: int, end: int, number: int) -> int:
        """Place of the first character of a line's run ``number``: runs before it are counted, by bisection."""
        high = end
        while low < high:
            middle = (low + high) >> 1
            if pdfium.count_rects(text, start, middle + 1 - start) > number:
                high = middle
            else:
                low = middle + 1
        return low

    def _spread(self, text: int, whole: str, start: int, end: int, line: Line) -> list[Line]:
        """Cut a line that was drawn as one run but is too wide for its characters: cells of a table."""
        box, (at0, at1, at2, at3) = self._box, self._at
        parts: list[Line] = []
        begin, reach, left = start, -1e9, line.x0
        for place in range(start, end + 1):
            if place < end:
                if whole[place].isspace():
                    continue
                pdfium.char_box(text, place, at0, at1, at2, at3)  # left, right, bottom, top
                x0, x1 = box[0], box[1]
            else:
                x0 = x1 = 1e9
            if reach > -1e9 and x0 - reach > 1.5 * line.size:
                string = clean(whole[begin:place]).strip()
                if string:
                    parts.append(
                        Line(
                            string,
                            left,
                            line.y0,
                            reach,
                            line.y1,
                            line.base,
                            line.size,
                            line.bold,
                            line.italic,
                            line.order,
                        )
                    )
                begin, left = place, x0
            reach = x1 if reach < x1 else reach
        return parts or [line]

    # -- rules and images ----------------------------------------------------------------------------------------

    def _objects(
        self, handle: int, page: RawPage, corner: tuple[float, float], user: tuple[float, float], quarter: int
    ) -> None:
        """Look for rules where there may be a table, and for a page-wide image where there is little text."""
        lines = page.lines
        little = len(lines) < 60 and sum(len(line.text) for line in lines) < 60
        gaps = sum(1 for a, b in pairwise(lines) if a.order == b.order or abs(a.base - b.base) < 0.5 * a.size)
        if not little and gaps < 2 and not page.machine_read:
            return
        box = (ctypes.c_float * 4)()
        at = ctypes.addressof(box)
        covered = 0.0
        for number in range(min(pdfium.count_objects(handle), MAX_OBJECTS_PER_PAGE)):
            item = pdfium.get_object(handle, number)
            kind = pdfium.object_type(item)
            if kind == _TEXT or not pdfium.object_bounds(item, at, at + 4, at + 8, at + 12):
                continue
            x0, y0, x1, y1 = box[0] - corner[0], box[1] - corner[1], box[2] - corner[0], box[3] - corner[1]
            if kind == _PATH and (x1 - x0 < 3.0) != (y1 - y0 < 3.0):
                page.rules.append(turned_box(quarter, user, x0, y0, x1, y1))
            elif kind == _IMAGE:
                shown = max(0.0, min(x1, user[0]) - max(x0, 0.0)) * max(0.0, min(y1, user[1]) - max(y0, 0.0))
                covered = max(covered, shown)
            elif kind not in (_PATH, _IMAGE):
                covered = max(covered, min(x1 - x0, user[0]) * min(y1 - y0, user[1])) if little else covered
        page.pictured = little and covered > 0.4 * user[0] * user[1]
