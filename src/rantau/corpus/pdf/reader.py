"""The PDF reader: from bytes to pages of clean text with blocks."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2

from rantau.corpus.model import ReadDocument
from rantau.corpus.pdf import about
from rantau.corpus.pdf.assemble import lay_out, link, write
from rantau.corpus.pdf.classify import classify
from rantau.corpus.pdf.extract import Extractor
from rantau.corpus.pdf.furniture import strip_furniture
from rantau.corpus.pdf.joining import Words
from rantau.corpus.pdf.lines import RawPage, clean
from rantau.corpus.pdf.notes import SMALL, lists_at_the_end, may_go_on, take_footnotes
from rantau.corpus.pdf.ocr import find_recogniser
from rantau.corpus.pdf.order import flows
from rantau.corpus.pdf.paragraphs import Draft, Style, cut_flow
from rantau.framework.errors import BadDocument
from rantau.framework.second_process import Given, can_help, start_helper

__all__ = ["MAX_CHARS", "MAX_NOTES", "read"]

# What pypdfium2 has to say of a broken file is not for the person who runs rantau.
logging.getLogger("pypdfium2").addHandler(logging.NullHandler())

MAX_CHARS = 60_000_000
"""Characters of a document that are read: some 20,000 full pages."""
MAX_NOTES = 50
_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
_PICTURES = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "an RTF document",
}


HELPERS_SHARE = 0.48
"""Of a long document, the share of pages that a second process reads; a little less than half, for what it costs to
start it and to hand its pages over."""
_TOO_LONG = f"holds more than {MAX_CHARS:,} characters; split it and add the parts"


def read(
    data: bytes,
    name: str,
    ocr_languages: Sequence[str],
    max_pages: int,
    progress: Callable[[int, int], None] | None,
) -> ReadDocument:
    """See :func:`rantau.corpus.pdf.read_pdf`."""
    pdf = _open(data, name, max_pages)
    try:
        pages, notes = _pages(pdf, data, name, ocr_languages, progress)
        waiting = any(page.pictured and not page.looked_at for page in pages)
        if not waiting and not any(page.lines for page in pages):
            raise BadDocument(name, _nothing(pages))
        body = _body_size(pages)
        labels = strip_furniture(pages, body)
        style = Style(body, _leading(pages, body))
        words = Words(line.text for page in pages for line in page.lines)
        drafts = _drafts(pages, style)
        big = classify(drafts, style, _outline(pdf))
        drafts = link(write(lists_at_the_end(drafts), words), words)
        texts = lay_out(pages, drafts, labels)
        opening = [text.text for text in texts[:3]]
        return ReadDocument(
            format="pdf",
            pages=texts,
            title=about.title_of(pdf.raw, big, "\n".join(opening)),
            authors=about.people(pdf.raw, "\n".join(opening)) or about.printed_people(_front(drafts)),
            year=about.year_of(opening),
            language=about.language_of(pdf.raw),
            notes=tuple(notes),
        )
    finally:
        pdf.close()


def _front(drafts: Sequence[Draft]) -> list[str]:
    """The texts of the title block, on the first page with text."""
    first = drafts[0].page if drafts else 0
    return [draft.text for draft in drafts if draft.page == first and draft.kind == "front_matter"]


def _open(data: bytes, name: str, max_pages: int) -> Any:
    """Open a document, or say in one clause why it cannot be."""
    if not data.strip(b"\x00\t\r\n "):
        raise BadDocument(name, "is empty; find a whole copy and add that")
    if b"%PDF-" not in data[:1024]:
        kind = next((what for start, what in _PICTURES.items() if data.startswith(start)), "")
        inside = f" but {kind}" if kind else ""
        raise BadDocument(name, f"is not a PDF inside{inside}; give it its right ending or save it as PDF")
    cut = _cut_short(data)
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = error.err_code
        if code == _PASSWORD:
            raise BadDocument(name, "is encrypted; save a copy without a password and add that") from None
        if code == _SECURITY:
            raise BadDocument(
                name, "is encrypted in a way that cannot be read; save a copy without protection and add that"
            ) from None
        if cut:
            raise BadDocument(name, "is cut short: its end is missing; fetch it again and add that") from None
        raise BadDocument(
            name, "is damaged and cannot be opened as PDF; fetch it again and add that"
        ) from None
    count = len(pdf)
    if count > max_pages:
        pdf.close()
        raise BadDocument(
            name,
            f"has {count:,} pages, more than the {max_pages:,} that are read; split it and add the parts",
        )
    if cut:
        pdf.close()
        raise BadDocument(name, "is cut short: its end is missing; fetch it again and add that")
    return pdf


def _cut_short(data: bytes) -> bool:
    """Whether a file ends before its end: objects follow the last end mark, or there is none."""
    mark = data.rfind(b"%%EOF")
    last = data.rfind(b"endobj")
    if mark > last:
        return False
    # Some writers leave the end mark out; a whole cross-reference pointer will do.
    return not re.search(rb"startxref\s+\d+\s*$", data[max(last, 0) :][-2048:])


def _pages(
    pdf: Any, data: bytes, name: str, languages: Sequence[str], progress: Callable[[int, int], None] | None
) -> tuple[list[RawPage], list[str]]:
    """Every page's lines, with notes on what was lost."""
    count = len(pdf)
    notes: list[str] = []
    helper, near = None, count
    if can_help(count):
        # Pages do not depend on each other until they are laid out, and most of the time goes into their letters. The
        # child opens the document anew: PDFium's handles are not to be shared.
        near = count - int(count * HELPERS_SHARE)
        helper = start_helper(
            lambda: _read_range(pypdfium2.PdfDocument(data), name, range(near, count), None)
        )
    try:
        pages = _read_range(pdf, name, range(near), progress)
        far = helper.result() if helper is not None else Given[list[RawPage]]([])
    except BaseException:
        if helper is not None:
            helper.stop()
        raise
    pages += far.value if far is not None else _read_range(pdf, name, range(near, count), progress)
    if sum(len(line.text) for page in pages for line in page.lines) > MAX_CHARS:
        raise BadDocument(name, _TOO_LONG)
    pictured = [page for page in pages if page.pictured]
    if pictured:
        notes.extend(_recognise(pdf, pictured, count, languages, progress))
    _label(pdf, pages)
    for page in pages:
        notes.extend(f"Page {page.number} {note}." for note in page.notes)
    if len(notes) > MAX_NOTES:
        notes = [*notes[:MAX_NOTES], f"{len(notes) - MAX_NOTES} more notes like these were left out."]
    return pages, notes


def _read_range(
    pdf: Any, name: str, wanted: range, progress: Callable[[int, int], None] | None
) -> list[RawPage]:
    """The lines of some pages."""
    extractor = Extractor(pdf.raw)
    pages: list[RawPage] = []
    seen = 0
    for index in wanted:
        page = extractor.page(index)
        seen += sum(len(line.text) for line in page.lines)
        if seen > MAX_CHARS:
            raise BadDocument(name, _TOO_LONG)
        pages.append(page)
        if progress is not None and not page.pictured:
            progress(index + 1, len(pdf))
    return pages


def _recognise(
    pdf: Any,
    pictured: Sequence[RawPage],
    count: int,
    languages: Sequence[str],
    progress: Callable[[int, int], None] | None,
) -> list[str]:
    """Read the pages that are pictures of text, and say how that went."""
    recogniser = find_recogniser(languages)
    many = f"{len(pictured)} of {count} pages" if count > 1 else "The page"
    if count == len(pictured) > 1:
        many = f"All {count} pages"
    are = "are pictures" if len(pictured) > 1 else "is a picture"
    if recogniser is None:
        wanted = " with the languages " + ", ".join(languages) if languages else ""
        return [
            f"{many} {are} of text; install tesseract-ocr{wanted} to read {'them' if len(pictured) > 1 else 'it'}, "
            "or add a copy with text."
        ]
    read = 0
    for page in pictured:
        sheet = pdf[page.number - 1]
        try:
            read += recogniser.read(sheet, page)
            page.looked_at = True
        finally:
            sheet.close()
        if progress is not None:
            progress(page.number, count)
    notes = []
    if read:
        numbers = [page.number for page in pictured if page.machine_read]
        notes.append(f"Read by machine (OCR), so letters may be wrong: {_ranges(numbers)}.")
    if read < len(pictured):
        missing = [page.number for page in pictured if not page.machine_read]
        notes.append(f"No text could be made out in the picture on {_ranges(missing)}.")
    return notes


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers as ``page 3`` or ``pages 1–4, 7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
    return f"{'page' if len(numbers) == 1 else 'pages'} {words}"


def _nothing(pages: Sequence[RawPage]) -> str:
    if any(page.pictured for page in pages):
        return (
            "is made of pictures in which no text could be made out; add a better scan, or a copy with text"
        )
    return f"has no text on {'its page' if len(pages) == 1 else f'any of its {len(pages)} pages'}; add a copy that has"


def _label(pdf: Any, pages: Sequence[RawPage]) -> None:
    """The file's own page labels, where it has any that say more than the page's place."""
    labels = [clean(pdf.get_page_label(page.number - 1)).strip()[:20] for page in pages]
    for page, label in zip(pages, labels, strict=True):
        page.label = label


def _body_size(pages: Sequence[RawPage]) -> float:
    """The size that most of the text has, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    rounded: Counter[int] = Counter()
    for size, letters in sizes.items():
        rounded[round(size * 4)] += letters
    return max(rounded.most_common(1)[0][0] / 4, 1.0) if rounded else 10.0


def _leading(pages: Sequence[RawPage], body: float) -> float:
    """The baseline distance that most lines of body text have, in ems."""
    pitches: Counter[int] = Counter()
    for page in pages[:60]:
        for a, b in pairwise(page.lines):
            pitch = a.base - b.base
            if 0.8 * body < pitch < 3.0 * body and abs(a.size - body) < 0.4 and abs(b.size - body) < 0.4:
                pitches[round(pitch / body * 50)] += 1
    return pitches.most_common(1)[0][0] / 50 if pitches else 1.2


def _drafts(pages: Sequence[RawPage], style: Style) -> list[Draft]:
    drafts: list[Draft] = []
    open_note: Draft | None = None
    for page in pages:
        if not page.lines:
            continue
        last: Draft | None = None
        floor = min((line.base for line in page.lines if line.size > SMALL * style.body), default=0.0)
        for number, flow in enumerate(flows(page.lines)):
            notes = take_footnotes(flow, page.number, number, style, floor, open_note)
            drafts.extend(cut_flow(flow, page.number, number, style, page.rules))
            drafts.extend(notes)
            if notes:
                last, open_note = notes[-1], None
        open_note = last if last is not None and may_go_on(last) else None
    return drafts


def _outline(pdf: Any) -> dict[tuple[int, str], int]:
    try:
        return about.outline_of(pdf)
    except (pypdfium2.PdfiumError, ValueError, RecursionError):
        return {}  # a damaged outline only costs its help in finding headings
