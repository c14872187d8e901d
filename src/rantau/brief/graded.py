"""The section on findings: who does what to whom, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Sequence

from rantau.brief.blocks import Block, Cell, Column, Label, Paragraph, Quote, Section, Table, Text, cell, say
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.views import claims_of
from rantau.brief.wording import WITHHELD, document_name, grade_words, is_withheld, page_words, told_sentence
from rantau.framework.language import N_, fill, gettext
from rantau.framework.words import CONFIDENCES
from rantau.store.records import Finding, FindingGroup, Grade

__all__ = ["FINDINGS_SHOWN", "findings_of", "graded", "ranked_groups"]

FINDINGS_SHOWN = 18
_QUOTED = 2
"""How many quotations a group is shown with."""
_PARTS = (
    ("methods", N_("Methods")),
    ("coherence", N_("Coherence")),
    ("adequacy", N_("Adequacy")),
    ("relevance", N_("Relevance")),
)
_CONCERNS = {
    "minor": N_("minor concern"),
    "moderate": N_("moderate concern"),
    "serious": N_("serious concern"),
}


def findings_of(material: BriefMaterial, ids: Sequence[str]) -> list[Finding]:
    """Those of the findings that stand, the surest first."""
    found = (material.finding_of[one] for one in ids if one in material.finding_of)
    return sorted(
        (one for one in found if one.status != "rejected"), key=lambda one: (-one.confidence, one.id)
    )


def ranked_groups(material: BriefMaterial) -> list[FindingGroup]:
    """Groups with a finding that stands: those held with more confidence first, then those on more root sources."""

    def order(group: FindingGroup) -> tuple[int, int, int, str]:
        grade = material.grade_of.get(group.id)
        level = CONFIDENCES.index(grade.confidence) if grade is not None else len(CONFIDENCES)
        return level, -len(group.roots), -len(group.findings) - len(group.testimonies), group.id

    return sorted(
        (one for one in material.finding_groups if findings_of(material, (*one.findings, *one.denials))),
        key=order,
    )


def graded(material: BriefMaterial, register: Register) -> Section:
    """Findings with their grade and the reasons for it."""
    title = N_("What is done to migrants, and how sure it is")
    groups = ranked_groups(material)
    if not groups:
        return Section(
            "graded",
            title,
            (Paragraph(say("No statement of who does what to whom was found in the documents.")),),
        )
    shown = groups[:FINDINGS_SHOWN]
    blocks: list[Block] = [_lead(material, register, groups), _warning(material, register)]
    if material.grades:
        blocks.append(_levels(material, register, groups))
    blocks.append(_table(material, register, shown))
    if len(groups) > len(shown):
        rest = [one.id for one in groups[len(shown) :]]
        blocks.append(
            Paragraph(
                say(
                    "{n} in the study, left out here for length.",
                    n=register.counted(
                        rest,
                        "groups of findings not shown",
                        "more group of findings is",
                        "more groups of findings are",
                    ),
                ),
                "note",
            )
        )
    blocks.append(_words(material, shown))
    return Section("graded", title, tuple(blocks))


def _lead(material: BriefMaterial, register: Register, groups: Sequence[FindingGroup]) -> Paragraph:
    standing = [one.id for one in material.findings if one.status != "rejected"]
    told = [one.id for one in material.testimonies if one.status != "rejected"]
    return Paragraph(
        say(
            "A finding says, without a number, who does what to whom. {n} in the documents; those that say the same "
            "of the same country were put together, which gives {g}. {t} in the documents. A testimony is evidence of "
            "experience, never of frequency; here testimonies are counted, and not quoted.",
            n=register.counted(standing, "findings, without those rejected", "was found", "were found"),
            g=register.counted((one.id for one in groups), "groups of findings", "group", "groups"),
            t=register.counted(
                told, "testimonies, without those rejected", "testimony was found", "testimonies were found"
            ),
        )
    )


def _warning(material: BriefMaterial, register: Register) -> Paragraph:
    decided = [one.subject for one in material.grades if one.decided_by]
    open_ones = [one.subject for one in material.grades if not one.decided_by]
    if not material.grades:
        return Paragraph(say("No grade was proposed: how sure these statements are is left to the reader."))
    return Paragraph(
        say(
            "The grades follow the GRADE-CERQual approach (Lewin and others, {year}): four components, each with its "
            "reason, and a whole that starts at high and is rated down. {open}; {decided}. How much a concern weighs "
            "is ASSUMED.",
            year="2018",
            open=register.counted(
                open_ones,
                "grades proposed by rules, not confirmed by a person",
                "grade is proposed by rules, and not confirmed by a person",
                "grades are proposed by rules, and not confirmed by a person",
            ),
            decided=register.counted(
                decided,
                "grades that a person confirmed or overruled",
                "was confirmed or overruled by a person",
                "were confirmed or overruled by a person",
            ),
        ),
        "lead",
    )


def _levels(material: BriefMaterial, register: Register, groups: Sequence[FindingGroup]) -> Table:
    """How many groups of findings and of claims are held with which confidence."""
    of_findings = {one.id for one in groups}
    of_claims = {one.id for one in material.groups if claims_of(material, one)}
    rows = []
    for level in CONFIDENCES:
        here = [one.subject for one in material.grades if one.confidence == level]
        word = gettext(level)
        found = [one for one in here if one in of_findings]
        claimed = [one for one in here if one in of_claims]
        rows.append(
            (
                (Label(word.capitalize(), strong=True),),
                cell(register.count(found, fill("groups of findings: {level} confidence", level=word))),
                cell(register.count(claimed, fill("groups of claims: {level} confidence", level=word))),
            )
        )
    return Table(
        "table-confidence",
        "Confidence in findings and in claims",
        (
            Column("Confidence", width=1.4),
            Column("Groups of findings", numeric=True, width=1),
            Column("Groups of claims", numeric=True, width=1),
        ),
        tuple(rows),
    )


def _table(material: BriefMaterial, register: Register, shown: Sequence[FindingGroup]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for group in shown:
        grade = material.grade_of.get(group.id)
        said = told_sentence(group.statement)
        about = fill("the finding “{statement}”", statement=said.rstrip("."))

        def count(ids: Sequence[str], what: str, about: str = about) -> Cell:
            return cell(register.count(ids, fill("{what} of {about}", what=gettext(what), about=about)))

        rows.append(
            (
                (Label(said, strong=True),),
                cell(grade_words(grade)) if grade is not None else (Text.of("not graded"),),
                count([one.id for one in findings_of(material, group.findings)], N_("findings")),
                count([one for one in group.testimonies if one in material.testimony_of], N_("testimonies")),
                count([one.id for one in findings_of(material, group.denials)], N_("denials")),
                count(group.roots, N_("root sources")),
                _why(register, group, grade, about),
            )
        )
    return Table(
        "table-graded",
        "What is done, how sure it is, and why",
        (
            Column("Finding", width=1.9),
            Column("Confidence", width=1.0),
            Column("Findings", numeric=True, width=0.6),
            Column("Testi­monies", numeric=True, width=0.6),
            Column("Denials", numeric=True, width=0.55),
            Column("Root sources", numeric=True, width=0.6),
            Column("Why", width=3.1),
        ),
        tuple(rows),
        small=True,
    )


def _why(register: Register, group: FindingGroup, grade: Grade | None, about: str) -> Cell:
    """A person's reason, or the reasons of those components that are a concern."""
    if grade is None:
        return ()
    ids = (*group.findings, *group.denials, *group.testimonies)
    content: list[Cell] = []
    if grade.decided_by:
        content.append(register.reasoned(ids, grade.reason, about))
    for name, title in _PARTS:
        part = getattr(grade, name)
        if part.concern != "none":
            content.append(
                say(
                    "{component} ({word}): {reason}",
                    component=Text.of(title),
                    word=Text.of(_CONCERNS[part.concern]),
                    reason=register.reasoned(ids, part.reason, about),
                )
            )
    if not content:
        return (Text.of("No concern about any of the four components."),)
    joined: list[Cell] = []
    for one in content:
        joined += [one, (Text(" "),)]
    return tuple(inline for one in joined[:-1] for inline in one)


def _words(material: BriefMaterial, shown: Sequence[FindingGroup]) -> Table:
    """The exact words of each group's surest findings, and of what denies it."""
    rows: list[tuple[Cell, ...]] = []
    for group in shown:
        stated = findings_of(material, group.findings)[:_QUOTED]
        denied = findings_of(material, group.denials)[:_QUOTED]
        for position, one in enumerate((*stated, *denied)):
            rows.append(
                (
                    (Label(told_sentence(group.statement), strong=True),)
                    if position == 0
                    else (Text.of("same"),),
                    (Text.of("denies it" if one.denied else "says it"),),
                    cell(_where(material, one)),
                    _quote(material, one),
                )
            )
    return Table(
        "table-graded-words",
        "The surest statements of each, in their exact words",
        (
            Column("Finding", width=1.7),
            Column("Says or denies", width=0.7),
            Column("Document and page", width=1.3),
            Column("Exact words", width=3.6),
        ),
        tuple(rows),
        traced=False,
        small=True,
    )


def _where(material: BriefMaterial, one: Finding) -> str:
    document = material.document_of[one.document]
    return (
        f"[{material.document_number[one.document]}] {document_name(document)}, "
        f"{page_words(material, one.document, one.page, one.passage)}"
    )


def _quote(material: BriefMaterial, one: Finding) -> Cell:
    if is_withheld(material, one.document):
        return (Text.of(WITHHELD),)
    return (Quote(one.quote, material.document_of[one.document].language),)
