"""Scenarios: what each changes, and simulating them in the background."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.simulation.levers import LEVERS
from rantau.simulation.results import LEVELS, QUANTITIES, Level
from rantau.simulation.scenario import BASELINE
from rantau.study.demo import DRAWS, WEIGHT
from rantau.study.scenario_desk import listed_scenario, listed_scenarios
from rantau.study.simulation_asked import (
    MOST_DRAWS,
    MOST_MONTHS,
    MOST_SEED,
    MOST_WEIGHT,
    SimulationAsked,
)
from rantau.study.study import Study
from rantau.study.workbench import Progress
from rantau.web.access import Here, needs
from rantau.web.frame import Frame, HereFrame, HereStudy, found
from rantau.web.jobs import Job
from rantau.web.language import N_
from rantau.web.screens import Screen
from rantau.web.screens.simulated import RESULT, last_of

SCREEN = Screen(
    "scenarios", N_("Scenarios"), "/scenarios", examples=("/scenarios/employer_pays", "/scenarios-result")
)
router = APIRouter()
_NONE = N_("There is no such scenario.")


@router.get("/scenarios")
def page(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    return frame.page(
        request,
        "scenarios.html",
        title=SCREEN.title,
        rows=[one for one in listed_scenarios(study) if one.name != BASELINE.name],
        levers=LEVERS,
        last=last_of(frame, study),
        asked=SimulationAsked((), DRAWS, WEIGHT),
        seed=study.settings.study.seed,
        by=LEVELS,
        quantities=QUANTITIES,
    )


@router.post("/scenarios/simulate", dependencies=[needs("analyst")])
def simulate(
    frame: HereFrame,
    study: HereStudy,
    visitor: Here,
    scenario: Annotated[list[str] | None, Form()] = None,
    draws: Annotated[int, Form(ge=0, le=MOST_DRAWS)] = DRAWS,
    scale: Annotated[float, Form(ge=1, le=MOST_WEIGHT, allow_inf_nan=False)] = WEIGHT,
    months: Annotated[int, Form(ge=1, le=MOST_MONTHS)] = 120,
    by: Annotated[Level, Form()] = "place",
    seed: Annotated[str, Form(max_length=20, pattern="^[0-9]*$")] = "",
    explain: Annotated[str, Form(max_length=100)] = "",
    charts: Annotated[bool, Form()] = False,
) -> Response:
    chance = min(int(seed), MOST_SEED + 1) if seed else None
    asked = SimulationAsked(tuple(scenario or ()), draws, scale, months, by, chance, explain, charts)
    return RedirectResponse(f"/jobs/{start_simulation(frame, study, visitor.name, asked).id}", 303)


def start_simulation(frame: Frame, study: Study, who: str, asked: SimulationAsked) -> Job:
    """Simulate in the background.

    Raises:
        BadInput: A setting or a scenario is wrong.
    """
    asked.check(study)

    def work(progress: Progress) -> str:
        asked.run(study, progress)
        return RESULT

    title = (
        N_("Simulating, and sharing effects out among levers")
        if asked.explain
        else N_("Simulating scenarios")
    )
    return frame.jobs.start(title, who, work)


@router.get("/scenarios/{name}")
def one(request: Request, frame: HereFrame, study: HereStudy, name: str) -> Response:
    row = found(listed_scenario(study, name), _NONE)
    return frame.page(request, "scenario.html", title=row.title, row=row, levers=LEVERS)
