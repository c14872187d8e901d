"""Plain text: pages by form feeds, paragraphs by blank lines, lines put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rantau.corpus.charset import decode, looks_binary
from rantau.corpus.drafts import Draft, clean, dehyphenate, lay_out, vocabulary
from rantau.corpus.model import ReadDocument
from rantau.corpus.reference_lists import is_reference_heading
from rantau.corpus.shape import find_authors, find_title, find_year, is_caption, shape
from rantau.framework.errors import BadDocument

__all__ = ["paragraphs_of", "read_text"]

_BULLET = re.compile(r"\s*(?:[-*•·▪■●○◦‣–—→➢✓])\s+(?=\S)")
_NUMBER = re.compile(r"\s*(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\[\d{1,4}\])\s+(?=\S)")
_UNDERLINE = re.compile(r"\s*(=|-|~|\*|_|\^|#)\1{3,}\s*")
_NUMBERED_HEADING = re.compile(
    r"(?:(?:chapter|part|section|annex|appendix|bab|bagian|lampiran|chương|phần)\s+(?:\d{1,2}|[IVX]{1,5}|[A-Z])\b[.:]?"
    r"|(?:\d{1,2}\.){0,3}\d{1,2}\.?\s+(?=[^\W\d_])|[IVX]{1,5}\.\s+(?=[^\W\d_]))",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\s*\t\s*|\s{3,}|\s+\|\s+")
_WIDE = 160
"""A line longer than this was not wrapped by hand: it is a paragraph."""


def read_text(data: bytes, name: str) -> ReadDocument:
    """Read a plain text file.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Raises:
        BadDocument: The bytes are no text, or there is none.
    """
    if looks_binary(data):
        raise BadDocument(
            name, "is not text but binary data; add the document itself as PDF, DOCX, HTML or text"
        )
    text, note = decode(data)
    pages = [page.splitlines() for page in re.split("\f", text.replace("\r\n", "\n").replace("\r", "\n"))]
    labels = _strip_running_lines(pages)
    drafts: list[Draft] = []
    words = vocabulary([text])
    for number, lines in enumerate(pages, start=1):
        drafts.extend(replace(draft, page=number) for draft in paragraphs_of(lines, words))
    drafts = shape(drafts)
    if not drafts:
        raise BadDocument(name, "holds no text; add a file that does")
    title = find_title(drafts)
    return ReadDocument(
        format="text",
        pages=lay_out(drafts, labels),
        title=title,
        authors=find_authors(drafts, title),
        year=find_year(drafts),
        notes=(f"{name}: {note}",) if note else (),
    )


def _strip_running_lines(pages: list[list[str]]) -> list[str | None]:
    """Take running heads, feet and page numbers off the pages, in place.

    Returns:
        The number printed on each page, where there was one.
    """
    labels: list[str | None] = [None] * len(pages)
    if len(pages) < 2:
        return labels
    for lines in pages:
        while lines and not lines[0].strip():
            lines.pop(0)
        while lines and not lines[-1].strip():
            lines.pop()
    for at in (0, -1):
        for _ in range(2):
            shapes = Counter(re.sub(r"\d+", "#", clean(lines[at])) for lines in pages if len(lines) > 1)
            for index, lines in enumerate(pages):
                if not lines:
                    continue
                line = clean(lines[at])
                bare = re.fullmatch(
                    r"(?:page\s+|[-–—|\s]*)?(\d{1,4}|[ivxlc]{1,6})(?:\s+of\s+\d+)?[-–—|\s]*", line, re.I
                )
                often = shapes[re.sub(r"\d+", "#", line)]
                if not (often >= 3 and often * 3 >= len(pages)) and not (bare and often >= 2):
                    continue
                ends = re.match(r"(\d{1,4})\b(?!\.\d)", line) or re.search(r"\b(\d{1,4})$", line)
                if labels[index] is None and (bare or ends):
                    labels[index] = bare[1] if bare else ends[1] if ends else None
                lines.pop(at)
                while lines and not lines[at].strip():
                    lines.pop(at)
    return labels


def paragraphs_of(lines: Sequence[str], words: frozenset[str] | None = None) -> list[Draft]:
    """The blocks of some lines of plain text: blank lines part them, single line ends are spaces."""
    words = vocabulary(lines) if words is None else words
    margin = _margin(lines)
    found: list[Draft] = []
    block: list[str] = []
    in_references = False
    for line in [*lines, ""]:
        if line.strip():
            block.append(line.expandtabs(8) if line[:1] == "\t" else line)
        elif block:
            if in_references or is_reference_heading(clean(block[0])):
                made = _read_entries(block, words)
            else:
                made = _read_block(block, words, margin)
            for draft in made:
                if draft.kind == "heading":
                    in_references = is_reference_heading(draft.text)
            found.extend(made)
            block = []
    return found


_ENTRY = re.compile(
    r"(?:[^\W\d_]|\[\d{1,4}\]|\d{1,3}[.)]\s).{1,160}?\(?\b(?:1[89]|20)\d\d[a-z]?\b|\[\d{1,4}\]\s|[^\W\d_].{1,60}\(n\.d\.\)"
)


def _read_entries(block: list[str], words: frozenset[str]) -> list[Draft]:
    """Lines of a reference list, cut where entries begin though no blank line parts them."""
    found: list[Draft] = []
    if is_reference_heading(clean(block[0])):
        found.append(Draft("heading", clean(block[0]), level=1))
        block = [line for line in block[1:] if not _UNDERLINE.fullmatch(line)]
    if not block:
        return found
    level = _heading_level(block)
    if level and not re.search(r"\b(?:1[89]|20)\d\d", block[0]):
        return [*found, Draft("heading", clean(" ".join(block)), level=level)]
    indents = [len(line) - len(line.lstrip()) for line in block]
    hanging = max(indents) - min(indents) >= 2 and indents[0] == min(indents)
    entries: list[list[str]] = []
    for index, line in enumerate(block):
        if hanging:
            begins = indents[index] == min(indents)
        else:
            before = block[index - 1].rstrip() if index else "."
            ended = before.endswith((".", "/", ">", ")")) or re.search(
                r"(?:https?://|www\.|doi\.org/)\S+$", before
            )
            begins = bool(ended) and _ENTRY.match(line.lstrip()) is not None
        if begins or not entries:
            entries.append([])
        entries[-1].append(line)
    return [*found, *(Draft("paragraph", _joined(entry, words)) for entry in entries)]


def _margin(lines: Sequence[str]) -> int:
    """The left margin most lines stand at."""
    counts = Counter(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return counts.most_common(1)[0][0] if counts else 0


def _read_block(block: list[str], words: frozenset[str], margin: int) -> list[Draft]:
    """The blocks in lines without a blank one among them."""
    found: list[Draft] = []
    if len(block) >= 2 and _UNDERLINE.fullmatch(block[1]) and len(clean(block[0])) <= 120:
        mark = block[1].strip()[0]
        found.append(Draft("heading", clean(block[0]), level=1 if mark in "=#*" else 2))
        block = block[2:]
    else:
        block = [line for line in block if not _UNDERLINE.fullmatch(line)]
    if not block:
        return found
    level = _heading_level(block)
    if level:
        return [*found, Draft("heading", clean(" ".join(block)), level=level)]
    if len(block) > 2 and is_caption(clean(block[0])) and _table(block[1:]):
        found.append(Draft("caption", clean(block[0])))
        block = block[1:]
    table = _table(block)
    if table:
        return [*found, Draft("table", table)]
    for piece in _pieces(block):
        bullet, number = _BULLET.match(piece[0]), _NUMBER.match(piece[0])
        text = _joined(piece, words)
        if bullet:
            found.append(Draft("list_item", text[len(clean(bullet[0])) :].strip()))
        elif number and (len(block) > len(piece) or len(text) < 400):
            found.append(Draft("list_item", text))
        elif len(piece) > 1 and all(len(line) - len(line.lstrip()) >= margin + 4 for line in piece):
            found.append(Draft("quote", text))
        else:
            found.append(Draft("paragraph", text))
    return found


def _heading_level(block: list[str]) -> int:
    """The level of a heading that stands by itself, else 0. Modest: prose must not be taken for one."""
    text = clean(" ".join(block))
    if (
        len(block) > 2
        or len(text) > 110
        or len(text) < 3
        or text[-1] in ".,;"
        or _COLUMNS.search(block[0].strip())
    ):
        return 0
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return 0
    numbered = _NUMBERED_HEADING.match(text)
    if (
        len(letters) > 3
        and all(not letter.islower() for letter in letters)
        and any(letter.isupper() for letter in letters)
    ):
        return 2 if numbered and re.match(r"\d+\.\d", text) else 1
    if is_reference_heading(text):
        return 1
    if numbered and len(text.split()) <= 14 and not text.endswith((":", "?")) and len(block) == 1:
        first = text[numbered.end() :].lstrip()[:1]
        if re.match(r"\d{1,2}\s", text):
            # "12 migrants were held": a number without a stop needs more to be a heading.
            return 1 if _is_titled(text[numbered.end() :]) else 0
        if not first or first.isupper() or not first.isascii():
            return min(6, 1 + len(re.findall(r"\.(?=\d)", text[: numbered.end()])))
    return 0


def _is_titled(text: str) -> bool:
    """Whether most longer words begin with a capital."""
    long = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(long) and all(word[0].isupper() for word in long)


def _table(block: list[str]) -> str:
    """Lines in columns as the lines of a table; empty where they are prose."""
    if len(block) < 2:
        return ""
    rows = [[clean(cell) for cell in _COLUMNS.split(line.strip())] for line in block]
    rows = [row for row in rows if any(row) and not all(re.fullmatch(r"[-=+:|\s]*", cell) for cell in row)]
    counts = Counter(len(row) for row in rows)
    columns, often = counts.most_common(1)[0] if counts else (1, 0)
    if columns < 2 or often < 2 or often * 10 < len(rows) * 6:
        return ""
    cells = [cell for row in rows for cell in row]
    if sum(map(len, cells)) / len(cells) > 45:
        return ""
    return "\n".join(" | ".join(row) for row in rows)


def _pieces(block: list[str]) -> list[list[str]]:
    """Cut lines where a new paragraph or list item begins without a blank line."""
    width = max(len(line.rstrip()) for line in block)
    unwrapped = width > _WIDE
    indents = [len(line) - len(line.lstrip()) for line in block]
    base = min(indents[1:], default=0)
    markers = [bool(_BULLET.match(line) or _NUMBER.match(line)) for line in block]
    # One marker in the middle of prose ("... in article\n5. The") is no list.
    lists = markers[0] or sum(markers) >= 2
    pieces: list[list[str]] = []
    for index, line in enumerate(block):
        before = block[index - 1].rstrip() if index else ""
        begins = (
            not index
            or unwrapped
            or (lists and markers[index])
            or (
                2 <= indents[index] - base <= 8
                and indents[index - 1] == base
                and before.endswith((".", "?", "!", "”", '"'))
            )
            or (
                len(before) < 0.6 * width
                and before.endswith((".", "?", "!"))
                and not line.lstrip()[0].islower()
            )
        )
        if begins:
            pieces.append([])
        pieces[-1].append(line)
    return pieces


def _joined(lines: Sequence[str], words: frozenset[str]) -> str:
    parts: list[str] = []
    for line in lines:
        line = clean(line)
        if not line:
            continue
        last = parts[-1] if parts else ""
        whole = dehyphenate(last, line, words) if last else line
        if whole is not None:
            # The hyphen went, or stays without a space.
            if len(whole) < len(last) + len(line):
                parts[-1] = last[:-1]
        elif not (last.endswith(("-", "–")) and line[:1].isalnum() and last[-2:-1].isalnum()):
            parts.append(" ")  # "2023–" with "2028" below it stands without one
        parts.append(line)
    return "".join(parts)
