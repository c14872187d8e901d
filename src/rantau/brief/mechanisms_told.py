"""Which lever of a scenario made the difference, in the brief: the figure, and the table of what it draws."""

from __future__ import annotations

from collections.abc import Mapping

from rantau.brief.answered import SimulationMaterial
from rantau.brief.blocks import Block, Cell, Column, Figure, Label, Table, cell, say
from rantau.brief.material import BriefMaterial
from rantau.brief.mechanisms import explained_scenarios
from rantau.brief.register import Register
from rantau.brief.simulated import interval_words, lever_words, run_steps
from rantau.brief.wording import scenario_title
from rantau.framework.language import N_, fill, gettext

__all__ = ["mechanisms_told"]


def _ends(found: Mapping[str, float]) -> dict[str, float]:
    return {name: found[name] for name in ("low", "high")}


def mechanisms_told(material: BriefMaterial, run: SimulationMaterial, register: Register) -> list[Block]:
    """Figure and table; nothing where no run was explained."""
    explained = run.summary.get("explained")
    if not explained:
        return []
    rows: list[tuple[Cell, ...]] = []
    for scenario, levers in explained["scenarios"].items():
        for one in levers:
            cells: list[Cell] = [
                (Label(scenario_title(run, scenario), strong=True),),
                (Label(lever_words(one["lever"])),),
            ]
            for key, words in (("alone", N_("by itself")), ("shapley", N_("its share over all orders"))):
                # The mean, as the figure draws it; a run that an earlier version explained has the median alone.
                value = {"middle": one[key].get("mean", one[key]["middle"]), **_ends(one[key])}
                cells.append(
                    cell(
                        register.given(
                            dict(value),
                            interval_words(value),
                            "run",
                            (str(run.summary["runs"].get(scenario)), str(one["lever"]), key),
                            fill(
                                "effect of the lever, {how}: {lever}, {scenario}",
                                how=gettext(words),
                                lever=lever_words(one["lever"]),
                                scenario=scenario,
                            ),
                            run_steps(run, scenario, "out/simulation/summary.json"),
                        )
                    )
                )
            rows.append(tuple(cells))
    figure: list[Block] = []
    if drawn := explained_scenarios(material):
        draws = len(explained["draws"])
        figure.append(
            Figure(
                "mechanisms",
                say(
                    "What each lever adds in the mean over all orders of the levers (Shapley values): filled bars "
                    "lower, open bars raise, and each begins where the one above ended; the broken bar is all levers "
                    "together. A diamond is where a bar would end if its lever were pulled by itself."
                )
                + (
                    say(" Thin lines are the middle of the few draws that were explained; they are rough.")
                    if draws > 1
                    else ()
                )
                + (
                    say(" The scenarios that fit on a page are drawn; the table holds all.")
                    if len(drawn) < len(explained["scenarios"])
                    else ()
                ),
                "A panel for each scenario: a bar for each of its levers, beginning where the one above ended, with "
                "the number beside it, and a bar for all levers together.",
                "mechanisms-table",
            )
        )
    return [
        *figure,
        Table(
            "mechanisms-table",
            fill(
                "Which lever made the difference in {quantity}",
                quantity=gettext(str(explained["quantity"]).replace("_", " ")),
            ),
            (
                Column("Scenario", width=1.2),
                Column("Lever", width=1.4),
                Column("By itself", numeric=True),
                Column("Its share over all orders of the levers", numeric=True),
            ),
            tuple(rows),
            small=True,
        ),
    ]
