"""A store for reading one document's records after another's: those of many documents come in one query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, select

from rantau.store import tables
from rantau.store.database import Store
from rantau.store.records import Coding, Document
from rantau.store.rows import Codec

__all__ = ["ReadingAhead"]

T = TypeVar("T")
_AHEAD = 200
"""Documents read at once."""
_TABLES = frozenset(
    one.name
    for one in (
        tables.claims,
        tables.testimonies,
        tables.findings,
        tables.citations,
        tables.references,
        tables.code_suggestions,
    )
)
"""Tables whose records are read ahead: not the long texts, of which few are wanted."""


class ReadingAhead(Store):
    """The same database, with the records of the next documents in memory. What is written meanwhile may be missed.

    Args:
        store: The store.
        documents: The documents in the order in which they will be asked for.
    """

    def __init__(self, store: Store, documents: Sequence[Document]) -> None:
        super().__init__(store._engine, store._clock, store._actor)
        self._documents = {one.id: one for one in documents}
        self._order = [one.id for one in documents]
        self._position = {id: position for position, id in enumerate(self._order)}
        self._ahead: dict[str, dict[str, list[Any]]] = {}
        self._coded: dict[str, list[Coding]] | None = None

    def document(self, id: str) -> Document:
        """One document."""
        return self._documents[id] if id in self._documents else super().document(id)

    def codings(self, document: str | None = None, *, coder: str | None = None) -> list[Coding]:
        """Codings; those of all documents are read once, for most have none."""
        if document not in self._position or coder is not None:
            return super().codings(document, coder=coder)
        if self._coded is None:
            self._coded = {}
            for one in super().codings():
                self._coded.setdefault(one.document, []).append(one)
        return list(self._coded.get(document or "", ()))

    def _of(self, codec: Codec[T], table: Table, document: str | None, order: str) -> list[T]:
        if document is None or document not in self._position or table.name not in _TABLES:
            return super()._of(codec, table, document, order)
        ahead = self._ahead.get(table.name, {})
        if document not in ahead:
            first = self._position[document]
            ahead = {id: [] for id in self._order[first : first + _AHEAD]}
            query = select(table).where(table.c.document.in_(list(ahead)))
            for one in self._records(codec, query.order_by(table.c.document, table.c[order])):
                ahead[one.document].append(one)  # type: ignore[attr-defined]
            self._ahead[table.name] = ahead
        return list(ahead[document])
