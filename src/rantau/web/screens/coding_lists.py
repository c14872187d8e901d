"""Lists of coding, and coders side by side: codebook, codings, memos, who codes what, and what coders differ on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.framework.codebook import codebook_words
from rantau.framework.language import LANGUAGES, speaking
from rantau.store.records import Coding
from rantau.study.coding_acts import adjudicate, assign, lift, unassign
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_listings import (
    assignment_rows,
    codebook_rows,
    coding_rows,
    difference_rows,
    memo_rows,
)
from rantau.study.coding_page import beside, marked_confidential
from rantau.study.confidential import masked
from rantau.study.listings import Row
from rantau.study.selecting import Values
from rantau.study.study import Study
from rantau.web.access import Here, Refused, Visitor, needs
from rantau.web.api import api
from rantau.web.api.coding_models import (
    AssignmentRow,
    CodeRow,
    CodingRow,
    DifferenceRow,
    GivenAdjudication,
    MemoRow,
)
from rantau.web.frame import HereFrame, HereStudy, found, is_partial
from rantau.web.language import N_, gettext
from rantau.web.lists import Column, Facet, Listing, add_list, traced
from rantau.web.locking import taking_turns, unchanged, version_of
from rantau.web.screens.entering import inside
from rantau.web.screens.reading import open_document

router = APIRouter(dependencies=[needs("coder")])
Short = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=20_000)]


def _field(name: str) -> Values:
    return lambda row: [str(row[name])] if row[name] not in (None, "") else []


def _if(count: str, kind: str) -> Callable[[Row], str]:
    """The chain of a code's count; none where nothing was counted."""
    return lambda row: f"{kind}/{row['id']}" if row[count] else ""


def _place(row: Row) -> str:
    return f"/coding/documents/{row['document_id']}?" + urlencode({"passage": row["passage"]})


def _codebook(study: Study) -> list[Row]:
    desk = CodingDesk(study)
    return codebook_rows(desk.codebook, desk.view().judged)


def _in_other_languages(row: Row) -> str:
    """What a code of the shipped codebook is called, and how it is defined, in each language."""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said += [codebook_words(row["name"]), codebook_words(row["definition"])]
    return " ".join(said)


def _codings(study: Study) -> list[Row]:
    view = CodingDesk(study).view()
    return marked_confidential(view, coding_rows(view))


def _differences(study: Study) -> list[Row]:
    view = CodingDesk(study).view()
    rows = marked_confidential(view, difference_rows(view))
    for row in rows:
        row["accepting"] = [{**one, "confidential": row["confidential"]} for one in row["accepting"]]
    return rows


def _memos(study: Study) -> list[Row]:
    view = CodingDesk(study).view()
    secret = {one.id for one in view.documents if one.confidential}
    files = {view.files[id] for id in secret}
    codings = {one.id for id in secret for one in view.store.codings(id)}
    return [{**row, "confidential": row["about"] in files | codings} for row in memo_rows(view)]


LISTINGS = (
    Listing(
        name="codebook",
        title=N_("Codebook"),
        path="/coding/codebook",
        rows_of=lambda study, _: _codebook(study),
        columns=(
            Column("name", N_("Code"), "code"),
            Column("id", N_("Short name")),
            Column("definition", N_("Definition"), "code", sort=False),
            Column("passages", N_("Passages"), "number", link=traced("coded", _if("passages", "code"))),
            Column(
                "suggestions",
                N_("Suggestions"),
                "number",
                link=traced("coded", _if("suggestions", "proposed")),
            ),
        ),
        facets=(
            Facet("theory", N_("Theory"), _field("theory")),
            Facet("used", N_("In use"), lambda row: ["yes" if row["passages"] else "no"]),
        ),
        link=lambda row: f"/coding/codes/{quote(row['id'])}",
        found_by=_in_other_languages,
        model=CodeRow,
        by_viewer=True,
        role="coder",
    ),
    Listing(
        name="codings",
        title=N_("Codings"),
        path="/coding/codings",
        rows_of=lambda study, _: _codings(study),
        columns=(
            Column("code", N_("Code")),
            Column("polarity", N_("Tells of"), "word"),
            Column("quote", N_("Words of the document"), "quote", sort=False),
            Column("document", N_("Document")),
            Column("page", N_("Page"), "number"),
            Column("coder", N_("Coder")),
            Column("status", N_("Status"), "word"),
            Column("time", N_("Time (UTC)")),
        ),
        facets=(
            Facet("coder", N_("Coder"), _field("coder"), word=False),
            Facet("code", N_("Code"), _field("code"), word=False),
            Facet("status", N_("Status"), _field("status")),
            Facet("document", N_("Document"), _field("document"), word=False),
        ),
        link=_place,
        model=CodingRow,
        by_viewer=True,
        role="coder",
        intro=N_("What people coded. Codings of others in documents that you code blind are not among them."),
    ),
    Listing(
        name="differences",
        title=N_("What coders differ on"),
        path="/coding/differences",
        rows_of=lambda study, _: _differences(study),
        columns=(
            Column("code", N_("Code")),
            Column("differs", N_("What differs"), "word"),
            Column("document", N_("Document")),
            Column("page", N_("Page"), "number"),
            Column("accepting", N_("Apply it"), "number", sort=False),
            Column("rejecting", N_("Reject it"), "number", sort=False),
            Column("silent", N_("Did not use it"), "number", sort=False),
        ),
        facets=(
            Facet("differs", N_("What differs"), _field("differs")),
            Facet("document", N_("Document"), _field("document"), word=False),
        ),
        link=lambda row: f"/coding/differences/{quote(row['passage'])}?" + urlencode({"code": row["code"]}),
        model=DifferenceRow,
        by_viewer=True,
        role="coder",
        intro=N_(
            "Nobody has settled these yet. Coders' own codings stay, so that agreement can be measured."
        ),
    ),
    Listing(
        name="memos",
        title=N_("Memos"),
        path="/coding/memos",
        rows_of=lambda study, _: _memos(study),
        columns=(
            Column("text", N_("Memo"), sort=False),
            Column("about", N_("About")),
            Column("coder", N_("Coder")),
            Column("time", N_("Time (UTC)")),
        ),
        facets=(Facet("coder", N_("Coder"), _field("coder"), word=False),),
        model=MemoRow,
        by_viewer=True,
        sort="-time",
        role="coder",
    ),
    Listing(
        name="assignments",
        title=N_("Who codes what"),
        path="/coding/assignments",
        rows_of=lambda study, _: assignment_rows(CodingDesk(study).view()),
        columns=(
            Column("coder", N_("Coder")),
            Column("document", N_("Document")),
            Column("blind", N_("Blind"), "yes"),
            Column("done", N_("Done"), "yes"),
            Column("open", N_("Open to each other"), "yes"),
        ),
        facets=(
            Facet("coder", N_("Coder"), _field("coder"), word=False),
            Facet("done", N_("Done"), lambda row: ["yes" if row["done"] else "no"]),
        ),
        model=AssignmentRow,
        by_viewer=True,
        role="coder",
        intro=N_("Who codes a document blind does not see what others coded in it until all are done."),
    ),
)
_ASIDES = {"memos": "_memos_aside.html", "assignments": "_assignments_aside.html"}
for _listing in LISTINGS:
    add_list(router, api, _listing, aside=_ASIDES.get(_listing.name, "_coding_places.html"))


@router.get("/coding/codes/{id}")
def code(request: Request, frame: HereFrame, study: HereStudy, id: str) -> Response:
    desk = CodingDesk(study)
    one = found(desk.codebook.codes.get(id), N_("There is no such code."))
    if is_partial(request, "code-info"):
        return frame.page(request, "_code.html", code=one)
    view = desk.view()
    rows = marked_confidential(view, coding_rows(view, code=id))
    arrows = [each for each in desk.codebook.arrows if id in (each.start, each.end)]
    return frame.page(
        request,
        "code.html",
        title=codebook_words(one.name),
        code=one,
        above=[desk.codebook[each] for each in reversed(desk.codebook.above(id)) if each in desk.codebook],
        beneath=[each for each in desk.codebook.beneath(id) if each.parent == id],
        successors=[desk.codebook[each] for each in desk.codebook.now(id)] if one.retired else [],
        arrows=arrows,
        concepts={end: desk.codebook.name_of(end) for each in arrows for end in (each.start, each.end)},
        rows=masked(rows)[:20],
        total=len(rows),
        all="/coding/codings?"
        + urlencode({"code": sorted({row["code"] for row in rows}) or [id]}, doseq=True),
        memos=[row for row in memo_rows(view) if row["about"] == id],
    )


@router.get("/coding/compare/{id}")
def compare(request: Request, frame: HereFrame, study: HereStudy, visitor: Here, id: str) -> Response:
    one = open_document(study, visitor, id, id)
    view = CodingDesk(study).view()
    coders, rows = beside(view, id)
    return frame.page(
        request, "compare.html", title=one.title or one.file, document=one, coders=coders, rows=rows,
        names=view.codebook, blind=id in view.hidden,
    )  # fmt: skip


# -- adjudication ---------------------------------------------------------------------------------------------


def _difference(study: Study, visitor: Visitor, passage: str, code: str) -> Row:
    """One difference, for somebody who may read its document."""
    document = passage.partition("/")[0]
    open_document(study, visitor, document, passage)
    return found(
        next((row for row in _differences(study) if (row["passage"], row["code"]) == (passage, code)), None),
        N_("Coders do not differ here, or somebody has settled it."),
    )


@router.get("/coding/differences/{passage:path}")
def difference(
    request: Request, frame: HereFrame, study: HereStudy, visitor: Here, passage: str, code: str = ""
) -> Response:
    row = _difference(study, visitor, passage, code)
    return frame.page(
        request,
        "difference.html",
        title=N_("A difference between coders"),
        row=row,
        passage=study.store.passage(passage),
        code=CodingDesk(study).codebook[code],
        version=version_of(row),
    )


@router.post("/coding/adjudications", dependencies=[needs("coder")])
def settle(
    study: HereStudy,
    visitor: Here,
    passage: Short = "",
    code: Short = "",
    applies: Short = "",
    reason: Text = "",
    polarity: Short = "",
    words: Text = "",
    version: Short = "",
) -> Response:
    def act() -> None:
        here = f"/coding/differences/{quote(passage)}?" + urlencode({"code": code})
        try:
            row = _difference(study, visitor, passage, code)
        except Refused as refused:
            if refused.status == 403:  # not theirs to read, so not to settle
                raise
            row = {}
        unchanged(
            row,
            version,
            theirs={
                gettext("Apply it"): ", ".join(one["coder"] for one in row.get("accepting", [])) or "–",
                gettext("Reject it"): ", ".join(row.get("rejecting", [])) or "–",
            },
            mine={gettext("The code applies"): applies, gettext("Why"): reason},
            back=here if row else "/coding/differences",
        )
        adjudicate(
            CodingDesk(study),
            passage,
            code,
            applies=applies == "yes",
            reason=reason,
            polarity=[polarity] if polarity else (),
            quote=words.replace("\r\n", "\n") or None,
        )

    taking_turns(act)
    return RedirectResponse("/coding/differences", 303)


@api.post(
    "/adjudications",
    response_model=list[CodingRow],
    summary="Settle what coders differ on",
    dependencies=[needs("coder")],
)
def api_settle(study: HereStudy, visitor: Here, given: GivenAdjudication) -> Any:
    polarity = [given.polarity] if given.polarity else ()

    def act() -> list[Coding]:
        # What somebody has settled is not settled over by who did not see it.
        _difference(study, visitor, given.passage, given.code)
        return adjudicate(
            CodingDesk(study), given.passage, given.code, applies=given.applies, reason=given.reason,
            polarity=polarity, quote=given.quote,
        )  # fmt: skip

    made = taking_turns(act)
    ids = {one.id for one in made}
    return [row for row in _codings(study) if row["id"] in ids]


# -- assignments ----------------------------------------------------------------------------------------------


@router.post("/coding/assignments", dependencies=[needs("analyst")])
def give(
    study: HereStudy,
    coder: Short = "",
    document: Text = "",
    act: Short = "give",
    blind: Short = "",
    reason: Text = "",
) -> Response:
    names = [one.strip() for one in document.replace("\r\n", "\n").split("\n") if one.strip()]

    def do() -> None:
        desk = CodingDesk(study)
        if act == "take":
            unassign(desk, coder, names)
        elif act == "lift":
            for name in names:
                lift(desk, name, reason)
        else:
            assign(desk, coder, names, blind=bool(blind))

    taking_turns(do)
    return RedirectResponse(inside("/coding/assignments"), 303)
