"""The chart of one profile: its dimensions, or a corridor's legs, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from rantau.study.listings import Row
from rantau.study.study import Study
from rantau.web.charts import Chart, as_of
from rantau.web.language import N_
from rantau.web.words import word

__all__ = ["MOST_EXPOSED", "dots", "profile_chart"]

MOST_EXPOSED = "most_exposed"
"""A share of draws among a corridor's scores, so no dot on their scale."""


def dots(
    rows: Sequence[Row], label: str, title: str, *, domain: tuple[float, float] = (0, 100)
) -> dict[str, Any]:
    """A dot with its interval for each row, one below the other; a row without a value says that it was not assessed.

    Args:
        rows: With ``label``, and ``value``, ``low`` and ``high``, or None.
        label: The field that names a row.
        title: Of the axis.
        domain: Its ends.
    """
    from rantau.brief.charts import ACCENT, CONFIG, SOFT

    values = [
        {"name": row[label], "value": row["value"], "low": row["low"], "high": row["high"]} for row in rows
    ]
    x = {"type": "quantitative", "scale": {"domain": list(domain), "nice": False}, "title": title}
    y = {
        "field": "name",
        "type": "nominal",
        "sort": [row["name"] for row in values],
        "title": None,
        "axis": {"labelLimit": 240},
    }
    known, unknown = [{"filter": f"datum.value {sign} null"} for sign in ("!==", "===")]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 420,
        "height": {"step": 26},
        "data": {"values": values},
        "config": CONFIG,
        "layer": [
            {
                "transform": [known, {"filter": "datum.low !== null"}],
                "mark": {"type": "rule", "strokeWidth": 3, "color": ACCENT},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "transform": [known],
                "mark": {"type": "point", "filled": True, "size": 80, "color": ACCENT, "opacity": 1},
                "encoding": {"y": y, "x": {**x, "field": "value"}},
            },
            {
                "transform": [unknown],
                "mark": {"type": "text", "align": "left", "dx": 4, "color": SOFT},
                "encoding": {"y": y, "x": {"datum": domain[0]}, "text": {"value": "not assessed"}},
            },
        ],
    }


def profile_chart(study: Study, unit: str, scores: Sequence[Row]) -> Chart:
    """The scores of a unit as a chart.

    Args:
        study: The study.
        unit: ``MYS``, or ``MMR>THA``.
        scores: Its scores as :func:`rantau.study.profile_listings.opened` gives them.
    """
    rows = [{**row, "what": word(row["element"])} for row in scores if row["element"] != MOST_EXPOSED]
    told = "; ".join(
        f"{row['what']} {row['value']:.0f} ({row['low']:.0f} to {row['high']:.0f})"
        if row["value"] is not None and row["low"] is not None
        else f"{row['what']} not assessed"
        for row in rows
    )
    name = rows[0]["name"]
    corridor = ">" in unit
    return Chart(
        f"profile.{unit.replace('>', '-')}",
        N_("Exposure on the corridor and its legs, with intervals")
        if corridor
        else N_("Insecurity by dimension, with intervals"),
        f"{name}, dots with intervals: {told}.",
        rows,
        (
            ("what", N_("Element")),
            ("value", N_("Score (0 to 100)")),
            ("low", N_("Lowest")),
            ("high", N_("Highest")),
            ("rank", N_("Rank")),
            ("rank_low", N_("Best rank")),
            ("rank_high", N_("Worst rank")),
            ("available", N_("Figures")),
            ("expected", N_("Expected")),
            ("note", N_("Remark")),
        ),
        ("Profiles of this study",),
        as_of(study),
        spec=dots(rows, "what", "0 (most secure) to 100 (least secure)"),
        links={row["what"]: f"/provenance/score/{quote(unit)}/{row['element']}" for row in rows},
        study=f"{study.settings.study.name}: {name}",
    )
