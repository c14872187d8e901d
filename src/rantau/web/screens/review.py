"""Review: what waits for a person, one after the other; accepted, changed or rejected by keyboard alone, and undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.study.coding_desk import CodingDesk
from rantau.study.confidential import looked_at
from rantau.study.deciding import NO_ENTRY
from rantau.study.evidence_listings import open_grade_rows, review_rows
from rantau.study.listings import Row
from rantau.study.live_rows import Listed
from rantau.study.reviewing import (
    KINDS,
    Item,
    Queue,
    Tally,
    coder_of,
    item_of,
    learning,
    open_suggestion_rows,
)
from rantau.study.study import Study
from rantau.web.access import Here, Refused, Visitor, needs
from rantau.web.api import api
from rantau.web.api.sources import WaitingRow
from rantau.web.api.table_models import LearnedRow
from rantau.web.deciding import Corrections, decide_on
from rantau.web.frame import PREPARED, Frame, HereFrame, HereStudy, found, is_partial
from rantau.web.language import N_
from rantau.web.lists import GRADED, Column, Facet, Listing, add_list, listed_of, traced
from rantau.web.locking import version_of
from rantau.web.screens import Screen

SCREEN = Screen(
    "review",
    N_("Review"),
    "/review",
    role="coder",
    examples=(
        *(f"/review?kind={kind}" for kind in ("claim", "suggestion", "citation", "grade")),
        "/review/list",
        "/review/learned",
        "/review/learned/codes",
    ),
)
router = APIRouter()
_RECORDS = ("document.", "source.", "evidence.extracted", "evidence.failed", "decision.", "study.")
_GRADES = ("evidence.", *GRADED, "document.", "source.", "study.")
_CODES = ("document.", "source.", "codes.", "codebook.", "coding.", "codings.", "study.")
Text = Annotated[str, Form(max_length=600)]

WAITING = Listing(
    name="review",
    title=N_("What waits for a person"),
    path="/review/list",
    rows_of=review_rows,
    by_document=True,
    changed_by=_RECORDS,
    columns=(
        Column("kind", N_("Kind"), "word"),
        Column("why", N_("Why it waits"), "told"),
        Column("quote", N_("Words of the document"), "quote", sort=False),
        Column("document", N_("Document")),
        Column("page", N_("Page"), "number"),
        Column("confidence", N_("Certainty"), "share"),
    ),
    facets=(
        Facet("kind", N_("Kind"), lambda row: [row["kind"]]),
        Facet("why", N_("Why it waits"), lambda row: row["why"].split("; "), told=True),
        Facet(
            "document", N_("Document"), lambda row: [row["document"]] if row["document"] else [], word=False
        ),
    ),
    link=lambda row: f"/review?{urlencode({'item': row['id']})}",
    model=WaitingRow,
    role="coder",
)
add_list(router, api, WAITING)


def waiting_rows(frame: Frame, study: Study, *, patient: bool = False) -> Listed:
    """Records that wait for a decision: the rows of the list."""
    return listed_of(frame, study, WAITING, patient=patient)


def waiting_count(frame: Frame, study: Study) -> int:
    """How many records the queue holds: what the overview says is what Review shows."""
    return sum(len(one.rows) for one in _parts(frame, study))


def _parts(frame: Frame, study: Study, *, patient: bool = False) -> tuple[Listed, ...]:
    return (
        waiting_rows(frame, study, patient=patient),
        frame.live.of(
            study,
            "open grades",
            lambda s, _: open_grade_rows(s),
            by_document=False,
            changed_by=_GRADES,
            patient=patient,
        ),
        frame.live.of(
            study, "suggestions", open_suggestion_rows, by_document=True, changed_by=_CODES, patient=patient
        ),
    )


PREPARED.append(lambda frame, study: _parts(frame, study, patient=True))


def _queue(
    frame: Frame, study: Study, visitor: Visitor, kind: str, document: str, *, patient: bool = False
) -> Queue:
    return Queue(
        _parts(frame, study, patient=patient),
        coder_of(study),
        kind if kind in KINDS else "",
        document,
        visitor.may("analyst"),
    )


def _address(queue: Queue, **more: str) -> str:
    asked = {"kind": queue.kind, "document": queue.document, **more}
    end = urlencode({name: value for name, value in asked.items() if value})
    return f"/review?{end}" if end else "/review"


@router.get("/review", dependencies=[needs("coder")])
def page(
    request: Request,
    frame: HereFrame,
    study: HereStudy,
    visitor: Here,
    kind: str = "",
    document: str = "",
    item: str = "",
    done: str = "",
    what: str = "",
) -> Response:
    """The item asked for if it waits still, else the first that waits."""
    queue = _queue(frame, study, visitor, kind, document)
    row = (queue.find(item) if item else None) or queue.after()
    one = item_of(study, row) if row is not None else None
    if one is not None and one.row["confidential"]:
        looked_at(study, one.row["id"])
    tally = frame.kept("review tally", "", Tally).of(queue)
    following = queue.after(row["id"]) if row is not None else None
    return frame.page(
        request,
        "_review.html" if is_partial(request, "review") else "review.html",
        title=SCREEN.title,
        queue=queue,
        item=one,
        tally=tally,
        kinds=KINDS,
        address=lambda **more: _address(queue, **more),
        skip=_address(queue, item=following["id"]) if following else "",
        version=version_of(one.state) if one else "",
        file=_file(study, document),
        done=done,
        what=what if what in ("accepted", "rejected", "corrected", "changed", "undone") else "",
        keys=request.cookies.get(f"{frame.serving.cookie}_keys") != "off",
        no_entry=NO_ENTRY,
    )


def _file(study: Study, document: str) -> str:
    try:
        return study.store.document(document).file if document else ""
    except KeyError:
        raise Refused(404, N_("There is no such document in this study.")) from None


@router.post("/review/decide", dependencies=[needs("coder")])
def decide(
    frame: HereFrame,
    study: HereStudy,
    visitor: Here,
    corrections: Corrections,
    item: Text,
    act: Text,
    version: Text = "",
    value: Text = "",
    polarity: Text = "",
    reason: Text = "",
    kind: Text = "",
    document: Text = "",
) -> Response:
    queue = _queue(frame, study, visitor, kind, document, patient=True)
    row = queue.find(item) or Queue(queue.parts, "", "", "", queue.reveals).find(item)
    one = item_of(study, found(row, N_("This waits no longer: it was decided on, or is gone.")))
    one = found(one, N_("This waits no longer: it was decided on, or is gone."))
    following = queue.after(item)
    if one.row["kind"] == "suggestion":
        _decide_suggestion(study, one, act, value, polarity, reason)
    else:
        decide_on(
            study,
            item,
            one.row["kind"],
            act,
            value=value,
            reason=reason,
            correction=corrections,
            version=version,
            back=_address(queue, item=item),
        )
    what = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}.get(act, "changed")
    more = {"done": item, "what": what, "item": following["id"] if following else ""}
    return RedirectResponse(_address(queue, **more), 303)


def _decide_suggestion(study: Study, one: Item, act: str, code: str, polarity: str, reason: str) -> None:
    desk, id, now = CodingDesk(study), one.row["id"], one.record
    if act == "reject":
        desk.reject(id, reason=reason)
    elif act == "accept" or code in ("", now.code):
        desk.accept(id, polarity=polarity, reason=reason)
    else:
        desk.instead(id, code, polarity=polarity, reason=reason)


@router.post("/review/undo", dependencies=[needs("coder")])
def undo(
    frame: HereFrame, study: HereStudy, visitor: Here, item: Text, kind: Text = "", document: Text = ""
) -> Response:
    """Take back what this visitor decided last on an item."""
    if "/k/" in item:
        CodingDesk(study).undo_on(item)
    else:
        study.take_back(item)
    queue = _queue(frame, study, visitor, kind, document, patient=True)
    return RedirectResponse(_address(queue, item=item, what="undone"), 303)


def _decided(kind: str) -> Callable[[Row], str]:
    return traced("coded", lambda row: f"{kind}/{row['code']}" if row[kind] else "")


LEARNED = Listing(
    name="decisions_by_code",
    title=N_("Decisions by code"),
    path="/review/learned/codes",
    rows_of=lambda study, _: list(learning(study).rows),
    changed_by=_CODES,
    columns=(
        Column("code", N_("Code")),
        Column("name", N_("Name"), "code"),
        Column("accepted", N_("Passages accepted"), "number", link=_decided("accepted")),
        Column("rejected", N_("Passages rejected"), "number", link=_decided("rejected")),
        Column("learned", N_("Learned from"), "yes"),
        Column("missing", N_("Decisions still needed"), "number"),
    ),
    facets=(Facet("learned", N_("Learned from"), lambda row: ["yes" if row["learned"] else "no"]),),
    link=lambda row: f"/coding/codes/{quote(row['code'])}",
    model=LearnedRow,
    role="coder",
)
add_list(router, api, LEARNED)


@router.get("/review/learned", dependencies=[needs("coder")])
def learned(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    known = frame.kept("learning", frame.live.stamp(study, _CODES), lambda: learning(study))
    return frame.page(request, "learned.html", title=N_("What the suggestions have learned"), learning=known)


PREPARED.append(
    lambda frame, study: frame.kept("learning", frame.live.stamp(study, _CODES), lambda: learning(study))
)
