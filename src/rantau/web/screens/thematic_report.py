"""The thematic report: written in the background, looked at, and its files to save."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from rantau.study.thematic_report import PAGE, report_folder, write_thematic_report
from rantau.study.workbench import Progress
from rantau.web.access import Here, needs
from rantau.web.files import download, framed_page
from rantau.web.frame import HereFrame, HereStudy, found
from rantau.web.language import LANGUAGES, N_

router = APIRouter(dependencies=[needs("coder")])


@router.post("/coding/report", dependencies=[needs("analyst")])
def build(
    frame: HereFrame, study: HereStudy, visitor: Here, language: Annotated[str, Form(max_length=5)] = ""
) -> Response:
    """Write the report anew, in a language or in those of the study's brief."""
    chosen = [language] if language in LANGUAGES else []

    def work(progress: Progress) -> str:
        write_thematic_report(study, languages=chosen, progress=progress)
        return "/coding/rigour"

    job = frame.jobs.start(N_("Writing the thematic report"), visitor.name, work)
    return RedirectResponse(f"/jobs/{job.id}", 303)


@router.get("/coding/report/preview")
def preview(study: HereStudy) -> Response:
    folder = report_folder(study)
    found(folder.file(PAGE), N_("There is no such file; it may not have been made yet."))
    return framed_page(folder, PAGE)


@router.get("/coding/report/files/{name:path}")
def file(study: HereStudy, name: str) -> Response:
    return download(report_folder(study), name)
