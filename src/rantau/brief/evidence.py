"""Sections on what the documents say: where they disagree, what stands on several roots, what on one."""

from __future__ import annotations

from rantau.brief.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Label,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
    cell,
    say,
)
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.views import (
    GROUPS_SHOWN,
    claims_of,
    drawable,
    drawn_agreements,
    drawn_conflicts,
    groups,
    was_changed,
)
from rantau.brief.wording import (
    WITHHELD,
    grade_words,
    group_name,
    is_withheld,
    period_words,
    sources_of,
    work_name,
)
from rantau.framework.language import N_, fill, gettext
from rantau.framework.words import Verdict
from rantau.store.records import Claim, ClaimGroup

__all__ = ["conflicts", "standing"]


def _quote(material: BriefMaterial, claim: Claim) -> Cell:
    if is_withheld(material, claim.document):
        return (Text.of(WITHHELD),)
    return (Quote(claim.quote, material.document_of[claim.document].language),)


def _roots(material: BriefMaterial, group: ClaimGroup) -> str:
    if was_changed(material, group):
        return gettext("to be found anew: a claim was rejected")
    return "; ".join(dict.fromkeys(map(work_name, group.roots))) or gettext("not known")


def _reason(material: BriefMaterial, register: Register, group: ClaimGroup) -> Cell:
    if was_changed(material, group) or not group.reason:
        return say("The stated values do not agree.")
    return register.stated(group, group.reason)


def conflicts(material: BriefMaterial, register: Register) -> Section:
    """Each conflict with all its sides; none is chosen."""
    title = N_("Where the evidence disagrees")
    found = groups(material, "conflicting")
    if not found:
        return Section(
            "conflicts", title, (Paragraph(say("No two comparable claims were found to conflict.")),)
        )
    blocks: list[Block] = [
        Paragraph(
            say(
                "Claims are laid side by side when they are about the same indicator, places and people. In {n} the "
                "values disagree, as a reader would take them: who writes “over” a number is taken to mean one not far "
                "above it. A conflict may be real, or may come from different periods, definitions or ways of "
                "counting; each side is given with its source, so that the reader can judge.",
                n=register.counted(
                    (one.id for one in found), "claim groups whose claims conflict", "group", "groups"
                ),
            )
        )
    ]
    drawn = drawn_conflicts(material)
    if drawn:
        blocks.append(
            Figure(
                "conflicts",
                say(
                    "What each side says, read as an interval. An arrow marks an open end (at least, at most). Claims "
                    "with one letter and one shape of mark rest on one root source, and are one witness. Each panel "
                    "has a scale of its own."
                )
                + (
                    say(" Only the first conflicts are drawn; the tables hold all.")
                    if len(drawable(material, found)) > len(drawn)
                    else ()
                ),
                fill(
                    "Chart of conflicting claims. Matters drawn: {matters}. The tables after the chart hold every "
                    "value with its quotation.",
                    matters="; ".join(group_name(material, one) for one in drawn),
                ),
                "table-conflict-1",
            )
        )
    sections = tuple(
        _conflict(material, register, group, f"conflict-{number}")
        for number, group in enumerate(found, start=1)
    )
    return Section("conflicts", title, tuple(blocks), sections)


def _conflict(material: BriefMaterial, register: Register, group: ClaimGroup, identifier: str) -> Section:
    rows = [
        (
            cell(register.claim(claim)),
            cell(period_words(claim)),
            cell(sources_of(material, claim)),
            cell(register.where(claim)),
            _quote(material, claim),
        )
        for claim in claims_of(material, group)
    ]
    table = Table(
        f"table-{identifier}",
        fill("What each side says: {matter}", matter=group_name(material, group)),
        (
            Column("Value", width=1.1),
            Column("Period", width=1.0),
            Column("Source it names", width=1.2),
            Column("Document and page", width=1.3),
            Column("Exact words", width=2.8),
        ),
        tuple(rows),
        small=True,
    )
    blocks: list[Block] = [Paragraph(_reason(material, register, group))]
    if (grade := material.grade_of.get(group.id)) is not None:
        blocks.append(
            Paragraph(
                say("Confidence in what is said of this matter: ")
                + cell(grade_words(grade))
                + say(". ")
                + register.reasoned(
                    [one.id for one in claims_of(material, group)], grade.reason, group_name(material, group)
                )
            )
        )
    return Section(identifier, group_name(material, group), (*blocks, table))


def _summary(material: BriefMaterial, register: Register) -> Table:
    meaning: dict[Verdict, str] = {
        "corroborated": N_("more than one root source, and the values agree"),
        "compatible": N_("the values can all be true, but do not confirm each other"),
        "conflicting": N_("the values disagree, as a reader would take them"),
        "single-source": N_("one root source, however many documents repeat it"),
    }
    rows = []
    for verdict, words in meaning.items():
        found, name = groups(material, verdict), gettext(verdict.replace("-", " "))
        claims = [claim.id for group in found for claim in claims_of(material, group)]
        rows.append(
            (
                (Label(name.capitalize(), strong=True),),
                cell(
                    register.count(
                        (one.id for one in found),
                        fill("claim groups: {verdict}", verdict=name),
                    )
                ),
                cell(
                    register.count(
                        claims,
                        fill("claims in groups: {verdict}", verdict=name),
                    )
                ),
                (Text.of(words),),
            )
        )
    return Table(
        "table-verdicts",
        "How the claims stand",
        (
            Column("Verdict", width=1.1),
            Column("Groups", numeric=True, width=0.6),
            Column("Claims", numeric=True, width=0.6),
            Column("Meaning", width=2.6),
        ),
        tuple(rows),
    )


def _what(material: BriefMaterial, group: ClaimGroup) -> Cell:
    """What a group is about, and the confidence in it where it was graded."""
    name: Cell = (Label(group_name(material, group), strong=True),)
    grade = material.grade_of.get(group.id)
    return name if grade is None else (*name, Text.of("; confidence "), Label(grade_words(grade)))


def _claims_table(
    material: BriefMaterial, register: Register, identifier: str, caption: str, shown: list[ClaimGroup]
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for group in shown:
        for position, claim in enumerate(claims_of(material, group)):
            # The first line of a group names it and its roots; the others stand beneath.
            what: Cell = _what(material, group) if position == 0 else (Text.of("same"),)
            roots: Cell = cell(_roots(material, group)) if position == 0 else ()
            rows.append(
                (
                    what,
                    cell(register.claim(claim)),
                    cell(period_words(claim)),
                    roots,
                    cell(register.where(claim)),
                    _quote(material, claim),
                )
            )
    return Table(
        identifier,
        caption,
        (
            Column("What it is about", width=1.5),
            Column("Value", width=1.0),
            Column("Period", width=0.9),
            Column("Root sources", width=1.25),
            Column("Document and page", width=1.2),
            Column("Exact words", width=2.5),
        ),
        tuple(rows),
        small=True,
    )


def _agreements(material: BriefMaterial, drawn: list[ClaimGroup], all_drawable: int) -> Figure:
    return Figure(
        "agreements",
        say(
            "Claims that agree, each read as an interval. Claims with one letter and one shape of mark rest on one "
            "root source, and are one witness. Each panel has a scale of its own."
        )
        + (say(" Only the first are drawn; the table holds more.") if all_drawable > len(drawn) else ()),
        fill(
            "Chart of claims that agree. Matters drawn: {matters}. The table after the chart holds every value with "
            "its quotation.",
            matters="; ".join(group_name(material, one) for one in drawn),
        ),
        "table-corroborated",
    )


def standing(material: BriefMaterial, register: Register) -> Section:
    """What stands on more than one root, and what on one."""
    blocks: list[Block] = [
        Paragraph(
            say(
                "Documents that repeat one source are one witness. What counts is the root: where a figure was first "
                "reported, as far as the citations lead back."
            )
        ),
        _summary(material, register),
    ]
    for verdict, identifier, caption, nothing in (
        ("corroborated", "table-corroborated", N_("Claims on more than one root source"),
         N_("No claim stands on more than one root source.")),
        ("compatible", "table-compatible", N_("Claims that can all be true, but do not confirm each other"),
         N_("No claims are compatible without confirming each other.")),
        ("single-source", "table-single", N_("Claims on a single root source"),
         N_("No claim stands on a single root source.")),
    ):  # fmt: skip
        found = groups(material, verdict)  # type: ignore[arg-type]
        if not found:
            blocks.append(Paragraph(say(nothing)))
            continue
        shown = found[:GROUPS_SHOWN]
        if verdict == "corroborated" and (drawn := drawn_agreements(material)):
            blocks.append(_agreements(material, drawn, len(drawable(material, found))))
        blocks.append(_claims_table(material, register, identifier, caption, shown))
        if len(found) > len(shown):
            blocks.append(
                Paragraph(
                    say(
                        "{n} of this kind in the study, left out here for length.",
                        n=register.counted(
                            (one.id for one in found[len(shown) :]),
                            fill("{verdict} groups not shown", verdict=gettext(verdict.replace("-", " "))),
                            "more group is",
                            "more groups are",
                        ),
                    ),
                    "note",
                )
            )
    return Section("standing", "What the claims rest on", tuple(blocks))
