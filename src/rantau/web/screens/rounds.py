"""Rounds of the monitor: those taken in, what each changed, and taking in the next."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from rantau.study.listings import Row
from rantau.study.monitor_drafting import draft_of, draft_table
from rantau.study.policy_monitor import change_rows, round_rows, take_round
from rantau.study.sources import safe_name
from rantau.study.table_listings import round_changes
from rantau.web.access import needs
from rantau.web.api import api
from rantau.web.api.table_models import RoundChangeRow
from rantau.web.frame import HereFrame, HereStudy
from rantau.web.language import N_
from rantau.web.lists import Column, Facet, Listing, add_list, place_facet, traced

router = APIRouter()
_CHANGED = traced("monitored", lambda row: f"{row['indicator']}/{row['state']}/{row['year']}")

CHANGES = Listing(
    name="round_changes",
    title=N_("What rounds changed"),
    path="/monitor/changes",
    rows_of=lambda study, _: round_changes(study),
    columns=(
        Column("name", N_("Indicator")),
        Column("state", N_("State"), "place"),
        Column("year", N_("Year"), "year"),
        Column("round", N_("Round")),
        Column("what", N_("What"), "word"),
        Column("before", N_("Before"), "number", link=_CHANGED),
        Column("now", N_("Now"), "number", link=_CHANGED),
        Column("source", N_("Source")),
    ),
    facets=(
        Facet("round", N_("Round"), lambda row: [row["round"]], word=False),
        Facet("what", N_("What"), lambda row: [row["what"]]),
        place_facet("state", N_("State"), lambda row: [row["state"]]),
    ),
    link=_CHANGED,
    model=RoundChangeRow,
    intro=N_("A figure that differs from what stood is flagged, and none overwrites another."),
)
add_list(router, api, CHANGES, aside="_monitor_places.html")


@router.get("/monitor/rounds")
def rounds(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    """The rounds taken in, what each changed, and a form for the next."""
    taken = round_rows(study)
    changed: dict[str, list[Row]] = {row["round"]: change_rows(study, row["round"]) for row in taken}
    return frame.page(
        request, "rounds.html", title=N_("Rounds of the monitor"), rounds=taken, changed=changed
    )


@router.get("/monitor/rounds/draft.csv", dependencies=[needs("analyst")])
def draft(study: HereStudy) -> Response:
    """A round drafted from the study's claims and data, as ``rantau monitor --draft`` writes it."""
    headers = {"Content-Disposition": 'attachment; filename="draft.csv"'}
    return Response(draft_table(draft_of(study)), media_type="text/csv", headers=headers)


@router.post("/monitor/rounds", dependencies=[needs("analyst")])
def take(
    study: HereStudy, table: Annotated[UploadFile, File()], name: Annotated[str, Form(max_length=64)]
) -> Response:
    """Take a round in, as ``rantau monitor --round`` does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "round.csv")
        path.write_bytes(table.file.read())
        take_round(study, path, name.strip(), safe_name(table.filename or ""))
    return RedirectResponse("/monitor/rounds", 303)
