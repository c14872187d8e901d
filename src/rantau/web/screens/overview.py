"""Overview: the map of corridors, what was found first of all and why, what would change it, what needs a person."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.simulation.scenario import BASELINE
from rantau.study.live_rows import CODED, RESULTS
from rantau.study.overview import Overview, overview
from rantau.study.scenario_desk import listed_scenarios
from rantau.study.source_editing import files_stamp
from rantau.study.study import Study
from rantau.web.charts import chart
from rantau.web.frame import PREPARED, Frame, HereFrame, HereStudy, is_partial
from rantau.web.language import N_
from rantau.web.lists import listed_of
from rantau.web.screens import Screen
from rantau.web.screens.monitor import RECOMMENDATIONS
from rantau.web.screens.review import waiting_count
from rantau.web.screens.simulated import last_of

SCREEN = Screen("overview", N_("Overview"), "/", examples=("/stages", "/change"))
router = APIRouter()
_ASKED = ("entered_exploitation", "identified")
"""What is shown of each scenario, which stand in order of the first: fewer people in a country can be exploited where
they are sent away, and then fewer are found and helped too."""
_RECOMMENDED = 3


def _seen(frame: Frame, study: Study) -> Overview:
    return frame.kept("overview", frame.live.stamp(study, RESULTS), lambda: overview(study))


def states_of(frame: Frame, study: Study) -> Mapping[str, str]:
    """How the stages stand; worked out again as soon as something they rest on or a file of the study is another."""
    return frame.kept("stages", (frame.live.stamp(study, CODED), files_stamp(study)), study.stages)


PREPARED += [_seen, states_of]


@router.get("/")
def page(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    seen = _seen(frame, study)
    return frame.page(
        request,
        "overview.html",
        title=SCREEN.title,
        seen=seen,
        waiting=waiting_count(frame, study),
        map=chart(frame, study, "corridors"),
        exposure=chart(frame, study, "exposure"),
    )


@router.get("/stages")
def stages(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    """How the stages stand. By itself, for in a study of many documents it takes a while to tell."""
    states = states_of(frame, study)
    template = "_stages.html" if is_partial(request, "stages") else "stages.html"
    return frame.page(request, template, title=N_("Stages"), stages=states)


@router.get("/change")
def change(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    """What would change it: the scenarios simulated last, best first, and the recommendations."""
    last = last_of(frame, study)
    beside = last.summary["against_baseline"] if last else {}
    return frame.page(
        request,
        "_change.html" if is_partial(request, "change") else "change.html",
        title=N_("What would change it"),
        last=last,
        scenarios=sorted(beside, key=lambda name: (beside[name]["differences"][_ASKED[0]]["middle"], name)),
        asked=_ASKED,
        titles={one.name: one.title for one in listed_scenarios(study)} if last else {},
        baseline=BASELINE.name,
        recommendations=listed_of(frame, study, RECOMMENDATIONS).rows[:_RECOMMENDED],
    )
