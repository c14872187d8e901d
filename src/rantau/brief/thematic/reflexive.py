"""Reflexivity, ethics and interests, limits: what only the analysts can say, and what holds of any such analysis."""

from __future__ import annotations

from rantau.brief.blocks import Block, Bullets, Cell, Paragraph, Section, say
from rantau.brief.register import Register
from rantau.brief.thematic.material import ThematicMaterial
from rantau.brief.thematic.words import titled, written
from rantau.framework.language import N_

__all__ = ["interests", "limits", "reflexivity"]


def reflexivity(material: ThematicMaterial, register: Register) -> Section:
    """What the analysts wrote of themselves, and who else looked; or that they wrote nothing."""
    blocks: list[Block] = list(
        written(
            material.said,
            "reflexivity",
            say(
                "those who coded have not written where they stand to the matter, what they expected, and what "
                "that did "
                "to the analysis. Nobody can write it for them, and no program did."
            ),
        )
    )
    positions = material.conduct.said.get("position", ())
    if positions:
        blocks.append(
            Paragraph(
                say(
                    "{n} of a position; what coders note for themselves is not printed here. What readers should know "
                    "of it belongs into {name}.",
                    n=register.counted(
                        positions, "memos that speak of a position", "memo speaks", "memos speak"
                    ),
                    name="reflexivity",
                ),
                "note",
            )
        )
    blocks += titled(
        N_("Who else looked."),
        written(
            material.said,
            "checking",
            say("who else looked at the analysis, and what came of it, is not said."),
        ),
    )
    return Section("reflexivity", "Reflexivity", tuple(blocks))


def limits(material: ThematicMaterial, register: Register) -> Section:
    """What the analysis cannot say: of any such analysis, of this one, and in the analysts' words."""
    a = material.conduct
    items: list[Cell] = [
        say(
            "Documents say what their authors wrote for their readers; what they leave out, or what their authors "
            "could "
            "not see, is not here."
        ),
        say(
            "Prevalence counts passages of these documents. It says nothing of how common a thing is among people."
        ),
        say(
            "Counting where two codes stand together shows places to read; it does not show that one thing makes "
            "the other."
        ),
    ]
    if material.machine:
        items.append(
            say(
                "{n} machine-coded. Suggestions miss what their word lists do not know, and lean towards what is "
                "said in "
                "plain words.",
                n=register.counted(
                    a.machine, "machine-coded: suggestions that stand in for codings", "code is", "codes are"
                ),
            )
        )
    elif a.waiting:
        items.append(
            say(
                "{n} for a person; what they would add is not here.",
                n=register.counted(
                    a.waiting,
                    "suggestions on which nobody has decided",
                    "suggestion waits",
                    "suggestions wait",
                ),
            )
        )
    if a.codings and not a.double:
        items.append(say("One person's reading of each document: no agreement was measured."))
    uncoded = [one for one in a.readable if one not in a.coded]
    if uncoded:
        items.append(
            say(
                "{n} no coding by a person.",
                n=register.counted(
                    uncoded, "documents without a coding by a person", "document has", "documents have"
                ),
            )
        )
    if material.confidential:
        items.append(
            say(
                "{n} confidential: counted, and not quoted, so a reader cannot check those passages.",
                n=register.counted(
                    sorted(material.confidential), "confidential documents", "document is", "documents are"
                ),
            )
        )
    blocks: list[Block] = [Bullets(tuple(items))]
    blocks += titled(
        N_("In the analysts' words."),
        written(
            material.said, "limits", say("the analysts have not written what their analysis cannot say.")
        ),
    )
    return Section("limits", "Limits", tuple(blocks))


def interests(material: ThematicMaterial) -> Section:
    """Ethics, funding and interests, which only the analysts can tell."""
    said = material.said
    blocks: list[Block] = [
        Paragraph(
            say(
                "Confidential documents are not named or quoted, and names in testimonies are replaced by pseudonyms "
                "before they are stored. That protects people in the documents; it is no ethical review."
            )
        )
    ]
    for head, name, missed in (
        (
            N_("Ethical review."),
            "ethics",
            say("who reviewed the study, or why no review was needed, is not said."),
        ),
        (N_("Funding."), "funding", say("who paid, and what they had a say in, is not said.")),
        (N_("Interests."), "interests", say("whether interests could touch the analysis is not said.")),
    ):
        blocks += titled(head, written(said, name, missed))
    return Section("ethics", "Ethics, funding and interests", tuple(blocks))
