"""Which citations back a figure: at the end of its sentence, in its narration, or in the sentence after."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rantau.evidence.cued import CuedPattern
from rantau.evidence.lexicon import lexicon
from rantau.evidence.negatives import mask
from rantau.evidence.scanning import may_hold_number
from rantau.store.records import Citation, Passage

__all__ = ["Backing", "known_sources"]

_CARRIES_ON = re.compile(
    r"(?:(?:The|This|That|These|Those|Its)\s+(?:same\s+)?(?:report|study|survey|authors?|data"
    r"|dataset|organi[sz]ation|agency|figures?|research|paper|assessment|source|estimates?|index"
    r"|database)\s+(?:\w+\s+){0,2}?(?:also|further|additionally|likewise|adds?|notes?|found|finds"
    r"|shows?|estimates?|puts?|records?|reports?|suggests?|indicates?|states?)"
    r"|(?:It|They|He|She)\s+(?:also|further|additionally|adds?|notes?|found|finds|estimates?"
    r"|reports?|estimated|noted|reported|recorded)\b"
    r"|(?:Of|Among)\s+(?:these|those|them|whom|this)\b|(?:Laporan|Studi|Data|Survei"
    r"|Penelitian)\s+(?:itu|tersebut|ini|yang sama)|(?:Dari|Di antara)\s+(?:jumlah|angka"
    r"|mereka)\s*(?:itu|tersebut|ini)?\b"
    r"|The same\b|Also according to\b|Ia juga\b|Mereka juga\b|Jumlah (?:itu|tersebut|ini)\b"
    r"|Angka (?:itu|tersebut|ini)\b)",
)
_NOUN = r"(?:figures?|data|numbers?|estimates?|statistics?|counts?|totals?|findings?|results?|shares?"
r"|rates?|percentages?"
_NOUN += r"|proportions?|sums?|amounts?)"
_LOOKS_BACK = re.compile(
    rf"(?:(?:This|These|That|Those)\s+(?:\w+\s+)?{_NOUN}\b"
    rf"|The\s+(?:\w+\s+)?{_NOUN}\s+(?:\w+\s+){{0,2}}?(?:come|comes|came|taken|drawn|based|published"
    rf"|compiled|cited|reported|from)\b"
    r"|(?:This|It|These|They|That)\s+(?:comes?|came|(?:is|was|are|were)\s+(?:from|based|taken"
    r"|drawn|reported|cited|according"
    r"|an? (?:\w+ )?(?:estimate|figure|count)))\b"
    r"|(?:Data|Angka|Jumlah|Temuan|Hal|Statistik)\s+(?:ini|tersebut|itu)\b|(?:as|So)\s+(?:reported|says)\b)"
)
_PART_OF_BEFORE = re.compile(
    r"(?:Of|Among|Dari|Di antara)\s+(?:the\s+|these\s+"
    r"|those\s+)?[\d.,]*\d\s+(?:\w+\s+){0,4}?(?:itu|tersebut|ini|these|those)\b"
)
_ALL_BEFORE = re.compile(
    r"\W*(?:(?:These|Those|All(?: of)?(?: the| these)?|Both)\s+(?:\w+\s+)?(?:figures|numbers|data|estimates|statistics"
    r"|findings|results|shares|rates|totals|percentages)\b"
    r"|(?:The|Semua|Seluruh)\s+(?:figures|data|numbers|angka)\s+(?:above|in this paragraph|di atas|dalam paragraf)"
    r"|(?:Data|Angka-angka|Temuan|Seluruh data|Semua angka|Statistik)\s+(?:ini|tersebut|itu|di atas)\b)"
)
_IS_SOURCE = re.compile(
    r"\b(?:is|are|was|were) the source (?:of|for) (?:these|all|the|this)\b"
    r"|\bsource of (?:these|all the) (?:figures|numbers|data)\b"
    r"|\b(?:merupakan|menjadi|adalah) sumber\b",
    re.IGNORECASE,
)
_COMES_FROM = re.compile(
    r"\b(?:comes?|came|stems?|(?:is|are|was|were)\s+(?:\w+\s+)?(?:from|taken|drawn|based|cited|reported|quoted|compiled)"
    r"|dikutip|bersumber|berasal|diambil|diperoleh|merujuk|mengacu|dihimpun)\b"
)
_OWN_WORK = CuedPattern(
    re.compile(
        r"\b(?:[Ww]e|[Oo]ur|[Oo]wn data|this (?:study|survey|report)|[Tt]he authors|[Kk]ami|penelitian ini"
        r"|survei ini)\b"
    )
)
_SPOKEN_FOR = CuedPattern(
    re.compile(
        r"\b(?:survey|poll|study|monitoring|census|assessment|interviews|records|data|registers?|figures?|statistics|survei"
        r"|studi|kajian|penelitian|catatan)\b[^.;]{0,60}?\b(?:found|finds|show(?:s|ed)?|suggest(?:s|ed)?|reveal(?:s|ed)?"
        r"|indicat(?:es|ed)|put|menemukan|menunjukkan|mencatat|mengungkapkan)\b",
        re.IGNORECASE,
    )
)
_ANOTHER_SPEAKS = CuedPattern(
    re.compile(
        r"\b(?:said|says|told|claims?|claimed|insist(?:s|ed)|according to|menurut|kata|ujar)\b", re.IGNORECASE
    )
)
_ATTRIBUTED = CuedPattern(
    re.compile(
        r"\b(?:according to|data (?:from|by)|figures? (?:from|by)|estimates? (?:from|by|of)"
        r"|reported by|report (?:by|from)|survey (?:by|of)|menurut|berdasarkan data|data dari|laporan"
        r"|dilaporkan oleh)\b",
        re.IGNORECASE,
    )
)
_REPORTING = CuedPattern(re.compile(
    r"\b(?:report(?:s|ed)?|found|finds|not(?:es|ed)|estimat(?:es|ed)|show(?:s|ed)|record(?:s|ed)"
r"|stat(?:es|ed)|document(?:s|ed)|reveal(?:s|ed)|put(?:s)?|calculat(?:es|ed)|mencatat"
r"|melaporkan|menemukan|menunjukkan|memperkirakan|menyatakan|mengungkapkan)\b", re.IGNORECASE
))  # fmt: skip


_FAR = 70
"""Within so many characters of its beginning a sentence says that the figures before it come from a source."""
_OPENING = 30
"""A source named within so many characters of a sentence's beginning is its subject."""


class Backing:
    """Citations of one passage laid over its sentences.

    Args:
        passage: The passage.
        citations: Citations of this passage, any order.
        known: Every citation of the document by the last name of its first author, for a source named without a year.
    """

    def __init__(
        self, passage: Passage, citations: Sequence[Citation], known: Mapping[str, Sequence[Citation]]
    ) -> None:
        self.text = passage.text
        self.sentences = passage.sentences or ((0, len(passage.text)),)
        self.known = known
        self.by_sentence: list[list[Citation]] = [[] for _ in self.sentences]
        for citation in sorted(citations, key=lambda item: item.start):
            self.by_sentence[self._sentence_of(citation)].append(citation)
        self._beside: dict[int, tuple[tuple[Citation, ...], str]] = {}
        """What backs a figure of a sentence that cites nothing for it, by the sentence: its figures share it."""

    def _sentence_of(self, citation: Citation) -> int:
        for number, (start, end) in enumerate(self.sentences):
            if citation.start < end:
                if citation.start >= start + 3 or number == 0:
                    return number
                # A note call after the full stop belongs to the sentence it closes, and so does a
                # parenthesis that stands between two sentences.
                lead = self.text[start : citation.start].strip()
                if citation.style != "narrative" and not lead.strip("(["):
                    return number - 1
                return number
            if number + 1 < len(self.sentences) and citation.start < self.sentences[number + 1][0]:
                return number
        return len(self.sentences) - 1

    def spans(self, sentence: int) -> list[tuple[int, int]]:
        """Spans of citations within a sentence, relative to its start."""
        low, high = self.sentences[sentence]
        spans = []
        for group in self.by_sentence:
            for citation in group:
                if citation.start < high and low < citation.end:
                    spans.append((max(0, citation.start - low), min(high, citation.end) - low))
        return spans

    def of(self, sentence: int, start: int, end: int) -> tuple[tuple[Citation, ...], str]:
        """Citations that back the figure at ``[start, end)`` of the passage, and how they were found.

        ``how`` is ``sentence``, ``next``, ``carried``, ``named``, ``paragraph`` (a citation at the end of a paragraph
        that has no other), or empty when the document speaks for itself.
        """
        own = self._in_sentence(sentence, start, end)
        if own:
            return own, "sentence"
        found = self._beside.get(sentence)
        if found is None:
            found = self._beside[sentence] = self._from_beside(sentence)
        return found

    def _from_beside(self, sentence: int) -> tuple[tuple[Citation, ...], str]:
        """Citations that back what a sentence says, of those that do not stand in it, and how they were found."""
        low, high = self.sentences[sentence]
        stretch = self.text[low:high].lstrip()
        if named := self._named(stretch):
            return named, "named"
        if after := self._after(sentence):
            return after, "next"
        if _CARRIES_ON.match(stretch) or _LOOKS_BACK.match(stretch) or _PART_OF_BEFORE.match(stretch):
            for before in range(sentence - 1, -1, -1):
                if self.by_sentence[before]:
                    return self._last_of(before), "carried"
        if _OWN_WORK.search(stretch) or _SPOKEN_FOR.search(stretch) or _ANOTHER_SPEAKS.search(stretch):
            return (), ""
        if closing := self._closing(sentence):
            return closing, "paragraph"
        if narrator := self._narrator(sentence):
            return narrator, "carried"
        return (), ""

    def text_of(self, sentence: int) -> str:
        """The text of a sentence, by its number."""
        low, high = self.sentences[sentence]
        return self.text[low:high].lstrip()

    def _last_of(self, sentence: int) -> tuple[Citation, ...]:
        """Who spoke last in a sentence: its narrated source, else what its last parenthesis cites."""
        here = self.by_sentence[sentence]
        narrative = [item for item in here if item.style == "narrative"]
        return tuple(narrative[-1:]) or self._run(here, len(here) - 1, backwards=True)

    def _after(self, sentence: int) -> tuple[Citation, ...]:
        """A source that a later sentence gives for what this one says: "These figures come from …"."""
        for later in range(sentence + 1, len(self.sentences)):
            if not self.by_sentence[later]:
                continue
            text = self.text_of(later)
            reaches = later == sentence + 1 and _LOOKS_BACK.match(text)
            goes_on = _CARRIES_ON.match(text) and not _COMES_FROM.search(text, 0, _FAR)
            if (reaches or _ALL_BEFORE.match(text) or _IS_SOURCE.search(text)) and not goes_on:
                return self._run(self.by_sentence[later], 0)
            break
        return ()

    def _closing(self, sentence: int) -> tuple[Citation, ...]:
        """The citation at the end of a paragraph that has no other: it speaks for all of it.

        Not when its sentence says itself who found what it says ("a survey found … (…)"), nor for what the document
        says of its own work.
        """
        last = len(self.sentences) - 1
        group = self.by_sentence[last]
        if sentence >= last or not group or any(self.by_sentence[:last]):
            return ()
        if any(item.style == "narrative" for item in group) or len(self._run(group, 0)) != len(group):
            return ()
        text = self.text_of(last)
        low, high = self.sentences[last]
        if last == 1 and not may_hold_number(mask(self.text[low:high], self.spans(last))):
            # Two sentences of which only the former counts: the latter's source is its own.
            return ()
        ends = self.text[group[-1].end : self.sentences[last][1]].strip(' .;)]"”’*_')
        if ends or _SPOKEN_FOR.search(text) or _OWN_WORK.search(text):
            return ()
        return tuple(group)

    def _narrator(self, sentence: int) -> tuple[Citation, ...]:
        """Whom the sentences before let speak: "Tan (2020) finds that … . A third had …", until another is cited."""
        for before in range(sentence - 1, -1, -1):
            here = self.by_sentence[before]
            if not here:
                continue
            first = here[0]
            opens = first.start - self.sentences[before][0] <= _OPENING
            if first.style == "narrative" and opens and len(here) == 1:
                return (first,)
            return ()
        return ()

    def _in_sentence(self, sentence: int, start: int, end: int) -> tuple[Citation, ...]:
        here = self.by_sentence[sentence]
        if not here:
            return ()
        following = [number for number, item in enumerate(here) if item.start >= end]
        narrative = [item for item in here if item.style == "narrative" and item.end <= start]
        if following:
            first = here[following[0]]
            if first.style != "narrative":
                # A narrated source before the figure speaks for it, unless a parenthesis closes the clause.
                return self._run(here, following[0])
            between = self.text[end : first.start]
            if narrative and (";" in between or re.search(r",?\s(?:while|whereas|but|and)\s", between)):
                return (narrative[-1],)
            if not narrative and re.search(r";|,\s*(?:while|whereas|but)\s", between):
                return ()
            return (narrative[-1],) if narrative else (first,)
        if narrative:
            return (narrative[-1],)
        # All citations stand before the figure: the one that opens the sentence narrates it in parentheses.
        return self._run(here, len(here) - 1, backwards=True)

    def _run(self, here: Sequence[Citation], at: int, *, backwards: bool = False) -> tuple[Citation, ...]:
        """Citations that share one parenthesis or stand side by side."""
        run = [here[at]]
        step = -1 if backwards else 1
        position = at + step
        while 0 <= position < len(here):
            first, second = sorted((run[-1], here[position]), key=lambda item: item.start)
            gap = self.text[first.end : second.start]
            if len(gap) > 12 or not re.fullmatch(
                r"[\s;,()\[\]–-]*(?:and|&|see also|dan|cf\.)?[\s;,()\[\]]*", gap
            ):
                break
            run.append(here[position])
            position += step
        return tuple(sorted(run, key=lambda item: item.start))

    def _named(self, sentence: str) -> tuple[Citation, ...]:
        """A source named without a year ("the IOM estimates that") that the document cites elsewhere."""
        if not (_ATTRIBUTED.search(sentence) or _REPORTING.search(sentence)):
            return ()
        for match in re.finditer(r"\b[A-Z][\w-]*[A-Za-z]\b", sentence[:160]):
            candidates = self.known.get(match.group().lower())
            if not candidates:
                continue
            # By their ids: a document may cite one source thousands of times.
            known = {item.id for item in candidates}
            here = [item for group in self.by_sentence for item in group if item.id in known]
            if here:
                return (here[0],)
            works = {(item.reference or (item.authors, item.year, item.suffix)) for item in candidates}
            if len(works) == 1:
                return (candidates[0],)
        return ()


_NOT_NAMES = lexicon().not_names


def known_sources(citations: Sequence[Citation]) -> dict[str, list[Citation]]:
    """Citations by each acronym or family name they can be called by in running text."""
    known: dict[str, list[Citation]] = {}
    for citation in citations:
        for author in citation.authors[:2]:
            names = {author.split(",")[0].strip().lower()}
            names.update(found.lower() for found in re.findall(r"\(([A-Z][A-Z-]{1,9})\)", author))
            if author.isupper():
                names.add(author.lower())
            initials = "".join(word[0] for word in author.split() if word[:1].isupper())
            if len(author.split()) > 2 and "," not in author:
                names.add(initials.lower())
            for name in names:
                if len(name) > 2 and name not in _NOT_NAMES:
                    known.setdefault(name, []).append(citation)
    return known
