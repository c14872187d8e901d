"""What the extractor must know beside the text, and where a figure is when its own sentence names no place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rantau.baseline.load import places as baseline_places
from rantau.evidence.indicators import Vocabulary, shipped_vocabulary
from rantau.evidence.places import PlaceIndex, find_places, mentioned
from rantau.evidence.tokens import words_of
from rantau.store.records import Document, Passage, PlaceMention

__all__ = ["ClaimContext", "Surroundings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimContext:
    """What the extractor must know beside the text.

    Args:
        document: The document the passages are of.
        places: Names to find, see :func:`rantau.evidence.places.default_place_index`.
        vocabulary: Indicators to map to; the shipped vocabulary unless given.
        sections: Section id to title, nearest heading first where they nest; headings among the passages are used
            where a section is not listed.
    """

    document: Document
    places: PlaceIndex
    vocabulary: Vocabulary = field(default_factory=shipped_vocabulary)
    sections: Mapping[str, str] = field(default_factory=dict)


class Surroundings:
    """Places that headings and the document as a whole are about."""

    def __init__(self, context: ClaimContext) -> None:
        self._context = context
        self.document = self._places(context.document.title)
        self._titles = {section: self._places(text) for section, text in context.sections.items()}
        self._heading: tuple[PlaceMention, ...] = ()
        self.heading = ""
        """The heading's text."""
        self._section: str | None = None

    def _places(self, text: str) -> tuple[PlaceMention, ...]:
        return mentioned(find_places(text, text, words_of(text), self._context.places))

    def enter(self, heading: Passage) -> None:
        """A heading opens what follows it."""
        self._heading = self._places(heading.text)
        self.heading = heading.text
        self._section = heading.section

    def at(self, passage: Passage) -> None:
        """A passage of a section whose heading is not among the passages."""
        if passage.section is None or passage.section == self._section:
            return
        if passage.section in self._titles:
            self._section, self._heading = passage.section, self._titles[passage.section]
            self.heading = self._context.sections[passage.section]

    def around(self) -> tuple[PlaceMention, ...]:
        """Places of the heading, then of the title."""
        return (*self._heading, *self.document)

    def fallback(self) -> tuple[tuple[PlaceMention, ...], str]:
        """Places for a figure whose sentence names none, and where they were taken from.

        A heading gives its place when it names one only, since one that names two compares them; a title may name the
        two ends of a corridor, or peoples and the one country they are in. A place on its own has no role there.
        """
        for places, name in ((self._heading, "heading"), (self.document, "document title")):
            if len(places) == 1:
                return (PlaceMention(places[0].id),), name
            if len(places) == 2 and name == "document title":
                return places, name
        if host := self.country():
            return host, "document title"
        origins = dict.fromkeys(place.id for place in self.document if place.role == "origin")
        if len(origins) == 1:
            # "Nepali migrants in the Gulf and Malaysia": what is said of no place is said of Nepal.
            return (PlaceMention(next(iter(origins))),), "document title"
        return (), ""

    def country(self) -> tuple[PlaceMention, ...]:
        """The one country in the heading, else in the title, that is not only where people come from."""
        for places in (self._heading, self.document):
            where = [place for place in places if place.role != "origin"]
            if len(where) == 1 and where[0].id.isupper():
                return (PlaceMention(where[0].id),)
        return ()

    def home(self) -> tuple[PlaceMention, ...]:
        """The one country in the heading, else in the title, whatever its role: whose report this is."""
        for places in (self._heading, self.document):
            countries = dict.fromkeys(place.id for place in places if place.id.isupper())
            if len(countries) == 1:
                return (PlaceMention(next(iter(countries))),)
        return ()

    def region(self) -> tuple[tuple[PlaceMention, ...], str]:
        """The region that "the region" means: the one that the heading or the title names."""
        for places, name in ((self._heading, "heading"), (self.document, "document title")):
            for place in places:
                if (known := baseline_places().get(place.id)) is not None and known.kind == "region":
                    return (PlaceMention(place.id),), name
        return (), ""
