"""A study's scenarios for a person at them: what each changes, writing one, and what the last simulation gave."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import BadInput, RantauError
from rantau.simulation.scenario import BASELINE, Scenario, read_scenario
from rantau.simulation.world import World
from rantau.study.outputs import OutputFolder
from rantau.study.simulating import (
    new_scenario,
    scenario_texts,
    study_register,
    study_scenarios,
    study_world,
)
from rantau.study.sources import write_atomically

if TYPE_CHECKING:
    from rantau.store.records import Event
    from rantau.study.study import Study

__all__ = [
    "LastSimulation",
    "Listed",
    "copy_scenario",
    "create_scenario",
    "fault_of",
    "last_simulation",
    "listed_scenario",
    "listed_scenarios",
    "scenario_rows",
    "simulation_event",
    "simulation_folder",
    "write_scenario",
]


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario as it stands in a list."""

    name: str
    origin: str
    """``shipped`` or ``study``."""
    text: str
    """Its TOML."""
    scenario: Scenario | None
    """None where the text is wrong."""
    problem: str = ""
    """Then why, in a sentence."""

    @property
    def title(self) -> str:
        return self.scenario.title if self.scenario else self.name

    @property
    def levers(self) -> tuple[str, ...]:
        """Names of the levers that it changes, each once."""
        changes = self.scenario.changes if self.scenario else ()
        return tuple(dict.fromkeys(one.lever for one in changes))


def _listed(name: str, origin: str, text: str, world: World) -> Listed:
    try:
        return Listed(name, origin, text, read_scenario(text, name, world))
    except BadInput as error:
        return Listed(name, origin, text, None, str(error))


def listed_scenarios(study: Study) -> list[Listed]:
    """Those that ship and the study's own, each checked."""
    texts = scenario_texts(study)
    try:
        world = study_world(study)
    except RantauError as error:
        return [Listed(name, origin, text, None, str(error)) for name, (origin, text) in texts.items()]
    return [_listed(name, origin, text, world) for name, (origin, text) in texts.items()]


def listed_scenario(study: Study, name: str) -> Listed | None:
    """One of them; None where there is none of this name."""
    found = scenario_texts(study).get(name)
    return None if found is None else _listed(name, *found, study_world(study))


def scenario_rows(study: Study) -> list[dict[str, Any]]:
    """The scenarios as plain rows, ready for JSON: those that ship, and the study's own."""
    return [
        {
            "name": one.name,
            "origin": one.origin,
            "title": one.title,
            "description": one.scenario.description if one.scenario else "",
            "levers": list(one.levers),
            "problem": one.problem,
        }
        for one in listed_scenarios(study)
    ]


def fault_of(study: Study, name: str, text: str) -> BadInput | None:
    """What is wrong with a scenario's text, for the study's places and months; None where nothing is."""
    try:
        read_scenario(text, name, study_world(study))
    except BadInput as error:
        return error
    return None


def copy_scenario(study: Study, name: str, like: str) -> None:
    """Make a scenario of the study's own from another, as an event of the trail.

    Raises:
        BadInput: As for :func:`rantau.study.simulating.new_scenario`.
    """
    new_scenario(study, name, like)
    with study.store.transaction() as transaction:
        transaction.record("scenario.written", name, details={"like": like})


def create_scenario(study: Study, name: str, *, text: str = "", like: str = BASELINE.name) -> None:
    """Make a scenario of the study's own from its text, else from another.

    Raises:
        BadInput: As for :func:`copy_scenario` and :func:`write_scenario`; nothing is written then.
    """
    if text and (fault := fault_of(study, name, text)) is not None:
        raise fault
    copy_scenario(study, name, like)
    if text:
        write_scenario(study, name, text)


def write_scenario(study: Study, name: str, text: str) -> None:
    """Write a scenario of the study's own, once it is right, as an event of the trail.

    Raises:
        BadInput: The study has none of this name; or the text is wrong: names the line. Nothing is written then.
    """
    origin, _ = scenario_texts(study).get(name, ("", ""))
    if origin != "study":
        raise BadInput(f"the study has no scenario {name!r} of its own; copy one first")
    text = text.replace("\r\n", "\n").rstrip() + "\n"
    read_scenario(text, name, study_world(study))
    write_atomically(study.path / "scenarios" / f"{name}.toml", text.encode("utf-8"))
    with study.store.transaction() as transaction:
        transaction.record("scenario.written", name)


@dataclass(frozen=True, slots=True)
class LastSimulation:
    """What ``out/simulation`` holds."""

    summary: dict[str, Any]
    files: dict[str, int]
    """Name in the folder -> bytes."""
    event: Event | None
    """When and by whom."""
    changed: tuple[str, ...]
    """Scenarios whose result another run would not give again: they, the study's data or parameters have changed."""

    @property
    def explained(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Scenario -> what each of its levers did, where that was asked for."""
        found: Mapping[str, Sequence[Mapping[str, Any]]] = self.summary.get("explained", {}).get(
            "scenarios", {}
        )
        return found

    @property
    def charts(self) -> tuple[str, ...]:
        """Names of the charts that are there."""
        found = (one.removeprefix("charts/") for one in self.files if one.startswith("charts/"))
        return tuple(one.removesuffix(".svg") for one in found if one.endswith(".svg"))

    @property
    def tables(self) -> dict[str, int]:
        """Summary, differences and parameters: the tables that one opens by hand."""
        return {
            name: size for name, size in self.files.items() if not name.startswith(("charts/", "tables/"))
        }

    @property
    def draw_tables(self) -> dict[str, int]:
        """The tables of the draws, one file each."""
        return {name: size for name, size in self.files.items() if name.startswith("tables/")}


def simulation_folder(study: Study) -> OutputFolder:
    """Where simulations are written."""
    return OutputFolder(study.path / "out" / "simulation")


def simulation_event(study: Study) -> Event | None:
    """The event of the last simulation: when, by whom and with which settings; None where there was none."""
    last = None
    for event in study.store.events():
        if event.action == "simulation.run":
            last = event
    return last


def last_simulation(study: Study, event: Event | None) -> LastSimulation | None:
    """What was simulated last; None where nothing was.

    Args:
        study: The study.
        event: As :func:`simulation_event` gives it.

    Raises:
        BadInput: The summary was changed and cannot be read.
    """
    folder = simulation_folder(study)
    path = folder.file("summary.json")
    if path is None:
        return None
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"{path} cannot be read ({error}); simulate again") from error
    return LastSimulation(summary, folder.sizes(), event, _changed(study, summary, event))


def _changed(study: Study, summary: dict[str, Any], event: Event | None) -> tuple[str, ...]:
    from rantau.simulation.storing import run_key

    runs: dict[str, str] = summary["runs"]
    details: Mapping[str, Any] = event.details if event is not None else {}
    if details.get("keys") != runs:
        return tuple(runs)
    changed = []
    seed, scale, by = details["seed"], details["scale"], details["by"]
    try:
        world, parameters = study_world(study, details["months"]), study_register(study)
    except RantauError:
        return tuple(runs)
    for name, key in runs.items():
        try:
            [scenario] = study_scenarios(study, world, [name])
            now = run_key(world, scenario, parameters, seed, scale, by)
        except BadInput:
            now = ""
        if now != key:
            changed.append(name)
    return tuple(changed)
