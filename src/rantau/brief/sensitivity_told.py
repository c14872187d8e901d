"""What the simulated changes hang on, in shares of their variance: the figure, and the table of what it draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rantau.brief.blocks import Block, Cell, Column, Figure, Label, Table, Text, cell, say
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.sensitivity_picture import largest, sensitivities_drawn
from rantau.brief.wording import scenario_title
from rantau.framework.language import N_, fill, gettext, local
from rantau.simulation.sensitivity_report import source_words

__all__ = ["sensitivity_told"]

_FILE = "out/sensitivity/summary.json"


def sensitivity_told(material: BriefMaterial, register: Register, shown: Mapping[str, str]) -> list[Block]:
    """Figure and table; nothing without an analysis.

    Args:
        material: Of the brief.
        register: Takes in the figures.
        shown: Quantity -> the words for it.
    """
    run = material.simulation
    drawn = sensitivities_drawn(material, shown)
    if run is None or not drawn:
        return []
    rows: list[tuple[Cell, ...]] = []
    for one in drawn:
        for share in largest(one):
            rows.append(
                (
                    (Label(scenario_title(run, one["scenario"]), strong=True),),
                    (Text.of(shown[one["outcome"]]),),
                    (Label(source_words(share["source"], share["basis"])),),
                    _share(run.sensitivity or {}, one, share, "total", register),
                    _share(run.sensitivity or {}, one, share, "first", register),
                )
            )
    return [
        Figure(
            "sensitivity",
            say(
                "How much of the variance of each change its largest sources make, when parameters range as the "
                "register has them (Sobol indices): with all that a source does together with others (dot on a heavy "
                "line), and by itself (diamond on a thin line). Lines are intervals; an estimate may lie below zero."
            ),
            "A panel for each change and a line for each source of its variance, with a dot for its share together "
            "with others and a diamond for its share by itself, both with intervals.",
            "sensitivity-table",
        ),
        Table(
            "sensitivity-table",
            "What each change hangs on: shares of its variance, with intervals",
            (
                Column("Scenario", width=1.2),
                Column("Change in", width=1.2),
                Column("Source", width=1.5),
                Column("With others", numeric=True, width=1.2),
                Column("By itself", numeric=True, width=1.2),
            ),
            tuple(rows),
            small=True,
        ),
    ]


_KINDS = {"total": N_("with others"), "first": N_("by itself")}


def _share(
    found: Mapping[str, Any], one: Mapping[str, Any], share: Mapping[str, Any], kind: str, register: Register
) -> Cell:
    value = {"value": share[kind], "low": share[f"{kind}_low"], "high": share[f"{kind}_high"]}
    middle, low, high = (local(f"{end:.0%}").replace("-", "−") for end in value.values())
    what = fill(
        "share of the variance, {how}: {source}, {outcome}, {scenario}",
        how=gettext(_KINDS[kind]),
        source=source_words(share["source"], share["basis"]),
        outcome=gettext(str(one["outcome"]).replace("_", " ")),
        scenario=one["scenario"],
    )
    step = {
        "file": _FILE,
        "scenario": one["scenario"],
        "outcome": one["outcome"],
        **{name: found[name] for name in ("base_sample", "points", "seed", "scale")},
    }
    ids = (one["scenario"], one["outcome"], share["source"], kind)
    text = fill("{middle} ({low} to {high})", middle=middle, low=low, high=high)
    return cell(register.given(value, text, "run", ids, what, [step]))
