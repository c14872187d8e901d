"""Sources in footnotes and endnotes, and the calls in running text that lead to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rantau.corpus.citing.author_year import ByYear, Found
from rantau.corpus.citing.entries import parse_entry
from rantau.corpus.citing.lexicon import INFORMANTS, LAWS, SIGNAL
from rantau.corpus.citing.matching import ReferenceIndex
from rantau.corpus.citing.names import Name, fold, is_organisation, name_of
from rantau.corpus.citing.pieces import pages_after, years_in
from rantau.corpus.citing.speakers import Speakers
from rantau.store.records import Passage

__all__ = ["Call", "NoteSources", "calls_in"]

_RAISED = re.compile(r"[⁰¹²³⁴-⁹]+(?:,[⁰¹²³⁴-⁹]+)*")
_NAMED = re.compile(r"\[\^([^\]\s]{1,20})\]")
_DIGITS = {ord(raised): str(digit) for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_IBID = re.compile(r"(?:ibid(?:em)?|id|idem)\b\.?[\s,]*", re.IGNORECASE)
_OP_CIT = re.compile(
    r"^(?P<who>[^;]{2,80}?),?\s*(?:\(?\s*(?:op\.?\s*cit|loc\.?\s*cit|supra|above|n\.?\s+\d+\s+above)\b)",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"[“”\"‘’«»]|https?://|www\.|\bdoi\b|10\.\d{4,}/|\bpp?\.\s*\d|\bvol\.|\bno\.\s*\d|\bpara|\([^()]*(?:1[5-9]|20)\d\d\)|\bhlm|\bhal\.",
    re.IGNORECASE,
)
_PAGES_LAST = re.compile(
    r"[,.:]\s*(?:(?:pp?|hlm|hal|h|tr)\.?\s*)?(?P<pages>\d{1,4}(?:\s*[-–—]\s*\d{1,4})?)\s*\.?\s*$"
)
_SPLIT = re.compile(r";\s+|(?<=[.)\d])\s+(?=(?:See|Cf\.|Lihat|See also)\s)")


@dataclass(frozen=True, slots=True)
class Call:
    """A call to a note in running text."""

    start: int
    end: int
    mark: str


def calls_in(text: str) -> list[Call]:
    """Calls to notes: raised digits and ``[^a]``; two side by side are two."""
    found: list[Call] = []
    if not text.isascii():
        for raised in _RAISED.finditer(text):
            if raised.start() == 0 or text[raised.start() - 1].isspace():
                continue
            for mark in re.finditer(r"[⁰¹²³⁴-⁹]+", raised[0]):
                start = raised.start() + mark.start()
                found.append(Call(start, raised.start() + mark.end(), mark[0].translate(_DIGITS)))
    if "[^" in text:
        found.extend(Call(call.start(), call.end(), call[1]) for call in _NAMED.finditer(text))
        found.sort(key=lambda call: call.start)
    return found


class NoteSources:
    """The sources that a document's notes give.

    Args:
        passages: All passages of the document.
        index: The entries of its reference list.
    """

    def __init__(self, passages: Sequence[Passage], index: ReferenceIndex) -> None:
        self._index = index
        self._by_year = ByYear(index)
        self._speakers = Speakers(index)
        self._history: list[Found] = []
        self._titles: dict[Found, str] = {}
        """The folded titles of sources that a note gave in full."""
        self._by_mark: dict[str, list[tuple[int, int, str]]] = {}
        self.sources: dict[str, tuple[Found, ...]] = {}
        """Sources by note passage; a note that only explains has none."""
        for passage in passages:
            if passage.kind in ("footnote", "endnote"):
                page = passage.spans[0].page if passage.spans else 0
                self._by_mark.setdefault(passage.label, []).append((passage.number, page, passage.id))
                sources = tuple(self._sources(passage.text))
                if sources:
                    self.sources[passage.id] = sources

    def __bool__(self) -> bool:
        return bool(self._by_mark)

    def note_of(self, mark: str, number: int, page: int) -> str | None:
        """The note that a call leads to: on the call's page, else the next with its mark.

        Args:
            mark: The mark of the call.
            number: The number of the passage the call stands in.
            page: The page the call stands on.
        """
        notes = self._by_mark.get(mark)
        if not notes:
            return None
        same = next((one for one in notes if one[1] == page and one[0] >= number), None) or next(
            (one for one in notes if one[1] == page), None
        )
        later = same or next((one for one in notes if one[0] > number), None)
        return later[2] if later is not None else notes[-1][2]

    def _sources(self, text: str) -> list[Found]:
        """The sources of one note; none where it begins with anything but a source."""
        found: list[Found] = []
        for start, end in _segments(text):
            made = self._segment(text, start, end)
            if not made and not found and _IBID.match(text, start) is None:
                return []
            found.extend(made)
        self._history.extend(found)
        return found

    def _segment(self, text: str, start: int, end: int) -> list[Found]:
        while start < end and text[start] in " ,.":
            start += 1
        while (signal := SIGNAL.match(text, start, end)) is not None and signal.end() > start:
            start = signal.end()
        segment = text[start:end].rstrip()
        if len(segment) < 3 or INFORMANTS.search(segment):
            return []
        ibid = _IBID.match(segment)
        if ibid is not None:
            return self._again(self._history[-1:], segment, ibid.end(), start)
        cited = _OP_CIT.match(segment)
        if cited is not None:
            return self._again(self._earlier(cited["who"]), segment, cited.end(), start)
        return self._dated(segment, start) or self._in_full(segment, start) or self._short(segment, start)

    def _again(self, earlier: Sequence[Found], segment: str, at: int, start: int) -> list[Found]:
        if not earlier:
            return []
        last = _PAGES_LAST.search(segment, max(0, at - 2))
        bare = re.match(r"[\s,.:]*(?:(?:pp?|hlm|hal)\.?\s*)?(\d{1,4}(?:\s*[-–—]\s*\d{1,4})?)", segment[at:])
        pages = bare[1] if bare else last["pages"] if last else ""
        return [replace(earlier[-1], start=start, end=start + len(segment), pages=pages, style="footnote")]

    def _earlier(self, who: str) -> list[Found]:
        """The last source by these authors in the notes before."""
        family = fold(name_of(re.split(r",|\band\b|&", who)[0]).family)
        last = family.split()[-1:] if family else []
        return [
            one
            for one in self._history
            if one.names
            and (fold(one.names[0].family) == family or fold(one.names[0].family).split()[-1:] == last)
        ]

    def _dated(self, segment: str, start: int) -> list[Found]:
        """``Smith (2020), p. 33``, ``(Smith, 2020)``, ``UNODC 2024, 33``."""
        found = self._by_year.find(segment)
        if found and segment[: found[0].start].strip(" (") == "":
            return [
                replace(one, start=start + one.start, end=start + one.end, style="footnote") for one in found
            ]
        years = years_in(segment, 0, min(len(segment), 160))
        if not years or segment[years[0].end : years[0].end + 1] == ")":
            return []
        year = years[0]
        stop = year.start
        while stop and segment[stop - 1] in " ,":
            stop -= 1
        if stop < 2 or "(" in segment[:stop]:
            return []
        authors = self._speakers.in_bracket(
            segment, 0, stop, year, comma="," in segment[stop : year.start], pages=True, sure=False
        )
        if authors is None or authors.start > 4 or authors.title:
            return []
        if authors.guessed and ("," in segment[:stop] or ":" in segment[:stop]):
            return []  # "ILO, Profits and Poverty, 2014": a title, not more authors
        references = self._speakers.references(authors, year)
        pages, after = pages_after(segment, year.end, len(segment))
        rest = segment[after:].strip(" .,")
        if not references and not pages and rest and not (rest[0].isupper() and segment[after] in ".,:"):
            return []
        return [
            Found(start, start + after, authors.names, year.year, year.suffix, pages, "footnote", references)
        ]

    def _in_full(self, segment: str, start: int) -> list[Found]:
        """A source with its title, place and year."""
        if not _SIGNS.search(segment) or (not segment[0].isupper() and segment[0] not in "“\"‘'"):
            return []
        entry = parse_entry(segment, in_note=True)
        if len(entry.title.split()) < 2 or not (
            entry.title[0].isupper()
            or entry.title[0].isdigit()
            or not entry.title[0].isascii()
            or entry.title[0] in "“\"‘'"
        ):
            return []
        if any(word in LAWS for name in entry.names[:1] for word in fold(name.family).split()):
            return []
        if not entry.names or (entry.year is None and not entry.undated and not entry.url):
            return []
        if any(len(name.family.split()) > 14 for name in entry.names):
            return []
        names = tuple(_family_first(name) for name in entry.names)
        references = self._index.by_title_or_address(names, entry.title, entry.year, entry.doi)
        last = _PAGES_LAST.search(re.sub(r"\s*(?:https?://|www\.)\S+.*$", "", segment))
        pages = (
            last["pages"]
            if last is not None and not re.fullmatch(r"(?:1[5-9]|20)\d\d", last["pages"])
            else ""
        )
        if not pages:
            labelled = re.search(r"\b(?:pp?|hlm|hal)\.\s*(\d{1,4}(?:\s*[-–—]\s*\d{1,4})?)", segment)
            pages = labelled[1] if labelled is not None else ""
        found = Found(
            start, start + len(segment), names, entry.year, entry.suffix, pages, "footnote", references
        )
        self._titles[found] = fold(entry.title)
        return [found]

    def _short(self, segment: str, start: int) -> list[Found]:
        """``Bales, Disposable People, 45``: a work in the list, or given in full in a note before."""
        head, comma, rest = segment.partition(",")
        if not comma or len(head) > 80 or not head[:1].isupper():
            return []
        title = fold(re.split(r"[,.:]\s*(?:pp?\.|hlm|hal|\d)", rest)[0])
        if len(title) < 6:
            return []
        last = _PAGES_LAST.search(segment)
        pages = last["pages"] if last is not None else ""
        span = (start, start + len(segment))
        for reference in self._index.of_author(name_of(re.split(r"\band\b|&|\bdan\b", head)[0])):
            if fold(reference.title).startswith(title):
                family = tuple(Name(author.split(", ")[0]) for author in reference.authors[:1])
                return [
                    Found(*span, family, reference.year, reference.suffix, pages, "footnote", (reference,))
                ]
        for one in reversed(self._earlier(head)):
            if title in self._titles.get(one, ""):
                return [replace(one, start=span[0], end=span[1], pages=pages)]
        return []


def _family_first(name: Name) -> Name:
    """A person as notes name them, ``Kevin Bales``, with the family name apart where it is plain which it is."""
    words = name.family.split()
    if name.given or len(words) not in (2, 3) or not all(word[0].isupper() for word in words):
        return name
    if is_organisation(name.family):
        return name
    return Name(words[-1], " ".join(words[:-1]))


def _segments(text: str) -> list[tuple[int, int]]:
    """The parts of a note between semicolons outside of brackets."""
    found: list[tuple[int, int]] = []
    begin = 0
    for gap in _SPLIT.finditer(text):
        if text.count("(", begin, gap.start()) > text.count(")", begin, gap.start()):
            continue
        found.append((begin, gap.start()))
        begin = gap.end()
    found.append((begin, len(text)))
    return found
