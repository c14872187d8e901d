"""The section on who quotes whom, down to the root sources."""

from __future__ import annotations

from collections.abc import Sequence

from rantau.brief.blocks import Block, Cell, Column, Figure, Label, Paragraph, Section, Table, Text, cell, say
from rantau.brief.lineage_layout import Support
from rantau.brief.lineage_picture import KINDS, lineage_picture, lineage_supports, places_drawn
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.wording import work_name
from rantau.evidence import Lineage, LineageNode
from rantau.framework.language import N_, fill

__all__ = ["ROOTS_SHOWN", "quotations"]

ROOTS_SHOWN = 40
_QUOTING_NAMED = 12


def quotations(material: BriefMaterial, register: Register) -> Section:
    """Who quotes whom, as a picture, and as a table of the root sources with what rests on each."""
    title = N_("Who quotes whom")
    ranked = lineage_supports(material)
    if material.lineage is None or not ranked:
        return Section(
            "lineage", title, (Paragraph(say("Nothing was found whose sources could be followed.")),)
        )
    blocks: list[Block] = [_lead(material, register, ranked)]
    shown = places_drawn(material)
    if lineage_picture(material) is not None:
        roots = sum(one.support is not None for one in shown)
        blocks.append(
            Figure(
                "lineage",
                say(
                    "Arrows run from the one who quotes to the one quoted; a thicker arrow stands for more statements. "
                    "A full outline is a document of the study, a broken one a work that was only quoted. A heavy bar "
                    "marks a root: the way of some statement ends there."
                )
                + (
                    say(
                        " Only the roots on which most rests are drawn; the table holds more, the figure's file all."
                    )
                    if roots < len(ranked)
                    else ()
                ),
                "Diagram of who quotes whom: documents of the study at the left, the root sources of their statements "
                "at the right, with an arrow from each work to those it quotes. The table after the diagram names the "
                "roots, what rests on each and who quotes it.",
                "table-lineage",
            )
        )
    listed = ranked[:ROOTS_SHOWN]
    blocks.append(_table(material, register, material.lineage, listed))
    if len(ranked) > len(listed):
        blocks.append(
            Paragraph(
                say(
                    "{n} in the study, left out here for length.",
                    n=register.counted(
                        (one.node for one in ranked[len(listed) :]),
                        "root sources not shown",
                        "more root source is",
                        "more root sources are",
                    ),
                ),
                "note",
            )
        )
    return Section("lineage", title, tuple(blocks))


def _lead(material: BriefMaterial, register: Register, ranked: Sequence[Support]) -> Paragraph:
    assert material.lineage is not None
    repeated = [one.node for one in ranked if len(one.documents) > 1]
    unread = [
        one.node
        for one in ranked
        for node in material.lineage.nodes
        if node.id == one.node and node.kind != "document"
    ]
    return Paragraph(
        say(
            "Each claim and finding was followed through the citations to where it was first reported, as far as these "
            "lead. {all} beneath the documents; {unread}, so that what they say is known only from those who quote "
            "them. {repeated} more than one document: these documents are one witness for what they take from it.",
            all=register.counted(
                (one.node for one in ranked), "root sources", "root source lies", "root sources lie"
            ),
            unread=register.counted(
                unread,
                "root sources that are no document of the study",
                "is not a document of the study",
                "are not documents of the study",
            ),
            repeated=register.counted(
                repeated,
                "root sources beneath more than one document",
                "root lies beneath",
                "roots lie beneath",
            ),
        )
    )


def _table(material: BriefMaterial, register: Register, lineage: Lineage, ranked: Sequence[Support]) -> Table:
    nodes = {node.id: node for node in lineage.nodes}
    rows: list[tuple[Cell, ...]] = []
    for one in ranked:
        node = nodes[one.node]
        quoting = [nodes[edge.quoting] for edge in lineage.edges if edge.quoted == one.node]
        rows.append(
            (
                (Label(_named(material, node), strong=True),),
                (Text.of(KINDS[node.kind]),),
                cell(
                    register.count(
                        one.statements,
                        fill("claims and findings that rest on {work}", work=work_name(node.name)),
                    )
                ),
                cell(
                    register.count(
                        one.documents,
                        fill("documents whose statements rest on {work}", work=work_name(node.name)),
                    )
                ),
                _quoting(material, quoting),
            )
        )
    return Table(
        "table-lineage",
        "Root sources, what rests on each, and who quotes it",
        (
            Column("Root source", width=3.0),
            Column("What it is", width=1.1),
            Column("Statements", numeric=True, width=0.7),
            Column("Documents", numeric=True, width=0.7),
            Column("Quoted by", width=2.0),
        ),
        tuple(rows),
        small=True,
    )


def _named(material: BriefMaterial, node: LineageNode) -> str:
    """A work's name; a document of the study with its number, by which the rest of the table calls it."""
    numbers = sorted(
        {material.document_number[one] for one in node.documents if one in material.document_number},
        key=_order,
    )
    return " ".join((*(f"[{number}]" for number in numbers), work_name(node.name)))


def _quoting(material: BriefMaterial, nodes: Sequence[LineageNode]) -> Cell:
    """Documents of the study by their numbers, which the list of sources explains; other works by their names."""
    if not nodes:
        return (Text.of("nobody; it speaks for itself"),)
    known = material.document_number
    numbers = sorted({known[one] for node in nodes for one in node.documents if one in known}, key=_order)
    names = [f"[{number}]" for number in numbers]
    names += sorted(work_name(node.name) for node in nodes if not any(one in known for one in node.documents))
    more = len(names) > _QUOTING_NAMED
    return (Label(", ".join(names[:_QUOTING_NAMED])), *((Text.of(" and others"),) if more else ()))


def _order(number: str) -> int:
    return int(number[1:])
