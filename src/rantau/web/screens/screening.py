"""Screening: an interview read against the rules. Nothing that is answered here is kept, on disk or in a session."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.study.case_screening import screen_answers, screening_questions
from rantau.web.access import needs
from rantau.web.frame import HereFrame
from rantau.web.language import N_
from rantau.web.screens import Screen

SCREEN = Screen("screening", N_("Screening"), "/screening", role="coder")
router = APIRouter(dependencies=[needs("coder")])
_LEVELS = ("yes", "no")


@router.get("/screening")
def form(request: Request, frame: HereFrame) -> Response:
    return _page(request, frame, {}, None)


@router.post("/screening", dependencies=[needs("coder")])
async def screen(request: Request, frame: HereFrame) -> Response:
    """What the rules say of the answers; the page is the only place that holds them."""
    given = await request.form()
    answers = {key: str(value) for key, value in given.items() if value in _LEVELS}
    return _page(request, frame, answers, screen_answers(answers))


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
