"""Who is named before a year: authors that the list knows, else what has the shape of authors."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rantau.baseline.load import find_place
from rantau.corpus.citing.lexicon import INFORMANTS, LAWS, MONTHS, SIGNAL, STARTERS
from rantau.corpus.citing.matching import ReferenceIndex
from rantau.corpus.citing.names import (
    Name,
    acronyms_of,
    fold,
    is_organisation,
    name_of,
    split_names,
)
from rantau.corpus.citing.pieces import Dated
from rantau.corpus.citing.readings import (
    ALSO_GAP,
    is_somebody,
    person,
    readings_of,
    stops_before,
    trimmed_end,
    without_et_al,
)
from rantau.corpus.citing.shapes import Shape, cue_around, is_name_list, may_be_authors, shape_of, turned
from rantau.corpus.citing.tokens import POSSESSIVE, REACH, Token, may_begin, names_before
from rantau.store.records import Reference

__all__ = ["Authors", "Speakers"]

_LONGEST_HEAD = 400
"""Characters inside a bracket in which the authors of a year are looked for."""
_FAR = 260
"""Characters before a year in which an author who does not stand beside it is looked for."""
_SENTENCE_END = re.compile(r"[.?!]['”\"’]?\s+(?=[^\W\d_a-z])")
_NO_END = re.compile(r"\b(?:et al|[A-Z]|Dr|Prof|Mr|Ms|No|St)$")
_WORK = re.compile(
    r"\b(?:reports?|stud(?:y|ies|ied)|surveys?|research(?:es|ers?)?|data(?:base|set)?|analys[ie]s|articles?|books?|papers?"
    r"|works?|findings|reviews?|estimates?d?|framework|index|theor(?:y|ies)|concepts?|definitions?|typology"
    r"|argu(?:es?|ed|ment)|expand(?:s|ed)|introduc(?:es?|ed)|develop(?:s|ed)|defin(?:es?|ed)|propos(?:es?|ed)"
    r"|publish(?:es|ed)|formulat(?:es?|ed)|describ(?:es?|ed)|explain(?:s|ed)|conceptuali[sz](?:es?|ed)|coin(?:s|ed)|found"
    r"|shows?|showed|wrote|writes|interviews?|testimon(?:y|ies)|laporan|studi|kajian|penelitian|konsep|teori|buku|artikel"
    r"|definisi|temuan|survei|nghiên\s+cứu|báo\s+cáo)\b",
    re.IGNORECASE,
)
"""Words that tie a speaker to a work of theirs."""
_PAGES = re.compile(r"\s*[:,]\s*(?:p|hlm|hal|\d)")
_MONTH = "|".join(sorted((month for month in MONTHS if len(month) > 2), key=len, reverse=True))
_DATE = re.compile(
    rf"(?:^|[\s,]+)(?:(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\.?,?)\s*$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Authors:
    """Authors as cited, and the offset at which their names begin."""

    start: int
    names: tuple[Name, ...]
    more: bool = False
    guessed: bool = False
    """True when the list does not know them: they only have the shape of authors."""
    title: str = ""
    """The title that stands in place of authors."""


class Speakers:
    """Finds the authors of years.

    What was made of a stretch of text is kept: documents cite the same work many times.

    Args:
        index: The entries of the reference list.
    """

    def __init__(self, index: ReferenceIndex) -> None:
        self.index = index
        self._heads: dict[tuple[object, ...], Authors | None] = {}
        self._names: dict[tuple[object, ...], Authors | None] = {}
        self._shapes: dict[str, Shape | None] = {}

    def references(self, authors: Authors, dated: Dated) -> tuple[Reference, ...]:
        """The entries that authors and a year could mean."""
        if authors.title:
            return self.index.titled(authors.title, dated.year)
        return self.index.find(authors.names, authors.more, dated.year, dated.suffix)

    # ---- in brackets -------------------------------------------------------------------------------------------

    def heading(self, text: str, start: int, dated: Dated, *, sure: bool) -> Authors | None:
        """The authors between an offset inside a bracket and a year; None where none are named.

        Args:
            text: The passage.
            start: Where the part of the bracket begins, or the year before ends.
            dated: The year.
            sure: Whether only authors that the list knows are wanted.
        """
        pages = _PAGES.match(text, dated.end) is not None
        key = (text[start : dated.start], dated.year, dated.suffix, pages, sure)
        try:
            kept = self._heads[key]
        except KeyError:
            kept = self._heading(text, start, dated, pages, sure)
            self._heads[key] = _moved(kept, -start)
            return kept
        return _moved(kept, start)

    def _heading(self, text: str, start: int, dated: Dated, pages: bool, sure: bool) -> Authors | None:
        end = dated.start
        while (
            end > start
            and text[end - 1] in " ,:([.–—-"
            and not (text[end - 1] == "." and text[end - 2].isalpha())
        ):
            end -= 1
        start = max(start, end - _LONGEST_HEAD)
        while start < end and text[start] in " ,;&([":
            start += 1
        while (signal := SIGNAL.match(text, start, end)) is not None and signal.end() > start:
            start = signal.end()
        if start >= end or INFORMANTS.search(text, start, end):
            return None
        comma = "," in text[end : dated.start]
        if _DIGIT.search(text, start, end):
            day = _DATE.search(text[start:end])
            if day is not None:
                end, comma = start + day.start(), True
                if not text[start:end].strip(" ,"):
                    return None
        return self.in_bracket(text, start, end, dated, comma=comma, pages=pages, sure=sure)

    def in_bracket(
        self, text: str, start: int, end: int, dated: Dated, *, comma: bool, pages: bool, sure: bool
    ) -> Authors | None:
        """The authors that a stretch of a bracket names; None where it names none.

        Args:
            text: The passage.
            start: Where the stretch begins, behind signals such as "see".
            end: Where it ends, before the year.
            dated: The year.
            comma: Whether a comma parts the two.
            pages: Whether pages follow the year.
            sure: Whether only authors that the list knows are wanted.
        """
        head = text[start:end]
        if not any(letter.isalpha() for letter in head):
            return None
        shaped = is_name_list(head)
        readings = readings_of(head) if shaped else []
        find = self.index.find
        for names, more in readings:
            if find(names, more, dated.year, dated.suffix, slips=False):
                return Authors(start, names, more)
        title = head.strip(" “”\"‘’'*_,.")
        if self.index.titled(title, dated.year):
            return Authors(start, (Name(title),), title=title)
        near = self._named(text, start, end, dated)
        if near is not None:
            return near
        for names, more in readings:
            if find(names, more, dated.year, dated.suffix):
                return Authors(start, names, more)
        if sure or not shaped:
            return None
        for names, more in readings:
            if self.index.knows(names[0]) and (len(names) == 1 or not is_organisation(head)):
                return Authors(start, names, more)
        if may_be_authors(head, comma=comma, pages=pages, certain=dated.undated or bool(dated.suffix)):
            split, more = split_names(head)
            if split and all(is_somebody(name) for name in split):
                return Authors(start, tuple(split), more, guessed=True)
        return None

    # ---- before a bracket ----------------------------------------------------------------------------------------

    def before(self, text: str, low: int, end: int, dated: Dated, *, sure: bool) -> Authors | None:
        """The authors that stand before a bracket with a year; None where there are none.

        Args:
            text: The passage.
            low: Nothing before this offset belongs to them: the end of the citation before.
            end: Where the bracket opens.
            dated: The first year in it.
            sure: Whether only authors that the list knows are wanted.
        """
        end = trimmed_end(text, low, end)
        if end <= low:
            return None
        known = self._named(text, low, end, dated)
        if known is not None:
            return known
        if not text.isascii():
            window = max(low, end - REACH)
            begin, references = self.index.ending(text[window:end], dated.year)
            if references:
                return Authors(begin + window, (Name(text[begin + window : end]),))
        far = self._far(text, low, end, dated)
        if far is not None or sure:
            return far
        return self._guessed(text, low, end, dated)

    def spelled_out(
        self, text: str, low: int, end: int, names: tuple[Name, ...], dated: Dated
    ) -> tuple[Reference, ...]:
        """The entries of an author whose full name stands right before the bracket that holds a short form of it."""
        if len(names) != 1 or " " in names[0].family or names[0].given:
            return ()
        end = trimmed_end(text, low, end)
        word = text.rfind(" ", low, end) + 1
        if word >= end or text[word].islower():
            return ()
        near = self._named(text, low, end, dated)
        if near is None or near.title or near.more or len(near.names) != 1 or " " not in near.names[0].family:
            return ()
        return self.references(near, dated)

    def _named(self, text: str, low: int, end: int, dated: Dated) -> Authors | None:
        """Authors beside the year that the list has for this year."""
        if not self.index.has_year(dated.year):
            return None
        for stop in stops_before(text, low, end):
            names_end, more = without_et_al(text, low, stop)
            tokens = names_before(text, low, names_end)
            if not tokens:
                continue
            begin = tokens[0].start
            key = (text[begin:names_end], more, dated.year, dated.suffix)
            try:
                kept = self._names[key]
            except KeyError:
                found = self._read_all(text, tokens, names_end, dated, more)
                self._names[key] = _moved(found, -begin)
            else:
                found = _moved(kept, begin)
            if found is not None:
                return self._with_author(text, low, found, dated) if found.title else found
        return None

    def _read_all(self, text: str, tokens: list[Token], end: int, dated: Dated, more: bool) -> Authors | None:
        """The longest run of words up to an offset that the list knows: as authors, else as a title."""
        begins = [token.start for place, token in enumerate(tokens) if may_begin(tokens, place)]
        for slips in (False, True):
            for start in begins:
                names = self._read(text, start, end, dated, more, slips=slips)
                if names is not None:
                    return Authors(names[0], names[1], more)
        if not more:
            quoted = [token.start for token in tokens if token.text in '“"‘']
            for start in sorted((*begins, *quoted)):
                if start != tokens[-1].start:
                    phrase = text[start:end].strip("“”\"‘’' ")
                    if self.index.titled(phrase, dated.year):
                        return Authors(start, (Name(phrase),), title=phrase)
        return None

    def _with_author(self, text: str, low: int, named: Authors, dated: Dated) -> Authors:
        """A work named by its title, with its author where the sentence names that too."""
        stretch = text[max(low, named.start - REACH) : named.start]
        ends = [stop.end() for stop in _SENTENCE_END.finditer(stretch)]
        offset = named.start - len(stretch) + (ends[-1] if ends else 0)
        stretch = text[offset : named.start]
        for author in self.references(named, dated)[0].authors[:1]:
            for form in (author.split(" (")[0], *(acronym.upper() for acronym in acronyms_of(author))):
                found = re.search(rf"\b{re.escape(form)}\b", stretch)
                if found is not None:
                    return replace(named, start=offset + found.start(), names=(Name(form),))
        return named

    def _read(
        self, text: str, start: int, end: int, dated: Dated, more: bool, *, slips: bool
    ) -> tuple[int, tuple[Name, ...]] | None:
        """Names between two offsets that the list has for this year, and where they begin."""
        whole = POSSESSIVE.sub("", text[start:end].rstrip(" ,"))
        if not whole:
            return None
        year, suffix, find = dated.year, dated.suffix, self.index.find
        listed = "," in whole
        name = Name(whole) if listed else name_of(whole)
        if find((name,), more, year, suffix, slips=slips and " " not in whole):
            return start, (name,)
        if len(whole) > 90 and not listed:
            return None
        parts = [part for part in ALSO_GAP.split(whole) if part] if " " in whole or listed else [whole]
        if len(parts) == 1:
            for way in turned(whole):
                if find((way,), more, year, suffix, slips=slips):
                    if self._given_agrees(way, dated):
                        return start, (way,)
                    return text.rindex(way.family, start, end), (Name(way.family),)
            return None
        if len(parts) > 12:
            return None
        for people in (tuple(map(person, parts)), tuple(map(name_of, parts))):
            if find(people, more, year, suffix, slips=slips):
                return start, people
        return None

    def _given_agrees(self, name: Name, dated: Dated) -> bool:
        """Whether a first name in full is that of the author in the list, not just a word before a surname."""
        if not name.given or fold(name.given).split()[0] in STARTERS:
            return False
        initial = fold(name.given)[:1]
        return any(
            reference.authors
            and ", " in reference.authors[0]
            and fold(reference.authors[0].split(", ", 1)[1])[:1] == initial
            for reference in self.index.find((Name(name.family),), False, dated.year, dated.suffix)
        )

    def _far(self, text: str, low: int, end: int, dated: Dated) -> Authors | None:
        """An author of the list named earlier in the sentence: "Gasper expanded this concept (2020)"."""
        start = max(low, end - _FAR)
        stretch = text[start:end]
        if not any(form in stretch for form in self.index.forms(dated.year)):
            return None
        for stop in _SENTENCE_END.finditer(stretch):
            if not _NO_END.search(stretch[: stop.start()]):
                start = end - len(stretch) + stop.end()
        last = re.search(r"([^\W\d_][\w'’-]*|\d+|\S)\s*$", text[start:end])
        if last is None or not last[1][0].isalpha() or fold(last[1]) in LAWS:
            return None
        if _WORK.search(text, start, end) is None:
            return None
        for capital in reversed(list(re.finditer(r"[^\W\d_a-z][\w'’‐-]*", text[start:end]))):
            stop_at = start + capital.end()
            for token in names_before(text, start, stop_at):
                name = Name(POSSESSIVE.sub("", text[token.start : stop_at]))
                if not token.capital or fold(name.family) in STARTERS or find_place(name.family) is not None:
                    continue
                if self.index.find((name,), False, dated.year, dated.suffix, slips=False):
                    return Authors(token.start, (name,))
        return None

    def _guessed(self, text: str, low: int, end: int, dated: Dated) -> Authors | None:
        """What has the shape of authors beside the year, though no entry is theirs."""
        for stop in stops_before(text, low, end):
            names_end, more = without_et_al(text, low, stop)
            shape = self._shape(text, low, names_end)
            if shape is None:
                continue
            acronyms = all(name.family.isupper() for name in shape.names)
            if (
                ((more or len(shape.names) > 1 or dated.suffix) and not acronyms)
                or (self.index.knows(shape.names[0]) and self.index.plausible(dated.year))
                or cue_around(text, low, shape.start, end, dated.end)
            ):
                return Authors(shape.start, shape.names, more, guessed=True)
        return None

    def _shape(self, text: str, low: int, end: int) -> Shape | None:
        tokens = names_before(text, low, end)
        if not tokens:
            return None
        begin = tokens[0].start
        key = text[begin:end]
        try:
            kept = self._shapes[key]
        except KeyError:
            found = shape_of(text, tokens, end)
            self._shapes[key] = None if found is None else Shape(found.start - begin, found.names)
            return found
        return None if kept is None else Shape(kept.start + begin, kept.names)


def _moved(authors: Authors | None, by: int) -> Authors | None:
    if authors is None:
        return None
    return Authors(authors.start + by, authors.names, authors.more, authors.guessed, authors.title)
