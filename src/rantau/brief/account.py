"""The section that says what was asked, and what became of each document."""

from __future__ import annotations

from rantau.brief.blocks import Block, Cell, Column, Paragraph, Section, Table, Text, cell, say
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.views import claims_of
from rantau.brief.withheld import CONFIDENTIAL
from rantau.brief.wording import document_name, listed, place_name

__all__ = ["account"]


def account(material: BriefMaterial, register: Register) -> Section:
    """What was asked, and what became of each document: an account in the manner of PRISMA."""
    blocks: list[Block] = []
    asked = (
        material.question.strip() or "Where are migrants vulnerable to trafficking, why, and how sure is it?"
    )
    period = f"{material.period[0]} to {material.period[1]}" if material.period else ""
    blocks.append(
        Paragraph(
            say(
                "Question: {question} Places: {places}." + (" Period: {period}." if period else ""),
                question=asked + ("" if asked.endswith(("?", ".", "!")) else "."),
                places=listed([place_name(material, one) for one in material.places]),
                period=period,
            )
        )
    )
    blocks.append(_flow(material, register))
    if material.failed:
        blocks.append(
            Table(
                "table-failed",
                "Documents that could not be read, and why",
                (Column("Document", width=1), Column("Reason", width=2.6)),
                tuple((cell(_file(material, one.id)), cell(one.problem)) for one in material.failed),
                traced=False,
            )
        )
    if material.duplicates:
        blocks.append(
            Table(
                "table-duplicates",
                "Files received twice; each was read once",
                (Column("File"), Column("Same as")),
                tuple(
                    (cell(one.file or CONFIDENTIAL), cell(one.same_as or CONFIDENTIAL))
                    for one in material.duplicates
                ),
                traced=False,
            )
        )
    losses = [(one, note) for one in material.read for note in one.notes]
    if losses:
        blocks.append(
            Table(
                "table-losses",
                "Documents read with a loss",
                (Column("Document", width=1), Column("What was lost", width=2.6)),
                tuple(
                    (cell(f"[{material.document_number[one.id]}] {document_name(one)}"), cell(note))
                    for one, note in losses
                ),
                traced=False,
            )
        )
    return Section("account", "What was asked, and what was read", tuple(blocks))


def _file(material: BriefMaterial, document: str) -> str:
    one = material.document_of[document]
    return f"[{material.document_number[document]}] {one.file or CONFIDENTIAL}"


def _flow(material: BriefMaterial, register: Register) -> Table:
    def row(what: str, ids: tuple[str, ...], words: str, remark: str = "") -> tuple[Cell, ...]:
        return ((Text(what),), cell(register.count(ids, words)), (Text(remark),) if remark else ())

    def cited(status: str) -> tuple[str, ...]:
        return tuple(one.id for one in material.citations if one.status == status)

    twins = tuple(one.file or CONFIDENTIAL for one in material.duplicates)
    received = tuple(one.id for one in material.documents) + twins
    machine = tuple(one.id for one in material.read if one.machine_read)
    rows = [
        row("Files received", received, "files received"),
        row("of which the same as another", twins, "duplicate files"),
        row(
            "Documents that could not be read", tuple(one.id for one in material.failed), "documents not read"
        ),
        row("Documents read", tuple(one.id for one in material.read), "documents read"),
    ]
    if machine:
        rows.append(
            row("of which read by OCR in part", machine, "documents read by OCR", "letters may be wrong")
        )
    rows += [
        row("Pages", tuple(material.pages), "pages of the documents read"),
        row("Passages", material.passages, "passages"),
        row("Entries of reference lists", tuple(one.id for one in material.references), "reference entries"),
        row("Citations in the text", tuple(one.id for one in material.citations), "in-text citations"),
        row("of which matched to one entry", cited("matched"), "citations matched"),
        row("of which ambiguous", cited("ambiguous"), "citations ambiguous", "more than one entry fits"),
        row("of which dangling", cited("dangling"), "citations dangling", "no entry fits"),
        row("Claims found", tuple(one.id for one in material.claims), "claims found"),
        row(
            "of which rejected by a person",
            tuple(one.id for one in material.claims if one.status == "rejected"),
            "claims rejected",
            "not used below",
        ),
        row("Groups of claims about the same thing", _standing(material), "claim groups"),
    ]
    return Table(
        "table-account",
        "From files to claims",
        (Column("Stage", width=2.2), Column("Number", numeric=True, width=0.8), Column("Remark", width=1.6)),
        tuple(rows),
    )


def _standing(material: BriefMaterial) -> tuple[str, ...]:
    return tuple(one.id for one in material.groups if claims_of(material, one))
