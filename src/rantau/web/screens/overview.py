"""Overview: the map of corridors, what was found first of all, and what needs a person."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.study.evidence_listings import review_rows
from rantau.study.overview import overview
from rantau.web.charts import chart
from rantau.web.frame import HereFrame, HereStudy, is_partial
from rantau.web.language import N_
from rantau.web.screens import Screen

SCREEN = Screen("overview", N_("Overview"), "/", examples=("/stages",))
router = APIRouter()


@router.get("/")
def page(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    head = study.store.head()
    seen = frame.kept("overview", head, lambda: overview(study))
    waiting = frame.live.of(study, "review", review_rows, by_document=True).rows
    return frame.page(
        request,
        "overview.html",
        title=SCREEN.title,
        seen=seen,
        waiting=len(waiting),
        map=chart(frame, study, "corridors"),
        exposure=chart(frame, study, "exposure"),
    )


@router.get("/stages")
def stages(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    """How the stages stand. By itself, for in a study of many documents it takes a while to tell."""
    states = frame.kept("stages", study.store.head(), study.stages)
    template = "_stages.html" if is_partial(request, "stages") else "stages.html"
    return frame.page(request, template, title=N_("Stages"), stages=states)
