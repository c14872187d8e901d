"""Scenarios: what each changes, and simulating them in the background."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from rantau.simulation.levers import LEVERS
from rantau.simulation.results import LEVELS, QUANTITIES, Level
from rantau.simulation.scenario import BASELINE
from rantau.study.demo import DRAWS, WEIGHT
from rantau.study.scenario_desk import listed_scenario, listed_scenarios, scenario_rows
from rantau.study.scenario_files import scenario_texts
from rantau.study.simulation_asked import (
    MOST_DRAWS,
    MOST_MONTHS,
    MOST_SEED,
    MOST_WEIGHT,
    SimulationAsked,
)
from rantau.study.study import Study
from rantau.study.table_listings import lever_rows
from rantau.study.workbench import Progress
from rantau.web.access import Here, needs
from rantau.web.api import api
from rantau.web.api.scenario_models import ScenarioRow
from rantau.web.api.table_models import LeverRow
from rantau.web.frame import Frame, HereFrame, HereStudy, found
from rantau.web.jobs import Job
from rantau.web.language import N_
from rantau.web.lists import Column, Facet, Listing, add_list, traced
from rantau.web.screens import Screen
from rantau.web.screens.simulated import RESULT, last_of

SCREEN = Screen(
    "scenarios",
    N_("Scenarios"),
    "/scenarios",
    examples=("/scenarios/employer_pays", "/scenarios-result", "/scenarios-list", "/levers"),
)
router = APIRouter()
_LEVER = traced("lever", lambda row: row["name"])
_NONE = N_("There is no such scenario.")

LIST = Listing(
    name="scenarios-list",
    title=N_("Scenarios as a list"),
    path="/scenarios-list",
    rows_of=lambda study, _: scenario_rows(study),
    columns=(
        Column("title", N_("Scenario"), "said"),
        Column("description", N_("What it is"), "said", sort=False),
        Column("levers", N_("Levers"), "words"),
        Column("origin", N_("From where"), "word"),
        Column("problem", N_("What is wrong"), "told", sort=False),
    ),
    facets=(
        Facet("origin", N_("From where"), lambda row: [row["origin"]]),
        Facet("lever", N_("Levers"), lambda row: list(dict.fromkeys(row["levers"]))),
    ),
    link=lambda row: f"/scenarios/{row['name']}",
    model=ScenarioRow,
    stamp=lambda study: tuple(sorted(scenario_texts(study).items())),
)
LEVERS_LIST = Listing(
    name="levers",
    title=N_("Levers"),
    path="/levers",
    rows_of=lambda *_: lever_rows(),
    columns=(
        Column("name", N_("Lever"), "word"),
        Column("meaning", N_("What it is"), "told", sort=False),
        Column("scope", N_("Of what"), "word"),
        Column("low", N_("From"), "number", link=_LEVER),
        Column("high", N_("To"), "number", link=_LEVER),
        Column("unit", N_("Unit"), "told"),
    ),
    facets=(
        Facet("scope", N_("Of what"), lambda row: [row["scope"]]),
        Facet("unit", N_("Unit"), lambda row: [row["unit"]], told=True),
    ),
    link=_LEVER,
    model=LeverRow,
    intro=N_("What a scenario may change, and between which values; they say nothing of what is feasible."),
)
for _listing in (LIST, LEVERS_LIST):
    add_list(router, api, _listing)


@router.get("/scenarios")
def page(
    request: Request,
    frame: HereFrame,
    study: HereStudy,
    scenario: Annotated[list[str] | None, Query(max_length=100)] = None,
    draws: Annotated[int, Query(ge=0, le=MOST_DRAWS)] = DRAWS,
    scale: Annotated[float, Query(ge=1, le=MOST_WEIGHT, allow_inf_nan=False)] = WEIGHT,
    months: Annotated[int, Query(ge=1, le=MOST_MONTHS)] = 120,
    by: Annotated[Level, Query()] = "place",
    seed: Annotated[str, Query(max_length=20, pattern="^[0-9]*$")] = "",
    explain: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The scenarios, and a form to simulate some; what is chosen in it can stand in the address."""
    last = last_of(frame, study)
    return frame.page(
        request,
        "scenarios.html",
        title=SCREEN.title,
        rows=[one for one in listed_scenarios(study) if one.name != BASELINE.name],
        levers=LEVERS,
        last=last,
        chosen=scenario if scenario is not None else list(last.summary["runs"]) if last else [],
        asked=SimulationAsked((), draws, scale, months, by, explain=explain),
        begins=seed,
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
