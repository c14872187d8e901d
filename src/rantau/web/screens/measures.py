"""Measures that documents may tell of: a person confirms each, or says that it is none."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.framework.instruments import MEASURE_KINDS
from rantau.framework.words import DIMENSIONS
from rantau.policy.measures import DIRECTIONS, GROUPS, LEVELS
from rantau.study.confidential import looked_at
from rantau.study.listings import Row
from rantau.study.policy_stance import confirm_measure, proposal_rows, reject_measure
from rantau.study.study import Study
from rantau.web.access import Here, Refused, Visitor, needs
from rantau.web.api import api
from rantau.web.api.policy_models import ProposedMeasureRow
from rantau.web.frame import HereFrame, HereStudy, found
from rantau.web.language import N_, gettext
from rantau.web.lists import Column, Facet, Listing, add_list, place_facet
from rantau.web.locking import taking_turns, unchanged, version_of
from rantau.web.words import word

router = APIRouter()
Short = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=2000)]
Several = Annotated[list[str] | None, Form(max_length=40)]

add_list(
    router,
    api,
    Listing(
        name="proposed_measures",
        title=N_("Measures that documents may tell of"),
        path="/measures/proposed",
        rows_of=lambda study, _: proposal_rows(study),
        columns=(
            Column("name", N_("Measure"), "told"),
            Column("state", N_("State"), "place"),
            Column("year", N_("Year")),
            Column("quote", N_("Words of the document"), "quote", sort=False),
            Column("document", N_("Document")),
            Column("status", N_("Status"), "word"),
        ),
        facets=(
            Facet("status", N_("Status"), lambda row: [row["status"]]),
            place_facet("state", N_("State"), lambda row: [row["state"]]),
        ),
        link=lambda row: f"/measures/proposed/{quote(row['id'])}",
        model=ProposedMeasureRow,
        intro=N_(
            "The machine proposes from findings and codings; what a person confirms goes into the register."
        ),
    ),
    aside="_monitor_places.html",
)


def _row(study: Study, visitor: Visitor, id: str) -> Row:
    row = found(
        next((one for one in proposal_rows(study) if one["id"] == id), None),
        N_("There is no such proposed measure."),
    )
    if row["confidential"]:
        if not visitor.may("analyst"):
            raise Refused(403, N_("This document is confidential; an analyst or an owner can read it."))
        looked_at(study, id)
    return row


@router.get("/measures/proposed/{id:path}")
def proposed(request: Request, frame: HereFrame, study: HereStudy, visitor: Here, id: str) -> Response:
    row = _row(study, visitor, id)
    return frame.page(
        request,
        "proposed_measure.html",
        title=N_("A measure that a document may tell of"),
        row=row,
        version=version_of(row["status"]),
        kinds=MEASURE_KINDS,
        levels=LEVELS,
        directions=DIRECTIONS,
        groups=GROUPS,
        dimensions=DIMENSIONS,
    )


@router.post("/measures/proposed/{id:path}", dependencies=[needs("analyst")])
def settle(
    study: HereStudy,
    visitor: Here,
    id: str,
    act: Short,
    version: Short = "",
    reason: Text = "",
    name: Short = "",
    start: Short = "",
    kind: Short = "",
    level: Short = "",
    securitised: Short = "",
    protective: Short = "",
    group: Several = None,
    dimension: Several = None,
) -> Response:
    """Confirm a measure as the person reads it, or say that it is none."""
    here = f"/measures/proposed/{quote(id)}"

    def do() -> None:
        now = _row(study, visitor, id)["status"]
        mine = gettext("confirmed") if act == "confirm" else gettext("rejected")
        state = gettext("State")
        unchanged(now, version, theirs={state: word(now)}, mine={state: mine}, back=here)
        if act == "confirm":
            confirm_measure(
                study,
                id,
                reason,
                groups=group or (),
                start=start.strip(),
                name=name.strip(),
                kind=kind,
                level=level,
                securitised=securitised,
                protective=protective,
                dimensions=dimension or (),
            )
        else:
            reject_measure(study, id, reason)

    taking_turns(do)
    return RedirectResponse(here, 303)
