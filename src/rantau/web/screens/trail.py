"""Audit trail: who did what, when and why, and whether the chain holds."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.study.trail_seen import seen_events
from rantau.web.access import needs
from rantau.web.api import api
from rantau.web.api.models import EventRow
from rantau.web.frame import HereFrame, HereStudy
from rantau.web.language import N_
from rantau.web.lists import Column, Facet, Listing, add_list
from rantau.web.screens import Screen

SCREEN = Screen("trail", N_("Audit trail"), "/trail", role="coder", examples=("/trail/verify",))
router = APIRouter()

EVENTS = Listing(
    name="trail",
    title=N_("Audit trail"),
    path="/trail",
    rows_of=lambda study, _: seen_events(study),
    columns=(
        Column("number", N_("Number"), "number"),
        Column("time", N_("Time (UTC)"), "time"),
        Column("actor", N_("Who")),
        Column("action", N_("What"), "word"),
        Column("about", N_("On what"), "about"),
        Column("reason", N_("Why"), "own", sort=False),
        Column("details", N_("Details"), "details", sort=False),
    ),
    facets=(
        Facet("actor", N_("Who"), lambda row: [row["actor"]], word=False),
        Facet("action", N_("What"), lambda row: [row["action"]]),
    ),
    model=EventRow,
    by_viewer=True,
    role="coder",
    sort="-number",
    intro=N_("Each event holds the hash of the one before it, so that no past event can be changed unseen."),
)
add_list(router, api, EVENTS, aside="_verify.html")


@router.get("/trail/verify", dependencies=[needs("coder")])
def verify(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    report = study.store.verify_audit()
    return frame.page(request, "verified.html", title=N_("Audit trail"), report=report)
