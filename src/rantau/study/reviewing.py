"""What waits for a person, one after the other: suggestions of codes beside what the listings' review holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rantau.coding.suggest.learning import LEAST
from rantau.coding.suggest.suggesting import SUGGESTER
from rantau.evidence.correcting import content_of, content_words
from rantau.framework.codebook import Code, Codebook
from rantau.framework.words import CONFIDENCES
from rantau.store.records import Passage
from rantau.study.codebook_file import read_codebook
from rantau.study.coding_lookup import coder_id
from rantau.study.correcting import indicator_names
from rantau.study.deciding import state_of
from rantau.study.listings import Row
from rantau.study.live_rows import Listed
from rantau.study.study import Study

__all__ = [
    "KINDS",
    "Item",
    "Learning",
    "Queue",
    "Tally",
    "coder_of",
    "item_of",
    "learning",
    "open_suggestion_rows",
]

KINDS = ("claim", "testimony", "finding", "grade", "citation", "suggestion", "decision")
"""What may wait, in the order in which the page names it."""


def open_suggestion_rows(study: Study, only: str | None = None) -> list[Row]:
    """Suggestions under codes in use, each with who decided on it; of ``only`` one document, or of all.

    The words are not among the fields: a study may hold hundreds of thousands, and people look at one at a time.
    """
    codebook, store = read_codebook(study.path), study.store
    documents = store.documents() if only is None else [store.document(only)]
    rows: list[Row] = []
    for document in documents:
        decided: dict[tuple[str, str], list[str]] = {}
        for coding in store.codings(document.id):
            decided.setdefault((coding.passage, coding.code), []).append(coding.coder)
        rows += [
            {
                "kind": "suggestion",
                "document": document.file,
                "page": one.page,
                "code": one.code,
                "polarity": one.polarity,
                "probability": one.probability,
                "confidential": document.confidential,
                "decided": tuple(decided.get((one.passage, one.code), ())),
                "id": one.id,
            }
            for one in store.code_suggestions(document.id)
            if one.code in codebook and not codebook[one.code].retired
        ]
    return rows


@dataclass
class Tally:
    """How many rows of each kind wait, counted anew only for documents whose rows are others."""

    _counted: dict[tuple[str, str, str], tuple[list[Row], Mapping[str, int]]] = field(default_factory=dict)

    def of(self, queue: Queue) -> dict[str, int]:
        """Kind -> how many wait in a queue, whichever kind it shows."""
        total: Counter[str] = Counter()
        for number, listed in enumerate(queue.parts):
            for document in queue.documents(listed):
                rows = listed.by_document.get(document)
                if not rows:
                    continue
                key = (str(number), document, f"{queue.coder}/{queue.reveals}")
                known = self._counted.get(key)
                if known is None or known[0] is not rows:
                    known = (rows, Counter(row["kind"] for row in rows if queue.waits(row)))
                    self._counted[key] = known
                for kind, count in known[1].items():
                    total[kind] += count
        return dict(total)


@dataclass(frozen=True)
class Queue:
    """What waits for one person, in order.

    Args:
        parts: Listings whose rows have ``kind`` and ``id``; the id of a row begins with its document's.
        coder: For whom: suggestions that this coder has decided on wait no longer.
        kind: Only this kind; empty for all.
        document: Only what is of this document; empty for all.
        reveals: Whether the person may read confidential documents.
    """

    parts: Sequence[Listed]
    coder: str
    kind: str = ""
    document: str = ""
    reveals: bool = False

    def documents(self, listed: Listed) -> Sequence[str]:
        """The documents whose rows are in the queue, in order."""
        return (self.document,) if self.document else listed.order

    def waits(self, row: Row) -> bool:
        """Whether a row waits for this person, whatever its kind."""
        return self.coder not in row.get("decided", ()) and (self.reveals or not row["confidential"])

    def _fits(self, row: Row) -> bool:
        return (not self.kind or row["kind"] == self.kind) and self.waits(row)

    def _blocks(self) -> Iterator[tuple[int, str, list[Row]]]:
        for number, listed in enumerate(self.parts):
            for document in self.documents(listed):
                rows = listed.by_document.get(document)
                if rows:
                    yield number, document, rows

    def find(self, id: str) -> Row | None:
        """The row of an id, if it is in the queue."""
        for listed in self.parts:
            for document in (id.partition("/")[0], ""):
                if self.document and document != self.document:
                    continue
                for row in listed.by_document.get(document, ()):
                    if row["id"] == id and self._fits(row):
                        return row
        return None

    def after(self, id: str = "") -> Row | None:
        """The row that follows one, and after the last the first; without an id, the first. Never the row itself."""
        first: Row | None = None
        passed = False
        for _, document, rows in self._blocks():
            if id and not passed and document not in ("", id.partition("/")[0]):
                # Only whether there is a first one is asked of documents before the row's own.
                if first is None:
                    first = next((row for row in rows if self._fits(row)), None)
                continue
            for row in rows:
                if row["id"] == id:
                    passed = True
                elif self._fits(row):
                    if passed or not id:
                        return row
                    first = first or row
        return first


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits, with what a person needs to decide on it."""

    row: Row
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    """Where its words stand in the passage."""
    record: Any = None
    """The claim, testimony, finding, citation, suggestion, grade or decision."""
    choices: tuple[tuple[str, str], ...] = ()
    """What it can be changed to: value and words."""
    state: str = ""
    """What holds of it now; the same as :func:`rantau.study.deciding.decide` tells its check."""
    code: Code | None = None
    """Of a suggestion."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Of a claim: each field that can be corrected, as people type it; ``choices`` are the indicators."""


def item_of(study: Study, row: Row) -> Item | None:
    """What a row of the queue is about; None where it has gone meanwhile."""
    store, id, kind = study.store, row["id"], row["kind"]
    document = id.partition("/")[0]
    if kind == "grade":
        grade = next((one for one in store.grades() if one.subject == id), None)
        if grade is None:
            return None
        return Item(
            row, record=grade, choices=tuple((one, one) for one in CONFIDENCES), state=grade.confidence
        )
    if kind == "decision":
        decision = next((one for one in store.decisions() if one.subject == id), None)
        return None if decision is None else Item(row, record=decision, state=decision.value)
    readers: Mapping[str, Callable[[str], Sequence[Any]]] = {
        "claim": store.claims,
        "testimony": store.testimonies,
        "finding": store.findings,
        "citation": store.citations,
        "suggestion": store.code_suggestions,
    }
    record = next((one for one in readers[kind](document) if one.id == id), None)
    if record is None:
        return None
    choices: tuple[tuple[str, str], ...] = ()
    state, words = getattr(record, "status", ""), {}
    code: Code | None = None
    if kind == "citation":
        entries = {one.id: one for one in store.references(document)}
        choices = tuple((one, entries[one].raw) for one in record.candidates if one in entries)
        state = record.reference or record.status
    elif kind == "suggestion":
        codebook = read_codebook(study.path)
        choices = tuple((one.id, one.name) for one in codebook if not one.retired)
        code = codebook[record.code]
    elif kind == "claim":
        state, words = state_of(record), content_words(content_of(record))
        choices = tuple(indicator_names(study.path).items())
    passage = store.passage(record.passage)
    return Item(row, passage, record.start, record.end, record, choices, state, code, words)


@dataclass(frozen=True, slots=True)
class Learning:
    """What decisions on suggestions have taught so far."""

    rows: tuple[Row, ...]
    """A row for each code decided on: ``code``, ``name``, ``accepted``, ``rejected``, ``missing``: passages that must
    still be accepted or rejected until the code is learnt; and ``learned``: whether it is learnt from at the next run.
    """
    suggestions: int
    """Suggestions that there are now."""
    taught: int
    """Of these, how many were made with what decisions had taught."""


def votes_of(study: Study, codebook: Codebook) -> dict[tuple[str, str], int]:
    """Code and passage -> how many codings accept it there less how many reject it; codes as they are named now."""
    votes: dict[tuple[str, str], int] = {}
    for one in study.store.codings():
        if one.code in codebook:
            for code in codebook.now(one.code):
                key = (code, one.passage)
                votes[key] = votes.get(key, 0) + (1 if one.status == "accepted" else -1)
    return votes


def learning(study: Study) -> Learning:
    """What the suggester learns from: a code is learnt once enough passages were accepted and enough rejected."""
    codebook = read_codebook(study.path)
    votes = votes_of(study, codebook)
    accepted = Counter(code for (code, _), vote in votes.items() if vote > 0)
    rejected = Counter(code for (code, _), vote in votes.items() if vote < 0)
    rows = [
        {
            "code": code,
            "name": codebook[code].name,
            "accepted": accepted[code],
            "rejected": rejected[code],
            "missing": max(0, LEAST - accepted[code]) + max(0, LEAST - rejected[code]),
            "learned": min(accepted[code], rejected[code]) >= LEAST,
        }
        for code in sorted({*accepted, *rejected})
    ]
    suggestions = study.store.code_suggestions()
    return Learning(tuple(rows), len(suggestions), sum(one.by != SUGGESTER for one in suggestions))


def coder_of(study: Study) -> str:
    """The id under which whoever acts codes."""
    return coder_id(study.acting)
