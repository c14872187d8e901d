"""The picture of stances: a row of panels for each state, one for each of two axes that are never netted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rantau.brief.charts import ACCENT, CONFIG, INK, WIDTH, Picture, Row, altair
from rantau.brief.material import BriefMaterial
from rantau.brief.wording import place_name
from rantau.framework.language import N_, gettext

__all__ = ["AXIS_WORDS", "stance_picture"]

AXIS_WORDS = {"securitised": N_("securitised, punitive"), "protective": N_("human security, protective")}


def stance_picture(material: BriefMaterial) -> Picture | None:
    """A row of panels for each state that has a year with data; None where no state has one."""
    policy = material.policy
    yearly = [
        one for one in (policy.stances if policy else ()) if one.year is not None and one.middle is not None
    ]
    if not yearly:
        return None
    alt = altair()
    rows: list[Row] = [
        {
            "state": place_name(material, one.state),
            "axis": gettext(AXIS_WORDS[one.axis]),
            "year": one.year,
            "share": one.middle,
            "low": one.low,
            "high": one.high,
            "more": one.more,
            "less": one.less,
            "mixed": one.mixed,
            "dated": "document" if one.dated_by_document else "text",
        }
        for one in yearly
    ]
    first, last = min(int(row["year"] or 0) for row in rows), max(int(row["year"] or 0) for row in rows)
    names = [place_name(material, one) for one in material.places]
    states = [name for name in names if any(row["state"] == name for row in rows)]
    # Panels are laid out one by one: a facet leaves no gap for a state without data on one axis, and the panels after
    # it would stand under the wrong heads.
    panels = [
        alt.hconcat(
            *(
                _stance_panel(
                    rows, state, axis, (first, last), head=number == 0, foot=number == len(states) - 1
                )
                for axis in map(gettext, AXIS_WORDS.values())
            ),
            spacing=14,
        )
        for number, state in enumerate(states)
    ]
    chart = alt.vconcat(*panels, spacing=8).configure(**CONFIG)
    return Picture("stance", chart.to_dict(), tuple(rows))


def _stance_panel(
    rows: Sequence[Row], state: str, axis: str, years: tuple[int, int], *, head: bool, foot: bool
) -> Any:
    alt = altair()
    left = axis == gettext(AXIS_WORDS["securitised"])
    mine = [row for row in rows if row["state"] == state and row["axis"] == axis]
    base = alt.Chart(alt.Data(values=mine or [{"year": None, "low": None}])).properties(
        width=(WIDTH - 190) / 2,
        height=44,
        **({"title": alt.TitleParams(axis, frame="group")} if head else {}),
    )
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[years[0] - 0.5, years[1] + 0.5], nice=False),
        axis=alt.Axis(
            format="d", title=None, tickMinStep=1, grid=False, tickCount=6, labels=foot, ticks=foot
        ),
    )
    scale = alt.Scale(domain=[0, 100])
    title = (
        {"title": state, "titleAngle": 0, "titleAlign": "right", "titleBaseline": "middle", "titleX": -32}
        if left
        else {"title": None}
    )
    y = alt.Y(
        "low:Q",
        scale=scale,
        axis=alt.Axis(values=[0, 50, 100], labels=left, minExtent=120 if left else 0, **title),
    )
    dot = alt.Y("share:Q", scale=scale)
    return alt.layer(
        base.mark_rule(color=ACCENT, strokeWidth=3, opacity=0.55).encode(x=x, y=y, y2="high:Q"),
        base.transform_filter("datum.dated == 'text'")
        .mark_circle(color=INK, size=34, opacity=1)
        .encode(x=x, y=dot),
        base.transform_filter("datum.dated == 'document'")
        .mark_point(color=INK, size=34, opacity=1, filled=False)
        .encode(x=x, y=dot),
    )
