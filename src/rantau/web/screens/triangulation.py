"""Claims in pictures: where sources disagree, where they agree, and who quotes whom down to the root sources."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.web.charts import OF_THE_BRIEF, chart
from rantau.web.frame import HereFrame, HereStudy
from rantau.web.language import N_

router = APIRouter()


@router.get("/triangulation")
def triangulation(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    """The pictures that the last brief drew of them."""
    charts = [one for name in OF_THE_BRIEF if (one := chart(frame, study, name)) is not None]
    return frame.page(
        request, "triangulation.html", title=N_("Agreement, conflict and who quotes whom"), charts=charts
    )
