"""The small parts of an in-text citation: years with their letters, pages, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rantau.corpus.citing.years import NO_YEAR, YEAR, year_of

__all__ = ["YEARISH", "Bracket", "Dated", "brackets_of", "pages_after", "parts_of", "years_in"]

YEARISH = re.compile(r"(?:1[5-9]|2[045])\d\d")
"""Four digits that may be a year: quick."""
_UNDATED = re.compile(
    r"n\.\s?[dy]|press|forthcoming|date|prep|t\.\s?t|tanpa|tiada|terbit|không|ม\.ป|kn\.|w\.p|s\.\s?a\.",
    re.IGNORECASE,
)
_LETTERS = r"(?P<letters>-?[a-rt-z](?![\w])(?:\s*[,&–-]\s*[a-z](?![\w.]))*)?"  # not 1990s
_CLOSED = r"(?![\w%])(?![.,]\d|\s?[–—-]\s?\d|/\d{1,2}(?!\d)|\s?[–—-]\s?(?:present|now|to date))"
_BEFORE = r"(?<![\w/–—-])(?<!\d[ .,])"
_YEARS = re.compile(rf"{_BEFORE}(?P<year>{YEAR}|2[45]\d\d){_LETTERS}{_CLOSED}", re.IGNORECASE)
_YEARS_OR_NONE = re.compile(
    rf"{_BEFORE}(?P<year>{YEAR}|2[45]\d\d|{NO_YEAR}){_LETTERS}{_CLOSED}", re.IGNORECASE
)
_ROMAN_OR_NUMBER = r"(?:[ivxlcdm]{1,7}|[A-Za-z]?\d{1,4}(?:\.\d{1,3}){0,3})"
_RANGE = rf"{_ROMAN_OR_NUMBER}(?:\s*[-–—]\s*{_ROMAN_OR_NUMBER})?(?:\s?ff?\.?(?![\w]))?"
_LABELLED = re.compile(
    r"[\s,:;]*(?:at\s+|on\s+|di\s+)?(?P<label>pp?\s?\.|pp?(?=\s?\d)|pgs?\.?|pages?|hlmn?\.?|hal\.?|halaman|h\.(?=\s?\d)"
    r"|m\.?s\.|muka\s+surat|tr\.|trang|น\.|หน้า|စာ(?:မျက်နှာ)?|chap(?:ter)?s?\.?|chs?\.|paras?\.?|paragraphs?"
    r"|sec(?:tion)?s?\.|sections?|§{1,2}|figs?\.|figures?|tables?|tab\.|annex|box|vol\.|art\.)\s*"
    rf"(?P<pages>{_RANGE}(?:\s*(?:,|;|&|and|dan)\s*(?:pp?\.\s*)?{_RANGE}(?!\d))*)(?!\w)",
    re.IGNORECASE,
)
_UNLABELLED = re.compile(
    rf"(?:\s*:\s*(?P<colon>{_RANGE}(?:\s*,\s*{_RANGE})*)"
    r"|\s*,\s*(?P<comma>(?!(?:1[5-9]|20)\d\d(?!\d))\d{1,4}(?:\s*[-–—]\s*\d{1,4})?(?:\s?ff?\.?)?))"
    r"(?![\w%]|\s*[.,]?\d|\s+[A-Za-z])"
)
_OF_PAGES = re.compile(r"(?:p(?!ar)|pg|h|m\.?s|น|หน้า|tr|muka|စာ)", re.IGNORECASE)
_BRACKETS = re.compile(r"[()\[\]（）]")
_CLOSES = {")": "(", "]": "[", "）": "（"}
_CLOSED_BY = {opening: close for close, opening in _CLOSES.items()}
_LONGEST_RANGE = 10


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets: offsets of the opening one and after the closing one, and the pairs right inside it."""

    start: int
    end: int
    inner: tuple[Bracket, ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """A year as cited. ``2021a, b`` is two."""

    start: int
    end: int
    year: int | None
    suffix: str
    undated: bool = False


def brackets_of(text: str) -> Iterator[Bracket]:
    """Outermost pairs of brackets, in order; those without a partner are passed over."""
    marks = [mark for mark in "([（" if mark in text]
    if not marks:
        return
    opening = _first(text, marks, 0, len(text))
    while opening != -1:
        close = text.find(_CLOSED_BY[text[opening]], opening)
        if close == -1:
            position = opening + 1
        elif _first(text, marks, opening + 1, close) == -1:
            yield Bracket(opening, close + 1)
            position = close + 1
        else:
            nested = _nested(text, opening)
            if nested is None:
                position = opening + 1
            else:
                yield nested
                position = nested.end
        opening = _first(text, marks, position, len(text))


def _first(text: str, marks: list[str], start: int, end: int) -> int:
    """Where the first of some marks stands; -1 where none does."""
    if len(marks) == 1:
        return text.find(marks[0], start, end)
    return min((at for mark in marks if (at := text.find(mark, start, end)) != -1), default=-1)


def _nested(text: str, opening: int) -> Bracket | None:
    """A pair of brackets with others inside it; None where it is not closed."""
    open_at: list[tuple[int, list[Bracket]]] = []
    for mark in _BRACKETS.finditer(text, opening):
        kind = mark[0]
        if kind not in _CLOSES:
            open_at.append((mark.start(), []))
        elif text[open_at[-1][0]] == _CLOSES[kind]:
            start, inner = open_at.pop()
            pair = Bracket(start, mark.end(), tuple(inner))
            if not open_at:
                return pair
            open_at[-1][1].append(pair)
    return None


def parts_of(text: str, start: int, end: int, inner: tuple[Bracket, ...] = ()) -> list[tuple[int, int]]:
    """The parts of a stretch between semicolons that no inner bracket holds."""
    at = text.find(";", start, end)
    if at == -1:
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    begin = start
    while at != -1:
        if not any(one.start < at < one.end for one in inner):
            parts.append((begin, at))
            begin = at + 1
        at = text.find(";", at + 1, end)
    parts.append((begin, end))
    return parts


def years_in(text: str, start: int, end: int) -> list[Dated]:
    """Years of publication between two offsets, each letter of ``2021a, b`` by itself."""
    pattern = _YEARS_OR_NONE if _UNDATED.search(text, start, end) is not None else _YEARS
    found: list[Dated] = []
    for token in pattern.finditer(text, start, end):
        written = token["year"]
        year = year_of(written, text)
        if year is not None and year >= 2400:
            continue
        undated = year is None
        letters = token["letters"] or ""
        if not letters or (undated and letters[0] != "-"):
            found.append(Dated(token.start(), token.end("year"), year, "", undated))
        else:
            found.extend(_lettered(token, letters, year, undated))
    return found


def _lettered(token: re.Match[str], letters: str, year: int | None, undated: bool) -> Iterator[Dated]:
    marks = list(re.finditer(r"[A-Za-z]", letters))
    base = token.start("letters")
    first, last = ord(marks[0][0].lower()), ord(marks[-1][0].lower())
    if len(marks) == 2 and letters[marks[0].end() :].strip()[0] in "–-" and not undated:
        for letter in range(first, min(last, first + _LONGEST_RANGE) + 1):
            yield Dated(token.start(), token.end("letters"), year, chr(letter))
        return
    for place, mark in enumerate(marks):
        begin = token.start() if place == 0 else base + mark.start()
        yield Dated(begin, base + mark.end(), year, mark[0].lower(), undated)


def pages_after(text: str, start: int, end: int) -> tuple[str, int]:
    """Pages that follow a year: ``, p. 33``, ``: 10–14``, ``, 33``.

    Returns:
        The pages as cited (chapters, paragraphs, tables with their word), and where they end; empty and ``start``
        where none follow.
    """
    if start >= end or text[start] not in ",: ;.":
        return "", start
    found = _LABELLED.match(text, start, end)
    if found is not None:
        pages = found["pages"].rstrip(" ,;")
        label = found["label"]
        shown = pages if _OF_PAGES.match(label) else f"{label} {pages}"
        return shown, found.start("pages") + len(pages)
    bare = _UNLABELLED.match(text, start, end)
    if bare is not None:
        group = "colon" if bare["colon"] is not None else "comma"
        return bare[group], bare.end(group)
    return "", start
