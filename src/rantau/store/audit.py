"""The audit trail's chain: each event's hash covers its fields and the hash of the one before it.

The hash is SHA-256 over canonical JSON (keys sorted, no white space, UTF-8) of all fields but the hash itself. Whoever
can write to the database can also write a new chain from any point on: the trail shows careless or partial changes,
and any change to someone who kept an earlier head (a brief prints one). It is no proof against its own keeper.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields

from rantau.store.records import Event

__all__ = ["AuditReport", "event_hash", "verify"]


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Whether the trail holds."""

    ok: bool
    events: int
    """How many events were read."""
    message: str
    """One sentence that says where it breaks, and how; empty when it holds."""


def event_hash(event: Event) -> str:
    """SHA-256 (hex) of an event with all its fields but ``hash``."""
    values = {field.name: getattr(event, field.name) for field in fields(event) if field.name != "hash"}
    values["details"] = dict(event.details)
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def verify(events: Iterable[Event], head: tuple[int, str]) -> AuditReport:
    """Recompute the chain.

    Args:
        events: All events, by number.
        head: Number and hash of the last event, as kept apart from the events; (0, "") when there was none.
    """
    previous, count = "", 0
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
        previous = event.hash
    number, digest = head
    if number > count:
        return AuditReport(
            False, count, f"event {count + 1} is missing: the end of the audit trail was cut off"
        )
    if (number, digest) != (count, previous):
        return AuditReport(False, count, f"event {count} is not the one that the trail's head names")
    return AuditReport(True, count, "")
