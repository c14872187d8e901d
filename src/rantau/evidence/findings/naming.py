"""Deeds that a noun names, carried by a verb: *workers face wage deductions*, *police carry out raids*."""

from __future__ import annotations

from collections.abc import Iterator

from rantau.evidence.findings.clauses import (
    Coordinated,
    VerbGroup,
    agent_after,
    object_after,
    stated_as_fact,
    subject_before,
    verb_group,
)
from rantau.evidence.findings.forms import Form
from rantau.evidence.findings.lexicon import Action, Entry, Row
from rantau.evidence.findings.phrases import (
    PEOPLE,
    Deed,
    actor_class,
    counts_something,
    first_class,
    leftmost,
    pick,
    quantified,
    span_of,
)
from rantau.evidence.findings.sentence import Noun, Sentence
from rantau.evidence.findings.words import CARRIERS_AGENT, CARRIERS_SUFFERER, CLAUSE, NOT

__all__ = ["deed_by_noun"]

_CARRIER = Entry(
    Form("", "participle"),
    (),
    Row(Action("", (), "", ""), frozenset(), frozenset(), False, False, True, False),
    False,
    0,
)
"""How a carrying verb is read: its form does not matter."""


def deed_by_noun(sentence: Sentence, at: int, length: int, row: Row, *, told: bool) -> Deed | None:
    """A deed that a noun names: *workers face wage deductions*, *police carry out raids*."""
    for k, sufferer in _carriers(sentence, at):
        group = verb_group(sentence, k, _CARRIER)
        if not group.stated or not stated_as_fact(sentence, group.first):
            return None
        subject = subject_before(sentence, group, malay=sentence.words[k].startswith(("me", "di", "ter")))
        if isinstance(subject, Coordinated):
            subject = leftmost(sentence, group.first)
        if subject is None or (not told and quantified(sentence, subject)):
            return None
        if not told and counts_something(sentence.text[sentence.starts[k] : sentence.starts[at]]):
            return None
        agent = agent_after(sentence, at + length, malay=False, through=False)
        if sufferer:
            if not subject.classes & (PEOPLE | {"kin"}):
                return None
            doer = actor_class(agent, row) or "unknown"
            actor: Noun | None = agent
            target: Noun | None = subject
            if row.does:
                actor, doer, target = subject, pick(subject.classes), None
        else:
            if row.does:
                return None
            found = actor_class(subject, row)
            if found is None or found == "unknown":
                return None
            actor, doer = subject, found
            target, _ = object_after(sentence, at + length + 1, PEOPLE)
        if group.negated:
            return (
                None if row.negated else _nominal(sentence, at, length, row, group, actor, doer, target, True)
            )
        return _nominal(sentence, at, length, row, group, actor, doer, target, False)
    return None


def _nominal(
    sentence: Sentence,
    at: int,
    length: int,
    row: Row,
    group: VerbGroup,
    actor: Noun | None,
    doer: str,
    target: Noun | None,
    denied: bool,
) -> Deed:
    return Deed(
        row=row,
        first=sentence.starts[group.first],
        action=(sentence.starts[at], sentence.ends[at + length - 1]),
        actor=span_of(sentence, actor),
        actor_class=doer,
        target=span_of(sentence, target, at + length if target and target.first > at else 0),
        target_class=first_class(target),
        denied=denied,
        modal=group.modal,
        alleged=group.alleged,
        nominal=True,
    )


def _carriers(sentence: Sentence, at: int) -> Iterator[tuple[int, bool]]:
    """Verbs to the left that can carry a noun, the nearest first, over the list that it stands in."""
    words = sentence.words
    for k in range(at - 1, max(-1, at - 26), -1):
        if sentence.hard[k + 1] and words[k] not in ("including", "as"):
            return
        word = words[k]
        for table, sufferer in ((CARRIERS_SUFFERER, True), (CARRIERS_AGENT, False)):
            rest = table.get(word)
            if rest is not None and words[k + 1 : k + 1 + len(rest)] == rest:
                yield k, sufferer
                return
        if (
            word in CLAUSE
            or word in NOT
            or word in ("no", "against", "from", "fear", "prevent", "combat", "for")
        ):
            return
