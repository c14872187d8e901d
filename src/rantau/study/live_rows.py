"""Listings that stay in memory between two looks, and are made anew only where something has changed.

Every transaction leaves an event. So the trail's last event says whether anything changed; and the events since say
what: what people do to one document's records, as to accept a claim, makes only that document's rows anew.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rantau.framework.errors import RantauError
from rantau.store.database import Store
from rantau.store.records import Event
from rantau.study.listings import Row
from rantau.study.selecting import folded, words_of
from rantau.study.study import Study

__all__ = ["CODED", "RESULTS", "BeingPrepared", "Listed", "LiveRows", "RowsOf"]

Value = TypeVar("Value")
RowsOf = Callable[[Study, str | None], list[Row]]
"""Rows of a study, of one document or of all (None)."""

_MOST_EVENTS = 500
_MANY = 150
"""Documents from which on making all rows takes longer than a person waits gladly."""
_PATIENCE = 0.1
_DOCUMENT = re.compile(r"(d[0-9a-f]{12})(?:/|$)")
_TOUCH_NOTHING = (
    "account.",
    "session.",
    "confidential.",
    "key.",
    "brief.",
    "report.",
    "simulation.",
    "study.exported",
)
_TOUCH_ONE = ("decision.", "document.", "source.", "codes.suggested", "evidence.extracted", "evidence.failed")
"""Beginnings of actions whose subject names the document whose records they change."""
_TOUCH_THEIRS = ("coding.",)
"""Beginnings of actions whose changes name the documents."""

RESULTS = (
    "document.",
    "source.",
    "study.",
    "evidence.",
    "decision.",
    "profiles.",
    "coding.",
    "codes.",
    "codebook.",
    "brief.",
    "simulation.",
)
"""Beginnings of the actions that change what is found in a study; looks and sign-ins are none."""
CODED = (
    *RESULTS,
    "codings.",
    "memo.",
    "themes.",
    "documents.",
    "assignments.",
    "blindness.",
    "report.",
    "calibration.",
    "monitor.",
    "measure.",
)
"""Beginnings of the actions that change what codings say as a whole."""


class BeingPrepared(RantauError):
    """A listing is being made in the background, and is not ready yet."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the list of {name} is being prepared; look again in a moment")


@dataclass(slots=True)
class Listed:
    """A listing as it stood at one event."""

    head: tuple[int, str]
    number: int
    """Another one whenever the rows are others."""
    order: Sequence[str]
    by_document: dict[str, list[Row]]
    stamp: object = None
    rows: list[Row] = field(default_factory=list)
    texts: dict[int, tuple[Row, str]] = field(default_factory=dict)
    """Position in memory of a row -> that row and its text, folded, for searching; filled as it is asked for.

    The row stands with it: a listing that was renewed shares this with requests that still read the old one, and where
    an old row was another row may lie later.
    """
    known: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What was found out about all rows, see :func:`rantau.study.selecting.select`."""

    def text(self, row: Row, more: Callable[[Row], str] | None = None) -> str:
        """A row's text for searching, with what else it can be found by; the same for all who look."""
        key = id(row)
        found = self.texts.get(key)
        if found is None or found[0] is not row:
            words = [*map(words_of, row.values()), more(row) if more is not None else ""]
            found = self.texts[key] = (row, folded(" ".join(words).rstrip()))
        return found[1]


class LiveRows:
    """Listings of one study. Safe for several threads."""

    def __init__(self) -> None:
        self._listed: dict[str, Listed] = {}
        self._making: dict[str, Future[None]] = {}
        self._stamps: dict[tuple[str, ...], tuple[tuple[int, str], int]] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._values: dict[str, tuple[object, Any]] = {}
        self._valuing: dict[tuple[str, object], Future[Any]] = {}
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rantau-rows")

    def close(self) -> None:
        """Make no more rows."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def of(
        self,
        study: Study,
        name: str,
        rows_of: RowsOf,
        *,
        by_document: bool,
        stamp: Callable[[Study], object] | None = None,
        changed_by: tuple[str, ...] = (),
        patient: bool = True,
    ) -> Listed:
        """A listing as it stands now.

        Args:
            study: The study.
            name: The listing's name; the same name always goes with the same function.
            rows_of: What makes the rows.
            by_document: Whether it can make those of one document, in rows that stand together.
            stamp: What else the rows depend on beside the trail.
            changed_by: Beginnings of the actions that change the rows; others leave them. Empty: any may.
            patient: Wait however long it takes; else only a moment where the study has many documents.

        Raises:
            BeingPrepared: It takes longer than that; it is made in the background meanwhile.
        """
        with self._lock:
            lock = self._locks.setdefault(name, threading.Lock())
        while True:
            with lock:
                head, also = study.store.head(), stamp(study) if stamp else None
                known = self._listed.get(name)
                if known is not None and known.head == head and known.stamp == also:
                    return known
                if known is not None and known.stamp == also:
                    renewed = _renewed(study, known, head, rows_of, by_document, changed_by)
                    if renewed is not None:
                        self._listed[name] = renewed
                        return renewed
                making = self._making.get(name)
                if making is None:
                    making = self._pool.submit(self._make, study, name, rows_of, by_document, also)
                    self._making[name] = making
            hurried = not patient and study.store.counts().get("documents", 0) > _MANY
            try:
                making.result(timeout=_PATIENCE if hurried else None)
            except TimeoutError:
                raise BeingPrepared(name) from None

    def value(
        self,
        study: Study,
        name: str,
        stamp: Hashable,
        make: Callable[[], Value],
        *,
        patient: bool = True,
    ) -> Value:
        """What takes long to work out, kept until its stamp is another and made in the background.

        Args:
            study: The study.
            name: Its name.
            stamp: Another one whenever the value is to be made anew, see :meth:`stamp`.
            make: Makes it, in no language: it is kept for all.
            patient: Wait however long it takes; else only a moment where the study has many documents.

        Raises:
            BeingPrepared: It takes longer than that; it is made in the background meanwhile.
        """
        with self._lock:
            known = self._values.get(name)
            if known is not None and known[0] == stamp:
                found: Value = known[1]
                return found
            making = self._valuing.get((name, stamp))
            if making is None:
                making = self._pool.submit(self._value, name, stamp, make)
                self._valuing[name, stamp] = making
        hurried = not patient and study.store.counts().get("documents", 0) > _MANY
        try:
            made: Value = making.result(timeout=_PATIENCE if hurried else None)
        except TimeoutError:
            raise BeingPrepared(name) from None
        return made

    def _value(self, name: str, stamp: Hashable, make: Callable[[], Value]) -> Value:
        try:
            value = make()
            with self._lock:
                self._values[name] = (stamp, value)
            return value
        finally:
            with self._lock:  # held while a making is put down, which may be over before it is
                del self._valuing[name, stamp]

    def _make(self, study: Study, name: str, rows_of: RowsOf, by_document: bool, also: object) -> None:
        """Make all rows. What happens meanwhile is seen at the next look: the head is read first."""
        try:
            known, head = self._listed.get(name), study.store.head()
            if by_document:
                documents = study.store.documents()
                order, ahead = [one.id for one in documents], study.reading_ahead(documents)
                made = {one: rows_of(ahead, one) for one in order}
            else:
                order, made = [""], {"": rows_of(study, None)}
            self._listed[name] = _listed(head, (known.number if known else 0) + 1, order, made, also)
        finally:
            with self._locks[name]:  # held while a making is put down, which may be over before it is
                del self._making[name]

    def stamp(self, study: Study, changed_by: tuple[str, ...]) -> int:
        """A number that is another one after each action whose name begins with one of those given."""
        with self._lock:
            head = study.store.head()
            before, number = self._stamps.get(changed_by, ((0, ""), 0))
            if before != head:
                events = _events(study.store, before)
                if events is None or any(_named(event, changed_by) for event in events):
                    number += 1
                self._stamps[changed_by] = (head, number)
            return number


def _listed(
    head: tuple[int, str], number: int, order: Sequence[str], made: dict[str, list[Row]], stamp: object
) -> Listed:
    return Listed(head, number, order, made, stamp, [row for one in order for row in made.get(one, ())])


def _renewed(
    study: Study,
    known: Listed,
    head: tuple[int, str],
    rows_of: RowsOf,
    by_document: bool,
    changed_by: tuple[str, ...],
) -> Listed | None:
    """A listing brought up to date; None when it is to be made anew."""
    events = _events(study.store, known.head)
    if events is None:
        return None
    events = [one for one in events if not changed_by or _named(one, changed_by)]
    changed = _changed(events)
    if changed is None or (changed and not by_document):
        return None
    if not changed:
        known.head = head
        return known
    order = known.order
    if any(one.action.startswith(("document.", "source.")) for one in events):
        order = [one.id for one in study.store.documents()]
    there = set(order)
    if len(changed) > max(len(order) // 4, 10):
        return None
    made = {name: rows for name, rows in known.by_document.items() if name in there}
    for document in changed:
        if document in there:
            made[document] = rows_of(study, document)
    listed = _listed(head, known.number + 1, order, made, known.stamp)
    gone = (row for name in changed for row in known.by_document.get(name, ()))
    for row in gone:
        known.texts.pop(id(row), None)
    listed.texts = known.texts
    return listed


def _named(event: Event, changed_by: tuple[str, ...]) -> bool:
    """Whether an event is of those: ``decision.`` names all decisions, ``decision.made g`` those on groups."""
    return f"{event.action} {event.subject}".startswith(changed_by)


def _events(store: Store, head: tuple[int, str]) -> Sequence[Event] | None:
    """The events since; None when they are very many, or the trail is another."""
    events = store.events_after(head[0], _MOST_EVENTS)
    if len(events) == _MOST_EVENTS or not events or events[0].previous != head[1]:
        return None
    return events


def _changed(events: Iterable[Event]) -> Sequence[str] | None:
    """The documents whose records changed; None when it may be any."""
    changed: dict[str, None] = {}
    for event in events:
        touched = _touched(event)
        if touched is None:
            return None
        changed.update(dict.fromkeys(touched))
    return list(changed)


def _touched(event: Event) -> Sequence[str] | None:
    if event.action.startswith(_TOUCH_NOTHING):
        return ()
    if event.action.startswith(_TOUCH_ONE):
        found = _DOCUMENT.match(event.subject)
        return (found.group(1),) if found else None
    changes = event.details.get("changes")
    if event.action.startswith(_TOUCH_THEIRS) and isinstance(changes, list):
        sides = [one[side] for one in changes for side in ("before", "after") if one["kind"] == "coding"]
        return list(dict.fromkeys(one["document"] for one in sides if one))
    return None
