"""Sections that say what was asked, what was read, and what the documents hold."""

from __future__ import annotations

from rantau.brief.blocks import Block, Bullets, Cell, Column, Paragraph, Section, Table, Text, cell, say
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.views import (
    claims_of,
    countries,
    groups,
    ranked_corridors,
)
from rantau.brief.wording import (
    corridor_name,
    document_name,
    group_name,
    place_name,
)
from rantau.profile.countries import OVERALL
from rantau.store.records import ClaimGroup

__all__ = ["account", "headlines"]


def headlines(material: BriefMaterial, register: Register) -> Section:
    """At a glance: the few sentences that someone reads who reads no more."""
    items: list[Cell] = []
    items += _corridor_headlines(material, register)
    items += _country_headline(material, register)
    items += _evidence_headlines(material, register)
    lead = say(
        "This brief explores where the evidence at hand points; it does not forecast. Scores compare the units of this "
        "study with each other. Every number leads to an entry of the register at the end (marked F), and from there "
        "to a page or to a row of a table."
    )
    return Section("glance", "At a glance", (Bullets(tuple(items)), Paragraph(lead, "note")))


def _corridor_headlines(material: BriefMaterial, register: Register) -> list[Cell]:
    corridors = ranked_corridors(material)
    if not corridors:
        return [say("No corridor could be ranked: the data at hand do not reach.")]
    settings = material.settings
    minimum = register.setting(
        "smallest stock for a rank", settings.minimum_stock, f"{settings.minimum_stock:,.0f}", assumed=True
    )
    first = corridors[0]
    items = [
        say(
            "{corridor} is the most exposed of {n} corridors with at least {minimum} migrants: exposure {score}, rank "
            "{rank}. It is among the {top} most exposed in {share} of draws.",
            corridor=corridor_name(material, first.unit),
            n=register.count((one.unit for one in corridors), "corridors that are ranked"),
            minimum=minimum,
            score=register.score(first.exposure),
            rank=register.rank(first.exposure),
            top=register.setting(
                "how many count as the most exposed", settings.top, f"{settings.top}", assumed=True
            ),
            share=register.share(first.share) if first.share else Text("an unknown share"),
        )
    ]
    if len(corridors) > 2:
        second, third = corridors[1], corridors[2]
        items.append(
            say(
                "{second} (exposure {a}, rank {ra}) and {third} (exposure {b}, rank {rb}) follow.",
                second=corridor_name(material, second.unit),
                a=register.score(second.exposure),
                ra=register.rank(second.exposure),
                third=corridor_name(material, third.unit),
                b=register.score(third.exposure),
                rb=register.rank(third.exposure),
            )
        )
    reach = [one.unit for one in corridors if (one.exposure.rank_low or 0) <= settings.top]
    if len(reach) > settings.top:
        items.append(
            say(
                "The order among the most exposed is not certain: the rank intervals of {n} corridors reach into the "
                "first {top}.",
                n=register.count(reach, "corridors whose rank interval reaches the most exposed"),
                top=register.setting(
                    "how many count as the most exposed", settings.top, f"{settings.top}", assumed=True
                ),
            )
        )
    return items


def _country_headline(material: BriefMaterial, register: Register) -> list[Cell]:
    order = countries(material)
    assessed = [one for one in order if material.score_of[OVERALL, one].assessed]
    if not assessed:
        return [
            say(
                "Human security as a whole could not be assessed for any country: too few indicators have data."
            )
        ]
    score = material.score_of[OVERALL, assessed[0]]
    gaps = [place_name(material, one) for one in order if one not in assessed]
    return [
        say(
            "Of {n} countries whose human security could be assessed as a whole, {country} scores as the least secure: "
            "{score}, rank {rank}." + (" Not assessed: {gaps}." if gaps else ""),
            n=register.count(assessed, "countries assessed as a whole"),
            country=place_name(material, assessed[0]),
            score=register.score(score),
            rank=register.rank(score),
            gaps=", ".join(gaps),
        )
    ]


def _evidence_headlines(material: BriefMaterial, register: Register) -> list[Cell]:
    conflicts, corroborated = groups(material, "conflicting"), groups(material, "corroborated")
    single = groups(material, "single-source")
    items = []
    if conflicts:
        items.append(
            say(
                "Sources disagree on {n} {matters}, among them: {first}. Both sides are shown, and neither is chosen.",
                n=register.count((one.id for one in conflicts), "claim groups whose claims conflict"),
                matters=Text("matters" if len(conflicts) > 1 else "matter"),
                first=group_name(material, conflicts[0]),
            )
        )
    else:
        items.append(say("No two comparable claims were found to conflict."))
    items.append(
        say(
            "{n} {groups} of claims stand on more than one root source; {m} on a single one, and are worth no more "
            "than that source.",
            n=register.count((one.id for one in corroborated), "claim groups that are corroborated"),
            groups=Text("group" if len(corroborated) == 1 else "groups"),
            m=register.count((one.id for one in single), "claim groups with a single root source"),
        )
    )
    accepted = [one.id for one in material.claims if one.status == "accepted"]
    items.append(
        say(
            "A person has accepted {n} of {all} claims; the others are the machine's proposals, to be checked against "
            "the quotations given here.",
            n=register.count(accepted, "claims accepted by a person"),
            all=register.count(
                (one.id for one in material.standing_claims), "claims, without those rejected"
            ),
        )
    )
    return items


def account(material: BriefMaterial, register: Register) -> Section:
    """What was asked, and what became of each document: an account in the manner of PRISMA."""
    blocks: list[Block] = []
    asked = material.question or "Where are migrants vulnerable to trafficking, why, and how sure is it?"
    period = f"{material.period[0]} to {material.period[1]}" if material.period else ""
    blocks.append(
        Paragraph(
            say(
                "Question: {question} Places: {places}." + (" Period: {period}." if period else ""),
                question=asked + ("" if asked.endswith(("?", ".", "!")) else "."),
                places=", ".join(place_name(material, one) for one in material.places),
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
                tuple((cell(one.file), cell(one.same_as)) for one in material.duplicates),
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
    return f"[{material.document_number[document]}] " + (
        "confidential document" if one.confidential else one.file
    )


def _flow(material: BriefMaterial, register: Register) -> Table:
    def row(what: str, ids: tuple[str, ...], words: str, remark: str = "") -> tuple[Cell, ...]:
        return ((Text(what),), cell(register.count(ids, words)), (Text(remark),) if remark else ())

    def cited(status: str) -> tuple[str, ...]:
        return tuple(one.id for one in material.citations if one.status == status)

    received = tuple(one.id for one in material.documents) + tuple(one.file for one in material.duplicates)
    machine = tuple(one.id for one in material.read if one.machine_read)
    rows = [
        row("Files received", received, "files received"),
        row(
            "of which the same as another", tuple(one.file for one in material.duplicates), "duplicate files"
        ),
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
        row("matched to one entry", cited("matched"), "citations matched"),
        row("ambiguous", cited("ambiguous"), "citations ambiguous", "more than one entry fits"),
        row("dangling", cited("dangling"), "citations dangling", "no entry fits"),
        row("Claims found", tuple(one.id for one in material.claims), "claims found"),
        row(
            "rejected by a person",
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
    standing: list[ClaimGroup] = [one for one in material.groups if claims_of(material, one)]
    return tuple(one.id for one in standing)
