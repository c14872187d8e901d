"""From passages to testimonies: quotations in which somebody speaks, told apart from terms, titles and texts."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from typing import Final

from rantau.corpus.quotation_marks import may_quote
from rantau.evidence.backing import Backing, known_sources
from rantau.evidence.context import ClaimContext, Surroundings
from rantau.evidence.introductions import outside_quotations
from rantau.evidence.places import find_places, mentioned
from rantau.evidence.recording import recorded_by
from rantau.evidence.speakers import PSEUDONYM
from rantau.evidence.testimony_reading import Heard, TestimonyReader
from rantau.evidence.tokens import words_of
from rantau.store.records import Citation, Passage, PlaceMention, Testimony

__all__ = ["TESTIMONY_EXTRACTOR", "extract_testimonies"]

TESTIMONY_EXTRACTOR: Final = "testimony-rules-2"
"""Name and version of this rule set, kept with each testimony."""

_ABIDE = frozenset({"official", "company", "ngo", "expert"})
"""Kinds of speaker who are where the document is about, whatever places they speak of."""
_LOOKS_BACK = 2
"""Paragraphs over which a place reaches back, an assumption."""
_ENOUGH = 80
"""Passages that tell what country a document is about."""
_KINDS = frozenset({"paragraph", "list_item", "quote", "table", "caption", "footnote", "endnote"})


def extract_testimonies(
    passages: Sequence[Passage], citations: Sequence[Citation], context: ClaimContext
) -> list[Testimony]:
    """Take every testimony out of one document.

    A testimony is a quotation in which somebody speaks. Terms in quotation marks, titles, names of laws, slogans and
    quotations of documents are none.

    Args:
        passages: The document's passages in reading order.
        citations: The document's citations, any order.
        context: Document and place names.

    Returns:
        Testimonies in reading order: ``passage.text[one.start:one.end] == one.quote``, marks outside. Words that a
        speech tag parts ("I paid," she said, "all of it.") are one testimony with the tag inside. Words that go on in
        the next paragraph are one for each paragraph, since a testimony stands in one passage.
    """
    cited: dict[str, list[Citation]] = {}
    for citation in citations:
        cited.setdefault(citation.passage, []).append(citation)
    reader = TestimonyReader(passages, cited, context.document.language or "en")
    maker = _Maker(context, passages, cited, known_sources(citations))
    made: list[Testimony] = []
    for number, passage in enumerate(passages):
        if passage.kind == "heading":
            maker.heading = passage
        elif passage.kind in _KINDS and (passage.kind == "quote" or may_quote(passage.text)):
            made.extend(maker.testimonies(passage, reader.read(number)))
        if passage.kind == "heading":
            maker.before.clear()
        elif passage.kind in _KINDS:
            maker.before.append(passage)
    return made


class _Maker:
    """Turns what was heard in a passage into records, with places and sources."""

    def __init__(
        self,
        context: ClaimContext,
        passages: Sequence[Passage],
        cited: dict[str, list[Citation]],
        known: dict[str, list[Citation]],
    ) -> None:
        self.heading: Passage | None = None
        self.before: deque[Passage] = deque(maxlen=_LOOKS_BACK)
        """The last passages under the same heading."""
        self._passages = passages
        self._main: tuple[PlaceMention, ...] | None = None
        self._context = context
        self._cited = cited
        self._known = known
        self._surroundings: Surroundings | None = None
        self._entered: Passage | None = None

    def testimonies(self, passage: Passage, heard: Sequence[Heard]) -> list[Testimony]:
        if not heard:
            return []
        backing = Backing(passage, self._cited.get(passage.id, ()), self._known)
        return [self._testimony(passage, one, number, backing) for number, one in enumerate(heard, start=1)]

    def _testimony(self, passage: Passage, one: Heard, number: int, backing: Backing) -> Testimony:
        sources = self._sources(one, backing)
        places, fallback = self._places(passage, one)
        quote = passage.text[one.start : one.end]
        assumed = one.speaker.assumed and one.speaker.type == "migrant"
        notes = (
            "that a migrant speaks is assumed: the text gives the speaker no role" if assumed else "",
            f"the place is taken from the {fallback}" if fallback else "",
            *one.notes,
        )
        return Testimony(
            id=f"{passage.id}/t{number}",
            document=passage.document,
            passage=passage.id,
            page=passage.page_at(one.start) if passage.spans else 1,
            start=one.start,
            end=one.end,
            quote=quote,
            speaker=one.speaker.text,
            speaker_type=one.speaker.type,
            places=places,
            recorded_by=recorded_by(one.around, sources) or recorded_by(outside_quotations(passage.text), ()),
            citations=tuple(source.id for source in sources),
            pseudonyms=tuple(dict.fromkeys(PSEUDONYM.findall(f"{quote} {one.speaker.text}"))),
            extracted_by=TESTIMONY_EXTRACTOR,
            confidence=one.confidence,
            notes=tuple(note for note in notes if note),
        )

    def _sources(self, one: Heard, backing: Backing) -> tuple[Citation, ...]:
        """Citations of the sentence in which it ends, else of the one in which it begins, or that leads up to it."""
        ends = [
            number
            for number, (low, high) in enumerate(backing.sentences)
            if low < one.outer_end and one.start < high
        ]
        for number in reversed(ends or [0]):
            found, _ = backing.of(number, one.start, one.end)
            if found:
                return found
        if one.led_by is not None:
            before = sorted(self._cited.get(one.led_by.id, ()), key=lambda source: source.start)
            low = one.led_by.sentences[-1][0] if one.led_by.sentences else 0
            return tuple(source for source in before if source.start >= low)
        return ()

    def _places(self, passage: Passage, one: Heard) -> tuple[tuple[PlaceMention, ...], str]:
        """Places of the speaker's description, else of the words beside it, its words, and ever wider about it."""
        abides = one.speaker.type in _ABIDE
        beside = (
            (one.speaker.text, one.around)
            if abides
            else (one.speaker.text, one.around, passage.text[one.start : one.end], passage.text)
        )
        for number, text in enumerate(beside):
            if found := self._named(text):
                return found, "paragraph" if number == 3 else ""
        if self._surroundings is None:
            self._surroundings = Surroundings(self._context)
        if self.heading is not None and self.heading is not self._entered:
            self._surroundings.enter(self.heading)
            self._entered = self.heading
        self._surroundings.at(passage)
        found, where = self._surroundings.fallback()
        if found:
            return found, where
        if abides and (main := self._mostly_about()):
            return main, "document as a whole"
        for text in (passage.text, *(before.text for before in reversed(self.before))):
            if found := self._named(text):
                return found, "paragraph, or the one before"
        if about := self._surroundings.around():
            return tuple(PlaceMention(place.id) for place in about[:1]), "heading or title"
        main = self._mostly_about()
        return main, "document as a whole" if main else ""

    def _named(self, text: str) -> tuple[PlaceMention, ...]:
        index = self._context.places
        if not text or not index.may_name(text):
            return ()
        return mentioned(find_places(text, text, words_of(text), index))

    def _mostly_about(self) -> tuple[PlaceMention, ...]:
        """The country that the document names oftenest other than as one that people come from."""
        if self._main is None:
            counts: Counter[str] = Counter()
            for passage in self._passages[:_ENOUGH]:
                named = self._named(passage.text)
                counts.update(place.id for place in named if place.id.isupper() and place.role != "origin")
            first = counts.most_common(2)
            clear = bool(first) and first[0][1] >= 2 and (len(first) == 1 or first[0][1] > first[1][1])
            self._main = (PlaceMention(first[0][0]),) if clear else ()
        return self._main
