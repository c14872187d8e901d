"""What people decide about the machine's records: to accept, reject or correct them, or to overrule a grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from rantau.framework.errors import WITH_REASON, BadInput, Way
from rantau.framework.words import CONFIDENCES, DecisionKind
from rantau.store.database import Store, Transaction
from rantau.store.records import Claim, ClaimContent, Decision, Event, Finding, Testimony

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "CORRECTED",
    "NO_ENTRY",
    "STATUSES",
    "apply_matches",
    "by_subject",
    "decide",
    "decided",
    "decisions_of",
    "stale_decisions",
    "state_of",
    "take_back",
]

STATUSES = ("accepted", "rejected")
CORRECTED = "corrected"
"""What is decided of a claim that says something else than the machine read."""
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
    correction: Callable[[ClaimContent], ClaimContent] | None = None,
) -> Decision:
    """Write a decision with its event.

    Args:
        store: The study's store.
        subject: Id of a claim, testimony, finding or citation, or of a group of claims or findings.
        value: ``accepted`` or ``rejected``; of a claim also ``corrected``; of a group a grade: ``high``, ``moderate``,
            ``low`` or ``very low``, or ``accepted``: as it was proposed; of a citation the id of the entry that it
            means, or ``none``.
        reason: Why, in the person's words.
        by: Who decides.
        check: Told what holds of the record now; raises where it is not to be decided on.
        correction: What a claim says, to what it is corrected to, see :mod:`rantau.study.correcting`. ``accepted`` and
            ``rejected`` are about what the machine read: they end an earlier correction.

    Raises:
        BadInput: There is no such record, the value or correction is none that it can have, or no reason is given.
    """
    if not reason.strip():
        raise BadInput(f"a decision on {subject} needs its reason", way=WITH_REASON)
    record = _record(store, subject)
    check(record.state)
    _allow(store, record, value, correction)
    content = None
    details: dict[str, object] = {
        "kind": record.kind,
        "before": record.holds,
        "after": value,
        "quote": record.quote,
    }
    if correction is not None and record.claim is not None:
        from rantau.evidence.correcting import changed_words, content_of

        now = content_of(record.claim)
        content = correction(now)
        details |= {"changed": changed_words(now, content), "content": asdict(content)}
    decision = Decision(
        kind=record.kind,
        subject=subject,
        value=value,
        reason=reason.strip(),
        by=by,
        quote=record.quote,
        content=content,
    )
    with store.transaction() as transaction:
        transaction.put_decision(decision)
        if record.claim is not None:
            transaction.put_claim(_as_decided(record.claim, decision))
        else:
            _set(transaction, record.kind, subject, record.quote, value)
        transaction.record("decision.made", subject, decision.reason, details)
    return decision


def _allow(store: Store, record: _Found, value: str, correction: object) -> None:
    """Refuse what cannot be decided of a record."""
    if correction and record.kind != "claim":
        raise BadInput(f"only a claim can be corrected, and this is a {record.kind}")
    if value == CORRECTED and record.kind == "claim" and not correction:
        raise BadInput(
            "a correction needs what the claim says instead",
            way=Way("give it with --set, such as --set value=45", "write it into its field"),
        )
    if correction and value != CORRECTED:
        raise BadInput(
            f"a claim that is {value} says what the machine read; to correct it, decide 'corrected'"
        )
    if record.kind == "citation":
        allowed: tuple[str, ...] = (
            NO_ENTRY,
            *(one.id for one in store.references(record.subject.partition("/")[0])),
        )
        if value not in allowed:
            raise BadInput(
                f"{value!r} is no entry of the document's reference list; name one by its id, or 'none'"
            )
        return
    allowed = ("accepted", *CONFIDENCES) if record.kind == "grade" else STATUSES
    if record.kind == "claim":
        allowed = (*STATUSES, CORRECTED)
    if value not in allowed:
        what = "group" if record.kind == "grade" else record.kind
        raise BadInput(f"a {what} can be {', '.join(allowed)}, not {value!r}")


def _set(transaction: Transaction, kind: DecisionKind, subject: str, quote: str, value: str) -> None:
    """Let a record that is no claim be as was decided; a grade is when claims are next compared."""
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


def _as_decided(claim: Claim, decision: Decision | None) -> Claim:
    """A claim as a decision, or none, leaves it: what the machine read, unless the decision corrects that."""
    from rantau.evidence.correcting import content_of, with_content

    if claim.machine is not None:
        claim = with_content(claim, claim.machine, machine=None)
    if decision is None:
        return replace(claim, status="proposed")
    if decision.content is None:
        return replace(claim, status=decision.value)
    return with_content(claim, decision.content, status=decision.value, machine=content_of(claim))


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
    earlier = _decision_of(standing[-2]) if len(standing) > 1 else None
    claim = _claim(store, subject) if now.kind == "claim" else None
    with store.transaction() as transaction:
        transaction.remove_decision(now.kind, subject)
        if earlier is not None:
            transaction.put_decision(earlier)
        if now.kind != "claim":
            _set(transaction, now.kind, subject, now.quote, before)
        elif claim is not None:
            holds = earlier is not None and earlier.quote == claim.quote
            transaction.put_claim(_as_decided(claim, earlier if holds else None))
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
        content=_contents().validate_python(told["content"]) if told.get("content") else None,
    )


@lru_cache(maxsize=1)
def _contents() -> TypeAdapter[ClaimContent]:
    from pydantic import TypeAdapter

    return TypeAdapter(ClaimContent)


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


@dataclass(frozen=True, slots=True)
class _Found:
    """A record that is decided on."""

    kind: DecisionKind
    subject: str
    quote: str
    holds: str
    """What holds of it now, in a word."""
    claim: Claim | None = None

    @property
    def state(self) -> str:
        """What holds of it now, to the last figure: another state is another version of the record."""
        return self.holds if self.claim is None else state_of(self.claim)


def state_of(claim: Claim) -> str:
    """What holds of a claim now, in words: its status, and of one that was corrected what it says."""
    if claim.machine is None:
        return claim.status
    from rantau.evidence.correcting import changed_words, content_of

    changed = changed_words(claim.machine, content_of(claim))
    return f"{claim.status}: " + "; ".join(f"{name} {new or 'none'}" for name, (_, new) in changed.items())


def _claim(store: Store, subject: str) -> Claim | None:
    return next((one for one in store.claims(subject.partition("/")[0]) if one.id == subject), None)


def _record(store: Store, subject: str) -> _Found:
    """The record of an id.

    Raises:
        BadInput: There is none that can be decided on.
    """
    document, _, rest = subject.partition("/")
    letter = rest.rpartition("/")[2][:1]
    kind = _KINDS.get(letter)
    if kind is not None:
        for one in _records(store, document):
            if one.id == subject:
                return _Found(kind, subject, one.quote, one.status, one if isinstance(one, Claim) else None)
        for citation in store.citations(document):
            if citation.id == subject:
                return _Found("citation", subject, citation.text, citation.reference or citation.status)
    statements = {group.id: group.statement for group in store.finding_groups()}
    for grade in store.grades():
        if grade.subject == subject:
            return _Found("grade", subject, statements.get(subject, ""), grade.confidence)
    raise BadInput(
        f"{subject!r} is no claim, testimony, finding, citation or graded group of this study",
        way=Way(
            "the listings ('rantau claims', 'testimonies', 'findings', 'triangulate') show the ids",
            "the lists show those that there are",
        ),
    )


def _records(store: Store, document: str | None = None) -> list[Claim | Testimony | Finding]:
    return [*store.claims(document), *store.testimonies(document), *store.findings(document)]


def decided(records: Iterable[Extract], decisions: Mapping[str, Decision]) -> list[Extract]:
    """Records with the status, claims also with the content, that a person gave them for the same words."""
    found = []
    for one in records:
        decision = decisions.get(one.id)
        if decision is not None and decision.quote == one.quote:
            if isinstance(one, Claim):
                one = _as_decided(one, decision)
            else:
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
