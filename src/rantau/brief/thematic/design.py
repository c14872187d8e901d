"""Design and stance; documents, how they were chosen, and of which kind and language they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rantau.brief.blocks import (
    Block,
    Cell,
    Column,
    Label,
    Paragraph,
    Section,
    Table,
    Text,
    cell,
    say,
)
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.thematic.material import ThematicMaterial
from rantau.brief.thematic.words import titled, written
from rantau.brief.withheld import CONFIDENTIAL
from rantau.brief.wording import listed, place_name
from rantau.framework.language import N_, fill, gettext
from rantau.store.records import Document

__all__ = ["design", "documents"]

_KINDS = {"ngo": N_("NGO"), "unknown": N_("not stated")}


def design(material: ThematicMaterial) -> Section:
    """What was asked, by which method, from which stance."""
    brief = material.brief
    places = [place_name(brief, one) for one in brief.places]
    asked = brief.question.strip()
    said = material.said
    blocks: list[Block] = [
        Paragraph(
            say(
                "Question: {question} Places: {places}.",
                question=asked
                if asked
                else say("missing; write it as {name} in {file}.", name="question", file="study.toml"),
                places=listed(places),
            )
        ),
        Paragraph(
            say(
                "Method: a qualitative analysis of documents, coded with a codebook that joins three theories "
                "(migration systems, securitization, human security) and open to change, and read for themes in the "
                "six phases of Braun and Clarke. Codes come from theory first; analysts may add, split, merge and "
                "retire them as the documents ask for it. It is therefore codebook thematic analysis, which is more "
                "structured than the reflexive kind: several people can code by it, and how far they agree can be "
                "measured."
            )
        ),
        Paragraph(
            say(
                "No person was interviewed or observed for it. Where documents quote people, their words were "
                "recorded by others, for other ends."
            )
        ),
    ]
    for name, title, missed in (
        ("design", N_("Why this design."), say("why this design was chosen is not said.")),
        (
            "stance",
            N_("Stance."),
            say("from which stance (realist, constructionist, critical …) is not said."),
        ),
        ("context", N_("Context."), say("when, where and for whom the study was made is not said.")),
    ):
        blocks += titled(title, written(said, name, missed))
    return Section("design", "Design and stance", tuple(blocks))


# -- documents ------------------------------------------------------------------------------------------------


def documents(material: ThematicMaterial, register: Register) -> Section:
    """What came in and what became of it; how it was chosen; of which kind and language it is."""
    brief, conduct = material.brief, material.conduct
    twins = tuple(one.file or CONFIDENTIAL for one in brief.duplicates)
    secret = tuple(one.id for one in brief.read if one.confidential)
    by_machine = [one for one in material.coded_documents if one not in conduct.coded]

    def row(what: str, ids: Iterable[str], words: str, remark: Cell = ()) -> tuple[Cell, ...]:
        return ((Text.of(what),), cell(register.count(ids, words)), remark)

    rows = [
        row(N_("Files received"), (*(one.id for one in brief.documents), *twins), "files received"),
        row(N_("of which the same as another"), twins, "duplicate files"),
        row(N_("Documents that could not be read"), (one.id for one in brief.failed), "documents not read"),
        row(N_("Documents read"), (one.id for one in brief.read), "documents read"),
        row(N_("Pages"), brief.pages, "pages of the documents read"),
        row(N_("Passages"), brief.passages, "passages"),
        row(
            N_("Documents in which people coded"),
            conduct.coded,
            "documents in which people coded",
            say("the material of the analysis") if conduct.coded else say("nobody has coded yet"),
        ),
        row(
            N_("Documents coded by two people or more"),
            conduct.double,
            "documents coded whole by two or more",
        ),
    ]
    if by_machine:
        rows.append(
            row(
                N_("Documents in which only the machine coded"),
                by_machine,
                "documents with machine-coded codes only",
                say("no person has decided on a code there"),
            )
        )
    if secret:
        rows.append(
            row(
                N_("Confidential documents"),
                secret,
                "confidential documents",
                say("not named and not quoted here"),
            )
        )
    table = Table(
        "table-flow",
        "From files to coded documents",
        (Column("Stage", width=2.2), Column("Number", numeric=True, width=0.8), Column("Remark", width=1.6)),
        tuple(rows),
    )
    blocks: list[Block] = [table]
    blocks += titled(
        N_("Selection."),
        written(
            material.said,
            "selection",
            say(
                "how the documents were searched for and chosen, and which were sought and not had, is not said."
            ),
        ),
    )
    blocks += _kinds(brief, material, register)
    if brief.failed:
        blocks.append(
            Table(
                "table-not-read",
                "Documents that could not be read, and why",
                (Column("Document", width=1), Column("Reason", width=2.6)),
                tuple(
                    (cell(f"[{brief.document_number[one.id]}] {one.file or CONFIDENTIAL}"), cell(one.problem))
                    for one in brief.failed
                ),
                traced=False,
            )
        )
    return Section("documents", "Documents, selection and languages", tuple(blocks))


def _kinds(brief: BriefMaterial, material: ThematicMaterial, register: Register) -> list[Block]:
    if not brief.read:
        return [Paragraph(say("No document has been read."))]
    coded = {*material.conduct.coded}
    years = sorted(one.year for one in brief.read if one.year is not None)
    undated = [one.id for one in brief.read if one.year is None]
    blocks: list[Block] = []
    for id, caption, head, of in (
        ("table-kinds", N_("Documents read, by kind of source"), N_("Kind of source"), _kind),
        ("table-languages", N_("Documents read, by language"), N_("Language"), _language),
    ):
        order = Counter(of(one) for one in brief.read)
        rows = []
        for value, _ in sorted(order.items(), key=lambda pair: (-pair[1], pair[0])):
            own = [one.id for one in brief.read if of(one) == value]
            here = [one for one in own if one in coded]
            rows.append(
                (
                    (Label(value, strong=True),),
                    cell(
                        register.count(
                            own,
                            fill("documents read, {head}: {value}", head=gettext(head).lower(), value=value),
                        )
                    ),
                    cell(
                        register.count(
                            here,
                            fill(
                                "documents that people coded, {head}: {value}",
                                head=gettext(head).lower(),
                                value=value,
                            ),
                        )
                    ),
                )
            )
        columns = (
            Column(head, width=1.6),
            Column("Read", numeric=True, width=0.7),
            Column("Coded by people", numeric=True, width=1),
        )
        blocks.append(Table(id, caption, columns, tuple(rows)))
    if years:
        span = f"{years[0]} – {years[-1]}" if years[0] != years[-1] else f"{years[0]}"
        said = say("Years of publication: {span}.", span=span)
        if undated:
            said += say(
                " {n} no year that is known or may be told.",
                n=register.counted(undated, "documents without a year", "document has", "documents have"),
            )
        blocks.append(Paragraph(said))
    blocks.append(
        Paragraph(
            say(
                "Documents were read in the language they are written in; quotations are given as they stand, and are "
                "not translated."
            )
        )
    )
    return blocks


def _kind(one: Document) -> str:
    return gettext(_KINDS.get(one.source_type, one.source_type))


def _language(one: Document) -> str:
    return one.language or gettext("not told")
