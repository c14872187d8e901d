"""One page of a document for a reader: its passages cut at citations and found words, and what stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rantau.coding.assigning import visible
from rantau.coding.placing import follow, place
from rantau.store.folding import fold, fold_with_offsets
from rantau.store.records import Citation, Claim, Document, Passage, Reference
from rantau.study.coding_desk import CodingDesk
from rantau.study.study import Study

__all__ = ["Cited", "Coded", "Found", "Piece", "ReadingPage", "find_in", "pieces_of", "reading_page"]

_MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a passage's text that is shown in one way."""

    text: str
    citation: str = ""
    """Id of the citation that it is."""
    found: bool = False
    """Whether it is what was searched for."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with the entries of the reference list that it means, or could mean."""

    citation: Citation
    entries: tuple[tuple[Reference, int], ...]
    """Each with the page on which it stands."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A code on a passage."""

    code: str
    name: str
    polarity: str
    coder: str
    """Who put it there; empty for a suggestion."""
    probability: float | None
    status: str
    quote: str


@dataclass(frozen=True, slots=True)
class Found:
    """A passage in which the words searched for stand."""

    passage: str
    page: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """What a reader sees of one page."""

    passages: tuple[Passage, ...]
    pieces: Mapping[str, tuple[Piece, ...]]
    codes: Mapping[str, tuple[Coded, ...]]
    cited: Mapping[str, tuple[Cited, ...]]
    citing: Mapping[str, tuple[tuple[Citation, int], ...]]
    """Passage of a reference entry -> the citations that mean it, each with its page."""
    claims: Mapping[str, tuple[Claim, ...]]
    found: tuple[Found, ...]
    """In the whole document."""


def reading_page(study: Study, document: Document, number: int, words: str = "") -> ReadingPage:
    """Gather what stands on a page.

    Args:
        study: The study; codes are those that whoever acts may see.
        document: The document.
        number: The page, counted from 1.
        words: Words to search for in the document; all must stand in a passage.
    """
    store, whole = study.store, study.store.passages(document.id)
    here = tuple(one for one in whole if number in one.pages)
    ids = {one.id for one in here}
    by_id = {one.id: one for one in whole}
    citations = store.citations(document.id)
    entries = {one.id: one for one in store.references(document.id)}

    def page_of(entry: Reference) -> int:
        return by_id[entry.passage].spans[0].page

    cited: dict[str, list[Cited]] = {}
    for one in citations:
        if one.passage in ids:
            means = (one.reference,) if one.reference else one.candidates
            known = tuple((entries[name], page_of(entries[name])) for name in means if name in entries)
            cited.setdefault(one.passage, []).append(Cited(one, known))
    citing: dict[str, list[tuple[Citation, int]]] = {}
    for entry in entries.values():
        if entry.passage in ids:
            meant = [one for one in citations if one.reference == entry.id]
            citing[entry.passage] = [(one, by_id[one.passage].page_at(one.start)) for one in meant]
    claims: dict[str, list[Claim]] = {}
    for claim in store.claims(document.id):
        if claim.passage in ids:
            claims.setdefault(claim.passage, []).append(claim)
    return ReadingPage(
        here,
        {
            one.id: pieces_of(one.text, [each.citation for each in cited.get(one.id, ())], words)
            for one in here
        },
        _codes(study, document, whole, ids),
        {name: tuple(found) for name, found in cited.items()},
        {name: tuple(found) for name, found in citing.items()},
        {name: tuple(found) for name, found in claims.items()},
        find_in(whole, words),
    )


def _codes(
    study: Study, document: Document, whole: Sequence[Passage], ids: set[str]
) -> dict[str, tuple[Coded, ...]]:
    """Codes in the margin: what people coded, then suggestions on which nobody decided."""
    desk = CodingDesk(study)
    view, book = desk.view(), desk.codebook
    codings = visible(study.store.codings(document.id), desk.coder, view.hidden)
    placed = follow(place(codings, {document.id: whole}).here, book).now
    found: dict[str, list[Coded]] = {}
    decided = set()
    for one in placed:
        decided.add((one.passage, one.code))
        if one.passage in ids and one.status == "accepted":
            name = book[one.code].name
            found.setdefault(one.passage, []).append(
                Coded(one.code, name, one.polarity, one.coder, one.probability, one.status, one.quote)
            )
    texts = {one.id: one.text for one in whole}
    for each in study.store.code_suggestions(document.id):
        usable = each.code in book and not book[each.code].retired
        if each.passage in ids and usable and (each.passage, each.code) not in decided:
            quote = texts[each.passage][each.start : each.end]
            found.setdefault(each.passage, []).append(
                Coded(each.code, book[each.code].name, each.polarity, "", each.probability, "proposed", quote)
            )
    return {name: tuple(codes) for name, codes in found.items()}


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand in a text, whatever their case and accents; none unless all stand there."""
    wanted = fold(words).split()
    if not wanted:
        return []
    folded, starts, ends = fold_with_offsets(text)
    if not all(word in folded for word in wanted):
        return []
    found = [match.span() for word in wanted for match in re.finditer(re.escape(word), folded)]
    return sorted((starts[first], ends[last - 1]) for first, last in found)


def pieces_of(text: str, citations: Iterable[Citation], words: str) -> tuple[Piece, ...]:
    """A passage's text, whole and in order, cut where a citation or a word searched for begins or ends."""
    cited = [(one.start, one.end, one.id) for one in citations if one.start < one.end <= len(text)]
    found = _spans(text, words)
    cuts = sorted(
        {0, len(text), *(p for a, b, _ in cited for p in (a, b)), *(p for span in found for p in span)}
    )
    return tuple(
        Piece(
            text[start:end],
            next((id for a, b, id in cited if a <= start and end <= b), ""),
            any(a <= start and end <= b for a, b in found),
        )
        for start, end in pairwise(cuts)
    )


def find_in(passages: Iterable[Passage], words: str) -> tuple[Found, ...]:
    """Passages in which all words stand, in order; at most two hundred."""
    found: list[Found] = []
    for one in passages:
        spans = _spans(one.text, words)
        if spans:
            start, end = spans[0]
            before, after = one.text[max(0, start - 60) : start], one.text[end : end + 60]
            found.append(Found(one.id, one.page_at(start), before, one.text[start:end], after))
        if len(found) == _MOST_FOUND:
            break
    return tuple(found)
