"""Appendices: the codebook in full, agreement on each code, the audit trail in numbers; and the works on the method."""

from __future__ import annotations

from collections import Counter

from rantau.brief.blocks import Block, Cell, Column, Label, Paragraph, Section, Table, Text, cell, say
from rantau.brief.register import Provenance, Register
from rantau.brief.thematic.agreed import agreement_table
from rantau.brief.thematic.material import ThematicMaterial
from rantau.framework.codebook import Code, codebook_words
from rantau.framework.language import N_, fill, gettext, local

__all__ = ["WORKS", "appendix_agreement", "appendix_audit", "appendix_codebook", "references"]

WORKS = (
    "Braun, V. & Clarke, V. (2006). Using thematic analysis in psychology. Qualitative Research in Psychology, 3(2), "
    "77–101.",
    "Braun, V. & Clarke, V. (2021). One size fits all? What counts as quality practice in (reflexive) thematic "
    "analysis? Qualitative Research in Psychology, 18(3), 328–352.",
    "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement, "
    "20(1), "
    "37–46.",
    "Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin, 76(5), "
    "378–382.",
    "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. British "
    "Journal of Mathematical and Statistical Psychology, 61(1), 29–48.",
    "Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological Methodology, 25, 47–76.",
    "Krippendorff, K. (2018). Content Analysis: An Introduction to Its Methodology (4th ed.). SAGE.",
    "Lincoln, Y. S. & Guba, E. G. (1985). Naturalistic Inquiry. SAGE.",
    "Nowell, L. S., Norris, J. M., White, D. E. & Moules, N. J. (2017). Thematic analysis: Striving to meet the "
    "trustworthiness criteria. International Journal of Qualitative Methods, 16, 1–13.",
    "O'Brien, B. C., Harris, I. B., Beckman, T. J., Reed, D. A. & Cook, D. A. (2014). Standards for reporting "
    "qualitative research: A synthesis of recommendations. Academic Medicine, 89(9), 1245–1251.",
    "O'Connor, C. & Joffe, H. (2020). Intercoder reliability in qualitative research: Debates and practical "
    "guidelines. "
    "International Journal of Qualitative Methods, 19, 1–13.",
    "Tong, A., Sainsbury, P. & Craig, J. (2007). Consolidated criteria for reporting qualitative research (COREQ): A "
    "32-item checklist for interviews and focus groups. International Journal for Quality in Health Care, 19(6), "
    "349–357.",
)


def appendix_codebook(material: ThematicMaterial, register: Register) -> Section:
    """Every code that can be applied, by theory; then the retired ones."""
    book = material.coding.codebook
    use = {*material.conduct.used_codes}
    sections = []
    tops = [code for code in book if code.depth == 0]
    for top in tops:
        own = [top, *book.beneath(top.id)]
        sections.append(
            Section(
                f"codes-{top.id.lower()}",
                f"{top.id} · {codebook_words(top.name)}",
                (_codes(f"table-codes-{top.id.lower()}", own, use),),
            )
        )
    retired = [code for code in book.codes.values() if code.retired]
    if retired:
        sections.append(
            Section(
                "codes-retired", "Codes that were retired", (_codes("table-codes-retired", retired, use),)
            )
        )
    sources = sorted({code.source for code in book.codes.values() if code.source})
    sections.append(
        Section(
            "codes-sources",
            "Works that the codes come from",
            (
                Table(
                    "table-code-sources",
                    "Each code names its work by author and year",
                    (Column("Work"),),
                    tuple((cell(one),) for one in sources),
                    traced=False,
                    small=True,
                ),
            ),
        )
    )
    lead = Paragraph(
        say(
            "{n} can be applied. A code under human security says of each passage whether it tells of insecurity or of "
            "protection. A dot after the id marks codes in use. What people wrote into the codebook stands as they "
            "wrote it.",
            n=register.counted((one.id for one in book), "codes that can be applied", "code", "codes"),
        )
    )
    return Section("appendix-codebook", "Appendix: the codebook", (lead,), tuple(sections))


def _codes(id: str, codes: list[Code], use: set[str]) -> Table:
    rows = []
    for code in codes:
        marked = f"{code.id} •" if code.id in use else code.id
        rows.append(
            (
                (Label(marked, strong=True), Text(" "), Label(codebook_words(code.name))),
                cell(codebook_words(code.definition)),
                _when(code),
                cell(codebook_words(code.example)),
                cell(_short(code)),
            )
        )
    return Table(
        id,
        "Codes with definition, use and example",
        (
            Column("Code", width=1.5),
            Column("Definition", width=1.9),
            Column("Use it when; do not when", width=2.4),
            Column("Example (made up)", width=1.8),
            Column("Theory and source", width=1.1),
        ),
        tuple(rows),
        traced=False,
        small=True,
    )


def _when(code: Code) -> Cell:
    parts: Cell = ()
    if code.include:
        parts += say("Use: {words}", words=codebook_words(code.include))
    if code.exclude:
        parts += (Text(" "),) if parts else ()
        parts += say("Not: {words}", words=codebook_words(code.exclude))
    return parts


def _short(code: Code) -> str:
    """``migration systems; Castles and others 2009``: theory, and the work's first author and year."""
    author = code.source.partition(",")[0].partition(" (")[0]
    year = code.source.partition("(")[2].partition(")")[0]
    return "; ".join(part for part in (codebook_words(code.theory), f"{author} {year}".strip()) if part)


def appendix_agreement(material: ThematicMaterial, register: Register) -> tuple[Section, ...]:
    """Agreement on each code; nothing where nobody coded twice."""
    report = material.agreement
    if report is None or not report.codes:
        return ()
    reasons = Counter(
        row.measures["alpha"].reason for row in report.codes if row.measures["alpha"].value is None
    )
    blocks: list[Block] = [
        agreement_table(
            material,
            register,
            report.codes,
            "table-agreement-codes",
            N_("Agreement on each code, with intervals"),
        )
    ]
    if reasons:
        blocks.append(
            Paragraph(
                say(
                    "A dash: the coefficient has no value, since nobody or everybody used the code where it was judged."
                ),
                "note",
            )
        )
    return (Section("appendix-agreement", "Appendix: agreement on each code", tuple(blocks)),)


_KINDS = {
    "coding.added": N_("Codings made"),
    "coding.accepted": N_("Suggestions accepted"),
    "coding.rejected": N_("Suggestions rejected"),
    "coding.removed": N_("Codings taken away"),
    "coding.recoded": N_("Codings put under another code"),
    "coding.placed": N_("Codings put to other words"),
    "coding.undone": N_("Acts taken back"),
    "coding.redone": N_("Acts done again"),
    "coding.adjudicated": N_("Differences settled"),
    "codings.imported": N_("Imports of codings"),
    "memo.written": N_("Memos written"),
    "memo.removed": N_("Memos taken away"),
    "documents.assigned": N_("Documents given to coders"),
    "assignments.removed": N_("Documents taken from coders"),
    "blindness.lifted": N_("Blindness lifted"),
    "document.coded": N_("Documents said to be coded"),
    "document.reopened": N_("Documents opened again"),
    "themes.changed": N_("Themes made or changed"),
    "codebook.changed": N_("Codebook changed"),
}


def appendix_audit(material: ThematicMaterial, register: Register) -> Section:
    """The acts of coding in numbers, and where the chain of hashes stands."""
    deeds = material.conduct.deeds
    audit = material.brief.audit
    blocks: list[Block] = []
    if audit is None:
        blocks.append(Paragraph(say("The trail is empty.")))
    else:
        blocks.append(
            Paragraph(
                say(
                    "Every step is an event of the audit trail, which carries the hash of the one before it; the chain "
                    "{holds}. This report was made of the trail up to event {n}, whose hash begins with {head}.",
                    holds=(Text.of("holds" if material.conduct.trail_holds else "does not hold"),),
                    n=register.cite(
                        audit.events,
                        local(f"{audit.events:,}"),
                        Provenance("audit", (audit.head,), gettext("number of an event of the audit trail")),
                    ),
                    head=audit.head[:16],
                )
            )
        )
    kinds = {one.action for one in deeds}
    rows = []
    for action in sorted(kinds, key=lambda one: (list(_KINDS).index(one) if one in _KINDS else 99, one)):
        own = [one for one in deeds if one.action == action]
        name = gettext(_KINDS[action]) if action in _KINDS else action
        rows.append(
            (
                (Label(name, strong=True),),
                cell(register.count((one.id for one in own), fill("events: {action}", action=name))),
                cell(own[0].day),
                cell(own[-1].day),
            )
        )
    if rows:
        blocks.append(
            Table(
                "table-audit",
                "Acts of coding in the audit trail",
                (
                    Column("What was done", width=2),
                    Column("Events", numeric=True, width=0.7),
                    Column("First", width=0.9),
                    Column("Last", width=0.9),
                ),
                tuple(rows),
            )
        )
    else:
        blocks.append(Paragraph(say("The trail holds no act of coding.")))
    return Section("appendix-audit", "Appendix: the audit trail in numbers", tuple(blocks))


def references() -> Section:
    """Works on the method."""
    table = Table(
        "table-method-works",
        "Works on the method",
        (Column("Work"),),
        tuple((cell(one),) for one in WORKS),
        traced=False,
        small=True,
    )
    return Section("references", "References of the method", (table,))
