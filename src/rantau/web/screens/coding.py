"""Coding: a document's passages beside the codebook; words are coded by mouse, by keyboard, or by a form."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.framework.errors import BadInput
from rantau.store.records import Coding
from rantau.study.coding_acts import finish, remove_memo, reopen, write_memo
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_listings import coding_row
from rantau.study.coding_page import document_desk, documents_to_code, last_acts, marked_confidential
from rantau.study.confidential import masked
from rantau.study.study import Study
from rantau.web.access import Here, Visitor, needs
from rantau.web.api import api
from rantau.web.api.coding_models import CodingRow, DocumentToCodeRow, GivenCoding, GivenReason, Undone
from rantau.web.frame import HereFrame, HereStudy, is_partial
from rantau.web.language import N_, gettext
from rantau.web.lists import Column, Facet, Listing, add_list
from rantau.web.locking import Conflict, taking_turns
from rantau.web.screens import Screen
from rantau.web.screens.entering import inside
from rantau.web.screens.reading import open_document

SCREEN = Screen(
    "coding",
    N_("Coding"),
    "/coding",
    role="coder",
    examples=(
        "/coding/documents/{document}",
        "/coding/documents/{document}?passage={document}/p7&code=MS.micro.debt",
        "/coding/codebook",
        "/coding/codes/HS.economic",
        "/coding/codings",
        "/coding/waiting",
        *(f"/coding/codebook/{kind}?code=HS.economic" for kind in ("add", "split", "merge")),
        "/coding/differences",
        "/coding/memos",
        "/coding/assignments",
        "/coding/compare/{document}",
        "/coding/agreement",
        "/coding/agreement/codes",
        "/coding/together",
        "/coding/analysis",
        "/coding/themes",
        "/coding/rigour",
        "/coding/concepts",
    ),
)
router = APIRouter(dependencies=[needs("coder")])
Short = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=20_000)]


def _codings(**facets: str) -> str:
    return "/coding/codings?" + urlencode(facets)


DOCUMENTS = Listing(
    name="documents_to_code",
    title=N_("Documents to code"),
    path="/coding",
    rows_of=lambda study, _: documents_to_code(CodingDesk(study)),
    columns=(
        Column("title", N_("Document"), "title"),
        Column("pages", N_("Pages"), "number"),
        Column("given", N_("Given to you"), "word"),
        Column("state", N_("Status"), "word"),
        Column(
            "mine",
            N_("Your codings"),
            "number",
            link=lambda row: _codings(document=row["document"], coder=row["coder"]) if row["mine"] else "",
        ),
        Column("others", N_("Codings of others"), "number"),
        Column("suggestions", N_("Suggestions"), "number"),
    ),
    facets=(
        Facet("given", N_("Given to you"), lambda row: [row["given"]]),
        Facet("state", N_("Status"), lambda row: [row["state"]]),
    ),
    link=lambda row: f"/coding/documents/{row['id']}",
    model=DocumentToCodeRow,
    by_viewer=True,
    role="coder",
    intro=N_("Open a document, select words, and say which code they bear. What you do can be undone."),
)
add_list(router, api, DOCUMENTS, aside="_coding_places.html")


def _desk_of(study: Study, visitor: Visitor, document: str, subject: str) -> CodingDesk:
    """The visitor's desk, for a document that they may read."""
    open_document(study, visitor, document, subject)
    return CodingDesk(study)


def _of(id: str) -> str:
    """The document that a passage or suggestion belongs to."""
    return id.partition("/")[0]


@router.get("/coding/documents/{id}")
def document(
    request: Request,
    frame: HereFrame,
    study: HereStudy,
    visitor: Here,
    id: str,
    page: int = 1,
    passage: str = "",
    code: str = "",
    find: str = "",
) -> Response:
    one = open_document(study, visitor, id, f"{id}/{page}")
    desk = CodingDesk(study)
    if passage and _of(passage) == id:
        chosen = next((each for each in study.store.passages(id) if each.id == passage), None)
        page = chosen.pages[0] if chosen else page
    else:
        chosen = None
    page = min(max(page, 1), max(one.page_count, 1))
    undoes, redoes = last_acts(desk)
    return frame.page(
        request,
        "_desk.html" if is_partial(request, "desk") else "coding.html",
        title=one.title or one.file,
        document=one,
        number=page,
        address=f"/coding/documents/{id}",
        here=f"/coding/documents/{id}?" + urlencode({"page": page}),
        desk=document_desk(desk, one, page),
        coder=desk.coder,
        codebook=desk.codebook,
        chosen=chosen,
        code=desk.codebook.codes.get(code),
        find=find[:200],
        undoes=undoes,
        redoes=redoes,
        problem="",
    )


def _back(next: str, passage: str = "") -> Response:
    address = inside(next)
    return RedirectResponse(address + (f"#text-{quote(passage, safe='/')}" if passage else ""), 303)


def _add(desk: CodingDesk, given: GivenCoding, words: str, back: str) -> Coding:
    """Code words, unless the passage has others there than the visitor saw."""
    if words and given.start is not None and given.end is not None:
        now = desk.store.passage(given.passage).text[given.start : given.end]
        if now != words:
            raise Conflict({gettext("Words"): now}, {gettext("Words"): words}, back)
    return desk.add(
        given.passage,
        given.code,
        quote=given.quote,
        start=given.start,
        end=given.end,
        polarity=given.polarity,
        reason=given.reason,
    )


@router.post("/coding/codings/add", dependencies=[needs("coder")])
def add(
    study: HereStudy,
    visitor: Here,
    passage: Short = "",
    code: Short = "",
    start: Short = "",
    end: Short = "",
    words: Text = "",
    polarity: Short = "",
    reason: Text = "",
    next: Text = "/coding",
) -> Response:
    if not passage:
        raise BadInput(gettext("choose a passage, or select words in it, and then the code"))
    desk = _desk_of(study, visitor, _of(passage), passage)
    words = words.replace("\r\n", "\n")
    exact = start.isdecimal() and end.isdecimal() and len(start) < 9 and len(end) < 9
    given = GivenCoding(
        passage=passage,
        code=code,
        start=int(start) if exact else None,
        end=int(end) if exact else None,
        quote=words if words and not exact else None,
        polarity=polarity,
        reason=reason,
    )
    taking_turns(lambda: _add(desk, given, words, inside(next)))
    return _back(next, passage)


@router.post("/coding/suggestions/{decision}", dependencies=[needs("coder")])
def decide(
    study: HereStudy,
    visitor: Here,
    decision: str,
    suggestion: Text = "",
    polarity: Short = "",
    reason: Text = "",
    next: Text = "/coding",
) -> Response:
    desk = _desk_of(study, visitor, _of(suggestion), suggestion)
    if decision not in ("accept", "reject"):
        raise BadInput(gettext("a suggestion is accepted or rejected"))
    one = taking_turns(
        lambda: (
            desk.accept(suggestion, polarity=polarity, reason=reason)
            if decision == "accept"
            else desk.reject(suggestion, reason=reason)
        )
    )
    return _back(next, one.passage)


@router.post("/coding/codings/remove", dependencies=[needs("coder")])
def remove(study: HereStudy, coding: Short = "", reason: Text = "", next: Text = "/coding") -> Response:
    one = taking_turns(lambda: CodingDesk(study).remove(coding, reason=reason))
    return _back(next, one.passage)


@router.post("/coding/undo", dependencies=[needs("coder")])
def undo(study: HereStudy, number: Short = "", again: Short = "", next: Text = "/coding") -> Response:
    taking_turns(lambda: _take_back(CodingDesk(study), number, again=bool(again), back=inside(next)))
    return _back(next)


def _take_back(desk: CodingDesk, number: str, *, again: bool, back: str) -> Undone:
    """Take back, or do again, the act that the visitor was shown: not another that came after it in another window."""
    undoes, redoes = last_acts(desk)
    act = redoes if again else undoes
    if number and (act is None or str(act.event.number) != number):
        theirs = f"{act.event.action} ({act.event.number})" if act else "–"
        raise Conflict({gettext("Last act"): theirs}, {gettext("Last act"): number}, back)
    done = desk.redo() if again else desk.undo()
    return Undone(number=done.event.number, action=done.event.action, subject=done.event.subject)


@router.post("/coding/documents/{id}/state", dependencies=[needs("coder")])
def state(study: HereStudy, id: str, done: Short = "", next: Text = "/coding") -> Response:
    taking_turns(lambda: finish(CodingDesk(study), id) if done else reopen(CodingDesk(study), id))
    return _back(next)


@router.post("/coding/memos", dependencies=[needs("coder")])
def memo(study: HereStudy, text: Text = "", about: Short = "", next: Text = "/coding/memos") -> Response:
    taking_turns(lambda: write_memo(CodingDesk(study), text, about))
    return _back(next)


@router.post("/coding/memos/remove", dependencies=[needs("coder")])
def forget(study: HereStudy, memo: Short = "", next: Text = "/coding/memos") -> Response:
    taking_turns(lambda: remove_memo(CodingDesk(study), memo))
    return _back(next)


# -- the same acts for programs -------------------------------------------------------------------------------

_CODER = [needs("coder")]


def _row(study: Study, visitor: Visitor, one: Coding) -> Any:
    view = CodingDesk(study).view()
    rows = marked_confidential(view, [coding_row(view, one)])
    return rows[0] if visitor.may("analyst") else masked(rows)[0]


@api.post("/codings", response_model=CodingRow, summary="Code words of a passage", dependencies=_CODER)
def api_add(study: HereStudy, visitor: Here, given: GivenCoding) -> Any:
    desk = _desk_of(study, visitor, _of(given.passage), given.passage)
    return _row(study, visitor, taking_turns(lambda: _add(desk, given, "", "")))


@api.delete(
    "/codings/{id}", response_model=CodingRow, summary="Take one of your codings away", dependencies=_CODER
)
def api_remove(study: HereStudy, visitor: Here, id: str) -> Any:
    return _row(study, visitor, taking_turns(lambda: CodingDesk(study).remove(id)))


@api.post(
    "/suggestions/{id:path}/accept",
    response_model=CodingRow,
    summary="Accept a suggestion",
    dependencies=_CODER,
)
def api_accept(study: HereStudy, visitor: Here, id: str, given: GivenReason) -> Any:
    desk = _desk_of(study, visitor, _of(id), id)
    return _row(study, visitor, taking_turns(lambda: desk.accept(id, reason=given.reason)))


@api.post(
    "/suggestions/{id:path}/reject",
    response_model=CodingRow,
    summary="Reject a suggestion",
    dependencies=_CODER,
)
def api_reject(study: HereStudy, visitor: Here, id: str, given: GivenReason) -> Any:
    desk = _desk_of(study, visitor, _of(id), id)
    return _row(study, visitor, taking_turns(lambda: desk.reject(id, reason=given.reason)))


@api.post("/coding/undo", response_model=Undone, summary="Take your last act back", dependencies=_CODER)
def api_undo(study: HereStudy) -> Any:
    return taking_turns(lambda: _take_back(CodingDesk(study), "", again=False, back=""))


@api.post("/coding/redo", response_model=Undone, summary="Do again what you took back", dependencies=_CODER)
def api_redo(study: HereStudy) -> Any:
    return taking_turns(lambda: _take_back(CodingDesk(study), "", again=True, back=""))
