"""What the simulated conclusions hang on: the assumptions that make most of their variance, and where a sign turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rantau.brief.answered import SimulationMaterial
from rantau.brief.blocks import Block, Cell, Column, Label, Table, Text, cell, say
from rantau.brief.register import Register
from rantau.brief.wording import scenario_title
from rantau.framework.language import fill, gettext, local

__all__ = ["hinges"]

_FILE = "out/sensitivity/summary.json"
_MOST_NAMED = 4


def hinges(run: SimulationMaterial, register: Register, shown: Mapping[str, str]) -> list[Block]:
    """A row for each scenario and quantity that ``rantau sensitivity`` was asked about; nothing without such a run.

    Args:
        run: The run of scenarios, and the analysis beside it.
        register: Takes in the figures.
        shown: Quantity -> the words for it.
    """
    found = run.sensitivity
    if not found:
        return []
    rows: list[tuple[Cell, ...]] = []
    for one in found["conclusions"]:
        known = one["against"] and one["scenario"] in run.summary["against_baseline"]
        if known and one["outcome"] in shown:
            title = scenario_title(run, one["scenario"])
            rows.append(
                (
                    (Label(title, strong=True),),
                    (Text.of(shown[one["outcome"]]),),
                    (Label(_named(one["hangs_on"])),),
                    _sign(one, found, register),
                )
            )
    if not rows:
        return []
    return [
        Table(
            "hinges-table",
            "What each change hangs on: parameters that make most of its variance in their ranges, and its sign there",
            (
                Column("Scenario", width=1.0),
                Column("Change in", width=1.0),
                Column("Hangs on", width=1.8),
                Column("Its sign within the ranges", width=1.6),
            ),
            tuple(rows),
            small=True,
        )
    ]


def _named(parts: list[Mapping[str, Any]]) -> str:
    named = [f"{_parameter(part)} ({gettext(part['basis'])})" for part in parts[:_MOST_NAMED]]
    return "; ".join(named) or gettext("no single parameter")


def _parameter(part: Mapping[str, Any]) -> str:
    return gettext(str(part["parameter"]).replace("_", " "))


def _sign(one: Mapping[str, Any], found: Mapping[str, Any], register: Register) -> Cell:
    sign = one["sign"]
    above, below = sign["above_zero"], sign["below_zero"]
    if above == below == 0:
        return (Text.of("nothing changes"),)
    rises = above >= below
    if min(above, below) == 0:
        return (Text.of("rises wherever it was looked at" if rises else "falls wherever it was looked at"),)
    rare = gettext("falls" if rises else "rises")
    steps = [
        {
            "file": _FILE,
            **{name: found[name] for name in ("base_sample", "points", "seed", "scale", "scenarios")},
        }
    ]
    ids = (one["scenario"], one["outcome"])

    def given(value: float, text: str, what: str) -> Cell:
        return cell(register.given(value, local(text), "run", ids, what, steps))

    share = min(above, below)
    parts: Cell = say(
        "rises, but falls at {share} of the points" if rises else "falls, but rises at {share} of the points",
        share=given(
            share, f"{100 * share:.1f}%", fill("share of the ranges' points where it {rare}", rare=rare)
        ),
    )
    for place, bound in enumerate(sign["turns_with"]):
        what = {
            "parameter": _parameter(bound),
            "outcome": gettext(one["outcome"].replace("_", " ")),
            "scenario": one["scenario"],
            "rare": rare,
        }
        lower = fill("lower end of {parameter}, where {outcome} under {scenario} {rare}", **what)
        upper = fill("upper end of {parameter}, where {outcome} under {scenario} {rare}", **what)
        parts += say(
            ", mostly with {parameter} from {low} to {high}"
            if place == 0
            else " and {parameter} from {low} to {high}",
            parameter=_parameter(bound),
            low=given(bound["low"], f"{bound['low']:.3g}", lower),
            high=given(bound["high"], f"{bound['high']:.3g}", upper),
        )
    return parts
