"""The monitor: states by indicators, rounds, promise beside practice; and stance, measures, what binds, what to do."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from rantau.framework.indicators import PILLARS
from rantau.policy.monitor import monitor_indicators
from rantau.policy.monitor_report import MARKS
from rantau.study.listings import Row
from rantau.study.policy_monitor import (
    commitment_rows,
    monitor_rows,
    region_listing,
)
from rantau.study.policy_recommend import bond_rows, recommendation_rows
from rantau.study.policy_stance import measure_rows, stance_rows
from rantau.study.selecting import Values
from rantau.web.api import api
from rantau.web.api.policy_models import (
    BondRow,
    CommitmentRow,
    MeasureRow,
    MonitorRow,
    RecommendationRow,
    RegionRow,
    StanceRow,
)
from rantau.web.frame import HereFrame, HereStudy, found
from rantau.web.language import N_
from rantau.web.lists import Column, Facet, Listing, add_list, listed_of, place_facet, traced
from rantau.web.screens import Screen

SCREEN = Screen(
    "monitor",
    N_("Monitor"),
    "/monitor/states",
    examples=(
        "/monitor/states?pillar=protection&all=1",
        "/monitor",
        "/monitor/region",
        "/monitor/commitments",
        "/monitor/rounds",
        "/monitor/changes",
        "/stance",
        "/measures",
        "/measures/proposed",
        "/instruments",
        "/recommendations",
        "/recommendations/{recommendation}",
    ),
)
router = APIRouter()
_ASIDE = "_monitor_places.html"


def _field(name: str) -> Values:
    return lambda row: [str(row[name])] if row[name] not in (None, "") else []


def _state(name: str = "state") -> Facet:
    return place_facet("state", N_("State"), lambda row: [row[name]])


_MONITORED = traced("monitored", lambda row: f"{row['indicator']}/{row['state']}")
_INDICATOR = traced("indicator", lambda row: row["indicator"])
_STANCE = traced("stance", lambda row: f"{row['state']}/{row['axis']}/{row['level']}/{row['stream']}")
_BOND = traced("bond", lambda row: f"{row['instrument']}/{row['state']}")

MONITOR = Listing(
    name="monitor",
    title=N_("The protection monitor as a list"),
    path="/monitor",
    rows_of=lambda study, _: monitor_rows(study),
    columns=(
        Column("name", N_("Indicator"), "told"),
        Column("state", N_("State"), "place"),
        Column("value", N_("Figure"), "between", link=_MONITORED),
        Column("year", N_("Year"), "year"),
        Column("target", N_("Target"), "number", link=_MONITORED),
        Column("gap", N_("Gap"), "number", link=_MONITORED),
        Column("word", N_("How far"), "marked"),
        Column("trend", N_("Trend"), "word"),
        Column("missing", N_("Why there is none"), "word"),
        Column("sources", N_("Source"), "works"),
    ),
    facets=(
        Facet("word", N_("How far"), _field("word")),
        _state(),
        Facet("trend", N_("Trend"), _field("trend")),
    ),
    model=MonitorRow,
    sort="-year",
    intro=N_(
        "Each indicator for each state: the figure that stands after all rounds, its target and how far it is. A word "
        "stands only where there is a figure, and never as a colour alone."
    ),
)
REGION = Listing(
    name="region",
    title=N_("The monitor over the region"),
    path="/monitor/region",
    rows_of=lambda study, _: region_listing(study),
    columns=(
        Column("name", N_("Indicator"), "told"),
        Column("pillar", N_("Pillar"), "word"),
        Column("with_data", N_("States with data"), "number", link=_INDICATOR),
        Column("states", N_("States"), "number", link=_INDICATOR),
        Column("least", N_("Lowest"), "number", link=_INDICATOR),
        Column("median", N_("Middle"), "number", link=_INDICATOR),
        Column("most", N_("Highest"), "number", link=_INDICATOR),
        Column("target", N_("Target"), "number", link=_INDICATOR),
        Column("better", N_("Better"), "number", link=_INDICATOR),
        Column("worse", N_("Worse"), "number", link=_INDICATOR),
    ),
    facets=(
        Facet("pillar", N_("Pillar"), _field("pillar")),
        Facet("dimension", N_("Dimension"), _field("dimension")),
    ),
    model=RegionRow,
    sort="-with_data",
    intro=N_("Counts and spread over the study's states, never an average that hides who is missing."),
)
COMMITMENTS = Listing(
    name="commitments",
    title=N_("Promise beside practice"),
    path="/monitor/commitments",
    rows_of=lambda study, _: commitment_rows(study),
    columns=(
        Column("state", N_("State"), "place"),
        Column("instrument", N_("Instrument")),
        Column("article", N_("Article")),
        Column("strength", N_("Strength"), "word"),
        Column("bound", N_("Bound"), "word"),
        Column("since", N_("Since")),
        Column("word", N_("How far"), "word"),
        Column("finding", N_("In words"), "told"),
    ),
    facets=(
        _state(),
        Facet("instrument", N_("Instrument"), _field("instrument"), word=False),
        Facet("bound", N_("Bound"), _field("bound")),
        Facet("word", N_("How far"), _field("word")),
    ),
    model=CommitmentRow,
    intro=N_(
        "Every duty that an indicator tests: whether the state is bound by it, and what the figures say."
    ),
)
STANCE = Listing(
    name="stance",
    title=N_("Stance of states on two axes"),
    path="/stance",
    rows_of=lambda study, _: stance_rows(study),
    columns=(
        Column("state", N_("State"), "place"),
        Column("axis", N_("Axis"), "word"),
        Column("level", N_("Law or practice"), "word"),
        Column("stream", N_("From"), "word"),
        Column("share", N_("Percent that points to more"), "between", link=_STANCE),
        Column("witnesses", N_("Witnesses"), "number", link=_STANCE),
        Column("more", N_("More"), "number", link=_STANCE),
        Column("less", N_("Less"), "number", link=_STANCE),
        Column("mixed", N_("Both ways"), "number", link=_STANCE),
        Column("data", N_("Data"), "word"),
    ),
    facets=(
        _state(),
        Facet("axis", N_("Axis"), _field("axis")),
        Facet("level", N_("Law or practice"), _field("level")),
        Facet("stream", N_("From"), _field("stream")),
        Facet("data", N_("Data"), _field("data")),
    ),
    model=StanceRow,
    intro=N_(
        "What punishes and what protects are two axes, and one is never subtracted from the other. A share says where "
        "the evidence points, not how much of it there is in the world."
    ),
)
MEASURES = Listing(
    name="measures",
    title=N_("Measures of states"),
    path="/measures",
    rows_of=lambda study, _: measure_rows(study),
    columns=(
        Column("name", N_("Measure"), "told"),
        Column("iso3", N_("State"), "place"),
        Column("start", N_("From day")),
        Column("end", N_("To day")),
        Column("kind", N_("Kind"), "word"),
        Column("level", N_("Law or practice"), "word"),
        Column("securitised", N_("Securitised"), "word"),
        Column("protective", N_("Protective"), "word"),
        Column("source", N_("Source"), "works"),
    ),
    facets=(
        _state("iso3"),
        Facet("kind", N_("Kind"), _field("kind")),
        Facet("level", N_("Law or practice"), _field("level")),
    ),
    link=traced("measure", lambda row: row["id"]),
    model=MeasureRow,
    sort="-start",
    intro=N_("Dated acts of states, each with its source and two codes: what it does, and for whom."),
)
INSTRUMENTS = Listing(
    name="instruments",
    title=N_("What binds states"),
    path="/instruments",
    rows_of=lambda study, _: bond_rows(study.settings.study.places),
    columns=(
        Column("name", N_("Instrument"), "told"),
        Column("state", N_("State"), "place"),
        Column("status", N_("Status"), "word"),
        Column("bound_since", N_("Bound since"), "told"),
        Column("hard", N_("Hard duties"), "number", link=_BOND),
        Column("qualified", N_("Qualified duties"), "number", link=_BOND),
        Column("soft", N_("Soft duties"), "number", link=_BOND),
        Column("reservations", N_("Reservations"), "told"),
        Column("confidence", N_("Confidence"), "word"),
        Column("source", N_("Source"), "works"),
    ),
    facets=(
        _state(),
        Facet("instrument", N_("Instrument"), _field("instrument"), word=False),
        Facet("status", N_("Status"), _field("status")),
    ),
    link=_BOND,
    model=BondRow,
    intro=N_("Which state is bound by which instrument since when, and what that rests on."),
)
RECOMMENDATIONS = Listing(
    name="recommendations",
    title=N_("What the evidence calls for"),
    path="/recommendations",
    rows_of=lambda study, _: recommendation_rows(study),
    columns=(
        Column("action", N_("Recommendation"), "told"),
        Column("level", N_("Level"), "word"),
        Column("state", N_("State"), "place"),
        Column("strength", N_("Strength"), "word"),
        Column("effect", N_("In the model"), "word"),
        Column("evidence", N_("Pieces of evidence"), "number"),
        Column("gaps", N_("Gaps"), "number"),
    ),
    facets=(
        Facet("level", N_("Level"), _field("level")),
        Facet("strength", N_("Strength"), _field("strength")),
        _state(),
    ),
    link=lambda row: f"/recommendations/{row['id']}",
    model=RecommendationRow,
    intro=N_(
        "Rules fire where figures fall short or documents say so. A strong word stands only where gap, evidence and "
        "model agree."
    ),
)

for one in (MONITOR, REGION, COMMITMENTS, STANCE, MEASURES, INSTRUMENTS, RECOMMENDATIONS):
    add_list(router, api, one, aside=_ASIDE)


@router.get("/monitor/states")
def states(
    request: Request, frame: HereFrame, study: HereStudy, pillar: str = "", all: bool = False
) -> Response:
    """States beside each other, an indicator a line, each cell leading to its row of the list."""
    rows = listed_of(frame, study, MONITOR).rows
    places = list(dict.fromkeys(row["state"] for row in rows if ">" not in row["state"]))
    known = monitor_indicators()
    cells: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row["state"] in places and pillar in ("", known[row["indicator"]].pillar):
            cells.setdefault(row["indicator"], {})[row["state"]] = row
    told = {id: line for id, line in cells.items() if any(one["value"] is not None for one in line.values())}
    shown = cells if all else told
    by_pillar = {one: {id: line for id, line in shown.items() if known[id].pillar == one} for one in PILLARS}
    return frame.page(
        request,
        "monitor_states.html",
        title=N_("The protection monitor"),
        pillars=PILLARS,
        pillar=pillar if pillar in PILLARS else "",
        all=all,
        by_pillar={one: lines for one, lines in by_pillar.items() if lines},
        silent=len(cells) - len(told),
        known=known,
        states=places,
        marks=MARKS,
        row_of=lambda id, state: f"/monitor?{urlencode({'q': known[id].name, 'state': state})}",
        row_of_all=lambda id: f"/monitor?{urlencode({'q': known[id].name})}",
    )


@router.get("/recommendations/{id}")
def recommendation(request: Request, frame: HereFrame, study: HereStudy, id: str) -> Response:
    listed = frame.live.of(study, RECOMMENDATIONS.name, RECOMMENDATIONS.rows_of, by_document=False)
    row = next((one for one in listed.rows if one["id"] == id), None)
    return frame.page(
        request,
        "recommendation.html",
        title=N_("What the evidence calls for"),
        row=found(row, N_("There is no such recommendation.")),
    )
