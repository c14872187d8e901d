"""Chains of simulated figures: from a figure to its run, the scenario, the parameters and targets, and the data."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from rantau.framework.errors import BadInput
from rantau.simulation.levers import LEVERS
from rantau.simulation.parameters import BASES, Parameter
from rantau.simulation.results import EXPLORES, QUANTITIES
from rantau.simulation.scenario import BASELINE, Change
from rantau.simulation.storing import ENGINE
from rantau.study.provenance_parameters import parameter_step, targets_in_force
from rantau.study.provenance_steps import SHOWN, Link, Step
from rantau.study.provenance_stocks import latest_stocks, stock_row
from rantau.study.scenario_desk import (
    LastSimulation,
    last_simulation,
    listed_scenario,
    simulation_event,
    simulation_folder,
)
from rantau.study.study import Study
from rantau.study.tables import read_tables

__all__ = ["run_chain", "scenario_chain", "simulated_chain"]

_SHARES = {
    "spared_share": "of those trafficked under the baseline, who would not have been",
    "newly_share": "others trafficked instead, as a share of those trafficked under the baseline",
}


def simulated_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A figure of the last simulation.

    Args:
        study: The study.
        id: ``total/<scenario>/<quantity>``, ``difference/<scenario>/<quantity>``, ``share/<scenario>/spared_share``,
            ``share/<scenario>/newly_share`` or ``mechanism/<scenario>/<number of the lever, from 1>``.
        reveal: Show the words of confidential documents.
    """
    last = last_simulation(study, simulation_event(study))
    kind, _, rest = id.partition("/")
    scenario, _, what = rest.partition("/")
    title = _title(last.summary, kind, scenario, what) if last is not None else None
    if last is None or title is None:
        return None
    runs = [scenario] if kind == "total" else [scenario, BASELINE.name]
    return Step(
        "simulated",
        title,
        f"{last.summary['interval']}. {EXPLORES}",
        link=Link("simulated", id),
        beneath=tuple(
            _run(study, last, name, reveal, deep=position == 0)
            for position, name in enumerate(dict.fromkeys(runs))
        ),
    )


def _title(summary: Mapping[str, Any], kind: str, scenario: str, what: str) -> str | None:
    """What the figure is and says; None where the simulation gave no such figure."""
    try:
        if kind == "total":
            found = summary["totals"][scenario][what]
            return f"{_spread(found)} {found['unit']}: {_words(what)}, {scenario}"
        if kind == "difference":
            found, unit = summary["against_baseline"][scenario]["differences"][what], _unit(what)
            return f"{_spread(found)} {unit}: {_words(what)}, {scenario} less {BASELINE.name}, paired by draw"
        if kind == "share" and what in _SHARES:
            return (
                f"{_spread(summary['against_baseline'][scenario][what], 100)} %: {_SHARES[what]}, {scenario}"
            )
        if kind == "mechanism" and what.isdecimal() and int(what) > 0:
            told = summary["explained"]
            one = told["scenarios"][scenario][int(what) - 1]
            return (
                f"{_spread(one['shapley'])} {_unit(told['quantity'])}, by itself {_spread(one['alone'])}: what "
                f"{one['lever']} does to {_words(told['quantity'])}, {scenario}"
            )
    except (KeyError, IndexError):
        return None
    return None


def _spread(found: Mapping[str, float], scale: float = 1.0) -> str:
    low, middle, high = (
        f"{scale * found[name]:,.4g}" if scale != 1 else f"{found[name]:,.0f}"
        for name in ("low", "middle", "high")
    )
    return middle if low == high else f"{middle} ({low} to {high})"


def _words(quantity: str) -> str:
    return quantity.removeprefix("flow_").replace("_", " ")


def _unit(quantity: str) -> str:
    return QUANTITIES[quantity].total_unit if quantity in QUANTITIES else ""


def run_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """The run of a scenario in the last simulation: settings, scenario, parameters, targets, data."""
    last = last_simulation(study, simulation_event(study))
    if last is None or id not in last.summary["runs"]:
        return None
    return _run(study, last, id, reveal, deep=True)


def _run(study: Study, last: LastSimulation, scenario: str, reveal: bool, *, deep: bool) -> Step:
    summary, event = last.summary, last.event
    said = [
        f"{len(summary['draws'])} draws, seed {summary['seed']}, {summary['scale']:,g} migrants a simulated person",
        f"months {' to '.join(summary['months'])}",
        f"engine {ENGINE}",
    ]
    if event is not None:
        said.append(f"event {event.number} of the trail, {event.actor}, {event.time}")
    if scenario in last.changed:
        said.append("SINCE THEN something it rests on has changed; simulate again")
    beneath: tuple[Step, ...] = (scenario_chain(study, scenario) or Step("scenario", scenario, "gone since"),)
    if deep:
        beneath += (*_parameters(study, reveal), *_held_to(study, reveal), _data(study, summary))
    return Step(
        "run",
        f"run {summary['runs'][scenario][:12]} of {scenario}",
        "; ".join(said),
        link=Link("run", scenario),
        beneath=beneath,
    )


def scenario_chain(study: Study, id: str, _: bool = False) -> Step | None:
    """A scenario: what it changes is a choice of whoever wrote it, and no measurement."""
    row = listed_scenario(study, id)
    if row is None:
        return None
    where = f"scenarios/{id}.toml of the study" if row.origin == "study" else f"{id}.toml, as it ships"
    changes = row.scenario.changes if row.scenario else ()
    beneath = [Step("row", _change(one), where) for one in changes]
    if row.origin == "study":
        written = [one for one in study.store.events_of(id) if one.action == "scenario.written"]
        beneath += [
            Step("event", f"event {one.number}: scenario written", f"{one.actor}, {one.time}")
            for one in written[-1:]
        ]
    return Step(
        "scenario",
        row.title,
        "; ".join(
            filter(None, (where, row.problem or "ASSUMED: what a scenario changes is chosen, not measured"))
        ),
        link=Link("scenario", id),
        beneath=tuple(beneath) or (Step("row", "changes nothing", where),),
    )


def _change(one: Change) -> str:
    does = {"to": "becomes", "times": "is multiplied by", "plus": "changes by"}[one.manner]
    when = (
        f" from {one.start}"
        + (f" over {one.over} months" if one.over else "")
        + (f" until {one.until}" if one.until else "")
    )
    what = f"{one.amount:g} ({LEVERS[one.lever].unit})"
    where = "everywhere" if one.where == ("everywhere",) else f"in {', '.join(one.where)}"
    return f"{one.lever.replace('_', ' ')} {does} {what} {where}{when}"


def _parameters(study: Study, reveal: bool) -> list[Step]:
    """The parameters as the run used them, by what they rest on."""
    by_basis: dict[str, list[Step]] = {basis: [] for basis in BASES}
    for one in _used(study):
        by_basis[one.basis].append(parameter_step(study, one, reveal))
    return [
        Step(
            "parameters",
            f"{len(steps)} {'ASSUMED' if basis == 'assumed' else basis} parameters",
            "out/simulation/parameters.csv",
            beneath=tuple(steps),
        )
        for basis, steps in by_basis.items()
        if steps
    ]


def _used(study: Study) -> list[Parameter]:
    path = simulation_folder(study).file("parameters.csv")
    if path is None:
        return []
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    numbers = ("value", "low", "high")
    try:
        return [Parameter(**{**row, **{name: float(row[name]) for name in numbers}}) for row in rows]  # type: ignore[arg-type]
    except (KeyError, ValueError, TypeError) as error:
        raise BadInput(f"{path} was changed and cannot be read ({error}); simulate again") from error


def _held_to(study: Study, reveal: bool) -> list[Step]:
    targets = targets_in_force(study, reveal)
    if not targets:
        return []
    return [Step("targets", f"{len(targets)} targets in force", "data/calibrated", beneath=targets)]


def _data(study: Study, summary: Mapping[str, Any]) -> Step:
    """Stocks of migrants at the start: the rows of the table that the world was made from."""
    if (study.path / "data" / "simulation" / "corridors.csv").is_file():
        where = "data/simulation/corridors.csv"
        return Step(
            "world", "places and corridors", where, beneath=(Step("row", where, "the study's own tables"),)
        )
    stocks = latest_stocks(
        read_tables(study.path / "data").corridors, study.settings.study.places, summary["months"][0]
    )
    beneath = [stock_row(one) for one in stocks[:SHOWN]]
    return Step(
        "world", f"{len(stocks)} corridors with their stocks", "corridors.csv", beneath=tuple(beneath)
    )
