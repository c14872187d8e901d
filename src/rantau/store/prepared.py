"""A document as rows, made where it was read: a worker sends plain values, and the store has only to write them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from rantau.store import rows
from rantau.store.indexing import indexed, spaceless, vocabulary
from rantau.store.records import Citation, Document, Page, Passage, Reference, Section
from rantau.store.rows import Codec

__all__ = ["PreparedDocument", "PreparedText", "Rows", "prepare", "prepare_text", "rows_of"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table: its columns, and their values in this order."""

    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class PreparedText:
    """The text of a document as rows: its pages, sections and passages."""

    tables: Mapping[str, Rows]
    """By name of the table, in the order in which they are to be written."""
    words: tuple[str, ...]
    """The words that a term can be a part of, sorted."""
    content_hash: str
    """SHA-256 (hex) of the records; what is made of them for searching is not in it."""


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document with its text, references and citations, as rows."""

    id: str
    tables: Mapping[str, Rows]
    """By name of the table, in the order in which they are to be written."""
    words: tuple[str, ...]
    """The words that a term can be a part of, sorted."""
    content_hash: str
    """SHA-256 (hex) of all records; what is made of them for searching is not in it."""


def rows_of(codec: Codec[T], records: Iterable[T], **more: Sequence[Any]) -> Rows:
    """Records as rows.

    Args:
        codec: What turns such a record into values.
        records: The records.
        more: Further columns, a value for each record.
    """
    given = Rows(codec.names, [codec.cells(record) for record in records])
    return _with_columns(given, **more) if more else given


def prepare_text(
    pages: Iterable[Page] = (), sections: Iterable[Section] = (), passages: Sequence[Passage] = ()
) -> PreparedText:
    """The text of a document as rows.

    Raises:
        BadInput: A number is NaN.
    """
    tables = {
        "pages": rows_of(rows.PAGE, pages),
        "sections": rows_of(rows.SECTION, sections),
        "passages": rows_of(rows.PASSAGE, passages),
    }
    content_hash = _hash_of(tables)
    folded = [rows.clean(indexed(passage.text)) for passage in passages]
    tables["passages"] = _with_columns(
        tables["passages"], folded=folded, spaceless=list(map(spaceless, folded))
    )
    return PreparedText(tables, tuple(sorted(vocabulary(folded))), content_hash)


def prepare(
    document: Document,
    text: PreparedText,
    references: Sequence[Reference] = (),
    citations: Sequence[Citation] = (),
) -> PreparedDocument:
    """A document as rows.

    Raises:
        BadInput: A number is NaN.
    """
    first = {"documents": rows_of(rows.DOCUMENT, [document])}
    last = {
        "reference_entries": rows_of(rows.REFERENCE, references, position=range(len(references))),
        "citations": rows_of(rows.CITATION, citations, position=range(len(citations))),
    }
    content_hash = _hash_of({**first, **last}, text.content_hash)
    return PreparedDocument(document.id, {**first, **text.tables, **last}, text.words, content_hash)


def _hash_of(tables: Mapping[str, Rows], more: str = "") -> str:
    digest = hashlib.sha256(more.encode())
    for name, table in tables.items():
        # The repr of plain values is the same on every machine.
        digest.update(f"{name}{table.columns}{table.values!r}".encode())
    return digest.hexdigest()


def _with_columns(given: Rows, **more: Sequence[Any]) -> Rows:
    further = zip(*more.values(), strict=True)
    return Rows(
        (*given.columns, *more), [(*own, *extra) for own, extra in zip(given.values, further, strict=True)]
    )
