"""The figures that the brief prints, each with its chain; and the brief for programs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from rantau.study.brief_files import brief_written
from rantau.study.outputs import OutputFolder
from rantau.study.provenance_figures import brief_figure_rows
from rantau.study.study import Study
from rantau.web.access import Here, needs
from rantau.web.api import api
from rantau.web.api.scenario_models import BriefFigureRow, BriefState, JobRow
from rantau.web.files import download
from rantau.web.frame import HereFrame, HereStudy
from rantau.web.language import N_
from rantau.web.lists import Column, Facet, Listing, add_list
from rantau.web.screens.brief import start_brief
from rantau.web.screens.scenario_api import job_row

router = APIRouter()


def _written(study: Study) -> object:
    """When the brief was written last."""
    try:
        return (study.path / "out" / "brief.json").stat().st_mtime_ns
    except OSError:
        return 0


FIGURES = Listing(
    name="brief-figures",
    title=N_("Figures of the brief"),
    path="/brief/figures",
    rows_of=lambda study, _: brief_figure_rows(study),
    columns=(
        Column("text", N_("Figure"), "told"),
        Column("what", N_("What it is"), "said"),
        Column("kind", N_("Kind"), "word"),
        Column("steps", N_("Records beneath"), "number"),
        Column("id", N_("Number in the register")),
    ),
    facets=(Facet("kind", N_("Kind"), lambda row: [row["kind"]]),),
    link=lambda row: f"/provenance/figure/{row['id']}",
    model=BriefFigureRow,
    changed_by=("brief.",),
    stamp=_written,
    intro=N_(
        "Every number that the brief prints; each leads to the pages and rows of tables that it was made from."
    ),
)
add_list(router, api, FIGURES)


@api.get("/brief", response_model=BriefState, summary="How the brief stands, and its files")
def state(study: HereStudy) -> Any:
    written = brief_written(study)
    return {
        "stages": study.stages(),
        "written_at": written.time if written else "",
        "written_by": written.actor if written else "",
        "files": OutputFolder(study.path / "out").sizes(),
    }


@api.post(
    "/brief",
    response_model=JobRow,
    status_code=202,
    summary="Write the brief in the background, and run what it waits for",
    dependencies=[needs("analyst")],
)
def build(frame: HereFrame, study: HereStudy, visitor: Here) -> Any:
    return job_row(start_brief(frame, study, visitor.name))


@api.get("/brief/files/{name:path}", response_class=Response, summary="A file of the brief")
def file(study: HereStudy, name: str) -> Response:
    return download(OutputFolder(study.path / "out"), name)
