"""Which sections a brief holds, and what it says of those that people left out of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from rantau.brief.blocks import Figure, Paragraph, Section, say
from rantau.framework.language import N_, gettext
from rantau.framework.words import BRIEF_SECTIONS, BriefSection

__all__ = ["OPTIONAL_TITLES", "chosen", "figures_in", "left_out_note", "telling"]

OPTIONAL_TITLES: dict[BriefSection, str] = {
    "glance": N_("At a glance"),
    "corridors": N_("Where migrants are most exposed"),
    "profiles": N_("Human security, country by country"),
    "conflicts": N_("Where the evidence disagrees"),
    "standing": N_("What the claims rest on"),
    "graded": N_("What is done to migrants, and how sure it is"),
    "framing": N_("How the documents frame migration"),
    "lineage": N_("Who quotes whom"),
    "answers": N_("How states answer"),
    "scenarios": N_("What would change it"),
    "recommendations": N_("What the evidence calls for"),
}
"""Section that can be left out -> its title."""


def chosen(
    makers: Sequence[tuple[str, Callable[[], Sequence[Section]]]], leave_out: Collection[str]
) -> list[Section]:
    """The sections of those makers whose name is not left out, in order; what is left out is not made at all."""
    return [section for name, make in makers if name not in leave_out for section in make()]


def left_out_note(leave_out: Collection[str]) -> Paragraph | None:
    """That sections were left out, and which; None where none were."""
    names = [gettext(OPTIONAL_TITLES[one]) for one in BRIEF_SECTIONS if one in leave_out]
    if not names:
        return None
    return Paragraph(
        say(
            "Whoever wrote this brief chose to leave sections out that the study has: {which}.",
            which="; ".join(names),
        ),
        "note",
    )


def telling(sections: Sequence[Section], id: str, leave_out: Collection[str]) -> list[Section]:
    """The sections, of which the one of an id tells what was left out."""
    note = left_out_note(leave_out)
    if note is None:
        return list(sections)
    return [replace(one, blocks=(*one.blocks, note)) if one.id == id else one for one in sections]


def figures_in(sections: Sequence[Section]) -> Iterator[Figure]:
    """The figures that sections show."""
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Figure))
        yield from figures_in(section.sections)
