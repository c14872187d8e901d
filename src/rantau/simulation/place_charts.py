"""Places or corridors side by side under each scenario: medians with the middle 90 % of draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rantau.baseline.load import places
from rantau.baseline.naming import name_of
from rantau.framework.language import fill, gettext
from rantau.simulation.charted import BY_PLACE
from rantau.simulation.charts import COLOURS, INK, LINE, SOFT, called, heading
from rantau.simulation.digests import digest
from rantau.simulation.results import QUANTITIES, Result, unit_names

__all__ = ["MOST_PLACES", "drawn_places", "place_chart", "place_rows", "place_words"]

MOST_PLACES = 15
"""Shown; those with the highest medians under the first scenario. The rows have all."""
_MARKS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def place_rows(
    result: Result, name: str, titles: Mapping[str, str] | None = None
) -> list[dict[str, str | float]]:
    """What a chart of places draws: place, scenario, median, low and high (5 % and 95 % of draws); the highest first.

    Beside them the place's code, or the corridor's two, and the scenario's own name.

    Args:
        result: Of the runs.
        name: From :data:`rantau.simulation.charted.BY_PLACE`.
        titles: Scenario -> what it is called; its name by default.
    """
    number, names = list(BY_PLACE).index(name), called(result.scenarios, titles)
    tables = {
        scenario: np.quantile(
            [digest(result, scenario, draw).by_place[number] for draw in result.draws],
            [0.05, 0.5, 0.95],
            axis=0,
        )
        for scenario in result.scenarios
    }
    first = next(iter(tables.values()))[1]
    units = unit_names(result.world, result.by)
    known = {one.id: one.name for one in result.world.places}
    return [
        {
            "place": place_words(units[n], known),
            "scenario": names[scenario],
            "median": float(table[1][n]),
            "low": float(table[0][n]),
            "high": float(table[2][n]),
            "unit": units[n],
            "name": scenario,
        }
        for n in np.argsort(-first, kind="stable")
        for scenario, table in tables.items()
    ]


def place_words(unit: str, known: Mapping[str, str]) -> str:
    """What a place, or a corridor, is called in the context's language.

    Args:
        unit: Its code, or its two.
        known: Code -> the name that the world gives it, for places that are not of the baseline.
    """
    return " → ".join(name_of(one) if one in places() else known.get(one, one) for one in unit.split(">"))


def place_chart(result: Result, name: str, titles: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A chart of places as a Vega-Lite specification, in the context's language.

    Args:
        result: As in :func:`place_rows`, like the others.
        name: See there.
        titles: See there.
    """
    return drawn_places(place_rows(result, name, titles), name, len(result.draws))


def drawn_places(rows: Sequence[Mapping[str, Any]], name: str, draws: int) -> dict[str, Any]:
    """The chart of rows as :func:`place_rows` gives them, in the context's language.

    It is legible without colour, by the marks' shapes.

    Args:
        rows: Of all scenarios, the highest place first.
        name: From :data:`rantau.simulation.charted.BY_PLACE`.
        draws: How many there were.
    """
    import altair

    title, what = BY_PLACE[name]
    shown = list(dict.fromkeys(str(row["place"]) for row in rows))
    head = fill("{what}, all months", what=gettext(title))
    if len(shown) > MOST_PLACES:
        head = fill("{what}; the {n} highest of {all}", what=head, n=MOST_PLACES, all=len(shown))
    shown, names = shown[:MOST_PLACES], list(dict.fromkeys(str(row["scenario"]) for row in rows))
    base = altair.Chart({"values": [row for row in rows if row["place"] in shown]}).encode(
        y=altair.Y("place:N", sort=shown, title=None, axis=altair.Axis(labelLimit=260)),
        yOffset=altair.YOffset("scenario:N", sort=names),
        color=altair.Color(
            "scenario:N",
            title=None,
            sort=names,
            scale=altair.Scale(domain=names, range=[COLOURS[n % len(COLOURS)] for n in range(len(names))]),
            legend=altair.Legend(orient="bottom", columns=2, labelLimit=290, labelFontSize=11),
        ),
    )
    line = base.mark_rule(strokeWidth=1.5).encode(
        x=altair.X("low:Q", title=gettext(QUANTITIES[what].total_unit)), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=45).encode(
        x="median:Q",
        shape=altair.Shape(
            "scenario:N",
            title=None,
            sort=names,
            scale=altair.Scale(domain=names, range=[_MARKS[n % len(_MARKS)] for n in range(len(names))]),
        ),
    )
    drawn = altair.layer(line, dot).properties(width=560, height={"step": 9}, title=heading(draws, head))
    spec: dict[str, Any] = drawn.configure_view(stroke=None).configure_axis(
        gridColor=LINE, labelColor=INK, titleColor=SOFT, domainColor=LINE
    ).to_dict()  # fmt: skip
    return spec
