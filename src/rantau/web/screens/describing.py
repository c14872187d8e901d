"""The API's description for people: a plain page made from its OpenAPI document; nothing comes from elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.web.frame import HereFrame
from rantau.web.language import N_

router = APIRouter()


@router.get("/api/docs")
def describe(request: Request, frame: HereFrame) -> Response:
    return frame.page(request, "api.html", title=N_("The API"), described=request.app.openapi())
