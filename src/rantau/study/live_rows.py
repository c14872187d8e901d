"""Listings that stay in memory between two looks, and are made anew only where something has changed.

Every transaction leaves an event. So the trail's last event says whether anything changed; and the events since say
what: what people do to one document's records, as to accept a claim, makes only that document's rows anew.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rantau.store.database import Store
from rantau.store.records import Event
from rantau.study.listings import Row
from rantau.study.selecting import folded, words_of
from rantau.study.study import Study

__all__ = ["Listed", "LiveRows", "RowsOf"]

RowsOf = Callable[[Study, str | None], list[Row]]
"""Rows of a study, of one document or of all (None)."""

_MOST_EVENTS = 200
_DOCUMENT = re.compile(r"(d[0-9a-f]{12})(?:/|$)")
_TOUCH_NOTHING = ("account.", "session.", "confidential.")
_TOUCH_ONE = ("decision.",)
"""Beginnings of actions whose subject names the document whose records they change."""


@dataclass(slots=True)
class Listed:
    """A listing as it stood at one event."""

    head: tuple[int, str]
    by_document: dict[str, list[Row]]
    rows: list[Row] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    """Position in memory of a row -> its text, folded, for searching; filled as it is asked for."""

    def text(self, row: Row) -> str:
        """A row's text for searching."""
        key = id(row)
        found = self.texts.get(key)
        if found is None:
            found = self.texts[key] = folded(" ".join(words_of(value) for value in row.values()))
        return found


class LiveRows:
    """Listings of one study. Safe for several threads."""

    def __init__(self) -> None:
        self._listed: dict[str, Listed] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def of(self, study: Study, name: str, rows_of: RowsOf, *, by_document: bool) -> Listed:
        """A listing as it stands now.

        Args:
            study: The study.
            name: The listing's name; the same name always goes with the same function.
            rows_of: What makes the rows.
            by_document: Whether it can make those of one document, in rows that stand together.
        """
        with self._lock:
            lock = self._locks.setdefault(name, threading.Lock())
        # One makes the rows, the others wait for them.
        with lock:
            head = study.store.head()
            known = self._listed.get(name)
            if known is not None and known.head == head:
                return known
            changed = None if known is None else _changed(study.store, known.head)
            if known is not None and changed is not None and (by_document or not changed):
                documents = dict(known.by_document)
                for document in changed:
                    documents[document] = rows_of(study, document)
                order = [""] if not by_document else [one.id for one in study.store.documents()]
            elif by_document:
                order = [one.id for one in study.store.documents()]
                documents = {document: rows_of(study, document) for document in order}
            else:
                order, documents = [""], {"": rows_of(study, None)}
            listed = Listed(head, documents, [row for one in order for row in documents.get(one, ())])
            if known is not None:
                kept = {id(row) for row in listed.rows}
                listed.texts = {key: text for key, text in known.texts.items() if key in kept}
            self._listed[name] = listed
            return listed


def _changed(store: Store, head: tuple[int, str]) -> Sequence[str] | None:
    """The documents whose records changed since; None when it may be any."""
    events = store.events_after(head[0], _MOST_EVENTS)
    if len(events) == _MOST_EVENTS or not events or events[0].previous != head[1]:
        return None
    changed: Mapping[str, None] = {}
    for event in events:
        touched = _touched(event)
        if touched is None:
            return None
        changed = {**changed, **dict.fromkeys(touched)}
    return list(changed)


def _touched(event: Event) -> Sequence[str] | None:
    if event.action.startswith(_TOUCH_NOTHING):
        return ()
    if event.action.startswith(_TOUCH_ONE):
        found = _DOCUMENT.match(event.subject)
        return (found.group(1),) if found else None
    return None
