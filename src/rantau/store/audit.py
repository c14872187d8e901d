"""The audit trail's chain: each event's hash covers its fields and the hash of the one before it.

The hash is SHA-256 over canonical JSON (keys sorted, no white space, UTF-8) of the event's number, the hash before it,
and a commitment to each other field: SHA-256 over the field's salt, name and value. When a study is handed over, a
field that must stay behind is replaced by its commitment (:func:`withhold`), and the chain still verifies; its salt, of
128 bits, stays behind with it, so that the value cannot be guessed. In its place there may be a stand-in
(:func:`stand_in`), "person-1" for a name: the chain says that something stood there, and vouches for no stand-in.

Whoever can write to the database can also write a new chain from any point on: the trail shows careless or partial
changes, and any change to someone who kept an earlier head (a brief prints one). It is no proof against its own keeper.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rantau.store.records import Event

__all__ = ["HIDEABLE", "AuditReport", "event_hash", "stand_in", "verify", "withhold"]

HIDEABLE = ("time", "actor", "action", "subject", "reason", "details", "before", "after")
"""Fields that can be withheld."""
_STANDS = "stand-in:"
"""Before the commitment of a field that holds something else in its place."""
_NOTHING: dict[str, Any] = {"details": {}, "before": None, "after": None}


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Whether the trail holds."""

    ok: bool
    events: int
    """How many events were read."""
    message: str
    """One sentence that says where it breaks, and how; empty when it holds."""
    withheld: int = 0
    """Events of which a field was withheld when the study was handed over."""


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _value(event: Event, name: str) -> Any:
    return dict(event.details) if name == "details" else getattr(event, name)


def _commitment(event: Event, name: str) -> str:
    if name in event.withheld:
        return event.withheld[name].removeprefix(_STANDS)
    return _hash([event.salts.get(name, ""), name, _value(event, name)])


def event_hash(event: Event) -> str:
    """SHA-256 (hex) of an event with all its fields but ``hash``."""
    fields = {name: _commitment(event, name) for name in HIDEABLE}
    return _hash({"number": event.number, "previous": event.previous, "fields": fields})


def withhold(event: Event, names: Collection[str]) -> Event:
    """An event without some of its fields; its hash stays what it is.

    Args:
        event: The event.
        names: Fields of :data:`HIDEABLE`.
    """
    taken = {name: _commitment(event, name) for name in names}
    return replace(
        event,
        **{name: _NOTHING.get(name, "") for name in names},
        salts={name: salt for name, salt in event.salts.items() if name not in taken},
        withheld={**event.withheld, **taken},
    )


def stand_in(event: Event, values: Mapping[str, Any]) -> Event:
    """An event with other values in some of its fields; its hash stays what it is.

    Args:
        event: The event.
        values: Field of :data:`HIDEABLE` -> what stands in its place. A field that says nothing already is left so.
    """
    put = {
        name: value
        for name, value in values.items()
        if name not in event.withheld or event.withheld[name].startswith(_STANDS)
    }
    taken = {name: _STANDS + _commitment(event, name) for name in put}
    return replace(
        event,
        **put,
        salts={name: salt for name, salt in event.salts.items() if name not in taken},
        withheld={**event.withheld, **taken},
    )


def verify(events: Iterable[Event], head: tuple[int, str]) -> AuditReport:
    """Recompute the chain.

    Args:
        events: All events, by number.
        head: Number and hash of the last event, as kept apart from the events; (0, "") when there was none.
    """
    previous, count, withheld = "", 0, 0
    for expected, event in enumerate(events, start=1):
        count += 1
        if event.number != expected:
            return AuditReport(False, count, f"event {expected} is missing from the audit trail")
        if event.previous != previous:
            return AuditReport(
                False, count, f"event {expected} does not follow event {expected - 1}: their hashes differ"
            )
        if event.hash != event_hash(event):
            return AuditReport(
                False, count, f"event {expected} ({event.action}) was changed after it was written"
            )
        silent = (name for name, held in event.withheld.items() if not held.startswith(_STANDS))
        if any(_value(event, name) != _NOTHING.get(name, "") for name in silent):
            return AuditReport(
                False, count, f"event {expected} says something where it claims to say nothing"
            )
        withheld += bool(event.withheld)
        previous = event.hash
    number, digest = head
    if number > count:
        return AuditReport(
            False, count, f"event {count + 1} is missing: the end of the audit trail was cut off"
        )
    if (number, digest) != (count, previous):
        return AuditReport(False, count, f"event {count} is not the one that the trail's head names")
    return AuditReport(True, count, "", withheld)
