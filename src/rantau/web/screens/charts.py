"""Charts as files: SVG, PNG, and their data as CSV and JSON."""

from __future__ import annotations

import gzip
import json

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from rantau.framework.language import speaking
from rantau.web.access import Here, Refused
from rantau.web.charts import FOR_CODERS, Chart, chart, drawn
from rantau.web.frame import Frame, HereFrame, HereStudy, found
from rantau.web.language import LANGUAGES, N_, current
from rantau.web.tables import as_csv, readable


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
def file(
    request: Request,
    frame: HereFrame,
    study: HereStudy,
    name: str,
    form: str,
    download: bool = False,
    words: str = "",
) -> Response:
    """A chart as a picture in the visitor's language; or its data, as of a list (:func:`rantau.web.lists.add_list`)."""
    kind = found(_KINDS.get(form), N_("A chart comes as svg, png, csv or json."))
    data = form in ("csv", "json")
    reading = form == "csv" and words in LANGUAGES
    with speaking(words if reading else "en" if data else current()):
        one = found(chart(frame, study, name), N_("There is nothing to draw yet; run the stages first."))
        content = _content(frame, one, form, reading=reading, alone=download)
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "private, no-cache"}
    if download or data:
        ending = f"{words}.{form}" if reading else form
        headers["Content-Disposition"] = f'attachment; filename="{one.name}.{ending}"'
    if form == "svg" and not download:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            # To half and less. Pages are sent as they are: what a visitor asks for stands in them beside the token.
            content, headers["Content-Encoding"] = gzip.compress(content, 6, mtime=0), "gzip"
    return Response(content, media_type=kind, headers=headers)


def _content(frame: Frame, one: Chart, form: str, *, reading: bool, alone: bool) -> bytes:
    if reading:
        heads, fields = [title for _, title in one.columns], [field for field, _ in one.columns]
        return readable(heads, ([row.get(field) for field in fields] for row in one.rows))
    if form == "csv":
        return as_csv(one.rows, [field for field, _ in one.columns]).encode()
    if form == "json":
        told = {"title": one.title, "citation": one.citation, "rows": list(one.rows)}
        return json.dumps(told, ensure_ascii=False, indent=1).encode()
    return drawn(frame, one, form, alone=alone)


@router.get("/charts/{name}/table")
def page(request: Request, frame: HereFrame, study: HereStudy, name: str) -> Response:
    """A chart by itself, with the whole of its table."""
    one = found(chart(frame, study, name), N_("There is nothing to draw yet; run the stages first."))
    return frame.page(request, "chart.html", title=one.title, chart=one)
