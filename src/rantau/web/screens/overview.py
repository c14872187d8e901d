"""Overview: the map of corridors, what was found first of all, and what needs a person."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.study.evidence_listings import review_rows
from rantau.study.overview import overview
from rantau.web.charts import chart
from rantau.web.frame import HereFrame, HereStudy
from rantau.web.language import N_
from rantau.web.screens import Screen

SCREEN = Screen("overview", N_("Overview"), "/")
router = APIRouter()


@router.get("/")
def page(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    head = study.store.head()
    seen = frame.kept("overview", head, lambda: overview(study))
    waiting = frame.live.of(study, "review", review_rows, by_document=True).rows
    stages = frame.kept("stages", head, study.stages)
    return frame.page(
        request,
        "overview.html",
        title=SCREEN.title,
        seen=seen,
        waiting=len(waiting),
        stages=stages,
        map=chart(frame, study, "corridors"),
        exposure=chart(frame, study, "exposure"),
    )
