"""Scenarios: what each changes, simulating them in the background, and what came of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.framework.errors import BadInput
from rantau.simulation.levers import LEVERS
from rantau.simulation.scenario import BASELINE
from rantau.study.demo import DRAWS, WEIGHT
from rantau.study.scenario_desk import (
    LastSimulation,
    Listed,
    copy_scenario,
    last_simulation,
    listed_scenario,
    listed_scenarios,
    simulation_event,
    simulation_folder,
    write_scenario,
)
from rantau.study.simulating import simulate_study, study_scenarios, study_world
from rantau.study.study import Study
from rantau.study.workbench import Progress
from rantau.web.access import Here, needs
from rantau.web.files import download, picture
from rantau.web.frame import Frame, HereFrame, HereStudy, found
from rantau.web.language import N_
from rantau.web.locking import unchanged, version_of
from rantau.web.screens import Screen

SCREEN = Screen(
    "scenarios", N_("Scenarios"), "/scenarios", examples=("/scenarios/employer_pays", "/scenarios-result")
)
# No scenario can have a name by which its address would be that of the result.
_RESULT = "/scenarios-result"
router = APIRouter()
FIRST_CHARTS = ("exploited", "entered_exploitation", "identified", "deported_unscreened")
_NONE = N_("There is no such scenario.")
Text = Annotated[str, Form(max_length=200_000)]


@router.get("/scenarios")
def page(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    return frame.page(
        request,
        "scenarios.html",
        title=SCREEN.title,
        rows=[one for one in listed_scenarios(study) if one.name != BASELINE.name],
        levers=LEVERS,
        last=_last(frame, study),
        draws=DRAWS,
        scale=WEIGHT,
        months=120,
    )


@router.post("/scenarios/simulate", dependencies=[needs("analyst")])
def simulate(
    frame: HereFrame,
    study: HereStudy,
    visitor: Here,
    scenario: Annotated[list[str] | None, Form()] = None,
    draws: Annotated[int, Form(ge=0, le=100_000)] = DRAWS,
    scale: Annotated[float, Form(ge=1, le=1_000_000, allow_inf_nan=False)] = WEIGHT,
    months: Annotated[int, Form(ge=1, le=1200)] = 120,
    charts: Annotated[bool, Form()] = False,
) -> Response:
    if not scenario:
        raise BadInput("choose at least one scenario to simulate beside the baseline")
    # What is wrong is said now, not when the work's turn comes.
    study_scenarios(study, study_world(study, months), scenario)

    def work(progress: Progress) -> str:
        simulate_study(
            study,
            scenario,
            draws=draws,
            weight=scale,
            months=months,
            charts=charts,
            progress=lambda done, total: progress("simulation", done, total, ""),
        )
        return _RESULT

    return RedirectResponse(
        f"/jobs/{frame.jobs.start(N_('Simulating scenarios'), visitor.name, work).id}", 303
    )


@router.get("/scenarios-result")
def result(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    from rantau.simulation.charted import BY_PLACE, CHARTS

    last = _last(frame, study)
    titles = {one.name: one.title for one in listed_scenarios(study)}
    charts = [(name, (CHARTS | BY_PLACE).get(name, (name, ""))[0]) for name in last.charts] if last else []
    charts.sort(key=lambda one: FIRST_CHARTS.index(one[0]) if one[0] in FIRST_CHARTS else len(FIRST_CHARTS))
    return frame.page(
        request,
        "simulated.html",
        title=N_("What the simulation gave"),
        last=last,
        titles=titles,
        baseline=BASELINE.name,
        charts=charts,
        first=len([name for name, _ in charts if name in FIRST_CHARTS]),
    )


@router.get("/scenarios-result/pictures/{name}.svg")
def chart(study: HereStudy, name: str) -> Response:
    return picture(simulation_folder(study), f"charts/{name}.svg")


@router.get("/scenarios-result/files/{name:path}")
def file(study: HereStudy, name: str) -> Response:
    return download(simulation_folder(study), name)


@router.get("/scenarios/{name}")
def one(request: Request, frame: HereFrame, study: HereStudy, name: str) -> Response:
    row = found(listed_scenario(study, name), _NONE)
    return frame.page(request, "scenario.html", title=row.title, row=row, levers=LEVERS)


@router.post("/scenarios/{name}/copy", dependencies=[needs("analyst")])
def copy(study: HereStudy, name: str, new: Annotated[str, Form(max_length=100)] = "") -> Response:
    copy_scenario(study, new.strip(), found(listed_scenario(study, name), _NONE).name)
    return RedirectResponse(f"/scenarios/{new.strip()}/edit", 303)


@router.get("/scenarios/{name}/edit", dependencies=[needs("analyst")])
def edit(request: Request, frame: HereFrame, study: HereStudy, name: str) -> Response:
    row = _own(study, name)
    return _form(request, frame, row, row.text, version_of(row.text), row.problem)


@router.post("/scenarios/{name}/edit", dependencies=[needs("analyst")])
def save(
    request: Request, frame: HereFrame, study: HereStudy, name: str, text: Text = "", version: Text = ""
) -> Response:
    row = _own(study, name)
    unchanged(
        row.text,
        version,
        theirs={N_("Scenario"): row.text},
        mine={N_("Scenario"): text},
        back=f"/scenarios/{name}/edit",
    )
    try:
        write_scenario(study, name, text)
    except BadInput as error:
        return _form(request, frame, row, text, version, str(error), 400)
    return RedirectResponse(f"/scenarios/{name}", 303)


def _last(frame: Frame, study: Study) -> LastSimulation | None:
    event = frame.kept("last simulation", study.store.head(), lambda: simulation_event(study))
    return last_simulation(study, event)


def _own(study: Study, name: str) -> Listed:
    row = listed_scenario(study, name)
    return found(row if row is not None and row.origin == "study" else None, _NONE)


def _form(
    request: Request, frame: Frame, row: Listed, text: str, version: str, problem: str, status: int = 200
) -> Response:
    return frame.page(
        request,
        "scenario_edit.html",
        status=status,
        title=row.title,
        row=row,
        text=text,
        version=version,
        problem=problem,
        levers=LEVERS,
    )
