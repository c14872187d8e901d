"""The brief on two pages, for who reads no more; its numbers lead to the register of the whole brief."""

from __future__ import annotations

from collections.abc import Collection

from rantau.brief.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Label,
    Paragraph,
    Section,
    Table,
    Text,
    cell,
    say,
)
from rantau.brief.changes import scenario_line
from rantau.brief.chosen import chosen, telling
from rantau.brief.glance import headlines
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.views import groups, ranked_corridors, was_changed
from rantau.brief.wording import corridor_name, group_name, place_name
from rantau.framework.language import N_, gettext
from rantau.policy.recommend import LEVELS, STRENGTHS, Recommendation

__all__ = ["WHOLE", "short_sections"]

WHOLE = "brief.html"
"""The file that the numbers lead to."""
_LEVELS = {"ASEAN": "ASEAN", "national": N_("National"), "civil society": N_("Civil society")}
_CORRIDORS, _CONFLICTS, _SCENARIOS, _RECOMMENDED = 5, 3, 5, 2


def short_sections(
    material: BriefMaterial, register: Register, leave_out: Collection[str] = ()
) -> list[Section]:
    """Sections of the short form, made with the register that the whole brief is made with.

    What the whole leaves out, the short form leaves out too, and says so.
    """

    def one(made: Section | None) -> list[Section]:
        return [made] if made is not None else []

    found = chosen(
        (
            ("glance", lambda: one(headlines(material, register))),
            ("corridors", lambda: one(_corridors(material, register))),
            ("conflicts", lambda: one(_conflicts(material, register))),
            ("scenarios", lambda: one(_scenarios(material, register))),
            ("recommendations", lambda: one(_recommended(material))),
            ("limits", lambda: one(_limits())),
        ),
        leave_out,
    )
    return telling(found, "limits", leave_out)


def _corridors(material: BriefMaterial, register: Register) -> Section | None:
    ranked = ranked_corridors(material)[:_CORRIDORS]
    if not ranked:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            (Label(corridor_name(material, one.unit), strong=True),),
            cell(register.score(one.exposure)),
            cell(register.rank(one.exposure)),
            (register.stock(one.row), Label(f" ({one.row.year})")),
        )
        for one in ranked
    ]
    table = Table(
        "short-corridors",
        "The most exposed corridors, with intervals",
        (
            Column("Corridor", width=2.0),
            Column("Exposure", numeric=True),
            Column("Rank", numeric=True),
            Column("Migrants (year)", numeric=True),
        ),
        tuple(rows),
        small=True,
    )
    return Section("corridors", "Where migrants are most exposed", (table,))


def _conflicts(material: BriefMaterial, register: Register) -> Section | None:
    found = [one for one in groups(material, "conflicting") if one.reason and not was_changed(material, one)]
    if not found:
        return None
    items: list[Cell] = []
    for one in found[:_CONFLICTS]:
        grade = material.grade_of.get(one.id)
        items.append(
            (
                Label(group_name(material, one), strong=True),
                Text(": "),
                *register.stated(one, one.reason),
                *(say(" Confidence: {grade}.", grade=gettext(grade.confidence)) if grade else ()),
            )
        )
    blocks: list[Block] = [Bullets(tuple(items))]
    left = found[_CONFLICTS:]
    if left:
        more = register.counted(
            (one.id for one in left),
            "conflicts that the short form leaves out",
            "more matter is",
            "more matters are",
        )
        blocks.append(Paragraph((*more, Text.of(" in the whole brief.")), "note"))
    return Section("conflicts", "Where the evidence disagrees", tuple(blocks))


def _scenarios(material: BriefMaterial, register: Register) -> Section | None:
    run = material.simulation
    if run is None or not run.summary.get("against_baseline"):
        return None
    items = [
        scenario_line(run, register, scenario)
        for scenario in list(run.summary["against_baseline"])[:_SCENARIOS]
    ]
    note = say(
        "This explores what follows from stated assumptions, most of them assumed; it does not forecast."
    )
    return Section("scenarios", "What would change it", (Bullets(tuple(items)), Paragraph(note, "note")))


def _recommended(material: BriefMaterial) -> Section | None:
    if material.policy is None or not material.policy.recommendations:
        return None
    items: list[Cell] = []
    for level in LEVELS:
        mine = [one for one in material.policy.recommendations if one.level == level]
        mine.sort(key=lambda one: STRENGTHS.index(one.strength))
        asked: dict[tuple[str, str], list[Recommendation]] = {}
        for one in mine:
            asked.setdefault((one.rule, one.strength), []).append(one)
        for alike in list(asked.values())[:_RECOMMENDED]:
            places = [place_name(material, one.place) for one in alike if one.place]
            who = ", ".join(places) or gettext(_LEVELS[level])
            items.append(
                (
                    Label(f"{who}: {gettext(alike[0].action).rstrip('.')}", strong=True),
                    Text(" ("),
                    Label(gettext(alike[0].strength)),
                    Text(")."),
                )
            )
    return Section("recommendations", "What the evidence calls for", (Bullets(tuple(items)),))


def _limits() -> Section:
    text = say(
        "Scores compare the countries of this study with each other. A claim that the reader of documents missed is "
        "not here; silence of the documents is no evidence. Nothing here identifies or scores a person. The whole "
        "brief has the method, the quotations, and for each number the page or the row that it comes from: the marks "
        "F lead there."
    )
    return Section("limits", "What this does not say", (Paragraph(text, "note"),))
