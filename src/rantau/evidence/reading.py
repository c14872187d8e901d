"""Claims of one passage of running text, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rantau.evidence.backing import Backing
from rantau.evidence.binding import bind, coordinated
from rantau.evidence.context import ClaimContext, Surroundings
from rantau.evidence.currencies import currency_in
from rantau.evidence.groups import group_of
from rantau.evidence.measures import core_of, is_elliptic, measure_of, quote_span, says_nothing
from rantau.evidence.memory import Memory, looks_back
from rantau.evidence.negatives import date_spans, inside, speech_spans
from rantau.evidence.periods import PeriodFound, find_periods, resolve
from rantau.evidence.places import find_places, merged
from rantau.evidence.quantities import Quantity, find_quantities, has_number
from rantau.evidence.roles import Mention, is_aside
from rantau.evidence.tokens import plain_digits, words_of
from rantau.store.records import Citation, Claim, Passage, Period, PlaceMention

__all__ = ["EXTRACTOR", "PassageReader", "confidence"]

EXTRACTOR: Final = "rules-2"
"""Name and version of this rule set, kept with each claim."""

_HOW = {
    "next": "the source is named in the next sentence",
    "carried": "the source is carried on from an earlier sentence",
    "named": "the source is named without a year",
}
_THE_REGION = re.compile(
    r"\b(?:in|across|throughout|within) the (?:sub-?)?region\b|\bregion-?wide\b"
    r"|\bdi (?:seluruh )?kawasan(?: ini)?\b",
    re.IGNORECASE,
)
_ANYONE = frozenset({"people", "persons", "individuals", "orang", "jiwa"})
"""Nouns that say of a figure only that it counts people; what kind, the count before it said."""
_LESS_SURE = 0.15
"""What an indicator loses in score when it is taken from the count that a figure is part of."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what was read in it."""

    number: int
    low: int
    high: int
    scanned: str
    """The sentence with negatives blotted out."""
    sources: frozenset[str]
    looks_back: bool


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
    opening: Sequence[Mention]
    """Places before the sentence's first figure."""
    elliptic: bool
    """True when it leaves out what it is of, since the figure before said so."""
    tail: int | None
    """Where what it says begins, when it shares that with the figure after it."""


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
        memory = Memory()
        for number, (low, high) in enumerate(backing.sentences):
            sentence = text[low:high]
            if passage.kind == "quote" and speech_spans(f"“{sentence}”"):
                continue
            sources = frozenset(_source(item) for item in backing.by_sentence[number])
            words = words_of(sentence)
            if not has_number(sentence, words):
                memory.note(find_places(sentence, sentence, words, self._context.places), sources)
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
        memory: Memory,
    ) -> None:
        low, high = backing.sentences[number]
        text = passage.text[low:high]
        document = self._context.document
        language = passage.language or document.language or "en"
        figures, scanned = find_quantities(text, language, backing.spans(number), spoken, memory.count)
        figures = [figure for figure in figures if not inside(figure.start, figure.end, spoken)]
        repeated = [figure for figure in figures if memory.repeats(scanned[: figure.start], figure)]
        figures = [figure for figure in figures if figure not in repeated]
        sentence = _Sentence(number, low, high, scanned, sources, looks_back(text))
        here = find_places(scanned, text, words_of(scanned), self._context.places)
        telling = [one for one in here if not _said_aside(scanned, figures, one)]
        periods = find_periods(_periods_text(text, scanned), document.year)
        bound = bind(scanned, figures, telling)
        times = bind(scanned, figures, periods)
        base = repeated[0].noun if repeated else ""
        for index, quantity in enumerate(figures):
            figure = _Figure(
                quantity=self._in_currency(quantity, telling),
                before=figures[index - 1].end if index else 0,
                after=figures[index + 1].start if index + 1 < len(figures) else len(scanned),
                own=bound[index][0],
                shared=bound[index][1],
                period=_period_of(
                    scanned,
                    times[index],
                    periods,
                    memory.period,
                    back=sentence.looks_back or bool(repeated),
                ),
                base=base,
                elliptic=_elliptic(scanned, figures, index, [*here, *periods]),
                opening=[one for one in telling if one.end <= figures[0].start],
                tail=_tail(scanned, figures, index),
            )
            claim = self._claim(passage, backing, sentence, figure, memory)
            memory.claims.append(claim)
            if quantity.noun:
                base = claim.measure if len(claim.measure) < 60 else quantity.noun
        memory.note(telling, sources)
        if dated := [
            item
            for item in periods
            if not item.relative and not _compared(scanned, item) and not _aside(scanned, item)
        ]:
            memory.period = dated[-1].period
        memory.count = next((one for one in reversed(figures) if one.noun), memory.count)

    def _in_currency(self, quantity: Quantity, here: Sequence[Mention]) -> Quantity:
        """Settle which country's rupees or dinars are meant."""
        around = [*(one.place for one in here), *(one.id for one in self._surroundings.around())]
        unit = currency_in(quantity.unit, around)
        return quantity if unit == quantity.unit else replace(quantity, unit=unit)

    def _places(
        self, sentence: _Sentence, figure: _Figure, memory: Memory
    ) -> tuple[tuple[PlaceMention, ...], str]:
        """Places of a figure, and where they come from when its sentence names none."""
        places = merged(figure.own, [*figure.shared, *self._opening(figure)])
        part = figure.quantity.inherited or sentence.looks_back
        if places:
            return (memory.completed(places) if part else places), ""
        if _THE_REGION.search(sentence.scanned):
            region = self._surroundings.region()
            if region[0]:
                return region
        before = memory.places_for(sentence.sources)
        return (before, "sentence before") if before else self._surroundings.fallback()

    @staticmethod
    def _opening(figure: _Figure) -> list[Mention]:
        """Where a sentence opens, for a figure that only says whence: "In Qatar …, while a Filipino earned …"."""
        bound = [*figure.own, *figure.shared]
        if not bound or any(one.role != "origin" for one in bound):
            return []
        return [one for one in figure.opening if one.form == "name" and one.role != "origin"]

    def _indicator(self, sentence: _Sentence, figure: _Figure, memory: Memory) -> tuple[str | None, float]:
        quantity, text = figure.quantity, sentence.scanned
        if quantity.change:
            return None, 0.0
        core = core_of(text, quantity, figure.before, figure.after, figure.tail)
        if quantity.unit == "percent":
            core = f"{figure.base} {core}"
        match = self._context.vocabulary.match
        whole = memory.counted_before(quantity.unit)
        if figure.elliptic and whole is not None:
            found, score = match(quantity.unit, core, "", "")
            return (found, score) if found is not None else (whole.indicator, whole.indicator_score)
        found, score = match(quantity.unit, core, text[figure.before : figure.after], text)
        if found is not None or whole is None:
            return found, score
        part = quantity.inherited or sentence.looks_back
        if not part and quantity.noun in _ANYONE:
            part = figure.tail is None and says_nothing(text, quantity, figure.after)
        if part:
            return whole.indicator, round(max(0.0, whole.indicator_score - _LESS_SURE), 3)
        return found, score

    def _claim(
        self,
        passage: Passage,
        backing: Backing,
        sentence: _Sentence,
        figure: _Figure,
        memory: Memory,
    ) -> Claim:
        quantity, low = figure.quantity, sentence.low
        backed, how = backing.of(sentence.number, low + quantity.start, low + quantity.end)
        places, fallback = self._places(sentence, figure, memory)
        period, dated = self._dated(figure.period, backed)
        share = quantity.unit == "percent"
        measure = measure_of(
            sentence.scanned, quantity, figure.before, figure.after, figure.base if share else ""
        )
        indicator, score = self._indicator(sentence, figure, memory)
        core = core_of(sentence.scanned, quantity, figure.before, figure.after, figure.tail)
        start, end = quote_span(passage.text, low, sentence.high, quantity)
        notes = (
            f"the place is taken from the {fallback}" if fallback else "",
            _HOW.get(how, ""),
            dated,
            "says by how much something changed" if quantity.change else "",
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
            group=group_of(
                measure if share else core, _nationality(sentence.scanned, [*figure.own, *figure.shared])
            ),
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


def _said_aside(text: str, figures: Sequence[Quantity], mention: Mention) -> bool:
    before = [figure.end for figure in figures if figure.end <= mention.start]
    if not before or any(figure.start <= mention.start < figure.end for figure in figures):
        return False
    return is_aside(text, before[-1], mention)


def _elliptic(
    text: str, figures: Sequence[Quantity], index: int, said: Sequence[Mention | PeriodFound]
) -> bool:
    if index == 0 or figures[index].unit != figures[index - 1].unit:
        return False
    high = figures[index + 1].start if index + 1 < len(figures) else len(text)
    spans = [(one.start, one.end) for one in said]
    return is_elliptic(text, figures[index], figures[index - 1].end, high, spans)


def _tail(text: str, figures: Sequence[Quantity], index: int) -> int | None:
    last = index
    while coordinated(text, figures, last):
        last += 1
    return figures[last].end if last > index else None


_COMPARED = re.compile(
    r"\b(?:from|than(?: in)?|compared (?:with|to)(?: that of)?|against|over|on|dari"
    r"|dibanding\w*(?: dengan)?)(?: tahun)?\s+$",
    re.IGNORECASE,
)


_ASIDE = re.compile(
    r",\s+(?:opened|founded|established|built|set up|created|signed|adopted|ratified|enacted"
    r"|passed|launched|introduced)\s+"
    r"(?:in|on)\s+$",
    re.IGNORECASE,
)


def _aside(text: str, item: PeriodFound) -> bool:
    """Whether a period is that of a thing, not of the figure: "The nine camps, opened in 1984, hold 91,000"."""
    return bool(_ASIDE.search(text, max(0, item.start - 30), item.start))


def _compared(text: str, item: PeriodFound) -> bool:
    """Whether a period is only what a figure is compared with: "up 77 per cent from 2022"."""
    return bool(_COMPARED.search(text, max(0, item.start - 30), item.start))


def _period_of(
    text: str,
    times: tuple[list[PeriodFound], list[PeriodFound]],
    here: Sequence[PeriodFound],
    last: Period | None,
    *,
    back: bool,
) -> Period | None:
    """The figure's own period before one it shares; "the same year" is worked out from the one named before it.

    Args:
        text: The sentence.
        times: Own and shared periods of the figure.
        here: All periods of its sentence.
        last: The period named last in the sentences before.
        back: Whether the sentence speaks of what was counted before, so that its period holds on.
    """
    found = [item for item in (*times[0], *times[1]) if not _aside(text, item)]
    found = [item for item in found if not _compared(text, item)] or found
    if not found:
        return last if back else None
    first = found[0]
    if not first.relative:
        return first.period
    earlier = [item.period for item in here if not item.relative and item.end <= first.start]
    return resolve(first.period, earlier[-1] if earlier else last)


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
