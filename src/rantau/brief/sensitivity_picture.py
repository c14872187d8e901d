"""The picture of what the simulated changes hang on: parameters by their shares of the variance, with intervals.

A share with all that a parameter does together with others is a filled dot on a heavy line, one by itself an open
diamond on a thin line beneath it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rantau.brief.charts import ACCENT, CONFIG, INK, SOFT, WIDTH, Picture, Row, altair, shorten
from rantau.brief.material import BriefMaterial
from rantau.brief.wording import scenario_title
from rantau.framework.language import gettext
from rantau.simulation.sensitivity_report import source_words

__all__ = ["largest", "sensitivities_drawn", "sensitivity_picture"]

_SOURCES = 6
"""Of each change, those with the largest shares."""
_MOST_LINES = 34
_LINES_OF_A_PANEL = 3
_LABELS = 300
_WITH, _ALONE = "with_others", "by_itself"


def sensitivities_drawn(material: BriefMaterial, shown: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The changes that the picture shows, as the analysis gives them: the first that fit on a page, one at least.

    Args:
        material: Of the brief.
        shown: Quantities that may be shown.
    """
    run = material.simulation
    if run is None or not run.sensitivity:
        return []
    known = [
        one
        for one in run.sensitivity["conclusions"]
        if one["against"] and one["outcome"] in shown and one.get("shares")
    ]
    drawn: list[Mapping[str, Any]] = []
    lines = 0
    for one in known:
        lines += min(_SOURCES, len(one["shares"])) + _LINES_OF_A_PANEL
        if drawn and lines > _MOST_LINES:
            break
        drawn.append(one)
    return drawn


def largest(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The largest sources of a change's variance, as they are drawn."""
    return sorted(one["shares"], key=lambda share: (-share["total"], share["source"]))[:_SOURCES]


def sensitivity_picture(material: BriefMaterial, shown: Mapping[str, str]) -> Picture | None:
    """A panel for each change, a line for each of its largest sources; None without an analysis.

    Args:
        material: Of the brief.
        shown: Quantity -> the words for it.
    """
    drawn = sensitivities_drawn(material, shown)
    run = material.simulation
    if not drawn or run is None:
        return None
    alt = altair()
    rows: list[Row] = []
    panels = []
    for number, one in enumerate(drawn):
        title = scenario_title(run, one["scenario"])
        found: list[Row] = [
            {
                "scenario": title,
                "change_in": gettext(shown[one["outcome"]]),
                "source": source_words(share["source"], share["basis"]),
                "kind": kind,
                "share": share["total" if kind == _WITH else "first"],
                "low": share["total_low" if kind == _WITH else "first_low"],
                "high": share["total_high" if kind == _WITH else "first_high"],
            }
            for share in sorted(one["shares"], key=lambda share: (-share["total"], share["source"]))[
                :_SOURCES
            ]
            for kind in (_WITH, _ALONE)
        ]
        rows += found
        panels.append(
            _panel(found, f"{title}: {gettext(shown[one['outcome']]).lower()}", number == len(drawn) - 1)
        )
    ends = [float(row[end] or 0) for row in rows for end in ("low", "high")]
    scale = alt.Scale(domain=[min(0.0, *ends), max(1.0, *ends)], nice=True)
    for panel in panels:
        for layer in panel.layer:
            if "x" in layer.encoding.to_dict():
                layer.encoding.x.scale = scale
    chart = alt.vconcat(*panels, spacing=12).configure(**CONFIG)
    return Picture("sensitivity", chart.to_dict(), tuple(rows))


def _panel(rows: list[Row], title: str, last: bool) -> Any:
    alt = altair()
    base = alt.Chart(alt.Data(values=rows))
    order = list(dict.fromkeys(str(row["source"]) for row in rows))
    y = alt.Y(
        "source:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelLimit=_LABELS - 10, ticks=False, domain=False, grid=False, labelPadding=8),
    )
    offset = alt.YOffset("kind:N", sort=[_WITH, _ALONE])
    axis = alt.Axis(
        title=gettext("share of the variance") if last else None, format=".0%", values=[0, 0.25, 0.5, 0.75, 1]
    )

    def part(kind: str) -> Any:
        return base.transform_filter(f"datum.kind == '{kind}'")

    x = alt.X("low:Q", axis=axis)
    whole, alone = part(_WITH), part(_ALONE)
    return alt.layer(
        base.mark_rule(color=SOFT).encode(x=alt.datum(0)),
        whole.mark_rule(color=ACCENT, strokeWidth=4, opacity=0.6).encode(
            x=x, x2="high:Q", y=y, yOffset=offset
        ),
        whole.mark_point(shape="circle", filled=True, color=INK, size=42, opacity=1).encode(
            x=alt.X("share:Q", axis=axis), y=y, yOffset=offset
        ),
        alone.mark_rule(color=INK, strokeWidth=1).encode(x=x, x2="high:Q", y=y, yOffset=offset),
        alone.mark_point(
            shape="diamond", fill="white", stroke=INK, strokeWidth=1.1, size=38, opacity=1
        ).encode(x=alt.X("share:Q", axis=axis), y=y, yOffset=offset),
    ).properties(
        width=WIDTH - _LABELS,
        height=alt.Step(24, **{"for": "position"}),
        title=alt.TitleParams(shorten(title, 110), frame="group", offset=6, dx=-_LABELS, limit=WIDTH),
    )
