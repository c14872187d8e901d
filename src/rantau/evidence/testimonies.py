"""From passages to testimonies: quotations in which somebody speaks, told apart from terms, titles and texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rantau.evidence.backing import Backing, known_sources
from rantau.evidence.context import ClaimContext, Surroundings
from rantau.evidence.introductions import PSEUDONYM
from rantau.evidence.places import find_places, mentioned
from rantau.evidence.quotations import may_quote
from rantau.evidence.recording import recorded_by
from rantau.evidence.testimony_reading import Heard, TestimonyReader
from rantau.evidence.tokens import words_of
from rantau.store.records import Citation, Passage, PlaceMention, Testimony

__all__ = ["TESTIMONY_EXTRACTOR", "extract_testimonies"]

TESTIMONY_EXTRACTOR: Final = "testimony-rules-1"
"""Name and version of this rule set, kept with each testimony."""

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
    maker = _Maker(context, cited, known_sources(citations))
    made: list[Testimony] = []
    for number, passage in enumerate(passages):
        if passage.kind == "heading":
            maker.heading = passage
        elif passage.kind in _KINDS and (passage.kind == "quote" or may_quote(passage.text)):
            made.extend(maker.testimonies(passage, reader.read(number)))
    return made


class _Maker:
    """Turns what was heard in a passage into records, with places and sources."""

    def __init__(
        self, context: ClaimContext, cited: dict[str, list[Citation]], known: dict[str, list[Citation]]
    ) -> None:
        self.heading: Passage | None = None
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
            recorded_by=recorded_by(one.around, sources),
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
        index = self._context.places
        for text in (one.speaker.text, one.around, passage.text[one.start : one.end]):
            if text and index.may_name(text):
                found = mentioned(find_places(text, text, words_of(text), index))
                if found:
                    return found, ""
        if self._surroundings is None:
            self._surroundings = Surroundings(self._context)
        if self.heading is not None and self.heading is not self._entered:
            self._surroundings.enter(self.heading)
            self._entered = self.heading
        self._surroundings.at(passage)
        return self._surroundings.fallback()
