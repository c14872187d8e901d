"""A methods section to paste into an article, of the same facts as the report: about three hundred words."""

from __future__ import annotations

from collections.abc import Sequence

from rantau.brief.blocks import Block, Cell, Paragraph, Section, say
from rantau.brief.register import Register
from rantau.brief.thematic.agreed import coefficient, reading
from rantau.brief.thematic.appendix import WORKS
from rantau.brief.thematic.material import ThematicMaterial
from rantau.brief.thematic.phases import phases_met
from rantau.brief.thematic.words import basis
from rantau.framework.language import N_, gettext

__all__ = ["methods", "methods_text"]


def methods(material: ThematicMaterial, register: Register) -> Section:
    """The section, with each number footnoted."""
    lead: Block = Paragraph(
        say(
            "To paste into an article; the same text without footnotes is in {file}. It says what was done and "
            "what was "
            "not; do not cut the latter.",
            file="methods-section.txt",
        ),
        "note",
    )
    return Section(
        "methods", "Methods section", (lead, *(Paragraph(one) for one in _paragraphs(material, register)))
    )


def methods_text(material: ThematicMaterial, register: Register) -> str:
    """The section as plain text, with the works it names."""
    parts = [gettext("Methods"), *(_plain(one) for one in _paragraphs(material, register))]
    parts += [gettext("References"), "\n".join(WORKS)]
    return "\n\n".join(parts) + "\n"


def _plain(content: Cell) -> str:
    return "".join(one.text for one in content)


def _paragraphs(material: ThematicMaterial, register: Register) -> Sequence[Cell]:
    if not material.conduct.codings:
        return [_corpus(material, register), _not_yet(material, register)]
    return [
        _corpus(material, register),
        _coding(material, register),
        _agreement(material, register),
        _themes(material, register),
        _rigour(material, register),
    ]


def _corpus(material: ThematicMaterial, register: Register) -> Cell:
    brief, a = material.brief, material.conduct
    languages = sorted({one.language for one in brief.read if one.language})
    template = N_(
        "We analysed documents by codebook thematic analysis ({works}). Of {received} received, {read} read "
        "({passages}); people coded {coded}.{languages} No person was interviewed; where documents quote people, "
        "others recorded their words."
    )
    return say(
        template
        if a.coded
        else "This is for an analysis of documents by codebook thematic analysis ({works}). Of {received} received, "
        "{read} read ({passages}).{languages}",
        works="Braun & Clarke, 2006, 2021",
        received=register.counted(
            (one.id for one in brief.documents), "documents received", "document", "documents"
        ),
        read=register.counted((one.id for one in brief.read), "documents read", "was", "were"),
        passages=register.counted(brief.passages, "passages", "passage", "passages"),
        coded=register.counted(a.coded, "documents in which people coded", "of them", "of them"),
        languages=say(" Languages: {codes}.", codes=", ".join(languages)) if languages else (),
    )


def _not_yet(material: ThematicMaterial, register: Register) -> Cell:
    return say(
        "No person has coded them, so there is no thematic analysis to describe yet: no agreement, no themes, no "
        "account of how they were made. {basis} Once people have coded, this section tells how, from the audit trail; "
        "until then nothing of it should be published as an analysis.",
        basis=basis(material, register),
    )


def _coding(material: ThematicMaterial, register: Register) -> Cell:
    a, book = material.conduct, material.coding.codebook
    return say(
        "Passages were coded with a codebook of {codes} from migration systems theory, securitization theory and human "
        "security, each with a definition, rules of inclusion and exclusion and an example; {used} in use, and "
        "the codebook was changed {changes} during the analysis, with reasons. {who} {basis}",
        codes=register.counted((one.id for one in book), "codes that can be applied", "code", "codes"),
        used=register.counted(a.used_codes, "codes in use", "is", "are"),
        changes=register.counted(a.codebook_changes, "changes to the codebook", "time", "times"),
        who=say(
            "{coders}; of {codings}, {suggested} made by accepting a suggestion of the software, and {rejected} "
            "rejected.",
            coders=register.counted(
                [material.coder(one) for one in a.coders], "people who coded", "person coded", "people coded"
            ),
            codings=register.counted(
                a.codings, "people's codings that stand", "coding that stands", "codings that stand"
            ),
            suggested=register.counted(
                a.suggested, "codings by which a person accepted a suggestion", "was", "were"
            ),
            rejected=register.counted(
                a.rejections, "suggestions that people rejected", "suggestion was", "suggestions were"
            ),
        )
        if a.coders
        else say("No person has coded."),
        basis=basis(material, register),
    )


def _agreement(material: ThematicMaterial, register: Register) -> Cell:
    a, report = material.conduct, material.agreement
    if report is None or not report.documents:
        return say("No document was coded by two people, so agreement between coders was not measured.")
    every = report.overall
    unsure = [row.code for row in report.codes if reading(row) == "too few to say"]
    return say(
        "Two or more people coded {double}, {blind} of them blind to each other. Over all codes, presence on "
        "passages agreed with Krippendorff's alpha of {alpha}, {other} of {kappa} and Gwet's {name} of {gwet} "
        "(bootstrap intervals in brackets); {few} too few passages to say. {settled}",
        double=register.counted(
            material.compared, "documents on which coders are compared", "document", "documents"
        ),
        blind=register.count(
            [one for one in material.blind if one in a.double], "documents coded blind by two or more"
        ),
        alpha=coefficient(material, register, every, "alpha"),
        other=say("Fleiss' kappa") if len(report.coders) > 2 else say("Cohen's kappa"),
        kappa=coefficient(material, register, every, "fleiss" if len(report.coders) > 2 else "cohen"),
        name="AC1",
        gwet=coefficient(material, register, every, "ac1"),
        few=register.counted(
            unsure, "codes on too few passages to judge agreement", "code is on", "codes are on"
        ),
        settled=say(
            "{n} settled by a person with a reason; {open} open.",
            n=register.counted(
                a.adjudicated, "differences that were settled", "difference was", "differences were"
            ),
            open=register.counted(a.differences, "differences that nobody has settled", "remains", "remain"),
        ),
    )


def _themes(material: ThematicMaterial, register: Register) -> Cell:
    a, curve = material.conduct, material.saturation
    documents = [one.document for one in curve.steps]
    since = documents[curve.last_new :]
    found = (
        say(
            "Codes were gathered into {themes}, changed {changed} after the first, and held against negative "
            "cases of {negative} (memos answer {answered}).",
            themes=register.counted(a.themes, "themes", "theme", "themes"),
            changed=register.counted(
                a.themes_changed, "changes of themes after the first was made", "time", "times"
            ),
            negative=register.counted(a.negative, "codes that have negative cases", "code", "codes"),
            answered=register.count(a.negative_answered, "codes whose negative cases a memo answers"),
        )
        if a.themes
        else say("No themes have been made yet.")
    )
    if not documents:
        return found
    return (
        *found,
        *say(
            " In the order of coding, the last {since} of {all} brought no new code; we take this as no proof that "
            "meaning is exhausted.",
            since=register.count(since, "documents after the last that brought a new code"),
            all=register.counted(documents, "documents in the saturation curve", "document", "documents"),
        ),
    )


def _rigour(material: ThematicMaterial, register: Register) -> Cell:
    a = material.conduct
    met = [f"phase {number}" for number, one in enumerate(phases_met(material), start=1) if one]
    every = [f"phase {number}" for number in range(1, 7)]
    said = material.said
    return say(
        "Trustworthiness was sought by the criteria of Lincoln and Guba ({guba}): kinds of source were compared, "
        "negative cases listed, and every act kept in an audit trail of hashed events ({acts} of coding), in "
        "which {met} of the {all} phases are documented. {position} {ethics} The analysis was made with {software}, "
        "and is reported along COREQ ({coreq}) and SRQR ({srqr}), as far as they apply to "
        "documents.",
        guba="1985",
        coreq="Tong et al., 2007",
        srqr="O’Brien et al., 2014",
        acts=register.counted((one.id for one in a.deeds), "acts in the trail of coding", "act", "acts"),
        met=register.count(met, "phases that the trail shows"),
        all=register.count(every, "phases of thematic analysis"),
        position=say("The analysts' positions are stated in the report.")
        if said.reflexivity.strip()
        else say("The analysts have not stated their positions."),
        ethics=say("Ethical review is stated in the report.")
        if said.ethics.strip()
        else say("Ethical review is not stated."),
        software=material.brief.software,
    )
