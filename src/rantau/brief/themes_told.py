"""The themes of the coding in the brief: the map, and the table of what it draws."""

from __future__ import annotations

from rantau.brief.blocks import Block, Cell, Column, Figure, Label, Table, Text, cell, say
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.theme_picture import themes_shown
from rantau.coding.cooccurrence import passages_by_code
from rantau.framework.language import fill, gettext

__all__ = ["themes_told"]


def themes_told(material: BriefMaterial, register: Register) -> list[Block]:
    """Figure and table; nothing where people have made no theme."""
    found, coding = themes_shown(material), material.coding
    if found is None or coding is None:
        return []
    counting = [one for one in coding.coded if one.counts]
    passages = passages_by_code(counting)
    document_of = {one.passage: one.document for one in counting}
    names = {one.code: one.name for one in found.codes}
    tag = f", {gettext('machine-coded')}" if found.machine_coded else ""
    rows: list[tuple[Cell, ...]] = []
    for theme in found.themes:
        own = sorted({passage for code in theme.codes for passage in passages.get(code, ())})
        codes: Cell = ()
        for code in sorted(theme.codes, key=lambda one: (-len(passages.get(one, ())), one)):
            what = fill("passages with the code {code}{tag}", code=names[code], tag=tag)
            codes += (
                Label(f"{'; ' if codes else ''}{gettext(names[code])} "),
                register.count(sorted(passages.get(code, ())), what),
            )
        rows.append(
            (
                (Label(theme.name, strong=True),),
                codes,
                cell(
                    register.count(own, fill("passages of the theme {theme}{tag}", theme=theme.name, tag=tag))
                ),
                cell(
                    register.count(
                        sorted({document_of[passage] for passage in own}),
                        fill("documents with passages of the theme {theme}{tag}", theme=theme.name, tag=tag),
                    )
                ),
            )
        )
    caption = say(
        "Themes that people made, with their codes, and arcs between codes that stand in the same passages. A larger "
        "circle and the number beside it are the passages with a code; a wider arc is more passages with both. Full "
        "arcs join codes of one theme, broken ones codes of two. Codes in no theme, and pairs that seldom stand "
        "together, are left to the figure's file."
    )
    return [
        Figure(
            "themes",
            caption + (_machine_coded() if found.machine_coded else ()),
            "Codes below each other, grouped by theme, with a circle and a number for the passages of each and arcs "
            "between those that stand together. The table holds the numbers.",
            "themes-table",
        ),
        Table(
            "themes-table",
            "Themes, their codes with the passages of each, and where they are found",
            (
                Column("Theme", width=1.3),
                Column("Codes, with passages", width=3.2),
                Column("Passages", numeric=True, width=0.8),
                Column("Documents", numeric=True, width=0.8),
            ),
            tuple(rows),
            small=True,
        ),
    ]


def _machine_coded() -> Cell:
    return (Text(" "), *say("Some of it is machine-coded: suggestions that no person has accepted."))
