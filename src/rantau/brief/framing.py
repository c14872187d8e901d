"""The section on the framework: threat or rights, human security, and the arrows with and without evidence.

It stands where people coded, or where a study lets suggestions stand in for codings; then it says so in each place that
rests on them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rantau.brief.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Label,
    Number,
    Paragraph,
    Section,
    Table,
    cell,
    say,
)
from rantau.brief.coded import CodingMaterial
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Provenance, Register
from rantau.brief.themes_told import themes_told
from rantau.brief.wording import place_name
from rantau.coding.arrows import ArrowEvidence, arrow_evidence
from rantau.coding.effective import Coded
from rantau.coding.framing import RIGHTS, THREAT, framing_balance, human_security_shares
from rantau.framework.codebook import Codebook, codebook_words
from rantau.framework.language import N_, fill, gettext, local

__all__ = ["arrow_blocks", "framing"]

MACHINE = N_("machine-coded")
_SECURITY = {
    "economic": N_("economic security"),
    "food": N_("food security"),
    "health": N_("health security"),
    "environmental": N_("environmental security"),
    "personal": N_("personal security"),
    "community": N_("community security"),
    "political": N_("political security"),
}


def framing(material: BriefMaterial, register: Register) -> tuple[Section, ...]:
    """The section, or nothing where there are no codings."""
    coding = material.coding
    if coding is None or not (coding.coded or coding.blind):
        return ()
    blocks: list[Block] = [_basis(coding, register)]
    if coding.coded:
        blocks += _balance(material, coding, register)
        blocks += _dimensions(coding, register)
        blocks += arrow_blocks(coding, register)
        blocks += themes_told(material, register)
    return (Section("framing", "How the documents frame migration", tuple(blocks)),)


def _basis(coding: CodingMaterial, register: Register) -> Paragraph:
    machine = [one for one in coding.coded if one.status == MACHINE]
    people = [one for one in coding.coded if one.status != MACHINE]
    said: Cell = ()
    if people:
        said += say(
            "This rests on codes that people applied by the study's codebook: {people}, in {documents}.",
            people=register.counted(
                _ids(people),
                "codes that people applied to passages",
                "code on a passage",
                "codes on passages",
            ),
            documents=register.counted(
                _unique(one.document for one in people),
                "documents that people coded",
                "document",
                "documents",
            ),
        )
    else:
        said += say("There is no code that a person applied and that may be shown here.")
    if machine:
        said += say(
            " Machine-coded: {n} no person has accepted; the study lets them stand in for codings.",
            n=register.counted(
                _ids(machine),
                "machine-coded: suggestions that stand in for codings",
                "code is a suggestion that",
                "codes are suggestions that",
            ),
        )
    if coding.blind:
        said += say(
            " {n} coded blind, and left out here until all who code there are done.",
            n=register.counted(
                coding.blind, "documents that are being coded blind", "document is", "documents are"
            ),
        )
    return Paragraph(said)


def _balance(material: BriefMaterial, coding: CodingMaterial, register: Register) -> list[Block]:
    framed = [one for one in coding.coded if _under(one, THREAT) or _under(one, RIGHTS)]
    if not framed:
        return [
            Paragraph(say("No passage is coded as framing migrants as a threat, or as holders of rights."))
        ]
    groups = coding.context.groups("country")
    wanted = {*material.places}
    rows: list[tuple[Cell, ...]] = []
    found = [
        *framing_balance(framed, coding.context, "all"),
        *(one for one in framing_balance(framed, coding.context, "country") if one.group in wanted),
    ]
    shown = [one for row in found for one in framed if not row.group or row.group in groups(one)]
    for row in found:
        own = [one for one in framed if not row.group or row.group in groups(one)]
        name = place_name(material, row.group) if row.group else gettext("all passages")
        tagged = f"{name}{_tag(own)}"
        threat = _passages(one for one in own if _under(one, THREAT))
        rights = _passages(one for one in own if _under(one, RIGHTS))
        both = tuple(one for one in threat if one in rights)
        value = register.cite(
            {"value": row.balance, "low": row.low, "high": row.high},
            fill(
                "{middle} ({low} to {high})",
                middle=_signed(row.balance),
                low=_signed(row.low),
                high=_signed(row.high),
            ),
            Provenance(
                "count",
                _unique((*threat, *rights)),
                fill("balance of threat and rights framing: {name}", name=tagged),
            ),
        )
        rows.append(
            (
                (Label(name, strong=True),),
                cell(register.count(threat, fill("passages with threat framing: {name}", name=tagged))),
                cell(register.count(rights, fill("passages with rights framing: {name}", name=tagged))),
                cell(register.count(both, fill("passages with both framings: {name}", name=tagged))),
                cell(value),
                *((cell(_machine(own, name, register)),) if _rests_on_machine(shown) else ()),
            )
        )
    return [
        Paragraph(
            say(
                "The balance is the number of passages that frame migrants or migration as a threat, less those that "
                "frame migrants as holders of rights, by the sum of both: at its upper end all is threat, at its "
                "lower all is rights. A passage belongs to the countries that its claims, findings and testimonies "
                "name. The intervals take passages for independent, so they are too narrow rather than too wide."
            )
        ),
        Table(
            "table-framing",
            gettext("Threat framing against rights framing") + _tag(shown),
            (
                Column("Country", width=1.6),
                Column("Threat", numeric=True, width=0.8),
                Column("Rights", numeric=True, width=0.8),
                Column("Both", numeric=True, width=0.8),
                Column("Balance", numeric=True, width=1.8),
                *(
                    (Column("Codes machine-coded", numeric=True, width=1.0),)
                    if _rests_on_machine(shown)
                    else ()
                ),
            ),
            tuple(rows),
        ),
    ]


def _dimensions(coding: CodingMaterial, register: Register) -> list[Block]:
    found = human_security_shares(coding.coded, coding.context, "all")
    if not found:
        return [Paragraph(say("No passage is coded with a dimension of human security."))]
    whole = {
        row.dimension: [one for one in coding.coded if _under(one, f"HS.{row.dimension}")] for row in found
    }
    every = [one for own in whole.values() for one in own]
    rows: list[tuple[Cell, ...]] = []
    for row in found:
        own = whole[row.dimension]
        name = gettext(_SECURITY.get(row.dimension, row.dimension))
        tagged = f"{name}{_tag(own)}"
        passages = _passages(own)
        share = register.cite(
            {"value": row.share, "low": row.low, "high": row.high},
            f"{row.share:.0%} ({row.low:.0%}–{row.high:.0%})",
            Provenance(
                "count", passages, fill("share of the passages on human security: {name}", name=tagged)
            ),
        )
        told = [
            register.count(
                _passages(one for one in own if one.polarity == polarity),
                fill("passages on {polarity}: {name}", polarity=gettext(polarity), name=tagged),
            )
            for polarity in ("insecurity", "protection")
        ]
        rows.append(
            (
                (Label(gettext(row.dimension), strong=True),),
                *(cell(one) for one in told),
                cell(share),
                *((cell(_machine(own, name, register)),) if _rests_on_machine(every) else ()),
            )
        )
    return [
        Table(
            "table-human-security-coded",
            gettext("Dimensions of human security that passages speak of") + _tag(every),
            (
                Column("Dimension", width=1.4),
                Column("Insecurity", numeric=True, width=1.0),
                Column("Protection", numeric=True, width=1.0),
                Column("Share of passages", numeric=True, width=1.5),
                *(
                    (Column("Codes machine-coded", numeric=True, width=1.0),)
                    if _rests_on_machine(every)
                    else ()
                ),
            ),
            tuple(rows),
        )
    ]


def arrow_blocks(coding: CodingMaterial, register: Register) -> list[Block]:
    book = coding.codebook
    found = arrow_evidence(book, coding.coded)
    held = [one for one in found if one.passages]
    bare = [one for one in found if not one.passages]
    tag = _tag([one for arrow in held for one in _beneath(coding, arrow)])
    blocks: list[Block] = [
        Paragraph(
            say(
                "Of the relations that the theories join, {held} both of their ends told of in the same passages{tag}; "
                "{bare}. That a passage speaks of both is a place to read, not a proof that the one makes the other.",
                held=register.counted(
                    (one.arrow.id for one in held),
                    gettext("arrows with passages on both ends") + tag,
                    "has",
                    "have",
                ),
                tag=tag,
                bare=register.counted(
                    (one.arrow.id for one in bare),
                    "arrows without a passage on both ends",
                    "has none",
                    "have none",
                ),
            )
        )
    ]
    if held:
        blocks.append(
            Table(
                "table-arrows",
                gettext("Relations of the framework with passages that speak of both ends") + tag,
                (
                    Column("From", width=1.8),
                    Column("Sign", width=0.5),
                    Column("To", width=1.8),
                    Column("Passages", numeric=True, width=0.9),
                    Column("Basis", width=1.0),
                ),
                tuple(_arrow_row(coding, one, register) for one in held),
            )
        )
    if bare:
        blocks.append(Paragraph(say("Without such a passage:"), "note"))
        blocks.append(Bullets(tuple((Label(_arrow_words(book, one)),) for one in bare)))
    return blocks


def _arrow_row(coding: CodingMaterial, one: ArrowEvidence, register: Register) -> tuple[Cell, ...]:
    book, beneath = coding.codebook, _beneath(coding, one)
    machine = sum(each.status == MACHINE for each in beneath)
    basis = (
        N_("people")
        if not machine
        else MACHINE
        if machine == len(beneath)
        else N_("people; partly machine-coded")
    )
    passages = tuple(each.passage for each in one.passages)
    return (
        (Label(_end(book, one.arrow.start), strong=True),),
        cell("+" if one.arrow.sign == "+" else "−"),
        cell(_end(book, one.arrow.end)),
        cell(
            register.count(
                passages,
                fill("passages on both ends: {arrow}", arrow=_arrow_words(book, one) + _tag(beneath)),
            )
        ),
        cell(gettext(basis)),
    )


def _beneath(coding: CodingMaterial, one: ArrowEvidence) -> list[Coded]:
    """The codes by which passages speak of an arrow's ends."""
    wanted = {(each.passage, code) for each in one.passages for code in (*each.start, *each.end)}
    return [each for each in coding.coded if (each.passage, each.code) in wanted]


def _arrow_words(book: Codebook, one: ArrowEvidence) -> str:
    return fill(
        "{start} → more: {end}" if one.arrow.sign == "+" else "{start} → less: {end}",
        start=_end(book, one.arrow.start),
        end=_end(book, one.arrow.end),
    )


def _end(book: Codebook, end: str) -> str:
    return codebook_words(book.name_of(end))


def _machine(own: Collection[Coded], name: str, register: Register) -> Number:
    machine = _ids(one for one in own if one.status == MACHINE)
    return register.count(machine, fill("machine-coded codes: {name}", name=name))


def _rests_on_machine(coded: Iterable[Coded]) -> bool:
    return any(one.status == MACHINE for one in coded)


def _tag(coded: Iterable[Coded]) -> str:
    return f" ({gettext(MACHINE)})" if _rests_on_machine(coded) else ""


def _ids(coded: Iterable[Coded]) -> tuple[str, ...]:
    return tuple(" ".join(part for part in (one.passage, one.code, one.polarity) if part) for one in coded)


def _passages(coded: Iterable[Coded]) -> tuple[str, ...]:
    return _unique(one.passage for one in coded)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _under(one: Coded, above: str) -> bool:
    return one.code == above or one.code.startswith(f"{above}.")


def _signed(value: float) -> str:
    return local("0.00" if round(value, 2) == 0 else f"{value:+.2f}".replace("-", "−"))
