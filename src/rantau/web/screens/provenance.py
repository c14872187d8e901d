"""Where a figure comes from: from any figure to its page or table row in at most three clicks."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.study.confidential import looked_at
from rantau.study.provenance import Step, chain
from rantau.study.study import Study
from rantau.web.access import Here, Refused, Visitor
from rantau.web.api import api
from rantau.web.api.models import StepRow
from rantau.web.frame import HereFrame, HereStudy
from rantau.web.language import N_

router = APIRouter()


def _chain(study: Study, visitor: Visitor, kind: str, id: str) -> Step:
    """The chain, with the words of confidential documents for those who may see them; a look at them is an event."""
    if kind in ("coding", "coded") and not visitor.may("coder"):
        raise Refused(403, N_("Your role does not allow this; ask an owner of the study."))
    step = chain(study, kind, id, reveal=visitor.may("analyst"))
    if visitor.may("analyst") and _confidential(step):
        looked_at(study, id)
    return step


def _confidential(step: Step) -> bool:
    return bool(step.confidential and step.quote) or any(_confidential(one) for one in step.beneath)


@router.get("/provenance/{kind}/{id:path}")
def page(request: Request, frame: HereFrame, study: HereStudy, visitor: Here, kind: str, id: str) -> Response:
    step = _chain(study, visitor, kind, id)
    return frame.page(request, "provenance.html", title=N_("Where this comes from"), step=step)


@api.get("/provenance/{kind}/{id:path}", response_model=StepRow, summary="The chain of one figure")
def data(study: HereStudy, visitor: Here, kind: str, id: str) -> Any:
    return asdict(_chain(study, visitor, kind, id))
