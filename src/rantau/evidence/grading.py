"""Confidence in groups of findings and of claims: GRADE-CERQual, proposed by rules, decided by a person.

Each of the four components is given a level of concern with its reason in words; the whole starts at high and is rated
down by the concerns (Lewin et al. 2018, Implementation Science 13 (Suppl 1): 2). The levels and weights are assumptions
kept in ``grading.toml``. A proposal is for a person to confirm or overrule: :func:`apply_decisions`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import Any

from rantau.evidence.body import Body, Sources, body_of_claims, body_of_findings
from rantau.evidence.concerns import adequacy, coherence, methods, relevance
from rantau.evidence.works import Works
from rantau.framework.words import CONFIDENCES, Concern, Confidence
from rantau.store.records import (
    Claim,
    ClaimGroup,
    Component,
    Decision,
    Document,
    Finding,
    FindingGroup,
    Grade,
    Reference,
    Testimony,
)

__all__ = ["apply_decisions", "grading_rules", "overall", "propose_grades"]

_NAMES = {
    "methods": "methodological limitations",
    "coherence": "coherence",
    "adequacy": "adequacy of data",
    "relevance": "relevance",
}


@lru_cache(maxsize=1)
def grading_rules() -> Mapping[str, Any]:
    """The levels and weights that ship with the package."""
    text = resources.files("rantau.evidence").joinpath("grading.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def propose_grades(
    *,
    finding_groups: Sequence[FindingGroup] = (),
    findings: Iterable[Finding] = (),
    testimonies: Iterable[Testimony] = (),
    claim_groups: Sequence[ClaimGroup] = (),
    claims: Iterable[Claim] = (),
    documents: Sequence[Document],
    references: Sequence[Reference] = (),
    study_places: Collection[str] = (),
    study_period: tuple[int, int] | None = None,
    with_methods: Collection[str] | None = None,
) -> list[Grade]:
    """Propose a grade for each group.

    Args:
        finding_groups: Groups of findings.
        findings: The findings in them.
        testimonies: The testimonies that bear them out.
        claim_groups: Groups of claims.
        claims: The claims in them.
        documents: The study's documents.
        references: All entries of their reference lists: they tell which root sources are documents of the study.
        study_places: The countries that the study asks about.
        study_period: Its first and last year.
        with_methods: Ids of documents that say how they know, from
            :func:`rantau.evidence.body.documents_with_methods`; None where that was not looked at.

    Returns:
        Grades in the order of the groups, findings first. ``confidence`` is the proposal; nobody has decided yet.
    """
    sources = Sources.of(documents, Works(documents, references), with_methods)
    by_finding = {one.id: one for one in findings}
    by_testimony = {one.id: one for one in testimonies}
    by_claim = {one.id: one for one in claims}
    bodies = [body_of_findings(group, by_finding, by_testimony, sources) for group in finding_groups]
    bodies += [body_of_claims(group, by_claim, sources) for group in claim_groups]
    return [_grade(body, study_places, study_period) for body in bodies]


def _grade(body: Body, places: Collection[str], period: tuple[int, int] | None) -> Grade:
    rules = grading_rules()
    parts = {
        "methods": methods(body, rules),
        "coherence": coherence(body, rules),
        "adequacy": adequacy(body, rules),
        "relevance": relevance(body, rules, places, period),
    }
    proposed = overall([part.concern for part in parts.values()])
    return Grade(
        subject=body.subject,
        methods=parts["methods"],
        coherence=parts["coherence"],
        adequacy=parts["adequacy"],
        relevance=parts["relevance"],
        proposed=proposed,
        confidence=proposed,
        reason=_reason(proposed, parts),
    )


def overall(concerns: Sequence[Concern]) -> Confidence:
    """The grade that the concerns of the four components propose: high, rated down by their weights.

    One minor concern leaves it high; one moderate concern, or two or three minor ones, make it moderate; one serious
    concern makes it low; what weighs more is very low. The weights are assumptions (``grading.toml``).
    """
    rules = grading_rules()
    weight = sum(rules["weights"][concern] for concern in concerns)
    grades: tuple[Confidence, ...] = ("high", "moderate", "low")
    return next((grade for grade in grades if weight <= rules["overall"][grade]), "very low")


def _reason(proposed: Confidence, parts: Mapping[str, Component]) -> str:
    by_level: dict[Concern, list[str]] = {}
    for name, part in parts.items():
        by_level.setdefault(part.concern, []).append(_NAMES[name])
    levels: tuple[Concern, ...] = ("serious", "moderate", "minor")
    said = [f"{level} concerns about {_listed(by_level[level])}" for level in levels if level in by_level]
    start = f"{proposed[:1].upper()}{proposed[1:]} confidence"
    return (
        f"{start}: {', '.join(said)}." if said else f"{start}: no concern about any of the four components."
    )


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def apply_decisions(
    grades: Sequence[Grade], decisions: Iterable[Decision], words: Mapping[str, str] | None = None
) -> tuple[list[Grade], list[str]]:
    """Let what a person decided hold; the proposal stays beside it.

    Args:
        grades: Proposed grades.
        decisions: Decisions of any kind; only those on grades are used, and of several on one group the last.
        words: What each group says now, by its id: a decision that was made on other words is told, not applied.

    Returns:
        The grades, in the same order; and a sentence on each decision that no longer fits.
    """
    last = {one.subject: one for one in decisions if one.kind == "grade"}
    known = {grade.subject for grade in grades}
    told = [
        f"{one.by} graded {one.subject} as {one.value}, but that group is there no longer."
        for one in last.values()
        if one.subject not in known
    ]
    found = []
    for grade in grades:
        decision = last.get(grade.subject)
        if decision is None:
            found.append(grade)
            continue
        value = grade.proposed if decision.value == "accepted" else decision.value
        now = (words or {}).get(grade.subject, "")
        confidence = next((one for one in CONFIDENCES if one == value), None)
        if decision.quote and now and decision.quote != now:
            told.append(
                f"{decision.by} graded {grade.subject} as {decision.value} when it said “{decision.quote}”; "
                f"it now says “{now}”, so the decision is not applied."
            )
            found.append(grade)
        elif confidence is None:
            told.append(
                f"{decision.by} decided “{decision.value}” on {grade.subject}, which is no grade; give one of "
                f"{', '.join(CONFIDENCES)}."
            )
            found.append(grade)
        else:
            found.append(
                replace(grade, confidence=confidence, reason=decision.reason, decided_by=decision.by)
            )
    return found, told
