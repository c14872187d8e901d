"""Charts of an ensemble: medians and the middle 90 % of draws by month, one line a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from rantau.framework.language import fill, gettext, local
from rantau.simulation.charted import CHARTS
from rantau.simulation.digests import digest
from rantau.simulation.results import EXPLORES, QUANTITIES, Result

__all__ = [
    "CHARTS", "COLOURS", "INK", "LINE", "SOFT", "called", "chart", "chart_rows", "drawn_rows", "heading",
    "interval_words",
]  # fmt: skip

INK, SOFT, LINE = "#1c2429", "#56636b", "#d9dfe2"
COLOURS = ("#0b4f6c", "#c2571a", "#5b7f2b", "#7b3f8c", "#a8862a", "#4a4a4a")
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 1])


def chart_rows(
    result: Result, name: str, titles: Mapping[str, str] | None = None
) -> list[dict[str, str | float]]:
    """What a chart draws: scenario, month, median, low and high (5 % and 95 % of draws), and the scenario's own name.

    Args:
        result: Of the runs.
        name: From :data:`CHARTS`.
        titles: Scenario -> what it is called; its name by default.
    """
    number, names = list(CHARTS).index(name), called(result.scenarios, titles)
    rows: list[dict[str, str | float]] = []
    for scenario in result.scenarios:
        draws = [draw for one, draw in result.outcomes if one == scenario]
        table = np.stack([digest(result, scenario, draw).courses[number] for draw in draws])
        low, middle, high = np.quantile(table, [0.05, 0.5, 0.95], axis=0)
        for month in range(result.world.months):
            rows.append(
                {
                    "scenario": names[scenario],
                    "month": f"{result.world.start.plus(month)}-15",
                    "median": float(middle[month]),
                    "low": float(low[month]),
                    "high": float(high[month]),
                    "name": scenario,
                }
            )
    return rows


def interval_words(draws: int) -> str:
    """What the intervals of charts are."""
    if draws > 1:
        return fill("Median and middle {percent} of {n} draws.", percent="90%", n=local(f"{draws:,}"))
    return gettext("The register's own values.")


def heading(draws: int, title: str) -> Any:
    """A chart's title, with what its intervals are and what it is for under it."""
    import altair

    under = f"{interval_words(draws)} {gettext(EXPLORES)}"
    return altair.Title(title, subtitle=under, subtitleColor=SOFT, anchor="start")


def called(scenarios: Iterable[str], titles: Mapping[str, str] | None) -> dict[str, str]:
    """Scenario -> its title, in the context's language where the program has it; two of one title keep their names.

    A line has to be told from another.
    """
    found = {name: gettext((titles or {}).get(name) or "") or name for name in scenarios}
    shared = [one for one in found.values() if list(found.values()).count(one) > 1]
    return {name: f"{title} ({name})" if title in shared else title for name, title in found.items()}


def chart(result: Result, name: str, titles: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A chart as a Vega-Lite specification, in the context's language.

    Args:
        result: Of the runs.
        name: From :data:`CHARTS`.
        titles: Scenario -> what it is called; its name by default.
    """
    return drawn_rows(chart_rows(result, name, titles), name, len(result.draws))


def drawn_rows(rows: Sequence[Mapping[str, Any]], name: str, draws: int) -> dict[str, Any]:
    """The chart of rows as :func:`chart_rows` gives them, in the context's language.

    It is legible without colour, by dashes of lines and of their bands' edges.

    Args:
        rows: Of all scenarios.
        name: From :data:`CHARTS`.
        draws: How many there were.
    """
    import altair

    title, what = CHARTS[name]
    unit = QUANTITIES[what.partition(":")[0]].unit if what.partition(":")[0] in QUANTITIES else ""
    names = list(dict.fromkeys(str(row["scenario"]) for row in rows))
    months = len({row["month"] for row in rows})
    ticks = {"interval": "year", "step": 1} if 12 < months <= 240 else 8
    axis = altair.Axis(format="%Y" if months > 12 else "%Y-%m", tickCount=ticks)
    base = altair.Chart({"values": list(rows)}).encode(x=altair.X("month:T", title=None, axis=axis))

    def scale(values: Sequence[Any]) -> Any:
        return altair.Scale(domain=names, range=[values[n % len(values)] for n in range(len(names))])

    # The legend shows the lines' colours, dashes and marks; the bands' faint fill would wash it out.
    legend = altair.Legend(
        orient="bottom", columns=2, symbolSize=700, symbolType="stroke", symbolStrokeWidth=2, symbolOpacity=1,
        labelLimit=290, labelFontSize=11,
    )  # fmt: skip
    colour = {"scale": scale(COLOURS), "title": None}
    band = base.mark_area(opacity=0.1).encode(
        y=altair.Y("low:Q", title=gettext(unit) or None), y2="high:Q",
        color=altair.Color("scenario:N", legend=None, **colour),
    )  # fmt: skip
    by = {
        "stroke": altair.Stroke("scenario:N", legend=legend, **colour),
        "strokeDash": altair.StrokeDash("scenario:N", title=None, scale=scale(_DASHES), legend=legend),
    }
    # Without colour, a band is known by its edges: they have the dashes of its line.
    edges = [
        base.mark_line(strokeWidth=0.7, opacity=0.7).encode(y=f"{end}:Q", **by) for end in ("low", "high")
    ]
    line = base.mark_line(strokeWidth=2).encode(y="median:Q", **by)
    drawn = (
        altair.layer(band, *edges, line)
        .resolve_scale(color="independent")
        .properties(width=620, height=260, title=heading(draws, gettext(title)))
    )
    spec: dict[str, Any] = drawn.configure_view(stroke=None).configure_axis(
        gridColor=LINE, labelColor=INK, titleColor=SOFT, domainColor=LINE
    ).to_dict()  # fmt: skip
    return spec
