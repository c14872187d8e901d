"""The journeys of the simulated migrants in the brief: the figure, and the table of what it draws."""

from __future__ import annotations

from typing import Any

from rantau.brief.blocks import Block, Cell, Column, Figure, Label, Table, Text, cell, say
from rantau.brief.journeys import CHANNEL_WORDS, OUTCOME_WORDS, journey_of, journeys_drawn, number_words
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.wording import place_name
from rantau.framework.language import fill, gettext
from rantau.simulation.journeys import ALL

__all__ = ["journeys_told"]

_FILE = "out/simulation/journeys.csv"


def journeys_told(material: BriefMaterial, register: Register) -> list[Block]:
    """Figure and table; nothing where no journeys were counted."""
    origins = journeys_drawn(material)
    if not origins:
        return []
    rows: list[tuple[Cell, ...]] = [
        ((Label(place_name(material, one), strong=True),), *_numbers(material, register, origin=one))
        for one in origins
    ]
    rows += [
        ((Text.of(words),), *_numbers(material, register, outcome=one))
        for one, words in OUTCOME_WORDS.items()
        if journey_of(material, outcome=one)["mean"] > 0
    ]
    rows.append(((Label(gettext("All journeys"), strong=True),), *_numbers(material, register)))
    return [
        Figure(
            "journeys",
            say(
                "Journeys under the baseline, from origin by channel to how they ended, or stood in the last month. "
                "Bands are as wide as the mean over draws; in brackets the middle of the draws. Light bands with full "
                "edges are regular departures, dark ones with broken edges irregular ones. A person who sets out again "
                "makes another journey; who was exploited and got away counts where the journey ended."
            ),
            "A flow diagram in three columns: origins at the left, the regular and the irregular channel in the "
            "middle, and at the right how journeys ended; each with its number. The table holds the same numbers.",
            "journeys-table",
        ),
        Table(
            "journeys-table",
            "Journeys under the baseline by origin, by how they ended, and by channel: means over draws, and their "
            "middle",
            (
                Column("Origin, or how journeys ended", width=1.8),
                *(Column(words, numeric=True, width=1.4) for words in CHANNEL_WORDS.values()),
                Column("Both channels", numeric=True, width=1.4),
            ),
            tuple(rows),
            small=True,
        ),
    ]


def _numbers(
    material: BriefMaterial, register: Register, origin: str = ALL, outcome: str = ALL
) -> list[Cell]:
    return [_number(material, register, origin, channel, outcome) for channel in (*CHANNEL_WORDS, ALL)]


def _number(material: BriefMaterial, register: Register, origin: str, channel: str, outcome: str) -> Cell:
    run = material.simulation
    assert run is not None
    row = journey_of(material, origin, channel, outcome)
    what = fill(
        "simulated journeys: {origin}, {channel}, {outcome}",
        origin=gettext("all origins") if origin == ALL else place_name(material, origin),
        channel=gettext("all channels") if channel == ALL else gettext(CHANNEL_WORDS[channel]).lower(),
        outcome=gettext("however they ended") if outcome == ALL else gettext(OUTCOME_WORDS[outcome]).lower(),
    )
    step: dict[str, Any] = {
        "file": _FILE,
        "run": run.summary["runs"].get("baseline"),
        "scenario": "baseline",
        "origin": origin,
        "channel": channel,
        "outcome": outcome,
        "draws": len(run.summary["draws"]),
        "seed": run.summary["seed"],
        "scale": run.summary["scale"],
    }
    value: dict[str, float | int | None] = {name: float(row[name]) for name in ("mean", "low", "high")}
    ids = (str(run.summary["runs"].get("baseline")), origin, channel, outcome)
    return cell(register.given(value, number_words(row), "run", ids, what, [step]))
