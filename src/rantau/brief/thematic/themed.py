"""Themes with their passages and what speaks against them, and the codes in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rantau.brief.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Label,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
    cell,
    say,
)
from rantau.brief.register import Register
from rantau.brief.thematic.material import MACHINE, ThematicMaterial
from rantau.brief.thematic.words import basis, ids_of, passages_of, share, tag
from rantau.brief.wording import document_name, page_words
from rantau.coding.effective import Coded
from rantau.coding.themes import MapTheme
from rantau.framework.codebook import codebook_words
from rantau.framework.language import N_, fill, gettext

__all__ = ["MOST_QUOTES", "exemplary", "themes"]

MOST_QUOTES = 3
"""Quotations beneath a theme."""
_SHORTEST, _LONGEST = 40, 420
"""Letters of a quotation: a shorter one says little by itself, a longer one is cut at a word."""
_MOST_AGAINST = 5


def themes(material: ThematicMaterial, register: Register) -> Section:
    """Themes with definition, codes, prevalence, quotations and negative cases; and their map."""
    found = material.themes
    blocks: list[Block] = [Paragraph(basis(material, register))]
    if not found.themes:
        blocks.append(
            Paragraph(
                say(
                    "There are no themes: nobody has gathered codes into any. What stands below are codes, which say "
                    "what passages are about, and not what they mean together. Missing: themes with names and "
                    "definitions ({command} shows which codes stand together).",
                    command="rantau themes STUDY --suggest",
                )
            )
        )
    if any(one.x is not None for one in found.codes):
        blocks.append(
            Figure(
                "themes",
                say(
                    "Map of themes and their codes{tag}. Circles grow with the passages under a code; arcs join codes "
                    "that stand in the same passages, broken ones codes of two themes.",
                    tag=tag(material.coded),
                ),
                "Circles for codes, grouped by theme and larger for more passages; arcs join codes that stand "
                "together.",
                "table-themes" if found.themes else "table-codes-in-use",
            )
        )
    if found.themes:
        blocks.append(_theme_table(material, register))
    blocks.append(_codes_in_use(material, register))
    sections = tuple(_theme(material, one, register) for one in found.themes)
    return Section("themes", "Themes", tuple(blocks), sections)


def _under(material: ThematicMaterial, codes: Iterable[str]) -> list[Coded]:
    wanted = {*codes}
    return [one for one in material.coded if one.code in wanted]


def _prevalence(
    material: ThematicMaterial, own: Sequence[Coded], name: str, register: Register
) -> tuple[Cell, ...]:
    passages, every = passages_of(own), passages_of(material.coded)
    documents = tuple(dict.fromkeys(one.document for one in own))
    said = f"{name}{tag(own)}"
    cells: tuple[Cell, ...] = (
        cell(register.count(passages, fill("passages: {theme}", theme=said))),
        cell(share(register, passages, every, fill("coded passages: {theme}", theme=said))),
        cell(register.count(documents, fill("documents: {theme}", theme=said))),
    )
    if material.machine:
        mine = ids_of(one for one in own if one.status == MACHINE)
        cells += (cell(share(register, mine, ids_of(own), fill("machine-coded codes: {theme}", theme=said))),)
    return cells


def _prevalence_columns(material: ThematicMaterial) -> tuple[Column, ...]:
    return (
        Column("Passages", numeric=True, width=0.8),
        Column("Of coded passages", numeric=True, width=0.9),
        Column("Documents", numeric=True, width=0.8),
        *((Column("Machine-coded", numeric=True, width=0.9),) if material.machine else ()),
    )


def _theme_table(material: ThematicMaterial, register: Register) -> Table:
    rows = []
    for one in material.themes.themes:
        rows.append(
            (
                (Label(one.name, strong=True),),
                cell(", ".join(one.codes)),
                *_prevalence(material, _under(material, one.codes), one.name, register),
            )
        )
    return Table(
        "table-themes",
        fill("Themes, their codes and how far they reach{tag}", tag=tag(material.coded)),
        (Column("Theme", width=1.6), Column("Codes", width=2.2), *_prevalence_columns(material)),
        tuple(rows),
    )


def _codes_in_use(material: ThematicMaterial, register: Register) -> Block:
    use = material.conduct.used_codes
    if not use:
        return Paragraph(say("No code is in use."))
    themes_of: dict[str, list[str]] = {}
    for theme in material.themes.themes:
        for code in theme.codes:
            themes_of.setdefault(code, []).append(theme.name)
    own = {code: _under(material, (code,)) for code in use}
    book = material.coding.codebook
    rows = [
        (
            (Label(code, strong=True), Text(" "), Label(codebook_words(book[code].name))),
            cell(", ".join(themes_of.get(code, ()))) or (Text.of("in none"),),
            *_prevalence(material, own[code], code, register),
        )
        for code in sorted(use, key=lambda code: (-len(passages_of(own[code])), code))
    ]
    return Table(
        "table-codes-in-use",
        fill("Codes in use{tag}", tag=tag(material.coded)),
        (Column("Code", width=2), Column("Theme", width=1.2), *_prevalence_columns(material)),
        tuple(rows),
        small=True,
    )


def _theme(material: ThematicMaterial, theme: MapTheme, register: Register) -> Section:
    own = _under(material, theme.codes)
    book = material.coding.codebook
    named = ", ".join(f"{code} ({codebook_words(book[code].name)})" for code in theme.codes)
    blocks: list[Block] = [
        Paragraph(
            (Label(theme.definition),)
            if theme.definition
            else say(
                "Missing: this theme has no definition ({command}).",
                command="rantau themes STUDY --put NAME --definition",
            ),
            "" if theme.definition else "note",
        ),
        Paragraph(say("Codes: {codes}.", codes=named)),
    ]
    blocks += _quotations(material, own)
    blocks += _against(material, theme.codes, register)
    return Section(f"theme-{theme.id}", theme.name, tuple(blocks))


def exemplary(material: ThematicMaterial, own: Sequence[Coded]) -> list[Coded]:
    """Passages to quote for a theme, by a rule that leaves no choice to whoever writes the report.

    Of what may be quoted, and is long enough to say something: from a document, and then under a code, that has not
    been quoted yet; a passage that more people coded goes before one that fewer did, then one with more of the theme's
    codes, then the earlier one. What is machine-coded comes after all that people coded.
    """
    codes: dict[str, set[str]] = {}
    for one in own:
        codes.setdefault(one.passage, set()).add(one.code)
    usable = [one for one in own if len(_words(material, one)) >= _SHORTEST]
    order = {one.passage: number for number, one in enumerate(material.coded)}
    numbers = {id: index for index, id in enumerate(material.coded_documents)}
    taken: list[Coded] = []
    while len(taken) < MOST_QUOTES:
        quoted, seen, under = (
            {one.passage for one in taken},
            {one.document for one in taken},
            {one.code for one in taken},
        )
        left = [one for one in usable if one.passage not in quoted]
        if not left:
            break
        taken.append(
            min(
                left,
                key=lambda one: (
                    one.status == MACHINE,
                    one.document in seen,
                    one.code in under,
                    -len(one.by) if one.status != MACHINE else 0,
                    -len(codes[one.passage]),
                    numbers[one.document],
                    order[one.passage],
                    one.code,
                ),
            )
        )
    return taken


def _words(material: ThematicMaterial, one: Coded) -> str:
    text = material.texts.get(one.passage, "")
    start, end = one.segments[0]
    return " ".join(text[start:end].split())


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _quotations(material: ThematicMaterial, own: Sequence[Coded]) -> list[Block]:
    brief = material.brief
    hidden = {one.passage for one in own if one.document in material.confidential}
    items: list[Cell] = []
    for one in exemplary(material, own):
        document = brief.document_of[one.document]
        where = (
            f" [{brief.document_number[one.document]}] {document_name(document)}, "
            f"{page_words(brief, one.document, one.page, one.passage)}; {one.code}"
        )
        mark = f"; {gettext(MACHINE)}" if one.status == MACHINE else ""
        items.append((Quote(_cut(_words(material, one)), document.language), Label(f"{where}{mark}.")))
    blocks: list[Block] = []
    if items:
        blocks.append(Bullets(tuple(items)))
    elif own:
        blocks.append(Paragraph(say("No passage under this theme may be quoted, or is long enough to be.")))
    else:
        blocks.append(Paragraph(say("No passage stands under the codes of this theme.")))
    if hidden:
        blocks.append(
            Paragraph(say("Passages of confidential documents count here, and are not quoted."), "note")
        )
    return blocks


def _against(material: ThematicMaterial, codes: Sequence[str], register: Register) -> list[Block]:
    brief = material.brief
    rows = [row for row in material.negative if row.code in codes]
    cases = [(row, case) for row in rows for case in row.cases]
    if not cases:
        return [
            Paragraph(
                say("Negative cases: no coded passage speaks against it. That none was coded is no proof.")
            )
        ]
    answered = [row.code for row in rows if row.code in material.conduct.negative_answered]
    items: list[Cell] = []
    for row, case in cases[:_MOST_AGAINST]:
        why = (
            N_("tells of the other polarity")
            if case.against == "polarity"
            else N_("a finding in it denies what the code says")
        )
        items.append(
            say(
                "{where} ({code}): {why}.",
                where=f"[{brief.document_number[case.document]}] "
                f"{document_name(brief.document_of[case.document])}, "
                f"{page_words(brief, case.document, case.page, case.passage)}",
                code=row.code,
                why=(Text.of(why),),
            )
        )
    return [
        Paragraph(
            say(
                "Negative cases: {n} against what its codes mostly tell; memos answer those of {answered} of {all}.",
                n=register.counted(
                    dict.fromkeys(case.passage for _, case in cases),
                    "passages that speak against codes of the theme",
                    "passage speaks",
                    "passages speak",
                ),
                answered=register.count(answered, "codes whose negative cases a memo answers"),
                all=register.counted(
                    (row.code for row in rows), "codes of the theme with negative cases", "code", "codes"
                ),
            )
        ),
        Bullets(tuple(items)),
    ]
