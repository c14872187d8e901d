"""The section that says what was asked, and what became of each document."""

from __future__ import annotations

from rantau.brief.blocks import Block, Cell, Column, Paragraph, Section, Table, Text, cell, say
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.views import claims_of
from rantau.brief.withheld import CONFIDENTIAL
from rantau.brief.wording import document_name, listed, place_name, told_sentence
from rantau.framework.language import N_, fill, gettext

__all__ = ["account"]


def account(material: BriefMaterial, register: Register) -> Section:
    """What was asked, and what became of each document: an account in the manner of PRISMA."""
    blocks: list[Block] = []
    asked = material.question.strip() or gettext(
        "Where are migrants vulnerable to trafficking, why, and how sure is it?"
    )
    period = (
        say(
            " Period: {period}.",
            period=fill("{start} to {end}", start=material.period[0], end=material.period[1]),
        )
        if material.period
        else ()
    )
    blocks.append(
        Paragraph(
            say(
                "Question: {question} Places: {places}.{period}",
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
                tuple(
                    (cell(_file(material, one.id)), cell(told_sentence(one.problem)))
                    for one in material.failed
                ),
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
                    (cell(one.file or gettext(CONFIDENTIAL)), cell(one.same_as or gettext(CONFIDENTIAL)))
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
                    (
                        cell(f"[{material.document_number[one.id]}] {document_name(one)}"),
                        cell(told_sentence(note)),
                    )
                    for one, note in losses
                ),
                traced=False,
            )
        )
    return Section("account", "What was asked, and what was read", tuple(blocks))


def _file(material: BriefMaterial, document: str) -> str:
    one = material.document_of[document]
    return f"[{material.document_number[document]}] {one.file or gettext(CONFIDENTIAL)}"


def _flow(material: BriefMaterial, register: Register) -> Table:
    def row(what: str, ids: tuple[str, ...], words: str, remark: str = "") -> tuple[Cell, ...]:
        return ((Text.of(what),), cell(register.count(ids, words)), (Text.of(remark),) if remark else ())

    def cited(status: str) -> tuple[str, ...]:
        return tuple(one.id for one in material.citations if one.status == status)

    twins = tuple(one.file or CONFIDENTIAL for one in material.duplicates)
    received = tuple(one.id for one in material.documents) + twins
    machine = tuple(one.id for one in material.read if one.machine_read)
    rows = [
        row(N_("Files received"), received, N_("files received")),
        row(N_("of which the same as another"), twins, N_("duplicate files")),
        row(
            N_("Documents that could not be read"),
            tuple(one.id for one in material.failed),
            N_("documents not read"),
        ),
        row(N_("Documents read"), tuple(one.id for one in material.read), N_("documents read")),
    ]
    if machine:
        rows.append(
            row(
                N_("of which read by OCR in part"),
                machine,
                N_("documents read by OCR"),
                N_("letters may be wrong"),
            )
        )
    rows += [
        row(N_("Pages"), tuple(material.pages), N_("pages of the documents read")),
        row(N_("Passages"), material.passages, N_("passages")),
        row(
            N_("Entries of reference lists"),
            tuple(one.id for one in material.references),
            N_("reference entries"),
        ),
        row(
            N_("Citations in the text"), tuple(one.id for one in material.citations), N_("in-text citations")
        ),
        row(N_("of which matched to one entry"), cited("matched"), N_("citations matched")),
        row(
            N_("of which ambiguous"),
            cited("ambiguous"),
            N_("citations ambiguous"),
            N_("more than one entry fits"),
        ),
        row(N_("of which dangling"), cited("dangling"), N_("citations dangling"), N_("no entry fits")),
        row(N_("Claims found"), tuple(one.id for one in material.claims), N_("claims found")),
        row(
            N_("of which rejected by a person"),
            tuple(one.id for one in material.claims if one.status == "rejected"),
            N_("claims rejected"),
            N_("not used below"),
        ),
        row(
            N_("of which corrected by a person"),
            tuple(one.id for one in material.claims if one.machine is not None),
            N_("claims corrected"),
            N_("used as corrected"),
        ),
        row(N_("Groups of claims about the same thing"), _standing(material), N_("claim groups")),
    ]
    return Table(
        "table-account",
        "From files to claims",
        (Column("Stage", width=2.2), Column("Number", numeric=True, width=0.8), Column("Remark", width=1.6)),
        tuple(rows),
    )


def _standing(material: BriefMaterial) -> tuple[str, ...]:
    return tuple(one.id for one in material.groups if claims_of(material, one))
