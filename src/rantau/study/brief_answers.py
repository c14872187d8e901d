"""How a study's states answer and what was simulated, gathered for the brief."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rantau.baseline.load import instruments, parties
from rantau.framework.errors import BadInput, Way
from rantau.policy.instruments import bonds
from rantau.policy.monitor import monitor_indicators
from rantau.policy.recommend import held_back
from rantau.policy.stance import contrasts, stances, weigh
from rantau.simulation.scenario import BASELINE, shipped_scenarios
from rantau.study.policy_monitor import BASELINE_ROUND, monitor_state
from rantau.study.policy_recommend import evidence_of, recommendations_of
from rantau.study.policy_stance import pointers_of, register_of
from rantau.study.study import Study

if TYPE_CHECKING:
    from rantau.brief import PolicyMaterial, SimulationMaterial

__all__ = ["policy_material", "simulation_material"]

_SUMMARY = Path("out", "simulation", "summary.json")
_JOURNEYS = Path("out", "simulation", "journeys.csv")
_SENSITIVITY = Path("out", "sensitivity", "summary.json")


def policy_material(study: Study) -> PolicyMaterial:
    """Stance, instruments, monitor and recommendations of the study's states.

    Raises:
        BadTable: One of the study's tables is wrong; names the line.
        BadInput: A round of the monitor was changed since it was taken in.
    """
    from rantau.brief import PolicyMaterial

    states = study.settings.study.places
    period = study.settings.study.period
    pointers = pointers_of(study)
    found = stances(pointers, states, [])
    yearly = stances(pointers, states, list(range(period.from_year, period.to_year + 1)))
    state = monitor_state(study)
    fired = recommendations_of(study)
    return PolicyMaterial(
        stances=[one for one in (*found, *yearly) if one.stream == "together" and one.level is None],
        verdicts=[
            weigh(one, pointers, level=None, stream="together")
            for one in contrasts()
            if one.state in states and (not one.other or one.other in states)
        ],
        measures={one.id: one for one in register_of(study)},
        bonds=bonds(instruments(), parties(), states),
        instrument_names={id: f"{one.name} ({id})" for id, one in instruments().items()},
        rows=state.rows,
        indicators=monitor_indicators(),
        rounds=[one.name for one in state.rounds if one.name != BASELINE_ROUND],
        recommendations=fired,
        held_back=held_back(evidence_of(study), fired),
    )


def simulation_material(study: Study) -> SimulationMaterial | None:
    """The last run of scenarios; None where there was none.

    Raises:
        BadInput: The run's summary cannot be read.
    """
    from rantau.brief import SimulationMaterial

    summary = _read(study.path / _SUMMARY, "simulate")
    if summary is None:
        return None
    titles = {name: _title(text) for name, text in shipped_scenarios().items()}
    folder = study.path / "scenarios"
    for own in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        titles[own.stem] = _title(own.read_text(encoding="utf-8", errors="replace")) or own.stem
    return SimulationMaterial(
        summary=summary,
        scenario_titles={name: titles.get(name) or name for name in summary["runs"]},
        sensitivity=_read(study.path / _SENSITIVITY, "sensitivity"),
        journeys=_journeys(study.path / _JOURNEYS),
    )


def _journeys(path: Path) -> list[dict[str, Any]]:
    """Journeys under the baseline; none where they were not counted."""
    numbers = ("mean", "median", "low", "high")
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return [
                {**row, **{name: float(row[name]) for name in numbers}}
                for row in csv.DictReader(stream)
                if row["scenario"] == BASELINE.name
            ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        raise BadInput(
            f"{path} cannot be read",
            way=Way("run 'rantau simulate' again, or delete the folder", "simulate again"),
        ) from None


def _read(path: Path, command: str) -> Any:
    """What a summary says; None where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise BadInput(
            f"{path} cannot be read",
            way=Way(
                f"run 'rantau {command}' again, or delete the folder",
                "make it again, or take its folder away",
            ),
        ) from None


def _title(text: str) -> str:
    import tomllib

    try:
        return str(tomllib.loads(text).get("title", ""))
    except tomllib.TOMLDecodeError:
        return ""
