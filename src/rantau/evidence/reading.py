"""Claims of one passage of running text, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rantau.evidence.backing import Backing
from rantau.evidence.binding import bind
from rantau.evidence.context import ClaimContext, Surroundings
from rantau.evidence.groups import group_of
from rantau.evidence.measures import clause_of, measure_of, quote_span
from rantau.evidence.negatives import date_spans, inside, speech_spans
from rantau.evidence.numbers import plain_digits, words_of
from rantau.evidence.periods import PeriodFound, find_periods, resolve
from rantau.evidence.places import Mention, find_places, mentioned, merged
from rantau.evidence.quantities import Quantity, find_quantities, has_number
from rantau.store.records import Citation, Claim, Passage, Period, PlaceMention

__all__ = ["EXTRACTOR", "PassageReader", "confidence"]

EXTRACTOR: Final = "rules-1"
"""Name and version of this rule set, kept with each claim."""

_HOW = {
    "next": "the source is named in the next sentence",
    "carried": "the source is carried on from an earlier sentence",
    "named": "the source is named without a year",
}


@dataclass(slots=True)
class _Memory:
    """What a passage has said so far, for sentences that leave it out."""

    places: tuple[PlaceMention, ...] = ()
    sources: frozenset[str] = frozenset()
    period: Period | None = None
    claims: list[Claim] = field(default_factory=list)

    def note_places(self, found: Sequence[Mention], sources: frozenset[str]) -> None:
        if found:
            self.places, self.sources = mentioned(found), sources

    def places_for(self, sources: frozenset[str]) -> tuple[PlaceMention, ...]:
        """The places of the sentence before, unless another source speaks now."""
        if sources and self.sources and not sources & self.sources:
            return ()
        return self.places


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure with what belongs to it, ready to be made a claim."""

    quantity: Quantity
    before: int
    after: int
    own: Sequence[Mention]
    shared: Sequence[Mention]
    period: Period | None
    base: str


class PassageReader:
    """Reads the passages of one document.

    Args:
        context: Document, place names and vocabulary.
        surroundings: Places of headings and title.
        known: Every citation of the document by the names its source goes by.
    """

    def __init__(
        self, context: ClaimContext, surroundings: Surroundings, known: Mapping[str, Sequence[Citation]]
    ) -> None:
        self._context = context
        self._surroundings = surroundings
        self._known = known

    def read(self, passage: Passage, cited: Sequence[Citation]) -> list[Claim]:
        """The claims of a passage in reading order.

        Args:
            passage: The passage.
            cited: Its citations, any order.
        """
        text = passage.text
        if not has_number(text, words_of(text)):
            return []
        backing = Backing(passage, cited, self._known)
        speech = speech_spans(text)
        memory = _Memory()
        for number, (low, high) in enumerate(backing.sentences):
            sentence = text[low:high]
            if passage.kind == "quote" and speech_spans(f"“{sentence}”"):
                continue
            sources = frozenset(_source(item) for item in backing.by_sentence[number])
            words = words_of(sentence)
            if not has_number(sentence, words):
                found = find_places(sentence, sentence, words, self._context.places)
                memory.note_places(found, sources)
                continue
            spoken = [
                (max(0, start - low), min(high, end) - low)
                for start, end in speech
                if start < high and low < end
            ]
            self._sentence(passage, backing, number, spoken, sources, memory)
        return memory.claims

    def _sentence(
        self,
        passage: Passage,
        backing: Backing,
        number: int,
        spoken: Sequence[tuple[int, int]],
        sources: frozenset[str],
        memory: _Memory,
    ) -> None:
        low, high = backing.sentences[number]
        sentence = passage.text[low:high]
        document = self._context.document
        language = passage.language or document.language or "en"
        figures, scanned = find_quantities(sentence, language, backing.spans(number), spoken)
        figures = [figure for figure in figures if not inside(figure.start, figure.end, spoken)]
        here = find_places(scanned, sentence, words_of(scanned), self._context.places)
        periods = find_periods(_periods_text(sentence, scanned), document.year)
        bound = bind(scanned, figures, here)
        times = bind(scanned, figures, periods)
        base = ""
        for index, quantity in enumerate(figures):
            figure = _Figure(
                quantity=quantity,
                before=figures[index - 1].end if index else 0,
                after=figures[index + 1].start if index + 1 < len(figures) else len(scanned),
                own=bound[index][0],
                shared=bound[index][1],
                period=_period_of(times[index], memory.period),
                base=base,
            )
            claim = self._claim(passage, backing, number, scanned, figure, sources, memory)
            memory.claims.append(claim)
            if quantity.noun:
                base = claim.measure if len(claim.measure) < 60 else quantity.noun
        memory.note_places(here, sources)
        if dated := [item for item in periods if not item.relative]:
            memory.period = dated[-1].period

    def _places(
        self, figure: _Figure, sources: frozenset[str], memory: _Memory
    ) -> tuple[tuple[PlaceMention, ...], str]:
        """Places of a figure, and where they come from when its sentence names none."""
        places = merged(figure.own, figure.shared)
        if places:
            return places, ""
        if before := memory.places_for(sources):
            return before, "sentence before"
        return self._surroundings.fallback()

    def _claim(
        self,
        passage: Passage,
        backing: Backing,
        number: int,
        scanned: str,
        figure: _Figure,
        sources: frozenset[str],
        memory: _Memory,
    ) -> Claim:
        low, high = backing.sentences[number]
        quantity = figure.quantity
        backed, how = backing.of(number, low + quantity.start, low + quantity.end)
        places, fallback = self._places(figure, sources, memory)
        period, dated = self._dated(figure.period, backed)
        measure = measure_of(
            scanned,
            quantity,
            figure.before,
            figure.after,
            figure.base if quantity.unit == "percent" else "",
        )
        clause = clause_of(scanned, quantity, 0, figure.after)
        indicator, score = self._context.vocabulary.match(quantity.unit, measure, scanned)
        counted = measure if quantity.noun or quantity.unit == "percent" else clause
        start, end = quote_span(passage.text, low, high, quantity)
        notes = (
            f"the place is taken from the {fallback}" if fallback else "",
            _HOW.get(how, ""),
            dated,
        )
        return Claim(
            id=f"{passage.id}/q{len(memory.claims) + 1}",
            document=passage.document,
            passage=passage.id,
            page=passage.page_at(start) if passage.spans else 1,
            start=start,
            end=end,
            quote=passage.text[start:end],
            value=quantity.value,
            low=quantity.low,
            high=quantity.high,
            qualifier=quantity.qualifier,
            unit=quantity.unit,
            measure=measure,
            indicator=indicator,
            indicator_score=score,
            places=places,
            group=group_of(counted, _nationality(scanned, [*figure.own, *figure.shared])),
            period=period,
            citations=tuple(item.id for item in backed),
            own_data=not backed,
            extracted_by=EXTRACTOR,
            confidence=confidence(
                quantity,
                cited=bool(backed),
                how=how,
                mapped=indicator is not None,
                placed=bool(places),
                fallback=fallback,
                dated=period is not None,
            ),
            notes=tuple(note for note in notes if note),
        )

    def _dated(self, period: Period | None, sources: Sequence[Citation]) -> tuple[Period | None, str]:
        """A period in words alone ("throughout the year") gets the year of the source, or of the document."""
        if period is None or period.start:
            return period, ""
        year = next((item.year for item in sources if item.year), None) or self._context.document.year
        if not year:
            return None, ""
        return Period(str(year), str(year), period.text), "the year is that of the source"


def _periods_text(sentence: str, scanned: str) -> str:
    """Text to read periods in: citations, titles and laws blotted out, but dates left standing."""
    text = plain_digits(scanned)
    for low, high in date_spans(sentence):
        text = text[:low] + sentence[low:high] + text[high:]
    return text


def _source(citation: Citation) -> str:
    return citation.reference or f"{citation.authors}{citation.year}{citation.suffix}"


def _period_of(times: tuple[list[PeriodFound], list[PeriodFound]], last: Period | None) -> Period | None:
    """The first period named, else the first one meant ("the same year"), worked out from the one before it."""
    found = [*times[0], *times[1]]
    for item in found:
        if not item.relative:
            return item.period
    return resolve(found[0].period, last) if found else None


def _nationality(text: str, mentions: Sequence[Mention]) -> str:
    for mention in mentions:
        if mention.form == "demonym" and mention.role == "origin":
            return text[mention.start : mention.end]
    return ""


def confidence(
    quantity: Quantity, *, cited: bool, how: str, mapped: bool, placed: bool, fallback: str, dated: bool
) -> float:
    """How sure the rules are, in [0, 1]: a sum of what speaks for a figure.

    0.45 for any figure with a unit; +0.10 a unit of its own rather than another figure's; +0.10 written in digits;
    +0.10 an indicator; +0.10 a place in its own sentence, +0.03 one from elsewhere; +0.08 a source in its own sentence,
    +0.04 one from a neighbour; +0.07 a period.
    """
    score = 0.45
    score += 0.10 * (not quantity.inherited)
    score += 0.10 * (not quantity.words)
    score += 0.10 * mapped
    score += (0.03 if fallback else 0.10) if placed else 0.0
    score += (0.08 if how == "sentence" else 0.04) if cited else 0.0
    score += 0.07 * dated
    return round(min(1.0, score), 2)
