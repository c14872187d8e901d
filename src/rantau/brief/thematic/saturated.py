"""Saturation, and the relations of the concept graph that passages speak of."""

from __future__ import annotations

from collections.abc import Sequence

from rantau.brief.blocks import Block, Cell, Column, Figure, Paragraph, Section, Table, cell, say
from rantau.brief.framing import arrow_blocks
from rantau.brief.register import Register
from rantau.brief.thematic.material import ThematicMaterial
from rantau.brief.thematic.words import basis, tag
from rantau.brief.wording import document_name
from rantau.coding.saturation import Step
from rantau.framework.language import fill, local

__all__ = ["graph", "saturation"]


def saturation(material: ThematicMaterial, register: Register) -> Section:
    """How many new codes each further document brought."""
    curve = material.saturation
    blocks: list[Block] = [Paragraph(basis(material, register))]
    if not curve.steps:
        blocks.append(Paragraph(say("No document is coded, so there is no saturation curve.")))
        return Section("saturation", "Saturation", tuple(blocks))
    documents = [one.document for one in curve.steps]
    since = documents[curve.last_new :]
    blocks.append(
        Paragraph(
            say(
                "{codes} in {documents}; the last {since} brought no new one. Documents stand in the order in which "
                "people first coded in them{machine}. The band shows {orders} random orders (seed {seed}): where the "
                "curve lies within it, the order tells nothing. That codes recur does not show that their meaning is "
                "exhausted, and no number of documents makes an analysis complete.",
                codes=register.counted(material.conduct.used_codes, "codes in use", "code", "codes"),
                documents=register.counted(
                    documents, "documents in the saturation curve", "document", "documents"
                ),
                since=register.count(since, "documents after the last that brought a new code"),
                machine=say(", those that only the machine coded after these") if material.machine else (),
                orders=register.setting(
                    "random orders of the saturation curve",
                    curve.orders,
                    f"{curve.orders:,}",
                    assumed=False,
                ),
                seed=register.setting("seed", curve.seed, f"{curve.seed}", assumed=False),
            )
        )
    )
    if len(documents) < 6:
        blocks.append(
            Paragraph(
                say(
                    "So few documents cannot show saturation; the curve is given, and nothing is read from it."
                ),
                "note",
            )
        )
    blocks.append(
        Figure(
            "saturation",
            say(
                "Saturation{tag}: codes that each further document brings. The line with dots: in the order of coding. "
                "Dashed: the mean over random orders, with the band that holds most of them.",
                tag=tag(material.coded),
            ),
            "A line that rises with each document coded, beside a dashed line for random orders and a band around it.",
            "table-saturation",
        )
    )
    blocks.append(
        Table(
            "table-saturation",
            fill("Codes that each further document brings{tag}", tag=tag(material.coded)),
            (
                Column("Document", width=2.2),
                Column("New codes", numeric=True, width=0.8),
                Column("Codes so far", numeric=True, width=0.8),
                Column("In random orders", numeric=True, width=1.2),
            ),
            tuple(_step(material, step, curve.steps[: step.documents], register) for step in curve.steps),
            small=True,
        )
    )
    return Section("saturation", "Saturation", tuple(blocks))


def _step(
    material: ThematicMaterial, step: Step, sofar: Sequence[Step], register: Register
) -> tuple[Cell, ...]:
    brief = material.brief
    name = f"[{brief.document_number[step.document]}] {document_name(brief.document_of[step.document])}"
    codes = tuple(code for one in sofar for code in one.new)
    band = register.given(
        {"value": step.expected, "low": step.low, "high": step.high},
        local(f"{step.expected:.1f} ({step.low:.0f}–{step.high:.0f})"),
        "computed",
        tuple(one.document for one in sofar),
        fill("codes in as many documents, over random orders: {document}", document=name),
    )
    return (
        cell(name),
        cell(register.count(step.new, fill("new codes: {document}", document=name))),
        cell(register.count(codes, fill("codes so far: {document}", document=name))),
        cell(band),
    )


def graph(material: ThematicMaterial, register: Register) -> Section:
    """Which arrows of the concept graph passages speak of, and which none does."""
    blocks: list[Block] = [Paragraph(basis(material, register))]
    blocks += arrow_blocks(material.coding, register)
    return Section("graph", "Relations between the theories", tuple(blocks))
