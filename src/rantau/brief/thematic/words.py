"""Words that several sections of the thematic report share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rantau.brief.blocks import Block, Cell, Label, Number, Paragraph, Text, say
from rantau.brief.register import Register
from rantau.brief.thematic.material import MACHINE, Said, ThematicMaterial
from rantau.coding.conduct import Deed
from rantau.coding.effective import Coded
from rantau.framework.language import N_, fill, gettext

__all__ = [
    "basis",
    "days",
    "ids_of",
    "missing",
    "passages_of",
    "share",
    "tag",
    "titled",
    "written",
]


def written(said: Said, name: str, missed: Cell) -> list[Block]:
    """The analysts' own text, paragraph by paragraph; or that it is missing, and what to write."""
    text: str = getattr(said, name).strip()
    if not text:
        return [Paragraph(missing(name, missed), "note")]
    parts = (" ".join(part.split()) for part in text.split("\n\n"))
    return [Paragraph((Label(part),)) for part in parts if part]


def titled(title: str, blocks: list[Block]) -> list[Block]:
    """Paragraphs, the first of which begins with a title: a text of the catalogue."""
    first = blocks[0]
    assert isinstance(first, Paragraph)
    return [
        Paragraph((Label(gettext(title), strong=True), Text(" "), *first.content), first.style),
        *blocks[1:],
    ]


def missing(name: str, missed: Cell) -> Cell:
    """That something is missing, and where to write it."""
    return (
        *say("Missing: "),
        *missed,
        *say(" Write it as {name} under {table} in {file}.", name=name, table="[report]", file="study.toml"),
    )


def days(deeds: Sequence[Deed]) -> str:
    """From the first to the last day of some acts."""
    found = sorted({one.day for one in deeds})
    if not found:
        return ""
    return found[0] if len(found) == 1 else f"{found[0]} – {found[-1]}"


def ids_of(coded: Iterable[Coded]) -> tuple[str, ...]:
    """Ids of codes on passages, for the register."""
    return tuple(" ".join(part for part in (one.passage, one.code, one.polarity) if part) for one in coded)


def passages_of(coded: Iterable[Coded]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.passage for one in coded))


def share(register: Register, part: Collection[str], whole: Collection[str], words: str) -> Number:
    """A share in percent, traced to what it is the share of."""
    value = len(part) / len(whole) if whole else 0.0
    return register.given(
        value,
        f"{value:.0%}",
        "computed",
        tuple(part),
        fill("share: {words} ({part} of {whole})", words=gettext(words), part=len(part), whole=len(whole)),
        [{"share_of": len(whole), "part": len(part)}, *({"record": one} for one in part)],
    )


def tag(coded: Iterable[Coded]) -> str:
    """A caption's mark where some of what it shows is machine-coded."""
    return f" ({gettext(MACHINE)})" if any(one.status == MACHINE for one in coded) else ""


def basis(material: ThematicMaterial, register: Register) -> Cell:
    """Whose codes a section rests on: a sentence for the top of each one that rests on codes."""
    coded, machine = ids_of(material.coded), ids_of(material.machine)
    if not coded:
        return say("No code counts yet, neither a person's nor a machine's.")
    if not machine:
        return say(
            "All of this rests on {people} that people applied; nothing in it is machine-coded.",
            people=register.counted(
                coded, "codes that people applied to passages", "code on a passage", "codes on passages"
            ),
        )
    if not material.people:
        return say(
            "Machine-coded: this rests on {machine} that no person has accepted, and on no person's coding. It shows "
            "what the method would show, and is no finding.",
            machine=register.counted(
                machine, "machine-coded: suggestions that stand in for codings", "suggestion", "suggestions"
            ),
        )
    return say(
        "In part machine-coded: of {all} beneath this, {machine} ({share}) suggestions that no person has accepted.",
        all=register.counted(coded, "codes on passages that count", "code on a passage", "codes on passages"),
        machine=register.counted(
            machine, "machine-coded: suggestions that stand in for codings", "is", "are"
        ),
        share=share(register, machine, coded, N_("machine-coded codes among those that count")),
    )
