"""In-text citations of a document, each matched to its reference list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rantau.corpus.citing.author_year import ByYear, Found
from rantau.corpus.citing.matching import ReferenceIndex
from rantau.corpus.citing.names import Name, acronyms_of
from rantau.corpus.citing.notes import NoteSources, calls_in
from rantau.corpus.citing.numeric import Numbered, numbers_in_square, numbers_raised, round_style
from rantau.framework.words import BlockKind, CitationStatus, CitationStyle
from rantau.store.records import Citation, Passage, Reference

__all__ = ["count_citations", "find_citations"]

_BODY: frozenset[BlockKind] = frozenset(
    ("paragraph", "list_item", "quote", "table", "caption", "footnote", "endnote", "heading")
)
_SURE_ONLY: frozenset[BlockKind] = frozenset(("heading", "table"))
"""Kinds in which a year in brackets is mostly no citation: only works of the list are taken. A heading names laws,
events and periods; a table's cells hold years of data."""


def find_citations(
    document_id: str, passages: Sequence[Passage], references: Sequence[Reference]
) -> list[Citation]:
    """Find the citations of a document.

    Author–year in brackets and in the sentence, numbers where the list is numbered, and calls to notes that give a
    source. Reference entries are no citations of themselves, and front matter (title block, contents, "how to cite")
    cites nothing.

    Args:
        document_id: Id of the document.
        passages: All of its passages.
        references: Its reference list, as :func:`~rantau.corpus.references.parse_references` read it.

    Returns:
        One citation for each work cited, in reading order: ``matched`` to one reference, ``ambiguous`` between
        several, or ``dangling``. ``passage.text[start:end] == text``. A note's source stands at its call; where the
        call was lost, in the note.
    """
    index = ReferenceIndex(references)
    body = [passage for passage in passages if passage.kind in _BODY]
    notes = NoteSources(body, index)
    by_year = ByYear(index)
    found: dict[str, list[Found]] = {}
    for passage in body:
        if passage.id not in notes.sources:
            made = by_year.find(passage.text, sure=passage.kind in _SURE_ONLY)
            if made:
                found[passage.id] = made
    called = _at_calls(body, notes, found)
    for note, sources in notes.sources.items():
        if note not in called:
            found[note] = list(sources)
    _by_number(body, index, notes, found)
    if references:
        _by_acronym(body, index, found)
    return [
        citation for passage in body for citation in _records(document_id, passage, found.get(passage.id, ()))
    ]


def count_citations(references: Sequence[Reference], citations: Sequence[Citation]) -> list[Reference]:
    """The references with how often each is cited: matched to it, or with it among the candidates."""
    counts: Counter[str] = Counter()
    for citation in citations:
        if citation.reference is not None:
            counts[citation.reference] += 1
        else:
            counts.update(citation.candidates)
    return [replace(reference, cited=counts[reference.id]) for reference in references]


def _records(document_id: str, passage: Passage, found: Sequence[Found]) -> list[Citation]:
    made: list[Citation] = []
    ordered = found if len(found) < 2 else sorted(found, key=lambda one: (one.start, one.end))
    for number, one in enumerate(ordered, start=1):
        status: CitationStatus = (
            "matched" if len(one.references) == 1 else "ambiguous" if one.references else "dangling"
        )
        made.append(
            Citation(
                id=f"{passage.id}/c{number}",
                document=document_id,
                passage=passage.id,
                start=one.start,
                end=one.end,
                text=passage.text[one.start : one.end],
                authors=tuple(str(name) for name in one.names),
                year=one.year,
                suffix=one.suffix,
                cited_page=one.pages,
                style=one.style,
                status=status,
                reference=one.references[0].id if status == "matched" else None,
                candidates=tuple(reference.id for reference in one.references)
                if status == "ambiguous"
                else (),
            )
        )
    return made


def _at_calls(body: Sequence[Passage], notes: NoteSources, found: dict[str, list[Found]]) -> set[str]:
    """Put the sources of notes at their calls; gives the notes that were called."""
    called: set[str] = set()
    if not notes.sources:
        return called
    for passage in body:
        if passage.kind in ("footnote", "endnote"):
            continue
        for call in calls_in(passage.text):
            note = notes.note_of(call.mark, passage.number, passage.page_at(call.start))
            if note is None or note in called:
                continue
            sources = notes.sources.get(note, ())
            if sources:
                called.add(note)
                found.setdefault(passage.id, []).extend(
                    replace(source, start=call.start, end=call.end) for source in sources
                )
    return called


# ---- numbers ---------------------------------------------------------------------------------------------------


def _by_number(
    body: Sequence[Passage], index: ReferenceIndex, notes: NoteSources, found: dict[str, list[Found]]
) -> None:
    """Add citations by number to those found."""
    if not index:
        return
    numbered = dict(index.by_number)
    if len(numbered) * 3 < len(index.references) * 2:
        numbered = _by_position(body, index, sum(map(len, found.values())))
    if not numbered:
        return
    any_square = False
    for passage in body:
        text = passage.text
        if "[" in text:
            marks = numbers_in_square(text)
            any_square = any_square or bool(marks)
            _add_numbers(passage, marks, numbered, found)
        if not text.isascii() and index.by_number:
            raised = [
                one
                for one in numbers_raised(text)
                if one.number in numbered and notes.note_of(str(one.number), passage.number, 0) is None
            ]
            _add_numbers(passage, raised, numbered, found)
    if not any_square and index.by_number and sum(map(len, found.values())) * 4 < len(index.references):
        texts = [
            passage for passage in body if passage.kind in ("paragraph", "list_item", "quote", "caption")
        ]
        by_passage = round_style([one.text for one in texts], max(numbered))
        for passage, cited in zip(texts, by_passage, strict=False):
            _add_numbers(passage, cited, numbered, found)


def _by_position(body: Sequence[Passage], index: ReferenceIndex, by_year: int) -> dict[int, Reference]:
    """Numbers of a list whose numbers were lost, where the text cites by number all the same."""
    every = [one.number for passage in body if "[" in passage.text for one in numbers_in_square(passage.text)]
    cited = set(every)
    largest = len(index.references)
    if (
        by_year * 10 > len(every)
        or 1 not in cited
        or max(cited) > largest
        or len(cited) * 2 < max(largest, 5)
    ):
        return {}
    return dict(enumerate(index.references, start=1))


def _add_numbers(
    passage: Passage, marks: Sequence[Numbered], numbered: dict[int, Reference], found: dict[str, list[Found]]
) -> None:
    largest = max(numbered)
    style: CitationStyle = "numeric"
    for one in marks:
        reference = numbered.get(one.number)
        if reference is None and (one.number > largest + 20 or one.number == 0):
            continue  # a year, an edition, an article of a law
        names = tuple(_stored(author) for author in reference.authors) if reference is not None else ()
        found.setdefault(passage.id, []).append(
            Found(
                one.start,
                one.end,
                names,
                reference.year if reference is not None else None,
                reference.suffix if reference is not None else "",
                one.pages,
                style,
                (reference,) if reference is not None else (),
            )
        )


def _stored(author: str) -> Name:
    family, _, given = author.partition(", ")
    return Name(family, given)


# ---- acronyms that the text explains ---------------------------------------------------------------------------


def _by_acronym(body: Sequence[Passage], index: ReferenceIndex, found: dict[str, list[Found]]) -> None:
    """Try again with what the text says an acronym stands for, where a citation by acronym fits no entry."""
    lost = {
        name.family
        for every in found.values()
        for one in every
        if not one.references and one.style in ("parenthetical", "narrative", "footnote")
        for name in one.names[:1]
        if name.family.isupper() and 2 < len(name.family) < 12
    }
    for acronym in sorted(lost):
        whole = _expansion(body, acronym)
        if whole:
            index.add_alias(acronym, whole)
    for key, every in found.items():
        found[key] = [
            replace(one, references=index.find(one.names, False, one.year, one.suffix))
            if not one.references and one.names and one.names[0].family in lost
            else one
            for one in every
        ]


def _expansion(body: Sequence[Passage], acronym: str) -> str:
    """The name that stands before an acronym in brackets where the text introduces it."""
    mark = f"({acronym})"
    for passage in body:
        at = passage.text.find(mark)
        if at == -1:
            continue
        words = re.findall(r"[^\W_][\w'’-]*", passage.text[max(0, at - 120) : at])
        for count in range(2, min(len(words), 14) + 1):
            name = " ".join(words[-count:])
            if words[-count][0].isupper() and acronym.lower() in acronyms_of(name):
                return name
    return ""
