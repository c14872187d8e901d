"""Work: what runs in the background, how far it is, and a button to stop it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from rantau.study.study import Study
from rantau.study.workbench import Progress
from rantau.web.access import Here, needs
from rantau.web.frame import Frame, HereFrame, HereStudy, found, is_partial
from rantau.web.jobs import Job
from rantau.web.language import N_
from rantau.web.screens import Screen

SCREEN = Screen("jobs", N_("Work"), "/jobs", role="coder")
router = APIRouter(dependencies=[needs("coder")])


@router.get("/jobs")
def jobs(request: Request, frame: HereFrame) -> Response:
    return frame.page(request, "jobs.html", title=SCREEN.title, jobs=frame.jobs.all())


@router.post("/jobs/run", dependencies=[needs("analyst")])
def run(frame: HereFrame, study: HereStudy, visitor: Here) -> Response:
    """Run the stages that are not done."""
    return RedirectResponse(f"/jobs/{start_run(frame, study, visitor.name).id}", 303)


def start_run(frame: Frame, study: Study, by: str) -> Job:
    """Run the stages in the background, as ``rantau run`` does."""

    def work(progress: Progress) -> str:
        study.run(progress=progress)
        return "/"

    return frame.jobs.start(N_("Running the stages"), by, work)


@router.get("/jobs/{id}")
def job(request: Request, frame: HereFrame, id: str) -> Response:
    one = found(frame.jobs.get(id), N_("There is no such work; it may have been long ago."))
    template = "_job.html" if is_partial(request, "job") else "job.html"
    return frame.page(request, template, title=one.title, job=one)


@router.post("/jobs/{id}/cancel", dependencies=[needs("analyst")])
def cancel(frame: HereFrame, id: str) -> Response:
    frame.jobs.cancel(id)
    return RedirectResponse(f"/jobs/{id}", 303)
