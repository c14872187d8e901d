"""A scenario of the study's own, made and changed: its levers as fields of a form, or all of it as text."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from rantau.framework.errors import BadInput
from rantau.simulation.levers import LEVERS
from rantau.simulation.states import SECTORS
from rantau.study.scenario_desk import Listed, copy_scenario, listed_scenario, write_scenario
from rantau.study.scenario_fields import (
    ChangeFields,
    ScenarioFields,
    choices,
    faults,
    fields_of,
    has_notes,
)
from rantau.study.simulating import study_register, study_world
from rantau.study.study import Study
from rantau.web.access import needs
from rantau.web.frame import Frame, HereFrame, HereStudy, found, is_partial
from rantau.web.language import N_
from rantau.web.locking import unchanged, version_of
from rantau.web.refusing import said_on_page

router = APIRouter()
_ANALYST = [needs("analyst")]
_NONE = N_("There is no such scenario.")
_LONGEST = 1000
_FIELD = re.compile(r"lever-([1-9][0-9]{0,2})")
Text = Annotated[str, Form(max_length=200_000)]


async def _sent(request: Request) -> FormData:
    return await request.form()


Sent = Annotated[FormData, Depends(_sent)]


@router.post("/scenarios/new", dependencies=_ANALYST)
def new(study: HereStudy, new: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Begin one without any lever."""
    return _copied(study, new.strip(), "baseline")


@router.post("/scenarios/{name}/copy", dependencies=_ANALYST)
def copy(study: HereStudy, name: str, new: Annotated[str, Form(max_length=100)] = "") -> Response:
    return _copied(study, new.strip(), found(listed_scenario(study, name), _NONE).name)


def _copied(study: Study, name: str, like: str) -> Response:
    copy_scenario(study, name, like)
    return RedirectResponse(f"/scenarios/{name}/edit", 303)


@router.get("/scenarios/{name}/edit", dependencies=_ANALYST)
def edit(request: Request, frame: HereFrame, study: HereStudy, name: str) -> Response:
    row = _own(study, name)
    fields = fields_of(row.text)
    if fields is None:
        return _as_text(request, frame, row, row.text, version_of(row.text), row.problem, unfit=True)
    wrong = faults(fields, name, study_world(study)) if row.problem else {}
    return _as_fields(request, frame, study, row, fields, version_of(row.text), wrong)


@router.post("/scenarios/{name}/edit", dependencies=_ANALYST)
def change(request: Request, frame: HereFrame, study: HereStudy, name: str, sent: Sent) -> Response:
    """Add a lever to the form, take one away, or save all of it."""
    row, fields, version = _own(study, name), _fields_sent(sent), _one(sent, "version")
    act, _, position = _one(sent, "act").partition("-")
    world = study_world(study)
    if act == "add":
        fields = fields.with_lever(_one(sent, "add"))
    elif act == "remove":
        fields = fields.without(int(position) if position.isdecimal() and len(position) < 4 else 0)
    else:
        wrong = faults(fields, name, world)
        if wrong:
            return _as_fields(request, frame, study, row, fields, version, wrong, 400)
        return _saved(study, row, fields.text(), version)
    return _as_fields(request, frame, study, row, fields, version, {})


@router.get("/scenarios/{name}/edit/text", dependencies=_ANALYST)
def edit_text(request: Request, frame: HereFrame, study: HereStudy, name: str) -> Response:
    row = _own(study, name)
    return _as_text(request, frame, row, row.text, version_of(row.text), row.problem)


@router.post("/scenarios/{name}/edit/text", dependencies=_ANALYST)
def change_text(
    request: Request, frame: HereFrame, study: HereStudy, name: str, text: Text = "", version: Text = ""
) -> Response:
    row = _own(study, name)
    try:
        return _saved(study, row, text, version)
    except BadInput as error:
        return _as_text(request, frame, row, text, version, said_on_page(error, study.path), status=400)


def _saved(study: Study, row: Listed, text: str, version: str) -> Response:
    unchanged(
        row.text,
        version,
        theirs={N_("Scenario"): row.text},
        mine={N_("Scenario"): text},
        back=f"/scenarios/{row.name}/edit",
    )
    write_scenario(study, row.name, text)
    return RedirectResponse(f"/scenarios/{row.name}", 303)


def _own(study: Study, name: str) -> Listed:
    row = listed_scenario(study, name)
    return found(row if row is not None and row.origin == "study" else None, _NONE)


def _one(sent: FormData, name: str) -> str:
    value = sent.get(name, "")
    return value[:_LONGEST] if isinstance(value, str) else ""


def _several(sent: FormData, name: str) -> tuple[str, ...]:
    values = (one for one in sent.getlist(name) if isinstance(one, str))
    return tuple(one[:_LONGEST] for one in dict.fromkeys(values))


def _fields_sent(sent: FormData) -> ScenarioFields:
    """The form as it was sent; a row of a lever that there is not is left out."""
    numbers = sorted(int(match.group(1)) for name in sent if (match := _FIELD.fullmatch(name)))
    rows = (
        ChangeFields(
            _one(sent, f"lever-{n}"),
            _several(sent, f"where-{n}"),
            _one(sent, f"manner-{n}"),
            _one(sent, f"amount-{n}"),
            _one(sent, f"from-{n}"),
            _one(sent, f"over-{n}"),
            _one(sent, f"until-{n}"),
            _several(sent, f"sector-{n}"),
        )
        for n in numbers
    )
    return ScenarioFields(
        _one(sent, "title"), _one(sent, "description"), tuple(one for one in rows if one.of is not None)
    )


def _as_fields(
    request: Request,
    frame: Frame,
    study: Study,
    row: Listed,
    fields: ScenarioFields,
    version: str,
    wrong: dict[tuple[int, str], str],
    status: int = 200,
) -> Response:
    partial = is_partial(request, "scenario-form")
    return frame.page(
        request,
        "_scenario_form.html" if partial else "scenario_edit.html",
        status=status,
        title=row.title,
        row=row,
        fields=fields,
        faults=wrong,
        version=version,
        notes=has_notes(row.text),
        offered=choices(study_world(study), study_register(study).values),
        levers=LEVERS,
        sectors=SECTORS,
        as_text=False,
    )


def _as_text(
    request: Request,
    frame: Frame,
    row: Listed,
    text: str,
    version: str,
    problem: str,
    *,
    unfit: bool = False,
    status: int = 200,
) -> Response:
    return frame.page(
        request,
        "scenario_edit.html",
        status=status,
        title=row.title,
        row=row,
        text=text,
        version=version,
        problem=problem,
        levers=LEVERS,
        as_text=True,
        unfit=unfit,
    )
