"""The reader: a page as an image beside its text, passages where they stand on it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from rantau.store.records import Document
from rantau.study.confidential import looked_at
from rantau.study.page_images import page_image
from rantau.study.reading_page import reading_page
from rantau.study.study import Study
from rantau.web.access import Here, Refused, Visitor
from rantau.web.frame import HereFrame, HereStudy
from rantau.web.language import N_

router = APIRouter()


def open_document(study: Study, visitor: Visitor, id: str, subject: str) -> Document:
    """A document that the visitor may read; a look at a confidential one is an event.

    Raises:
        BadInput: There is none of this id.
        Refused: It is confidential, and the visitor's role does not reach.
    """
    try:
        document = study.store.document(id)
    except KeyError:
        raise Refused(404, N_("There is no such document in this study.")) from None
    if document.confidential:
        if not visitor.may("analyst"):
            raise Refused(403, N_("This document is confidential; an analyst or an owner can read it."))
        looked_at(study, subject)
    return document


@router.get("/documents/{id}/pages/{number}")
def page(
    request: Request,
    frame: HereFrame,
    study: HereStudy,
    visitor: Here,
    id: str,
    number: int,
    passage: str = "",
    q: str = "",
) -> Response:
    """A page, with what stands on it. Its address with ``?passage=`` shows one passage; with ``?q=`` what was found."""
    document = open_document(study, visitor, id, f"{id}/{number}")
    try:
        text = study.store.page(id, number)
    except KeyError:
        raise Refused(404, N_("This document has no such page.")) from None
    words = " ".join(q.replace("\x00", "").split())[:200]
    return frame.page(
        request,
        "reader.html",
        title=document.title or document.file,
        document=document,
        sheet=text,
        seen=(seen := reading_page(study, document, number, words)),
        chosen=passage,
        words=words,
        boxes=[(one.id, box) for one in seen.passages for box in one.boxes if box.page == number],
        drawn=document.format == "pdf" and bool(text.width and text.height),
    )


@router.get("/documents/{id}")
def document(id: str) -> Response:
    return RedirectResponse(f"/documents/{quote(id, safe='')}/pages/1", 303)


@router.get("/documents/{id}/pages/{number}/image")
def image(frame: HereFrame, study: HereStudy, visitor: Here, id: str, number: int) -> Response:
    document = open_document(study, visitor, id, f"{id}/{number}")
    png = frame.pictures.get((id, number), lambda: page_image(study, document, number))
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})
