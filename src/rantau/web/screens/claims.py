"""Claims and triangulation: every statement of quantity, and the groups of those about the same thing."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.evidence.correcting import content_of, content_words
from rantau.study.confidential import looked_at
from rantau.study.correcting import decision_rows, indicator_names
from rantau.study.deciding import state_of
from rantau.study.evidence_listings import claim_rows, group_rows
from rantau.study.listings import Row
from rantau.study.selecting import Values
from rantau.study.study import Study
from rantau.web.access import Here, Refused, Visitor, needs
from rantau.web.api import api
from rantau.web.api.models import ClaimGroupRow, ClaimRow
from rantau.web.deciding import Corrections, decide_on
from rantau.web.frame import HereFrame, HereStudy, found
from rantau.web.language import N_
from rantau.web.lists import GRADED, Column, Facet, Listing, add_list, listed_of, place_facet
from rantau.web.locking import version_of
from rantau.web.screens import Screen

SCREEN = Screen(
    "claims",
    N_("Claims"),
    "/groups",
    examples=("/claims", "/claims/{claim}", "/groups/{group}", "/triangulation"),
)
router = APIRouter()
Text = Annotated[str, Form(max_length=600)]


def _field(name: str) -> Values:
    return lambda row: [str(row[name])] if row[name] not in (None, "") else []


_PLACE = place_facet("place", N_("Place"), lambda row: [one["id"] for one in row["places"]])


GROUPS = Listing(
    name="groups",
    title=N_("Claims laid side by side"),
    path="/groups",
    rows_of=lambda study, _: group_rows(study),
    changed_by=("document.", "source.", "evidence.", *GRADED, "study."),
    columns=(
        Column("indicator", N_("What is measured"), "word"),
        Column("places", N_("Places"), "places"),
        Column("periods", N_("Period"), "said"),
        Column("verdict", N_("Verdict"), "word"),
        Column("confidence", N_("Confidence"), "word"),
        Column("low", N_("Lowest"), "number"),
        Column("high", N_("Highest"), "number"),
        Column("unit", N_("Unit"), "told"),
        Column("documents", N_("Documents"), "number"),
        Column("roots", N_("Root sources"), "number"),
    ),
    facets=(
        Facet("verdict", N_("Verdict"), _field("verdict")),
        Facet("confidence", N_("Confidence"), _field("confidence")),
        _PLACE,
    ),
    link=lambda row: f"/groups/{quote(row['id'])}",
    model=ClaimGroupRow,
    intro=N_(
        "Claims about the same thing, group by group. Documents that quote one root source are one witness."
    ),
)

CLAIMS = Listing(
    name="claims",
    title=N_("All claims"),
    path="/claims",
    rows_of=claim_rows,
    by_document=True,
    changed_by=("document.", "source.", "evidence.extracted", "evidence.failed", "decision.", "study."),
    columns=(
        Column("indicator", N_("What is measured"), "word"),
        Column("value", N_("Value"), "number"),
        Column("unit", N_("Unit"), "told"),
        Column("places", N_("Places"), "places"),
        Column("quote", N_("Words of the document"), "quote", sort=False),
        Column("document", N_("Document")),
        Column("page", N_("Page"), "number"),
        Column("confidence", N_("Certainty"), "share"),
        Column("status", N_("Status"), "word"),
    ),
    facets=(
        Facet("status", N_("Status"), _field("status")),
        Facet("document", N_("Document"), _field("document"), word=False),
        Facet("unit", N_("Unit"), _field("unit"), word=False, told=True),
        _PLACE,
    ),
    link=lambda row: f"/claims/{quote(row['id'])}",
    model=ClaimRow,
    intro=N_("Every statement of quantity that was found, with its exact words and its page."),
)

add_list(router, api, GROUPS, aside="_claims_aside.html")
add_list(router, api, CLAIMS)


@router.get("/groups/{id}")
def group(request: Request, frame: HereFrame, study: HereStudy, id: str) -> Response:
    listed = listed_of(frame, study, GROUPS, patient=False)
    row = next((one for one in listed.rows if one["id"] == id), None)
    return frame.page(
        request,
        "group.html",
        title=N_("Claims laid side by side"),
        row=found(row, N_("There is no such group.")),
    )


def _claim_row(study: Study, visitor: Visitor, id: str) -> tuple[Row, bool]:
    """The row of a claim, and whether its words are not for the visitor."""
    try:
        rows = claim_rows(study, id.partition("/")[0])
    except KeyError:
        rows = []
    row = found(next((one for one in rows if one["id"] == id), None), N_("There is no such claim."))
    return row, bool(row["confidential"]) and not visitor.may("analyst")


@router.get("/claims/{id:path}")
def claim(request: Request, frame: HereFrame, study: HereStudy, visitor: Here, id: str) -> Response:
    row, hidden = _claim_row(study, visitor, id)
    if row["confidential"] and not hidden:
        looked_at(study, id)
    record = next(one for one in study.store.claims(row["id"].partition("/")[0]) if one.id == id)
    decision = next((one for one in study.store.decisions() if one.subject == id), None)
    decisions = decision_rows(study.store, id)
    if hidden:
        row = {**row, "quote": "", "measure": ""}
        decisions = [{**one, "reason": ""} for one in decisions]
    return frame.page(
        request,
        "claim.html",
        title=N_("A claim"),
        row=row,
        hidden=hidden,
        words=content_words(content_of(record)),
        version=version_of(state_of(record)),
        indicators=tuple(indicator_names(study.path).items()),
        decisions=decisions,
        mine=decision is not None and decision.by == study.acting,
    )


@router.post("/claims/decide", dependencies=[needs("coder")])
def decide(
    study: HereStudy,
    visitor: Here,
    corrections: Corrections,
    item: Text,
    act: Text,
    version: Text = "",
    reason: Text = "",
) -> Response:
    """Accept, reject or correct a claim."""
    back = _own_page(study, visitor, item)
    if act not in ("accept", "reject", "correct"):
        raise Refused(400, N_("A claim can be accepted, rejected or corrected."))
    decide_on(study, item, "claim", act, reason=reason, correction=corrections, version=version, back=back)
    return RedirectResponse(back, 303)


@router.post("/claims/undo", dependencies=[needs("coder")])
def undo(study: HereStudy, visitor: Here, item: Text) -> Response:
    """Take back what this visitor decided last on a claim."""
    back = _own_page(study, visitor, item)
    study.take_back(item)
    return RedirectResponse(back, 303)


def _own_page(study: Study, visitor: Visitor, id: str) -> str:
    """The address of the page of a claim that the visitor may decide on."""
    if _claim_row(study, visitor, id)[1]:
        raise Refused(403, N_("This document is confidential; an analyst or an owner can read it."))
    return f"/claims/{quote(id)}"
