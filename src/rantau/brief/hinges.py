"""What the simulated conclusions hang on: the assumptions that make most of their variance, and where a sign turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rantau.brief.answered import SimulationMaterial
from rantau.brief.blocks import Block, Cell, Column, Label, Table, cell
from rantau.brief.register import Register

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
            title = run.scenario_titles.get(one["scenario"], one["scenario"])
            rows.append(
                (
                    (Label(title, strong=True),),
                    (Label(shown[one["outcome"]]),),
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
    named = [f"{part['parameter'].replace('_', ' ')} ({part['basis']})" for part in parts[:_MOST_NAMED]]
    return "; ".join(named) or "no single parameter"


def _sign(one: Mapping[str, Any], found: Mapping[str, Any], register: Register) -> Cell:
    sign = one["sign"]
    above, below = sign["above_zero"], sign["below_zero"]
    if above == below == 0:
        return (Label("nothing changes"),)
    usual, rare = ("rises", "falls") if above >= below else ("falls", "rises")
    if min(above, below) == 0:
        return (Label(f"{usual} wherever it was looked at"),)
    steps = [
        {
            "file": _FILE,
            **{name: found[name] for name in ("base_sample", "points", "seed", "scale", "scenarios")},
        }
    ]
    ids = (one["scenario"], one["outcome"])

    def given(value: float, text: str, what: str) -> Cell:
        return cell(register.given(value, text, "run", ids, what, steps))

    share = min(above, below)
    parts: Cell = (
        Label(f"{usual}, but {rare} at "),
        *given(share, f"{100 * share:.1f}%", f"share of the ranges' points where it {rare}"),
        Label(" of the points"),
    )
    for place, bound in enumerate(sign["turns_with"]):
        name = bound["parameter"].replace("_", " ")
        what = f"{bound['parameter']}, where {one['outcome']} under {one['scenario']} {rare}"
        parts += (
            Label(f", mostly with {name} from " if place == 0 else f" and {name} from "),
            *given(bound["low"], f"{bound['low']:.3g}", f"lower end of {what}"),
            Label(" to "),
            *given(bound["high"], f"{bound['high']:.3g}", f"upper end of {what}"),
        )
    return parts
