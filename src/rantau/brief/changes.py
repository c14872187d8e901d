"""The section on what would change it: simulated scenarios beside the baseline, and what made the difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rantau.brief.answered import SimulationMaterial
from rantau.brief.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Label,
    Number,
    Paragraph,
    Section,
    Table,
    Text,
    cell,
    say,
)
from rantau.brief.charts import ACCENT, CONFIG, INK, SOFT, WIDTH, Picture, Row, altair
from rantau.brief.hinges import hinges
from rantau.brief.journeys_told import journeys_told
from rantau.brief.material import BriefMaterial
from rantau.brief.mechanisms_told import mechanisms_told
from rantau.brief.register import Register
from rantau.brief.sensitivity_told import sensitivity_told
from rantau.brief.simulated import interval_words, run_steps
from rantau.brief.wording import scenario_title, told_sentence, with_names
from rantau.framework.language import N_, calendar_month, gettext, ngettext

__all__ = ["SHOWN", "changes", "scenario_line", "scenario_picture"]

SHOWN = {
    "entered_exploitation": N_("People who enter exploitation"),
    "person_months_in_exploitation": N_("Person-months in exploitation"),
    "identified": N_("People identified"),
    "flow_deported_unscreened": N_("Exploited people deported unscreened"),
}
"""Quantities of the table, with the words for them."""
_SHARES = {
    "spared_share": N_("of those trafficked under the baseline, the share that would not have been"),
    "newly_share": N_("for each of those trafficked under the baseline, others who would have been"),
}


def changes(material: BriefMaterial, register: Register) -> Section:
    """What scenarios would change; or that none was simulated."""
    run = material.simulation
    title = N_("What would change it")
    if run is None or not run.summary.get("against_baseline"):
        text = say(
            "No scenario was simulated for this study, so nothing is said here of what would change the picture. "
            "The command is: rantau simulate."
        )
        return Section("scenarios", title, (Paragraph(text),))
    blocks: list[Block] = [_basis(run, register), *journeys_told(material, register), _table(run, register)]
    if scenario_picture(material) is not None:
        blocks.append(
            Figure(
                "scenarios",
                say(
                    "What each scenario changes against the baseline: the median of draws (dot) and the middle of them "
                    "(line). A line that crosses zero does not tell which way it goes."
                ),
                "A row for each scenario and a panel for each quantity: a dot for the median difference, a line for "
                "its interval, and a mark at zero.",
                "scenarios-table",
            )
        )
    blocks += mechanisms_told(material, run, register)
    blocks += hinges(run, register, SHOWN)
    blocks += sensitivity_told(material, register, SHOWN)
    notes = [
        register.assumed(with_names(material, note), "what the model takes for granted")
        for note in run.summary["notes"]
    ]
    if notes:
        blocks.append(Bullets(tuple(notes)))
    return Section("scenarios", title, tuple(blocks))


def _basis(run: SimulationMaterial, register: Register) -> Paragraph:
    summary = run.summary
    counts = summary["parameters"]
    ids, steps = ("parameters.csv",), [{"file": "out/simulation/parameters.csv"}]
    total = register.given(
        sum(counts.values()), f"{sum(counts.values())}", "run", ids, "parameters of the model", steps
    )
    assumed = register.given(
        counts["assumed"],
        f"{counts['assumed']}",
        "run",
        ids,
        "parameters of the model that are ASSUMED",
        steps,
    )
    draws = register.given(
        len(summary["draws"]),
        f"{len(summary['draws'])}",
        "run",
        tuple(summary["runs"].values()),
        "draws of the parameters",
        run_steps(run, "baseline", "out/simulation/summary.json"),
    )
    return Paragraph(
        say(
            "The migration system as a model, month by month from {first} to {last}. This explores what follows from "
            "stated assumptions; it does not forecast. {assumed} of its {total} parameters are assumed. Each scenario "
            "is lived through by the same people as the baseline, under {draws} of the parameters; {interval}.",
            first=calendar_month(summary["months"][0]),
            last=calendar_month(summary["months"][1]),
            assumed=assumed,
            total=total,
            draws=(draws, Text(" " + ngettext("draw", "draws", len(summary["draws"])))),
            interval=register.assumed(told_sentence(str(summary["interval"])), "how intervals are made"),
        )
    )


def _table(run: SimulationMaterial, register: Register) -> Table:
    summary = run.summary
    baseline = summary["totals"]["baseline"]
    rows: list[tuple[Cell, ...]] = []

    def figures(scenario: str, given: Mapping[str, Any], what: str, file: str) -> list[Cell]:
        return [
            cell(
                register.given(
                    dict(given[name]) if isinstance(given[name], dict) else given[name],
                    interval_words(given[name]),
                    "run",
                    (str(summary["runs"].get(scenario)), name),
                    f"{gettext(what)}: {gettext(words).lower()}, {gettext(baseline[name]['unit'])}, {scenario}",
                    run_steps(run, scenario, file),
                )
            )
            for name, words in SHOWN.items()
        ]

    totals = {name: {key: baseline[name][key] for key in ("middle", "low", "high")} for name in SHOWN}
    rows.append(
        (
            (Label(gettext("Baseline, in all"), strong=True),),
            *figures("baseline", totals, N_("simulated total"), "out/simulation/summary.json"),
            (),
            (),
        )
    )
    for scenario, found in summary["against_baseline"].items():
        file = f"out/simulation/differences/{scenario}.csv"
        shares = [
            cell(
                register.given(
                    dict(found[name]),
                    interval_words(found[name], percent=True),
                    "run",
                    (str(summary["runs"].get(scenario)), name),
                    f"{gettext(words)}, {scenario}",
                    run_steps(run, scenario, "out/simulation/summary.json"),
                )
            )
            for name, words in _SHARES.items()
        ]
        title = scenario_title(run, scenario)
        rows.append(
            (
                (Label(title, strong=True),),
                *figures(scenario, found["differences"], N_("simulated difference from the baseline"), file),
                *shares,
            )
        )
    return Table(
        "scenarios-table",
        "Scenarios against the baseline, over all months: differences with their intervals",
        (
            Column("Scenario", width=1.3),
            *(Column(words, numeric=True, width=1.2) for words in SHOWN.values()),
            Column("Of those trafficked, spared", numeric=True, width=1.0),
            Column("Others trafficked instead", numeric=True, width=1.0),
        ),
        tuple(rows),
        small=True,
    )


def scenario_line(run: SimulationMaterial, register: Register, scenario: str) -> Cell:
    """A scenario in one sentence: who would be spared, who would be trafficked instead."""
    found = run.summary["against_baseline"][scenario]
    shares = [
        register.given(
            dict(found[name]),
            interval_words(found[name], percent=True),
            "run",
            (str(run.summary["runs"].get(scenario)), name),
            f"{gettext(words)}, {scenario}",
            run_steps(run, scenario, "out/simulation/summary.json"),
        )
        for name, words in _SHARES.items()
    ]
    return say(
        "{scenario}: of those trafficked under the baseline, {spared} would not have been; others, {newly} of that "
        "number, would have been instead. Exploited people deported unscreened: {unscreened} against the baseline.",
        scenario=Label(scenario_title(run, scenario), strong=True),
        spared=shares[0],
        newly=shares[1],
        unscreened=_difference(run, register, scenario, "flow_deported_unscreened"),
    )


def _difference(run: SimulationMaterial, register: Register, scenario: str, quantity: str) -> Number:
    found = run.summary["against_baseline"][scenario]["differences"][quantity]
    unit = run.summary["totals"]["baseline"][quantity]["unit"]
    return register.given(
        dict(found),
        interval_words(found),
        "run",
        (str(run.summary["runs"].get(scenario)), quantity),
        f"{gettext('simulated difference from the baseline')}: {gettext(SHOWN[quantity]).lower()}, {gettext(unit)}, "
        f"{scenario}",
        run_steps(run, scenario, f"out/simulation/differences/{scenario}.csv"),
    )


def scenario_picture(material: BriefMaterial) -> Picture | None:
    """A panel for each quantity, a row for each scenario; None without a run of more than the baseline."""
    run = material.simulation
    if run is None or not run.summary.get("against_baseline"):
        return None
    alt = altair()
    rows: list[Row] = [
        {
            "scenario": scenario_title(run, scenario),
            "quantity": gettext(words),
            "difference": found["differences"][name]["middle"],
            "low": found["differences"][name]["low"],
            "high": found["differences"][name]["high"],
        }
        for scenario, found in run.summary["against_baseline"].items()
        for name, words in SHOWN.items()
    ]
    names = list(dict.fromkeys(str(row["scenario"]) for row in rows))
    y = alt.Y("scenario:N", sort=names, title=None, axis=alt.Axis(grid=True, ticks=False, domain=False))
    panels = []
    for place, words in enumerate(map(gettext, SHOWN.values())):
        base = alt.Chart(alt.Data(values=[row for row in rows if row["quantity"] == words]))
        x = alt.X(
            "low:Q",
            axis=alt.Axis(title=None, format=",.0f", tickCount=2, grid=False, labelFlush=True),
            scale=alt.Scale(nice=True),
        )
        side = y if place == 0 else alt.Y("scenario:N", sort=names, title=None, axis=None)
        panels.append(
            alt.layer(
                base.mark_rule(color=SOFT, strokeDash=[3, 2]).encode(x=alt.datum(0)),
                base.mark_rule(color=ACCENT, strokeWidth=4, opacity=0.6).encode(x=x, x2="high:Q", y=side),
                base.mark_circle(color=INK, size=34, opacity=1).encode(x="difference:Q", y=side),
            ).properties(
                width=(WIDTH - 190) / len(SHOWN),
                height=alt.Step(22),
                title=alt.TitleParams(_two_lines(words), fontSize=10.5),
            )
        )
    chart = alt.hconcat(*panels, spacing=12).configure(**CONFIG)
    return Picture("scenarios", chart.to_dict(), tuple(rows))


def _two_lines(words: str) -> list[str]:
    parts = words.split()
    half = (len(parts) + 1) // 2
    return [" ".join(parts[:half]), " ".join(parts[half:])]
