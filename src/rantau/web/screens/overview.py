"""Overview: the map of corridors, what was found first of all, and what needs a person."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.study.live_rows import RESULTS
from rantau.study.overview import Overview, overview
from rantau.study.source_editing import sources_stamp
from rantau.study.study import Study
from rantau.web.charts import chart
from rantau.web.frame import PREPARED, Frame, HereFrame, HereStudy, is_partial
from rantau.web.language import N_
from rantau.web.screens import Screen
from rantau.web.screens.review import waiting_count

SCREEN = Screen("overview", N_("Overview"), "/", examples=("/stages",))
router = APIRouter()


def _seen(frame: Frame, study: Study) -> Overview:
    return frame.kept("overview", frame.live.stamp(study, RESULTS), lambda: overview(study))


def _states(frame: Frame, study: Study) -> Mapping[str, str]:
    return frame.kept("stages", (frame.live.stamp(study, RESULTS), sources_stamp(study)), study.stages)


PREPARED += [_seen, _states]


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
    states = _states(frame, study)
    template = "_stages.html" if is_partial(request, "stages") else "stages.html"
    return frame.page(request, template, title=N_("Stages"), stages=states)
