"""Claims of one passage of running text, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rantau.baseline.load import places as baseline_places
from rantau.evidence.backing import Backing
from rantau.evidence.context import ClaimContext, Surroundings
from rantau.evidence.cued import CuedPattern
from rantau.evidence.currencies import currency_in, is_money, wage_country
from rantau.evidence.figures import Figure, figures_of, last_period, telling_places
from rantau.evidence.groups import group_of
from rantau.evidence.measures import quote_span, says_nothing
from rantau.evidence.memory import Memory, looks_back
from rantau.evidence.negatives import date_spans, mask, speech_spans
from rantau.evidence.periods import ends_with_source, find_periods, in_year
from rantau.evidence.places import OTHERS, find_places, mentioned, peoples_within
from rantau.evidence.quantities import Quantity, find_quantities
from rantau.evidence.roles import Mention
from rantau.evidence.scanning import Scanned, may_hold_number, scan
from rantau.evidence.tokens import words_of
from rantau.store.records import Citation, Claim, Group, Passage, Period, PlaceMention

__all__ = ["EXTRACTOR", "OF_A_PART", "OF_NO_REGION", "PassageReader", "confidence"]

EXTRACTOR: Final = "rules-4"
"""Name and version of this rule set, kept with each claim."""

_HOW = {
    "next": "the source is named in the next sentence",
    "carried": "the source is carried on from an earlier sentence",
    "named": "the source is named without a year",
    "paragraph": "the source is named at the end of the paragraph",
}
OF_A_PART: Final = "the figure is of "
"""How a note begins that says of which part of a country a figure is; claims of different parts are not compared."""
OF_NO_REGION: Final = "it is said of a region that is not named"
"""A note of claims whose place is neither the title's country nor the one that most figures are of."""
_THE_REGION = CuedPattern(
    re.compile(
        r"\b(?:in|across|throughout|within) the (?:sub-?)?region\b(?! of\b)|\bregion-?wide\b"
        r"|\bdi (?:seluruh )?kawasan(?: ini)?\b",
        re.IGNORECASE,
    )
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
    first: int
    """Where its first figure begins."""
    around: str
    """The heading above and the sentence before."""


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
        self._section: str | None = None
        self._spoken_of: list[str] = []
        """Countries that passages before have named, the last named first."""
        self._before: tuple[PlaceMention, ...] = ()
        """The one place that the paragraph before, of the same section, was about."""

    def read(self, passage: Passage, cited: Sequence[Citation]) -> list[Claim]:
        """The claims of a passage in reading order.

        Args:
            passage: The passage.
            cited: Its citations, any order.
        """
        text = passage.text
        if passage.section != self._section:
            self._section, self._before = passage.section, ()
        backing = Backing(passage, cited, self._known)
        telling = [
            number
            for number, (low, high) in enumerate(backing.sentences)
            if may_hold_number(text[low:high])
            and (not (spans := backing.spans(number)) or may_hold_number(mask(text[low:high], spans)))
        ]
        if not telling:
            return []
        speech = speech_spans(text)
        memory = Memory()
        for number, (low, high) in enumerate(backing.sentences[: telling[-1] + 1]):
            sentence = text[low:high]
            if passage.kind == "quote" and speech_spans(f"“{sentence}”"):
                continue
            sources = frozenset(_source(item) for item in backing.by_sentence[number])
            if number not in telling:
                memory.note(self._named(sentence), sources)
                continue
            spoken = [
                (max(0, start - low), min(high, end) - low)
                for start, end in speech
                if start < high and low < end
            ]
            self._sentence(passage, backing, number, spoken, sources, memory)
        about = memory.where()
        for place in memory.places:
            if place.id in self._spoken_of:
                self._spoken_of.remove(place.id)
            self._spoken_of.insert(0, place.id)
        if memory.places:
            self._before = about if len(about) == 1 else ()
        return memory.claims

    def _named(self, sentence: str) -> list[Mention]:
        """Places of a sentence without figures."""
        if not self._context.places.may_name(sentence):
            return []
        return find_places(sentence, sentence, words_of(sentence), self._context.places)

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
        read = scan(passage.text[low:high], backing.spans(number), spoken)
        document = self._context.document
        language = passage.language or document.language or "en"
        figures = find_quantities(read, language, memory.count, memory.money)
        repeated = [figure for figure in figures if memory.repeats(read.text[: figure.start], figure)]
        figures = [figure for figure in figures if figure not in repeated]
        here = find_places(read.text, read.original, read.words, self._context.places)
        periods = find_periods(_periods_text(read), document.year)
        telling = telling_places(read.text, figures, here)
        if figures:
            sentence = _Sentence(
                number,
                low,
                high,
                read.text,
                sources,
                looks_back(read.original),
                figures[0].start,
                f"{self._surroundings.heading}\n{backing.text_of(number - 1) if number else ''}",
            )
            settled = [self._in_currency(figure, telling, memory) for figure in figures]
            base = repeated[0].noun if repeated else ""
            back = sentence.looks_back or bool(repeated)
            for figure in figures_of(read.text, settled, here, periods, memory.period, base, back=back):
                memory.claims.append(self._claim(passage, backing, sentence, figure, memory))
        memory.note(telling, sources)
        memory.period = last_period(read.text, periods) or memory.period
        memory.money = next(
            (one.unit.partition("/")[0] for one in figures if is_money(one.unit)), memory.money
        )
        memory.count = next((one for one in reversed(figures) if one.noun), memory.count)

    def _in_currency(self, quantity: Quantity, here: Sequence[Mention], memory: Memory) -> Quantity:
        """Settle which country's rupees or dinars are meant."""
        spoken = [*memory.places, *self._surroundings.around()]
        around = [*(one.place for one in here), *(one.id for one in spoken), *self._spoken_of]
        unit = currency_in(quantity.unit, around)
        return quantity if unit == quantity.unit else replace(quantity, unit=unit)

    def _places(
        self, sentence: _Sentence, figure: Figure, memory: Memory
    ) -> tuple[tuple[PlaceMention, ...], str]:
        """Places of a figure, and where they come from when its sentence names none."""
        places = mentioned(figure.places)
        part = figure.quantity.inherited or sentence.looks_back
        if places:
            return self._host(memory.completed(places) if part else places, memory, sentence.sources), ""
        if _THE_REGION.search(sentence.scanned):
            region = self._surroundings.region()
            if region[0]:
                return region
            # Of a region that nobody names, the one country of the title is no more than a part.
            spoken = tuple(place for place in memory.where() if _is_region(place))
            return (spoken, "sentence before") if spoken else ((), "")
        return self._from_elsewhere(sentence.sources, memory)

    def _from_elsewhere(
        self, sources: frozenset[str], memory: Memory
    ) -> tuple[tuple[PlaceMention, ...], str]:
        """Places of a figure whose sentence names none: the nearest that was spoken of, by the same source first."""
        if before := memory.places_for(sources):
            before = self._host(before, memory, sources)
            where = tuple(place for place in before if place.role != "origin")
            # A list of peoples ("Nepalis were 34%, Bangladeshis 27%") is over when its sentence is.
            return (where if where and len(before) > len(where) + 1 else before), "sentence before"
        around = self._surroundings.fallback()
        if len(around[0]) == 1:
            return around
        if before := memory.where():
            return self._host(before, memory, sources), "sentence before"
        return (self._before, "paragraph before") if self._before else around

    def _host(
        self, places: tuple[PlaceMention, ...], memory: Memory, sources: frozenset[str]
    ) -> tuple[PlaceMention, ...]:
        """Add the one country that the heading, the title or the sentence before is about to whence people come."""
        if any(place.role != "origin" for place in places):
            return places
        known = {place.id for place in places}
        around = [place for place in memory.places_for(sources) if place.role != "origin"]
        around = around or list(self._surroundings.country())
        if len(around) != 1 or around[0].id in known:
            return places
        return (PlaceMention(around[0].id, around[0].role), *places)

    def _indicator(self, sentence: _Sentence, figure: Figure, memory: Memory) -> tuple[str | None, float]:
        quantity, text = figure.quantity, sentence.scanned
        if quantity.change:
            return None, 0.0
        core = f"{figure.base} {figure.core}" if quantity.unit == "percent" else figure.core
        match = self._context.vocabulary.match
        whole = memory.counted_before(quantity.unit, figure.siblings)
        if figure.elliptic and whole is not None:
            found, score = match(quantity.unit, core, "", "")
            return (found, score) if found is not None else (whole.indicator, whole.indicator_score)
        clause = text[figure.before : figure.after]
        # Where the sentence opens is said of all its figures; what stands by another is that one's, unless this one
        # says nothing for itself.
        wide = text if figure.bare and not figure.parted else f"{text[: sentence.first]} {clause}"
        found, score = match(quantity.unit, core, clause, wide, sentence.around)
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
        figure: Figure,
        memory: Memory,
    ) -> Claim:
        quantity, low = figure.quantity, sentence.low
        backed, how = backing.of(sentence.number, low + quantity.start, low + quantity.end)
        places, fallback = self._places(sentence, figure, memory)
        if (
            fallback
            and (paid_in := wage_country(quantity.unit))
            and paid_in not in {one.id for one in places}
        ):
            places, fallback = (PlaceMention(paid_in),), "money it is paid in"
        period, dated = self._dated(figure.period, backed)
        group = group_of(
            figure.measure if quantity.unit == "percent" else figure.core,
            _nationality(sentence.scanned, figure.places),
        )
        if figure.elliptic and _OTHERS.match(sentence.scanned, quantity.end):
            group = replace(group, nationality=OTHERS)
        indicator, score = self._indicator(sentence, figure, memory)
        unlike = not figure.parted or self._differs(indicator, figure, group, places, memory)
        if not unlike:
            indicator, score = None, 0.0
        start, end = quote_span(passage.text, low, sentence.high, quantity)
        notes = (
            f"the place is taken from the {fallback}" if fallback else "",
            OF_NO_REGION if not places and _THE_REGION.search(sentence.scanned) else "",
            _within(sentence.scanned, figure.places),
            _HOW.get(how, ""),
            dated,
            "says by how much something changed" if quantity.change else "",
            "" if unlike else "a part of the count before it; what sets it apart was not read",
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
            measure=figure.measure,
            indicator=indicator,
            indicator_score=score,
            places=places,
            group=group,
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

    @staticmethod
    def _differs(
        indicator: str | None,
        figure: Figure,
        group: Group,
        places: Sequence[PlaceMention],
        memory: Memory,
    ) -> bool:
        """Whether a part of a count says who it is of: "of whom 120 were women", not "of whom 120 were in trouble"."""
        whole = memory.counted_before(figure.quantity.unit, figure.siblings)
        if whole is None or indicator is None or whole.indicator != indicator:
            return True
        return group != whole.group or {place.id for place in places} != {place.id for place in whole.places}

    def _dated(self, period: Period | None, sources: Sequence[Citation]) -> tuple[Period | None, str]:
        """A period in words alone ("throughout the year") gets the year of the source, or of the document."""
        year = next((item.year for item in sources if item.year), None)
        if period is None:
            return None, ""
        if period.start:
            return ends_with_source(period, year), ""
        year = year or self._context.document.year
        if not year:
            return None, ""
        return in_year(period, year), "the year is that of the source"


def _periods_text(sentence: Scanned) -> str:
    """Text to read periods in: citations, titles and laws blotted out, but dates left standing."""
    text = sentence.text
    for low, high in date_spans(sentence.plain):
        text = text[:low] + sentence.plain[low:high] + text[high:]
    return text


def _source(citation: Citation) -> str:
    return citation.reference or f"{citation.authors}{citation.year}{citation.suffix}"


def _within(text: str, places: Sequence[Mention]) -> str:
    """That a figure is of a city or a part of a country, whose code stands for it."""
    parts = dict.fromkeys(text[one.start : one.end] for one in places if one.kind == "city")
    return f"{OF_A_PART}{' and '.join(parts)}, which the code of its country stands for" if parts else ""


_OTHERS = re.compile(r"\s*(?:others?|of other (?:nationalities|origins)|lainnya)\b", re.IGNORECASE)


def _nationality(text: str, mentions: Sequence[Mention]) -> str:
    for mention in mentions:
        name = text[mention.start : mention.end]
        if mention.form == "demonym" and (mention.role == "origin" or name.lower() in peoples_within()):
            return name
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


def _is_region(place: PlaceMention) -> bool:
    known = baseline_places().get(place.id)
    return known is not None and known.kind == "region"
