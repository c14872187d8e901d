"""Charts as files: SVG, PNG, and their data as CSV and JSON."""

from __future__ import annotations

import json

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from rantau.web.access import Here, Refused
from rantau.web.charts import FOR_CODERS, chart, drawn
from rantau.web.frame import HereFrame, HereStudy, found
from rantau.web.language import N_
from rantau.web.lists import as_csv


def _for_the_visitor(name: str, visitor: Here) -> None:
    """A chart is for whom its screen is."""
    if name.partition(".")[0] in FOR_CODERS and not visitor.may("coder"):
        raise Refused(403, N_("Your role does not allow this; ask an owner of the study."))


router = APIRouter(dependencies=[Depends(_for_the_visitor)])
_KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
"""A picture carries its style and font in itself, and may run nothing."""


@router.get("/charts/{name}.{form}")
def file(frame: HereFrame, study: HereStudy, name: str, form: str, download: bool = False) -> Response:
    one = found(chart(frame, study, name), N_("There is nothing to draw yet; run the stages first."))
    kind = found(_KINDS.get(form), N_("A chart comes as svg, png, csv or json."))
    if form == "csv":
        content = as_csv(one.rows, [field for field, _ in one.columns]).encode()
    elif form == "json":
        told = {"title": one.title, "citation": one.citation, "rows": list(one.rows)}
        content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    else:
        content = drawn(frame, one, form)
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "private, no-cache"}
    if download or form in ("csv", "json"):
        headers["Content-Disposition"] = f'attachment; filename="{one.name}.{form}"'
    return Response(content, media_type=kind, headers=headers)


@router.get("/charts/{name}/table")
def page(request: Request, frame: HereFrame, study: HereStudy, name: str) -> Response:
    """A chart by itself, with the whole of its table."""
    one = found(chart(frame, study, name), N_("There is nothing to draw yet; run the stages first."))
    return frame.page(request, "chart.html", title=one.title, chart=one)
