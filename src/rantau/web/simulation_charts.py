"""Charts of the last simulation: lines over the months, and which lever made the difference."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from rantau.framework.errors import BadInput
from rantau.simulation.charted import BY_PLACE, CHARTS
from rantau.simulation.results import EXPLORES, QUANTITIES
from rantau.study.listings import Row
from rantau.study.scenario_desk import LastSimulation, simulation_folder
from rantau.study.study import Study
from rantau.web.charts import Chart
from rantau.web.language import N_
from rantau.web.words import word

__all__ = ["mechanism_chart", "months_chart"]

_TITLES = {
    "regular_work": N_("In regular work"),
    "irregular_work": N_("In irregular work"),
    "exploited": N_("Exploited"),
    "in_transit": N_("On the way"),
    "detained": N_("In detention"),
    "returned": N_("Returned, not settled"),
    "departures": N_("Departures a month"),
    "regular_departures": N_("Departures by the regular channel a month"),
    "irregular_departures": N_("Departures by the irregular channel a month"),
    "entered_exploitation": N_("Entering exploitation a month"),
    "retrafficked": N_("Entering exploitation again a month"),
    "identified": N_("Identified a month"),
    "rehabilitated": N_("Entering rehabilitation a month"),
    "deported": N_("Deported a month"),
    "deported_unscreened": N_("Exploited people deported unscreened a month"),
    "insecurity_economic": N_("Insecure person-months per 1,000 migrants: economic"),
    "insecurity_food": N_("Insecure person-months per 1,000 migrants: food"),
    "insecurity_health": N_("Insecure person-months per 1,000 migrants: health"),
    "insecurity_environmental": N_("Insecure person-months per 1,000 migrants: environmental"),
    "insecurity_personal": N_("Insecure person-months per 1,000 migrants: personal"),
    "insecurity_community": N_("Insecure person-months per 1,000 migrants: community"),
    "insecurity_political": N_("Insecure person-months per 1,000 migrants: political"),
    "framing": N_("Framing as a threat, mean over destinations"),
    "enforcement": N_("Enforcement, mean over destinations"),
    "prospects": N_("Want to leave and have not left yet"),
    "in_shelter": N_("Identified as trafficked, and not in rehabilitation yet"),
    "in_rehabilitation": N_("In rehabilitation"),
    "settled": N_("Settled since the start, abroad or at home"),
    "dead_or_lost": N_("Dead or lost since the start"),
    "exploitation_by_place": N_("Person-months in exploitation, by place"),
    "entries_by_place": N_("Entered exploitation, by place"),
}
"""The titles of :data:`rantau.simulation.charts.CHARTS`, so that they are translated."""


def _source(last: LastSimulation) -> str:
    summary = last.summary
    runs = ", ".join(f"{name} {key[:12]}" for name, key in summary["runs"].items())
    return (
        f"Simulation of this study: {len(summary['draws'])} draws, seed {summary['seed']}, "
        f"{summary['scale']:,g} migrants a simulated person; runs {runs}. {EXPLORES.rstrip('.')}"
    )


def _as_of(last: LastSimulation) -> str:
    return last.event.time[:10] if last.event is not None else "–"


def months_chart(study: Study, last: LastSimulation, name: str) -> Chart | None:
    """Medians and middle 90 % of draws by month or by place, for each scenario; None where it was not drawn.

    Raises:
        BadInput: The file was changed and cannot be read.
    """
    path = simulation_folder(study).file(f"charts/{name}.json")
    known = (CHARTS | BY_PLACE).get(name)
    if path is None or known is None:
        return None
    try:
        spec = json.loads(path.read_text(encoding="utf-8"))
        rows: list[Row] = _values(spec)
        along = "month" if "month" in rows[0] else "place"
        for row in rows:
            row[along] = row[along][:7] if along == "month" else row[along]
        shown = rows[-1 if along == "month" else 0][along]
        told = "; ".join(
            f"{row['scenario']} {float(row['median']):,.0f}" for row in rows if row[along] == shown
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise BadInput(f"{path} cannot be read ({error}); simulate again") from error
    return Chart(
        f"simulated.{name}",
        _TITLES.get(name, known[0]),
        f"Lines over the months, one for each scenario. {known[0]}, in the last month: {told}."
        if along == "month"
        else f"Places side by side under each scenario. {known[0]}, in {shown}: {told}.",
        rows,
        (
            ("scenario", N_("Scenario")),
            ("month", N_("Month")) if along == "month" else ("place", N_("Place")),
            ("median", N_("Median")),
            ("low", N_("Lowest")),
            ("high", N_("Highest")),
        ),
        (_source(last),),
        _as_of(last),
        spec=spec,
        link=lambda row: f"/provenance/run/{quote(row['scenario'])}",
        study=study.settings.study.name,
    )


def _values(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that a specification holds."""
    if "datasets" in spec:
        [rows] = spec["datasets"].values()
    else:
        rows = spec["data"]["values"]
    return list(rows)


def mechanism_chart(study: Study, last: LastSimulation, scenario: str, title: str) -> Chart | None:
    """Which lever made how much of a scenario's difference: a step for each, that add up; None where it was not asked.

    Args:
        study: The study.
        last: What was simulated last.
        scenario: The scenario's name.
        title: Its title, as people know it.
    """
    levers = last.explained.get(scenario)
    if not levers:
        return None
    quantity = last.summary["explained"]["quantity"]
    unit = QUANTITIES[quantity].total_unit if quantity in QUANTITIES else ""
    rows, reached = [], 0.0
    for one in levers:
        shared, alone = one["shapley"], one["alone"]
        # Means add up to the effect of all levers together, as medians do not; older runs hold medians only.
        step = shared.get("mean", shared["middle"])
        rows.append(
            {
                "lever": one["lever"].replace("_", " "),
                "share": step,
                "median": shared["middle"],
                "low": shared["low"],
                "high": shared["high"],
                "alone": alone["middle"],
                "alone_low": alone["low"],
                "alone_high": alone["high"],
                "error": one["error_of_orders"],
                "from": reached,
                "to": reached + step,
                "kind": "less" if step < 0 else "more",
            }
        )
        reached += step
    told = "; ".join(f"{row['lever']} {row['share']:,.0f}" for row in rows)
    return Chart(
        f"mechanisms.{scenario}",
        N_("Which lever made the difference"),
        f"A step for each lever of {title}, which add up to its whole effect on {word(quantity)}: {told}; all together "
        f"{reached:,.0f} {unit}.",
        rows,
        (
            ("lever", N_("Lever")),
            ("share", N_("Its share over all orders, mean")),
            ("median", N_("Median")),
            ("low", N_("Lowest")),
            ("high", N_("Highest")),
            ("alone", N_("By itself")),
            ("alone_low", N_("By itself, lowest")),
            ("alone_high", N_("By itself, highest")),
            ("error", N_("Error from drawing orders")),
        ),
        (_source(last),),
        _as_of(last),
        spec=_waterfall(rows, reached, f"change of {quantity.replace('_', ' ')}, {unit}"),
        links={
            row["lever"]: f"/provenance/simulated/mechanism/{quote(scenario)}/{number}"
            for number, row in enumerate(rows, start=1)
        },
        study=f"{study.settings.study.name}: {title}",
    )


def _waterfall(rows: list[Row], whole: float, title: str) -> dict[str, Any]:
    """Bars that begin where the one before ends, each with its interval; the last is all of them together."""
    from rantau.brief.charts import ACCENT, CONFIG, INK, SOFT

    last = {"lever": "all levers together", "from": 0.0, "to": whole, "kind": "whole"}
    whiskers = [{**row, "begin": row["from"] + row["low"], "end": row["from"] + row["high"]} for row in rows]
    values = [*whiskers, last]
    y = {
        "field": "lever",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 300, "grid": False},
    }
    x = {"type": "quantitative", "title": title, "axis": {"format": "~s", "tickCount": 6}}
    colour = {
        "field": "kind",
        "type": "nominal",
        "title": None,
        "scale": {"domain": ["less", "more", "whole"], "range": [ACCENT, "#c2571a", SOFT]},
        "legend": {
            "orient": "bottom",
            "labelExpr": "{'less':'fewer','more':'more','whole':'all together'}[datum.label]",
        },
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 430,
        "height": {"step": 28},
        "data": {"values": values},
        "config": CONFIG,
        "layer": [
            {"mark": {"type": "rule", "color": SOFT, "strokeDash": [3, 2]}, "encoding": {"x": {"datum": 0}}},
            {
                "mark": {"type": "bar", "height": 14},
                "encoding": {"y": y, "x": {**x, "field": "from"}, "x2": {"field": "to"}, "color": colour},
            },
            {
                "transform": [{"filter": "isValid(datum.begin)"}],
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
                "encoding": {"y": y, "x": {**x, "field": "begin"}, "x2": {"field": "end"}},
            },
        ],
    }
