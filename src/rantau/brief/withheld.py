"""What of confidential documents stays inside the study.

The words of a confidential document are taken out of the material before anything is written, so that no later step
can print them: its title, file, authors, quotations, the sources it names, and the reasons that rest on them. Left are
the values of its claims, with their place, period and position, under the document's number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache

from rantau.brief.material import BriefMaterial, Duplicate
from rantau.evidence import Lineage, LineageEdge, all_statements, node_of
from rantau.framework.language import N_, gettext
from rantau.framework.words import Verdict
from rantau.store.records import (
    Citation,
    Claim,
    ClaimGroup,
    Document,
    Finding,
    FindingGroup,
    Grade,
    Observation,
    Period,
    Reference,
    Testimony,
)

__all__ = ["CONFIDENTIAL", "SMALL_COUNT", "WITHHELD_ROOTS", "public"]

CONFIDENTIAL = N_("confidential document")
WITHHELD_ROOTS = N_("not named: a confidential document is among them")
SMALL_COUNT = 10
"""ASSUMED: numbers of persons below this one, from a confidential document, are printed as ``under 10``."""

_REASONS: dict[Verdict, str] = {
    "corroborated": N_("The values agree, and come from more than one root source."),
    "compatible": N_("The values can all be true, but do not confirm each other."),
    "conflicting": N_("The values disagree."),
    "single-source": N_("All values come from one root source."),
}


def public(material: BriefMaterial) -> BriefMaterial:
    """The material without the words of its confidential documents; the same object where there are none."""
    hidden = {one.id: one for one in material.documents if one.confidential}
    if not hidden:
        return material
    files = {one.file for one in hidden.values()}
    claims = tuple(_claim(one) if one.document in hidden else one for one in material.claims)
    hidden_claims = {one.id for one in claims if one.document in hidden}
    hidden_findings = {one.id for one in material.findings if one.document in hidden}
    hidden_findings |= {one.id for one in material.testimonies if one.document in hidden}
    private_groups = {one.id for one in material.groups if hidden_claims & {*one.claims}}
    private_groups |= {one.id for one in material.finding_groups if _rests_on(one, hidden_findings)}
    return dataclasses.replace(
        material,
        documents=tuple(_document(one) if one.confidential else one for one in material.documents),
        duplicates=tuple(
            Duplicate("", "") if {one.file, one.same_as} & files else one for one in material.duplicates
        ),
        pages={
            page: None if page.partition("/")[0] in hidden else label
            for page, label in material.pages.items()
        },
        references=tuple(_reference(one) if one.document in hidden else one for one in material.references),
        citations=tuple(_citation(one) if one.document in hidden else one for one in material.citations),
        claims=claims,
        groups=tuple(
            _group(one, [*hidden.values()], hidden=bool(hidden_claims & {*one.claims}))
            for one in material.groups
        ),
        observations=tuple(
            _observation(one) if one.origin in hidden_claims else one for one in material.observations
        ),
        findings=tuple(_finding(one) if one.document in hidden else one for one in material.findings),
        testimonies=tuple(_testimony(one) if one.document in hidden else one for one in material.testimonies),
        finding_groups=tuple(
            _finding_group(one, [*hidden.values()], hidden=one.id in private_groups)
            for one in material.finding_groups
        ),
        grades=tuple(_grade(one) if one.subject in private_groups else one for one in material.grades),
        lineage=_lineage(material.lineage, hidden) if material.lineage is not None else None,
    )


def _document(one: Document) -> Document:
    return dataclasses.replace(
        one,
        file="",
        sha256="",
        title="",
        authors=(),
        year=None,
        publisher="",
        language="",
        problem=N_("The reason is withheld: the document is confidential.") if one.problem else "",
        notes=(N_("Withheld: the document is confidential."),) if one.notes else (),
    )


def _claim(one: Claim) -> Claim:
    stated = [value for value in (one.value, one.low, one.high) if value is not None]
    if one.unit == "persons" and stated and max(stated) < SMALL_COUNT:
        one = dataclasses.replace(one, value=float(SMALL_COUNT), low=None, high=None, qualifier="less_than")
    return dataclasses.replace(
        one,
        quote="",
        measure="",
        period=Period(one.period.start, one.period.end, "") if one.period else None,
        citations=(),
        own_data=False,
        notes=(),
        machine=None,
    )


def _reference(one: Reference) -> Reference:
    return dataclasses.replace(
        one, key="", raw="", authors=(), year=None, title="", container="", doi="", url="", notes=()
    )


def _citation(one: Citation) -> Citation:
    return dataclasses.replace(one, text="", authors=(), year=None, cited_page="")


def _group(one: ClaimGroup, documents: list[Document], *, hidden: bool) -> ClaimGroup:
    if hidden:
        return dataclasses.replace(
            one, reason=_REASONS[one.verdict], roots=tuple(gettext(WITHHELD_ROOTS) for _ in one.roots)
        )
    return dataclasses.replace(
        one, roots=tuple(gettext(CONFIDENTIAL) if _names(root, documents) else root for root in one.roots)
    )


def _names(text: str, documents: list[Document]) -> bool:
    """Whether a root source is named by a confidential document's title, file or id."""
    words = text.casefold()
    told = (word.casefold() for one in documents for word in (one.title, one.file, one.id))
    return any(word in words for word in told if word)


def _observation(one: Observation) -> Observation:
    return dataclasses.replace(one, source=gettext(CONFIDENTIAL), note="")


def _rests_on(group: FindingGroup, hidden: set[str]) -> bool:
    return bool(hidden & {*group.findings, *group.denials, *group.testimonies})


def _finding(one: Finding) -> Finding:
    return dataclasses.replace(
        one,
        quote="",
        actor="",
        action="",
        target="",
        period=Period(one.period.start, one.period.end, "") if one.period else None,
        citations=(),
        own_data=False,
        notes=(),
    )


def _testimony(one: Testimony) -> Testimony:
    return dataclasses.replace(
        one, quote="", speaker="", recorded_by="", citations=(), pseudonyms=(), notes=()
    )


def _finding_group(one: FindingGroup, documents: list[Document], *, hidden: bool) -> FindingGroup:
    """A statement is made from the word lists, unless no rule read its action; then it may be the document's."""
    if hidden:
        known = any(one.statement.startswith(start) for start in _plain_statements())
        statement = (
            one.statement if known else N_("A statement of a confidential document, which is not printed.")
        )
        return dataclasses.replace(
            one, statement=statement, roots=tuple(gettext(WITHHELD_ROOTS) for _ in one.roots)
        )
    return dataclasses.replace(
        one, roots=tuple(gettext(CONFIDENTIAL) if _names(root, documents) else root for root in one.roots)
    )


@cache
def _plain_statements() -> tuple[str, ...]:
    return all_statements()


def _grade(one: Grade) -> Grade:
    """A person's reason may hold the words of the document that it was given for."""
    if not one.decided_by:
        return one
    return dataclasses.replace(
        one, reason=N_("The reason is withheld: a confidential document is among the sources.")
    )


def _lineage(one: Lineage, hidden: Mapping[str, Document]) -> Lineage:
    """Without what a confidential document quotes, and with its name taken out."""
    private = {node.id for node in one.nodes if {*node.documents} & hidden.keys()}
    edges: tuple[LineageEdge, ...] = tuple(edge for edge in one.edges if edge.quoting not in private)
    # What a confidential document says of its own stays beneath it; what it took from others is left out.
    statements = {
        name
        for name, roots in one.roots.items()
        if name.partition("/")[0] not in hidden or all(node_of(root) in private for root in roots)
    }
    seen = {end for edge in edges for end in (edge.quoting, edge.quoted)}
    seen |= {node_of(root) for name in statements for root in one.roots[name]}
    documents = [*hidden.values()]
    nodes = [node for node in one.nodes if node.id in seen or (node.documents and node.id not in private)]
    return Lineage(
        nodes=tuple(
            dataclasses.replace(node, name=gettext(CONFIDENTIAL), year=None)
            if node.id in private or _names(node.name, documents)
            else node
            for node in nodes
        ),
        edges=edges,
        roots={name: roots for name, roots in one.roots.items() if name in statements},
    )
