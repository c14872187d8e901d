"""What people decide about the machine's records: to accept or reject them, or to overrule a grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from rantau.framework.errors import BadInput
from rantau.framework.words import CONFIDENCES, DecisionKind
from rantau.store.database import Store
from rantau.store.records import Claim, Decision, Finding, Testimony

__all__ = ["STATUSES", "by_subject", "decide", "decided", "stale_decisions"]

STATUSES = ("accepted", "rejected")
_KINDS: Mapping[str, DecisionKind] = {"q": "claim", "t": "testimony", "f": "finding"}

Extract = TypeVar("Extract", Claim, Testimony, Finding)


def decide(store: Store, subject: str, value: str, reason: str, by: str) -> Decision:
    """Write a decision with its event.

    Args:
        store: The study's store.
        subject: Id of a claim, testimony or finding, or of a group of claims or findings.
        value: ``accepted`` or ``rejected``; of a group a grade: ``high``, ``moderate``, ``low`` or ``very low``, or
            ``accepted``: as it was proposed.
        reason: Why, in the person's words.
        by: Who decides.

    Raises:
        BadInput: There is no such record, the value is none that it can have, or no reason is given.
    """
    if not reason.strip():
        raise BadInput(f"a decision on {subject} needs its reason; give it with --reason")
    kind, quote, before = _record(store, subject)
    allowed = ("accepted", *CONFIDENCES) if kind == "grade" else STATUSES
    if value not in allowed:
        what = "group" if kind == "grade" else kind
        raise BadInput(f"a {what} can be {', '.join(allowed)}, not {value!r}")
    decision = Decision(kind=kind, subject=subject, value=value, reason=reason.strip(), by=by, quote=quote)
    with store.transaction() as transaction:
        transaction.put_decision(decision)
        if kind != "grade":
            transaction.put_status(kind, subject, value)
        transaction.record(
            "decision.made",
            subject,
            decision.reason,
            {"kind": kind, "before": before, "after": value, "quote": quote},
        )
    return decision


def _record(store: Store, subject: str) -> tuple[DecisionKind, str, str]:
    """What kind of record it is, its words, and what holds of it now."""
    document, _, rest = subject.partition("/")
    letter = rest.rpartition("/")[2][:1]
    kind = _KINDS.get(letter)
    if kind is not None:
        for one in _records(store, document):
            if one.id == subject:
                return kind, one.quote, one.status
    statements = {group.id: group.statement for group in store.finding_groups()}
    for grade in store.grades():
        if grade.subject == subject:
            return "grade", statements.get(subject, ""), grade.confidence
    raise BadInput(
        f"{subject!r} is no claim, testimony, finding or graded group of this study; "
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
    quotes = {one.id: one.quote for one in _records(store)}
    graded = {grade.subject for grade in store.grades()}
    stale = []
    for decision in store.decisions():
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
    return {one.subject: one for one in decisions if one.kind != "grade"}
