"""The audit trail of coding: each act with what was before and after, so that it can be undone, and all rebuilt.

An act's event has in its details the coder, and ``changes``: what it wrote and took away, each with the record's kind,
key, and fields before and after (null where there was none, or is none now).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from rantau.store.database import Transaction
from rantau.store.records import Assignment, Coder, Coding, Event, Memo, Theme
from rantau.study.fingerprints import fingerprint

__all__ = [
    "Act",
    "Change",
    "Kind",
    "Rebuilt",
    "Record",
    "acts_of",
    "apply",
    "changes_of",
    "finished",
    "rebuilt",
]

Kind = Literal["coder", "coding", "memo", "assignment", "themes"]
Record = Coder | Coding | Memo | Assignment | tuple[Theme, ...]

UNDOABLE = frozenset(
    {
        "coding.added",
        "coding.accepted",
        "coding.rejected",
        "coding.removed",
        "coding.recoded",
        "coding.placed",
        "coding.adjudicated",
        "memo.written",
        "memo.removed",
        "themes.changed",
    }
)
"""Acts that a coder can take back. That one has finished a document, or what was imported, is not among them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record as it was and as it is now; themes are one record, all of them together."""

    kind: Kind
    key: str
    """The record's id; of an assignment ``document/coder``."""
    before: Record | None
    after: Record | None

    @property
    def back(self) -> Change:
        """The change that takes this one back."""
        return Change(self.kind, self.key, self.after, self.before)

    def as_details(self) -> dict[str, Any]:
        """The change as plain values for an event."""
        return {
            "kind": self.kind,
            "key": self.key,
            "before": _plain(self.before),
            "after": _plain(self.after),
        }


def _plain(record: Record | None) -> Any:
    if record is None:
        return None
    if isinstance(record, tuple):
        return [asdict(one) for one in record]
    return asdict(record)


def _record(kind: Kind, value: Any) -> Record | None:
    if value is None:
        return None
    match kind:
        case "coder":
            return Coder(**value)
        case "coding":
            return Coding(**value)
        case "memo":
            return Memo(**value)
        case "assignment":
            return Assignment(**value)
        case "themes":
            return tuple(Theme(**{**one, "codes": tuple(one["codes"])}) for one in value)


def changes_of(event: Event) -> tuple[Change, ...]:
    """The changes that an event tells of; none where it is no act of coding."""
    told = event.details.get("changes")
    if not isinstance(told, list):
        return ()
    return tuple(
        Change(
            one["kind"],
            one["key"],
            _record(one["kind"], one["before"]),
            _record(one["kind"], one["after"]),
        )
        for one in told
    )


def apply(
    transaction: Transaction,
    action: str,
    subject: str,
    changes: Sequence[Change],
    *,
    coder: str,
    reason: str = "",
    details: Mapping[str, object] | None = None,
) -> Event:
    """Write changes and the event that tells of them, in one transaction."""
    for change in changes:
        _write(transaction, change)
    return transaction.record(
        action,
        subject,
        reason,
        {"coder": coder, **(details or {}), "changes": [change.as_details() for change in changes]},
        before=fingerprint([_plain(change.before) for change in changes]),
        after=fingerprint([_plain(change.after) for change in changes]),
    )


def _write(transaction: Transaction, change: Change) -> None:
    match change.kind, change.after:
        case "coder", Coder() as coder:
            transaction.put_coder(coder)
        case "coding", Coding() as coding:
            transaction.put_coding(coding)
        case "coding", None:
            transaction.remove_coding(change.key)
        case "memo", Memo() as memo:
            transaction.put_memo(memo)
        case "memo", None:
            transaction.remove_memo(change.key)
        case "assignment", Assignment() as assignment:
            transaction.put_assignment(assignment)
        case "assignment", None:
            transaction.remove_assignment(*change.key.split("/", 1)[::-1])
        case "themes", themes:
            assert themes is None or isinstance(themes, tuple)
            transaction.put_themes(themes or ())


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a coder did and can take back."""

    event: Event
    changes: tuple[Change, ...]


def acts_of(events: Iterable[Event], coder: str) -> tuple[list[Act], list[Act]]:
    """A coder's acts that stand, and those taken back that can be done again; the last one last."""
    standing: list[Act] = []
    back: list[Act] = []
    for event in events:
        if event.details.get("coder") != coder:
            continue
        if event.action == "coding.undone" and standing:
            back.append(standing.pop())
        elif event.action == "coding.redone" and back:
            standing.append(back.pop())
        elif event.action in UNDOABLE:
            standing.append(Act(event, changes_of(event)))
            back.clear()
    return standing, back


def finished(events: Iterable[Event]) -> set[tuple[str, str]]:
    """Pairs (coder, document) of which the coder has said that they are done."""
    done: set[tuple[str, str]] = set()
    for event in events:
        pair = (str(event.details.get("coder", "")), event.subject)
        if event.action == "document.coded":
            done.add(pair)
        elif event.action == "document.reopened":
            done.discard(pair)
    return done


@dataclass(slots=True)
class Rebuilt:
    """Coding as the trail alone tells it."""

    coders: dict[str, Coder] = field(default_factory=dict)
    codings: dict[str, Coding] = field(default_factory=dict)
    memos: dict[str, Memo] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    themes: tuple[Theme, ...] = ()


def rebuilt(events: Iterable[Event]) -> Rebuilt:
    """Build coders, codings, memos, assignments and themes from the trail."""
    found = Rebuilt()
    for event in events:
        for change in changes_of(event):
            if change.kind == "themes":
                assert change.after is None or isinstance(change.after, tuple)
                found.themes = change.after or ()
                continue
            holder: dict[str, Any] = getattr(found, f"{change.kind}s")
            if change.after is None:
                holder.pop(change.key, None)
            else:
                holder[change.key] = change.after
    return found
