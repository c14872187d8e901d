"""The codebook changed, and the codings that wait since a code or a document's text changed."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.framework.codebook import Codebook
from rantau.study.codebook_editing import KINDS, change_codebook, codebook_version, entry_of
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_listings import waiting_rows
from rantau.study.coding_page import marked_confidential
from rantau.study.listings import Row
from rantau.study.study import Study
from rantau.web.access import Here, Refused, Visitor, needs
from rantau.web.api import api
from rantau.web.api.coding_models import WaitingCodingRow
from rantau.web.frame import HereFrame, HereStudy, found
from rantau.web.language import N_, gettext
from rantau.web.lists import Column, Facet, Listing, add_list
from rantau.web.locking import taking_turns, unchanged, version_of
from rantau.web.screens.reading import open_document
from rantau.web.words import word

router = APIRouter(dependencies=[needs("coder")])
Short = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=20_000)]
Texts = Annotated[list[str] | None, Form(max_length=20)]
_PARTS = 4
"""Codes that one code is split into at most, at once."""


def _waiting(study: Study) -> list[Row]:
    view = CodingDesk(study).view()
    return marked_confidential(view, waiting_rows(view))


add_list(
    router,
    api,
    Listing(
        name="codings_waiting",
        title=N_("Codings that wait for a person"),
        path="/coding/waiting",
        rows_of=lambda study, _: _waiting(study),
        columns=(
            Column("code", N_("Code")),
            Column("why", N_("Why it waits"), "told"),
            Column("quote", N_("Words of the document"), "quote", sort=False),
            Column("document", N_("Document")),
            Column("coder", N_("Coder")),
        ),
        facets=(
            Facet("why", N_("Why it waits"), lambda row: [row["why"]], told=True),
            Facet("coder", N_("Coder"), lambda row: [row["coder"]], word=False),
        ),
        link=lambda row: f"/coding/waiting/{quote(row['id'])}",
        model=WaitingCodingRow,
        by_viewer=True,
        role="coder",
        intro=N_(
            "Their code was split or retired, or their words stand in the document no longer. They count nowhere."
        ),
    ),
    aside="_coding_places.html",
)


# -- codings that wait --------------------------------------------------------------------------------------------


def _waiting_row(study: Study, visitor: Visitor, id: str) -> Row:
    """A coding that waits, for somebody who may read its document."""
    row = found(
        next((one for one in _waiting(study) if one["id"] == id), None),
        N_("This coding waits no longer: somebody has put it where it belongs."),
    )
    if row["document_id"]:
        open_document(study, visitor, row["document_id"], id)
    elif not visitor.may("analyst"):
        raise Refused(403, N_("This document is confidential; an analyst or an owner can read it."))
    return row


@router.get("/coding/waiting/{id}")
def waiting(request: Request, frame: HereFrame, study: HereStudy, visitor: Here, id: str) -> Response:
    row = _waiting_row(study, visitor, id)
    codebook = CodingDesk(study).codebook
    code = codebook.codes.get(row["code"])
    unused = code is None or code.retired
    return frame.page(
        request,
        "waiting.html",
        title=N_("A coding that waits"),
        row=row,
        code=code,
        recodes=unused,
        successors=[codebook[one] for one in codebook.now(row["code"])] if code is not None else [],
        codes=tuple(codebook),
        passages=[one for one in study.store.passages(row["document_id"]) if one.kind != "heading"]
        if row["document_id"] and not unused
        else [],
    )


@router.post("/coding/waiting/{id}", dependencies=[needs("coder")])
def put(
    study: HereStudy,
    visitor: Here,
    id: str,
    act: Short,
    code: Short = "",
    passage: Text = "",
    words: Text = "",
    reason: Text = "",
) -> Response:
    """Put a coding that waits under another code, or on other words; or take one's own away."""

    def do() -> None:
        _waiting_row(study, visitor, id)
        desk = CodingDesk(study)
        if act == "remove":
            desk.remove(id, reason=reason)
        elif act == "recode":
            desk.recode(id, code, reason=reason)
        else:
            desk.move(id, passage, quote=words.replace("\r\n", "\n").strip() or None, reason=reason)

    taking_turns(do)
    return RedirectResponse("/coding/waiting", 303)


# -- changing codes -----------------------------------------------------------------------------------------------


def _kind(kind: str) -> str:
    return found(kind if kind in KINDS else None, N_("There is no such page."))


@router.get("/coding/codebook/{kind}", dependencies=[needs("analyst")])
def form(request: Request, frame: HereFrame, study: HereStudy, kind: str, code: str = "HS") -> Response:
    codebook = CodingDesk(study).codebook
    one = found(codebook.codes.get(code), N_("There is no such code."))
    return frame.page(
        request,
        "codebook_change.html",
        title=N_("Change the codebook"),
        kind=_kind(kind),
        code=one,
        codes=[each for each in codebook if each.id != code],
        parts=_PARTS,
        version=version_of(codebook_version(study.path)),
    )


@router.post("/coding/codebook/{kind}", dependencies=[needs("analyst")])
def change(
    study: HereStudy,
    kind: str,
    code: Short,
    version: Short = "",
    id: Texts = None,
    name: Texts = None,
    definition: Texts = None,
    include: Text = "",
    exclude: Text = "",
    example: Text = "",
    polarity: Short = "",
    other: Short = "",
    into: Short = "",
    reason: Text = "",
) -> Response:
    """Write a change to the codebook."""
    columns = {"id": id or [], "name": name or [], "definition": definition or []}
    count = max((len(one) for one in columns.values()), default=0)
    made = [
        {each: given[number] for each, given in columns.items() if number < len(given)}
        for number in range(count)
    ]
    if len(made) == 1:
        made[0] |= {"include": include, "exclude": exclude, "example": example}
    entry = entry_of(_kind(kind), code, made, reason=reason, polarity=bool(polarity), other=other, into=into)

    def check(now: str) -> None:
        sentence = gettext("The codebook was changed meanwhile.")
        mine = {gettext("Change"): f"{word('codebook ' + kind)}: {code}", gettext("Why"): reason}
        unchanged(
            now,
            version,
            theirs={gettext("State"): sentence},
            mine=mine,
            back=f"/coding/codebook/{kind}?code={quote(code)}",
        )

    codebook = taking_turns(lambda: change_codebook(study, entry, check))
    return RedirectResponse(f"/coding/codes/{quote(_shown(codebook, kind, code, made, into))}", 303)


def _shown(codebook: Codebook, kind: str, code: str, made: list[dict[str, str]], into: str) -> str:
    """The code to show after a change."""
    wanted = into if kind == "merge" else made[0].get("id", "").strip() if made else ""
    return wanted if wanted in codebook else code
