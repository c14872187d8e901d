"""A document as it is coded: text cut where codings begin and end; codings, suggestions and memos beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rantau.coding.assigning import visible
from rantau.coding.effective import judged
from rantau.coding.placing import follow, place
from rantau.store.records import CodeSuggestion, Coding, Document, Memo, Passage
from rantau.study.coding_acts import visible_memos
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_listings import codebook_rows
from rantau.study.coding_trail import Act, acts_of
from rantau.study.coding_view import CodingView
from rantau.study.listings import Row

__all__ = [
    "CodedPassage",
    "DocumentDesk",
    "Piece",
    "beside",
    "document_desk",
    "documents_to_code",
    "last_acts",
    "marked_confidential",
    "pieces_of",
]

_WINDOW = 1000
"""Events looked back on for what can be undone."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters under the same codings."""

    start: int
    end: int
    text: str
    codings: tuple[str, ...]
    """Ids of the codings that cover it."""


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage with what stands beside it."""

    passage: Passage
    pieces: tuple[Piece, ...]
    codings: tuple[Coding, ...]
    """Those that the coder may see: accepted and rejected, their own first."""
    suggestions: tuple[CodeSuggestion, ...]
    """Those that the coder has not decided on."""


@dataclass(frozen=True, slots=True)
class DocumentDesk:
    """One page of a document, ready to be coded."""

    passages: tuple[CodedPassage, ...]
    codes: tuple[Row, ...]
    """The codebook with how often each code stands in this document, as the coder may see it."""
    memos: tuple[Memo, ...]
    """About the document and the codings in it."""
    blind: bool
    """Whether what others coded here is hidden from the coder."""
    given: bool
    """Whether it was given to the coder."""
    done: bool
    """Whether the coder has said that they are done with it."""
    adrift: int
    """Codings whose words are not to be found."""


def document_desk(desk: CodingDesk, document: Document, page: int) -> DocumentDesk:
    """Gather what a coder needs on one page of a document.

    Args:
        desk: The coder's desk.
        document: The document.
        page: The page, from 1.
    """
    view, store = desk.view(), desk.store
    passages = store.passages(document.id)
    seen = visible(store.codings(document.id), desk.coder, view.hidden)
    placed = place(seen, {document.id: passages})
    followed = follow(placed.here, desk.codebook)
    book = desk.codebook
    suggestions = [
        one for one in store.code_suggestions(document.id) if one.code in book and not book[one.code].retired
    ]
    decided = {(one.passage, one.code) for one in placed.here if one.coder == desk.coder}
    here = [one for one in passages if page in one.pages]
    ids = {document.id, *(one.id for one in seen)}
    return DocumentDesk(
        passages=tuple(
            CodedPassage(
                one,
                pieces_of(one, followed.now),
                tuple(
                    sorted(
                        (each for each in followed.now if each.passage == one.id),
                        key=lambda each: (each.coder != desk.coder, each.start, each.code, each.coder),
                    )
                ),
                tuple(
                    each
                    for each in suggestions
                    if each.passage == one.id and (each.passage, each.code) not in decided
                ),
            )
            for one in here
        ),
        codes=tuple(codebook_rows(book, judged(followed.now, suggestions, machine_coded=view.machine_coded))),
        memos=tuple(one for one in visible_memos(view) if one.about in ids),
        blind=document.id in view.hidden,
        given=any((one.coder, one.document) == (desk.coder, document.id) for one in view.assignments),
        done=(desk.coder, document.id) in view.done,
        adrift=len(placed.adrift),
    )


def pieces_of(passage: Passage, codings: Iterable[Coding]) -> tuple[Piece, ...]:
    """A passage's text cut where accepted codings begin and end; together the pieces are the whole text."""
    mine = [one for one in codings if one.passage == passage.id and one.status == "accepted"]
    length = len(passage.text)
    cuts = sorted(
        {0, length, *(min(one.start, length) for one in mine), *(min(one.end, length) for one in mine)}
    )
    return tuple(
        Piece(
            start,
            end,
            passage.text[start:end],
            tuple(one.id for one in mine if one.start <= start and end <= one.end),
        )
        for start, end in pairwise(cuts)
    )


def last_acts(desk: CodingDesk) -> tuple[Act | None, Act | None]:
    """The act that the coder would take back, and the one that they would do again, among the latest events."""
    first = max(0, desk.store.head()[0] - _WINDOW)
    standing, back = acts_of(desk.store.events_after(first, _WINDOW), desk.coder)
    return (standing[-1] if standing else None), (back[-1] if back else None)


def documents_to_code(desk: CodingDesk) -> list[Row]:
    """One row a readable document: whether it was given to the coder, how far they are, and what waits."""
    view = desk.view()
    mine: Counter[str] = Counter()
    others: Counter[str] = Counter()
    decided = set()
    for one in view.placed.here:
        (mine if one.coder == desk.coder else others)[one.document] += 1
        if one.coder == desk.coder:
            decided.add((one.passage, one.code))
    waiting = Counter(one.document for one in view.suggestions if (one.passage, one.code) not in decided)
    given = {one.document: one for one in view.assignments if one.coder == desk.coder}
    return [
        {
            "id": one.id,
            "document": one.file,
            "title": one.file if one.confidential else one.title or one.file,
            "pages": one.page_count,
            "given": ("blind" if given[one.id].blind else "given") if one.id in given else "not given",
            "state": "done" if (desk.coder, one.id) in view.done else "begun" if mine[one.id] else "to do",
            "coder": desk.coder,
            "mine": mine[one.id],
            "others": others[one.id],
            "hidden": one.id in view.hidden,
            "suggestions": waiting[one.id],
            "confidential": one.confidential,
        }
        for one in view.documents
        if not one.problem
    ]


def marked_confidential(view: CodingView, rows: Sequence[Row]) -> list[Row]:
    """Rows with whether their document is confidential, and its id, so that words can be masked and pages opened."""
    known = {one.file: one for one in view.documents}
    return [
        {
            **row,
            "document_id": known[row["document"]].id if row["document"] in known else "",
            "confidential": row["document"] not in known or known[row["document"]].confidential,
        }
        for row in rows
    ]


def beside(
    view: CodingView, document: str
) -> tuple[list[str], list[tuple[Passage, dict[str, list[Coding]]]]]:
    """Coders side by side on one document, as far as the viewer may see: who, and passages with each one's codings."""
    passages = {one.id: one for one in view.store.passages(document)}
    seen = visible(view.store.codings(document), view.viewer, view.hidden)
    now = follow(place(seen, {document: list(passages.values())}).here, view.codebook).now
    coders = sorted({one.coder for one in now if not one.adjudicated_by})
    rows: dict[str, dict[str, list[Coding]]] = {}
    for one in now:
        key = "" if one.adjudicated_by else one.coder
        rows.setdefault(one.passage, {}).setdefault(key, []).append(one)
    return coders, [(one, rows[id]) for id, one in passages.items() if id in rows]
