"""In-text citations by author and year, in brackets and in the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rantau.corpus.citing.matching import ReferenceIndex
from rantau.corpus.citing.names import Name
from rantau.corpus.citing.pieces import YEARISH, Bracket, Dated, brackets_of, pages_after, parts_of, years_in
from rantau.corpus.citing.speakers import Authors, Speakers
from rantau.corpus.citing.years import NO_YEAR
from rantau.framework.words import CitationStyle
from rantau.store.records import Reference

__all__ = ["ByYear", "Found"]

_UNDATED = re.compile(rf"(?<!\w){NO_YEAR}", re.IGNORECASE)
_SOURCE_WORDS = ("ource", "umber", "Nguồn", "ที่มา", "inagmulan", "unca", "OURCE")
_SOURCE_LINE = re.compile(
    r"(?:^|(?<=[.;|\n)\]])\s*|(?<=\s))(?:Sources?|Sumber|Nguồn|ที่มา|Pinagmulan|Punca)\s*:\s*", re.IGNORECASE
)
_JOINED = re.compile(r"[\s,;&/]*(?:and|dan|&|und|et|y|và)?[\s,]*", re.IGNORECASE)
_FIRST_EDITION = re.compile(r"\s*[\[(/]\s*")
_AFTER_PART = re.compile(
    r"\s*(?:$|[,;:.—–!?)\]\[(]|(?:as\s+)?(?:quoted|cited|reported|mentioned)\b|in\s+[^\W\d_a-z]"
    r"|(?:and|&|or|dan|atau|see|dikutip|dalam|cf)\b|[’”\"])",
    re.IGNORECASE,
)
_AFTER_GUESS = re.compile(r"\s*(?:[,;:\[(&]|as\s|cited|quoted|in\s|and\s|dan\s|see\s|dalam\s|dikutip)")
_AFTER_YEARS = re.compile(
    r"\s*(?:$|[,;.\])]|\[\d{4}\]|/\s*\d{4}|(?:as\s+)?(?:cited|quoted)|in\s+[A-Z]|dikutip|dalam\s+[A-Z])"
)
_PLAIN = re.compile(
    r"\((?P<who>[^\W\d_][^;()\[\]\d]{1,90}?,?)\s(?P<year>(?:1[5-9]\d\d|20[0-4]\d))(?P<suffix>[a-rt-z]?)"
    r"(?:(?:,\spp?\.\s?|:\s?)(?P<pages>\d{1,4}(?:[–-]\d{1,4})?))?\)"
)
"""One work in a bracket by itself. What was made of one is kept: documents cite a work many times."""
_IBID = re.compile(r"\s*(?:see\s+)?ibid(?:em)?\b\.?", re.IGNORECASE)
_PAGE_BRACKET = re.compile(r"\((?:pp?\.?|hlm\.?|hal\.?)\s*(\d{1,4}(?:\s*[-–—]\s*\d{1,4})?)\)")
_QUOTED_WITHIN = 600
"""Characters that the words quoted from a source may take before their page is given."""
_LONGEST_BRACKET = 1500


@dataclass(frozen=True, slots=True)
class Found:
    """A citation where it stands, and the entries it could mean."""

    start: int
    end: int
    names: tuple[Name, ...]
    year: int | None
    suffix: str
    pages: str
    style: CitationStyle
    references: tuple[Reference, ...] = ()


class ByYear:
    """Finds author–year citations in the passages of one document.

    Args:
        index: The entries of its reference list.
    """

    def __init__(self, index: ReferenceIndex) -> None:
        self._speakers = Speakers(index)
        self._plain: dict[
            tuple[object, ...], tuple[tuple[Name, ...], int | None, str, tuple[Reference, ...]]
        ] = {}

    def find(self, text: str, *, sure: bool = False) -> list[Found]:
        """Find the author–year citations of a passage.

        A citation that points to no entry of the list is taken for one only where it has the shape of one and names
        neither a law, a place nor a date.

        Args:
            text: The passage.
            sure: Whether only those that the list knows are wanted.

        Returns:
            One for each work, in reading order.
        """
        found: list[Found] = []
        for bracket in brackets_of(text):
            if bracket.end - bracket.start > 5:
                self._bracket(text, bracket, sure, found)
        if ":" in text and any(word in text for word in _SOURCE_WORDS):
            self._source_lines(text, sure, found)
        return _with_pages(text, found) if found else found

    def _bracket(self, text: str, bracket: Bracket, sure: bool, found: list[Found]) -> None:
        start, end = bracket.start + 1, bracket.end - 1
        plain = _PLAIN.fullmatch(text, bracket.start, bracket.end)
        if plain is not None:
            key = (plain["who"], plain["year"], plain["suffix"], plain["pages"] is None, sure)
            kept = self._plain.get(key)
            if kept is not None:
                names, year, suffix, references = kept
                if not references:
                    low, dated = (found[-1].end if found else 0), Dated(start, end, year, suffix)
                    references = self._speakers.spelled_out(text, low, bracket.start, names, dated)
                pages = plain["pages"] or ""
                found.append(
                    Found(bracket.start, bracket.end, names, year, suffix, pages, "parenthetical", references)
                )
                return
        if found and (again := _IBID.match(text, start, end)) is not None:
            pages, stop = pages_after(text, again.end(), end)
            if not text[stop:end].strip(" .,"):
                found.append(
                    replace(
                        found[-1], start=bracket.start, end=bracket.end, pages=pages, style="parenthetical"
                    )
                )
                return
        if end - start > _LONGEST_BRACKET or not (
            YEARISH.search(text, start, end) or _UNDATED.search(text, start, end)
        ):
            return
        years = years_in(text, start, end)
        low = found[-1].end if found else 0
        if years:
            inner = next((one for one in bracket.inner if one.start < years[0].start < one.end), None)
            if inner is None and not text[start : years[0].start].strip():
                found.extend(self._narrative(text, bracket, years, low, sure))
                return
            made = self._parts(text, bracket, years, sure)
            if made:
                one = made[0]
                if not one.references and not text[start : one.start].strip():
                    # "Kementerian Luar Negeri (Kemlu, 2021)": the name that the short form stands for is before it.
                    spelled = self._speakers.spelled_out(text, low, bracket.start, one.names, years[0])
                    made[0] = replace(one, references=spelled) if spelled else one
                found.extend(made)
                if plain is not None and one.start == bracket.start:
                    self._plain[key] = (one.names, one.year, one.suffix, one.references)
                return
        for nested in bracket.inner:
            self._bracket(text, nested, sure, found)

    def _parts(self, text: str, bracket: Bracket, years: list[Dated], sure: bool) -> list[Found]:
        """The citations of a bracket that holds authors."""
        start, end = bracket.start + 1, bracket.end - 1
        parts = parts_of(text, start, end, bracket.inner)
        found: list[Found] = []
        authors: Authors | None = None
        for part_start, part_end in parts:
            own = [year for year in years if part_start <= year.start and year.end <= part_end]
            if not own:
                continue
            floor = part_start
            while own and (inner := _year_first(text, own[0], bracket.inner, part_start)) is not None:
                # "(see Smith (2020) and Doe (2021))", "(a study by Smith (2020) found as much)"
                within = [year for year in own if year.end < inner.end]
                found.extend(self._narrative(text, inner, within, floor, sure))
                own, floor = own[len(within) :], inner.end
            if own:
                made, authors = self._part(text, floor, part_end, own, authors, sure)
                found.extend(made)
        if not found:
            return found
        only = found[0]
        alone = len(found) == 1 and len(parts) == 1 and only.style == "parenthetical"
        if alone and not text[start : only.start].strip() and not text[only.end : end].strip(" ."):
            found[0] = replace(only, start=bracket.start, end=bracket.end)
        return found

    def _part(
        self, text: str, start: int, end: int, years: list[Dated], before: Authors | None, sure: bool
    ) -> tuple[list[Found], Authors | None]:
        """The citations of one part of a bracket: authors, years, pages, perhaps more of them."""
        found: list[Found] = []
        authors: Authors | None = None
        position = start
        for number, dated in enumerate(years):
            if number and dated.start < position:
                # The range "2021a–c": three works, one span.
                if authors is not None and found:
                    found.append(
                        self._made(found[-1].start, found[-1].end, authors, dated, "", "parenthetical")
                    )
                continue
            between = text[position : dated.start]
            if number and authors is not None and _JOINED.fullmatch(between):
                begin = dated.start
            elif number and _FIRST_EDITION.fullmatch(between):
                continue
            elif number == 0 and before is not None and not between.strip(" ,;&"):
                begin, authors = dated.start, before
            else:
                authors = self._speakers.heading(text, position, dated, sure=sure)
                if authors is None:
                    break
                begin = authors.start
            pages, stop = pages_after(text, dated.end, end)
            citation = self._made(begin, stop, authors, dated, pages, "parenthetical")
            last = number + 1 == len(years)
            if not _AFTER_PART.match(text, stop, end) and not (citation.references and last):
                break
            rest = text[stop:end].strip(" .,")
            if (
                rest
                and authors.guessed
                and not citation.references
                and not found
                and not _AFTER_GUESS.match(text, stop, end)
            ):
                break  # names nobody knows, and words after the year: "(Rakhine, 2017 onwards)"
            found.append(citation)
            position = stop
        return found, authors or before

    def _narrative(
        self, text: str, bracket: Bracket, years: list[Dated], low: int, sure: bool
    ) -> list[Found]:
        """The citations of a bracket that begins with a year: its authors stand before it."""
        end = bracket.end - 1
        own: list[tuple[Dated, str, int]] = []
        rest = years[0].start
        for dated in years:
            if dated.start > rest and not _JOINED.fullmatch(text[rest : dated.start]):
                break
            pages, stop = pages_after(text, dated.end, end)
            own.append((dated, pages, stop))
            rest = max(rest, stop)
        if not own or not _AFTER_YEARS.match(text, rest, end):
            return []
        authors = self._speakers.before(text, low, bracket.start, own[0][0], sure=sure)
        if authors is None:
            return []
        found: list[Found] = []
        closes = not text[rest:end].strip(" .")
        for place, (dated, pages, stop) in enumerate(own):
            begin = authors.start if place == 0 else dated.start
            if closes and place + 1 == len(own):
                stop = bracket.end
                if not pages:
                    pages, stop = _pages_outside(text, stop)
            found.append(self._made(begin, stop, authors, dated, pages, "narrative"))
        if not closes:
            for part_start, part_end in parts_of(text, rest, end):
                theirs = [
                    year for year in years if max(part_start, rest) <= year.start and year.end <= part_end
                ]
                if theirs:
                    made, _ = self._part(text, part_start, part_end, theirs, authors, sure)
                    found.extend(made)
        return found

    def _made(
        self, start: int, end: int, authors: Authors, dated: Dated, pages: str, style: CitationStyle
    ) -> Found:
        references = self._speakers.references(authors, dated)
        return Found(start, end, authors.names, dated.year, dated.suffix, pages, style, references)

    def _source_lines(self, text: str, sure: bool, found: list[Found]) -> None:
        """Add sources named without brackets below a table or figure: ``Source: IOM, 2022``."""
        lines = list(_SOURCE_LINE.finditer(text))
        for place, line in enumerate(lines, start=1):
            begin = line.end()
            after = lines[place] if place < len(lines) else None
            newline = text.find("\n", begin)
            end = newline if newline != -1 else len(text)
            end = min(end, begin + _LONGEST_BRACKET, after.start() if after is not None else end)
            stop = re.search(r"(?<=\d)\.\s+(?=[^\W\d_a-z])", text[begin:end])
            end = begin + stop.start() if stop is not None else end
            inner = tuple(one for one in brackets_of(text[begin:end]))
            spans = [(begin + one.start, begin + one.end) for one in inner]
            authors: Authors | None = None
            for part_start, part_end in parts_of(text, begin, end):
                own = [
                    year
                    for year in years_in(text, part_start, part_end)
                    if not any(low < year.start < high for low, high in spans)
                ]
                if own:
                    made, authors = self._part(text, part_start, part_end, own, authors, sure)
                    found.extend(made)
        found.sort(key=lambda one: (one.start, one.end))


def _year_first(text: str, year: Dated, brackets: tuple[Bracket, ...], start: int) -> Bracket | None:
    """The inner bracket that begins with a year."""
    for one in brackets:
        if start <= one.start < year.start < one.end:
            return one if not text[one.start + 1 : year.start].strip() else None
    return None


def _pages_outside(text: str, end: int) -> tuple[str, int]:
    """Pages right after a bracket: ``Tan (2019), p. 5``."""
    if text[end : end + 1] not in (",", ":", " "):
        return "", end
    pages, after = pages_after(text, end, len(text))
    if pages and any(letter.isalpha() for letter in text[end:after]):
        return pages, after
    return "", end


def _with_pages(text: str, found: list[Found]) -> list[Found]:
    """Give a narrative citation the pages that stand by themselves after the words quoted from it."""
    if "(p" not in text and "(h" not in text:
        return found
    for page in _PAGE_BRACKET.finditer(text):
        before = [place for place, one in enumerate(found) if one.end <= page.start()]
        if not before:
            continue
        last = found[before[-1]]
        if last.style == "narrative" and not last.pages and page.start() - last.end < _QUOTED_WITHIN:
            found[before[-1]] = replace(last, pages=page[1])
    return found
