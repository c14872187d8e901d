"""The four criteria of trustworthiness, with what supports each.

Criteria: Lincoln, Y. S. & Guba, E. G. (1985), Naturalistic Inquiry, ch. 11.
"""

from __future__ import annotations

from collections.abc import Mapping

from rantau.brief.blocks import Cell, Column, Paragraph, Section, Table, Text, say
from rantau.brief.register import Register
from rantau.brief.thematic.agreed import coefficient
from rantau.brief.thematic.material import ThematicMaterial
from rantau.coding.rigour import checklist
from rantau.framework.language import N_

__all__ = ["criteria", "criteria_met"]

_ASKED: Mapping[str, tuple[str, str]] = {
    "Credibility: triangulation": (N_("Credibility"), N_("More than one kind of source")),
    "Credibility: negative cases": (N_("Credibility"), N_("What speaks against was looked at")),
    "Credibility: peers and members": (N_("Credibility"), N_("Others looked at the analysis")),
    "Transferability: description": (N_("Transferability"), N_("Described so that others can judge")),
    "Dependability: audit trail": (N_("Dependability"), N_("Every step is recorded")),
    "Dependability: double coding": (N_("Dependability"), N_("A part was coded by two people")),
    "Confirmability: differences settled": (
        N_("Confirmability"),
        N_("Differences were settled with reasons"),
    ),
    "Confirmability: people's codings with their words": (
        N_("Confirmability"),
        N_("Codings are people's, with their words"),
    ),
    "Confirmability: reflexivity": (N_("Confirmability"), N_("Coders wrote down where they stand")),
}


def criteria_met(material: ThematicMaterial) -> dict[str, bool]:
    """Name of each check (as in :mod:`rantau.coding.rigour`) -> whether the trail or the analysts' text shows it."""
    met = {one.name: one.met for one in checklist(material.conduct.acts) if one.kind == "criterion"}
    said = material.said
    met["Credibility: peers and members"] |= bool(said.checking.strip())
    met["Confirmability: reflexivity"] |= bool(said.reflexivity.strip()) and bool(material.coders)
    a = material.conduct
    described = bool(a.readable) and len(a.described) >= len(a.readable)
    met["Transferability: description"] |= described and bool(said.limits.strip())
    return met


def criteria(material: ThematicMaterial, register: Register) -> Section:
    """A row for each way in which the criteria are met, with what supports it or what is missing."""
    met = criteria_met(material)
    rows = []
    for name, support, gap in _support(material, register):
        criterion, asked = _ASKED[name]
        rows.append(
            (
                (Text.of(criterion),),
                (Text.of(asked),),
                (Text.of("yes" if met[name] else "no"),),
                support,
                () if met[name] else gap,
            )
        )
    table = Table(
        "table-trust",
        "The four criteria of trustworthiness, and what supports each",
        (
            Column("Criterion", width=1.1),
            Column("What is asked", width=1.3),
            Column("Shown", width=0.5),
            Column("What supports it", width=2.4),
            Column("What is missing", width=2.2),
        ),
        tuple(rows),
    )
    lead = Paragraph(
        say(
            "The criteria are Lincoln and Guba's. A row says what the records show; a criterion is more than its rows, "
            "and a reader is to judge it."
        )
    )
    return Section("trust", "Trustworthiness", (lead, table))


def _support(material: ThematicMaterial, register: Register) -> list[tuple[str, Cell, Cell]]:
    return [
        *_credibility(material, register),
        *_transfer_and_depend(material, register),
        *_confirm(material, register),
    ]


def _credibility(material: ThematicMaterial, register: Register) -> list[tuple[str, Cell, Cell]]:
    a = material.conduct
    peers = (*a.said.get("member check", ()), *a.said.get("peer", ()))
    return [
        (
            "Credibility: triangulation",
            say(
                "People coded {n} of source.",
                n=register.counted(a.source_types, "kinds of source that people coded", "kind", "kinds"),
            ),
            say(
                "Add documents of another kind of source, or say of which kind they are ({file}).",
                file="sources.csv",
            ),
        ),
        (
            "Credibility: negative cases",
            say(
                "{n} negative cases; memos answer those of {answered}.",
                n=register.counted(a.negative, "codes that have negative cases", "code has", "codes have"),
                answered=register.count(a.negative_answered, "codes whose negative cases a memo answers"),
            ),
            say("Answer each by a memo on the code.") if a.codings else say("Nobody has coded."),
        ),
        (
            "Credibility: peers and members",
            say(
                "{n} of a peer or a member check{text}.",
                n=register.counted(
                    dict.fromkeys(peers),
                    "memos that speak of a peer or a member check",
                    "memo speaks",
                    "memos speak",
                ),
                text=say("; the analysts say what came of it (under Reflexivity)")
                if material.said.checking.strip()
                else (),
            ),
            say(
                "Have colleagues, and people it is about, look at the analysis; write what came of it as {name}.",
                name="checking",
            ),
        ),
    ]


def _transfer_and_depend(material: ThematicMaterial, register: Register) -> list[tuple[str, Cell, Cell]]:
    a = material.conduct
    alpha = (
        coefficient(material, register, material.agreement.overall, "alpha")
        if material.agreement and material.agreement.documents
        else (Text.of("not measured"),)
    )
    return [
        (
            "Transferability: description",
            say(
                "{n} of {all} title, year, publisher and kind of source; {speakers} in their own words.",
                n=register.count(a.described, "documents that are described in full"),
                all=register.counted(
                    a.readable, "documents that could be read", "document has", "documents have"
                ),
                speakers=register.counted(
                    a.testimonies, "testimonies", "testimony speaks", "testimonies speak"
                ),
            ),
            say(
                "Describe every document ({file}), and write the limits as {name}.",
                file="sources.csv",
                name="limits",
            ),
        ),
        (
            "Dependability: audit trail",
            say(
                "{n} of coding, in a chain of hashes that {holds}; {changes} to the codebook with reasons.",
                n=register.counted((one.id for one in a.deeds), "acts in the trail of coding", "act", "acts"),
                holds=(Text.of("holds" if a.trail_holds else "does not hold"),),
                changes=register.counted(a.codebook_changes, "changes to the codebook", "change", "changes"),
            ),
            say("The trail is broken; {command} says where.", command="rantau audit STUDY --verify"),
        ),
        (
            "Dependability: double coding",
            say(
                "{n} of {all} coded whole by two people or more; alpha over all codes: {alpha}.",
                n=register.count(a.double, "documents coded whole by two or more"),
                all=register.counted(
                    a.coded, "documents in which people coded", "coded document was", "coded documents were"
                ),
                alpha=alpha,
            ),
            say("Give at least a tenth of the documents (a convention) to two coders."),
        ),
    ]


def _confirm(material: ThematicMaterial, register: Register) -> list[tuple[str, Cell, Cell]]:
    a = material.conduct
    positions = a.said.get("position", ())
    return [
        (
            "Confirmability: differences settled",
            say(
                "{settled} settled, {open} open.",
                settled=register.counted(
                    a.adjudicated, "differences that were settled", "difference was", "differences were"
                ),
                open=register.counted(
                    a.differences, "differences that nobody has settled", "remains", "remain"
                ),
            ),
            say("Settle what is open.")
            if a.differences
            else say("Nothing was coded by two people, so nobody could differ."),
        ),
        (
            "Confirmability: people's codings with their words",
            say(
                "{n} by people, each with its words; {machine} machine-coded; {adrift} lost their words or code.",
                n=register.counted(a.codings, "people's codings that stand", "coding", "codings"),
                machine=register.counted(
                    a.machine, "machine-coded: suggestions that stand in for codings", "code is", "codes are"
                ),
                adrift=register.counted(
                    a.adrift, "codings whose words or code are gone", "coding has", "codings have"
                ),
            ),
            say(
                "Have people decide on every suggestion, and let none stand in for a coding ({name}).",
                name="machine_coded",
            ),
        ),
        (
            "Confirmability: reflexivity",
            say(
                "{n} of a position{text}.",
                n=register.counted(positions, "memos that speak of a position", "memo speaks", "memos speak"),
                text=say("; the analysts' own account stands under Reflexivity")
                if material.said.reflexivity.strip()
                else (),
            ),
            say(
                "Each coder writes where they stand to the matter and what they expected, as {name}.",
                name="reflexivity",
            ),
        ),
    ]
