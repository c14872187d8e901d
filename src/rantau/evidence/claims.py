"""From passages and citations to claims: the steps of the room in order, for one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rantau.evidence.backing import Backing, backing_of_passage, known_sources
from rantau.evidence.binding import bind
from rantau.evidence.groups import group_of
from rantau.evidence.indicators import Vocabulary, shipped_vocabulary
from rantau.evidence.measures import clause_of, measure_of, quote_span
from rantau.evidence.negatives import date_spans, inside, speech_spans
from rantau.evidence.numbers import plain_digits, words_of
from rantau.evidence.periods import PeriodFound, find_periods
from rantau.evidence.places import Mention, PlaceIndex, find_places
from rantau.evidence.quantities import Quantity, find_quantities, has_number
from rantau.evidence.tables import table_claims
from rantau.store.records import Citation, Claim, Document, Passage, Period, PlaceMention

__all__ = ["EXTRACTOR", "ClaimContext", "extract_claims"]

EXTRACTOR: Final = "rules-1"
"""Name and version of this rule set, kept with each claim."""

_KINDS = frozenset({"paragraph", "list_item", "quote", "table", "caption", "footnote", "endnote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimContext:
    """What the extractor must know beside the text.

    Args:
        document: The document the passages are of.
        places: Names to find, see :func:`rantau.evidence.places.PlaceIndex.build`.
        vocabulary: Indicators to map to; the shipped vocabulary unless given.
        sections: Section id to title, nearest heading first where they nest; headings among the passages are used
            where a section is not listed.
    """

    document: Document
    places: PlaceIndex
    vocabulary: Vocabulary = field(default_factory=shipped_vocabulary)
    sections: Mapping[str, str] = field(default_factory=dict)


def extract_claims(
    passages: Sequence[Passage], citations: Sequence[Citation], context: ClaimContext
) -> list[Claim]:
    """Take every claim out of one document.

    A claim is a statement of quantity about the world. Numbers of laws, pages, dates, tables, methods and of speakers
    who tell their own story are none. A figure whose indicator cannot be told is kept without one.

    Args:
        passages: The document's passages in reading order.
        citations: The document's citations, any order.
        context: Document, place names and vocabulary.

    Returns:
        Claims in reading order, with exact quotations: ``passage.text[claim.start:claim.end] == claim.quote``.
    """
    cited: dict[str, list[Citation]] = {}
    for citation in citations:
        cited.setdefault(citation.passage, []).append(citation)
    known = known_sources(citations)
    scope = _Scope(context)
    claims: list[Claim] = []
    caption: Passage | None = None
    for number, passage in enumerate(passages):
        if passage.kind == "heading":
            scope.enter(passage)
            continue
        if passage.kind not in _KINDS:
            continue
        scope.at(passage)
        if passage.kind == "table":
            after = passages[number + 1] if number + 1 < len(passages) else None
            near = _table_sources(passage, caption, after, cited)
            claims.extend(table_claims(passage, caption or after, near, context.document, context.places, context.vocabulary, EXTRACTOR))
            continue
        if passage.kind == "caption":
            caption = passage
        else:
            caption = passage if passage.text.lower().startswith(("table", "tabel", "jadual")) else None
        claims.extend(_of_passage(passage, cited.get(passage.id, ()), known, scope, context))
    return claims


def _table_sources(
    table: Passage, before: Passage | None, after: Passage | None, cited: Mapping[str, Sequence[Citation]]
) -> tuple[Citation, ...]:
    """Citations in the table itself, else in the caption, else in the source line beneath."""
    if cited.get(table.id):
        return tuple(cited[table.id])
    if before is not None and cited.get(before.id):
        return tuple(cited[before.id])
    if after is not None and cited.get(after.id) and after.text.lstrip("*_ (").lower().startswith(("source", "sumber", "note", "data")):
        return tuple(cited[after.id])
    return ()


class _Scope:
    """Places that headings and the document as a whole are about, for figures whose sentence names none."""

    def __init__(self, context: ClaimContext) -> None:
        self.context = context
        title = context.document.title
        self.document = self._countries(title)
        self._titles = {section: self._countries(text) for section, text in context.sections.items()}
        self._heading: tuple[PlaceMention, ...] = ()
        self._section: str | None = None
        self.tally: dict[str, int] = {}

    def _countries(self, text: str) -> tuple[PlaceMention, ...]:
        mentions = find_places(text, text, words_of(text), self.context.places)
        return _mentions(mentions)

    def enter(self, heading: Passage) -> None:
        self._heading = self._countries(heading.text)
        self._section = heading.section

    def at(self, passage: Passage) -> None:
        if passage.section != self._section and passage.section in self._titles:
            self._section, self._heading = passage.section, self._titles[passage.section]

    def fallback(self) -> tuple[tuple[PlaceMention, ...], str]:
        if self._heading and len(self._heading) == 1:
            return self._heading, "heading"
        if self.document:
            return self.document[:2], "document title"
        return (), ""


def _of_passage(
    passage: Passage, cited: Sequence[Citation], known: Mapping[str, Sequence[Citation]], scope: _Scope, context: ClaimContext
) -> list[Claim]:
    text = passage.text
    if not has_number(text, words_of(text)):
        return []
    document = context.document
    language = passage.language or document.language or "en"
    backing = backing_of_passage(passage, cited, known)
    speech = speech_spans(text)
    claims: list[Claim] = []
    lately: tuple[PlaceMention, ...] = ()
    lately_sources: frozenset[str] = frozenset()
    last_period: Period | None = None
    for number, (low, high) in enumerate(backing.sentences):
        sentence = text[low:high]
        spoken = [(max(0, start - low), min(high, end) - low) for start, end in speech if start < high and low < end]
        if passage.kind == "quote" and speech_spans(f"“{sentence}”"):
            continue
        words = words_of(sentence)
        here: Sequence[Mention]
        if not has_number(sentence, words):
            here = find_places(sentence, sentence, words, context.places)
            if here:
                lately = _mentions(here)
                lately_sources = frozenset(_source(item) for item in backing.by_sentence[number])
            continue
        figures, scanned = find_quantities(sentence, language, backing.spans(number), spoken)
        figures = [figure for figure in figures if not inside(figure.start, figure.end, spoken)]
        scanned_words = words_of(scanned)
        here = find_places(scanned, sentence, scanned_words, context.places)
        periods = find_periods(_periods_text(sentence, scanned), document.year)
        if figures:
            spans = bind(scanned, figures, here)
            times = bind(scanned, figures, periods)
            sources = frozenset(_source(item) for item in backing.by_sentence[number])
            base = ""
            for index, figure in enumerate(figures):
                before = figures[index - 1].end if index else 0
                after = figures[index + 1].start if index + 1 < len(figures) else len(scanned)
                own, shared = spans[index]
                places, fallback = _places_of(own, shared), ""
                if not places:
                    same_source = not sources or not lately_sources or sources & lately_sources
                    if lately and same_source:
                        places, fallback = lately, "sentence before"
                    else:
                        places, fallback = scope.fallback()
                claim = _claim(
                    passage, low, high, figure, scanned, before, after, backing.of(number, low + figure.start, low + figure.end),
                    places, fallback, _period_of(times[index], last_period), base, own, shared, context, len(claims) + 1, document,
                )  # fmt: skip
                claims.append(claim)
                if figure.noun:
                    base = claim.measure if len(claim.measure) < 60 else figure.noun
        if here:
            lately = _mentions(here)
            lately_sources = frozenset(_source(item) for item in backing.by_sentence[number])
        if dated := [item for item in periods if not item.relative]:
            last_period = dated[-1].period
    return claims


def _periods_text(sentence: str, scanned: str) -> str:
    """Text to read periods in: citations, titles and laws blotted out, but dates left standing."""
    text = plain_digits(scanned)
    for low, high in date_spans(sentence):
        text = text[:low] + sentence[low:high] + text[high:]
    return text


def _source(citation: Citation) -> str:
    return citation.reference or f"{citation.authors}{citation.year}{citation.suffix}"


def _mentions(found: Sequence[Mention]) -> tuple[PlaceMention, ...]:
    """Places once each; a place named in two roles keeps the telling one."""
    roles: dict[str, PlaceMention] = {}
    for mention in found:
        known = roles.get(mention.place)
        if known is None or (known.role == "unspecified" and mention.role != "unspecified"):
            roles[mention.place] = PlaceMention(mention.place, mention.role)
    return tuple(roles.values())


def _places_of(own: Sequence[Mention], shared: Sequence[Mention]) -> tuple[PlaceMention, ...]:
    """Own places win over shared ones, unless the two play different parts (origin here, destination there)."""
    if not own:
        return _mentions(shared)
    own_roles = {mention.role for mention in own}
    kept = [
        mention
        for mention in shared
        if mention.role not in own_roles and not ("unspecified" in own_roles and mention.role == "destination")
        and (mention.role != "unspecified" or own_roles <= {"origin", "transit"})
    ]
    return _mentions([*kept, *own])


def _period_of(times: tuple[list[PeriodFound], list[PeriodFound]], last: Period | None) -> Period | None:
    own, shared = times
    for found in (*own, *shared):
        if not found.relative:
            return found.period
    for found in (*own, *shared):
        if found.relative:
            wording = found.period.text
            if last is None:
                return found.period
            year = int(last.start[:4]) if last.start else 0
            lowered = wording.lower()
            if any(word in lowered for word in ("previous", "preceding", "before", "earlier", "sebelumnya")):
                year -= 1
            elif any(word in lowered for word in ("following", "later", "berikutnya")):
                year += 1
            elif "period" in lowered:
                return Period(last.start, last.end, wording)
            return Period(str(year), str(year), wording)
    return None


def _claim(
    passage: Passage, low: int, high: int, figure: Quantity, scanned: str, before: int, after: int,
    backed: tuple[tuple[Citation, ...], str], places: tuple[PlaceMention, ...], fallback: str, period: Period | None,
    base: str, own: Sequence[Mention], shared: Sequence[Mention], context: ClaimContext, count: int, document: Document,
) -> Claim:  # fmt: skip
    sources, how = backed
    notes: list[str] = []
    if fallback:
        notes.append(f"the place is taken from the {fallback}")
    if how == "next":
        notes.append("the source is named in the next sentence")
    elif how == "carried":
        notes.append("the source is carried on from an earlier sentence")
    elif how == "named":
        notes.append("the source is named without a year")
    if period is not None and not period.start:
        year = next((item.year for item in sources if item.year), None) or document.year
        if year:
            period = Period(str(year), str(year), period.text)
            notes.append("the year is that of the source")
        else:
            period = None
    measure = measure_of(scanned, figure, before, after, base if figure.unit == "percent" else "")
    clause = clause_of(scanned, figure, 0, after)
    indicator, score = context.vocabulary.match(figure.unit, f"{measure}", scanned)
    nationality = _nationality(scanned, [*own, *shared])
    group = group_of(f"{measure}" if figure.noun or figure.unit == "percent" else clause, nationality)
    start, end = quote_span(passage.text, low, high, figure)
    return Claim(
        id=f"{passage.id}/q{count}",
        document=passage.document,
        passage=passage.id,
        page=passage.page_at(start) if passage.spans else 1,
        start=start,
        end=end,
        quote=passage.text[start:end],
        value=figure.value,
        low=figure.low,
        high=figure.high,
        qualifier=figure.qualifier,
        unit=figure.unit,
        measure=measure,
        indicator=indicator,
        indicator_score=score,
        places=places,
        group=group,
        period=period,
        citations=tuple(item.id for item in sources),
        own_data=not sources,
        extracted_by=EXTRACTOR,
        confidence=confidence(figure, bool(sources), how, indicator is not None, bool(places), fallback, period is not None),
        notes=tuple(notes),
    )


def confidence(
    figure: Quantity, cited: bool, how: str, mapped: bool, placed: bool, fallback: str, dated: bool
) -> float:
    """How sure the rules are, in [0, 1]: a sum of what speaks for a figure.

    0.45 for any figure with a unit; +0.10 a unit of its own rather than another figure's; +0.10 written in digits;
    +0.10 an indicator; +0.10 a place in its own sentence, +0.03 one from elsewhere; +0.08 a source in its own sentence,
    +0.04 one from a neighbour; +0.07 a period.
    """
    score = 0.45
    score += 0.10 * (not figure.inherited)
    score += 0.10 * (not figure.words)
    score += 0.10 * mapped
    score += (0.03 if fallback else 0.10) if placed else 0.0
    score += (0.08 if how == "sentence" else 0.04) if cited else 0.0
    score += 0.07 * dated
    return round(min(1.0, score), 2)


def _nationality(text: str, mentions: Sequence[Mention]) -> str:
    for mention in mentions:
        if mention.form == "demonym" and mention.role == "origin":
            return text[mention.start : mention.end]
    return ""

