"""Scenarios, simulations and long work, for programs: what the screens do, as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query

from rantau.framework.errors import BadInput
from rantau.simulation.scenario import BadScenario
from rantau.study.scenario_desk import (
    LastSimulation,
    Listed,
    create_scenario,
    fault_of,
    listed_scenario,
    scenario_rows,
    simulation_folder,
    write_scenario,
)
from rantau.study.simulation_asked import SimulationAsked
from rantau.study.study import Study
from rantau.web.access import Here, needs
from rantau.web.api import api
from rantau.web.api.scenario_models import (
    CheckedText,
    ComparisonRow,
    ExplainedRow,
    JobRow,
    NewScenario,
    ResultTable,
    ScenarioRow,
    ScenarioText,
    ScenarioWhole,
    SimulationOrder,
    SimulationState,
    SpreadRow,
)
from rantau.web.frame import Frame, HereFrame, HereStudy, found
from rantau.web.jobs import Job
from rantau.web.language import N_
from rantau.web.locking import unchanged, version_of
from rantau.web.screens.scenarios import start_simulation
from rantau.web.screens.simulated import last_of

__all__ = ["job_row", "router"]

router = APIRouter()
_ANALYST, _CODER = [needs("analyst")], [needs("coder")]
_NONE = N_("There is no such scenario.")
_NOTHING = N_("Nothing has been simulated yet.")


def job_row(job: Job) -> dict[str, Any]:
    """A job as the API gives it."""
    return {name: getattr(job, name) for name in JobRow.model_fields}


@api.get("/scenarios", response_model=list[ScenarioRow], summary="The scenarios")
def scenarios(study: HereStudy) -> Any:
    return scenario_rows(study)


@api.post(
    "/scenarios",
    response_model=ScenarioWhole,
    status_code=201,
    summary="Make a scenario of the study's own",
    dependencies=_ANALYST,
)
def make(study: HereStudy, sent: NewScenario) -> Any:
    create_scenario(study, sent.name, text=sent.text, like=sent.like)
    return _whole(study, sent.name)


@api.post(
    "/scenarios/check",
    response_model=CheckedText,
    summary="Check a scenario's text, and write nothing",
    dependencies=_ANALYST,
)
def check(study: HereStudy, sent: ScenarioText) -> Any:
    fault = fault_of(study, "scenario", sent.text)
    where = (fault.change, fault.key) if isinstance(fault, BadScenario) else (0, "")
    return {"right": fault is None, "change": where[0], "key": where[1], "problem": str(fault or "")}


@api.get("/scenarios/{name}", response_model=ScenarioWhole, summary="One scenario, with its text")
def scenario(study: HereStudy, name: str) -> Any:
    return _whole(study, name)


@api.put(
    "/scenarios/{name}",
    response_model=ScenarioWhole,
    summary="Write a scenario of the study's own",
    dependencies=_ANALYST,
)
def write(study: HereStudy, name: str, sent: ScenarioText) -> Any:
    row = _listed(study, name)
    unchanged(row.text, sent.version, theirs={"text": row.text}, mine={"text": sent.text}, back="")
    write_scenario(study, name, sent.text)
    return _whole(study, name)


def _listed(study: Study, name: str) -> Listed:
    return found(listed_scenario(study, name), _NONE)


def _whole(study: Study, name: str) -> dict[str, Any]:
    row = _listed(study, name)
    return {
        "name": row.name,
        "origin": row.origin,
        "title": row.title,
        "description": row.scenario.description if row.scenario else "",
        "levers": list(row.levers),
        "problem": row.problem,
        "text": row.text,
        "version": version_of(row.text),
        "changes": [asdict(one) for one in row.scenario.changes] if row.scenario else [],
    }


@api.post(
    "/simulations",
    response_model=JobRow,
    status_code=202,
    summary="Simulate scenarios in the background",
    dependencies=_ANALYST,
)
def simulate(frame: HereFrame, study: HereStudy, visitor: Here, sent: SimulationOrder) -> Any:
    asked = SimulationAsked(**{**sent.model_dump(), "scenarios": tuple(sent.scenarios)})
    return job_row(start_simulation(frame, study, visitor.name, asked))


def _last(frame: Frame, study: Study) -> LastSimulation:
    return found(last_of(frame, study), _NOTHING)


@api.get("/simulations/last", response_model=SimulationState, summary="The last simulation")
def last(frame: HereFrame, study: HereStudy) -> Any:
    one = _last(frame, study)
    return {
        "summary": one.summary,
        "files": one.files,
        "changed": list(one.changed),
        "simulated_at": one.event.time if one.event else "",
        "simulated_by": one.event.actor if one.event else "",
    }


@api.get(
    "/simulations/last/comparison",
    response_model=list[ComparisonRow],
    summary="Each scenario beside the baseline",
)
def comparison(frame: HereFrame, study: HereStudy) -> Any:
    compared = _last(frame, study).summary["against_baseline"]
    return [
        {
            "scenario": name,
            "sentence": one["sentence"],
            "spared_share": _spread(one["spared_share"]),
            "newly_share": _spread(one["newly_share"]),
            "differences": {quantity: _spread(found) for quantity, found in one["differences"].items()},
        }
        for name, one in compared.items()
    ]


def _spread(found: Mapping[str, float]) -> dict[str, float]:
    return {name: found[name] for name in SpreadRow.model_fields}


@api.get(
    "/simulations/last/explained",
    response_model=list[ExplainedRow],
    summary="Which lever made the difference, where that was asked for",
)
def explained(frame: HereFrame, study: HereStudy) -> Any:
    one = _last(frame, study)
    return [
        {
            "scenario": name,
            "quantity": one.summary["explained"]["quantity"],
            "lever": lever["lever"],
            "alone": lever["alone"],
            "shapley": lever["shapley"],
            "error_of_orders": lever["error_of_orders"],
        }
        for name, levers in one.explained.items()
        for lever in levers
    ]


@api.get(
    "/simulations/last/tables/{name:path}",
    response_model=ResultTable,
    summary="Rows of a table of the last simulation: CSV, or Parquet of a draw",
)
def table(
    study: HereStudy,
    name: str,
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
) -> Any:
    path = found(
        simulation_folder(study).file(name), N_("There is no such file; it may not have been made yet.")
    )
    total, rows = _rows(path, offset, limit)
    return {"name": name, "total": total, "rows": rows}


def _rows(path: Path, offset: int, limit: int) -> tuple[int, list[dict[str, Any]]]:
    if path.suffix == ".csv":
        every: list[Mapping[str, Any]] = list(
            csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""))
        )
        return len(every), [dict(row) for row in every[offset : offset + limit]]
    if path.suffix == ".parquet":
        import polars

        frame = polars.read_parquet(path)
        return frame.height, frame.slice(offset, limit).to_dicts()
    raise BadInput(f"{path.name} is no table; tables end in .csv or .parquet")


@api.get("/jobs", response_model=list[JobRow], summary="Long work, the latest first", dependencies=_CODER)
def jobs(frame: HereFrame) -> Any:
    return [job_row(one) for one in frame.jobs.all()]


@api.get("/jobs/{id}", response_model=JobRow, summary="How far long work is", dependencies=_CODER)
def job(frame: HereFrame, id: str) -> Any:
    return job_row(_job(frame, id))


@api.post("/jobs/{id}/cancel", response_model=JobRow, summary="Stop long work", dependencies=_ANALYST)
def cancel(frame: HereFrame, id: str) -> Any:
    frame.jobs.cancel(id)
    return job_row(_job(frame, id))


def _job(frame: Frame, id: str) -> Job:
    return found(frame.jobs.get(id), N_("There is no such work; it may have been long ago."))
