"""Screening: an interview, or a file of cases, read against the rules. Nothing of either is written anywhere."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from itertools import chain
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from rantau.study.case_desk import SMALLEST_CELL, screen_upload
from rantau.study.case_screening import record_csv, screen_answers, screening_questions
from rantau.study.sources import safe_name
from rantau.study.workbench import Progress
from rantau.web.access import Here, Refused, needs
from rantau.web.cases import Held
from rantau.web.frame import Frame, HereFrame, found
from rantau.web.language import LANGUAGES, N_
from rantau.web.screens import Screen

SCREEN = Screen("screening", N_("Screening"), "/screening", role="coder", examples=("/screening/cases",))
router = APIRouter(dependencies=[needs("coder")])
_LEVELS = ("yes", "no")
_GONE = N_("This is held no longer. Nothing of a case file is kept for more than an hour; send it again.")


@router.get("/screening")
def form(request: Request, frame: HereFrame) -> Response:
    return _page(request, frame, {}, None)


@router.post("/screening", dependencies=[needs("coder")])
async def screen(request: Request, frame: HereFrame) -> Response:
    """What the rules say of the answers; the page is the only place that holds them."""
    given = await request.form()
    answers = {key: str(value) for key, value in given.items() if value in _LEVELS}
    return _page(request, frame, answers, screen_answers(answers))


# -- files of cases -----------------------------------------------------------------------------------------------


@router.get("/screening/cases")
def cases(request: Request, frame: HereFrame, visitor: Here) -> Response:
    return _cases_page(request, frame, held=frame.cases.of(visitor.name))


@router.post("/screening/cases", dependencies=[needs("coder")])
def screen_cases(
    frame: HereFrame,
    visitor: Here,
    file: Annotated[UploadFile, File()],
    mapping: Annotated[UploadFile | None, File()] = None,
    columns: Annotated[str, Form(max_length=300)] = "outcome",
    smallest: Annotated[int, Form(ge=2, le=10_000)] = SMALLEST_CELL,
    pseudonymise: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Screen a file of cases in the background; the result is for whoever sent it."""
    data, name = file.file.read(), safe_name(file.filename or "")
    columns_mean = mapping.file.read() if mapping is not None else b""
    if not data:
        raise Refused(400, N_("No file was chosen."))

    def work(progress: Progress) -> str:
        made = screen_upload(
            data,
            name,
            as_of=datetime.now(UTC).date(),
            columns=columns.split(","),
            smallest=smallest,
            pseudonymise=bool(pseudonymise),
            mapping=columns_mean,
            progress=progress,
        )
        return f"/screening/cases/{frame.cases.hold(visitor.name, made)}"

    return RedirectResponse(
        f"/jobs/{frame.jobs.start(N_('Screening a file of cases'), visitor.name, work).id}", 303
    )


@router.get("/screening/cases/{key}.csv", dependencies=[needs("analyst")])
def per_case(frame: HereFrame, visitor: Here, key: str, words: str = "") -> Response:
    """What is said of each record: for programs, or with ``?words=id`` for people to read in that language."""
    one = found(frame.cases.get(visitor.name, key), _GONE)
    language = words if words in LANGUAGES else ""
    # The mark by which spreadsheets know UTF-8.
    mark = codecs.BOM_UTF8 if language else b""
    parts = (text.encode("utf-8") for text, _ in record_csv(one.cases.cases, language))
    name = f"screened-cases.{language}.csv" if language else "screened-cases.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(chain((mark,), parts), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/screening/cases/{key}")
def screened(request: Request, frame: HereFrame, visitor: Here, key: str) -> Response:
    one = found(frame.cases.get(visitor.name, key), _GONE)
    return _cases_page(request, frame, held=[one], shown=one)


@router.post("/screening/cases/{key}/forget", dependencies=[needs("coder")])
def forget(frame: HereFrame, visitor: Here, key: str) -> Response:
    frame.cases.forget(visitor.name, key)
    return RedirectResponse("/screening/cases", 303)


def _cases_page(request: Request, frame: Frame, *, held: list[Held], shown: Held | None = None) -> Response:
    from rantau.policy.screening import NOTICE

    title = N_("Screening a file of cases")
    return frame.page(
        request, "cases.html", title=title, held=held, shown=shown, notice=NOTICE, smallest=SMALLEST_CELL
    )


def _page(
    request: Request, frame: HereFrame, answers: dict[str, str], said: dict[str, object] | None
) -> Response:
    from rantau.policy.screening import NOTICE

    return frame.page(
        request,
        "screening.html",
        title=SCREEN.title,
        parts=screening_questions(),
        answers=answers,
        said=said,
        notice=NOTICE,
    )
