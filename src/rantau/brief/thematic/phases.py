"""The six phases of thematic analysis: what the trail shows of each, when it was done, and what is missing.

Braun, V. & Clarke, V. (2006), Using thematic analysis in psychology, Qualitative Research in Psychology 3(2), 77-101.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rantau.brief.blocks import Block, Cell, Column, Label, Paragraph, Section, Table, Text, cell, say
from rantau.brief.register import Register
from rantau.brief.thematic.material import ThematicMaterial
from rantau.brief.thematic.words import days
from rantau.coding.conduct import Deed
from rantau.coding.rigour import checklist
from rantau.framework.language import N_, calendar_day

__all__ = ["phases", "phases_met"]

_NAMES = (
    N_("Getting to know the documents"),
    N_("First codes"),
    N_("Searching for themes"),
    N_("Reviewing themes"),
    N_("Defining and naming themes"),
    N_("Writing the report"),
)


def phases_met(material: ThematicMaterial) -> tuple[bool, ...]:
    """Whether the trail shows each of the six phases; this report is the sixth, where anything is coded by people."""
    met = [one.met for one in checklist(material.conduct.acts) if one.kind == "phase"]
    return (*met[:5], bool(material.conduct.codings))


def phases(material: ThematicMaterial, register: Register) -> Section:
    """A row for each phase."""
    met = phases_met(material)
    shown = (_first, _second, _third, _fourth, _fifth, _sixth)
    rows = []
    for number, (name, done, row) in enumerate(zip(_NAMES, met, shown, strict=True), start=1):
        evidence, gap, deeds = row(material, register)
        when = material.brief.as_of if number == 6 and done else days(deeds)
        rows.append(
            (
                (Label(f"{number} ", strong=True), Text.of(name)),
                (Text.of("yes" if done else "no"),),
                cell(when),
                evidence,
                () if done else gap,
            )
        )
    unmet = sum(not one for one in met)
    blocks: list[Block] = [
        Paragraph(
            say(
                "The phases are those of Braun and Clarke. What is told here was recorded as it was done; what was "
                "done "
                "and not recorded cannot be told. The phases are no stairs: going back is part of the method, and "
                "the days may overlap."
            )
        ),
        Table(
            "table-phases",
            "The six phases, as the trail shows them",
            (
                Column("Phase", width=1.3),
                Column("Shown", width=0.5),
                Column("When", width=0.9),
                Column("What the trail shows", width=2.6),
                Column("What is missing", width=2.2),
            ),
            tuple(rows),
        ),
    ]
    if unmet == len(met):
        blocks.insert(
            0, Paragraph(say("None of the six phases has been done, as far as the trail shows."), "lead")
        )
    return Section("phases", "The six phases", tuple(blocks))


Row = tuple[Cell, Cell, list[Deed]]


def _deeds(material: ThematicMaterial, actions: Collection[str]) -> list[Deed]:
    return [one for one in material.conduct.deeds if one.action in actions]


def _first(material: ThematicMaterial, register: Register) -> Row:
    conduct = material.conduct
    unread = [one for one in conduct.readable if one not in conduct.memo_documents]
    readable = {*conduct.readable}
    return (
        say(
            "People wrote memos about {n} of {all}.",
            n=register.count(conduct.memo_documents, "documents about which people wrote memos"),
            all=register.counted(conduct.readable, "documents that could be read", "document", "documents"),
        ),
        say(
            "Nothing shows that a person has read {n}; a memo on each does ({command}).",
            n=register.counted(unread, "documents without a memo", "of the documents", "of the documents"),
            command="rantau code STUDY memo TEXT --about FILE",
        ),
        [one for one in _deeds(material, ("memo.written",)) if _about_document(material, one, readable)],
    )


def _about_document(material: ThematicMaterial, deed: Deed, readable: Collection[str]) -> bool:
    return material.memo_about.get(deed.subject, "") in readable


def _second(material: ThematicMaterial, register: Register) -> Row:
    conduct = material.conduct
    uncoded = [one for one in conduct.readable if one not in conduct.coded]
    actions = ("coding.added", "coding.accepted", "coding.rejected", "coding.recoded", "codings.imported")
    return (
        say(
            "People coded in {coded} of {all}: {codings}, {rejected} rejected.",
            coded=register.count(conduct.coded, "documents in which people coded"),
            all=register.counted(conduct.readable, "documents that could be read", "document", "documents"),
            codings=register.counted(
                conduct.codings, "people's codings that stand", "coding stands", "codings stand"
            ),
            rejected=register.counted(
                conduct.rejections, "suggestions that people rejected", "suggestion was", "suggestions were"
            ),
        ),
        say(
            "{n} no coding by a person, and {waiting} for one ({command}).",
            n=register.counted(
                uncoded, "documents without a coding by a person", "document has", "documents have"
            ),
            waiting=register.counted(
                conduct.waiting,
                "suggestions on which nobody has decided",
                "suggestion waits",
                "suggestions wait",
            ),
            command="rantau suggest STUDY",
        ),
        _deeds(material, actions),
    )


def _third(material: ThematicMaterial, register: Register) -> Row:
    conduct = material.conduct
    free = [one for one in conduct.used_codes if one not in conduct.themed_codes]
    gap = (
        say(
            "{n} in no theme ({command}).",
            n=register.counted(
                free, "codes in use that are in no theme", "code in use is", "codes in use are"
            ),
            command="rantau themes STUDY --suggest",
        )
        if conduct.themes
        else say("There is no theme yet ({command}).", command="rantau themes STUDY --suggest")
    )
    return (
        say(
            "There {themes}; {in_one} of {used} in one.",
            themes=_themes(conduct.themes, register),
            in_one=register.count(conduct.themed_codes, "codes in use that are in a theme"),
            used=register.counted(conduct.used_codes, "codes in use", "code in use is", "codes in use are"),
        ),
        gap,
        _deeds(material, ("themes.changed",))[:1],
    )


def _themes(themes: Sequence[str], register: Register) -> Cell:
    number = register.count(themes, "themes")
    return say("is {n} theme" if len(themes) == 1 else "are {n} themes", n=number)


def _fourth(material: ThematicMaterial, register: Register) -> Row:
    conduct = material.conduct
    return (
        say(
            "Themes were changed {n} after the first was made; memos answer the negative cases of {answered} of {all} "
            "some.",
            n=register.counted(
                conduct.themes_changed, "changes of themes after the first was made", "time", "times"
            ),
            answered=register.count(conduct.negative_answered, "codes whose negative cases a memo answers"),
            all=register.counted(
                conduct.negative, "codes that have negative cases", "code that has", "codes that have"
            ),
        ),
        say(
            "Themes have not been changed since they were made, or negative cases are unanswered: a memo on the code "
            "answers them ({command}).",
            command="rantau analyse STUDY --part negative",
        )
        if conduct.themes
        else say("There is no theme to review."),
        _deeds(material, ("themes.changed",))[1:],
    )


def _fifth(material: ThematicMaterial, register: Register) -> Row:
    conduct = material.conduct
    named = [one.id for one in material.themes.themes if one.definition]
    return (
        say(
            "{n} of {all} a definition.",
            n=register.count(named, "themes with a definition"),
            all=register.counted(conduct.themes, "themes", "theme has", "themes have"),
        ),
        say("Without a definition: {names}.", names=", ".join(conduct.undefined_themes))
        if conduct.undefined_themes
        else say("There is no theme to define."),
        _deeds(material, ("themes.changed",))[-1:],
    )


def _sixth(material: ThematicMaterial, _: Register) -> Row:
    if not material.conduct.codings:
        return say("There is no coding by a person to report on."), say("Have people code."), []
    return (
        say(
            "This report, written from the codings as they stood on {day}.",
            day=calendar_day(material.brief.as_of),
        ),
        (),
        [],
    )
