"""Coders, what they were given and how they coded blind; the codebook and its changes."""

from __future__ import annotations

from rantau.brief.blocks import Block, Cell, Column, Label, Paragraph, Section, Table, Text, cell, say
from rantau.brief.register import Register
from rantau.brief.thematic.material import CoderFacts, ThematicMaterial
from rantau.brief.thematic.words import days, titled, written
from rantau.framework.language import N_, fill

__all__ = ["codebook", "coders"]


def coders(material: ThematicMaterial, register: Register) -> Section:
    """Who coded, under numbers in place of names; who was given what; who coded blind."""
    blocks: list[Block] = []
    acting = material.coders
    if not acting:
        blocks.append(
            Paragraph(
                say(
                    "Nobody has coded: the trail holds no act of coding by a person. Everything a thematic analysis "
                    "rests on (reading, coding, themes, agreement) is still to do."
                )
            )
        )
    else:
        named = (
            say(" They are named, as the study asks for it.")
            if material.name_coders
            else say(" They are numbered in the order of their first act, and not named.")
        )
        blocks.append(
            Paragraph(
                say(
                    "{n} in the trail of coding.{named}",
                    n=register.counted(
                        (material.coder(one.id) for one in acting),
                        "people in the trail of coding",
                        "person stands",
                        "people stand",
                    ),
                    named=named,
                )
            )
        )
        blocks.append(_coder_table(material, acting, register))
    blocks += titled(
        N_("The team."),
        written(
            material.said,
            "team",
            say("who coded is not said: qualifications, occupation, experience, languages."),
        ),
    )
    blocks += titled(
        N_("Training."),
        written(material.said, "training", say("how coders learnt the codebook is not said.")),
    )
    blocks += _blind(material, register)
    return Section("coders", "Coders, training and assignments", tuple(blocks))


def _coder_table(material: ThematicMaterial, acting: tuple[CoderFacts, ...], register: Register) -> Table:
    rows = []
    for one in acting:
        name = material.coder(one.id)
        rows.append(
            (
                (Label(name[:1].upper() + name[1:], strong=True),),
                _roles(one),
                cell(register.count(one.documents, fill("documents in which {who} coded", who=name))),
                cell(register.count(one.codings, fill("codings of {who} that stand", who=name))),
                cell(register.count(one.rejections, fill("suggestions that {who} rejected", who=name))),
                cell(register.count(one.given, fill("documents given to {who}", who=name))),
                cell(
                    register.count(one.finished, fill("documents given to {who} and coded whole", who=name))
                ),
                cell(days(one.deeds)),
            )
        )
    return Table(
        "table-coders",
        "Who coded",
        (
            Column("Who", width=1),
            Column("What the trail shows", width=1.9),
            Column("Documents", numeric=True, width=0.9),
            Column("Codings", numeric=True, width=0.8),
            Column("Rejected", numeric=True, width=0.8),
            Column("Given", numeric=True, width=0.6),
            Column("Coded whole", numeric=True, width=0.8),
            Column("From – to", width=1.2),
        ),
        tuple(rows),
    )


def _roles(one: CoderFacts) -> Cell:
    done = {deed.action for deed in one.deeds}
    roles = []
    if one.codings or one.rejections:
        roles.append(N_("coded"))
    if "documents.assigned" in done:
        roles.append(N_("gave documents out"))
    if "coding.adjudicated" in done:
        roles.append(N_("settled differences"))
    if "themes.changed" in done:
        roles.append(N_("made themes"))
    if "memo.written" in done:
        roles.append(N_("wrote memos"))
    content: Cell = ()
    for role in roles:
        content = (*content, *((Text(", "),) if content else ()), Text.of(role))
    return content or (Text.of("was given documents"),)


def _blind(material: ThematicMaterial, register: Register) -> list[Block]:
    conduct = material.conduct
    blind = [one for one in material.blind if one in conduct.double]
    blocks: list[Block] = []
    if conduct.double:
        blocks.append(
            Paragraph(
                say(
                    "Double coding: {double} coded whole by two people or more, {blind} of them blind: none saw what "
                    "the others coded until all had said that they were done.",
                    double=register.counted(
                        conduct.double,
                        "documents coded whole by two or more",
                        "document was",
                        "documents were",
                    ),
                    blind=register.count(blind, "documents coded blind by two or more"),
                )
            )
        )
    else:
        blocks.append(
            Paragraph(
                say(
                    "Missing: no document has been coded whole by two people, each by themselves. Give at least a "
                    "tenth of the documents to two coders: {command}.",
                    command="rantau code STUDY assign",
                ),
                "note",
            )
        )
    if material.coding.blind:
        blocks.append(
            Paragraph(
                say(
                    "{n} coded blind now, and left out of this report until all who code there are done.",
                    n=register.counted(
                        material.coding.blind,
                        "documents that are being coded blind",
                        "document is",
                        "documents are",
                    ),
                ),
                "note",
            )
        )
    lifted = [one for one in conduct.deeds if one.action == "blindness.lifted"]
    if lifted:
        blocks.append(
            Paragraph(
                say(
                    "Blindness was lifted {n} before all were done, with the reason in the trail.",
                    n=register.counted((one.id for one in lifted), "liftings of blindness", "time", "times"),
                )
            )
        )
    return blocks


# -- codebook -------------------------------------------------------------------------------------------------

_CHANGES = {
    "add": N_("added"),
    "edit": N_("edited"),
    "rename": N_("renamed"),
    "split": N_("split"),
    "merge": N_("merged"),
    "retire": N_("retired"),
}


def codebook(material: ThematicMaterial, register: Register) -> Section:
    """Where the codebook came from and how it changed."""
    book = material.coding.codebook
    use = {*material.conduct.used_codes}
    blocks: list[Block] = [
        Paragraph(
            say(
                "The analysis starts from version {version} of the codebook that comes with the software, and stands "
                "in full in the appendix: {codes} can be applied now, {used} in use.",
                version=book.version,
                codes=register.counted(
                    (one.id for one in book), "codes that can be applied", "code", "codes"
                ),
                used=register.counted(sorted(use), "codes in use", "is", "are"),
            )
        )
    ]
    if not book.changes:
        blocks.append(
            Paragraph(
                say(
                    "The codebook has not been changed. In an analysis open to its documents that is rare: see whether "
                    "a code was missing, too wide or never used."
                )
            )
        )
        return Section("codebook", "Codebook and its changes", tuple(blocks))
    noticed = [one for one in material.conduct.deeds if one.action == "codebook.changed"]
    blocks.append(
        Paragraph(
            say(
                "It was changed in {n}, each with its reason; the trail noticed them {when}.",
                n=register.counted(
                    material.conduct.codebook_changes, "changes to the codebook", "point", "points"
                ),
                when=say("on {days}", days=days(noticed)) if noticed else say("not yet; the next run does"),
            )
        )
    )
    rows = []
    for one in book.changes:
        made = ", ".join(code.id for code in one.codes)
        rows.append(
            (
                (Text.of(_CHANGES[one.kind]),),
                cell(", ".join(one.old)),
                cell(made),
                cell(material.unnamed(one.reason)),
            )
        )
    blocks.append(
        Table(
            "table-codebook-changes",
            "Changes to the codebook",
            (
                Column("Change", width=0.7),
                Column("Of", width=1.2),
                Column("To", width=1.4),
                Column("Reason", width=2),
            ),
            tuple(rows),
            traced=False,
        )
    )
    return Section("codebook", "Codebook and its changes", tuple(blocks))
