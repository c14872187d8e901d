"""What codings say as a whole: agreement, saturation, what stands together, themes, rigour, the concept graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from rantau.study.coding_acts import put_theme, remove_theme
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_reports import (
    agreement_of,
    agreement_report,
    analysis_report,
    graph_report,
    themes_of,
    themes_report,
)
from rantau.study.coding_rigour import rigour
from rantau.study.coding_view import CodingView
from rantau.study.live_rows import CODED
from rantau.study.study import Study
from rantau.study.thematic_report import report_texts, report_written
from rantau.web.access import needs
from rantau.web.api import api
from rantau.web.api.coding_models import AgreementReport, AnalysisReport, CheckRow, GraphReport, ThemesReport
from rantau.web.charts import FAMILIES, Chart
from rantau.web.coding_charts import agreement_chart, concepts_chart, saturation_chart, themes_chart
from rantau.web.frame import LATER, Frame, HereFrame, HereStudy
from rantau.web.language import LANGUAGES, N_, gettext
from rantau.web.locking import taking_turns, unchanged, version_of
from rantau.web.tables import as_csv, csv_download

router = APIRouter(dependencies=[needs("coder")])
Short = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=20_000)]
Picked = Annotated[tuple[Annotated[str, Field(max_length=2_000)], ...], Form(max_length=500)]
Value = TypeVar("Value")
Level = Literal["units", "characters"]


def _kept(
    frame: Frame, study: Study, name: str, make: Callable[[CodingView], Value], *, patient: bool = True
) -> Value:
    """What is computed from the codings that this visitor may see, once until something changes.

    A page is not patient: in a study of many documents it says that this is being made, and looks again by itself.
    """
    return frame.live.value(
        study,
        f"{name} of {study.acting}",
        frame.live.stamp(study, CODED),
        lambda: make(CodingDesk(study).view()),
        patient=patient,
    )


def _agreement(
    frame: Frame, study: Study, level: Level, *, polarity: bool = False, patient: bool = True
) -> dict[str, Any]:
    seed = study.settings.study.seed
    return _kept(
        frame,
        study,
        f"agreement {level} {polarity}",
        lambda view: agreement_report(
            agreement_of(view, level=level, polarity=polarity, seed=seed), view.notes
        ),
        patient=patient,
    )


def _analysis(frame: Frame, study: Study, *, patient: bool = True) -> dict[str, Any]:
    seed = study.settings.study.seed
    return _kept(frame, study, "analysis", lambda view: analysis_report(view, seed=seed), patient=patient)


def _agreement_chart(frame: Frame, study: Study, which: str) -> Chart | None:
    level: Level = "characters" if which == "characters" else "units"
    return agreement_chart(study, _agreement(frame, study, level))


FAMILIES["agreement"] = _agreement_chart
FAMILIES["coding"] = lambda frame, study, which: (
    saturation_chart(study, _analysis(frame, study))
    if which == "saturation"
    else concepts_chart(study, _kept(frame, study, "concepts", graph_report))
    if which == "concepts"
    else themes_chart(study, _kept(frame, study, "themes map", themes_of))
)


@router.get("/coding/agreement")
def agreement(
    request: Request, frame: HereFrame, study: HereStudy, level: str = "units", polarity: str = ""
) -> Response:
    chosen: Level = "characters" if level == "characters" else "units"
    report = _agreement(frame, study, chosen, polarity=bool(polarity), patient=False)
    return frame.page(
        request,
        "agreement.html",
        title=N_("Agreement between coders"),
        report=report,
        polarity=bool(polarity),
        figure_of=None if polarity else agreement_chart(study, report),
    )


@router.get("/coding/agreement.csv")
def agreement_table(frame: HereFrame, study: HereStudy, level: str = "units") -> Response:
    report = _agreement(frame, study, "characters" if level == "characters" else "units")
    return csv_download(as_csv([*report["codes"], report["overall"]], ["code"]), "agreement.csv")


@router.get("/coding/analysis")
def analysis(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    report = _analysis(frame, study, patient=False)
    return frame.page(
        request,
        "analysis.html",
        title=N_("What the codings say"),
        report=report,
        names=CodingDesk(study).codebook,
        figure_of=saturation_chart(study, report),
    )


_COUNTED = {
    "1 Familiarisation": "/coding/memos",
    "2 Initial codes": "/coding/codings",
    "3 Searching for themes": "/coding/themes",
    "4 Reviewing themes": "/trail?action=themes.changed",
    "5 Defining and naming themes": "/coding/themes",
    "6 Producing the report": "/trail?action=report.written&action=brief.written",
    "Credibility: triangulation": "/sources?sort=source_type",
    "Credibility: negative cases": "/coding/analysis#negative",
    "Credibility: peers and members": "/coding/memos",
    "Transferability: description": "/sources",
    "Dependability: audit trail": "/trail",
    "Dependability: double coding": "/coding/agreement",
    "Confirmability: differences settled": "/trail?action=coding.adjudicated",
    "Confirmability: people's codings with their words": "/coding/codings",
    "Confirmability: reflexivity": "/coding/memos",
}
"""Where what a check of rigour counts is listed."""


@router.get("/coding/rigour")
def checklist(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    checks = _kept(frame, study, "rigour", rigour, patient=False)
    written = frame.kept("report written", study.store.head(), lambda: report_written(study))
    return frame.page(
        request,
        "rigour.html",
        title=N_("Rigour of the analysis"),
        checks=checks,
        counted=_COUNTED,
        written=written,
        files=report_texts(study),
        languages=LANGUAGES,
    )


@router.get("/coding/concepts")
def concepts(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    report = _kept(frame, study, "concepts", graph_report, patient=False)
    return frame.page(
        request,
        "concepts.html",
        title=N_("Concept graph"),
        report=report,
        figure_of=concepts_chart(study, report),
        names={node["id"]: node["name"] for node in report["nodes"]},
    )


@router.get("/coding/themes")
def themes(
    request: Request, frame: HereFrame, study: HereStudy, name: str = "", codes: str = "", suggest: str = ""
) -> Response:
    report = _themes(frame, study, suggest=bool(suggest), patient=False)
    chosen = next((one for one in study.store.themes() if one.name == name), None)
    return frame.page(
        request,
        "themes.html",
        title=N_("Themes"),
        report=report,
        suggest=bool(suggest),
        chosen=chosen,
        version=version_of(chosen),
        name=name[:200],
        picked=list(chosen.codes) if chosen else codes[:5000].split(",") if codes else [],
        names=CodingDesk(study).codebook,
        figure_of=FAMILIES["coding"](frame, study, "themes"),
    )


def _themes(frame: Frame, study: Study, *, suggest: bool, patient: bool = True) -> dict[str, Any]:
    seed = study.settings.study.seed
    return _kept(
        frame,
        study,
        f"themes {suggest}",
        lambda view: themes_report(view, suggest=suggest, seed=seed),
        patient=patient,
    )


LATER += [
    _analysis,
    lambda frame, study: _themes(frame, study, suggest=False),
    lambda frame, study: _kept(frame, study, "themes map", themes_of),
    lambda frame, study: _kept(frame, study, "rigour", rigour),
    lambda frame, study: _kept(frame, study, "concepts", graph_report),
]


@router.post("/coding/themes", dependencies=[needs("coder")])
def theme(
    study: HereStudy,
    name: Short = "",
    codes: Picked = (),
    definition: Text = "",
    reason: Text = "",
    version: Short = "",
    remove: Short = "",
) -> Response:
    picked = " ".join(codes).split()

    def act() -> None:
        now = next((one for one in study.store.themes() if one.name == name), None)
        unchanged(
            now,
            version,
            theirs={
                gettext("Codes"): ", ".join(now.codes) if now else "–",
                gettext("Definition"): now.definition if now else "–",
            },
            mine={gettext("Codes"): ", ".join(picked), gettext("Definition"): definition},
            back="/coding/themes?" + urlencode({"name": name}),
        )
        desk = CodingDesk(study)
        if remove:
            remove_theme(desk, name, reason)
        else:
            put_theme(desk, name, picked, definition, reason)

    taking_turns(act)
    return RedirectResponse("/coding/themes", 303)


# -- the same for programs ------------------------------------------------------------------------------------


@api.get(
    "/coding/agreement", response_model=AgreementReport, summary="Agreement", dependencies=[needs("coder")]
)
def api_agreement(frame: HereFrame, study: HereStudy, level: Level = "units") -> Any:
    return _agreement(frame, study, level)


@api.get("/coding/analysis", response_model=AnalysisReport, summary="Analyses", dependencies=[needs("coder")])
def api_analysis(frame: HereFrame, study: HereStudy) -> Any:
    return _analysis(frame, study)


@api.get("/coding/themes", response_model=ThemesReport, summary="Themes", dependencies=[needs("coder")])
def api_themes(frame: HereFrame, study: HereStudy, suggest: bool = False) -> Any:
    return _themes(frame, study, suggest=suggest)


@api.get("/coding/rigour", response_model=list[CheckRow], summary="Rigour", dependencies=[needs("coder")])
def api_rigour(frame: HereFrame, study: HereStudy) -> Any:
    return [asdict(one) for one in _kept(frame, study, "rigour", rigour)]


@api.get(
    "/coding/concepts", response_model=GraphReport, summary="Concept graph", dependencies=[needs("coder")]
)
def api_concepts(frame: HereFrame, study: HereStudy) -> Any:
    return _kept(frame, study, "concepts", graph_report)
