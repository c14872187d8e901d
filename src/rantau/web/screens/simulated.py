"""What the last simulation gave: the comparison, which lever made the difference, charts, and the files."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.simulation.results import QUANTITIES
from rantau.simulation.scenario import BASELINE
from rantau.study.scenario_desk import (
    LastSimulation,
    last_simulation,
    listed_scenarios,
    simulation_event,
    simulation_folder,
)
from rantau.study.study import Study
from rantau.web.charts import FAMILIES, Chart
from rantau.web.files import download
from rantau.web.frame import Frame, HereFrame, HereStudy
from rantau.web.language import N_, current
from rantau.web.simulation_charts import mechanism_chart, months_chart
from rantau.web.words import said

__all__ = ["RESULT", "last_of", "router"]

# No scenario can have a name by which its address would be that of the result.
RESULT = "/scenarios-result"
router = APIRouter()
FIRST_CHARTS = ("exploited", "entered_exploitation", "identified", "deported_unscreened")


def last_of(frame: Frame, study: Study) -> LastSimulation | None:
    """What was simulated last; None where nothing was."""
    event = frame.kept("last simulation", study.store.head(), lambda: simulation_event(study))
    return last_simulation(study, event)


@router.get(RESULT)
def result(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    last = last_of(frame, study)
    names = sorted(
        last.charts if last else (),
        key=lambda one: FIRST_CHARTS.index(one) if one in FIRST_CHARTS else len(FIRST_CHARTS),
    )
    titles = _titles(study)
    charts = [one for name in names if last and (one := _kept(frame, study, last, name, titles)) is not None]
    explained = last.explained if last else {}
    return frame.page(
        request,
        "simulated.html",
        title=N_("What the simulation gave"),
        last=last,
        titles=titles,
        own={one.name for one in listed_scenarios(study) if one.origin == "study"},
        baseline=BASELINE.name,
        mechanisms={name: _mechanism(frame, study, name) for name in explained},
        quantities=QUANTITIES,
        charts=charts,
        first=sum(name in FIRST_CHARTS for name in names),
    )


@router.get(RESULT + "/files/{name:path}")
def file(study: HereStudy, name: str) -> Response:
    return download(simulation_folder(study), name)


def _months(frame: Frame, study: Study, name: str) -> Chart | None:
    last = last_of(frame, study)
    return _kept(frame, study, last, name, _titles(study)) if last is not None else None


def _kept(
    frame: Frame, study: Study, last: LastSimulation, name: str, titles: Mapping[str, str]
) -> Chart | None:
    """A chart of the months, read again when another simulation has run or a scenario has another title."""
    stamp = (study.store.head() if last.event is None else last.event.hash, tuple(titles.items()))
    return frame.kept(
        f"simulated chart {name} {current()}", stamp, lambda: months_chart(study, last, name, titles)
    )


def _titles(study: Study) -> dict[str, str]:
    """Scenario -> its title in the visitor's language, where the program has it."""
    return {one.name: said(one.title) for one in listed_scenarios(study)}


def _mechanism(frame: Frame, study: Study, scenario: str) -> Chart | None:
    last = last_of(frame, study)
    if last is None:
        return None
    return mechanism_chart(study, last, scenario, _titles(study).get(scenario, scenario))


FAMILIES["simulated"] = _months
FAMILIES["mechanisms"] = _mechanism
