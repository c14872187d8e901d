"""Brief: whether it is up to date, what it looks like, and its files to save."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.brief.chosen import OPTIONAL_TITLES
from rantau.study.brief_choice import BriefChoice, choose_brief, chosen_brief
from rantau.study.brief_files import brief_files, brief_written, language_in, plain_name
from rantau.study.figure_files import figure_zip, told_figures
from rantau.study.outputs import OutputFolder
from rantau.study.study import Study
from rantau.study.workbench import Progress
from rantau.web.access import Here, needs
from rantau.web.files import download, framed_page
from rantau.web.frame import Frame, HereFrame, HereStudy, found, is_partial
from rantau.web.jobs import Job
from rantau.web.language import LANGUAGES, N_, current, gettext
from rantau.web.locking import unchanged, version_of
from rantau.web.screens import Screen
from rantau.web.screens.overview import states_of

SCREEN = Screen(
    "brief",
    N_("Brief"),
    "/brief",
    examples=("/brief/state", "/brief/figures", "/brief?page=brief-short.html"),
)
router = APIRouter()
_MADE_ON = {
    **dict.fromkeys(("journeys", "scenarios", "mechanisms"), ("/scenarios", N_("Scenarios"))),
    "themes": ("/coding/themes", N_("Themes")),
    "sensitivity": ("", N_("a sensitivity analysis, which the workbench does not run")),
}
"""Name of a figure -> the screen where what it draws is made; any other draws what the documents say."""


@router.get("/brief")
def page(request: Request, frame: HereFrame, study: HereStudy, page: str = "") -> Response:
    files = brief_files(study)
    choice = chosen_brief(study)
    mine = "" if current() == choice.languages[0] else current()
    shown = page if page in files.pages else files.page_in(mine)
    written = frame.kept("brief written", study.store.head(), lambda: brief_written(study))
    return frame.page(
        request,
        "brief.html",
        title=SCREEN.title,
        files=files,
        shown=shown,
        written=written,
        language_in=lambda name: LANGUAGES[language_in(name) or choice.languages[0]],
        plain_name=plain_name,
        languages=LANGUAGES,
        written_in=", ".join(LANGUAGES[one] for one in choice.languages),
        figures=told_figures(study),
        made_on=lambda name: _MADE_ON.get(name, ("/sources", N_("Sources"))),
        sections=OPTIONAL_TITLES,
        choice=choice,
        left_out="; ".join(gettext(OPTIONAL_TITLES[one]) for one in choice.leave_out),
        version=version_of(choice),
    )


@router.get("/brief/state")
def state(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    """Whether the brief is up to date. By itself, and anew as soon as a file of the study is another."""
    stages = states_of(frame, study)
    template = "_brief_state.html" if is_partial(request, "brief-state") else "brief_state.html"
    return frame.page(request, template, title=N_("How the brief stands"), stages=stages)


@router.post("/brief/choose", dependencies=[needs("analyst")])
def choose(
    study: HereStudy,
    hold: Annotated[list[str] | None, Form(max_length=40)] = None,
    short: Annotated[str, Form(max_length=10)] = "",
    language: Annotated[list[str] | None, Form(max_length=10)] = None,
    version: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Choose which sections the brief holds; it is written so by the next run."""
    held = hold or []

    def words(choice: BriefChoice) -> dict[str, str]:
        out = "; ".join(gettext(OPTIONAL_TITLES[one]) for one in choice.leave_out)
        short_form = gettext("yes") if choice.short else gettext("no")
        return {
            N_("Left out"): out or gettext("nothing"),
            N_("The short form too"): short_form,
            N_("Languages"): ", ".join(LANGUAGES.get(one, one) for one in choice.languages),
        }

    def check(now: BriefChoice) -> None:
        left = tuple(one for one in OPTIONAL_TITLES if one not in held)
        mine = BriefChoice(left, bool(short), tuple(language or now.languages))
        unchanged(now, version, theirs=words(now), mine=words(mine), back=SCREEN.path)

    choose_brief(study, held, short=bool(short), languages=language, check=check)
    return RedirectResponse(f"{SCREEN.path}#holds", 303)


@router.post("/brief/build", dependencies=[needs("analyst")])
def build(frame: HereFrame, study: HereStudy, visitor: Here) -> Response:
    """Write the brief, and run what it waits for."""
    return RedirectResponse(f"/jobs/{start_brief(frame, study, visitor.name).id}", 303)


def start_brief(frame: Frame, study: Study, who: str) -> Job:
    """Write the brief in the background; where that is at work or waits already, that work."""

    def work(progress: Progress) -> str:
        study.run(progress=progress)
        return SCREEN.path

    title = N_("Writing the brief")
    return next((one for one in frame.jobs.running() if one.title == title), None) or frame.jobs.start(
        title, who, work
    )


@router.get("/brief/preview/{name}")
def preview(study: HereStudy, name: str) -> Response:
    there = name if name in brief_files(study).pages else None
    wanted = found(there, N_("There is no such file; it may not have been made yet."))
    return framed_page(OutputFolder(study.path / "out"), wanted)


@router.get("/brief/figures.zip")
def figures(study: HereStudy) -> Response:
    """All figures with their data."""
    content = figure_zip(study)
    headers = {
        "Content-Disposition": 'attachment; filename="figures.zip"',
        "Cache-Control": "private, no-cache",
    }
    return Response(content, media_type="application/zip", headers=headers)


@router.get("/brief/files/{name:path}")
def file(study: HereStudy, name: str) -> Response:
    return download(OutputFolder(study.path / "out"), name)
