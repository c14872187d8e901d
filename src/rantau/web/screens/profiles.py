"""Country and Corridor profiles: scores with intervals, opened to indicators, observations, and their sources."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.framework.language import speaking
from rantau.profile.comparing import Difference
from rantau.study.listings import Row
from rantau.study.profile_listings import (
    assumptions,
    difference_rows,
    opened,
    opened_lines,
    profile_report,
    stock_of,
)
from rantau.study.profile_of_study import StudyProfile, chosen_unit, compute_profile
from rantau.study.profile_tables import (
    changes_since,
    corridor_rows,
    country_rows,
    coverage_of_study,
    not_told_apart,
    profile_stamp,
    years_of,
)
from rantau.study.selecting import Values
from rantau.study.study import Study
from rantau.study.table_listings import apart_rows
from rantau.web.api import api
from rantau.web.api.profile_models import CorridorRow, CountryRow, CoverageRow, UnitReport
from rantau.web.api.table_models import ApartRow
from rantau.web.charts import FAMILIES, Chart
from rantau.web.frame import LATER, PREPARED, Frame, HereFrame, HereStudy
from rantau.web.language import LANGUAGES, N_
from rantau.web.lists import Column, Facet, Listing, add_list, place_facet, traced
from rantau.web.profile_charts import MOST_EXPOSED, profile_chart, readable_profile
from rantau.web.screens import Screen
from rantau.web.tables import as_csv, csv_download
from rantau.web.words import unit_name

SCREEN = Screen(
    "profiles",
    N_("Profiles"),
    "/profiles",
    examples=(
        "/profiles/corridors",
        "/profiles/coverage",
        "/profiles/apart",
        "/profiles/MYS?since=2019",
        "/profiles/MMR-THA",
    ),
)
router = APIRouter()
_lock = threading.Lock()


def _assessed(row: Any) -> list[str]:
    return ["assessed" if row["assessed"] else "not assessed"]


def _field(name: str) -> Values:
    return lambda row: [row[name]]


def _address(row: Any) -> str:
    return f"/profiles/{row['unit'].replace('>', '-')}"


def _scored(element: str) -> Callable[[Row], str]:
    return traced("score", lambda row: f"{row['unit']}/{element}")


def _element(element: str, title: str) -> Column:
    return Column(element, title, "score", link=_scored(element))


_WHOLE = {"country": "human_security", "corridor": "exposure"}


def _whole(element: str) -> tuple[Column, Column]:
    to = _scored(element)
    return (
        Column("value", N_("Score (0 to 100)"), "spread", link=to),
        Column("rank", N_("Rank"), "ranks", link=to),
    )


COUNTRIES = Listing(
    name="profiles",
    title=N_("Country profiles"),
    path="/profiles",
    rows_of=lambda study, _: country_rows(study),
    columns=(
        Column("name", N_("Country"), "unit", of="unit"),
        *_whole("human_security"),
        _element("economic", N_("Economic")),
        _element("food", N_("Food")),
        _element("health", N_("Health")),
        _element("environmental", N_("Environmental")),
        _element("personal", N_("Personal")),
        _element("community", N_("Community")),
        _element("political", N_("Political")),
    ),
    facets=(Facet("assessed", N_("Assessed"), _assessed),),
    link=_address,
    model=CountryRow,
    intro=N_(
        "Insecurity from 0, the most secure of the study's countries, to 100. A dash: not assessed, for want of data."
    ),
)
CORRIDORS = Listing(
    name="corridors",
    title=N_("Corridor profiles"),
    path="/profiles/corridors",
    rows_of=lambda study, _: corridor_rows(study),
    columns=(
        Column("name", N_("Corridor"), "unit", of="unit"),
        *_whole("exposure"),
        _element("origin", N_("Origin")),
        _element("route", N_("Route")),
        _element("destination", N_("Destination")),
        Column("migrants", N_("Migrants"), "number", link=traced("stock", lambda row: row["unit"])),
        Column("note", N_("Remark"), "told", sort=False),
    ),
    facets=(
        Facet("assessed", N_("Assessed"), _assessed),
        place_facet("origin", N_("Origin"), lambda row: row["unit"].split(">")[:1]),
        place_facet("destination", N_("Destination"), lambda row: row["unit"].split(">")[1:]),
    ),
    link=_address,
    model=CorridorRow,
    intro=N_(
        "Exposure of migrants on each corridor: what pushes them, the way, and which protection they lack on arrival."
    ),
)
COVERAGE = Listing(
    name="coverage",
    title=N_("Coverage: which figure is used, too old or missing"),
    path="/profiles/coverage",
    rows_of=lambda study, _: coverage_of_study(study),
    columns=(
        Column("name", N_("Indicator"), "told"),
        Column("dimension", N_("Dimension"), "word"),
        Column("country", N_("Country"), "place", of="place"),
        Column("state", N_("Status"), "word"),
        Column("year", N_("Year"), "year"),
    ),
    facets=(
        Facet("state", N_("Status"), _field("state")),
        Facet("dimension", N_("Dimension"), _field("dimension")),
        place_facet("country", N_("Country"), lambda row: [row["place"]]),
    ),
    link=lambda row: (
        f"/provenance/observation/{row['observation']}"
        if row["observation"]
        else _address({"unit": row["place"]})
    ),
    model=CoverageRow,
)
APART = Listing(
    name="told_apart",
    title=N_("Which can be told apart"),
    path="/profiles/apart",
    rows_of=lambda study, _: apart_rows(compute_profile(study)),
    columns=(
        Column("name", N_("Country or corridor"), "unit", of="unit"),
        Column("other_name", N_("Other"), "unit", of="other"),
        Column(
            "above",
            N_("Probability of less secure"),
            "share",
            link=traced("score", lambda row: f"{row['other']}/{_WHOLE[row['kind']]}"),
        ),
        Column("apart", N_("Told apart"), "yes"),
    ),
    facets=(
        Facet("kind", N_("Kind"), _field("kind")),
        Facet("apart", N_("Told apart"), lambda row: ["yes" if row["apart"] else "no"]),
        place_facet(
            "country", N_("Country"), lambda row: row["unit"].split(">") if ">" not in row["unit"] else ()
        ),
        place_facet("origin", N_("Origin"), lambda row: row["unit"].split(">")[:-1]),
        place_facet("destination", N_("Destination"), lambda row: row["unit"].split(">")[1:]),
    ),
    link=_address,
    model=ApartRow,
    stamp=profile_stamp,
    ahead=False,
)
for _listing in (APART, COUNTRIES, CORRIDORS, COVERAGE):
    add_list(router, api, _listing, aside="_profile_places.html")


def _profile(frame: Frame, study: Study) -> StudyProfile:
    """The profile, computed once for all who look at it until its figures are others."""
    with _lock:
        return frame.kept("profile", profile_stamp(study), lambda: compute_profile(study))


def _prepare(frame: Frame, study: Study) -> None:
    if study.store.stage_run("profile", "study") is not None:
        _profile(frame, study)


def _changes(frame: Frame, study: Study, profile: StudyProfile, year: int) -> list[Difference]:
    with _lock:
        return frame.kept(
            f"changes since {year}", profile_stamp(study), lambda: changes_since(study, profile, year)
        )


def _prepare_changes(frame: Frame, study: Study) -> None:
    """Every year that one can choose: each takes half a second the first time."""
    if study.store.stage_run("profile", "study") is not None:
        profile = _profile(frame, study)
        for year in years_of(profile):
            if not frame.closing:
                _changes(frame, study, profile, year)


PREPARED.append(_prepare)
LATER.append(_prepare_changes)


def _unit(profile: StudyProfile, name: str) -> str:
    return chosen_unit(profile, corridor=name) if "-" in name else chosen_unit(profile, name)


def _chart(frame: Frame, study: Study, name: str) -> Chart | None:
    profile = _profile(frame, study)
    unit = _unit(profile, name)
    return profile_chart(study, unit, opened(profile, unit))


FAMILIES["profile"] = _chart


@router.get("/profiles/{name}.csv")
def table(frame: HereFrame, study: HereStudy, name: str, words: str = "") -> Response:
    profile = _profile(frame, study)
    rows = opened_lines(opened(profile, _unit(profile, name)))
    if words in LANGUAGES:
        names = {one.id: one.name for one in profile.given.indicators}
        with speaking(words):
            return csv_download(readable_profile(rows, names), f"profile.{words}.csv")
    return csv_download(as_csv(rows, list(rows[0])), "profile.csv")


@router.get("/profiles/{name}")
def page(request: Request, frame: HereFrame, study: HereStudy, name: str, since: str = "") -> Response:
    profile = _profile(frame, study)
    unit = _unit(profile, name)
    scores = opened(profile, unit)
    changes = []
    if since.isdecimal() and len(since) == 4:
        changes = difference_rows(_changes(frame, study, profile, int(since)), unit)
    return frame.page(
        request,
        "profile.html",
        title=unit_name(unit),
        unit=unit,
        address=f"/profiles/{unit.replace('>', '-')}",
        year=profile.year,
        level=profile.settings.level,
        whole=next((one for one in scores if one["element"] in ("human_security", "exposure")), scores[0]),
        most=next((one for one in scores if one["element"] == MOST_EXPOSED), None),
        scores=scores,
        figure_of=profile_chart(study, unit, scores),
        since=int(since) if changes else 0,
        years=years_of(profile),
        changes=changes,
        sexes=difference_rows(profile.sexes, unit),
        apart=not_told_apart(profile, unit),
        migrants=stock_of(profile, unit) if ">" in unit else None,
        assumed=assumptions(profile),
    )


@api.get(
    "/profiles/{name}", response_model=UnitReport, summary="One country or corridor, opened to its sources"
)
def data(frame: HereFrame, study: HereStudy, name: str) -> Any:
    profile = _profile(frame, study)
    return profile_report(profile, _unit(profile, name))
