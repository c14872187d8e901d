"""Charts of the last simulation: lines over the months, and which lever made the difference."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from rantau.framework.errors import BadInput
from rantau.simulation.charted import BY_PLACE, CHARTS
from rantau.simulation.charts import called, drawn_rows, interval_words
from rantau.simulation.place_charts import drawn_places
from rantau.simulation.results import EXPLORES, QUANTITIES
from rantau.study.listings import Row
from rantau.study.scenario_desk import LastSimulation, simulation_folder
from rantau.study.study import Study
from rantau.web.charts import Chart
from rantau.web.language import gettext, number
from rantau.web.words import place_name, said, word

__all__ = ["mechanism_chart", "months_chart"]


def _source(last: LastSimulation) -> str:
    summary = last.summary
    said = gettext(
        "Simulation of this study: %(draws)s draws, seed %(seed)s, %(scale)s migrants a simulated person; runs %(runs)s"
    ) % {
        "draws": number(len(summary["draws"])),
        "seed": summary["seed"],
        "scale": number(summary["scale"]),
        "runs": ", ".join(f"{name} {key[:12]}" for name, key in summary["runs"].items()),
    }
    return f"{said}. {gettext(EXPLORES).rstrip('.')}"


def _as_of(last: LastSimulation) -> str:
    return last.event.time[:10] if last.event is not None else "–"


def _told(rows: list[Row], titles: Mapping[str, str]) -> list[Row]:
    """The rows with scenarios and places by their names in the visitor's language, and months without a day."""
    names = called(dict.fromkeys(row["name"] for row in rows), titles)
    found = []
    for row in rows:
        one = {**row, "scenario": names[row["name"]] if row["name"] in titles else said(row["scenario"])}
        if "month" in row:
            one["month"] = row["month"][:7]
        elif place_name(row["unit"]) != row["unit"]:
            one["place"] = place_name(row["unit"])
        found.append(one)
    return found


def months_chart(study: Study, last: LastSimulation, name: str, titles: Mapping[str, str]) -> Chart | None:
    """Medians and middle 90 % of draws by month or by place, for each scenario; None where it was not drawn.

    Args:
        study: The study.
        last: What was simulated last.
        name: Of the chart.
        titles: Scenario -> its title.

    Raises:
        BadInput: The file was changed and cannot be read.
    """
    path = simulation_folder(study).file(f"charts/{name}.json")
    known = (CHARTS | BY_PLACE).get(name)
    if path is None or known is None:
        return None
    draws = len(last.summary["draws"])
    try:
        kept = _values(json.loads(path.read_text(encoding="utf-8")))
        rows = _told(kept, titles)
        along = "month" if "month" in rows[0] else "place"
        shown = rows[-1 if along == "month" else 0][along]
        values = "; ".join(
            f"{row['scenario']} {number(float(row['median']), 0)}" for row in rows if row[along] == shown
        )
        if along == "month":
            drawn = [{**row, "month": one["month"]} for row, one in zip(rows, kept, strict=True)]
            alt = gettext(
                "Lines over the months, one for each scenario. %(what)s, in the last month: %(values)s."
            )
        else:
            drawn = rows
            alt = gettext("Places side by side under each scenario. %(what)s, in %(place)s: %(values)s.")
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise BadInput(f"{path} cannot be read ({error}); simulate again") from error

    def spec() -> dict[str, Any]:
        from rantau.brief.charts import CONFIG

        try:
            made = (drawn_rows if along == "month" else drawn_places)(drawn, name, draws)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise BadInput(f"{path} cannot be read ({error}); simulate again") from error
        del made["title"]  # it stands above the picture
        made["config"] = {**CONFIG, "view": {"stroke": None}}
        return made

    return Chart(
        f"simulated.{name}",
        gettext(known[0]),
        alt % {"what": gettext(known[0]), "place": shown, "values": values},
        rows,
        (
            ("scenario", gettext("Scenario")),
            (along, gettext("Month") if along == "month" else gettext("Place")),
            ("median", gettext("Median")),
            ("low", gettext("Lowest")),
            ("high", gettext("Highest")),
        ),
        (_source(last),),
        _as_of(last),
        spec=spec,
        link=lambda row: f"/provenance/run/{quote(row['scenario'])}",
        study=study.settings.study.name,
        reading=interval_words(draws),
    )


def _values(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that a specification holds."""
    if "datasets" in spec:
        [rows] = spec["datasets"].values()
    else:
        rows = spec["data"]["values"]
    return list(rows)


def mechanism_chart(study: Study, last: LastSimulation, scenario: str, title: str) -> Chart | None:
    """Which lever made how much of a scenario's difference: a step for each, that add up.

    None where it was not asked, or where an earlier version answered, which gave no means.

    Args:
        study: The study.
        last: What was simulated last.
        scenario: The scenario's name.
        title: Its title, as people know it.
    """
    from rantau.brief.mechanisms import by_effect, steps, waterfall

    levers = last.explained.get(scenario)
    whole = last.summary["explained"].get("whole", {}).get(scenario) if levers else None
    if not levers or not whole:
        return None
    quantity = last.summary["explained"]["quantity"]
    unit = QUANTITIES[quantity].total_unit if quantity in QUANTITIES else ""
    drawn = by_effect(levers)
    bars = steps(title, drawn, whole)
    rows = [
        {**bar, "median": one["shapley"]["middle"], **_alone(one["alone"]), "error": one["error_of_orders"]}
        for bar, one in zip(bars, drawn, strict=False)
    ]
    place_of = {one["lever"]: place for place, one in enumerate(levers, start=1)}
    told = "; ".join(f"{row['lever']} {number(float(row['mean']), 0)}" for row in rows)
    return Chart(
        f"mechanisms.{scenario}",
        gettext("Which lever made the difference"),
        gettext(
            "A step for each lever of %(scenario)s, which add up to its whole effect on %(quantity)s: %(values)s; all "
            "together %(whole)s %(unit)s."
        )
        % {
            "scenario": title,
            "quantity": word(quantity),
            "values": told,
            "whole": number(whole["mean"], 0),
            "unit": word(unit),
        },
        rows,
        (
            ("lever", gettext("Lever")),
            ("mean", gettext("Its share over all orders, mean")),
            ("median", gettext("Median")),
            ("low", gettext("Lowest")),
            ("high", gettext("Highest")),
            ("alone", gettext("By itself")),
            ("alone_low", gettext("By itself, lowest")),
            ("alone_high", gettext("By itself, highest")),
            ("error", gettext("Error from drawing orders")),
        ),
        (_source(last),),
        _as_of(last),
        spec=waterfall(title, bars, quantity, unit),
        links={
            str(row["lever"]): f"/provenance/simulated/mechanism/{quote(scenario)}/{place_of[one['lever']]}"
            for row, one in zip(rows, drawn, strict=True)
        },
        study=f"{study.settings.study.name}: {title}",
        reading=gettext(
            "Bars are means over the draws, which add up: filled where a lever lowers, open where it raises. Lines are "
            "the middle 90 % of the draws, a diamond is what a lever does by itself."
        ),
    )


def _alone(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"alone": found.get("middle"), "alone_low": found.get("low"), "alone_high": found.get("high")}
