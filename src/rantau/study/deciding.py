"""What people decide about the machine's records: to accept or reject them, or to overrule a grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from rantau.framework.errors import BadInput
from rantau.framework.words import CONFIDENCES, DecisionKind
from rantau.store.database import Store, Transaction
from rantau.store.records import Claim, Decision, Event, Finding, Testimony

__all__ = [
    "NO_ENTRY",
    "STATUSES",
    "apply_matches",
    "by_subject",
    "decide",
    "decided",
    "decisions_of",
    "stale_decisions",
    "take_back",
]

STATUSES = ("accepted", "rejected")
_KINDS: Mapping[str, DecisionKind] = {"q": "claim", "t": "testimony", "f": "finding", "c": "citation"}
NO_ENTRY = "none"
"""What is decided of a citation that means no entry of the reference list."""

Extract = TypeVar("Extract", Claim, Testimony, Finding)


def decide(
    store: Store,
    subject: str,
    value: str,
    reason: str,
    by: str,
    check: Callable[[str], None] = lambda _: None,
) -> Decision:
    """Write a decision with its event.

    Args:
        store: The study's store.
        subject: Id of a claim, testimony, finding or citation, or of a group of claims or findings.
        value: ``accepted`` or ``rejected``; of a group a grade: ``high``, ``moderate``, ``low`` or ``very low``, or
            ``accepted``: as it was proposed; of a citation the id of the entry that it means, or ``none``.
        reason: Why, in the person's words.
        by: Who decides.
        check: Told what holds of the record now; raises where it is not to be decided on.

    Raises:
        BadInput: There is no such record, the value is none that it can have, or no reason is given.
    """
    if not reason.strip():
        raise BadInput(f"a decision on {subject} needs its reason; give it with --reason")
    kind, quote, before = _record(store, subject)
    check(before)
    allowed = ("accepted", *CONFIDENCES) if kind == "grade" else STATUSES
    if kind == "citation":
        allowed = (NO_ENTRY, *(one.id for one in store.references(subject.partition("/")[0])))
        if value not in allowed:
            raise BadInput(
                f"{value!r} is no entry of the document's reference list; name one by its id, or 'none'"
            )
    if value not in allowed:
        what = "group" if kind == "grade" else kind
        raise BadInput(f"a {what} can be {', '.join(allowed)}, not {value!r}")
    decision = Decision(kind=kind, subject=subject, value=value, reason=reason.strip(), by=by, quote=quote)
    with store.transaction() as transaction:
        transaction.put_decision(decision)
        _set(transaction, kind, subject, quote, value)
        transaction.record(
            "decision.made",
            subject,
            decision.reason,
            {"kind": kind, "before": before, "after": value, "quote": quote},
        )
    return decision


def _set(transaction: Transaction, kind: DecisionKind, subject: str, quote: str, value: str) -> None:
    """Let a record be as was decided; a grade is when claims are next compared."""
    match kind, value:
        case "grade", _:
            pass
        case "citation", ("ambiguous" | "dangling"):
            transaction.put_match(subject, quote, None, "ambiguous" if value == "ambiguous" else "dangling")
        case "citation", "none":
            transaction.put_match(subject, quote, None, "dangling")
        case "citation", _:
            transaction.put_match(subject, quote, value, "matched")
        case _:
            transaction.put_status(kind, subject, value)


def apply_matches(transaction: Transaction, document: str, decisions: Iterable[Decision]) -> None:
    """Let the citations of a document that was read anew mean what people decided, where their words are the same."""
    for one in decisions:
        if one.kind == "citation" and one.subject.startswith(f"{document}/"):
            _set(transaction, "citation", one.subject, one.quote, one.value)


def take_back(store: Store, subject: str, by: str) -> str:
    """Take back one's own decision on a record, if it is the last one; what was decided before holds again.

    Args:
        store: The study's store.
        subject: Id of the record.
        by: Who takes it back.

    Returns:
        What holds of the record now.

    Raises:
        BadInput: There is no decision on it, or somebody else has made it.
    """
    standing: list[Event] = []
    for event in store.events_of(subject):
        if event.action == "decision.made":
            standing.append(event)
        elif event.action == "decision.undone" and standing:
            standing.pop()
    now = {one.subject: one for one in store.decisions()}.get(subject)
    if now is None or not standing:
        raise BadInput(f"nobody has decided on {subject}; there is nothing to take back")
    if now.by != by or standing[-1].actor != by:
        raise BadInput(f"{now.by} has decided on {subject} last; only they can take that back")
    before = str(standing[-1].details.get("before", "proposed"))
    with store.transaction() as transaction:
        transaction.remove_decision(now.kind, subject)
        if len(standing) > 1:
            transaction.put_decision(_decision_of(standing[-2]))
        _set(transaction, now.kind, subject, now.quote, before)
        transaction.record(
            "decision.undone",
            subject,
            details={"kind": now.kind, "before": now.value, "after": before, "undoes": standing[-1].number},
        )
    return before


def _decision_of(event: Event) -> Decision:
    told: Mapping[str, Any] = event.details
    return Decision(
        kind=told["kind"],
        subject=event.subject,
        value=told["after"],
        reason=event.reason,
        by=event.actor,
        quote=told.get("quote", ""),
    )


def decisions_of(events: Iterable[Event]) -> list[Decision]:
    """The decisions that stand, as the trail tells them."""
    made: dict[tuple[str, str], list[Decision]] = {}
    for event in events:
        if event.action == "decision.made":
            decision = _decision_of(event)
            made.setdefault((decision.kind, decision.subject), []).append(decision)
        elif event.action == "decision.undone":
            made[str(event.details["kind"]), event.subject].pop()
    return [one[-1] for one in made.values() if one]


def _record(store: Store, subject: str) -> tuple[DecisionKind, str, str]:
    """What kind of record it is, its words, and what holds of it now."""
    document, _, rest = subject.partition("/")
    letter = rest.rpartition("/")[2][:1]
    kind = _KINDS.get(letter)
    if kind is not None:
        for one in _records(store, document):
            if one.id == subject:
                return kind, one.quote, one.status
        for citation in store.citations(document):
            if citation.id == subject:
                return "citation", citation.text, citation.reference or citation.status
    statements = {group.id: group.statement for group in store.finding_groups()}
    for grade in store.grades():
        if grade.subject == subject:
            return "grade", statements.get(subject, ""), grade.confidence
    raise BadInput(
        f"{subject!r} is no claim, testimony, finding, citation or graded group of this study; "
        "the listings ('rantau claims', 'testimonies', 'findings', 'triangulate') show the ids"
    )


def _records(store: Store, document: str | None = None) -> list[Claim | Testimony | Finding]:
    return [*store.claims(document), *store.testimonies(document), *store.findings(document)]


def decided(records: Iterable[Extract], decisions: Mapping[str, Decision]) -> list[Extract]:
    """Records with the status that a person gave them; a decision on other words is not applied."""
    found = []
    for one in records:
        decision = decisions.get(one.id)
        if decision is not None and decision.quote == one.quote:
            one = replace(one, status=decision.value)
        found.append(one)
    return found


def stale_decisions(store: Store) -> list[tuple[Decision, str]]:
    """Decisions that hold for nothing now, each with why, in a clause."""
    decisions = store.decisions()
    quotes = {one.id: one.quote for one in _records(store)}
    for document in {one.subject.partition("/")[0] for one in decisions if one.kind == "citation"}:
        quotes |= {one.id: one.text for one in store.citations(document)}
    graded = {grade.subject for grade in store.grades()}
    stale = []
    for decision in decisions:
        if decision.kind == "grade":
            if decision.subject not in graded:
                stale.append((decision, "the group is there no longer"))
        elif decision.subject not in quotes:
            stale.append((decision, f"the {decision.kind} is there no longer"))
        elif quotes[decision.subject] != decision.quote:
            stale.append((decision, f"the {decision.kind} has other words now"))
    return stale


def by_subject(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """Decisions on claims, testimonies and findings by the record's id."""
    return {one.subject: one for one in decisions if one.kind not in ("grade", "citation")}
