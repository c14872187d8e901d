"""What a PDF says of itself: title, authors, year, language, outline."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from rantau.corpus.drafts import SUPERSCRIPTS
from rantau.corpus.pdf.classify import plain
from rantau.corpus.pdf.lines import clean
from rantau.corpus.shape import is_person_list

__all__ = ["language_of", "outline_of", "people", "printed_people", "title_of", "year_of"]

MAX_OUTLINE = 5_000
"""Entries of an outline that are read."""
_NO_TITLE = re.compile(
    r"^(?:untitled|title|document\d*|microsoft (?:word|powerpoint)|powerpoint|slide|layout|print|\W*$)"
    r"|\.(?:docx?|indd|pdf|qxd|pptx?|tex|odt|rtf|txt)$"
    r"|^[\w-]+_[\w-]+$|^[\d\W_]+$",
    re.I,
)
_NO_AUTHOR = re.compile(
    r"^(?:admin\w*|user\d*|owner|author|unknown|anonymous|windows user|microsoft\b.*"
    r"|hp|dell|acer|lenovo|asus|pc|.*\\.*|\W*)$",
    re.I,
)
_BY = re.compile(r"by\s", re.I)
_IMPRINT = 160  # characters: a longer paragraph is running text, and its years are about something else
_YEAR = r"(?P<y>19[5-9]\d|20[0-4]\d)"
_PRINTED = (
    re.compile(rf"\bvol(?:ume|\.)?\s*\d+.{{0,60}}?\b{_YEAR}\b", re.I),
    re.compile(rf"(?:©|\(c\)|copyright)\D{{0,60}}{_YEAR}\b", re.I),
    re.compile(
        rf"\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
        rf"|januari|februari|maret|mei|juni|juli|agustus|oktober|desember|published(?: in)?"
        rf"|first published)\.?,?\s+(?:\d{{1,2}},?\s+)?{_YEAR}\b",
        re.I,
    ),
    re.compile(rf"^\W*{_YEAR}\W*$", re.M),
)


def _meta(document: Any, key: str) -> str:
    size = pdfium.FPDF_GetMetaText(document, key.encode(), None, 0)
    if not 2 < size < 20_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, key.encode(), buffer, size)
    return re.sub(r"\s+", " ", clean(buffer.raw[: size - 2].decode("utf-16-le", "ignore"))).strip()


def title_of(document: Any, printed: str, opening: str) -> str:
    """The title: the file's own where the first pages bear it out, else what is printed in big type, else the file's.

    Args:
        document: The document's pdfium handle.
        printed: The title in big type, or empty.
        opening: Text of the first pages.
    """
    stated = _meta(document, "Title")
    if _NO_TITLE.search(stated) or len(stated) > 400:
        stated = ""
    if stated and len(plain(stated)) > 5 and plain(stated) in plain(opening):
        return printed if plain(stated) in plain(printed) else stated
    return printed or stated


def people(document: Any, opening: str) -> tuple[str, ...]:
    """Authors as the file states them, where the first pages name them too."""
    stated = _meta(document, "Author")
    if not stated or _NO_AUTHOR.match(stated) or len(stated) > 1000:
        return ()
    folded = plain(opening)
    names = [name.strip() for name in re.split(r"\s*;\s*|\s+and\s+|\s*&\s*", stated) if name.strip()]
    if len(names) == 1 and names[0].count(",") > 1:
        names = [name.strip() for name in names[0].split(",") if name.strip()]
    elif len(names) == 1 and "," in names[0] and all(" " in part.strip() for part in names[0].split(",")):
        names = [name.strip() for name in names[0].split(",")]
    return tuple(name for name in names if all(plain(part) in folded for part in re.split(r"[\s,]+", name)))


def printed_people(front: Sequence[str]) -> tuple[str, ...]:
    """Authors as the title block names them: several in a line, or with marks of their institutes, or after "by"."""
    for text in front[:8]:
        names = is_person_list(text)
        if len(names) > 1 or (
            names and (_BY.match(text) or not text[-1].isalnum() or text[-1] in SUPERSCRIPTS)
        ):
            return names
    return ()


def year_of(opening: Sequence[str]) -> int | None:
    """The year of publication where the first pages print one as such; a year in running text is none."""
    short = [line for text in opening for line in text.split("\n") if len(line) < _IMPRINT]
    for pattern in _PRINTED:
        for line in short:
            match = pattern.search(line)
            if match:
                return int(match.group("y"))
    return None


def language_of(document: Any) -> str:
    """ISO 639-1 code of the language that the file states, or empty."""
    size = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < size < 200:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, size)
    text = bytes(memoryview(buffer))[: size - 2].decode("utf-16-le", "ignore").lower()
    match = re.match(r"^([a-z]{2})(?:[-_]|\W|$)", text)
    return match.group(1) if match else ""


def outline_of(pdf: Any) -> dict[tuple[int, str], int]:
    """Level of each outline entry by page number and plain text of its title."""
    found: dict[tuple[int, str], int] = {}
    for number, entry in enumerate(pdf.get_toc(max_depth=8)):
        if number >= MAX_OUTLINE:
            break
        target = entry.get_dest()
        index = target.get_index() if target else None
        if index is not None:
            found.setdefault((index + 1, plain(entry.get_title())), min(6, entry.level + 1))
    # Where everything hangs under one entry (the title), the next level is the first.
    tops = [level for level in found.values() if level == 1]
    if len(tops) == 1 and len(found) > 3:
        found = {key: max(1, level - 1) for key, level in found.items()}
    found.pop((0, ""), None)
    return {key: level for key, level in found.items() if key[1]}
