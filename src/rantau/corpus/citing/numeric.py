"""Citations by number: ``[12]``, ``[3–5, 9]``, raised digits where the reference list is numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["SQUARE", "Numbered", "numbers_in_square", "numbers_raised", "round_style"]

SQUARE = re.compile(
    r"\[\s*(?P<numbers>\d{1,4}(?:\s*[-–—,;]\s*\d{1,4})*)(?:\s*[,:;]\s*(?:pp?\.?|hlm\.?|hal\.?|chap\.?|ch\.?)\s*(?P<pages>\d{1,4}(?:\s*[-–—]\s*\d{1,4})?))?\s*\]"
)
_ROUND = re.compile(
    r"(?<=[\w.,;:”\"’)])(?P<gap>\s?)\((?P<numbers>\d{1,3}(?:\s*[-–—,;]\s*\d{1,3})*)\)(?=[\s.,;:)]|$)"
)
_NOT_CITED = re.compile(
    r"(?:\b(?:article|articles|section|sections|art|sec|s|para|paragraph|clause|rule|item|no|table|figure|step|and|or|pasal|ayat|huruf|butir|dan|atau|either|equation|eq)\.?|[:,;]|\d)\s*$",
    re.IGNORECASE,
)
_RAISED = re.compile(r"(?P<before>[^\s⁰¹²³⁴-⁹]\s?)(?P<marks>[⁰¹²³⁴-⁹]+(?:\s?[,;–—⁻-]\s?[⁰¹²³⁴-⁹]+)*)(?!\w)")
_UNIT = re.compile(r"(?:\b(?:k|c|m|d|µ)?m|\bkm|\bha|\bft|\bsq|\d)$")
_DIGITS = {ord(raised): str(digit) for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {ord("⁻"): "-"}
_GROUP = re.compile(r"(\d{1,4})(?:\s*[-–—]\s*(\d{1,4}))?")
_LONGEST_RANGE = 60


@dataclass(frozen=True, slots=True)
class Numbered:
    """One number as cited, and where; the numbers of a range share its place."""

    start: int
    end: int
    number: int
    pages: str = ""


def _numbers(text: str, base: int, whole: tuple[int, int] | None, pages: str) -> list[Numbered]:
    groups = list(_GROUP.finditer(text))
    found: list[Numbered] = []
    for group in groups:
        first = int(group[1])
        last = int(group[2]) if group[2] else first
        span = whole if whole is not None and len(groups) == 1 else (base + group.start(), base + group.end())
        if last < first or last - first > _LONGEST_RANGE:
            found.append(Numbered(*span, first, pages))
            continue
        found.extend(Numbered(*span, number, pages) for number in range(first, last + 1))
    return found


def numbers_in_square(text: str) -> list[Numbered]:
    """Numbers in square brackets; one that stands alone has the brackets in its span."""
    found: list[Numbered] = []
    for bracket in SQUARE.finditer(text):
        found.extend(
            _numbers(bracket["numbers"], bracket.start("numbers"), bracket.span(), bracket["pages"] or "")
        )
    return found


def numbers_raised(text: str) -> list[Numbered]:
    """Raised numbers that are no powers or square metres."""
    found: list[Numbered] = []
    for call in _RAISED.finditer(text):
        before = text[max(0, call.start() - 3) : call.end("before")]
        if _UNIT.search(before) and not re.search(
            r"(?:19|20)\d\d$", text[max(0, call.start() - 3) : call.end("before")]
        ):
            continue
        found.extend(_numbers(call["marks"].translate(_DIGITS), call.start("marks"), call.span("marks"), ""))
    return found


def round_style(texts: Iterable[str], largest: int) -> Sequence[Sequence[Numbered]]:
    """Numbers in round brackets, where a document cites by them; else nothing.

    Taken for citations only where the numbers appear in the order of the list, from 1 on, as in the Vancouver style,
    and where most are first met in that order: lists within sentences, "(1) the first, (2) the second", begin anew.

    Args:
        texts: The document's passages.
        largest: The last number of the reference list.
    """
    every: list[list[Numbered]] = []
    firsts: list[int] = []
    seen: set[int] = set()
    for text in texts:
        own: list[Numbered] = []
        if "(" in text:
            for bracket in _ROUND.finditer(text):
                if _NOT_CITED.search(text[max(0, bracket.start() - 12) : bracket.start()]):
                    continue
                for one in _numbers(
                    bracket["numbers"], bracket.start("numbers"), (bracket.end("gap"), bracket.end()), ""
                ):
                    if 1 <= one.number <= largest:
                        own.append(one)
                        if one.number not in seen:
                            seen.add(one.number)
                            firsts.append(one.number)
        every.append(own)
    if len(firsts) < max(3, largest // 2) or firsts[0] != 1:
        return []
    in_order = sum(b > a for a, b in pairwise(firsts))
    return every if in_order >= 0.8 * (len(firsts) - 1) else []
