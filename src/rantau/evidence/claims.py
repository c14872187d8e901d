"""From passages and citations to claims: the steps of the room in order, for one document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rantau.baseline.load import places as baseline_places
from rantau.evidence.backing import known_sources
from rantau.evidence.context import ClaimContext, Surroundings
from rantau.evidence.reading import EXTRACTOR, OF_NO_REGION, PassageReader
from rantau.evidence.tables import TableSetting, table_claims
from rantau.store.records import Citation, Claim, Passage, PlaceMention

__all__ = ["extract_claims"]

_KINDS = frozenset({"paragraph", "list_item", "quote", "table", "caption", "footnote", "endnote"})
_TABLE_LABELS = ("table", "tabel", "jadual")
_PREVAILS_FROM = 4
"""Figures that must be of a country for it to stand for those that name none."""
_PREVAILS = 0.5
"""And its share of all that name one."""
_PREVAILING = "the place is that of most of the document's figures"
_FROM_BEFORE = "the place is taken from the paragraph before"
_LONGEST_SOURCE = 400
_SOURCE_NOTE = re.compile(
    r"\b(?:19|20)\d\d[a-z]?\b|\b(?:pp?|hlm|hal|para|vol|no)\.\s*\d|https?://|\b[Ii]bid\b|\bop\. ?cit"
)
_SAYS_SOMETHING = re.compile(
    r"%|\b(?:per ?cent|persen|was|were|is|are|had|has|have|said|found|reported|estimated|about|adalah|yang|sekitar"
    r"|mencapai|sebanyak)\b"
)
_SOURCE_LINES = ("source", "sumber", "note", "data", "catatan")


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
    surroundings = Surroundings(context)
    reader = PassageReader(context, surroundings, known_sources(citations))
    claims: list[Claim] = []
    caption: Passage | None = None
    for number, passage in enumerate(passages):
        if passage.kind == "heading":
            surroundings.enter(passage)
            continue
        if passage.kind not in _KINDS or _is_source_note(passage):
            continue
        surroundings.at(passage)
        if passage.kind == "table":
            after = passages[number + 1] if number + 1 < len(passages) else None
            claims.extend(_of_table(passage, caption, after, cited, context, surroundings))
            caption = None
            continue
        titled = passage.kind == "caption" or passage.text.lower().startswith(_TABLE_LABELS)
        caption = passage if titled else None
        claims.extend(reader.read(passage, cited.get(passage.id, ())))
    return _placed(claims)


def _placed(claims: list[Claim]) -> list[Claim]:
    """Give claims without a place the country that most of the document's figures are of, where there is one."""
    counts = Counter(
        place
        for claim in claims
        for place in {
            _country(one.id) for one in claim.places if one.role != "origin" or len(claim.places) == 1
        }
        if place
    )
    if not counts:
        return claims
    place, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    if most < _PREVAILS_FROM or most < _PREVAILS * sum(counts.values()):
        return claims
    return [
        _prevailing(claim, place) if not claim.places or _FROM_BEFORE in claim.notes else claim
        for claim in claims
    ]


def _prevailing(claim: Claim, place: str) -> Claim:
    if OF_NO_REGION in claim.notes or any(_country(one.id) == place for one in claim.places):
        return claim
    notes = (*(note for note in claim.notes if note != _FROM_BEFORE), _PREVAILING)
    return replace(claim, places=(PlaceMention(place),), notes=notes)


def _country(place: str) -> str:
    known = baseline_places().get(place)
    return (known.iso3 if known is not None else "") or ""


def _is_source_note(passage: Passage) -> bool:
    """Whether a note only gives a source: its numbers are of a title, a year, pages."""
    if passage.kind not in ("footnote", "endnote") or len(passage.text) > _LONGEST_SOURCE:
        return False
    return bool(_SOURCE_NOTE.search(passage.text)) and not _SAYS_SOMETHING.search(passage.text)


def _of_table(
    table: Passage,
    before: Passage | None,
    after: Passage | None,
    cited: Mapping[str, Sequence[Citation]],
    context: ClaimContext,
    surroundings: Surroundings,
) -> list[Claim]:
    captioned = before or (after if after is not None and after.kind == "caption" else None)
    setting = TableSetting(
        caption=captioned.text if captioned is not None else "",
        sources=_table_sources(table, captioned, after, cited),
        surroundings=surroundings,
        extractor=EXTRACTOR,
    )
    return table_claims(table, setting, context)


def _table_sources(
    table: Passage,
    caption: Passage | None,
    after: Passage | None,
    cited: Mapping[str, Sequence[Citation]],
) -> tuple[Citation, ...]:
    """Citations in the table itself, else in the caption, else in the source line beneath."""
    if cited.get(table.id):
        return tuple(cited[table.id])
    if caption is not None and cited.get(caption.id):
        return tuple(cited[caption.id])
    if after is not None and after.text.lstrip("*_ (").lower().startswith(_SOURCE_LINES):
        return tuple(cited.get(after.id, ()))
    return ()
