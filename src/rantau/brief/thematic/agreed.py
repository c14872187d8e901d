"""Agreement between coders, over all and per code, with what is too few to say; and how differences were settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rantau.brief.blocks import Block, Cell, Column, Label, Paragraph, Section, Table, Text, cell, say
from rantau.brief.register import Register
from rantau.brief.thematic.material import ThematicMaterial
from rantau.coding.agreement import Agreement, Measure
from rantau.framework.language import N_, fill, gettext, local

__all__ = ["FEW_MARKED", "RELIABLE", "TENTATIVE", "agreement", "agreement_table", "coefficient", "reading"]

TENTATIVE, RELIABLE = 0.667, 0.8
"""Bounds of Krippendorff's alpha for tentative conclusions and for reliable ones: a convention of his (Krippendorff, K.
(2018), Content Analysis, 4th ed., ch. 12), ASSUMED here."""
FEW_MARKED = 10
"""ASSUMED: a code that fewer passages than this were marked with is too rare to say how far coders agree on it."""

NAMES: Mapping[str, str] = {
    "alpha": N_("Krippendorff's alpha"),
    "alpha_u": N_("alpha for unitizing"),
    "cohen": N_("Cohen's kappa"),
    "fleiss": N_("Fleiss' kappa"),
    "ac1": N_("Gwet's AC1"),
    "percent": N_("share agreed"),
}


def agreement(material: ThematicMaterial, register: Register) -> Section:
    """What agreement there was before anything was settled, and what became of the differences."""
    report = material.agreement
    if report is None or not report.documents:
        blocks: list[Block] = [
            Paragraph(
                say(
                    "Agreement was not measured: no document was coded by two people. Without it a reader cannot tell "
                    "what in the codings is the codebook's and what is one person's. Missing: give at least a tenth of "
                    "the documents to two coders, blind ({command})."
                    if material.conduct.codings
                    else "Agreement was not measured: nobody has coded. Missing: coding by people, and at least a "
                    "tenth of the documents by two of them, blind ({command}).",
                    command="rantau code STUDY assign",
                )
            )
        ]
        return Section("agreement", "Agreement between coders", tuple(blocks))
    blocks = [
        Paragraph(
            say(
                "Coders are compared on their own codings, before differences were settled, on {documents} that two "
                "people or more read. Each code is judged present or absent on each passage; the row over all pools "
                "these judgements. Alpha for unitizing asks whether they cut out the same words, and has no value over "
                "all codes, since codes overlap. Intervals hold the middle {level} of {samples} bootstrap samples "
                "(seed {seed}).",
                documents=register.counted(
                    material.compared, "documents on which coders are compared", "document", "documents"
                ),
                level=register.definition("coverage of the intervals of agreement", 0.95, local("95%")),
                samples=register.setting(
                    "bootstrap samples of agreement",
                    material.samples,
                    f"{material.samples:,}",
                    assumed=False,
                ),
                seed=register.setting("seed", material.brief.seed, f"{material.brief.seed}", assumed=False),
            )
        ),
        Paragraph(
            say(
                "Reading. By a convention that is ASSUMED here, alpha of {reliable} and above bears conclusions, from "
                "{tentative} tentative ones, and below that none; a code on fewer than {few} passages (ASSUMED) is too "
                "rare to say. What counts is the whole interval, not the middle of it.",
                reliable=register.setting(
                    "bound of reliable agreement", RELIABLE, f"{RELIABLE:g}", assumed=True
                ),
                tentative=register.setting(
                    "bound of tentative agreement", TENTATIVE, f"{TENTATIVE:g}", assumed=True
                ),
                few=register.setting(
                    "passages below which agreement is not judged", FEW_MARKED, f"{FEW_MARKED}", assumed=True
                ),
            )
        ),
        agreement_table(
            material, register, (report.overall,), "table-agreement", N_("Agreement over all codes")
        ),
    ]
    if material.assumed:
        blocks.append(
            Paragraph(
                say(
                    "Of {n} nobody recorded who read it whole; each coder with a coding there is ASSUMED to have.",
                    n=register.counted(
                        material.assumed, "documents whose readers are assumed", "document", "documents"
                    ),
                ),
                "note",
            )
        )
    if len(material.compared) < 10:
        blocks.append(
            Paragraph(
                say(
                    "The documents compared are few, so samples are drawn from blocks of passages: the intervals "
                    "say how "
                    "sure one can be of these documents, not of others."
                ),
                "note",
            )
        )
    blocks += _judged(register, report.codes)
    blocks += _settled(material, register)
    return Section("agreement", "Agreement between coders", tuple(blocks))


def coefficient(material: ThematicMaterial, register: Register, row: Agreement, name: str) -> Cell:
    """A coefficient with its interval, traced to the documents that are compared; a dash where it has no value."""
    found = _measure(row, name)
    if found is None or found.value is None:
        return (Text("–"),)
    text = f"{found.value:.0%}" if name == "percent" else f"{found.value:.2f}"
    if found.low is not None and found.high is not None and name != "percent":
        text += f" ({found.low:.2f}–{found.high:.2f})"
    steps: list[Mapping[str, Any]] = [
        {
            "computed": name,
            "code": row.code,
            "level": "passages",
            "judged": row.judged,
            "samples": material.samples,
            "seed": material.brief.seed,
        },
        *({"document": one} for one in material.compared),
    ]
    return cell(
        register.given(
            {"value": found.value, "low": found.low, "high": found.high},
            local(text.replace("-", "−")),
            "computed",
            material.compared,
            fill(
                "{coefficient} on {code}: presence on passages of the documents compared, before settling",
                coefficient=gettext(NAMES[name]),
                code=gettext("all codes") if row.code == "all codes" else row.code,
            ),
            steps,
        )
    )


def _measure(row: Agreement, name: str) -> Measure | None:
    if name == "alpha_u":
        return row.alpha_u
    return row.measures.get(name)  # type: ignore[call-overload,no-any-return]


def reading(row: Agreement) -> str:
    """What the interval of alpha bears, as a text of the catalogue."""
    alpha = row.measures["alpha"]
    if row.marked < FEW_MARKED or alpha.value is None:
        return N_("too few to say")
    if alpha.low is None or alpha.high is None:
        return N_("no interval, so not judged")
    if alpha.low >= RELIABLE:
        return N_("bears conclusions")
    if alpha.low >= TENTATIVE:
        return N_("bears tentative conclusions")
    if alpha.high < TENTATIVE:
        return N_("too low to build on")
    return N_("undecided")


def agreement_table(
    material: ThematicMaterial, register: Register, found: Sequence[Agreement], id: str, caption: str
) -> Table:
    """Coefficients row by row."""
    several = len(material.agreement.coders) > 2 if material.agreement else False
    names = ["alpha", "alpha_u", "fleiss" if several else "cohen", "ac1", "percent"]
    if len(found) == 1 and found[0].alpha_u is None:
        names.remove("alpha_u")
    rows = []
    for row in found:
        every = row.code == "all codes"
        ids = (
            tuple(id for own in material.compared_codings.values() for id in own)
            if every
            else material.compared_codings.get(row.code, ())
        )
        name = gettext("all codes") if every else row.code
        rows.append(
            (
                (Label(name, strong=True),),
                cell(
                    register.count(
                        ids, fill("coders' own codings on the documents compared: {code}", code=name)
                    )
                ),
                *(coefficient(material, register, row, one) for one in names),
                (Text.of(reading(row)),),
            )
        )
    heads = {
        "alpha": N_("Alpha"),
        "alpha_u": N_("Alpha, unitizing"),
        "cohen": N_("Cohen's kappa"),
        "fleiss": N_("Fleiss' kappa"),
        "ac1": N_("Gwet's AC1"),
        "percent": N_("Agreed"),
    }
    return Table(
        id,
        caption,
        (
            Column("Code", width=1.7),
            Column("Codings", numeric=True, width=0.7),
            *(Column(heads[one], numeric=True, width=0.7 if one == "percent" else 1.2) for one in names),
            Column("Reading", width=1.2),
        ),
        tuple(rows),
        small=True,
    )


def _judged(register: Register, rows: Sequence[Agreement]) -> list[Block]:
    """How many codes stand where."""
    order = (
        N_("bears conclusions"),
        N_("bears tentative conclusions"),
        N_("undecided"),
        N_("too low to build on"),
        N_("no interval, so not judged"),
        N_("too few to say"),
    )
    by_reading = {name: [row.code for row in rows if reading(row) == name] for name in order}
    return [
        Table(
            "table-agreement-read",
            N_("Codes by what agreement on them bears; each code by itself stands in the appendix"),
            (
                Column("Reading", width=1.2),
                Column("Codes", numeric=True, width=0.6),
                Column("Which", width=3.4),
            ),
            tuple(
                (
                    (Text.of(name),),
                    cell(
                        register.count(
                            codes,
                            fill("codes on which agreement is read so: {reading}", reading=gettext(name)),
                        )
                    ),
                    cell(", ".join(codes)),
                )
                for name, codes in by_reading.items()
                if codes
            ),
        )
    ]


# -- adjudication ---------------------------------------------------------------------------------------------


def _settled(material: ThematicMaterial, register: Register) -> list[Block]:
    conduct = material.conduct
    blocks: list[Block] = [
        Paragraph(
            say(
                "{settled} by a person with a reason; the coders' own codings stay as they were, and the "
                "decision counts. {open} open{todo}.",
                settled=register.counted(
                    conduct.adjudicated,
                    "differences that were settled",
                    "difference was settled",
                    "differences were settled",
                ),
                open=register.counted(
                    conduct.differences,
                    "differences that nobody has settled",
                    "difference is",
                    "differences are",
                ),
                todo=say("; settle them ({command})", command="rantau code STUDY adjudicate")
                if conduct.differences
                else (),
            )
        )
    ]
    if material.settled:
        rows = []
        for one in material.settled:
            hidden = one.document in material.confidential
            rows.append(
                (
                    cell(f"[{material.brief.document_number.get(one.document, '–')}]"),
                    cell(one.code),
                    (Text.of("applies" if one.applies else "does not apply"),),
                    (Text.of("withheld: the document is confidential"),)
                    if hidden
                    else cell(material.unnamed(one.reason)),
                )
            )
        blocks.append(
            Table(
                "table-settled",
                "Differences between coders that were settled",
                (
                    Column("Document", width=0.6),
                    Column("Code", width=1.4),
                    Column("Decision", width=0.8),
                    Column("Reason", width=2.6),
                ),
                tuple(rows),
                traced=False,
                small=True,
            )
        )
    return blocks
